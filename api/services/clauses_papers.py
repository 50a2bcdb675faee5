"""The paper that shows that somebody may work for a clause: who saw it, on which day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.services.clauses_offers import market_of_offer
from models.candidates import Candidate
from models.clauses import ClauseEligibility, ClauseLine, ClauseMarket, ClauseProof
from models.errors import InputRefusedError, RoleRefusedError
from models.offers import Offer
from models.people import User
from models.vocabulary import Role

KEEPERS = frozenset({Role.OFFICER, Role.OFFICE, Role.ADVISOR, Role.MANAGER})
"""Who keeps the ledger."""


@dataclass(frozen=True, slots=True)
class PapersToSee:
    """The people about to be sent for a market whose paper nobody saw (ids, at least one)."""

    market: ClauseMarket
    people: frozenset[int]


def papers_to_see(session: Session, offer: Offer, people: Collection[int]) -> PapersToSee | None:
    """Whose paper is still to be seen before the sending; None: no market, or all were seen.

    people : ids of those who would be sent
    """
    market = market_of_offer(session, offer) if people else None
    if market is None:
        return None
    seen = session.scalars(
        select(ClauseEligibility.candidate_id).where(
            ClauseEligibility.market_id == market.id, ClauseEligibility.candidate_id.in_(people)
        )
    )
    missing = frozenset(people) - frozenset(seen)
    return PapersToSee(market, missing) if missing else None


def check_keeps(user: User, action: str) -> None:
    """Stop whoever does not keep the ledger.

    Raises
    ------
    RoleRefusedError
    """
    if user.role not in KEEPERS:
        raise RoleRefusedError(action, user.role.label)


def check_paper(
    session: Session,
    user: User,
    market: ClauseMarket,
    candidate: Candidate,
    proof: ClauseProof,
    checked_on: date,
    today: date,
) -> ClauseEligibility:
    """Somebody saw the paper of a person for this market; again replaces what was noted.

    Lines of the person that had none get it too.

    Raises
    ------
    RoleRefusedError
    InputRefusedError : the day has not come
    """
    check_keeps(user, "Noter la pièce")
    if checked_on > today:
        raise InputRefusedError("ce jour n’est pas venu", "Vérifiée le")
    found = eligibility_of(session, market, candidate.id)
    if found is None:
        found = ClauseEligibility(market_id=market.id, candidate_id=candidate.id)
        session.add(found)
    found.proof, found.checked_on, found.checked_by_id = proof, checked_on, user.id
    session.flush()
    for line in session.scalars(
        select(ClauseLine).where(
            ClauseLine.market_id == market.id,
            ClauseLine.candidate_id == candidate.id,
            ClauseLine.proof.is_(None),
            ClauseLine.cancelled_at.is_(None),
        )
    ):
        copy_proof(session, market, candidate.id, line)
    session.flush()
    return found


def eligibility_of(
    session: Session, market: ClauseMarket, candidate_id: int
) -> ClauseEligibility | None:
    """What is known of the paper of one person for a market."""
    return session.scalar(
        select(ClauseEligibility).where(
            ClauseEligibility.market_id == market.id,
            ClauseEligibility.candidate_id == candidate_id,
        )
    )


def copy_proof(session: Session, market: ClauseMarket, candidate_id: int, line: ClauseLine) -> None:
    """Write on a line what is known of the paper of its person."""
    found = eligibility_of(session, market, candidate_id)
    if found is not None:
        line.proof, line.checked_on = found.proof, found.checked_on
        line.checked_by_id = found.checked_by_id
