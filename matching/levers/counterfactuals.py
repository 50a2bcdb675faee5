"""The smallest change that lifts a row, and where it then stands.

"Rang 4 au lieu de 19 avec le CACES R489 cat. 3": the rank is the one that the engine gives with
that change and no other. Two changes are only tried where no single one lifts the row.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from matching.bands import ORDER
from matching.levers.changes import Theme
from matching.levers.near import Near, ranks_within
from matching.levers.pairs import pairs_of
from matching.levers.settings import Settings
from matching.levers.trying import Option, Tries, is_lifted, lifted_rows, try_all
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


def counterfactuals(
    near: Near, rows: Sequence[int], settings: Settings
) -> dict[int, Counterfactual]:
    """By row of the whole batch; rows that no change lifts, and other trades, are left out.

    A row with an obstacle is lifted where none is left; a row without, where it comes into a
    better band or wins `LEAST_GAIN` places. Among the changes that lift, the one of least
    effort, then of best rank.
    """
    tries = try_all(near, near.places(rows), settings)
    found = _least([*_by_terms(tries), *_by_facts(tries)])
    blocked = near.scores.obstacles > 0
    left = [place for place in tries.places.tolist() if blocked[place] and place not in found]
    found |= _least(pairs_of(tries, left)) if left else {}
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


def _by_terms(tries: Tries) -> Iterator[Option]:
    """Whom nothing holds back is told of what the offer requires, not of its other terms."""
    near, blocked = tries.near, tries.near.scores.obstacles > 0
    for change, after in tries.terms:
        is_weighed = change.theme is Theme.REQUIREMENT
        places = tries.places if is_weighed else tries.places[blocked[tries.places]]
        rank = ranks_within(after)[places]
        lifted = is_lifted(near, places, after, places, rank)
        for place, to in zip(places[lifted].tolist(), rank[lifted].tolist(), strict=True):
            yield Option(
                place, change.effort, (change.key,), (change.words,), to, int(after.band[place])
            )


def _by_facts(tries: Tries) -> Iterator[Option]:
    facts = tries.facts
    for row, place, rank in lifted_rows(tries, tries.near.scores, facts):
        change = tries.changes[int(facts.first[row])]
        yield Option(
            place,
            float(change.effort[place]),
            (change.key,),
            (change.words(place),),
            rank,
            int(facts.scores.band[row]),
        )


def _least(options: Iterable[Option]) -> dict[int, Option]:
    """The option of least effort of each person, then of best rank."""
    best: dict[int, Option] = {}
    for option in options:
        other = best.get(option.place)
        if other is None or _ease(option) < _ease(other):
            best[option.place] = option
    return best


def _ease(option: Option) -> tuple[float, int, tuple[str, ...]]:
    return option.effort, option.rank, option.keys
