"""Offers as programs read and bring them: nobody's name, no employer that is to stay secret."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from api.services.api_lists_cursor import Cursor, after, changed_since
from api.services.france_travail_out import to_france_travail
from api.services.guessed_title import with_title_to_confirm
from api.services.job_posting_out import to_job_posting
from api.services.offer_discretion import for_programs
from api.services.offers import create_offer, parsed_offer, place_of
from api.services.reading import read_offer_words
from ingestion.offers import to_json
from ingestion.records import ParsedOffer
from models.days import day_of
from models.errors import InputRefusedError, TransitionRefusedError
from models.offers import Offer
from models.tokens import ApiToken
from models.vocabulary import Domain, OfferState

Plain = dict[str, Any]
MOST_CHARACTERS = 100_000
PLACE = "Offre"
TEXT, JSON = "text/plain", "application/json"


@dataclass(frozen=True, slots=True)
class OfferQuery:
    """What a program asks for; None leaves it open. `limit` rows at most."""

    state: OfferState | None = None
    domain: Domain | None = None
    updated_since: datetime | None = None
    cursor: Cursor | None = None
    limit: int = 50


def offers_after(session: Session, query: OfferQuery) -> tuple[list[Plain], str | None]:
    """The next offers by their last change, and the word to go on with."""
    wanted = after(query.cursor, Offer.updated_at, Offer.id)
    if query.state is not None:
        wanted.append(Offer.state == query.state)
    if query.domain is not None:
        wanted.append(Offer.domain == query.domain)
    wanted += changed_since(Offer.updated_at, query.updated_since)
    found = session.scalars(
        select(Offer).where(*wanted).order_by(Offer.updated_at, Offer.id).limit(query.limit + 1)
    ).all()
    shown = found[: query.limit]
    is_more = len(found) > query.limit
    last = Cursor(shown[-1].updated_at, shown[-1].id).word if is_more else None
    return [offer_line(session, offer) for offer in shown], last


def offer_line(session: Session, offer: Offer) -> Plain:
    """An offer in a few lines."""
    return _line(offer, for_programs(parsed_offer(session, offer)))


def _line(offer: Offer, shown: ParsedOffer) -> Plain:
    return {
        "key": offer.key,
        "reference": offer.reference,
        "state": offer.state,
        "state_label": offer.state.label,
        "title": shown.title,
        "employer": shown.employer.name,
        "domain": offer.domain,
        "rome": offer.rome,
        "commune_insee": offer.commune_insee,
        "commune": offer.commune_name,
        "contract_type": offer.contract_type.value if offer.contract_type else None,
        "positions": offer.positions,
        "level": offer.level,
        "deadline": offer.deadline,
        "updated_at": offer.updated_at,
    }


def whole_offer(session: Session, offer: Offer) -> Plain:
    """An offer with its fiche, and the text that the evidence counts in."""
    shown = for_programs(parsed_offer(session, offer))
    return _line(offer, shown) | {"text": shown.source_text, "fiche": to_json(shown)}


Shown = Callable[[ParsedOffer], ParsedOffer]
"""What is let out of an offer: `for_programs`, or `for_staff` as a colleague sends it."""


def job_posting(session: Session, offer: Offer, shown: Shown) -> Plain:
    """The offer as a schema.org JobPosting.

    Raises
    ------
    TransitionRefusedError : the offer is not open
    """
    _check_open(offer)
    let_out = shown(parsed_offer(session, offer))
    return to_job_posting(_referred(offer, let_out), day_of(offer.opened_at or offer.created_at))


def france_travail(session: Session, offer: Offer, shown: Shown) -> Plain:
    """The offer as France Travail JSON.

    Raises
    ------
    TransitionRefusedError : the offer is not open
    """
    _check_open(offer)
    let_out = shown(parsed_offer(session, offer))
    return to_france_travail(_referred(offer, let_out), offer.created_at, offer.updated_at)


def take_offer(
    session: Session, text: str, media_type: str, token: ApiToken, now: datetime
) -> tuple[Offer, bool]:
    """Take one offer in, "to review"; the same again gives the one that is there (False).

    Raises
    ------
    InputRefusedError : another kind of words, no offer, or several
    """
    parsed = _one_offer(text, media_type)
    _, existing = place_of(session, parsed)
    if existing is not None:
        return existing, False
    try:
        with session.begin_nested():
            offer = create_offer(session, parsed, None, now, f"API : {token.name}")
            return offer, offer.created_at == now  # another may have come just before
    except IntegrityError:  # the same offer came at the same time, and was first
        _, existing = place_of(session, parsed)
        if existing is None:
            raise
        return existing, False


def _one_offer(text: str, media_type: str) -> ParsedOffer:
    words = text.replace("\x00", "")
    if media_type not in (TEXT, JSON):
        raise InputRefusedError(f"{TEXT} ou {JSON}", "Content-Type")
    if not words.strip():
        raise InputRefusedError("le texte est vide", PLACE)
    if len(words) > MOST_CHARACTERS:
        raise InputRefusedError(f"plus de {MOST_CHARACTERS} caractères", PLACE)
    if media_type == JSON and not words.lstrip().startswith("{"):
        raise InputRefusedError("un objet JSON est attendu, un seul", PLACE)
    read = read_offer_words(words)
    if read.refused:
        raise InputRefusedError(read.refused[0].reason, PLACE)
    if len(read.offers) != 1:
        raise InputRefusedError(f"une offre à la fois ; {len(read.offers)} ont été lues", PLACE)
    return with_title_to_confirm(read.offers[0])


def _check_open(offer: Offer) -> None:
    if offer.state is not OfferState.OPEN:
        raise TransitionRefusedError("Publier l’offre", offer.state.label)


def _referred(offer: Offer, shown: ParsedOffer) -> ParsedOffer:
    """Under the reference that the offer bears here, where its source gave none."""
    return shown if shown.reference else replace(shown, reference=offer.reference)
