"""All lists at once: caps across offers, guards inside each, the same answer in any order."""

import random
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from matching.allocation.openings import Contenders, History, Opening, bounds, prices
from matching.allocation.rules import packaged_rules
from matching.allocation.together import allocate
from matching.allocation.transport import FILLED
from models.vocabulary import OpeningReason

RULES = replace(packaged_rules(), least_places=4)
CAP = RULES.live_proposals


def make_lists(seed: int, offers: int = 12, people: int = 40) -> list[Contenders]:
    """Lists of people drawn at random; some people are good everywhere."""
    draw = random.Random(seed)
    gift = {f"P-{number:03d}": draw.uniform(0.4, 0.9) for number in range(people)}
    lists = []
    for number in range(offers):
        some = draw.sample(sorted(gift), draw.randint(1, people // 2))
        rows = sorted(
            ((draw.randint(0, 2), -round(gift[key] + draw.uniform(-0.1, 0.1), 3), key))
            for key in some
        )
        lists.append(
            Contenders(
                f"O-{number:02d}",
                tuple(key for _, _, key in rows),
                np.array([-score for _, score, _ in rows]),
                np.array([band for band, _, _ in rows], dtype=np.int8),
                min(4, len(rows)),
            )
        )
    return lists


def make_histories(seed: int, people: int = 40) -> dict[str, History]:
    draw = random.Random(seed)
    return {
        f"P-{number:03d}": History(draw.randint(0, 3), draw.randint(3, 8), draw.randint(0, 60))
        for number in range(0, people, 2)
    }


@pytest.mark.parametrize("seed", range(5))
def test_caps_and_guards_hold_and_nobody_opens_a_list_they_are_not_in(seed: int) -> None:
    lists, histories = make_lists(seed), make_histories(seed)
    openings = allocate(lists, histories, RULES)
    given = Counter(
        key
        for one, opening in zip(lists, openings, strict=True)
        if not one.is_sole
        for key in opening.shown
    )
    for key, times in given.items():
        assert times + histories.get(key, History()).live <= CAP
    for one, opening in zip(lists, openings, strict=True):
        assert set(opening.shown) <= set(one.candidates)
        assert len(opening.shown) <= one.places
        assert _guard_holds(one, opening)


def _guard_holds(one: Contenders, opening: Opening) -> bool:
    """Each row that entered can be paired with one that left, a tenth above it at most."""
    score = dict(zip(one.candidates, one.score.tolist(), strict=True))
    head = set(one.candidates[: one.places])
    left = sorted(score[key] for key in head - set(opening.shown))
    entered = sorted(score[key] for key in set(opening.shown) - head)
    # the lowest who entered replaces the lowest who left, and so on up
    return all(
        low >= high - RULES.guard - 1e-12 for low, high in zip(entered, left, strict=False)
    ) and len(entered) <= len(left)


@pytest.mark.parametrize("seed", range(3))
def test_no_other_choice_of_whole_rows_is_worth_more(seed: int) -> None:
    """The linear program against a mixed-integer one on the same problem, written apart."""
    lists = [one for one in make_lists(seed) if not one.is_sole]
    histories = make_histories(seed)
    openings = allocate(lists, histories, RULES)
    ours = sum(_worth(one, opening.shown) for one, opening in zip(lists, openings, strict=True))
    given = Counter(key for opening in openings for key in opening.shown)
    ours -= sum(_price(histories.get(key, History()), times) for key, times in given.items())
    assert ours == pytest.approx(_best(lists, histories), abs=1e-3)


def _worth(one: Contenders, keys: tuple[str, ...]) -> float:
    worth = RULES.worth(one.score, one.band) + FILLED
    return float(sum(worth[one.candidates.index(key)] for key in keys))


def _price(past: History, times: int) -> float:
    return float(prices([past], RULES)[0, :times].sum())


def _best(lists: list[Contenders], histories: dict[str, History]) -> float:
    people = sorted({key for one in lists for key in one.candidates})
    pairs = [(o, row) for o, one in enumerate(lists) for row in range(len(one.candidates))]
    where = {pair: index for index, pair in enumerate(pairs)}
    cost = prices([histories.get(key, History()) for key in people], RULES)
    count = len(pairs) + cost.size
    gain = np.zeros(count)
    for (o, row), index in where.items():
        gain[index] = RULES.worth(lists[o].score, lists[o].band)[row] + FILLED
    gain[len(pairs) :] = np.where(np.isfinite(cost), -cost, -1e3).ravel()
    rows, least, most = [], [], []
    for o, one in enumerate(lists):
        for members, limit in bounds(one, RULES):
            line = np.zeros(count)
            line[[where[o, row] for row in members.tolist()]] = 1
            rows.append(line)
            least.append(-np.inf)
            most.append(limit)
    for p, key in enumerate(people):
        line = np.zeros(count)
        for (o, row), index in where.items():
            line[index] = float(lists[o].candidates[row] == key)
        line[len(pairs) + p * CAP : len(pairs) + (p + 1) * CAP] = -1
        rows.append(line)
        least.append(0.0)
        most.append(0)
    limits = LinearConstraint(np.array(rows), np.array(least), np.array(most))
    answer = milp(-gain, integrality=np.ones(count), bounds=Bounds(0, 1), constraints=limits)
    return -float(answer.fun)


def test_the_order_of_lists_changes_nothing() -> None:
    lists, histories = make_lists(7), make_histories(7)
    openings = {each.offer: each for each in allocate(lists, histories, RULES)}
    shuffled = lists[::-1]
    assert {each.offer: each for each in allocate(shuffled, histories, RULES)} == openings


def test_equal_people_take_turns_over_the_lists_and_ties_go_by_key() -> None:
    keys = tuple(f"P-{number}" for number in range(8))
    lists = [
        Contenders(f"O-{number}", keys, np.full(8, 0.8), np.zeros(8, dtype=np.int8), 4)
        for number in range(2)
    ]
    past = {key: History(0, 0, 10) for key in keys}
    first, second = allocate(lists, past, RULES)
    assert sorted(first.shown + second.shown) == list(keys)
    assert [row.place for row in first.rows[:4]] == [1, 2, 3, 4]


def test_who_is_proposed_often_in_the_same_run_is_told_as_capped() -> None:
    keys = tuple(f"P-{number}" for number in range(6))
    score = np.array([0.99, 0.81, 0.81, 0.80, 0.80, 0.80])
    lists = [
        Contenders(f"O-{number}", keys, score, np.zeros(6, dtype=np.int8), 2) for number in range(5)
    ]
    openings = allocate(lists, {key: History(0, 0, 0) for key in keys}, replace(RULES, guard=0.2))
    assert sum("P-0" in opening.shown for opening in openings) == CAP
    left = [row for opening in openings for row in opening.rows if row.candidate == "P-0"]
    told = {row.reason: row.live for row in left}
    assert told[OpeningReason.CAPPED] == CAP
    assert told[OpeningReason.RANK] == CAP - 1


def test_no_list_and_empty_lists_give_empty_openings() -> None:
    empty = Contenders("O", (), np.zeros(0), np.zeros(0, dtype=np.int8), 0)
    assert allocate([], {}, RULES) == []
    assert allocate([empty], {}, RULES) == [Opening("O", ())]
    with pytest.raises(ValueError, match="one offer"):
        allocate([empty, empty], {}, RULES)
