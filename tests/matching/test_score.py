"""Points that add up, scores that depend on nobody else, unknowns at their frozen value."""

import random
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from matching.engine import packaged_engine
from matching.profiles import CandidateFacts, ExperienceFact, ProjectFact, SkillFact
from matching.score import score
from matching.shortlist import entries
from models.vocabulary import Criterion, Domain, Half, Necessity
from tests.matching.factories import compare, make_candidate, make_offer, only, ranked, scored

SILENT = CandidateFacts(key="C-0")


def pool() -> list[CandidateFacts]:
    other = ProjectFact("Coiffeuse", "D1202", True, None)
    return [
        make_candidate("C-1"),
        make_candidate("C-2", credentials=()),
        make_candidate("C-3", projects=(other,), experiences=(), skills=()),
        make_candidate("C-4", trip_limit_minutes=None, travel_modes=None),
        make_candidate("C-5", experiences=(ExperienceFact("manutention", None, 2020),)),
        replace(SILENT, key="C-6"),
    ]


def test_points_are_weight_times_score_and_add_up() -> None:
    for entry in ranked(make_offer(experience=Necessity.REQUIRED), pool()):
        parts = entry.contributions.values()
        assert len(parts) == len(Criterion)
        assert all(abs(c.points - c.weight * c.score) <= 1e-12 for c in parts)
        assert all(0.0 <= c.score <= 1.0 for c in parts)
        assert abs(sum(c.points for c in parts) - entry.score) <= 1e-9
        assert abs(sum(entry.subtotals.values()) - entry.score) <= 1e-9
        assert abs(sum(c.weight for c in parts) - 1.0) <= 1e-9
        assert all(c.reason.endswith(".") for c in parts)


VAGUE = {"contract": None, "weekly_hours": None, "full_time": None}
SKILLED = {"skills": ((SkillFact("gestion des stocks", None), True),)}
SILENT_OFFER = {"title": "", "description": "", "rome": None, "rome_declared": False}


@pytest.mark.parametrize("changes", [{}, VAGUE, SKILLED, {**SILENT_OFFER, "rome_guesses": ()}])
def test_a_score_does_not_depend_on_who_else_is_in_the_pool_nor_on_order(
    changes: dict[str, Any],
) -> None:
    offer, people = make_offer(**changes), pool()
    people.append(make_candidate("C-7", working_time=None, available_from=date(2026, 12, 5)))
    together = {entry.candidate: entry.score for entry in ranked(offer, people)}
    random.Random(3).shuffle(people)
    shuffled = {entry.candidate: entry.score for entry in ranked(offer, people)}
    alone = {person.key: only(offer, person).score for person in people}
    assert shuffled == together
    assert alone == together


def test_an_unknown_fact_takes_its_frozen_value_and_says_so() -> None:
    entry = only(make_offer(experience=Necessity.REQUIRED), SILENT)
    neutral = packaged_engine().neutral[Domain.TRANSPORT]
    for criterion in (Criterion.OCCUPATION, Criterion.EXPERIENCE, Criterion.MOBILITY):
        contribution = entry.contributions[criterion]
        assert not contribution.known
        assert contribution.score == neutral[criterion]
        assert "inconnu" in contribution.reason.lower()
    assert entry.eligible
    assert {u.criterion for u in entry.unknowns} >= {"metier", "titres"}


def test_a_better_fact_never_lowers_the_score() -> None:
    offer = make_offer(
        experience=Necessity.REQUIRED,
        experience_months=24,
        skills=((SkillFact("gestion des stocks", None), True),),
    )
    base = make_candidate(experiences=(ExperienceFact("cariste", 6.0, 2025),), skills=())
    better = [
        replace(base, experiences=(ExperienceFact("cariste", 12.0, 2025),)),
        replace(base, skills=(SkillFact("gestion des stocks", None),)),
        replace(base, trip_limit_minutes=90.0),
    ]
    start = scored(offer, [base]).total[0]
    for person in better:
        assert scored(offer, [person]).total[0] >= start


def test_weights_and_halves_are_whole() -> None:
    engine = packaged_engine()
    assert set(engine.weights) == set(Criterion)
    assert sum(engine.weights.values()) == pytest.approx(1.0, abs=1e-12)
    halves = [criterion for half in Half for criterion in engine.halves[half]]
    assert sorted(halves) == sorted(Criterion)
    for domain in Domain:
        assert all(0 < engine.neutral[domain][c] <= 1 for c in Criterion)


def test_an_offer_that_says_nothing_makes_nobody_of_another_trade() -> None:
    offer = make_offer(**SILENT_OFFER, rome_guesses=())
    entry = only(offer, make_candidate())
    for criterion in (Criterion.OCCUPATION, Criterion.SKILLS, Criterion.CLOSENESS):
        assert not entry.contributions[criterion].known
        assert "inconnu" in entry.contributions[criterion].reason.lower()


def test_a_domain_with_weights_of_its_own_is_scored_with_them() -> None:
    weights = {criterion: 1 / len(Criterion) for criterion in Criterion}
    learnt = replace(packaged_engine(), by_domain={Domain.TRANSPORT: weights})
    for domain, expected in ((Domain.TRANSPORT, weights), (Domain.CATERING, learnt.weights)):
        result = score(compare(make_offer(domain=domain), pool()), learnt)
        assert result.points[0].tolist() == [
            value * expected[criterion]
            for value, criterion in zip(result.values[0].tolist(), Criterion, strict=True)
        ]
        shown = entries(result, learnt, [0])[0].contributions
        assert {criterion: part.weight for criterion, part in shown.items()} == expected
