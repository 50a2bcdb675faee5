"""The table of introductions: every role, state and action, every guard, two at once."""

import itertools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from models.closing import close_waiting, restore_closed
from models.database import transaction
from models.endings import ComeBackMotive, EndMotive
from models.errors import (
    ConcurrentChangeError,
    DomainError,
    MotiveMissingError,
    RoleRefusedError,
    TransitionRefusedError,
)
from models.interviews import Interview, InterviewLine, InterviewResult, InterviewState, LineMark
from models.interviews import LineSection as Section
from models.introductions import Introduction, IntroductionEvent
from models.motives import AgreementChannel, EmployerMotive, ParticipantMotive
from models.move_guards import CHECKS, KEPT_BY_SERVICES
from models.moves import SYSTEM, Actor, Step, move, suggest, undo
from models.offers import Offer
from models.transition_words import Guard
from models.transitions import INTRODUCTION_TRANSITIONS, actions_for, introduction_transition
from models.vocabulary import IntroductionAction, IntroductionState, OfferState, Role
from tests.factories import make_candidate, make_offer, make_user

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
A = IntroductionAction
S = IntroductionState
R = Role
THREE = {R.CASEWORKER, R.ADVISOR, R.MANAGER}
TWO = {R.ADVISOR, R.MANAGER}
UNDER_WAY = {
    S.KEPT,
    S.RESERVE,
    S.PROPOSED,
    S.AGREED,
    S.LEVEL2_PENDING,
    S.LEVEL2_VALIDATED,
    S.DISPATCHED,
}
HEARERS = {R.OFFICER, R.ADVISOR, R.MANAGER, R.AGENCY}
NO = ParticipantMotive.TRIP.value

WORKFLOW: list[tuple[A, str | None, str | None, set[S], set[S], set[Role]]] = [
    (A.DISCARD, "autre", None, {S.SUGGESTED}, {S.DISCARDED}, THREE),
    (A.KEEP, None, None, {S.SUGGESTED, S.DISCARDED, S.RESERVE}, {S.KEPT}, THREE),
    (A.RESERVE, None, None, {S.KEPT}, {S.RESERVE}, TWO),
    (A.PROPOSE, None, None, {S.KEPT}, {S.PROPOSED}, THREE),
    (A.AGREE, None, None, {S.PROPOSED}, {S.AGREED}, THREE),
    (A.AGREE, None, None, {S.AGREED}, {S.AGREED}, THREE),
    (A.AGREE, None, None, {S.LEVEL2_PENDING}, {S.LEVEL2_PENDING}, THREE),
    (A.AGREE, None, None, {S.LEVEL2_VALIDATED}, {S.LEVEL2_VALIDATED}, THREE),
    (A.DECLINE, NO, None, {S.PROPOSED}, {S.DECLINED}, THREE),
    (A.SUBMIT, None, None, {S.AGREED}, {S.LEVEL2_PENDING}, set()),
    (A.VALIDATE, None, None, {S.LEVEL2_PENDING}, {S.LEVEL2_VALIDATED}, TWO),
    (A.REFUSE, None, None, {S.LEVEL2_PENDING}, {S.LEVEL2_REFUSED}, TWO),
    (A.RETURN, None, None, {S.LEVEL2_PENDING}, {S.KEPT}, TWO),
    (
        A.DISPATCH,
        None,
        None,
        {S.AGREED, S.LEVEL2_VALIDATED},
        {S.DISPATCHED},
        THREE | {R.OFFICER},
    ),
    (A.CLOSE, "retenue", None, {S.DISPATCHED}, {S.CLOSED}, HEARERS),
    (A.CLOSE, "refusee_employeur", "poste_pourvu", {S.DISPATCHED}, {S.CLOSED}, HEARERS),
    (A.CLOSE, "sans_reponse", None, {S.DISPATCHED}, {S.CLOSED}, set()),
    (A.CLOSE, "desistement", NO, UNDER_WAY, {S.CLOSED}, THREE),
    (A.CLOSE, "embauche_ailleurs", None, UNDER_WAY, {S.CLOSED}, THREE),
    (A.CLOSE, "doublon", None, UNDER_WAY, {S.CLOSED}, THREE),
    (A.REOPEN, "erreur", None, {S.CLOSED}, set(), TWO),
    (A.SUGGEST, None, None, set(), {S.SUGGESTED}, THREE),
    (A.UNDO, None, None, set(), set(), set()),
]
"""What the workflow of the programme says, written here a second time on purpose."""


ASKED = list(dict.fromkeys(row[:3] for row in WORKFLOW))


