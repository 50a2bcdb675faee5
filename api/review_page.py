"""What the review screen shows: the fiche, its text, what was confirmed, what is left to ask."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.boxes import FormError
from api.drafts import equivalent_words
from api.fiche.first_groups import NEEDS
from api.fiche.letter import letter_of
from api.fiche.marks import evidence_by_leaf, marks_of, parts_of
from api.fiche.needs import (
    EDUCATION_LEVELS,
    INTENSITIES,
    LANGUAGE_LEVELS,
    OFFER_LEVELS,
    languages,
)
from api.fiche.status import ITEMS, READ_TOGETHER, BoxStatus, items_of, statuses_of
from api.fiche.table import GROUPS, LABELS
from api.services.duplicates import Probable
from api.services.missing_facts import QUESTIONS, RankedQuestion
from api.services.occupations import OccupationFound
from api.services.offer_alerts import AlertLine
from api.services.offers import review_of
from ingestion.licences import catalogue
from ingestion.records import OccupationGuess, ParsedOffer
from models.guards import LegalGround
from models.offers import Offer
from models.people import User
from models.vocabulary import Condition, Necessity, OfferState

SPARE_ROWS = {"licence": 2, "language": 1, "intensity": 1}
"""Empty rows under a list, to add to it without a script."""
CHANCES = ((0.7, "très probable"), (0.4, "probable"), (0.15, "possible"))
"""Confidence in an occupation, in [0, 1], at or above which it is called so."""
LITTLE_CHANCE = "peu probable"
MOST_PROPOSALS = 5
MAY_OPEN = (OfferState.TO_REVIEW, OfferState.DRAFT, OfferState.SUSPENDED)
ITEM_BOXES: Mapping[str, tuple[str, ...]] = dict(ITEMS)

CHOICES: Mapping[str, Any] = {
    "groups": GROUPS,
    "labels": LABELS,
    "needs": NEEDS,
    "item_boxes": ITEM_BOXES,
    "language_levels": LANGUAGE_LEVELS,
    "education_levels": EDUCATION_LEVELS,
    "offer_levels": OFFER_LEVELS,
    "intensities": INTENSITIES,
    "conditions": tuple(Condition),
    "grounds": tuple(LegalGround),
}


@dataclass(frozen=True, slots=True)
class Draft:
    """An offer under review, as the form shows it; `ticked` are boxes confirmed but not saved.

    `questions` are those to the employer, what would change the list most first.
    """

    offer: Offer
    parsed: ParsedOffer
    boxes: Mapping[str, Any]
    errors: tuple[FormError, ...] = ()
    ticked: frozenset[str] = frozenset()
    found: tuple[OccupationFound, ...] | None = None
    notice: str = ""
    is_fresh: bool = False
    alerts: tuple[AlertLine, ...] = ()
    duplicates: tuple[Probable, ...] = ()
    questions: tuple[RankedQuestion, ...] = ()
    guesses: tuple[OccupationGuess, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """An occupation to choose, and how likely it is in words."""

    rome: str
    label: str
    chance: str


def review_facts(draft: Draft, user: User) -> dict[str, Any]:
    """Everything the template of the review needs, but what the services beside it tell."""
    text, evidence = draft.offer.source_text, evidence_by_leaf(draft.parsed)
    parts = parts_of(text, evidence, [(each.alert.start, each.alert.end) for each in draft.alerts])
    anchors = {part.start: part.anchor for part in parts}
    statuses = statuses_of(draft.parsed, review_of(draft.offer))
    statuses.update((box, BoxStatus.CONFIRMED) for box in draft.ticked if box in statuses)
    items = items_of(statuses)
    asked = draft.questions[:QUESTIONS]
    return {
        **CHOICES,
        "offer": draft.offer,
        "boxes": {**draft.boxes, **spare_rows(draft.boxes)},
        "languages": languages(),
        "licence_labels": [licence.label for licence in catalogue().values()],
        "errors": draft.errors,
        "wrong": {error.field for error in draft.errors},
        "hints": {} if draft.errors else hints_of(draft.parsed),
        "notice": draft.notice,
        "is_fresh": draft.is_fresh and not draft.errors,
        "parts": parts,
        "marks": marks_of(text, evidence, parts),
        "statuses": statuses,
        "confirmable": confirmable(statuses),
        "waiting_boxes": frozenset(box for box, each in statuses.items() if each.is_waiting),
        "items": items,
        "ready": sum(item.is_ready for item in items),
        "proposals": proposals_of(draft.parsed, draft.guesses),
        "found": draft.found,
        "warnings": other_warnings(draft),
        "duplicates": draft.duplicates,
        "alert_lines": draft.alerts,
        "alert_anchors": {
            each.alert.key: anchors.get(each.alert.start, "")
            for each in draft.alerts
            if each.alert.text
        },
        "questions": asked,
        "more_questions": draft.questions[QUESTIONS:],
        "letter": letter_of(draft.parsed, [each.text for each in asked], user.name),
        "may_open": draft.offer.state in MAY_OPEN,
        "is_suspended": draft.offer.state is OfferState.SUSPENDED,
    }


def hints_of(offer: ParsedOffer) -> dict[str, str]:
    """What a value makes in other words, beside its box; nothing where it cannot be said."""
    words = equivalent_words(offer)
    return {"pay_period": f"{words[0].upper()}{words[1:]}."} if words else {}


def other_warnings(draft: Draft) -> list[str]:
    """What was odd at reading and is told by no alert; each once."""
    told = {line.alert.message for line in draft.alerts}
    messages = dict.fromkeys(warning.message for warning in draft.parsed.warnings)
    return [message for message in messages if message not in told]


def confirmable(statuses: Mapping[str, BoxStatus]) -> tuple[str, ...]:
    """The boxes that can be confirmed, or whose confirmation can be taken back."""
    open_to_doubt = (BoxStatus.READ, BoxStatus.TO_CONFIRM, BoxStatus.CONFIRMED)
    return tuple(
        box for box, status in statuses.items() if status in open_to_doubt or box == READ_TOGETHER
    )


def spare_rows(boxes: Mapping[str, Any]) -> dict[str, list[tuple[str, ...]]]:
    """The lists of the form with empty rows to fill."""
    required = Necessity.REQUIRED.value
    empty: dict[str, tuple[str, ...]] = {
        "licence": ("", required),
        "language": ("", "", required),
        "intensity": ("", "2"),
    }
    return {name: [*_filled(boxes[name]), *[row] * SPARE_ROWS[name]] for name, row in empty.items()}


def _filled(rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return [row for row in rows if row[0]]


def proposals_of(
    parsed: ParsedOffer, guesses: Sequence[OccupationGuess] = ()
) -> tuple[Proposal, ...]:
    """The occupations proposed: the one chosen first, then `guesses`, or those of the reading."""
    chosen = parsed.occupation
    others = [guess for guess in guesses or chosen.alternatives if guess.rome != chosen.rome]
    if chosen.rome is not None:
        label = chosen.label or chosen.rome
        others.insert(0, OccupationGuess(chosen.rome, label, chosen.confidence or 0.0))
    return tuple(
        Proposal(
            guess.rome,
            guess.label,
            "donné avec l’offre ou choisi"
            if chosen.declared and guess.rome == chosen.rome
            else chance_words(guess.confidence),
        )
        for guess in others[:MOST_PROPOSALS]
    )


def chance_words(confidence: float) -> str:
    """How likely an occupation is, in words."""
    return next((words for least, words in CHANCES if confidence >= least), LITTLE_CHANCE)
