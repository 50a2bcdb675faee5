"""Local help with getting to work: what an advisor can propose when only the trip is missing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from models.vocabulary import AidNeed

MOST_NAMED = 3
"""Aids named in one line; the screen of the territory shows them all."""


@dataclass(frozen=True, slots=True)
class Aid:
    """needs : what it lifts; words : how a lever names it; confirmed : by the programme"""

    key: str
    words: str
    needs: frozenset[AidNeed]
    note: str
    confirmed: bool


def aid_words(aids: Sequence[Aid], needs: Collection[AidNeed]) -> str:
    """The first aids that lift one of the needs, in the order of the file; "" for none."""
    fitting = [aid.words for aid in aids if any(need in aid.needs for need in needs)]
    return ", ".join(fitting[:MOST_NAMED])
