"""A base that holds the decisions of an office, as the screens would have written them."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Any
from uuid import uuid4

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from matching.engine import packaged_engine
from matching.learning.motives import motive_criteria
from matching.learning.preferences import CRITERIA, Decision, as_vector
from models.introductions import Introduction, IntroductionEvent
from models.people import User
from models.shortlists import Shortlist, ShortlistEntry
from models.vocabulary import (
    IntroductionAction,
    IntroductionState,
    OfferState,
    Role,
)
from tests.factories import make_candidate, make_offer, make_user

MOTIVES = {criterion: motive for motive, criterion in motive_criteria().items() if criterion}


def office_of(session: Session) -> User:
    """Who decides."""
    user = make_user(Role.ADVISOR)
    session.add(user)
    session.flush()
    return user


def write_decisions(session: Session, decisions: Sequence[Decision]) -> User:
    """Offers, lists, introductions and events of these decisions, in bulk; who took them."""
    user = office_of(session)
    people = {name: make_candidate() for name in sorted({each.candidate for each in decisions})}
    firsts = {each.offer: each for each in reversed(decisions)}
    offers = {
        name: make_offer(reference=name, domain=first.domain, state=OfferState.OPEN)
        for name, first in firsts.items()
    }
    session.add_all([*people.values(), *offers.values()])
    session.flush()
    lists = {
        name: Shortlist(
            offer_id=offers[name].id,
            engine_name="candidatheque",
            engine_version="1.0",
            weights={},
            data_date=first.day,
            generated_at=instant(first),
            band_counts={},
        )
        for name, first in firsts.items()
    }
    session.add_all(lists.values())
    session.flush()
    rows = [(each, lists[each.offer].id, people[each.candidate].id) for each in decisions]
    session.execute(insert(ShortlistEntry), [entry_of(*row) for row in rows])
    session.execute(
        insert(Introduction),
        [introduction_of(each, offers[each.offer].id, person, user) for each, _, person in rows],
    )
    found = session.execute(
        select(Introduction.offer_id, Introduction.candidate_id, Introduction.id)
    )
    keys = {(offer, person): number for offer, person, number in found}
    session.execute(
        insert(IntroductionEvent),
        [event_of(each, keys[offers[each.offer].id, person], user) for each, _, person in rows],
    )
    return user


def instant(decision: Decision) -> datetime:
    """When a decision was taken."""
    return datetime.combine(decision.day, time(9), UTC)


def entry_of(decision: Decision, shortlist_id: int, candidate_id: int) -> dict[str, Any]:
    """The row that was decided on."""
    weights = as_vector(packaged_engine().weights).tolist()
    parts = {
        criterion.value: {
            "score": value,
            "weight": weight,
            "points": weight * value,
            "known": True,
            "reason": "Dit par le dossier.",
        }
        for criterion, value, weight in zip(CRITERIA, decision.values, weights, strict=True)
    }
    return {
        "shortlist_id": shortlist_id,
        "rank": decision.rank,
        "candidate_id": candidate_id,
        "score": 0.5,
        "band": decision.band,
        "is_eligible": True,
        "contributions": parts,
        "subtotals": {},
        "blockers": [],
        "unknowns": [],
    }


def introduction_of(
    decision: Decision, offer_id: int, candidate_id: int, user: User
) -> dict[str, Any]:
    """An introduction retained or set aside."""
    return {
        "key": uuid4(),
        "offer_id": offer_id,
        "candidate_id": candidate_id,
        "state": state_of(decision),
        "version": 2,
        "created_at": instant(decision),
        "changed_at": instant(decision),
        "kept_by_id": user.id if decision.is_kept else None,
    }


def event_of(decision: Decision, introduction_id: int, user: User) -> dict[str, Any]:
    """The step that took it there."""
    action = IntroductionAction.KEEP if decision.is_kept else IntroductionAction.DISCARD
    return {
        "introduction_id": introduction_id,
        "at": instant(decision),
        "actor_id": user.id,
        "action": action,
        "from_state": IntroductionState.SUGGESTED,
        "to_state": state_of(decision),
        "motive": None if decision.motive is None else MOTIVES[decision.motive].value,
    }


def state_of(decision: Decision) -> IntroductionState:
    """Where the introduction stands then."""
    return IntroductionState.KEPT if decision.is_kept else IntroductionState.DISCARDED
