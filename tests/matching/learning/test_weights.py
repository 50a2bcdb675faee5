"""Weights that are learnt: the prior without decisions, the hidden ones with many."""

import numpy as np
import pytest

from matching.learning.pooling import Regime, learn
from matching.learning.preferences import as_vector, as_weights, preferences
from matching.learning.simulation import DOMAINS, Office, history
from matching.learning.weights import fit, negative_log_likelihood
from models.vocabulary import Criterion, Domain
from tests.evidence.learning import OTHER, PRIOR, distance, everywhere, one_apart
from tests.matching.learning.decisions import make_decision, make_values

NOTHING = preferences([], {})


def test_without_a_decision_the_weights_are_the_prior() -> None:
    found = fit(NOTHING, PRIOR).weights
    assert as_vector(found) == pytest.approx(as_vector(PRIOR), abs=1e-6)
    assert sum(found.values()) == pytest.approx(1.0, abs=1e-12)


def test_a_prior_without_a_criterion_is_refused() -> None:
    with pytest.raises(ValueError, match="positive"):
        fit(NOTHING, {**PRIOR, Criterion.EDUCATION: 0.0})


def test_the_gradient_is_that_of_the_cost() -> None:
    made = history(Office(everywhere(OTHER), PRIOR), 4)
    pairs, shares = preferences(made.decisions, {}), as_vector(PRIOR)
    _, on_shares, on_slope = negative_log_likelihood(pairs, shares, 9.0)
    for place in range(8):
        step = np.zeros(8)
        step[place] = 1e-6
        high = negative_log_likelihood(pairs, shares + step, 9.0)[0]
        low = negative_log_likelihood(pairs, shares - step, 9.0)[0]
        assert on_shares[place] == pytest.approx((high - low) / 2e-6, rel=1e-4, abs=1e-6)
    high = negative_log_likelihood(pairs, shares, 9.0 + 1e-6)[0]
    low = negative_log_likelihood(pairs, shares, 9.0 - 1e-6)[0]
    assert on_slope == pytest.approx((high - low) / 2e-6, rel=1e-4, abs=1e-6)


def test_a_motive_moves_its_criterion_more_than_the_others() -> None:
    values = {True: make_values(competences=0.8, experience=0.8), False: make_values()}
    rows = [
        make_decision(f"P-{kept}", kept, offer=f"O-{number}", values=values[kept])
        for number in range(60)
        for kept in (True, False)
    ]
    found = fit(preferences(rows, {}), PRIOR).weights
    ratios = {criterion: found[criterion] / PRIOR[criterion] for criterion in Criterion}
    assert ratios[Criterion.SKILLS] == max(ratios.values())
    assert ratios[Criterion.SKILLS] > 1.05
    assert ratios[Criterion.SKILLS] > ratios[Criterion.EXPERIENCE] + 0.02


def test_hidden_weights_are_found_again() -> None:
    pairs = preferences(history(Office(everywhere(OTHER), PRIOR), 250).decisions, {})
    assert distance(fit(pairs, PRIOR).weights, OTHER) < 0.55 * distance(PRIOR, OTHER)


def test_decisions_at_random_flatten_the_slope_and_leave_the_prior() -> None:
    pairs = preferences(history(Office(everywhere(OTHER), PRIOR, slope=0.0), 120).decisions, {})
    found = fit(pairs, PRIOR)
    assert found.slope < 2.0
    assert distance(found.weights, PRIOR) < 0.06


def test_the_schedule_waits_then_learns_one_set_then_one_a_domain() -> None:
    made = history(Office(one_apart(), PRIOR), 300)
    pairs = preferences(made.decisions, {})
    few = learn(pairs, PRIOR, 199)
    assert few.regime is Regime.PRIOR
    assert few.weights_in(Domain.TRANSPORT) == PRIOR
    one = learn(pairs, PRIOR, 2000)
    assert one.regime is Regime.GLOBAL
    assert not one.by_domain
    many = learn(pairs, PRIOR, 2001)
    assert many.regime is Regime.POOLED
    assert set(many.by_domain) == set(DOMAINS)
    apart = one_apart()[Domain.PERSONAL_SERVICES]
    mine = many.weights_in(Domain.PERSONAL_SERVICES)
    assert distance(mine, apart) < distance(one.overall.weights, apart)
    assert many.weights_in(Domain.OTHER) == many.overall.weights


def test_a_domain_of_few_decisions_stays_with_the_others() -> None:
    made = history(Office(everywhere(OTHER), PRIOR), 240).decisions
    kept = [d for d in made if d.domain is not Domain.CATERING]
    kept += [d for d in made if d.domain is Domain.CATERING][:6]
    found = learn(preferences(kept, {}), PRIOR, 2001)
    assert distance(found.weights_in(Domain.CATERING), found.overall.weights) < 0.03


def test_weights_add_up() -> None:
    shares = as_weights(np.array([3.0, 1, 1, 1, 1, 1, 1, 1]))
    assert sum(shares.values()) == pytest.approx(1.0, abs=1e-15)
    assert shares[Criterion.OCCUPATION] == 0.3
