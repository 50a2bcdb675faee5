"""From bare tables and groups to figures that may be kept: thirty persons at least each."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from api.services.fairness_groups import UNSAID, Breakdown
from api.services.fairness_reading import ALL, DOMAINS
from matching.fairness.masking import rounded, tellable
from matching.fairness.ratios import Observed, Ratio, is_out, ratios, resample
from models.fairness import FairnessFigure, Measure

WATCHED = frozenset({Measure.EXPOSURE, Measure.ACCESS, Measure.KEPT})
"""Measures whose ratios have a band; the others explain."""

Tables = Mapping[tuple[Measure, str], Observed]


@dataclass(frozen=True)
class _Cell:
    """A group that may be told, for one measure."""

    measure: Measure
    gate: str
    domain: str
    breakdown: Breakdown
    group: str
    found: Ratio

    @property
    def is_watched(self) -> bool:
        return self.measure in WATCHED and self.group != UNSAID and not math.isnan(self.found.ratio)


def figures_of(
    tables: Tables, breakdowns: Sequence[Breakdown], seed: int
) -> tuple[list[FairnessFigure], int]:
    """The figures that may be kept, and how many ratios the alarm compared.

    seed : of the resamples
    """
    cells = list(_cells(tables, breakdowns, seed))
    comparisons = sum(cell.is_watched for cell in cells)
    return [_figure(cell, comparisons) for cell in cells], comparisons


def _cells(tables: Tables, breakdowns: Sequence[Breakdown], seed: int) -> Iterator[_Cell]:
    for (measure, gate), whole in tables.items():
        for domain, table in _by_domain(measure, whole):
            drawn = resample(table, np.random.default_rng(seed))
            for breakdown in breakdowns:
                found = ratios(drawn, breakdown.codes, len(breakdown.names))
                people = np.array([each.people for each in found], dtype=np.int32)
                told = tellable(people, breakdown.silent)
                for number in np.flatnonzero(told).tolist():
                    name = breakdown.names[number]
                    yield _Cell(measure, gate, domain, breakdown, name, found[number])


def _by_domain(measure: Measure, table: Observed) -> Iterator[tuple[str, Observed]]:
    """All domains together, then each for the places at the head of lists."""
    yield ALL, table
    if measure is Measure.EXPOSURE:
        for number, domain in enumerate(DOMAINS):
            part = Observed(table.happened[:, [number]], table.chances[:, [number]])
            if part.concerned.any():
                yield domain.value, part


def _figure(cell: _Cell, comparisons: int) -> FairnessFigure:
    found = cell.found
    return FairnessFigure(
        measure=cell.measure,
        public=cell.breakdown.public,
        group=cell.group[:200],
        domain=cell.domain,
        gate=cell.gate,
        people=rounded(found.people),
        rate=round(found.rate, 2),
        ratio=_number(found.ratio),
        low=_number(found.low),
        high=_number(found.high),
        is_out=cell.is_watched and is_out(found, comparisons),
    )


def _number(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 2)
