"""From the contributions of a ranking run to the words of a row, and points that add up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from models.shortlists import ShortlistEntry
from models.vocabulary import Criterion, Force

POINTS_IN_ALL = 100
"""The score of 1 is shown as this many points."""
STRONG = 0.7
WEAK = 0.4
"""Bounds, on a criterion's score in [0, 1], of what is called strong and weak on screen."""
FITS_SHOWN = 3
LESS_SHOWN = 2
TENTH = Decimal("0.1")
REMARKS = {
    Force.WEIGHS.value: "Pèse ici sans bloquer",
    Force.TOLD.value: "Indiqué, ne bloque pas ici",
}
"""What is said before a requirement that is not met and does not block for the offer."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What is known not to be met, and what would lift it (None: nothing known)."""

    reason: str
    lever: str | None


@dataclass(frozen=True, slots=True)
class PointsLine:
    """A criterion in the table: its points out of what it could bring, and why."""

    label: str
    strength: str
    reason: str
    points: Decimal
    most: Decimal


@dataclass(frozen=True, slots=True)
class Explanation:
    """A row in words; the points of `lines` add up to `total` exactly, as shown."""

    fits: tuple[str, ...]
    less: tuple[str, ...]
    obstacles: tuple[Obstacle, ...]
    remarks: tuple[str, ...]
    questions: tuple[str, ...]
    lines: tuple[PointsLine, ...]
    total: Decimal


def explain(entry: ShortlistEntry) -> Explanation:
    """The words of one row of a shortlist."""
    contributions = _ordered(entry.contributions)
    known = [facts for _, facts in contributions if facts["known"] and facts["reason"]]
    fits = sorted(
        (facts for facts in known if facts["score"] >= STRONG),
        key=lambda facts: -facts["points"],
    )
    less = [facts for facts in known if facts["score"] < WEAK]
    remarks = entry.remarks or []
    said = {each["reason"] for each in (*entry.blockers, *remarks)}
    return Explanation(
        fits=tuple(facts["reason"] for facts in fits[:FITS_SHOWN]),
        less=tuple(facts["reason"] for facts in less if facts["reason"] not in said)[:LESS_SHOWN],
        obstacles=tuple(
            Obstacle(blocker["reason"], blocker["lever"]) for blocker in entry.blockers
        ),
        remarks=tuple(f"{REMARKS[each['force']]} : {each['reason']}" for each in remarks),
        questions=tuple(dict.fromkeys(unknown["question"] for unknown in entry.unknowns)),
        lines=_lines(contributions, entry.score),
        total=_tenths(entry.score * POINTS_IN_ALL),
    )


def _ordered(contributions: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    rank = {criterion.value: place for place, criterion in enumerate(Criterion)}
    return sorted(contributions.items(), key=lambda item: rank.get(item[0], len(rank)))


def _lines(
    contributions: Sequence[tuple[str, Mapping[str, Any]]], score: float
) -> tuple[PointsLine, ...]:
    exact = [facts["points"] * POINTS_IN_ALL for _, facts in contributions]
    shown = share_out(exact, _tenths(score * POINTS_IN_ALL))
    return tuple(
        PointsLine(
            label=_label(name),
            strength=_strength(facts),
            reason=facts["reason"] or "inconnu",
            points=points,
            most=_tenths(facts["weight"] * POINTS_IN_ALL),
        )
        for (name, facts), points in zip(contributions, shown, strict=True)
    )


def share_out(exact: Sequence[float], total: Decimal) -> list[Decimal]:
    """Round to tenths so that the parts add up to `total` as shown.

    What plain rounding leaves over or short goes, a tenth at a time, to the parts it costs
    least; no part moves by more than a tenth from its own value as long as `total` is the
    rounded sum.
    """
    floors = [Decimal(str(value)).quantize(TENTH, rounding="ROUND_FLOOR") for value in exact]
    left = int((total - sum(floors, Decimal(0))) / TENTH)
    rest = [Decimal(str(value)) - floor for value, floor in zip(exact, floors, strict=True)]
    order = sorted(range(len(floors)), key=lambda place: (-rest[place], place))
    for place in order[: max(left, 0)]:
        floors[place] += TENTH
    return floors


def _tenths(value: float) -> Decimal:
    return Decimal(str(value)).quantize(TENTH, rounding=ROUND_HALF_UP)


def _label(name: str) -> str:
    return next((criterion.label for criterion in Criterion if criterion == name), name)


def _strength(facts: Mapping[str, Any]) -> str:
    if not facts["known"]:
        return "inconnu"
    if facts["score"] >= STRONG:
        return "fort"
    return "faible" if facts["score"] < WEAK else "moyen"
