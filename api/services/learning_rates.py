"""What may be told of a band: so many of ten are retained at this level, on so many decisions."""

from collections import Counter
from datetime import datetime, timedelta

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.services.learning_log import read_log
from api.services.learning_weights import engine_in_force
from matching.engine import Engine, packaged_engine
from matching.learning.calibration import (
    FEWEST,
    Level,
    calibrate,
    calibration_error,
    levels,
    totals,
)
from matching.learning.heldout import split_by_date
from models.learning import ConfirmationRates
from models.offers import Offer
from models.vocabulary import Band, Domain

EVERY = timedelta(days=7)


def refit(session: Session, packaged: Engine, at: datetime) -> ConfirmationRates:
    """Fit the chances again on every decision, and keep what may be told of them."""
    made = read_log(session).decisions
    weights_in = engine_in_force(session, packaged).weights_in
    scores = totals(made, weights_in)
    told = levels(calibrate(scores, made), scores, made) if len(made) >= FEWEST else []
    error = None
    if told:
        older, recent = split_by_date(made)
        fitted = calibrate(totals(older, weights_in), older)
        chances = fitted.at(totals(recent, weights_in), [each.domain for each in recent])
        error = calibration_error(chances, np.array([each.is_kept for each in recent]))
    row = ConfirmationRates(at=at, decisions=len(made), error=error, levels=[*map(_plain, told)])
    session.add(row)
    session.flush()
    return row


def refit_weekly(session: Session, now: datetime) -> Counter[str]:
    """A step of the daily round: fit again where the last fit is a week old."""
    last = last_rates(session)
    if last is None or last.at <= now - EVERY:
        refit(session, packaged_engine(), now)
    return Counter()


def last_rates(session: Session) -> ConfirmationRates | None:
    """What was fitted last."""
    return session.scalar(select(ConfirmationRates).order_by(ConfirmationRates.id.desc()).limit(1))


def told_of(rates: ConfirmationRates | None, domain: Domain | None) -> list[Level]:
    """What may be told of each band of a domain; of all domains where it has too little."""
    if rates is None:
        return []
    found = [_level(each) for each in rates.levels]
    mine = {each.band: each for each in found if each.domain is None}
    mine |= {each.band: each for each in found if each.domain is domain}
    return [mine[band] for band in Band if band in mine]


def told_for(session: Session, offer_id: int) -> tuple[Level, ...]:
    """What may be told beside the list of an offer."""
    rates = last_rates(session)
    if rates is None or not rates.levels:
        return ()
    domain = session.scalar(select(Offer.domain).where(Offer.id == offer_id))
    return tuple(told_of(rates, domain))


def _plain(level: Level) -> dict[str, object]:
    return {
        "domain": None if level.domain is None else level.domain.value,
        "band": level.band.value,
        "in_ten": level.in_ten,
        "decisions": level.decisions,
    }


def _level(plain: dict[str, object]) -> Level:
    domain = plain["domain"]
    return Level(
        domain=None if domain is None else Domain(str(domain)),
        band=Band(str(plain["band"])),
        in_ten=int(str(plain["in_ten"])),
        decisions=int(str(plain["decisions"])),
    )
