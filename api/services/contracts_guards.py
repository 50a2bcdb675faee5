"""What a hire must respect: the posts that are left, and the hours of a week."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import Session

from api.services.contracts_terms import LEGAL_WEEK
from models.contract_lists import RUNNING, ContractState
from models.contracts import MOST_WEEKLY_HOURS, Contract
from models.endings import EndMotive
from models.errors import TransitionRefusedError
from models.introductions import Introduction
from models.offers import Offer
from models.vocabulary import IntroductionState


@dataclass(frozen=True, slots=True)
class Posts:
    """The posts of an offer and how many are taken by people we know of."""

    total: int
    taken: int

    @property
    def left(self) -> int:
        """Posts that nobody has, never below 0."""
        return max(0, self.total - self.taken)


@dataclass(frozen=True, slots=True)
class Span:
    """Days of work and hours a week; `last` None: no end is known; `hours` None: not known."""

    first: date
    last: date | None
    hours: float | None

    @property
    def week(self) -> float:
        """Hours a week that count: the legal week where they are not known."""
        return LEGAL_WEEK if self.hours is None else self.hours

    def meets(self, other: "Span") -> bool:
        """True where both hold on some day."""
        starts_in_time = self.last is None or other.first <= self.last
        return starts_in_time and (other.last is None or self.first <= other.last)


def posts_of(session: Session, offer: Offer, but: int | None = None) -> Posts:
    """The posts of an offer, without counting the introduction `but`.

    A post is taken by an introduction closed as hired, unless all its contracts were broken.
    """
    taken = session.scalars(
        select(Introduction.id).where(
            Introduction.offer_id == offer.id, Introduction.id != (but or 0), _takes_a_post()
        )
    ).all()
    return Posts(offer.positions, len(taken))


def posts_left(session: Session, offers: Collection[int]) -> dict[int, int]:
    """The posts that nobody has, of each of these offers (ids), in one reading."""
    if not offers:
        return {}
    is_taken = and_(Introduction.offer_id == Offer.id, _takes_a_post())
    rows = session.execute(
        select(Offer.id, Offer.positions, func.count(Introduction.id))
        .outerjoin(Introduction, is_taken)
        .where(Offer.id.in_(offers))
        .group_by(Offer.id, Offer.positions)
    )
    return {id_: Posts(total, taken).left for id_, total, taken in rows}


def _takes_a_post() -> ColumnElement[bool]:
    has_contract = exists().where(Contract.introduction_id == Introduction.id)
    holds = exists().where(
        Contract.introduction_id == Introduction.id, Contract.state != ContractState.BROKEN
    )
    return and_(
        Introduction.state == IntroductionState.CLOSED,
        Introduction.close_reason == EndMotive.HIRED,
        holds | ~has_contract,
    )


def check_posts(session: Session, offer: Offer, action: str, but: int | None = None) -> None:
    """Refuse a hire on an offer whose posts are all taken.

    Raises
    ------
    TransitionRefusedError : says how many are
    """
    posts = posts_of(session, offer, but)
    if not posts.left:
        words = "le poste est déjà pourvu"
        if posts.total > 1:
            words = f"les {posts.total} postes sont déjà pourvus"
        raise TransitionRefusedError(action, "", f"{words} sur l’offre {offer.reference}")


def running_spans(session: Session, candidate_id: int, but: int | None = None) -> list[Span]:
    """The contracts, running or to come, of a person, without the contract `but`."""
    rows = session.execute(
        select(Contract.start_on, Contract.end_on, Contract.weekly_hours).where(
            Contract.candidate_id == candidate_id,
            Contract.state.in_(RUNNING),
            Contract.id != (but or 0),
        )
    )
    return [Span(*row) for row in rows]


def busiest_week(span: Span, others: Sequence[Span]) -> float:
    """The most hours a week that `span` makes with the contracts that meet it.

    The sum changes only where a contract starts: those days alone are looked at.
    """
    met = [other for other in others if span.meets(other)]
    starts = {span.first, *(max(span.first, other.first) for other in met)}
    return max(
        span.week + sum(other.week for other in met if other.meets(Span(day, day, None)))
        for day in starts
    )


def check_week(
    session: Session, candidate_id: int, span: Span, action: str, but: int | None = None
) -> None:
    """Refuse what would make more than 48 hours a week; two half-times pass.

    Raises
    ------
    TransitionRefusedError : says the hours, and where the legal week stood for unknown ones
    """
    others = running_spans(session, candidate_id, but)
    hours = busiest_week(span, others)
    if hours <= MOST_WEEKLY_HOURS:
        return
    is_guessed = any(each.hours is None for each in (span, *others) if span.meets(each))
    words = f"cela ferait {hours:g} heures par semaine avec un autre contrat"
    if is_guessed:
        words += f" (durée inconnue comptée {LEGAL_WEEK:g} heures)"
    raise TransitionRefusedError(
        action, "", f"{words}, la loi en permet {MOST_WEEKLY_HOURS}".replace(".", ",")
    )