@pytest.mark.parametrize(("action", "motive", "detail"), ASKED)
def test_every_cell_of_the_workflow(action: A, motive: str | None, detail: str | None) -> None:
    rows = [row for row in WORKFLOW if row[:3] == (action, motive, detail)]
    for state, role in itertools.product(S, R):
        ends = [row[4] for row in rows if state in row[3] and role in row[5]]
        if ends:
            found = introduction_transition(action, state, role, motive, detail)
            assert {found.to_state} - {None} == ends[0]
            assert action in actions_for(state, role)
        else:
            with pytest.raises((RoleRefusedError, TransitionRefusedError, MotiveMissingError)):
                introduction_transition(action, state, role, motive, detail)


def test_no_row_of_the_code_is_out_of_the_workflow() -> None:
    told = {(action, motive) for action, motive, *_ in WORKFLOW}
    for row in INTRODUCTION_TRANSITIONS:
        if row.action is A.CLOSE and row.roles:
            assert {(A.CLOSE, motive) for motive in row.motives or ()} <= told
        assert row.action in {action for action, _ in told}


@pytest.mark.parametrize("motive", [EndMotive.REFUSED, EndMotive.WITHDRAWN])
def test_who_said_no_says_why(motive: EndMotive) -> None:
    words = EmployerMotive if motive is EndMotive.REFUSED else ParticipantMotive
    for detail in (None, "", "parce que"):
        with pytest.raises(MotiveMissingError):
            introduction_transition(A.CLOSE, S.DISPATCHED, R.MANAGER, motive.value, detail)
    for each in words:
        introduction_transition(A.CLOSE, S.DISPATCHED, R.MANAGER, motive.value, each.value)


@pytest.mark.parametrize("motive", [None, "", "autre"])
def test_nothing_is_closed_without_a_reason_of_the_list(motive: str | None) -> None:
    with pytest.raises(MotiveMissingError):
        introduction_transition(A.CLOSE, S.DISPATCHED, R.MANAGER, motive)


def test_every_guard_of_the_table_is_asked_by_somebody() -> None:
    asked = {guard for row in INTRODUCTION_TRANSITIONS for guard in row.guards}
    assert asked == set(Guard)
    assert set(CHECKS) | set(KEPT_BY_SERVICES) | {Guard.PERSON_ACTIVE} == asked


@dataclass(frozen=True)
class Scene:
    introduction: Introduction
    offer: Offer
    first: Actor
    second: Actor


def set_scene(session: Session, **offer_values: object) -> Scene:
    offer, candidate = make_offer(**offer_values), make_candidate()
    users = [make_user(Role.ADVISOR, name=name) for name in ("Ana", "Bob")]
    session.add_all([offer, candidate, *users])
    session.flush()
    introduction = suggest(session, (offer.id, candidate.id), SYSTEM, NOW)
    return Scene(introduction, offer, *(Actor(user.id, user.role) for user in users))


def step_of(action: A, motive: str | None = None, detail: str | None = None) -> Step:
    channel = AgreementChannel.SMS if action is A.AGREE else None
    on = NOW.date() if action is A.AGREE else None
    return Step(action, motive, detail=detail, on=on, channel=channel)


def take(session: Session, scene: Scene, *actions: A, at: datetime = NOW) -> None:
    for action in actions:
        move(session, scene.introduction, step_of(action), scene.first, at)


def interviewed(
    session: Session,
    scene: Scene,
    result: InterviewResult | None = InterviewResult.VALIDATED,
    mark: LineMark = LineMark.VERIFIED,
    state: InterviewState = InterviewState.PRESENT,
) -> None:
    user_id = scene.second.user_id
    assert user_id is not None
    session.add(
        Interview(
            introduction_id=scene.introduction.id,
            slot=NOW,
            place="Antenne",
            advisor_id=user_id,
            created_at=NOW,
            created_by_id=user_id,
            state=state,
            result=result,
            decided_by_id=None if result is None else user_id,
            motive="autre" if result is InterviewResult.REFUSED else None,
            lines=[
                InterviewLine(position=0, section=Section.REQUIREMENT, label="Permis B", mark=mark)
            ],
        )
    )
    session.flush()


AGREED = (A.KEEP, A.PROPOSE, A.AGREE)


def test_an_agreement_says_when_how_and_to_whom(session: Session) -> None:
    scene = set_scene(session)
    take(session, scene, *AGREED)
    introduction = scene.introduction
    assert (introduction.state, introduction.agreed_on) == (S.AGREED, NOW.date())
    assert introduction.agreement_channel is AgreementChannel.SMS
    assert introduction.agreement_by_id == introduction.proposed_by_id == scene.first.user_id


