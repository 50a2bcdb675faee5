"""Any past shortlist computed again from what was kept with it, and compared to the last bit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.services.learning_inputs import (
    Hashes,
    InputMemo,
    Inputs,
    changed_parts,
    keep_inputs,
    programme,
    read_inputs,
)
from api.services.ranking import Ranker
from matching.bands import ORDER
from matching.context import Comparison
from matching.learning.exposure import Swap
from matching.profiles import CandidateFacts
from matching.score import Scores, score
from matching.shortlist import Entry, order
from models.candidates import Candidate
from models.errors import NotFoundError
from models.learning import PlainWeights, ShortlistOrigin
from models.shortlists import Shortlist, ShortlistEntry

TOLD = 10
"""Differences told in words."""


class Outcome(Enum):
    """How a replay ended; the values are told."""

    SAME = "identique, au bit et au mot près"
    DIFFERENT = "différente alors que rien n'a changé : à signaler"
    CHANGED_SAME = "identique, mais le moteur n'est plus celui de l'époque"
    CHANGED_DIFFERENT = "différente : le moteur n'est plus celui de l'époque"
    LOST = "impossible à refaire : ses données d'entrée ne sont plus gardées"


@dataclass(frozen=True)
class Replay:
    """What a replay found.

    rows : how many were compared; changed : parts of the programme that are not what they were
    differences : the first ones in French; different : how many there are
    """

    outcome: Outcome
    rows: int = 0
    changed: tuple[str, ...] = ()
    different: int = 0
    differences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Making:
    """How a list was made beside its inputs."""

    suggested: PlainWeights
    preferred: PlainWeights | None
    swap: Swap | None


def keep_origin(
    session: Session,
    shortlist: Shortlist,
    made: tuple[Ranker, Scores, Sequence[CandidateFacts]],
    making: Making,
    memo: InputMemo,
) -> None:
    """Keep with a list all that it takes to make it again."""
    ranker, scores, people = made
    hashes = keep_inputs(session, ranker, scores.comparison.offer.facts, people, memo)
    swap = making.swap
    session.add(
        ShortlistOrigin(
            shortlist_id=shortlist.id,
            offer_hash=hashes.offer,
            people_hash=hashes.people,
            engine_hash=hashes.engine,
            suggested=making.suggested,
            preferred=making.preferred,
            swap_first=None if swap is None else swap.first,
            swap_second=None if swap is None else swap.second,
        )
    )
    session.flush()


def swapped(rows: NDArray[np.int64], swap: Swap | None) -> NDArray[np.int64]:
    """The rows as they are shown, two of them at each other's place."""
    shown = rows.copy()
    if swap is not None:
        shown[[swap.first - 1, swap.second - 1]] = rows[[swap.second - 1, swap.first - 1]]
    return shown


def replay(session: Session, key: str, ranker: Ranker) -> Replay:
    """Make the list of this key again, and compare every number and every sentence.

    `ranker` gives the models; offer, people, weights, frozen values, bands and territory are
    those kept with the list.

    Raises
    ------
    NotFoundError : no list has this key
    """
    shortlist = _shortlist(session, key)
    origin = session.get(ShortlistOrigin, shortlist.id)
    if origin is None:
        return Replay(Outcome.LOST)
    try:
        inputs = read_inputs(
            session, Hashes(origin.offer_hash, origin.people_hash, origin.engine_hash)
        )
    except (LookupError, ValueError, TypeError, AttributeError, ImportError):
        return Replay(Outcome.LOST)
    changed = changed_parts(inputs.programme, programme(ranker))
    stored = _stored(session, shortlist)
    found = list(_differences(shortlist, stored, _made_again(inputs, shortlist, origin, ranker)))
    outcomes = (Outcome.SAME, Outcome.DIFFERENT, Outcome.CHANGED_SAME, Outcome.CHANGED_DIFFERENT)
    outcome = outcomes[2 * bool(changed) + bool(found)]
    return Replay(outcome, len(stored), changed, len(found), tuple(found[:TOLD]))


@dataclass(frozen=True)
class _Again:
    entries: list[Entry]
    band_counts: dict[str, int]
    ranked: int


def _made_again(
    inputs: Inputs, shortlist: Shortlist, origin: ShortlistOrigin, ranker: Ranker
) -> _Again:
    used = replace(ranker, engine=inputs.engine, territory=inputs.territory)
    profiler = used.profiler
    batch, offer = profiler.batch(inputs.people), profiler.offer(inputs.offer)
    comparison = Comparison(
        offer, batch, profiler.occupations, inputs.territory, shortlist.data_date
    )
    scores = score(comparison, inputs.engine)
    swap = None
    if origin.swap_first is not None and origin.swap_second is not None:
        swap = Swap(origin.swap_first, origin.swap_second)
    counts = np.bincount(scores.band, minlength=len(ORDER)).tolist()
    return _Again(
        used.entries(scores, swapped(order(scores), swap)),
        {band.value: n for band, n in zip(ORDER, counts, strict=True) if n},
        len(scores.total),
    )


def _shortlist(session: Session, key: str) -> Shortlist:
    try:
        wanted = UUID(key)
    except ValueError as error:
        raise NotFoundError("Liste", key) from error
    found = session.scalar(select(Shortlist).where(Shortlist.key == wanted))
    if found is None:
        raise NotFoundError("Liste", key)
    return found


def _stored(session: Session, shortlist: Shortlist) -> list[dict[str, Any]]:
    """The rows of the snapshot, in the shape of a ranking run."""
    rows = session.execute(
        select(ShortlistEntry, Candidate.identifier)
        .join(Candidate, Candidate.id == ShortlistEntry.candidate_id)
        .where(ShortlistEntry.shortlist_id == shortlist.id)
        .order_by(ShortlistEntry.rank)
    )
    return [
        {
            "rank": entry.rank,
            "candidate": identifier,
            "score": entry.score,
            "eligible": entry.is_eligible,
            "band": entry.band.value,
            "contributions": entry.contributions,
            "subtotals": entry.subtotals,
            "blockers": entry.blockers,
            "unknowns": entry.unknowns,
            "remarks": entry.remarks,
        }
        for entry, identifier in rows
    ]


def _differences(
    shortlist: Shortlist, stored: Sequence[dict[str, Any]], again: _Again
) -> Iterable[str]:
    if again.ranked != shortlist.candidates_ranked:
        yield f"{again.ranked} personnes classées au lieu de {shortlist.candidates_ranked}"
    if again.band_counts != shortlist.band_counts:
        yield "le compte des bandes n’est pas le même"
    for kept, entry in zip(stored, again.entries, strict=False):
        made = entry.to_json()
        for name, value in kept.items():
            if made.get(name) != value:
                yield f"rang {kept['rank']}, {kept['candidate']} : {_LABELS[name]}"
                break


_LABELS = {
    "rank": "le rang",
    "candidate": "une autre personne",
    "score": "les points",
    "eligible": "l’éligibilité",
    "band": "la bande",
    "contributions": "les contributions ou leurs raisons",
    "subtotals": "les sous-totaux",
    "blockers": "les obstacles",
    "unknowns": "les questions",
    "remarks": "ce qui ne bloque pas pour cette offre",
}
