"""Two changes together, for persons whom no single one lifts."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from math import inf

import numpy as np

from matching.levers.changes import Theme
from matching.levers.near import ranks_within, with_facts, with_terms
from matching.levers.trying import Option, Tries, is_lifted, lifted_rows
from matching.score import rescore

KEPT = 2
"""Changes of one theme that are paired, those of least effort."""

MOST_TERM_PAIRS = 10
"""Pairs of two terms of an offer that are tried."""

Easing = dict[int, list[int]]
"""Place in the near -> changes, by number, that take one of several obstacles away."""


def pairs_of(tries: Tries, left: Sequence[int]) -> list[Option]:
    """Pairs that lift the persons at `left`, of changes that each take an obstacle away.

    A pair that asks more than one found before for a person is not tried.
    """
    facts, terms = _easing_facts(tries, left), _easing_terms(tries, left)
    found = list(_two_facts(tries, facts))
    found += _term_and_fact(tries, terms, facts, _efforts(found))
    return [*found, *_two_terms(tries, terms, _efforts(found))]


def _efforts(found: Sequence[Option]) -> dict[int, float]:
    """Place -> least effort of what lifts it; places without anything are not there."""
    least: dict[int, float] = {}
    for option in found:
        least[option.place] = min(option.effort, least.get(option.place, inf))
    return least


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
    for row, place, rank in lifted_rows(tries, near.scores, tried, tried.every):
        pair = [tries.changes[int(number[row])] for number in (tried.first, tried.second)]
        yield Option(
            place,
            sum(float(change.effort[place]) for change in pair),
            tuple(change.key for change in pair),
            tuple(change.words(place) for change in pair),
            rank,
            int(tried.scores.band[row]),
        )


def _term_and_fact(
    tries: Tries, terms: Easing, facts: Easing, least: Mapping[int, float]
) -> Iterator[Option]:
    """The facts tried already are scored again for the other terms: words are not reread."""
    tried = tries.facts
    for number in sorted({number for every in terms.values() for number in every}):
        term, after = tries.terms[number]
        wanted = {
            (place, fact)
            for place, every in facts.items()
            if number in terms[place]
            for fact in every
            if term.effort + tries.changes[fact].effort[place] <= least.get(place, inf)
        }
        pairs = zip(tried.owner.tolist(), tried.first.tolist(), strict=True)
        rows = np.array([row for row, pair in enumerate(pairs) if pair in wanted], dtype=np.int64)
        if not len(rows):
            continue
        both = replace(
            tried, scores=rescore(tried.scores, after.comparison.offer, tries.near.engine)
        )
        for row, place, rank in lifted_rows(tries, after, both, rows):
            fact = tries.changes[int(tried.first[row])]
            yield Option(
                place,
                term.effort + float(fact.effort[place]),
                (term.key, fact.key),
                (term.words, fact.words(place)),
                rank,
                int(both.scores.band[row]),
            )


def _two_terms(tries: Tries, terms: Easing, least: Mapping[int, float]) -> Iterator[Option]:
    wanted: dict[tuple[int, int], list[int]] = {}
    for place, every in terms.items():
        for pair in combinations(every, 2):
            if _effort(tries, pair) <= least.get(place, inf):
                wanted.setdefault(pair, []).append(place)
    for pair in sorted(wanted, key=lambda each: (_effort(tries, each), each))[:MOST_TERM_PAIRS]:
        changes = [tries.terms[number][0] for number in pair]
        after, places = with_terms(tries.near, *changes), np.array(wanted[pair], dtype=np.int64)
        rank = ranks_within(after)[places]
        lifted = is_lifted(tries.near, places, after, places, rank)
        for place, to in zip(places[lifted].tolist(), rank[lifted].tolist(), strict=True):
            yield Option(
                place,
                _effort(tries, pair),
                tuple(change.key for change in changes),
                tuple(change.words for change in changes),
                to,
                int(after.band[place]),
            )


def _effort(tries: Tries, pair: tuple[int, int]) -> float:
    return sum(tries.terms[number][0].effort for number in pair)
