"""The licences and certificates that the offer requires, and those that the law asks."""

from dataclasses import replace

import numpy as np

from matching.context import Comparison
from matching.credentials import UNMET, UNSURE, WORDS, Holding, holding, lever
from matching.gates.gated import Gated, make_gate
from matching.profiles import BoolArray
from models.vocabulary import Gate, Necessity


def titles(comparison: Comparison) -> Gated | None:
    """Unmet where one of them is known not to be held; several families are as many obstacles."""
    offer = comparison.offer
    stated = [a for a in offer.facts.licences if a.necessity is Necessity.REQUIRED]
    required = [holding(comparison, asked) for asked in (*stated, *offer.legal_titles)]
    if not required:
        return None
    states = np.array([h.state for h in required])

    def at(row: int, state: int) -> list[Holding]:
        return [h for h in required if h.state[row] == state]

    def reason(row: int) -> str:
        said = [f"{h.label} {WORDS[int(h.what[row])]}" for h in at(row, UNMET)]
        return f"Exigé : {', '.join(said)}."

    def lift(row: int) -> str | None:
        levers = [lever(h.code, int(h.what[row])) for h in at(row, UNMET)]
        return ", ".join(dict.fromkeys(filter(None, levers))) if all(levers) else None

    def question(row: int) -> str:
        unsure = ", ".join(h.label for h in at(row, UNSURE))
        undated = ", ".join(h.label for h in required if h.undated[row])
        held = f"La personne a-t-elle bien : {unsure} ?" if unsure else ""
        valid = f"Jusqu'à quand est valable : {undated} ?" if undated else ""
        return f"{held} {valid}".strip()

    families = np.array([h.code.rsplit("_", 1)[0] for h in required])
    weight = np.zeros(len(comparison.batch), dtype=np.int8)
    for family in dict.fromkeys(families.tolist()):
        weight += (states[families == family] == UNMET).any(axis=0).astype(np.int8)
    return replace(
        make_gate(Gate.CREDENTIAL, states.min(axis=0), reason, lift, question),
        asks=(states == UNSURE).any(axis=0) | np.any([h.undated for h in required], axis=0),
        weight=weight,
        liftable=np.all([(h.state != UNMET) | _has_lever(h) for h in required], axis=0),
    )


def _has_lever(held: Holding) -> BoolArray:
    """(n,) whether a short lever exists for what is missing of one credential."""
    kinds = np.array([lever(held.code, what) is not None for what in range(5)])
    return kinds[held.what]
