"""What do levers say, do ranks announced hold, and what does it all cost?

    python -m tests.evidence.levers [OFFERS [PEOPLE]]

takes offers and people of the demo. For the rows that a list shows first and the first fifty
held back, prints how many are lifted by one change, by two, by none; checks each announced rank
and each head count of terms against a ranking of everybody with that change; prints processor
times of one thread.
"""

import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import numpy as np

from api.demo.offers import offers as demo_offers
from api.demo.offers import write_offers
from api.demo.people import people as demo_people
from api.demo.people import write_people
from api.services.profiles import candidate_facts
from api.services.ranking import Ranker, make_ranker
from api.services.reading import read_offer_file
from api.services.shortlist_views import FIRST_ROWS, OTHER_FIRST_ROWS
from ingestion.candidates import read_candidates
from ingestion.records import ParsedOffer
from matching.bands import ORDER
from matching.levers.changes import OfferChange, PersonChange
from matching.levers.counterfactuals import Counterfactual, counterfactuals
from matching.levers.near import Near, near_of, possible
from matching.levers.offer_changes import offer_changes
from matching.levers.person_changes import person_changes
from matching.levers.questions import person_questions
from matching.levers.relaxations import Relaxation, relaxations
from matching.levers.settings import packaged_settings
from matching.levers.unlocks import unlocks
from matching.missing import on_terms
from matching.profiles import CandidateBatch
from matching.score import Scores, rescore, score
from matching.shortlist import order
from models.vocabulary import Band

DAY = date(2026, 11, 23)
OFFERS, PEOPLE = 40, 5_300
SHOWN = {
    Band.VERY_SUITABLE: 10,
    Band.SUITABLE: 10,
    Band.TO_CHECK: 10,
    Band.WITH_LEVER: 25,
    Band.REMOTE: 25,
}
"""Rows of each band whose change is looked for; fifty of them are held back."""
CHECKED = 3
"""Announced ranks checked an offer, with a whole ranking each."""
ANSWERS = frozenset({"reponse:moyens", "reponse:trajet", "reponse:horaires", "reponse:titre"})


@dataclass
class Tally:
    """Counts and times of the offers read so far; times in milliseconds of processor."""

    lifted: Counter[str] = field(default_factory=Counter)
    checked: Counter[str] = field(default_factory=Counter)
    spent: dict[str, list[float]] = field(default_factory=dict)

    def timed(self, name: str, started: float) -> None:
        self.spent.setdefault(name, []).append((time.process_time() - started) * 1000)


def shown(near: Near) -> list[int]:
    """The first rows of each band, those of the trade alone in the last."""
    rows = order(near.scores)
    first = [
        rows[near.scores.band[rows] == ORDER.index(band)][:count] for band, count in SHOWN.items()
    ]
    return [int(row) for row in near.rows[np.concatenate(first)]]


def first_page(near: Near) -> list[int]:
    """The rows that a list shows before anybody asks for more."""
    rows = order(near.scores)
    first = [
        rows[near.scores.band[rows] == ORDER.index(band)][: FIRST_ROWS.get(band, OTHER_FIRST_ROWS)]
        for band in Band
    ]
    return [int(row) for row in near.rows[np.concatenate(first)]]


