"""Records back to the exchange format, CSV or XLSX: what came in goes out unchanged."""

import csv
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path

from ingestion.candidates.escaping import escape
from ingestion.candidates.headers import HEADERS
from ingestion.candidates.languages import language_name
from ingestion.records import CandidateRecord, Credential, Experience, LanguageLevel
from models.errors import InputRefusedError
from models.vocabulary import Condition, CredentialState, WorkingTimeWish

LONGEST_XLSX_CELL = 32_767
"""More characters than that a workbook cell cannot hold: refused rather than cut."""


def write_candidates(records: Iterable[CandidateRecord], path: Path) -> int:
    """Write records as CSV (`;`, UTF-8 with a mark) or, for `.xlsx`, as a workbook of texts.

    No cell is active in a spreadsheet, and reading the file again gives the same records.
    Returns the number of records written.

    Raises
    ------
    InputRefusedError : another suffix, a text too long for a workbook, or an unwritable path
    """
    writers: dict[str, Callable[[Iterable[list[str]], Path], int]] = {
        ".csv": _write_csv,
        ".xlsx": _write_workbook,
    }
    write = writers.get(path.suffix.lower())
    if write is None:
        raise InputRefusedError("l'export se fait en .csv ou en .xlsx", path.name)
    try:
        return write(([escape(cell) for cell in row_of(record)] for record in records), path)
    except OSError as error:
        raise InputRefusedError(f"écriture impossible ({error.strerror})", path.name) from None


def row_of(record: CandidateRecord) -> list[str]:
    """Cells of one record in the order of `HEADERS`: as they came, or written from the fields."""
    cells = record.raw or cells_of(record)
    return [cells.get(header, "") for header in HEADERS]


def _write_csv(rows: Iterable[list[str]], path: Path) -> int:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow(HEADERS)
        return sum(1 for row in rows if writer.writerow(row))


def _write_workbook(rows: Iterable[list[str]], path: Path) -> int:
    import xlsxwriter  # a tenth of a second that imports need not wait for

    count = 0
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Candidats")
        bold = book.add_format({"bold": True})
        sheet.freeze_panes(1, 1)
        for column, header in enumerate(HEADERS):
            sheet.write_string(0, column, header, bold)
        for count, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                if len(cell) > LONGEST_XLSX_CELL:
                    raise InputRefusedError(
                        f"{len(cell)} caractères, un classeur en tient {LONGEST_XLSX_CELL} ; "
                        "exportez en .csv",
                        f"{path.name}, ligne {count + 1}, colonne « {HEADERS[column]} »",
                    )
                if cell:
                    sheet.write_string(count, column, cell)
    return count


# --- from the fields -------------------------------------------------------------------------


def cells_of(record: CandidateRecord) -> Mapping[str, str]:
    """Cells written from the fields, for a record that did not come from a file."""
    identity, follow, home, limits = record.identity, record.follow, record.home, record.limits
    cells = {
        "Identifiant": record.identifier,
        "Civilité": identity.civility,
        "Nom": identity.last_name,
        "Prénom": identity.first_name,
        "Date de naissance": _day(identity.birth_date),
        "Téléphone": identity.phone,
        "Email": identity.email,
        "Commune": home.label,
        "Code postal": home.postal_code,
        "QPV": _yes_no(record.priority_quarter),
        "Statuts": "|".join(record.statuses),
        "Antenne": follow.branch,
        "Référent de parcours": follow.caseworker,
        "Conseiller emploi": follow.advisor,
        "Date d'entrée": _day(follow.entered_on),
        "Contrat d'engagement signé": _yes_no(follow.engagement_signed),
        "Expériences": "|".join(map(_experience, record.experiences)),
        "Compétences": "|".join(record.skills),
        "Niveau de formation": _level(record.education_level),
        "Diplômes": "|".join(record.diplomas),
        "Langues": "|".join(map(_language, record.languages)),
        "Permis et habilitations": _credentials(record.credentials),
        "Locomotion": _modes(record),
        "Trajet maximum": _trip(record),
        "Disponible le": _day(record.available_from),
        "Contrats recherchés": "|".join(sorted(kind.label for kind in record.contracts or ())),
        "Temps de travail": _working_time(record),
        "Horaires possibles": "|".join(sorted(one.label for one in record.patterns or ())),
        "Contraintes": "|".join(
            [
                *(_restriction(one.condition, one.limit_kg) for one in limits.restrictions),
                *([f"pas avant {limits.earliest_start:%Hh%M}"] if limits.earliest_start else []),
                *([f"pas après {limits.latest_end:%Hh%M}"] if limits.latest_end else []),
                *(f"pas de {pattern.label}" for pattern in sorted(limits.excluded_patterns)),
                *(f"pas disponible le {day.label}" for day in sorted(limits.excluded_weekdays)),
            ]
        ),
        "Consentement transmission": _day(record.consent_on) or _yes_no(record.consent),
    }
    for number, project in enumerate(record.projects[:2], 1):
        cells[f"Projet {number}"] = project.title
        cells[f"ROME {number}"] = project.rome
        cells[f"Projet {number} validé le"] = _day(project.validated_on) or (
            "oui" if project.validated else None
        )
    return {header: cell for header, cell in cells.items() if cell}


