"""Records to plain JSON values and back, and a hash of what a record says.

Sets become sorted lists, days ISO texts, times "HH:MM", closed lists their values; what comes
back equals what went in (times to the minute).
"""

import dataclasses
import hashlib
import json
import re
import types
from collections.abc import Callable, Mapping
from datetime import date, time
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Record = TypeVar("Record")

_REFUSED = re.compile("[\x00\ud800-\udfff]")


def to_plain(value: object) -> Any:
    """A record, or any value inside one, as what `json.dumps` takes."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | int | float):
        return value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {name: to_plain(getattr(value, name)) for name in _field_names(type(value))}
    if isinstance(value, Mapping):
        return {key: to_plain(item) for key, item in value.items()}
    if isinstance(value, frozenset):
        return sorted(to_plain(item) for item in value)
    if isinstance(value, tuple | list):
        return [to_plain(item) for item in value]
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no plain form")


def from_plain(kind: type[Record], data: Mapping[str, Any]) -> Record:
    """The record of class `kind` that `to_plain` made `data` from; absent keys take defaults.

    Raises
    ------
    TypeError, ValueError : `data` does not hold such a record
    """
    hint: Any = kind
    result = _reader(hint)(data)
    assert isinstance(result, kind)
    return result


def record_hash(record: object) -> str:
    """SHA-256 (hexadecimal) of what the record says: equal records, equal hashes, any day."""
    text = json.dumps(to_plain(record), ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def storable(text: str) -> str:
    """The text without what a base refuses (NUL, lone surrogates), at the same length.

    The very same text where nothing is refused.
    """
    return _REFUSED.sub("\ufffd", text) if _REFUSED.search(text) else text


def storable_values(value: Any) -> Any:
    """The same for every text of a plain JSON value."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {storable(key): storable_values(item) for key, item in value.items()}
    if isinstance(value, list):
        return [storable_values(item) for item in value]
    return value


@cache
def _field_names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


Reader = Callable[[Any], Any]
"""From a plain value to what the record holds."""


@cache
def _reader(hint: Any) -> Reader:
    """How values of a type are read back; a type is looked at once, its values many times."""
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _or_none(_reader(next(e for e in get_args(hint) if e is not type(None))))
    if origin is tuple or origin is frozenset:
        return _items(origin, _reader(get_args(hint)[0]))
    if origin is not None and issubclass(origin, Mapping):
        return _values(_reader(get_args(hint)[1]))
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _fields(hint)
    if hint is time or hint is date:
        return hint.fromisoformat
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    return _number if hint is float else _as_it_is


def _or_none(read: Reader) -> Reader:
    return lambda value: None if value is None else read(value)


def _items(kind: type, read: Reader) -> Reader:
    return lambda value: kind([read(item) for item in value])


def _values(read: Reader) -> Reader:
    return lambda value: {key: read(item) for key, item in value.items()}


def _fields(kind: type) -> Reader:
    hints = _hints(kind)
    readers = [(name, _reader(hints[name])) for name in _field_names(kind)]
    return lambda value: kind(
        **{name: read(value[name]) for name, read in readers if name in value}
    )


def _number(value: Any) -> Any:
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _as_it_is(value: Any) -> Any:
    return value
