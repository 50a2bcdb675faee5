"""A workbook is what its reader sees; hidden sheets are not."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
import xlsxwriter

from ingestion.readers import workbook_child
from ingestion.readers.workbook import read_workbook


def test_hidden_sheets_are_named_and_not_read(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet("Vu").write(0, 0, "oui")
        hidden = book.add_worksheet("Caché")
        hidden.write(0, 0, "non")
        hidden.hide()
    seen, unseen = read_workbook((tmp_path / "a.xlsx").read_bytes(), "a.xlsx")
    assert (seen.name, seen.rows, seen.is_hidden) == ("Vu", ((1, ("oui",)),), False)
    assert (unseen.name, unseen.rows, unseen.is_hidden) == ("Caché", (), True)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (59240.0, "59240"),
        (12.5, "12,5"),
        (1e300, "1e+300"),
        (True, "VRAI"),
        (date(2026, 11, 22), "22/11/2026"),
        (datetime(2026, 11, 22), "22/11/2026"),
        (datetime(2026, 11, 22, 8, 30), "22/11/2026 08:30"),
        (time(8, 5), "08:05"),
        (timedelta(hours=35, minutes=30), "35:30"),
        (None, ""),
        ("00123", "00123"),
    ],
)
def test_a_cell_is_the_text_a_french_reader_sees(value: object, text: str) -> None:
    assert workbook_child.as_text(value) == text
