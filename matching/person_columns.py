"""One reading each: lists, flags, credentials, places and languages of persons as arrays."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from matching.profiles import (
    CREDENTIAL_RANK,
    LANGUAGE_LEVELS,
    BoolArray,
    CandidateFacts,
    Float32Array,
    IntArray,
    Place,
    Ragged,
    day,
)

NO_END = np.datetime64("NaT", "D")

T = TypeVar("T")


def ragged(lists: Sequence[Sequence[int]]) -> Ragged:
    """n lists of rows of a word table, one after the other."""
    lengths = np.fromiter((len(items) for items in lists), dtype=np.int64, count=len(lists))
    start = np.zeros(len(lists) + 1, dtype=np.int64)
    np.cumsum(lengths, out=start[1:])
    item = np.fromiter((i for items in lists for i in items), dtype=np.int32, count=int(start[-1]))
    owner = np.repeat(np.arange(len(lists), dtype=np.int32), lengths)
    return Ragged(start, item, owner)


def flags(
    people: Sequence[CandidateFacts],
    order: Sequence[T],
    read: Callable[[CandidateFacts], frozenset[T] | None],
) -> tuple[BoolArray, BoolArray]:
    """(n, len(order)) membership and (n,) whether the file says anything."""
    place = {value: i for i, value in enumerate(order)}
    held = np.zeros((len(people), len(order)), dtype=np.bool_)
    known = np.zeros(len(people), dtype=np.bool_)
    for i, person in enumerate(people):
        values = read(person)
        known[i] = values is not None
        for value in values or ():
            held[i, place[value]] = True
    return held, known


def profile_norm(profile: Ragged, vectors: Float32Array, count: int) -> NDArray[np.float64]:
    """(n,) length of the sum of the (u, d) vectors of each person's words.

    Summed a dimension at a time.
    """
    square = np.zeros(count)
    for dimension in range(vectors.shape[1]):
        column = vectors[:, dimension][profile.item].astype(np.float64)
        square += np.bincount(profile.owner, weights=column, minlength=count) ** 2
    norm: NDArray[np.float64] = np.sqrt(square)
    return norm


def credentials(
    people: Sequence[CandidateFacts],
) -> tuple[tuple[str, ...], NDArray[np.int8], BoolArray, NDArray[np.datetime64]]:
    """The c codes met, (n, c) states, (n,) whether a file lists any, (n, c) ends of validity.

    Of several rows of one code the best state counts, then the latest end.
    """
    order: dict[str, int] = {}
    for person in people:
        for credential in person.credentials:
            order.setdefault(credential.code, len(order))
    state = np.zeros((len(people), len(order)), dtype=np.int8)
    expiry = np.full((len(people), len(order)), np.datetime64("NaT", "D"))
    known = np.array([person.credentials_listed for person in people], dtype=np.bool_)
    for i, person in enumerate(people):
        for credential in person.credentials:
            column = order[credential.code]
            rank, end = CREDENTIAL_RANK[credential.state], day(credential.expires_on)
            before = state[i, column]
            if before == 0 or rank < before:
                state[i, column], expiry[i, column] = rank, end
            elif rank == before:  # renewed: the later end counts, no end is the latest
                ends = (expiry[i, column], end)
                expiry[i, column] = NO_END if np.isnat(ends).any() else max(ends)
    return tuple(order), state, known, expiry


def origins(people: Sequence[CandidateFacts]) -> tuple[tuple[Place, ...], IntArray]:
    """The distinct places, and (n,) the row of each person's own, -1 unknown."""
    order: dict[Place, int] = {}
    origin = np.full(len(people), -1, dtype=np.int32)
    for i, person in enumerate(people):
        if person.origin is not None:
            origin[i] = order.setdefault(person.origin, len(order))
    return tuple(order), origin


def languages(people: Sequence[CandidateFacts]) -> dict[str, NDArray[np.float64]]:
    """Per ISO code (n,) the best level, NaN where not said or without a level."""
    columns: dict[str, NDArray[np.float64]] = {}
    for i, person in enumerate(people):
        for code, level in person.languages:
            if code not in columns:
                columns[code] = np.full(len(people), np.nan)
            columns[code][i] = np.fmax(columns[code][i], LANGUAGE_LEVELS.get(level or "", np.nan))
    return columns
