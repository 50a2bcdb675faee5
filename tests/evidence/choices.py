"""What remembering the choices of officers brings, on real offers taken in the order of their days.

    python -m tests.evidence.choices FOLDER

FOLDER is a data folder as `matching.training` takes it. Officers are made to choose the code that
the employer declared; the choices of a day are heard from the next day on. Offers are those of
the test side, which the packaged coder never saw; the weights of the memory were not set on it.
"""

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from api.services.choices import employer_key
from ingestion.offers import title_to_code
from ingestion.records import Employer, ParsedOffer
from matching.choices import Choice, Memory, Proposal, proposals_with_memory
from matching.coder import OccupationCoder, packaged_coder
from matching.ngrams import plain
from matching.occupations import packaged_occupations
from matching.proposals import PLACES, WIDTH, pick
from matching.training.sources import LabelledOffer, read_offers


@dataclass(frozen=True, slots=True)
class Dated:
    """A labelled offer with its day and the key of its employer."""

    offer: LabelledOffer
    day: str
    employer: str | None
    title: str


def dated_offers(folder: Path, is_kept: Callable[[LabelledOffer], bool]) -> list[Dated]:
    """Offers coded in ROME 4 by their employer, the oldest first."""
    with gzip.open(folder / "offers_dev.jsonl.gz", "rt", encoding="utf-8") as handle:
        raws = [json.loads(line) for line in handle]
    found = []
    for raw, offer in zip(raws, read_offers(folder), strict=True):
        if offer.derived or offer.is_rome3 or not is_kept(offer):
            continue
        name = (raw.get("entreprise") or {}).get("nom")
        parsed = ParsedOffer(None, offer.title, "", offer.title, employer=Employer(name=name))
        title = plain(title_to_code(offer.title))
        found.append(Dated(offer, str(raw["dateCreation"])[:10], employer_key(parsed), title))
    return sorted(found, key=lambda each: (each.day, each.offer.identifier))


def guesses_of(offers: Sequence[Dated], coder: OccupationCoder) -> list[list[Proposal]]:
    """What the coder proposes for each offer, without any memory."""
    table = packaged_occupations()
    coding = coder.code(
        [title_to_code(each.offer.title) for each in offers],
        [each.offer.description for each in offers],
        k=WIDTH,
    )
    return [
        [Proposal(table.codes[likely.row], likely.probability) for likely in picked]
        for picked in pick(coding, table.parents)
    ]


def simulate(
    offers: Sequence[Dated], guesses: Sequence[list[Proposal]], coder: OccupationCoder
) -> list[tuple[str, bool, list[Proposal]]]:
    """(sample, whether anything was heard, proposals with memory) of each offer."""
    chosen: Counter[tuple[str | None, str, str]] = Counter()
    seen: set[str] = set()
    found = []
    for _, group in groupby(range(len(offers)), key=lambda row: offers[row].day):
        day = list(group)
        memory = Memory((Choice(*key, count=count) for key, count in chosen.items()), coder.encoder)
        for row in day:
            each = offers[row]
            heard = proposals_with_memory(guesses[row], each.title, each.employer, memory)
            sample = "employeur inconnu"
            if each.employer is not None:
                sample = "employeur déjà vu" if each.employer in seen else "employeur nouveau"
            found.append((sample, heard != guesses[row], heard))
        for row in day:
            each = offers[row]
            chosen[each.employer, each.title, each.offer.code] += 1
            seen |= {each.employer} if each.employer is not None else set()
    return found


def _shares(
    rows: Sequence[int], offers: Sequence[Dated], proposed: Sequence[Sequence[Proposal]]
) -> str:
    """Parent first, parent in five, fiche first, fiche in five, as shares."""
    table = packaged_occupations()
    parents = dict(zip(table.codes, table.parents, strict=True))
    hits = [0, 0, 0, 0]
    for row in rows:
        offer = offers[row].offer
        codes = [each.rome for each in proposed[row]][:PLACES]
        families = [parents[code] for code in codes]
        hits[0] += families[:1] == [offer.parent]
        hits[1] += offer.parent in families
        hits[2] += codes[:1] == [offer.code]
        hits[3] += offer.code in codes
    return " | ".join(f"{hit / len(rows):.3f}" for hit in hits)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.evidence.choices", description=__doc__)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    coder = packaged_coder()
    offers = dated_offers(options.folder, lambda offer: offer.is_test)
    guesses = guesses_of(offers, coder)
    results = simulate(offers, guesses, coder)
    heard = [proposals for _, _, proposals in results]
    samples = {"toutes": list(range(len(offers)))}
    for name in ("employeur déjà vu", "employeur nouveau", "employeur inconnu"):
        samples[name] = [row for row, (sample, _, _) in enumerate(results) if sample == name]
    samples["un choix entendu"] = [row for row, (_, is_heard, _) in enumerate(results) if is_heard]
    print("| offres | n | mémoire | parent, 1er | parent, 5 | fiche, 1er | fiche, 5 |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name, rows in samples.items():
        if rows:
            print(f"| {name} | {len(rows)} | sans | {_shares(rows, offers, guesses)} |")
            print(f"| {name} | {len(rows)} | avec | {_shares(rows, offers, heard)} |")


if __name__ == "__main__":
    main()
