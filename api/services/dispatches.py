"""Dispatches: made ready, read over, sent in one message.

What becomes of them stands in `dispatches_waiting`, what is answered in `answers`, what comes of
itself in `dispatches_clock`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from api.services.cards import cards_of, draw_code
from api.services.dispatches_elsewhere import why_it_stays
from api.services.dispatches_rules import office_hour
from api.services.dispatches_scope import WITH_CARDS, card_of_key, check_role
from api.services.dispatches_texts import (
    dispatch_subject,
    dispatch_text,
)
from api.services.messages import NewMessage, is_one_address, queue
from api.services.offers import parsed_offer
from api.services.scope import introductions_visible
from ingestion.normalise import squash
from ingestion.plain import storable
from ingestion.records import ParsedOffer
from models.days import day_of
from models.dispatch_lists import DispatchAction, DispatchState
from models.dispatch_moves import by_user, move_dispatch, note
from models.dispatches import Dispatch, DispatchCard
from models.errors import (
    InputRefusedError,
    TransitionRefusedError,
)
from models.fiche import EmployerKind
from models.introductions import Introduction
from models.moves import AGREEMENT_LASTS, Actor, Step, move
from models.offers import Offer
from models.outbox import MessageKind
from models.people import User
from models.vocabulary import ContractType, IntroductionAction, IntroductionState, OfferState

_A, _S = DispatchAction, DispatchState
MOST_CARDS = 20
MOST_NOTE = 1_000
TEMP_KINDS = frozenset({EmployerKind.TEMP_AGENCY, EmployerKind.INCLUSION_TEMP})
SENDABLE = frozenset({IntroductionState.AGREED, IntroductionState.LEVEL2_VALIDATED})


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a dispatch goes to; without an e-mail it goes by telephone or on paper."""

    name: str
    contact_name: str | None = None
    email: str | None = None
    phone: str | None = None
    organisation_id: int | None = None
    is_temp: bool = False


@dataclass(frozen=True, slots=True)
class NewDispatch:
    """What is asked: the introductions (keys), to whom, until when, with which words."""

    introductions: tuple[str, ...]
    recipient: Recipient
    reply_by: date
    note: str = ""


def recipient_of(offer: Offer, parsed: ParsedOffer) -> Recipient:
    """Whom the offer says to answer: the agency where there is one, else the employer."""
    contact = parsed.details.contact
    is_agency = offer.agency_name is not None or offer.agency_id is not None
    name = offer.agency_name if is_agency else offer.employer_name
    return Recipient(
        name=name or "",
        contact_name=contact.name,
        email=contact.email,
        phone=contact.phone,
        organisation_id=offer.agency_id,
        is_temp=offer.contract_type is ContractType.TEMP
        or parsed.details.employer_kind in TEMP_KINDS,
    )


def why_not(introduction: Introduction, offer: Offer, today: date) -> str | None:
    """Why an introduction cannot be sent now, in French; None where it can."""
    if offer.state is not OfferState.OPEN:
        return f"l’offre est « {offer.state.label} »"
    if offer.deadline is not None and offer.deadline < today:
        return "la date limite de l’offre est passée"
    if introduction.state is IntroductionState.DISPATCHED:
        return "déjà transmise"
    if introduction.state not in SENDABLE:
        return f"pas encore : « {introduction.state.label} »"
    if offer.level == 2 and introduction.state is not IntroductionState.LEVEL2_VALIDATED:
        return "l’entretien de niveau 2 n’est pas validé"
    if introduction.agreed_on is None or today - introduction.agreed_on > AGREEMENT_LASTS:
        return "l’accord de la personne date de plus de 30 jours : à redemander"
    return None


def ready_for(session: Session, user: User, offer: Offer) -> Sequence[Introduction]:
    """Introductions of the offer that are agreed, validated or sent, as far as the user sees."""
    states = (*SENDABLE, IntroductionState.DISPATCHED, IntroductionState.LEVEL2_PENDING)
    return session.scalars(
        select(Introduction)
        .where(
            Introduction.offer_id == offer.id,
            Introduction.state.in_(states),
            introductions_visible(user),
        )
        .options(joinedload(Introduction.candidate))
        .order_by(Introduction.id)
    ).all()


def prepare(session: Session, user: User, offer: Offer, new: NewDispatch, at: datetime) -> Dispatch:
    """Make the cards ready for one contact; they join a dispatch to the same one not yet sent.

    Raises
    ------
    InputRefusedError : nobody chosen, no recipient, a day that is past
    TransitionRefusedError : somebody cannot be sent now, and why
    RoleRefusedError : the role sends nobody
    """
    check_role(user, _A.SEND)
    _check(new, day_of(at))
    chosen = _chosen(session, user, offer, new.introductions)
    for introduction in chosen:
        reason = why_not(introduction, offer, day_of(at))
        if reason is not None:
            raise TransitionRefusedError(IntroductionAction.DISPATCH.label, "", reason)
    dispatch = _waiting(session, offer, new.recipient) or _make(session, user, offer, new, at)
    _add_cards(session, dispatch, offer, chosen, at)
    note(session, dispatch, _A.PREPARE, by_user(user), at, to_state=dispatch.state)
    return dispatch


def remove_card(
    session: Session, user: User, dispatch: Dispatch, card_key: str, at: datetime
) -> None:
    """Take a card out before sending; the last one drops the dispatch.

    Raises
    ------
    NotFoundError, RoleRefusedError
    TransitionRefusedError : it was sent already
    """
    check_role(user, _A.SEND)
    card = card_of_key(dispatch, card_key)
    if dispatch.state is not _S.PREPARED:
        raise TransitionRefusedError("Retirer cette fiche", dispatch.state.label)
    if len(dispatch.cards) == 1:
        move_dispatch(session, dispatch, _A.DROP, by_user(user), at)
        return
    dispatch.cards.remove(card)
    session.flush()


