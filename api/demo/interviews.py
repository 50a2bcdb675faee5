"""The level-2 bench of the demonstration: who waits, who comes today, who is validated."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from api.demo.seed import Clock
from api.services.interviews import Presence, Slot, Work, propose_slot, record_presence
from api.services.interviews_cases import Case, case_of
from api.services.interviews_marks import Mark, lines_of, mark_lines
from api.services.interviews_outcome import Outcome, decide
from api.services.shortlists import current_shortlist, matcher_of
from models.database import transaction
from models.days import day_of
from models.interviews import Interview, InterviewResult, InterviewState, LineMark, Preparation
from models.introductions import Introduction
from models.motives import AgreementChannel
from models.moves import Actor, Step, move, suggest
from models.offers import Offer
from models.people import User
from models.shortlists import ShortlistEntry
from models.vocabulary import Band, Domain, IntroductionAction, OfferState, Role

PLACE = "Maison de l’emploi, bureau 2"
DOMAIN = Domain.TRANSPORT
"""That of the advisor of the demonstration."""
SHOWN = 7
"""People on the bench, one a situation."""
MOST_AN_OFFER = 4
LEFT_OPEN = 4
"""Lines of the grid that the interview under way has not come to yet."""
ANSWER = "Vu ensemble, d’accord."
A = IntroductionAction


def add_interviews(factory: sessionmaker[Session], clock: Clock) -> int:
    """Put people forward on offers of level 2 and play their interviews; how many people."""
    with transaction(factory) as session:
        people = {
            role: session.scalars(select(User).where(User.role == role)).first()
            for role in (Role.ADVISOR, Role.CASEWORKER)
        }
        advisor, caseworker = people[Role.ADVISOR], people[Role.CASEWORKER]
        if advisor is None or caseworker is None:
            return 0
        played = 0
        for place, pair in enumerate(_pairs(session)):
            author = advisor if place == SHOWN - 1 else caseworker
            ago = timedelta(hours=6 + 7 * place)
            introduction = _put_forward(session, pair, author, clock.now - ago)
            work = Work(advisor, clock.now, matcher_of())
            _play(session, str(introduction.key), place, work)
            played += 1
        return played


def _pairs(session: Session) -> Iterator[tuple[int, int]]:
    """(offer, candidate) of people without obstacle on open offers of level 2, the best first."""
    offers = session.scalars(
        select(Offer)
        .where(Offer.state == OfferState.OPEN, Offer.level == 2, Offer.domain == DOMAIN)
        .order_by(Offer.id)
    ).all()
    seen: set[int] = set(session.scalars(select(Introduction.candidate_id)))
    left = SHOWN
    for offer in offers:
        shortlist = current_shortlist(session, offer)
        if shortlist is None:
            continue
        for candidate_id in session.scalars(
            select(ShortlistEntry.candidate_id)
            .where(
                ShortlistEntry.shortlist_id == shortlist.id,
                ShortlistEntry.band.in_((Band.VERY_SUITABLE, Band.SUITABLE, Band.TO_CHECK)),
                ShortlistEntry.is_eligible,
            )
            .order_by(ShortlistEntry.rank)
            .limit(MOST_AN_OFFER)
        ).all():
            if candidate_id not in seen and left:
                seen.add(candidate_id)
                left -= 1
                yield offer.id, candidate_id


def _put_forward(
    session: Session, pair: tuple[int, int], author: User, at: datetime
) -> Introduction:
    actor = Actor(author.id, author.role)
    introduction = suggest(session, pair, actor, at)
    agreement = Step(A.AGREE, on=day_of(at), channel=AgreementChannel.PHONE)
    for step in (Step(A.KEEP), Step(A.PROPOSE), agreement):
        move(session, introduction, step, actor, at)
    return introduction


def _play(session: Session, key: str, place: int, work: Work) -> None:
    """One situation a place: none yet, planned, under way, missed, prepared, validated, own."""
    case = case_of(session, work.user, key, day_of(work.at))
    match place:
        case 1:
            _plan(session, case, work, day=1, hour=9 + place)
        case 2:
            _receive(session, case, work, place, left=LEFT_OPEN)
        case 3:
            _note(session, case, _plan(session, case, work, day=-1, hour=10), work, "absent")
        case 4:
            interview = _receive(session, case, work, place, left=LEFT_OPEN)
            outcome = Outcome(
                InterviewResult.TO_PREPARE, interview.version, preparation=Preparation.REHEARSAL
            )
            decide(session, case, interview, outcome, work.user, work.at)
        case 5:
            interview = _receive(session, case, work, place, left=0)
            outcome = Outcome(InterviewResult.VALIDATED, interview.version)
            decide(session, case, interview, outcome, work.user, work.at)


def _plan(session: Session, case: Case, work: Work, day: int, hour: int) -> Interview:
    when = day_of(work.at) + timedelta(days=day)
    slot = Slot(when, time(hour), 45, PLACE, str(work.user.key))
    return propose_slot(session, case, slot, work)


def _note(session: Session, case: Case, interview: Interview, work: Work, state: str) -> None:
    presence = Presence(InterviewState(state), interview.version)
    record_presence(session, case, interview, presence, work)


def _receive(session: Session, case: Case, work: Work, hour: int, left: int) -> Interview:
    """An interview of yesterday whose grid lacks its `left` last lines."""
    interview = _plan(session, case, work, day=-1, hour=10 + hour)
    _note(session, case, interview, work, "present")
    lines = lines_of(session, interview.id)
    marks = [
        Mark(str(line.key), LineMark.VERIFIED, ANSWER if line.section.asks_words else "")
        for line in lines[: len(lines) - left]
    ]
    mark_lines(session, case, interview, marks, work.user, work.at)
    return interview
