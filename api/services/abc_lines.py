"""The acts that ABC Evolution is told of, each as one line: closed words alone, never a name."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased, joinedload

from api.services.contracts_scope import contracts_visible
from api.services.scope import introductions_visible, stood_in_for
from api.services.synthesis import abc_line
from models.access import AbcLine
from models.candidates import Candidate
from models.contract_lists import FollowUpState
from models.contracts import Contract, FollowUp
from models.days import day_of
from models.endings import EndMotive
from models.interviews import Interview, InterviewState
from models.introductions import Introduction, IntroductionEvent
from models.motives import EmployerMotive, ParticipantMotive
from models.offers import Offer
from models.people import User
from models.vocabulary import IntroductionAction, IntroductionState, Labelled, Role

HEADERS = (
    "Identifiant",
    "Date",
    "Acte",
    "Offre",
    "Employeur",
    "Résultat",
    "Nom du conseiller",
    "Niveau 2",
    "Commentaire",
)
PROPOSAL, POSITIONING, FOLLOW_UP = "Proposition", "Positionnement", "Suivi dans l’emploi"
RESULTS = {
    IntroductionAction.PROPOSE: (PROPOSAL, "Proposée"),
    IntroductionAction.AGREE: (PROPOSAL, "Accord de la personne"),
    IntroductionAction.DECLINE: (PROPOSAL, "Refus de la personne"),
    IntroductionAction.DISPATCH: (POSITIONING, "Transmise"),
    IntroductionAction.CLOSE: (POSITIONING, "Close"),
}
"""The act and result of each step; a closing counts once the person was sent to the employer."""
WITHDRAWN = "Annulé : à retirer"
UNTOLD = frozenset({ParticipantMotive.HEALTH.value})
"""Motives that stay in the house: nothing of the health of a person leaves it."""
ABC_EVERYBODY = frozenset({Role.MANAGER, Role.OFFICE})
Condition = ColumnElement[bool]
Source = InstrumentedAttribute[int | None]


@dataclass(frozen=True, slots=True)
class Act:
    """One line for ABC, and the row it is made of: exactly one of the three ids."""

    identifier: str
    at: datetime
    act: str
    offer: str
    employer: str
    result: str
    advisor: str
    is_level2: bool
    comment: str
    event_id: int | None = None
    interview_id: int | None = None
    follow_up_id: int | None = None
    is_withdrawal: bool = False

    @property
    def cells(self) -> tuple[str | date, ...]:
        """In the order of `HEADERS`."""
        level2 = "Oui" if self.is_level2 else "Non"
        return (
            self.identifier,
            day_of(self.at),
            self.act,
            self.offer,
            self.employer,
            self.result,
            self.advisor,
            level2,
            self.comment,
        )


@dataclass(frozen=True, slots=True)
class Days:
    """From a day to a day, both included; None leaves that side open."""

    first: date | None = None
    last: date | None = None

    def hold(self, at: datetime) -> bool:
        """True where the instant falls in these days."""
        day = day_of(at)
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


def waiting_acts(session: Session, user: User, today: date) -> list[Act]:
    """What was done and not given out yet, oldest first; and what was given out, then undone."""
    seen = _Sight(session, user, today)
    undo = aliased(IntroductionEvent)
    undone = select(undo.id).where(undo.undoes_id == IntroductionEvent.id).exists()
    acts = [
        *_events(session, seen.introductions, ~undone & ~_given(AbcLine.event_id, False)),
        *_events(
            session,
            seen.introductions,
            undone & _given(AbcLine.event_id, False) & ~_given(AbcLine.event_id, True),
            is_withdrawal=True,
        ),
        *_interviews(session, seen.introductions, ~_given(AbcLine.interview_id, False)),
        *_follow_ups(session, seen.contracts, ~_given(AbcLine.follow_up_id, False)),
    ]
    return sorted(acts, key=_in_time)


def acts_of_days(session: Session, user: User, days: Days, today: date) -> list[Act]:
    """Every act that stands of these days, given out or not, oldest first."""
    seen = _Sight(session, user, today)
    undo = aliased(IntroductionEvent)
    undone = select(undo.id).where(undo.undoes_id == IntroductionEvent.id).exists()
    acts = [
        *_events(session, seen.introductions, ~undone),
        *_interviews(session, seen.introductions, true()),
        *_follow_ups(session, seen.contracts, true()),
    ]
    return sorted((act for act in acts if days.hold(act.at)), key=_in_time)


def acts_of_batch(session: Session, user: User, batch_id: int, today: date) -> list[Act]:
    """What was given out together, as far as the user sees it, oldest first."""
    seen = _Sight(session, user, today)

    def of(source: Source, is_withdrawal: bool = False) -> Condition:
        where = and_(AbcLine.batch_id == batch_id, AbcLine.is_withdrawal == is_withdrawal)
        return _OWN[source.key].in_(select(source).where(where, source.is_not(None)))

    acts = [
        *_events(session, seen.introductions, of(AbcLine.event_id)),
        *_events(session, seen.introductions, of(AbcLine.event_id, True), is_withdrawal=True),
        *_interviews(session, seen.introductions, of(AbcLine.interview_id)),
        *_follow_ups(session, seen.contracts, of(AbcLine.follow_up_id)),
    ]
    return sorted(acts, key=_in_time)


class _Sight:
    """Whose acts a user may take out: everybody's where the role keeps the file of the house."""

    def __init__(self, session: Session, user: User, today: date) -> None:
        everything: Condition = true()
        nothing: Condition = false()
        if user.role in ABC_EVERYBODY:
            introductions, contracts = everything, everything
        elif user.role is Role.ADVISOR:
            absent = stood_in_for(session, user, today)
            introductions = introductions_visible(user, *absent)
            contracts = contracts_visible(user, *absent)
        else:
            introductions, contracts = nothing, nothing
        self.introductions, self.contracts = introductions, contracts


