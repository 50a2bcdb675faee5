"""Offers that we wrote, rendered to every format in which offers arrive."""

import csv
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

import xlsxwriter

from tests.documents import (
    docx_file,
    html_file,
    mail_file,
    odt_file,
    pdf_file,
    rtf_file,
    text_file,
)

FOLDER = Path(__file__).parent / "offers"
HEADING = "Fiche de prise d'offre"


@dataclass(frozen=True, slots=True)
class Sample:
    """An offer: a title and lines of prose, or rows of labels and values."""

    name: str
    title: str
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> list[str]:
        """The lines above the rows."""
        return [HEADING] if self.rows else [self.title, *self.lines]

    @property
    def cells(self) -> dict[str, str]:
        """The offer as one row of a spreadsheet, by header."""
        return dict(self.rows) or {"Intitulé": self.title, "Missions": "\n".join(self.lines)}


def samples() -> list[Sample]:
    """Every written offer, prose first."""
    prose = [_prose(path) for path in sorted((FOLDER / "prose").glob("*.txt"))]
    return prose + [_form(path) for path in sorted((FOLDER / "forms").glob("*.txt"))]


def _prose(path: Path) -> Sample:
    title, *lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    return Sample(path.stem, title, tuple(lines))


def _form(path: Path) -> Sample:
    pairs = [
        line.split(" : ", 1) for line in path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    ]
    return Sample(path.stem, path.stem, rows=tuple((label, value) for label, value in pairs))


def _text(path: Path, sample: Sample) -> Path:
    return text_file(path, sample.text, sample.rows)


def _windows_text(path: Path, sample: Sample) -> Path:
    return text_file(path, sample.text, sample.rows, encoding="cp1252")


def _mail(path: Path, sample: Sample) -> Path:
    return mail_file(path, sample.text, sample.rows, sender="")


def _xlsx(path: Path, sample: Sample) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, list(sample.cells))
        page.write_row(1, 0, list(sample.cells.values()))
    return path


def _csv(path: Path, sample: Sample) -> Path:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter=";")
        writer.writerow(sample.cells)
        writer.writerow(sample.cells.values())
    return path


def _json(path: Path, sample: Sample) -> Path:
    """France Travail keys for prose; the headers of the sheet for a form."""
    item: Mapping[str, str] = sample.cells
    if not sample.rows:
        item = {"intitule": sample.title, "description": "\n".join(sample.lines)}
    path.write_text(json.dumps(item, ensure_ascii=False), encoding="utf-8")
    return path


def _posting(sample: Sample) -> str:
    words = "".join(f"<p>{escape(line)}</p>" for line in sample.lines)
    item = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": sample.title,
        "description": words,
    }
    return json.dumps(item, ensure_ascii=False)


def posting_file(path: Path, sample: Sample) -> Path:
    """Prose as a JobPosting."""
    path.write_text(_posting(sample), encoding="utf-8")
    return path


def posting_page(path: Path, sample: Sample) -> Path:
    """Prose as a web page that carries a JobPosting among other words."""
    head = f'<script type="application/ld+json">{_posting(sample)}</script>'
    return html_file(path, ["Accueil", "Nos offres", "Mentions légales"], title="Site", head=head)


FORMATS: Mapping[str, Callable[[Path, Sample], Path]] = {
    "txt": _text,
    "cp1252.txt": _windows_text,
    "eml": _mail,
    "html": lambda path, sample: html_file(path, sample.text, sample.rows),
    "pdf": lambda path, sample: pdf_file(path, sample.text, sample.rows),
    "docx": lambda path, sample: docx_file(path, sample.text, sample.rows),
    "odt": lambda path, sample: odt_file(path, sample.text, sample.rows),
    "rtf": lambda path, sample: rtf_file(path, sample.text, sample.rows),
    "xlsx": _xlsx,
    "csv": _csv,
    "json": _json,
}
