"""Dotted fields of a parsed offer: reading, writing, and the evidence that a change leaves."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ingestion.records import Evidence, LanguageNeed, LicenceNeed, ParsedOffer, SkillNeed


def value_at(record: object, field: str) -> Any:
    """The value of a dotted field (`licences.0.code`); None where there is no such place."""
    value: Any = record
    for part in field.split("."):
        if part.isdigit() and isinstance(value, tuple):
            value = value[int(part)] if int(part) < len(value) else None
        else:
            value = getattr(value, part, None)
    return value


def with_values(record: Any, values: Mapping[str, Any]) -> Any:
    """A copy of a record with other values at dotted fields (names only, no places in lists)."""
    direct: dict[str, Any] = {}
    inner: dict[str, dict[str, Any]] = {}
    for field, value in values.items():
        name, _, rest = field.partition(".")
        if rest:
            inner.setdefault(name, {})[rest] = value
        else:
            direct[name] = value
    for name, below in inner.items():
        direct[name] = with_values(direct.get(name, getattr(record, name)), below)
    return replace(record, **direct)


def evidence_kept(before: ParsedOffer, after: ParsedOffer) -> dict[str, Evidence]:
    """The evidence of what did not change; that of a list follows its item."""
    kept: dict[str, Evidence] = {}
    for field, evidence in before.evidence.items():
        place = _place_after(field, before, after)
        if place is not None:
            kept[place] = evidence
    return kept


def _place_after(field: str, before: ParsedOffer, after: ParsedOffer) -> str | None:
    """Where the value of `field` stands after the change; None where it is gone."""
    parts = field.split(".")
    at = next((place for place, part in enumerate(parts) if part.isdigit()), None)
    if at is None:
        return field if value_at(before, field) == value_at(after, field) else None
    name = ".".join(parts[:at])
    item = value_at(before, ".".join(parts[: at + 1]))
    if item is None:
        return None
    identity = _identity(item)
    for place, other in enumerate(value_at(after, name) or ()):
        if _identity(other) == identity:
            return ".".join((name, str(place), *parts[at + 1 :]))
    return None


def _identity(item: object) -> object:
    """What makes two items of a list the same, whatever their necessity."""
    if isinstance(item, LicenceNeed | LanguageNeed):
        return item.code
    if isinstance(item, SkillNeed):
        return item.label
    return item
