"""Names of licences as people write them."""

import pytest

from ingestion.licences import (
    catalogue,
    find_licences,
    implies,
    licence_codes,
    licence_label,
    validity_months,
)


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("B", ("permis_B",)),
        ("AM", ("permis_AM",)),
        ("permis de conduire", ("permis_B",)),
        ("permis EC/CE", ("permis_CE",)),
        ("Permis B, C et FIMO", ("permis_B", "permis_C", "FIMO")),
        ("permis super poids lourd", ("permis_CE",)),
        ("CACES R489 3 - 12,50 €/h", ("CACES_R489_3",)),
        ("CACES 3, 12 € de l'heure", ("CACES_R489_3",)),
        ("CACES 1 et 2 personnes", ("CACES_R489_1",)),
        ("CACES 3, 35h, 24 mois", ("CACES_R489_3",)),
        ("CARISTE CACES 3 H/F", ("CACES_R489_3",)),
        ("perm B", ("permis_B",)),
        ("bus et perm", ()),
        ("CACES 1,3,5", ("CACES_R489_1", "CACES_R489_3", "CACES_R489_5")),
        ("CACES 1-3-5", ("CACES_R489_1", "CACES_R489_3", "CACES_R489_5")),
        ("CACES 135", ("CACES_R489_1", "CACES_R489_3", "CACES_R489_5")),
        ("R489 cat. 1A et 3", ("CACES_R489_1A", "CACES_R489_3")),
        ("CACES 1B (R489)", ("CACES_R489_1B",)),
        ("CACES R489 cat 3 et R485 cat 2", ("CACES_R489_3", "CACES_R485_2")),
        ("CACES R482 A, B1, C1", ("CACES_R482_A", "CACES_R482_B1", "CACES_R482_C1")),
        ("CACES R389 3", ("CACES_R489_3",)),
        ("CACES R372m cat 1", ("CACES_R482_A",)),
        ("CACES nacelle 3B", ("CACES_R486_B",)),
        ("CACES chariot élévateur", ("CACES",)),
        ("habilitation électrique", ("habilitation_electrique",)),
        ("H0B0", ("habilitation_electrique", "habilitation_electrique_H0B0")),
        ("sauveteur secouriste du travail", ("SST",)),
        ("CQP APS", ("CQP_APS",)),
        ("DEAES", ("DEAES",)),
        ("CAP petite enfance", ("CAP_AEPE",)),
        ("permis côtier", ("permis_bateau",)),
    ],
)
def test_a_name_gives_its_codes(words: str, codes: tuple[str, ...]) -> None:
    assert licence_codes(words) == codes


@pytest.mark.parametrize(
    "words",
    [
        "permis à jour de vos droits",
        "ce poste nous a permis de grandir",
        "permis de construire",
        "anglais B1/B2",
        "des solutions efficaces",
        "code obtenu",
        "",
    ],
)
def test_words_that_look_alike_give_nothing(words: str) -> None:
    assert licence_codes(words) == ()


def test_a_number_of_years_is_no_category() -> None:
    assert licence_codes("CACES, 2 ans d'expérience") == ("CACES",)


def test_a_licence_proves_those_below_it() -> None:
    assert {"permis_C", "permis_B", "permis_BE", "permis_AM"} <= implies("permis_CE")
    assert "permis_CE" not in implies("permis_C")
    assert {"permis_D", "permis_B"} <= implies("permis_DE")


def test_any_category_of_a_family_proves_the_family() -> None:
    assert "CACES" in implies("CACES_R489_3")
    assert "habilitation_electrique" in implies("habilitation_electrique_B1V")
    assert "CACES_R489_3" not in implies("CACES")


def test_the_old_category_one_and_1a_prove_each_other() -> None:
    assert "CACES_R489_1A" in implies("CACES_R489_1")
    assert "CACES_R489_1" in implies("CACES_R489_1A")


def test_every_implied_code_is_in_the_catalogue() -> None:
    known = catalogue()
    assert all(other in known for code in known for other in implies(code))
    assert len(known) >= 120


def test_labels_and_validity() -> None:
    assert licence_label("permis_B") == "Permis B (voiture)"
    assert licence_label("titre_inconnu") == "titre inconnu"
    assert validity_months("CACES_R489_3") == 60
    assert validity_months("CACES_R482_A") == 120
    assert validity_months("permis_B") is None


def test_a_mention_says_where_it_stands() -> None:
    text = "Vous avez le permis B et le CACES R489 catégorie 5."
    spans = {found.code: text[found.start : found.end] for found in find_licences(text)}
    assert spans == {"permis_B": "permis B", "CACES_R489_5": "CACES R489 catégorie 5"}
