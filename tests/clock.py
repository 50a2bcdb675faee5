"""The day of the tests that go by the real clock."""

from datetime import UTC, date, datetime

from models.days import day_of


def today() -> date:
    """Today in Paris, read when it is asked: a run may begin before midnight and end after."""
    return day_of(datetime.now(UTC))
