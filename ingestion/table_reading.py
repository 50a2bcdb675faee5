"""How the table of a file is read: found by itself, or as a person says it must be."""

import codecs
import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice

from ingestion.readers.delimited import DELIMITERS, declared_delimiter, records
from ingestion.readers.encoding import decode
from ingestion.readers.tabular import HEADER_WITHIN, Table, read_table_data
from models.errors import InputRefusedError
from models.vocabulary import Labelled

SAMPLE = 65_536
"""Characters in which the separator is looked for."""
_SPOILT = re.compile("\ufffd|Ã[\u0080-\u00bf©¨ª«´®¯§»¹¼¢ ]|Ã‰|â€™")


class Encoding(Labelled):
    """Encodings that exports come in."""

    UTF8 = "utf-8", "UTF-8"
    WINDOWS = "cp1252", "Windows-1252"
    UTF16 = "utf-16", "UTF-16"


class Delimiter(Labelled):
    """What parts the cells of a line."""

    SEMICOLON = ";", "point-virgule"
    COMMA = ",", "virgule"
    TAB = "\t", "tabulation"


@dataclass(frozen=True, slots=True)
class TableReading:
    """What a person decided of the reading; None: found by itself."""

    encoding: Encoding | None = None
    delimiter: Delimiter | None = None


BY_ITSELF = TableReading()


def is_workbook(data: bytes, name: str) -> bool:
    """True for XLSX: encodings and separators say nothing there."""
    return data.startswith(b"PK") or name.lower().endswith((".xlsx", ".xlsm"))


def read_table_as(
    data: bytes, name: str, known_headers: Collection[str], how: TableReading
) -> Table:
    """The table of a file, read in the encoding and with the separator given.

    Raises
    ------
    InputRefusedError : nothing can be read; the message says why, in French
    """
    if how == BY_ITSELF or is_workbook(data, name):
        return read_table_data(data, name, known_headers)
    text = text_as(data, how.encoding)
    if how.delimiter is not None:
        text = f"sep={how.delimiter}\n{declared_delimiter(text)[1]}"
    return read_table_data(codecs.BOM_UTF8 + text.encode("utf-8", "replace"), name, known_headers)


def read_table_found(
    data: bytes, name: str, known_headers: Collection[str]
) -> tuple[Table, TableReading]:
    """The table as it is found, and how: UTF-16 without its mark is recognised by its zeros.

    Raises
    ------
    InputRefusedError : nothing can be read; the message says why, in French
    """
    try:
        return read_table_data(data, name, known_headers), BY_ITSELF
    except InputRefusedError:
        reading = TableReading(Encoding.UTF16)
        zeros = data[:SAMPLE].count(0)
        if is_workbook(data, name) or zeros <= len(data[:SAMPLE]) // 4:
            raise
        return read_table_as(data, name, known_headers, reading), reading


def text_as(data: bytes, encoding: Encoding | None) -> str:
    """The text of bytes in an encoding (None: as found); what does not fit becomes U+FFFD."""
    if encoding is None:
        return decode(data)
    if encoding is not Encoding.UTF16:
        return data.decode("utf-8-sig" if encoding is Encoding.UTF8 else encoding, "replace")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    is_big = data[:SAMPLE:2].count(0) > data[1:SAMPLE:2].count(0)
    return data.decode("utf-16-be" if is_big else "utf-16-le", "replace")


def found_encoding(data: bytes) -> Encoding:
    """The encoding that `decode` finds by its ladder."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Encoding.UTF16
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Encoding.WINDOWS
    return Encoding.UTF8


def found_delimiter(data: bytes, table: Table, how: TableReading) -> Delimiter | None:
    """The separator with which the header of the table was read; None if it has one column."""
    if how.delimiter is not None:
        return how.delimiter
    declared, text = declared_delimiter(text_as(data[: SAMPLE * 2], how.encoding)[:SAMPLE])
    for delimiter in DELIMITERS if declared is None else (declared,):
        for record in islice(records(text, delimiter), HEADER_WITHIN):
            cells = [cell.strip() for cell in record.cells]
            if tuple(cells[: len(table.header)]) == table.header and len(table.header) > 1:
                return Delimiter(delimiter) if delimiter in DELIMITERS else None
    return None


def looks_spoilt(table: Table) -> bool:
    """True where accents seem to have been read in another encoding than they were written."""
    few = [table.header, *(cells for _, cells in table.rows[:200])]
    return any(_SPOILT.search(cell) for cells in few for cell in cells)
