"""Where the work is, when only the text says it: every place named, weighed by what announces it.

Each place has a weight (log odds) that its clues add up to; the share of a place among all, with
"none of them" at zero, is how likely it is to be the workplace.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import exp

from ingestion.lexicon import Words
from ingestion.offers.found import Found
from ingestion.offers.place_cues import weights
from ingestion.offers.place_mentions import Mention, mentions
from ingestion.records import Workplace

LEAST = 0.25
"""Likelihood under which no place is given."""
LEAST_OF_SEVERAL = 0.2
TOGETHER = 0.5
"""The same for the likeliest of several places, one of which is likely to be the right one."""
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
    trust = max(round(best.likelihood, 2), LEAST_OF_SEVERAL if len(ranked) > 1 else LEAST)
    return Found(best.place, best.start, best.end, trust)


def is_given(ranked: tuple[Candidate, ...]) -> bool:
    """Whether the first of the places is likely enough to be given."""
    if ranked[0].likelihood >= LEAST:
        return True
    together = sum(each.likelihood for each in ranked)
    return ranked[0].likelihood >= LEAST_OF_SEVERAL and together >= TOGETHER


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
    for mention in mentions(words, title_length):
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
