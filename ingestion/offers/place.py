"""Where the work is, when only the text says it: every place named, weighed by what announces it.

Each place has a weight (log odds) that its clues add up to; the share of a place among all, with
"none of them" at zero, is how likely it is to be the workplace.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from math import exp

from ingestion.lexicon import Words
from ingestion.offers.found import Found
from ingestion.offers.place_cues import weights
from ingestion.offers.place_mentions import Mention, mentions
from ingestion.records import Workplace

LEAST = 0.2
"""Likelihood under which no place is given."""
RIVAL = 0.7
"""A place at least that likely, the first being one, is named in a warning beside it."""
TIE = 0.85
"""Share of the highest likelihood from which the place named first is taken."""
UNSURE = 0.5
"""Likelihood under which the reader is told of the doubt."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that the text names; `likelihood` in [0, 1] that the work is there."""

    place: Workplace
    start: int
    end: int
    clues: dict[str, float]
    likelihood: float = 0.0


def workplace(words: Words, title_length: int) -> Found[Workplace] | None:
    """The commune where the work is; None where none is named or none is likely enough."""
    ranked = candidates(words, title_length)
    if not ranked:
        return None
    best = ranked[0]
    if not is_given(ranked) and not is_labelled(best):
        return None
    return Found(best.place, best.start, best.end, max(round(best.likelihood, 2), LEAST))


def is_given(ranked: tuple[Candidate, ...]) -> bool:
    """Whether one of the places is likely enough to be given."""
    return max(each.likelihood for each in ranked) >= LEAST


def is_labelled(candidate: Candidate) -> bool:
    """A name that no list holds, but that the offer gives as the place of work."""
    return bool(
        candidate.clues.get("unlisted")
        and (candidate.clues.get("label") or candidate.clues.get("post_based"))
    )


def doubt(words: Words, title_length: int) -> str | None:
    """Why the place is not sure, as a French sentence; None where it is, or none is named."""
    ranked = candidates(words, title_length)
    if not ranked or ranked[0].likelihood >= UNSURE:
        return None
    names = rivals(ranked)
    if names:
        return f"Plusieurs lieux sont nommés ({', '.join(names)}) : rien ne dit où est le poste."
    name = ranked[0].place.name
    if not is_given(ranked):
        return f"Le texte nomme {name} sans dire que le poste y est (agence, siège, secteur…)."
    return f"Le texte nomme {name} sans dire clairement que le poste y est."


def rivals(ranked: tuple[Candidate, ...]) -> tuple[str, ...]:
    """Names of the places that nothing tells apart, () where one stands out."""
    close = [each for each in ranked if each.likelihood >= RIVAL * ranked[0].likelihood]
    return tuple(each.place.name or "" for each in close) if len(close) > 1 else ()


@lru_cache(maxsize=4)
def candidates(words: Words, title_length: int) -> tuple[Candidate, ...]:
    """The places named, the most likely first, one for each commune."""
    groups: dict[str, list[Mention]] = {}
    for mention in with_lists(words, list(mentions(words, title_length))):
        groups.setdefault(mention.key, []).append(mention)
    if not groups:
        return ()
    found = _compared([_together(group, rank) for rank, group in enumerate(groups.values())])
    known = weights()
    odds = [exp(sum([known[n] * v for n, v in each.clues.items()])) for each in found]
    whole = 1.0 + sum(odds)
    ranked = [
        Candidate(each.place, each.start, each.end, each.clues, o / whole)
        for each, o in zip(found, odds, strict=True)
    ]
    ranked.sort(key=lambda each: -each.likelihood)
    as_likely = [each for each in ranked if each.likelihood >= TIE * ranked[0].likelihood]
    best = min(as_likely, key=lambda each: each.start, default=None)
    return tuple(sorted(ranked, key=lambda each: each is not best))


ANNOUNCING = (
    *("label", "post_based", "based", "sector", "at", "code_after", "institution", "in_title"),
)
"""Clues without one of which a village is rather another word."""


def with_lists(words: Words, found: list[Mention]) -> list[Mention]:
    """The mentions in order, with how many others stand in the same list: `A, B et C`."""
    runs: list[list[Mention]] = []
    for each in sorted(found, key=lambda each: each.start):
        if runs and _JOINS.fullmatch(words.folded, runs[-1][-1].end, each.start):
            runs[-1].append(each)
        else:
            runs.append([each])
    return [
        replace(each, clues=each.clues | {"listed": float(min(len(run) - 1, 4))})
        for run in runs
        for each in run
    ]


_JOINS = re.compile(
    r"(?: ?\(\d{2,5}\))?\s?(?:[,/;&-]|\bet\b|\bou\b){1,3} ?"
    r"(?:(?:de|d'|du|des|a|sur|les|la|le)\s?){0,2}"
)


def _together(group: list[Mention], rank: int) -> Candidate:
    """The mentions of one place as one: each clue at its highest, the place at its best."""
    clues: dict[str, float] = {}
    for mention in group:
        for name, value in mention.clues.items():
            clues[name] = max(value, clues.get(name, value))
    against = [mention.is_against for mention in group]
    clues["place"] = 1.0
    clues["agency_only"] = float(all(against))
    clues["both"] = float(any(against) and not all(against))
    clues["again"] = float(min(len(group) - 1, 3))
    clues["first"] = float(rank == 0)
    clues["later"] = float(min(rank, 5))
    is_announced = any(clues.get(name) for name in ANNOUNCING)
    clues["village_alone"] = clues.get("village", 0.0) * (not is_announced)
    best = max(group, key=lambda each: (each.weight, len(each.place.name or ""), -each.start))
    return Candidate(best.place, best.start, best.end, clues)


def _compared(found: list[Candidate]) -> list[Candidate]:
    """The same places with what telling one from the others adds: alone, first, largest."""
    clear = [each for each in found if not each.clues["agency_only"]]
    known = [each for each in found if "people" in each.clues]
    largest = max(known, key=lambda each: each.clues["people"]) if len(known) > 1 else None
    for each in found:
        each.clues["alone"] = float(len(found) == 1)
        each.clues["only_clear"] = float(len(found) > 1 and clear == [each])
        each.clues["first_clear"] = float(len(clear) > 1 and clear[0] is each)
        each.clues["largest"] = float(largest is each)
    return found
