"""Level 2: a slot, who came, the grid, the outcome; who may, and what the base refuses."""

import shutil
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from api.rendering import date_fr
from api.services.interviews import (
    Presence,
    change_slot,
    held_interview,
    notable,
    record_presence,
)
from api.services.interviews_cases import OwnProposalError
from api.services.interviews_marks import Mark, lines_of, mark_lines
from api.services.todo_decided import decided_by_others
from models.days import day_of
from models.delegations import Delegation
from models.errors import (
    ConcurrentChangeError,
    InputRefusedError,
    MotiveMissingError,
    NotFoundError,
    TransitionRefusedError,
)
from models.interviews import (
    Interview,
    InterviewLine,
    InterviewResult,
    InterviewState,
    LineMark,
    LineSection,
    Preparation,
)
from models.introductions import Introduction, IntroductionEvent
from models.moves import Actor, Step, move, undo
from models.people import User
from models.vocabulary import DiscardMotive, IntroductionAction, IntroductionState, Role
from tests.api.level2_world import NOW, Desk, user_of, wait_for_level2
from tests.api.routes.world import World, make_world
from tests.factories import make_user

STATE, RESULT = InterviewState, InterviewResult


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def waiting(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[World, list[str]]]:
    """Two people who wait, the second put forward by the advisor; no test commits anything."""
    if request.param == "sqlite":
        copy = tmp_path_factory.mktemp("level2") / "base.sqlite3"
        shutil.copy(request.getfixturevalue("sqlite_template"), copy)
        url = f"sqlite:///{copy}"
    else:
        make = request.getfixturevalue("postgres_server")
        url = make(request.getfixturevalue("postgres_template"))
    world = make_world(url)
    yield world, [*wait_for_level2(world, [0]), *wait_for_level2(world, [2], by=Role.ADVISOR)]
    world.sessions.kw["bind"].dispose()


@pytest.fixture
def desk(waiting: tuple[World, list[str]]) -> Iterator[Desk]:
    """The advisor before somebody whom the caseworker put forward thirty hours ago."""
    world, (key, _) = waiting
    with world.sessions() as session:
        yield Desk(session, user_of(session, Role.ADVISOR), key)
        session.rollback()


@pytest.fixture
def own(waiting: tuple[World, list[str]]) -> Iterator[Desk]:
    """The advisor before somebody whom they put forward themselves."""
    world, (_, key) = waiting
    with world.sessions() as session:
        yield Desk(session, user_of(session, Role.ADVISOR), key)
        session.rollback()


def introduction_of(desk: Desk) -> Introduction:
    return desk.case.introduction


def test_a_person_is_received_seen_line_by_line_and_validated_by_another(desk: Desk) -> None:
    interview = desk.hold()
    introduction = introduction_of(desk)
    assert introduction.state is IntroductionState.LEVEL2_VALIDATED
    assert introduction.validated_by_id == desk.user.id != introduction.kept_by_id
    assert held_interview(desk.session, introduction.id) is interview
    assert interview.decided_by_id == desk.user.id
    assert interview.summary is not None
    assert "vu ensemble" in interview.summary


def test_nobody_is_validated_before_the_grid_is_complete(desk: Desk) -> None:
    interview = desk.receive()
    with pytest.raises(TransitionRefusedError, match="la grille n’est pas complète"):
        desk.conclude(interview, RESULT.VALIDATED)
    with pytest.raises(TransitionRefusedError, match="aucun entretien tenu"):
        move(
            desk.session,
            introduction_of(desk),
            Step(IntroductionAction.VALIDATE),
            Actor(desk.user.id, Role.ADVISOR),
            NOW,
        )
    assert held_interview(desk.session, introduction_of(desk).id) is None


def test_nobody_is_validated_without_having_come(desk: Desk) -> None:
    interview = desk.plan()
    with pytest.raises(TransitionRefusedError, match="n’a pas été reçue"):
        desk.conclude(interview, RESULT.VALIDATED)
    with pytest.raises(TransitionRefusedError, match="n’est pas en cours"):
        desk.fill(interview)


def test_who_put_the_person_forward_neither_fills_nor_concludes(own: Desk) -> None:
    manager = user_of(own.session, Role.MANAGER)
    with pytest.raises(InputRefusedError, match="une autre personne"):
        own.plan(advisor=own.user)
    interview = own.plan(advisor=manager)
    own.note(interview, STATE.PRESENT)
    with pytest.raises(OwnProposalError):
        own.fill(interview)
    with pytest.raises(OwnProposalError):
        own.conclude(interview, RESULT.TO_PREPARE, preparation=Preparation.RESUME)
    theirs = Desk(own.session, manager, own.key)
    theirs.fill(interview)
    theirs.conclude(interview, RESULT.VALIDATED)
    assert introduction_of(own).validated_by_id == manager.id