@pytest.mark.parametrize(
    ("on", "channel", "words"),
    [
        (None, AgreementChannel.SMS, "date"),
        (date(2026, 11, 24), AgreementChannel.SMS, "à venir"),
        (NOW.date(), None, "moyen"),
    ],
)
def test_an_agreement_nobody_can_date_is_none(
    session: Session, on: date | None, channel: AgreementChannel | None, words: str
) -> None:
    scene = set_scene(session)
    take(session, scene, A.KEEP, A.PROPOSE)
    with pytest.raises(TransitionRefusedError, match=words):
        move(session, scene.introduction, Step(A.AGREE, on=on, channel=channel), scene.first, NOW)


def test_an_old_agreement_is_renewed_where_the_introduction_stands(session: Session) -> None:
    scene = set_scene(session, level=2)
    take(session, scene, *AGREED)
    interviewed(session, scene)
    move(session, scene.introduction, Step(A.VALIDATE), scene.second, NOW)
    later = NOW + timedelta(days=31)
    with pytest.raises(TransitionRefusedError, match="30 jours"):
        take(session, scene, A.DISPATCH, at=later)
    again = Step(A.AGREE, on=later.date(), channel=AgreementChannel.EMAIL)
    with pytest.raises(TransitionRefusedError, match="une autre personne"):
        move(session, scene.introduction, again, scene.second, later)
    move(session, scene.introduction, again, scene.first, later)
    with pytest.raises(TransitionRefusedError, match="ne se reprend pas"):
        undo(session, scene.introduction, scene.first, later)
    assert scene.introduction.agreed_on == later.date()
    take(session, scene, A.DISPATCH, at=later)
    assert scene.introduction.state is S.DISPATCHED


def test_an_agreement_on_level_two_goes_on_by_itself(session: Session) -> None:
    scene = set_scene(session, level=2)
    take(session, scene, *AGREED)
    assert scene.introduction.state is S.LEVEL2_PENDING
    last = session.scalars(select(IntroductionEvent).order_by(IntroductionEvent.id.desc())).first()
    assert last is not None
    assert (last.action, last.actor_id) == (A.SUBMIT, None)
    undo(session, scene.introduction, scene.first, NOW)
    assert (scene.introduction.state, scene.introduction.agreed_on) == (S.PROPOSED, None)


def test_an_offer_that_becomes_level_two_asks_to_be_validated(session: Session) -> None:
    scene = set_scene(session, level=1)
    take(session, scene, *AGREED)
    scene.offer.level = 2
    session.flush()
    with pytest.raises(TransitionRefusedError, match="validation"):
        take(session, scene, A.DISPATCH)
    take(session, scene, A.AGREE)
    assert scene.introduction.state is S.LEVEL2_PENDING
    with pytest.raises(TransitionRefusedError, match="ne se reprend pas"):
        undo(session, scene.introduction, scene.first, NOW)
    assert scene.introduction.state is S.LEVEL2_PENDING


def test_another_person_validates_after_the_interview(session: Session) -> None:
    scene = set_scene(session, level=2)
    take(session, scene, *AGREED)
    with pytest.raises(TransitionRefusedError, match="autre personne"):
        move(session, scene.introduction, Step(A.VALIDATE), scene.first, NOW)
    with pytest.raises(TransitionRefusedError, match="aucun entretien"):
        move(session, scene.introduction, Step(A.VALIDATE), scene.second, NOW)
    interviewed(session, scene)
    with pytest.raises(TransitionRefusedError, match="issue de l’entretien"):
        move(session, scene.introduction, Step(A.REFUSE), scene.second, NOW)
    move(session, scene.introduction, Step(A.VALIDATE), scene.second, NOW)
    assert scene.introduction.validated_by_id == scene.second.user_id
    take(session, scene, A.DISPATCH)
    assert scene.introduction.state is S.DISPATCHED


def test_whoever_put_a_person_forward_does_not_take_the_validation_back(session: Session) -> None:
    scene = set_scene(session, level=2)
    take(session, scene, *AGREED)
    interviewed(session, scene)
    move(session, scene.introduction, Step(A.VALIDATE), scene.second, NOW)
    with pytest.raises(TransitionRefusedError, match="autre personne"):
        undo(session, scene.introduction, scene.first, NOW)
    undo(session, scene.introduction, scene.second, NOW)
    assert scene.introduction.state is S.LEVEL2_PENDING


