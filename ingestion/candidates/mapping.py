"""Columns of an unknown export to columns of the format: proposed by name and by content.

A name that is known and whose values look right is sure; anything else is for a person to
confirm. What was decided is found again by `header_key`.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ingestion.candidates.cells import full_day, yes_or_no
from ingestion.candidates.headers import IDENTIFIER, MatchedColumn, likeness, match_headers
from ingestion.candidates.rejects import REJECT_KEYS
from ingestion.folding import squash
from ingestion.normalise import resolve_commune, rome_code
from models.vocabulary import Labelled

READ_ROWS = 200
"""Rows whose cells help to tell what a column holds."""
SAMPLES = 3
LONGEST_SAMPLE = 60
LEAST_SHARE = 0.7
"""Share of the filled cells that must look alike for the content to name a column."""
LEAST_RIGHT = 0.5
"""Share of the filled cells under which a known name is to be confirmed all the same."""
LEAST_DISTINCT = 0.6
"""Share of distinct cells from which they may be identifiers; a file may repeat a few."""
BORN_YEARS_AGO = 14
"""Median age, in years, from which days are days of birth."""
_EXACT = 100.0
_IDENTIFIER = re.compile(r"(?=.{0,40}[A-Za-z])(?=.{0,40}\d)[A-Za-z0-9-]{3,40}")
_PHONE = re.compile(r"(?:\+33 ?|0)?[1-9](?:[ .-]?\d\d){4}")
_MAIL = re.compile(r"[^@\s]{1,80}@[^@\s]{1,80}\.[A-Za-z]{2,8}")
_POSTAL = re.compile(r"(?:0?[1-9]|[1-9]\d)\d{3}")


class Sureness(Labelled):
    """How sure a proposal is, in the words shown."""

    SURE = "sure", "sûr"
    TO_CONFIRM = "to_confirm", "à confirmer"
    UNKNOWN = "unknown", "non reconnue"


class Content(Labelled):
    """What the cells of a column look like."""

    DAY = "day", "des dates"
    PHONE = "phone", "des numéros de téléphone"
    MAIL = "mail", "des adresses électroniques"
    ROME = "rome", "des codes ROME"
    POSTAL = "postal", "des codes postaux"
    COMMUNE = "commune", "des communes"
    YES_NO = "yes_no", "des oui et des non"
    IDENTIFIER = "identifier", "des identifiants"


_LOOKS: Mapping[Content, Callable[[str], bool]] = {
    Content.DAY: lambda cell: full_day(cell) is not None,
    Content.PHONE: lambda cell: _PHONE.fullmatch(cell) is not None,
    Content.MAIL: lambda cell: _MAIL.fullmatch(cell) is not None,
    Content.ROME: lambda cell: rome_code(cell) is not None,
    Content.POSTAL: lambda cell: _POSTAL.fullmatch(cell) is not None,
    Content.COMMUNE: lambda cell: (
        any(sign.isalpha() for sign in cell) and resolve_commune(cell) is not None
    ),
    Content.YES_NO: lambda cell: yes_or_no(cell) is not None,
    Content.IDENTIFIER: lambda cell: _IDENTIFIER.fullmatch(cell) is not None,
}
_HOLDS: Mapping[str, Content] = {
    "Date de naissance": Content.DAY,
    "Téléphone": Content.PHONE,
    "Email": Content.MAIL,
    "Commune": Content.COMMUNE,
    "Code postal": Content.POSTAL,
    "QPV": Content.YES_NO,
    "Date d'entrée": Content.DAY,
    "Contrat d'engagement signé": Content.YES_NO,
    "ROME 1": Content.ROME,
    "ROME 2": Content.ROME,
    "Projet 1 validé le": Content.DAY,
    "Projet 2 validé le": Content.DAY,
    "Disponible le": Content.DAY,
}
"""What the columns of one kind hold; the others hold words."""
_TELLS: Mapping[Content, tuple[str, ...]] = {
    Content.PHONE: ("Téléphone",),
    Content.MAIL: ("Email",),
    Content.ROME: ("ROME 1", "ROME 2"),
    Content.POSTAL: ("Code postal",),
    Content.COMMUNE: ("Commune",),
    Content.IDENTIFIER: (IDENTIFIER,),
}
"""The columns that content alone may propose, in order."""


@dataclass(frozen=True, slots=True)
class ColumnProposal:
    """The column proposed for a header of the file; `reason` and `samples` in French.

    `header` None: nothing is proposed, a person decides.
    """

    position: int
    written: str
    header: str | None
    sureness: Sureness
    reason: str
    samples: tuple[str, ...]


def header_key(header: Sequence[str]) -> str:
    """SHA-256 (hexadecimal) of the names of the columns, whatever their order and writing.

    The columns that a reject file adds do not count.
    """
    keys = sorted(key for name in header if (key := squash(name)) and key not in REJECT_KEYS)
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()


def propose_columns(
    header: Sequence[str], rows: Iterable[Sequence[str]], today: date
) -> tuple[ColumnProposal, ...]:
    """A proposal for each column, in order: by its name, then by what its cells look like."""
    cells = [list[str]() for _ in header]
    for row in list(rows)[:READ_ROWS]:
        for column, cell in zip(cells, row, strict=False):
            if cell.strip():
                column.append(cell.strip()[:LONGEST_SAMPLE])
    named = {match.position: match for match in match_headers(header).matched}
    proposals = []
    for at, name in enumerate(header):
        found = named.get(at)
        proposals.append(
            _unnamed(at, name, cells[at])
            if found is None or _says_otherwise(found, cells[at])
            else _named(at, name, found.header, cells[at])
        )
    return _by_content(proposals, cells, today)


def _says_otherwise(found: MatchedColumn, cells: Sequence[str]) -> bool:
    """True for a near name whose cells are plainly something else: `Code métier`, `N1101`."""
    content = _content(cells)
    is_plain = content in (Content.PHONE, Content.MAIL, Content.ROME)
    return not found.is_exact and is_plain and _HOLDS.get(found.header) is not content


def _named(at: int, name: str, header: str, cells: Sequence[str]) -> ColumnProposal:
    is_known = likeness(name, header) >= _EXACT
    content = _HOLDS.get(header)
    share = 1.0 if content is None or not cells else _share(content, cells)
    if content is not None and share < LEAST_RIGHT:
        reason = f"le nom convient, mais peu de cellules sont {content.label}"
        return ColumnProposal(at, name, header, Sureness.TO_CONFIRM, reason, _samples(cells))
    sureness = Sureness.SURE if is_known else Sureness.TO_CONFIRM
    reason = "nom connu" if is_known else f"nom proche de « {header} »"
    return ColumnProposal(at, name, header, sureness, reason, _samples(cells))


def _unnamed(at: int, name: str, cells: Sequence[str]) -> ColumnProposal:
    reason = "ce nom ne ressemble à aucune colonne du format" if name else "colonne sans nom"
    if squash(name) in REJECT_KEYS:
        reason = "ajoutée par un fichier de rejets : à ne pas reprendre"
    return ColumnProposal(at, name, None, Sureness.UNKNOWN, reason, _samples(cells))


def _by_content(
    proposals: Sequence[ColumnProposal], cells: Sequence[Sequence[str]], today: date
) -> tuple[ColumnProposal, ...]:
    """The proposals, columns without one taking what their cells tell if nobody has it."""
    taken = {each.header for each in proposals if each.header is not None}
    result = []
    for each in proposals:
        if each.header is None and squash(each.written) not in REJECT_KEYS:
            content = _content(cells[each.position])
            header = _told(content, cells[each.position], taken, today)
            if header is not None:
                taken.add(header)
            each = _with_content(each, content, header)
        result.append(each)
    return tuple(result)


def _with_content(
    proposal: ColumnProposal, content: Content | None, header: str | None
) -> ColumnProposal:
    if content is None:
        return proposal
    reason = f"les cellules sont {content.label}"
    if header is None:
        return replace(proposal, reason=f"{reason} ; {proposal.reason}")
    return replace(proposal, header=header, sureness=Sureness.TO_CONFIRM, reason=reason)


def _told(
    content: Content | None, cells: Sequence[str], taken: set[str], today: date
) -> str | None:
    """The first free column that such content tells."""
    if content is None:
        return None
    if content is Content.IDENTIFIER and len(set(cells)) < LEAST_DISTINCT * len(cells):
        return None
    if content is Content.DAY:
        days = sorted(day for cell in cells if (day := full_day(cell)) is not None)
        age = (today - days[len(days) // 2]).days / 365.25
        is_birth = age >= BORN_YEARS_AGO and "Date de naissance" not in taken
        return "Date de naissance" if is_birth else None
    return next((header for header in _TELLS.get(content, ()) if header not in taken), None)


def _content(cells: Sequence[str]) -> Content | None:
    if not cells:
        return None
    return next((content for content in _LOOKS if _share(content, cells) >= LEAST_SHARE), None)


def _share(content: Content, cells: Sequence[str]) -> float:
    look = _LOOKS[content]
    return sum(map(look, cells)) / len(cells)


def _samples(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cells))[:SAMPLES]
