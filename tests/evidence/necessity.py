"""Draw mentions of needs read in real offers, to be read again by a person.

    python -m tests.evidence.necessity DATA OUT.csv [--seed N] [--development] [--context]

DATA is the folder that holds `offers_dev.jsonl.gz`. Only titles and descriptions go in. Drawn at
random, with a fixed seed, among all licences, languages, experience and education that the
parser found in the test side's texts. OUT holds ids and places, no text; `verdict` and
`true_necessity` are left empty for the reader. `--context` prints each mention with its sentence.
"""

import argparse
import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingestion.offers import parse_offers
from ingestion.records import Evidence, ParsedOffer
from models.vocabulary import Necessity
from tests.evidence.pool import as_text, development_side, test_side
from tests.ingestion.offers.coder import SmallCoder

MENTIONS = 200
SEED = 2026
COLUMNS = (
    "offer",
    "field",
    "code",
    "start",
    "end",
    "confidence",
    "read_necessity",
    "verdict",
    "true_necessity",
)
SIDE_CHARACTERS = 130
"""Characters shown on each side of a mention."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A need that the parser read in one offer."""

    offer: ParsedOffer
    field: str
    code: str
    necessity: Necessity
    evidence: Evidence

    def row(self) -> dict[str, str]:
        """The line of the table, verdict left to the reader."""
        values = (
            str(self.offer.reference),
            self.field,
            self.code,
            str(self.evidence.start),
            str(self.evidence.end),
            f"{self.evidence.confidence:.2f}",
            self.necessity.value,
            "",
            "",
        )
        return dict(zip(COLUMNS, values, strict=True))

    def context(self) -> str:
        """The mention between marks, with what stands around it."""
        text, found = self.offer.source_text, self.evidence
        before = text[max(0, found.start - SIDE_CHARACTERS) : found.start]
        after = text[found.end : found.end + SIDE_CHARACTERS]
        return f"{before}⟦{found.text}⟧{after}".replace("\n", "¶")


def mentions(offer: ParsedOffer) -> Iterator[Mention]:
    """Every need of an offer that was read in its words."""
    for index, licence in enumerate(offer.licences):
        yield from _one(offer, "licences", index, licence.code, licence.necessity)
    for index, language in enumerate(offer.languages):
        yield from _one(offer, "languages", index, language.code, language.necessity)
    experience, education = offer.experience, offer.education
    months, level = str(experience.months or ""), str(education.level or "")
    yield from _one(offer, "experience", None, months, experience.necessity)
    yield from _one(offer, "education", None, level, education.necessity)


def _one(
    offer: ParsedOffer, field: str, index: int | None, code: str, necessity: Necessity | None
) -> Iterator[Mention]:
    name = field if index is None else f"{field}.{index}"
    found = offer.evidence.get(name)
    if found is not None and necessity is not None:
        yield Mention(offer, field, code, necessity, found)


def main() -> None:
    """Draw, write, and show what was drawn."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--development", action="store_true")
    parser.add_argument("--context", action="store_true")
    chosen = parser.parse_args()
    side = development_side if chosen.development else test_side
    offers = parse_offers([as_text(offer) for offer in side(chosen.data)], SmallCoder())
    every = [mention for offer in offers for mention in mentions(offer)]
    drawn = random.Random(chosen.seed).sample(every, MENTIONS)
    with chosen.out.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, COLUMNS, delimiter=";", lineterminator="\n")
        table.writeheader()
        table.writerows(mention.row() for mention in drawn)
    print(
        f"{len(offers)} offres, {len(every)} mentions, {len(drawn)} tirées (graine {chosen.seed})"
    )
    for number, mention in enumerate(drawn if chosen.context else ()):
        print(number, mention.field, mention.code, mention.necessity.value, mention.context())


if __name__ == "__main__":
    main()
