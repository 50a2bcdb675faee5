"""One row of an export to a record: a value that cannot be read becomes unknown, with a note."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ingestion.candidates import cells, row_work, wishes
from ingestion.candidates.limits import read_limits
from ingestion.candidates.personal import names_in
from ingestion.candidates.row_cells import RowCells
from ingestion.candidates.sensitive import constraint_says_too_much
from ingestion.normalise import resolve_commune
from ingestion.records import (
    CandidateRecord,
    Follow,
    Home,
    Identity,
    Limits,
    Project,
    Rejected,
)
from models.vocabulary import WorkingTimeWish, WorkPattern

_NOW = re.compile(r"imm[ée]diat|suite|maintenant|d[èe]s que")
FREE_CELLS = ("Projet 1", "Projet 2", "Expériences", "Compétences", "Diplômes")
"""Cells in which the person's own names are looked for, and taken out."""


@dataclass(frozen=True, slots=True)
class Group:
    """Columns that are read together: equal cells say the same, whatever the rest of the row.

    Only the person's own names, where `FREE_CELLS` hold them, make a row say something else.
    """

    headers: tuple[str, ...]
    read: Callable[[RowCells], Any]
    quick: Callable[[str], Sequence[tuple[Any, ...]] | None] | None = None
    """The lines that one cell gives, position first; None where they cannot be told so simply."""


def read_record(
    row: int, raw: Mapping[str, str], notes: list[Rejected], identifier: str
) -> CandidateRecord:
    """Read the filled cells of a row, by canonical header; what was odd is added to `notes`."""
    reading = RowCells(row, raw, notes)
    reading.cut_long_cells()
    text = reading.raw.get
    free = "\n".join([reading.raw[header] for header in FREE_CELLS if header in reading.raw])
    owner = Identity(last_name=text("Nom"), first_name=text("Prénom"))
    reading.names = names_in(free, owner)
    said = {name: group.read(reading) for name, group in GROUPS.items()}
    record = record_of(identifier, reading.raw, said)
    return replace(record, withheld=tuple(dict.fromkeys(reading.withheld)), raw=raw)


def record_of(
    identifier: str, cells_: Mapping[str, str], said: Mapping[str, Any]
) -> CandidateRecord:
    """The record of filled cells, and of what each of `GROUPS` says; `withheld` and `raw` empty."""
    text = cells_.get
    minutes, km = said["trip"]
    wish, hours_min, hours_max = said["working_time"]
    consent, consent_on = said["consent"]
    level = said["level"] if "Niveau de formation" in cells_ else said["diploma_level"]
    return CandidateRecord(
        identifier=identifier,
        identity=Identity(
            text("Civilité"),
            text("Nom"),
            text("Prénom"),
            said["birth_date"],
            said["phone"],
            text("Email"),
        ),
        follow=Follow(
            text("Antenne"),
            text("Référent de parcours"),
            text("Conseiller emploi"),
            said["entered_on"],
            said["engagement"],
        ),
        home=said["home"],
        priority_quarter=said["priority_quarter"],
        statuses=said["statuses"],
        projects=tuple(
            Project(said[f"title_{n}"], said[f"rome_{n}"], *said[f"validation_{n}"])
            for n in "12"
            if said[f"title_{n}"] or said[f"rome_{n}"]
        ),
        experiences=said["experiences"],
        skills=said["skills"],
        education_level=level,
        diplomas=said["diplomas"],
        languages=said["languages"],
        credentials=said["credentials"],
        travel_modes=said["travel_modes"],
        trip_limit_minutes=minutes,
        trip_limit_km=km,
        available_from=said["available_from"],
        contracts=said["contracts"],
        working_time=wish,
        hours_min=hours_min,
        hours_max=hours_max,
        patterns=said["patterns"],
        limits=said["limits"],
        consent=consent,
        consent_on=consent_on,
    )


def _phone(row: RowCells) -> str | None:
    """The number as written; a spreadsheet that ate the leading zero gets it back."""
    cell = row.raw.get("Téléphone")
    if cell is not None and len(cell) == 9 and cell.isdecimal() and cell[0] != "0":
        return f"0{cell}"
    return cell


def _home(row: RowCells) -> Home:
    name, code = row.raw.get("Commune"), row.raw.get("Code postal")
    if code is not None and len(code) == 4 and code.isdecimal():
        code = f"0{code}"
    if name is None and code is None:
        return Home()
    match = resolve_commune(name, code)
    if match is None:
        row.note("Commune", f"commune non reconnue : « {(name or code or '')[:60]} »")
        return Home(label=name or code, postal_code=code)
    return Home(
        name or code,
        match.insee,
        match.quarter,
        code or match.postal_code,
        match.latitude,
        match.longitude,
    )


