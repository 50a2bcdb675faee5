"""Criterion 4: the trip, by the means the person has, at the hours of the post."""

from dataclasses import dataclass

import numpy as np

from matching.context import Comparison
from matching.profiles import MODES, Array, BoolArray, FloatArray, IntArray, StateArray
from matching.territory import FAR_KM, FEASIBLE, INFEASIBLE, UNSURE, Trips
from models.vocabulary import SiteAccess, TravelMode, Vehicle

FLAT_SHARE = 0.6
"""Share of the person's own limit under which a longer trip costs nothing: where people live
must not weigh within what they accept."""

AT_LIMIT = 0.5
BEYOND = 1.3
"""Share of the limit beyond which the trip is an obstacle."""

NOT_MOTOR = [
    column for column, mode in enumerate(MODES) if mode not in (TravelMode.CAR, TravelMode.MOPED)
]


@dataclass(frozen=True)
class MobilityScore:
    """Trips of each person by the best of their means.

    minutes : (n,) door to door, inf where no means goes, NaN unknown
    mode : (n,) column of MODES, -1 none
    state : (n,) 1 feasible, 0 unsure, -1 not, within 1.3 x the limit
    at_hours : (n,) whether it is the hours that make it unsure or impossible
    """

    comparison: Comparison
    score: FloatArray
    known: BoolArray
    minutes: FloatArray
    mode: IntArray
    state: StateArray
    at_hours: BoolArray

    def reason(self, row: int) -> str:
        batch, facts = self.comparison.batch, self.comparison.offer.facts
        if facts.workplace is None:
            return "Lieu de travail non précisé."
        if batch.origin[row] < 0:
            return "Commune de la personne inconnue."
        if not batch.modes_known[row]:
            return "Moyens de déplacement inconnus."
        if self.mode[row] < 0:
            why = "ne convient à ces horaires" if self.at_hours[row] else "ne mène au poste"
            return f"Aucun de ses moyens de déplacement {why}."
        mode = MODES[int(self.mode[row])].label
        limit = self._limit(row)
        trip = f"Environ {round(float(self.minutes[row]))} min {mode}"
        if self.state[row] == UNSURE and facts.vehicle is Vehicle.OWN:
            return f"{trip}, si le poste ne demande pas de véhicule personnel ; {limit}."
        if self.state[row] == UNSURE and self.at_hours[row]:
            return f"{trip}, si les horaires le permettent ; {limit}."
        return f"{trip} ; {limit}."

    def _limit(self, row: int) -> str:
        batch = self.comparison.batch
        if not np.isnan(batch.trip_limit_minutes[row]):
            return f"accepte {round(float(batch.trip_limit_minutes[row]))} min"
        if not np.isnan(batch.trip_limit_km[row]):
            return f"accepte {round(float(batch.trip_limit_km[row]))} km"
        return "limite de trajet non précisée"

    def question(self, row: int) -> str | None:
        batch, facts = self.comparison.batch, self.comparison.offer.facts
        if facts.workplace is None:
            return "Où se trouve le poste ?"
        if batch.origin[row] < 0:
            return "Dans quelle commune la personne habite-t-elle ?"
        if not batch.modes_known[row]:
            return "Comment la personne se déplace-t-elle ?"
        if SiteAccess.SHUTTLE in facts.access and self.state[row] == UNSURE:
            return "La navette de l'employeur peut-elle prendre la personne ?"
        if facts.vehicle is Vehicle.OWN and self.state[row] == UNSURE:
            return "Un véhicule personnel est-il indispensable pour ce poste ?"
        if self.at_hours[row]:
            return "À quelles heures exactes le poste commence-t-il et finit-il ?"
        return "Quel trajet maximum la personne accepte-t-elle ?"


@dataclass(frozen=True)
class _Means:
    """What each of the five modes gives each person; (n, 5)."""

    minutes: FloatArray
    ratio: FloatArray
    state: StateArray
    usable: BoolArray


