"""The child that reads workbooks lives under limits, whatever the file."""

import subprocess
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
import xlsxwriter

from ingestion.readers import workbook_child
from ingestion.readers.workbook import read_workbook

SHOW_LIMITS = """
import resource, sys
from ingestion.readers import workbook_child as child
sys.stdout = sys.stderr
assert child.main(sys.argv[1]) == 0
sys.stdout = sys.__stdout__
print(resource.getrlimit(resource.RLIMIT_AS)[0], resource.getrlimit(resource.RLIMIT_CPU)[0])
"""


def test_the_child_reads_under_limits_of_memory_and_time(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet().write(0, 0, "x")
    shown = subprocess.run(
        [sys.executable, "-c", SHOW_LIMITS, str(tmp_path / "a.xlsx")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert shown.stdout.split() == [
        str(workbook_child.MEMORY_BYTES),
        str(workbook_child.CPU_SECONDS),
    ]


def test_hidden_sheets_are_named_and_not_read(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet("Vu").write(0, 0, "oui")
        hidden = book.add_worksheet("Caché")
        hidden.write(0, 0, "non")
        hidden.hide()
    seen, unseen = read_workbook(tmp_path / "a.xlsx")
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
