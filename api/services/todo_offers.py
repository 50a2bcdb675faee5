"""What offers wait for: to be read over, prolonged, and an end that comes near."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from api.rendering import date_fr, plural
from api.services.contracts_guards import posts_left
from api.services.offer_life import FIRST_REMINDER, due_today
from api.services.scope import (
    introductions_visible,
    offers_visible,
    stood_in_for,
)
from api.services.todo_items import TodoItem, posts_words
from models.days import day_of
from models.introductions import Introduction
from models.offers import Offer
from models.people import User
from models.transitions import INTAKE_ROLES, OPEN_STATES
from models.vocabulary import OfferState, Role

CLOSING = "Offres qui ferment"
TO_REVIEW = "Offres à relire"
ENDS = "Échéances"

CLOSES_WITHIN = timedelta(days=3)
SEERS = frozenset({Role.CASEWORKER, Role.ADVISOR, Role.MANAGER})
WARNED = SEERS | {Role.OFFICER}


def offers_to_look_after(session: Session, user: User, at: datetime) -> Sequence[TodoItem]:
    """What offers ask of whoever takes them in: to be read over, prolonged or called about."""
    if user.role not in INTAKE_ROLES:
        return ()
    waiting = session.scalar(select(func.count()).where(Offer.state == OfferState.TO_REVIEW)) or 0
    today = day_of(at)
    due = due_today(session, today)
    return [
        *_some(TO_REVIEW, waiting, "offre à relire", "offres à relire", READ_OVER),
        *_some(ENDS, len(due.past), "échéance passée", "échéances passées", PAST, today, True),
        *_some(
            ENDS,
            len(due.tomorrow),
            "échéance aujourd’hui ou demain",
            "échéances aujourd’hui ou demain",
            CALL_NOW,
            today + timedelta(days=1),
        ),
        *_some(
            ENDS,
            len(due.soon),
            "offre à relancer cette semaine",
            "offres à relancer cette semaine",
            CALL_SOON,
            today + timedelta(days=FIRST_REMINDER),
        ),
    ]


READ_OVER = "Lues par le logiciel, à confirmer avant de les ouvrir."
PAST = "La prochaine ronde ferme ces offres, sauf si vous dites « Toujours ouverte »."
CALL_NOW = "Demandez à l’employeur s’il cherche toujours."
CALL_SOON = "Leur échéance approche."


def _some(
    kind: str,
    count: int,
    one: str,
    many: str,
    detail: str,
    due: date | None = None,
    urgent: bool = False,
) -> Sequence[TodoItem]:
    """One item for `count` offers, none for none."""
    if not count:
        return ()
    href = "/offers?state=to_review" if kind == TO_REVIEW else "/offers?due=true"
    return (TodoItem(kind, plural(count, one, many), detail, href, due, urgent),)


def offers_closing(session: Session, user: User, at: datetime) -> Sequence[TodoItem]:
    """Open offers that end within three days while people wait on them."""
    if user.role not in WARNED:
        return ()
    absent = stood_in_for(session, user, day_of(at))
    today = day_of(at)
    end = end_of_offer()
    found = session.execute(
        select(Offer.id, Offer.key, Offer.title, Offer.reference, end, func.count())
        .join(Introduction, Introduction.offer_id == Offer.id)
        .where(
            Offer.state == OfferState.OPEN,
            end <= today + CLOSES_WITHIN,
            end >= today,
            Introduction.state.in_(OPEN_STATES),
            offers_visible(user, *absent),
            introductions_visible(user, *absent),
        )
        .group_by(Offer.id)
    ).all()
    left = posts_left(session, [row[0] for row in found])
    return [_closing(*row[1:], left=left[row[0]], today=today) for row in found]


def end_of_offer() -> ColumnElement[date]:
    """The last day on which somebody may be sent, the deadline first."""
    return func.coalesce(Offer.deadline, Offer.expires_on)


def _closing(
    key: UUID, title: str, reference: str, last: date, count: int, left: int, today: date
) -> TodoItem:
    waits = plural(count, "personne attend", "personnes attendent")
    return TodoItem(
        CLOSING,
        f"{title} ({reference})",
        f"Ferme le {date_fr(last)} ; {posts_words(left)} ; {waits} une suite.",
        f"/offers/{key}/shortlist",
        last,
        urgent=last <= today + timedelta(days=1),
        posts_left=left,
    )
