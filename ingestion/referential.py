"""The official ROME files (open data of France Travail), from a folder of the user.

Any release is taken: the names may carry a version (`_v460`), the prefix `unix_` and the suffix
`_utf8`, and be gzipped. What is missing or odd is reported; one bad row never stops the rest.
"""

import csv
import gzip
import io
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from ingestion.readers.encoding import decode
from ingestion.records import Rejected
from ingestion.referential_records import (
    Fiche,
    Move,
    OccupationTitle,
    Referential,
    ReferentialReport,
    Skill,
    SkillLink,
    TableCount,
)
from models.errors import InputRefusedError

MOST_FILE_BYTES = 200 * 1024 * 1024
"""Largest table read, once unpacked; the largest official one is near 20 MB."""
_FILE_NAME = re.compile(
    r"(?:unix_)?(?P<name>[a-z_]+?)(?:_v(?P<version>\d+))?(?:_utf8)?\.csv(?:\.gz)?", re.IGNORECASE
)
_CODE = re.compile(r"[A-Z]\d{4}")
_Row = Mapping[str, str]
_Record = TypeVar("_Record")

FICHES = "referentiel_code_rome"
TITLES = "referentiel_appellation"
SKILLS = "referentiel_competence"
KNOWLEDGE = "referentiel_savoir"
SKILL_LINKS = "coherence_item"
MOVES = "rubrique_mobilite"
TABLES = (FICHES, TITLES, SKILLS, KNOWLEDGE, SKILL_LINKS, MOVES)
OPTIONAL_TABLES = frozenset({KNOWLEDGE})
"""Absent from ROME 3 releases: its knowledge items stand among the skills."""


def read_referential(folder: Path) -> tuple[Referential, ReferentialReport]:
    """Read the tables of `folder`.

    Raises
    ------
    InputRefusedError : no such folder, or no table of the fiches in it, or an unreadable one
    """
    files, report = _choose_files(folder)
    reading = _Reading(report)
    fiches = reading.table(FICHES, files, ("code_rome", "libelle_rome"), _fiche)
    known = frozenset(fiche.code for fiche in fiches)
    if not known:
        raise InputRefusedError("aucune fiche lisible.", files[FICHES].name)
    titles = reading.table(
        TITLES,
        files,
        ("code_ogr", "libelle_appellation_long", "code_rome"),
        _within(known, _title),
    )
    skills = reading.table(SKILLS, files, ("code_ogr", "libelle_competence"), _skill)
    skills += reading.table(KNOWLEDGE, files, ("code_ogr_savoir", "libelle_savoir"), _knowledge)
    items = {skill.ogr for skill in skills}
    links = reading.table(
        SKILL_LINKS, files, ("code_rome", "code_ogr"), _within(known, _skill_link)
    )
    links = [link for link in links if link.ogr in items]
    reading.narrow(SKILL_LINKS, len(links))
    moves = reading.table(MOVES, files, ("code_rome", "code_rome_cible"), _within(known, _move))
    referential = Referential(
        version=report.version,
        fiches=tuple(fiches),
        titles=tuple(titles),
        skills=tuple(skills),
        skill_links=tuple(links),
        moves=tuple(moves),
    )
    return referential, report


def _choose_files(folder: Path) -> tuple[dict[str, Path], ReferentialReport]:
    if not folder.is_dir():
        raise InputRefusedError("dossier introuvable.", str(folder))
    found: dict[str, dict[int, Path]] = {}
    for path in sorted(folder.iterdir()):
        match = _FILE_NAME.fullmatch(path.name)
        if match and path.is_file() and match["name"].lower() in TABLES:
            version = int(match["version"] or 0)
            found.setdefault(match["name"].lower(), {})[version] = path
    if FICHES not in found:
        raise InputRefusedError(
            f"aucun fichier « {FICHES}.csv » : ce n'est pas un export du référentiel ROME.",
            str(folder),
        )
    chosen = max(found[FICHES])
    report = ReferentialReport(version=str(chosen) if chosen else None)
    files = {name: versions[chosen] for name, versions in found.items() if chosen in versions}
    for name in TABLES:
        if name in files:
            continue
        if name not in OPTIONAL_TABLES:
            report.missing.append(name)
        for other in found.get(name, {}).values():
            report.remarks.append(f"{other.name} : autre version que les fiches, laissé de côté.")
    if len(found[FICHES]) > 1:
        report.remarks.append(f"Plusieurs versions présentes : la {chosen} est prise.")
    return files, report


class _RefusalError(Exception):
    """Why a row is refused: column and French reason."""

    def __init__(self, column: str, reason: str) -> None:
        self.column = column
        self.reason = reason


