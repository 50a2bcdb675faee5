"""Introductions: the table of transitions holds, and two people never both win."""

import threading
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from models.database import reading, transaction
from models.errors import (
    ConcurrentChangeError,
    MotiveMissingError,
    TransitionRefusedError,
)
from models.introductions import Introduction, IntroductionEvent
from models.motives import AgreementChannel
from models.moves import SYSTEM, Actor, Step, move, suggest, undo
from models.offers import Offer
from models.people import User
from models.transitions import introduction_transition
from models.vocabulary import (
    DiscardMotive,
    IntroductionAction,
    IntroductionState,
    OfferState,
    Role,
)
from tests.factories import make_candidate, make_offer, make_user

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
A = IntroductionAction
S = IntroductionState


@dataclass(frozen=True)
class Scene:
    introduction: Introduction
    offer: Offer
    first: Actor
    second: Actor


@pytest.fixture
def scene(session: Session) -> Scene:
    return set_scene(session)


def set_scene(session: Session, **offer_values: object) -> Scene:
    offer = make_offer(**offer_values)
    candidate = make_candidate()
    users = [make_user(Role.ADVISOR, name=name) for name in ("Ana", "Bob")]
    session.add_all([offer, candidate, *users])
    session.flush()
    introduction = suggest(session, (offer.id, candidate.id), SYSTEM, NOW)
    return Scene(introduction, offer, *(Actor(user.id, user.role) for user in users))


def agreement(on: date) -> Step:
    return Step(A.AGREE, on=on, channel=AgreementChannel.PHONE)


def take(session: Session, scene: Scene, *actions: A, actor: Actor | None = None) -> None:
    for action in actions:
        step = Step(action, "autre", on=NOW.date(), channel=AgreementChannel.PHONE)
        move(session, scene.introduction, step, actor or scene.first, NOW)


def test_keeping_and_discarding_leave_their_story(session: Session, scene: Scene) -> None:
    move(session, scene.introduction, Step(A.DISCARD, "titre_manquant"), scene.first, NOW)
    move(session, scene.introduction, Step(A.KEEP, note="vu en entretien"), scene.second, NOW)
    events = session.scalars(select(IntroductionEvent).order_by(IntroductionEvent.id)).all()
    assert [(e.action, e.from_state, e.to_state, e.motive, e.actor_id) for e in events] == [
        (A.SUGGEST, None, S.SUGGESTED, None, None),
        (A.DISCARD, S.SUGGESTED, S.DISCARDED, "titre_manquant", scene.first.user_id),
        (A.KEEP, S.DISCARDED, S.KEPT, None, scene.second.user_id),
    ]
    assert scene.introduction.kept_by_id == scene.second.user_id
    assert scene.introduction.version == 3


@pytest.mark.parametrize("motive", [None, "", "parce que"])
def test_setting_aside_needs_a_motive_of_the_list(
    session: Session, scene: Scene, motive: str | None
) -> None:
    with pytest.raises(MotiveMissingError):
        move(session, scene.introduction, Step(A.DISCARD, motive), scene.first, NOW)
    for each in DiscardMotive:
        introduction_transition(A.DISCARD, S.SUGGESTED, Role.ADVISOR, each.value)


@pytest.mark.parametrize("action", [A.KEEP, A.DISCARD])
def test_a_decision_is_taken_back_and_both_stay_in_the_story(
    session: Session, scene: Scene, action: A
) -> None:
    take(session, scene, action)
    event = undo(session, scene.introduction, scene.second, NOW, scene.introduction.version)
    assert (scene.introduction.state, scene.introduction.kept_by_id) == (S.SUGGESTED, None)
    assert event.undoes_id is not None
    assert len(session.scalars(select(IntroductionEvent)).all()) == 3
    with pytest.raises(TransitionRefusedError):
        undo(session, scene.introduction, scene.first, NOW)


def test_taking_back_gives_the_former_keeper_back(session: Session, scene: Scene) -> None:
    take(session, scene, A.KEEP, A.RESERVE)
    take(session, scene, A.KEEP, actor=scene.second)
    undo(session, scene.introduction, scene.first, NOW)
    assert scene.introduction.state is S.RESERVE
    assert scene.introduction.kept_by_id == scene.first.user_id


def test_a_stale_page_is_told_who_and_when(session: Session, scene: Scene) -> None:
    seen = scene.introduction.version
    take(session, scene, A.KEEP)
    step = Step(A.DISCARD, "autre", expected_version=seen)
    with pytest.raises(ConcurrentChangeError) as told:
        move(session, scene.introduction, step, scene.second, NOW)
    assert (told.value.who, told.value.when, told.value.state) == ("Ana", NOW, "Retenue")


