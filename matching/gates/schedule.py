"""The hours of the post against those that the person can keep."""

from dataclasses import replace

import numpy as np

from matching.arrays import all_of, any_of
from matching.context import Comparison
from matching.gates.gated import Gated, make_gate, verdict
from matching.profiles import PATTERNS, WEEKDAYS, BoolArray
from matching.territory import DAY, Hours
from models.vocabulary import Gate, Weekday, WorkPattern

HOURS_TOLERANCE_MINUTES = 10.0
"""Minutes of difference with a person's own hours that a talk settles."""

SHIFTS = (
    WorkPattern.TWO_SHIFTS,
    WorkPattern.THREE_SHIFTS,
    WorkPattern.NIGHT,
    WorkPattern.SPLIT,
    WorkPattern.EARLY,
)
"""Patterns that ask something of a person; any one of an offer's is a way to hold the post.
Daytime asks nothing: a list without it says what else the person takes."""

BY_TURNS = (WorkPattern.TWO_SHIFTS, WorkPattern.THREE_SHIFTS)

EVENING = 19 * 60.0
"""Minutes after midnight before which the afternoon's turn never ends."""

ARRANGE = "aménager les horaires avec la personne et l'employeur"

WORKING_WEEK = [WEEKDAYS.index(day) for day in WEEKDAYS[:5]]
WEEKEND = [WEEKDAYS.index(day) for day in (Weekday.SATURDAY, Weekday.SUNDAY)]


def schedule(comparison: Comparison) -> Gated:
    """Unmet where a shift, the days or the clock are known not to suit.

    Days and clocks can be arranged; who does not take nights or turns is not asked to.
    """
    shift_refused, shift_unknown = _shifts(comparison)
    day_refused, day_unknown = _days(comparison)
    clock_refused, clock_unknown = _clock(comparison)
    refused = shift_refused | day_refused | clock_refused
    unknown = shift_unknown | day_unknown | clock_unknown
    said = _in_words(comparison)
    made = make_gate(
        Gate.SCHEDULE,
        verdict(refused, unknown),
        lambda row: f"Horaires du poste ({said}) hors de ceux que la personne peut tenir.",
        lambda row: None if shift_refused[row] else ARRANGE,
        lambda row: f"La personne peut-elle tenir ces jours et horaires : {said} ?",
    )
    return replace(made, liftable=~shift_refused)


def _shifts(comparison: Comparison) -> tuple[BoolArray, BoolArray]:
    """A list of possible shifts that holds none of the offer's is a refusal; no list, unknown.

    Early hours are a part of shifts by turns: beside them they are no other way to hold the post,
    and who takes turns takes them too.
    """
    batch, patterns = comparison.batch, comparison.offer.facts.patterns
    asked = [p for p in SHIFTS if p in patterns]
    if not asked or WorkPattern.DAY in patterns:
        return _none(comparison), _none(comparison)
    if any(p in patterns for p in BY_TURNS):
        asked = [p for p in asked if p is not WorkPattern.EARLY]
    columns = [PATTERNS.index(p) for p in asked]
    taken = [*columns, *(map(PATTERNS.index, BY_TURNS) if WorkPattern.EARLY in asked else ())]
    refused = batch.patterns_known & ~any_of(batch.patterns, taken)
    refused |= all_of(batch.patterns_excluded, columns)
    return refused, ~batch.patterns_known


def _days(comparison: Comparison) -> tuple[BoolArray, BoolArray]:
    """Week-ends are asked, not refused, when a list leaves them out: many keep one in two."""
    batch = comparison.batch
    some_days = any_of(batch.weekdays_excluded, WORKING_WEEK)
    column = PATTERNS.index(WorkPattern.WEEKEND)
    if WorkPattern.WEEKEND in comparison.offer.facts.patterns:
        weekend = all_of(batch.weekdays_excluded, WEEKEND)
        return batch.patterns_excluded[:, column] | weekend, ~batch.patterns[:, column] | some_days
    return all_of(batch.weekdays_excluded, WORKING_WEEK), some_days


def _clock(comparison: Comparison) -> tuple[BoolArray, BoolArray]:
    """Stated hours outside the person's own refuse; hours only usual for a pattern ask."""
    batch, hours = comparison.batch, comparison.hours
    if hours.stated:
        early = hours.start < batch.earliest_start - HOURS_TOLERANCE_MINUTES
        late = _end(hours) > batch.latest_end + HOURS_TOLERANCE_MINUTES
        starts_late = hours.start >= batch.latest_end
        return early | late | starts_late | _misses_a_turn(comparison), _none(comparison)
    if any(p in comparison.offer.facts.patterns for p in SHIFTS):
        own = ~np.isnan(batch.earliest_start) | ~np.isnan(batch.latest_end)
        return _none(comparison), own
    return _none(comparison), _none(comparison)


def _misses_a_turn(comparison: Comparison) -> BoolArray:
    """Whose own end comes before that of the afternoon's turn, where the hours told are one's."""
    patterns = comparison.offer.facts.patterns
    if WorkPattern.DAY in patterns or not any(p in patterns for p in BY_TURNS):
        return _none(comparison)
    return np.asarray(comparison.batch.latest_end + HOURS_TOLERANCE_MINUTES < EVENING)


def _end(hours: Hours) -> float:
    """Minutes after the midnight before the shift: past midnight counts after the evening."""
    return hours.end + DAY if hours.end <= hours.start else hours.end


def _none(comparison: Comparison) -> BoolArray:
    return np.zeros(len(comparison.batch), dtype=np.bool_)


def _in_words(comparison: Comparison) -> str:
    patterns, hours = comparison.offer.facts.patterns, comparison.hours
    parts = [p.label for p in PATTERNS if p in patterns]
    if hours.stated:
        parts += [
            f"{word} {_time(value)}"
            for word, value in (("début à", hours.start), ("fin à", hours.end))
            if not np.isnan(value)
        ]
    return ", ".join(parts) or "journée"


def _time(value: float) -> str:
    hour, minute = divmod(int(value), 60)
    return f"{hour} h {minute:02d}" if minute else f"{hour} h"
