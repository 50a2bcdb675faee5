"""« Proposer une répartition » : the posts of a drive shared out among its people, then kept.

The proposal decides nothing. What is kept of it goes through the steps of introductions: retained
for the offer, or put in its complementary list; agreement and level 2 come after, as ever.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.services.candidates import stored_candidates
from api.services.contracts_guards import posts_of
from api.services.decisions import UNSEEN_VERSION, Target, decide
from api.services.drives import offers_of
from api.services.introductions import actor_of
from api.services.offer_forces import forces_of
from api.services.offers import offer_to_rank
from api.services.rows import candidate_of, name_of
from api.services.shortlists import Matcher
from api.services.spread_drive import ALTERNATE, NOWHERE, SEATED, DriveRequest, run_drive
from models.candidates import Candidate
from models.case_files import CandidateIdentity
from models.drives import Drive, DriveGuest, GuestState
from models.errors import DomainError, InputRefusedError
from models.introduction_table import WAITING
from models.introductions import Introduction
from models.moves import Step, move
from models.offers import Offer
from models.people import User
from models.vocabulary import IntroductionAction, IntroductionState, OfferState

MOST_SHARED = 700
"""People shared out at once on a page; more goes by the command."""
HERE = frozenset({GuestState.INVITED, GuestState.PRESENT, GuestState.WAITING})
SEPARATOR = " "


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody proposed on an offer; `value` is what the form sends back."""

    offer: Offer
    candidate: Candidate
    name: str | None
    is_alternate: bool
    why: str

    @property
    def called(self) -> str:
        """Identifier and name."""
        return " ".join(filter(None, (self.candidate.identifier, self.name)))

    @property
    def value(self) -> str:
        """Offer, person and kind of place."""
        kind = ALTERNATE if self.is_alternate else SEATED
        return SEPARATOR.join((str(self.offer.key), str(self.candidate.key), kind))


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed; every person of `people` is in `places` or in `without`.

    who : « venues » where somebody came to a session, else everybody who has not left
    """

    who: str
    people: int
    posts: int
    places: tuple[Place, ...]
    empty: tuple[Offer, ...]
    without: tuple[tuple[str, str], ...]

    @property
    def seated(self) -> int:
        """People proposed for a post."""
        return sum(not place.is_alternate for place in self.places)


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept of a proposal, and whom it did not reach, with why."""

    retained: int
    reserved: int
    skipped: tuple[tuple[str, str], ...]


def propose(session: Session, drive: Drive, matcher: Matcher, today: date) -> Proposal:
    """Share the posts left out among the people who came, or who may come.

    Raises
    ------
    InputRefusedError : nobody yet, too many people, or no post left on an open offer
    """
    guests = session.scalars(select(DriveGuest).where(DriveGuest.drive_id == drive.id)).all()
    came = [each for each in guests if each.state is GuestState.PRESENT]
    ids = [each.candidate_id for each in came or guests if each.state in HERE]
    offers = {offer.reference: offer for offer in _with_posts(session, drive)}
    if not ids:
        raise InputRefusedError("invitez d’abord des personnes", "Répartition")
    if len(ids) > MOST_SHARED:
        raise InputRefusedError(f"{MOST_SHARED} personnes au plus à la fois", "Répartition")
    if not offers:
        raise InputRefusedError("aucune offre ouverte n’a de poste libre", "Répartition")
    people = {each.record.identifier: each for each in stored_candidates(session, ids)}
    parsed = [
        replace(
            offer_to_rank(session, offer),
            reference=offer.reference,
            positions=posts_of(session, offer).left,
        )
        for offer in offers.values()
    ]
    request = DriveRequest(
        offers=parsed,
        people=[each.record for each in people.values()],
        today=today,
        forces={key: forces_of(session, offer.id) for key, offer in offers.items()},
        pairs=_pairs(session, list(offers.values()), {i: p.id for i, p in people.items()}),
    )
    result = run_drive(matcher.current(session), request)
    known = _named(session, ids)
    places = tuple(
        Place(offers[line[0]], *known[line[5]], line[3] == ALTERNATE, line[9])
        for line in result.lines
        if line[3] in (SEATED, ALTERNATE)
    )
    return Proposal(
        who="venues" if came else "invitées ou en attente",
        people=len(people),
        posts=result.posts,
        places=places,
        empty=tuple(offers[line[0]] for line in result.lines if line[0] and not line[5]),
        without=tuple(
            (" ".join(filter(None, (line[5], known[line[5]][1]))), _why(line[9]))
            for line in result.lines
            if line[5] and not line[0]
        ),
    )


