"""A recruitment drive: as many posts filled as may be, one seat a person, alternates after."""

import random
import time

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from matching.allocation.drive import Seat, applicants, drive
from matching.allocation.openings import Contenders
from matching.allocation.rules import packaged_rules
from tests.matching.factories import make_candidate, make_offer, scored

RULES = packaged_rules()
POSTS, APPLICATIONS = 250, 3_090
LIMIT_SECONDS = 30.0


def make_list(offer: str, scores: dict[str, float], posts: int = 1) -> Contenders:
    falling = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    return Contenders(
        offer,
        tuple(key for key, _ in falling),
        np.array([score for _, score in falling]),
        np.zeros(len(falling), dtype=np.int8),
        posts,
    )


def seated(seats: list[Seat]) -> dict[str, str]:
    return {seat.candidate: seat.offer for seat in seats if not seat.is_alternate}


def test_the_best_gives_way_where_more_posts_are_filled_so() -> None:
    """Ana is first on both; Bob fits one alone: both posts are filled."""
    lists = [make_list("O-1", {"ana": 0.9, "bob": 0.6}), make_list("O-2", {"ana": 0.8})]
    assert seated(drive(lists, RULES)) == {"ana": "O-2", "bob": "O-1"}


def test_alternates_are_those_left_in_the_order_of_the_list_one_seat_each() -> None:
    everybody = {"a": 0.9, "b": 0.8, "c": 0.7, "d": 0.6, "e": 0.5}
    lists = [make_list("O-1", everybody), make_list("O-2", everybody)]
    seats = drive(lists, RULES, alternates=1)
    assert len({seat.candidate for seat in seats}) == len(seats) == 4
    assert [seat.is_alternate for seat in seats] == [False, True, False, True]
    assert {seat.candidate for seat in seats} == {"a", "b", "c", "d"}
    assert drive(lists, RULES, alternates=0) == [each for each in seats if not each.is_alternate]


def test_several_posts_take_several_people_numbered_by_rank() -> None:
    one = make_list("O-1", {"a": 0.9, "b": 0.8, "c": 0.7}, posts=2)
    assert [(seat.candidate, seat.rank, seat.number) for seat in drive([one], RULES)] == [
        ("a", 1, 1),
        ("b", 2, 2),
        ("c", 3, 1),
    ]


def test_nobody_whom_something_known_holds_back_is_seated() -> None:
    people = [make_candidate("away", trip_limit_minutes=5.0), make_candidate("fits")]
    one = applicants(scored(make_offer(), people), 3, RULES)
    assert (one.candidates, one.places) == (("fits",), 3)


def test_nothing_to_share_out_gives_nothing() -> None:
    empty = Contenders("O", (), np.zeros(0), np.zeros(0, dtype=np.int8), 1)
    assert drive([], RULES) == drive([empty], RULES) == []
    with pytest.raises(ValueError, match="one offer"):
        drive([empty, empty], RULES)


def make_drive(seed: int, posts: int, people: int, each: int) -> list[Contenders]:
    draw = random.Random(seed)
    keys = [f"P-{number:04d}" for number in range(people)]
    return [
        make_list(
            f"O-{number:03d}",
            {key: round(draw.uniform(0.4, 0.95), 4) for key in draw.sample(keys, each)},
        )
        for number in range(posts)
    ]


@pytest.mark.parametrize("seed", range(3))
def test_the_whole_is_worth_what_the_hungarian_method_finds(seed: int) -> None:
    lists = make_drive(seed, posts=8, people=30, each=9)
    people = sorted({key for each in lists for key in each.candidates})
    worth = np.full((len(lists), len(people)), -1000.0)
    for row, each in enumerate(lists):
        for key, score in zip(each.candidates, each.score.tolist(), strict=True):
            worth[row, people.index(key)] = score
    rows, columns = linear_sum_assignment(worth, maximize=True)
    best = worth[rows, columns].sum()
    found = seated(drive(lists, RULES))
    ours = sum(worth[int(offer[2:]), people.index(key)] for key, offer in found.items())
    assert len(found) == len(lists)
    assert ours == pytest.approx(best, abs=1e-3)


def test_a_drive_of_250_posts_and_3090_applications_is_shared_out_in_time() -> None:
    lists = make_drive(1, POSTS, APPLICATIONS, each=190)
    started = time.process_time()
    seats = drive(lists, RULES)
    seconds = time.process_time() - started
    print(f"{POSTS} postes x {APPLICATIONS} candidatures : {seconds:.2f} s")
    assert seconds < LIMIT_SECONDS
    assert len(seated(seats)) == POSTS
    assert len({seat.candidate for seat in seats}) == len(seats) == 3 * POSTS