@pytest.mark.parametrize("lacks", ["result", "grid", "presence"])
def test_half_an_interview_validates_nobody(session: Session, lacks: str) -> None:
    scene = set_scene(session, level=2)
    take(session, scene, *AGREED)
    interviewed(
        session,
        scene,
        None if lacks != "grid" else InterviewResult.VALIDATED,
        LineMark.TO_CHECK if lacks == "grid" else LineMark.VERIFIED,
        InterviewState.ABSENT if lacks == "presence" else InterviewState.PRESENT,
    )
    with pytest.raises(TransitionRefusedError, match="aucun entretien"):
        move(session, scene.introduction, Step(A.VALIDATE), scene.second, NOW)


def test_whoever_took_a_step_back_may_validate(session: Session) -> None:
    scene = set_scene(session, level=2)
    move(session, scene.introduction, Step(A.KEEP), scene.second, NOW)
    undo(session, scene.introduction, scene.second, NOW)
    take(session, scene, *AGREED)
    interviewed(session, scene)
    move(session, scene.introduction, Step(A.VALIDATE), scene.second, NOW)
    assert scene.introduction.state is S.LEVEL2_VALIDATED


def test_two_absences_give_the_person_back(session: Session) -> None:
    scene = set_scene(session, level=2)
    take(session, scene, *AGREED)
    interviewed(session, scene, None, state=InterviewState.ABSENT)
    with pytest.raises(TransitionRefusedError, match="deux entretiens"):
        move(session, scene.introduction, Step(A.RETURN), scene.second, NOW)
    interviewed(session, scene, None, state=InterviewState.ABSENT)
    move(session, scene.introduction, Step(A.RETURN), scene.second, NOW)
    introduction = scene.introduction
    assert (introduction.state, introduction.agreed_on) == (S.KEPT, None)
    assert introduction.kept_by_id == scene.first.user_id


def test_a_sixth_proposition_asks_to_be_confirmed(session: Session) -> None:
    scene = set_scene(session)
    for _ in range(5):
        offer = make_offer()
        session.add(offer)
        session.flush()
        other = suggest(session, (offer.id, scene.introduction.candidate_id), SYSTEM, NOW)
        move(session, other, Step(A.KEEP), scene.first, NOW)
        move(session, other, Step(A.PROPOSE), scene.first, NOW)
    take(session, scene, A.KEEP)
    with pytest.raises(TransitionRefusedError, match="déjà 5 propositions"):
        take(session, scene, A.PROPOSE)
    move(session, scene.introduction, Step(A.PROPOSE, is_confirmed=True), scene.first, NOW)
    assert scene.introduction.state is S.PROPOSED


@pytest.mark.parametrize(
    ("steps", "last", "columns"),
    [
        ((A.KEEP,), Step(A.PROPOSE), ("proposed_by_id",)),
        ((A.KEEP, A.PROPOSE), step_of(A.AGREE), ("agreed_on", "agreement_by_id")),
        ((A.KEEP, A.PROPOSE), step_of(A.DECLINE, NO), ()),
        ((A.KEEP,), Step(A.RESERVE), ()),
        (AGREED, step_of(A.CLOSE, "desistement", NO), ("close_reason", "closed_at")),
    ],
    ids=["propose", "agree", "decline", "reserve", "withdraw"],
)
def test_what_was_not_sent_is_taken_back(
    session: Session, steps: tuple[A, ...], last: Step, columns: tuple[str, ...]
) -> None:
    scene = set_scene(session)
    take(session, scene, *steps)
    before = scene.introduction.state
    move(session, scene.introduction, last, scene.first, NOW)
    undo(session, scene.introduction, scene.second, NOW)
    assert scene.introduction.state is before
    assert [getattr(scene.introduction, name) for name in columns] == [None] * len(columns)


@pytest.mark.parametrize("last", [Step(A.DISPATCH), step_of(A.CLOSE, "desistement", NO)])
def test_what_was_sent_is_not_taken_back(session: Session, last: Step) -> None:
    scene = set_scene(session)
    take(session, scene, *AGREED)
    if last.action is A.CLOSE:
        take(session, scene, A.DISPATCH)
    move(session, scene.introduction, last, scene.first, NOW)
    with pytest.raises(TransitionRefusedError):
        undo(session, scene.introduction, scene.first, NOW)


