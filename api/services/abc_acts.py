"""Which acts ABC Evolution is told of: those that wait, those of some days, those of a batch."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    and_,
    false,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased, joinedload

from api.services.abc_lines import FOLLOW_UP, RESULTS, WITHDRAWN, Act, in_time, result_words
from api.services.contracts_scope import contracts_visible
from api.services.offer_lists import WITHOUT_TEXTS
from api.services.scope import introductions_visible, stood_in_for
from api.services.synthesis import ACT, abc_line
from models.access import AbcLine
from models.candidates import Candidate
from models.contract_lists import FollowUpState
from models.contracts import Contract, FollowUp
from models.days import start_of
from models.interviews import Interview, InterviewState
from models.introductions import Introduction, IntroductionEvent
from models.offers import Offer
from models.people import User
from models.vocabulary import IntroductionAction, IntroductionState, Role

ABC_EVERYBODY = frozenset({Role.MANAGER, Role.OFFICE})
Condition = ColumnElement[bool]
Source = InstrumentedAttribute[int | None]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which rows of each kind; `withdrawn` are steps that were given out, then undone."""

    events: Condition
    withdrawn: Condition
    interviews: Condition
    follow_ups: Condition


def waiting_acts(session: Session, user: User, today: date, most: int | None = None) -> list[Act]:
    """What was done and not given out yet, oldest first; and what was given out, then undone.

    most : no more than these, the oldest; None for all
    """
    return _Asked(session, user, today, _waiting()).acts(most)


def waiting_counts(session: Session, user: User, today: date) -> Counter[str]:
    """How many acts of each kind wait."""
    return _Asked(session, user, today, _waiting()).counts()


def acts_of_days(session: Session, user: User, days: tuple[date, date], today: date) -> list[Act]:
    """Every act that stands from a day to a day, both included, given out or not, oldest first."""
    first, last = start_of(days[0]), start_of(days[1] + timedelta(days=1))
    events, slots, calls = (
        and_(at >= first, at < last) for at in (IntroductionEvent.at, Interview.slot, _CALLED_AT)
    )
    wanted = _Wanted(_stands() & events, false(), slots, calls)
    return _Asked(session, user, today, wanted).acts()


def acts_of_batch(session: Session, user: User, batch_id: int, today: date) -> list[Act]:
    """What was given out together, as far as the user sees it, oldest first."""

    def of(source: Source, is_withdrawal: bool = False) -> Condition:
        where = and_(AbcLine.batch_id == batch_id, AbcLine.is_withdrawal == is_withdrawal)
        return _OWN[source.key].in_(select(source).where(where, source.is_not(None)))

    wanted = _Wanted(
        of(AbcLine.event_id),
        of(AbcLine.event_id, True),
        of(AbcLine.interview_id),
        of(AbcLine.follow_up_id),
    )
    return _Asked(session, user, today, wanted).acts()


def _waiting() -> _Wanted:
    return _Wanted(
        _stands() & ~_given(AbcLine.event_id),
        ~_stands() & _given(AbcLine.event_id) & ~_given(AbcLine.event_id, True),
        ~_given(AbcLine.interview_id),
        ~_given(AbcLine.follow_up_id),
    )


def _stands() -> Condition:
    """Steps that nobody took back."""
    undo = aliased(IntroductionEvent)
    return IntroductionEvent.id.not_in(select(undo.undoes_id).where(undo.undoes_id.is_not(None)))


class _Asked:
    """Rows wanted among those whose acts the user may take out.

    Everybody's where the role keeps the file of the house.
    """

    def __init__(self, session: Session, user: User, today: date, wanted: _Wanted) -> None:
        self.session = session
        introductions, contracts = _seen(session, user, today)
        self.events = _told(introductions, wanted.events)
        self.withdrawn = _told(introductions, wanted.withdrawn)
        self.interviews = _over(introductions, wanted.interviews)
        self.follow_ups = _called(contracts, wanted.follow_ups)

    def acts(self, most: int | None = None) -> list[Act]:
        """The oldest first."""
        acts = (
            *_events(self.session, _oldest(self.events, IntroductionEvent.at, most)),
            *_events(self.session, _oldest(self.withdrawn, IntroductionEvent.at, most), True),
            *_interviews(self.session, _oldest(self.interviews, Interview.slot, most)),
            *_follow_ups(self.session, _oldest(self.follow_ups, _CALLED_AT, most)),
        )
        return sorted(acts, key=in_time)[:most]

    def counts(self) -> Counter[str]:
        """How many of each kind of act."""
        found: Counter[str] = Counter()
        for steps in (self.events, self.withdrawn):
            by_action = steps.with_only_columns(IntroductionEvent.action, func.count())
            for action, count in self.session.execute(by_action.group_by(IntroductionEvent.action)):
                found[RESULTS[action][0]] += count
        for act, rows in ((ACT, self.interviews), (FOLLOW_UP, self.follow_ups)):
            count = self.session.scalar(rows.with_only_columns(func.count())) or 0
            found += Counter({act: count})
        return found


def _seen(session: Session, user: User, today: date) -> tuple[Condition, Condition]:
    """The introductions and the contracts of a user."""
    if user.role in ABC_EVERYBODY:
        return true(), true()
    if user.role is not Role.ADVISOR:
        return false(), false()
    absent = stood_in_for(session, user, today)
    return introductions_visible(user, *absent), contracts_visible(user, *absent)


