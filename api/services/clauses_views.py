"""What the screens of insertion clauses read: markets with what is left, one market, one offer.

Every total is the sum of the lines that stand, made when it is read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from api.services.clauses_hires import LineProposal, names_of, proposals_of
from api.services.clauses_offers import market_of_offer, offers_of_market
from api.services.list_files import Cell, Table
from models.candidates import Candidate
from models.clauses import ClauseEligibility, ClauseLine, ClauseMarket
from models.introduction_table import OPEN_STATES
from models.introductions import Introduction
from models.offers import Offer
from models.people import User

MOST_LINES = 200
"""Lines on the page of a market, the latest; its file has them all."""
MOST_PAPERS = 100
Sums: TypeAlias = tuple[float, int, int]
"""Hours, people, lines."""


@dataclass(frozen=True, slots=True)
class Balance:
    """The hours of a market: due, done, and what is left; done may be more than due."""

    market: ClauseMarket
    done: float
    people: int
    lines: int

    @property
    def left(self) -> float:
        """Hours still to be done, 0 once they are."""
        return max(0.0, round(self.market.hours_due - self.done, 2))

    @property
    def beyond(self) -> float:
        """Hours done beyond those due."""
        return max(0.0, round(self.done - self.market.hours_due, 2))

    @property
    def share(self) -> float:
        """Part done, from 0."""
        return self.done / self.market.hours_due


@dataclass(frozen=True, slots=True)
class Ledger:
    """All the markets and their totals."""

    balances: tuple[Balance, ...]

    @property
    def due(self) -> float:
        return round(sum(each.market.hours_due for each in self.balances), 2)

    @property
    def done(self) -> float:
        return round(sum(each.done for each in self.balances), 2)

    @property
    def left(self) -> float:
        """Hours left, market by market: what one did beyond pays for no other."""
        return round(sum(each.left for each in self.balances), 2)


@dataclass(frozen=True, slots=True)
class LineView:
    """A line of the ledger; `who` is a person as far as may be read, or how many there are."""

    line: ClauseLine
    who: str


@dataclass(frozen=True, slots=True)
class Paper:
    """Somebody put forward on an offer of the market, and the paper seen for them, if any."""

    identifier: str
    key: str
    name: str | None
    offers: tuple[str, ...]
    found: ClauseEligibility | None


@dataclass(frozen=True, slots=True)
class MarketView:
    """Everything the page of a market shows; `more` lines are in the file only."""

    balance: Balance
    lines: tuple[LineView, ...]
    more: int
    offers: tuple[Offer, ...]
    proposals: tuple[LineProposal, ...]
    papers: tuple[Paper, ...]

    @property
    def missing(self) -> int:
        """People put forward whose paper nobody saw."""
        return sum(paper.found is None for paper in self.papers)


@dataclass(frozen=True, slots=True)
class OfferClause:
    """What an offer says of its market: the hours, and the papers of those put forward on it."""

    balance: Balance
    forward: int
    checked: int

    @property
    def missing(self) -> int:
        """People put forward whose paper nobody saw."""
        return self.forward - self.checked


def ledger(session: Session) -> Ledger:
    """Every market with its hours, by name and lot."""
    markets = session.scalars(select(ClauseMarket).order_by(ClauseMarket.name, ClauseMarket.lot))
    sums = _sums(session)
    return Ledger(tuple(Balance(each, *sums.get(each.id, (0.0, 0, 0))) for each in markets))


def _sums(
    session: Session, market: ClauseMarket | None = None
) -> dict[int, tuple[float, int, int]]:
    """Hours, people and lines by market. Named people are counted once, the others a line."""
    wanted = select(
        ClauseLine.market_id,
        func.sum(ClauseLine.hours),
        func.count(func.distinct(ClauseLine.candidate_id)),
        func.sum(ClauseLine.people).filter(ClauseLine.candidate_id.is_(None)),
        func.count(),
    ).where(ClauseLine.cancelled_at.is_(None))
    if market is not None:
        wanted = wanted.where(ClauseLine.market_id == market.id)
    return {
        market_id: (round(hours, 2), named + (counted or 0), lines)
        for market_id, hours, named, counted, lines in session.execute(
            wanted.group_by(ClauseLine.market_id)
        )
    }


def balance_of(session: Session, market: ClauseMarket) -> Balance:
    """The hours of one market."""
    return Balance(market, *_sums(session, market).get(market.id, (0.0, 0, 0)))


def market_view(session: Session, user: User, market: ClauseMarket, today: date) -> MarketView:
    """The page of a market."""
    offers = offers_of_market(session, market)
    lines = _lines(session, market)
    return MarketView(
        balance=balance_of(session, market),
        lines=tuple(_named(session, user, lines[:MOST_LINES])),
        more=max(0, len(lines) - MOST_LINES),
        offers=tuple(offers),
        proposals=proposals_of(session, user, market, [offer.id for offer in offers], today),
        papers=_papers(session, user, market, offers),
    )


def _lines(session: Session, market: ClauseMarket) -> Sequence[ClauseLine]:
    return session.scalars(
        select(ClauseLine)
        .where(ClauseLine.market_id == market.id)
        .order_by(ClauseLine.month.desc(), ClauseLine.id.desc())
        .options(joinedload(ClauseLine.candidate), joinedload(ClauseLine.checked_by))
    ).all()


def _named(session: Session, user: User, lines: Sequence[ClauseLine]) -> list[LineView]:
    ids = [line.candidate_id for line in lines if line.candidate_id is not None]
    names = names_of(session, user, ids)
    return [LineView(line, _who(line, names)) for line in lines]


def _who(line: ClauseLine, names: dict[int, str | None]) -> str:
    if line.candidate is None:
        return "1 personne" if line.people == 1 else f"{line.people} personnes"
    return " ".join(filter(None, (line.candidate.identifier, names.get(line.candidate.id))))


def _papers(
    session: Session, user: User, market: ClauseMarket, offers: Sequence[Offer]
) -> tuple[Paper, ...]:
    """Those put forward on the offers, whose paper is looked at before they are sent."""
    titles: dict[int, tuple[str, ...]] = {}
    people: dict[int, Candidate] = {}
    for candidate, reference in session.execute(
        select(Candidate, Offer.reference)
        .join(Introduction, Introduction.candidate_id == Candidate.id)
        .join(Offer, Offer.id == Introduction.offer_id)
        .where(Offer.id.in_([each.id for each in offers]), Introduction.state.in_(OPEN_STATES))
        .order_by(Candidate.identifier, Offer.reference)
    ):
        people[candidate.id] = candidate
        titles[candidate.id] = (*titles.get(candidate.id, ()), reference)
    seen = _seen(session, market, list(people))
    names = names_of(session, user, list(people))
    papers = [
        Paper(each.identifier, str(each.key), names.get(id_), titles[id_], seen.get(id_))
        for id_, each in people.items()
    ]
    return tuple(sorted(papers, key=lambda paper: paper.found is not None)[:MOST_PAPERS])


def _seen(
    session: Session, market: ClauseMarket, ids: Sequence[int]
) -> dict[int, ClauseEligibility]:
    found = session.scalars(
        select(ClauseEligibility)
        .where(ClauseEligibility.market_id == market.id, ClauseEligibility.candidate_id.in_(ids))
        .options(joinedload(ClauseEligibility.checked_by))
    )
    return {each.candidate_id: each for each in found}


def clause_of_offer(session: Session, offer: Offer) -> OfferClause | None:
    """What the page of an offer says of its market; None where it has none."""
    market = market_of_offer(session, offer)
    if market is None:
        return None
    forward = session.scalars(
        select(Introduction.candidate_id).where(
            Introduction.offer_id == offer.id, Introduction.state.in_(OPEN_STATES)
        )
    ).all()
    checked = _seen(session, market, forward)
    return OfferClause(balance_of(session, market), len(forward), len(checked))


def ledger_table(session: Session) -> Table:
    """The markets as a file."""
    rows: list[tuple[Cell, ...]] = [
        (
            each.market.name,
            each.market.lot,
            each.market.owner,
            each.market.facilitator,
            each.market.first_on,
            each.market.last_on,
            each.market.hours_due,
            each.done,
            each.left,
            each.people,
            each.lines,
        )
        for each in ledger(session).balances
    ]
    headers = (
        "Marché", "Lot", "Maître d’ouvrage", "Facilitateur", "Du", "Au",
        "Heures à réaliser", "Heures réalisées", "Heures restantes", "Personnes", "Lignes",
    )  # fmt: skip
    return Table("clauses", headers, rows)


def market_table(session: Session, user: User, market: ClauseMarket) -> Table:
    """The lines of a market as a file, cancelled ones too: their hours column is empty."""
    rows: list[tuple[Cell, ...]] = []
    for view in _named(session, user, _lines(session, market)):
        line = view.line
        rows.append(
            (
                market.title,
                line.month,
                view.who,
                line.people,
                line.employer,
                line.kind.label if line.kind else None,
                line.hours if line.cancelled_at is None else None,
                line.proof.label if line.proof else None,
                line.checked_on,
                line.checked_by.name if line.checked_by else None,
                "annulée" if line.cancelled_at else "",
            )
        )
    headers = (
        "Marché", "Mois", "Qui", "Personnes", "Employeur", "Contrat", "Heures",
        "Pièce", "Vérifiée le", "Vérifiée par", "Ligne",
    )  # fmt: skip
    return Table("clause", headers, rows)