def test_presence_is_noted_once_the_day_or_the_hour_has_come(desk: Desk) -> None:
    tomorrow = desk.plan(day=1)
    assert notable(tomorrow, NOW) == (STATE.EXCUSED,)
    evening = NOW.replace(hour=18)
    tomorrow.slot = evening
    assert notable(tomorrow, NOW) == (STATE.PRESENT, STATE.EXCUSED)
    assert notable(tomorrow, evening) == (STATE.PRESENT, STATE.ABSENT, STATE.EXCUSED)


def test_a_reserve_has_an_action_and_a_day_to_come(desk: Desk) -> None:
    interview = desk.receive()
    desk.fill(interview)
    today = day_of(NOW)
    for values in ({}, {"action": "visite"}, {"action": " ", "action_on": today}):
        with pytest.raises(InputRefusedError, match="Sous réserve"):
            desk.conclude(interview, RESULT.RESERVED, **values)
    past = {"action": "visite", "action_on": today - timedelta(days=1)}
    with pytest.raises(InputRefusedError, match="passé"):
        desk.conclude(interview, RESULT.RESERVED, **past)
    desk.conclude(interview, RESULT.RESERVED, action="visite du site", action_on=today)
    assert introduction_of(desk).state is IntroductionState.LEVEL2_VALIDATED
    assert "visite du site" in (interview.next_steps or "")


def test_a_refusal_needs_a_motive_and_closes_nothing_else(desk: Desk) -> None:
    interview = desk.receive()
    desk.fill(interview)
    with pytest.raises(MotiveMissingError):
        desk.conclude(interview, RESULT.REFUSED)
    desk.conclude(interview, RESULT.REFUSED, motive=DiscardMotive.CREDENTIAL)
    assert introduction_of(desk).state is IntroductionState.LEVEL2_REFUSED
    assert interview.motive == DiscardMotive.CREDENTIAL


def test_who_is_to_be_prepared_waits_for_another_interview(desk: Desk) -> None:
    first = desk.receive()
    with pytest.raises(InputRefusedError, match="À préparer"):
        desk.conclude(first, RESULT.TO_PREPARE)
    desk.conclude(first, RESULT.TO_PREPARE, preparation=Preparation.REHEARSAL)
    introduction = introduction_of(desk)
    assert introduction.state is IntroductionState.LEVEL2_PENDING
    assert held_interview(desk.session, introduction.id) is None
    second = desk.hold()
    assert held_interview(desk.session, introduction.id) is second
    assert introduction_of(desk).state is IntroductionState.LEVEL2_VALIDATED


def test_two_absences_give_the_introduction_back_with_their_days(desk: Desk) -> None:
    assert desk.note(desk.plan(9), STATE.ABSENT) == 1
    desk.note(desk.plan(10), STATE.EXCUSED)
    assert introduction_of(desk).state is IntroductionState.LEVEL2_PENDING
    assert desk.note(desk.plan(11), STATE.ABSENT) == 2
    introduction = introduction_of(desk)
    assert introduction.state is IntroductionState.KEPT
    event = desk.session.scalars(
        select(IntroductionEvent)
        .where(IntroductionEvent.introduction_id == introduction.id)
        .order_by(IntroductionEvent.id.desc())
    ).first()
    assert event is not None
    assert event.action is IntroductionAction.RETURN
    assert event.note is not None
    assert event.note.startswith("2 absences")
    assert event.actor_id == desk.user.id
    with pytest.raises(TransitionRefusedError):
        desk.plan(12)


def test_who_is_not_validated_is_told_to_their_caseworker(desk: Desk) -> None:
    desk.hold(InterviewResult.REFUSED, motive=DiscardMotive.EXPERIENCE)
    caseworker = user_of(desk.session, Role.CASEWORKER)
    items = decided_by_others(desk.session, caseworker, NOW)
    (told,) = [each.detail for each in items if each.href.endswith(str(desk.key))]
    day = date_fr(NOW)
    assert told == (
        f"Non validée au niveau 2 le {day} par {desk.user.name} : parlez-en avec la personne."
    )


def test_who_was_given_back_is_called_again_by_their_caseworker(desk: Desk) -> None:
    def told() -> list[str]:
        caseworker = user_of(desk.session, Role.CASEWORKER)
        items = decided_by_others(desk.session, caseworker, NOW)
        return [each.detail for each in items if each.href.endswith(str(desk.key))]

    for hour in (9, 10):
        desk.note(desk.plan(hour), STATE.ABSENT)
    day = date_fr(NOW)
    assert told() == [f"Rendue le {day} : 2 absences à l’entretien. Rappelez la personne."]
    actor = Actor(desk.user.id, desk.user.role)
    move(desk.session, introduction_of(desk), Step(IntroductionAction.PROPOSE), actor, NOW)
    assert told() == [
        f"Rendue le {day} : 2 absences à l’entretien, proposée le {day} : vous n’avez rien à faire."
    ]


