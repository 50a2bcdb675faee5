"""Where the work is, when only the text says it: every place named, weighed by what announces it.

The words that announce a place and their weights stand in `data/place_cues.csv`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from ingestion.lexicon import Words
from ingestion.normalise import resolve_commune, squash
from ingestion.offers.found import Found
from ingestion.offers.place_cues import announced
from ingestion.offers.place_names import stated_places
from ingestion.offers.sites import place_of
from ingestion.records import Workplace
from ingestion.territory import CommuneMatch
from ingestion.towns import (
    OURS,
    department_firsts,
    department_of,
    departments,
    find_places,
    is_regional,
)

IN_TITLE = 1.5
REPEATED = 0.35
"""For each further mention of the same commune, twice at most."""
LATER = 0.03
"""For each place named before."""
IN_DEPARTMENT = 0.6
OUT_OF_DEPARTMENT = 0.9
"""The text names departments (or postal codes): the place lies in one of them, or in none."""
FAR_HOMONYM = 0.1
"""A commune of ours before one elsewhere of the same name, all else being equal."""
LEAST_FOR_ORDINARY = 0.5
"""Weight of the words around from which a name that is also a common word is a place."""
SHORTEST_ORDINARY = 3
"""Letters: `Bus` and `Don` need more than "sur" before them."""
MORE_THAN_ADDRESS = 1.3
"""Weight that words give to a workplace and that a postal address alone does not."""
MOST_NAMES = 100
"""Names weighed in one text: what follows says no more of the post."""
TIE = 0.08
"""Two different communes that stand so close are not told apart: a question is asked."""


LEAST = -0.6
"""Weight under which the place named is rather that of an agency: right in four of ten."""
_TRUST = ((3.0, 0.9), (1.5, 0.83), (0.5, 0.75), (0.0, 0.65), (LEAST, 0.45))
"""Weight -> share found right on the development side of the real offers."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that the text names, and how much says that the work is there."""

    place: Workplace
    start: int
    end: int
    weight: float

    @property
    def key(self) -> str:
        """What tells two places apart: quarters of a commune are one place."""
        return self.place.insee or squash(self.place.name or "")


def workplace(words: Words, title_length: int) -> Found[Workplace] | None:
    """The commune where the work is; None where none is named or two are as likely."""
    ranked = candidates(words, title_length)
    if not ranked or rivals(ranked) or ranked[0].weight < LEAST:
        return None
    best = ranked[0]
    trust = next(trust for least, trust in _TRUST if best.weight >= least)
    return Found(best.place, best.start, best.end, trust)


def doubt(words: Words, title_length: int) -> str | None:
    """Why no place was kept of those named, as a French sentence; None where none is named."""
    ranked = candidates(words, title_length)
    if not ranked:
        return None
    names = rivals(ranked)
    if names:
        return f"Plusieurs lieux sont nommés ({', '.join(names)}) : rien ne dit où est le poste."
    if ranked[0].weight < LEAST:
        return f"Le texte ne nomme {ranked[0].place.name} que pour l'agence ou le siège."
    return None


def rivals(ranked: tuple[Candidate, ...]) -> tuple[str, ...]:
    """Names of the places that nothing tells apart, () where one stands out."""
    close = [each for each in ranked if ranked[0].weight - each.weight < TIE]
    names = {each.key: each.place.name or "" for each in close}
    return tuple(names.values()) if len(names) > 1 else ()


@lru_cache(maxsize=4)
def candidates(words: Words, title_length: int) -> tuple[Candidate, ...]:
    """The places named, the most likely first, one for each commune."""
    said = departments_named(words)
    found: dict[str, list[Candidate]] = {}
    for rank, candidate in enumerate(_named(words, title_length, said)):
        weight = candidate.weight - LATER * rank
        each = Candidate(candidate.place, candidate.start, candidate.end, weight)
        found.setdefault(each.key, []).append(each)
    return tuple(sorted((_together(group) for group in found.values()), key=lambda c: -c.weight))


