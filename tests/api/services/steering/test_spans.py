"""Waits that the base tells are those of the clock, to the microsecond, in either base."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from api.services.steering.spans import MicrosecondsFrom
from models.base import UtcDateTime

NOON = datetime(2026, 3, 28, 12, 0, tzinfo=UTC)
INSTANTS = (
    NOON,
    NOON.replace(microsecond=1),
    NOON.replace(microsecond=999_999),
    datetime(2026, 3, 29, 1, 59, 59, 999_999, tzinfo=UTC),  # Paris changes its hour
    datetime(2024, 2, 29, 23, 59, 59, 500_000, tzinfo=UTC),
    datetime(1999, 12, 31, tzinfo=UTC),
)


@pytest.mark.parametrize("since", INSTANTS)
def test_a_span_is_that_of_the_clock(session: Session, since: datetime) -> None:
    for until in INSTANTS:
        span = MicrosecondsFrom(literal(since, UtcDateTime()), literal(until, UtcDateTime()))
        told = session.scalar(select(span))
        assert told is not None
        assert told / 1_000_000 == (until - since).total_seconds()


def test_a_wait_that_goes_on_has_no_span(session: Session) -> None:
    unknown = literal(None, UtcDateTime())
    assert session.scalar(select(MicrosecondsFrom(literal(NOON, UtcDateTime()), unknown))) is None
