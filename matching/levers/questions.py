"""Which questions to the persons of a list would change it most, answered well.

A question is worth the places that the person asked would win, the first places counting more
(1 / log2(1 + rank), as in the measure of lists).
"""

from dataclasses import dataclass

import numpy as np

from matching.bands import ORDER
from matching.levers.near import REMOTE, Near, ranks, with_facts
from matching.levers.person_changes import person_changes
from matching.levers.settings import Settings
from matching.levers.trying import NO_CHANGE
from models.vocabulary import Band

MOST_ASKED = 60
"""Persons, from the first of the list, whose questions are weighed."""


@dataclass(frozen=True, slots=True)
class PersonQuestion:
    """One unknown fact of one person: row of the whole batch, key of the answer.

    rank, band : where the answer that suits best would lead; before : rank today
    worth : weight of places won, in [0, 1]
    """

    row: int
    key: str
    words: str
    before: int
    rank: int
    band: Band
    worth: float


def person_questions(near: Near, settings: Settings, keys: frozenset[str]) -> list[PersonQuestion]:
    """The best question of each person, those worth most first; only answers among `keys`.

    A key is that of an answer without what it is about: "reponse:titre" for any title.
    """
    answers = [
        change
        for change in person_changes(near.scores, settings)
        if change.is_answer and kind(change.key) in keys
    ]
    if not len(near.rows):
        return []
    shown = np.argsort(near.rank)[:MOST_ASKED]
    trials = [
        (place, number, NO_CHANGE)
        for number, change in enumerate(answers)
        for place in shown[change.concerns[shown]].tolist()
    ]
    if not trials:
        return []
    tried = with_facts(near, near.scores.comparison, answers, trials)
    rows = np.flatnonzero((tried.scores.band < REMOTE) & (tried.scores.obstacles == 0))
    rank = ranks(near.scores, tried.owner[rows], tried.scores, rows)
    best: dict[int, PersonQuestion] = {}
    for row, to in zip(rows.tolist(), rank.tolist(), strict=True):
        place = int(tried.owner[row])
        before = int(near.rank[place])
        change = answers[int(tried.first[row])]
        worth = float(1 / np.log2(1 + to) - 1 / np.log2(1 + before))
        other = best.get(place)
        is_higher = tried.scores.band[row] < near.scores.band[place]
        if (to < before or is_higher) and (other is None or worth > other.worth):
            best[place] = PersonQuestion(
                int(near.rows[place]),
                change.key,
                change.words(place),
                before,
                to,
                ORDER[int(tried.scores.band[row])],
                worth,
            )
    return sorted(best.values(), key=lambda each: (-each.worth, each.before))


def kind(key: str) -> str:
    """What an answer is about: `reponse:titre` of `reponse:titre:permis_B`."""
    return ":".join(key.split(":")[:2])
