"""`Permis et habilitations` to codes with the state that the file says."""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ingestion.candidates.sensitive import says_too_much
from ingestion.licences import catalogue, licence_codes, licence_label
from ingestion.normalise import fold, squash
from ingestion.records import Credential
from models.vocabulary import CredentialState

OTHER_CODE = "autre"
"""Code of a title that the catalogue does not know; its label is the words of the file."""

_SPLIT = re.compile(
    r"[|;\n]|,\s*(?=(?:permis|caces|fimo|fco|sst|haccp|habilitation|aipr|ssiap)\b)", re.I
)
_NONE = re.compile(
    r"^(?:aucune?|neant|rien|non|pas de permis|sans permis|sans)(?: permis)?$|^-+$|^/$"
)
_NOT_HELD = re.compile(r"\bnon obtenue?s?\b|\bratee?s?\b|\bechec\b|\bpas de\b|\bsans\b|\bnon$")
_IN_PROGRESS = re.compile(
    r"en cours|en formation|inscrite?\b|inscription|a passer|a repasser|prevue?\b|prochainement|"
    r"a financer|en preparation|\bprepare\b|passe l'examen|"
    r"\bcode (?:obtenu|ok|valide)|^code$|echange (?:demande|refuse|en cours|a faire)|"
    r"permis etranger|(?:non|pas(?: encore)?) echange"
)
_SUSPENDED = re.compile(r"suspendu|suspension|annul|invalid|retrait|retire|retention|perdue?\b")
_EXPIRED = re.compile(
    r"perime|expire|echue?\b|vieux|vieille|plus valable|plus a jour|pas a jour|non valide|"
    r"plus valide|depassee?\b|"
    r"a renouveler|a recycler|recyclage a|recyclage necessaire|"
    r"\(ancien(?:ne)?s?\b(?! (?:employeur|entreprise|societe|patron))|trop ancien"
)
_OLD_FIVE_YEARS = re.compile(r"\br ?\.?(?:389|386|377|383|390)\b")
"""CACES recommendations replaced on 1 January 2020 and good for five years: lapsed for sure.
R372 was good for ten: without a date it is held, to be checked."""
_FORMER_EMPLOYER = re.compile(
    r"(?:ancien(?:ne)?|ex|dernier|derniere)[ -](?:employeur|entreprise|societe|patron)\b"
    r"|employeur precedent|precedent employeur"
)
_BY_EMPLOYER = "habilitation_electrique"
"""Start of the codes that an employer delivers and takes back: no other employer's is valid."""
_STATE_BRACKET = re.compile(r"\s*\((?:→|en cours|périmé|suspendu)[^()]*\)$")
_CODE_EXAM = re.compile(r"^code\b")
_END = re.compile(
    r"(?:→|->|=>|⇒|jusqu'(?:au|en|a)|valable|valide|validite|fin|exp\.?|expire|perimee?|le)\s*"
    r"(?:jusqu'(?:au|en)\s*|le\s*|en\s*|depuis\s*|:\s*)?"
    r"(?:(\d{1,2})[/.-])?(?:(\d{1,2})[/.-])?((?:19|20)\d{2})\b"
)


def split_credentials(cell: str) -> list[str]:
    """Items of the cell; commas inside `CACES 1,3,5` part nothing."""
    return [item for item in (" ".join(part.split()) for part in _SPLIT.split(cell)) if item]


def says_none(cell: str) -> bool:
    """True where the cell says that the person holds nothing (`aucun`, `pas de permis`)."""
    return bool(_NONE.match(fold(cell).strip()))


_BEST_FIRST = (
    CredentialState.SUSPENDED,
    CredentialState.HELD,
    CredentialState.IN_PROGRESS,
    CredentialState.EXPIRED,
)
"""Of several lines on one title: a suspension tells of the title itself, so it is never lost; then
what is held, what is being prepared, what has lapsed."""


