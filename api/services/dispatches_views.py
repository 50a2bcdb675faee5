"""What the screens of dispatches show: the list, one dispatch, as far as one may see people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, case, false, func, or_, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from api.services.answers import effective_at
from api.services.answers_links import links_of, readings_of
from api.services.answers_view import still_agrees
from api.services.cards import CardContent, content_from
from api.services.dispatches_elsewhere import cannot_leave
from api.services.dispatches_gone import left_words
from api.services.dispatches_rules import NextStep, age_days, next_step
from api.services.dispatches_scope import (
    READERS,
    is_to_tell,
    may_be_answered,
    waiting_cards,
)
from api.services.dispatches_texts import told_end, told_sent
from api.services.dispatches_todo import IS_NEWS
from api.services.messages import is_stopped
from api.services.offer_lists import pages_of
from api.services.reliability import Reliability, reliability_of
from api.services.rows import NAME_READERS, name_of
from api.services.scope import follows, introductions_visible, offers_visible
from models.case_files import CandidateFollow, CandidateIdentity
from models.dispatch_lists import DispatchAction, DispatchState
from models.dispatch_moves import SENDERS
from models.dispatches import AnswerLink, Dispatch, DispatchCard, DispatchEvent, LinkReading
from models.introductions import Introduction
from models.offers import Offer
from models.outbox import OutgoingMessage
from models.people import User
from models.vocabulary import IntroductionState, Role

PER_PAGE = 25
OF_CARDS = frozenset({DispatchAction.ANSWER, DispatchAction.TAKE_BACK})


@dataclass(frozen=True, slots=True)
class DispatchLine:
    """A dispatch of the list."""

    dispatch: Dispatch
    answered: int
    total: int
    next: NextStep
    age: int | None
    """Days since it was sent; None before."""
    has_news: bool


@dataclass(frozen=True, slots=True)
class DispatchList:
    """One page of the list; `by_state` counts all those the user may see."""

    lines: tuple[DispatchLine, ...]
    total: int
    pages: int
    by_state: dict[DispatchState, int]


@dataclass(frozen=True, slots=True)
class CardView:
    """A card as one of us sees it; `name` only for who follows the person, or once revealed."""

    card: DispatchCard
    content: CardContent
    identifier: str | None
    name: str | None
    effective_at: datetime | None
    may_answer: bool
    script: str | None
    """What to tell the person, while it was not said."""
    cannot_leave: str | None = None
    """Why it cannot be sent any more, before the sending."""
    left: str | None = None
    """That the person is no longer sent here, and since when."""

    @property
    def is_pending(self) -> bool:
        """An answer was given and may still change."""
        return self.card.answer is not None and self.card.applied_at is None


@dataclass(frozen=True, slots=True)
class DispatchView:
    """One dispatch, whole."""

    dispatch: Dispatch
    cards: tuple[CardView, ...]
    next: NextStep
    history: Sequence[tuple[DispatchEvent, str | None]]
    """Each with the code of its card."""
    links: Sequence[AnswerLink]
    readings: Sequence[LinkReading]
    messages: Sequence[OutgoingMessage]
    reliability: Reliability
    waiting: int
    is_stopped: bool
    may_act: bool
    told: str
    has_come_back: bool


def visible(user: User) -> ColumnElement[bool]:
    """The dispatches of a user: theirs, and those of introductions they see."""
    if user.role in (Role.MANAGER, Role.OFFICE):
        return true()
    if user.role not in READERS:
        return false()
    if user.role is Role.CASEWORKER:
        mine = Dispatch.id.in_(
            select(DispatchCard.dispatch_id)
            .join(Introduction, Introduction.id == DispatchCard.introduction_id)
            .where(introductions_visible(user))
        )
    else:
        mine = Dispatch.offer_id.in_(select(Offer.id).where(offers_visible(user)))
    return or_(Dispatch.created_by_id == user.id, mine)


def dispatch_list(
    session: Session,
    user: User,
    state: DispatchState | None,
    page: int,
    today: date,
    size: int = PER_PAGE,
) -> DispatchList:
    """The dispatches a user sees, news first, then the latest sent."""
    mine = visible(user)
    counted = select(Dispatch.state, func.count()).where(mine).group_by(Dispatch.state)
    by_state = {row[0]: row[1] for row in session.execute(counted)}
    query = select(Dispatch.id).where(mine)
    if state is not None:
        query = query.where(Dispatch.state == state)
    total = sum(by_state.values()) if state is None else by_state.get(state, 0)
    ids = session.scalars(
        query.order_by(case((IS_NEWS, 0), else_=1), Dispatch.created_at.desc(), Dispatch.id.desc())
        .offset((page - 1) * size)
        .limit(size)
    ).all()
    without_texts = joinedload(Dispatch.offer).load_only(Offer.reference, Offer.title)
    asked = select(Dispatch).where(Dispatch.id.in_(ids)).options(without_texts)
    found = {each.id: each for each in session.scalars(asked)}
    cards = _cards(session, ids)
    lines = tuple(_line(found[id_], cards.get(id_, (0, 0)), today) for id_ in ids)
    return DispatchList(lines, total, pages_of(total, size), by_state)


def dispatches_of_offer(session: Session, user: User, offer_id: int) -> Sequence[Dispatch]:
    """The dispatches of an offer that a user sees, the latest first."""
    return session.scalars(
        select(Dispatch)
        .where(Dispatch.offer_id == offer_id, visible(user))
        .order_by(Dispatch.id.desc())
    ).all()


def is_news(news_at: datetime | None, seen_at: datetime | None) -> bool:
    """True where the contact said something that none of us read."""
    return news_at is not None and (seen_at is None or seen_at < news_at)


def _cards(session: Session, ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """How many cards each dispatch holds, and how many were answered."""
    card = DispatchCard
    rows = session.execute(
        select(card.dispatch_id, func.count(), func.count(card.answer))
        .where(card.dispatch_id.in_(ids))
        .group_by(card.dispatch_id)
    )
    return {id_: (held, answered) for id_, held, answered in rows}


def _line(dispatch: Dispatch, cards: tuple[int, int], today: date) -> DispatchLine:
    held, answered = cards
    return DispatchLine(
        dispatch=dispatch,
        answered=answered,
        total=held,
        next=next_step(dispatch),
        age=None if dispatch.sent_at is None else age_days(dispatch.sent_at, today),
        has_news=is_news(dispatch.news_at, dispatch.seen_at),
    )


def dispatch_view(session: Session, user: User, dispatch: Dispatch, now: datetime) -> DispatchView:
    """Everything the page of a dispatch shows."""
    return DispatchView(
        dispatch=dispatch,
        cards=card_views(session, user, dispatch),
        next=next_step(dispatch),
        history=_history(session, dispatch),
        links=links_of(session, dispatch.id),
        readings=readings_of(session, dispatch.id),
        messages=session.scalars(
            select(OutgoingMessage)
            .where(OutgoingMessage.dispatch_id == dispatch.id)
            .order_by(OutgoingMessage.id.desc())
        ).all(),
        reliability=reliability_of(session, dispatch.recipient, now),
        waiting=len(waiting_cards(dispatch)),
        is_stopped=bool(dispatch.contact_email)
        and is_stopped(session, dispatch.contact_email or ""),
        may_act=user.role in SENDERS,
        told=told_sent(dispatch.offer, dispatch),
        has_come_back=dispatch.state is DispatchState.CLOSED and not _all_gone(dispatch),
    )


def _history(session: Session, dispatch: Dispatch) -> list[tuple[DispatchEvent, str | None]]:
    """The latest first; what an answer did to the dispatch is said by its card alone."""
    codes = {card.id: card.code for card in dispatch.cards}
    found = session.scalars(
        select(DispatchEvent)
        .where(DispatchEvent.dispatch_id == dispatch.id)
        .options(joinedload(DispatchEvent.actor))
        .order_by(DispatchEvent.id.desc())
    )
    return [
        (each, codes.get(each.card_id or 0))
        for each in found
        if each.card_id is not None or each.action not in OF_CARDS
    ]


def _all_gone(dispatch: Dispatch) -> bool:
    return all(
        card.introduction.state is not IntroductionState.DISPATCHED for card in dispatch.cards
    )


def card_views(session: Session, user: User, dispatch: Dispatch) -> tuple[CardView, ...]:
    """The cards of a dispatch, with the names that the user may read."""
    ids = [card.introduction.candidate_id for card in dispatch.cards]
    people = {
        each.candidate_id: each
        for each in session.scalars(
            select(CandidateIdentity).where(CandidateIdentity.candidate_id.in_(ids))
        )
    }
    followed = {
        each.candidate_id: each
        for each in session.scalars(
            select(CandidateFollow).where(CandidateFollow.candidate_id.in_(ids))
        )
    }
    named = session.scalars(
        select(Introduction)
        .where(Introduction.id.in_([card.introduction_id for card in dispatch.cards]))
        .options(selectinload(Introduction.candidate))
    )
    identifiers = {each.id: each.candidate.identifier for each in named}
    stopped = cannot_leave(session, dispatch)
    views = []
    for card in dispatch.cards:
        candidate_id = card.introduction.candidate_id
        sees = user.role in NAME_READERS or follows(user, followed.get(candidate_id))
        knows = sees or (card.revealed_at is not None and still_agrees(session, card))
        views.append(
            CardView(
                card=card,
                content=content_from(card.content),
                identifier=identifiers[card.introduction_id] if sees else None,
                name=name_of(people.get(candidate_id)) if knows else None,
                effective_at=effective_at(card),
                may_answer=may_be_answered(dispatch, card),
                script=_script(dispatch, card) if sees else None,
                cannot_leave=stopped.get(card.id),
                left=left_words(card),
            )
        )
    return tuple(views)


def _script(dispatch: Dispatch, card: DispatchCard) -> str | None:
    return told_end(dispatch.offer, dispatch, card) if is_to_tell(card) else None
