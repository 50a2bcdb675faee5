"""Fit the weights of the clues of `place_cues.csv` on the development side of the real offers.

    python -m tests.evidence.place_weights DATA

Conditional logit with "none of the places" at zero: an offer chooses the commune of its form
among the places that its text names. Ridge penalty of 1. Prints name and weight.
"""

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from ingestion.lexicon import cut
from ingestion.offers.place import Candidate, candidates
from ingestion.offers.place_cues import weights
from ingestion.offers.squeezing import squeeze
from tests.evidence.pool import Offer, as_text, development_side
from tests.evidence.workplace import own_name, verdict

PENALTY = 1.0
Array = NDArray[np.float64]
BY_HAND = {"region", "agency"}


def named(offer: Offer) -> tuple[Candidate, ...]:
    """The places that title and description name."""
    raw = as_text(offer)
    return candidates(cut(squeeze(raw.source_text).text), len(squeeze(raw.title).text))


def fit(clues: Array, offer_of: NDArray[np.intp], chosen: NDArray[np.bool_]) -> Array:
    """The weights: (n, k) values of clues, (n,) number of the offer, (n,) whether it is right."""
    offers = int(offer_of.max()) + 1

    def loss(guess: Array) -> tuple[float, Array]:
        score = clues @ guess
        odds = np.exp(np.clip(score, -30, 30))
        whole = 1.0 + np.bincount(offer_of, odds, offers)
        share = odds / whole[offer_of]
        value = np.log(whole).sum() - score[chosen].sum() + PENALTY * (guess**2).sum() / 2
        slope = clues.T @ share - clues[chosen].sum(0) + PENALTY * guess
        return float(value), slope

    found = minimize(loss, np.zeros(clues.shape[1]), jac=True, method="L-BFGS-B")
    return np.asarray(found.x, dtype=np.float64)


def main(arguments: list[str]) -> None:
    """Fit and print."""
    names = [name for name in weights() if name not in BY_HAND]
    rows: list[list[float]] = []
    offer_of: list[int] = []
    chosen: list[bool] = []
    for number, offer in enumerate(filter(own_name, development_side(Path(arguments[0])))):
        is_found = False
        for each in named(offer):
            is_right = not is_found and verdict(offer, each.place) in ("insee", "name")
            is_found = is_found or is_right
            rows.append([each.clues.get(name, 0.0) for name in names])
            offer_of.append(number)
            chosen.append(is_right)
    found = fit(np.array(rows), np.array(offer_of), np.array(chosen))
    for name, weight in zip(names, found, strict=True):
        print(f"{name};{weight:.2f}")


if __name__ == "__main__":
    main(sys.argv[1:])
