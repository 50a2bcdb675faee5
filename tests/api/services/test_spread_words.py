"""What explains that somebody is proposed little: sentences that are true, in plain French."""

import pytest

from api.services.spread_words import Held, explained


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        (Held(0, 0, 0, None, {}), "Aucune offre ouverte à ce moment-là."),
        (Held(1, 0, 0, None, {}), "Aucune offre de son métier parmi 1 offre ouverte."),
        (Held(9, 1, 0, 12, {}), "1 offre de son métier possible ; au mieux, rang 12 de la liste."),
        (
            Held(9, 0, 2, None, {}),
            "2 offres d’un métier proche bloquées : un titre y est exigé et le dossier n’en dit "
            "rien. À compléter avec la personne.",
        ),
    ],
)
def test_what_is_said_of_somebody(held: Held, expected: str) -> None:
    assert list(explained(held)) == [expected]


def test_an_obstacle_is_told_with_an_example_and_its_lever() -> None:
    gates = {"contrat": {"offers": 3, "reason": "CDI seulement.", "lever": "ouvrir au CDD."}}
    assert list(explained(Held(9, 0, 3, None, gates))) == [
        "Type de contrat : 3 offres de son métier bloquées. Par exemple : CDI seulement. "
        "Levier : ouvrir au CDD."
    ]
