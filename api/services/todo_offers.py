"""What offers wait for: people newly ranked on them, and an end that comes near."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from api.rendering import date_fr, plural
from api.services.offer_life import FIRST_REMINDER, due_today
from api.services.scope import (
    candidates_visible,
    introductions_visible,
    offers_visible,
    stood_in_for,
)
from api.services.todo_items import TodoItem
from models.candidates import Candidate
from models.days import day_of
from models.introductions import Introduction
from models.offers import Offer
from models.people import User
from models.shortlists import Shortlist, ShortlistEntry
from models.transitions import INTAKE_ROLES, OPEN_STATES
from models.vocabulary import Band, IntroductionState, OfferState, Role

NEW = "Nouvelles correspondances"
CLOSING = "Offres qui ferment"
TO_REVIEW = "Offres à relire"
ENDS = "Échéances"

NEW_SINCE = timedelta(days=1)
"""How old a list may be for its people to be news."""
MOST_NAMED = 10
"""People of one offer that an item counts as news; the list has them all."""
FITTING = (Band.VERY_SUITABLE, Band.SUITABLE)
CLOSES_WITHIN = timedelta(days=3)
SEERS = frozenset({Role.CASEWORKER, Role.ADVISOR, Role.MANAGER})
WARNED = SEERS | {Role.OFFICER}
MATCHERS = SEERS - {Role.MANAGER}
"""Who looks at new people each morning; a manager opens the lists they want."""


def new_matches(session: Session, user: User, at: datetime) -> Sequence[TodoItem]:
    """Open offers whose list of the last day has people nobody decided on, new on it.

    At most ten people an offer: those that were not suitable in the list before.
    """
    if user.role not in MATCHERS:
        return ()
    current = _fresh_lists(session, user, at)
    found = _fitting(session, user, list(current), at)
    known = _known(session, [each.before for each in current.values() if each.before])
    items = []
    for shortlist_id, people in found.items():
        offer = current[shortlist_id]
        before = known.get(offer.before or 0, set())
        new = [identifier for key, identifier in people if key not in before][:MOST_NAMED]
        if new:
            items.append(_new_item(offer, new))
    return items


@dataclass(frozen=True, slots=True)
class Fresh:
    """An open offer whose list is new; `before` is the list it had."""

    key: UUID
    title: str
    commune: str | None
    until: date | None
    before: int | None


def _new_item(offer: Fresh, new: Sequence[str]) -> TodoItem:
    place = f", {offer.commune}" if offer.commune else ""
    return TodoItem(
        NEW,
        f"{offer.title}{place} : {plural(len(new), 'personne à regarder', 'personnes à regarder')}",
        f"Adaptées et nouvelles dans la liste : {', '.join(new)}.",
        f"/offers/{offer.key}/shortlist?decision=todo",
        offer.until,
    )


def _fresh_lists(session: Session, user: User, at: datetime) -> dict[int, Fresh]:
    """Current list of each open offer, made in the last day -> its offer."""
    later = aliased(Shortlist)
    absent = stood_in_for(session, user, day_of(at))
    before = (
        select(func.max(later.id))
        .where(later.offer_id == Shortlist.offer_id, later.id < Shortlist.id)
        .scalar_subquery()
    )
    newer = select(later.id).where(later.offer_id == Shortlist.offer_id, later.id > Shortlist.id)
    found = session.execute(
        select(Shortlist.id, Offer.key, Offer.title, Offer.commune_name, _end(), before)
        .join(Offer, Offer.id == Shortlist.offer_id)
        .where(
            Shortlist.generated_at >= at - NEW_SINCE,
            Offer.state == OfferState.OPEN,
            offers_visible(user, *absent),
            ~newer.exists(),
        )
    )
    return {row[0]: Fresh(*row[1:]) for row in found}


def _fitting(
    session: Session, user: User, lists: Sequence[int], at: datetime
) -> dict[int, list[tuple[int, str]]]:
    """The people of these lists that fit, that the user follows and nobody decided on."""
    if not lists:
        return {}
    absent = stood_in_for(session, user, day_of(at))
    decided = (
        select(Introduction.id)
        .join(Shortlist, Shortlist.offer_id == Introduction.offer_id)
        .where(
            Shortlist.id == ShortlistEntry.shortlist_id,
            Introduction.candidate_id == ShortlistEntry.candidate_id,
            Introduction.state != IntroductionState.SUGGESTED,
        )
    )
    rows = session.execute(
        select(ShortlistEntry.shortlist_id, Candidate.id, Candidate.identifier)
        .join(Candidate, Candidate.id == ShortlistEntry.candidate_id)
        .where(
            ShortlistEntry.shortlist_id.in_(lists),
            ShortlistEntry.band.in_(FITTING),
            candidates_visible(user, *absent),
            ~decided.exists(),
        )
        .order_by(ShortlistEntry.shortlist_id, ShortlistEntry.rank)
    )
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for key, candidate_id, identifier in rows:
        found[key].append((candidate_id, identifier))
    return found


def _known(session: Session, lists: Sequence[int]) -> dict[int, set[int]]:
    """Who fitted already in each of these lists."""
    known: dict[int, set[int]] = defaultdict(set)
    for shortlist_id, candidate_id in session.execute(
        select(ShortlistEntry.shortlist_id, ShortlistEntry.candidate_id).where(
            ShortlistEntry.shortlist_id.in_(lists), ShortlistEntry.band.in_(FITTING)
        )
    ):
        known[shortlist_id].add(candidate_id)
    return known


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
    end = _end()
    found = session.execute(
        select(Offer.key, Offer.title, Offer.reference, end, func.count())
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
    )
    return [_closing(*row, today=today) for row in found]


def _end() -> ColumnElement[date]:
    """The last day on which somebody may be sent, the deadline first."""
    return func.coalesce(Offer.deadline, Offer.expires_on)


def _closing(
    key: UUID, title: str, reference: str, last: date, count: int, today: date
) -> TodoItem:
    waits = plural(count, "personne attend", "personnes attendent")
    return TodoItem(
        CLOSING,
        f"{title} ({reference})",
        f"Ferme le {date_fr(last)} ; {waits} une suite.",
        f"/offers/{key}/shortlist",
        last,
        urgent=last <= today + timedelta(days=1),
    )
