"""Taking a part away changes what that part decides, and nothing else."""

from dataclasses import replace

import numpy as np
import pytest

from matching.ablation import Ablation, Part, ablations, with_gates
from matching.bands import ORDER
from matching.engine import packaged_engine
from matching.profiles import (
    CandidateFacts,
    CredentialFact,
    LicenceAsk,
    OfferFacts,
    ProjectFact,
    SkillFact,
)
from matching.score import Scores, rescore, score
from matching.shortlist import order
from models.vocabulary import Band, CredentialState, Criterion, Domain, Gate, Necessity, WorkPattern
from tests.matching.factories import (
    BOURBOURG,
    FORKLIFT,
    compare,
    make_candidate,
    make_offer,
    scored,
)

ENGINE = packaged_engine()
WIDE = replace(ENGINE, bands=replace(ENGINE.bands, right_fit=0.4, proven_fit=0.85))
"""Bands far enough apart for a near occupation to stand between them."""
BY_KEY = {ablation.key: ablation for ablation in ablations()}
COLUMN = {criterion: column for column, criterion in enumerate(Criterion)}

DRIVES = CredentialFact("permis_B", CredentialState.HELD, None)
PEOPLE = (
    make_candidate("C-1"),
    make_candidate("C-2", credentials=()),
    make_candidate("C-3", credentials=(), credentials_listed=False),
    make_candidate("C-4", origin=BOURBOURG, travel_modes=frozenset()),
    make_candidate("C-5", projects=(ProjectFact("Coiffeuse", "D1202", True, None),)),
    make_candidate("C-6", projects=(), experiences=(), skills=(), origin=None),
    make_candidate("C-7", excluded_patterns=frozenset({WorkPattern.NIGHT}), contracts=None),
    make_candidate(
        "C-8",
        projects=(ProjectFact("Agent logistique", None, True, None),),
        experiences=(),
        credentials=(DRIVES,),
        credentials_listed=False,
    ),
)
OFFERS = (
    make_offer("O-1"),
    make_offer(
        "O-2",
        patterns=frozenset({WorkPattern.NIGHT}),
        languages=(("en", "B1", Necessity.REQUIRED),),
    ),
    make_offer(
        "O-4",
        licences=(
            LicenceAsk(FORKLIFT, "CACES R489 cat. 3", Necessity.REQUIRED),
            LicenceAsk("permis_C", "permis C", Necessity.REQUIRED),
        ),
    ),
    make_offer("O-3", licences=(), title="Coiffeuse", rome="D1202", rome_guesses=()),
)


def changed(key: str, scores: Scores) -> Scores:
    return BY_KEY[key].change(scores, ENGINE)


def keys_in_order(scores: Scores) -> list[str]:
    return [scores.comparison.batch.keys[row] for row in order(scores)]


def pair(offer: OfferFacts, *people: CandidateFacts) -> Scores:
    return scored(offer, people)


def test_every_criterion_and_every_gate_is_taken_away_in_turn() -> None:
    assert len(BY_KEY) == len(ablations())
    assert {f"poids:{c.value}" for c in Criterion} <= set(BY_KEY)
    assert {f"obstacle:{g.value}" for g in Gate} <= set(BY_KEY)
    assert {ablation.part for ablation in ablations()} == set(Part)


@pytest.mark.parametrize("offer", OFFERS, ids=lambda offer: offer.key)
def test_with_every_gate_the_bands_are_those_of_the_scores(offer: OfferFacts) -> None:
    scores = score(compare(offer, PEOPLE), WIDE)
    same = with_gates(scores, scores.gates, WIDE)
    for name in ("band", "eligible", "obstacles", "total"):
        assert np.array_equal(getattr(same, name), getattr(scores, name)), name
    assert same.obstacles.dtype == scores.obstacles.dtype


def test_the_people_of_these_tests_meet_every_rule_that_bands_rest_on() -> None:
    first = score(compare(OFFERS[0], PEOPLE), WIDE)
    row = first.comparison.batch.keys.index("C-8")
    assert 0.4 <= first.words.occupation.fit[row] < 0.85
    assert ORDER[first.band[row]] is Band.REMOTE  # nobody knows whether they hold the title
    two = score(compare(next(o for o in OFFERS if o.key == "O-4"), PEOPLE), WIDE)
    assert max(int(gated.weight.max()) for gated in two.gates) == 2
    assert {bool(g.liftable.all()) for s in (first, two) for g in s.gates} == {True, False}


