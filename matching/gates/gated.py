"""One gate for one offer and n persons: states as arrays, sentences made row by row."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from matching.credentials import MET, UNMET, UNSURE
from matching.profiles import BoolArray, StateArray
from models.vocabulary import Force, Gate

Say = Callable[[int], str]
Lift = Callable[[int], str | None]


@dataclass(frozen=True)
class Gated:
    """state : (n,) 1 met, 0 unknown, -1 not met

    asks : (n,) whether something is left to ask, even beside a known obstacle
    weight : (n,) how many obstacles an unmet row counts for
    liftable : (n,) whether `lever` has something to say of an unmet row
    force : what not being met does; where it does not block, `state` is met for the rows of
        `missed`, which are known not to be met
    """

    gate: Gate
    state: StateArray
    reason: Say
    lever: Lift
    question: Say
    asks: BoolArray
    weight: StateArray
    liftable: BoolArray
    force: Force = Force.BLOCKS
    missed: BoolArray | None = None

    @property
    def unsettled(self) -> BoolArray:
        """(n,) what keeps a row without obstacle at "à vérifier" at best."""
        unsure: BoolArray = self.state == UNSURE
        if self.force is Force.TOLD:
            return np.zeros_like(unsure)
        return unsure if self.missed is None else unsure | self.missed

    @property
    def untitled(self) -> BoolArray:
        """(n,) whether a title that blocks is left to check."""
        if self.gate is Gate.CREDENTIAL and self.force is Force.BLOCKS:
            return np.asarray(self.state == UNSURE)
        return np.zeros(len(self.state), dtype=np.bool_)


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


def loosen(gated: Gated, force: Force) -> Gated:
    """The same gate where not being met holds nobody back; what is unknown stays unknown."""
    if force is Force.BLOCKS:
        return gated
    missed = gated.state == UNMET
    return replace(gated, state=np.where(missed, MET, gated.state), force=force, missed=missed)


def _lowered(sentence: str) -> str:
    first = sentence[:1] if sentence[1:2].isupper() else sentence[:1].lower()
    return f"{first}{sentence[1:].rstrip('.')} ?"
