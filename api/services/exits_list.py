"""The list of exits, what it puts on « À traiter », and the file for the ESF+ reports."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from api.services.exits_decisions import exits_visible, missing_proofs
from api.services.exits_rules import protocol_named, protocols
from api.services.followups_people import NOBODY, Person, people_of
from api.services.interim_hours_people import near_target
from api.services.offer_lists import pages_of
from api.services.scope import Condition, candidates_visible, stood_in_for
from api.services.todo_items import TodoItem
from models.candidates import Candidate
from models.case_files import CandidateFollow
from models.contracts import Contract
from models.days import day_of
from models.exit_lists import ExitState, ProofKind
from models.exits import Exit
from models.people import User
from models.vocabulary import Role

EXITS_PER_PAGE = 25
COMMITTEE_WITHIN = timedelta(days=31)
"""How long a whole file may wait for the monthly committee before it is urgent."""
EXIT_READERS = frozenset({Role.CASEWORKER, Role.ADVISOR, Role.MANAGER})
HEADERS = (
    "Identifiant",
    "Date d'entrée",
    "Protocole",
    "Type de sortie",
    "Libellé",
    "État",
    "Acquise le",
    "Comité du",
    "Validée par",
    "Employeur",
    "Entreprise utilisatrice",
    "Type de contrat",
    "Début",
    "Fin",
    "Heures par semaine",
    *(f"Pièce : {kind.label}" for kind in ProofKind),
)
"""Columns of the file; none is a name, a status or an address."""
Cell = str | float | date | None
_ORDER = {
    ExitState.TO_PROVE: 0,
    ExitState.ACQUIRING: 1,
    ExitState.VALIDATED: 2,
    ExitState.REFUSED: 3,
    ExitState.LOST: 4,
}


_RANK = case(_ORDER, value=Exit.state)


@dataclass(frozen=True, slots=True)
class ExitFilters:
    """What the list is cut down to; None and "" leave it whole."""

    state: ExitState | None = None
    rule: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class ExitLine:
    """An exit of the list; `label` is its type in words, `missing` counts pieces still to get."""

    exit: Exit
    person: Person
    label: str
    missing: int


@dataclass(frozen=True, slots=True)
class ExitsPage:
    """One page of the exits that the user may see; `by_rule` counts the acquired by type."""

    lines: tuple[ExitLine, ...]
    total: int
    pages: int
    by_state: dict[ExitState, int]
    by_rule: dict[str, int]


def rule_label(protocol: str, code: str) -> str:
    """The words of a rule; its code where the package no longer has the protocol."""
    known = protocol_named(protocol)
    rule = None if known is None else known.rule(code)
    return code if rule is None else rule.label


def any_rule_label(code: str) -> str:
    """The words of a rule in the latest protocol that has it; its code where none does."""
    found = (protocol.rule(code) for protocol in reversed(protocols()))
    return next((rule.label for rule in found if rule is not None), code)


def exits_page(session: Session, user: User, filters: ExitFilters, today: date) -> ExitsPage:
    """The exits that match: those to prove first, then under way, then decided."""
    mine = exits_visible(user, *stood_in_for(session, user, today))
    counted = session.execute(select(Exit.state, func.count()).where(mine).group_by(Exit.state))
    by_state = {row[0]: row[1] for row in counted}
    acquired = session.execute(
        select(Exit.rule, func.count())
        .where(mine, Exit.state.in_((ExitState.TO_PROVE, ExitState.VALIDATED)))
        .group_by(Exit.rule)
        .order_by(func.count().desc(), Exit.rule)
    )
    by_rule = {row[0]: row[1] for row in acquired}
    wanted = mine
    if filters.state is not None:
        wanted = wanted & (Exit.state == filters.state)
    if filters.rule:
        wanted = wanted & (Exit.rule == filters.rule)
    total = session.scalar(select(func.count()).select_from(Exit).where(wanted)) or 0
    found = session.scalars(
        select(Exit)
        .where(wanted)
        .order_by(_RANK, Exit.acquired_on, Exit.expected_on, Exit.id)
        .limit(EXITS_PER_PAGE)
        .offset((filters.page - 1) * EXITS_PER_PAGE)
        .options(joinedload(Exit.candidate), selectinload(Exit.proofs))
    ).all()
    people = people_of(session, [each.candidate_id for each in found])
    lines = tuple(
        ExitLine(
            each,
            people.get(each.candidate_id, NOBODY),
            rule_label(each.protocol, each.rule),
            len(missing_proofs(each.proofs)),
        )
        for each in found
    )
    return ExitsPage(lines, total, pages_of(total, EXITS_PER_PAGE), by_state, by_rule)


def exits_todo(session: Session, user: User, at: datetime) -> list[TodoItem]:
    """Exits to validate (manager), pieces to get and hours to reach (who follows the person)."""
    if user.role not in EXIT_READERS:
        return []
    absent = stood_in_for(session, user, day_of(at))
    mine = exits_visible(user, *absent)
    found = session.scalars(
        select(Exit)
        .where(mine, Exit.state == ExitState.TO_PROVE)
        .order_by(Exit.acquired_on, Exit.id)
        .limit(100)
        .options(
            joinedload(Exit.candidate).load_only(Candidate.identifier), selectinload(Exit.proofs)
        )
    ).all()
    is_manager = user.role is Role.MANAGER
    # the manager decides on whole files, the others make them whole
    waiting = [each for each in found if bool(missing_proofs(each.proofs)) != is_manager]
    people = people_of(session, [each.candidate_id for each in waiting])
    items = []
    if user.role is Role.CASEWORKER:
        items = _hours_to_reach(session, candidates_visible(user, *absent), day_of(at))
    for each in waiting:
        lacking = missing_proofs(each.proofs)
        name = people[each.candidate_id].name or each.candidate.identifier
        label = rule_label(each.protocol, each.rule)
        pieces = ", ".join(proof.kind.inside for proof in lacking)
        items.append(
            TodoItem(
                kind="Sorties à valider" if is_manager else "Pièces de sortie à réunir",
                title=f"{name} : {label}",
                detail="dossier complet, à passer en comité" if is_manager else pieces,
                href=f"/sorties/{each.key}",
                due=each.acquired_on,
                urgent=is_manager and _is_late(each, day_of(at)),
            )
        )
    return items


def _is_late(each: Exit, today: date) -> bool:
    return each.acquired_on is not None and today - each.acquired_on > COMMITTEE_WITHIN


def _hours_to_reach(session: Session, people: Condition, today: date) -> list[TodoItem]:
    near = near_target(session, people, today)
    names = people_of(session, [each.candidate.id for each in near])
    return [
        TodoItem(
            kind="Intérim : 1 215 heures en vue",
            title=names[each.candidate.id].name or each.candidate.identifier,
            detail=f"{each.counter.hours:.0f} heures en 12 mois : que les missions continuent",
            href=f"/candidats/{each.candidate.key}/emploi",
            due=each.counter.projected_on,
        )
        for each in near
    ]


def export_rows(
    session: Session, user: User, filters: ExitFilters, today: date
) -> list[tuple[Cell, ...]]:
    """One row an exit of the list, all pages, days and numbers typed."""
    wanted = exits_visible(user, *stood_in_for(session, user, today))
    if filters.state is not None:
        wanted = wanted & (Exit.state == filters.state)
    if filters.rule:
        wanted = wanted & (Exit.rule == filters.rule)
    rows = session.execute(
        select(Exit, CandidateFollow.entered_on, Contract)
        .outerjoin(CandidateFollow, CandidateFollow.candidate_id == Exit.candidate_id)
        .outerjoin(Contract, Contract.id == Exit.contract_id)
        .where(wanted)
        .order_by(Exit.acquired_on, Exit.id)
        .options(joinedload(Exit.candidate), joinedload(Exit.decided_by), selectinload(Exit.proofs))
    ).all()
    return [_row(*row) for row in rows]


def _row(each: Exit, entered_on: date | None, contract: Contract | None) -> tuple[Cell, ...]:
    status = {proof.kind: proof.status.label for proof in each.proofs}
    job: tuple[Cell, ...] = (None,) * 6
    if contract is not None:
        job = (
            contract.employer_name,
            contract.user_company,
            contract.kind.label,
            contract.start_on,
            contract.last_day,
            contract.weekly_hours,
        )
    return (
        each.candidate.identifier,
        entered_on,
        each.protocol,
        each.rule,
        rule_label(each.protocol, each.rule),
        each.state.label,
        each.acquired_on,
        each.committee_on,
        None if each.decided_by is None else each.decided_by.name,
        *job,
        *(status.get(kind) for kind in ProofKind),
    )
