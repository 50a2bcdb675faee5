"""Obstacles read by nobody become questions; the rest of the gate stays as it was."""

import numpy as np
import pytest

from matching.credentials import MET, UNMET, UNSURE
from matching.gates.gated import Gated, make_gate, soften
from models.vocabulary import Gate


def gate() -> Gated:
    return make_gate(
        Gate.SCHEDULE,
        np.array([MET, UNSURE, UNMET, UNMET]),
        lambda row: f"Horaires de la ligne {row}.",
        lambda row: "aménager",
        lambda row: f"Quels horaires, ligne {row} ?",
    )


def test_a_gate_asks_what_is_unsure_and_counts_each_obstacle_once() -> None:
    made = gate()
    assert made.state.dtype == np.int8
    assert made.asks.tolist() == [False, True, False, False]
    assert made.weight.tolist() == [1, 1, 1, 1]
    assert made.liftable.all()


def test_softened_rows_are_asked_in_the_words_of_their_obstacle() -> None:
    soft = soften(gate(), np.array([True, True, True, False]))
    assert soft.state.tolist() == [MET, UNSURE, UNSURE, UNMET]
    assert soft.asks.tolist() == [False, True, True, False]
    assert soft.question(1) == "Quels horaires, ligne 1 ?"
    assert soft.question(2) == (
        "À confirmer dans l'offre, lu sans relecture : horaires de la ligne 2 ?"
    )
    assert soft.reason(3) == "Horaires de la ligne 3."


@pytest.mark.parametrize("where", [[False] * 4, [True, True, False, False]])
def test_nothing_to_soften_leaves_the_gate(where: list[bool]) -> None:
    made = gate()
    assert soften(made, np.array(where)) is made
