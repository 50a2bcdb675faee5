"""The tables of a GTFS feed, from a folder or a ZIP archive, row by row with their line."""

import csv
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingestion.readers.archives import NOT_LISTED, is_protected
from ingestion.readers.encoding import decode
from ingestion.readers.files import file_bytes, too_large
from ingestion.records import Rejected
from models.errors import InputRefusedError

MOST_TABLE_BYTES = 100_000_000
"""Largest table read, once unpacked."""
MOST_ZIP_BYTES = 100_000_000
MOST_ENTRIES = 200
MOST_TOLD = 20
"""Refused rows told one by one in a table; the others are counted."""
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")

_UNREADABLE = (*NOT_LISTED, EOFError, zlib.error, lzma.LZMAError, RuntimeError, KeyError)
"""What the modules of archives raise on broken ones, once an entry is read."""

Row = Mapping[str, str]


class RowError(Exception):
    """Why a row is refused: column and French reason."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(column, reason)
        self.column, self.reason = column, reason


@dataclass
class FeedReport:
    """Rows read and refused of each table, and what the reader should know."""

    read: dict[str, int] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def refuse(self, table: str, line: int, error: RowError) -> None:
        """Count a refused row, and tell the first ones."""
        self.refused[table] = self.refused.get(table, 0) + 1
        if self.refused[table] <= MOST_TOLD:
            self.rejected.append(Rejected(line, f"{table}, colonne {error.column}", error.reason))

    def why(self, table: str) -> str:
        """The first refusal of the tables whose name begins so, to end a sentence with."""
        rows = (each for each in self.rejected if str(each.field).startswith(table))
        row = next(rows, None)
        return "" if row is None else f" ; ligne {row.row}, {row.field} : {row.reason}"

    @property
    def messages(self) -> list[str]:
        """The report as French sentences, one a line."""
        lines = [
            f"{table} : {count} lignes lues, {self.refused.get(table, 0)} refusées."
            for table, count in self.read.items()
        ]
        lines += [
            f"{table} : {count - MOST_TOLD} autres lignes refusées, de même."
            for table, count in self.refused.items()
            if count > MOST_TOLD
        ]
        return lines + self.remarks


@dataclass(frozen=True)
class FeedTables:
    """The tables of a feed by name (`stops.txt`), as bytes read when they are asked for."""

    source: Path
    names: Mapping[str, str]
    report: FeedReport

    def has(self, table: str) -> bool:
        """Whether the feed holds this table."""
        return table in self.names

    def rows(self, table: str, columns: Sequence[str]) -> Iterator[tuple[int, Row]]:
        """(line, cells by column) of a table; empty lines are left out.

        Raises
        ------
        InputRefusedError : the table or one of `columns` is absent, or it cannot be read
        """
        if table not in self.names:
            raise InputRefusedError(
                f"il manque {table} : l'horaire est incomplet", self.source.name
            )
        text = decode(self._bytes(table))
        reader = csv.reader(line[0] for line in _LINE.finditer(text))
        try:
            header = [name.strip().lower() for name in next(reader, [])]
            absent = [column for column in columns if column not in header]
            if absent:
                raise InputRefusedError(f"colonne absente : {', '.join(absent)}", table)
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    self.report.read[table] = self.report.read.get(table, 0) + 1
                    values = [cell.strip() for cell in cells]
                    values += [""] * (len(header) - len(values))
                    yield reader.line_num, dict(zip(header, values, strict=False))
        except csv.Error:
            place = f"{table}, ligne {reader.line_num}"
            raise InputRefusedError("tableau CSV mal formé", place) from None

    def _bytes(self, table: str) -> bytes:
        if self.source.is_dir():
            return file_bytes(self.source / self.names[table], MOST_TABLE_BYTES)
        try:
            with zipfile.ZipFile(self.source) as archive:
                if archive.getinfo(self.names[table]).file_size > MOST_TABLE_BYTES:
                    raise too_large(table, MOST_TABLE_BYTES)
                with archive.open(self.names[table]) as part:
                    data = part.read(MOST_TABLE_BYTES + 1)
        except _UNREADABLE:
            raise InputRefusedError("table illisible dans l'archive", table) from None
        if len(data) > MOST_TABLE_BYTES:
            raise too_large(table, MOST_TABLE_BYTES)
        return data


def open_tables(source: Path) -> FeedTables:
    """Find the tables of a folder or of a ZIP, at its top or in its only folder.

    Raises
    ------
    InputRefusedError : absent, not a feed, too large or protected by a password
    """
    if source.is_dir():
        names = {path.name.lower(): path.name for path in source.iterdir() if path.is_file()}
    elif source.exists():
        names = _zip_names(source)
    else:
        raise InputRefusedError("dossier ou archive introuvable", source.name)
    if "stop_times.txt" not in names:
        raise InputRefusedError(
            "aucun fichier stop_times.txt : ce n'est pas un horaire au format GTFS", source.name
        )
    return FeedTables(source, names, FeedReport())


def _zip_names(source: Path) -> dict[str, str]:
    """Name of each table inside an archive; nothing is unpacked yet.

    Tables that are not read (the drawing of lines, fares) may be of any size.
    """
    if source.stat().st_size > MOST_ZIP_BYTES:
        raise too_large(source.name, MOST_ZIP_BYTES)
    try:
        with zipfile.ZipFile(source) as archive:
            entries = archive.infolist()
    except NOT_LISTED:
        raise InputRefusedError("ce n'est pas une archive ZIP lisible", source.name) from None
    if len(entries) > MOST_ENTRIES:
        raise InputRefusedError(
            f"archive refusée : {len(entries)} fichiers, {MOST_ENTRIES} au plus", source.name
        )
    if is_protected(entries):
        raise InputRefusedError("archive protégée par un mot de passe", source.name)
    return {
        entry.filename.rpartition("/")[2].lower(): entry.filename
        for entry in entries
        if not entry.is_dir() and entry.filename.count("/") <= 1
    }
