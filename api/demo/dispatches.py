"""The dispatches of the demonstration: one at each state, as the services make them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from api.demo.seed import Clock
from api.services.answers import answer, confirm
from api.services.answers_given import Given
from api.services.answers_links import create_link, note_reading, open_link
from api.services.answers_news import ask
from api.services.dispatches import NewDispatch, Recipient, prepare, recipient_of, send
from api.services.dispatches_rules import reply_by
from api.services.dispatches_waiting import close, remind
from api.services.offers import parsed_offer
from api.services.shortlists import current_shortlist
from models.candidates import Candidate
from models.database import transaction
from models.days import day_of
from models.dispatch_lists import CardAnswer
from models.dispatch_moves import CONTACT, THE_SYSTEM
from models.dispatches import Dispatch
from models.introductions import Introduction
from models.motives import AgreementChannel, EmployerMotive
from models.moves import Actor, Step, move, suggest
from models.offers import Offer
from models.people import User
from models.shortlists import ShortlistEntry
from models.vocabulary import Band, IntroductionAction, OfferState, Role

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
PEOPLE = 3
FITTING = (Band.VERY_SUITABLE, Band.SUITABLE)
SOMEBODY = Recipient("Littoral Emploi Fictif", "Élodie Marquis", phone="03 28 00 00 11")
EMAIL = "contact@littoral-emploi.example"
C = CardAnswer
Play = Callable[[Session, Dispatch, datetime], None]
"""What happened after the sending, at its instant."""


def _waits(session: Session, dispatch: Dispatch, at: datetime) -> None:
    """Nothing happened yet."""


def _is_read(session: Session, dispatch: Dispatch, at: datetime) -> None:
    opened = open_link(session, create_link(session, dispatch.id, at), None, at + HOUR)
    note_reading(session, opened, "Android", at + HOUR)


def _answers_in_part(session: Session, dispatch: Dispatch, at: datetime) -> None:
    _is_read(session, dispatch, at)
    meeting = at + 5 * DAY
    given = Given(C.MEET, meet_at=meeting, meet_place="à l’agence")
    answer(session, dispatch, dispatch.cards[0], given, CONTACT, at + 2 * HOUR)
    confirm(session, dispatch, dispatch.cards[0], CONTACT, at + 2 * HOUR)
    ask(session, dispatch, "La personne suivante peut-elle commencer à 6 h ?", CONTACT, at + DAY)
    remind(session, dispatch, THE_SYSTEM, at + 3 * DAY)


def _answers_all(session: Session, dispatch: Dispatch, at: datetime) -> None:
    _is_read(session, dispatch, at)
    refusals = (EmployerMotive.EXPERIENCE, EmployerMotive.CREDENTIAL, EmployerMotive.MOBILITY)
    for card, motive in zip(dispatch.cards[1:], refusals, strict=False):
        answer(session, dispatch, card, Given(C.REFUSED, motive), CONTACT, at + DAY)
        confirm(session, dispatch, card, CONTACT, at + DAY)
    first = dispatch.cards[0]
    answer(session, dispatch, first, Given(C.MEET), CONTACT, at + DAY)
    confirm(session, dispatch, first, CONTACT, at + DAY)


def _says_nothing(session: Session, dispatch: Dispatch, at: datetime) -> None:
    remind(session, dispatch, THE_SYSTEM, at + 3 * DAY)
    remind(session, dispatch, THE_SYSTEM, at + 7 * DAY)
    close(session, dispatch, THE_SYSTEM, at + 10 * DAY)


@dataclass(frozen=True, slots=True)
class Story:
    """How long ago it was sent (None: made ready only), and what came of it."""

    ago: timedelta
    play: Play | None


STORIES = (
    Story(2 * DAY, None),
    Story(DAY, _waits),
    Story(2 * DAY, _is_read),
    Story(4 * DAY, _answers_in_part),
    Story(6 * DAY, _answers_all),
    Story(12 * DAY, _says_nothing),
)


def add_dispatches(factory: sessionmaker[Session], clock: Clock) -> int:
    """Play the stories on open offers of level 1; how many were played."""
    with transaction(factory) as session:
        advisor = session.scalars(select(User).where(User.role == Role.ADVISOR)).first()
        if advisor is None:
            return 0
        played = 0
        for offer in _offers(session, advisor):
            if played == len(STORIES):
                break
            people = _people(session, offer)
            if len(people) == PEOPLE:
                _play(session, advisor, offer, people, STORIES[played], clock)
                played += 1
        return played


def _offers(session: Session, advisor: User) -> Sequence[Offer]:
    """Open offers of the advisor's domains that nobody is put forward on."""
    busy = select(Introduction.offer_id)
    query = select(Offer).where(
        Offer.state == OfferState.OPEN, Offer.level == 1, Offer.id.not_in(busy)
    )
    if advisor.domains:
        query = query.where(Offer.domain.in_(advisor.domains))
    return session.scalars(query.order_by(Offer.id.desc())).all()


def _people(session: Session, offer: Offer) -> Sequence[Candidate]:
    """The first fitting people of the list whom nobody put forward anywhere."""
    shortlist = current_shortlist(session, offer)
    if shortlist is None:
        return ()
    busy = select(Introduction.candidate_id)
    return session.scalars(
        select(Candidate)
        .join(ShortlistEntry, ShortlistEntry.candidate_id == Candidate.id)
        .where(
            ShortlistEntry.shortlist_id == shortlist.id,
            ShortlistEntry.band.in_(FITTING),
            Candidate.id.not_in(busy),
        )
        .order_by(ShortlistEntry.rank)
        .limit(PEOPLE)
    ).all()


def _play(
    session: Session,
    user: User,
    offer: Offer,
    people: Sequence[Candidate],
    story: Story,
    clock: Clock,
) -> None:
    at = clock.now - story.ago
    found = [_agreed(session, user, offer, person, at - DAY) for person in people]
    dispatch = prepare(session, user, offer, _asked(session, offer, found, at), at)
    if story.play is not None:
        send(session, user, dispatch, at)
        story.play(session, dispatch, at)


def _agreed(
    session: Session, user: User, offer: Offer, person: Candidate, at: datetime
) -> Introduction:
    actor = Actor(user.id, user.role)
    introduction = suggest(session, (offer.id, person.id), actor, at - DAY)
    agreement = Step(IntroductionAction.AGREE, on=day_of(at), channel=AgreementChannel.PHONE)
    for step in (
        Step(IntroductionAction.KEEP, note="profil vu en entretien", is_confirmed=True),
        Step(IntroductionAction.PROPOSE, is_confirmed=True),
        agreement,
    ):
        move(session, introduction, step, actor, at)
    return introduction


def _asked(
    session: Session, offer: Offer, found: Sequence[Introduction], at: datetime
) -> NewDispatch:
    said = recipient_of(offer, parsed_offer(session, offer))
    recipient = replace(
        said,
        name=said.name or SOMEBODY.name,
        contact_name=said.contact_name or SOMEBODY.contact_name,
        phone=said.phone or SOMEBODY.phone,
        email=EMAIL,
        is_temp=False,
    )
    keys = tuple(str(each.key) for each in found)
    return NewDispatch(keys, recipient, reply_by(day_of(at), False, offer.deadline))
