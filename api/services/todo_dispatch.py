"""Who agreed, or was validated, and is not sent yet: whoever may send reads it the same morning."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from api.rendering import date_fr, plural
from api.services.scope import introductions_visible, offers_visible, stood_in_for
from api.services.todo_items import TodoItem
from models.days import day_of
from models.dispatch_lists import DispatchState
from models.dispatch_moves import SENDERS
from models.dispatches import Dispatch, DispatchCard
from models.introductions import Introduction
from models.move_guards import AGREEMENT_LASTS
from models.offers import Offer
from models.people import User
from models.vocabulary import IntroductionState, OfferState, Role

S = IntroductionState
READY = "Prêtes à transmettre"
WITH_A_COLLEAGUE = "Envois attendus"
READERS = frozenset({Role.OFFICER, Role.ADVISOR, Role.MANAGER})
OF_THE_DOMAIN = frozenset({Role.OFFICER, Role.ADVISOR})
"""Who sends where nobody who sends collected the offer."""
NEAR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An offer with people ready; `sender` collected it and sends, None where nobody did."""

    key: UUID
    title: str
    commune: str | None
    domain: str | None
    sender_id: int | None
    sender: str | None
    end: date | None
    count: int
    agreed_on: date

    @property
    def until(self) -> date:
        """The first of: the end of the offer, the last day of the oldest agreement."""
        last = self.agreed_on + AGREEMENT_LASTS
        return last if self.end is None else min(last, self.end)


def ready_to_send(session: Session, user: User, at: datetime) -> Sequence[TodoItem]:
    """One line an offer with people to send: for who sends them, and for the advisor.

    The officer who collected the offer sends; where there is none, those of the domain do. The
    advisor of an offer that somebody else sends reads where it stands.
    """
    if user.role not in READERS:
        return ()
    absent = stood_in_for(session, user, day_of(at))
    found = [Waiting(*row) for row in session.execute(_query(user, absent, day_of(at)))]
    items = (_item(each, user, absent, day_of(at)) for each in found)
    return [each for each in items if each is not None]


def _item(each: Waiting, user: User, absent: Sequence[User], today: date) -> TodoItem | None:
    is_sender = _sends(each, user, absent)
    if not is_sender and user.role is not Role.ADVISOR:
        return None
    place = f", {each.commune}" if each.commune else ""
    people = plural(each.count, "personne prête", "personnes prêtes")
    if is_sender:
        detail = "Préparez l’envoi : rien ne part avant votre relecture."
    else:
        detail = f"L’envoi revient à {each.sender}."
    return TodoItem(
        READY if is_sender else WITH_A_COLLEAGUE,
        f"{people} à transmettre : {each.title}{place}",
        f"Accord depuis le {date_fr(each.agreed_on)}. {detail}",
        f"/offers/{each.key}/envoi",
        each.until,
        urgent=is_sender and each.until <= today + NEAR,
    )


def _sends(each: Waiting, user: User, absent: Sequence[User]) -> bool:
    if each.sender_id is not None:
        return each.sender_id in {user.id, *(colleague.id for colleague in absent)}
    if user.role not in OF_THE_DOMAIN:
        return False
    return user.role is Role.ADVISOR or not user.domains or each.domain in user.domains


def _query(user: User, absent: Sequence[User], today: date) -> Select[*tuple[Any, ...]]:
    end = func.coalesce(Offer.deadline, Offer.expires_on)
    sender = and_(User.id == Offer.collected_by_id, User.is_active, User.role.in_(SENDERS))
    return (
        select(
            Offer.key,
            Offer.title,
            Offer.commune_name,
            Offer.domain,
            User.id,
            User.name,
            end,
            func.count(),
            func.min(Introduction.agreed_on),
        )
        .select_from(Offer)
        .join(Introduction, Introduction.offer_id == Offer.id)
        .outerjoin(User, sender)
        .where(
            Offer.state == OfferState.OPEN,
            or_(end.is_(None), end >= today),
            _is_ready(),
            Introduction.agreed_on >= today - AGREEMENT_LASTS,
            ~_is_in_hand(),
            offers_visible(user, *absent),
            introductions_visible(user, *absent),
        )
        .group_by(Offer.id, User.id)
        .order_by(Offer.id)
    )


def _is_ready() -> ColumnElement[bool]:
    """Agreed on an offer of level 1, validated on one of level 2."""
    agreed = and_(Introduction.state == S.AGREED, Offer.level != 2)
    return or_(agreed, Introduction.state == S.LEVEL2_VALIDATED)


def _is_in_hand() -> ColumnElement[bool]:
    """A dispatch made ready holds the person: whoever made it ends it."""
    return (
        select(DispatchCard.id)
        .join(Dispatch, Dispatch.id == DispatchCard.dispatch_id)
        .where(
            DispatchCard.introduction_id == Introduction.id,
            Dispatch.state == DispatchState.PREPARED,
        )
        .exists()
    )
