"""What a pay makes by the hour and by the month, for the weekly hours of the offer."""

from dataclasses import dataclass
from typing import TypeAlias

from ingestion.records import Pay
from models.vocabulary import PayPeriod

WEEKS_A_YEAR, MONTHS_A_YEAR = 52, 12
"""35 hours a week make 151.67 hours a month."""
Range: TypeAlias = tuple[float, float]
"""Lowest and highest, in euros; the same where one amount is told."""


@dataclass(frozen=True, slots=True)
class Equivalents:
    """The pay by the hour and by the month; None: the weekly hours would be needed to say it."""

    hour: Range | None
    month: Range | None


def pay_equivalents(pay: Pay, weekly_hours: float | None) -> Equivalents | None:
    """The amounts of a pay by the hour and by the month; None where it is not known.

    weekly_hours : hours of a week; None or 0: not known, then no other unit is worked out
    """
    if pay.period is None or pay.min is None or pay.min <= 0:
        return None
    high = pay.max if pay.max is not None and pay.max >= pay.min else pay.min
    told = (pay.min, high)
    weeks = WEEKS_A_YEAR * weekly_hours if weekly_hours else None
    match pay.period:
        case PayPeriod.HOUR:
            return Equivalents(told, _by(told, weeks and MONTHS_A_YEAR / weeks))
        case PayPeriod.MONTH:
            return Equivalents(_by(told, weeks and weeks / MONTHS_A_YEAR), told)
        case PayPeriod.YEAR:
            return Equivalents(_by(told, weeks), _by(told, MONTHS_A_YEAR))


def _by(told: Range, parts: float | None) -> Range | None:
    return None if parts is None else (told[0] / parts, told[1] / parts)
