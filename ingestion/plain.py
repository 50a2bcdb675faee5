"""Records to plain JSON values and back, and a hash of what a record says.

Sets become sorted lists, days ISO texts, times "HH:MM", closed lists their values; what comes
back equals what went in (times to the minute).
"""

import dataclasses
import hashlib
import json
import re
import types
from collections.abc import Mapping
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
    result = _build(kind, data)
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


def _build(hint: Any, value: Any) -> Any:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        if value is None:
            return None
        return _build(next(each for each in get_args(hint) if each is not type(None)), value)
    if origin is tuple:
        return tuple(_build(get_args(hint)[0], item) for item in value)
    if origin is frozenset:
        return frozenset(_build(get_args(hint)[0], item) for item in value)
    if origin is not None and issubclass(origin, Mapping):
        return {key: _build(get_args(hint)[1], item) for key, item in value.items()}
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        hints = _hints(hint)
        names = [name for name in _field_names(hint) if name in value]
        return hint(**{name: _build(hints[name], value[name]) for name in names})
    if hint is time or hint is date:
        return hint.fromisoformat(value)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value
