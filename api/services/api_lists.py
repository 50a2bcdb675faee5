"""Lists as programs read them: people by the identifier of their file, never by name."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from api.explanations import explain
from api.services.api_lists_cursor import Cursor, after, changed_since
from api.services.shortlists import current_shortlist
from api.services.steering.scope import Scope
from api.services.steering.tables import board
from models.introductions import Introduction
from models.offers import Offer
from models.shortlists import ShortlistEntry
from models.vocabulary import IntroductionState

Plain = dict[str, Any]


def shortlist_after(session: Session, offer: Offer, rank: int, limit: int) -> Plain:
    """The rows of the latest list of an offer after a rank, at most `limit`."""
    shortlist = current_shortlist(session, offer)
    if shortlist is None:
        return {
            "offer": offer.key,
            "generated_at": None,
            "engine": None,
            "ranked": 0,
            "rows": [],
            "next": None,
        }
    found = session.scalars(
        select(ShortlistEntry)
        .where(ShortlistEntry.shortlist_id == shortlist.id, ShortlistEntry.rank > rank)
        .options(joinedload(ShortlistEntry.candidate))
        .order_by(ShortlistEntry.rank)
        .limit(limit + 1)
    ).all()
    shown = found[:limit]
    states = _states(session, offer, [entry.candidate_id for entry in shown])
    return {
        "offer": offer.key,
        "generated_at": shortlist.generated_at,
        "engine": {"name": shortlist.engine_name, "version": shortlist.engine_version},
        "ranked": shortlist.candidates_ranked,
        "rows": [
            _row(entry, states.get(entry.candidate_id, IntroductionState.SUGGESTED))
            for entry in shown
        ],
        "next": shown[-1].rank if len(found) > limit else None,
    }


def _row(entry: ShortlistEntry, state: IntroductionState) -> Plain:
    said = explain(entry)
    return {
        "rank": entry.rank,
        "candidate": entry.candidate.identifier,
        "band": entry.band,
        "band_label": entry.band.label,
        "score": round(entry.score, 4),
        "eligible": entry.is_eligible,
        "reasons": list(said.fits),
        "less": list(said.less),
        "blockers": [
            {name: blocker.get(name) for name in ("criterion", "reason", "lever")}
            for blocker in entry.blockers
        ],
        "questions": list(said.questions),
        "state": state,
        "state_label": state.label,
    }


def _states(session: Session, offer: Offer, people: Sequence[int]) -> dict[int, IntroductionState]:
    found = session.execute(
        select(Introduction.candidate_id, Introduction.state).where(
            Introduction.offer_id == offer.id, Introduction.candidate_id.in_(people)
        )
    )
    return {row[0]: row[1] for row in found}


@dataclass(frozen=True, slots=True)
class IntroductionQuery:
    """What a program asks for; None leaves it open. `limit` rows at most."""

    offer: UUID | None = None
    state: IntroductionState | None = None
    changed_since: datetime | None = None
    cursor: Cursor | None = None
    limit: int = 50


def introductions_after(
    session: Session, query: IntroductionQuery
) -> tuple[list[Plain], str | None]:
    """The next introductions by their last change, and the word to go on with."""
    wanted = after(query.cursor, Introduction.changed_at, Introduction.id)
    if query.offer is not None:
        wanted.append(Introduction.offer_id.in_(select(Offer.id).where(Offer.key == query.offer)))
    if query.state is not None:
        wanted.append(Introduction.state == query.state)
    wanted += changed_since(Introduction.changed_at, query.changed_since)
    found = session.scalars(
        select(Introduction)
        .where(*wanted)
        .options(joinedload(Introduction.offer), joinedload(Introduction.candidate))
        .order_by(Introduction.changed_at, Introduction.id)
        .limit(query.limit + 1)
    ).all()
    shown = found[: query.limit]
    is_more = len(found) > query.limit
    last = Cursor(shown[-1].changed_at, shown[-1].id).word if is_more else None
    return [_introduction(each) for each in shown], last


def _introduction(each: Introduction) -> Plain:
    return {
        "key": each.key,
        "offer": each.offer.key,
        "offer_reference": each.offer.reference,
        "candidate": each.candidate.identifier,
        "state": each.state,
        "state_label": each.state.label,
        "origin": each.origin,
        "created_at": each.created_at,
        "changed_at": each.changed_at,
        "agreed_on": each.agreed_on,
        "close_reason": each.close_reason,
        "closed_at": each.closed_at,
    }


def figures(session: Session, scope: Scope) -> Plain:
    """The figures of the page, of the same function."""
    tables = [asdict(table) for table in board(session, scope).tables]
    return {"first": scope.first, "last": scope.last, "tables": tables}
