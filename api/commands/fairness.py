"""The monthly report by group, from the command line."""

import csv
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from api.commands.base import base
from api.fairness_page import FILE_HEADERS, alarm_words, file_rows, month_fr
from api.services.fairness import answer_of, establish, last_month
from api.settings import Settings
from ingestion.candidates.escaping import escape
from models.database import transaction
from models.days import day_of
from models.fairness import FairnessReport


def report_month(month: date | None, out: Path | None) -> int:
    """`fairness`: made where the month has none yet, told and written either way."""
    now = datetime.now(UTC)
    wanted = month or last_month(day_of(now))
    with base(Settings()) as sessions, transaction(sessions) as session:
        report = _there(session, wanted) or establish(session, None, now, wanted)
        print("\n".join(_in_words(session, report)))
        if out is not None:
            _write(report, out)
    return 0


def _there(session: Session, month: date) -> FairnessReport | None:
    return session.scalar(
        select(FairnessReport)
        .options(selectinload(FairnessReport.figures))
        .where(FairnessReport.month == month)
    )


def _in_words(session: Session, report: FairnessReport) -> list[str]:
    out = [each for each in report.figures if each.is_out]
    lines = [
        f"Équité, {month_fr(report.month)} : {report.lists} offres classées, "
        f"{report.decisions} décisions, {len(report.figures)} chiffres, "
        f"{len(out)} hors de la bande.",
        *(f"- {alarm_words(each)}" for each in out),
    ]
    answer = answer_of(session, report)
    if answer.is_due:
        who = "personne n'est nommé" if answer.naming is None else answer.naming.named.name
        lines.append(f"Analyse à écrire pour le {answer.due_on:%d/%m/%Y} : {who}.")
    return lines


def _write(report: FairnessReport, out: Path) -> None:
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow(FILE_HEADERS)
        writer.writerows([escape(cell) for cell in row] for row in file_rows(report))
