"""The swap: seeded, inside a band, in one list of ten; and what it says of who sees a rank."""

from itertools import pairwise

import pytest

from matching.learning.exposure import Shown, Swap, p_seen, seen_by_rank, swap_of
from matching.learning.simulation import DOMAINS, Office, history
from tests.evidence.learning import PRIOR

ONE_BAND = [0] * 20


def test_one_list_of_ten_is_swapped_and_always_the_same_ones() -> None:
    swaps = [swap_of(ONE_BAND, f"liste-{number}") for number in range(2000)]
    assert swaps == [swap_of(ONE_BAND, f"liste-{number}") for number in range(2000)]
    done = [swap for swap in swaps if swap is not None]
    assert 150 < len(done) < 250
    assert {rank for swap in done for rank in (swap.first, swap.second)} == set(range(4, 16))
    assert all(swap.first < swap.second for swap in done)


def test_nobody_changes_band() -> None:
    bands = [0] * 5 + [1] * 3 + [2]
    for number in range(500):
        swap = swap_of(bands, f"liste-{number}")
        assert swap in (None, Swap(4, 5), Swap(6, 7), Swap(6, 8), Swap(7, 8))
    assert all(swap_of([0, 0, 0, 0, 1], f"liste-{number}") is None for number in range(100))


def test_without_a_swap_every_rank_counts_as_seen() -> None:
    rows = [Shown(rank, rank, rank < 6) for rank in range(1, 16)] * 50
    assert seen_by_rank(rows) == {}
    assert p_seen({}, 12) == 1.0


def test_tired_eyes_are_found_again() -> None:
    office = Office(dict.fromkeys(DOMAINS, PRIOR), PRIOR, slope=0.0, tiring=0.2)
    seen = seen_by_rank(history(office, 2000).shown)
    ranks = sorted(seen)
    assert ranks == list(range(4, 16))
    assert seen[4] == 1.0
    assert all(seen[a] >= seen[b] for a, b in pairwise(ranks))
    truth = {rank: (1 + 0.2 * 3) / (1 + 0.2 * (rank - 1)) for rank in ranks}
    assert seen[8] == pytest.approx(truth[8], abs=0.15)
    assert seen[15] < 0.75
    assert all(seen[rank] > truth[rank] - 0.1 for rank in ranks), "never weighs too much"
    assert p_seen(seen, 1) == 1.0
    assert p_seen(seen, 40) == seen[15]
