"""Array work that the criteria share, without a Python loop over persons.

Dot products go through einsum, a row at a time: a matrix product of BLAS rounds a row
differently according to how many rows stand beside it, and a score must not depend on who else
is in the pool, not even in its last bit.
"""

import numpy as np

from matching.profiles import Float32Array, FloatArray, Ragged


def dots(vectors: Float32Array, vector: Float32Array) -> FloatArray:
    """(u,) dot product of each row with one vector, the same whatever the other rows."""
    products: FloatArray = np.einsum("ud,d->u", vectors, vector).astype(np.float64)
    return products


def segment_max(values: FloatArray, lists: Ragged, empty: float = 0.0) -> FloatArray:
    """(n,) largest value of each list; `empty` for an empty list. `values` is (m,)."""
    count = len(lists.start) - 1
    result = np.full(count, empty)
    filled = np.flatnonzero(np.diff(lists.start))
    if filled.size:
        result[filled] = np.maximum.reduceat(values, lists.start[filled])
    return result


def segment_sum(values: FloatArray, lists: Ragged) -> FloatArray:
    """(n,) sum of each list, 0 for an empty one. `values` is (m,)."""
    total: FloatArray = np.bincount(
        lists.owner, weights=values, minlength=len(lists.start) - 1
    ).astype(np.float64)
    return total
