"""What every table shares: one declarative base, honest instants, closed lists with a CHECK."""

import enum
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, Enum, MetaData
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

CLOSED_LENGTH = 40
"""Characters kept for a value of a closed list."""


class Base(DeclarativeBase):
    """The mapped classes of the house; constraints are named so that migrations find them."""

    metadata = MetaData(naming_convention=NAMES)


def utc_now() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)


class UtcDateTime(TypeDecorator[datetime]):
    """An instant, always aware, always UTC.

    SQLite drops the offset of a `DateTime(timezone=True)` without a word: values are turned
    to UTC on the way in and given their offset back on the way out.

    Raises
    ------
    ValueError : a naive datetime is given
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def closed(values: type[enum.StrEnum], name: str) -> Enum:
    """A column type for a closed list: text, with a CHECK named after the column.

    Parameters
    ----------
    values : the closed list; its values (not its names) are stored
    name : what the CHECK is called, unique in its table
    """
    return Enum(
        values,
        name=name,
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        length=CLOSED_LENGTH,
        values_callable=lambda members: [member.value for member in members],
    )


class ClosedSet(TypeDecorator[frozenset[Any]]):
    """A set of values of one closed list, kept as a sorted JSON list; NULL says "unknown".

    Raises
    ------
    ValueError : a value is not in the list
    """

    impl = JSON(none_as_null=True)
    cache_ok = True

    def __init__(self, values: type[enum.StrEnum]) -> None:
        super().__init__()
        self.values = values

    def process_bind_param(
        self, value: frozenset[Any] | None, dialect: Dialect
    ) -> list[str] | None:
        if value is None:
            return None
        return sorted(self.values(item).value for item in value)

    def process_result_value(self, value: Any, dialect: Dialect) -> frozenset[Any] | None:
        return None if value is None else frozenset(self.values(item) for item in value)