def send(
    session: Session, user: User, dispatch: Dispatch, at: datetime, version: int | None = None
) -> None:
    """Send the cards: one message with a link, every introduction « Transmise ».

    Raises
    ------
    TransitionRefusedError : somebody cannot be sent any more (agreement, level 2, offer, date), or
        a colleague sent them meanwhile
    RoleRefusedError, ConcurrentChangeError
    """
    check_role(user, _A.SEND)
    _check_version(session, dispatch, version)
    if reason := why_it_stays(session, dispatch):
        raise TransitionRefusedError(_A.SEND.label, dispatch.state.label, reason)
    for card in dispatch.cards:
        step = Step(IntroductionAction.DISPATCH)
        move(session, card.introduction, step, Actor(user.id, user.role), at)
    move_dispatch(session, dispatch, _A.SEND, by_user(user), at, values={"sent_at": at})
    if dispatch.contact_email:
        queue(session, _message(dispatch, at), at)


def _message(dispatch: Dispatch, at: datetime) -> NewMessage:
    return NewMessage(
        to=dispatch.contact_email or "",
        subject=dispatch_subject(dispatch, dispatch.offer, len(dispatch.cards)),
        text=dispatch_text(dispatch, dispatch.offer, dispatch.cards),
        kind=MessageKind.DISPATCH,
        dispatch_id=dispatch.id,
        once=f"envoi:{dispatch.id}",
        not_before=office_hour(at),
    )


def drop(session: Session, user: User, dispatch: Dispatch, at: datetime) -> None:
    """Give up a dispatch that was not sent; the people stay as they were.

    Raises
    ------
    TransitionRefusedError, RoleRefusedError, ConcurrentChangeError
    """
    move_dispatch(session, dispatch, _A.DROP, by_user(user), at)


def _check(new: NewDispatch, today: date) -> None:
    if not new.introductions:
        raise InputRefusedError("choisissez au moins une personne", "Personnes")
    if not new.recipient.name.strip():
        raise InputRefusedError("dites à qui l’envoi s’adresse", "Agence ou employeur")
    email = new.recipient.email
    if email and not is_one_address(email.strip()):
        raise InputRefusedError("adresse illisible", "Courriel du contact")
    if new.reply_by < today:
        raise InputRefusedError("ce jour est passé", "Réponse avant le")
    if len(new.note) > MOST_NOTE:
        raise InputRefusedError(f"{MOST_NOTE} caractères au plus", "Mot pour le contact")


def _check_version(session: Session, dispatch: Dispatch, version: int | None) -> None:
    if version is not None and version != dispatch.version:
        raise TransitionRefusedError(
            _A.SEND.label, dispatch.state.label, "l’envoi a changé depuis : relisez-le"
        )


def _chosen(
    session: Session, user: User, offer: Offer, keys: Sequence[str]
) -> Sequence[Introduction]:
    wanted = set(keys)
    found = [each for each in ready_for(session, user, offer) if str(each.key) in wanted]
    if len(found) != len(wanted):
        raise InputRefusedError("une personne choisie n’est plus dans la liste", "Personnes")
    return found


def _waiting(session: Session, offer: Offer, recipient: Recipient) -> Dispatch | None:
    """A dispatch of the offer to the same contact, made ready and not sent: one message."""
    email = (recipient.email or "").strip().lower()
    return session.scalar(
        select(Dispatch)
        .where(
            Dispatch.offer_id == offer.id,
            Dispatch.state == _S.PREPARED,
            Dispatch.recipient_key == squash(recipient.name),
            Dispatch.contact_email == email if email else Dispatch.contact_email.is_(None),
        )
        .options(*WITH_CARDS)
        .limit(1)
    )


def _make(session: Session, user: User, offer: Offer, new: NewDispatch, at: datetime) -> Dispatch:
    to = new.recipient
    dispatch = Dispatch(
        offer_id=offer.id,
        offer=offer,
        state=_S.PREPARED,
        version=1,
        recipient=storable(to.name.strip()),
        recipient_key=squash(to.name),
        organisation_id=to.organisation_id,
        contact_name=storable((to.contact_name or "").strip()) or None,
        contact_email=storable((to.email or "").strip().lower()) or None,
        contact_phone=storable((to.phone or "").strip()) or None,
        is_temp=to.is_temp,
        reply_by=new.reply_by,
        note=storable(new.note.strip()) or None,
        created_at=at,
        created_by_id=user.id,
        reminders=0,
        cards=[],
    )
    session.add(dispatch)
    session.flush()
    return dispatch


def _add_cards(
    session: Session,
    dispatch: Dispatch,
    offer: Offer,
    chosen: Sequence[Introduction],
    at: datetime,
) -> None:
    held = {card.introduction_id for card in dispatch.cards}
    new = [each for each in chosen if each.id not in held]
    if len(held) + len(new) > MOST_CARDS:
        raise InputRefusedError(f"{MOST_CARDS} fiches au plus", "Personnes")
    ids = [each.candidate_id for each in new]
    contents = cards_of(session, ids, parsed_offer(session, offer), day_of(at))
    for introduction in new:
        taken = [card.code for card in dispatch.cards]
        dispatch.cards.append(
            DispatchCard(
                introduction_id=introduction.id,
                introduction=introduction,
                answered_by=None,
                position=len(dispatch.cards),
                code=draw_code(taken),
                content=contents[introduction.candidate_id].as_json(),
                version=1,
                is_silent=False,
            )
        )
    session.flush()
