"""The ROME 4 occupations: codes, labels, parents, domains and how near they are to each other.

Codes and labels are facts of the public ROME 4 referential (release 460, 1,584 fiches, 532
ROME 3 parents); proximities and core skill vectors are numbers derived from it by
`python -m matching.training`. How they are computed: docs/decisions/0002.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.errors import InputRefusedError
from models.vocabulary import Domain

DATA = Path(__file__).parent / "data"
RELEASE = "460"
"""The release of the official referential that the packaged data were made with."""
TABLE_FILE = "occupations.csv"
DOMAINS_FILE = "domains.csv"
PROXIMITY_FILE = "proximity.npz"
PROXIMITY_STEPS = 100
"""Proximities are kept as whole hundredths."""


@dataclass(frozen=True, eq=False)
class OccupationTable:
    """The occupations in the order of their codes; every array below follows that order.

    codes, labels, parents : n strings each; `parents` are ROME 3 codes
    proximity : (n, n) float32 in [0, 1], 1 on the diagonal; [i, j] is how well a person whose
        occupation is j stands for an offer of occupation i
    core_skill_vectors : (n, d) float32, mean of the encoder vectors of the core skills, unit
        rows, zero where the referential lists none
    """

    codes: tuple[str, ...]
    labels: tuple[str, ...]
    parents: tuple[str, ...]
    domain_prefixes: Mapping[str, Domain]
    proximity: NDArray[np.float32]
    core_skill_vectors: NDArray[np.float32]
    _index: Mapping[str, int] = field(init=False, repr=False)
    _children: Mapping[str, tuple[int, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        index = {code: row for row, code in enumerate(self.codes)}
        children: dict[str, tuple[int, ...]] = {}
        for row, parent in enumerate(self.parents):
            children[parent] = (*children.get(parent, ()), row)
        object.__setattr__(self, "_index", index)
        object.__setattr__(self, "_children", children)

    def __len__(self) -> int:
        return len(self.codes)

    def index(self, code: str | None) -> int | None:
        """Row of a ROME 4 code, None if it is no such code."""
        return self._index.get(_clean(code))

    def resolve(self, code: str | None) -> tuple[int, ...]:
        """Rows a code stands for: itself in ROME 4, else the children of a ROME 3 code, else none.

        A code that is both a fiche and the parent of others means the fiche.
        """
        clean = _clean(code)
        row = self._index.get(clean)
        return (row,) if row is not None else self._children.get(clean, ())

    def family(self, code: str | None) -> tuple[int, ...]:
        """Rows of every fiche under the same ROME 3 parent as `code`, or under `code` itself."""
        clean = _clean(code)
        row = self._index.get(clean)
        return self._children.get(self.parents[row] if row is not None else clean, ())

    def domain(self, occupation: str | int | None) -> Domain:
        """Domain of a code or of a row; `Domain.OTHER` for an unknown code."""
        if isinstance(occupation, int | np.integer):
            return self._domains[int(occupation)] if occupation >= 0 else Domain.OTHER
        rows = self.resolve(occupation)
        return self._domains[rows[0]] if rows else Domain.OTHER

    @cached_property
    def _domains(self) -> tuple[Domain, ...]:
        return tuple(self._domain_of(code) for code in self.codes)

    def _domain_of(self, code: str) -> Domain:
        for length in range(len(code), 0, -1):
            domain = self.domain_prefixes.get(code[:length])
            if domain is not None:
                return domain
        return Domain.OTHER


def _clean(code: str | None) -> str:
    return (code or "").strip().upper().replace(" ", "")


def read_occupations(folder: Path) -> OccupationTable:
    """Read the packaged tables of `folder`.

    Raises
    ------
    InputRefusedError : a table is missing or cannot be read
    """
    domains = {domain.value: domain for domain in Domain}
    try:
        with (folder / TABLE_FILE).open(encoding="utf-8", newline="") as handle:
            rows = list(csv.DictReader(handle, delimiter=";"))
        with (folder / DOMAINS_FILE).open(encoding="utf-8", newline="") as handle:
            prefixes = {
                row["prefix"]: domains[row["domain"]]
                for row in csv.DictReader(handle, delimiter=";")
            }
        with np.load(folder / PROXIMITY_FILE, allow_pickle=False) as arrays:
            proximity = arrays["proximity"].astype(np.float32) / PROXIMITY_STEPS
            core_skills = _unit_rows(arrays["core_skills"].astype(np.float32))
        columns = [tuple(row[name] for row in rows) for name in ("code", "label", "parent")]
    except (OSError, ValueError, KeyError) as error:
        raise InputRefusedError("table des métiers illisible.", str(folder)) from error
    codes, labels, parents = columns
    return OccupationTable(codes, labels, parents, prefixes, proximity, core_skills)


def _unit_rows(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.where(norms > 0, norms, 1.0)).astype(np.float32)


@lru_cache(maxsize=1)
def packaged_occupations() -> OccupationTable:
    """The tables of the package, read once."""
    return read_occupations(DATA)