class _Reading:
    """Reads tables one after the other, and counts."""

    def __init__(self, report: ReferentialReport) -> None:
        self._report = report

    def table(
        self,
        name: str,
        files: Mapping[str, Path],
        columns: tuple[str, ...],
        build: Callable[[_Row], _Record],
    ) -> list[_Record]:
        """Records of a table, each once; an absent table gives none."""
        if name not in files:
            return []
        path = files[name]
        records: dict[_Record, None] = {}
        read = refused = 0
        for line, row in _rows(path, columns):
            read += 1
            try:
                record = build(row)
                if record in records:
                    raise _RefusalError(columns[0], "ligne en double")
                records[record] = None
            except _RefusalError as refusal:
                refused += 1
                place = f"{path.name}, colonne {refusal.column}"
                self._report.rejected.append(Rejected(line, place, refusal.reason))
        self._report.counts[name] = TableCount(path.name, read, len(records), refused)
        return list(records)

    def narrow(self, name: str, kept: int) -> None:
        """Say that only `kept` records of a table serve; the others have no object here."""
        if name in self._report.counts:
            count = self._report.counts[name]
            self._report.counts[name] = replace(count, kept=kept, without_object=count.kept - kept)


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, _Row]]:
    """(line number, cells by column) of a table; checks that `columns` are there."""
    text = io.StringIO(decode(_bytes(path)), newline="")
    delimiter = ";" if ";" in text.readline() else ","
    text.seek(0)
    reader = csv.reader(text, delimiter=delimiter, strict=False)
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        absent = [column for column in columns if column not in header]
        if absent:
            raise InputRefusedError(f"colonne absente : {', '.join(absent)}.", path.name)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                values = (cell.replace("''", "'").strip() for cell in cells)
                yield reader.line_num, dict(zip(header, values, strict=False))
    except csv.Error as error:
        place = f"{path.name}, ligne {reader.line_num}"
        raise InputRefusedError("tableau CSV mal formé.", place) from error


def _bytes(path: Path) -> bytes:
    try:
        with gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb") as handle:
            data = handle.read(MOST_FILE_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise InputRefusedError("fichier impossible à lire.", path.name) from error
    if len(data) > MOST_FILE_BYTES:
        limit = MOST_FILE_BYTES // 1_000_000
        raise InputRefusedError(f"fichier trop volumineux ({limit} Mo au plus).", path.name)
    return data


def _text(row: _Row, column: str) -> str:
    value = row.get(column, "")
    if not value:
        raise _RefusalError(column, "valeur vide")
    return value


def _code(row: _Row, column: str) -> str:
    value = _text(row, column).upper()
    if not _CODE.fullmatch(value):
        raise _RefusalError(column, f"« {value[:20]} » n'est pas un code ROME")
    return value


def _fiche(row: _Row) -> Fiche:
    code = _code(row, "code_rome")
    parent = _code(row, "code_rome_parent") if row.get("code_rome_parent") else code
    return Fiche(code, _text(row, "libelle_rome"), parent)


def _title(row: _Row) -> OccupationTitle:
    label = _text(row, "libelle_appellation_long")
    return OccupationTitle(
        ogr=_text(row, "code_ogr"),
        label=label,
        short_label=row.get("libelle_appellation_court") or label,
        code=_code(row, "code_rome"),
        is_main="PRINCIPALE"
        in (row.get("classification"), row.get("libelle_type_section_appellation")),
    )


def _skill(row: _Row) -> Skill:
    is_knowledge = row.get("libelle_type_competence", "").startswith("SAVOIRS ")
    return Skill(_text(row, "code_ogr"), _text(row, "libelle_competence"), is_knowledge)


def _knowledge(row: _Row) -> Skill:
    return Skill(_text(row, "code_ogr_savoir"), _text(row, "libelle_savoir"), True)


def _skill_link(row: _Row) -> SkillLink:
    is_core = row.get("coeur_metier", "") == "Principale"
    return SkillLink(_code(row, "code_rome"), _text(row, "code_ogr"), is_core)


def _move(row: _Row) -> Move:
    place = row.get("numero_ordre", "")
    if place and not place.isdecimal():
        raise _RefusalError("numero_ordre", f"« {place[:20]} » n'est pas un nombre")
    return Move(
        origin=_code(row, "code_rome"),
        target=_code(row, "code_rome_cible"),
        place=int(place) if place else None,
        kind=row.get("libelle_type_mobilite") or None,
    )


def _within(known: frozenset[str], build: Callable[[_Row], _Record]) -> Callable[[_Row], _Record]:
    """The same builder, that refuses a row whose fiche is not in the referential."""

    def checked(row: _Row) -> _Record:
        code = _code(row, "code_rome")
        if code not in known:
            raise _RefusalError("code_rome", f"fiche {code} absente du référentiel")
        return build(row)

    return checked
