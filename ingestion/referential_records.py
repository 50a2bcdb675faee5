"""What the official ROME files hold, as clean records, and the report of their reading."""

from dataclasses import dataclass, field

from ingestion.records import Rejected


@dataclass(frozen=True, slots=True)
class Fiche:
    """An occupation; `parent` is its ROME 3 code, itself in a ROME 3 release."""

    code: str
    label: str
    parent: str


@dataclass(frozen=True, slots=True)
class OccupationTitle:
    ogr: str
    label: str
    short_label: str
    code: str
    is_main: bool


@dataclass(frozen=True, slots=True)
class Skill:
    """`is_knowledge` is true for a "savoir"."""

    ogr: str
    label: str
    is_knowledge: bool


@dataclass(frozen=True, slots=True)
class SkillLink:
    code: str
    ogr: str
    is_core: bool


@dataclass(frozen=True, slots=True)
class Move:
    """A mobility; `place` orders those of a fiche (1 the nearest, None if unordered)."""

    origin: str
    target: str
    place: int | None
    kind: str | None


@dataclass(frozen=True, slots=True)
class TableCount:
    """Rows of one file: read = kept + refused + without_object."""

    file_name: str
    read: int
    kept: int
    refused: int
    without_object: int = 0


@dataclass(frozen=True)
class Referential:
    """`version` is the number in the file names, None if they carry none."""

    version: str | None
    fiches: tuple[Fiche, ...] = ()
    titles: tuple[OccupationTitle, ...] = ()
    skills: tuple[Skill, ...] = ()
    skill_links: tuple[SkillLink, ...] = ()
    moves: tuple[Move, ...] = ()


@dataclass
class ReferentialReport:
    """What was read of each table, what is missing, what was refused and why."""

    version: str | None = None
    counts: dict[str, TableCount] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def messages(self) -> list[str]:
        """The report as French sentences, one a line."""
        release = f"version {self.version}" if self.version else "version non indiquée"
        lines = [f"Référentiel ROME, {release}."]
        for count in self.counts.values():
            line = f"{count.file_name} : {count.read} lignes lues, {count.kept} gardées"
            if count.without_object:
                line += f", {count.without_object} sans objet ici"
            lines.append(f"{line}, {count.refused} refusées.")
        lines += [f"Fichier absent : {name}.csv." for name in self.missing]
        lines += self.remarks
        lines += [f"{bad.field}, ligne {bad.row} : {bad.reason}." for bad in self.rejected]
        return lines
