"""Raw offers with the accents that a wrong encoding spoilt put right, before they are read."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ingestion.mending import Mended, mend
from ingestion.offers.raw import RawOffer, Span

MOST_LEVELS = 6
"""Levels of a JSON object whose texts are put right."""


def mended(raw: RawOffer) -> RawOffer:
    """The offer put right, with the number of places (`mended`); itself where nothing is spoilt.

    Its source text is the one put right: spans move with it, evidence is exact in it.
    """
    title, description = mend(raw.title), mend(raw.description)
    fields, count = _fields(raw.fields)
    total = title.count + description.count
    if not total and not count:
        return raw
    return replace(
        raw,
        title=title.text,
        description=description.text,
        fields=fields,
        spans={name: _moved(raw, title, description, span) for name, span in raw.spans.items()},
        around_start=None
        if raw.around_start is None
        else _at(raw, title, description, raw.around_start),
        unread=tuple(_moved(raw, title, description, span) for span in raw.unread),
        mended=raw.mended + total + count,
    )


def _moved(raw: RawOffer, title: Mended, description: Mended, span: Span) -> Span:
    start, end = (_at(raw, title, description, offset) for offset in span)
    return start, end


def _at(raw: RawOffer, title: Mended, description: Mended, offset: int) -> int:
    after = len(raw.title) + 1
    if offset < after:
        return title.moved(offset)
    return len(title.text) + 1 + description.moved(offset - after)


def _fields(fields: Mapping[str, object]) -> tuple[Mapping[str, object], int]:
    tally = [0]
    right = {
        name: item if name in ("intitule", "description") else _value(item, tally, MOST_LEVELS)
        for name, item in fields.items()
    }
    return (right, tally[0]) if tally[0] else (fields, 0)


def _value(value: Any, tally: list[int], levels: int) -> Any:
    if isinstance(value, str):
        found = mend(value)
        tally[0] += found.count
        return found.text
    if levels and isinstance(value, list):
        return [_value(item, tally, levels - 1) for item in value]
    if levels and isinstance(value, dict):
        return {key: _value(item, tally, levels - 1) for key, item in value.items()}
    return value
