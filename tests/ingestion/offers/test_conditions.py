"""Physical conditions of a post, how strong they are, what protects, what the law asks."""

import pytest

from ingestion.lexicon import cut
from ingestion.offers.conditions import constraints, intensities, named_conditions
from ingestion.offers.protection import equipment, legal_min_age, medical_follow_up
from models.fiche import Equipment
from models.vocabulary import Condition


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("Port de charges lourdes.", Condition.LOADS),
        ("Vous restez en station debout toute la journée.", Condition.STANDING),
        ("Vous travaillez dans le froid (4 °C).", Condition.COLD),
        ("Environnement parfois bruyant.", Condition.NOISE),
        ("Vous ne craignez pas la chaleur.", Condition.HEAT),
        ("Travail en extérieur par tous les temps.", Condition.OUTDOORS),
        ("Vous savez tenir la cadence.", Condition.PACE),
        ("Interventions en hauteur sur nacelle.", Condition.HEIGHT),
        ("Grands déplacements à la semaine.", Condition.OVERNIGHT),
        ("Travail en espace confiné.", Condition.CONFINED),
        ("Utilisation de produits chimiques.", Condition.CHEMICALS),
    ],
)
def test_a_condition_that_the_text_states(text: str, condition: Condition) -> None:
    found = constraints(cut(text))
    assert condition in [item.value for item in found]
    assert all(text[item.start : item.end].strip() for item in found)


@pytest.mark.parametrize(
    "text",
    [
        "Pas de port de charges.",
        "Formation continue et recyclage (habilitations, travail en hauteur).",
        "Une filiale spécialisée dans les travaux en hauteur.",
        "Pose de pompes à chaleur et réseaux de chaleur.",
        "Le bruit d'une machine à café et la bonne humeur.",
        "Détection des chaleurs et inséminations.",
        "Optimiser les cadences de production.",
        "Faire les poussières et passer l'aspirateur.",
        "Transport de matières dangereuses : réglementation.",
        "Coopérative qui agit à l'échelle d'un bassin.",
        "Un leader de l'industrie des produits surgelés.",
        "Titre de transport remboursé à hauteur de 50 %.",
        "Si vous n'aimez pas le travail répétitif, rejoignez-nous.",
        "Prime de froid.",
    ],
)
def test_words_that_state_no_condition(text: str) -> None:
    assert constraints(cut(text)) == []


def test_in_a_cell_of_conditions_each_name_counts() -> None:
    found = {item.value for item in named_conditions(cut("Bruit, chaleur, poussières"))}
    assert found == {Condition.NOISE, Condition.HEAT, Condition.DUST}


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Port de charges jusqu'à 8 kg", 1),
        ("Port de charges ponctuel", 1),
        ("Port de charges", 2),
        ("Port de charges de 15 kg", 2),
        ("Port de charges (25 kg)", 3),
        ("Port de charges lourdes", 3),
        ("Station debout prolongée", 3),
    ],
)
def test_how_strong_a_condition_is(text: str, level: int) -> None:
    assert [item.value.level for item in intensities(cut(text))] == [level]


def test_protective_equipment_each_once() -> None:
    text = "Port des EPI obligatoire : chaussures de sécurité, casque de chantier, port du casque."
    found = [item.value for item in equipment(cut(text))]
    assert found == [Equipment.GENERAL, Equipment.SHOES, Equipment.HELMET]


def test_a_headset_is_no_helmet() -> None:
    assert equipment(cut("Vous répondez au téléphone, casque audio fourni.")) == []


def test_medical_follow_up_only_where_said() -> None:
    said = medical_follow_up(cut("Poste soumis à un suivi individuel renforcé."))
    assert said is not None
    assert said.value is True
    assert medical_follow_up(cut("Suivi des dossiers médicaux.")) is None


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("18 ans révolus (travail de nuit)", 18),
        ("Être majeur : vente de boissons alcoolisées", 18),
        ("Avoir 18 ans minimum, machines dangereuses", 18),
        ("Âge minimum 16 ans, code du travail", 16),
        ("Vous avez 25 ans et de l'énergie", None),
        ("18 ans minimum", None),
        ("Entreprise créée il y a 18 ans", None),
    ],
)
def test_an_age_counts_only_with_the_law_that_asks_for_it(text: str, age: int | None) -> None:
    found = legal_min_age(cut(text))
    assert (found.value if found else None) == age


def test_working_alone_and_in_a_team_is_no_isolation() -> None:
    text = "Vous savez travailler seul et en équipe. Respect des normes environnementales."
    assert constraints(cut(text)) == []
