"""What is legally or materially impossible, three-valued: met, unknown, not met.

A gate never removes anybody: it says what holds a row back and what would lift it. A part of
the offer that no person has reviewed gives an unknown instead of a blocker.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from matching.context import Comparison
from matching.credentials import MET, UNMET, UNSURE, WORDS, Holding, holding, lever
from matching.criteria.contract import days_of_wait
from matching.criteria.education import EducationScore
from matching.criteria.mobility import MobilityScore
from matching.profiles import (
    CONDITIONS,
    CONTRACTS,
    PATTERNS,
    WEEKDAYS,
    BoolArray,
    StateArray,
)
from matching.territory import INFEASIBLE
from models.vocabulary import Gate, Necessity, Weekday, WorkPattern

MUCH_LATER_DAYS = 45.0
"""Days after the start from which a person is not available for the post."""

HOURS_TOLERANCE_MINUTES = 10.0
"""Minutes of difference with a person's own hours that a talk settles."""

FAR_KM = 60.0
"""Road kilometres beyond which no mobility aid makes a daily trip."""

SHIFTS = (
    WorkPattern.TWO_SHIFTS,
    WorkPattern.THREE_SHIFTS,
    WorkPattern.NIGHT,
    WorkPattern.SPLIT,
    WorkPattern.EARLY,
)
"""Patterns that ask something of a person; any one of an offer's is a way to hold the post.
Daytime asks nothing: a list without it says what else the person takes."""

Say = Callable[[int], str]
Lift = Callable[[int], str | None]


@dataclass(frozen=True)
class Gated:
    """state : (n,) 1 met, 0 unknown, -1 not met; the sentences are made row by row.

    weight : (n,) how many obstacles an unmet row counts for
    liftable : (n,) whether `lever` has something to say of an unmet row
    """

    gate: Gate
    state: StateArray
    reason: Say
    lever: Lift
    question: Say
    weight: StateArray
    liftable: BoolArray


def _gate(
    gate: Gate,
    state: StateArray,
    reason: Say,
    lift: Lift,
    question: Say,
    weight: StateArray | None = None,
    liftable: BoolArray | None = None,
) -> Gated:
    one = np.ones(len(state), dtype=np.int8) if weight is None else weight
    yes = np.ones(len(state), dtype=np.bool_) if liftable is None else liftable
    return Gated(gate, state.astype(np.int8), reason, lift, question, one, yes)


def gates(
    comparison: Comparison, trip: MobilityScore, education: EducationScore
) -> tuple[Gated, ...]:
    """Every gate of one offer, in the order they are shown."""
    every = (
        _required_credentials(comparison),
        _schedule(comparison),
        _travel(comparison, trip),
        _restrictions(comparison),
        _contract(comparison),
        _availability(comparison),
        _language(comparison, education),
    )
    return tuple(_softened(gated, comparison) for gated in every if gated is not None)


PARTS = {
    Gate.CREDENTIAL: "licences",
    Gate.SCHEDULE: "schedule",
    Gate.TRAVEL: "workplace",
    Gate.RESTRICTION: "conditions",
    Gate.CONTRACT: "contract",
    Gate.AVAILABILITY: "availability",
    Gate.LANGUAGE: "languages",
}


def _softened(gated: Gated, comparison: Comparison) -> Gated:
    if PARTS[gated.gate] not in comparison.offer.facts.unreviewed:
        return gated
    state = np.where(gated.state == UNMET, UNSURE, gated.state).astype(np.int8)
    return _gate(
        gated.gate,
        state,
        gated.reason,
        gated.lever,
        lambda row: (
            f"À confirmer dans l'offre ({gated.gate.label.lower()}) : {gated.reason(row)}"
            if gated.state[row] == UNMET
            else gated.question(row)
        ),
    )


