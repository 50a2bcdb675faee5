"""XLSX to rows of text, in a short-lived child process: no reader resists hostile files alone."""

from dataclasses import dataclass

from ingestion.readers.archives import entry_names
from ingestion.readers.confined import Wording, run_confined
from models.errors import InputRefusedError

_WORDING = Wording(
    what="classeur",
    mend="rouvrez-le dans un tableur et enregistrez-le de nouveau en .xlsx",
    shrink="supprimez les lignes et colonnes vides qui suivent le tableau",
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: rows that hold something, each with its number in the sheet (from 1).

    A hidden sheet is named and not read: its rows are empty.
    """

    name: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    is_hidden: bool = False


def read_workbook(data: bytes, name: str) -> tuple[Sheet, ...]:
    """Read every visible sheet as text; hidden ones are named only. `name` is for refusals.

    Raises
    ------
    InputRefusedError : not a workbook, damaged, protected, or larger than the limits
    """
    inside = entry_names(data, name, _WORDING.what, "un classeur .xlsx")
    if not any(entry.startswith("xl/") for entry in inside):
        raise InputRefusedError("cette archive n'est pas un classeur .xlsx", name)
    sheets = run_confined("workbook", data, name, _WORDING)
    return tuple(
        Sheet(
            sheet["name"],
            tuple((row, tuple(cells)) for row, cells in sheet["rows"]),
            sheet["hidden"],
        )
        for sheet in sheets
    )
