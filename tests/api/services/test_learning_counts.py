"""What the page counts of decisions is what learning reads of them, to the last one."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from api.services.learning_counts import LogCounts, count_log
from api.services.learning_log import read_log
from matching.learning.simulation import Office, history
from models.introductions import Introduction
from models.moves import Actor, Step, move, undo
from models.shortlists import Shortlist
from models.vocabulary import DiscardMotive, IntroductionAction
from tests.api.services.learning_world import write_decisions
from tests.evidence.learning import FAR, PRIOR, everywhere

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
DECIDED = tuple(history(Office(everywhere(FAR), PRIOR, seed=3), 40).decisions)
FAR_AWAY = Step(IntroductionAction.DISCARD, motive=DiscardMotive.MOBILITY.value)
KNOWN = Step(IntroductionAction.DISCARD, motive=DiscardMotive.ALREADY_POSITIONED.value)


def as_read(session: Session) -> LogCounts:
    log = read_log(session)
    return LogCounts(len(log.decisions), log.kept, log.silent, log.unshown)


def listed_again(session: Session, row: Introduction) -> None:
    """A later list of the same offer, which no longer holds anybody."""
    first = session.scalars(select(Shortlist).where(Shortlist.offer_id == row.offer_id)).one()
    session.add(
        Shortlist(
            offer_id=row.offer_id,
            engine_name=first.engine_name,
            engine_version=first.engine_version,
            weights={},
            data_date=date(2026, 11, 22),
            generated_at=NOW - DAY,
            band_counts={},
        )
    )
    session.flush()


def test_an_empty_base_counts_nothing(session: Session) -> None:
    assert count_log(session) == as_read(session) == LogCounts(0, 0, 0, 0)


def test_what_is_counted_is_what_is_read(session: Session) -> None:
    user = write_decisions(session, DECIDED)
    actor = Actor(user.id, user.role)
    everything = count_log(session)
    assert everything == as_read(session)
    assert everything.useful == len(DECIDED)

    kept = session.scalars(
        select(Introduction).where(Introduction.kept_by_id.is_not(None)).order_by(Introduction.id)
    ).all()
    undo(session, kept[0], actor, NOW)
    assert count_log(session) == as_read(session)
    assert count_log(session).kept == everything.kept - 1

    move(session, kept[0], KNOWN, actor, NOW)
    assert count_log(session) == as_read(session)
    assert count_log(session) == replace(
        everything, useful=everything.useful - 1, kept=everything.kept - 1, silent=1
    )

    move(session, kept[0], Step(IntroductionAction.KEEP), actor, NOW)
    assert count_log(session) == as_read(session) == everything, "the last word stands"


def test_a_decision_counts_on_the_list_of_its_time(session: Session) -> None:
    user = write_decisions(session, DECIDED)
    actor = Actor(user.id, user.role)
    everything = count_log(session)
    kept = session.scalars(select(Introduction).where(Introduction.kept_by_id.is_not(None))).all()
    listed_again(session, kept[0])
    assert count_log(session) == as_read(session) == everything, "it was taken on the list before"
    undo(session, kept[0], actor, NOW)
    move(session, kept[0], FAR_AWAY, actor, NOW)
    assert count_log(session) == as_read(session)
    assert count_log(session).unshown == 1

    session.execute(delete(Shortlist).where(Shortlist.offer_id != kept[0].offer_id))
    assert count_log(session) == as_read(session)
    assert count_log(session).unshown > 1
