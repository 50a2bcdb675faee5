"""Qualities looked for in a person, told from those of the firm."""

import pytest

from ingestion.lexicon import cut
from ingestion.offers.soft_skills import MOST_QUALITIES, soft_skills


def labels(text: str) -> list[str]:
    return [found.value for found in soft_skills(cut(text))]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Ponctualité et assiduité", "Être ponctuel"),
        ("Vous êtes ponctuel", "Être ponctuel"),
        ("- Ponctuelle", "Être ponctuel"),
        ("Vous avez l'esprit d'équipe", "Travailler en équipe"),
        ("Vous êtes rigoureux(se)", "Faire preuve de rigueur et de précision"),
        ("Autonome dans votre travail", "Faire preuve d'autonomie"),
        ("Sens de l'écoute exigé", "Être à l'écoute"),
        ("Force de proposition", "Prendre des initiatives et être force de proposition"),
        ("Vous savez gérer votre stress", "Gérer son stress"),
    ],
)
def test_a_quality_under_its_label(text: str, label: str) -> None:
    assert labels(text) == [label]


@pytest.mark.parametrize(
    "text",
    [
        "Rejoignez une équipe dynamique",
        "Une entreprise à taille humaine, dynamique",
        "Aide à la perte d'autonomie",
        "Maintien de l'autonomie des résidents",
        "Soudeur ponctuel",
        "Des déplacements ponctuels sont à prévoir",
    ],
)
def test_what_is_said_of_others_is_no_quality_of_the_person(text: str) -> None:
    assert labels(text) == []


def test_each_quality_once_and_never_too_many() -> None:
    text = "Rigueur, rigoureux, soin du détail. " + " ".join(
        ["ponctuel, autonome, à l'écoute, patience, discrétion, fiable, curieux, créatif,"] * 5
    )
    found = labels(text)
    assert len(found) == len(set(found)) <= MOST_QUALITIES


def test_every_quality_has_its_place() -> None:
    text = "Profil : sens du service, réactivité."
    assert [text[item.start : item.end] for item in soft_skills(cut(text))] == [
        "sens du service",
        "réactivité",
    ]


def test_no_quality_spans_the_end_of_a_title() -> None:
    assert labels("Animateur esprit\nd'équipe et matériel fournis") == []
    assert labels("Animateur\nVous avez l'esprit\nd'équipe") == ["Travailler en équipe"]
