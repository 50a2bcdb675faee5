"""What was read of an offer by a machine, and what a person confirmed: field by field."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from ingestion.plain import to_plain
from ingestion.records import ParsedOffer
from models.vocabulary import ReviewStatus

Review = Mapping[str, ReviewStatus]
"""Dotted field of a parsed offer (`contract.type`, `licences.0`) -> how far it was read."""

LISTS = ("licences", "skills", "languages", "constraints")
"""Fields that hold requirements, reviewed item by item."""

REQUIREMENTS_READ = "requirements"
"""Key of a review that says: the list of requirements was read as a whole, empty or not."""

_NOT_REVIEWED = frozenset(
    {
        "reference",
        "description",
        "source_text",
        "evidence",
        "questions",
        "warnings",
        "occupation.confidence",
        "occupation.alternatives",
        "occupation.declared",
        "occupation.label",
        "workplace.latitude",
        "workplace.longitude",
    }
)


def first_review(parsed: ParsedOffer) -> dict[str, ReviewStatus]:
    """How a new offer stands: read from text, given by the source, or missing."""
    return {field: _first_status(parsed, field, value) for field, value in reviewed_fields(parsed)}


def next_review(
    old: ParsedOffer, review: Review, new: ParsedOffer, is_confirmed: bool
) -> dict[str, ReviewStatus]:
    """The review after a person changed `old` to `new`.

    What changed is corrected; what did not keeps its status, or is confirmed where the person
    says that all was read (`is_confirmed`).
    """
    before = dict(reviewed_fields(old))
    result = {}
    for field, value in reviewed_fields(new):
        status = _status_before(field, value, before, review)
        if value is None or value == []:
            status = ReviewStatus.MISSING
        elif status is None:
            status = ReviewStatus.CORRECTED
        elif is_confirmed and status is ReviewStatus.EXTRACTED:
            status = ReviewStatus.CONFIRMED
        result[field] = status
    if is_confirmed or review.get(REQUIREMENTS_READ) is ReviewStatus.CONFIRMED:
        result[REQUIREMENTS_READ] = ReviewStatus.CONFIRMED
    return result


def with_confirmed(
    parsed: ParsedOffer,
    review: Review,
    is_confirmed: Callable[[str], bool],
    is_doubted: Callable[[str], bool],
) -> dict[str, ReviewStatus]:
    """The review after a person confirmed some fields, and took back that of others.

    What is missing or corrected stays so; a value that the source gave as such is doubted by
    nobody.
    """
    read = first_review(parsed)
    result = dict(review)
    for field, status in review.items():
        if status is ReviewStatus.EXTRACTED and is_confirmed(field):
            result[field] = ReviewStatus.CONFIRMED
        elif status is ReviewStatus.CONFIRMED and is_doubted(field) and not is_confirmed(field):
            result[field] = read.get(field, ReviewStatus.EXTRACTED)
    return result


def with_requirements(review: Review, are_read: bool) -> dict[str, ReviewStatus]:
    """The review with its note that the list of requirements was read as a whole, or without."""
    kept = {field: status for field, status in review.items() if field != REQUIREMENTS_READ}
    return {**kept, REQUIREMENTS_READ: ReviewStatus.CONFIRMED} if are_read else kept


def unreviewed_only(parsed: ParsedOffer, review: Review) -> ParsedOffer:
    """The offer with the evidence of unread fields alone: what has evidence is not reviewed.

    This is the form the ranking takes: a value that nobody read weighs, and never blocks.
    """
    unread = [field for field, status in review.items() if status is ReviewStatus.EXTRACTED]
    kept = {
        field: each
        for field, each in parsed.evidence.items()
        if any(is_within(other, field) or is_within(field, other) for other in unread)
    }
    return replace(parsed, evidence=kept)


def reviewed_fields(parsed: ParsedOffer) -> Iterator[tuple[str, Any]]:
    """Every reviewed field with its plain value: leaves, and items of the lists."""
    for name, value in to_plain(parsed).items():
        if name in LISTS:
            yield from ((f"{name}.{place}", item) for place, item in enumerate(value))
        elif name not in _NOT_REVIEWED:
            yield from _leaves(name, value)


def _leaves(field: str, value: Any) -> Iterator[tuple[str, Any]]:
    if not isinstance(value, dict):
        yield field, value
        return
    for name, inner in value.items():
        if f"{field}.{name}" not in _NOT_REVIEWED:
            yield from _leaves(f"{field}.{name}", inner)


def _first_status(parsed: ParsedOffer, field: str, value: Any) -> ReviewStatus:
    if value is None or value == []:
        return ReviewStatus.MISSING
    if field in ("occupation.rome", "domain"):
        is_read = not parsed.occupation.declared
    else:
        is_read = any(
            is_within(field, each) or (isinstance(value, list) and is_within(each, field))
            for each in parsed.evidence
        )
    return ReviewStatus.EXTRACTED if is_read else ReviewStatus.CONFIRMED


def _status_before(
    field: str, value: Any, before: Mapping[str, Any], review: Review
) -> ReviewStatus | None:
    """The status this value had, wherever it stood in its list; None if it was not there."""
    name, _, _ = field.partition(".")
    if name not in LISTS:
        return review.get(field) if before.get(field) == value else None
    for other, old in before.items():
        if other.partition(".")[0] == name and old == value:
            return review.get(other)
    return None


def is_within(field: str, group: str) -> bool:
    """Whether a dotted field is `group` or stands inside it."""
    return field == group or field.startswith(f"{group}.")