def test_absences_of_an_earlier_wait_do_not_count_again(desk: Desk) -> None:
    for hour in (9, 10):
        desk.note(desk.plan(hour), STATE.ABSENT)
    introduction = introduction_of(desk)
    again = NOW + timedelta(hours=1)
    caseworker = user_of(desk.session, Role.CASEWORKER)
    actor = Actor(caseworker.id, caseworker.role)
    agreement = Step(
        IntroductionAction.AGREE, on=day_of(NOW), channel=introduction.agreement_channel or "sms"
    )
    for step in (Step(IntroductionAction.PROPOSE), agreement):
        move(desk.session, introduction, step, actor, again)
    desk.at = NOW + timedelta(hours=2)
    assert introduction_of(desk).state is IntroductionState.LEVEL2_PENDING
    assert desk.note(desk.plan(15), STATE.ABSENT) == 1
    assert introduction_of(desk).state is IntroductionState.LEVEL2_PENDING


def test_nobody_is_noted_missing_before_the_hour_nor_there_before_the_day(desk: Desk) -> None:
    interview = desk.plan(20)
    with pytest.raises(TransitionRefusedError, match="n’est pas venue"):
        desk.note(interview, STATE.ABSENT)
    change_slot(desk.session, desk.case, interview, desk.slot(9, day=2), NOW, interview.version)
    with pytest.raises(TransitionRefusedError, match="n’est pas venue"):
        desk.note(interview, STATE.PRESENT)
    desk.note(interview, STATE.EXCUSED)
    assert interview.state is STATE.EXCUSED


def test_one_slot_at_a_time_and_one_person_at_a_time(desk: Desk) -> None:
    interview = desk.plan(20)
    with pytest.raises(TransitionRefusedError, match="déjà prévu"):
        desk.plan(18, advisor=user_of(desk.session, Role.MANAGER))
    other = Interview(
        introduction_id=_another(desk).id,
        slot=interview.slot + timedelta(minutes=30),
        minutes=30,
        place="ici",
        advisor_id=desk.user.id,
        created_by_id=desk.user.id,
        created_at=NOW,
    )
    desk.session.add(other)
    desk.session.flush()
    with pytest.raises(InputRefusedError, match="reçoit déjà quelqu’un à 20 h 30"):
        change_slot(desk.session, desk.case, interview, desk.slot(20), NOW, interview.version)


def _another(desk: Desk) -> Introduction:
    """An introduction of somebody else on the same offer."""
    case = desk.case
    other = Introduction(
        offer_id=case.offer.id, candidate_id=case.candidate.id + 1, created_at=NOW, changed_at=NOW
    )
    desk.session.add(other)
    desk.session.flush()
    return other


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"day": 400}, "trop loin"),
        ({"day": -60}, "trop loin"),
    ],
)
def test_a_slot_that_cannot_be_is_refused(own: Desk, values: dict[str, int], said: str) -> None:
    with pytest.raises(InputRefusedError, match=said):
        own.plan(advisor=user_of(own.session, Role.MANAGER), **values)


def test_two_at_once_give_one_winner(desk: Desk) -> None:
    interview = desk.plan()
    stale = Presence(STATE.ABSENT, interview.version)
    desk.note(interview, STATE.PRESENT)
    desk.session.execute(  # as the other one still saw it
        update(Interview).where(Interview.id == interview.id).values(state=STATE.PLANNED)
    )
    desk.session.refresh(interview)
    with pytest.raises(ConcurrentChangeError) as refusal:
        record_presence(desk.session, desk.case, interview, stale, desk.work)
    assert refusal.value.who == desk.user.name


def test_lines_are_kept_one_by_one_and_a_bad_one_spoils_no_other(desk: Desk) -> None:
    interview = desk.receive()
    lines = lines_of(desk.session, interview.id)
    asked = next(each for each in lines if each.section is LineSection.REQUIREMENT)
    question = next(each for each in lines if each.section is LineSection.QUESTION)
    marks = [Mark(str(each.key), LineMark.VERIFIED) for each in (asked, question)]
    reasons = mark_lines(desk.session, desk.case, interview, marks, desk.user, NOW)
    assert list(reasons) == [str(question.key)]
    desk.session.refresh(asked)
    assert asked.mark is LineMark.VERIFIED
    assert asked.marked_by_id == desk.user.id
    desk.session.refresh(question)
    assert question.mark is LineMark.TO_CHECK