def mobility(comparison: Comparison) -> MobilityScore:
    """1 up to 60 % of the own limit, linear to 0.5 at the limit, then to 0 at 1.3 times it.

    Source: docs/decisions/0006.
    """
    batch, trips = comparison.batch, comparison.trips
    if trips is None or not len(batch.places):
        return _nothing(comparison)
    means = _means(comparison, trips)
    sure = np.where(means.usable & (means.state == FEASIBLE), means.ratio, np.inf)
    maybe = np.where(means.usable & (means.state != INFEASIBLE), means.ratio, np.inf)
    is_sure = sure.min(axis=1) <= BEYOND
    best = np.where(is_sure, sure.min(axis=1), maybe.min(axis=1))
    mode = np.where(is_sure, sure.argmin(axis=1), maybe.argmin(axis=1)).astype(np.int32)
    mode = np.where(np.isfinite(best), mode, -1).astype(np.int32)
    anytime = np.where(means.usable, means.ratio, np.inf).min(axis=1)
    said = (batch.origin >= 0) & batch.modes_known
    verdict = np.where(is_sure, FEASIBLE, np.where(best <= BEYOND, UNSURE, INFEASIBLE))
    verdict = _settled(comparison, trips, np.where(said, verdict, UNSURE), mode)
    spent = means.minutes[np.arange(len(batch)), np.maximum(mode, 0)]
    curve = np.interp(best, [0.0, FLAT_SHARE, 1.0, BEYOND], [1.0, 1.0, AT_LIMIT, 0.0])
    known = verdict != UNSURE
    return MobilityScore(
        comparison=comparison,
        score=np.where(known & (verdict == FEASIBLE), curve, 0.0),
        known=known,
        minutes=np.where(said, np.where(mode < 0, np.inf, spent), np.nan),
        mode=np.where(said, mode, -1).astype(np.int32),
        state=verdict.astype(np.int8),
        at_hours=said & ~is_sure & (anytime <= BEYOND),
    )


def _means(comparison: Comparison, trips: Trips) -> _Means:
    batch, facts = comparison.batch, comparison.offer.facts
    origin = np.maximum(batch.origin, 0)
    minutes, state = trips.minutes[origin], trips.state[origin]
    if facts.vehicle is Vehicle.OWN:
        # A vehicle of one's own for the rounds: asked about, who comes without one is not out.
        state[:, NOT_MOTOR] = np.minimum(state[:, NOT_MOTOR], UNSURE)
    usual = comparison.territory.usual_limit_minutes
    limit = np.where(np.isnan(batch.trip_limit_minutes), usual, batch.trip_limit_minutes)
    by_km = np.isnan(batch.trip_limit_minutes) & ~np.isnan(batch.trip_limit_km)
    km_ratio = trips.road_km[origin] / np.where(by_km, batch.trip_limit_km, 1.0)
    ratio = np.where(
        by_km[:, None] & np.isfinite(minutes), km_ratio[:, None], minutes / limit[:, None]
    )
    return _Means(minutes, ratio, state, _usable(comparison))


def _settled(comparison: Comparison, trips: Trips, verdict: Array, mode: IntArray) -> StateArray:
    """Verdicts with what is left to ask: no limit given, a shuttle; far away is not asked."""
    batch = comparison.batch
    placed = batch.origin >= 0
    far = placed & (trips.road_km[np.maximum(batch.origin, 0)] > FAR_KM)
    no_limit = np.isnan(batch.trip_limit_minutes) & np.isnan(batch.trip_limit_km)
    askable = (no_limit & (mode >= 0)) | (SiteAccess.SHUTTLE in comparison.offer.facts.access)
    verdict = np.where((verdict == INFEASIBLE) & askable, UNSURE, verdict)
    return np.where(far & (verdict == UNSURE), INFEASIBLE, verdict).astype(np.int8)


def _usable(comparison: Comparison) -> BoolArray:
    """(n, 5) means each person has and the place allows; anyone can walk."""
    usable = comparison.batch.modes.copy()
    usable[:, MODES.index(TravelMode.WALK)] = True
    if SiteAccess.CAR_ONLY in comparison.offer.facts.access:
        usable[:, NOT_MOTOR] = False
    return usable


def _nothing(comparison: Comparison) -> MobilityScore:
    count = len(comparison.batch)
    unknown = np.full(count, np.nan)
    never = np.zeros(count, dtype=np.bool_)
    return MobilityScore(
        comparison,
        np.zeros(count),
        never,
        unknown,
        np.full(count, -1, dtype=np.int32),
        np.zeros(count, dtype=np.int8),
        never,
    )
