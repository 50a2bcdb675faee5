"""Which acts ABC Evolution is told of: those that wait, those of some days, those of a batch."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import Select, SQLColumnExpression, and_, false, select
from sqlalchemy.orm import Session, aliased, joinedload

from api.services.abc_lines import FOLLOW_UP, RESULTS, WITHDRAWN, Act, in_time, result_words
from api.services.abc_rows import (
    CALLED_AT,
    OWN,
    Condition,
    Rows,
    Source,
    Wanted,
    rows_of,
    seen_by,
    stands,
    waiting,
)
from api.services.offer_lists import WITHOUT_TEXTS
from api.services.synthesis import abc_line
from models.access import AbcLine
from models.candidates import Candidate
from models.contracts import Contract, FollowUp
from models.days import start_of
from models.interviews import Interview
from models.introductions import Introduction, IntroductionEvent
from models.offers import Offer
from models.people import User

_ACTOR, _KEEPER = aliased(User), aliased(User)
"""Who took a step, and who had kept the person."""


def waiting_acts(session: Session, user: User, today: date) -> list[Act]:
    """What was done and not given out yet, oldest first; and what was given out, then undone."""
    return acts_in(session, rows_of(seen_by(session, user, today), waiting()))


def acts_of_days(session: Session, user: User, days: tuple[date, date], today: date) -> list[Act]:
    """Every act that stands from a day to a day, both included, given out or not, oldest first."""
    first, last = start_of(days[0]), start_of(days[1] + timedelta(days=1))
    events, slots, calls = (
        and_(at >= first, at < last) for at in (IntroductionEvent.at, Interview.slot, CALLED_AT)
    )
    wanted = Wanted(stands() & events, false(), slots, calls)
    return acts_in(session, rows_of(seen_by(session, user, today), wanted))


def acts_of_batch(session: Session, user: User, batch_id: int, today: date) -> list[Act]:
    """What was given out together, as far as the user sees it, oldest first."""

    def of(source: Source, is_withdrawal: bool = False) -> Condition:
        where = and_(AbcLine.batch_id == batch_id, AbcLine.is_withdrawal == is_withdrawal)
        return OWN[source.key].in_(select(source).where(where, source.is_not(None)))

    wanted = Wanted(
        of(AbcLine.event_id),
        of(AbcLine.event_id, True),
        of(AbcLine.interview_id),
        of(AbcLine.follow_up_id),
    )
    return acts_in(session, rows_of(seen_by(session, user, today), wanted))


def acts_in(session: Session, rows: Rows, most: int | None = None) -> list[Act]:
    """The acts of these rows, the oldest first.

    most : no more than these, the oldest; None for all
    """
    steps = _oldest(rows.events, IntroductionEvent.at, most)
    withdrawn = _oldest(rows.withdrawn, IntroductionEvent.at, most)
    slots = _oldest(rows.interviews, Interview.slot, most)
    calls = _oldest(rows.follow_ups, CALLED_AT, most)
    acts = (
        *(() if steps is None else _events(session, steps)),
        *(() if withdrawn is None else _events(session, withdrawn, True)),
        *(() if slots is None else _interviews(session, slots)),
        *(() if calls is None else _follow_ups(session, calls)),
    )
    return sorted(acts, key=in_time)[:most]


def _oldest(
    rows: Select[int] | None, at: SQLColumnExpression[datetime], most: int | None
) -> Select[int] | None:
    """Of one instant, those that were written first."""
    if rows is None or most is None:
        return rows
    return rows.order_by(at, *rows.selected_columns).limit(most)


def _events(session: Session, ids: Select[int], is_withdrawal: bool = False) -> Iterator[Act]:
    event = IntroductionEvent
    rows = session.execute(
        select(event.id, event.at, event.action, event.motive, event.detail)
        .add_columns(Candidate.identifier, _ACTOR.name, _KEEPER.name)
        .add_columns(Offer.reference, Offer.employer_name, Offer.level, Offer.title)
        .join(Introduction, Introduction.id == event.introduction_id)
        .join(Candidate, Candidate.id == Introduction.candidate_id)
        .join(Offer, Offer.id == Introduction.offer_id)
        .outerjoin(_ACTOR, _ACTOR.id == event.actor_id)
        .outerjoin(_KEEPER, _KEEPER.id == Introduction.kept_by_id)
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
        .options(joinedload(FollowUp.done_by), joinedload(Contract.owner))
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
