"""How well twins are told: `python -m tests.evidence.duplicates DATA [SEED]` (docs/decisions/0011).

Positives: one need of the demonstration's generator told twice (another agency, another title,
facts left out), and real offers of one group of near copies in one town within 60 days. Negatives:
other needs of the same employer, the same trade in the same town, near copies for another town,
and pairs of real offers drawn at random in one town and one family of trades.
"""

import gzip
import json
import sys
from collections import defaultdict
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import api.demo.offers as generator
from api.demo.catalogue import trades
from api.demo.offer_terms import Terms, draw_terms, employers
from api.demo.offer_texts import both_titles, describe
from ingestion.offers import parse_offers
from ingestion.offers.duplicates import compare, may_match, sketch
from ingestion.offers.raw import Origin, RawOffer
from ingestion.records import ParsedOffer
from models.vocabulary import Domain
from tests.evidence.pool import yardstick

Offer = dict[str, Any]
Pair = tuple[Offer, Offer, bool, str]
TODAY = date(2026, 11, 23)
SEED = 20
GENERATED = 400
GROUPS, RANDOM = 500, 900
SAME_NEED_DAYS = 60
THRESHOLDS = (0.5, 0.7, 0.8, 0.9, 0.95)
READ_AS_ONE = frozenset({("6768648", "9342420"), ("0158964", "5912623"), ("0365692", "186DQFM")})
"""Pairs drawn at random that were read and are one need, republished."""


class NoCoder:
    """Proposes no trade: declared ones alone count."""

    def propose(self, titles: Any, descriptions: Any, k: int = 5) -> list[list[Any]]:
        """Nothing, once a title."""
        return [[] for _ in titles]

    def label(self, rome: str) -> str | None:
        """No label."""
        return None

    def domain(self, rome: str) -> Domain:
        """No domain."""
        return Domain.OTHER


def told(rng: Random, terms: Terms, number: str, sparse: float) -> Offer:
    """The terms as an offer, with its keys, or in words alone."""
    offer: Offer = {
        "id": number,
        "intitule": both_titles(rng, terms.title),
        "description": describe(rng, terms),
    }
    if rng.random() < sparse:
        return offer
    offer |= {
        "dateCreation": f"{TODAY}T08:00:00.000Z",
        "lieuTravail": generator._workplace(rng, terms),
        "nombrePostes": terms.positions,
        "romeCode": terms.trade.rome,
        **generator._contract(terms),
    }
    for share, more in (
        (0.87, {"entreprise": {"nom": terms.employer}}),
        (0.72, generator._duration(terms)),
        (0.72, {"salaire": {"libelle": generator._pay(terms)}}),
    ):
        if rng.random() < share:
            offer |= more
    return offer


def generated(rng: Random) -> list[Pair]:
    """Needs told twice, and needs that only look alike."""
    pairs: list[Pair] = []
    kinds, weights = list(trades()), [trade.offers for trade in trades()]
    for number in range(GENERATED):
        terms = draw_terms(rng, rng.choices(kinds, weights)[0], TODAY)
        first = told(rng, terms, f"{number}a", 0.25)
        twin = replace(terms, title=rng.choice(terms.trade.titles))
        if terms.kind == "agency":
            twin = replace(twin, employer=rng.choice(employers()["agencies"]))
        pairs.append((first, told(rng, twin, f"{number}b", 0.35), True, "redit"))
        near: dict[str, Any] = {"place": terms.place, "zone": terms.zone}
        same: dict[str, Any] = {**near, "employer": terms.employer, "kind": terms.kind}
        others = (
            (rng.choices(kinds, weights)[0], same, "même employeur, autre besoin"),
            (terms.trade, near, "même métier, même commune"),
            (terms.trade, same, "même métier, même employeur"),
        )
        for trade, kept, name in others:
            other = replace(draw_terms(rng, trade, TODAY), **kept)
            pairs.append((first, told(rng, other, f"{number}{name}", 0.25), False, name))
    return pairs


def real(rng: Random, data: Path) -> list[Pair]:
    """Near copies and neighbours among the offers that may be tuned on."""
    rules = yardstick(data)
    with gzip.open(data / "offers_dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        offers = [each for line in lines if not rules.is_test(each := json.loads(line))]
    groups, blocks = defaultdict(list), defaultdict(list)
    for offer in offers:
        groups[offer["_groupe"]].append(offer)
        if town := offer["lieuTravail"].get("commune"):
            blocks[town, (offer["_romeParent"] or offer["romeCode"])[:3]].append(offer)
    pairs: list[Pair] = []
    copies = [group for group in groups.values() if 1 < len(group) <= 8]
    for group in rng.sample(copies, min(GROUPS, len(copies))):
        pairs += _labelled(*rng.sample(group, 2))
    shared = [block for block in blocks.values() if len(block) > 1]
    drawn: set[tuple[str, ...]] = set()
    for _ in range(RANDOM):
        one, other = rng.sample(rng.choice(shared), 2)
        key = tuple(sorted((str(one["id"]), str(other["id"]))))
        if one["_groupe"] != other["_groupe"] and key not in drawn:
            drawn.add(key)
            pairs.append((one, other, key in READ_AS_ONE, "au hasard, même commune"))
    return pairs


def _labelled(one: Offer, other: Offer) -> list[Pair]:
    towns = [each["lieuTravail"].get("commune") for each in (one, other)]
    days = [date.fromisoformat(each["dateCreation"][:10]) for each in (one, other)]
    if all(towns) and towns[0] != towns[1]:
        return [(one, other, False, "copie, autre commune")]
    is_near = abs((days[0] - days[1]).days) <= SAME_NEED_DAYS
    if all(towns) and is_near and one["typeContrat"] == other["typeContrat"]:
        return [(one, other, True, "copie, même commune")]
    return []


def read(offers: list[Offer]) -> dict[str, ParsedOffer]:
    """Offers read, by their identifier."""
    raws = [
        RawOffer(
            each["intitule"],
            each["description"],
            Origin.FRANCE_TRAVAIL if "lieuTravail" in each else Origin.TEXT,
            str(each["id"]),
            1,
            {key: value for key, value in each.items() if not key.startswith("_")},
        )
        for each in offers
    ]
    return dict(
        zip((raw.reference or "" for raw in raws), parse_offers(raws, NoCoder()), strict=True)
    )


def main(data: Path, seed: int) -> None:
    """Print precision and recall at each threshold, and what is proposed of each kind."""
    rng = Random(seed)
    pairs = [*generated(rng), *real(rng, data)]
    parsed = read(list({each["id"]: each for pair in pairs for each in pair[:2]}.values()))
    sketches = {key: sketch(offer) for key, offer in parsed.items()}
    scored = []
    for one, other, is_same, kind in pairs:
        first, second = sketches[str(one["id"])], sketches[str(other["id"])]
        value = compare(first, second).probability if may_match(first, second) else 0.0
        scored.append((value, is_same, kind))
    for threshold in THRESHOLDS:
        proposed = [(is_same, kind) for value, is_same, kind in scored if value >= threshold]
        right = sum(is_same for is_same, _ in proposed)
        total = sum(is_same for _, is_same, _ in scored)
        print(
            f"seuil {threshold:.2f} : précision {right / max(1, len(proposed)):.3f}, "
            f"rappel {right / total:.3f} ({right} justes, {len(proposed) - right} faux)"
        )
        for kind in sorted({kind for _, _, kind in scored}):
            of_kind = sum(each == kind for _, _, each in scored)
            print(f"    {kind} : {sum(each == kind for _, each in proposed)} / {of_kind}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else SEED)
