"""What a cell denies is never asked of anybody."""

import pytest

from ingestion.offers import parse_offers, read_offers_data
from ingestion.offers.cell_denials import affirmed
from ingestion.records import ParsedOffer
from models.vocabulary import Condition, ContractType, Necessity, WorkPattern
from tests.ingestion.offers.coder import SmallCoder

REQUIRED, WISHED = Necessity.REQUIRED, Necessity.WISHED
TRAINED = Necessity.TRAINING_OFFERED


def parsed(header: str, said: str) -> ParsedOffer:
    sheet = f"Intitulé;Commune;Type de contrat;{header}\nVendeur H/F;Dunkerque;CDI;{said}\n"
    (offer,) = parse_offers(read_offers_data(sheet.encode(), "offres.csv").offers, SmallCoder())
    return offer


@pytest.mark.parametrize(
    "said",
    [
        *("aucun", "non", "néant", "0", "sans objet", "Non requis", "pas de permis"),
        *("aucun permis", "Permis B non exigé", "Permis B (non exigé)", "permis B : non"),
        *("permis non obligatoire", "pas de CACES", "pas de CACES 1, 3, 5", "CACES : néant"),
    ],
)
def test_a_licence_that_a_cell_denies_is_not_asked_for(said: str) -> None:
    offer = parsed("Permis et titres", said)
    assert offer.licences == ()
    assert [each for each in offer.warnings if each.field == "licences"] == []


@pytest.mark.parametrize(
    ("said", "needs"),
    [
        ("CACES 3 : non, permis B : oui", {"permis_B": REQUIRED}),
        ("pas de permis C mais permis B exigé", {"permis_B": REQUIRED}),
        ("Permis B non exigé mais apprécié", {"permis_B": WISHED}),
        ("CACES non exigé, formation assurée", {"CACES": TRAINED}),
        ("permis B sans boîte automatique", {"permis_B": REQUIRED}),
        ("DEAES ou ADVF, permis B", {"DEAES": WISHED, "ADVF": WISHED, "permis_B": REQUIRED}),
        ("CACES 3 ou 5", {"CACES_R489_3": WISHED, "CACES_R489_5": WISHED}),
        ("permis C ou CE", {"permis_C": REQUIRED, "permis_CE": WISHED}),
    ],
)
def test_what_stands_beside_a_denial_is_kept(said: str, needs: dict[str, Necessity]) -> None:
    licences = parsed("Permis et titres", said).licences
    assert {need.code: need.necessity for need in licences} == needs


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("pas de nuit", set()),
        ("journée (pas de nuit)", {WorkPattern.DAY}),
        ("2x8 sans nuit", {WorkPattern.TWO_SHIFTS}),
        ("jamais de nuit, pas de coupure", set()),
        ("nuit, sans week-end", {WorkPattern.NIGHT}),
    ],
)
def test_a_rhythm_that_a_cell_denies_is_no_rhythm(said: str, expected: set[WorkPattern]) -> None:
    offer = parsed("Rythme", said)
    assert set(offer.working_time.patterns) == expected
    assert [each for each in offer.warnings if each.field == "working_time.patterns"] == []


def test_other_lists_drop_what_they_deny_too() -> None:
    physical = "pas de port de charges, station debout"
    assert parsed("Conditions physiques", physical).constraints == (Condition.STANDING,)
    assert parsed("Langues", "anglais non exigé").languages == ()
    labels = {need.label for need in parsed("Compétences", "aucune exigée").skills}
    assert "aucune exigée" not in labels


def test_words_that_deny_nothing_are_left_as_they_are() -> None:
    for said in ("CACES R489 3 ou 5 non périmé", "B, C, CE", "habilitation hors tension B0 H0"):
        assert affirmed(said) == said


def test_only_the_ticked_boxes_of_a_form_are_read() -> None:
    form = (
        "Intitulé : Opérateur H/F\nCommune : Gravelines\nType de contrat : ☐ CDI ☒ CDD ☐ Intérim\n"
        "Permis et titres : ☐ Permis B ☐ CACES ☒ Aucun\nRythme : ☐ Journée ☑ 2x8 ☐ Nuit\n"
        "Expérience : [x] Débutant accepté [ ] 2 ans exigés\n"
    )
    (offer,) = parse_offers(read_offers_data(form.encode(), "fiche.txt").offers, SmallCoder())
    assert offer.contract.type is ContractType.CDD
    assert offer.licences == ()
    assert offer.working_time.patterns == (WorkPattern.TWO_SHIFTS,)
    assert (offer.experience.necessity, offer.experience.months) == (Necessity.NONE, None)


def test_a_form_with_no_box_ticked_says_nothing() -> None:
    offer = parsed("Permis et titres", "☐ Permis B ☐ CACES ☐ SST")
    assert offer.licences == ()
    assert offer.warnings == ()