def test_level_one_is_sent_without_validation(session: Session, scene: Scene) -> None:
    take(session, scene, A.KEEP, A.PROPOSE, A.AGREE)
    with pytest.raises(TransitionRefusedError, match="niveau 1"):
        move(session, scene.introduction, Step(A.SUBMIT), SYSTEM, NOW)
    take(session, scene, A.DISPATCH)
    assert scene.introduction.state is S.DISPATCHED


@pytest.mark.parametrize("case", ["suspended", "late", "old agreement"])
def test_nothing_is_sent_on_a_closed_door(session: Session, scene: Scene, case: str) -> None:
    take(session, scene, A.KEEP, A.PROPOSE)
    agreed = NOW.date() - timedelta(days=31 if case == "old agreement" else 1)
    move(session, scene.introduction, agreement(agreed), scene.first, NOW)
    if case == "suspended":
        scene.offer.state = OfferState.SUSPENDED
    if case == "late":
        scene.offer.deadline = date(2026, 11, 22)
    session.flush()
    with pytest.raises(TransitionRefusedError):
        take(session, scene, A.DISPATCH)


@pytest.mark.parametrize(
    "change",
    [
        "state = 'dispatched'",
        "state = 'kept'",
        "state = 'level2_validated'",
        "state = 'nowhere'",
        "version = 0",
        "kept_by_id = 1, validated_by_id = 1",
        "proposed_by_id = 1, validated_by_id = 1",
        "agreement_by_id = 1, validated_by_id = 1",
        "state = 'agreed'",
        "state = 'closed'",
        "close_reason = 'retenue'",
    ],
)
def test_the_base_refuses_impossible_introductions(
    session: Session, scene: Scene, change: str
) -> None:
    with pytest.raises(IntegrityError):
        session.execute(text(f"UPDATE introductions SET {change}"))


def test_the_story_cannot_be_rewritten(session: Session, scene: Scene) -> None:
    with pytest.raises(Exception, match="rows are added, never changed"):
        session.execute(text("UPDATE introduction_events SET note = 'autre'"))


def test_the_mapped_story_cannot_be_rewritten(session: Session, scene: Scene) -> None:
    event = session.scalars(select(IntroductionEvent)).one()
    event.note = "autre"
    with pytest.raises(RuntimeError, match="never changed"):
        session.flush()


def test_of_thirty_two_decisions_at_once_one_succeeds(factory: sessionmaker[Session]) -> None:
    with transaction(factory) as session:
        scene = set_scene(session)
        users = [make_user(Role.ADVISOR, name=f"Conseil {place}") for place in range(32)]
        session.add_all(users)
    key, seen = scene.introduction.id, scene.introduction.version
    barrier = threading.Barrier(len(users))
    outcomes: list[tuple[str, str]] = []

    def decide(place: int, user: User) -> None:
        barrier.wait()
        step = Step(
            A.KEEP if place % 2 else A.DISCARD,
            None if place % 2 else "autre",
            expected_version=seen,
        )
        try:
            with transaction(factory) as session:
                introduction = session.get_one(Introduction, key)
                move(session, introduction, step, Actor(user.id, user.role), NOW)
            outcomes.append(("won", user.name))
        except ConcurrentChangeError as error:
            outcomes.append(("told", error.who))

    run_all([threading.Thread(target=decide, args=each) for each in enumerate(users)])
    winners = [name for outcome, name in outcomes if outcome == "won"]
    assert len(winners) == 1
    assert [name for outcome, name in outcomes if outcome == "told"] == winners * 31
    with reading(factory) as session:
        introduction = session.get_one(Introduction, key)
        assert introduction.version == seen + 1
        assert len(session.scalars(select(IntroductionEvent)).all()) == 2


def test_no_acknowledged_update_is_lost(factory: sessionmaker[Session]) -> None:
    """Sixteen threads read, add one and write, ten times each."""
    with transaction(factory) as session:
        offer = make_offer(positions=1)
        session.add(offer)
    key = offer.id

    def add() -> None:
        for _ in range(10):
            with transaction(factory) as session:
                mine = session.get_one(Offer, key, with_for_update=True)
                mine.positions += 1

    run_all([threading.Thread(target=add) for _ in range(16)])
    with reading(factory) as session:
        assert session.get_one(Offer, key).positions == 161


def test_a_pair_suggested_by_many_at_once_is_one_introduction(
    factory: sessionmaker[Session],
) -> None:
    with transaction(factory) as session:
        offer, candidate = make_offer(), make_candidate()
        session.add_all([offer, candidate])
        session.flush()
        pair = (offer.id, candidate.id)
    barrier = threading.Barrier(8)
    found: list[int] = []

    def propose() -> None:
        barrier.wait()
        with transaction(factory) as session:
            found.append(suggest(session, pair, SYSTEM, NOW).id)

    run_all([threading.Thread(target=propose) for _ in range(8)])
    assert len(found) == 8
    assert len(set(found)) == 1


def run_all(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
