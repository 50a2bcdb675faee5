"""The small world with people who wait for level 2, put forward by their caseworker."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.services.interviews import Presence, Slot, Work, propose_slot, record_presence
from api.services.interviews_cases import Case, case_of
from api.services.interviews_marks import Mark, lines_of, mark_lines, seen_of
from api.services.interviews_outcome import Outcome, decide
from api.services.shortlists import matcher_of
from api.services.users import find_user
from models.candidates import Candidate, CandidateCredential, CandidateExperience, CandidateSkill
from models.database import transaction
from models.days import PARIS, day_of
from models.interviews import Interview, InterviewResult, InterviewState, LineMark
from models.introductions import Introduction
from models.motives import AgreementChannel
from models.moves import Actor, Step, move, suggest
from models.offers import Offer
from models.people import User
from models.vocabulary import CredentialState, IntroductionAction, Role
from tests.api.routes.world import World, email_of, identifier_of

NOW = datetime.now(UTC).astimezone(PARIS).replace(hour=14, minute=0, second=0, microsecond=0)
"""Today in the afternoon: slots of the morning are past, those of the evening to come."""
PLACE = "Maison de l'emploi, bureau 3"
A = IntroductionAction


def user_of(session: Session, role: Role) -> User:
    return find_user(session, email_of(role))


def wait_for_level2(
    world: World,
    places: Sequence[int],
    by: Role = Role.CASEWORKER,
    ago: timedelta = timedelta(hours=30),
) -> list[str]:
    """Put the people at these places forward on the offer, at level 2; their introductions."""
    with transaction(world.sessions) as session:
        offer = session.scalars(select(Offer)).one()
        offer.level = 2
        author = user_of(session, by)
        return [str(_put_forward(session, offer, place, author, ago).key) for place in places]


def _put_forward(
    session: Session, offer: Offer, place: int, author: User, ago: timedelta
) -> Introduction:
    candidate = session.scalars(
        select(Candidate).where(Candidate.identifier == identifier_of(place))
    ).one()
    _fill(session, candidate)
    at = NOW - ago
    actor = Actor(author.id, author.role)
    introduction = suggest(session, (offer.id, candidate.id), actor, at)
    agreement = Step(A.AGREE, on=day_of(at), channel=AgreementChannel.PHONE)
    for step in (Step(A.KEEP), Step(A.PROPOSE), agreement):
        move(session, introduction, step, actor, at)
    return introduction


def _fill(session: Session, candidate: Candidate) -> None:
    candidate.home_latitude, candidate.home_longitude = 51.0344, 2.3768
    own: dict[str, Any] = {"candidate_id": candidate.id, "position": 0}
    title = {"code": "CACES_R489_1", "label": "CACES R489 cat. 1"}
    session.add_all(
        [
            CandidateCredential(**own, **title, state=CredentialState.HELD),
            CandidateSkill(**own, label="lecture de bons"),
            CandidateExperience(**own, title="préparatrice de commandes", months=18),
        ]
    )


@dataclass
class Desk:
    """One introduction before one user, step by step through the services."""

    session: Session
    user: User
    key: str
    at: datetime = NOW

    @property
    def case(self) -> Case:
        self.session.expire_all()
        return case_of(self.session, self.user, self.key, day_of(self.at))

    @property
    def work(self) -> Work:
        return Work(self.user, self.at, matcher_of())

    def slot(self, hour: int = 10, advisor: User | None = None, day: int = 0) -> Slot:
        """A slot `day` days from today, with the user unless somebody else is named."""
        when = day_of(self.at) + timedelta(days=day)
        return Slot(when, time(hour), 45, PLACE, str((advisor or self.user).key))

    def plan(self, hour: int = 10, advisor: User | None = None, day: int = 0) -> Interview:
        return propose_slot(self.session, self.case, self.slot(hour, advisor, day), self.work)

    def note(self, interview: Interview, state: InterviewState) -> int:
        presence = Presence(state, interview.version)
        return record_presence(self.session, self.case, interview, presence, self.work)

    def receive(self) -> Interview:
        """An interview that is going on."""
        interview = self.plan()
        self.note(interview, InterviewState.PRESENT)
        return interview

    def fill(self, interview: Interview) -> None:
        """Mark every line as verified, with a word."""
        marks = [
            Mark(str(line.key), LineMark.VERIFIED, "vu ensemble", seen_of(line))
            for line in lines_of(self.session, interview.id)
        ]
        assert mark_lines(self.session, self.case, interview, marks, self.user, self.at) == {}

    def conclude(self, interview: Interview, result: InterviewResult, **values: Any) -> None:
        outcome = Outcome(result, interview.version, **values)
        decide(self.session, self.case, interview, outcome, self.user, self.at)

    def hold(self, result: InterviewResult = InterviewResult.VALIDATED, **values: Any) -> Interview:
        """The whole of an interview."""
        interview = self.receive()
        self.fill(interview)
        self.conclude(interview, result, **values)
        return interview
