"""One gate for one offer and n persons: states as arrays, sentences made row by row."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from matching.credentials import UNMET, UNSURE
from matching.profiles import BoolArray, StateArray
from models.vocabulary import Gate

Say = Callable[[int], str]
Lift = Callable[[int], str | None]


@dataclass(frozen=True)
class Gated:
    """state : (n,) 1 met, 0 unknown, -1 not met

    asks : (n,) whether something is left to ask, even beside a known obstacle
    weight : (n,) how many obstacles an unmet row counts for
    liftable : (n,) whether `lever` has something to say of an unmet row
    """

    gate: Gate
    state: StateArray
    reason: Say
    lever: Lift
    question: Say
    asks: BoolArray
    weight: StateArray
    liftable: BoolArray


def verdict(unmet: BoolArray, unsure: BoolArray) -> StateArray:
    """(n,) -1 where unmet, 0 where only unsure, 1 elsewhere."""
    met = ~(unmet | unsure)
    return met.view(np.int8) - unmet.view(np.int8)


def make_gate(gate: Gate, state: StateArray, reason: Say, lever: Lift, question: Say) -> Gated:
    """A gate whose every obstacle counts for one and can be lifted."""
    return Gated(
        gate=gate,
        state=state.astype(np.int8),
        reason=reason,
        lever=lever,
        question=question,
        asks=state == UNSURE,
        weight=np.ones(len(state), dtype=np.int8),
        liftable=np.ones(len(state), dtype=np.bool_),
    )


def soften(gated: Gated, where: BoolArray) -> Gated:
    """Turn obstacles into questions on the offer, for the rows of `where`."""
    soft = where & (gated.state == UNMET)
    if not soft.any():
        return gated
    state = np.where(soft, UNSURE, gated.state).astype(np.int8)

    def question(row: int) -> str:
        if soft[row]:
            return f"À confirmer dans l'offre, lu sans relecture : {_lowered(gated.reason(row))}"
        return gated.question(row)

    return replace(gated, state=state, asks=gated.asks | soft, question=question)


def _lowered(sentence: str) -> str:
    first = sentence[:1] if sentence[1:2].isupper() else sentence[:1].lower()
    return f"{first}{sentence[1:].rstrip('.')} ?"
