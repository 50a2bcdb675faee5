"""Every single change tried once for some persons, and what counts as lifting one."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from matching.credentials import UNMET
from matching.levers.changes import OfferChange, PersonChange, Theme
from matching.levers.facts import gate_state
from matching.levers.near import REMOTE, Near, Tried, ranks, with_facts
from matching.levers.offer_changes import offer_changes
from matching.levers.person_changes import person_changes
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
    """Single changes for the persons at `places` of the near, already tried once.

    changes, facts : those of persons, and each of them that concerns a person tried
    terms : those of the offer that were worth trying, and the scores of the near with each
    """

    near: Near
    places: Rows
    changes: tuple[PersonChange, ...]
    facts: Tried
    terms: tuple[tuple[OfferChange, Scores], ...] = ()


def try_facts(near: Near, places: Rows, settings: Settings) -> Tries:
    """Try every single change of the facts of each person."""
    changes = tuple(person_changes(near.scores, settings))
    trials = [
        (place, number, NO_CHANGE)
        for number, change in enumerate(changes)
        for place in places[change.concerns[places]].tolist()
    ]
    facts = with_facts(near, near.scores.comparison, changes, trials)
    return Tries(near, places, changes, facts)


def terms_by_effort(near: Near, settings: Settings) -> list[OfferChange]:
    """The single changes of the terms of the offer, those that ask least first."""
    comparison = near.scores.comparison
    every = offer_changes(comparison.offer, comparison.today, settings)
    return sorted(every, key=lambda change: change.effort)


def concerned(scores: Scores, theme: Theme, places: Rows) -> Rows:
    """The persons of `places` whom terms of a theme are told of.

    Of requirements that are weighed, who has no obstacle; of the others, whom they may hold back.
    """
    gates = GATES.get(theme)
    if gates is None:
        free: Rows = places[np.equal(scores.obstacles[places], 0)]
        return free
    states = [gate_state(scores, gate)[places] for gate in gates]
    held: Rows = places[np.any(np.equal(states, UNMET), axis=0)]
    return held


def is_lifted(near: Near, places: Rows, after: Scores, rows: Rows, rank: Rows) -> BoolArray:
    """(k,) whether the persons at `places` are lifted at `rows` of the scores after."""
    before = near.scores
    free: BoolArray = after.obstacles[rows] == 0
    higher = after.band[rows] < before.band[places]
    gain = near.rank[places] - rank
    enough = (gain >= LEAST_GAIN) & (gain >= LEAST_SHARE * near.rank[places])
    lifted: BoolArray = free & (higher | ((before.obstacles[places] == 0) & enough))
    return lifted


def lifted_rows(
    tries: Tries, among: Scores, tried: Tried, rows: Rows
) -> Iterator[tuple[int, int, int]]:
    """(row tried, place, rank) of those of `rows` tried that are lifted in the list of `among`."""
    rows = rows[tried.scores.band[rows] < REMOTE]
    owner = tried.owner[rows]
    rank = ranks(among, owner, tried.scores, rows)
    lifted = is_lifted(tries.near, owner, tried.scores, rows, rank)
    yield from zip(
        rows[lifted].tolist(), owner[lifted].tolist(), rank[lifted].tolist(), strict=True
    )
