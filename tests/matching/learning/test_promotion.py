"""New weights are put to a person only where they are better on offers they have not seen."""

from datetime import date, timedelta

import pytest

from matching.learning.heldout import pair_accuracy, split_by_date
from matching.learning.promotion import Rivals, try_out
from matching.learning.simulation import Office, history
from tests.evidence.learning import OTHER, PRIOR, everywhere, many, tried
from tests.matching.learning.decisions import make_decision


def test_the_learnt_order_beats_the_prior_on_decisions_it_has_not_seen() -> None:
    trial = tried(history(Office(everywhere(OTHER), PRIOR, seed=1), 400))
    assert trial.is_promotable
    assert trial.difference.gain_interval[0] > 0
    assert trial.difference.accuracy_interval[0] > 0
    assert trial.difference.after.ndcg > trial.difference.before.ndcg


def test_noise_alone_promotes_nothing() -> None:
    trials = [trial for _, trial in zip(range(5), many(0.0, everywhere(PRIOR), 110), strict=False)]
    assert all(trial.difference.offers >= 20 for trial in trials)
    assert not [trial for trial in trials if trial.is_promotable]


def test_too_few_decisions_or_offers_promote_nothing_and_say_so() -> None:
    made = history(Office(everywhere(OTHER), PRIOR), 30).decisions
    rivals = Rivals(lambda domain: PRIOR, PRIOR)
    assert try_out(made[:150], {}, rivals).refusals == (
        "il faut 200 décisions utiles, il y en a 150",
    )
    assert "offres récentes" in try_out(made, {}, rivals).refusals[0]
    assert try_out([], {}, rivals).refusals == ("il faut 200 décisions utiles, il y en a 0",)


def test_weights_already_in_force_gain_nothing() -> None:
    made = history(Office(everywhere(OTHER), PRIOR, seed=1), 400)
    learnt = tried(made).learnt
    again = try_out(made.decisions, {}, Rivals(learnt.weights_in, PRIOR))
    assert not again.is_promotable


def test_an_exposure_ratio_out_of_its_band_stops_them() -> None:
    made = history(Office(everywhere(OTHER), PRIOR, seed=1), 400)
    out = "l’exposition d’un groupe sort de sa bande"
    trial = try_out(made.decisions, {}, Rivals(lambda domain: PRIOR, PRIOR, lambda learnt: (out,)))
    assert trial.refusals == (out,)


def test_the_most_recent_fifth_of_the_offers_is_kept_apart() -> None:
    first = date(2026, 1, 1)
    rows = [
        make_decision(person, person == "P-1", offer=f"O-{n}", day=first + timedelta(days=n))
        for n in range(10)
        for person in ("P-1", "P-2")
    ]
    rows.append(make_decision("P-3", True, offer="O-0", day=first + timedelta(days=40)))
    older, recent = split_by_date(list(reversed(rows)))
    assert {each.offer for each in recent} == {"O-0", "O-9"}
    assert len(older) + len(recent) == len(rows)
    assert not {each.offer for each in older} & {each.offer for each in recent}


@pytest.mark.parametrize(("better", "share"), [(0.9, 1.0), (0.1, 0.0), (0.5, 0.5)])
def test_pairs_in_order_are_counted_inside_a_band(better: float, share: float) -> None:
    rows = [
        make_decision("P-1", True, values=(better,) * 8),
        make_decision("P-2", False, values=(0.5,) * 8),
    ]
    assert pair_accuracy(rows, lambda domain: PRIOR) == {"O-1": share}
