"""Are the questions that are asked first those whose answers change the list?

    python -m tests.evidence.missing [OFFERS]

takes offers and people of the demo. For each offer that says a fact, the fact is hidden and the
answer is known: how much giving it back changes the list is what the question was worth. Prints
how often the question on a hidden fact stands among the first three, and, with every fact hidden
at once, how often the first three hold the one whose true answer changes the list most; beside
it, what the fixed order of the parser does.
"""

import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from api.demo.offers import offers as demo_offers
from api.demo.offers import write_offers
from api.demo.people import people as demo_people
from api.demo.people import write_people
from api.services.missing_facts import QUESTIONS, rank_questions
from api.services.profiles import offer_facts
from api.services.ranking import Ranker, make_ranker
from api.services.reading import read_offer_file
from ingestion.candidates import read_candidates
from ingestion.offers.questions import asked
from ingestion.records import (
    Contract,
    EducationNeed,
    ExperienceNeed,
    ParsedOffer,
    WorkingTime,
    Workplace,
)
from matching.missing import change_between, effects, on_terms
from matching.plausible import packaged_plausible
from matching.profiles import CandidateBatch
from matching.score import Scores, rescore

DAY = date(2026, 11, 23)
SEED = 10
OFFERS = 100
Alone = tuple[str, bool, float]
"""A hidden fact, whether it is asked among the first three, what its answer changes."""

MATTERS = 0.05
"""Change of the list from which an answer mattered: a twentieth of its head, or of its people."""


@dataclass(frozen=True, slots=True)
class Together:
    """worths : field -> change that its true answer makes; the fields that each order asks."""

    worths: dict[str, float]
    measured: tuple[str, ...]
    fixed: tuple[str, ...]

    @property
    def best(self) -> str:
        """The field whose true answer changes the list most."""
        return max(self.worths, key=lambda field: self.worths[field])

    def captured(self, fields: tuple[str, ...]) -> float:
        """Share of the change of the three best answers that those of `fields` make."""
        most = sum(sorted(self.worths.values(), reverse=True)[:QUESTIONS])
        return sum(self.worths.get(field, 0.0) for field in fields) / most


def hidden(offer: ParsedOffer) -> dict[str, dict[str, Any]]:
    """Field -> the parts of the offer without it, for each fact that the offer says."""
    work, contract = offer.working_time, offer.contract
    others = tuple(need for need in offer.licences if not need.code.startswith("permis_"))
    found: dict[str, dict[str, Any]] = {}
    if offer.workplace.latitude is not None:
        found["workplace"] = {"workplace": Workplace()}
    if work.patterns:
        found["working_time.patterns"] = {
            "working_time": replace(work, patterns=(), start_time=None, end_time=None)
        }
    if contract.type is not None:
        found["contract.type"] = {"contract": replace(contract, type=None)}
    if others != offer.licences:
        found["licences"] = {"licences": others}
    if offer.experience.necessity is not None:
        found["experience"] = {"experience": ExperienceNeed()}
    if work.weekly_hours is not None:
        found["working_time.weekly_hours"] = {
            "working_time": replace(work, weekly_hours=None, full_time=None)
        }
    if offer.education.level is not None:
        found["education"] = {"education": EducationNeed()}
    return found


def silent(offer: ParsedOffer) -> ParsedOffer:
    """The offer without any of the facts; its text says nothing either."""
    return replace(
        offer,
        workplace=Workplace(),
        working_time=WorkingTime(),
        contract=Contract(),
        licences=tuple(x for x in offer.licences if not x.code.startswith("permis_")),
        experience=ExperienceNeed(),
        education=EducationNeed(),
        source_text=offer.title,
    )


def first_fields(ranker: Ranker, offer: ParsedOffer, scores: Scores) -> list[str]:
    """Fields of the three questions asked first."""
    found = effects(scores, ranker.engine, packaged_plausible(), {})
    return [each.field for each in rank_questions(offer, asked(offer), found)[:QUESTIONS]]