def _required_credentials(comparison: Comparison) -> Gated | None:
    offer = comparison.offer
    stated = [a for a in offer.facts.licences if a.necessity is Necessity.REQUIRED]
    required = [holding(comparison, asked) for asked in (*stated, *offer.legal_titles)]
    if not required:
        return None
    states = np.array([h.state for h in required])

    def at(row: int, state: int) -> list[Holding]:
        return [h for h in required if h.state[row] == state]

    def reason(row: int) -> str:
        said = [f"{h.label} {WORDS[int(h.what[row])]}" for h in at(row, UNMET)]
        return f"Exigé : {', '.join(said)}."

    def lift(row: int) -> str | None:
        levers = [lever(h.code, int(h.what[row])) for h in at(row, UNMET)]
        return ", ".join(dict.fromkeys(filter(None, levers))) if all(levers) else None

    def question(row: int) -> str:
        labels = ", ".join(h.label for h in at(row, UNSURE))
        return f"La personne a-t-elle bien : {labels} ?"

    families = np.array([h.code.rsplit("_", 1)[0] for h in required])
    weight = np.zeros(len(comparison.batch), dtype=np.int8)
    for family in dict.fromkeys(families.tolist()):
        weight += (states[families == family] == UNMET).any(axis=0).astype(np.int8)
    liftable = np.all([(h.state != UNMET) | _has_lever(h) for h in required], axis=0)
    return _gate(Gate.CREDENTIAL, states.min(axis=0), reason, lift, question, weight, liftable)


def _has_lever(held: Holding) -> BoolArray:
    """(n,) whether a short lever exists for what is missing of one credential."""
    kinds = np.array([lever(held.code, what) is not None for what in range(5)])
    return kinds[held.what]


def _schedule(comparison: Comparison) -> Gated | None:
    batch, facts, hours = comparison.batch, comparison.offer.facts, comparison.hours
    shifts = [p for p in facts.patterns if p in SHIFTS]
    count = len(batch)
    refused = np.zeros(count, dtype=np.bool_)
    unknown = np.zeros(count, dtype=np.bool_)
    if shifts and WorkPattern.DAY not in facts.patterns:
        columns = [PATTERNS.index(p) for p in shifts]
        refused |= batch.patterns_known & ~batch.patterns[:, columns].any(axis=1)
        refused |= batch.patterns_excluded[:, columns].all(axis=1)
        unknown |= ~batch.patterns_known
    if WorkPattern.WEEKEND in facts.patterns:
        saturday, sunday = (WEEKDAYS.index(d) for d in (Weekday.SATURDAY, Weekday.SUNDAY))
        column = PATTERNS.index(WorkPattern.WEEKEND)
        refused |= batch.patterns_excluded[:, column]
        refused |= batch.weekdays_excluded[:, saturday] & batch.weekdays_excluded[:, sunday]
        unknown |= ~batch.patterns[:, column]
    if hours.stated:
        early = hours.start < batch.earliest_start - HOURS_TOLERANCE_MINUTES
        late = hours.end > batch.latest_end + HOURS_TOLERANCE_MINUTES
        refused |= early | late
    elif shifts:
        unknown |= ~np.isnan(batch.earliest_start) | ~np.isnan(batch.latest_end)
    state = np.where(refused, UNMET, np.where(unknown, UNSURE, MET))
    labels = ", ".join(p.label for p in PATTERNS if p in facts.patterns)
    clock = _clock(hours.start, hours.end) if hours.stated else ""
    said = ", ".join(part for part in (labels, clock) if part) or "journée"

    def lift(row: int) -> str | None:
        own = not np.isnan(batch.earliest_start[row]) or not np.isnan(batch.latest_end[row])
        return "aménager les horaires ou trouver une garde" if own else "rediscuter les horaires"

    return _gate(
        Gate.SCHEDULE,
        state,
        lambda row: f"Horaires du poste ({said}) hors de ceux que la personne peut tenir.",
        lift,
        lambda row: f"La personne peut-elle tenir ces horaires : {said} ?",
    )


