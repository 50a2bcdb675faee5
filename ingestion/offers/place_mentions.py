"""The places that a text names, each mention with the clues around it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from math import log10

from ingestion.lexicon import Words
from ingestion.normalise import resolve_commune, squash
from ingestion.offers.place_cues import Cue, cues_around, strength, weights
from ingestion.offers.place_names import StatedPlace, stated_places
from ingestion.offers.place_written import departments_named, written
from ingestion.offers.sites import place_of
from ingestion.records import Workplace
from ingestion.territory import CommuneMatch
from ingestion.town_names import (
    OURS,
    department_of,
    is_regional,
)
from ingestion.towns import PlaceMention, find_places

LEAST_FOR_ORDINARY = 0.5
"""Strength of the words around from which a name that is also a common word is a place."""
SHORTEST_ORDINARY = 3
"""Letters: `Bus` and `Don` need more than "sur" before them."""
MOST_NAMES = 100
"""Names weighed in one text: what follows says no more of the post."""
VILLAGE = 2000
"""Inhabitants under which a name is rather something else."""
FAR_TOWN = 20_000
"""Inhabitants from which a homonym elsewhere is meant rather than a commune of ours."""


AGAINST = ("agency", "head_office", "address", "training", "street")
"""Clues of a place that is rather not the workplace."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention of a place at `start:end`, with the value of each clue."""

    place: Workplace
    start: int
    end: int
    clues: dict[str, float]

    @property
    def key(self) -> str:
        """What tells two places apart: quarters of a commune are one place."""
        return self.place.insee or squash(self.place.name or "")

    @property
    def is_against(self) -> bool:
        """Whether the words around tell an agency, a head office or an address."""
        return any(self.clues.get(name) for name in AGAINST)

    @property
    def weight(self) -> float:
        """What the clues of this mention add up to."""
        known = weights()
        return sum(known[name] * value for name, value in self.clues.items())


def mentions(words: Words, title_length: int) -> Iterator[Mention]:
    """Every place named, listed or not, as it is written."""
    said = departments_named(words)
    taken: list[tuple[int, int]] = []
    named_places = list(islice(find_places(words, title_length), MOST_NAMES))
    around = said or _departments_of_others(named_places)
    for named in named_places:
        found = _listed(named, words, title_length, said, around)
        if found is not None:
            taken.append((found.start, found.end))
            yield found
    listed = frozenset(start for start, _ in taken)
    for each in islice(stated_places(words, listed), MOST_NAMES):
        if not any(each.start < last and each.end > first for first, last in taken):
            yield _unlisted(each, words, title_length, said)


def _listed(
    named: PlaceMention,
    words: Words,
    title_length: int,
    said: frozenset[str],
    near: frozenset[str],
) -> Mention | None:
    start, end = named.start, named.end
    around = cues_around(words, named.announced, end)
    if named.is_ordinary and not _is_large(named, words, title_length):
        least = 1.0 if end - start <= SHORTEST_ORDINARY else LEAST_FOR_ORDINARY
        if strength(around) < least and not _names_an_agency(named, words, around):
            return None
    if _is_spelt_otherwise(words.text[start:end], named.options):
        return None
    clues = {cue.name: 1.0 for cue in around}
    place, people, facts = _choose(named.options, words, (start, end), said, near)
    if named.is_ordinary and place.insee is None:
        return None
    clues |= facts
    clues["ordinary"] = float(named.is_ordinary)
    clues["region"] = float(is_regional(words.folded[start:end]))
    if people:
        clues["people"] = log10(people) - 3
        clues["village"] = float(people < VILLAGE)
    clues = _reconciled(clues)
    return Mention(place, start, end, clues | written(words, start, end, title_length))


def _reconciled(clues: dict[str, float]) -> dict[str, float]:
    """`Siège basé à` tells no post; after `Lieu de travail :` no other department counts."""
    kept = dict(clues)
    if clues.get("head_office"):
        kept["based"] = kept["post_based"] = 0.0
    if clues.get("label"):
        kept["elsewhere"] = 0.0
    return kept


def _departments_of_others(named: list[PlaceMention]) -> frozenset[str]:
    """Where the places lie that have no homonym: others are sooner there than far away."""
    sure = (each.options for each in named if not each.is_ordinary)
    return frozenset(department_of(found[0].insee) for found in sure if _is_alone(found))


def _is_alone(options: tuple[CommuneMatch, ...]) -> bool:
    return len({match.insee for match in options}) == 1


