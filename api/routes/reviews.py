"""The review of an offer: its fiche beside its text, confirmed, corrected, saved, opened."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from api.boxes import FormError
from api.dependencies import MatcherDep, NowDep, SessionDep, TodayDep, UserDep
from api.fiche.status import confirmed, statuses_of
from api.fiche.table import BOXES
from api.forms import boxes_as_typed, boxes_of, read_form
from api.rendering import is_htmx, page
from api.review_page import Draft, confirmable, review_facts
from api.schemas import OfferForm, Search
from api.services import offer_states
from api.services import offers as service
from api.services.choices import fresh_guesses
from api.services.duplicates import probable_duplicates
from api.services.missing_facts import ranked_questions
from api.services.occupations import search_occupations
from api.services.offer_alerts import alert_lines
from api.services.offer_confirming import keep_review
from api.services.offer_lists import offer_of
from api.services.proposals import packaged_proposals
from api.services.shortlists import Matcher, refresh_shortlist
from ingestion.records import ParsedOffer
from models.errors import OfferIncompleteError
from models.offers import Offer
from models.people import User
from models.vocabulary import OfferState

router = APIRouter()

CORRECTABLE = (OfferState.DRAFT, OfferState.TO_REVIEW, OfferState.OPEN, OfferState.SUSPENDED)
NOTICES = {
    "saved": "Enregistré.",
    "confirmed": "Tout ce qui est lu est confirmé. Relisez, puis ouvrez l’offre.",
    "suspended": "Enregistré. L’offre est suspendue : une alerte attend votre décision. Décidez, "
    "puis reprenez l’offre.",
}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks at a review, on which day, and what ranks the people for it."""

    user: User
    today: date
    matcher: Matcher


@router.get("/offers/{key}/review", response_class=HTMLResponse)
def show_review(
    request: Request,
    session: SessionDep,
    user: UserDep,
    today: TodayDep,
    matcher: MatcherDep,
    key: str,
    done: Search = "",
) -> Response:
    """The fiche beside its text; an offer that is over is only to be read."""
    offer = offer_of(session, key)
    if offer.state not in CORRECTABLE:
        return RedirectResponse(f"/offers/{offer.key}", status_code=303)
    parsed = service.parsed_offer(session, offer)
    draft = Draft(
        offer,
        parsed,
        boxes_of(parsed),
        notice=NOTICES.get(done, ""),
        is_fresh=done == "read",
    )
    return review_page(request, session, Reader(user, today, matcher), draft)


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
    """Save what was corrected and confirmed; `action` says what to do beside.

    `search` looks for an occupation and keeps nothing; `confirm` confirms all that was read;
    `open` opens the offer, once its twelve facts are there and confirmed.
    """
    offer = offer_of(session, key)
    parsed = service.parsed_offer(session, offer)
    ticked = frozenset(form.confirmed)
    if form.action == "search":
        found = search_occupations(form.rome_other)
        draft = Draft(offer, parsed, boxes_as_typed(form), (), ticked, found)
        return review_page(request, session, Reader(user, today, matcher), draft)
    corrected, errors = read_form(form, parsed, packaged_proposals())
    if errors:
        draft = Draft(offer, parsed, boxes_as_typed(form), errors, ticked)
        return review_page(request, session, Reader(user, today, matcher), draft, 422)
    was_open = offer.state is OfferState.OPEN
    try:
        corrected = keep(session, offer, corrected, form, user, now)
    except OfferIncompleteError as refusal:
        draft = Draft(offer, parsed, boxes_as_typed(form), at_boxes(refusal), ticked)
        return review_page(request, session, Reader(user, today, matcher), draft, 422)
    if form.action != "open":
        done = "confirmed" if form.action == "confirm" else "saved"
        if was_open and offer.state is OfferState.SUSPENDED:
            done = "suspended"
        return RedirectResponse(f"/offers/{offer.key}/review?done={done}", status_code=303)
    try:
        offer_states.open_as_reviewed(session, offer, user, now)
    except OfferIncompleteError as refusal:
        draft = Draft(offer, corrected, boxes_of(corrected), at_boxes(refusal))
        return review_page(request, session, Reader(user, today, matcher), draft, 422)
    refresh_shortlist(session, offer, today, matcher)
    return RedirectResponse(f"/offers/{offer.key}/shortlist", status_code=303)


@router.get("/occupations", response_class=HTMLResponse)
def find_occupations(
    request: Request,
    q: Annotated[Search, Query()] = "",
    typed: Annotated[Search, Query(alias="rome_other")] = "",
) -> Response:
    """Occupations by code or in words; for htmx, choices to put among the proposals."""
    words = (q or typed).strip()
    found = search_occupations(words) if words else None
    template = "_occupations.html" if is_htmx(request) else "occupations.html"
    return page(request, template, {"q": words, "found": found, "chosen": ""})


def keep(
    session: Session,
    offer: Offer,
    corrected: ParsedOffer,
    form: OfferForm,
    user: User,
    now: datetime,
) -> ParsedOffer:
    """Write the corrections and the confirmations of a form; the offer as it then stands."""
    offer_states.update_offer(session, offer, corrected, user, now, form.version)
    kept = service.parsed_offer(session, offer)
    review = service.review_of(offer)
    ticked = set(form.confirmed)
    if form.action == "confirm":
        ticked |= set(confirmable(statuses_of(kept, review)))
    shown = [box for box in form.confirmable.split() if box in BOXES or box == "requirements"]
    keep_review(session, offer, confirmed(kept, review, shown, ticked), now)
    return kept


def at_boxes(refusal: OfferIncompleteError) -> tuple[FormError, ...]:
    """What keeps an offer from being open, each told at its box."""
    told = zip(refusal.boxes, refusal.missing, strict=True)
    return tuple(FormError(box, f"{words}.") for box, words in told)


def review_page(
    request: Request, session: Session, reader: Reader, draft: Draft, status: int = 200
) -> Response:
    """Render the review, with what the guard rails tell of the offer as it is kept."""
    kept = service.parsed_offer(session, draft.offer)
    draft = replace(
        draft,
        alerts=alert_lines(session, draft.offer, kept, reader.today),
        duplicates=probable_duplicates(session, draft.offer),
        questions=ranked_questions(session, draft.offer, reader.today, reader.matcher),
        guesses=fresh_guesses(session, draft.offer, kept),
    )
    return page(request, "offer_review.html", review_facts(draft, reader.user), status)
