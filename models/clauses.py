"""Hours of insertion clauses: what each market owes, and the ledger of what was worked for it.

A total is never stored: it is the sum of the lines that stand. A line is added or cancelled, with
who and when, and never changed.
"""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, UtcDateTime, closed, utc_now
from models.candidates import Candidate
from models.contract_lists import ContractKind
from models.contracts import Contract
from models.offers import Offer
from models.people import User
from models.vocabulary import Labelled

MOST_HOURS_DUE = 1_000_000
MOST_PEOPLE = 500
MOST_LINE_HOURS = 100_000
_STANDS = text("cancelled_at IS NULL")


class ClauseProof(Labelled):
    """The paper that shows that somebody may work for a clause; never why they may."""

    REFERRER = "prescripteur", "Attestation du prescripteur"
    EMPLOYMENT_SERVICE = "france_travail", "Attestation de France Travail"
    PASS_IAE = "pass_iae", "PASS IAE"
    OTHER = "autre", "Autre pièce"


class ClauseMarket(Base):
    """One lot of a market, and the hours it owes between two days."""

    __tablename__ = "clause_markets"
    __table_args__ = (
        UniqueConstraint("name", "lot"),
        CheckConstraint("length(name) > 0", name="name"),
        CheckConstraint(f"hours_due > 0 AND hours_due <= {MOST_HOURS_DUE}", name="hours_due"),
        CheckConstraint("last_on >= first_on", name="days"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    name: Mapped[str] = mapped_column(String(200))
    lot: Mapped[str] = mapped_column(String(100), default="")
    owner: Mapped[str] = mapped_column(String(200))
    """Maître d'ouvrage: whose market it is."""
    facilitator: Mapped[str] = mapped_column(String(200), default="")
    hours_due: Mapped[float] = mapped_column()
    first_on: Mapped[date] = mapped_column()
    last_on: Mapped[date] = mapped_column()
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)

    @property
    def title(self) -> str:
        """The market with its lot."""
        return f"{self.name}, {self.lot}" if self.lot else self.name


class ClauseOffer(Base):
    """An offer that one of us tied to a market whose name it does not give."""

    __tablename__ = "clause_offers"

    offer_id: Mapped[int] = mapped_column(
        ForeignKey("offers.id", ondelete="CASCADE"), primary_key=True
    )
    market_id: Mapped[int] = mapped_column(
        ForeignKey("clause_markets.id", ondelete="CASCADE"), index=True
    )

    offer: Mapped[Offer] = relationship(lazy="raise")


class ClauseEligibility(Base):
    """Somebody looked at the paper of one person for one market, on a day."""

    __tablename__ = "clause_eligibilities"
    __table_args__ = (UniqueConstraint("market_id", "candidate_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    market_id: Mapped[int] = mapped_column(ForeignKey("clause_markets.id", ondelete="CASCADE"))
    candidate_id: Mapped[int] = mapped_column(
        ForeignKey("candidates.id", ondelete="CASCADE"), index=True
    )
    proof: Mapped[ClauseProof] = mapped_column(closed(ClauseProof, "proof"))
    checked_on: Mapped[date] = mapped_column()
    checked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)

    checked_by: Mapped[User] = relationship(lazy="raise")


class ClauseLine(Base):
    """Hours worked in a month for a market, by one person or by several who are counted."""

    __tablename__ = "clause_lines"
    __table_args__ = (
        CheckConstraint(f"people BETWEEN 1 AND {MOST_PEOPLE}", name="people"),
        CheckConstraint(f"hours > 0 AND hours <= {MOST_LINE_HOURS}", name="hours"),
        CheckConstraint("candidate_id IS NULL OR people = 1", name="one_person"),
        CheckConstraint(
            "(proof IS NULL) = (checked_on IS NULL) AND (proof IS NULL) = (checked_by_id IS NULL)",
            name="proof_checked_by_someone",
        ),
        CheckConstraint(
            "(cancelled_at IS NULL) = (cancelled_by_id IS NULL)", name="cancelled_by_someone"
        ),
        Index(None, "market_id", "month"),
        Index(
            "uq_clause_lines_contract_month",
            "contract_id",
            "month",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    market_id: Mapped[int] = mapped_column(ForeignKey("clause_markets.id", ondelete="CASCADE"))
    candidate_id: Mapped[int | None] = mapped_column(
        ForeignKey("candidates.id", ondelete="SET NULL"), index=True
    )
    contract_id: Mapped[int | None] = mapped_column(ForeignKey("contracts.id", ondelete="SET NULL"))
    people: Mapped[int] = mapped_column(default=1)
    employer: Mapped[str] = mapped_column(String(200))
    kind: Mapped[ContractKind | None] = mapped_column(closed(ContractKind, "kind"))
    month: Mapped[date] = mapped_column()
    """First day of the month the hours were worked in."""
    hours: Mapped[float] = mapped_column()
    """Hours to the hundredth, of everybody of the line together."""
    proof: Mapped[ClauseProof | None] = mapped_column(closed(ClauseProof, "proof"))
    checked_on: Mapped[date | None] = mapped_column()
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)

    candidate: Mapped[Candidate | None] = relationship(lazy="raise")
    contract: Mapped[Contract | None] = relationship(lazy="raise")
    checked_by: Mapped[User | None] = relationship(lazy="raise", foreign_keys=[checked_by_id])
