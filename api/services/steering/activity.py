"""The activity of a period in the manner of the yearly reports: entries, steps, exits by public.

Publics overlap and are read by the one service that counts them. A cell of one to four people
is not told, nor the one that would give it by difference.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from api.services.fairness_groups import AGES, YES, Groups, read_groups
from matching.profiles import BoolArray
from models.case_files import CandidateFollow
from models.contract_lists import ContractState
from models.contracts import Contract
from models.exit_lists import ExitState
from models.exits import Exit
from models.fairness import Public

LEAST_TOLD = 5
"""People under which a count is not told."""
STEP_DAYS = 28
"""Days from which a contract is a step back to work: a month of February."""
COLUMNS: tuple[tuple[str, Public | None, str], ...] = (
    ("Ensemble", None, ""),
    ("RSA", Public.RSA, YES),
    ("DELD", Public.DELD, YES),
    ("RQTH", Public.RQTH, YES),
    ("Quartier prioritaire", Public.QUARTER, YES),
    (AGES[0], Public.AGE, AGES[0]),
    (AGES[2], Public.AGE, AGES[2]),
)
"""Title, public and group; the first counts everybody."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row: what is counted and (columns,) counts; None: one to four, or given away by them."""

    title: str
    counts: tuple[int | None, ...]
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Activity:
    """The table of a period, `first` and `last` included."""

    first: date
    last: date
    columns: tuple[str, ...]
    lines: tuple[Line, ...]


def activity(
    session: Session, first: date, last: date, rules: Sequence[tuple[str, str]]
) -> Activity:
    """Who was followed, came in, took a step, went out.

    rules : (name, French label) of the positive exits, in the order shown
    """
    groups = read_groups(session, last)
    columns = _columns(groups)
    exits = _exits(session, first, last)
    by_rule = [([person for person, rule in exits if rule == name], label) for name, label in rules]
    known = {name for name, _ in rules}
    others = [person for person, rule in exits if rule not in known]
    if others:
        by_rule.append((others, "Autre sortie positive"))
    parts = masked_parts([_counted(people, groups, columns) for people, _ in by_rule])
    whole = _counted([person for person, _ in exits], groups, columns)
    plain = (
        ("Personnes en parcours dans la période", _followed(session, first, last)),
        ("Entrées", _entries(session, first, last)),
        ("Étapes de reprise d’emploi (contrats d’un mois et plus)", _steps(session, first, last)),
    )
    lines = [Line(title, masked(_counted(people, groups, columns))) for title, people in plain]
    lines += [
        Line(f"Sorties positives : {label}", part)
        for (_, label), part in zip(by_rule, parts, strict=True)
    ]
    lines.append(Line("Sorties positives validées, en tout", masked(whole), is_total=True))
    return Activity(first, last, tuple(title for title, _, _ in COLUMNS), tuple(lines))


def masked(counts: Sequence[int]) -> tuple[int | None, ...]:
    """Counts that may be told."""
    return tuple(None if 0 < count < LEAST_TOLD else count for count in counts)


def masked_parts(parts: Sequence[Sequence[int]]) -> list[tuple[int | None, ...]]:
    """Counts of the parts of a whole that is told beside them, column by column.

    Where a single part is hidden, the smallest of the others that counts somebody is hidden too.
    """
    told = [list(masked(part)) for part in parts]
    for column in range(len(parts[0]) if parts else 0):
        hidden = [row for row in range(len(parts)) if told[row][column] is None]
        if len(hidden) == 1:
            rest = [row for row in range(len(parts)) if told[row][column]]
            if rest:
                told[min(rest, key=lambda row: parts[row][column])][column] = None
    return [tuple(row) for row in told]


def _columns(groups: Groups) -> list[BoolArray]:
    found: list[BoolArray] = []
    by_public = {each.public: each for each in groups.breakdowns}
    for _, public, name in COLUMNS:
        if public is None:
            found.append(np.ones(len(groups.rows), dtype=bool))
        else:
            breakdown = by_public[public]
            found.append(breakdown.codes == breakdown.names.index(name))
    return found


def _counted(people: Iterable[int], groups: Groups, columns: Sequence[BoolArray]) -> list[int]:
    rows = np.array([groups.rows[person] for person in people], dtype=np.intp)
    return [int(column[rows].sum()) for column in columns]


def _followed(session: Session, first: date, last: date) -> Sequence[int]:
    gone = exists().where(
        Exit.candidate_id == CandidateFollow.candidate_id,
        Exit.state == ExitState.VALIDATED,
        Exit.acquired_on < first,
    )
    return session.scalars(
        select(CandidateFollow.candidate_id).where(CandidateFollow.entered_on <= last, ~gone)
    ).all()


def _entries(session: Session, first: date, last: date) -> Sequence[int]:
    return session.scalars(
        select(CandidateFollow.candidate_id).where(CandidateFollow.entered_on.between(first, last))
    ).all()


def _steps(session: Session, first: date, last: date) -> list[int]:
    started = session.execute(
        select(Contract.candidate_id, Contract.start_on, Contract.end_on, Contract.ended_on).where(
            Contract.start_on.between(first, last), Contract.state != ContractState.PLANNED
        )
    )
    month = timedelta(days=STEP_DAYS - 1)
    return [
        person
        for person, start, planned, ended in started
        if (end := ended or planned) is None or end - start >= month
    ]


def _exits(session: Session, first: date, last: date) -> list[tuple[int, str]]:
    rows = session.execute(
        select(Exit.candidate_id, Exit.rule)
        .where(Exit.state == ExitState.VALIDATED, Exit.acquired_on.between(first, last))
        .order_by(Exit.id)
    )
    return [(person, rule) for person, rule in rows]
