"""What an offer needs before it opens, and how long it then lasts."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from sqlalchemy.orm import Session

from api.services.offer_alerts import undecided
from ingestion.records import ParsedOffer
from models.offers import Offer
from models.vocabulary import ContractType, Domain

LIFE = timedelta(days=30)
"""How long an open offer without a deadline stays open; a temp assignment: `TEMP_LIFE`."""
TEMP_LIFE = timedelta(days=7)
_HAS_HOURS = ("weekly_hours", "full_time", "patterns", "start_time")
TO_OPEN: Mapping[str, Callable[[ParsedOffer], bool]] = {
    "l’intitulé manque": lambda offer: bool(offer.title.strip()),
    "le métier ou le domaine manque": lambda offer: (
        offer.occupation.rome is not None or offer.domain is not Domain.OTHER
    ),
    "la commune manque": lambda offer: bool(offer.workplace.insee or offer.workplace.name),
    "le type de contrat manque": lambda offer: offer.contract.type is not None,
    "les heures ou le rythme manquent": lambda offer: any(
        getattr(offer.working_time, name) not in (None, ()) for name in _HAS_HOURS
    ),
    "le nombre de postes manque": lambda offer: (offer.positions or 0) > 0,
    "le début manque (une date, ou « dès que possible »)": lambda offer: (
        offer.contract.start_date is not None or offer.details.starts_soon is True
    ),
    "le canal de collecte manque": lambda offer: offer.details.channel is not None,
    "le contact manque (nom, téléphone ou courriel, de l’employeur ou de l’agence)": lambda offer: (
        any((offer.details.contact.name, offer.details.contact.phone, offer.details.contact.email))
    ),
    "le niveau manque": lambda offer: offer.level in (1, 2),
}
"""What an offer needs to open, in the words told to whoever opens it."""


def missing_to_open(parsed: ParsedOffer) -> tuple[str, ...]:
    """What still lacks before the offer can open, in French; empty: nothing."""
    return tuple(words for words, is_there in TO_OPEN.items() if not is_there(parsed))


def why_not_open(
    session: Session, offer: Offer, parsed: ParsedOffer, today: date
) -> tuple[str, ...]:
    """All that keeps the offer from opening: what lacks, what is past, what waits for a word."""
    overdue = parsed.deadline is not None and parsed.deadline < today
    past = (f"la date limite est passée ({parsed.deadline:%d/%m/%Y})",) if overdue else ()
    return (*missing_to_open(parsed), *past, *undecided(session, offer, parsed, today))


def life_of(contract: ContractType | None) -> timedelta:
    """How long an offer of this contract stays open where nothing else is said."""
    return TEMP_LIFE if contract is ContractType.TEMP else LIFE