@dataclass(frozen=True, slots=True)
class Titles:
    """`credentials` None where the cell says nothing, () where it says that there is none."""

    credentials: tuple[Credential, ...] | None
    unknown: tuple[str, ...]
    withheld: tuple[str, ...]


@lru_cache(maxsize=16384)
def read_credentials(cell: str) -> Titles:
    """Read the whole cell, each code once; items out of the catalogue are `unknown` as well."""
    items = split_credentials(cell)
    read: list[Credential] = []
    unknown: list[str] = []
    withheld: list[str] = []
    for item in items:
        if says_none(item):
            continue
        for credential in read_credential(item):
            if credential.code == OTHER_CODE and says_too_much(item):
                withheld.append(item)
                continue
            if credential.code == OTHER_CODE:
                unknown.append(item)
            read.append(credential)
    return Titles(merge(read) if items else None, tuple(unknown), tuple(withheld))


def merge(credentials: Iterable[Credential]) -> tuple[Credential, ...]:
    """Each title once, in the order of first sight: the best state, then the latest end.

    A renewed certificate (`→ 06/2024` and `→ 06/2029`) is held until 2029; one without an end
    is good for longest.
    """
    best: dict[str, Credential] = {}
    for credential in credentials:
        key = credential.label if credential.code == OTHER_CODE else credential.code
        known = best.get(key)
        if known is None or _worth(credential) > _worth(known):
            best[key] = credential
    return tuple(best.values())


def _worth(credential: Credential) -> tuple[int, date]:
    return -_BEST_FIRST.index(credential.state), credential.expires_on or date.max


@lru_cache(maxsize=16384)
def read_credential(item: str) -> tuple[Credential, ...]:
    """Read one item: a credential a code (`CACES 1,3,5` gives three), () for one not held.

    A title out of the catalogue keeps its words, under the code `autre`.
    """
    words = fold(item)
    if _NOT_HELD.search(words) and not _IN_PROGRESS.search(words):
        return ()
    state, expires_on = _state(words)
    codes = ("permis_B",) if _CODE_EXAM.match(words) else _codes(item)
    if _CODE_EXAM.match(words):
        state = CredentialState.IN_PROGRESS
    if not codes:
        return (Credential(OTHER_CODE, _bare(item), state, expires_on),)
    if state is CredentialState.HELD and _FORMER_EMPLOYER.search(words):
        lapsed = CredentialState.EXPIRED
    else:
        lapsed = state
    return tuple(
        Credential(
            code,
            licence_label(code),
            lapsed if code.startswith(_BY_EMPLOYER) else state,
            expires_on,
        )
        for code in codes
    )


@lru_cache(maxsize=1)
def _labels() -> dict[str, str]:
    return {squash(licence.label): code for code, licence in catalogue().items()}


def _codes(item: str) -> tuple[str, ...]:
    exact = _labels().get(squash(_STATE_BRACKET.sub("", item)))
    if exact:
        return (exact,)
    bare = _bare(item)
    return licence_codes(bare) or licence_codes(f"habilitation {bare}") or licence_codes(item)


def _bare(item: str) -> str:
    """The title alone, without its bracket."""
    return item.split("(")[0].split("→")[0].strip() or item


def _state(words: str) -> tuple[CredentialState, date | None]:
    if _IN_PROGRESS.search(words):
        return CredentialState.IN_PROGRESS, None
    if _SUSPENDED.search(words):
        return CredentialState.SUSPENDED, None
    end = _end(words)
    if _EXPIRED.search(words):
        return CredentialState.EXPIRED, end
    if end is None and _OLD_FIVE_YEARS.search(words):
        return CredentialState.EXPIRED, None
    return CredentialState.HELD, end


def _end(words: str) -> date | None:
    """Last day of validity: a month or a year counts to its end."""
    match = _END.search(words)
    if match is None:
        return None
    first, second, year = match[1], match[2], int(match[3])
    month = int(second or first or 12)
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    day = int(first) if first and second else last
    return date(year, month, min(max(day, 1), last))
