"""Rows into tables by the driver's own bulk way: SQLite `executemany`, PostgreSQL `COPY`.

Values are put beforehand in the plain form that SQLite keeps (days and instants as ISO text,
JSON as text, closed lists as their values): `COPY` reads the same texts. That form can be
made in another process than the one that writes.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import Any, Final, cast

from sqlalchemy import String, Table, Text
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

from ingestion.plain import storable
from models.base import Base
from models.database import strict_json

Row = tuple[Any, ...]
_TEXTS = (String, Text)
"""Free texts: what no base takes (NUL, lone surrogates) is replaced in them."""
IMPORT_CACHE_KIB = 256 * 1024
AT_ONCE = 50
"""Rows in one INSERT of SQLite: what a statement costs by itself (checks of closed lists, the
crossing into the driver) is shared; 50 rows of 17 columns stay under its 999 oldest variables."""
_PLAIN: Final = sqlite.dialect(json_serializer=strict_json)


class _Known(dict[Any, Any]):
    """The plain form of each value of a column, made once; `None` of an unhashable too."""

    def __init__(self, make: Callable[[Any], Any]) -> None:
        self.make = make

    def __missing__(self, value: Any) -> Any:
        plain = self[value] = self.make(value)
        return plain


class PlainRows:
    """Rows of one table made plain: `columns` named once, then rows of values in that order.

    Raises
    ------
    ValueError, StatementError : a value that its column does not take
    """

    def __init__(self, table: type[Base], columns: Sequence[str]) -> None:
        self.table = table
        self.columns = tuple(columns)
        of = cast(Table, table.__table__)
        self._texts = [
            place for place, name in enumerate(self.columns) if type(of.c[name].type) in _TEXTS
        ]
        self._makers: list[tuple[int, Callable[[Any], Any]]] = []
        for place, name in enumerate(self.columns):
            make = of.c[name].type.dialect_impl(_PLAIN).bind_processor(_PLAIN)
            if make is not None:
                repeats = of.c[name].type.__class__.__name__ not in ("JSON", "Uuid")
                self._makers.append((place, _Known(make).__getitem__ if repeats else make))

    def plain(self, rows: Sequence[Row]) -> list[Row]:
        """The rows, each value in its plain form."""
        columns = self._storable(rows)
        for place, make in self._makers if rows else ():
            columns[place] = map(make, columns[place])
        return list(zip(*columns, strict=True))

    def one(self, row: Sequence[Any]) -> Row:
        """One row, each value in its plain form."""
        values = list(row)
        for place in self._texts:
            values[place] = values[place] and storable(values[place])
        for place, make in self._makers:
            values[place] = make(values[place])
        return tuple(values)

    def storable(self, rows: Sequence[Row]) -> list[Row]:
        """The rows with what no base takes replaced in their texts, other values untouched."""
        return list(zip(*self._storable(rows), strict=True))

    def _storable(self, rows: Sequence[Row]) -> list[Iterable[Any]]:
        columns: list[Iterable[Any]] = list(zip(*rows, strict=True))
        for place in self._texts if rows else ():
            if storable(every := "\n".join(filter(None, columns[place]))) is not every:
                columns[place] = [text and storable(text) for text in columns[place]]
        return columns


def insert_plain(
    session: Session, table: type[Base], columns: Sequence[str], rows: Sequence[Row]
) -> None:
    """Insert plain rows in the transaction of the session; ids that are not given are made."""
    if not rows:
        return
    connection = session.connection()
    name, names = table.__tablename__, ", ".join(columns)
    if connection.dialect.name == "postgresql":
        cursor: Any = connection.connection.cursor()  # psycopg's own: `copy` is not of the DBAPI
        with cursor, cursor.copy(f"COPY {name} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    insert, marks = f"INSERT INTO {name} ({names}) VALUES ", f"({', '.join('?' * len(columns))})"
    whole = len(rows) - len(rows) % AT_ONCE
    if whole:
        connection.exec_driver_sql(
            insert + ", ".join([marks] * AT_ONCE),
            [
                tuple(chain.from_iterable(rows[at : at + AT_ONCE]))
                for at in range(0, whole, AT_ONCE)
            ],
        )
    if whole < len(rows):
        connection.exec_driver_sql(insert + marks, list(rows[whole:]))


_VERSION = bytes(code & 0x0F | 0x40 for code in range(256))
_VARIANT = bytes(code & 0x3F | 0x80 for code in range(256))


def new_keys(count: int) -> list[str]:
    """`count` random UUIDs (version 4) in their plain form: one call to the system for all.

    In order, which a unique index takes faster.
    """
    drawn = bytearray(os.urandom(16 * count))
    drawn[6::16] = drawn[6::16].translate(_VERSION)
    drawn[8::16] = drawn[8::16].translate(_VARIANT)
    digits = drawn.hex()
    return sorted(digits[at : at + 32] for at in range(0, len(digits), 32))


def new_ids(session: Session, table: type[Base], count: int) -> Sequence[int]:
    """`count` ids that no row of the table has, taken for this transaction, in order."""
    if not count:
        return ()
    connection = session.connection()
    name = table.__tablename__
    if connection.dialect.name == "postgresql":
        asked = (
            f"SELECT nextval(pg_get_serial_sequence('{name}', 'id')) "
            f"FROM generate_series(1, {count})"
        )
        return sorted(connection.exec_driver_sql(asked).scalars().all())
    last = connection.exec_driver_sql(f"SELECT coalesce(max(id), 0) FROM {name}").scalar_one()
    return range(last + 1, last + 1 + count)


@contextmanager
def roomy(session: Session) -> Iterator[None]:
    """Give SQLite memory for the pages of a large import: else they reach the disk twice."""
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        yield
        return
    before = connection.exec_driver_sql("PRAGMA cache_size").scalar_one()
    connection.exec_driver_sql(f"PRAGMA cache_size={-IMPORT_CACHE_KIB}")
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA cache_size={before}")
