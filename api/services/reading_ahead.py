"""The people and the open offers, read as the service starts, before anybody asks for a page.

Reading 5,300 people and 250 offers takes some seconds of processor: whoever came first after a
start waited for it.
"""

import logging
from datetime import date

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from api.services.offers_for import near_offers_for
from api.services.offers_sides import side_of
from api.services.shortlists import Matcher
from models.candidates import Candidate
from models.database import reading

MOST_SECONDS = 60.0
"""How long offers are read ahead; those that are left are read when asked for."""

logger = logging.getLogger(__name__)


def read_ahead(factory: sessionmaker[Session], matcher: Matcher, today: date) -> None:
    """Keep what pages are made of; a base that cannot be read now is read by the first page."""
    try:
        with reading(factory) as session:
            pool = matcher.pool(session)
        if pool.batch.keys:
            with reading(factory) as session:
                somebody = session.get_one(Candidate, pool.ids[pool.batch.keys[0]])
                near_offers_for(side_of(session, somebody, today, matcher), MOST_SECONDS)
    except SQLAlchemyError:
        logger.warning("Lecture d’avance remise à la première page : la base ne répond pas.")
