"""How much each fact that an offer leaves unsaid, or that nobody confirmed, changes its list.

The pool is ranked again with each plausible value of a fact; the change of the head of the
list, weighted by how often offers of the domain have that value, is what the fact is worth
asking. Nothing is guessed: the list that people see stays the one of what is said.

Source: docs/decisions/0009.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from matching.bands import ORDER
from matching.engine import Engine
from matching.plausible import FACTS, Fact, PlausibleFacts
from matching.profiles import BoolArray, OfferFacts, OfferProfile
from matching.score import Scores, rescore
from matching.shortlist import order
from models.vocabulary import Band, Necessity

HEAD = 10
"""Ranks that an advisor reads first: the head of a list."""

PLACE_WEIGHTS = 1.0 / np.log2(np.arange(2, HEAD + 2))
"""Worth of each rank of the head, the first 1, the tenth 0.29."""

CLEAR = ORDER.index(Band.TO_CHECK)
"""The last band without a known obstacle."""

FIRST_REMOTE = ORDER.index(Band.REMOTE)

PARTS: Mapping[str, Mapping[str, object]] = {
    "licences": {"licences": ()},
    "schedule": {"patterns": frozenset(), "start_time": None, "end_time": None},
    "workplace": {"workplace": None},
    "contract": {"contract": None},
    "conditions": {"conditions": frozenset()},
    "availability": {"start_date": None},
    "languages": {"languages": ()},
}
"""Parts of an offer that may be unreviewed -> the facts of the part as if never said."""


class Ask(StrEnum):
    """Why a fact is worth asking."""

    UNSAID = "unsaid"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, slots=True)
class Effect:
    """What asking one fact may change.

    name : a field of `FACTS`, or a part of `PARTS` where it is to be confirmed
    expected : in [0, 2], change of the head (0: the same, 1: all others) plus share of the
        persons of the trade who pass an obstacle, one way or the other; mean over the values
    names : most persons whom a plausible value brings into the head, or out of it
    barred, freed : most persons whom a plausible value holds back, or no longer holds back
    """

    name: str
    why: Ask
    expected: float
    names: int
    barred: int
    freed: int


@dataclass(frozen=True, slots=True)
class _List:
    """What is compared of a list: its head without the remote, who is clear, who is near."""

    head: NDArray[np.int64]
    clear: BoolArray
    near: BoolArray


@dataclass(frozen=True, slots=True)
class _Change:
    share: float
    names: int
    barred: int
    freed: int


def effects(
    scores: Scores, engine: Engine, plausible: PlausibleFacts, trust: Mapping[str, float]
) -> list[Effect]:
    """Effects of every fact that is unsaid or unconfirmed, the largest first; ties as in FACTS.

    Parameters
    ----------
    scores : of the offer as it stands, against the pool
    trust : part of `PARTS` -> probability in [0, 1] that what was read is right; absent: 1

    An unsaid fact is measured on the offer as it will stand once what it says is confirmed; an
    unconfirmed one, on the offer as it stands.
    """
    found = [*_unsaid(scores, engine, plausible), *_unconfirmed(scores, engine, trust)]
    return sorted(found, key=lambda effect: -effect.expected)


def change_between(before: Scores, after: Scores) -> float:
    """How much one list of the same people differs from another, in [0, 2]: see `Effect`."""
    return _change(_list(before), _list(after)).share


def _unsaid(scores: Scores, engine: Engine, plausible: PlausibleFacts) -> Iterator[Effect]:
    offer = scores.comparison.offer
    settled = replace(offer.facts, unreviewed=frozenset())
    if offer.facts.unreviewed:
        scores = rescore(scores, on_terms(offer, settled), engine)
    now = _list(scores)
    for fact in FACTS:
        if fact.is_unsaid(settled):
            changes = list(_values(fact, scores, now, engine, plausible))
            if changes:
                yield _effect(fact.field, Ask.UNSAID, changes)


def _values(
    fact: Fact, scores: Scores, now: _List, engine: Engine, plausible: PlausibleFacts
) -> Iterator[tuple[float, _Change]]:
    """(share, change) of each plausible value of a fact."""
    offer, today = scores.comparison.offer, scores.comparison.today
    for value, share in plausible.values(fact.field, offer.facts).items():
        said = fact.said(offer.facts, value, plausible, today)
        yield share, _change(now, _list(rescore(scores, on_terms(offer, said), engine)))


def _unconfirmed(scores: Scores, engine: Engine, trust: Mapping[str, float]) -> Iterator[Effect]:
    """A part that was read is right, and may then block, or wrong, and then says nothing."""
    offer, now = scores.comparison.offer, _list(scores)
    for part, unsaid in PARTS.items():
        if part not in offer.facts.unreviewed:
            continue
        right = replace(offer.facts, unreviewed=offer.facts.unreviewed - {part})
        wrong = replace(right, **unsaid)  # type: ignore[arg-type]  # PARTS names fields
        chance = trust.get(part, 1.0)
        outcomes = [
            (weight, _change(now, _list(rescore(scores, on_terms(offer, facts), engine))))
            for weight, facts in ((chance, right), (1.0 - chance, wrong))
            if weight > 0
        ]
        yield _effect(part, Ask.UNCONFIRMED, outcomes)


def _effect(name: str, why: Ask, changes: list[tuple[float, _Change]]) -> Effect:
    return Effect(
        name=name,
        why=why,
        expected=round(sum(share * change.share for share, change in changes), 9),
        names=max(change.names for _, change in changes),
        barred=max(change.barred for _, change in changes),
        freed=max(change.freed for _, change in changes),
    )


def on_terms(offer: OfferProfile, facts: OfferFacts) -> OfferProfile:
    """The profile of the same words with other terms.

    A legal title that the terms now name is no longer added to them.
    """
    said = {asked.code for asked in facts.licences if asked.necessity is not Necessity.WISHED}
    legal = tuple(title for title in offer.legal_titles if title.code not in said)
    return replace(offer, facts=facts, legal_titles=legal)


def _list(scores: Scores) -> _List:
    near = scores.band < FIRST_REMOTE
    head = order(scores, np.flatnonzero(near))[:HEAD]
    return _List(head, scores.band <= CLEAR, near)


def _change(before: _List, after: _List) -> _Change:
    barred = int((before.clear & ~after.clear).sum())
    freed = int((after.clear & ~before.clear).sum())
    near = int((before.near | after.near).sum())
    old, new = set(before.head.tolist()), set(after.head.tolist())
    return _Change(
        share=1.0 - _overlap(before.head, after.head) + (barred + freed) / max(near, 1),
        names=max(len(old - new), len(new - old)),
        barred=barred,
        freed=freed,
    )


def _overlap(before: NDArray[np.int64], after: NDArray[np.int64]) -> float:
    """Share of the weight of two heads that the same rows keep; 1 where both are empty."""
    longest = max(len(before), len(after))
    if not longest:
        return 1.0
    weight = dict(zip(before.tolist(), PLACE_WEIGHTS.tolist(), strict=False))
    kept = sum(
        min(own, weight.get(row, 0.0))
        for row, own in zip(after.tolist(), PLACE_WEIGHTS.tolist(), strict=False)
    )
    return min(float(kept / PLACE_WEIGHTS[:longest].sum()), 1.0)
