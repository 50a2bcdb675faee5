"""The calendar day: that of Paris, wherever a deadline, an agreement or an end is meant."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def day_of(instant: datetime) -> date:
    """The day in Paris of an aware instant.

    Raises
    ------
    ValueError : the instant has no time zone
    """
    if instant.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    return instant.astimezone(PARIS).date()


def start_of(day: date) -> datetime:
    """The first instant of a day in Paris, in UTC."""
    return datetime.combine(day, time(), PARIS).astimezone(UTC)
