"""New people on the lists of the day: a line an offer, or for a caseworker a line a person."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from api.rendering import plural
from api.services.contracts_guards import posts_left
from api.services.scope import candidates_visible, offers_visible, stood_in_for
from api.services.todo_items import TodoItem, posts_words
from api.services.todo_offers import SEERS, end_of_offer
from models.candidates import Candidate
from models.days import day_of
from models.introductions import Introduction
from models.offers import Offer
from models.people import User
from models.shortlists import Shortlist, ShortlistEntry
from models.vocabulary import Band, IntroductionState, OfferState, Role

NEW = "Nouvelles correspondances"
NEW_SINCE = timedelta(days=1)
"""How old a list may be for its people to be news."""
MOST_NAMED = 10
"""People of one offer that an item counts as news; the list has them all."""
MOST_PEOPLE = 10
"""People named to a caseworker in a morning."""
MOST_TITLES = 3
FITTING = (Band.VERY_SUITABLE, Band.SUITABLE)
MATCHERS = SEERS - {Role.MANAGER}
"""Who looks at new people each morning; a manager opens the lists they want."""
_OTHER = aliased(Shortlist)
"""Another list of the same offer."""


def new_matches(session: Session, user: User, at: datetime) -> Sequence[TodoItem]:
    """Open offers whose list of the last day has people nobody decided on, new on it.

    At most ten people an offer: those that were not suitable in the list before. An advisor reads
    a line an offer; a caseworker a line a person, ten at most, then how many others there are.
    """
    if user.role not in MATCHERS:
        return ()
    news = _news(session, user, at)
    if user.role is Role.CASEWORKER:
        return _by_person(news)
    return [_new_item(offer, [each.identifier for each in people]) for offer, people in news]


@dataclass(frozen=True, slots=True)
class Fresh:
    """An open offer whose list is new; `before` is the list it had, `left` its posts left."""

    id: int
    key: UUID
    title: str
    commune: str | None
    until: date | None
    before: int | None
    left: int = 0


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody of a list."""

    id: int
    key: UUID
    identifier: str


News: TypeAlias = Sequence[tuple[Fresh, Sequence[Newcomer]]]


def _news(session: Session, user: User, at: datetime) -> News:
    """The offers whose list has new people, and who they are, best first."""
    current = _fresh_lists(session, user, at)
    found = _fitting(session, user, list(current), at)
    known = _known(session, [each.before for each in current.values() if each.before])
    fresh = []
    for shortlist_id, people in found.items():
        offer = current[shortlist_id]
        before = known.get(offer.before or 0, set())
        new = [each for each in people if each not in before][:MOST_NAMED]
        if new:
            fresh.append((offer, new))
    named = _named(session, {each for _, new in fresh for each in new})
    left = posts_left(session, [offer.id for offer, _ in fresh])
    return [
        (replace(offer, left=left[offer.id]), [named[each] for each in new]) for offer, new in fresh
    ]


def _by_person(news: News) -> Sequence[TodoItem]:
    """A line a person, those whose offers end first; the others are counted in one."""
    offers: dict[Newcomer, list[Fresh]] = defaultdict(list)
    for offer, people in news:
        for each in people:
            offers[each].append(offer)
    items = [_person_item(each, own) for each, own in offers.items()]
    items.sort(key=_soonest)
    others = len(items) - MOST_PEOPLE
    if others <= 0:
        return items
    title = plural(others, "autre personne a", "autres personnes ont")
    rest = TodoItem(NEW, f"{title} de nouvelles offres", "Voyez chaque personne.", "/candidats")
    return [*items[:MOST_PEOPLE], rest]


def _soonest(item: TodoItem) -> tuple[bool, date, int, str]:
    """By end, then by posts left, the most first."""
    due = item.due or date.max
    return (item.due is None, due, -(item.posts_left or 0), item.title)


def _person_item(person: Newcomer, offers: Sequence[Fresh]) -> TodoItem:
    titles = [offer.title for offer in offers[:MOST_TITLES]]
    more = len(offers) - len(titles)
    if more:
        titles.append(plural(more, "autre", "autres"))
    left = sum(offer.left for offer in offers)
    return TodoItem(
        NEW,
        f"{person.identifier} : {plural(len(offers), 'offre à regarder', 'offres à regarder')}",
        f"Adaptées et nouvelles : {', '.join(titles)} ; {posts_words(left)} en tout.",
        f"/candidats/{person.key}",
        min((offer.until for offer in offers if offer.until), default=None),
        posts_left=left,
    )


def _new_item(offer: Fresh, new: Sequence[str]) -> TodoItem:
    place = f", {offer.commune}" if offer.commune else ""
    return TodoItem(
        NEW,
        f"{offer.title}{place} : {plural(len(new), 'personne à regarder', 'personnes à regarder')}",
        f"{posts_words(offer.left).capitalize()}. Adaptées et nouvelles dans la liste : "
        f"{', '.join(new)}.",
        f"/offers/{offer.key}/shortlist?decision=todo",
        offer.until,
        posts_left=offer.left,
    )


def _fresh_lists(session: Session, user: User, at: datetime) -> dict[int, Fresh]:
    """Current list of each open offer, made in the last day -> its offer."""
    absent = stood_in_for(session, user, day_of(at))
    before = (
        select(func.max(_OTHER.id))
        .where(_OTHER.offer_id == Shortlist.offer_id, _OTHER.id < Shortlist.id)
        .scalar_subquery()
    )
    newer = select(_OTHER.id).where(_OTHER.offer_id == Shortlist.offer_id, _OTHER.id > Shortlist.id)
    found = session.execute(
        select(
            Shortlist.id,
            Offer.id,
            Offer.key,
            Offer.title,
            Offer.commune_name,
            end_of_offer(),
            before,
        )
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
) -> dict[int, list[int]]:
    """The people (ids) of these lists that fit, that the user follows and nobody decided on."""
    if not lists:
        return {}
    theirs = candidates_visible(user, *stood_in_for(session, user, day_of(at)))
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
        select(ShortlistEntry.shortlist_id, ShortlistEntry.candidate_id)
        .where(
            ShortlistEntry.shortlist_id.in_(lists),
            ShortlistEntry.candidate_id.in_(select(Candidate.id).where(theirs)),
            ShortlistEntry.band.in_(FITTING),
            ~decided.exists(),
        )
        .order_by(ShortlistEntry.shortlist_id, ShortlistEntry.rank)
    )
    found: dict[int, list[int]] = defaultdict(list)
    for shortlist_id, candidate_id in rows:
        found[shortlist_id].append(candidate_id)
    return found


def _named(session: Session, ids: set[int]) -> dict[int, Newcomer]:
    """Key and identifier of the people who are news."""
    rows = session.execute(
        select(Candidate.id, Candidate.key, Candidate.identifier).where(Candidate.id.in_(ids))
    )
    return {row[0]: Newcomer(*row) for row in rows}


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
