"""The monthly report by group: aggregates of thirty persons at least, and who answers for it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, UtcDateTime, closed, utc_now
from models.people import User
from models.vocabulary import Labelled


class Measure(Labelled):
    """What is compared between a group and everybody."""

    EXPOSURE = "exposition", "Place en tête des listes"
    ACCESS = "acces", "Lignes du métier que rien ne retient"
    KEPT = "retenu", "Retenus, à points égaux"
    UNKNOWN = "inconnu", "Valeurs inconnues"
    GATE = "obstacle", "Retenus par un obstacle"


class Public(Labelled):
    """How people are told apart; each breakdown shares everybody out."""

    SEX = "sexe", "Sexe"
    AGE = "age", "Âge"
    QUARTER = "qpv", "Quartier prioritaire"
    RSA = "rsa", "RSA"
    DELD = "deld", "DELD"
    RQTH = "rqth", "RQTH"
    BRANCH = "antenne", "Antenne"


class FairnessReport(Base):
    """The report of one month that is over; one a month, never made again, never changed.

    `lists` : offers whose last list of the month was read; `whole` : those whose list holds
    everybody, on which obstacles are counted; `decisions` : those of the month; `comparisons` :
    ratios that the alarm took into account.
    """

    __tablename__ = "fairness_reports"
    __table_args__ = (
        CheckConstraint("lists >= 0 AND whole >= 0 AND decisions >= 0", name="counts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    month: Mapped[date] = mapped_column(unique=True)
    """Its first day."""
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    lists: Mapped[int] = mapped_column()
    whole: Mapped[int] = mapped_column()
    decisions: Mapped[int] = mapped_column()
    comparisons: Mapped[int] = mapped_column()

    actor: Mapped[User | None] = relationship(lazy="raise")
    figures: Mapped[list["FairnessFigure"]] = relationship(
        lazy="raise", order_by="FairnessFigure.id", cascade="all, delete-orphan"
    )


class FairnessFigure(Base):
    """A group beside everybody for one measure; of fewer than thirty persons there is no row.

    `domain` and `gate` : value of the closed list, or "tous"; `people` is to the nearest five;
    `ratio`, `low` and `high` are NULL where nothing was expected.
    """

    __tablename__ = "fairness_figures"
    __table_args__ = (
        CheckConstraint("people >= 30 AND people % 5 = 0", name="no_small_numbers"),
        CheckConstraint("rate >= 0", name="rate"),
        Index(None, "report_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("fairness_reports.id", ondelete="CASCADE"))
    measure: Mapped[Measure] = mapped_column(closed(Measure, "measure"))
    public: Mapped[Public] = mapped_column(closed(Public, "public"))
    group: Mapped[str] = mapped_column("group_name", String(200))
    domain: Mapped[str] = mapped_column(String(40))
    gate: Mapped[str] = mapped_column(String(40))
    people: Mapped[int] = mapped_column()
    rate: Mapped[float] = mapped_column()
    ratio: Mapped[float | None] = mapped_column()
    low: Mapped[float | None] = mapped_column()
    high: Mapped[float | None] = mapped_column()
    is_out: Mapped[bool] = mapped_column(default=False)


class FairnessNaming(Base):
    """Who answers for a report that is out of its band; the last row holds."""

    __tablename__ = "fairness_namings"
    __table_args__ = (Index(None, "report_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("fairness_reports.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    actor_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    named_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)

    named: Mapped[User] = relationship(lazy="raise", foreign_keys=[named_id])
    actor: Mapped[User] = relationship(lazy="raise", foreign_keys=[actor_id])


class FairnessAnalysis(Base):
    """What the named person writes of it."""

    __tablename__ = "fairness_analyses"
    __table_args__ = (Index(None, "report_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("fairness_reports.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    actor_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    text: Mapped[str] = mapped_column(Text)

    actor: Mapped[User] = relationship(lazy="raise")


def _refuse_change(mapper: Any, connection: Any, target: object) -> None:
    raise RuntimeError(f"{type(target).__name__} rows are added, never changed")


for _kept in (FairnessReport, FairnessFigure, FairnessNaming, FairnessAnalysis):
    event.listen(_kept, "before_update", _refuse_change)
