"""The calendar day: that of Paris, wherever a deadline, an agreement or an end is meant."""

from datetime import date, datetime
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