def measure(ranker: Ranker, offer: ParsedOffer, batch: CandidateBatch, tally: Tally) -> None:
    """Levers of one offer: counted, checked, timed."""
    settings = packaged_settings()
    start = time.process_time()
    scores = ranker.scores(offer, batch, DAY)
    tally.timed("classement", start)
    start = time.process_time()
    near = near_of(scores, ranker.engine)
    tally.timed("personnes du métier", start)
    rows = shown(near)
    start = time.process_time()
    counterfactuals(near, first_page(near), settings)
    tally.timed("changements d'une première page", start)
    start = time.process_time()
    found = counterfactuals(near, rows, settings)
    tally.timed("changements de ces lignes", start)
    start = time.process_time()
    table = relaxations(near, settings)
    tally.timed("tableau de l'offre", start)
    start = time.process_time()
    person_questions(near, settings, ANSWERS)
    tally.timed("questions aux personnes", start)
    start = time.process_time()
    unlocks(near, settings)
    tally.timed("leviers du territoire, hors classement", start)
    for row in rows:
        if scores.obstacles[row]:
            tally.lifted[str(len(found[row].keys)) if row in found else "0"] += 1
    for each in list(found.values())[:: max(len(found) // CHECKED, 1)]:
        tally.checked[f"rang {is_exact(ranker, near, scores, each)}"] += 1
    for line in [line for line in table if line.is_offer][::5]:
        tally.checked[f"nombre {is_counted(ranker, scores, line)}"] += 1


def changes_of(near: Near) -> tuple[dict[str, OfferChange], dict[str, PersonChange]]:
    comparison, settings = near.scores.comparison, packaged_settings()
    terms = offer_changes(comparison.offer, comparison.today, settings)
    facts = person_changes(near.scores, settings)
    return {each.key: each for each in terms}, {each.key: each for each in facts}


def with_terms(ranker: Ranker, scores: Scores, changes: Sequence[OfferChange]) -> Scores:
    """Everybody ranked for the offer with other terms."""
    offer = scores.comparison.offer
    facts = offer.facts
    for change in changes:
        facts = change.apply(facts)
    return rescore(scores, on_terms(offer, facts), ranker.engine)


def is_exact(ranker: Ranker, near: Near, scores: Scores, told: Counterfactual) -> bool:
    """Whether ranking everybody with the change gives the rank and the band announced."""
    terms, facts = changes_of(near)
    after = with_terms(ranker, scores, [terms[key] for key in told.keys if key in terms])
    batch = after.comparison.batch
    only = np.arange(len(batch)) == told.row
    for key in told.keys:
        if key in facts:
            batch = facts[key].apply(batch, only)
    after = score(replace(after.comparison, batch=batch), ranker.engine)
    rank = 1 + order(after).tolist().index(told.row)
    return (rank, ORDER[int(after.band[told.row])]) == (told.rank, told.band)


def is_counted(ranker: Ranker, scores: Scores, line: Relaxation) -> bool:
    """Whether ranking everybody on the other terms frees and loses the persons announced."""
    settings, comparison = packaged_settings(), scores.comparison
    every = offer_changes(comparison.offer, comparison.today, settings)
    change = next(each for each in every if each.key == line.key)
    before, after = possible(scores), possible(with_terms(ranker, scores, [change]))
    freed, lost = np.flatnonzero(~before & after), np.flatnonzero(before & ~after)
    return set(freed.tolist()) == set(line.freed) and set(lost.tolist()) == set(line.lost)


def main(offers: int, people: int) -> None:
    """Print what the levers of the first offers say, hold and cost."""
    ranker = make_ranker()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_people(folder / "people.csv", demo_people(people, today=DAY))
        write_offers(folder / "offers.json", demo_offers(today=DAY))
        records = [record for _, record in read_candidates(folder / "people.csv").records]
        parsed = read_offer_file(folder / "offers.json").offers
    batch = ranker.profiler.batch([candidate_facts(record) for record in records])
    tally = Tally()
    for offer in parsed[:: max(len(parsed) // offers, 1)][:offers]:
        measure(ranker, offer, batch, tally)
    told = sum(tally.lifted.values())
    print(f"{offers} offres x {people} personnes ; {told} lignes du métier tenues par un obstacle")
    for count, words in (("1", "un changement"), ("2", "deux changements"), ("0", "aucun")):
        share = tally.lifted[count] / max(told, 1)
        print(f"  levées par {words} : {tally.lifted[count]} ({share:.3f})")
    for what in ("rang", "nombre"):
        right, wrong = tally.checked[f"{what} True"], tally.checked[f"{what} False"]
        print(f"  {what}s annoncés et refaits sur tout le monde : {right} justes, {wrong} faux")
    for name, spent in tally.spent.items():
        middle, high = statistics.median(spent), float(np.percentile(spent, 95))
        print(f"  {name} : médiane {middle:.0f} ms, 95 % sous {high:.0f} ms")


if __name__ == "__main__":
    arguments = [int(each) for each in sys.argv[1:]]
    main(*(arguments + [OFFERS, PEOPLE][len(arguments) :]))
