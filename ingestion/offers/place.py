"""Where the work is, when only the text says it: every place named, weighed by what announces it.

The words that announce a place and their weights stand in `data/place_cues.csv`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from ingestion.lexicon import Words, read_rows
from ingestion.normalise import resolve_commune, squash
from ingestion.offers.found import Found
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
    read_words,
)

REACH = 60
"""Characters before a name, and 20 after, in which the words that announce it stand."""
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
LEAST_FOR_UNKNOWN = 0.5
LEAST_AFTER_OF = 1.0
"""Same for a name after "de", which announces much else."""
SHORTEST_IN_CAPITALS = 5
"""Letters: `BTP` and `EHPAD` are no places."""
BY_NO_TABLE = 0.2
"""Taken from a name that no table holds."""
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
    best = max(group, key=lambda c: (round(c.weight, 1), len(c.place.name or ""), -c.start))
    extra = REPEATED * min(len(group) - 1, 2)
    return Candidate(best.place, best.start, best.end, best.weight + extra)


def _named(words: Words, title_length: int, said: frozenset[str]) -> Iterator[Candidate]:
    stated = list(islice(_all_stated(words, title_length), MOST_NAMES))
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
        if is_regional(words.folded[mention.start : mention.end]):
            weight -= 0.8
        taken.append((mention.start, mention.end))
        yield Candidate(match, mention.start, mention.end, 0.3 + around + weight)
    for each in stated:
        if not any(each.start < last and each.end > first for first, last in taken):
            yield each


def _all_stated(words: Words, title_length: int) -> Iterator[Candidate]:
    """Names that no table is asked for: after words, labels or codes that announce a place."""
    following = 0
    for at, start in enumerate(words.starts):
        if start < following or not at or not words.text[start].isupper():
            continue
        opener = words.words[at - 1]
        if opener in ("la", "le", "les") and at > 1 and words.words[at - 2] in _VAGUE:
            opener = words.words[at - 2]
        code = _CODE_JUST_BEFORE.search(words.text, max(0, start - 9), start)
        is_opened = opener in _OPENERS or opener in _VAGUE or code is not None
        if not is_opened and not _LABELLED.search(words.folded, max(0, start - REACH), start):
            continue
        match = _STATED.match(words.text, start)
        if match is not None:
            following = match.end("name")
            yield from _stated(words, match, title_length, opener, code)


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


@lru_cache(maxsize=1)
def _cues() -> tuple[tuple[tuple[re.Pattern[str], float], ...], ...]:
    rows = read_rows("place_cues.csv")
    before = [
        (re.compile(rf"(?<![a-z0-9])(?:{r['pattern']})\(?$"), float(r["weight"]))
        for r in rows
        if r["side"] == "before"
    ]
    after = [(re.compile(r["pattern"]), float(r["weight"])) for r in rows if r["side"] == "after"]
    return tuple(before), tuple(after)


def announced(words: Words, start: int, end: int) -> float:
    """Weight of the words around a name: the strongest for and the strongest against."""
    before, after = _cues()
    left = " ".join(words.folded[max(0, start - REACH) : start].split(" "))
    left = left.rpartition("\n")[2]
    weights = [weight for cue, weight in before if cue.search(left)]
    good = max((w for w in weights if w > 0), default=0.0)
    bad = min((w for w in weights if w < 0), default=0.0)
    follows = sum(weight for cue, weight in after if cue.match(words.folded, end))
    return (good if not bad else min(good, 0.5)) + bad + follows


_NAME = r"[A-ZÉÈÂÎÔ](?:[a-zà-ÿœ'’]+|[A-ZÀ-Ý'’]+)"
_LINK = r"(?:(?i:sur|sous|en|la|le|les|de|du|des|lès|lez|aux|l['’]|d['’]))"
_ARTICLE = r"(?:L(?:[aeAE]|es|ES)\s|L['’])"
_PLACE_NAME = (
    rf"{_ARTICLE}?{_NAME}"
    rf"(?:[ -](?:(?:[dlDL]['’])?{_NAME}"
    rf"|{_LINK}(?=[ -](?:[dl]['’])?{_NAME}|[ -]{_LINK}[ -]{_NAME}))){{0,6}}"
)
_STATED = re.compile(
    rf"(?P<name>{_PLACE_NAME})(?:\s?[(,-]{{0,2}}\s?(?P<after>\d{{5}}|\d{{2}})(?![\d%€hH])\)?)?"
)
_LABELLED = re.compile(
    r"(?:lieu(?: de (?:la )?(?:travail|mission|prise de poste|poste))?|locali(?:sation|te)|commune"
    r"|ville|secteur|site|prise de poste)\s?[:=]\s{0,40}$"
)
_CODE_JUST_BEFORE = re.compile(r"(?<![\d.])(\d{5})[^\S\n](?:-\s)?$")
_OPENERS = frozenset({"a", "sur", "secteur", "secteurs"})
_VAGUE = frozenset({"de", "du", "des", "d", "au", "aux"})
_NO_PLACE = frozenset(read_words("place_not.txt"))


def _stated(
    words: Words,
    match: re.Match[str],
    title_length: int,
    opener: str,
    before: re.Match[str] | None,
) -> Iterator[Candidate]:
    """A place that no table knows as written: a slip of the pen, or a commune elsewhere."""
    start, name = match.start("name"), _without_tail(match["name"])
    code = _code_of(match["after"] or (before[1] if before else None))
    around = announced(words, start, start + len(name))
    if words.text[match.end("name") : match.end("name") + 1] in ("-", "'", "’"):
        return
    bound = LEAST_AFTER_OF if opener in _VAGUE else LEAST_FOR_UNKNOWN
    if not name or (around < bound and code is None) or around < 0:
        return
    if (
        code is None
        and name.isupper()
        and (around < LEAST_AFTER_OF or len(name) < SHORTEST_IN_CAPITALS)
    ):
        return
    if squash(name) in departments():
        return
    if start < title_length:
        around += IN_TITLE
    postal_code = code if code and len(code) == 5 else None
    slip = resolve_commune(f"{code[:2]} - {name}" if code else name, postal_code)
    if slip and squash(slip.quarter or slip.name)[:1] != squash(name)[:1]:
        slip = None
    place = place_of(slip, postal_code) if slip else Workplace(name=name, postal_code=postal_code)
    yield Candidate(place, start, start + len(name), around - (0.0 if slip else BY_NO_TABLE))


def _code_of(code: str | None) -> str | None:
    """The postal code or department beside the name, where it can be one."""
    return code if code and "01" <= code[:2] <= "97" else None


def _without_tail(name: str) -> str:
    """The name up to a word that is part of no name; empty where it begins with one."""
    parts = re.split(r"([ -])", name)
    kept = []
    for at, part in enumerate(parts):
        is_link = re.fullmatch(_LINK, part) or (at == 0 and squash(part) in ("le", "la", "les"))
        is_joined = at > 0 and parts[at - 1] == "-"
        if squash(part) in _NO_PLACE and not is_link and not is_joined:
            break
        kept.append(part)
    shorter = re.sub(rf"(?:[ -]+{_LINK})*[ -]*$", "", "".join(kept)).strip(" -'’")
    return "" if squash(shorter) in ("le", "la", "les", "l") or len(shorter) < 3 else shorter
