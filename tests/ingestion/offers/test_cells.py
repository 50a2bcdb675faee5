"""What one cell of the sheet says beyond what its header asks."""

import pytest

from ingestion.details import Contact
from ingestion.offers.cells import read_cells


@pytest.mark.parametrize(
    ("cells", "contact"),
    [
        (
            {"Contact": "Mme Inès Vandaele, 03 28 40 00 00, i.vandaele@exemple.fr"},
            Contact("Mme Inès Vandaele", None, "03 28 40 00 00", "i.vandaele@exemple.fr"),
        ),
        ({"Contact": "recrutement@exemple.fr"}, Contact(email="recrutement@exemple.fr")),
        (
            {"Contact": "06 40 00 00 00 après 17h"},
            Contact(phone="06 40 00 00 00", preferred="après 17h"),
        ),
        (
            {"Contact": "M. Luc Baert, responsable de quai"},
            Contact("M. Luc Baert", "responsable de quai"),
        ),
        (
            {"Contact": "Luc Baert - chef d'équipe - 0640000000"},
            Contact("Luc Baert", "chef d'équipe", "06 40 00 00 00"),
        ),
        (
            {"Contact": "Mme Baert (tél : 06 40 00 00 00), de préférence le matin"},
            Contact("Mme Baert", None, "06 40 00 00 00", preferred="de préférence le matin"),
        ),
        (
            {"Contact": "Tél : 03 28 40 00 00 ou mail : accueil@exemple.fr"},
            Contact(phone="03 28 40 00 00", email="accueil@exemple.fr"),
        ),
        (
            {"Contact": "inès vandaele 03.28.40.00.00"},
            Contact("inès vandaele", None, "03 28 40 00 00"),
        ),
        ({"Contact": "Service RH / accueil"}, Contact("Service RH / accueil")),
        ({"Contact": "Mme Baert, chaudronnière"}, Contact("Mme Baert, chaudronnière")),
        (
            {"Contact": "Mme Baert 06 40 00 00 00", "Téléphone": "03 28 40 00 00"},
            Contact("Mme Baert", None, "03 28 40 00 00", preferred="06 40 00 00 00"),
        ),
        (
            {"Contact": "Mme Baert 03.28.40.00.00", "Téléphone": "03 28 40 00 00"},
            Contact("Mme Baert", None, "03 28 40 00 00"),
        ),
        ({"Téléphone": "poste 12", "Email": "à venir"}, Contact(None, None, "poste 12", "à venir")),
        ({}, Contact()),
    ],
)
def test_each_part_of_a_signature_goes_to_its_field(
    cells: dict[str, str], contact: Contact
) -> None:
    assert read_cells(cells).details.contact == contact


@pytest.mark.parametrize(
    ("said", "hourly"),
    [
        ("12,45", 12.45),
        ("Taux horaire 12,45", 12.45),
        ("13 mois", None),
        ("13e mois", None),
        ("selon profil 35h", None),
        ("taux de 10 %", None),
    ],
)
def test_a_pay_without_the_euro_sign(said: str, hourly: float | None) -> None:
    assert read_cells({"Salaire": said}).pay.min == hourly
