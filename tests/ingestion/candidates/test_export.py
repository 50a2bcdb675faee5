"""What goes out comes back the same, and does nothing in a spreadsheet."""

import dataclasses
import zipfile
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingestion.candidates import HEADERS, read_candidates, read_row, write_candidates
from ingestion.candidates.cells import clean
from ingestion.candidates.escaping import escape, unescape
from ingestion.candidates.export import cells_of
from ingestion.licences import licence_label
from ingestion.readers.tabular import read_table
from ingestion.records import (
    CandidateRecord,
    Credential,
    Experience,
    Follow,
    Home,
    Identity,
    LanguageLevel,
    Limits,
    Project,
    Restriction,
)
from models.errors import InputRefusedError
from models.vocabulary import (
    Condition,
    ContractType,
    CredentialState,
    TravelMode,
    Weekday,
    WorkingTimeWish,
    WorkPattern,
)

ACTIVE = ["=1+1", "+33 6 39 98 00 00", "-aide", "@x", "＝1", "'=1", "''-2", " = 3", "a\n=cmd|' /C'"]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_file_read_and_written_is_read_the_same(tmp_path: Path, suffix: str) -> None:
    records = [
        read_row({"Identifiant": f"P-{rank}", "Nom": text, "Compétences": f"soin|{text}"})
        for rank, text in enumerate([*ACTIVE, 'é;"à"', "00123", "1E5", "NA", "01/02/2026"])
    ]
    path = tmp_path / f"out{suffix}"
    assert write_candidates(records, path) == len(records)
    imported = read_candidates(path)
    assert [record for _, record in imported.records] == records
    assert imported.columns.missing == ()


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(st.characters(codec="utf-8"), max_size=40))
def test_any_text_survives_the_round_trip(tmp_path: Path, text: str) -> None:
    record = read_row({"Identifiant": "P-1", "Nom": text, "Contraintes": text})
    path = tmp_path / "out.csv"
    write_candidates([record], path)
    ((_, again),) = read_candidates(path).records
    assert again == record


@given(st.text())
def test_escaping_loses_nothing_and_leaves_no_active_line(text: str) -> None:
    assert unescape(escape(text)) == text
    for line in escape(text).split("\n"):
        assert not line.lstrip(" \u00a0").startswith(("=", "+", "-", "@", "\t", "＝"))


def test_no_cell_of_a_workbook_is_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_candidates([read_row({"Identifiant": "P-1", "Nom": text}) for text in ACTIVE], path)
    with zipfile.ZipFile(path) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_the_columns_are_those_of_the_format(tmp_path: Path) -> None:
    write_candidates([], tmp_path / "out.csv")
    assert read_table(tmp_path / "out.csv").header == HEADERS
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbfIdentifiant;")


RECORD = CandidateRecord(
    "P-7",
    Identity("M.", "NOM", "Prénom", date(1990, 1, 2), "06 39 98 00 00", "p@example.org"),
    Follow("Centre", "R. Référent", "C. Conseil", date(2026, 1, 5), True),
    Home("Gravelines", "59273", None, "59820", 50.99702, 2.14398),
    False,
    ("RSA",),
    (Project("Soudeur", "H2913", date(2026, 2, 1), True), Project("Cariste")),
    (Experience("soudeur", 46, 2008, 2014), Experience("cariste", None, 2022, None)),
    ("soudure TIG", "lecture de plans"),
    3,
    ("CAP soudage",),
    (LanguageLevel("fr", "native"), LanguageLevel("mos"), LanguageLevel("en", "A2")),
    (
        Credential("permis_B", "Permis B (voiture)", CredentialState.SUSPENDED),
        Credential("SST", licence_label("SST"), CredentialState.EXPIRED),
    ),
    frozenset({TravelMode.MOPED, TravelMode.BUS}),
    45.0,
    None,
    date(2026, 12, 1),
    frozenset({ContractType.CDI, ContractType.TEMP}),
    WorkingTimeWish.PART,
    20.0,
    24.0,
    frozenset({WorkPattern.DAY, WorkPattern.WEEKEND}),
    Limits(
        (Restriction(Condition.LOADS, 10.0), Restriction(Condition.HEIGHT)),
        time(8, 30),
        time(18),
        frozenset({WorkPattern.SPLIT}),
        frozenset({Weekday.WEDNESDAY}),
    ),
    True,
    date(2026, 2, 2),
)


def test_a_record_made_of_fields_is_written_in_words_that_read_back() -> None:
    again = read_row(cells_of(RECORD))
    assert dataclasses.replace(again, raw={}) == RECORD


@pytest.mark.parametrize("condition", list(Condition))
def test_each_restriction_is_written_in_words_that_read_back(condition: Condition) -> None:
    record = CandidateRecord("P-1", limits=Limits((Restriction(condition),)))
    assert read_row(cells_of(record)).limits == record.limits


def test_refuses_what_a_file_cannot_hold(tmp_path: Path) -> None:
    long = read_row({"Identifiant": "P-1", "Compétences": "x" * 40_000})
    with pytest.raises(InputRefusedError, match="ligne 2, colonne « Compétences »"):
        write_candidates([long], tmp_path / "out.xlsx")
    with pytest.raises(InputRefusedError, match="csv"):
        write_candidates([long], tmp_path / "out.pdf")
    with pytest.raises(InputRefusedError, match="écriture"):
        write_candidates([long], tmp_path / "absent" / "out.csv")


def test_cleaning_twice_changes_nothing() -> None:
    for text in ACTIVE:
        assert clean(clean(text)) == clean(text)
