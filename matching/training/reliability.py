"""Whether the confidence that is shown keeps its word: of those given p, a share p is right."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

EDGES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


@dataclass(frozen=True, slots=True)
class Bucket:
    """Offers whose confidence lies in [low, high): how many, mean confidence, share right."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


def buckets(confidences: NDArray[np.float64], is_right: NDArray[np.bool_]) -> list[Bucket]:
    """The buckets of `EDGES` that hold an offer; both arrays are (n,)."""
    places = np.clip(np.digitize(confidences, EDGES) - 1, 0, len(EDGES) - 2)
    found = []
    for place in np.unique(places).tolist():
        kept = places == place
        confidence, right = float(confidences[kept].mean()), float(is_right[kept].mean())
        found.append(Bucket(EDGES[place], EDGES[place + 1], int(kept.sum()), confidence, right))
    return found


def calibration_error(found: Sequence[Bucket]) -> float:
    """Mean gap between confidence and share right, each bucket by its offers (ECE)."""
    total = sum(bucket.count for bucket in found)
    return sum(b.count * abs(b.confidence - b.right) for b in found) / total if total else 0.0


def as_markdown(name: str, found: Sequence[Bucket]) -> str:
    """The buckets as a table under a French name, with the calibration error."""
    lines = [
        f"| {name} | n | confiance moyenne | part juste |",
        "| --- | --- | --- | --- |",
        *(
            f"| {b.low:.1f} à {b.high:.1f} | {b.count} | {b.confidence:.3f} | {b.right:.3f} |"
            for b in found
        ),
        "",
        f"Écart moyen de calibration : {calibration_error(found):.3f}.",
    ]
    return "\n".join(lines)