_OWN: dict[str, InstrumentedAttribute[int]] = {
    "event_id": IntroductionEvent.id,
    "interview_id": Interview.id,
    "follow_up_id": FollowUp.id,
}
"""The row that each column of `AbcLine` points at."""


def _in_time(act: Act) -> tuple[datetime, str, int]:
    """The oldest first; of one instant, by person, then as they were written."""
    row = act.event_id or act.interview_id or act.follow_up_id or 0
    return act.at, act.identifier, row


def _given(source: Source, is_withdrawal: bool) -> Condition:
    return (
        select(AbcLine.id)
        .where(source == _OWN[source.key], AbcLine.is_withdrawal == is_withdrawal)
        .exists()
    )


def _events(
    session: Session, mine: Condition, wanted: Condition, is_withdrawal: bool = False
) -> list[Act]:
    actor, keeper = aliased(User), aliased(User)
    is_told = or_(
        IntroductionEvent.action.in_(RESULTS.keys() - {IntroductionAction.CLOSE}),
        and_(
            IntroductionEvent.action == IntroductionAction.CLOSE,
            IntroductionEvent.from_state == IntroductionState.DISPATCHED,
        ),
    )
    rows = session.execute(
        select(IntroductionEvent, Introduction, Candidate.identifier, Offer, actor, keeper)
        .join(Introduction, Introduction.id == IntroductionEvent.introduction_id)
        .join(Candidate, Candidate.id == Introduction.candidate_id)
        .join(Offer, Offer.id == Introduction.offer_id)
        .outerjoin(actor, actor.id == IntroductionEvent.actor_id)
        .outerjoin(keeper, keeper.id == Introduction.kept_by_id)
        .where(is_told, mine, wanted)
    ).all()
    return [
        Act(
            identifier=identifier,
            at=event.at,
            act=RESULTS[event.action][0],
            offer=offer.reference,
            employer=offer.employer_name or "",
            result=WITHDRAWN if is_withdrawal else _result(event),
            advisor=next((each.name for each in (done_by, kept_by) if each is not None), ""),
            is_level2=offer.level == 2,
            comment=offer.title,
            event_id=event.id,
            is_withdrawal=is_withdrawal,
        )
        for event, _, identifier, offer, done_by, kept_by in rows
    ]


