"""Columns of unknown spreadsheets: proposed with a confidence, and read as a person said."""

from pathlib import Path

import pytest
import xlsxwriter

from ingestion.offers import Origin, parse_offers, read_offers
from ingestion.offers.mapping import columns_of, header_key, mapping_of, propose
from ingestion.offers.sheet import read_sheet
from models.vocabulary import ContractType
from tests.documents import docx_file, html_file, odt_file
from tests.ingestion.offers.coder import SmallCoder

HEADER = ("Quoi", "Où", "Contrat proposé", "Combien", "Le mail", "Divers machin", "Quand")
ROWS = (
    ("Cariste", "Loon-Plage", "CDI", "12,50 € / h", "a@b.example", "x", "04/01/2027"),
    ("Maçon", "Bergues", "CDD 3 mois", "13 €", "c@d.example", "y", "11/01/2027"),
)


def write(path: Path, *rows: tuple[str, ...]) -> Path:
    path.write_text("\n".join(";".join(row) for row in rows), encoding="utf-8")
    return path


def test_columns_are_proposed_by_name_then_by_what_they_hold() -> None:
    guesses = {guess.header: guess for guess in propose(HEADER, ROWS)}
    assert {name: guess.name for name, guess in guesses.items()} == {
        "Quoi": None,
        "Où": "Commune",
        "Contrat proposé": "Type de contrat",
        "Combien": "Salaire",
        "Le mail": "Email",
        "Divers machin": None,
        "Quand": "Début",
    }
    assert guesses["Contrat proposé"].confidence == 1.0
    assert 0 < guesses["Où"].confidence < 0.7
    assert guesses["Quoi"].confidence == 0.0
    assert all(guess.reason for guess in guesses.values())


def test_a_header_is_given_to_one_column_and_the_other_says_why() -> None:
    first, second = propose(["Intitulé du pste", "Intitulé"])
    assert (first.name, second.name) == (None, "Intitulé")
    assert "Intitulé" in first.reason


def test_a_saved_mapping_reads_the_sheet_as_it_says(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", HEADER, *ROWS)
    assert read_offers(path).offers == ()
    mapping = {**mapping_of(propose(HEADER, ROWS)), "Quoi": "Intitulé", "Divers machin": None}
    batch = read_sheet(path, mapping)
    first, second = parse_offers(batch.offers, SmallCoder())
    assert (first.title, first.workplace.name) == ("Cariste", "Loon-Plage")
    assert (second.contract.type, second.pay.min) == (ContractType.CDD, 13.0)
    assert "Divers machin : x" in first.description
    assert batch.unknown_headers == ()


def test_a_mapping_is_known_again_whatever_the_order_and_the_case() -> None:
    again = [name.upper() for name in reversed(HEADER)]
    assert header_key(again) == header_key(HEADER)
    assert header_key(HEADER[1:]) != header_key(HEADER)
    assert columns_of(again, {"Quoi": "Intitulé", "Quand": "Début"}) == {0: "Début", 6: "Intitulé"}


def test_a_column_that_a_mapping_does_not_know_is_told_and_kept(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", ("Quoi", "Neuf"), ("Cariste", "z"))
    batch = read_sheet(path, {"Quoi": "Intitulé"})
    assert batch.unknown_headers == ("Neuf",)
    assert "Neuf : z" in batch.offers[0].description


@pytest.mark.parametrize("count", [1, 3])
def test_a_sheet_written_upright_is_one_offer_a_column(count: int, tmp_path: Path) -> None:
    labels = ("Intitulé", "Commune", "Type de contrat", "Horaires", "Salaire")
    titles = ("Cariste", "Maçon", "Soudeur")[:count]
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        page = book.add_worksheet()
        page.write_column(0, 0, labels)
        for column, title in enumerate(titles, start=1):
            page.write_column(0, column, (title, "Bergues", "CDI", "8h-17h", "12,50 €/h"))
    batch = read_offers(tmp_path / "a.xlsx")
    assert [offer.title for offer in batch.offers] == list(titles)
    assert all(offer.fields["Type de contrat"] == "CDI" for offer in batch.offers)


@pytest.mark.parametrize("writer", [docx_file, odt_file, html_file])
def test_a_table_of_a_document_is_one_offer_a_row(writer, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]  # three writers of one shape
    rows = (
        ("Poste", "Lieu", "Contrat", "Salaire"),
        ("Cariste", "Loon-Plage", "CDI", "12,50 €/h"),
        ("Maçon", "Bergues", "CDD", "13 €/h"),
    )
    path = writer(tmp_path / "bulletin.html", "Agence Alpha, semaine 48", rows)
    batch = read_offers(path)
    assert [(offer.title, offer.origin) for offer in batch.offers] == [
        ("Cariste", Origin.SHEET),
        ("Maçon", Origin.SHEET),
    ]
    for offer in batch.offers:
        assert "Agence Alpha" in offer.description
        assert "Agence Alpha" not in offer.read_text
    first, second = parse_offers(batch.offers, SmallCoder())
    assert (first.workplace.name, second.workplace.name) == ("Loon-Plage", "Bergues")
