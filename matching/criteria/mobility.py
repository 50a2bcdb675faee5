"""Criterion 4: the trip, by the means the person has, at the hours of the post."""

from dataclasses import dataclass

import numpy as np

from matching.context import Comparison
from matching.criteria import RowByRow
from matching.criteria.means import BUS, Means, read_means
from matching.profiles import MODES, Array, BoolArray, FloatArray, IntArray, StateArray
from matching.territory import CONFIRMED, ESTIMATED, FAR_KM, FEASIBLE, INFEASIBLE, UNSURE, Trips
from models.vocabulary import SiteAccess, Vehicle

FLAT_SHARE = 0.6
"""Share of the person's own limit under which a longer trip costs nothing: where people live
must not weigh within what they accept."""

AT_LIMIT = 0.5
BEYOND = 1.3
"""Share of the limit beyond which the trip is an obstacle."""


@dataclass(frozen=True)
class MobilityScore(RowByRow):
    """Trips of each person by the best of their means.

    minutes : (n,) door to door, inf where no means goes, NaN unknown
    mode : (n,) column of MODES, -1 none
    state : (n,) 1 feasible, 0 unsure, -1 not, within 1.3 x the limit
    source : (n,) where the minutes come from: ESTIMATED, LISTED or CONFIRMED
    at_hours : (n,) whether it is the hours that make it unsure or impossible
    at_sunday : (n,) whether it is the buses of Sundays alone
    unserved : (n,) whether a bus that the offer tells of would do, and none is known
    licence_doubt : (n,) whether a car would do, without a licence known to be valid
    """

    comparison: Comparison
    score: FloatArray
    known: BoolArray
    minutes: FloatArray
    mode: IntArray
    state: StateArray
    source: StateArray
    at_hours: BoolArray
    at_sunday: BoolArray
    unserved: BoolArray
    licence_doubt: BoolArray

    def reason(self, row: int) -> str:
        batch, facts = self.comparison.batch, self.comparison.offer.facts
        if facts.workplace is None:
            return "Lieu de travail non précisé."
        if batch.origin[row] < 0:
            if batch.place_given[row]:
                return "Commune de la personne absente de la table des trajets."
            return "Commune de la personne inconnue."
        if not batch.modes_known[row]:
            return "Moyens de déplacement inconnus."
        if self.mode[row] < 0:
            why = "ne convient à ces horaires" if self.at_hours[row] else "ne mène au poste"
            return f"Aucun de ses moyens de déplacement {why}."
        trip, limit = self._trip(row), self._limit(row)
        if self.state[row] != UNSURE:
            return f"{trip} ; {limit}."
        if self.at_sunday[row]:
            return f"{trip}, moins de bus le dimanche ; {limit}."
        if self.licence_doubt[row]:
            return f"{trip}, avec un permis à vérifier ; {limit}."
        if facts.vehicle is Vehicle.OWN:
            return f"{trip}, si le poste ne demande pas de véhicule personnel ; {limit}."
        if self.at_hours[row]:
            return f"{trip}, si les horaires le permettent ; {limit}."
        return f"{trip} ; {limit}."

    def _trip(self, row: int) -> str:
        mode, spent = MODES[int(self.mode[row])].label, round(float(self.minutes[row]))
        if self.source[row] == CONFIRMED:
            return f"{spent} min {mode} (durée confirmée)"
        said = " (estimation)" if self.source[row] == ESTIMATED else ""
        return f"Environ {spent} min {mode}{said}"

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
            if batch.place_given[row]:
                return "Combien de temps la personne met-elle jusqu'au poste ?"
            return "Dans quelle commune la personne habite-t-elle ?"
        if not batch.modes_known[row]:
            return "Comment la personne se déplace-t-elle ?"
        unsure = self.state[row] == UNSURE
        if SiteAccess.SHUTTLE in facts.access and unsure:
            return "La navette de l'employeur peut-elle prendre la personne ?"
        if self.licence_doubt[row] and unsure:
            return "La personne a-t-elle un permis valide pour venir en voiture ?"
        if facts.vehicle is Vehicle.OWN and unsure:
            return "Un véhicule personnel est-il indispensable pour ce poste ?"
        if self.at_sunday[row]:
            return "Le poste demande-t-il de venir le dimanche, quand il y a moins de bus ?"
        if self.at_hours[row]:
            return "À quelles heures exactes le poste commence-t-il et finit-il ?"
        if self.unserved[row] and unsure:
            return "Quel bus dessert le poste, et à quelles heures ?"
        return "Quel trajet maximum la personne accepte-t-elle ?"


