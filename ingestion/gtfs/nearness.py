"""The stops that one walks to, looked for among those around and not among all."""

from collections import defaultdict
from collections.abc import Sequence
from heapq import nsmallest
from math import floor

from ingestion.ground import kilometres
from ingestion.gtfs.rows import Stop

WALK_KMH = 4.5
DETOUR = 1.3
"""Metres on foot for one metre as the crow flies, as in the territory."""
MOST_NEAR = 200
"""Stops kept around a point, the nearest: no square has more platforms."""
_CELL = (0.02, 0.03)
"""Degrees of latitude and longitude of a cell, about 2 km: no walk is longer than one."""


class StopGrid:
    """Stops by cell of a grid."""

    def __init__(self, stops: Sequence[Stop]) -> None:
        self._cells: dict[tuple[int, int], list[tuple[int, Stop]]] = defaultdict(list)
        for row, stop in enumerate(stops):
            self._cells[_cell(stop.latitude, stop.longitude)].append((row, stop))

    def walks(self, latitude: float, longitude: float, most: float) -> dict[int, float]:
        """Row of each stop within `most` minutes on foot -> minutes, in the order of rows."""
        here, there = _cell(latitude, longitude)
        found = []
        for cell in ((here + up, there + right) for up in (-1, 0, 1) for right in (-1, 0, 1)):
            for row, stop in self._cells.get(cell, ()):
                away = kilometres(latitude, longitude, stop.latitude, stop.longitude)
                walk = away * DETOUR / WALK_KMH * 60
                if walk <= most:
                    found.append((walk, row))
        return dict(sorted((row, walk) for walk, row in nsmallest(MOST_NEAR, found)))


def _cell(latitude: float, longitude: float) -> tuple[int, int]:
    return floor(latitude / _CELL[0]), floor(longitude / _CELL[1])
