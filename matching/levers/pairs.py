"""Two changes together, for persons whom no single one lifts."""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

import numpy as np

from matching.levers.changes import Theme
from matching.levers.near import ranks_within, with_facts, with_terms
from matching.levers.trying import NO_CHANGE, Option, Tries, is_lifted, lifted_rows

KEPT = 2
"""Changes of one theme that are paired, those of least effort."""

MOST_TERM_PAIRS = 10
"""Pairs of two terms of an offer that are tried."""

Easing = dict[int, list[int]]
"""Place in the near -> changes, by number, that take one of several obstacles away."""


def pairs_of(tries: Tries, left: Sequence[int]) -> Iterator[Option]:
    """Pairs that lift the persons at `left`, of changes that each take an obstacle away."""
    facts, terms = _easing_facts(tries, left), _easing_terms(tries, left)
    yield from _two_facts(tries, facts)
    yield from _term_and_fact(tries, terms, facts)
    yield from _two_terms(tries, terms)


def _easing_facts(tries: Tries, left: Sequence[int]) -> Easing:
    facts, before = tries.facts, tries.near.scores.obstacles
    eases = facts.scores.obstacles < before[facts.owner]
    found: Easing = {place: [] for place in left}
    for row in np.flatnonzero(eases).tolist():
        place = int(facts.owner[row])
        if place in found:
            found[place].append(int(facts.first[row]))

    def effort(place: int) -> Callable[[int], float]:
        return lambda number: float(tries.changes[number].effort[place])

    return {
        place: _first(numbers, effort(place), lambda number: tries.changes[number].theme)
        for place, numbers in found.items()
    }


def _easing_terms(tries: Tries, left: Sequence[int]) -> Easing:
    before = tries.near.scores.obstacles
    found: Easing = {place: [] for place in left}
    for number, (_, after) in enumerate(tries.terms):
        for place in left:
            if after.obstacles[place] < before[place]:
                found[place].append(number)
    return {
        place: _first(
            numbers,
            lambda number: tries.terms[number][0].effort,
            lambda number: tries.terms[number][0].theme,
        )
        for place, numbers in found.items()
    }


def _first(
    numbers: Sequence[int], effort: Callable[[int], float], theme: Callable[[int], Theme]
) -> list[int]:
    """The changes of least effort of each theme, in their order."""
    kept: list[int] = []
    for number in sorted(numbers, key=lambda each: (effort(each), each)):
        if sum(theme(other) is theme(number) for other in kept) < KEPT:
            kept.append(number)
    return sorted(kept)


def _two_facts(tries: Tries, facts: Easing) -> Iterator[Option]:
    trials = [
        (place, one, two) for place, every in facts.items() for one, two in combinations(every, 2)
    ]
    if not trials:
        return
    near = tries.near
    tried = with_facts(near, near.scores.comparison, tries.changes, trials)
    for row, place, rank in lifted_rows(tries, near.scores, tried):
        pair = [tries.changes[int(number[row])] for number in (tried.first, tried.second)]
        yield Option(
            place,
            sum(float(change.effort[place]) for change in pair),
            tuple(change.key for change in pair),
            tuple(change.words(place) for change in pair),
            rank,
            int(tried.scores.band[row]),
        )


def _term_and_fact(tries: Tries, terms: Easing, facts: Easing) -> Iterator[Option]:
    for number in sorted({number for every in terms.values() for number in every}):
        term, after = tries.terms[number]
        trials = [
            (place, fact, NO_CHANGE)
            for place, every in facts.items()
            if number in terms[place]
            for fact in every
        ]
        if not trials:
            continue
        tried = with_facts(tries.near, after.comparison, tries.changes, trials)
        for row, place, rank in lifted_rows(tries, after, tried):
            fact = tries.changes[int(tried.first[row])]
            yield Option(
                place,
                term.effort + float(fact.effort[place]),
                (term.key, fact.key),
                (term.words, fact.words(place)),
                rank,
                int(tried.scores.band[row]),
            )


def _two_terms(tries: Tries, terms: Easing) -> Iterator[Option]:
    both = {pair for every in terms.values() for pair in combinations(every, 2)}

    def effort(pair: tuple[int, int]) -> tuple[float, tuple[int, int]]:
        return sum(tries.terms[number][0].effort for number in pair), pair

    for one, two in sorted(both, key=effort)[:MOST_TERM_PAIRS]:
        pair = (tries.terms[one][0], tries.terms[two][0])
        after = with_terms(tries.near, *pair)
        places = np.array(
            [place for place, every in terms.items() if {one, two} <= set(every)], dtype=np.int64
        )
        rank = ranks_within(after)[places]
        lifted = is_lifted(tries.near, places, after, places, rank)
        for place, to in zip(places[lifted].tolist(), rank[lifted].tolist(), strict=True):
            yield Option(
                place,
                sum(change.effort for change in pair),
                tuple(change.key for change in pair),
                tuple(change.words for change in pair),
                to,
                int(after.band[place]),
            )
