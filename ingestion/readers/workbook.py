"""XLSX to rows of text, in a short-lived child process: no reader resists hostile files alone."""

import json
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

from ingestion.readers import workbook_child
from models.errors import InputRefusedError

MOST_DECLARED_BYTES = 50 * 1024 * 1024
MOST_ENTRIES = 2_000
WALL_SECONDS = 8.0
_ENCRYPTED = 0x1


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: rows that hold something, each with its number in the sheet (from 1).

    A hidden sheet is named and not read: its rows are empty.
    """

    name: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    is_hidden: bool = False


def read_workbook(path: Path) -> tuple[Sheet, ...]:
    """Read every visible sheet as text; hidden ones are named only.

    Raises
    ------
    InputRefusedError : not a workbook, damaged, protected, or larger than the limits
    """
    _check_archive(path)
    try:
        child = subprocess.run(
            [sys.executable, "-I", workbook_child.__file__, str(path)],
            capture_output=True,
            timeout=WALL_SECONDS,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired:
        raise InputRefusedError("classeur trop long à lire, il a été refusé", path.name) from None
    if child.returncode == workbook_child.EXIT_UNREADABLE:
        raise InputRefusedError(
            "classeur endommagé ou illisible ; rouvrez-le dans un tableur et enregistrez-le "
            "de nouveau en .xlsx",
            path.name,
        )
    if child.returncode != 0:
        raise InputRefusedError(
            "classeur trop volumineux (mémoire ou temps de lecture dépassés) ; supprimez les "
            "lignes et colonnes vides qui suivent le tableau",
            path.name,
        )
    return tuple(
        Sheet(
            sheet["name"],
            tuple((row, tuple(cells)) for row, cells in sheet["rows"]),
            sheet["hidden"],
        )
        for sheet in json.loads(child.stdout)["sheets"]
    )


def _check_archive(path: Path) -> None:
    """Refuse on what the archive declares, before anything is unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        raise InputRefusedError(
            "ce n'est pas un classeur .xlsx lisible (fichier tronqué ou d'un autre type)",
            path.name,
        ) from None
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise InputRefusedError(
            "classeur protégé par un mot de passe ; retirez la protection", path.name
        )
    if len(entries) > MOST_ENTRIES:
        raise InputRefusedError(
            f"classeur refusé : {len(entries)} fichiers internes, {MOST_ENTRIES} au plus",
            path.name,
        )
    declared = sum(entry.file_size for entry in entries)
    if declared > MOST_DECLARED_BYTES:
        raise InputRefusedError(
            f"classeur refusé : {declared // 1_000_000} Mo une fois ouvert, "
            f"{MOST_DECLARED_BYTES // 1_000_000} Mo au plus",
            path.name,
        )
    if not any(entry.filename.startswith("xl/") for entry in entries):
        raise InputRefusedError("cette archive n'est pas un classeur .xlsx", path.name)
