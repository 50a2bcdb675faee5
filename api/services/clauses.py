"""Insertion clauses: the markets and their hours, lines written and cancelled, papers checked."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from api.services.clauses_offers import markets_offers
from api.services.clauses_papers import check_keeps, copy_proof
from api.services.offers import find_offer
from models.candidates import Candidate
from models.clauses import (
    MOST_HOURS_DUE,
    MOST_LINE_HOURS,
    MOST_PEOPLE,
    ClauseLine,
    ClauseMarket,
    ClauseOffer,
    ClauseProof,
)
from models.contract_lists import ContractKind
from models.contracts import Contract
from models.days import day_of
from models.errors import (
    InputRefusedError,
    NotFoundError,
    TransitionRefusedError,
)
from models.introductions import Introduction
from models.people import User

MONTH = "Mois"


@dataclass(frozen=True, slots=True)
class NewMarket:
    """A market as typed; hours to the hundredth."""

    name: str
    lot: str
    owner: str
    facilitator: str
    hours_due: float
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line as typed: `identifier` of one person or "", then `people` are counted.

    month : any day of it; `proof` with `checked_on`, or neither
    """

    employer: str
    month: date
    hours: float
    identifier: str = ""
    people: int = 1
    kind: ContractKind | None = None
    proof: ClauseProof | None = None
    checked_on: date | None = None


def market_of(session: Session, key: str) -> ClauseMarket:
    """The market of this key.

    Raises
    ------
    NotFoundError
    """
    try:
        found = session.scalar(select(ClauseMarket).where(ClauseMarket.key == UUID(key)))
    except ValueError:
        found = None
    if found is None:
        raise NotFoundError("Marché", key)
    return found


def create_market(session: Session, user: User, new: NewMarket, at: datetime) -> ClauseMarket:
    """A new market, or a lot of it.

    Raises
    ------
    RoleRefusedError
    InputRefusedError : a field lacks, hours or days that cannot be, a lot that is there already
    """
    check_keeps(user, "Ajouter un marché")
    for words, place in ((new.name, "Marché"), (new.owner, "Maître d’ouvrage")):
        if not words.strip():
            raise InputRefusedError("ce champ manque", place)
    if not 0 < new.hours_due <= MOST_HOURS_DUE:
        raise InputRefusedError("un nombre d’heures plus grand que 0", "Heures à réaliser")
    if new.last_on < new.first_on:
        raise InputRefusedError("il précède le premier jour", "Dernier jour")
    market = ClauseMarket(
        name=new.name.strip(),
        lot=new.lot.strip(),
        owner=new.owner.strip(),
        facilitator=new.facilitator.strip(),
        hours_due=round(new.hours_due, 2),
        first_on=new.first_on,
        last_on=new.last_on,
        created_at=at,
        created_by_id=user.id,
    )
    try:
        with session.begin_nested():
            session.add(market)
    except IntegrityError as error:
        raise InputRefusedError("ce marché et ce lot existent déjà", "Marché") from error
    return market


def tie_offer(session: Session, user: User, market: ClauseMarket, reference: str) -> None:
    """Tie an offer to the market by hand; again moves it from another market.

    Raises
    ------
    RoleRefusedError
    InputRefusedError : no offer has this reference
    """
    check_keeps(user, "Rattacher une offre")
    offer = find_offer(session, reference.strip())
    if offer is None:
        raise InputRefusedError(f"aucune offre « {reference.strip()[:40]} »", "Offre")
    session.merge(ClauseOffer(offer_id=offer.id, market_id=market.id))
    session.flush()


