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


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Agent\nNous cherchons un agent polyvalent pour le site.", "S'adapter"),
        ("Agent\nRenforts et dépannages ponctuels à prévoir.", "Être ponctuel"),
        ("Agent\nAppareils non motorisés (transpalette, diable).", "Conduire un transpalette élec"),
        ("Agent\nRecrute des agents de tri de colis.", "Trier des déchets"),
        ("Agent\nRespect des consignes données par le client.", "Appliquer des consignes de séc"),
        ("Agent\nVotre planning pourra évoluer.", "Gérer un planning d'équipe"),
        ("Formateur / Formatrice sur logiciel EBP\nPoste à Dunkerque.", "Utiliser un logiciel"),
        ("Agent\nDes contrôles visuels rigoureux.", "Être rigoureux"),
        ("Agent\nEntretien des plateaux utilisés pour le stockage.", "Stockage"),
        ("Aide\nPréservation et restauration de l'autonomie des résidents.", "Travailler en auto"),
    ],
)
def test_words_of_another_meaning_are_no_such_skill(text: str, label: str) -> None:
    assert not [each for each in labels(text) if each.startswith(label)]


def test_a_skill_that_no_such_trade_names_is_read_in_the_title_alone() -> None:
    text = cut("Comptable\nNotre atelier de soudure.\nSaisie des factures fournisseurs.")
    read = [found.value.label for found in skill_needs(text, frozenset("M"))]
    assert "Souder" not in read
    assert "Saisir des factures" in read
    assert "Souder" in [found.value.label for found in skill_needs(text, frozenset("H"))]
    title = cut("Soudure et comptabilité\nPoste à pourvoir.")
    assert "Souder" in [found.value.label for found in skill_needs(title, frozenset("M"))]


@pytest.mark.parametrize(
    ("text", "said", "label"),
    [
        ("Agent\nCâblage de faisceaux.", "Câblage", "Câbler une armoire électrique"),
        ("Agent\nUne bonne relation client.", "Relation client", "Sens du service et du contact"),
        ("Agent\nNettoyage des abords.", "Nettoyage", "Nettoyer des locaux"),
    ],
)
def test_a_skill_is_called_by_no_narrower_name_than_the_text_gives(
    text: str, said: str, label: str
) -> None:
    assert said in labels(text)
    assert label not in labels(text)


def test_the_words_that_say_the_label_give_it_wherever_they_stand() -> None:
    found = skill_needs(cut("Agent\nNettoyage des abords.\nEntretien des locaux."))
    assert [each.value.label for each in found] == ["Nettoyer des locaux"]
    assert found[0].start > 20


@pytest.mark.parametrize(
    "text",
    [
        "Préparateur de commandes\nPoste à pourvoir.",
        "Préparatrices de commandes (H/F)\nNous recherchons des préparatrices de commandes.",
        "Électricien\nNous recherchons un électricien. Vous serez l'adjoint du chef d'équipe.",
        "Agent\nUn(e) vendeur(se) et un aide-soignant vous accueillent.",
    ],
)
def test_the_name_of_a_trade_is_no_skill(text: str) -> None:
    assert labels(text) == []


def test_a_task_said_with_a_word_of_trade_is_a_skill() -> None:
    assert labels("Magasin\nAccueillir et conseiller les clients.") == ["Conseiller des clients"]


def test_a_trade_sought_under_another_title_says_what_the_post_does() -> None:
    text = "Chauffeur de ramassage\nNous recherchons pour notre client un conducteur de bus H/F."
    assert labels(text) == ["Conduire un autobus ou un autocar"]
    assert labels("Soudeur\nUne équipe de techniciens de maintenance.") == []
