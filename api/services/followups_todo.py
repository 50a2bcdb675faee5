"""What the follow-up puts on « À traiter »: starts, calls, ends, returns, difficulties."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from api.services.followups_day import (
    SAID_EACH_MORNING,
    CallLine,
    ContractLine,
    Day,
    first_contracts,
    follow_up_morning,
)
from api.services.followups_people import in_difficulty, latest_calls, people_of
from api.services.followups_words import hard_words
from api.services.scope import followed_by
from api.services.todo_items import TodoItem
from models.contract_lists import RUNNING
from models.contract_transitions import FOLLOWERS
from models.contracts import Contract
from models.days import day_of
from models.people import User
from models.vocabulary import Role

LATE = timedelta(days=3)
"""From how late a call is urgent."""


def follow_up_todo(session: Session, user: User, at: datetime) -> list[TodoItem]:
    """What the follow-up puts on « À traiter »: starts, calls, ends, people in difficulty."""
    if user.role not in FOLLOWERS:
        return []
    today = day_of(at)
    day = follow_up_morning(session, user, today)
    starts = [
        _asked(
            line,
            "Démarrages à confirmer",
            "a-t-elle ou a-t-il commencé ?",
            f"prévu le {line.contract.start_on:%d/%m/%Y}, {line.contract.employer_name}",
            line.contract.start_on,
        )
        for line in day.to_start
    ]
    calls = [
        TodoItem(
            kind="Suivis dans l'emploi",
            title=f"Appeler {_called(line)}",
            detail=f"{line.call.kind.label}, {line.contract.employer_name}",
            href=f"/suivi/{line.call.key}",
            due=line.call.due_on,
            urgent=today - line.call.due_on > LATE,
        )
        for line in day.due
    ]
    ends = [
        _asked(
            line,
            "Fins de contrat",
            ": renouvelé ou terminé ?",
            f"fin prévue le {line.contract.end_on:%d/%m/%Y}",
            line.contract.end_on,
        )
        for line in day.ending
    ]
    returns = [
        _asked(
            line,
            "Retours à préparer",
            ": de nouveau disponible ?",
            f"contrat rompu le {line.contract.ended_on:%d/%m/%Y}",
            line.contract.ended_on,
        )
        for line in day.to_return
    ]
    return [*starts, *calls, *ends, *returns, *_difficulties(session, user, day)]


def _asked(line: ContractLine, kind: str, question: str, detail: str, due: date | None) -> TodoItem:
    """A question about a contract, asked on its page."""
    title, href = f"{_called(line)} {question}", f"/contrats/{line.contract.key}"
    return TodoItem(kind=kind, title=title, detail=detail, href=href, due=due)


def _difficulties(session: Session, user: User, day: Day) -> list[TodoItem]:
    """Red flags: for who follows the contract up, and for the caseworker of the person."""
    lines = {line.contract.id: line for line in day.at_risk}
    if user.role is Role.CASEWORKER:
        theirs = Contract.candidate_id.in_(followed_by(user))
        found = first_contracts(
            session,
            theirs & Contract.state.in_(RUNNING) & in_difficulty(),
            said=SAID_EACH_MORNING,
        )
        people = people_of(session, {each.candidate_id for each in found})
        made = latest_calls(session, {each.id for each in found})
        for each in found:
            told = hard_words(made.get(each.id))
            lines[each.id] = ContractLine(each, people[each.candidate_id], told=told)
    return [
        TodoItem(
            kind="Personnes en difficulté au travail",
            title=f"{_called(line)}, {line.contract.employer_name}",
            detail=line.told or "le dernier appel signale une difficulté",
            href=f"/contrats/{line.contract.key}",
            urgent=True,
        )
        for line in lines.values()
    ]


def _called(line: CallLine | ContractLine) -> str:
    return line.person.name or line.contract.candidate.identifier