@pytest.mark.parametrize(
    ("days", "motive", "comes_back"),
    [
        (30, ComeBackMotive.MISTAKE, True),
        (31, ComeBackMotive.MISTAKE, False),
        (90, ComeBackMotive.TRIAL_BROKEN, True),
    ],
)
def test_what_is_closed_comes_back_for_a_while(
    session: Session, days: int, motive: ComeBackMotive, comes_back: bool
) -> None:
    scene = set_scene(session)
    take(session, scene, *AGREED, A.DISPATCH)
    refusal = step_of(A.CLOSE, "refusee_employeur", "poste_pourvu")
    move(session, scene.introduction, refusal, Actor(scene.first.user_id, R.OFFICER), NOW)
    assert scene.introduction.close_reason is EndMotive.REFUSED
    later, step = NOW + timedelta(days=days), Step(A.REOPEN, motive.value)
    if comes_back:
        move(session, scene.introduction, step, scene.second, later)
        introduction = scene.introduction
        assert (introduction.state, introduction.close_reason) == (S.DISPATCHED, None)
    else:
        with pytest.raises(TransitionRefusedError, match="plus de 30 jours"):
            move(session, scene.introduction, step, scene.second, later)


def test_nothing_comes_back_on_an_offer_that_is_over(session: Session) -> None:
    scene = set_scene(session)
    take(session, scene, *AGREED)
    move(session, scene.introduction, step_of(A.CLOSE, "doublon"), scene.first, NOW)
    scene.offer.state = OfferState.CANCELLED
    with pytest.raises(TransitionRefusedError, match="Annulée"):
        move(session, scene.introduction, Step(A.REOPEN, "erreur"), scene.second, NOW)
    with pytest.raises(TransitionRefusedError, match="Annulée"):
        undo(session, scene.introduction, scene.first, NOW)


@pytest.mark.parametrize("reason", EndMotive)
def test_an_offer_ends_and_comes_back_with_its_people(session: Session, reason: EndMotive) -> None:
    scene = set_scene(session)
    take(session, scene, *AGREED, A.DISPATCH)
    close_waiting(session, scene.offer.id, reason, scene.first.user_id, NOW)
    assert scene.introduction.close_reason is reason
    restore_closed(session, scene.offer.id, NOW, scene.first.user_id, NOW)
    assert scene.introduction.state is S.DISPATCHED


def test_nobody_who_left_the_pool_is_added(session: Session) -> None:
    scene = set_scene(session)
    gone = make_candidate(is_active=False)
    session.add(gone)
    session.flush()
    with pytest.raises(TransitionRefusedError, match="vivier"):
        suggest(session, (scene.offer.id, gone.id), scene.first, NOW)
    with pytest.raises(RoleRefusedError):
        suggest(session, (scene.offer.id, gone.id), Actor(1, R.OFFICE), NOW)


@dataclass(frozen=True)
class Duel:
    """Two people take two steps from the same page at the same instant."""

    before: tuple[A, ...]
    one: Step
    other: Step


DUELS = {
    "agreed or declined": Duel((A.KEEP, A.PROPOSE), step_of(A.AGREE), step_of(A.DECLINE, NO)),
    "sent or withdrawn": Duel(AGREED, Step(A.DISPATCH), step_of(A.CLOSE, "desistement", NO)),
    "hired or refused": Duel(
        (*AGREED, A.DISPATCH),
        step_of(A.CLOSE, "retenue"),
        step_of(A.CLOSE, "refusee_employeur", "autre"),
    ),
}


@pytest.mark.parametrize("duel", DUELS.values(), ids=DUELS)
def test_of_two_at_once_one_wins_and_the_other_is_told(
    factory: sessionmaker[Session], duel: Duel
) -> None:
    with transaction(factory) as session:
        scene = set_scene(session)
        take(session, scene, *duel.before)
    key, events = scene.introduction.id, len(duel.before) + 2
    barrier = threading.Barrier(2)
    told: list[DomainError] = []

    def decide(step: Step, actor: Actor) -> None:
        with saying(told), transaction(factory) as session:
            introduction = session.get_one(Introduction, key)
            barrier.wait() if session.get_bind().dialect.name != "sqlite" else None
            move(session, introduction, step, actor, NOW)

    seen = scene.introduction.version
    pairs = [(duel.one, scene.first), (duel.other, scene.second)]
    threads = [
        threading.Thread(target=decide, args=(_at_version(step, seen), actor))
        for step, actor in pairs
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [type(error) for error in told] == [ConcurrentChangeError]
    assert told[0].who in ("Ana", "Bob")  # type: ignore[attr-defined]  # of the class just told
    with factory() as session:
        assert len(session.scalars(select(IntroductionEvent)).all()) == events


def _at_version(step: Step, version: int) -> Step:
    return Step(step.action, step.motive, None, step.on, version, step.channel, step.detail)


@contextmanager
def saying(told: list[DomainError]) -> Iterator[None]:
    try:
        yield
    except DomainError as error:
        told.append(error)
