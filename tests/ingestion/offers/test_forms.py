"""Forms as text: values under their labels, with the place of each in the source."""

import pytest

from ingestion.offers import Origin, parse_offers, read_offer_text, read_pasted
from ingestion.offers.forms import read_form
from ingestion.records import Evidence
from models.vocabulary import ContractType
from tests.ingestion.offers.coder import SmallCoder

FORM = """FICHE DE PRISE D'OFFRE
Employeur : Briqueterie du Port - SIRET : 732 829 320 00074
Intitulé du poste : Cariste
Missions :
Charger les camions.
Ranger le parc.
Ville : GDE SYNTHE    Début : 01/12/2026
* Type de contrat : Intérim
**Horaires :** 5h-13h /
13h-21h
Compétences :
- gerbage
- lecture de plan
Permis: CACES 3 | permis B (souhaité)
Couleur du mur : bleu
Remarques : tenue fournie
"""
VALUES = {
    "Employeur": "Briqueterie du Port",
    "SIRET": "732 829 320 00074",
    "Intitulé": "Cariste",
    "Missions": "Charger les camions.\nRanger le parc.",
    "Commune": "GDE SYNTHE",
    "Début": "01/12/2026",
    "Type de contrat": "Intérim",
    "Horaires": "5h-13h /\n13h-21h",
    "Compétences": "gerbage\nlecture de plan",
    "Permis et titres": "CACES 3 | permis B (souhaité)",
    "Remarques": "tenue fournie",
}


def test_labels_take_their_values_wherever_they_stand() -> None:
    assert read_form(FORM).values(FORM) == VALUES


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_the_values_are_read_and_shown_in_the_source(ends: str) -> None:
    raw = read_offer_text(FORM.replace("\n", ends))
    assert raw.origin is Origin.SHEET
    (offer,) = parse_offers([raw], SmallCoder())
    assert offer.employer.name == "Briqueterie du Port"
    assert offer.contract.type is ContractType.TEMP
    assert [need.code for need in offer.licences] == ["CACES_R489_3", "permis_B"]
    told = offer.evidence["contract.type"]
    assert told == Evidence(told.start, told.end, "Intérim", 0.98)
    for name, found in offer.evidence.items():
        assert offer.source_text[found.start : found.end] == found.text, name
    assert {"employer.name", "workplace", "licences.0", "skills.1"} <= offer.evidence.keys()


def test_what_no_label_takes_stays_in_the_description_and_is_read() -> None:
    words = "Le travail se fait en hauteur, harnais fourni. Débutant accepté."
    raw = read_offer_text(f"{FORM}\n{words}")
    assert words in raw.read_text
    assert "Couleur du mur : bleu" in raw.read_text
    assert "Briqueterie" not in raw.read_text
    (offer,) = parse_offers([raw], SmallCoder())
    assert offer.experience.necessity == "none"


def test_prose_that_announces_a_salary_and_hours_is_no_form() -> None:
    text = (
        "Cariste\nNous cherchons un cariste.\nSalaire : 12 €/h\nHoraires : 8h-17h\nLieu : Bergues"
    )
    raw = read_offer_text(text)
    assert raw.origin is Origin.TEXT
    assert raw.unread == ()


def test_a_form_without_a_title_takes_that_of_its_other_words() -> None:
    heads = "Offre d'emploi\nMaçon coffreur H/F\n"
    text = f"{heads}Lieu : Bergues\nContrat : CDI\nSalaire : 13 €/h\nDurée : -"
    assert read_offer_text(text).title == "Maçon coffreur H/F"


def test_a_label_met_twice_keeps_its_second_value_among_the_words() -> None:
    raw = read_offer_text(f"{FORM}Ville : Bergues")
    assert raw.fields["Commune"] == "GDE SYNTHE"
    assert "Bergues" in raw.read_text


@pytest.mark.parametrize(
    "unit",
    [
        "Lieu : x ; ",
        "Lieu : x\n",
        "Missions :\n",
        "a : b\t",
        "- Lieu :\n",
        "Permis :\n- a\n",
        "<p>",
        "{",
    ],
)
def test_a_hundred_kilobytes_of_anything_are_read_in_linear_time(unit: str) -> None:
    read_pasted("Offre\n" + unit * (100_000 // len(unit)))
