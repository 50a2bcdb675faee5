"""What spreading the proposals brings and costs, over four simulated weeks.

    python -m tests.evidence.spread [--people N] [--offers N] [--gold FOLDER]

The fictitious programme of the demonstration: so many people, and each week so many new offers.
Each week the new lists are opened together (`allocate`), or one after the other as they arrive
(`open_one`); a list is shown with the rows that open it first, then the others in the order of
their ranks, "éloigné" left out. A person comes on the first day; a proposal of a week is decided
on by the next. With `--gold`, the judged lists of a folder are opened together as well.

Feasible: nothing known holds the person back, and the offer is of their trade (bands "très
adapté", "adapté", "à vérifier"). Shown: opens a list; "in the ten first": among its ten first.
nDCG@10: gain 2^(3 x score) - 1, beside the best ten of the same list; the second one counts what
a band costs too (steps of the rules). Loss: how much the mean falls from the order of the ranks.
"""

import argparse
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np

from api.demo.offers import offers as demo_offers
from api.demo.offers import write_offers
from api.demo.people import people as demo_people
from api.demo.people import write_people
from api.services.gold import read_gold
from api.services.ranking import make_ranker, offer_keys
from api.services.reading import read_offer_file
from ingestion.candidates import read_candidates
from matching.allocation.measures import DEPTH, gini, ndcg, share_of_most_shown
from matching.allocation.openings import (
    NOTHING,
    Contenders,
    History,
    Opening,
    contenders,
    open_one,
    opening_of,
)
from matching.allocation.rules import AllocationRules, packaged_rules
from matching.allocation.together import allocate
from matching.bands import ORDER
from matching.evaluation import measure, paired_gain
from matching.score import Scores
from matching.shortlist import order
from models.vocabulary import Band

DAY = date(2026, 11, 23)
WEEKS, DAYS = 4, 7
REMOTE = ORDER.index(Band.REMOTE)
Gains = Mapping[str, float]


@dataclass(frozen=True)
class Listed:
    """One list: who may open it, everybody above "éloigné" by rank, and what each row gains."""

    contenders: Contenders
    ranked: tuple[str, ...]
    gains: Gains
    band_gains: Gains
    feasible: tuple[str, ...]


@dataclass
class Shown:
    """Who was shown where, over the weeks."""

    places: Counter[str] = field(default_factory=Counter)
    opened: Counter[str] = field(default_factory=Counter)
    losses: list[tuple[float, float]] = field(default_factory=list)
    """nDCG of the order of the ranks and of the list as shown, a list each."""
    band_losses: list[tuple[float, float]] = field(default_factory=list)


Opener = Callable[[Sequence[Contenders], Mapping[str, History], AllocationRules], list[Opening]]


def listed(scores: Scores, positions: int, rules: AllocationRules) -> Listed:
    """What the simulation keeps of a list."""
    keys = scores.comparison.batch.keys
    rows = order(scores, np.flatnonzero(scores.band < REMOTE))
    one = contenders(scores, positions, rules)
    worth = rules.worth(scores.total, scores.band)
    clear = np.flatnonzero((scores.band < ORDER.index(Band.WITH_LEVER)) & scores.eligible)
    return Listed(
        contenders=one,
        ranked=tuple(keys[row] for row in rows),
        gains={keys[row]: _gain(scores.total[row]) for row in rows},
        band_gains={keys[row]: _gain(max(worth[row], 0.0)) for row in rows},
        feasible=tuple(keys[row] for row in clear),
    )


def _gain(score: float) -> float:
    return float(2 ** (3 * score) - 1)


def make_lists(people: int, offers: int) -> tuple[list[Listed], tuple[str, ...]]:
    """Lists of the offers of all the weeks, and the keys of everybody."""
    ranker, rules = make_ranker(), packaged_rules()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_people(folder / "people.csv", demo_people(people, today=DAY))
        write_offers(folder / "offers.json", demo_offers(offers, today=DAY))
        read = read_offer_file(folder / "offers.json").offers
        records = [record for _, record in read_candidates(folder / "people.csv").records]
    batch = ranker.batch(records)
    lists = []
    for key, offer in zip(offer_keys(read), read, strict=True):
        scores = ranker.scores(offer, batch, DAY, key=key)
        lists.append(listed(scores, offer.positions or 1, rules))
    return lists, batch.keys


def by_rank(
    lists: Sequence[Contenders], histories: Mapping[str, History], rules: AllocationRules
) -> list[Opening]:
    """Nothing is spread: the first rows open each list."""
    return [
        opening_of(one, range(one.places), [NOTHING] * len(one.candidates), rules) for one in lists
    ]


def as_they_come(
    lists: Sequence[Contenders], histories: Mapping[str, History], rules: AllocationRules
) -> list[Opening]:
    """Each list alone, the same day's after the others."""
    known = dict(histories)
    openings = []
    for one in lists:
        opening = open_one(one, known, rules)
        openings.append(opening)
        for key in opening.shown:
            past = known[key]
            known[key] = History(past.live + 1, past.recent + 1, 0)
    return openings


