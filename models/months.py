"""Calendar months: the same day of another month, the last one where that month is shorter."""

from calendar import monthrange
from datetime import date


def add_months(day: date, months: int) -> date:
    """`day` moved by whole calendar months; 31 January and one month give 28 or 29 February.

    Raises
    ------
    ValueError : outside the years that a date may have
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