def _together(group: list[Candidate]) -> Candidate:
    """The mentions of one place as one; told as an agency's, it needs more than an address."""
    best = max(group, key=lambda c: (round(c.weight, 1), len(c.place.name or ""), -c.start))
    worst = min(each.weight for each in group)
    if worst < LEAST and best.weight < MORE_THAN_ADDRESS:
        return Candidate(best.place, best.start, best.end, worst)
    good = sum(each.weight > 0 for each in group)
    extra = REPEATED * min(max(good - 1, 0), 2)
    return Candidate(best.place, best.start, best.end, best.weight + extra)


def _named(words: Words, title_length: int, said: frozenset[str]) -> Iterator[Candidate]:
    stated = list(islice(stated_places(words), MOST_NAMES))
    longer = [(each.start, each.end) for each in stated]
    taken: list[tuple[int, int]] = []
    for mention in islice(find_places(words), MOST_NAMES):
        if any(first < mention.start and mention.end <= last for first, last in longer):
            continue
        around = announced(words, mention.start, mention.end)
        is_short = mention.end - mention.start <= SHORTEST_ORDINARY
        if mention.is_ordinary and around < (1.0 if is_short else LEAST_FOR_ORDINARY):
            continue
        if mention.end <= title_length:
            around += IN_TITLE
        weight, match = _choose(mention.options, words, (mention.start, mention.end), said)
        if mention.is_ordinary and match.insee is None:
            continue
        if is_regional(words.folded[mention.start : mention.end]):
            weight -= 0.8
        taken.append((mention.start, mention.end))
        yield Candidate(match, mention.start, mention.end, 0.3 + around + weight)
    for each in stated:
        if not any(each.start < last and each.end > first for first, last in taken):
            bonus = IN_TITLE if each.start < title_length else 0.0
            yield Candidate(each.place, each.start, each.end, each.weight + bonus)


def _choose(
    options: tuple[CommuneMatch, ...], words: Words, span: tuple[int, int], said: frozenset[str]
) -> tuple[float, Workplace]:
    """The most likely of homonyms, and what its department adds or takes."""
    start, end = span
    beside = _CODE_AFTER.match(words.folded, end) or _CODE_BEFORE.search(
        words.folded, max(0, start - 9), start
    )
    code = beside[1] if beside else None
    here = frozenset({code[:2]}) if code else said
    if code and "01" <= code[:2] <= "97" and code[:2] not in map(department_of, insees(options)):
        name = words.text[start:end]
        return IN_DEPARTMENT, Workplace(name=name, postal_code=code if len(code) == 5 else None)

    def weigh(match: CommuneMatch) -> float:
        department = department_of(match.insee)
        weight = 0.0 if department in OURS else -FAR_HOMONYM
        weight -= 0.05 if match.quarter else 0.0
        if here:
            weight += IN_DEPARTMENT if department in here else -OUT_OF_DEPARTMENT
        return weight

    best = max(options, key=weigh)
    whole = code if code and len(code) == 5 else None
    refined = resolve_commune(words.text[start:end], whole) if best.insee[:2] in OURS else None
    if refined is not None and refined.insee == best.insee:
        best = refined
    return weigh(best), place_of(best, whole if weigh(best) > 0 else None)


def insees(options: tuple[CommuneMatch, ...]) -> tuple[str, ...]:
    """The codes of homonyms."""
    return tuple(match.insee for match in options)


_CODE_AFTER = re.compile(r"[\s(,-]{1,4}(\d{5}|\d{2})\b(?!\s?(?:h\b|%|€|eur|ans|km|min|mois|j))")
_CODE_BEFORE = re.compile(r"\b(\d{5}|\d{2})[\s,-]{1,3}$")
_IN_BRACKETS = re.compile(r"\((\d{2})(?:\d{3})?\)")


def departments_named(words: Words) -> frozenset[str]:
    """Codes of the departments that the text names, by number or by name."""
    found = set(_IN_BRACKETS.findall(words.folded))
    for at, word in enumerate(words.words[:-1]):
        if len(word) == 5 and word.isdigit() and words.text[words.starts[at + 1]].isupper():
            found.add(word[:2])
    found = {code for code in found if "01" <= code <= "97" and code != "96"}
    names, firsts = departments(), department_firsts()
    for first, word in enumerate(words.words):
        if word not in firsts or not words.text[words.starts[first]].isupper():
            continue
        for size in (1, 2, 3):
            key = word if size == 1 else " ".join(words.words[first : first + size])
            if key in names:
                found.add(names[key][:2])
    return frozenset(found)
