"""One row of an export to a record: a value that cannot be read becomes unknown, with a note."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from ingestion.candidates import cells, row_work, wishes
from ingestion.candidates.limits import read_limits
from ingestion.candidates.personal import names_in
from ingestion.candidates.row_cells import RowCells
from ingestion.candidates.sensitive import constraint_says_too_much
from ingestion.normalise import resolve_commune
from ingestion.records import CandidateRecord, Follow, Home, Identity, Limits, Rejected
from models.vocabulary import TravelMode, WorkingTimeWish, WorkPattern

_NOW = re.compile(r"imm[ée]diat|suite|maintenant|d[èe]s que")
_FREE_CELLS = ("Projet 1", "Projet 2", "Expériences", "Compétences", "Diplômes")


def read_record(
    row: int, raw: Mapping[str, str], notes: list[Rejected], identifier: str
) -> CandidateRecord:
    """Read the filled cells of a row, by canonical header; what was odd is added to `notes`."""
    reading = RowCells(row, raw, notes)
    reading.cut_long_cells()
    text = reading.raw.get
    identity = _identity(reading)
    free = "\n".join([reading.raw[header] for header in _FREE_CELLS if header in reading.raw])
    reading.names = names_in(free, identity)
    modes = reading.listed("Locomotion", wishes.travel_modes)
    minutes, km = _trip(reading)
    patterns, refused = _patterns(reading)
    wish, hours_min, hours_max = _working_time(reading)
    consent, consent_on = _consent(reading)
    jobs = row_work.experiences(reading)
    limits = _limits(reading, modes, refused)
    return CandidateRecord(
        identifier=identifier,
        identity=identity,
        follow=Follow(
            text("Antenne"),
            text("Référent de parcours"),
            text("Conseiller emploi"),
            reading.value("Date d'entrée", cells.full_day, "date illisible"),
            reading.value("Contrat d'engagement signé", cells.yes_or_no, "ni oui ni non"),
        ),
        home=_home(reading),
        priority_quarter=reading.value("QPV", cells.yes_or_no, "ni oui ni non"),
        statuses=cells.closed_items(text("Statuts", "")),
        projects=row_work.projects(reading),
        experiences=jobs,
        skills=row_work.skills(reading),
        education_level=row_work.education(reading),
        diplomas=row_work.diplomas(reading),
        languages=row_work.languages(reading),
        credentials=row_work.credentials(reading),
        travel_modes=modes,
        trip_limit_minutes=minutes,
        trip_limit_km=km,
        available_from=_available(reading),
        contracts=reading.listed("Contrats recherchés", wishes.contracts),
        working_time=wish,
        hours_min=hours_min,
        hours_max=hours_max,
        patterns=patterns,
        limits=limits,
        consent=consent,
        consent_on=consent_on,
        withheld=tuple(dict.fromkeys(reading.withheld)),
        raw=raw,
    )


def _identity(row: RowCells) -> Identity:
    text = row.raw.get
    return Identity(
        text("Civilité"),
        text("Nom"),
        text("Prénom"),
        row.value("Date de naissance", cells.full_day, "date illisible"),
        _phone(text("Téléphone")),
        text("Email"),
    )


def _phone(cell: str | None) -> str | None:
    """The number as written; a spreadsheet that ate the leading zero gets it back."""
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


def _patterns(row: RowCells) -> tuple[frozenset[WorkPattern] | None, frozenset[WorkPattern]]:
    cell = row.raw.get("Horaires possibles")
    if cell is None:
        return None, frozenset()
    accepted, refused, odd = wishes.work_patterns(cell)
    for item in odd:
        row.note("Horaires possibles", f"valeur inconnue : « {item[:60]} »")
    return accepted, refused


def _limits(
    row: RowCells, modes: frozenset[TravelMode] | None, refused: frozenset[WorkPattern]
) -> Limits:
    cell = row.raw.get("Contraintes")
    limits = Limits()
    if cell is not None:
        limits = read_limits(cell, modes)
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