def _is_spelt_otherwise(name: str, options: tuple[CommuneMatch, ...]) -> bool:
    """`Maçon` is not `Mâcon`: an accent that none of the towns has, in none of its words."""
    if name.isascii() or name.isupper():
        return False
    marks = {letter for letter in name if not letter.isascii() and letter.isalpha()}
    known = "".join(f"{match.name}{match.quarter or ''}" for match in options)
    return "ç" in marks and "ç" not in known


def _is_large(named: PlaceMention, words: Words, title_length: int) -> bool:
    """`Tours`, `Nice` with one capital letter inside a sentence: a large town is meant."""
    start = named.start
    return (
        start > title_length
        and not words.text[start : named.end].isupper()
        and words.text[max(0, start - 1)] == " "
        and words.text[max(0, start - 2)].isalnum()
        and any(match.inhabitants > FAR_TOWN for match in named.options)
    )


def _names_an_agency(named: PlaceMention, words: Words, around: tuple[Cue, ...]) -> bool:
    """`PROMAN MACON`, `Manpower Vannes`: a large town that parts one agency from the others."""
    before = words.folded[max(0, named.start - 24) : named.start]
    return (
        any(cue.name == "agency" for cue in around)
        and before.endswith(" ")
        and not _SMALL_BEFORE.search(before)
        and any(match.inhabitants > FAR_TOWN for match in named.options)
    )


_SMALL_BEFORE = re.compile(r"\b(?:un|une|le|la|les|des|du|de|d|en|recrute|recherche|rh|btp) $")


def _unlisted(each: StatedPlace, words: Words, title_length: int, said: frozenset[str]) -> Mention:
    clues = {cue.name: 1.0 for cue in cues_around(words, each.start, each.end)}
    clues["unlisted"] = float(each.place.insee is None)
    if each.place.insee is not None:
        clues |= _of_department(each.place.insee, said)
    return Mention(
        each.place,
        each.start,
        each.end,
        clues | written(words, each.start, each.end, title_length),
    )


def _choose(
    options: tuple[CommuneMatch, ...],
    words: Words,
    span: tuple[int, int],
    said: frozenset[str],
    near: frozenset[str],
) -> tuple[Workplace, int, dict[str, float]]:
    """The most likely of homonyms, its inhabitants, and what the codes around say of it."""
    start, end = span
    beside = _CODE_AFTER.match(words.folded, end) or _CODE_BEFORE.search(
        words.folded, max(0, start - 9), start
    )
    code = beside[1] if beside and "01" <= beside[1][:2] <= "97" else None
    if code and len(code) == 2 and beside and "(" not in beside[0] and not _fits(code, options):
        code = None
    whole = code if code and len(code) == 5 else None
    if code and code[:2] not in {department_of(match.insee) for match in options}:
        name = words.text[start:end]
        return Workplace(name=name, postal_code=whole), 0, {"in_department": 1.0, "unlisted": 1.0}
    here = frozenset({code[:2]}) if code else said

    def rank(match: CommuneMatch) -> tuple[bool, bool, bool, bool, bool, int]:
        is_ours = match.insee[:2] in OURS
        return (
            whole in match.postal_codes,
            department_of(match.insee) in here,
            not code and department_of(match.insee) in near,
            is_ours or match.inhabitants > FAR_TOWN,
            not match.quarter,
            FAR_TOWN if is_ours else match.inhabitants,
        )

    best = max(options, key=rank)
    facts = _of_department(best.insee, here)
    facts["exact_code"] = float(whole is not None and whole in best.postal_codes)
    facts["homonyms"] = float(min(len({match.insee for match in options}) - 1, 3))
    facts["quarter"] = float(best.quarter is not None)
    people = best.inhabitants
    if best.insee[:2] in OURS:
        refined = resolve_commune(words.text[start:end], whole)
        if refined is not None and refined.insee == best.insee:
            best = refined
    return place_of(best, whole), people, facts


def _fits(code: str, options: tuple[CommuneMatch, ...]) -> bool:
    """Whether one of the places lies there: `Paris 16` and `Agde, 16 personnes` tell no code."""
    return code in {department_of(match.insee) for match in options}


def _of_department(insee: str, here: frozenset[str]) -> dict[str, float]:
    """Whether a commune lies in one of the departments that the text names."""
    is_in = department_of(insee) in here
    return {
        "in_department": float(is_in),
        "elsewhere": float(bool(here) and not is_in),
        "our_area": float(insee[:2] in OURS),
    }


_CODE_AFTER = re.compile(r"[\s(,-]{1,4}(\d{5}|\d{2})\b(?!\s?(?:\d|h\b|%|€|eur|ans|km|min|mois|j))")
_CODE_BEFORE = re.compile(r"\b(\d{5}|\d{2})[\s,-]{1,3}$")
