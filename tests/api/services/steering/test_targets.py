"""The waits of one collector beside those of another, and whether each target is held."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from api.services.steering.delays import Delay, Wait, delays
from api.services.steering.scope import Scope
from models.people import User
from tests.api.services.steering.stories import (
    OPENED,
    A,
    introduced,
    opened_offer,
    people,
    sent,
    somebody,
)

OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def collected(
    session: Session, collector: User, sent_after: timedelta, answered_after: timedelta
) -> None:
    """An offer of a collector, sent so long after its opening, answered so long after that."""
    offer = opened_offer(session, collected_by_id=collector.id)
    made = introduced(session, offer, people(session, 1), A.DISPATCH)
    sent(session, offer, made, OPENED + sent_after, [answered_after])


def of(session: Session, collector: User | None) -> tuple[Delay, Delay]:
    """How long sending and the answer took in October, of one collector or of all."""
    key = None if collector is None else collector.key
    sending, answer, _ = delays(session, Scope(*OCTOBER, collector=key))
    assert (sending.wait, answer.wait) == (Wait.SENDING, Wait.ANSWER)
    return sending, answer


def medians(*found: Delay) -> list[float | None]:
    """The middle waits, in hours."""
    return [each.median for each in found]


def test_the_waits_of_a_collector_are_theirs_and_held_to_a_day_and_to_five(
    session: Session,
) -> None:
    quick, slow, idle = (somebody(session) for _ in range(3))
    collected(session, quick, 20 * HOUR, 4 * DAY)
    collected(session, slow, 30 * HOUR, 7 * DAY)

    sending, answer = of(session, quick)
    assert medians(sending, answer) == pytest.approx([20, 4 * 24])
    assert (sending.is_held, answer.is_held) == (True, True)

    sending, answer = of(session, slow)
    assert medians(sending, answer) == pytest.approx([30, 7 * 24])
    assert (sending.is_held, answer.is_held) == (False, False)

    sending, answer = of(session, None)
    assert (sending.ended, answer.ended) == (2, 2)
    assert medians(sending, answer) == pytest.approx([25, 5.5 * 24])
    assert (sending.is_held, answer.is_held) == (False, False)

    sending, answer = of(session, idle)
    assert (sending.ended, sending.is_held) == (0, None)
    assert (answer.ended, answer.is_held) == (0, None)


@pytest.mark.parametrize(
    ("sent_after", "answered_after", "held"),
    [
        (24 * HOUR, 5 * DAY, (True, True)),
        (24 * HOUR + timedelta(minutes=1), 5 * DAY, (False, True)),
        (24 * HOUR, 5 * DAY + timedelta(minutes=1), (True, False)),
    ],
)
def test_a_target_is_held_up_to_its_last_minute(
    sent_after: timedelta, answered_after: timedelta, held: tuple[bool, bool], session: Session
) -> None:
    collector = somebody(session)
    collected(session, collector, sent_after, answered_after)
    sending, answer = of(session, collector)
    assert (sending.is_held, answer.is_held) == held


def test_half_of_the_waits_hold_a_target_whatever_the_longest(session: Session) -> None:
    collector = somebody(session)
    for hours, days in ((1, 1), (23, 4), (400, 25)):
        collected(session, collector, hours * HOUR, days * DAY)
    sending, answer = of(session, collector)
    assert medians(sending, answer) == pytest.approx([23, 96])
    assert (sending.is_held, answer.is_held) == (True, True)
