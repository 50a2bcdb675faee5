"""The frozen values of the engine, measured on the fictitious programme of the demo.

    python -m api.calibration

writes `matching/data/neutral.toml` (what an unknown fact is worth: the mean of the criterion
over known facts, by domain) and `matching/data/background.csv` (cosines of offers and persons
drawn at random, which free-text closeness is read against). Seeded; run it after a change of
encoder or of a formula, with a new engine version.
"""

import random
import tempfile
from collections import defaultdict
from datetime import date
from pathlib import Path

import numpy as np

from api.demo.offers import offers as demo_offers
from api.demo.offers import write_offers
from api.demo.people import people as demo_people
from api.demo.people import write_people
from api.services.profiles import offer_facts
from api.services.ranking import Ranker, make_ranker
from api.services.reading import read_offer_file
from ingestion.candidates import read_candidates
from ingestion.records import ParsedOffer
from matching.context import Comparison
from matching.profiles import CandidateBatch, FloatArray
from matching.score import score
from models.vocabulary import Criterion, Domain, Necessity

DATA = Path(__file__).parents[1] / "matching" / "data"
DAY = date(2026, 11, 23)
SEED = 20261122
NEAREST = 100
"""Persons an advisor would look at for an offer: neutral values are means over these, not over
a whole pool where nearly everybody is of another trade. The occupation itself is the exception:
who says nothing of a project is anybody, so its mean is that of the whole pool."""

QUANTILES = 101
PAIRS_AN_OFFER = 50


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_people(folder / "people.csv", demo_people(today=DAY))
        write_offers(folder / "offers.json", demo_offers(today=DAY))
        offers = read_offer_file(folder / "offers.json").offers
        people = [record for _, record in read_candidates(folder / "people.csv").records]
    ranker = make_ranker()
    batch = ranker.batch(people)
    (DATA / "background.csv").write_text(_background(ranker, offers, batch), encoding="utf-8")
    (DATA / "neutral.toml").write_text(_neutral(ranker, offers, batch), encoding="utf-8")


def _compare(ranker: Ranker, offer: ParsedOffer, batch: CandidateBatch) -> Comparison:
    profile = ranker.profiler.offer(offer_facts(offer, key="calibration"))
    return Comparison(profile, batch, ranker.profiler.occupations, ranker.territory, DAY)


def _background(ranker: Ranker, offers: list[ParsedOffer], batch: CandidateBatch) -> str:
    draw = random.Random(SEED)
    cosines: list[float] = []
    for offer in offers:
        cosine = _compare(ranker, offer, batch).text_cosine
        drawn = [cosine[draw.randrange(len(batch))] for _ in range(PAIRS_AN_OFFER)]
        cosines += [float(value) for value in drawn if not np.isnan(value)]
    quantiles = np.quantile(np.array(cosines), np.linspace(0, 1, QUANTILES))
    head = "# Rising cosines of offers and persons drawn at random: python -m api.calibration\n"
    return head + "".join(f"{value:.4f}\n" for value in quantiles)


def _neutral(ranker: Ranker, offers: list[ParsedOffer], batch: CandidateBatch) -> str:
    values: dict[str, dict[Criterion, list[FloatArray]]] = defaultdict(lambda: defaultdict(list))
    for offer in offers:
        scores = score(_compare(ranker, offer, batch), ranker.engine)
        everybody = np.arange(len(batch))
        nearest = np.argsort(-scores.values[:, 0], kind="stable")[:NEAREST]
        for column, criterion in enumerate(Criterion):
            if not _asks(offer, criterion):
                continue
            among = everybody if criterion is Criterion.OCCUPATION else nearest
            known = among[scores.known[among, column]]
            for name in ("tous", offer.domain.value):
                values[name][criterion].append(scores.values[known, column])
    lines = [
        "# Frozen value of a criterion whose fact is unknown: its mean over known facts,",
        f"# among the {NEAREST} persons nearest to each offer that asks: python -m api.calibration",
    ]
    whole = {c: _mean(values["tous"][c], 0.5) for c in Criterion}
    for name in ("tous", *(d.value for d in Domain if d.value in values)):
        lines += ["", f"[{name}]"]
        lines += [f"{c.value} = {_mean(values[name][c], whole[c]):.2f}" for c in Criterion]
    return "\n".join(lines) + "\n"


def _asks(offer: ParsedOffer, criterion: Criterion) -> bool:
    """Whether the offer asks something of this criterion; silence would only give 1."""
    match criterion:
        case Criterion.EXPERIENCE:
            return offer.experience.necessity in (Necessity.WISHED, Necessity.REQUIRED)
        case Criterion.CREDENTIALS:
            return any(asked.necessity is Necessity.WISHED for asked in offer.licences)
        case Criterion.EDUCATION:
            return offer.education.level is not None or bool(offer.languages)
    return True


def _mean(parts: list[FloatArray], otherwise: float) -> float:
    found = np.concatenate(parts) if parts else np.array([])
    return float(found.mean()) if found.size else otherwise


if __name__ == "__main__":
    main()
