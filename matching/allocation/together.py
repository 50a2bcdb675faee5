"""All the open lists opened at once: the proposals of a week shared among the people."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from matching.allocation.openings import (
    NOTHING,
    Contenders,
    History,
    Opening,
    bounds,
    opening_of,
    prices,
)
from matching.allocation.rules import AllocationRules
from matching.allocation.transport import TIE, Bound, Transport, solve


def allocate(
    lists: Sequence[Contenders], histories: Mapping[str, History], rules: AllocationRules
) -> list[Opening]:
    """Open all the lists together, worth the most in all; the openings in the order given.

    The order of the lists changes nothing: ties go by rank, offers by key.

    Parameters
    ----------
    histories : what was proposed to each person on other offers than these; absent: nothing

    Raises
    ------
    ValueError : two lists are of one offer
    """
    if len({each.offer for each in lists}) != len(lists):
        raise ValueError("two lists of one offer")
    ordered = sorted((each for each in lists if each.candidates), key=lambda each: each.offer)
    sole = [each for each in ordered if each.is_sole]
    shared = [each for each in ordered if not each.is_sole]
    known = _with_sole(histories, sole)
    chosen = {each.offer: [0] for each in sole} | _chosen(shared, known, rules)
    given = Counter(each.candidates[row] for each in ordered for row in chosen.get(each.offer, ()))
    openings = []
    for each in lists:
        rows = chosen.get(each.offer, [])
        openings.append(opening_of(each, rows, _as_told(each, rows, given, histories), rules))
    return openings


def _with_sole(histories: Mapping[str, History], sole: Sequence[Contenders]) -> dict[str, History]:
    """The histories once those who alone may open a list have opened it."""
    known = dict(histories)
    for each in sole:
        past = known.get(each.candidates[0], NOTHING)
        known[each.candidates[0]] = History(past.live + 1, past.recent + 1, 0)
    return known


def _chosen(
    lists: Sequence[Contenders], histories: Mapping[str, History], rules: AllocationRules
) -> dict[str, list[int]]:
    """The rows that open each list, by offer."""
    if not lists:
        return {}
    people = sorted({key for each in lists for key in each.candidates})
    place = {key: index for index, key in enumerate(people)}
    starts = np.concatenate([[0], np.cumsum([len(each.candidates) for each in lists])])
    problem = Transport(
        person=np.array([place[key] for each in lists for key in each.candidates]),
        value=np.concatenate(
            [
                rules.worth(each.score, each.band) - TIE * np.arange(len(each.candidates))
                for each in lists
            ]
        ),
        bounds=tuple(
            Bound(rows + start, most)
            for start, each in zip(starts.tolist(), lists, strict=False)
            for rows, most in bounds(each, rules)
        ),
        prices=prices([histories.get(key, NOTHING) for key in people], rules),
    )
    taken = solve(problem)
    return {
        each.offer: np.flatnonzero(taken[start : start + len(each.candidates)]).tolist()
        for start, each in zip(starts.tolist(), lists, strict=False)
    }


def _as_told(
    one: Contenders,
    chosen: Sequence[int],
    given: Mapping[str, int],
    histories: Mapping[str, History],
) -> list[History]:
    """The histories of the rows of a list, with what the other lists just proposed."""
    own = {one.candidates[row] for row in chosen}
    past = [histories.get(key, NOTHING) for key in one.candidates]
    return [
        replace(each, live=each.live + given.get(key, 0) - (key in own))
        for key, each in zip(one.candidates, past, strict=True)
    ]
