"""Some rows of a batch as a batch of their own, and people with other facts."""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.profiles import (
    CREDENTIAL_ABSENT,
    CREDENTIAL_HELD,
    BoolArray,
    CandidateBatch,
    IntArray,
    Ragged,
    WordTable,
)

Rows = NDArray[np.int64]

_BY_WORD = frozenset({"skill_code"})
"""Columns of a batch that count words, not persons."""


def taken(batch: CandidateBatch, rows: Rows) -> CandidateBatch:
    """The persons of `rows`, in that order; one may come several times, under one key.

    A person scores here as in the whole batch. `key_place` stays that of the whole batch, so
    that ties are settled as there. Words that nobody of `rows` uses are left out.
    """
    picked = {name: _lists(value, rows) for name, value in _ragged(batch)}
    project = batch.project_word[rows]
    used = np.unique(np.concatenate([project.ravel(), *(r.item for r, _ in picked.values())]))
    used = used[used >= 0]
    renumber = np.full(len(batch.words.texts) + 1, -1, dtype=np.int32)
    renumber[used] = np.arange(len(used), dtype=np.int32)
    changed: dict[str, Any] = {
        "keys": tuple(batch.keys[row] for row in rows.tolist()),
        "words": _words(batch.words, used),
        "project_word": renumber[project],
        "languages": {code: column[rows] for code, column in batch.languages.items()},
    }
    for name, (ragged, _) in picked.items():
        changed[name] = replace(ragged, item=renumber[ragged.item])
    for field in fields(batch):
        value = getattr(batch, field.name)
        if field.name not in changed and isinstance(value, np.ndarray):
            if field.name.startswith("experience_"):
                changed[field.name] = value[picked["experience"][1]]
            elif field.name in _BY_WORD:
                changed[field.name] = value[used]
            else:
                changed[field.name] = value[rows]
    return replace(batch, **changed)


def _ragged(batch: CandidateBatch) -> list[tuple[str, Ragged]]:
    named = [(field.name, getattr(batch, field.name)) for field in fields(batch)]
    return [(name, value) for name, value in named if isinstance(value, Ragged)]


def _lists(ragged: Ragged, rows: Rows) -> tuple[Ragged, Rows]:
    """The lists of the rows, and which items of the whole they hold."""
    lengths = np.diff(ragged.start)[rows]
    start = np.concatenate([[0], np.cumsum(lengths)])
    within = np.arange(start[-1]) - np.repeat(start[:-1], lengths)
    items = np.repeat(ragged.start[:-1][rows], lengths) + within
    owner = np.repeat(np.arange(len(rows), dtype=np.int32), lengths)
    return Ragged(start, ragged.item[items], owner), items


def _words(table: WordTable, used: IntArray) -> WordTable:
    kept: dict[str, Any] = {
        "texts": tuple(table.texts[row] for row in used.tolist()),
        "codes": tuple(table.codes[row] for row in used.tolist()),
        "titles": int(np.searchsorted(used, table.titles)),
    }
    for field in fields(table):
        value = getattr(table, field.name)
        if isinstance(value, np.ndarray):
            kept[field.name] = value[used]
    return replace(table, **kept)


def with_credentials(
    batch: CandidateBatch, where: BoolArray, codes: Sequence[str]
) -> CandidateBatch:
    """The batch with the persons of `where` holding every code, without end of validity."""
    absent = [code for code in codes if code not in batch.credential_codes]
    room = ((0, 0), (0, len(absent)))
    state = np.pad(batch.credential_state, room, constant_values=CREDENTIAL_ABSENT)
    expiry = np.pad(batch.credential_expiry, room, constant_values=np.datetime64("NaT"))
    every = (*batch.credential_codes, *absent)
    for code in codes:
        column = every.index(code)
        state[where, column] = CREDENTIAL_HELD
        expiry[where, column] = np.datetime64("NaT")
    return replace(batch, credential_codes=every, credential_state=state, credential_expiry=expiry)


def with_column(batch: CandidateBatch, where: BoolArray, **values: Any) -> CandidateBatch:
    """The batch with each named column set to a value for the persons of `where`.

    A value is one for all, or a whole column of which the rows of `where` are read.
    """
    changed: dict[str, Any] = {}
    for name, value in values.items():
        column = getattr(batch, name).copy()
        column[where] = value[where] if isinstance(value, np.ndarray) else value
        changed[name] = column
    return replace(batch, **changed)


def with_flag(batch: CandidateBatch, where: BoolArray, name: str, place: int) -> CandidateBatch:
    """The batch with one place of a column of flags set for the persons of `where`."""
    column = getattr(batch, name).copy()
    column[where, place] = True
    changed: dict[str, Any] = {name: column}
    return replace(batch, **changed)