def _clock(start: float, end: float) -> str:
    parts = [
        f"{word} {int(value) // 60} h {int(value) % 60:02d}".replace(" 00", "")
        for word, value in (("de", start), ("à", end))
        if not np.isnan(value)
    ]
    return " ".join(parts)


def _travel(comparison: Comparison, trip: MobilityScore) -> Gated:
    trips = comparison.trips
    near = np.ones(len(comparison.batch), dtype=np.bool_)
    if trips is not None and len(trips.road_km):
        near = trips.road_km[np.maximum(comparison.batch.origin, 0)] <= FAR_KM

    def reason(row: int) -> str:
        if trip.at_hours[row]:
            return "Pas de moyen de transport à ces heures."
        if np.isfinite(trip.minutes[row]):
            return f"Trajet trop long : environ {round(float(trip.minutes[row]))} min."
        return "Aucun de ses moyens de déplacement ne mène au poste."

    def lift(row: int) -> str | None:
        if not near[row]:
            return None
        if trip.at_hours[row]:
            return "décaler la prise de poste, navette ou covoiturage"
        return "aide à la mobilité (location d'un véhicule, covoiturage, navette)"

    return _gate(
        Gate.TRAVEL,
        np.where(trip.state == INFEASIBLE, UNMET, trip.state),
        reason,
        lift,
        lambda row: trip.question(row) or "",
        liftable=near,
    )


def _restrictions(comparison: Comparison) -> Gated | None:
    batch, offer = comparison.batch, comparison.offer
    stated = [CONDITIONS.index(c) for c in CONDITIONS if c in offer.facts.conditions]
    usual = [
        CONDITIONS.index(c)
        for c in CONDITIONS
        if c in offer.typical_conditions and c not in offer.facts.conditions
    ]
    if not stated and not usual:
        return None
    against = batch.restricted[:, stated]
    perhaps = batch.restricted[:, usual]
    state = np.where(against.any(axis=1), UNMET, np.where(perhaps.any(axis=1), UNSURE, MET))

    def named(row: int, columns: list[int]) -> str:
        return ", ".join(CONDITIONS[c].label for c in columns if batch.restricted[row, c])

    def question(row: int) -> str:
        return f"Le poste comporte-t-il : {named(row, usual)} ? La personne a une restriction."

    return _gate(
        Gate.RESTRICTION,
        state,
        lambda row: f"Restriction déclarée : {named(row, stated)}.",
        lambda row: "aménagement du poste à étudier avec l'employeur",
        question,
    )


def _contract(comparison: Comparison) -> Gated | None:
    batch, kind = comparison.batch, comparison.offer.facts.contract
    if kind is None:
        return None
    wanted = batch.contracts[:, CONTRACTS.index(kind)] | ~batch.contracts_known
    return _gate(
        Gate.CONTRACT,
        np.where(wanted, MET, UNMET),
        lambda row: f"{kind.label} : hors des contrats que la personne cherche.",
        lambda row: "en parler avec la personne",
        lambda row: "Quels contrats la personne cherche-t-elle ?",
    )


def _availability(comparison: Comparison) -> Gated:
    wait = days_of_wait(comparison)
    free = comparison.batch.available_from

    def reason(row: int) -> str:
        year, month, number = str(free[row]).split("-")
        return f"Disponible seulement le {number}/{month}/{year}."

    return _gate(
        Gate.AVAILABILITY,
        np.where(wait > MUCH_LATER_DAYS, UNMET, MET),
        reason,
        lambda row: "décaler la prise de poste",
        lambda row: "Quand la personne est-elle disponible ?",
    )


def _language(comparison: Comparison, education: EducationScore) -> Gated | None:
    if not education.missing_language.any():
        return None
    return _gate(
        Gate.LANGUAGE,
        np.where(education.missing_language, UNMET, MET),
        lambda row: "Langue exigée non parlée au niveau demandé.",
        lambda row: None,
        lambda row: "Quel est le niveau de langue de la personne ?",
        liftable=np.zeros(len(comparison.batch), dtype=np.bool_),
    )
