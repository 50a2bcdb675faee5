"""The trip, when none of the person's means makes it within 1.3 times their limit."""

from dataclasses import replace

import numpy as np

from matching.context import Comparison
from matching.criteria.mobility import MobilityScore
from matching.gates.gated import Gated, make_gate
from matching.territory import FAR_KM
from models.vocabulary import Gate


def travel(comparison: Comparison, trip: MobilityScore) -> Gated:
    """The state of the trip as the mobility criterion found it."""
    batch, trips = comparison.batch, comparison.trips
    near = np.ones(len(batch), dtype=np.bool_)
    if trips is not None and len(trips.road_km):
        near = trips.road_km[np.maximum(batch.origin, 0)] <= FAR_KM

    def reason(row: int) -> str:
        if trip.at_hours[row]:
            return "Pas de moyen de transport à ces heures."
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
        if trip.at_hours[row]:
            return "décaler la prise de poste, navette ou covoiturage"
        return "aide à la mobilité (location d'un véhicule, covoiturage, navette)"

    made = make_gate(Gate.TRAVEL, trip.state, reason, lift, lambda row: trip.question(row) or "")
    return replace(made, liftable=near)
