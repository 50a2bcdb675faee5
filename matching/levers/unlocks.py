"""Over many offers, what would unlock most: a certificate, a bus, an hour, a longer trip.

A pair is a person and an offer: of the trade, held back today, and no longer then.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import time

import numpy as np

from matching.credentials import UNMET
from matching.levers.changes import OfferChange, PersonChange, Terms, Theme
from matching.levers.facts import gate_state
from matching.levers.near import Near, possible, with_facts, with_terms
from matching.levers.offer_changes import offer_changes
from matching.levers.offer_hours import DAY_MINUTES
from matching.levers.person_changes import person_changes
from matching.levers.settings import Settings
from matching.levers.taking import taken
from matching.levers.trying import NO_CHANGE
from matching.profiles import MODES, BoolArray, OfferFacts
from matching.score import score
from models.vocabulary import Gate, TravelMode

BUS_STEPS = (30, 60)
"""Minutes by which a first bus would run sooner, or a last one later."""

WORDS = {
    "horaire": "postes décalés de {} min plus tard",
    "horaire-": "postes décalés de {} min plus tôt",
    "premier_bus": "premier bus {} min plus tôt",
    "dernier_bus": "dernier bus {} min plus tard",
    "debut": "début repoussé de {} jours",
}
"""Changes whose own words speak of one offer, as said of many."""

CACES = "titre:CACES_"

TERMS = ("horaire", "journee", "sans_week_end", "navette", "sans_voiture", "debut")
FACTS = ("titre:", "trajet+", "moyen:", "langue")
"""Keys, by their start, of the changes that a territory can work on."""


@dataclass(frozen=True, slots=True)
class Unlock:
    """What one change frees for one offer; `freed` are keys of persons."""

    key: str
    theme: Theme
    words: str
    freed: tuple[str, ...]
    training: str | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """What one change frees over many offers, `offers` the most freed first.

    pairs : of a person and an offer; persons : different ones; offers : (offer, persons freed)
    """

    key: str
    theme: Theme
    words: str
    pairs: int
    persons: int
    offers: tuple[tuple[str, int], ...]
    training: str | None = None


def unlocks(near: Near, settings: Settings) -> list[Unlock]:
    """What each change on which a territory can work frees for one offer; none that frees no one.

    Only persons held back are scored again, which is what makes it bearable over many offers.
    """
    held = _held_back(near)
    if not len(held.rows):
        return []
    return [each for each in (*_by_terms(held, settings), *_by_facts(held, settings)) if each.freed]


def totals(found: Mapping[str, Iterable[Unlock]]) -> list[Total]:
    """The same changes of many offers together, those that free most pairs first.

    found : offer -> what `unlocks` says of it
    """
    said: dict[str, Unlock] = {}
    people: dict[str, set[str]] = defaultdict(set)
    offers: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for offer, every in found.items():
        for each in every:
            said.setdefault(each.key, each)
            people[each.key].update(each.freed)
            offers[each.key].append((offer, len(each.freed)))
    every_total = [
        Total(
            key,
            each.theme,
            each.words,
            sum(count for _, count in offers[key]),
            len(people[key]),
            tuple(sorted(offers[key], key=lambda item: (-item[1], item[0]))),
            each.training,
        )
        for key, each in said.items()
    ]
    return sorted(every_total, key=lambda total: (-total.pairs, -total.persons, total.key))


def _held_back(near: Near) -> Near:
    places = np.flatnonzero(near.scores.obstacles > 0)
    batch = taken(near.scores.comparison.batch, places)
    scores = score(replace(near.scores.comparison, batch=batch), near.engine)
    return Near(near.rows[places], scores, near.rank[places], near.engine)


def _by_terms(held: Near, settings: Settings) -> Iterator[Unlock]:
    comparison = held.scores.comparison
    changes = offer_changes(comparison.offer, comparison.today, settings)
    for change in changes:
        if change.key.startswith(TERMS):
            yield _unlock(change, held, possible(with_terms(held, change)))
    rides = comparison.batch.modes[:, MODES.index(TravelMode.BUS)]
    waiting = rides & (gate_state(held.scores, Gate.TRAVEL) == UNMET)
    for change in bus_changes(comparison.offer.facts):
        yield _unlock(change, held, waiting & possible(with_terms(held, change)))


def _unlock(change: OfferChange | PersonChange, held: Near, freed: BoolArray) -> Unlock:
    keys = held.scores.comparison.batch.keys
    persons = tuple(keys[place] for place in np.flatnonzero(freed).tolist())
    if isinstance(change, OfferChange):
        return Unlock(change.key, change.theme, in_general(change.key, change.words), persons)
    words = in_general(change.key, change.every)
    return Unlock(change.key, change.theme, words, persons, change.training)


def _by_facts(held: Near, settings: Settings) -> Iterator[Unlock]:
    """One fact lifts one obstacle: who has several is not scored again."""
    changes = [
        change
        for change in person_changes(held.scores, settings)
        if change.key.startswith(FACTS) and not change.is_answer
    ]
    trials = [
        (place, number, NO_CHANGE)
        for number, change in enumerate(changes)
        for place in np.flatnonzero(change.concerns & (held.scores.obstacles == 1)).tolist()
    ]
    tried = with_facts(held, held.scores.comparison, changes, trials)
    then = possible(tried.scores)
    for number, change in enumerate(changes):
        freed = np.zeros(len(held.rows), dtype=np.bool_)
        freed[tried.owner[(tried.first == number) & then]] = True
        yield _unlock(change, held, freed)


def bus_changes(facts: OfferFacts) -> Iterator[OfferChange]:
    """A bus sooner or later, for one offer: as if the post began later or ended sooner for those
    who come by bus."""
    for step in BUS_STEPS:
        for key, at, name, shift in (
            ("premier_bus", facts.start_time, "start_time", step),
            ("dernier_bus", facts.end_time, "end_time", -step),
        ):
            if at is not None and _minutes(at) + shift < DAY_MINUTES:
                moved = time(*divmod((_minutes(at) + shift) % DAY_MINUTES, 60))
                yield OfferChange(f"{key}+{step}", Theme.TRIP, "", 0.0, _setting(name, moved))


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _setting(name: str, moment: time) -> Terms:
    if name == "start_time":
        return lambda facts: replace(facts, start_time=moment)
    return lambda facts: replace(facts, end_time=moment)


def in_general(key: str, words: str) -> str:
    """The words of a change as said of many offers."""
    if key.startswith(CACES):
        return f"avec le CACES {key.removeprefix(CACES)}, aux catégories demandées"
    for stem, said in WORDS.items():
        sign = "-" if stem.endswith("-") else "+"
        head, mark, amount = key.rpartition(sign)
        if mark and amount.isdigit() and head == stem.rstrip("-"):
            return said.format(amount)
    return words
