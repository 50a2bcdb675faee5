"""The smallest change that lifts a row, and where it then stands.

"Rang 4 au lieu de 19 avec le CACES R489 cat. 3": the rank is the one that the engine gives with
that change and no other. Two changes are only tried where no single one lifts the row.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from matching.bands import ORDER
from matching.levers.changes import OfferChange
from matching.levers.near import Near, ranks_within, with_terms
from matching.levers.pairs import pairs_of
from matching.levers.settings import Settings
from matching.levers.taking import Rows
from matching.levers.trying import (
    Option,
    Tries,
    concerned,
    is_lifted,
    lifted_rows,
    terms_by_effort,
    try_facts,
)
from matching.score import Scores
from models.vocabulary import Band


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """row : of the whole batch; words : one change or two; rank, band : where they would lead.

    before : rank without them
    """

    row: int
    keys: tuple[str, ...]
    words: tuple[str, ...]
    before: int
    rank: int
    band: Band


Found = dict[int, Option]
"""Place in the near -> what lifts it."""


def counterfactuals(
    near: Near, rows: Sequence[int], settings: Settings
) -> dict[int, Counterfactual]:
    """By row of the whole batch; rows that no change lifts, and other trades, are left out.

    A row with an obstacle is lifted where none is left; a row without, where it comes into a
    better band or wins `LEAST_GAIN` places. Among the changes that lift, the one of least
    effort, then of best rank.
    """
    tries = try_facts(near, near.places(rows), settings)
    found = _least(_by_facts(tries), {})
    terms = []
    for change in terms_by_effort(near, settings):
        wanting = _wanting(change, concerned(near.scores, change.theme, tries.places), found)
        if len(wanting):
            after = with_terms(near, change)
            terms.append((change, after))
            found = _least(_by_term(near, change, after, wanting), found)
    tries = replace(tries, terms=tuple(terms))
    blocked = near.scores.obstacles > 0
    left = [place for place in tries.places.tolist() if blocked[place] and place not in found]
    found = _least(pairs_of(tries, left), found) if left else found
    return {
        int(near.rows[place]): Counterfactual(
            row=int(near.rows[place]),
            keys=option.keys,
            words=option.words,
            before=int(near.rank[place]),
            rank=option.rank,
            band=ORDER[option.band],
        )
        for place, option in sorted(found.items())
    }


# --- single changes ------------------------------------------------------------------------


def _wanting(change: OfferChange, places: Rows, found: Found) -> Rows:
    """The persons for whom nothing is found yet that asks less than the change."""
    least = [found[place].effort if place in found else np.inf for place in places.tolist()]
    wanting: Rows = places[np.array(least) >= change.effort]
    return wanting


def _by_term(near: Near, change: OfferChange, after: Scores, places: Rows) -> Iterator[Option]:
    rank = ranks_within(after)[places]
    lifted = is_lifted(near, places, after, places, rank)
    for place, to in zip(places[lifted].tolist(), rank[lifted].tolist(), strict=True):
        yield Option(
            place, change.effort, (change.key,), (change.words,), to, int(after.band[place])
        )


def _by_facts(tries: Tries) -> Iterator[Option]:
    facts = tries.facts
    for row, place, rank in lifted_rows(tries, tries.near.scores, facts, facts.every):
        change = tries.changes[int(facts.first[row])]
        yield Option(
            place,
            float(change.effort[place]),
            (change.key,),
            (change.words(place),),
            rank,
            int(facts.scores.band[row]),
        )


def _least(options: Iterable[Option], found: Found) -> Found:
    """The option of least effort of each person, then of best rank, with those found before."""
    best = dict(found)
    for option in options:
        other = best.get(option.place)
        if other is None or _ease(option) < _ease(other):
            best[option.place] = option
    return best


def _ease(option: Option) -> tuple[float, int, tuple[str, ...]]:
    return option.effort, option.rank, option.keys
