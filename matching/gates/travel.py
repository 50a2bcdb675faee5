"""The trip, when none of the person's means makes it within 1.3 times their limit."""

from dataclasses import dataclass, replace

import numpy as np

from matching.context import Comparison
from matching.criteria.means import BUS
from matching.criteria.mobility import MobilityScore
from matching.gates.gated import Gated, make_gate
from matching.territory import FAR_KM, aid_words
from models.vocabulary import AidNeed, Gate


def travel(comparison: Comparison, trip: MobilityScore) -> Gated:
    """The state of the trip as the mobility criterion found it."""
    batch, trips = comparison.batch, comparison.trips
    near = np.ones(len(batch), dtype=np.bool_)
    if trips is not None and len(trips.road_km):
        near = trips.road_km[np.maximum(batch.origin, 0)] <= FAR_KM

    def reason(row: int) -> str:
        if trip.at_hours[row]:
            missed = _missed_bus(comparison, row)
            return f"Pas de moyen de transport à ces heures{missed.words if missed else ''}."
        if not np.isfinite(trip.minutes[row]):
            return "Aucun de ses moyens de déplacement ne mène au poste."
        if np.isnan(batch.trip_limit_minutes[row]) and trips is not None:
            return (
                f"Trajet trop long : environ {round(float(trips.road_km[batch.origin[row]]))} km."
            )
        return f"Trajet trop long : environ {round(float(trip.minutes[row]))} min."

    def lift(row: int) -> str | None:
        if not near[row]:
            return None
        aids = comparison.territory.aids
        if trip.at_hours[row]:
            helps = aid_words(aids, {AidNeed.HOURS}) or "navette, covoiturage"
            missed = _missed_bus(comparison, row)
            is_end = missed is not None and missed.is_last
            moved = "avancer la fin de poste" if is_end else "décaler la prise de poste"
            return f"{moved} ; {helps}"
        helps = aid_words(aids, {AidNeed.DISTANCE})
        helps = helps or "location d'un véhicule, covoiturage, navette"
        return f"aide à la mobilité ({helps})"

    made = make_gate(Gate.TRAVEL, trip.state, reason, lift, lambda row: trip.question(row) or "")
    return replace(made, liftable=near)


@dataclass(frozen=True, slots=True)
class _Missed:
    """The bus that a shift misses; `is_last`: the last one home, else the first one to work."""

    is_last: bool
    words: str


def _missed_bus(comparison: Comparison, row: int) -> _Missed | None:
    """When the buses that the shift misses run, for who takes them; None where nobody knows."""
    batch, trips, hours = comparison.batch, comparison.trips, comparison.hours
    origin = int(batch.origin[row])
    if trips is None or origin < 0 or not batch.modes[row, BUS]:
        return None
    first, last = float(trips.first_bus[origin]), float(trips.last_bus[origin])
    if np.isfinite(first) and first > hours.start:
        bus = f"le premier bus arrive vers {_clock(first)}"
        return _Missed(False, f" : {bus}, le poste commence à {_clock(hours.start)}")
    if np.isfinite(last) and hours.end > last:
        bus = f"le dernier bus part vers {_clock(last)}"
        return _Missed(True, f" : {bus}, le poste finit à {_clock(hours.end)}")
    return None


def _clock(moment: float) -> str:
    hour, minute = divmod(round(moment), 60)
    return f"{hour % 24} h {minute:02d}" if minute else f"{hour % 24} h"
