"""The sample files are read as a visitor sees them read: live, complete, with their questions."""

from importlib.resources import files
from pathlib import Path

import pytest

from api.demo.sheets import sheets, write_sheets
from api.services.reading import read_offer_file
from ingestion.records import ParsedOffer
from models.vocabulary import ContractType, Domain, WorkPattern

SAMPLES = Path(str(files("api.demo").joinpath("samples")))


@pytest.fixture(scope="module")
def parsed() -> dict[str, list[ParsedOffer]]:
    found = {}
    for path in sorted(SAMPLES.iterdir()):
        read = read_offer_file(path)
        assert read.refused == (), path.name
        found[path.name] = read.offers
    return found


def test_a_dozen_files_of_every_kind_give_their_offers(
    parsed: dict[str, list[ParsedOffer]],
) -> None:
    assert len(parsed) == 12
    assert {Path(name).suffix for name in parsed} == {".txt", ".json", ".xlsx", ".csv"}
    assert sum(map(len, parsed.values())) == 19


def test_a_telephone_note_is_read_and_what_it_lacks_is_asked(
    parsed: dict[str, list[ParsedOffer]],
) -> None:
    (offer,) = parsed["appel-boulangerie.txt"]
    assert offer.workplace.name == "Gravelines"
    assert offer.working_time.weekly_hours == 28
    assert offer.contract.type is None
    assert any("contrat" in question for question in offer.questions)


def test_an_agency_mail_gives_its_certificates_and_shifts(
    parsed: dict[str, list[ParsedOffer]],
) -> None:
    (offer,) = parsed["courriel-agence-caristes.txt"]
    assert offer.contract.type is ContractType.TEMP
    assert {"CACES_R489_3", "CACES_R489_5"} <= {need.code for need in offer.licences}
    assert WorkPattern.TWO_SHIFTS in offer.working_time.patterns


def test_the_six_domains_are_there(parsed: dict[str, list[ParsedOffer]]) -> None:
    domains = {offer.domain for offers in parsed.values() for offer in offers}
    assert domains == set(Domain) - {Domain.OTHER}


def test_the_sheets_shipped_are_those_of_the_rows(tmp_path: Path) -> None:
    for path in write_sheets(tmp_path):
        shipped = read_offer_file(SAMPLES / path.name)
        assert read_offer_file(path).offers == shipped.offers, path.name
    assert {sheet["name"] for sheet in sheets()} <= {path.name for path in SAMPLES.iterdir()}


def test_the_csv_sheets_are_in_windows_1252() -> None:
    for name in ("offres-proprete.csv", "offres-bureau.csv"):
        content = (SAMPLES / name).read_bytes()
        assert "é" in content.decode("cp1252")
        with pytest.raises(UnicodeDecodeError):
            content.decode("utf-8")
