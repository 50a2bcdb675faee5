"""Skills of a post, and not of the firm that offers it."""

import pytest

from ingestion.lexicon import cut
from ingestion.offers.skill_needs import MOST_SKILLS, skill_needs
from ingestion.skills import skills
from models.vocabulary import Necessity


def labels(text: str) -> list[str]:
    """Labels of the skills that a text needs."""
    return [found.value.label for found in skill_needs(cut(text))]


@pytest.mark.parametrize(
    "text",
    [
        "Notre client est une société qui fait du terrassement et de la maçonnerie.",
        "Avantages sociaux : mutuelle, restauration collective, esprit d'équipe.",
        "Nos valeurs sont l'autonomie et l'esprit d'équipe.",
    ],
)
def test_what_a_firm_says_of_itself_is_no_need(text: str) -> None:
    assert labels(text) == []


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Notre client recherche un maçon pour des travaux de terrassement.", "Terrasser"),
        ("Vos missions chez notre client : travaux de terrassement.", "Terrasser"),
        ("Profil : autonomie et esprit d'équipe.", "Travailler en équipe"),
    ],
)
def test_what_is_asked_of_a_person_is_read_beside_the_firm(text: str, label: str) -> None:
    assert label in labels(text)


def test_a_skill_is_wished_but_where_a_word_requires_it() -> None:
    found = skill_needs(cut("Esprit d'équipe exigé.\nTerrassement."))
    assert [(each.value.label, each.value.necessity) for each in found] == [
        ("Travailler en équipe", Necessity.REQUIRED),
        ("Terrasser", Necessity.WISHED),
    ]


def test_a_list_without_end_is_cut() -> None:
    every = "\n".join(skill.label for skill in skills().values())
    assert len(skill_needs(cut(every))) == MOST_SKILLS


@pytest.mark.parametrize(
    "text",
    [
        "Notre client, spécialisé dans la maçonnerie et le terrassement, se développe.",
        "Vous êtes titulaire d'un BTS comptabilité.",
    ],
)
def test_a_speciality_of_a_firm_or_of_a_diploma_is_no_need(text: str) -> None:
    assert labels(text) == []


def test_those_one_works_with_lend_no_skill() -> None:
    text = "Sous la responsabilité du chef de cuisine, vous nettoyez les locaux."
    assert labels(text) == ["Nettoyer des locaux"]
    assert labels("Vous travaillez avec les électriciens.") == []
