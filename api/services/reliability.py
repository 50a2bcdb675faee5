"""How an agency or employer answers, over twelve months: for us alone, never shown to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ingestion.normalise import squash
from models.contract_lists import ContractState
from models.contracts import Contract
from models.dispatch_lists import CardAnswer
from models.dispatches import Dispatch, DispatchCard
from models.offers import Offer

PERIOD_DAYS = 365
EARLY_DAYS = 90
"""A contract broken within them of its start is an early break."""


@dataclass(frozen=True, slots=True)
class Reliability:
    """`cards` whose end is known, `answered` among them; the delay in days, None without answer.

    `early_breaks` counts contracts broken in their first three months.
    """

    dispatches: int
    cards: int
    answered: int
    median_days: float | None
    hires: int
    early_breaks: int

    @property
    def rate(self) -> float | None:
        """Share of the cards that got an answer; None while none is known."""
        return self.answered / self.cards if self.cards else None

    @property
    def words(self) -> str:
        """One French sentence."""
        if not self.dispatches:
            return "Premier envoi à ce contact en douze mois."
        if self.rate is None:
            return "Aucune réponse attendue n’est encore échue."
        parts = [f"{self.answered} réponse{'s' if self.answered > 1 else ''} sur {self.cards}"]
        if self.median_days is not None:
            days = f"{self.median_days:.1f}".replace(".", ",").removesuffix(",0")
            parts.append(f"délai médian {days} jour{'s' if self.median_days >= 2 else ''}")
        parts.append(f"{self.hires} embauche{'s' if self.hires > 1 else ''}")
        if self.early_breaks:
            many = "s" if self.early_breaks > 1 else ""
            parts.append(f"{self.early_breaks} rupture{many} dans les trois mois")
        return ", ".join(parts) + "."


def reliability_of(session: Session, recipient: str, now: datetime) -> Reliability:
    """How this agency or employer answered what was sent to it in the last twelve months.

    A card counts once it was answered, or said to be without an answer.
    """
    since = now - timedelta(days=PERIOD_DAYS)
    mine = (Dispatch.recipient_key == squash(recipient), Dispatch.sent_at > since)
    rows = session.execute(
        select(
            DispatchCard.answer,
            DispatchCard.answered_at,
            DispatchCard.is_silent,
            DispatchCard.introduction_id,
            Dispatch.sent_at,
            Dispatch.id,
        )
        .join(Dispatch, Dispatch.id == DispatchCard.dispatch_id)
        .where(*mine)
    ).all()
    delays = [
        (row.answered_at - row.sent_at) / timedelta(days=1)
        for row in rows
        if row.answered_at is not None and row.sent_at is not None
    ]
    hired = [row.introduction_id for row in rows if row.answer is CardAnswer.HIRED]
    return Reliability(
        dispatches=len({row.id for row in rows}),
        cards=sum(row.answer is not None or row.is_silent for row in rows),
        answered=sum(row.answer is not None for row in rows),
        median_days=median(delays) if delays else None,
        hires=len(hired),
        early_breaks=_early_breaks(session, hired),
    )


def reliability_of_offer(session: Session, offer: Offer, now: datetime) -> Reliability | None:
    """That of whom the offer is answered to; None where nobody is named, or nothing was sent."""
    name = offer.agency_name or offer.employer_name
    if not name:
        return None
    found = reliability_of(session, name, now)
    return found if found.dispatches else None


def _early_breaks(session: Session, introductions: Sequence[int]) -> int:
    if not introductions:
        return 0
    rows = session.execute(
        select(Contract.start_on, func.coalesce(Contract.ended_on, Contract.end_on)).where(
            Contract.introduction_id.in_(introductions), Contract.state == ContractState.BROKEN
        )
    )
    return sum(_is_early(start, end) for start, end in rows)


def _is_early(start: date, end: date | None) -> bool:
    return end is not None and (end - start).days <= EARLY_DAYS
