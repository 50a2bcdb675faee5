"""The means of transport that each person really has, and what the site allows."""

from dataclasses import dataclass

import numpy as np

from matching.context import Comparison
from matching.credentials import UNMET, Holding, holding
from matching.profiles import (
    CREDENTIAL_SUSPENDED,
    MODES,
    BoolArray,
    FloatArray,
    LicenceAsk,
    StateArray,
)
from matching.territory import UNSURE, Trips
from models.vocabulary import Necessity, SiteAccess, TravelMode, Vehicle

CAR, BUS, WALK = (MODES.index(mode) for mode in (TravelMode.CAR, TravelMode.BUS, TravelMode.WALK))
NOT_MOTOR = [
    column for column, mode in enumerate(MODES) if mode not in (TravelMode.CAR, TravelMode.MOPED)
]
DRIVING = LicenceAsk("permis_B", "permis B", Necessity.REQUIRED)


@dataclass(frozen=True)
class Means:
    """What each of the five modes gives each person; modes first, so that sums run fast.

    minutes, ratio : (5, n) door to door, and over the own limit; inf where the mode does not go
    state : (5, n) at the hours of the post
    usable : (5, n) means the person has and the site allows
    doubtful : (5, n) usable, with something else than hours to ask first
    source : (5, n) where the minutes come from
    licence_doubt : (n,) a car without a licence known to be valid
    """

    minutes: FloatArray
    ratio: FloatArray
    state: StateArray
    usable: BoolArray
    doubtful: BoolArray
    source: StateArray
    licence_doubt: BoolArray

    def best(self, least: int, *, at_hours: bool = True) -> FloatArray:
        """(5, n) ratios of the means whose state is `least` or better, inf for the others."""
        able = self.usable if least == UNSURE else self.usable & ~self.doubtful
        if at_hours:
            able = able & (self.state >= least)
        return np.where(able, self.ratio, np.inf)


def read_means(comparison: Comparison, trips: Trips) -> Means:
    """The means of every person of a comparison, for these trips."""
    batch, facts = comparison.batch, comparison.offer.facts
    origin = np.maximum(batch.origin, 0)
    minutes = np.take(trips.minutes.T, origin, axis=1)
    if SiteAccess.NO_PARKING in facts.access:
        minutes[CAR] += comparison.territory.no_parking_minutes
    usual = comparison.territory.usual_limit_minutes
    limit = np.where(np.isnan(batch.trip_limit_minutes), usual, batch.trip_limit_minutes)
    by_km = np.isnan(batch.trip_limit_minutes) & ~np.isnan(batch.trip_limit_km)
    km_ratio = trips.road_km[origin] / np.where(by_km, batch.trip_limit_km, 1.0)
    ratio = np.where(by_km & np.isfinite(minutes), km_ratio, minutes / limit)
    licence = holding(comparison, DRIVING)
    usable = _usable(comparison, licence)
    doubtful = np.zeros_like(usable)
    if facts.vehicle is Vehicle.OWN:
        # A vehicle of one's own for the rounds: asked about, who comes without one is not out.
        doubtful[NOT_MOTOR] = True
    licence_doubt = usable[CAR] & (licence.state == UNMET)
    doubtful[CAR] |= licence_doubt
    return Means(
        minutes,
        ratio,
        np.take(trips.state.T, origin, axis=1),
        usable,
        doubtful,
        np.take(trips.source.T, origin, axis=1),
        licence_doubt,
    )


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
