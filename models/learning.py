"""What was learnt of decisions, who approved it, and what each shortlist was computed from."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, UtcDateTime, closed, utc_now
from models.people import User
from models.vocabulary import Labelled

PlainWeights = dict[str, float]
"""Criterion -> weight."""
ALL_DOMAINS = "tous"


class RankingInput(Base):
    """Inputs of rankings, compressed, once each: many shortlists share them by their hash."""

    __tablename__ = "ranking_inputs"
    __table_args__ = (CheckConstraint("size >= 0", name="size"),)

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    """Of the text before compression."""
    size: Mapped[int] = mapped_column()
    """Bytes before compression."""
    data: Mapped[bytes] = mapped_column(LargeBinary)


class ShortlistOrigin(Base):
    """What a shortlist was computed from; the hashes are those of `RankingInput`.

    `engine_hash` also covers the programme; `suggested` are the weights in force, `preferred`
    those an advisor chose for this offer. `swap_first` and `swap_second` are the ranks whose
    rows were shown at each other's place.
    """

    __tablename__ = "shortlist_origins"
    __table_args__ = (
        CheckConstraint(
            "(swap_first IS NULL) = (swap_second IS NULL) AND "
            "(swap_first IS NULL OR swap_first < swap_second)",
            name="swap",
        ),
    )

    shortlist_id: Mapped[int] = mapped_column(
        ForeignKey("shortlists.id", ondelete="CASCADE"), primary_key=True
    )
    offer_hash: Mapped[str] = mapped_column(String(64))
    people_hash: Mapped[str] = mapped_column(String(64), index=True)
    engine_hash: Mapped[str] = mapped_column(String(64))
    suggested: Mapped[PlainWeights] = mapped_column(JSON)
    preferred: Mapped[PlainWeights | None] = mapped_column(JSON(none_as_null=True))
    swap_first: Mapped[int | None] = mapped_column()
    swap_second: Mapped[int | None] = mapped_column()


class WeightProposal(Base):
    """Weights that were learnt, with the figures before and after; never changed.

    `weights` : domain, or "tous", -> criterion -> weight. `refusals` : why the rule does not
    allow them, in French; empty: a person may approve them.
    """

    __tablename__ = "weight_proposals"
    __table_args__ = (CheckConstraint("decisions >= 0", name="decisions"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    engine_version: Mapped[str] = mapped_column()
    regime: Mapped[str] = mapped_column()
    decisions: Mapped[int] = mapped_column()
    weights: Mapped[dict[str, PlainWeights]] = mapped_column(JSON)
    active: Mapped[dict[str, PlainWeights]] = mapped_column(JSON)
    """The weights in force that they were compared with."""
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
    refusals: Mapped[list[str]] = mapped_column(JSON)

    actor: Mapped[User | None] = relationship(lazy="raise")


class Ruling(Labelled):
    """What a named person decides of weights."""

    APPROVE = "approuve", "Mise en service"
    REFUSE = "refuse", "Refus"
    RETURN = "retour", "Retour aux poids d'origine"


class WeightRuling(Base):
    """One decision of one person on weights; rows are added, never changed.

    The weights in force are those of the last approval, unless a return came after it.
    """

    __tablename__ = "weight_rulings"
    __table_args__ = (
        CheckConstraint("(ruling = 'retour') = (proposal_id IS NULL)", name="names_its_proposal"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    actor_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    ruling: Mapped[Ruling] = mapped_column(closed(Ruling, "ruling"))
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("weight_proposals.id"), index=True)
    signed_as: Mapped[str] = mapped_column(String(200))
    """The name as the person typed it."""
    note: Mapped[str] = mapped_column(default="")

    actor: Mapped[User] = relationship(lazy="raise")
    proposal: Mapped[WeightProposal | None] = relationship(lazy="raise")


class ConfirmationRates(Base):
    """How many of ten are retained at each band: what may be told, on so many decisions.

    `levels` : `[{"domain", "band", "in_ten", "decisions"}, ...]`, `domain` null for all.
    """

    __tablename__ = "confirmation_rates"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    decisions: Mapped[int] = mapped_column()
    error: Mapped[float | None] = mapped_column()
    """Calibration error on the most recent fifth of the offers; NULL: too few decisions."""
    levels: Mapped[list[dict[str, Any]]] = mapped_column(JSON)


class OfferWeights(Base):
    """Weights that somebody prefers for one offer; the last row holds, `weights` NULL: none."""

    __tablename__ = "offer_weights"
    __table_args__ = (Index(None, "offer_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offers.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    actor_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    weights: Mapped[PlainWeights | None] = mapped_column(JSON(none_as_null=True))
    choices: Mapped[dict[str, str]] = mapped_column(JSON)
    """Criterion -> how much it was asked to count."""

    actor: Mapped[User] = relationship(lazy="raise")


def _refuse_change(mapper: Any, connection: Any, target: object) -> None:
    raise RuntimeError(f"{type(target).__name__} rows are added, never changed")


for _kept in (WeightProposal, WeightRuling, OfferWeights):
    event.listen(_kept, "before_update", _refuse_change)
