"""What a row says of the person's work: projects, experiences, skills, titles, languages."""

import re
from datetime import date
from functools import lru_cache

from ingestion.candidates import cells
from ingestion.candidates.credentials import read_credentials
from ingestion.candidates.experiences import read_experience
from ingestion.candidates.languages import read_languages
from ingestion.candidates.row_cells import PERSONAL, RowCells, read_title
from ingestion.normalise import rome_code
from ingestion.records import Credential, Experience, LanguageLevel, Project

_NOT_A_SKILL = re.compile(r"\bnon$", re.IGNORECASE)
_NO_DIPLOMA = re.compile(r"(?:aucun|pas de |sans |n[ée]ant|non scolaris|jamais|rien|-+$)", re.I)
_NOT_OBTAINED = re.compile(
    r"non |niveau|partiel|en cours|rat[ée]|[ée]chec|manque|ann[ée]e|[ée]quiv|\bpas\b|[ée]tranger|"
    r"abandon|interrompu|acquise",
    re.I,
)
_PROJECTS = tuple((f"Projet {n}", f"ROME {n}", f"Projet {n} validé le") for n in "12")


def projects(row: RowCells) -> tuple[Project, ...]:
    """The projects; a title may be "" where the row gives but a ROME code."""
    found: list[Project] = []
    for title_header, code_header, validation_header in _PROJECTS:
        written = row.raw.get(title_header)
        code = row.value(code_header, rome_code, "code ROME inutilisable")
        validated_on, validated = _validation(row, validation_header)
        title = row.shown(title_header, written, read_title) if written else ""
        if title or code:
            found.append(Project(title, code, validated_on, validated))
    return tuple(found)


def _validation(row: RowCells, header: str) -> tuple[date | None, bool]:
    cell = row.raw.get(header)
    if cell is None:
        return None, False
    day = cells.day(cell)
    if day is not None:
        return day, True
    said = cells.yes_or_no(cell)
    if said is None:
        row.note(header, f"date illisible : « {cell[:60]} »")
    return None, said is True


def experiences(row: RowCells) -> tuple[Experience, ...]:
    """The jobs of the list; gaps and pastimes stay in the raw row."""
    header = "Expériences"
    cell = row.raw.get(header)
    if cell is None:
        return ()
    jobs: list[Experience] = []
    for item in cells.split_items(cell):
        history = read_experience(row.without_names(header, item))
        jobs += history.jobs
        if history.is_cut:
            row.withheld += history.withheld
            if history.is_personal:
                row.note(header, PERSONAL)
    return tuple(jobs)


def skills(row: RowCells) -> tuple[str, ...]:
    """The skills, without those that the person says not to have."""
    cell = row.raw.get("Compétences")
    return row.words("Compétences", _skills(cell)) if cell else ()


@lru_cache(maxsize=16384)
def _skills(cell: str) -> tuple[str, ...]:
    items = cells.split_words(cell)
    return tuple(item for item in items if not _NOT_A_SKILL.search(item[-5:]))


def diplomas(row: RowCells) -> tuple[str, ...]:
    """The diplomas listed."""
    cell = row.raw.get("Diplômes")
    return row.words("Diplômes", _diplomas(cell)) if cell else ()


@lru_cache(maxsize=16384)
def _diplomas(cell: str) -> tuple[str, ...]:
    return tuple(item for item in cells.split_items(cell) if not _NO_DIPLOMA.match(item))


def education(row: RowCells) -> int | None:
    """The level said; failing that, the highest of the diplomas listed as obtained."""
    if "Niveau de formation" in row.raw:
        return row.value("Niveau de formation", cells.education_level, "niveau inconnu")
    cell = row.raw.get("Diplômes")
    return _level_of_diplomas(cell) if cell else None


@lru_cache(maxsize=16384)
def _level_of_diplomas(cell: str) -> int | None:
    items = [item for item in cells.split_items(cell) if not _NOT_OBTAINED.search(item)]
    levels = map(cells.education_level, items)
    return max((level for level in levels if level is not None), default=None)


def languages(row: RowCells) -> tuple[LanguageLevel, ...]:
    """Each language once, as first said."""
    cell = row.raw.get("Langues")
    if cell is None:
        return ()
    spoken, odd = read_languages(cell)
    for item in odd:
        row.note("Langues", f"langue inconnue : « {item[:60]} »")
    return spoken


def credentials(row: RowCells) -> tuple[Credential, ...] | None:
    """Licences and certificates, each code once in its best state; None where nothing is said."""
    header = "Permis et habilitations"
    cell = row.raw.get(header)
    if cell is None:
        return None
    titles = read_credentials(cell)
    row.withheld += titles.withheld
    for item in titles.unknown:
        row.note(header, f"titre hors catalogue : « {item[:60]} »")
    return titles.credentials