def _result(event: IntroductionEvent) -> str:
    """`Refus de la personne : trajet`, with the motives that may leave the house."""
    if event.action is IntroductionAction.CLOSE:
        words = [_label(EndMotive, event.motive) or RESULTS[event.action][1]]
        lists: tuple[type[Labelled], ...] = (EmployerMotive, ParticipantMotive)
        told = [] if event.detail in UNTOLD else [_label(each, event.detail) for each in lists]
    else:
        words = [RESULTS[event.action][1]]
        is_told = event.action is IntroductionAction.DECLINE and event.motive not in UNTOLD
        told = [_label(ParticipantMotive, event.motive)] if is_told else []
    motive = next((each for each in told if each), "")
    return " : ".join([*words, *([motive.lower()] if motive else [])])


def _label(values: type[Labelled], value: str | None) -> str:
    return next((each.label for each in values if each == value), "")


def _interviews(session: Session, mine: Condition, wanted: Condition) -> list[Act]:
    """Those that are over: held and concluded, or somebody was absent or excused."""
    is_over = or_(
        Interview.result.is_not(None),
        Interview.state.in_((InterviewState.ABSENT, InterviewState.EXCUSED)),
    )
    # the rows stay in hand, so that `abc_line` finds each object without asking again
    rows = session.execute(
        select(Interview, Introduction, Candidate, Offer)
        .join(Introduction, Introduction.id == Interview.introduction_id)
        .join(Candidate, Candidate.id == Introduction.candidate_id)
        .join(Offer, Offer.id == Introduction.offer_id)
        .where(is_over, mine, wanted)
        .options(joinedload(Interview.advisor), joinedload(Interview.decided_by))
    ).all()
    acts = []
    for interview, _, _, offer in rows:
        identifier, _, act, reference, result, advisor, _ = abc_line(session, interview)
        acts.append(
            Act(
                identifier=identifier,
                at=interview.slot,
                act=act,
                offer=reference,
                employer=offer.employer_name or "",
                result=result,
                advisor=advisor,
                is_level2=True,
                comment=offer.title,
                interview_id=interview.id,
            )
        )
    return acts


def _follow_ups(session: Session, mine: Condition, wanted: Condition) -> list[Act]:
    """The calls that were made, and those where nobody answered three times."""
    rows = session.execute(
        select(FollowUp, Contract, Candidate.identifier, Offer.reference, Offer.level)
        .join(Contract, Contract.id == FollowUp.contract_id)
        .join(Candidate, Candidate.id == Contract.candidate_id)
        .outerjoin(Introduction, Introduction.id == Contract.introduction_id)
        .outerjoin(Offer, Offer.id == Introduction.offer_id)
        .where(
            FollowUp.state.in_((FollowUpState.DONE, FollowUpState.UNREACHABLE)),
            or_(FollowUp.done_at.is_not(None), FollowUp.attempted_at.is_not(None)),
            mine,
            wanted,
        )
        .options(joinedload(FollowUp.done_by), joinedload(FollowUp.contract, Contract.owner))
    ).all()
    acts = []
    for call, contract, identifier, reference, level in rows:
        who = call.done_by or contract.owner
        at = call.done_at or call.attempted_at
        assert at is not None
        acts.append(
            Act(
                identifier=identifier,
                at=at,
                act=FOLLOW_UP,
                offer=reference or "",
                employer=contract.employer_name,
                result=call.flag.label if call.flag is not None else call.state.label,
                advisor="" if who is None else who.name,
                is_level2=level == 2,
                comment=f"Appel {call.kind.label}, {contract.job_title}",
                follow_up_id=call.id,
            )
        )
    return acts
