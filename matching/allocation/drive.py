"""A recruitment drive: many posts and many applications, shared out in one go.

One post a person, so many persons a post, then alternates; among those whom nothing known holds
back. As many posts as may be are filled, then the worth of all is the greatest.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

import numpy as np

from matching.allocation.openings import Contenders, contenders
from matching.allocation.rules import AllocationRules
from matching.allocation.transport import TIE, Bound, Transport, solve
from matching.score import Scores

ALTERNATES_A_POST = 2


@dataclass(frozen=True, slots=True)
class Seat:
    """A person on an offer; `rank` in the list of the offer, `number` from 1 in what they hold."""

    offer: str
    candidate: str
    rank: int
    number: int
    is_alternate: bool


def applicants(scores: Scores, positions: int, rules: AllocationRules) -> Contenders:
    """Everybody whom nothing known holds back from an offer, for as many places as posts."""
    everybody = contenders(scores, positions, replace(rules, depth=len(scores.total)))
    return replace(everybody, places=positions)


def drive(
    lists: Sequence[Contenders], rules: AllocationRules, alternates: int = ALTERNATES_A_POST
) -> list[Seat]:
    """Who gets which post, then who is alternate where: one seat a person in all.

    Parameters
    ----------
    lists : of each offer, its applicants; places are its posts
    alternates : a post; 0 for none

    The order of the lists changes nothing; seats come by offer as given, then by rank.

    Raises
    ------
    ValueError : two lists are of one offer
    """
    if len({each.offer for each in lists}) != len(lists):
        raise ValueError("two lists of one offer")
    ordered = sorted((each for each in lists if each.candidates), key=lambda each: each.offer)
    given = _seats(ordered, rules, frozenset(), is_alternate=False)
    taken = frozenset(seat.candidate for seat in given)
    more = [replace(each, places=alternates * each.places) for each in ordered]
    spare = _seats(more, rules, taken, is_alternate=True) if alternates else []
    place = {each.offer: index for index, each in enumerate(lists)}
    return sorted(
        (*given, *spare), key=lambda seat: (place[seat.offer], seat.is_alternate, seat.rank)
    )


def _seats(
    lists: Sequence[Contenders],
    rules: AllocationRules,
    taken: AbstractSet[str],
    *,
    is_alternate: bool,
) -> list[Seat]:
    edges = [
        (number, row)
        for number, each in enumerate(lists)
        for row, key in enumerate(each.candidates)
        if key not in taken
    ]
    if not edges:
        return []
    offers, rows = (np.array(column) for column in zip(*edges, strict=True))
    people = sorted({lists[number].candidates[row] for number, row in edges})
    place = {key: index for index, key in enumerate(people)}
    worth = [rules.worth(each.score, each.band) for each in lists]
    problem = Transport(
        person=np.array([place[lists[number].candidates[row]] for number, row in edges]),
        value=np.array([worth[number][row] - TIE * row for number, row in edges]),
        bounds=tuple(
            Bound(np.flatnonzero(offers == number), each.places)
            for number, each in enumerate(lists)
        ),
        prices=np.zeros((len(people), 1)),
    )
    seats: list[Seat] = []
    for index in np.flatnonzero(solve(problem)).tolist():
        number, row = int(offers[index]), int(rows[index])
        is_same = bool(seats) and seats[-1].offer == lists[number].offer
        seats.append(
            Seat(
                lists[number].offer,
                lists[number].candidates[row],
                lists[number].rank(row),
                seats[-1].number + 1 if is_same else 1,
                is_alternate,
            )
        )
    return seats
