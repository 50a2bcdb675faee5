"""An offer in the base moves on: corrected, opened, suspended, closed."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.services.choices import remember_choice, remember_review
from api.services.offer_alerts import newly_undecided
from api.services.offer_review import Review, next_review
from api.services.offer_rows import possible_offer, write_parsed
from api.services.offers import check_intake, parsed_offer, review_of
from api.services.opening import check_open, facts_lacking, facts_unread, life_of, why_not_open
from ingestion.records import ParsedOffer
from models.closing import waiting
from models.days import day_of
from models.errors import (
    ConcurrentChangeError,
    PeopleWaitingError,
    TransitionRefusedError,
)
from models.offers import Offer, OfferEvent
from models.people import User
from models.transitions import EDITABLE, ENDED, LIVE, offer_transition
from models.vocabulary import OfferState, ReviewStatus

CORRECT = "Corriger"
NEW_ALERT = "une alerte attend une décision"
"""Why a correction suspends an open offer: what it now says must be decided on first."""
READ_BY_A_PERSON = (ReviewStatus.CONFIRMED, ReviewStatus.CORRECTED)


def update_offer(
    session: Session,
    offer: Offer,
    parsed: ParsedOffer,
    user: User,
    now: datetime,
    expected_version: int | None = None,
) -> Offer:
    """Keep the corrections of `user`; the source text and the first reading stay.

    An open offer that a correction makes serious alerts of is suspended until they are decided.

    Raises
    ------
    OfferIncompleteError : a live offer would lose what it needs to be open
    ConcurrentChangeError : changed by somebody else since `expected_version`
    RoleRefusedError, TransitionRefusedError : not this role, or no longer open to correction
    """
    lock(session, offer, expected_version)
    check_intake(user, CORRECT)
    if offer.state not in EDITABLE:
        raise TransitionRefusedError(CORRECT, offer.state.label)
    old = parsed_offer(session, offer)
    parsed = possible_offer(
        replace(parsed, reference=offer.reference, source_text=offer.source_text)
    )
    if offer.state in LIVE:
        check_open(offer, facts_lacking(parsed, day_of(now)))
    write_parsed(session, offer, parsed, next_review(old, review_of(offer), parsed, False), now)
    remember_review(session, offer, old, parsed, user, now)
    if offer.state in LIVE and parsed.deadline != old.deadline:
        offer.expires_on = _end_of(parsed, now)
    offer.reviewed_at = now
    enter(session, offer, offer.state, user, now, CORRECT)
    change, is_open = (old, parsed), offer.state is OfferState.OPEN
    if is_open and newly_undecided(session, offer, change, day_of(now)):
        enter(session, offer, OfferState.SUSPENDED, user, now, NEW_ALERT)
    return offer


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
    """Open the offer with its review as it stands: its twelve facts were confirmed one by one.

    What nobody confirmed beside them never blocks a person. `motive` : why an offer that was
    over comes back.

    Raises
    ------
    OfferIncompleteError : a fact that is not confirmed included
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
    lacking = why_not_open(session, offer, parsed, day_of(now))
    check_open(offer, [*lacking, *facts_unread(parsed, review)])
    write_parsed(session, offer, parsed, review, now)
    if user is not None and review.get("occupation.rome") in READ_BY_A_PERSON:
        remember_choice(session, offer, parsed, user, now)
    offer.opened_at = offer.opened_at or now
    offer.reviewed_at = now
    offer.expires_on = _end_of(parsed, now)
    return enter(session, offer, OfferState.OPEN, user, now, motive)


def _end_of(parsed: ParsedOffer, now: datetime) -> date:
    """The day after which a live offer expires: its deadline, or one life from now."""
    return parsed.deadline or day_of(now) + life_of(parsed.contract.type)


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
    session.add(
        OfferEvent(
            offer_id=offer.id,
            at=now,
            actor_id=None if user is None else user.id,
            from_state=from_state,
            to_state=to_state,
            motive=motive,
        )
    )
    session.flush()
    return offer
