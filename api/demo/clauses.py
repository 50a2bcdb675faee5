"""The ledger of clause hours of the demonstration: three lots, months of hours, papers to see."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from api.demo.seed import Clock
from api.services import clauses
from api.services.clauses import NewLine, NewMarket
from models.clauses import ClauseLine, ClauseMarket, ClauseProof
from models.contract_lists import ContractKind
from models.database import transaction
from models.months import add_months
from models.offers import Offer
from models.people import User
from models.vocabulary import Domain, OfferState, Role

LOTS = (
    ("Réhabilitation du quai des Dunes", "lot 2, gros œuvre", 6_400.0),
    ("Réhabilitation du quai des Dunes", "lot 5, peinture", 1_200.0),
    ("Entretien des espaces verts", "", 3_500.0),
)
OWNER = "Communauté urbaine, direction des bâtiments"
FACILITATOR = "Cellule clauses"
EMPLOYERS = ("Ateliers de la Colme", "Propreté Littoral", "Les Jardins du Banc")
MONTHS = 6
HOURS = (303.34, 142.5, 455.01)
"""Hours of a month of each lot."""
UNSEEN = 2
"""Of so many lines one still waits that its paper is seen."""


def add_clauses(factory: sessionmaker[Session], clock: Clock) -> int:
    """Write the markets, their hours and an offer of the first one; how many lines."""
    with transaction(factory) as session:
        office = (
            session.scalars(select(User).where(User.role == Role.OFFICE).order_by(User.id)).first()
            or session.scalars(
                select(User).where(User.role == Role.MANAGER).order_by(User.id)
            ).first()
        )
        if office is None:
            return 0
        first = date(clock.today.year, 1, 1)
        last = date(clock.today.year + 1, 12, 31)
        for place, (name, lot, hours) in enumerate(LOTS):
            new = NewMarket(name, lot, OWNER, FACILITATOR, hours, first, last)
            market = clauses.create_market(session, office, new, clock.now)
            _lines(session, office, market, place, clock)
            if not place:
                _tie(session, office, market)
        return len(session.scalars(select(ClauseLine.id)).all())


def _lines(session: Session, office: User, market: ClauseMarket, place: int, clock: Clock) -> None:
    for back in range(1, MONTHS + 1):
        month = add_months(clock.today.replace(day=1), -back)
        if month < market.first_on:
            continue
        is_seen = back % UNSEEN == 0 or back > 2
        new = NewLine(
            employer=EMPLOYERS[place],
            month=month,
            hours=HOURS[place],
            people=2 + place,
            kind=ContractKind.CDD,
            proof=ClauseProof.REFERRER if is_seen else None,
            checked_on=min(month + timedelta(days=3), clock.today) if is_seen else None,
        )
        clauses.add_line(session, office, market, new, clock.now)


def _tie(session: Session, office: User, market: ClauseMarket) -> None:
    """The latest open offer of the building trade works for the first lot."""
    reference = session.scalar(
        select(Offer.reference)
        .where(Offer.state == OfferState.OPEN, Offer.domain == Domain.CONSTRUCTION)
        .order_by(Offer.id.desc())
    )
    if reference is not None:
        clauses.tie_offer(session, office, market, reference)
