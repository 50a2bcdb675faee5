"""The monthly report by group: made once for a month that is over, and who answers for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload, selectinload

from api.services.fairness_figures import figures_of
from api.services.fairness_groups import read_groups
from api.services.fairness_lists import Period
from api.services.fairness_reading import read_period
from matching.engine import packaged_engine
from models.days import day_of, start_of
from models.errors import DomainError, InputRefusedError, NotFoundError, RoleRefusedError
from models.fairness import FairnessAnalysis, FairnessNaming, FairnessReport
from models.people import User
from models.vocabulary import Role

READERS = frozenset({Role.MANAGER, Role.ADMIN})
"""Who makes and reads reports, and may be named to answer for one."""
ANSWER_DAYS = 15
"""Days to write an analysis, from the report."""
LEAST_WORDS = 10
"""Words under which a text is no analysis."""


class ReportRefusedError(DomainError):
    """A report that cannot be made, or answered for, as things stand; says why in French."""


@dataclass(frozen=True)
class Answer:
    """Who answers for a report that is out of its band, until when, and what was written."""

    is_due: bool
    due_on: date
    naming: FairnessNaming | None
    analyses: tuple[FairnessAnalysis, ...]

    def is_late(self, today: date) -> bool:
        """Nothing is written and the days are over."""
        return self.is_due and not self.analyses and today > self.due_on


def last_month(today: date) -> date:
    """The first day of the last month that is over."""
    return (today.replace(day=1) - timedelta(days=1)).replace(day=1)


def period_of(month: date) -> Period:
    """From the first instant of a month in Paris to the first of the next."""
    following = (month.replace(day=1) + timedelta(days=32)).replace(day=1)
    return Period(start_of(month.replace(day=1)), start_of(following))


def establish(session: Session, user: User | None, at: datetime, month: date) -> FairnessReport:
    """Make the report of a month; `user` None is the system. Statuses are read here alone.

    Raises
    ------
    RoleRefusedError : only a manager or the administration
    ReportRefusedError : the month is not over, or has its report: made twice, two reports would
        tell of one person by what differs
    """
    if user is not None:
        _check(user, "Établir le rapport du mois")
    month = month.replace(day=1)
    period = period_of(month)
    if period.end > at:
        raise ReportRefusedError("Ce mois n’est pas terminé : son rapport se fait le mois suivant.")
    if session.scalar(select(FairnessReport.id).where(FairnessReport.month == month)):
        raise ReportRefusedError("Ce mois a déjà son rapport, qui ne se refait pas.")
    groups = read_groups(session, day_of(period.end))
    found = read_period(session, period, groups.rows, packaged_engine().bands.right_fit)
    figures, comparisons = figures_of(found.tables, groups.breakdowns, seed=month.toordinal())
    report = FairnessReport(
        month=month,
        at=at,
        actor_id=None if user is None else user.id,
        lists=found.lists,
        whole=found.whole,
        decisions=found.decisions,
        comparisons=comparisons,
        figures=figures,
    )
    session.add(report)
    try:
        session.flush()
    except IntegrityError as error:
        raise ReportRefusedError("Ce mois a déjà son rapport, qui ne se refait pas.") from error
    return report


def reports(session: Session, user: User) -> list[FairnessReport]:
    """The reports, the last month first.

    Raises
    ------
    RoleRefusedError : only a manager or the administration
    """
    _check(user, "Lire le rapport d’équité")
    return list(
        session.scalars(
            select(FairnessReport)
            .options(selectinload(FairnessReport.figures), joinedload(FairnessReport.actor))
            .order_by(FairnessReport.month.desc())
        )
    )


def report_of(session: Session, user: User, key: str) -> FairnessReport:
    """One report with its figures.

    Raises
    ------
    RoleRefusedError : only a manager or the administration
    NotFoundError : no such report
    """
    _check(user, "Lire le rapport d’équité")
    try:
        wanted = UUID(key)
    except ValueError as error:
        raise NotFoundError("Rapport", key) from error
    found = session.scalar(
        select(FairnessReport)
        .options(selectinload(FairnessReport.figures), joinedload(FairnessReport.actor))
        .where(FairnessReport.key == wanted)
    )
    if found is None:
        raise NotFoundError("Rapport", key)
    return found


def answer_of(session: Session, report: FairnessReport) -> Answer:
    """Who answers for a report, and what they wrote."""
    naming = session.scalar(
        select(FairnessNaming)
        .options(joinedload(FairnessNaming.named), joinedload(FairnessNaming.actor))
        .where(FairnessNaming.report_id == report.id)
        .order_by(FairnessNaming.id.desc())
        .limit(1)
    )
    analyses = session.scalars(
        select(FairnessAnalysis)
        .options(joinedload(FairnessAnalysis.actor))
        .where(FairnessAnalysis.report_id == report.id)
        .order_by(FairnessAnalysis.id)
    ).all()
    due = day_of(report.at) + timedelta(days=ANSWER_DAYS)
    return Answer(any(each.is_out for each in report.figures), due, naming, tuple(analyses))


def answerers(session: Session) -> Sequence[User]:
    """Who may be named to answer for a report."""
    return session.scalars(
        select(User).where(User.role.in_(READERS), User.is_active).order_by(User.name, User.id)
    ).all()


def name_answerer(
    session: Session, key: str, user: User, named_key: str, at: datetime
) -> FairnessNaming:
    """Name who answers for a report that is out of its band.

    Raises
    ------
    RoleRefusedError, NotFoundError : as for `report_of`
    ReportRefusedError : nothing is out of the band
    InputRefusedError : nobody who may be named has this key
    """
    report = _out_of_band(session, user, key)
    named = next((each for each in answerers(session) if str(each.key) == named_key), None)
    if named is None:
        raise InputRefusedError("choisissez une personne de la liste", "Personne")
    row = FairnessNaming(report_id=report.id, at=at, actor_id=user.id, named_id=named.id)
    session.add(row)
    session.flush()
    return row


def analyse(session: Session, key: str, user: User, text: str, at: datetime) -> FairnessAnalysis:
    """Write what explains a report out of its band, and what is done; by the person named.

    Raises
    ------
    RoleRefusedError, NotFoundError : as for `report_of`
    ReportRefusedError : nothing is out of the band, or somebody else is named, or nobody
    InputRefusedError : too short a text
    """
    report = _out_of_band(session, user, key)
    naming = answer_of(session, report).naming
    if naming is None:
        raise ReportRefusedError("Nommez d’abord la personne qui répond de ce rapport.")
    if naming.named_id != user.id:
        raise ReportRefusedError(f"L’analyse revient à {naming.named.name}.")
    if len(text.split()) < LEAST_WORDS:
        raise InputRefusedError(f"écrivez au moins {LEAST_WORDS} mots", "Analyse")
    row = FairnessAnalysis(report_id=report.id, at=at, actor_id=user.id, text=text.strip())
    session.add(row)
    session.flush()
    return row


def _out_of_band(session: Session, user: User, key: str) -> FairnessReport:
    report = report_of(session, user, key)
    if not any(each.is_out for each in report.figures):
        raise ReportRefusedError("Rien n’est hors de la bande ce mois-là.")
    return report


def _check(user: User, action: str) -> None:
    if user.role not in READERS:
        raise RoleRefusedError(action, user.role.label)
