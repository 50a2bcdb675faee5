"""Counts of people in parts that add up both ways: those of few, and those that give them away."""

from collections.abc import Iterator, Sequence

from api.services.steering.activity import LEAST_TOLD

Grid = Sequence[Sequence[int]]
Told = list[list[int | None]]
Place = tuple[int, int]


def masked_grid(parts: Grid, is_total_told: Sequence[bool]) -> Told:
    """The parts of a whole, by columns of which the first is the sum of the others.

    Parameters
    ----------
    parts : (rows, columns) counts
    is_total_told : (columns,) whether the sum of the column is told beside them

    A count of one to four is hidden; so is the smallest other of a row or column where a single
    hidden count would be the rest.
    """
    hidden = {
        (row, column)
        for row, counts in enumerate(parts)
        for column, count in enumerate(counts)
        if 0 < count < LEAST_TOLD
    }
    while (more := _given_away(parts, is_total_told, hidden)) is not None:
        hidden.add(more)
    return [
        [None if (row, column) in hidden else count for column, count in enumerate(counts)]
        for row, counts in enumerate(parts)
    ]


def _given_away(parts: Grid, is_total_told: Sequence[bool], hidden: set[Place]) -> Place | None:
    """A count to hide as well, so that one that is hidden cannot be worked out."""
    for line, unknown in _lines(parts, is_total_told):
        if sum(place in hidden for place in line) + unknown != 1:
            continue
        rest = [place for place in line if place not in hidden]
        counted = [(row, column) for row, column in rest if parts[row][column]]
        if rest:  # where all the others are zeros, one of them is hidden
            return min(
                counted or rest,
                key=lambda place: (parts[place[0]][place[1]], -place[1], place[0]),
            )
    return None


def _lines(parts: Grid, is_total_told: Sequence[bool]) -> Iterator[tuple[list[Place], int]]:
    """The places that are bound by a sum, and how many others of the sum are not told."""
    if not parts:
        return
    columns = range(len(parts[0]))
    for row in range(len(parts)):
        yield [(row, column) for column in columns], 0
    for column in columns:
        yield [(row, column) for row in range(len(parts))], int(not is_total_told[column])
