"""What a row says of the person's work: projects, experiences, skills, titles, languages."""

import re
from datetime import date
from functools import lru_cache

from ingestion.candidates import cells
from ingestion.candidates.credentials import read_credentials
from ingestion.candidates.experiences import Job, read_experience, read_jobs
from ingestion.candidates.languages import read_languages
from ingestion.candidates.row_cells import PERSONAL, RowCells, plain_words, read_title
from ingestion.normalise import rome_code
from ingestion.records import Credential, Experience, LanguageLevel

_NOT_A_SKILL = re.compile(r"\bnon$", re.IGNORECASE)
_NO_DIPLOMA = re.compile(r"(?:aucun|pas de |sans |n[ée]ant|non scolaris|jamais|rien|-+$)", re.I)
_NOT_OBTAINED = re.compile(
    r"non |niveau|partiel|en cours|rat[ée]|[ée]chec|manque|ann[ée]e|[ée]quiv|\bpas\b|[ée]tranger|"
    r"abandon|interrompu|acquise",
    re.I,
)


def project_headers(n: str) -> tuple[str, str, str]:
    """The columns of project `n`: title, ROME code, validation."""
    return f"Projet {n}", f"ROME {n}", f"Projet {n} validé le"


def project_code(row: RowCells, header: str) -> str | None:
    """The ROME code of a project."""
    return row.value(header, rome_code, "code ROME inutilisable")


def project_title(row: RowCells, header: str) -> str:
    """The title of a project; "" where nothing is said, or nothing of it may be shown."""
    written = row.raw.get(header)
    return row.shown(header, written, read_title) if written else ""


def validation(row: RowCells, header: str) -> tuple[date | None, bool]:
    """Since when a project is validated, and whether it is."""
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


def quick_experiences(cell: str) -> list[tuple[int, *Job]] | None:
    """The jobs of a cell as values, numbered; None where something in it is not shown."""
    jobs: list[tuple[int, *Job]] = []
    for item in cells.split_items(cell):
        found = read_jobs(item)
        if found is None:
            return None
        for job in found:
            jobs.append((len(jobs), *job))
    return jobs


def skills(row: RowCells) -> tuple[str, ...]:
    """The skills, without those that the person says not to have."""
    cell = row.raw.get("Compétences")
    return row.words("Compétences", _skills(cell)) if cell else ()


def quick_skills(cell: str) -> list[tuple[int, str]] | None:
    """The skills of a cell as values, numbered; None where something in it is not shown."""
    labels = [_plain_skill(item) for item in cells.split_words(cell)]
    return None if None in labels else list(enumerate(filter(None, labels)))


@lru_cache(maxsize=65536)
def _plain_skill(item: str) -> str | None:
    """The skill as it came; "" for one that the person says not to have, None if not plain."""
    if _is_denied(item):
        return ""
    words = plain_words((item,))
    return None if words is None else "".join(words)


def _skills(cell: str) -> tuple[str, ...]:
    return tuple([item for item in cells.split_words(cell) if not _is_denied(item)])


def _is_denied(item: str) -> bool:
    return item[-3:].lower() == "non" and _NOT_A_SKILL.search(item[-5:]) is not None


def diplomas(row: RowCells) -> tuple[str, ...]:
    """The diplomas listed."""
    cell = row.raw.get("Diplômes")
    return row.words("Diplômes", _diplomas(cell)) if cell else ()


@lru_cache(maxsize=16384)
def _diplomas(cell: str) -> tuple[str, ...]:
    return tuple(item for item in cells.split_items(cell) if not _NO_DIPLOMA.match(item))


def education(row: RowCells) -> int | None:
    """The level said."""
    return row.value("Niveau de formation", cells.education_level, "niveau inconnu")


def diploma_level(row: RowCells) -> int | None:
    """The highest level of the diplomas listed as obtained."""
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
