"""Whether a bus makes the trip at the hours, and on the days, of a shift."""

from dataclasses import dataclass

import numpy as np

from matching.profiles import MODES, BoolArray, FloatArray, StateArray
from matching.territory.bands import BandReading
from matching.territory.facts import DAY, FEASIBLE, INFEASIBLE, UNSURE, Hours
from models.vocabulary import TravelMode

BUS = MODES.index(TravelMode.BUS)

BUS_WAIT_MINUTES = 45.0
"""Longest wait for the first bus after a night shift that we still call a trip."""


@dataclass(frozen=True, slots=True)
class BusTimes:
    """(p,) minutes after midnight, NaN unknown; no bus at all: first inf, last -inf.

    first, sunday_first : first arrival at the workplace; last, sunday_last : last departure home
    listed : whether the hours of working days are those of the table, not of a class of service
    """

    first: FloatArray
    last: FloatArray
    sunday_first: FloatArray
    sunday_last: FloatArray
    listed: BoolArray


def outside(hours: Hours) -> int:
    """The state of a trip that the hours rule out: hours only usual for a pattern never block."""
    return INFEASIBLE if hours.stated else UNSURE


def bus_states(buses: BusTimes, read: BandReading, hours: Hours) -> tuple[StateArray, BoolArray]:
    """(p,) states of the bus, and whether it is Sundays alone that make it unsure.

    A night shift with a bus at both ends stays unsure: one late minute and it is lost.
    """
    trip = np.where(np.isfinite(read.minutes[:, BUS]), read.minutes[:, BUS], 0.0)
    to_bad = np.zeros(len(trip), dtype=np.bool_)
    back_bad = np.zeros(len(trip), dtype=np.bool_)
    lasts_past_midnight = np.zeros(len(trip), dtype=np.bool_)
    overnight = hours.end < hours.start
    if not np.isnan(hours.start):
        to_bad = (buses.first > hours.start) | (hours.start - trip > buses.last)
    if overnight:
        lasts_past_midnight = hours.end + DAY <= buses.last
        first_home = buses.first - trip
        back_bad = (hours.end < first_home - BUS_WAIT_MINUTES) & ~lasts_past_midnight
    elif not np.isnan(hours.end):
        back_bad = hours.end > buses.last
    # A line of the table for this very band speaks before the hours of a class of service; the
    # clock of the table itself speaks before a band, which a bus may miss by a minute.
    no_way = read.closed_to[:, BUS] | read.closed_back[:, BUS]
    to_bad &= buses.listed | ~read.runs_to[:, BUS]
    back_bad &= buses.listed | ~read.runs_back[:, BUS]
    unsure = np.isnan(buses.first) | np.isnan(buses.last) | (no_way & buses.listed)
    unsure |= np.full(len(trip), overnight) & ~lasts_past_midnight
    to_bad |= no_way & ~buses.listed
    state = np.where(to_bad | back_bad, outside(hours), np.where(unsure, UNSURE, FEASIBLE))
    missed = _missed_on_sunday(buses, read, hours) & (state == FEASIBLE)
    return np.where(missed, UNSURE, state).astype(np.int8), missed


def _missed_on_sunday(buses: BusTimes, read: BandReading, hours: Hours) -> BoolArray:
    """Whether the bus of Sundays misses the shift, or nobody knows; which days is not said."""
    if not hours.weekend:
        return np.zeros(len(buses.first), dtype=np.bool_)
    runs = np.asarray(buses.sunday_first < buses.sunday_last)
    if hours.stated and not np.isnan(hours.start):
        runs &= buses.sunday_first <= hours.start
    if hours.stated and not np.isnan(hours.end):
        end = hours.end + DAY if hours.end < hours.start else hours.end
        runs &= end <= buses.sunday_last
    return ~runs | read.closed_sunday[:, BUS]
