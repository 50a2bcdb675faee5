"""The introductions of two offers made one: those that go over, and the doubles that end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.closing import restore_closed
from models.endings import EndMotive
from models.errors import MergeRefusedError
from models.introductions import Introduction
from models.merges import OfferMerge
from models.moves import Actor, Step, move
from models.offers import Offer
from models.transitions import WAITING
from models.vocabulary import IntroductionAction, IntroductionState

_ORDER = tuple(IntroductionState)


@dataclass(frozen=True, slots=True)
class People:
    """Of the merged offer: introductions that go over, and doubles of people on both offers."""

    going: tuple[Introduction, ...]
    doubles: tuple[Introduction, ...]


def people_of(session: Session, kept: Offer, merged: Offer) -> People:
    """Who goes over to the kept offer, and who waits there already; all are locked.

    Raises
    ------
    MergeRefusedError : somebody is further on the offer that would rest
    """
    rows = session.scalars(
        select(Introduction)
        .where(Introduction.offer_id.in_((kept.id, merged.id)))
        .order_by(Introduction.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    there = {each.candidate_id: each for each in rows if each.offer_id == kept.id}
    going, doubles = [], []
    for introduction in (each for each in rows if each.offer_id == merged.id):
        twin = there.get(introduction.candidate_id)
        if twin is None:
            going.append(introduction)
        elif _ORDER.index(introduction.state) > _ORDER.index(twin.state):
            raise MergeRefusedError(
                f"Une même personne est plus avancée sur l’offre {merged.reference} "
                f"(« {introduction.state.label} ») : gardez plutôt cette offre."
            )
        else:
            doubles.append(introduction)
    return People(tuple(going), tuple(doubles))


def take_over(
    session: Session, people: People, kept: Offer, user_id: int, at: datetime
) -> list[dict[str, Any]]:
    """Send over who goes, close the doubles that wait; what `OfferMerge.moved` remembers."""
    for double in people.doubles:
        if double.state in WAITING:
            step = Step(IntroductionAction.CLOSE, motive=EndMotive.DUPLICATE.value)
            move(session, double, step, Actor(user_id, None), at)
    moved = [{"id": each.id, "state": each.state.value} for each in people.going]
    _send(session, [each.id for each in people.going], kept, at)
    return moved


def give_back(session: Session, merge: OfferMerge, user_id: int, at: datetime) -> None:
    """Doubles wait again as they did, and who went over comes back."""
    restore_closed(session, merge.merged_id, merge.at, user_id, at)
    to = session.get_one(Offer, merge.merged_id)
    _send(session, [each["id"] for each in merge.moved], to, at, only_on=merge.kept_id)


def are_decided(session: Session, merge: OfferMerge) -> bool:
    """Whether somebody decided on an introduction since it went over."""
    seen = {each["id"]: each["state"] for each in merge.moved}
    rows = session.execute(
        select(Introduction.id, Introduction.state).where(Introduction.id.in_(seen))
    )
    return {row[0]: row[1].value for row in rows} != seen


def _send(
    session: Session,
    introductions: Sequence[int],
    to: Offer,
    at: datetime,
    only_on: int | None = None,
) -> None:
    """Put introductions on another offer; they changed, for who reads what did since."""
    query = update(Introduction).where(Introduction.id.in_(introductions))
    if only_on is not None:
        query = query.where(Introduction.offer_id == only_on)
    session.execute(
        query.values(offer_id=to.id, changed_at=at).execution_options(synchronize_session=False),
    )
    for introduction in session.identity_map.values():
        if isinstance(introduction, Introduction) and introduction.id in introductions:
            session.expire(introduction)