def _trip(row: RowCells) -> tuple[float | None, float | None]:
    cell = row.raw.get("Trajet maximum")
    if cell is None:
        return None, None
    limit = wishes.trip_limit(cell)
    if limit == (None, None):
        row.note("Trajet maximum", f"ni minutes ni kilomètres : « {cell[:60]} »")
    return limit


def _available(row: RowCells) -> date | None:
    cell = row.raw.get("Disponible le")
    if cell is None or _NOW.search(cell.lower()):
        return None
    return row.value("Disponible le", cells.day, "date illisible")


def _working_time(row: RowCells) -> tuple[WorkingTimeWish | None, float | None, float | None]:
    cell = row.raw.get("Temps de travail")
    if cell is None:
        return None, None, None
    wish, low, high = wishes.working_time(cell)
    if wish is None:
        row.note("Temps de travail", f"temps de travail illisible : « {cell[:60]} »")
    return wish, low, high


def _patterns(row: RowCells) -> frozenset[WorkPattern] | None:
    cell = row.raw.get("Horaires possibles")
    if cell is None:
        return None
    accepted, _, odd = wishes.work_patterns(cell)
    for item in odd:
        row.note("Horaires possibles", f"valeur inconnue : « {item[:60]} »")
    return accepted


def _limits(row: RowCells) -> Limits:
    """Limits in hours, days and conditions; the bus binds by how the person goes."""
    cell, hours = row.raw.get("Contraintes"), row.raw.get("Horaires possibles")
    refused = frozenset[WorkPattern]() if hours is None else wishes.work_patterns(hours)[1]
    limits = Limits()
    if cell is not None:
        limits = read_limits(cell, wishes.travel_modes(row.raw.get("Locomotion", ""))[0])
        row.withheld += [item for item in cells.split_items(cell) if constraint_says_too_much(item)]
    if not refused:
        return limits
    return replace(limits, excluded_patterns=limits.excluded_patterns | refused)


def _consent(row: RowCells) -> tuple[bool | None, date | None]:
    cell = row.raw.get("Consentement transmission")
    if cell is None:
        return None, None
    said, given_on = cells.consent(cell)
    if said is None:
        row.note("Consentement transmission", f"ni oui, ni non, ni date : « {cell[:60]} »")
    return said, given_on


def _day(header: str) -> Group:
    return Group((header,), lambda row: row.value(header, cells.full_day, "date illisible"))


def _yes_or_no(header: str) -> Group:
    return Group((header,), lambda row: row.value(header, cells.yes_or_no, "ni oui ni non"))


def _project(n: str) -> dict[str, Group]:
    title, code, validation = row_work.project_headers(n)
    return {
        f"rome_{n}": Group((code,), lambda row: row_work.project_code(row, code)),
        f"validation_{n}": Group((validation,), lambda row: row_work.validation(row, validation)),
        f"title_{n}": Group((title,), lambda row: row_work.project_title(row, title)),
    }


GROUPS: Mapping[str, Group] = {
    "birth_date": _day("Date de naissance"),
    "phone": Group(("Téléphone",), _phone),
    "travel_modes": Group(
        ("Locomotion",), lambda row: row.listed("Locomotion", wishes.travel_modes)
    ),
    "trip": Group(("Trajet maximum",), _trip),
    "patterns": Group(("Horaires possibles",), _patterns),
    "working_time": Group(("Temps de travail",), _working_time),
    "consent": Group(("Consentement transmission",), _consent),
    "experiences": Group(("Expériences",), row_work.experiences, row_work.quick_experiences),
    "limits": Group(("Contraintes", "Locomotion", "Horaires possibles"), _limits),
    "entered_on": _day("Date d'entrée"),
    "engagement": _yes_or_no("Contrat d'engagement signé"),
    "home": Group(("Commune", "Code postal"), _home),
    "priority_quarter": _yes_or_no("QPV"),
    "statuses": Group(("Statuts",), lambda row: cells.closed_items(row.raw.get("Statuts", ""))),
    **_project("1"),
    **_project("2"),
    "skills": Group(("Compétences",), row_work.skills, row_work.quick_skills),
    "level": Group(("Niveau de formation",), row_work.education),
    "diploma_level": Group(("Diplômes",), row_work.diploma_level),
    "diplomas": Group(("Diplômes",), row_work.diplomas),
    "languages": Group(("Langues",), row_work.languages),
    "credentials": Group(("Permis et habilitations",), row_work.credentials),
    "available_from": Group(("Disponible le",), _available),
    "contracts": Group(
        ("Contrats recherchés",), lambda row: row.listed("Contrats recherchés", wishes.contracts)
    ),
}
"""What the columns say, group by group, in the order in which what is odd is told.

`diploma_level` counts only where no level is said.
"""
