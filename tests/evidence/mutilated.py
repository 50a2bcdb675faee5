"""Real offers harmed on their way: what their intact text says must still be read.

    python -m tests.evidence.mutilated DATA [N]

N offers of the test side (1,000 by default) are read, harmed (a fixed seed, each harm in turn)
and read again. A value of the intact text counts where it has evidence whose words survived,
with forty characters on each side: what it was understood by.
"""

import random
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from ingestion.offers import RawOffer, parse_offers
from ingestion.plain import to_plain
from ingestion.records import ParsedOffer
from tests.evidence.pool import as_text, test_side
from tests.ingestion.offers.coder import SmallCoder
from tests.ingestion.offers.mutilations import HARMS

SEED = 20261122
AROUND = 40
"""Characters on each side of the words of a value, without which it may mean something else."""


def value_of(offer: ParsedOffer, field: str) -> Any:
    """The plain value that an evidence name stands for; contacts are compared as they are."""
    value: Any = to_plain(offer)
    for part in field.split("."):
        value = value[int(part)] if part.isdigit() and isinstance(value, list) else value[part]
    return value


def still_there(offer: ParsedOffer, field: str, value: Any) -> bool:
    """Whether the harmed offer says the same, at any place of its list."""
    name, _, last = field.rpartition(".")
    whole: Any = to_plain(offer)
    for part in (name if last.isdigit() else field).split("."):
        whole = whole[part]
    same = [_folded(item) for item in whole] if last.isdigit() else _folded(whole)
    return _folded(value) in same if last.isdigit() else _folded(value) == same


def _folded(value: Any) -> str:
    return str(value).lower()


def main(arguments: list[str]) -> None:
    offers = test_side(Path(arguments[0]))[: int(arguments[1]) if len(arguments) > 1 else 1_000]
    raws = [as_text(offer) for offer in offers]
    intact = parse_offers(raws, SmallCoder())
    rng = random.Random(SEED)
    names = list(HARMS)
    counts: dict[str, Counter[str]] = {}
    out = 0
    for rank, (raw, offer) in enumerate(zip(raws, intact, strict=True)):
        name = names[rank % len(names)]
        if len(raw.description) < AROUND * 2:
            continue
        harmed = HARMS[name](offer.source_text, rng)
        title, _, description = harmed.text.partition("\n")
        (again,) = parse_offers([RawOffer(title, description)], SmallCoder())
        out += bool(again.source_text)
        for field, evidence in offer.evidence.items():
            span = (max(0, evidence.start - AROUND), evidence.end + AROUND)
            if harmed.spares(span):
                kept = still_there(again, field, value_of(offer, field))
                counts.setdefault(name, Counter())[("kept" if kept else field.split(".")[0])] += 1
    print(f"{len(offers)} offers in, {out} fiches out with their text")
    for name, found in counts.items():
        total = sum(found.values())
        lost = [item for item in found.most_common(5) if item[0] != "kept"]
        print(f"{name:28s} {found['kept']:6d}/{total:6d} = {found['kept'] / total:.3f}  {lost}")
    right = sum(found["kept"] for found in counts.values())
    asked = sum(found.total() for found in counts.values())
    print(f"{'ensemble':28s} {right:6d}/{asked:6d} = {right / asked:.3f}")


if __name__ == "__main__":
    main(sys.argv[1:])