@pytest.mark.parametrize("ablation", ablations(), ids=lambda ablation: ablation.key)
def test_nobody_is_dropped_and_the_scores_given_stay_as_they_were(ablation: Ablation) -> None:
    scores = scored(OFFERS[0], PEOPLE)
    before = keys_in_order(scores), scores.points.copy(), scores.band.copy()
    other = ablation.change(scores, ENGINE)
    assert sorted(keys_in_order(other)) == [person.key for person in PEOPLE]
    assert other.total == pytest.approx(other.points.sum(axis=1), abs=1e-12)
    assert keys_in_order(scores) == before[0]
    assert np.array_equal(scores.points, before[1])
    assert np.array_equal(scores.band, before[2])


@pytest.mark.parametrize("criterion", Criterion)
def test_a_weight_at_zero_leaves_the_others_in_their_proportions(criterion: Criterion) -> None:
    scores = scored(OFFERS[0], PEOPLE)
    other = changed(f"poids:{criterion.value}", scores)
    kept = 1.0 - ENGINE.weights[criterion]
    column = COLUMN[criterion]
    assert not other.points[:, column].any()
    expected = np.delete(scores.points, column, axis=1) / kept
    assert np.delete(other.points, column, axis=1) == pytest.approx(expected)


def test_weights_of_a_domain_are_taken_away_too() -> None:
    own = replace(ENGINE, by_domain={Domain.TRANSPORT: ENGINE.weights})
    other = BY_KEY["poids:mobilite"].change(scored(OFFERS[0], PEOPLE), own)
    assert not other.points[:, COLUMN[Criterion.MOBILITY]].any()


def test_an_obstacle_that_is_ignored_holds_nobody_back() -> None:
    without = make_candidate("C-1", credentials=(DRIVES,))
    scores = pair(make_offer(), without, make_candidate("C-2", origin=None, travel_modes=None))
    assert not scores.eligible[0]
    for key in ("obstacle:titres", "obstacle:tous"):
        free = changed(key, scores)
        assert free.eligible[0]
        assert ORDER[free.band[0]] is Band.VERY_SUITABLE
    assert not changed("obstacle:trajet", scores).eligible[0]


def test_a_title_left_to_check_is_no_question_once_its_gate_is_ignored() -> None:
    unsure = make_candidate("C-1", credentials=(), credentials_listed=False)
    scores = pair(make_offer(), unsure)
    assert ORDER[scores.band[0]] is Band.TO_CHECK
    assert ORDER[changed("obstacle:titres", scores).band[0]] is Band.VERY_SUITABLE


def test_without_bands_the_score_alone_gives_the_order() -> None:
    scores = scored(OFFERS[0], PEOPLE)
    totals = changed("ordre:bandes", scores).total[order(changed("ordre:bandes", scores))]
    assert np.all(np.diff(totals) <= 0)
    assert not np.all(np.diff(scores.total[order(scores)]) <= 0)


def test_an_unknown_fact_can_be_counted_zero() -> None:
    scores = pair(make_offer(), make_candidate("C-1", origin=None))
    column = COLUMN[Criterion.MOBILITY]
    assert scores.points[0, column] > 0
    assert changed("ordre:inconnu_zero", scores).points[0, column] == 0


def test_equal_weights_are_one_eighth_each() -> None:
    other = changed("ordre:poids_egaux", scored(OFFERS[0], PEOPLE))
    assert other.points == pytest.approx(other.values / len(Criterion))


def test_readings_are_taken_away_one_at_a_time() -> None:
    scores = scored(OFFERS[0], PEOPLE)
    occupation, text = COLUMN[Criterion.OCCUPATION], COLUMN[Criterion.CLOSENESS]
    fiches, topics = changed("lecture:fiches", scores), changed("lecture:themes_texte", scores)
    assert fiches.values[0, occupation] < scores.values[0, occupation]
    assert topics.values[0, occupation] == scores.values[0, occupation]
    assert topics.values[0, text] < scores.values[0, text]


def test_deduced_skills_are_unknown_without_the_fiche_and_listed_ones_stay() -> None:
    deduced, column = pair(make_offer(), make_candidate()), COLUMN[Criterion.SKILLS]
    assert deduced.known[0, column]
    assert not changed("lecture:deduites", deduced).known[0, column]
    listed = pair(make_offer(skills=((SkillFact("chargement", None), True),)), make_candidate())
    other = changed("lecture:deduites", listed)
    assert other.values[0, column] == listed.values[0, column]


def test_a_title_of_the_law_is_asked_no_more() -> None:
    law = LicenceAsk(FORKLIFT, "CACES R489 cat. 3", Necessity.REQUIRED)
    scores = pair(make_offer(licences=()), make_candidate("C-1", credentials=()))
    asked = rescore(scores, replace(scores.comparison.offer, legal_titles=(law,)), ENGINE)
    assert not asked.eligible[0]
    assert changed("lecture:loi", asked).eligible[0]
