"""Inputs of a ranking to JSON text and back, exactly: what comes back equals what went in.

Values carry their kind: records of the ranking by the name of their class, members of closed
lists, days, times, sets, mappings, arrays. Fields at their default are left out, so that records
that gained a field since are still read. Only classes of `matching` and `models` are rebuilt.
"""

import base64
import dataclasses
import importlib
import json
from collections.abc import Mapping
from datetime import date, time
from enum import Enum
from functools import cache
from typing import Any

import numpy as np

OURS = ("matching.", "models.")
KIND, VALUE = "k", "v"


def encode(value: object) -> str:
    """The value as text; equal values give equal texts, whatever the process."""
    return json.dumps(_tagged(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def decode(text: str) -> Any:
    """The value that `encode` made the text from.

    Raises
    ------
    ValueError, TypeError, AttributeError, ImportError : the text is no such value, or a class
        or a member of it is gone
    """
    return _value(json.loads(text))


def _tagged(value: Any) -> Any:
    if value is None or type(value) in (bool, int, float, str):
        return value
    if isinstance(value, Enum):
        return {KIND: _name(type(value)), VALUE: value.value}
    if isinstance(value, date):
        return {KIND: "date", VALUE: value.isoformat()}
    if isinstance(value, time):
        return {KIND: "time", VALUE: value.isoformat()}
    if isinstance(value, tuple | list):
        return [_tagged(item) for item in value]
    if isinstance(value, frozenset):
        items = [_tagged(item) for item in value]
        return {KIND: "set", VALUE: sorted(items, key=lambda item: json.dumps(item))}
    if isinstance(value, Mapping):
        return {KIND: "map", VALUE: [[_tagged(k), _tagged(v)] for k, v in value.items()]}
    if isinstance(value, np.ndarray):
        data = base64.b64encode(np.ascontiguousarray(value).tobytes()).decode("ascii")
        return {KIND: "array", VALUE: [value.dtype.str, list(value.shape), data]}
    if dataclasses.is_dataclass(value):
        return {KIND: _name(type(value)), VALUE: _fields(value)}
    raise TypeError(f"{type(value).__name__} cannot be kept")


def _fields(record: Any) -> dict[str, Any]:
    found = {}
    for name, default in _defaults(record.__class__):
        value = getattr(record, name)
        if default is dataclasses.MISSING or type(value) is not type(default) or value != default:
            found[name] = _tagged(value)
    return found


@cache
def _defaults(kind: Any) -> tuple[tuple[str, Any], ...]:
    """The fields that make a record, with their defaults (MISSING: none, or made anew)."""
    return tuple((each.name, _default(each)) for each in dataclasses.fields(kind) if each.init)


def _default(field: dataclasses.Field[Any]) -> Any:
    """A mapping that is empty unless somebody fills it is left out as well."""
    return {} if field.default_factory is dict else field.default


def _name(kind: type) -> str:
    return f"{kind.__module__}:{kind.__name__}"


def _value(plain: Any) -> Any:
    if isinstance(plain, list):
        return tuple(_value(item) for item in plain)
    if not isinstance(plain, dict):
        return plain
    kind, value = plain[KIND], plain[VALUE]
    match kind:
        case "date":
            return date.fromisoformat(value)
        case "time":
            return time.fromisoformat(value)
        case "set":
            return frozenset(_value(item) for item in value)
        case "map":
            return {_value(key): _value(item) for key, item in value}
        case "array":
            dtype, shape, data = value
            raw = np.frombuffer(base64.b64decode(data), dtype=np.dtype(dtype))
            return raw.reshape(shape).copy()
    made = _class(kind)
    if issubclass(made, Enum):
        return made(value)
    return made(**{name: _value(item) for name, item in value.items()})


@cache
def _class(name: str) -> Any:
    module, _, kind = name.partition(":")
    if not module.startswith(OURS):
        raise ValueError(f"{name} is no class of the ranking")
    found = getattr(importlib.import_module(module), kind)
    if not (dataclasses.is_dataclass(found) or issubclass(found, Enum)):
        raise ValueError(f"{name} is no record")
    return found
