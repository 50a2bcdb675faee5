"""A shortlist as a workbook that a colleague can print, filter and send."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import xlsxwriter
from xlsxwriter.exceptions import XlsxFileError

from matching.shortlist import Entry
from models.errors import InputRefusedError
from models.vocabulary import Criterion

READ_ME = (
    "Le classement ordonne et explique ; une personne décide.",
    "Personne n'est retiré de la liste : les rangs suivent les bandes, puis les points.",
    "Les points de chaque critère s'ajoutent ; « inconnu » prend une valeur neutre figée.",
    "Un obstacle porte son levier quand il en existe un.",
)

HEADERS = (
    "Rang",
    "Candidat",
    "Avis",
    "Points",
    "Raisons",
    "Obstacles et leviers",
    "À demander",
)
WIDTHS = (6, 14, 16, 10, 46, 46, 46)


def write_shortlist(path: Path, title: str, today: date, listed: Sequence[Entry]) -> None:
    """Write the list: header frozen, filters on, one A4 width, points as numbers, reasons in words.

    Every cell is text or a number: none is ever a formula.

    Raises
    ------
    InputRefusedError : the file cannot be written
    """
    if path.suffix.lower() != ".xlsx":
        raise InputRefusedError("la liste s'écrit en .xlsx", path.name)
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    try:
        with xlsxwriter.Workbook(str(path), options) as book:
            _write_rows(book, listed)
            _write_read_me(book, title, today)
    except (OSError, XlsxFileError) as error:
        raise InputRefusedError("écriture impossible", path.name) from error


def _write_rows(book: xlsxwriter.Workbook, listed: Sequence[Entry]) -> None:
    sheet = book.add_worksheet("Liste")
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    words = book.add_format({"text_wrap": True, "valign": "top"})
    points = book.add_format({"num_format": "0.000", "valign": "top"})
    headers = [*HEADERS, *(criterion.label for criterion in Criterion)]
    sheet.write_row(0, 0, headers, bold)
    for line, entry in enumerate(listed, start=1):
        sheet.write_number(line, 0, entry.rank, words)
        sheet.write_string(line, 1, entry.candidate, words)
        sheet.write_string(line, 2, entry.band.label, words)
        sheet.write_number(line, 3, entry.score, points)
        reasons = [c.reason for c in entry.contributions.values() if c.known]
        obstacles = [f"{b.reason} Levier : {b.lever or 'aucun'}." for b in entry.blockers]
        sheet.write_string(line, 4, "\n".join(reasons), words)
        sheet.write_string(line, 5, "\n".join(obstacles), words)
        sheet.write_string(line, 6, "\n".join(u.question for u in entry.unknowns), words)
        for column, criterion in enumerate(Criterion, start=len(HEADERS)):
            sheet.write_number(line, column, entry.contributions[criterion].points, points)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(len(listed), 1), len(headers) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write_read_me(book: xlsxwriter.Workbook, title: str, today: date) -> None:
    sheet = book.add_worksheet("Lisez-moi")
    sheet.set_column(0, 0, 100)
    for line, words in enumerate((f"{title} — {today:%d/%m/%Y}", *READ_ME)):
        sheet.write_string(line, 0, words)
