"""The figures as tables: one and the same for the screen, the file and the programs that read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy.orm import Session

from api.services.steering.activity import LEAST_TOLD, Activity
from api.services.steering.coverage import Coverage
from api.services.steering.delays import TARGETS, Delay, delays
from api.services.steering.funnel import DEFINITIONS, Count, FunnelStep, funnel
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


OUT_OF: Mapping[FunnelStep, FunnelStep] = {
    FunnelStep.KEPT: FunnelStep.SUGGESTED,
    FunnelStep.PROPOSED: FunnelStep.KEPT,
    FunnelStep.AGREED: FunnelStep.PROPOSED,
    FunnelStep.VALIDATED: FunnelStep.INTERVIEWED,
    FunnelStep.SENT: FunnelStep.AGREED,
    FunnelStep.ANSWERED: FunnelStep.SENT,
    FunnelStep.HIRED: FunnelStep.SENT,
    FunnelStep.EXITED: FunnelStep.HIRED,
}
"""Of which step each is a share; an interview is for level 2 alone, a share of nothing told."""


def _funnel(counts: tuple[Count, ...]) -> Table:
    found = {each.step: each.count for each in counts}
    rows = []
    for step, count in found.items():
        base = OUT_OF.get(step)
        share = count / found[base] if base and found[base] else None
        rows.append(
            Row(
                step.label,
                (count, None if share is None else round(share, 3), base.label if base else ""),
                DEFINITIONS[step],
            )
        )
    return Table(
        "entonnoir",
        "De l’offre à la sortie",
        ("Nombre", "Part", "Part de"),
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
        note=f"Un tiret compte de 1 à {LEAST_TOLD - 1} personnes, ou la laisserait deviner.",
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
