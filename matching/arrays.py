"""Array work that the criteria share, without a Python loop over persons.

Dot products go through einsum, a row at a time: a matrix product of BLAS rounds a row
differently according to how many rows stand beside it, and a score must not depend on who else
is in the pool, not even in its last bit.
"""

from collections.abc import Iterable

import numpy as np

from matching.profiles import Array, BoolArray, Float32Array, FloatArray, IntArray, Ragged

ROUNDING = 1e-3
"""Far more than two ways of adding up a product of unit vectors can differ by."""


def dots(vectors: Float32Array, vector: Float32Array) -> FloatArray:
    """(u,) dot product of each row with one vector, the same whatever the other rows."""
    products: FloatArray = np.einsum("ud,d->u", vectors, vector).astype(np.float64)
    return products


def ramps(vectors: Float32Array, targets: Float32Array, floor: float, full: float) -> FloatArray:
    """(u, k) dot products with k vectors, brought from 0 at `floor` to 1 at `full`.

    A product of BLAS, which may round otherwise, tells which rows stand clear of the ramp; those
    on it, or within `ROUNDING` of it, have the bits of `dots`.
    """
    height = np.empty((len(vectors), len(targets)))
    for column, target in enumerate(targets):
        rough = vectors @ target
        height[:, column] = rough >= full
        rows = np.flatnonzero((rough > floor - ROUNDING) & (rough < full + ROUNDING))
        product = dots(vectors[rows], target)
        height[rows, column] = np.clip((product - floor) / (full - floor), 0.0, 1.0)
    return height


def added(parts: Array) -> Array:
    """(n,) sum of k rows of (n,), k at least 8: eight two by two, then the others one by one.

    It is the order in which NumPy adds k numbers in a row, whatever the layout in memory.
    """
    sums = list(parts[:8])
    while len(sums) > 1:
        sums = [one + other for one, other in zip(sums[::2], sums[1::2], strict=True)]
    total: Array = sum(parts[8:], start=sums[0])
    return total


def shares(parts: FloatArray, weights: FloatArray) -> FloatArray:
    """(n,) weighted mean of the (n, k) parts, the same whatever the other rows."""
    share: FloatArray = np.einsum("nk,k->n", parts, weights) / weights.sum()
    return share


def list_max(values: FloatArray, lists: Ragged) -> FloatArray:
    """(n,) largest value of the items of each list, 0 for an empty one; (n, k) of (u, k) values."""
    best = np.zeros((len(lists.place), *values.shape[1:]))
    for depth, items in enumerate(lists.layers):
        found, into = values.take(items, axis=0), best[: len(items)]
        if depth:
            np.maximum(into, found, out=into)
        else:
            into[:] = found
    return best.take(lists.place, axis=0)


def list_sum(values: FloatArray, lists: Ragged) -> FloatArray:
    """(n,) sum over the items of each list, in their order, 0 for an empty one; (n, k) of (u, k)
    values."""
    total = np.zeros((len(lists.place), *values.shape[1:]))
    for items in lists.layers:
        total[: len(items)] += values.take(items, axis=0)
    return total.take(lists.place, axis=0)


def any_of(flags: BoolArray, columns: Iterable[int]) -> BoolArray:
    """(n,) whether one of some columns of (n, c) holds; a column after the other runs fastest."""
    found = np.zeros(len(flags), dtype=np.bool_)
    for column in columns:
        found |= flags[:, column]
    return found


def all_of(flags: BoolArray, columns: Iterable[int]) -> BoolArray:
    """(n,) whether all of some columns of (n, c) hold."""
    found = np.ones(len(flags), dtype=np.bool_)
    for column in columns:
        found &= flags[:, column]
    return found


def owner_sum(owner: IntArray, weights: FloatArray, count: int) -> FloatArray:
    """(count,) sum of the weights of each owner, in their order; 0 for who has none."""
    total: FloatArray = np.bincount(owner, weights=weights, minlength=count).astype(np.float64)
    return total
