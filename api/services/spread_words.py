"""What explains, in French, that somebody is proposed little or not at all."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from matching.allocation.prospects import ProspectOf
from models.spread import Prospect
from models.vocabulary import Gate

MOST_GATES = 2
"""Obstacles told of one person: those that keep them from most offers."""

Gates = Mapping[str, Mapping[str, Any]]
"""Gate -> `offers`, `reason`, `lever`."""


@dataclass(frozen=True, slots=True)
class Held:
    """What some offers held for a person; as `Prospect` keeps it."""

    offers: int
    suitable: int
    blocked: int
    best_rank: int | None
    gates: Gates


def held_of(found: ProspectOf, offers: int) -> Held:
    """The same of a tally that was just made."""
    return Held(offers, found.suitable, found.blocked, found.best_rank, plain_gates(found))


def held_in(kept: Prospect) -> Held:
    """The same of a row of the base."""
    return Held(kept.offers, kept.suitable, kept.blocked, kept.best_rank, kept.gates)


def plain_gates(found: ProspectOf) -> dict[str, dict[str, Any]]:
    """The gates of a tally as the base keeps them."""
    return {
        each.gate.value: {"offers": each.offers, "reason": each.reason, "lever": each.lever}
        for each in found.gates
    }


def explained(held: Held) -> Iterator[str]:
    """Sentences: what suits the person, and what keeps them from the rest; never none."""
    if held.suitable:
        yield (
            f"{_offers(held.suitable, 'de son métier possible')} ; "
            f"au mieux, rang {held.best_rank} de la liste."
        )
    elif not held.offers:
        yield "Aucune offre ouverte à ce moment-là."
    elif not held.gates and held.blocked:
        yield (
            f"{_offers(held.blocked, 'd’un métier proche bloquée')} : un titre y est exigé et le "
            "dossier n’en dit rien. À compléter avec la personne."
        )
    elif not held.gates:
        yield f"Aucune offre de son métier parmi {_offers(held.offers, 'ouverte')}."
    gates = sorted(held.gates.items(), key=lambda item: (-item[1]["offers"], item[0]))
    for name, counted in gates[:MOST_GATES]:
        lever = f" Levier : {str(counted['lever']).rstrip('.')}." if counted["lever"] else ""
        yield (
            f"{Gate(name).label} : {_offers(counted['offers'], 'de son métier bloquée')}. "
            f"Par exemple : {counted['reason']}{lever}"
        )


def _offers(count: int, word: str) -> str:
    plural = "s" if count > 1 else ""
    return f"{count} offre{plural} {word}{plural}"
