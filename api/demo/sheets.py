"""The offer sheets shipped with the demonstration, written from the rows of `data/fiches.toml`.

`python -m api.demo.sheets [FOLDER]` writes them again; spreadsheets keep a fixed date so that
the same rows give the same file. The CSV sheets are in Windows-1252, as spreadsheets save them.
"""

import csv
import sys
import tomllib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import xlsxwriter

WRITTEN_ON = datetime(2026, 11, 16, tzinfo=UTC).replace(tzinfo=None)
Rows = Sequence[Mapping[str, str]]


def sheets() -> Sequence[Mapping[str, Any]]:
    """The files: `name`, `sheet` for workbooks, `row` the offers."""
    text = files("api.demo").joinpath("data", "fiches.toml").read_text(encoding="utf-8")
    found: Sequence[Mapping[str, Any]] = tomllib.loads(text)["file"]
    return found


def write_sheets(folder: Path) -> list[Path]:
    """Write every sheet into `folder`; their paths."""
    written = []
    for sheet in sheets():
        path = folder / sheet["name"]
        if path.suffix == ".xlsx":
            _write_workbook(path, sheet["sheet"], sheet["row"])
        else:
            _write_csv(path, sheet["row"])
        written.append(path)
    return written


def headers(rows: Rows) -> list[str]:
    """Every header met, in order."""
    return list(dict.fromkeys(name for row in rows for name in row))


def _write_workbook(path: Path, title: str, rows: Rows) -> None:
    names = headers(rows)
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"created": WRITTEN_ON})
        bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
        page = book.add_worksheet(title)
        page.write_row(0, 0, names, bold)
        page.set_column(0, len(names) - 1, 18, wrap)
        page.freeze_panes(1, 0)
        for number, row in enumerate(rows, start=1):
            page.write_row(number, 0, [row.get(name, "") for name in names])


def _write_csv(path: Path, rows: Rows) -> None:
    with path.open("w", encoding="cp1252", newline="") as file:
        writer = csv.DictWriter(file, headers(rows), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    default = Path(__file__).parent / "samples"
    write_sheets(Path(sys.argv[1]) if len(sys.argv) > 1 else default)
