"""Refused rows given back whole, with their cause and its cure: corrected, they come in again."""

import csv
import io
from collections.abc import Iterable, Sequence
from functools import cache

from ingestion.candidates.escaping import escape
from ingestion.folding import squash
from ingestion.lexicon import read_rows
from ingestion.readers.tabular import Table
from ingestion.records import Rejected

REJECT_COLUMNS = ("Ligne refusée", "Cause du refus", "Remède")
"""Columns that a reject file adds; a file that comes back with them is the same file."""
REJECT_KEYS = frozenset(map(squash, REJECT_COLUMNS))
NOTE_COLUMNS = ("Ligne", "Colonne", "Cause", "Remède")
WIDTH = "cellules pour"


def cure_of(reason: str) -> str:
    """What to do about a reason for which a row or a value was not taken; French."""
    key = squash(reason)
    for begins, cure in _cures():
        if key.startswith(begins):
            return cure
    if WIDTH in reason:
        return "vérifiez le séparateur et les guillemets de cette ligne"
    return "corrigez la cellule, puis importez de nouveau"


@cache
def _cures() -> tuple[tuple[str, str], ...]:
    """The longest beginnings first, so that the narrowest is found."""
    rows = [(squash(row["begins"]), row["cure"]) for row in read_rows("import_cures.csv")]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


def reject_file(table: Table, rejected: Iterable[Rejected]) -> bytes:
    """CSV (`;`, UTF-8 with a mark) of the refused rows whole, cause and cure after the cells.

    No cell is active in a spreadsheet. A file that was already a reject file keeps one set of
    the added columns.
    """
    kept = [at for at, name in enumerate(table.header) if squash(name) not in REJECT_KEYS]
    cells = dict(table.rows)
    lines = [[*(table.header[at] for at in kept), *REJECT_COLUMNS]]
    for each in rejected:
        row = cells.get(each.row)
        whole = [row[at] for at in kept] if row is not None else [""] * len(kept)
        lines.append([*whole, str(each.row), each.reason, cure_of(each.reason)])
    return _csv(lines)


def note_file(notes: Iterable[Rejected]) -> bytes:
    """CSV of what could not be read in the rows that were taken, one line a value."""
    lines = [list(NOTE_COLUMNS)]
    lines += [[str(each.row), each.field, each.reason, cure_of(each.reason)] for each in notes]
    return _csv(lines)


def _csv(lines: Iterable[Sequence[str]]) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    # a cell read from the file may already carry the apostrophe that `escape` puts: it stays one
    writer.writerows([_inactive(cell) for cell in line] for line in lines)
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def _inactive(cell: str) -> str:
    return cell if cell.startswith("'") and escape(cell[1:]) == cell else escape(cell)
