"""What decisions say of the order, and what they do not."""

import pytest

from matching.learning.preferences import CRITERIA, MOST_EXPOSURE_WEIGHT, preferences
from models.vocabulary import Band, Criterion, Domain
from tests.matching.learning.decisions import make_decision, make_values

SKILLS = CRITERIA.index(Criterion.SKILLS)
EXPERIENCE = CRITERIA.index(Criterion.EXPERIENCE)


def test_the_person_retained_comes_before_the_one_set_aside() -> None:
    kept = make_decision("P-1", True, values=make_values(competences=0.9, experience=0.8))
    refused = make_decision("P-2", False, values=make_values(competences=0.4, experience=0.6))
    pairs = preferences([refused, kept], {})
    assert pairs.gaps.shape == (1, 8)
    assert pairs.gaps[0, SKILLS] == pytest.approx(3 * 0.5), "the motive names it"
    assert pairs.gaps[0, EXPERIENCE] == pytest.approx(0.2)
    assert pairs.weights.tolist() == [1.0]


def test_rows_of_two_offers_or_two_bands_say_nothing_of_each_other() -> None:
    kept = make_decision("P-1", True)
    assert not preferences([kept, make_decision("P-2", False, offer="O-2")], {}).weights.size
    assert not preferences([kept, make_decision("P-2", False, band=Band.TO_CHECK)], {}).weights.size
    assert not preferences([kept], {}).weights.size


def test_a_list_of_many_refusals_weighs_as_many_as_its_decisions() -> None:
    rows = [make_decision("P-1", True), make_decision("P-2", True)]
    rows += [make_decision(f"P-{n}", False) for n in range(3, 9)]
    pairs = preferences(rows, {})
    assert len(pairs.weights) == 12
    assert pairs.weights.sum() == pytest.approx(len(rows) / 2)


def test_rows_that_few_look_at_count_more_up_to_a_bound() -> None:
    rows = [make_decision("P-1", True, rank=9), make_decision("P-2", False, rank=1)]
    assert preferences(rows, {4: 1.0, 9: 0.5}).weights.tolist() == [2.0]
    assert preferences(rows, {4: 1.0, 9: 0.05}).weights.tolist() == [MOST_EXPOSURE_WEIGHT]


def test_pairs_of_a_domain_are_its_own() -> None:
    rows = [
        make_decision(person, kept, offer=domain.value, domain=domain)
        for domain in (Domain.TRANSPORT, Domain.CATERING)
        for person, kept in (("P-1", True), ("P-2", False))
    ]
    assert len(preferences(rows, {}).of(Domain.CATERING).weights) == 1
