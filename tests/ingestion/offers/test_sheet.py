"""The common offer sheet: headers as people write them, one offer a row."""

from datetime import date, time
from pathlib import Path

import pytest
import xlsxwriter

from ingestion.offers import Origin, parse_offers, read_offers
from ingestion.offers.sheet import match_headers
from ingestion.records import ParsedOffer
from models.errors import InputRefusedError
from models.vocabulary import (
    Condition,
    ContractType,
    Necessity,
    PayPeriod,
    SiteAccess,
    WorkPattern,
)
from tests.ingestion.offers.coder import SmallCoder

HEADER = (
    *("Réf. offre", "EMPLOYEUR", "Intitulé du poste", "Code ROME", "Missions", "Ville", "Accès"),
    *("Type de contrat", "Durée", "Début", "Heures/semaine", "Rythme", "Horaires", "Salaire"),
    *("Nb de postes", "Experience", "Formation", "Permis et titres", "Competences", "Langues"),
    *("Conditions physiques", "Niveau (1/2)", "Clause (heures)", "Date limite", "Couleur du mur"),
)
ROW = (
    *("DK-7", "Briqueterie du Port", "Cariste", "N1101", "Charger les camions", "GDE SYNTHE"),
    *("bus ligne C4", "Intérim", "6 mois", "01/12/2026", "35", "2x8", "5h-13h / 13h-21h"),
    *("12,50 €/h", "3", "6 mois souhaités", "CAP souhaité", "CACES 1-3-5 | permis B (souhaité)"),
    *("gerbage|lecture de plan (souhaité)", "français B1", "port de charges, bruit", "2", "300"),
    *("30/11/2026", "bleu"),
)


@pytest.fixture(params=["csv", "xlsx"])
def sheet(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / f"fiche.{request.param}"
    if request.param == "csv":
        lines = [";".join(HEADER), ";".join(ROW)]
        path.write_bytes("\r\n".join(lines).encode("cp1252", "replace"))
        return path
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, HEADER)
        page.write_row(1, 0, ROW)
    return path


def test_a_row_becomes_an_offer_with_every_cell_read(sheet: Path) -> None:
    batch = read_offers(sheet)
    assert (batch.read, len(batch.offers)) == (1, 1)
    assert batch.unknown_headers == ("Couleur du mur",)
    (offer,) = parse_offers(batch.offers, SmallCoder())
    assert offer.reference == "DK-7"
    assert offer.employer.name == "Briqueterie du Port"
    assert offer.occupation.rome == "N1101"
    assert (offer.workplace.name, offer.workplace.access) == ("Grande-Synthe", (SiteAccess.BUS,))
    assert (offer.contract.type, offer.contract.duration_days) == (ContractType.TEMP, 180)
    assert offer.contract.start_date == date(2026, 12, 1)
    assert offer.working_time.weekly_hours == 35.0
    assert set(offer.working_time.patterns) == {WorkPattern.TWO_SHIFTS, WorkPattern.EARLY}
    assert offer.working_time.start_time == time(5)
    assert (offer.pay.min, offer.pay.period) == (12.5, PayPeriod.HOUR)
    assert offer.positions == 3
    assert (offer.experience.necessity, offer.experience.months) == (Necessity.WISHED, 6)
    assert (offer.education.level, offer.education.necessity) == (3, Necessity.WISHED)
    assert [need.code for need in offer.licences] == [
        *("CACES_R489_1", "CACES_R489_3", "CACES_R489_5", "permis_B"),
    ]
    assert offer.licences[-1].necessity is Necessity.WISHED
    assert [need.label for need in offer.skills] == ["gerbage", "lecture de plan"]
    assert [(need.code, need.level) for need in offer.languages] == [("fr", "B1")]
    assert set(offer.constraints) == {Condition.LOADS, Condition.NOISE}
    assert (offer.level, offer.clause_hours) == (2, 300.0)
    assert offer.deadline == date(2026, 11, 30)


def test_the_content_of_an_unknown_column_is_kept_with_the_offer(sheet: Path) -> None:
    (raw,) = read_offers(sheet).offers
    assert raw.origin is Origin.SHEET
    assert "Couleur du mur : bleu" in raw.description


