"""The review of an offer: its fields beside its text, corrected, saved, opened."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.boxes import FormError
from api.dependencies import MatcherDep, NowDep, SessionDep, TodayDep, UserDep
from api.drafts import LABELS, marks_of, other_facts, parts_of
from api.forms import boxes_as_typed, boxes_of, read_form
from api.rendering import page
from api.schemas import OfferForm
from api.services import offers as service
from api.services.offer_lists import offer_of
from api.services.reading import packaged_proposals
from api.services.shortlists import refresh_shortlist
from ingestion.licences import catalogue
from ingestion.records import OccupationGuess, ParsedOffer
from models.errors import OfferIncompleteError
from models.offers import Offer
from models.vocabulary import ContractType, Domain, Necessity, OfferState, WorkPattern

router = APIRouter()

CORRECTABLE = (OfferState.DRAFT, OfferState.TO_REVIEW, OfferState.OPEN, OfferState.SUSPENDED)
SPARE_LICENCE_ROWS = 2
NECESSITIES = (Necessity.REQUIRED, Necessity.WISHED, Necessity.TRAINING_OFFERED)
CHOICES: dict[str, Any] = {
    "domains": list(Domain),
    "contracts": list(ContractType),
    "patterns": list(WorkPattern),
    "experience_necessities": (Necessity.NONE, Necessity.WISHED, Necessity.REQUIRED),
    "licence_necessities": NECESSITIES,
    "labels": LABELS,
}


LACKS = {
    "métier": "rome",
    "commune": "commune",
    "contrat": "contract",
    "heures": "weekly_hours",
    "postes": "positions",
    "niveau": "level",
}
"""A word of what lacks -> the box of the form where it is given."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An offer under review, as the form shows it."""

    offer: Offer
    parsed: ParsedOffer
    boxes: dict[str, Any]
    errors: tuple[FormError, ...] = ()
    is_saved: bool = False


@router.get("/offers/{key}/review", response_class=HTMLResponse)
def show_review(request: Request, session: SessionDep, key: str, saved: bool = False) -> Response:
    """The draft beside its text; an offer that is over is only to be read."""
    offer = offer_of(session, key)
    if offer.state not in CORRECTABLE:
        return RedirectResponse(f"/offers/{offer.key}", status_code=303)
    parsed = service.parsed_offer(session, offer)
    return review_page(request, Draft(offer, parsed, boxes_of(parsed), is_saved=saved))


@router.post("/offers/{key}/review", response_class=HTMLResponse)
def save_review(
    request: Request,
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    today: TodayDep,
    matcher: MatcherDep,
    key: str,
    form: Annotated[OfferForm, Form()],
) -> Response:
    """Save the corrections; with `action` open, confirm the fields and open the offer."""
    offer = offer_of(session, key)
    parsed = service.parsed_offer(session, offer)
    corrected, errors = read_form(form, parsed, packaged_proposals().label)
    if errors:
        draft = Draft(offer, parsed, boxes_as_typed(form), errors)
        return review_page(request, draft, 422)
    service.update_offer(session, offer, corrected, user, now, form.version)
    if form.action != "open":
        return RedirectResponse(f"/offers/{offer.key}/review?saved=true", status_code=303)
    try:
        service.open_offer(session, offer, user, now)
    except OfferIncompleteError as refusal:
        errors = tuple(FormError(box_of_lack(words), f"{words}.") for words in refusal.missing)
        return review_page(request, Draft(offer, corrected, boxes_of(corrected), errors), 422)
    refresh_shortlist(session, offer, today, matcher)
    return RedirectResponse(f"/offers/{offer.key}/shortlist", status_code=303)


def box_of_lack(words: str) -> str:
    """The box to fill for something that lacks, told in the words of the service."""
    return next((box for sign, box in LACKS.items() if sign in words), "title")


def review_page(request: Request, draft: Draft, status: int = 200) -> Response:
    """Render the draft beside its text."""
    parts = parts_of(draft.offer.source_text, draft.parsed.evidence)
    rows = [*draft.boxes["licences"], *[("", Necessity.REQUIRED.value)] * SPARE_LICENCE_ROWS]
    facts = {
        **CHOICES,
        "offer": draft.offer,
        "boxes": draft.boxes,
        "errors": draft.errors,
        "wrong": {error.field for error in draft.errors},
        "saved": draft.is_saved,
        "questions": draft.parsed.questions,
        "warnings": draft.parsed.warnings,
        "parts": parts,
        "marks": marks_of(parts),
        "others": other_facts(draft.parsed),
        "guesses": guesses_of(draft.parsed),
        "licence_rows": rows,
        "licence_labels": [licence.label for licence in catalogue().values()],
        "may_open": draft.offer.state in (OfferState.TO_REVIEW, OfferState.DRAFT),
    }
    return page(request, "offer_review.html", facts, status)


def guesses_of(parsed: ParsedOffer) -> tuple[OccupationGuess, ...]:
    """The occupations proposed: the one chosen first, then the other proposals."""
    chosen = parsed.occupation
    others = tuple(guess for guess in chosen.alternatives if guess.rome != chosen.rome)
    if chosen.rome is None:
        return others
    label = chosen.label or chosen.rome
    return (OccupationGuess(chosen.rome, label, chosen.confidence or 0.0), *others)
