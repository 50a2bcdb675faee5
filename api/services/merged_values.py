"""Values of one offer taken into another: with them goes how far somebody had read them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from api.services.duplicates import GROUPS, REQUIREMENT_GROUPS
from api.services.offer_review import (
    LISTS,
    REQUIREMENTS_READ,
    Review,
    first_review,
    is_within,
    next_review,
    reviewed_fields,
)
from ingestion.records import Evidence, ParsedOffer
from models.vocabulary import ReviewStatus

Reviewed = tuple[ParsedOffer, Review]
"""An offer, and how far each of its fields was read by a person."""

_BY_THEMSELVES = frozenset({"occupation.rome", "domain"})
"""Fields whose reading is told by the occupation itself, not by evidence."""


def chosen(kept: Reviewed, merged: Reviewed, from_merged: frozenset[str]) -> Reviewed:
    """The kept offer with the chosen fields of the other, each read as far as it was there.

    A value that nobody confirmed stays unconfirmed: its words are in another text, so its
    evidence is an empty span that keeps only the confidence.
    """
    old, other = kept[0], merged[0]
    names = {
        name for name in from_merged & GROUPS.keys() if getattr(old, name) != getattr(other, name)
    }
    values: dict[str, Any] = {name: getattr(other, name) for name in names}
    if "occupation" in names:
        values["domain"] = other.domain
    evidence = {field: each for field, each in old.evidence.items() if _group(field) not in values}
    new = replace(old, evidence=evidence, **values)
    review = _review_of(kept, merged, new, frozenset(values))
    marks = {
        field: Evidence(0, 0, "", _confidence(field, (other, old)))
        for field, status in review.items()
        if status is ReviewStatus.EXTRACTED
        and _group(field) in values
        and field not in _BY_THEMSELVES
    }
    return replace(new, evidence={**evidence, **marks}), review


def _review_of(
    kept: Reviewed, merged: Reviewed, new: ParsedOffer, names: frozenset[str]
) -> dict[str, ReviewStatus]:
    """What differed takes the status it had on the merged offer; the rest keeps its own."""
    (old, own), (other, theirs) = kept, merged
    result = next_review(old, own, new, False)
    before = dict(reviewed_fields(old))
    known = {**first_review(other), **theirs}
    for field, value in reviewed_fields(new):
        if _group(field) in names and not _was_there(field, value, before):
            result[field] = known[field]
    if names & REQUIREMENT_GROUPS and theirs.get(REQUIREMENTS_READ) is not ReviewStatus.CONFIRMED:
        result.pop(REQUIREMENTS_READ, None)
    return result


def _was_there(field: str, value: Any, before: Mapping[str, Any]) -> bool:
    name = _group(field)
    if name not in LISTS:
        return field in before and before[field] == value
    return any(_group(each) == name and old == value for each, old in before.items())


def _confidence(field: str, offers: tuple[ParsedOffer, ...]) -> float:
    """The least confidence of a field in the first offer where it was read; 0 if in none."""
    for offer in offers:
        read = [
            each.confidence
            for key, each in offer.evidence.items()
            if is_within(field, key) or is_within(key, field)
        ]
        if read:
            return min(read)
    return 0.0


def _group(field: str) -> str:
    return field.partition(".")[0]
