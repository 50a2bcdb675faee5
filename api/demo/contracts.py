"""People at work in the demonstration: calls due today, a difficulty, a break, hours of intérim,
exits to prove and one that the committee validated. Played through the services, with a seed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from api.demo.seed import Clock
from api.services import contracts_life as life
from api.services import followups
from api.services.contracts import hire, record_contract
from api.services.contracts_hours import add_hours
from api.services.contracts_night import passed_trials
from api.services.contracts_steps import NewStep, StepResult, conclude_step, plan_step
from api.services.contracts_terms import ContractTerms, terms_of_offer
from api.services.exits import evaluate_exits
from api.services.exits_decisions import Decision, Piece, decide, set_proof
from api.services.exits_records import NewTraining, add_business, add_training
from api.services.followups import Answers
from api.services.shortlists import current_shortlist
from models.candidates import Candidate
from models.case_files import CandidateFollow
from models.contract_lists import (
    ContractKind,
    FollowUpKind,
    Mark,
    PreHireKind,
    PreHireResult,
    Question,
)
from models.contracts import Contract, FollowUp
from models.database import transaction
from models.exit_lists import ExitAction, ProofStatus, TrainingResult
from models.exits import Exit, ExitProof
from models.introductions import Introduction
from models.motives import AgreementChannel, BreakMotive
from models.moves import SYSTEM, Actor, Step, move, suggest
from models.offers import Offer
from models.people import User
from models.shortlists import ShortlistEntry
from models.vocabulary import Band, IntroductionAction, OfferState, Role

HIRED = 6
"""People hired on offers of the base, one a situation."""
FOUND = 6
"""People who found work, a training or a business by themselves."""
ENTERED_FOR = timedelta(days=330)
"""How long the people of this part have been followed at least."""
EMPLOYERS = (
    "Ateliers de la Colme",
    "Logistique des Moëres",
    "Propreté Littoral",
    "Les Jardins du Banc",
)
AGENCIES = ("Agence du Beffroi", "Intérim de l'Aa")
WEEKS = 29
"""Weeks of missions of the person who is near the 1,215 hours."""
DAY = timedelta(days=1)
A = IntroductionAction


@dataclass(frozen=True, slots=True)
class Stage:
    """Who plays, and when."""

    session: Session
    officer: User
    advisor: User
    manager: User
    clock: Clock
    rng: Random

    def at(self, days: int) -> datetime:
        """The instant so many days ago."""
        return self.clock.now - timedelta(days=days)

    def day(self, days: int) -> date:
        """The day so many days ago."""
        return self.clock.today - timedelta(days=days)


def add_contracts(factory: sessionmaker[Session], clock: Clock) -> int:
    """Hire, follow up and prove, as in any month; how many contracts were written."""
    with transaction(factory) as session:
        found = {
            role: session.scalars(select(User).where(User.role == role).order_by(User.id)).first()
            for role in (Role.OFFICER, Role.ADVISOR, Role.MANAGER)
        }
        officer, advisor, manager = found.values()
        if officer is None or advisor is None or manager is None:
            return 0
        stage = Stage(session, officer, advisor, manager, clock, Random(1215))
        for place, introduction in enumerate(_sent(stage)):
            _play_hire(stage, place, introduction)
        for place, person in enumerate(_others(stage)):
            _play_found(stage, place, person)
        for key in passed_trials(session, clock.now):  # what each night does
            life.confirm(session, session.get_one(Contract, key), SYSTEM, clock.now)
        evaluate_exits(session, clock.now)
        _decide_exits(stage)
        return len(session.scalars(select(Contract.id)).all())


def _sent(stage: Stage) -> Iterator[Introduction]:
    """People at the head of a list, agreed and sent to the employer some weeks ago."""
    session = stage.session
    seen = set(session.scalars(select(Introduction.candidate_id)))
    offers = session.scalars(
        select(Offer)
        .where(Offer.state == OfferState.OPEN, Offer.level == 1)
        .order_by(Offer.id.desc())
    ).all()
    left = HIRED
    for offer in offers:
        shortlist = current_shortlist(session, offer)
        if shortlist is None or not left:
            continue
        candidate_id = session.scalar(
            select(ShortlistEntry.candidate_id)
            .join(Candidate, Candidate.id == ShortlistEntry.candidate_id)
            .join(CandidateFollow, CandidateFollow.candidate_id == Candidate.id)
            .where(
                ShortlistEntry.shortlist_id == shortlist.id,
                ShortlistEntry.band.in_((Band.VERY_SUITABLE, Band.SUITABLE)),
                ShortlistEntry.is_eligible,
                Candidate.is_active,
                Candidate.id.not_in(seen),
                CandidateFollow.entered_on <= stage.clock.today - ENTERED_FOR,
            )
            .order_by(ShortlistEntry.rank)
            .limit(1)
        )
        if candidate_id is None:
            continue
        seen.add(candidate_id)
        left -= 1
        yield _send(stage, (offer.id, candidate_id), HIRED - left - 1)


def _send(stage: Stage, pair: tuple[int, int], place: int) -> Introduction:
    at, actor = stage.at(SINCE[place] + 4), Actor(stage.advisor.id, stage.advisor.role)
    introduction = suggest(stage.session, pair, actor, at)
    day = stage.day(SINCE[place] + 4)
    agree = Step(A.AGREE, on=day, channel=AgreementChannel.PHONE)
    for step in (Step(A.KEEP), Step(A.PROPOSE), agree):
        move(stage.session, introduction, step, actor, at)
    if place == 0:
        new = NewStep(PreHireKind.PMSMP, day, day + 2 * DAY, "sur le poste")
        planned = plan_step(stage.session, introduction, new, stage.advisor, at)
        said = StepResult(PreHireResult.PASSED, "à l’aise avec l’équipe")
        key = str(planned.key)
        conclude_step(stage.session, introduction, key, said, stage.advisor, stage.at(1))
    move(stage.session, introduction, Step(A.DISPATCH), actor, at)
    return introduction


SINCE = (20, 33, 1, 62, 40, 100)
"""Days since the start of each hire: two weeks ago, in difficulty, to confirm, going well,
broken, past its trial."""


def _play_hire(stage: Stage, place: int, introduction: Introduction) -> None:
    session, since = stage.session, SINCE[place]
    offer = session.get_one(Offer, introduction.offer_id)
    actor = Actor(stage.officer.id, stage.officer.role)
    terms = replace(
        terms_of_offer(offer, stage.day(since)),
        kind=ContractKind.CDD if place in (1, 4) else ContractKind.CDI,
        end_on=stage.day(since) + 240 * DAY if place in (1, 4) else None,
        weekly_hours=35.0,
        trial_ends_on=stage.day(since) + 59 * DAY if place == 5 else None,
        user_company=None,
    )
    contract = hire(session, introduction, terms, actor, stage.at(since + 2))
    if place == 2:
        return
    life.start(session, contract, stage.day(since), actor, stage.at(since))
    good = dict.fromkeys(Question, Mark.GOOD)
    _call(stage, contract, FollowUpKind.DAY_3, good, "bien accueilli·e")
    if place == 1:
        hard = good | {Question.TRANSPORT: Mark.HARD}
        _call(stage, contract, FollowUpKind.DAY_15, good | {Question.TRANSPORT: Mark.WATCH}, "")
        _call(stage, contract, FollowUpKind.MONTH_1, hard, "pas de bus pour l’équipe de 5 h")
    if place in (3, 5):
        for kind in (FollowUpKind.DAY_15, FollowUpKind.MONTH_1):
            _call(stage, contract, kind, good, "")
    if place == 4:
        motive, last = BreakMotive.SCHEDULE, stage.day(6)
        life.break_off(session, contract, motive, last, actor, stage.at(5), "équipes changées")


def _call(
    stage: Stage, contract: Contract, kind: FollowUpKind, marks: dict[Question, Mark], note: str
) -> None:
    call = stage.session.scalars(
        select(FollowUp).where(FollowUp.contract_id == contract.id, FollowUp.kind == kind)
    ).one()
    days = (stage.clock.today - call.due_on).days
    followups.answer(
        stage.session, call, Answers(marks, note), stage.officer, stage.at(max(days, 0))
    )


def _others(stage: Stage) -> Iterator[Candidate]:
    session = stage.session
    busy = select(Introduction.candidate_id)
    yield from session.scalars(
        select(Candidate)
        .join(CandidateFollow, CandidateFollow.candidate_id == Candidate.id)
        .where(
            Candidate.is_active,
            Candidate.id.not_in(busy),
            CandidateFollow.entered_on <= stage.clock.today - ENTERED_FOR,
        )
        .order_by(Candidate.identifier)
        .limit(FOUND)
    ).all()


def _play_found(stage: Stage, place: int, person: Candidate) -> None:
    match place:
        case 0:
            _missions(stage, person)
        case 1 | 2:
            _write(stage, person, ContractKind.CDI, 120 + 10 * place)
        case 3:
            _write(stage, person, ContractKind.CDD, 290, 265)
        case 4:
            course = NewTraining(
                "Titre professionnel agent de fabrication",
                stage.day(150),
                stage.day(-120),
                TrainingResult.ONGOING,
                provider="Centre de formation du Littoral",
                is_qualifying=True,
                level=3,
            )
            add_training(stage.session, person, course, stage.advisor, stage.clock.now)
        case _:
            day = stage.day(45)
            add_business(
                stage.session,
                person,
                "Entretien de jardins",
                day,
                None,
                stage.advisor,
                stage.clock.now,
            )


def _write(
    stage: Stage, person: Candidate, kind: ContractKind, since: int, days: int | None = None
) -> Contract:
    first = stage.day(since)
    terms = ContractTerms(
        kind=kind,
        start_on=first,
        end_on=None if days is None else first + timedelta(days=days),
        employer_name=stage.rng.choice(EMPLOYERS),
        job_title="agent polyvalent",
        weekly_hours=35.0,
        trial_ends_on=first + 59 * DAY,
    )
    return record_contract(stage.session, person, terms, stage.advisor, stage.clock.now)


def _missions(stage: Stage, person: Candidate) -> None:
    """Missions one after the other, near the 1,215 hours: the alert is on."""
    terms = ContractTerms(
        kind=ContractKind.TEMP,
        start_on=stage.day(7 * WEEKS + 2),
        end_on=stage.day(-12),
        employer_name=stage.rng.choice(AGENCIES),
        user_company="Entrepôts du Port Est",
        job_title="préparateur de commandes",
        weekly_hours=35.0,
    )
    contract = record_contract(stage.session, person, terms, stage.advisor, stage.clock.now)
    for week in range(WEEKS):
        first = stage.day(7 * (WEEKS - week) + 1)
        hours = stage.rng.choice((33.5, 35.0, 35.0, 38.0))
        add_hours(
            stage.session, contract, (first, first + 6 * DAY, hours), stage.advisor, stage.clock.now
        )


def _decide_exits(stage: Stage) -> None:
    """One exit validated by the committee, one whole, the others with pieces to get."""
    session = stage.session
    found = session.scalars(
        select(Exit).where(Exit.acquired_on.is_not(None)).order_by(Exit.acquired_on, Exit.id)
    ).all()
    for target in found[:2]:
        for proof in session.scalars(select(ExitProof).where(ExitProof.exit_id == target.id)):
            piece = Piece(proof.kind, ProofStatus.CHECKED)
            set_proof(session, target, piece, stage.advisor, stage.clock.now)
    for target in found[:1]:
        held = max(target.acquired_on or stage.clock.today, stage.day(8))
        decision = Decision(ExitAction.VALIDATE, held)
        decide(session, target, decision, stage.manager, stage.clock.now)