def simulate(
    lists: Sequence[Listed], people: Sequence[str], opener: Opener, weeks: int = WEEKS
) -> Shown:
    """Open the lists week by week; each week knows what the weeks before proposed."""
    rules, shown = packaged_rules(), Shown()
    last: dict[str, int] = {}
    each_week = len(lists) // weeks
    for week in range(weeks):
        day = DAYS * (week + 1)
        histories = {key: History(0, shown.opened[key], day - last.get(key, 0)) for key in people}
        now = lists[week * each_week : (week + 1) * each_week]
        openings = opener([each.contenders for each in now], histories, rules)
        for each, opening in zip(now, openings, strict=True):
            first = opening.shown
            rest = [key for key in each.ranked if key not in set(first)]
            seen = [*first, *rest]
            shown.places.update(seen[:DEPTH])
            shown.opened.update(first)
            last.update(dict.fromkeys(first, day))
            shown.losses.append((ndcg(each.ranked, each.gains), ndcg(seen, each.gains)))
            shown.band_losses.append(
                (ndcg(each.ranked, each.band_gains), ndcg(seen, each.band_gains))
            )
    return shown


@dataclass(frozen=True, slots=True)
class Figures:
    """What is measured of one way of opening lists."""

    most_shown: float
    gini: float
    covered: float
    covered_first: float
    ndcg: float
    loss: float
    band_loss: float


def figures(lists: Sequence[Listed], people: Sequence[str], shown: Shown) -> Figures:
    """The measures that the module describes."""
    counts = [shown.places[key] for key in people]
    feasible = {key for each in lists for key in each.feasible}
    before, after = _means(shown.losses)
    band_before, band_after = _means(shown.band_losses)
    return Figures(
        most_shown=share_of_most_shown(counts),
        gini=gini(counts),
        covered=sum(key in shown.opened for key in feasible) / len(feasible),
        covered_first=sum(key in shown.places for key in feasible) / len(feasible),
        ndcg=after,
        loss=1 - after / before,
        band_loss=1 - band_after / band_before,
    )


def _means(pairs: Sequence[tuple[float, float]]) -> tuple[float, float]:
    known = np.array([pair for pair in pairs if not np.isnan(pair).any()])
    return float(known[:, 0].mean()), float(known[:, 1].mean())


WAYS: Mapping[str, Opener] = {
    "ordre des rangs": by_rank,
    "réparti ensemble": allocate,
    "réparti au fil des arrivées": as_they_come,
}


def gold_gain(folder: Path) -> str:
    """nDCG@10 of judged lists, by rank and as they open together."""
    gold = read_gold(folder)
    ranker, rules = make_ranker(), packaged_rules()
    batch = ranker.batch(list(gold.records.values()))
    rows = {key: row for row, key in enumerate(batch.keys)}
    lists, ranked = [], {}
    for key, judged in gold.lists.items():
        offer = gold.offers[key]
        scores = ranker.scores(offer, batch, DAY, key=key)
        lists.append(_only(contenders(scores, offer.positions or 1, rules), set(judged), rules))
        among = np.array([rows[candidate] for candidate in judged], dtype=np.int64)
        ranked[key] = [batch.keys[row] for row in order(scores, among)]
    shown = {
        opening.offer: list(dict.fromkeys([*opening.shown, *ranked[opening.offer]]))
        for opening in allocate(lists, {}, rules)
    }
    before, after = measure(ranked, gold.grades), measure(shown, gold.grades)
    gain, (low, high) = paired_gain(after, before)
    mean = sum(each.ndcg for each in before.values()) / len(before)
    return (
        f"{len(before)} listes jugées : nDCG@10 {mean:.4f} par rang, {mean + gain:.4f} réparti "
        f"({gain:+.4f} [{low:+.4f} ; {high:+.4f}])"
    )


def _only(one: Contenders, judged: set[str], rules: AllocationRules) -> Contenders:
    kept = [row for row, key in enumerate(one.candidates) if key in judged]
    return Contenders(
        one.offer,
        tuple(one.candidates[row] for row in kept),
        one.score[kept],
        one.band[kept],
        min(rules.least_places, len(kept)),
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.evidence.spread",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--people", type=int, default=5300)
    parser.add_argument("--offers", type=int, default=200, help="each week")
    parser.add_argument("--gold", type=Path)
    options = parser.parse_args()
    started = time.process_time()
    lists, people = make_lists(options.people, WEEKS * options.offers)
    feasible = {key for each in lists for key in each.feasible}
    print(
        f"{len(lists)} offres x {len(people)} personnes ; {len(feasible)} ont une offre possible "
        f"dans le mois ; {time.process_time() - started:.0f} s de calcul\n"
    )
    print(
        "| manière | places de tête des 1 % les plus montrés | Gini | montrés, en ouverture | "
        "montrés, dans les dix premiers | nDCG@10 | perte | perte, groupes comptés | s |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for name, opener in WAYS.items():
        began = time.process_time()
        found = figures(lists, people, simulate(lists, people, opener))
        print(
            f"| {name} | {found.most_shown:.3f} | {found.gini:.3f} | {found.covered:.3f} | "
            f"{found.covered_first:.3f} | {found.ndcg:.4f} | {found.loss:+.4f} | "
            f"{found.band_loss:+.4f} | {time.process_time() - began:.0f} |"
        )
    if options.gold:
        print(f"\n{gold_gain(options.gold)}")


if __name__ == "__main__":
    main()
