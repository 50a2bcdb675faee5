"""One decision on everybody whom the filters of a list leave, on all its pages at once.

The page announces how many they are; the request says what it announced. Nobody is reached whom
the page did not count, nor whom a colleague decided on since it was shown: they are told apart.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from api.services.decisions import UNSEEN_VERSION
from api.services.decisions_together import (
    MOST_TOGETHER,
    Outcome,
    Skipped,
    Together,
    decide_together,
)
from api.services.rows import ROW_READERS
from api.services.scope import candidates_visible, decides_on
from api.services.shortlist_views import RowFilters, matching_rows, undecided_rows
from api.services.shortlists import current_shortlist
from models.candidates import Candidate
from models.errors import InputRefusedError, TransitionRefusedError
from models.introductions import Introduction, IntroductionEvent
from models.moves_together import CHUNK, introductions_of
from models.offers import Offer
from models.people import User
from models.shortlists import Shortlist
from models.vocabulary import IntroductionState, Role

PLACE = "Tous à la fois"


@dataclass(frozen=True, slots=True)
class Announced:
    """What a page said: of which list, how many its filters leave to decide, up to which step.

    last_step : number of the last step on the offer when the page was made; 0 for none
    """

    list_key: UUID | None
    people: int
    last_step: int

    @property
    def is_too_many(self) -> bool:
        """More than are decided at once."""
        return self.people > MOST_TOGETHER


@dataclass(frozen=True, slots=True)
class Choice:
    """What is decided, for whom the filters leave, on what the page announced.

    asked : the decision; whom it names is not read
    """

    asked: Together
    filters: RowFilters
    shown: Announced


def announced(
    session: Session, shortlist: Shortlist, user: User, undecided: Sequence[int]
) -> Announced:
    """What the page offers to decide at once: the `undecided` for whom the user decides."""
    theirs = _theirs(session, user, shortlist.offer_id, undecided)
    return Announced(shortlist.key, len(theirs), _last_step(session, shortlist.offer_id))


def decide_on_everyone(
    session: Session, user: User, offer: Offer, choice: Choice, at: datetime
) -> Outcome:
    """Keep or set aside everybody whom the filters leave now and whom the page had counted.

    Raises
    ------
    TransitionRefusedError : the list was made again, or the filters leave more people than told
    InputRefusedError : they leave nobody, or more than are decided at once
    MotiveMissingError, RoleRefusedError : as for people ticked
    """
    asked, filters, shown = choice.asked, choice.filters, choice.shown
    shortlist = current_shortlist(session, offer)
    if shortlist is None or shortlist.key != shown.list_key:
        reason = "la liste a été refaite depuis, relisez-la"
        raise TransitionRefusedError(asked.action.label, "", reason)
    left = undecided_rows(session, shortlist, user, filters)
    changed = _changed_since(session, user, offer, shown.last_step)
    theirs = _theirs(session, user, offer.id, left)
    reached = [id_ for id_ in theirs if id_ not in changed]
    if len(reached) > MOST_TOGETHER:
        raise InputRefusedError(too_many(len(reached)), PLACE)
    if len(reached) > shown.people:
        reason = f"la page en annonçait {shown.people}, ils sont {len(reached)} : relisez la liste"
        raise TransitionRefusedError(asked.action.label, "", reason)
    if not reached:
        raise InputRefusedError("ce filtre ne laisse plus personne à décider", PLACE)
    who = _named(session, offer, reached)
    done = decide_together(session, user, offer, replace(asked, who=who), at)
    counted = [id_ for id_, was_undecided in changed.items() if was_undecided]
    if counted:
        everybody = replace(filters, decision="")
        matching = set(matching_rows(session, shortlist, user, everybody))
        counted = _theirs(session, user, offer.id, [id_ for id_ in counted if id_ in matching])
    return replace(done, skipped=(*done.skipped, *_overtaken(session, counted)))


def too_many(people: int) -> str:
    """Why a filter that leaves so many is not decided on at once."""
    return (
        f"ce filtre laisse {people} personnes à décider, {MOST_TOGETHER} au plus à la fois : "
        "resserrez-le"
    )


def _theirs(session: Session, user: User, offer_id: int, ids: Sequence[int]) -> list[int]:
    """Of these people, those for whom the user decides, or whom they stand in for."""
    if not ids or not decides_on(session, user, offer_id):
        return []
    if user.role is not Role.CASEWORKER:
        return list(ids) if user.role in ROW_READERS else []
    own = set(session.scalars(select(Candidate.id).where(candidates_visible(user))))
    return [id_ for id_ in ids if id_ in own]


def _last_step(session: Session, offer_id: int) -> int:
    asked = (
        select(func.max(IntroductionEvent.id))
        .join(Introduction, Introduction.id == IntroductionEvent.introduction_id)
        .where(Introduction.offer_id == offer_id)
    )
    return session.scalar(asked) or 0


def _changed_since(session: Session, user: User, offer: Offer, last_step: int) -> dict[int, bool]:
    """Whom somebody else decided on since, and whether nobody had before: by candidate."""
    found = session.execute(
        select(Introduction.candidate_id, IntroductionEvent.from_state)
        .join(IntroductionEvent, IntroductionEvent.introduction_id == Introduction.id)
        .where(
            Introduction.offer_id == offer.id,
            IntroductionEvent.id > last_step,
            or_(IntroductionEvent.actor_id.is_(None), IntroductionEvent.actor_id != user.id),
        )
        .order_by(IntroductionEvent.id.desc())
    )
    return {row[0]: row[1] in (None, IntroductionState.SUGGESTED) for row in found}


def _named(session: Session, offer: Offer, ids: Sequence[int]) -> tuple[tuple[str, int], ...]:
    """(key, version) of these people, in their order, as the base has them now."""
    known = {id_: each.version for id_, each in introductions_of(session, offer, ids).items()}
    keys = {each.id: str(each.key) for each in _people(session, ids)}
    return tuple((keys[id_], known.get(id_, UNSEEN_VERSION)) for id_ in ids)


def _overtaken(session: Session, ids: Sequence[int]) -> tuple[Skipped, ...]:
    """Those whom a colleague reached first."""
    why = "quelqu’un a décidé depuis que la page a été montrée"
    return tuple(Skipped(each, why) for each in _people(session, ids))


def _people(session: Session, ids: Sequence[int]) -> Iterator[Candidate]:
    for start in range(0, len(ids), CHUNK):
        yield from session.scalars(
            select(Candidate).where(Candidate.id.in_(ids[start : start + CHUNK]))
        )