def _oldest(rows: Select[int], at: SQLColumnExpression[datetime], most: int | None) -> Select[int]:
    return rows if most is None else rows.order_by(at).limit(most)


_OWN: dict[str, InstrumentedAttribute[int]] = {
    "event_id": IntroductionEvent.id,
    "interview_id": Interview.id,
    "follow_up_id": FollowUp.id,
}
"""The row that each column of `AbcLine` points at."""
_CALLED_AT = func.coalesce(FollowUp.done_at, FollowUp.attempted_at)


def _given(source: Source, is_withdrawal: bool = False) -> Condition:
    return (
        select(AbcLine.id)
        .where(source == _OWN[source.key], AbcLine.is_withdrawal == is_withdrawal)
        .exists()
    )


def _told(mine: Condition, wanted: Condition) -> Select[int]:
    """Steps that ABC is told of; a closing, once the person was sent to the employer."""
    is_told = or_(
        IntroductionEvent.action.in_(RESULTS.keys() - {IntroductionAction.CLOSE}),
        and_(
            IntroductionEvent.action == IntroductionAction.CLOSE,
            IntroductionEvent.from_state == IntroductionState.DISPATCHED,
        ),
    )
    return (
        select(IntroductionEvent.id)
        .join(Introduction, Introduction.id == IntroductionEvent.introduction_id)
        .where(is_told, mine, wanted)
    )


def _over(mine: Condition, wanted: Condition) -> Select[int]:
    """Interviews held and concluded, or to which somebody was absent or excused."""
    is_over = or_(
        Interview.result.is_not(None),
        Interview.state.in_((InterviewState.ABSENT, InterviewState.EXCUSED)),
    )
    return (
        select(Interview.id)
        .join(Introduction, Introduction.id == Interview.introduction_id)
        .where(is_over, mine, wanted)
    )


def _called(mine: Condition, wanted: Condition) -> Select[int]:
    """Calls that were made, and those where nobody answered three times."""
    return (
        select(FollowUp.id)
        .join(Contract, Contract.id == FollowUp.contract_id)
        .where(
            FollowUp.state.in_((FollowUpState.DONE, FollowUpState.UNREACHABLE)),
            _CALLED_AT.is_not(None),
            mine,
            wanted,
        )
    )


def _events(session: Session, ids: Select[int], is_withdrawal: bool = False) -> Iterator[Act]:
    event, actor, keeper = IntroductionEvent, aliased(User), aliased(User)
    rows = session.execute(
        select(event.id, event.at, event.action, event.motive, event.detail)
        .add_columns(Candidate.identifier, actor.name, keeper.name)
        .add_columns(Offer.reference, Offer.employer_name, Offer.level, Offer.title)
        .join(Introduction, Introduction.id == event.introduction_id)
        .join(Candidate, Candidate.id == Introduction.candidate_id)
        .join(Offer, Offer.id == Introduction.offer_id)
        .outerjoin(actor, actor.id == event.actor_id)
        .outerjoin(keeper, keeper.id == Introduction.kept_by_id)
        .where(event.id.in_(ids))
    )
    for id_, at, action, motive, detail, identifier, done_by, kept_by, *offer in rows:
        reference, employer, level, title = offer
        yield Act(
            identifier=identifier,
            at=at,
            act=RESULTS[action][0],
            offer=reference,
            employer=employer or "",
            result=WITHDRAWN if is_withdrawal else result_words(action, motive, detail),
            advisor=done_by or kept_by or "",
            is_level2=level == 2,
            comment=title,
            event_id=id_,
            is_withdrawal=is_withdrawal,
        )


def _interviews(session: Session, ids: Select[int]) -> Iterator[Act]:
    # the rows stay in hand, so that `abc_line` finds each object without asking again
    rows = session.execute(
        select(Interview, Introduction, Candidate, Offer)
        .join(Introduction, Introduction.id == Interview.introduction_id)
        .join(Candidate, Candidate.id == Introduction.candidate_id)
        .join(Offer, Offer.id == Introduction.offer_id)
        .where(Interview.id.in_(ids))
        .options(joinedload(Interview.advisor), joinedload(Interview.decided_by), *WITHOUT_TEXTS)
    ).all()
    for interview, _, _, offer in rows:
        identifier, _, act, reference, result, advisor, _ = abc_line(session, interview)
        yield Act(
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


def _follow_ups(session: Session, ids: Select[int]) -> Iterator[Act]:
    rows = session.execute(
        select(FollowUp, Contract, Candidate.identifier, Offer.reference, Offer.level)
        .join(Contract, Contract.id == FollowUp.contract_id)
        .join(Candidate, Candidate.id == Contract.candidate_id)
        .outerjoin(Introduction, Introduction.id == Contract.introduction_id)
        .outerjoin(Offer, Offer.id == Introduction.offer_id)
        .where(FollowUp.id.in_(ids))
        .options(joinedload(FollowUp.done_by), joinedload(FollowUp.contract, Contract.owner))
    ).all()
    for call, contract, identifier, reference, level in rows:
        who = call.done_by or contract.owner
        at = call.done_at or call.attempted_at
        assert at is not None
        yield Act(
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
