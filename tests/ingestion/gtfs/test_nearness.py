"""Stops within a walk: the same as among all of them, and bounded where they stand in a heap."""

import random
import time

from ingestion.gtfs.nearness import MOST_NEAR, StopGrid
from ingestion.gtfs.rows import Stop


def stops(count: int, spread: float) -> list[Stop]:
    draw = random.Random(7)
    return [
        Stop(str(n), "", 51 + draw.uniform(-spread, spread), 2.3 + draw.uniform(-spread, spread))
        for n in range(count)
    ]


def test_a_grid_finds_what_a_look_at_every_stop_finds() -> None:
    every = stops(400, 0.06)
    grid = StopGrid(every)
    alone = [StopGrid([each]) for each in every]
    for point in stops(30, 0.07):
        found = grid.walks(point.latitude, point.longitude, 15.0)
        one_by_one = {
            row: walks[0]
            for row, each in enumerate(alone)
            if (walks := each.walks(point.latitude, point.longitude, 15.0))
        }
        assert found == one_by_one
        assert list(found) == sorted(found)
    assert any(grid.walks(each.latitude, each.longitude, 15.0) for each in every)


def test_stops_all_over_a_region_are_looked_at_nearby_alone() -> None:
    every = stops(5_000, 0.4)
    started = time.process_time()
    grid = StopGrid(every)
    for each in every:
        grid.walks(each.latitude, each.longitude, 6.0)
    assert time.process_time() - started < 5
    heap = StopGrid([Stop(str(n), "", 51.0, 2.3) for n in range(1_000)])
    assert len(heap.walks(51.0, 2.3, 6.0)) == MOST_NEAR
