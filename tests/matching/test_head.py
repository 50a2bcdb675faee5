"""The first of a list: the very list that scoring everybody gives, few texts read."""

import random
from typing import Any

import numpy as np
import pytest

from matching.engine import packaged_engine
from matching.head import head
from matching.profiles import (
    CandidateFacts,
    CredentialFact,
    ExperienceFact,
    ProjectFact,
    SkillFact,
)
from matching.score import score, score_at_most
from matching.shortlist import entries, order
from models.vocabulary import CredentialState, TravelMode
from tests.matching.factories import compare, make_candidate, make_offer

TRADES = (("Cariste", "N1101"), ("Coiffeuse", "D1202"), ("Préparateur de commandes", "N1103"))
WORDS = ("conduite de chariot", "gestion des stocks", "coupe et brushing", "accueil", "inventaire")
HELD = (CredentialFact("CACES_R489_3", CredentialState.HELD, None),)


def crowd(count: int) -> list[CandidateFacts]:
    """People who differ in every fact that a list is made on, each with words of their own."""
    draw = random.Random(8)

    def person(number: int) -> CandidateFacts:
        title, rome = draw.choice(TRADES)
        skills = (draw.choice(WORDS), f"{draw.choice(WORDS)} atelier {number}")
        return make_candidate(
            f"C-{draw.randrange(10**9)}-{number}",
            projects=(ProjectFact(title, rome, draw.random() < 0.7, None),),
            experiences=(ExperienceFact(title, draw.choice((None, 3.0, 24.0)), 2022),),
            skills=tuple(SkillFact(each, None) for each in skills[: draw.randrange(3)]),
            credentials=HELD if draw.random() < 0.6 else (),
            credentials_listed=draw.random() < 0.8,
            trip_limit_minutes=draw.choice((None, 5.0, 30.0, 60.0)),
            travel_modes=draw.choice((None, frozenset({TravelMode.CAR}))),
        )

    return [person(number) for number in range(count)]


LISTED: dict[str, Any] = {
    "skills": ((SkillFact("gestion des stocks", None), True), (SkillFact("accueil", None), False))
}
SILENT: dict[str, Any] = {
    "title": "",
    "description": "",
    "rome": None,
    "rome_declared": False,
    "rome_guesses": (),
}


@pytest.mark.parametrize("changes", [{}, LISTED, {"licences": ()}, {"workplace": None}, SILENT])
def test_the_first_are_those_of_the_whole_list_to_the_last_word(changes: dict[str, Any]) -> None:
    engine, comparison = packaged_engine(), compare(make_offer(**changes), crowd(200))
    whole = score(comparison, engine)
    for first in (1, 7, 60, 500):
        found = head(comparison, engine, first)
        expected = entries(whole, engine, order(whole).tolist()[:first])
        assert entries(found.scores, engine, found.rows.tolist()) == expected


def test_nobody_scores_above_their_bound_nor_stands_in_a_better_band() -> None:
    for changes in ({}, LISTED):
        comparison, engine = compare(make_offer(**changes), crowd(200)), packaged_engine()
        whole, bound = score(comparison, engine), score_at_most(comparison, engine)
        assert (whole.total <= bound.total).all()
        assert (whole.band >= bound.band).all()
        np.testing.assert_array_equal(whole.known, bound.known)


def test_texts_read_grow_with_who_can_enter_the_list_not_with_the_pool() -> None:
    engine, offer = packaged_engine(), make_offer(**LISTED)
    small, large = compare(offer, crowd(300)), compare(offer, crowd(1200))
    few, many = head(small, engine, 5), head(large, engine, 5)
    assert len(large.batch.words.texts) > 400
    assert few.touched <= 100
    assert many.touched <= 100
    assert many.read <= 120


def test_the_first_rows_of_an_order_are_those_of_the_whole_order() -> None:
    scores = score(compare(make_offer(), crowd(150)), packaged_engine())
    whole, some = order(scores), np.arange(0, 150, 3)
    for first in (1, 2, 10, 149, 150, 151):
        np.testing.assert_array_equal(order(scores, first=first), whole[:first])
        np.testing.assert_array_equal(order(scores, some, first), order(scores, some)[:first])


def test_a_list_of_nobody_is_refused_or_empty() -> None:
    comparison = compare(make_offer(), crowd(3))
    with pytest.raises(ValueError, match="nobody"):
        head(comparison, packaged_engine(), 0)
    assert len(head(compare(make_offer(), []), packaged_engine(), 5).rows) == 0
