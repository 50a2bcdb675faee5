"""Writing one contract: its row, its first event, its calls, and what it takes of the week."""

from datetime import datetime

from sqlalchemy.orm import Session

from api.services import followups_plan
from api.services.contracts_guards import Span, check_week
from api.services.contracts_pool import leave_pool
from api.services.contracts_terms import ContractTerms
from models.candidates import Candidate
from models.contract_lists import ContractAction, ContractState
from models.contract_moves import ContractStep, record_contract_event
from models.contracts import Contract
from models.days import day_of
from models.moves import Actor


def add_contract(
    session: Session,
    candidate_id: int,
    introduction_id: int | None,
    terms: ContractTerms,
    actor: Actor,
    at: datetime,
) -> Contract:
    """Write a planned contract with its calls; the hours of the week are checked.

    Raises
    ------
    TransitionRefusedError : more than 48 hours a week with another contract
    """
    session.refresh(session.get_one(Candidate, candidate_id), with_for_update=True)
    is_over = terms.end_on is not None and terms.end_on < day_of(at)
    if not is_over:
        span = Span(terms.start_on, terms.end_on, terms.weekly_hours)
        check_week(session, candidate_id, span, ContractAction.HIRE.label)
    contract = Contract(
        candidate_id=candidate_id,
        introduction_id=introduction_id,
        employer_name=terms.employer_name.strip(),
        user_company=(terms.user_company or "").strip() or None,
        job_title=terms.job_title.strip(),
        kind=terms.kind,
        start_on=terms.start_on,
        end_on=terms.end_on,
        trial_ends_on=terms.trial_ends_on,
        weekly_hours=terms.weekly_hours,
        is_part_time_chosen=terms.is_part_time_chosen,
        state=ContractState.PLANNED,
        owner_id=terms.owner_id,
        created_at=at,
        changed_at=at,
        version=1,
        was_active=False,
    )
    session.add(contract)
    session.flush()
    step = ContractStep(ContractAction.HIRE, note=terms.note)
    record_contract_event(session, contract, (None, contract.state), step, actor, at)
    followups_plan.plan(session, contract)
    if not is_over:
        leave_pool(session, contract, at)
    return contract
