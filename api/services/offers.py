"""Offers in the base: taken in, and read back."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.services.offer_review import Review, unreviewed_only
from api.services.offer_rows import write_sources
from ingestion.plain import from_plain, storable
from ingestion.records import ParsedOffer
from models.errors import InputRefusedError, NotFoundError, RoleRefusedError
from models.offers import Offer, OfferEvent
from models.people import User
from models.transitions import INTAKE_ROLES
from models.vocabulary import OfferState, ReviewStatus

LONGEST_REFERENCE = 200


def create_offer(
    session: Session,
    parsed: ParsedOffer,
    user: User | None,
    now: datetime,
    source_name: str | None = None,
) -> Offer:
    """Take an offer in, "to review". The same again gives the offer that is there already.

    Another offer may bear this reference: this one then takes the next free one (`12 (2)`).
    `user` None: an import.

    Raises
    ------
    InputRefusedError : the reference of the source is longer than 200 characters
    RoleRefusedError : the role takes no offers in
    """
    check_intake(user, "Saisir une offre")
    reference, existing = place_of(session, parsed)
    if existing is not None:
        return existing
    offer = Offer(
        reference=reference,
        source_name=source_name,
        state=OfferState.TO_REVIEW,
        version=1,
        collected_by_id=None if user is None else user.id,
        created_at=now,
    )
    write_sources(session, [(offer, parsed)], now)
    session.add_all(first_events(offer, now))
    session.flush()
    return offer


def first_events(offer: Offer, now: datetime) -> list[OfferEvent]:
    """The story of an offer just taken in: collected, then put to review by the system."""
    draft, to_review = OfferState.DRAFT, OfferState.TO_REVIEW
    collected = OfferEvent(
        offer_id=offer.id, at=now, actor_id=offer.collected_by_id, to_state=draft
    )
    return [collected, OfferEvent(offer_id=offer.id, at=now, from_state=draft, to_state=to_review)]


def reference_of(parsed: ParsedOffer) -> str:
    """The reference of the source, or one made from the text: the same text, the same one.

    Raises
    ------
    InputRefusedError : the reference of the source is longer than 200 characters
    """
    given = storable((parsed.reference or "").strip())
    if len(given) > LONGEST_REFERENCE:
        raise InputRefusedError("référence de plus de 200 caractères", "Offre")
    text = storable(parsed.source_text)
    return given or "T-" + hashlib.sha256(text.encode()).hexdigest()[:10].upper()


def place_of(session: Session, parsed: ParsedOffer) -> tuple[str, Offer | None]:
    """The reference that this offer bears, or would, and the offer of the same text if any."""
    text = storable(parsed.source_text)
    for reference in references(reference_of(parsed)):
        existing = find_offer(session, reference)
        if existing is None or existing.source_text == text:
            return reference, existing
    raise AssertionError("references never end")


def references(reference: str) -> Iterator[str]:
    """A reference, then those to take where other offers bear it: `12`, `12 (2)`, `12 (3)`."""
    yield reference
    for rank in count(2):
        mark = f" ({rank})"
        yield f"{reference[: LONGEST_REFERENCE - len(mark)]}{mark}"


def taken_as(title: str, told: str, reference: str) -> str:
    """What to know of an offer whose reference another offer bears."""
    return f"« {title} », une autre offre porte la référence {told} : prise sous {reference}"


def find_offer(session: Session, reference: str) -> Offer | None:
    """The offer of this reference, if there is one."""
    return session.scalar(select(Offer).where(Offer.reference == storable(reference)))


def offer_by_reference(session: Session, reference: str) -> Offer:
    """The offer of this reference.

    Raises
    ------
    NotFoundError : there is none
    """
    offer = find_offer(session, reference)
    if offer is None:
        raise NotFoundError("Offre", reference)
    return offer


def parsed_offer(session: Session, offer: Offer | str) -> ParsedOffer:
    """The offer as it stands, corrections included; `offer` may be its reference.

    Raises
    ------
    NotFoundError : no offer of this reference
    """
    row = offer_by_reference(session, offer) if isinstance(offer, str) else offer
    return from_plain(ParsedOffer, {**row.parsed, "source_text": row.source_text})


def review_of(offer: Offer) -> Review:
    """How far each field was read by a person."""
    return {field: ReviewStatus(status) for field, status in offer.review.items()}


def offer_to_rank(session: Session, offer: Offer | str) -> ParsedOffer:
    """The offer as the ranking takes it: evidence is left on unreviewed fields alone.

    Raises
    ------
    NotFoundError : no offer of this reference
    """
    row = offer_by_reference(session, offer) if isinstance(offer, str) else offer
    return unreviewed_only(parsed_offer(session, row), review_of(row))


def check_intake(user: User | None, action: str) -> None:
    """Stop whoever takes no offers in; None, the system, may.

    Raises
    ------
    RoleRefusedError
    """
    if user is not None and user.role not in INTAKE_ROLES:
        raise RoleRefusedError(action, user.role.label)
