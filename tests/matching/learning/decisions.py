"""Decisions with one line; a test states only what it is about."""

from datetime import date
from typing import Any

from matching.learning.preferences import CRITERIA, Decision
from models.vocabulary import Band, Criterion, Domain


def make_values(**changes: float) -> tuple[float, ...]:
    """Eight scores of 0.5, but for the criteria named by their value."""
    return tuple(changes.get(criterion.value, 0.5) for criterion in CRITERIA)


def make_decision(candidate: str, is_kept: bool, **changes: Any) -> Decision:
    defaults: dict[str, Any] = {
        "offer": "O-1",
        "candidate": candidate,
        "day": date(2026, 11, 2),
        "domain": Domain.TRANSPORT,
        "band": Band.SUITABLE,
        "rank": 1,
        "values": make_values(),
        "is_kept": is_kept,
        "motive": None if is_kept else Criterion.SKILLS,
    }
    return Decision(**defaults | changes)
