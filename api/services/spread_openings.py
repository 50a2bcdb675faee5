"""Who opens a shortlist of the base: decided when it is made, kept beside it, told on its rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy import Table, delete, insert, select
from sqlalchemy.orm import Session

from api.services.spread_history import decided_on, histories
from matching.allocation.openings import Contenders, History, Opening, contenders, open_one
from matching.allocation.rules import packaged_rules
from matching.score import Scores
from models.shortlists import Shortlist, ShortlistEntry
from models.spread import ShortlistOpening
from models.vocabulary import OpeningReason

OPENINGS = cast(Table, ShortlistOpening.__table__)

TOLD_FROM = 2
"""Open proposals elsewhere from which a row says how many there are."""
LONG_WAIT_DAYS = 60


@dataclass(frozen=True, slots=True)
class Told:
    """What a row says of its place: `is_open` where it opens the list, words in French."""

    is_open: bool
    tags: tuple[str, ...]


NOTHING_TOLD = Told(False, ())


def open_list(
    session: Session,
    shortlist: Shortlist,
    scores: Scores,
    positions: int,
    ids: Mapping[str, int],
    past: Mapping[str, History] | None = None,
) -> Contenders:
    """Decide who opens a list that was just made, the other lists being as they are.

    Whoever was decided on for the offer leaves the places to the others. `past` : what was
    proposed to everybody, where it was read once for many lists; read here otherwise, and where
    somebody came since.
    """
    rules = packaged_rules()
    decided = decided_on(session, shortlist.offer_id)
    without = {key for key, id_ in ids.items() if id_ in decided} if decided else frozenset()
    one = contenders(scores, positions, rules, without)
    if one.candidates:
        if past is None or not past.keys() >= set(one.candidates):
            concerned = {key: ids[key] for key in one.candidates}
            at, own = shortlist.generated_at, {shortlist.offer_id}
            past = histories(session, concerned, at, rules, own)
        keep_opening(session, shortlist, open_one(one, past, rules), ids)
    return one


def keep_opening(
    session: Session, shortlist: Shortlist, opening: Opening, ids: Mapping[str, int]
) -> None:
    """Write who opens the list, with what it was decided on, in the place of what was written."""
    opening_rows = ShortlistOpening.shortlist_id == shortlist.id
    session.execute(delete(ShortlistOpening).where(opening_rows))
    rows = [
        {
            "shortlist_id": shortlist.id,
            "candidate_id": ids[row.candidate],
            "offer_id": shortlist.offer_id,
            "at": shortlist.generated_at,
            "rank": row.rank,
            "place": row.place,
            "reason": row.reason,
            "live": row.live,
            "waited_days": row.waited_days,
        }
        for row in opening.rows
    ]
    if rows:
        session.execute(insert(OPENINGS), rows)


def opening_ranks(session: Session, shortlist: Shortlist) -> list[int]:
    """Ranks of the rows that open the list, from first to last."""
    return list(
        session.scalars(
            select(ShortlistEntry.rank)
            .join(
                ShortlistOpening,
                (ShortlistOpening.shortlist_id == ShortlistEntry.shortlist_id)
                & (ShortlistOpening.candidate_id == ShortlistEntry.candidate_id),
            )
            .where(ShortlistEntry.shortlist_id == shortlist.id, ShortlistOpening.place.is_not(None))
            .order_by(ShortlistEntry.rank)
        )
    )


def told_of(
    session: Session, shortlist: Shortlist, candidate_ids: Sequence[int]
) -> dict[int, Told]:
    """What the rows of these persons say; absent: neither in the opening nor at the head."""
    found = session.scalars(
        select(ShortlistOpening).where(
            ShortlistOpening.shortlist_id == shortlist.id,
            ShortlistOpening.candidate_id.in_(candidate_ids),
        )
    )
    return {row.candidate_id: Told(row.place is not None, tags(row)) for row in found}


def tags(row: ShortlistOpening) -> tuple[str, ...]:
    """In words: why the row stands where it does, and what the person was proposed."""
    found = [_REASON_WORDS[row.reason]]
    if row.live >= TOLD_FROM:
        found.append(f"déjà en tête ou proposé sur {row.live} autres offres")
    waited = row.waited_days
    if row.reason is OpeningReason.TURN and waited is not None:
        found[0] = f"remonté : attendait une proposition depuis {waited} jours"
    elif waited is not None and waited >= LONG_WAIT_DAYS and not row.live:
        found.append(f"jamais proposé ici depuis {LONG_WAIT_DAYS} jours")
    return tuple(words for words in found if words)


_REASON_WORDS: Mapping[OpeningReason, str] = {
    OpeningReason.RANK: "",
    OpeningReason.TURN: "remonté : attendait une proposition",
    OpeningReason.RELAY: "remonté : des personnes mieux classées ont déjà assez de propositions",
    OpeningReason.CAPPED: "n’ouvre pas la liste : déjà en tête ou proposé sur assez d’offres",
    OpeningReason.YIELDS: "laisse l’ouverture à quelqu’un qui attend depuis plus longtemps",
}
