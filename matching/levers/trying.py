"""Every single change tried once for some persons, and what counts as lifting one."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from matching.credentials import UNMET
from matching.levers.changes import OfferChange, PersonChange, Theme
from matching.levers.near import REMOTE, Near, Tried, ranks, with_facts, with_terms
from matching.levers.offer_changes import offer_changes
from matching.levers.person_changes import gate_state, person_changes
from matching.levers.settings import Settings
from matching.levers.taking import Rows
from matching.profiles import BoolArray
from matching.score import Scores
from models.vocabulary import Gate

LEAST_GAIN = 3
LEAST_SHARE = 0.2
"""Places, and share of its rank, that a row without obstacle must win for a change to be told,
where it stays in its band."""

NO_CHANGE = -1

GATES: dict[Theme, tuple[Gate, ...]] = {
    Theme.HOURS: (Gate.SCHEDULE, Gate.TRAVEL),
    Theme.TRIP: (Gate.TRAVEL,),
    Theme.CREDENTIAL: (Gate.CREDENTIAL,),
    Theme.CONTRACT: (Gate.CONTRACT,),
    Theme.START: (Gate.AVAILABILITY,),
    Theme.CONDITION: (Gate.RESTRICTION,),
    Theme.LANGUAGE: (Gate.LANGUAGE,),
}
"""Obstacles that terms of a theme could lift."""


@dataclass(frozen=True, slots=True)
class Option:
    """A change, or two, that lifts the person at a place of the near."""

    place: int
    effort: float
    keys: tuple[str, ...]
    words: tuple[str, ...]
    rank: int
    band: int


@dataclass(frozen=True)
class Tries:
    """Every single change for the persons at `places` of the near, already tried once.

    terms : those of the offer that could lift one of them, and the scores of the near with each
    facts : those of persons, and each of them that concerns a person tried
    """

    near: Near
    places: Rows
    terms: tuple[tuple[OfferChange, Scores], ...]
    changes: tuple[PersonChange, ...]
    facts: Tried


def try_all(near: Near, places: Rows, settings: Settings) -> Tries:
    """Try every single change once."""
    comparison = near.scores.comparison
    terms = tuple(
        (change, with_terms(near, change))
        for change in offer_changes(comparison.offer, comparison.today, settings)
        if _may_lift(near.scores, change.theme, places)
    )
    changes = tuple(person_changes(near.scores, settings))
    trials = [
        (place, number, NO_CHANGE)
        for number, change in enumerate(changes)
        for place in places[change.concerns[places]].tolist()
    ]
    return Tries(near, places, terms, changes, with_facts(near, comparison, changes, trials))


def _may_lift(scores: Scores, theme: Theme, places: Rows) -> bool:
    """Whether one of the persons has an obstacle of this theme; what is only weighed counts."""
    gates = GATES.get(theme)
    if gates is None:
        return True
    return any((gate_state(scores, gate)[places] == UNMET).any() for gate in gates)


def is_lifted(near: Near, places: Rows, after: Scores, rows: Rows, rank: Rows) -> BoolArray:
    """(k,) whether the persons at `places` are lifted at `rows` of the scores after."""
    before = near.scores
    free: BoolArray = after.obstacles[rows] == 0
    higher = after.band[rows] < before.band[places]
    gain = near.rank[places] - rank
    enough = (gain >= LEAST_GAIN) & (gain >= LEAST_SHARE * near.rank[places])
    lifted: BoolArray = free & (higher | ((before.obstacles[places] == 0) & enough))
    return lifted


def lifted_rows(tries: Tries, among: Scores, tried: Tried) -> Iterator[tuple[int, int, int]]:
    """(row tried, place, rank) of those whom the pair lifts, in the list of `among`."""
    rows = np.flatnonzero(tried.scores.band < REMOTE)
    owner = tried.owner[rows]
    rank = ranks(among, owner, tried.scores, rows)
    lifted = is_lifted(tries.near, owner, tried.scores, rows, rank)
    yield from zip(
        rows[lifted].tolist(), owner[lifted].tolist(), rank[lifted].tolist(), strict=True
    )
