"""Columns of an unknown spreadsheet to headers of the common sheet: proposed, then remembered.

A mapping is kept by `header_key`: the same columns in another order are the same file.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingestion.normalise import fold, read_date, resolve_commune, rome_code, squash
from ingestion.offers.headers import exact_header, near_header

READ_ROWS = 50
"""Rows whose cells help to tell what a column holds."""
LEAST_SHARE = 0.7
"""Share of the filled cells that must look alike for the content to name a column."""
BY_CONTENT = 0.6
"""Confidence of a column that only its content names: to be confirmed by a person."""
_LOOKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("Email", re.compile(r"[^@\s]{1,80}@[^@\s]{1,80}\.[a-z]{2,8}")),
    ("Téléphone", re.compile(r"(?:\+33 ?|0)[1-9](?:[ .-]?\d\d){4}")),
    ("SIRET", re.compile(r"\d{3} ?\d{3} ?\d{3} ?\d{5}")),
    (
        "Type de contrat",
        re.compile(r"(?:cdi|cdd|cddi|interim|alternance|apprentissage|saisonnier)\b.{0,40}"),
    ),
    ("Salaire", re.compile(r"\d{1,5}(?:[.,]\d{1,2})? ?(?:€|euros?).{0,30}|smic.{0,20}")),
    ("Heures par semaine", re.compile(r"\d{1,2}(?:[.,]\d)? ?h(?:\d\d)?(?: ?/ ?(?:sem|semaine))?")),
    ("Horaires", re.compile(r"\d{1,2} ?h ?\d{0,2} ?(?:-|a|/) ?\d{1,2} ?h.{0,40}")),
    ("Rythme", re.compile(r"[2345] ?x ?8|nuit|journee|week-?end")),
)


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """`name` is the header of the sheet proposed for the column `header`, None for none;
    `confidence` in [0, 1]; `reason` in French."""

    index: int
    header: str
    name: str | None
    confidence: float
    reason: str


def header_key(header: Sequence[str]) -> str:
    """SHA-256 (hexadecimal) of the names of the columns, whatever their order and writing."""
    keys = sorted(squash(name) for name in header if name.strip())
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()


def propose(header: Sequence[str], rows: Sequence[Sequence[str]] = ()) -> tuple[ColumnGuess, ...]:
    """A guess for each column, in order: by its name, then by what its cells look like.

    Each header of the sheet is given to one column, the surest.
    """
    guesses = [_guess(index, name, rows) for index, name in enumerate(header)]
    taken: dict[str, ColumnGuess] = {}
    for guess in sorted(guesses, key=lambda each: -each.confidence):
        if guess.name is not None:
            taken.setdefault(guess.name, guess)
    return tuple(
        guess
        if guess.name is None or taken[guess.name] is guess
        else ColumnGuess(
            guess.index,
            guess.header,
            None,
            0.0,
            f"la colonne « {taken[guess.name].header} » tient déjà « {guess.name} »",
        )
        for guess in guesses
    )


def _guess(index: int, header: str, rows: Sequence[Sequence[str]]) -> ColumnGuess:
    name, _ = exact_header(header)
    if name is not None:
        return ColumnGuess(index, header, name, 1.0, "nom connu")
    name, likeness = near_header(header)
    if name is not None:
        return ColumnGuess(index, header, name, round(likeness / 100, 2), "nom proche")
    cells = [row[index].strip() for row in rows[:READ_ROWS] if index < len(row)]
    filled = [cell for cell in cells if cell]
    name, share = _by_content(filled)
    if name is not None:
        return ColumnGuess(index, header, name, round(BY_CONTENT * share, 2), "contenu")
    return ColumnGuess(index, header, None, 0.0, "inconnue : gardée avec les remarques")


def _by_content(cells: Sequence[str]) -> tuple[str | None, float]:
    if not cells:
        return None, 0.0
    shares = {
        name: sum(look.fullmatch(fold(cell[:120])) is not None for cell in cells)
        for name, look in _LOOKS
    }
    shares["ROME"] = sum(rome_code(cell[:40]) is not None for cell in cells)
    shares["Début"] = sum(len(cell) <= 20 and read_date(cell) is not None for cell in cells)
    shares["Commune"] = sum(
        len(cell) <= 60 and any(c.isalpha() for c in cell) and resolve_commune(cell) is not None
        for cell in cells
    )
    best = max(shares, key=lambda name: shares[name])
    share = shares[best] / len(cells)
    return (best, share) if share >= LEAST_SHARE else (None, 0.0)


def columns_of(header: Sequence[str], mapping: Mapping[str, str | None]) -> dict[int, str]:
    """Column number -> header of the sheet, as a mapping (column name -> header or None) says.

    Columns are told by name whatever their case and accents; what it does not name stays apart.
    """
    known = {squash(name): value for name, value in mapping.items()}
    columns: dict[int, str] = {}
    for index, name in enumerate(header):
        value = known.get(squash(name))
        if value is not None and value not in columns.values():
            columns[index] = value
    return columns


def mapping_of(guesses: Sequence[ColumnGuess], least: float = 0.0) -> dict[str, str | None]:
    """The mapping that the guesses make, those under `least` confidence left out."""
    return {
        guess.header: guess.name if guess.confidence >= least else None
        for guess in guesses
        if guess.header.strip()
    }
