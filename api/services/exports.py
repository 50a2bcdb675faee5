"""The base into files, in the formats that come in."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlsxwriter
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from api.services.candidates import whole_records
from api.services.offer_sheet import HEADERS, row_of
from api.services.offers import parsed_offer
from ingestion.candidates import write_candidates
from ingestion.candidates.escaping import escape
from ingestion.offers import to_json
from models.errors import InputRefusedError
from models.offers import Offer

LONGEST_XLSX_CELL = 32_767


def export_candidates(session: Session, path: Path) -> int:
    """Write the active candidates with their whole case file, as CSV or XLSX; how many.

    Raises
    ------
    InputRefusedError : the suffix is neither, or the file cannot be written
    """
    return write_candidates(whole_records(session), path)


def export_offers(session: Session, path: Path) -> int:
    """Write every offer: offer sheet (`.csv`, `.xlsx`) or parsed offers (`.jsonl`); how many.

    Raises
    ------
    InputRefusedError : another suffix, a text too long for a workbook, or an unwritable path
    """
    writers = {".csv": _write_csv, ".xlsx": _write_workbook, ".jsonl": _write_json_lines}
    write = writers.get(path.suffix.lower())
    if write is None:
        raise InputRefusedError("l'export se fait en .csv, .xlsx ou .jsonl", path.name)
    offers = session.scalars(
        select(Offer).options(joinedload(Offer.collected_by)).order_by(Offer.reference)
    ).all()
    try:
        write(session, list(offers), path)
    except OSError as error:
        raise InputRefusedError("écriture impossible", str(path)) from error
    return len(offers)


def _rows(session: Session, offers: list[Offer]) -> Iterator[list[str]]:
    for offer in offers:
        collector = None if offer.collected_by is None else offer.collected_by.name
        yield [escape(cell) for cell in row_of(parsed_offer(session, offer), collector)]


def _write_csv(session: Session, offers: list[Offer], path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow(HEADERS)
        writer.writerows(_rows(session, offers))


def _write_workbook(session: Session, offers: list[Offer], path: Path) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Offres")
        bold = book.add_format({"bold": True})
        sheet.freeze_panes(1, 1)
        for column, header in enumerate(HEADERS):
            sheet.write_string(0, column, header, bold)
        for number, row in enumerate(_rows(session, offers), 1):
            for column, cell in enumerate(row):
                if len(cell) > LONGEST_XLSX_CELL:
                    raise InputRefusedError(
                        f"{len(cell)} caractères, un classeur en tient {LONGEST_XLSX_CELL} ; "
                        "exportez en .csv",
                        f"{path.name}, ligne {number + 1}, colonne « {HEADERS[column]} »",
                    )
                if cell:
                    sheet.write_string(number, column, cell)


def _write_json_lines(session: Session, offers: list[Offer], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for offer in offers:
            plain: dict[str, Any] = to_json(parsed_offer(session, offer))
            file.write(json.dumps(plain, ensure_ascii=False, allow_nan=False) + "\n")