def add_line(
    session: Session, user: User, market: ClauseMarket, new: NewLine, at: datetime
) -> ClauseLine:
    """Write the hours of a month, of one person or of several.

    Raises
    ------
    RoleRefusedError
    InputRefusedError : a field lacks or cannot be, an identifier is unknown
    """
    check_keeps(user, "Ajouter une ligne")
    candidate = None
    if new.identifier.strip():
        candidate = _candidate(session, new.identifier)
        if new.people != 1:
            raise InputRefusedError("une ligne nominative compte une personne", "Personnes")
    if not new.employer.strip():
        raise InputRefusedError("ce champ manque", "Employeur")
    if not 1 <= new.people <= MOST_PEOPLE:
        raise InputRefusedError(f"entre 1 et {MOST_PEOPLE}", "Personnes")
    if (new.proof is None) != (new.checked_on is None):
        raise InputRefusedError("donnez la pièce et le jour où elle a été vue", "Éligibilité")
    if new.checked_on is not None and new.checked_on > day_of(at):
        raise InputRefusedError("ce jour n’est pas venu", "Vérifiée le")
    line = _line(market, user, new.month, new.hours, at)
    line.candidate_id = None if candidate is None else candidate.id
    line.people, line.employer, line.kind = new.people, new.employer.strip(), new.kind
    if new.proof is not None:
        line.proof, line.checked_on, line.checked_by_id = new.proof, new.checked_on, user.id
    elif candidate is not None:
        copy_proof(session, market, candidate.id, line)
    session.add(line)
    session.flush()
    return line


def add_contract_line(
    session: Session,
    user: User,
    market: ClauseMarket,
    contract_key: str,
    month: date,
    hours: float,
    at: datetime,
) -> ClauseLine:
    """Write the line that a hire proposes: a month of its contract.

    Raises
    ------
    RoleRefusedError
    NotFoundError : the contract is not one of the market's offers
    TransitionRefusedError : the month of this contract is in the ledger already
    InputRefusedError : hours or month that cannot be
    """
    check_keeps(user, "Ajouter une ligne")
    contract = _contract(session, market, contract_key)
    line = _line(market, user, month, hours, at)
    line.candidate_id, line.contract_id = contract.candidate_id, contract.id
    line.people, line.employer, line.kind = 1, contract.employer_name, contract.kind
    copy_proof(session, market, contract.candidate_id, line)
    try:
        with session.begin_nested():
            session.add(line)
    except IntegrityError as error:
        words = "ce mois de ce contrat est déjà dans le relevé"
        raise TransitionRefusedError("Ajouter la ligne", "", words) from error
    return line


def cancel_line(session: Session, user: User, market: ClauseMarket, key: str, at: datetime) -> None:
    """« Annuler la ligne » : it stays to be read and counts no more. Again changes nothing.

    Raises
    ------
    RoleRefusedError, NotFoundError
    """
    check_keeps(user, "Annuler la ligne")
    try:
        wanted = ClauseLine.key == UUID(key), ClauseLine.market_id == market.id
        line = session.scalar(select(ClauseLine).where(*wanted))
    except ValueError:
        line = None
    if line is None:
        raise NotFoundError("Ligne", key)
    if line.cancelled_at is None:
        line.cancelled_at, line.cancelled_by_id = at, user.id
        session.flush()


def _line(market: ClauseMarket, user: User, month: date, hours: float, at: datetime) -> ClauseLine:
    """A line of this market, its month and hours checked; the rest is to be filled."""
    first = month.replace(day=1)
    last = month.replace(day=calendar.monthrange(month.year, month.month)[1])
    if last < market.first_on or first > market.last_on:
        raise InputRefusedError("ce mois est hors de la période du marché", MONTH)
    if not 0 < round(hours, 2) <= MOST_LINE_HOURS:
        raise InputRefusedError("un nombre d’heures plus grand que 0", "Heures")
    return ClauseLine(
        market_id=market.id,
        month=first,
        hours=round(hours, 2),
        recorded_at=at,
        recorded_by_id=user.id,
    )


def _candidate(session: Session, identifier: str) -> Candidate:
    found = session.scalar(select(Candidate).where(Candidate.identifier == identifier.strip()))
    if found is None:
        raise InputRefusedError(f"aucune personne « {identifier.strip()[:40]} »", "Personne")
    return found


def _contract(session: Session, market: ClauseMarket, key: str) -> Contract:
    try:
        found = session.scalar(
            select(Contract)
            .join(Introduction, Introduction.id == Contract.introduction_id)
            .where(
                Contract.key == UUID(key),
                Introduction.offer_id.in_(markets_offers(session, market)),
            )
        )
    except ValueError:
        found = None
    if found is None:
        raise NotFoundError("Contrat", key)
    return found