ENDED = "Écartée ou close sur chacune de ces offres."


def _why(words: str) -> str:
    """Nobody is considered nowhere, but for those whose introductions all ended."""
    return ENDED if words == NOWHERE else words


def _with_posts(session: Session, drive: Drive) -> list[Offer]:
    return [
        offer
        for offer in offers_of(session, drive)
        if offer.state is OfferState.OPEN and posts_of(session, offer).left
    ]


def _pairs(
    session: Session, offers: Sequence[Offer], people: dict[str, int]
) -> dict[str, list[str]]:
    """Who is considered where: the offers one is put forward on; where there is none, all."""
    rows = session.execute(
        select(Introduction.offer_id, Introduction.candidate_id, Introduction.state).where(
            Introduction.offer_id.in_([offer.id for offer in offers]),
            Introduction.candidate_id.in_(people.values()),
        )
    ).all()
    forward = {(row.offer_id, row.candidate_id) for row in rows if row.state in WAITING}
    ended = {(row.offer_id, row.candidate_id) for row in rows if row.state not in WAITING}
    anywhere = {person for _, person in forward}
    return {
        offer.reference: [
            identifier
            for identifier, person in people.items()
            if (offer.id, person) in forward
            or (person not in anywhere and (offer.id, person) not in ended)
        ]
        for offer in offers
    }


def _named(session: Session, ids: Sequence[int]) -> dict[str, tuple[Candidate, str | None]]:
    found = session.execute(
        select(Candidate, CandidateIdentity)
        .outerjoin(CandidateIdentity, CandidateIdentity.candidate_id == Candidate.id)
        .where(Candidate.id.in_(ids))
    )
    return {candidate.identifier: (candidate, name_of(identity)) for candidate, identity in found}


def keep_places(
    session: Session, user: User, drive: Drive, values: Sequence[str], at: datetime
) -> Kept:
    """Retain the people ticked for their offer, alternates in its complementary list.

    One that cannot be holds no other back. Nobody is sent, no agreement is taken.

    Raises
    ------
    InputRefusedError : nobody is ticked, or a line that is none of ours
    NotFoundError : somebody ticked is in no file
    """
    if not values:
        raise InputRefusedError("cochez au moins une personne", "Répartition")
    offers = {str(offer.key): offer for offer in offers_of(session, drive)}
    retained = reserved = 0
    skipped = []
    for value in dict.fromkeys(values):
        offer_key, candidate_key, kind = ([*value.split(SEPARATOR), "", ""])[:3]
        if offer_key not in offers or kind not in (SEATED, ALTERNATE):
            raise InputRefusedError("cette ligne n’est pas de ce recrutement", "Répartition")
        candidate = candidate_of(session, candidate_key)
        try:
            with session.begin_nested():
                _keep(session, user, (offers[offer_key], candidate), kind == ALTERNATE, at)
        except DomainError as error:
            skipped.append((candidate.identifier, str(error)))
        else:
            reserved += kind == ALTERNATE
            retained += kind == SEATED
    return Kept(retained, reserved, tuple(skipped))


def _keep(
    session: Session, user: User, pair: tuple[Offer, Candidate], is_alternate: bool, at: datetime
) -> None:
    offer, candidate = pair
    introduction = session.scalar(
        select(Introduction).where(
            Introduction.offer_id == offer.id, Introduction.candidate_id == candidate.id
        )
    )
    if introduction is None or introduction.state is not IntroductionState.KEPT:
        version = UNSEEN_VERSION if introduction is None else introduction.version
        target = Target(offer, candidate.id, version)
        step = Step(IntroductionAction.KEEP, expected_version=version)
        introduction = decide(session, user, target, step, at)
    if is_alternate:
        move(session, introduction, Step(IntroductionAction.RESERVE), actor_of(user), at)
