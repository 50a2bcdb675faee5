"""Offers in the base: taken in, read back, corrected, opened, closed."""

import hashlib
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.services.choices import remember_choice, remember_review
from api.services.offer_review import Review, next_review, unreviewed_only
from api.services.offer_rows import possible_offer, write_parsed, write_sources
from api.services.opening import life_of, why_not_open
from ingestion.plain import from_plain, storable
from ingestion.records import ParsedOffer
from models.closing import waiting
from models.errors import (
    ConcurrentChangeError,
    InputRefusedError,
    NotFoundError,
    OfferIncompleteError,
    PeopleWaitingError,
    RoleRefusedError,
    TransitionRefusedError,
)
from models.offers import Offer, OfferEvent
from models.people import User
from models.transitions import EDITABLE, ENDED, INTAKE_ROLES, offer_transition
from models.vocabulary import OfferState, ReviewStatus

LONGEST_REFERENCE = 200
CORRECT = "Corriger"
READ_BY_A_PERSON = (ReviewStatus.CONFIRMED, ReviewStatus.CORRECTED)


def create_offer(
    session: Session,
    parsed: ParsedOffer,
    user: User | None,
    now: datetime,
    source_name: str | None = None,
) -> Offer:
    """Take an offer in, "to review". The same again gives the offer that is there already.

    `user` None: an import.

    Raises
    ------
    InputRefusedError : another offer bears this reference
    RoleRefusedError : the role takes no offers in
    """
    _check_intake(user, "Saisir une offre")
    reference = reference_of(parsed)
    existing = find_offer(session, reference)
    if existing is not None:
        if existing.source_text == storable(parsed.source_text):
            return existing
        raise InputRefusedError(f"la référence {reference} est déjà prise", "Offre")
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


def offer_by_key(session: Session, key: UUID) -> Offer:
    """The offer of this public key.

    Raises
    ------
    NotFoundError : there is none
    """
    offer = session.scalar(select(Offer).where(Offer.key == key))
    if offer is None:
        raise NotFoundError("Offre", key)
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


def update_offer(
    session: Session,
    offer: Offer,
    parsed: ParsedOffer,
    user: User,
    now: datetime,
    expected_version: int | None = None,
) -> Offer:
    """Keep the corrections of `user`; the source text and the first reading stay.

    Raises
    ------
    ConcurrentChangeError : changed by somebody else since `expected_version`
    RoleRefusedError, TransitionRefusedError : not this role, or no longer open to correction
    """
    lock(session, offer, expected_version)
    _check_intake(user, CORRECT)
    if offer.state not in EDITABLE:
        raise TransitionRefusedError(CORRECT, offer.state.label)
    old = parsed_offer(session, offer)
    parsed = possible_offer(
        replace(parsed, reference=offer.reference, source_text=offer.source_text)
    )
    write_parsed(session, offer, parsed, next_review(old, review_of(offer), parsed, False), now)
    remember_review(session, offer, old, parsed, user, now)
    offer.reviewed_at = now
    return enter(session, offer, offer.state, user, now, CORRECT)


def open_offer(
    session: Session,
    offer: Offer,
    user: User | None,
    now: datetime,
    expected_version: int | None = None,
) -> Offer:
    """Open the offer: everything it says is then confirmed.

    Raises
    ------
    OfferIncompleteError : says all that lacks, alerts that nobody decided on included
    ConcurrentChangeError, RoleRefusedError, TransitionRefusedError : as for `update_offer`
    """
    lock(session, offer, expected_version)
    parsed = parsed_offer(session, offer)
    review = next_review(parsed, review_of(offer), parsed, True)
    return _open(session, offer, (parsed, review), user, now)


def open_as_reviewed(
    session: Session, offer: Offer, user: User | None, now: datetime, motive: str | None = None
) -> Offer:
    """Open the offer with its review as it stands: what nobody confirmed never blocks.

    `motive` : why an offer that was over comes back.

    Raises
    ------
    As for `open_offer`
    """
    lock(session, offer, None)
    reviewed = (parsed_offer(session, offer), review_of(offer))
    return _open(session, offer, reviewed, user, now, motive)


def _open(
    session: Session,
    offer: Offer,
    reviewed: tuple[ParsedOffer, Review],
    user: User | None,
    now: datetime,
    motive: str | None = None,
) -> Offer:
    parsed, review = reviewed
    role = None if user is None else user.role
    offer_transition(OfferState.OPEN, offer.state, role, motive)
    if missing := why_not_open(session, offer, parsed, now.date()):
        raise OfferIncompleteError(offer.reference, missing)
    write_parsed(session, offer, parsed, review, now)
    if user is not None and review.get("occupation.rome") in READ_BY_A_PERSON:
        remember_choice(session, offer, parsed, user, now)
    offer.opened_at = offer.opened_at or now
    offer.reviewed_at = now
    offer.expires_on = parsed.deadline or now.date() + life_of(parsed.contract.type)
    return enter(session, offer, OfferState.OPEN, user, now, motive)


def change_offer_state(
    session: Session,
    offer: Offer,
    to_state: OfferState,
    user: User | None,
    now: datetime,
    motive: str | None = None,
) -> Offer:
    """Suspend, close or archive; to open, see `open_offer`; with its people, `offer_life.close`.

    Raises
    ------
    RoleRefusedError, TransitionRefusedError, MotiveMissingError : the table says no
    PeopleWaitingError : the offer would end while people wait on it
    """
    if to_state is OfferState.OPEN:
        return open_offer(session, offer, user, now)
    lock(session, offer, None)
    role = None if user is None else user.role
    offer_transition(to_state, offer.state, role, motive)
    if to_state in ENDED:
        if left := waiting(session, offer.id):
            raise PeopleWaitingError(offer.reference, len(left))
        offer.closed_at = now
    return enter(session, offer, to_state, user, now, motive)


def _check_intake(user: User | None, action: str) -> None:
    if user is not None and user.role not in INTAKE_ROLES:
        raise RoleRefusedError(action, user.role.label)


def lock(session: Session, offer: Offer, expected_version: int | None) -> None:
    """Wait for whoever is changing the offer, then see what they made of it."""
    session.refresh(offer, with_for_update=True)
    if expected_version is None or expected_version == offer.version:
        return
    last = session.execute(
        select(User.name, OfferEvent.at)
        .select_from(OfferEvent)
        .outerjoin(User, User.id == OfferEvent.actor_id)
        .where(OfferEvent.offer_id == offer.id)
        .order_by(OfferEvent.id.desc())
        .limit(1)
    ).first()
    who, when = (None, offer.updated_at) if last is None else (last[0], last[1])
    raise ConcurrentChangeError(who or "Le système", when, offer.state.label)


def enter(
    session: Session,
    offer: Offer,
    to_state: OfferState,
    user: User | None,
    now: datetime,
    motive: str | None,
) -> Offer:
    """Put the offer in a state, with its event and one more version."""
    from_state, offer.state = offer.state, to_state
    offer.version += 1
    offer.updated_at = now
    _tell(session, offer, user, now, (from_state, to_state), motive)
    return offer


def _tell(
    session: Session,
    offer: Offer,
    user: User | None,
    now: datetime,
    states: tuple[OfferState | None, OfferState],
    motive: str | None = None,
) -> None:
    session.add(
        OfferEvent(
            offer_id=offer.id,
            at=now,
            actor_id=None if user is None else user.id,
            from_state=states[0],
            to_state=states[1],
            motive=motive,
        )
    )
    session.flush()