def worth(ranker: Ranker, scores: Scores, whole: ParsedOffer) -> float:
    """How much the list changes when the offer says what `whole` says."""
    told = on_terms(scores.comparison.offer, offer_facts(whole))
    return change_between(scores, rescore(scores, told, ranker.engine))


def main(count: int) -> None:
    offers, batch, ranker = _world(count)
    alone: list[Alone] = []
    together: list[Together] = []
    for offer in offers:
        facts = hidden(offer)
        for field, parts in facts.items():
            without = replace(offer, **parts, evidence={}, source_text=offer.title)
            scores = ranker.scores(without, batch, DAY)
            firsts = first_fields(ranker, without, scores)
            alone.append((field, field in firsts, worth(ranker, scores, offer)))
        together += _all_hidden(ranker, offer, facts, batch)
    _tell(alone, together)


def _all_hidden(
    ranker: Ranker, offer: ParsedOffer, facts: dict[str, dict[str, Any]], batch: CandidateBatch
) -> Iterator[Together]:
    """What each order asks of an offer that says nothing, where an answer matters."""
    nothing = silent(offer)
    scores = ranker.scores(replace(nothing, evidence={}), batch, DAY)
    worths = {}
    for field in facts:
        name = field.partition(".")[0]
        given = getattr(offer, name)
        if field == "working_time.patterns":
            given = replace(offer.working_time, weekly_hours=None, full_time=None)
        elif field == "working_time.weekly_hours":
            given = WorkingTime(offer.working_time.weekly_hours, offer.working_time.full_time)
        elif field == "contract.type":
            given = Contract(offer.contract.type)
        worths[field] = worth(ranker, scores, replace(nothing, **{name: given}))
    best = max(worths, key=lambda field: worths[field], default=None)
    if best is not None and worths[best] >= MATTERS:
        fixed = [each.field for each in asked(nothing)[:QUESTIONS]]
        yield Together(worths, tuple(first_fields(ranker, nothing, scores)), tuple(fixed))


def _world(count: int) -> tuple[list[ParsedOffer], CandidateBatch, Ranker]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_people(folder / "people.csv", demo_people(today=DAY))
        write_offers(folder / "offers.json", demo_offers(today=DAY))
        offers = read_offer_file(folder / "offers.json").offers
        people = [record for _, record in read_candidates(folder / "people.csv").records]
    ranker = make_ranker()
    return random.Random(SEED).sample(offers, count), ranker.batch(people), ranker


def _tell(alone: list[Alone], together: list[Together]) -> None:
    def share(rows: list[bool]) -> str:
        return f"{sum(rows)} / {len(rows)} = {sum(rows) / max(len(rows), 1):.3f}"

    print(
        "un fait caché, sa question dans les trois premières :", share([hit for _, hit, _ in alone])
    )
    told = [hit for _, hit, change in alone if change >= MATTERS]
    print(f"  dont la réponse change la liste (>= {MATTERS}) :", share(told))
    for field in dict.fromkeys(field for field, _, _ in alone):
        rows = [(hit, change) for name, hit, change in alone if name == field]
        kept = [hit for hit, change in rows if change >= MATTERS]
        print(f"  {field:28s} {share([hit for hit, _ in rows])} ; si elle change : {share(kept)}")
    print("tout caché, selon l'effet mesuré puis selon l'ordre fixe :")
    for name, fields in (
        ("effet mesuré", [each.measured for each in together]),
        ("ordre fixe", [each.fixed for each in together]),
    ):
        pairs = list(zip(together, fields, strict=True))
        part = sum(each.captured(asked_first) for each, asked_first in pairs) / len(pairs)
        best = share([each.best in asked_first for each, asked_first in pairs])
        missed = Counter(each.best for each, asked_first in pairs if each.best not in asked_first)
        print(f"  {name} : part du changement possible {part:.3f} ; la plus utile posée {best}")
        print(f"    manquées : {dict(missed)} ; posées : {dict(Counter(sum(fields, ())))}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else OFFERS)
