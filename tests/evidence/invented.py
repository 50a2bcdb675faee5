"""Draw values read in real offers, to be read again: does the text say them of the post?

    python -m tests.evidence.invented DATA OUT.csv [--seed N] [--development] [--kept S] [--context]
        [--read VERDICTS.csv ...]

DATA is the folder that holds `offers_dev.jsonl.gz`. Only titles and descriptions go in. For each
field, up to 100 values (skills: 200) are drawn at random with a fixed seed among those that the
parser found in the test side's texts, or in the last share of the other side's: `--kept 0.8` keeps
one offer in five, by a hash of its number, that was not read while rules were written. OUT holds
ids and places, no text; `verdict` and `cause` are left empty for the reader. `--context` prints
each value with what stands around it. `--read` leaves out the values that these files judge.
"""

import argparse
import csv
import hashlib
import random
from collections.abc import Iterator
from pathlib import Path

from api.services.reading import parse_some
from ingestion.records import ParsedOffer
from tests.evidence.pool import as_text, development_side, test_side

VALUES = 100
MORE = {"skills": 200}
"""Values drawn of each field, and of the field that offers name most."""
SEED = 12
COLUMNS = ("offer", "field", "value", "start", "end", "verdict", "cause")
SIDE_CHARACTERS = 60
"""Characters shown on each side of a value."""


def values(offer: ParsedOffer) -> dict[str, list[tuple[str, str]]]:
    """For each field, its values as (code or label, name of its evidence)."""
    lists = {
        "licences": [need.code for need in offer.licences],
        "languages": [need.code for need in offer.languages],
        "constraints": [each.value for each in offer.constraints],
        "skills": [need.label for need in offer.skills],
    }
    found = {
        field: [(value, f"{field}.{rank}") for rank, value in enumerate(read)]
        for field, read in lists.items()
    }
    level = offer.education.level
    found["education"] = [("" if level is None else str(level), "education")]
    found["vehicle"] = [(offer.vehicle.value, "vehicle")] if offer.vehicle else []
    return found


def rows(offer: ParsedOffer) -> Iterator[tuple[dict[str, str], str]]:
    """The lines of one offer, each with its passage; values of the keys have no place."""
    for field, read in values(offer).items():
        for value, name in read:
            found = offer.evidence.get(name)
            if found is None:
                continue
            told = (str(offer.reference), field, value, str(found.start), str(found.end), "", "")
            text = offer.source_text
            before = text[max(0, found.start - SIDE_CHARACTERS) : found.start]
            after = text[found.end : found.end + SIDE_CHARACTERS]
            passage = f"{before}⟦{found.text}⟧{after}".replace("\n", "¶")
            yield dict(zip(COLUMNS, told, strict=True)), passage


def _share(number: str) -> float:
    """Where an offer stands in [0, 1), always the same."""
    return int(hashlib.sha256(f"t3{number}".encode()).hexdigest()[:8], 16) / 2**32


def _place(row: dict[str, str]) -> tuple[str, str, str]:
    return row["offer"], row["field"], row["start"]


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def main() -> None:
    """Draw, write, and show what was drawn."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--development", action="store_true")
    parser.add_argument("--kept", type=float, default=0.0)
    parser.add_argument("--context", action="store_true")
    parser.add_argument("--read", type=Path, nargs="*", default=[])
    chosen = parser.parse_args()
    side = development_side if chosen.development else test_side
    kept = [offer for offer in side(chosen.data) if _share(str(offer["id"])) >= chosen.kept]
    offers = parse_some([as_text(offer) for offer in kept])
    judged = {_place(row) for path in chosen.read for row in _table(path)}
    every: dict[str, list[tuple[dict[str, str], str]]] = {}
    for offer in offers:
        for row, passage in rows(offer):
            if _place(row) not in judged:
                every.setdefault(row["field"], []).append((row, passage))
    rng = random.Random(chosen.seed)
    drawn = [
        each
        for field in sorted(every)
        for each in rng.sample(every[field], min(MORE.get(field, VALUES), len(every[field])))
    ]
    with chosen.out.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, COLUMNS, delimiter=";", lineterminator="\n")
        table.writeheader()
        table.writerows(row for row, _ in drawn)
    counts = ", ".join(f"{field} {len(found)}" for field, found in sorted(every.items()))
    print(f"{len(offers)} offres ; valeurs lues : {counts} ; graine {chosen.seed}")
    for number, (row, passage) in enumerate(drawn if chosen.context else ()):
        print(number, row["field"], row["value"], passage)


if __name__ == "__main__":
    main()
