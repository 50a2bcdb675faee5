"""Headers as real exports write them: matched to at most one column each, the rest named."""

import pytest

from ingestion.candidates.headers import HEADERS, match_headers


def read_as(written: str) -> str | None:
    matched = match_headers([written]).matched
    return matched[0].header if matched else None


@pytest.mark.parametrize("change", [str.upper, str.lower, lambda name: f" {name} : "])
def test_every_header_of_the_format_is_found_whatever_its_case(change: object) -> None:
    assert callable(change)
    columns = match_headers([change(header) for header in HEADERS])
    assert [column.header for column in columns.matched] == list(HEADERS)
    assert columns.unknown == columns.missing == ()


@pytest.mark.parametrize(
    ("written", "header"),
    [
        ("N° dossier", "Identifiant"),
        ("Identifant", "Identifiant"),
        ("Prenom", "Prénom"),
        ("Né(e) le", "Date de naissance"),
        ("Commune de résidence", "Commune"),
        ("CP", "Code postal"),
        ("E-mail", "Email"),
        ("Référent", "Référent de parcours"),
        ("Date entrée", "Date d'entrée"),
        ("Projet n°1", "Projet 1"),
        ("Rome2", "ROME 2"),
        ("Date de validation projet 2", "Projet 2 validé le"),
        ("Experiences pro", "Expériences"),
        ("Compétance", "Compétences"),
        ("Permis & habilitation", "Permis et habilitations"),
        ("Moyens de locomotion", "Locomotion"),
        ("Contrat recherché", "Contrats recherchés"),
        ("Horaire possible", "Horaires possibles"),
        ("Consentement à la transmission", "Consentement transmission"),
    ],
)
def test_another_wording_is_matched(written: str, header: str) -> None:
    assert read_as(written) == header


@pytest.mark.parametrize(
    "written",
    [
        "Commune de naissance",
        "Lieu de naissance",
        "Date de sortie",
        "Nom du conjoint",
        "Téléphone d'urgence",
        "Numéro de sécurité sociale",
        "Nombre d'enfants",
        "Commentaires",
        "Projet 3",
        "",
    ],
)
def test_a_column_that_is_something_else_is_left_and_named(written: str) -> None:
    columns = match_headers(["Identifiant", written])
    assert [column.header for column in columns.matched] == ["Identifiant"]
    assert columns.unknown == ((written,) if written else ())


def test_each_column_takes_one_header_and_the_closest_wins() -> None:
    columns = match_headers(["Villes", "Commune", "Identifiant", "ID"])
    assert columns.positions()["Commune"] == 1
    assert columns.positions()["Identifiant"] == 2
    assert columns.unknown == ("Villes", "ID")
