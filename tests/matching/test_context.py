"""What criteria share: how near words and fiches stand, the hours, the trips."""

from dataclasses import replace
from datetime import time
from typing import Any

import numpy as np
import pytest

from matching.context import Comparison
from matching.occupations import packaged_occupations
from matching.profiles import CandidateFacts, ProjectFact
from matching.words import WORD_OCCUPATIONS
from models.vocabulary import WorkPattern
from tests.matching.factories import BOURBOURG, compare, make_candidate, make_offer

TABLE = packaged_occupations()


def row_of(code: str) -> int:
    row = TABLE.index(code)
    assert row is not None
    return row


FORKLIFT, PICKER, HANDLER = row_of("N1101"), row_of("N1103"), row_of("N1105")
HAIR = row_of("D1202")
NEAR_FICHE = float(TABLE.proximity[FORKLIFT, PICKER])


def read_as(
    offer: dict[int, float], person: dict[int, float], cosine: float = 0.0, about: float = 0.0
) -> Comparison:
    """One project whose reading, subject, and those of the offer, are set by hand."""
    comparison = compare(make_offer(), [make_candidate(experiences=(), skills=())])
    weights = np.zeros(len(TABLE), dtype=np.float32)
    weights[list(offer)] = list(offer.values())
    occupations = np.full((1, WORD_OCCUPATIONS), -1, dtype=np.int32)
    probabilities = np.zeros((1, WORD_OCCUPATIONS), dtype=np.float32)
    occupations[0, : len(person)] = list(person)
    probabilities[0, : len(person)] = list(person.values())
    own = sum(
        p * q * float(TABLE.proximity[i, j]) for i, p in person.items() for j, q in person.items()
    )
    words = replace(
        comparison.batch.words,
        vectors=np.array([[cosine, np.sqrt(1 - cosine**2)]], dtype=np.float32),
        occupations=occupations,
        probabilities=probabilities,
        self_fit=np.array([own]),
        topics=np.array([[about, np.sqrt(1 - about**2)]], dtype=np.float32),
    )
    return replace(
        comparison,
        batch=replace(comparison.batch, words=words),
        offer=replace(
            comparison.offer,
            occupation_weights=weights,
            title_vector=np.array([1.0, 0.0], dtype=np.float32),
            occupation_topics=np.array([1.0, 0.0], dtype=np.float32),
        ),
    )


# 0.55 of fiches + 0.45 of words. Fiches: expected proximity over the root of each reading's own.
@pytest.mark.parametrize(
    ("offer", "person", "cosine", "expected"),
    [
        pytest.param({FORKLIFT: 1.0}, {FORKLIFT: 1.0}, 1.0, 1.0, id="same in every way"),
        pytest.param({FORKLIFT: 1.0}, {FORKLIFT: 1.0}, 0.0, 0.55, id="same fiche, other words"),
        pytest.param({FORKLIFT: 1.0}, {HAIR: 1.0}, 1.0, 0.45, id="same words, other fiche"),
        pytest.param({FORKLIFT: 1.0}, {HAIR: 1.0}, 0.0, 0.0, id="nothing in common"),
        pytest.param({FORKLIFT: 1.0}, {HAIR: 1.0}, -0.5, 0.0, id="words cannot take away"),
        pytest.param(
            {FORKLIFT: 1.0}, {PICKER: 1.0}, 0.5, 0.55 * NEAR_FICHE + 0.225, id="near fiche"
        ),
        pytest.param({FORKLIFT: 0.3}, {FORKLIFT: 0.5}, 0.0, 0.55, id="unsure but the same"),
        pytest.param({FORKLIFT: 1.0}, {FORKLIFT: 0.25}, 0.0, 0.275, id="a quarter sure: half"),
        pytest.param({FORKLIFT: 1.0}, {}, 0.5, 0.225, id="no reading of the words"),
        pytest.param({}, {FORKLIFT: 1.0}, 0.5, 0.225, id="no reading of the offer"),
    ],
)
def test_how_near_words_stand_to_the_occupation_of_the_offer(
    offer: dict[int, float], person: dict[int, float], cosine: float, expected: float
) -> None:
    fit = read_as(offer, person, cosine).word_fit
    assert fit[0] == pytest.approx(expected, abs=1e-5)


def test_what_words_are_about_counts_where_it_says_more() -> None:
    assert read_as({FORKLIFT: 1.0}, {}, about=0.6).word_fit[0] == pytest.approx(0.6, abs=1e-5)
    assert read_as({FORKLIFT: 1.0}, {FORKLIFT: 1.0}, about=0.3).word_fit[0] > 0.5


def test_a_person_of_one_trade_stands_for_an_offer_of_another_not_the_reverse() -> None:
    there, back = TABLE.proximity[FORKLIFT, HANDLER], TABLE.proximity[HANDLER, FORKLIFT]
    assert there > back + 0.01
    fit = read_as({FORKLIFT: 1.0}, {HANDLER: 1.0}).word_fit[0]
    assert fit == pytest.approx(0.55 * there, abs=1e-5)


def test_a_person_without_words_has_no_closeness() -> None:
    people = [make_candidate("C-1"), CandidateFacts(key="C-2")]
    cosine = compare(make_offer(), people).text_cosine
    assert 0.0 < cosine[0] <= 1.0
    assert np.isnan(cosine[1])


def test_the_words_of_the_offer_itself_are_its_nearest() -> None:
    title = "Cariste H/F"
    same = ProjectFact(title, None, True, None)
    people = [
        make_candidate("C-1", projects=(same,), experiences=(), skills=()),
        make_candidate("C-2"),
    ]
    cosine = compare(make_offer(title=title, description=""), people).text_cosine
    assert cosine[0] == pytest.approx(1.0, abs=1e-6)
    assert cosine[1] < cosine[0]


@pytest.mark.parametrize(
    ("offer", "start", "end", "stated"),
    [
        pytest.param({"start_time": time(5, 30), "end_time": time(13)}, 330, 780, True, id="both"),
        pytest.param({"start_time": time(5, 30)}, 330, None, True, id="start only"),
        pytest.param({"patterns": frozenset()}, 480, 1050, False, id="daytime unless said"),
    ],
)
def test_hours_of_the_post(
    offer: dict[str, Any], start: int, end: int | None, stated: bool
) -> None:
    hours = compare(make_offer(**offer), [make_candidate()]).hours
    assert hours.start == start
    assert hours.stated == stated
    assert np.isnan(hours.end) if end is None else hours.end == end


def test_of_several_patterns_the_hardest_hours_count() -> None:
    day = compare(make_offer(), [make_candidate()]).hours
    both = frozenset({WorkPattern.DAY, WorkPattern.EARLY})
    early = compare(make_offer(patterns=both), [make_candidate()]).hours
    assert early.start < day.start
    assert not early.stated


def test_trips_leave_from_each_place_once_and_need_a_workplace() -> None:
    people = [
        make_candidate("C-1"),
        make_candidate("C-2"),
        make_candidate("C-3", origin=BOURBOURG),
        make_candidate("C-4", origin=None),
    ]
    trips = compare(make_offer(), people).trips
    assert trips is not None
    assert trips.road_km.shape == (2,)
    assert compare(make_offer(workplace=None), people).trips is None