def _day(day: date | None) -> str | None:
    return f"{day:%d/%m/%Y}" if day else None


def _yes_no(value: bool | None) -> str | None:
    return None if value is None else "oui" if value else "non"


def _level(level: int | None) -> str | None:
    return None if level is None else "Infra 3" if level <= 2 else str(level)


def _experience(job: Experience) -> str:
    years = "-".join(str(year) for year in (job.start_year, job.end_year) if year)
    if job.start_year and job.end_year is None:
        years = f"depuis {years}"
    said = ", ".join(filter(None, (f"{job.months} mois" if job.months else "", years)))
    return f"{job.title} ({said})" if said else job.title


def _language(language: LanguageLevel) -> str:
    level = "langue maternelle" if language.level == "native" else language.level
    return " ".join(filter(None, (language_name(language.code), level)))


def _credentials(credentials: tuple[Credential, ...] | None) -> str | None:
    if credentials is None:
        return None
    return "|".join(map(_credential, credentials)) or "aucun"


def _credential(credential: Credential) -> str:
    end = f"{credential.expires_on:%d/%m/%Y}" if credential.expires_on else ""
    name = credential.label
    if credential.state is CredentialState.HELD:
        return f"{name} (→ {end})" if end else name
    words = {
        CredentialState.IN_PROGRESS: "en cours",
        CredentialState.EXPIRED: f"périmé {end}".strip(),
        CredentialState.SUSPENDED: "suspendu",
    }[credential.state]
    return f"{name} ({words})"


def _modes(record: CandidateRecord) -> str | None:
    if record.travel_modes is None:
        return None
    names = {"deux_roues": "deux-roues", "velo": "vélo", "a_pied": "à pied"}
    return "|".join(sorted(names.get(mode, mode) for mode in record.travel_modes)) or "aucun"


def _trip(record: CandidateRecord) -> str | None:
    if record.trip_limit_minutes is not None:
        return f"{record.trip_limit_minutes:g}"
    return None if record.trip_limit_km is None else f"{record.trip_limit_km:g} km"


def _working_time(record: CandidateRecord) -> str | None:
    low, high = record.hours_min, record.hours_max
    if record.working_time is None:
        return None
    if record.working_time is WorkingTimeWish.ANY:
        return "indifférent" if low is None else f"temps plein ou {low:g}h"
    if low is None and high is None:
        hours = ""
    elif low == high:
        hours = f" {low:g}h"
    elif low is None:
        hours = f" {high:g}h maximum"
    elif high is None:
        hours = f" {low:g}h minimum"
    else:
        hours = f" {low:g}-{high:g}h"
    return record.working_time.label + hours


def _restriction(condition: Condition, limit_kg: float | None) -> str:
    weight = f" > {limit_kg:g} kg" if limit_kg else ""
    return f"pas de {condition.label}{weight}"
