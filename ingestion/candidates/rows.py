"""One row of an export to a record: a value that cannot be read becomes unknown, with a note."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from ingestion.candidates import cells
from ingestion.candidates.credentials import (
    OTHER_CODE,
    read_credential,
    says_none,
    split_credentials,
)
from ingestion.candidates.experiences import read_experience
from ingestion.candidates.languages import read_language, split_languages
from ingestion.candidates.limits import read_limits
from ingestion.candidates.sensitive import constraint_says_too_much, says_too_much
from ingestion.normalise import read_date, resolve_commune, rome_code
from ingestion.records import (
    CandidateRecord,
    Credential,
    Experience,
    Follow,
    Home,
    Identity,
    LanguageLevel,
    Limits,
    Project,
    Rejected,
)
from models.vocabulary import WorkingTimeWish, WorkPattern

_NOT_A_SKILL = re.compile(r"\bnon$", re.IGNORECASE)
_NO_DIPLOMA = re.compile(r"(?:aucun|pas de |sans |n[ée]ant|non scolaris|jamais|rien|-+$)", re.I)
_NOT_OBTAINED = re.compile(
    r"non |niveau|partiel|en cours|rat[ée]|[ée]chec|manque|ann[ée]e|[ée]quiv|\bpas\b|[ée]tranger|"
    r"abandon|interrompu|acquise",
    re.I,
)
LONGEST_LABEL = 300
LONGEST_CELL = 10_000
"""Ten pages in a cell: what follows is a mistake or an attack, and patterns cost time."""

Value = TypeVar("Value")


@dataclass(slots=True)
class RowReading:
    """One row being read: its cells, and the notes its odd values leave."""

    row: int
    raw: Mapping[str, str]
    notes: list[Rejected]
    withheld: list[str] = field(default_factory=list)

    def record(self, identifier: str) -> CandidateRecord:
        whole = self.raw
        self._cut_long_cells()
        text = self.raw.get
        modes = self._listed("Locomotion", cells.travel_modes)
        minutes, km = self._trip()
        patterns, refused = self._patterns()
        wish, hours_min, hours_max = self._working_time()
        consent, consent_on = self._consent()
        experiences = self._experiences()
        limits = self._limits(read_limits(text("Contraintes", ""), modes), refused)
        return CandidateRecord(
            identifier=identifier,
            identity=Identity(
                text("Civilité"),
                text("Nom"),
                text("Prénom"),
                self._value("Date de naissance", read_date, "date illisible"),
                _phone(text("Téléphone")),
                text("Email"),
            ),
            follow=Follow(
                text("Antenne"),
                text("Référent de parcours"),
                text("Conseiller emploi"),
                self._value("Date d'entrée", read_date, "date illisible"),
                self._value("Contrat d'engagement signé", cells.yes_or_no, "ni oui ni non"),
            ),
            home=self._home(),
            priority_quarter=self._value("QPV", cells.yes_or_no, "ni oui ni non"),
            statuses=cells.closed_items(text("Statuts", "")),
            projects=self._projects(),
            experiences=experiences,
            skills=self._skills(),
            education_level=self._education(),
            diplomas=self._diplomas(),
            languages=self._languages(),
            credentials=self._credentials(),
            travel_modes=modes,
            trip_limit_minutes=minutes,
            trip_limit_km=km,
            available_from=self._available(),
            contracts=self._listed("Contrats recherchés", cells.contracts),
            working_time=wish,
            hours_min=hours_min,
            hours_max=hours_max,
            patterns=patterns,
            limits=limits,
            consent=consent,
            consent_on=consent_on,
            withheld=tuple(dict.fromkeys(self.withheld)),
            raw=whole,
        )

    def _cut_long_cells(self) -> None:
        """Read the beginning of an endless cell only; the row as it came keeps it whole."""
        long = [header for header, cell in self.raw.items() if len(cell) > LONGEST_CELL]
        if long:
            self.raw = {header: cell[:LONGEST_CELL] for header, cell in self.raw.items()}
        for header in long:
            self._note(header, f"texte trop long, lu jusqu'à {LONGEST_CELL} caractères")

    # --- helpers -----------------------------------------------------------------------------

    def _note(self, header: str, reason: str) -> None:
        self.notes.append(Rejected(self.row, header, reason))

    def _value(self, header: str, read: Callable[[str], Value | None], reason: str) -> Value | None:
        """Read a cell; one that is filled and unreadable becomes unknown, with a note."""
        cell = self.raw.get(header)
        if cell is None:
            return None
        value = read(cell)
        if value is None:
            self._note(header, f"{reason} : « {cell[:60]} »")
        return value

    def _listed(
        self,
        header: str,
        read: Callable[[str], tuple[frozenset[Value] | None, tuple[str, ...]]],
    ) -> frozenset[Value] | None:
        cell = self.raw.get(header)
        if cell is None:
            return None
        values, odd = read(cell)
        for item in odd:
            self._note(header, f"valeur inconnue : « {item[:60]} »")
        return values

    def _words(self, header: str, items: Sequence[str]) -> tuple[str, ...]:
        """Free items, those that say too much kept apart."""
        shown: list[str] = []
        for item in items:
            if says_too_much(item):
                self.withheld.append(item)
            else:
                if len(item) > LONGEST_LABEL:
                    self._note(header, f"texte coupé à {LONGEST_LABEL} caractères")
                shown.append(item[:LONGEST_LABEL])
        return tuple(shown)

    # --- groups of columns -------------------------------------------------------------------

    def _home(self) -> Home:
        name, code = self.raw.get("Commune"), self.raw.get("Code postal")
        if code is not None and re.fullmatch(r"\d{4}", code):
            code = f"0{code}"
        if name is None and code is None:
            return Home()
        match = resolve_commune(name, code)
        if match is None:
            self._note("Commune", f"commune non reconnue : « {(name or code or '')[:60]} »")
            return Home(label=name or code, postal_code=code)
        return Home(
            name or code,
            match.insee,
            match.quarter,
            code or match.postal_code,
            match.latitude,
            match.longitude,
        )

    def _projects(self) -> tuple[Project, ...]:
        projects: list[Project] = []
        for number in ("1", "2"):
            title = self.raw.get(f"Projet {number}")
            code = self._value(f"ROME {number}", rome_code, "code ROME inutilisable")
            validated_on, validated = self._validation(f"Projet {number} validé le")
            if title is None:
                if code is None:
                    continue
                title = code
            if says_too_much(title):
                self.withheld.append(title)
                if code is None:
                    continue
                title = code
            projects.append(Project(title[:LONGEST_LABEL], code, validated_on, validated))
        return tuple(projects)

    def _validation(self, header: str) -> tuple[date | None, bool]:
        cell = self.raw.get(header)
        if cell is None:
            return None, False
        day = cells.day(cell)
        if day is not None:
            return day, True
        said = cells.yes_or_no(cell)
        if said is None:
            self._note(header, f"date illisible : « {cell[:60]} »")
        return None, said is True

    def _experiences(self) -> tuple[Experience, ...]:
        jobs: list[Experience] = []
        for item in cells.split_items(self.raw.get("Expériences", "")):
            history = read_experience(item)
            jobs += history.jobs
            self.withheld += history.withheld
        return tuple(jobs)

    def _skills(self) -> tuple[str, ...]:
        items = cells.split_words(self.raw.get("Compétences", ""))
        return self._words("Compétences", [item for item in items if not _NOT_A_SKILL.search(item)])

    def _diplomas(self) -> tuple[str, ...]:
        items = cells.split_items(self.raw.get("Diplômes", ""))
        return self._words("Diplômes", [item for item in items if not _NO_DIPLOMA.match(item)])

    def _education(self) -> int | None:
        """The level said; failing that, the highest of the diplomas listed as obtained."""
        if "Niveau de formation" in self.raw:
            return self._value("Niveau de formation", cells.education_level, "niveau inconnu")
        items = cells.split_items(self.raw.get("Diplômes", ""))
        levels = [cells.education_level(item) for item in items if not _NOT_OBTAINED.search(item)]
        return max((level for level in levels if level is not None), default=None)

    def _languages(self) -> tuple[LanguageLevel, ...]:
        spoken: dict[str, LanguageLevel] = {}
        for item in split_languages(self.raw.get("Langues", "")):
            language = read_language(item)
            if language is None:
                self._note("Langues", f"langue inconnue : « {item[:60]} »")
            else:
                spoken.setdefault(language.code, language)
        return tuple(spoken.values())

    def _credentials(self) -> tuple[Credential, ...] | None:
        header = "Permis et habilitations"
        cell = self.raw.get(header)
        if cell is None:
            return None
        held: dict[str, Credential] = {}
        items = split_credentials(cell)
        for item in items:
            if says_none(item):
                continue
            for credential in read_credential(item):
                if credential.code == OTHER_CODE:
                    if says_too_much(item):
                        self.withheld.append(item)
                        continue
                    self._note(header, f"titre hors catalogue : « {item[:60]} »")
                    held.setdefault(credential.label, credential)
                else:
                    held.setdefault(credential.code, credential)
        return tuple(held.values()) if items else None

    def _trip(self) -> tuple[float | None, float | None]:
        cell = self.raw.get("Trajet maximum")
        if cell is None:
            return None, None
        limit = cells.trip_limit(cell)
        if limit == (None, None):
            self._note("Trajet maximum", f"ni minutes ni kilomètres : « {cell[:60]} »")
        return limit

    def _available(self) -> date | None:
        cell = self.raw.get("Disponible le")
        if cell is None or re.search(r"imm[ée]diat|suite|maintenant|d[èe]s que", cell.lower()):
            return None
        return self._value("Disponible le", cells.day, "date illisible")

    def _working_time(self) -> tuple[WorkingTimeWish | None, float | None, float | None]:
        cell = self.raw.get("Temps de travail")
        if cell is None:
            return None, None, None
        wish, low, high = cells.working_time(cell)
        if wish is None:
            self._note("Temps de travail", f"temps de travail illisible : « {cell[:60]} »")
        return wish, low, high

    def _patterns(self) -> tuple[frozenset[WorkPattern] | None, frozenset[WorkPattern]]:
        cell = self.raw.get("Horaires possibles")
        if cell is None:
            return None, frozenset()
        accepted, refused, odd = cells.work_patterns(cell)
        for item in odd:
            self._note("Horaires possibles", f"valeur inconnue : « {item[:60]} »")
        return accepted, refused

    def _limits(self, limits: Limits, refused: frozenset[WorkPattern]) -> Limits:
        for item in cells.split_items(self.raw.get("Contraintes", "")):
            if constraint_says_too_much(item):
                self.withheld.append(item)
        if not refused:
            return limits
        return replace(limits, excluded_patterns=limits.excluded_patterns | refused)

    def _consent(self) -> tuple[bool | None, date | None]:
        cell = self.raw.get("Consentement transmission")
        if cell is None:
            return None, None
        said, given_on = cells.consent(cell)
        if said is None:
            self._note("Consentement transmission", f"ni oui, ni non, ni date : « {cell[:60]} »")
        return said, given_on


def _phone(cell: str | None) -> str | None:
    """The number as written; a spreadsheet that ate the leading zero gets it back."""
    if cell is not None and re.fullmatch(r"[1-9]\d{8}", cell):
        return f"0{cell}"
    return cell
