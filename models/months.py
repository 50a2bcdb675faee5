"""Calendar months: the same day of another month, the last one where that month is shorter."""

from calendar import monthrange
from datetime import date, timedelta


def add_months(day: date, months: int) -> date:
    """`day` moved by whole calendar months; 31 January and one month give 28 or 29 February.

    Raises
    ------
    ValueError : outside the years that a date may have
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_of_months(first: date, months: int) -> date:
    """The last day of so many whole months that begin on `first`, both included.

    Six months from 1 January end on 30 June. Where the last month has no day of that number they
    end with it (Code de procédure civile, article 641): six months from 31 August end on 28 or 29
    February.

    Raises
    ------
    ValueError : outside the years that a date may have
    """
    end = add_months(first, months)
    return end - timedelta(days=1) if end.day == first.day else end
