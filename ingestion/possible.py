"""Values of a candidate record that cannot be, set aside and told."""

import math
from dataclasses import replace
from typing import Any

from ingestion.records import CandidateRecord, Rejected

LONGEST_CAREER_MONTHS = 900
"""75 years: more is a slip of the keyboard."""
YEARS = range(1900, 2101)
WEEK_HOURS = 168.0
TRIP_LIMIT_MINUTES = 24 * 60.0
TRIP_LIMIT_KM = 20_000.0

CHECKED = frozenset(
    (
        *("education_level", "trip_limit_minutes", "trip_limit_km"),
        *("hours_min", "hours_max", "experiences"),
    )
)
"""Fields of a record that may hold a value that cannot be."""


def possible(row: int, record: CandidateRecord) -> tuple[CandidateRecord, tuple[Rejected, ...]]:
    """The record without the values that cannot be (a level 40, a trip of -3 minutes).

    Such a value becomes unknown and is reported with its row, so that one slip never costs the
    base the rest of the file.
    """
    if _is_possible(record):
        return record, ()
    notes: list[Rejected] = []

    def keep(value: Any, is_possible: bool, header: str) -> Any:
        if value is None or is_possible:
            return value
        notes.append(Rejected(row, header, f"valeur impossible : {value}"))
        return None

    level = record.education_level
    minutes, km = record.trip_limit_minutes, record.trip_limit_km
    low, high = record.hours_min, record.hours_max
    checked = replace(
        record,
        education_level=keep(level, level in range(1, 9), "Niveau de formation"),
        trip_limit_minutes=keep(
            minutes, _within(minutes, TRIP_LIMIT_MINUTES, above=0), "Trajet maximum"
        ),
        trip_limit_km=keep(km, _within(km, TRIP_LIMIT_KM, above=0), "Trajet maximum"),
        hours_min=keep(low, _within(low, WEEK_HOURS), "Temps de travail"),
        hours_max=keep(high, _within(high, WEEK_HOURS), "Temps de travail"),
        experiences=tuple(
            replace(
                each,
                months=keep(each.months, _whole(each.months), "Expériences"),
                start_year=keep(each.start_year, each.start_year in YEARS, "Expériences"),
                end_year=keep(each.end_year, each.end_year in YEARS, "Expériences"),
            )
            for each in record.experiences
        ),
    )
    low, high = checked.hours_min, checked.hours_max
    if low is not None and high is not None and low > high:
        checked = replace(checked, hours_min=high, hours_max=low)
        notes.append(Rejected(row, "Temps de travail", "heures en ordre inverse, remises"))
    return checked, tuple(notes)


def _is_possible(record: CandidateRecord) -> bool:
    """A first look at every value that `possible` checks: nearly all rows end there."""
    level, low, high = record.education_level, record.hours_min, record.hours_max
    minutes, km = record.trip_limit_minutes, record.trip_limit_km
    return (
        (level is None or 1 <= level <= 8)
        and (minutes is None or _within(minutes, TRIP_LIMIT_MINUTES, above=0))
        and (km is None or _within(km, TRIP_LIMIT_KM, above=0))
        and (low is None or _within(low, WEEK_HOURS))
        and (high is None or _within(high, WEEK_HOURS))
        and (low is None or high is None or low <= high)
        and all(
            (job.months is None or 0 <= job.months <= LONGEST_CAREER_MONTHS)
            and (job.start_year is None or job.start_year in YEARS)
            and (job.end_year is None or job.end_year in YEARS)
            for job in record.experiences
        )
    )


def _within(value: float | None, limit: float, above: float = -1) -> bool:
    return value is not None and math.isfinite(value) and above < value <= limit


def _whole(months: int | None) -> bool:
    return months is not None and 0 <= months <= LONGEST_CAREER_MONTHS
