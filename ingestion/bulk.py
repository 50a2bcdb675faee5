"""Rows into tables by the driver's own bulk way: SQLite `executemany`, PostgreSQL `COPY`.

Values are put beforehand in the plain form that SQLite keeps (days and instants as ISO text,
JSON as text, closed lists as their values): `COPY` reads the same texts. That form can be
made in another process than the one that writes.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

from models.base import Base
from models.database import strict_json

Row = tuple[Any, ...]
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
        of: Table = table.__table__  # type: ignore[assignment]
        self._makers: list[tuple[int, Callable[[Any], Any]]] = []
        for place, name in enumerate(self.columns):
            make = of.c[name].type.dialect_impl(_PLAIN).bind_processor(_PLAIN)
            if make is not None:
                repeats = of.c[name].type.__class__.__name__ not in ("JSON", "Uuid")
                self._makers.append((place, _Known(make).__getitem__ if repeats else make))

    def plain(self, rows: Iterable[Row]) -> list[Row]:
        """The rows, each value in its plain form."""
        makers = self._makers
        if not makers:
            return list(rows)
        found = []
        for row in rows:
            values = list(row)
            for place, make in makers:
                values[place] = make(values[place])
            found.append(tuple(values))
        return found


def insert_plain(
    session: Session, table: type[Base], columns: Sequence[str], rows: Sequence[Row]
) -> None:
    """Insert plain rows in the transaction of the session; ids that are not given are made."""
    if not rows:
        return
    connection = session.connection()
    name, names = table.__tablename__, ", ".join(columns)
    if connection.dialect.name == "postgresql":
        cursor = connection.connection.cursor()
        with cursor, cursor.copy(f"COPY {name} ({names}) FROM STDIN") as copy:  # type: ignore[attr-defined]
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join("?" * len(columns))
    connection.exec_driver_sql(f"INSERT INTO {name} ({names}) VALUES ({marks})", list(rows))


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


PlainTables = Mapping[str, list[Row]]
"""Table name -> plain rows."""
