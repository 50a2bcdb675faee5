"""What the confidence of contract types and weekly hours is worth, on real offers.

    python -m tests.terms_calibration FILE.jsonl.gz [--side dev|test]

FILE holds France Travail offers, one a line, with `_groupe` (cluster of near duplicates): the
offers whose group hashes under 0.3 are the test side, as in the parsing benchmark. Only titles
and descriptions are read; the fields of the form are the truth. One line a confidence: values
right, values given, share.
"""

import argparse
import gzip
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from ingestion.lexicon import Words, cut
from ingestion.offers.contract_types import contract_type
from ingestion.offers.hours import weekly_hours
from models.vocabulary import ContractType

TEST_SHARE = 0.3
CLOSE_HOURS = 0.6
TRADES = ("F", "H", "I", "N", "K1", "K2", "G16", "G15", "G18", "D1", "J1", "A1", "M15", "M16")
"""Families of the programme's trades (ROME)."""
_TYPES = {"CDI": "CDI", "CDD": "CDD", "MIS": "interim", "SAI": "saisonnier"}
_HOURS = re.compile(r"\s*(\d+)[hH](\d+)?")

Offer = Mapping[str, object]
Tally = dict[float, list[int]]


def is_test(offer: Offer) -> bool:
    """Whether the group of an offer stands on the test side."""
    digest = hashlib.sha256(f"g{offer['_groupe']}".encode()).hexdigest()
    return int(digest[:8], 16) / 2**32 < TEST_SHARE


def read_side(path: Path, test: bool) -> Iterator[tuple[Offer, Words, int]]:
    """Offers of one side, with their words and the length of their title."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            offer = json.loads(line)
            trade = str(offer["_romeParent"] or offer["romeCode"])
            if is_test(offer) == test and trade.startswith(TRADES):
                yield (
                    offer,
                    cut(f"{offer['intitule']}\n{offer['description']}"),
                    len(offer["intitule"]),
                )


def type_is_right(offer: Offer, words: Words, title_length: int) -> tuple[float, bool] | None:
    """Confidence and verdict of the type read; None where either side says nothing.

    Work-study is left out: the form files it as CDD or CDI.
    """
    found = contract_type(words, title_length)
    declared = _TYPES.get(str(offer.get("typeContrat")))
    if found is None or declared is None or found.value is ContractType.WORK_STUDY:
        return None
    return found.confidence, found.value == declared


def hours_are_right(offer: Offer, words: Words) -> tuple[float, bool] | None:
    """Confidence and verdict of the weekly hours read; None where either side says nothing."""
    found = weekly_hours(words)
    declared = _HOURS.match(str(offer.get("dureeTravailLibelle") or ""))
    if found is None or declared is None:
        return None
    hours = int(declared[1]) + int(declared[2] or 0) / 60
    return found.confidence, abs(found.value - hours) < CLOSE_HOURS


def print_tally(name: str, tally: Tally) -> None:
    """One line a confidence, the surest first."""
    for confidence in sorted(tally, reverse=True):
        right, given = tally[confidence]
        print(f"{name:14s} {confidence:.2f} {right:5d}/{given:5d} = {right / given:.3f}")


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--side", choices=("dev", "test"), default="dev")
    asked = parser.parse_args()
    types: Tally = defaultdict(lambda: [0, 0])
    hours: Tally = defaultdict(lambda: [0, 0])
    for offer, words, title_length in read_side(asked.file, asked.side == "test"):
        verdicts = (type_is_right(offer, words, title_length), hours_are_right(offer, words))
        for tally, verdict in zip((types, hours), verdicts, strict=True):
            if verdict is not None:
                tally[verdict[0]][0] += verdict[1]
                tally[verdict[0]][1] += 1
    print_tally("contract.type", types)
    print_tally("weekly_hours", hours)


if __name__ == "__main__":
    main()