def test_a_cell_that_cannot_be_read_is_told_by_its_column(tmp_path: Path) -> None:
    path = tmp_path / "fiche.csv"
    path.write_text(
        "Intitulé;Horaires;Salaire\nMaçon;quand il fait beau;à discuter\n", encoding="utf-8"
    )
    (offer,) = parse_offers(read_offers(path).offers, SmallCoder())
    messages = [warning.message for warning in offer.warnings]
    assert "« quand il fait beau » (colonne Horaires) n'a pas été compris." in messages
    assert "« à discuter » (colonne Salaire) n'a pas été compris." in messages


def test_headers_are_matched_exactly_before_fuzzily() -> None:
    matched, unknown = match_headers(["Intitule du post", "Intitulé", "Humeur"])
    assert matched == {1: "Intitulé"}
    assert unknown == ("Intitule du post", "Humeur")


def test_a_table_without_any_known_column_is_refused_with_a_reason(tmp_path: Path) -> None:
    path = tmp_path / "autre.csv"
    path.write_text("Kiwi;Banane\n1;2\n", encoding="utf-8")
    batch = read_offers(path)
    assert batch.offers == ()
    assert "Aucune colonne" in batch.rejected[0].reason


def test_an_empty_sheet_is_a_clear_refusal(tmp_path: Path) -> None:
    path = tmp_path / "vide.csv"
    path.write_text("", encoding="utf-8")
    with pytest.raises(InputRefusedError, match="vide"):
        read_offers(path)


def test_the_sheet_of_offers_is_found_by_any_of_its_headers(tmp_path: Path) -> None:
    path = tmp_path / "besoins.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("Offres")
        page.merge_range(0, 0, 0, 3, "Besoins de la semaine 48")
        page.write_row(2, 0, ("Poste à pourvoir", "Site", "Contrat", "Horaire"))
        page.write_row(3, 0, ("Cariste", "Gravelines", "CDI", "nuit"))
        page.write_row(5, 0, ("Soudeur", "Bergues", "CDD", "journée"))
        other = book.add_worksheet("Listes")
        other.write_row(0, 0, ("Intitulé", "Commune"))
        other.write_row(1, 0, ("Maçon", "Bourbourg"))
    batch = read_offers(path)
    offers = parse_offers(batch.offers, SmallCoder())
    assert [offer.title for offer in offers] == ["Cariste", "Soudeur"]
    assert [offer.working_time.patterns for offer in offers] == [
        (WorkPattern.NIGHT,),
        (WorkPattern.DAY,),
    ]
    assert "feuille « Listes » non lue (2 lignes)" in [note.reason for note in batch.notes]


def one_row(tmp_path: Path, **cells: str) -> ParsedOffer:
    """The offer of a sheet of one row: `cells` by column, beside a title and a task."""
    row = {"Intitulé": "Magasinier", "Missions": "Ranger les pièces"} | cells
    path = tmp_path / "fiche.csv"
    path.write_text(";".join(row) + "\n" + ";".join(row.values()) + "\n", encoding="utf-8")
    (offer,) = parse_offers(read_offers(path).offers, SmallCoder())
    return offer


@pytest.mark.parametrize(
    ("said", "patterns"),
    [
        ("Prise de poste à l'ouverture", set()),
        ("Poste de nuit", {WorkPattern.NIGHT}),
        ("Posté", {WorkPattern.THREE_SHIFTS}),
        ("travail posté", {WorkPattern.THREE_SHIFTS}),
        ("Journée coupée", {WorkPattern.SPLIT}),
        ("Journée", {WorkPattern.DAY}),
    ],
)
def test_the_word_poste_and_a_cut_day_are_no_shifts_by_turns(
    tmp_path: Path, said: str, patterns: set[WorkPattern]
) -> None:
    assert set(one_row(tmp_path, Rythme=said).working_time.patterns) == patterns


def test_a_cell_that_sends_away_who_has_no_title_asks_for_it(tmp_path: Path) -> None:
    offer = one_row(tmp_path, **{"Permis et titres": "SST souhaité | sans permis B s'abstenir"})

    assert {need.code: need.necessity for need in offer.licences} == {
        "SST": Necessity.WISHED,
        "permis_B": Necessity.REQUIRED,
    }


def test_the_weight_of_loads_is_read_where_the_cell_says_it(tmp_path: Path) -> None:
    heavy = one_row(tmp_path, **{"Conditions physiques": "port de charges de 30 kg, bruit"})
    vague = one_row(tmp_path, **{"Conditions physiques": "port de charges, bruit"})

    assert [(each.condition, each.level) for each in heavy.details.intensities] == [
        (Condition.LOADS, 3)
    ]
    assert not vague.details.intensities
