"""The means of transport that each person really has, and what the site allows."""

from dataclasses import dataclass

import numpy as np

from matching.context import Comparison
from matching.credentials import UNMET, Holding, holding
from matching.profiles import (
    CREDENTIAL_SUSPENDED,
    MODES,
    Array,
    BoolArray,
    FloatArray,
    LicenceAsk,
)
from matching.territory import FEASIBLE, UNSURE, Trips
from models.vocabulary import Necessity, SiteAccess, TravelMode, Vehicle

CAR, BUS, WALK = (MODES.index(mode) for mode in (TravelMode.CAR, TravelMode.BUS, TravelMode.WALK))
NOT_MOTOR = [
    column for column, mode in enumerate(MODES) if mode not in (TravelMode.CAR, TravelMode.MOPED)
]
DRIVING = LicenceAsk("permis_B", "permis B", Necessity.REQUIRED)


@dataclass(frozen=True)
class Best:
    """ratio : (n,) least share of the own limit that a trip takes, inf where there is none
    mode : (n,) the first column of MODES that takes it
    """

    ratio: FloatArray
    mode: Array

    def or_by(self, mode: int, ratio: FloatArray) -> "Best":
        """The best when one more mode is there."""
        is_less = ratio < self.ratio
        return Best(np.minimum(self.ratio, ratio), np.where(is_less, mode, self.mode))


@dataclass(frozen=True)
class Means:
    """What the means of each person give.

    minutes : (p, 5) door to door from each place, inf where the mode does not go
    sure : at the hours of the post, with nothing to ask first
    possible : the same, hours or something else left to ask
    any_time : (n,) ratio of the best with nothing to ask, were the hours others
    doubtful_car : (n,) ratio of the car of who has no licence known to be valid, inf for others
    by_bus : (n,) who may come by bus
    """

    minutes: FloatArray
    sure: Best
    possible: Best
    any_time: FloatArray
    doubtful_car: FloatArray
    by_bus: BoolArray


def read_means(comparison: Comparison, trips: Trips) -> Means:
    """The means of every person of a comparison, for these trips; a mode after the other."""
    batch, facts = comparison.batch, comparison.offer.facts
    licence = holding(comparison, DRIVING)
    usable, doubt = _usable(comparison, licence), licence.state == UNMET
    minutes = _door_to_door(comparison, trips)
    limits = _Limits.read(comparison, trips)
    sure = possible = Best(np.full(len(batch), np.inf), np.zeros(len(batch), dtype=np.int64))
    any_time = sure.ratio
    doubtful_car = sure.ratio
    for mode in range(len(MODES)):
        if not usable[mode].any():
            continue
        ratio = np.where(usable[mode], limits.ratio(minutes[:, mode]), np.inf)
        possible = possible.or_by(mode, ratio + _closed(trips, mode, UNSURE, limits.origin))
        if mode == CAR:
            doubtful_car = np.where(doubt, ratio, np.inf)
            ratio = np.where(doubt, np.inf, ratio)
        if facts.vehicle is Vehicle.OWN and mode in NOT_MOTOR:
            # A vehicle of one's own for the rounds: asked about, who comes without one is not out.
            continue
        any_time = np.minimum(any_time, ratio)
        sure = sure.or_by(mode, ratio + _closed(trips, mode, FEASIBLE, limits.origin))
    return Means(minutes, sure, possible, any_time, doubtful_car, usable[BUS])


def _door_to_door(comparison: Comparison, trips: Trips) -> FloatArray:
    minutes = np.asfortranarray(trips.minutes)
    if SiteAccess.NO_PARKING in comparison.offer.facts.access:
        minutes = minutes.copy(order="F")
        minutes[:, CAR] += comparison.territory.no_parking_minutes
    return minutes


def _closed(trips: Trips, mode: int, least: int, origin: Array) -> FloatArray | float:
    """(n,) inf for who lives where a mode is in no state that is `least` or better, 0 elsewhere."""
    closed = trips.state[:, mode] < least
    return np.where(closed, np.inf, 0.0).take(origin) if closed.any() else 0.0


@dataclass(frozen=True)
class _Limits:
    """minutes : (n,) accepted, the usual ones where nothing is said; by_km : rows of who gives
    kilometres alone, km : (n,) share of them that the road takes"""

    origin: Array
    minutes: FloatArray
    by_km: Array
    km: FloatArray

    @classmethod
    def read(cls, comparison: Comparison, trips: Trips) -> "_Limits":
        batch = comparison.batch
        origin = np.maximum(batch.origin, 0).astype(np.int64)
        unsaid = np.isnan(batch.trip_limit_minutes)
        usual = comparison.territory.usual_limit_minutes
        by_km = np.flatnonzero(unsaid & ~np.isnan(batch.trip_limit_km))
        km = trips.road_km[origin[by_km]] / batch.trip_limit_km[by_km]
        return cls(origin, np.where(unsaid, usual, batch.trip_limit_minutes), by_km, km)

    def ratio(self, minutes: FloatArray) -> FloatArray:
        """(n,) share of the own limit of the trips from each place by one mode."""
        spent = minutes.take(self.origin)
        ratio: FloatArray = spent / self.minutes
        ratio[self.by_km] = np.where(np.isfinite(spent[self.by_km]), self.km, np.inf)
        return ratio


def _usable(comparison: Comparison, licence: Holding) -> BoolArray:
    """(5, n) means each person has and the place allows; anyone can walk.

    A suspended licence takes the car away; one that is missing from the list of the file, in
    progress or out of date leaves a question: somebody may drive, the car may need none.
    """
    usable = comparison.batch.modes.T.copy(order="C")
    usable[WALK] = True
    usable[CAR] &= licence.what != CREDENTIAL_SUSPENDED
    if SiteAccess.CAR_ONLY in comparison.offer.facts.access:
        usable[NOT_MOTOR] = False
    return usable
