"""The transport problem: rows to places, under nested bounds on one side and prices on the other.

Places of an offer, and the guards inside it, are nested sets; each person is a set of their own.
Such a matrix is that of a network, so the vertices of the linear program are whole numbers:
HiGHS's simplex gives them without any rounding.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import coo_matrix, csr_matrix

from matching.profiles import Array, BoolArray, FloatArray

FILLED = 8.0
"""What a filled place is worth beside an empty one: more than any price, so that a place stays
empty only where nobody may take it."""

TIE = 1e-6
"""What the earlier of two equal rows of a list gains, above the tolerance of the solver."""

EXACT = 1e-6


@dataclass(frozen=True)
class Bound:
    """At most `most` of these edges; the bounds of one offer are nested."""

    edges: NDArray[np.int64]
    most: int


@dataclass(frozen=True)
class Transport:
    """e edges between offers and p persons.

    person : (e,) place of the person in `prices`
    value : (e,) what the edge is worth
    bounds : sets of edges, nested or disjoint
    prices : (p, c) of the first, second... edge of a person, rising; infinite: not one more
    """

    person: NDArray[np.int64]
    value: FloatArray
    bounds: tuple[Bound, ...]
    prices: FloatArray


def solve(problem: Transport) -> BoolArray:
    """(e,) the edges of the best assignment: as many as may be, worth the most.

    Raises
    ------
    RuntimeError : the solver gave no whole answer (never seen)
    """
    edges, (persons, steps) = len(problem.value), problem.prices.shape
    if not edges:
        return np.zeros(0, dtype=np.bool_)
    allowed = np.isfinite(problem.prices)
    cost = np.concatenate([-(problem.value + FILLED), problem.prices[allowed]])
    owner = np.repeat(np.arange(persons), steps).reshape(persons, steps)[allowed]
    variables = edges + len(owner)
    answer = linprog(
        cost,
        A_ub=_bounds(problem.bounds, variables),
        b_ub=np.array([bound.most for bound in problem.bounds], dtype=np.float64),
        A_eq=_balance(problem.person, owner, persons),
        b_eq=np.zeros(persons),
        bounds=(0, 1),
        method="highs-ds",
    )
    if answer.x is None or np.abs(answer.x - np.round(answer.x)).max() > EXACT:
        raise RuntimeError(f"no whole allocation: {answer.message}")
    chosen: BoolArray = answer.x[:edges] > 0.5
    return chosen


def _bounds(bounds: tuple[Bound, ...], variables: int) -> csr_matrix:
    sizes = [len(bound.edges) for bound in bounds]
    rows = np.repeat(np.arange(len(bounds)), sizes)
    columns = np.concatenate([bound.edges for bound in bounds])
    return _matrix(np.ones(len(columns)), rows, columns, (len(bounds), variables))


def _balance(person: NDArray[np.int64], owner: NDArray[np.int64], persons: int) -> csr_matrix:
    """Edges of a person less the steps they pay for: nothing."""
    rows = np.concatenate([person, owner])
    signs = np.concatenate([np.ones(len(person)), -np.ones(len(owner))])
    return _matrix(signs, rows, np.arange(len(rows)), (persons, len(rows)))


def _matrix(values: FloatArray, rows: Array, columns: Array, shape: tuple[int, int]) -> csr_matrix:
    return coo_matrix((values, (rows, columns)), shape=shape).tocsr()
