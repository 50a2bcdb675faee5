"""Keeping what a person confirmed of an offer, field by field."""

from datetime import datetime

from sqlalchemy.orm import Session

from api.services.offer_review import Review
from api.services.offer_rows import write_parsed
from api.services.offers import parsed_offer
from models.offers import Offer


def keep_review(session: Session, offer: Offer, review: Review, now: datetime) -> None:
    """Write how far each field was read; the offer itself does not change.

    To be called in the transaction of `update_offer`, which locks the offer, checks the version
    on screen and tells the event.
    """
    write_parsed(session, offer, parsed_offer(session, offer), review, now)
    session.flush()
