"""The trip, when none of the person's means makes it within 1.3 times their limit."""

from dataclasses import replace

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
            return f"Pas de moyen de transport à ces heures{_bus_clock(comparison, row)}."
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
            back = " : le dernier bus" in _bus_clock(comparison, row)
            moved = "avancer la fin de poste" if back else "décaler la prise de poste"
            return f"{moved} ; {helps}"
        helps = aid_words(aids, {AidNeed.DISTANCE})
        helps = helps or "location d'un véhicule, covoiturage, navette"
        return f"aide à la mobilité ({helps})"

    made = make_gate(Gate.TRAVEL, trip.state, reason, lift, lambda row: trip.question(row) or "")
    return replace(made, liftable=near)


def _bus_clock(comparison: Comparison, row: int) -> str:
    """When the buses that the shift misses run, for who takes them; "" where nobody knows."""
    batch, trips, hours = comparison.batch, comparison.trips, comparison.hours
    origin = int(batch.origin[row])
    if trips is None or origin < 0 or not batch.modes[row, BUS]:
        return ""
    first, last = float(trips.first_bus[origin]), float(trips.last_bus[origin])
    bus, post = "", ""
    if np.isfinite(first) and first > hours.start:
        bus, post = (
            f"le premier bus arrive vers {_clock(first)}",
            f"commence à {_clock(hours.start)}",
        )
    elif np.isfinite(last) and hours.end > last:
        bus, post = f"le dernier bus part vers {_clock(last)}", f"finit à {_clock(hours.end)}"
    return f" : {bus}, le poste {post}" if bus else ""


def _clock(moment: float) -> str:
    hour, minute = divmod(round(moment), 60)
    return f"{hour % 24} h {minute:02d}" if minute else f"{hour % 24} h"
