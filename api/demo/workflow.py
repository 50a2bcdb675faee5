"""The introductions of the demonstration: one at each step, so that the morning has its tasks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import case, select
from sqlalchemy.orm import Session, sessionmaker

from api.demo.seed import Clock
from api.services.scope import candidates_visible
from api.services.shortlists import current_shortlist
from models.candidates import Candidate
from models.database import transaction
from models.days import day_of
from models.endings import EndMotive
from models.introductions import Introduction, IntroductionNote
from models.motives import AgreementChannel, ParticipantMotive
from models.moves import Actor, Step, move, suggest
from models.offers import Offer
from models.people import User
from models.shortlists import ShortlistEntry
from models.vocabulary import Band, DiscardMotive, Domain, IntroductionAction, OfferState, Role

DOMAIN = Domain.TRANSPORT
"""That of the advisor of the demonstration."""
MOST_AN_OFFER = 5
FITTING = (Band.VERY_SUITABLE, Band.SUITABLE)
A = IntroductionAction
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Story:
    """What happened to one introduction: steps with how long ago, who, and a word of theirs."""

    steps: tuple[tuple[Step, timedelta], ...]
    by: Role = Role.CASEWORKER
    note: str = ""


def _agreed(ago: timedelta, channel: AgreementChannel) -> tuple[tuple[Step, timedelta], ...]:
    return (
        (Step(A.KEEP), ago + 2 * DAY),
        (Step(A.PROPOSE), ago + DAY),
        (Step(A.AGREE, channel=channel), ago),
    )


STORIES = (
    Story(((Step(A.KEEP), timedelta(hours=18)),), Role.ADVISOR),
    Story(
        ((Step(A.KEEP), 6 * DAY), (Step(A.PROPOSE), 5 * DAY)),
        note="Message laissé mardi ; rappeler après 17 heures.",
    ),
    Story(_agreed(timedelta(hours=3), AgreementChannel.PHONE)),
    Story(
        _agreed(27 * DAY, AgreementChannel.SPOKEN),
        note="Toujours partante, mais l’accord est à redemander avant d’envoyer.",
    ),
    Story(
        (
            (Step(A.KEEP), 4 * DAY),
            (Step(A.PROPOSE), 3 * DAY),
            (Step(A.DECLINE, ParticipantMotive.TRIP.value), 2 * DAY),
        )
    ),
    Story(((Step(A.KEEP), 6 * DAY), (Step(A.RESERVE), 5 * DAY)), Role.ADVISOR),
    Story(
        (
            *_agreed(4 * DAY, AgreementChannel.SMS),
            (
                Step(A.CLOSE, EndMotive.WITHDRAWN.value, detail=ParticipantMotive.FOUND_WORK.value),
                DAY,
            ),
        ),
        note="A signé ailleurs la semaine dernière : bonne nouvelle.",
    ),
    Story(((Step(A.DISCARD, DiscardMotive.MOBILITY.value), 2 * DAY),), Role.ADVISOR),
)
"""One introduction a story, in the order of the pairs."""


def add_workflow(factory: sessionmaker[Session], clock: Clock) -> int:
    """Play the stories on people and open offers of level 1; how many were played."""
    with transaction(factory) as session:
        advisor = session.scalars(select(User).where(User.role == Role.ADVISOR)).first()
        caseworker = session.scalars(select(User).where(User.role == Role.CASEWORKER)).first()
        if advisor is None or caseworker is None:
            return 0
        actors = {Role.ADVISOR: advisor, Role.CASEWORKER: caseworker}
        played = 0
        for story, pair in zip(STORIES, _pairs(session, caseworker), strict=False):
            _play(session, pair, story, actors[story.by], clock)
            played += 1
        return played


def _play(
    session: Session, pair: tuple[int, int], story: Story, user: User, clock: Clock
) -> Introduction:
    actor = Actor(user.id, user.role)
    introduction = suggest(session, pair, actor, clock.now - story.steps[0][1])
    for step, ago in story.steps:
        at = clock.now - ago
        dated = Step(
            step.action,
            step.motive,
            on=day_of(at) if step.action is A.AGREE else None,
            channel=step.channel,
            detail=step.detail,
            is_confirmed=True,
        )
        move(session, introduction, dated, actor, at)
    if story.note:
        session.add(
            IntroductionNote(
                introduction_id=introduction.id,
                at=clock.now - story.steps[-1][1],
                author_id=user.id,
                text=story.note,
            )
        )
        session.flush()
    return introduction


def _pairs(session: Session, caseworker: User) -> Iterator[tuple[int, int]]:
    """(offer, candidate) of fitting people nobody decided on, the caseworker's own first."""
    seen: set[int] = set(session.scalars(select(Introduction.candidate_id)))
    is_own = case((candidates_visible(caseworker), 0), else_=1)
    for offer in session.scalars(
        select(Offer)
        .where(Offer.state == OfferState.OPEN, Offer.level == 1, Offer.domain == DOMAIN)
        .order_by(Offer.id)
    ).all():
        shortlist = current_shortlist(session, offer)
        if shortlist is None:
            continue
        left = MOST_AN_OFFER
        for candidate_id in session.scalars(
            select(Candidate.id)
            .join(ShortlistEntry, ShortlistEntry.candidate_id == Candidate.id)
            .where(
                ShortlistEntry.shortlist_id == shortlist.id,
                ShortlistEntry.band.in_(FITTING),
                ShortlistEntry.is_eligible,
            )
            .order_by(is_own, ShortlistEntry.rank)
        ).all():
            if candidate_id not in seen and left:
                seen.add(candidate_id)
                left -= 1
                yield offer.id, candidate_id
