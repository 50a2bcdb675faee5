"""The sheet that tells a person why an offer: what was computed, on what, and what was decided."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from api.services.levers import in_words
from api.services.offers_sides import Side
from api.services.person_offers import OfferRow, offer_row
from api.services.shortlists import Matcher, matcher_for, ranked_scores
from matching.bands import ORDER
from matching.directions import Route, route
from matching.levers.counterfactuals import counterfactuals
from matching.levers.near import near_of
from matching.levers.settings import packaged_settings
from models.introductions import Introduction, IntroductionEvent
from models.offers import Offer
from models.people import User
from models.shortlists import Shortlist, ShortlistEntry
from models.vocabulary import IntroductionAction, Role


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is told to a person of one offer.

    entry : the row that was decided on, or that of today where nobody decided
    computed_on, engine : the day and the engine of that row; `is_kept` where a list holds it
    change : what would have changed its place, in words; "" where nothing simple does
    steps : what people did, from first to last
    managers : names of those who answer for the programme
    """

    row: OfferRow
    entry: ShortlistEntry
    computed_on: date
    engine: str
    is_kept: bool
    change: str
    route: Route | None
    steps: tuple[IntroductionEvent, ...]
    managers: tuple[str, ...]


def sheet_of(side: Side, offer: Offer, matcher: Matcher, now: datetime) -> Sheet:
    """Everything the sheet of an offer says."""
    session = side.session
    row = offer_row(side, offer, now)
    entry, made = _decided_on(session, row.introduction)
    engine = side.engine(offer.id)
    return Sheet(
        row=row,
        entry=entry or row.entry,
        computed_on=made.data_date if made else side.today,
        engine=(
            f"{made.engine_name} {made.engine_version}"
            if made
            else f"{engine.name} {engine.version}"
        ),
        is_kept=made is not None,
        change=_change(side, offer, matcher),
        route=route(side.scores_of(offer)),
        steps=_steps(session, row.introduction),
        managers=_managers(session),
    )


def _decided_on(
    session: Session, introduction: Introduction | None
) -> tuple[ShortlistEntry | None, Shortlist | None]:
    """The row of the list that the introduction came from, where that list holds it."""
    if introduction is None or introduction.shortlist_id is None:
        return None, None
    entry = session.scalar(
        select(ShortlistEntry).where(
            ShortlistEntry.shortlist_id == introduction.shortlist_id,
            ShortlistEntry.candidate_id == introduction.candidate_id,
        )
    )
    return (None, None) if entry is None else (entry, session.get(Shortlist, entry.shortlist_id))


def _change(side: Side, offer: Offer, matcher: Matcher) -> str:
    """The smallest change that would lift the person on the data of today, in words."""
    used = matcher_for(side.session, offer, matcher)
    near = near_of(ranked_scores(side.session, offer, side.today, used), used.ranker.engine)
    keys = near.scores.comparison.batch.keys
    if side.candidate.identifier not in keys:
        return ""
    place = keys.index(side.candidate.identifier)
    row = int(near.rows[place])
    found = counterfactuals(near, [row], packaged_settings()).get(row)
    return "" if found is None else in_words(found, ORDER[int(near.scores.band[place])])


def _steps(session: Session, introduction: Introduction | None) -> tuple[IntroductionEvent, ...]:
    if introduction is None:
        return ()
    return tuple(
        session.scalars(
            select(IntroductionEvent)
            .where(
                IntroductionEvent.introduction_id == introduction.id,
                IntroductionEvent.action != IntroductionAction.SUGGEST,
            )
            .order_by(IntroductionEvent.id)
            .options(selectinload(IntroductionEvent.actor))
        )
    )


def _managers(session: Session) -> tuple[str, ...]:
    return tuple(
        session.scalars(
            select(User.name).where(User.role == Role.MANAGER, User.is_active).order_by(User.name)
        )
    )