def test_a_line_marked_by_somebody_else_meanwhile_is_not_overwritten(desk: Desk) -> None:
    interview = desk.receive()
    line = lines_of(desk.session, interview.id)[0]
    first = Mark(str(line.key), LineMark.VERIFIED, "carte vue")
    mark_lines(desk.session, desk.case, interview, [first], desk.user, NOW)
    late = Mark(str(line.key), LineMark.NOT_HELD, "pas de carte", seen="")
    manager = user_of(desk.session, Role.MANAGER)
    reasons = mark_lines(desk.session, desk.case, interview, [late], manager, NOW)
    assert "entre-temps" in reasons[str(line.key)]
    desk.session.refresh(line)
    assert (line.mark, line.note) == (LineMark.VERIFIED, "carte vue")


def test_a_line_of_another_grid_is_refused(desk: Desk) -> None:
    interview = desk.receive()
    stranger = Mark("00000000-0000-4000-8000-000000000000", LineMark.VERIFIED)
    with pytest.raises(InputRefusedError, match="n’est plus de cet entretien"):
        mark_lines(desk.session, desk.case, interview, [stranger], desk.user, NOW)


def test_a_decision_taken_back_is_concluded_again_until_it_is_signed(desk: Desk) -> None:
    interview = desk.hold()
    undo(desk.session, introduction_of(desk), Actor(desk.user.id, Role.ADVISOR), NOW)
    assert introduction_of(desk).state is IntroductionState.LEVEL2_PENDING
    desk.conclude(interview, RESULT.REFUSED, motive=DiscardMotive.EXPERIENCE)
    assert introduction_of(desk).state is IntroductionState.LEVEL2_REFUSED
    assert interview.result is RESULT.REFUSED


def test_an_advisor_of_another_domain_sees_it_by_a_dated_delegation_alone(desk: Desk) -> None:
    stranger = make_user(Role.ADVISOR, domains=["restauration"])
    desk.user.domains = ["transport_logistique"]
    desk.session.add(stranger)
    desk.session.flush()
    theirs = Desk(desk.session, stranger, desk.key)
    with pytest.raises(NotFoundError):
        _ = theirs.case
    today = day_of(NOW)
    given = {
        "from_user_id": desk.user.id,
        "to_user_id": stranger.id,
        "given_by_id": user_of(desk.session, Role.MANAGER).id,
    }
    yesterday = today - timedelta(days=1)
    desk.session.add(Delegation(first_day=yesterday, last_day=yesterday, **given))
    desk.session.flush()
    with pytest.raises(NotFoundError):
        _ = theirs.case
    desk.session.add(Delegation(first_day=yesterday, last_day=today, **given))
    desk.session.flush()
    interview = theirs.hold()
    assert interview.delegated_by_id == desk.user.id
    event = desk.session.scalars(
        select(IntroductionEvent).where(IntroductionEvent.action == IntroductionAction.VALIDATE)
    ).one()
    assert event.note == f"Par délégation de {desk.user.name}."


@pytest.mark.parametrize(
    "values",
    [
        {"result": RESULT.VALIDATED, "decided_by_id": 1},
        {"state": STATE.PRESENT, "result": RESULT.VALIDATED},
        {"state": STATE.PRESENT, "result": RESULT.RESERVED, "decided_by_id": 1},
        {"state": STATE.PRESENT, "result": RESULT.REFUSED, "decided_by_id": 1},
        {"state": STATE.PRESENT, "result": RESULT.TO_PREPARE, "decided_by_id": 1},
        {"minutes": 0},
    ],
)
def test_the_base_itself_refuses_what_cannot_be(desk: Desk, values: dict[str, object]) -> None:
    interview = desk.plan()
    with pytest.raises(IntegrityError):
        desk.session.execute(update(Interview).where(Interview.id == interview.id).values(**values))


def test_the_base_refuses_an_answer_without_words(desk: Desk) -> None:
    interview = desk.receive()
    with pytest.raises(IntegrityError):
        desk.session.execute(
            update(InterviewLine)
            .where(
                InterviewLine.interview_id == interview.id,
                InterviewLine.section == LineSection.MOTIVATION,
            )
            .values(mark=LineMark.VERIFIED)
        )


def test_a_user_outside_level_2_sees_no_case(desk: Desk) -> None:
    stranger = _caseworker_of_others(desk.session)
    with pytest.raises(NotFoundError):
        _ = Desk(desk.session, stranger, desk.key).case
    with pytest.raises(NotFoundError):
        _ = Desk(desk.session, desk.user, "pas-une-clef").case


def _caseworker_of_others(session: Session) -> User:
    user = make_user(Role.CASEWORKER, name="Didier Cloet")
    session.add(user)
    session.flush()
    return user
