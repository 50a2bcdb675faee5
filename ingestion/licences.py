"""The catalogue of licences and certificates, and the finding of their names in a text.

Codes are those of the exchange format: `permis_B`, `CACES_R489_3`, `habilitation_electrique`...
Driving licences, CACES and electrical marks are written as lists (`permis C, CE`,
`CACES R489 1A-3-5`, `B1V / BR`), each family in its own module; every other name is a plain
alias of the catalogue.
"""

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from ingestion.caces import find_caces
from ingestion.driving_licences import bare_licence_codes, find_driving_licences
from ingestion.electrical_marks import find_electrical_marks
from ingestion.lexicon import Hit, Lexicon, Words, cut, read_rows, split_list

_ROOTS = {
    "caces": "CACES",
    "electrique": "habilitation_electrique",
    "soudage": "licence_soudure",
}
"""Each certificate of these families is also the unspecified one."""
_OUTSIDE_FAMILY = {"autorisation_conduite"}


@dataclass(frozen=True, slots=True)
class Licence:
    """`validity_months` is None where the title does not expire by itself."""

    code: str
    label: str
    family: str
    validity_months: int | None
    implies: tuple[str, ...]
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LicenceMention:
    """A code read at `text[start:end]` (characters); `confidence` in [0, 1]."""

    code: str
    start: int
    end: int
    confidence: float


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Licence]:
    """Every known licence by code, in the order of the table."""
    known: dict[str, Licence] = {}
    for row in read_rows("licences.csv"):
        months = row["validity_months"].strip()
        known[row["code"]] = Licence(
            code=row["code"],
            label=row["label"],
            family=row["family"],
            validity_months=int(months) if months else None,
            implies=tuple(split_list(row["implies"])),
            aliases=tuple(split_list(row["aliases"])),
        )
    return known


@lru_cache(maxsize=1)
def _aliases() -> Lexicon[str]:
    return Lexicon(
        (alias, licence.code) for licence in catalogue().values() for alias in licence.aliases
    )


def licence_label(code: str) -> str:
    """French label of a code; an unknown code is written out with spaces."""
    licence = catalogue().get(code)
    return licence.label if licence else code.replace("_", " ")


def validity_months(code: str) -> int | None:
    """Months a certificate stays valid, or None if it does not expire by itself."""
    licence = catalogue().get(code)
    return licence.validity_months if licence else None


@lru_cache(maxsize=512)
def implies(code: str) -> frozenset[str]:
    """Every code that holding this one also proves, without the code itself.

    `permis_CE` proves C1E, C, C1, BE, B and AM; a CACES of any category proves `CACES`.
    """
    proved: set[str] = set()
    waiting = [code]
    while waiting:
        for other in _direct(waiting.pop()):
            if other != code and other not in proved:
                proved.add(other)
                waiting.append(other)
    return frozenset(proved)


def _direct(code: str) -> tuple[str, ...]:
    licence = catalogue().get(code)
    if licence is None:
        return ()
    root = _ROOTS.get(licence.family)
    if root is None or root == code or code in _OUTSIDE_FAMILY:
        return licence.implies
    return (*licence.implies, root)


def find_licences(text: str) -> list[LicenceMention]:
    """Every licence named in a text, in its order; a code may come several times."""
    return find_licences_in(cut(text))


def find_licences_in(words: Words) -> list[LicenceMention]:
    """Same as `find_licences`, for a text already cut."""
    lists = [
        *find_driving_licences(words),
        *find_caces(words),
        *find_electrical_marks(words),
    ]
    spans = sorted({(found.first, found.last) for found in lists})
    named = [
        hit for hit in _aliases().find(words) if not _covered(spans, hit) and _is_whole(words, hit)
    ]
    mentions = [
        LicenceMention(found.code, words.starts[found.first], words.ends[found.last], found.trust)
        for found in lists
    ]
    mentions += [
        LicenceMention(hit.value, words.starts[hit.first], words.ends[hit.last], 0.95)
        for hit in named
    ]
    return sorted(mentions, key=lambda mention: (mention.start, mention.end))


@lru_cache(maxsize=1)
def _acronyms() -> dict[str, frozenset[str]]:
    """One-word names that end in `s` by themselves (`deas`, `sst`...), by code."""
    return {
        code: frozenset(
            name
            for name in licence.aliases
            if " " not in name and name[-1] == "s" and name[:-1] not in licence.aliases
        )
        for code, licence in catalogue().items()
    }


def _is_whole(words: Words, hit: Hit[str]) -> bool:
    """`DEA` is not `DEAS`: an acronym has no plural to drop."""
    names = _acronyms()[hit.value]
    word = words.words[hit.first]
    return hit.first != hit.last or word[-1] == "s" or f"{word}s" not in names


def _covered(spans: list[tuple[int, int]], hit: Hit[str]) -> bool:
    """Whether a list already read holds the words of a plain name."""
    place = bisect_right(spans, (hit.first, len(spans) + hit.last + hit.first))
    return any(hit.last <= last for _, last in spans[max(0, place - _LONGEST_LIST) : place])


_LONGEST_LIST = 24
"""Codes of one list share their first word: the longest list is no longer."""


@lru_cache(maxsize=4096)
def licence_codes(text: str) -> tuple[str, ...]:
    """Codes of a short text such as a cell item (`CE`, `CACES 1,3,5`, `B1V BR`), no doubles.

    A lone driving licence letter is understood (`B`, `AM`); an unknown name gives ().
    """
    words = cut(text)
    codes = [mention.code for mention in find_licences_in(words)]
    return tuple(dict.fromkeys(codes)) or bare_licence_codes(words)