def mobility(comparison: Comparison) -> MobilityScore:
    """1 up to 60 % of the own limit, linear to 0.5 at the limit, then to 0 at 1.3 times it.

    Source: docs/decisions/0006 and 0013.
    """
    batch, trips = comparison.batch, comparison.trips
    if trips is None or not len(batch.places):
        return _nothing(comparison)
    means = read_means(comparison, trips)
    sure, possible = means.sure, means.possible
    is_sure = sure.ratio <= BEYOND
    best = np.where(is_sure, sure.ratio, possible.ratio)
    mode = np.where(is_sure, sure.mode, possible.mode)
    mode = np.where(np.isfinite(best), mode, -1)
    any_time = means.any_time <= BEYOND
    said = (batch.origin >= 0) & batch.modes_known
    verdict = np.where(is_sure, FEASIBLE, np.where(best <= BEYOND, UNSURE, INFEASIBLE))
    unserved = _unserved(comparison, means) & said & ~is_sure
    verdict = _settled(comparison, trips, np.where(said, verdict, UNSURE), mode, unserved)
    at_hours = said & ~is_sure & any_time
    place = np.maximum(batch.origin, 0)
    spent, source = _chosen(means.minutes, place, mode), _chosen(trips.source, place, mode)
    return MobilityScore(
        comparison=comparison,
        score=_curve(best, verdict),
        known=verdict != UNSURE,
        minutes=np.where(said, np.where(mode < 0, np.inf, spent), np.nan),
        mode=np.where(said, mode, -1).astype(np.int32),
        state=verdict,
        source=source,
        at_hours=at_hours,
        at_sunday=at_hours & (mode == BUS) & trips.sunday.take(place),
        unserved=unserved,
        licence_doubt=said & ~any_time & (means.doubtful_car <= BEYOND),
    )


def _curve(best: FloatArray, verdict: StateArray) -> FloatArray:
    """(n,) what a trip is worth; 0 where it is not known to be feasible."""
    score = np.zeros(len(best))
    rows = np.flatnonzero(verdict == FEASIBLE)
    score[rows] = np.interp(best[rows], [0.0, FLAT_SHARE, 1.0, BEYOND], [1.0, 1.0, AT_LIMIT, 0.0])
    return score


def _chosen(table: Array, place: Array, mode: Array) -> Array:
    """(n,) values of a (p, 5) table at each place by each mode; the first mode where it is -1."""
    return table.ravel().take(place * len(MODES) + np.maximum(mode, 0))


def _unserved(comparison: Comparison, means: Means) -> BoolArray:
    """(n,) who takes the bus to a site that the offer says has one, where we know of none."""
    if SiteAccess.BUS not in comparison.offer.facts.access:
        return np.zeros(len(comparison.batch), dtype=np.bool_)
    unknown = ~np.isfinite(means.minutes[:, BUS])
    return means.by_bus & unknown.take(np.maximum(comparison.batch.origin, 0))


def _settled(
    comparison: Comparison, trips: Trips, verdict: Array, mode: Array, unserved: BoolArray
) -> StateArray:
    """Verdicts with what is left to ask: no limit given, a shuttle; far away is not asked."""
    batch = comparison.batch
    placed = batch.origin >= 0
    far = placed & (trips.road_km > FAR_KM).take(np.maximum(batch.origin, 0))
    no_limit = np.isnan(batch.trip_limit_minutes) & np.isnan(batch.trip_limit_km)
    askable = (no_limit & (mode >= 0)) | (SiteAccess.SHUTTLE in comparison.offer.facts.access)
    verdict = np.where((verdict == INFEASIBLE) & (askable | unserved), UNSURE, verdict)
    return np.where(far & (verdict == UNSURE), INFEASIBLE, verdict).astype(np.int8)


def _nothing(comparison: Comparison) -> MobilityScore:
    count = len(comparison.batch)
    never = np.zeros(count, dtype=np.bool_)
    return MobilityScore(
        comparison=comparison,
        score=np.zeros(count),
        known=never,
        minutes=np.full(count, np.nan),
        mode=np.full(count, -1, dtype=np.int32),
        state=np.zeros(count, dtype=np.int8),
        source=np.zeros(count, dtype=np.int8),
        at_hours=never,
        at_sunday=never,
        unserved=never,
        licence_doubt=never,
    )
