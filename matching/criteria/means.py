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
from matching.territory import FEASIBLE, UNSURE, Trips
from models.vocabulary import Necessity, SiteAccess, TravelMode, Vehicle

CAR, BUS, WALK = (MODES.index(mode) for mode in (TravelMode.CAR, TravelMode.BUS, TravelMode.WALK))
NOT_MOTOR = [
    column for column, mode in enumerate(MODES) if mode not in (TravelMode.CAR, TravelMode.MOPED)
]
DRIVING = LicenceAsk("permis_B", "permis B", Necessity.REQUIRED)


@dataclass(frozen=True)
class Means:
    """What each of the five modes gives each person.

    minutes, ratio : (n, 5) door to door, and over the own limit; inf where the mode does not go
    state : (n, 5) at the hours of the post
    usable : (n, 5) means the person has and the site allows
    doubtful : (n, 5) usable, with something else than hours to ask first
    source : (n, 5) where the minutes come from
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
        """(n, 5) ratios of the means whose state is `least` or better, inf for the others."""
        state = self.state if at_hours else np.full_like(self.state, FEASIBLE)
        state = np.where(self.doubtful, np.minimum(state, UNSURE), state)
        return np.where(self.usable & (state >= least), self.ratio, np.inf)


def read_means(comparison: Comparison, trips: Trips) -> Means:
    """The means of every person of a comparison, for these trips."""
    batch, facts = comparison.batch, comparison.offer.facts
    origin = np.maximum(batch.origin, 0)
    minutes = trips.minutes[origin]
    if SiteAccess.NO_PARKING in facts.access:
        minutes[:, CAR] += comparison.territory.no_parking_minutes
    usual = comparison.territory.usual_limit_minutes
    limit = np.where(np.isnan(batch.trip_limit_minutes), usual, batch.trip_limit_minutes)
    by_km = np.isnan(batch.trip_limit_minutes) & ~np.isnan(batch.trip_limit_km)
    km_ratio = trips.road_km[origin] / np.where(by_km, batch.trip_limit_km, 1.0)
    ratio = np.where(
        by_km[:, None] & np.isfinite(minutes), km_ratio[:, None], minutes / limit[:, None]
    )
    licence = holding(comparison, DRIVING)
    usable = _usable(comparison, licence)
    doubtful = np.zeros_like(usable)
    if facts.vehicle is Vehicle.OWN:
        # A vehicle of one's own for the rounds: asked about, who comes without one is not out.
        doubtful[:, NOT_MOTOR] = True
    licence_doubt = usable[:, CAR] & (licence.state == UNMET)
    doubtful[:, CAR] |= licence_doubt
    return Means(
        minutes, ratio, trips.state[origin], usable, doubtful, trips.source[origin], licence_doubt
    )


def _usable(comparison: Comparison, licence: Holding) -> BoolArray:
    """(n, 5) means each person has and the place allows; anyone can walk.

    A suspended licence takes the car away; one that is missing from the list of the file, in
    progress or out of date leaves a question: somebody may drive, the car may need none.
    """
    usable = comparison.batch.modes.copy()
    usable[:, WALK] = True
    usable[:, CAR] &= licence.what != CREDENTIAL_SUSPENDED
    if SiteAccess.CAR_ONLY in comparison.offer.facts.access:
        usable[:, NOT_MOTOR] = False
    return usable
