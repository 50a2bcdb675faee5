"""The figures as tables: one and the same for the screen, the file and the programs that read."""

from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy.orm import Session

from api.services.steering.activity import LEAST_TOLD, Activity
from api.services.steering.coverage import Coverage
from api.services.steering.delays import TARGETS, Delay, delays
from api.services.steering.funnel import DEFINITIONS, Count, funnel
from api.services.steering.scope import Scope
from models.vocabulary import Labelled

Cell: TypeAlias = str | int | float | None


class Unit(Labelled):
    """What the numbers of a table count; bars share one length a table."""

    COUNT = "nombre", "nombre"
    HOURS = "heures", "heures"


@dataclass(frozen=True, slots=True)
class Row:
    """A title, its numbers in the order of the headers (None: unknown or not told), its sense."""

    title: str
    cells: tuple[Cell, ...]
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Numbers with their titles; `note` says how they are counted."""

    key: str
    title: str
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    unit: Unit = Unit.COUNT
    note: str = ""


@dataclass(frozen=True, slots=True)
class Board:
    """What the page of figures shows of a scope."""

    scope: Scope
    counts: tuple[Count, ...]
    delays: tuple[Delay, ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        """Its numbers, as every reader has them."""
        return (_funnel(self.counts), _delays(self.delays))


def board(session: Session, scope: Scope) -> Board:
    """The funnel and the waits of a scope."""
    return Board(scope, funnel(session, scope), delays(session, scope))


def _funnel(counts: tuple[Count, ...]) -> Table:
    """Shares are of the step before that counts pairs: persons on an offer."""
    rows = []
    before: int | None = None
    for place, each in enumerate(counts):
        share = each.count / before if before else None
        rows.append(
            Row(
                each.step.label,
                (each.count, None if share is None else round(share, 3)),
                DEFINITIONS[each.step],
            )
        )
        before = each.count if place else None
    return Table(
        "entonnoir",
        "De l’offre à la sortie",
        ("Nombre", "Part de l’étape précédente"),
        tuple(rows),
        note="Ce que sont devenues, jusqu’à aujourd’hui, les offres ouvertes dans la période.",
    )


def _delays(found: tuple[Delay, ...]) -> Table:
    rows = tuple(
        Row(
            each.wait.label,
            (
                _rounded(each.median),
                _rounded(each.ninth_decile),
                TARGETS[each.wait],
                each.ended,
                each.waiting,
            ),
        )
        for each in found
    )
    return Table(
        "delais",
        "Délais",
        ("Médiane (heures)", "9 sur 10 sous (heures)", "Visé (heures)", "Terminés", "En attente"),
        rows,
        Unit.HOURS,
        "Médiane : la moitié des attentes dure moins.",
    )


def _rounded(hours: float | None) -> float | None:
    return None if hours is None else round(hours, 1)


def activity_table(found: Activity) -> Table:
    """The activity of a period."""
    return Table(
        "activite",
        "Activité",
        found.columns,
        tuple(Row(line.title, line.counts) for line in found.lines),
        note=f"Une case vide compte de 1 à {LEAST_TOLD - 1} personnes, ou la laisserait deviner.",
    )


def coverage_tables(found: Coverage) -> tuple[Table, ...]:
    """The two lists of the week and their causes."""
    return (
        Table(
            "offres-sans-candidat",
            "Offres ouvertes sans candidat à proposer",
            ("Avec un levier", "Ce qui retient ces personnes"),
            tuple(
                Row(
                    f"{offer.title} ({offer.reference})",
                    (
                        offer.near,
                        ", ".join(f"{each.gate.label} : {each.count}" for each in offer.causes),
                    ),
                )
                for offer in found.bare
            ),
        ),
        Table(
            "personnes-sans-offre",
            "Ce qui sépare les personnes sans offre des offres de leur métier",
            ("Personnes",),
            (
                Row("Aucune offre ouverte de leur métier", (found.no_trade,)),
                *(Row(each.gate.label, (each.count,)) for each in found.people_causes),
            ),
            note="Une personne peut être comptée dans plusieurs lignes.",
        ),
    )
