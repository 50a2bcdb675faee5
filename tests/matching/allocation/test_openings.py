"""Who opens a list: places, guards, caps, turns; points and ranks stay."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.allocation.openings import (
    Contenders,
    History,
    Opening,
    contenders,
    open_one,
)
from matching.allocation.rules import packaged_rules
from matching.allocation.together import allocate
from matching.bands import ORDER
from models.vocabulary import Band, OpeningReason
from tests.matching.factories import make_candidate, make_offer, scored

RULES = replace(packaged_rules(), least_places=3, places_a_post=1)
JUST_SHOWN = History(0, 0, 0)


def make_list(
    scores: list[float], offer: str = "O", bands: list[int] | None = None, places: int = 3
) -> Contenders:
    """A list of C-000, C-001... with these scores; the first band unless others are given."""
    return Contenders(
        offer,
        tuple(f"C-{place:03d}" for place in range(len(scores))),
        np.array(scores),
        np.array(bands or [0] * len(scores), dtype=np.int8),
        min(places, len(scores)),
    )


def shown_just_now(one: Contenders, **others: History) -> dict[str, History]:
    """Nobody waits, but for those who are named otherwise."""
    return dict.fromkeys(one.candidates, JUST_SHOWN) | {
        key.replace("_", "-"): past for key, past in others.items()
    }


def reasons(opening: Opening) -> dict[str, OpeningReason]:
    return {row.candidate: row.reason for row in opening.rows}


def test_without_history_the_first_rows_open_the_list_by_their_rank() -> None:
    one = make_list([0.9, 0.85, 0.84, 0.83])
    opening = open_one(one, shown_just_now(one), RULES)
    assert [(row.candidate, row.rank, row.place) for row in opening.rows] == [
        ("C-000", 1, 1),
        ("C-001", 2, 2),
        ("C-002", 3, 3),
    ]
    assert set(reasons(opening).values()) == {OpeningReason.RANK}


def test_who_has_three_open_proposals_leaves_the_place_to_the_next() -> None:
    one = make_list([0.9, 0.85, 0.84, 0.83])
    opening = open_one(one, shown_just_now(one, C_000=History(3, 3, 2)), RULES)
    assert opening.shown == ("C-001", "C-002", "C-003")
    assert reasons(opening)["C-000"] is OpeningReason.CAPPED
    assert reasons(opening)["C-003"] is OpeningReason.RELAY


def test_who_takes_the_place_of_the_capped_alone_relays_and_jumps_over_nobody() -> None:
    one = make_list([0.9, 0.85, 0.84, 0.83, 0.82])
    past = shown_just_now(one, C_000=History(3, 3, 2), C_003=History(0, 0, 60))
    assert reasons(open_one(one, past, RULES))["C-003"] is OpeningReason.RELAY
    past = shown_just_now(one, C_000=History(3, 3, 2), C_004=History(0, 0, 60))
    assert reasons(open_one(one, past, RULES))["C-004"] is OpeningReason.TURN


def test_who_waited_a_month_opens_the_list_before_a_slightly_better_row() -> None:
    one = make_list([0.9, 0.85, 0.84, 0.80])
    opening = open_one(one, shown_just_now(one, C_003=History(0, 0, 31)), RULES)
    assert opening.shown == ("C-000", "C-001", "C-003")
    assert reasons(opening)["C-003"] is OpeningReason.TURN
    assert reasons(opening)["C-002"] is OpeningReason.YIELDS


def test_nobody_enters_more_than_a_tenth_under_the_row_that_leaves() -> None:
    one = make_list([0.9, 0.85, 0.84, 0.73, 0.72])
    waiting = History(0, 0, 60)
    opening = open_one(one, shown_just_now(one, C_003=waiting, C_004=waiting), RULES)
    assert opening.shown == ("C-000", "C-001", "C-002")


def test_a_row_replaces_one_it_may_replace_and_no_other() -> None:
    """0.74 may replace 0.80; only one row does, and the head of 0.90 stays."""
    one = make_list([0.9, 0.9, 0.8, 0.74, 0.73])
    waiting = History(0, 0, 60)
    opening = open_one(one, shown_just_now(one, C_003=waiting, C_004=waiting), RULES)
    assert opening.shown == ("C-000", "C-001", "C-003")


def test_a_place_stays_empty_rather_than_go_over_the_guard_or_the_cap() -> None:
    one = make_list([0.9, 0.85, 0.84, 0.50])
    opening = open_one(one, shown_just_now(one, C_000=History(3, 9, 1)), RULES)
    assert opening.shown == ("C-001", "C-002")


def test_the_only_one_who_can_is_never_capped() -> None:
    one = make_list([0.7])
    past = {"C-000": History(5, 12, 1)}
    assert open_one(one, past, RULES).shown == ("C-000",)
    assert allocate([one], past, RULES)[0].shown == ("C-000",)


def test_a_lower_band_gives_way_at_equal_waits() -> None:
    very, suitable = ORDER.index(Band.VERY_SUITABLE), ORDER.index(Band.SUITABLE)
    one = make_list([0.8, 0.79, 0.78, 0.85], bands=[very, very, very, suitable])
    assert open_one(one, {}, RULES).shown == ("C-000", "C-001", "C-002")


def test_only_rows_that_nothing_holds_back_may_open_and_ranks_are_those_of_the_list() -> None:
    people = [
        make_candidate("away", trip_limit_minutes=5.0),
        make_candidate("fits"),
        make_candidate("other", projects=(), experiences=(), skills=()),
    ]
    one = contenders(scored(make_offer(), people), 1, packaged_rules())
    assert one.candidates == ("fits",)
    assert one.is_sole


def test_places_follow_the_posts() -> None:
    people = [make_candidate(f"C-{number:02d}") for number in range(30)]
    scores = scored(make_offer(), people)
    assert contenders(scores, 1, packaged_rules()).places == 10
    assert contenders(scores, 4, packaged_rules()).places == 16
    assert contenders(scores, 9, packaged_rules()).places == 30


HISTORIES = st.builds(History, st.integers(0, 4), st.integers(0, 9), st.none() | st.integers(0, 70))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(40, 99), min_size=2, max_size=12),
    st.lists(HISTORIES, min_size=12, max_size=12),
    st.integers(1, 6),
)
def test_one_list_alone_is_opened_as_the_linear_program_would(
    hundredths: list[int], pasts: list[History], places: int
) -> None:
    falling = sorted((number / 100 for number in hundredths), reverse=True)
    one = make_list(falling, places=places)
    histories = dict(zip(one.candidates, pasts, strict=False))
    greedy = open_one(one, histories, RULES)
    solved = allocate([one], histories, RULES)[0]

    def worth(opening: Opening) -> float:
        rows = [one.candidates.index(key) for key in opening.shown]
        pasts = [histories[key] for key in opening.shown]
        return float(sum(one.score[rows])) - sum(_price(past) for past in pasts)

    assert len(greedy.shown) == len(solved.shown)
    assert worth(greedy) == pytest.approx(worth(solved), abs=1e-4)


def _price(past: History) -> float:
    waited = RULES.turn_days if past.waited_days is None else past.waited_days
    share = min(waited / RULES.turn_days, 1.0)
    return RULES.price * min(past.recent / 3, 4.0) ** 3 - RULES.turn * share**2
