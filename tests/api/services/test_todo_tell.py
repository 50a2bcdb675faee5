"""« Personnes à prévenir »: whoever follows a person reads that they wait for news."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from api.services.answers import answer, confirm
from api.services.answers_given import Given
from api.services.dispatches_scope import dispatch_of, is_to_tell
from api.services.dispatches_waiting import close, mark_told
from api.services.todo import TodoItem, todo
from api.services.todo_tell import TELL
from models.candidates import Candidate
from models.case_files import CandidateFollow
from models.dispatch_lists import CardAnswer
from models.dispatch_moves import CONTACT, THE_SYSTEM
from models.dispatches import Dispatch, DispatchCard
from models.endings import EndMotive
from models.motives import EmployerMotive
from models.moves import SYSTEM, Step, move
from models.people import User
from models.vocabulary import Domain, IntroductionAction, Role
from tests.api.dispatch_world import AGENCY, MONDAY, Scene, card_at, loaded, sent, set_scene
from tests.factories import make_user

C = CardAnswer
DAY = timedelta(days=1)
LATER = MONDAY + DAY


@dataclass(frozen=True)
class Desk:
    """Three people sent for « Cariste », the first followed by Claire."""

    session: Session
    scene: Scene
    dispatch: Dispatch
    claire: User

    @property
    def card(self) -> DispatchCard:
        return card_at(self.dispatch, 0)

    @property
    def person(self) -> str:
        """The identifier of the person of the first card."""
        return self.session.get_one(Candidate, self.card.introduction.candidate_id).identifier

    def user(self, role: Role, **values: object) -> User:
        user = make_user(role, **values)
        self.session.add(user)
        self.session.flush()
        return user

    def items(self, user: User, at: datetime = LATER) -> list[TodoItem]:
        return [each for each in todo(self.session, user, at) if each.kind == TELL]

    def answered(self, given: Given, at: datetime = LATER) -> None:
        answer(self.session, self.dispatch, self.card, given, CONTACT, at)
        confirm(self.session, self.dispatch, self.card, CONTACT, at)

    def silent(self) -> None:
        close(self.session, self.dispatch, THE_SYSTEM, LATER)

    def follow(self, place: int, caseworker: str | None) -> None:
        person = card_at(self.dispatch, place).introduction.candidate_id
        self.session.merge(CandidateFollow(candidate_id=person, caseworker=caseworker))
        self.session.flush()


@pytest.fixture
def desk(session: Session) -> Desk:
    scene = set_scene(session, title="Cariste", domain=Domain.TRANSPORT.value)
    claire = make_user(Role.CASEWORKER, name="Claire Denis")
    session.add(claire)
    made = Desk(session, scene, loaded(session, sent(session, scene).id), claire)
    made.follow(0, "CLAIRE DENIS")
    return made


REFUSED = Given(C.REFUSED, motive=EmployerMotive.EXPERIENCE)
MEET = Given(C.MEET)
HAPPENED: dict[str, Callable[[Desk], None]] = {
    "sans réponse de l’employeur": Desk.silent,
    "refus de l’employeur": lambda desk: desk.answered(REFUSED),
    "retenu·e par l’employeur": lambda desk: desk.answered(
        Given(C.HIRED, start_on=date(2026, 12, 1))
    ),
    "rencontre souhaitée par l’employeur": lambda desk: desk.answered(MEET),
}


@pytest.mark.parametrize("words", HAPPENED)
def test_the_caseworker_is_asked_to_tell_the_person_until_it_is_said(
    words: str, desk: Desk
) -> None:
    assert desk.items(desk.claire) == []
    HAPPENED[words](desk)
    (item,) = desk.items(desk.claire)
    assert item.title == f"{desk.person} : {words} pour Cariste"
    assert item.detail.startswith(f"{AGENCY}, le 24 novembre 2026.")
    assert item.href == f"/envois/{desk.dispatch.key}#fiche-{str(desk.card.key)[:8]}"
    assert item.due == LATER.date() + 2 * DAY
    for user in (desk.user(Role.CASEWORKER), desk.user(Role.OFFICER), desk.user(Role.MANAGER)):
        assert desk.items(user) == []
    assert all(desk.person not in each.title for each in desk.items(desk.scene.user))
    assert desk.items(desk.claire, LATER + 31 * DAY) == []

    dispatch = dispatch_of(desk.session, desk.claire, str(desk.dispatch.key))
    mark_told(desk.session, desk.claire, dispatch, str(desk.card.key), LATER + DAY)
    assert desk.items(desk.claire, LATER + 2 * DAY) == []


def test_nothing_is_said_before_the_answer_took_effect(desk: Desk) -> None:
    answer(desk.session, desk.dispatch, desk.card, REFUSED, CONTACT, LATER)
    mark_told(desk.session, desk.claire, desk.dispatch, str(desk.card.key), LATER)
    assert desk.items(desk.claire) == []
    confirm(desk.session, desk.dispatch, desk.card, CONTACT, LATER)
    assert len(desk.items(desk.claire)) == 1


def test_whoever_was_told_of_a_meeting_is_told_of_its_end_too(desk: Desk) -> None:
    desk.answered(MEET)
    mark_told(desk.session, desk.claire, desk.dispatch, str(desk.card.key), LATER)
    assert desk.items(desk.claire) == []
    desk.answered(REFUSED, LATER + DAY)
    assert is_to_tell(desk.card)
    (item,) = desk.items(desk.claire, LATER + DAY)
    assert "refus de l’employeur" in item.title


def test_nobody_is_told_of_a_meeting_once_the_offer_is_over(desk: Desk) -> None:
    desk.answered(MEET)
    step = Step(IntroductionAction.CLOSE, EndMotive.OFFER_CLOSED.value)
    move(desk.session, desk.card.introduction, step, SYSTEM, LATER)
    assert desk.items(desk.claire) == []
    assert not is_to_tell(desk.card)


def test_whom_no_account_follows_is_told_by_the_advisor_who_sent(desk: Desk) -> None:
    desk.follow(0, "Paul Parti")
    desk.silent()
    beside = desk.user(Role.ADVISOR, domains=[Domain.TRANSPORT.value])
    assert len(desk.items(desk.scene.user)) == 3
    assert desk.items(beside) == []
    desk.follow(0, "Claire Denis")
    assert len(desk.items(desk.scene.user)) == 2
    desk.claire.is_active = False
    desk.session.flush()
    assert len(desk.items(desk.scene.user)) == 3


def test_what_an_officer_sent_is_told_by_the_advisors_of_the_offer(desk: Desk) -> None:
    desk.dispatch.created_by_id = desk.user(Role.OFFICER).id
    desk.silent()
    near = desk.user(Role.ADVISOR, domains=[Domain.TRANSPORT.value])
    far = desk.user(Role.ADVISOR, domains=[Domain.CATERING.value])
    assert len(desk.items(near)) == 2
    assert desk.items(far) == []
