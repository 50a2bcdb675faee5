"""What an offer needs before it opens, and how long it then lasts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from api.fiche.status import READ_TOGETHER, items_of, statuses_of
from api.services.offer_alerts import undecided
from api.services.offer_review import Review
from ingestion.records import ParsedOffer
from models.errors import OfferIncompleteError
from models.offers import Offer
from models.vocabulary import ContractType, Domain

LIFE = timedelta(days=30)
"""How long an open offer without a deadline stays open; a temp assignment: `TEMP_LIFE`."""
TEMP_LIFE = timedelta(days=7)
UNREAD = "est lu dans le texte : confirmez ou corrigez"
UNREAD_LIST = "relisez la liste, même vide, et cochez « Exigences relues »"
_HAS_HOURS = ("weekly_hours", "full_time", "patterns", "start_time")
Check = Callable[[ParsedOffer], bool]
TO_OPEN: Mapping[str, tuple[str, Check]] = {
    "title": ("l’intitulé manque", lambda offer: bool(offer.title.strip())),
    "rome": (
        "le métier ou le domaine manque",
        lambda offer: offer.occupation.rome is not None or offer.domain is not Domain.OTHER,
    ),
    "commune": (
        "la commune manque",
        lambda offer: bool(offer.workplace.insee or offer.workplace.name),
    ),
    "contract": ("le type de contrat manque", lambda offer: offer.contract.type is not None),
    "weekly_hours": (
        "les heures ou le rythme manquent",
        lambda offer: any(
            getattr(offer.working_time, name) not in (None, ()) for name in _HAS_HOURS
        ),
    ),
    "positions": ("le nombre de postes manque", lambda offer: (offer.positions or 0) > 0),
    "start_date": (
        "le début manque (une date, ou « dès que possible »)",
        lambda offer: offer.contract.start_date is not None or offer.details.starts_soon is True,
    ),
    "channel": (
        "le canal de collecte manque",
        lambda offer: offer.details.channel is not None,
    ),
    "contact_name": (
        "le contact manque (nom, téléphone ou courriel, de l’employeur ou de l’agence)",
        lambda offer: any(
            (offer.details.contact.name, offer.details.contact.phone, offer.details.contact.email)
        ),
    ),
    "level": ("le niveau manque", lambda offer: offer.level in (1, 2)),
}
"""What an offer needs to open: the box where it is given, the words told, whether it is there."""
ALERTS_BOX = "alertes"


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that keeps an offer from being open: the box to fill, and why in French."""

    box: str
    words: str


def facts_lacking(parsed: ParsedOffer, today: date) -> tuple[Lack, ...]:
    """The facts without which no offer is open: those that lack, and a date that is past."""
    lacking = [
        Lack(box, words) for box, (words, is_there) in TO_OPEN.items() if not is_there(parsed)
    ]
    if parsed.deadline is not None and parsed.deadline < today:
        past = f"la date limite est passée ({parsed.deadline:%d/%m/%Y})"
        lacking.append(Lack("deadline", past))
    return tuple(lacking)


def facts_unread(parsed: ParsedOffer, review: Review) -> tuple[Lack, ...]:
    """Those of the twelve facts that are there and that nobody confirmed yet."""
    return tuple(
        Lack(item.box, UNREAD_LIST if item.box == READ_TOGETHER else f"« {item.label} » {UNREAD}")
        for item in items_of(statuses_of(parsed, review))
        if item.is_present and not item.is_ready
    )


def why_not_open(
    session: Session, offer: Offer, parsed: ParsedOffer, today: date
) -> tuple[Lack, ...]:
    """All that keeps the offer from opening: what lacks, what is past, what waits for a word."""
    waiting = (Lack(ALERTS_BOX, words) for words in undecided(session, offer, parsed, today))
    return (*facts_lacking(parsed, today), *waiting)


def check_open(offer: Offer, lacking: Sequence[Lack]) -> None:
    """Stop where something lacks; a box is told once, an alert each time.

    Raises
    ------
    OfferIncompleteError : says all that lacks, and at which boxes
    """
    told: dict[str, Lack] = {}
    for lack in lacking:
        told.setdefault(lack.words if lack.box == ALERTS_BOX else lack.box, lack)
    if told:
        missing = tuple(lack.words for lack in told.values())
        boxes = tuple(lack.box for lack in told.values())
        raise OfferIncompleteError(offer.reference, missing, boxes)


def life_of(contract: ContractType | None) -> timedelta:
    """How long an offer of this contract stays open where nothing else is said."""
    return TEMP_LIFE if contract is ContractType.TEMP else LIFE
