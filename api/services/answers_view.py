"""What the page of a link shows of each card: never a name but to the browser that asked for it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from api.services.answers import effective_at
from api.services.answers_effects import identity_of, may_reveal
from api.services.answers_links import OpenLink
from api.services.answers_news import may_tell_start
from api.services.cards import CardContent, content_from
from api.services.dispatches_scope import card_of_key, is_settled, may_be_answered
from api.services.dispatches_texts import full_name
from models.days import day_of
from models.dispatches import Dispatch, DispatchCard
from models.endings import EndMotive
from models.errors import DomainError
from models.introductions import Introduction
from models.vocabulary import IntroductionState


class CardGoneError(DomainError):
    """A profile that a link showed, whose person withdrew or is sent elsewhere."""

    def __init__(self) -> None:
        super().__init__(
            "Ce profil n’est plus disponible. Merci de ne plus utiliser ce que vous en gardez."
        )


@dataclass(frozen=True, slots=True)
class Person:
    """Who a card is, once revealed."""

    name: str
    phone: str | None


@dataclass(frozen=True, slots=True)
class AnswerCard:
    """A card on the page of a link.

    `content` : None once the person is no longer sent here; `person` : in the browser that
    answered, once revealed; `is_open` : it may be answered
    """

    card: DispatchCard
    content: CardContent | None
    person: Person | None
    is_open: bool
    is_gone: bool
    effective_at: datetime | None
    asks_start: bool

    @property
    def is_pending(self) -> bool:
        """An answer was given and may still change."""
        return self.card.answer is not None and self.card.applied_at is None


def answer_cards(
    session: Session, opened: OpenLink, device_hash: str | None, now: datetime
) -> tuple[AnswerCard, ...]:
    """The cards of a good link, in their order."""
    dispatch = opened.dispatch
    if dispatch is None:
        return ()
    return tuple(_card(session, dispatch, card, device_hash, now) for card in dispatch.cards)


def readable_cards(session: Session, dispatch: Dispatch) -> list[DispatchCard]:
    """The cards that may still be read by the link: of people sent here, or hired here.

    Raises
    ------
    CardGoneError : there is none left
    """
    found = [card for card in dispatch.cards if still_agrees(session, card)]
    if not found:
        raise CardGoneError
    return found


def readable_card(session: Session, dispatch: Dispatch, key: str) -> DispatchCard:
    """The card of this key, as far as it may still be read by the link.

    Raises
    ------
    NotFoundError : not in this dispatch
    CardGoneError : its person withdrew, was refused here or is sent elsewhere
    """
    card = card_of_key(dispatch, key)
    if not still_agrees(session, card):
        raise CardGoneError
    return card


def _card(
    session: Session,
    dispatch: Dispatch,
    card: DispatchCard,
    device_hash: str | None,
    now: datetime,
) -> AnswerCard:
    is_readable = still_agrees(session, card)
    return AnswerCard(
        card=card,
        content=content_from(card.content) if is_readable else None,
        person=_person(session, card, device_hash),
        is_open=is_readable and may_be_answered(dispatch, card),
        is_gone=not is_readable and not is_settled(card),
        effective_at=effective_at(card),
        asks_start=may_tell_start(card, day_of(now)),
    )


def _person(session: Session, card: DispatchCard, device_hash: str | None) -> Person | None:
    is_here = device_hash is not None and card.device_hash == device_hash
    if card.revealed_at is None or not is_here or not still_agrees(session, card):
        return None
    who = identity_of(session, card)
    return Person(full_name(who), who.phone)


def still_agrees(session: Session, card: DispatchCard) -> bool:
    """True while the name may be told, and the card read: both go with the person who leaves."""
    return may_reveal(session, card) and _is_on(card.introduction)


def _is_on(introduction: Introduction) -> bool:
    is_hired = introduction.close_reason is EndMotive.HIRED
    return introduction.state is IntroductionState.DISPATCHED or is_hired


def proposed_start(dispatch: Dispatch, now: datetime) -> date:
    """The first day proposed with « Retenir »: that of the offer, else tomorrow."""
    tomorrow = day_of(now) + timedelta(days=1)
    start = dispatch.offer.start_date
    return start if start is not None and start >= tomorrow else tomorrow
