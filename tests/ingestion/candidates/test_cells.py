"""One cell, one meaning: tables of writings met in the field, and what each says."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingestion.candidates import cells
from ingestion.candidates.escaping import unescape


@pytest.mark.parametrize(
    ("cell", "level"),
    [
        ("Infra 3", 2),
        ("3", 3),
        ("Niveau 4", 4),
        ("niv. V", 3),
        ("VI", 2),
        ("Vbis", 2),
        ("V bis", 2),
        ("IV", 4),
        ("III", 5),
        ("II", 6),
        ("I", 7),
        ("8", 8),
        ("CAP/BEP", 3),
        ("3 (CAP)", 3),
        ("Bac pro", 4),
        ("bac+2", 5),
        ("Bac + 5", 7),
        ("BTS", 5),
        ("licence pro", 6),
        ("sans diplôme", 2),
        ("CAP non obtenu", 2),
        ("9", None),
        ("à voir", None),
    ],
)
def test_levels_of_education_old_and_new(cell: str, level: int | None) -> None:
    assert cells.education_level(cell) == level


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("oui", (True, None)),
        ("Non", (False, None)),
        ("15/09/2025", (True, date(2025, 9, 15))),
        ("oui le 15/09/2025", (True, date(2025, 9, 15))),
        ("refusé le 15/09/2025", (False, None)),
        ("?", (None, None)),
    ],
)
def test_consent(cell: str, said: tuple[bool | None, date | None]) -> None:
    assert cells.consent(cell) == said


def test_invisible_characters_go_and_line_breaks_stay() -> None:
    assert cells.clean("\u200b Aïcha\u00a0B.\u202e \n") == "Aïcha B."
    assert cells.clean("a\nb") == "a\nb"


def test_words_part_at_commas_out_of_brackets() -> None:
    assert cells.split_words("pain, four (bois, gaz)|tri;a (b|c") == (
        "pain",
        "four (bois, gaz)",
        "tri",
        "a (b",
        "c",
    )


@pytest.mark.parametrize("cell", ["31/02/2026", "30/02/2026", "99/99/2026", "12/13/2026"])
def test_an_impossible_day_is_not_the_first_of_its_month(cell: str) -> None:
    assert cells.day(cell) is None


def test_a_month_alone_is_its_first_day() -> None:
    assert cells.day("01/2027") == date(2027, 1, 1)
    assert cells.day("dès 3/2027") == date(2027, 3, 1)


@given(st.lists(st.text(max_size=12), max_size=6))
def test_a_column_is_cleaned_as_its_cells_are(column: list[str]) -> None:
    column += ["  Inès ", "cages d'escalier", ""]
    assert cells.clean_column(column) == [cells.clean(unescape(cell)) for cell in column]
    odd = [*column, "Ine\u0300s", "'=1+1", "'+33639980000", "a\u00a0b\u200b"]
    assert cells.clean_column(odd) == [cells.clean(unescape(cell)) for cell in odd]
