"""What is legally or materially impossible, three-valued: met, unknown, not met.

A gate never removes anybody: it says what holds a row back and what would lift it. A part of
the offer that no person has reviewed gives an unknown instead of a blocker. An offer may want a
gate to weigh, or only to be told: see `matching/forces.py`.
"""

import numpy as np

from matching.context import Comparison
from matching.criteria.education import EducationScore
from matching.criteria.mobility import MobilityScore
from matching.forces import force_of
from matching.gates.gated import Gated, loosen, soften
from matching.gates.person import availability, contract, language, restrictions
from matching.gates.schedule import schedule
from matching.gates.titles import titles
from matching.gates.travel import travel
from models.vocabulary import Gate

__all__ = ["Gated", "gates"]

PARTS = {
    Gate.CREDENTIAL: "licences",
    Gate.SCHEDULE: "schedule",
    Gate.TRAVEL: "workplace",
    Gate.RESTRICTION: "conditions",
    Gate.CONTRACT: "contract",
    Gate.AVAILABILITY: "availability",
    Gate.LANGUAGE: "languages",
}
"""The part of the offer that each gate rests on, as `OfferFacts.unreviewed` names it."""


def gates(
    comparison: Comparison, trip: MobilityScore, education: EducationScore
) -> tuple[Gated, ...]:
    """Every gate of one offer, in the order they are shown."""
    every = (
        titles(comparison),
        schedule(comparison),
        travel(comparison, trip),
        restrictions(comparison),
        contract(comparison),
        availability(comparison),
        language(comparison, education),
    )
    return tuple(
        loosen(_reviewed(gated, comparison, trip), force_of(comparison.offer, gated.gate))
        for gated in every
        if gated is not None
    )


def _reviewed(gated: Gated, comparison: Comparison, trip: MobilityScore) -> Gated:
    unread = comparison.offer.facts.unreviewed
    if not unread:
        return gated
    where = np.full(len(gated.state), PARTS[gated.gate] in unread)
    if gated.gate is Gate.TRAVEL and "schedule" in unread:
        where |= trip.at_hours  # it is hours read by nobody that make the trip impossible
    return soften(gated, where)
