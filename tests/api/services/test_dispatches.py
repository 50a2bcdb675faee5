"""Dispatches: what may be sent, in one message; reminders, silence, and two at once."""

import threading
from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from api.services.answers import answer, confirm
from api.services.answers_given import Given
from api.services.dispatches import (
    NewDispatch,
    Recipient,
    drop,
    prepare,
    ready_for,
    remove_card,
    send,
    why_not,
)
from api.services.dispatches_clock import (
    let_answers_take_effect,
    remind_and_close,
    tell_who_left,
)
from api.services.dispatches_rules import office_hour, reply_by
from api.services.dispatches_scope import waiting_cards
from api.services.dispatches_views import card_views
from api.services.dispatches_waiting import close, remind, reopen
from api.services.messages import stop
from models.database import transaction
from models.dispatch_lists import CardAnswer, DispatchAction, DispatchState
from models.dispatch_moves import CONTACT, DISPATCH_TRANSITIONS, by_user
from models.dispatches import Dispatch, DispatchEvent
from models.endings import EndMotive
from models.errors import (
    ConcurrentChangeError,
    DomainError,
    InputRefusedError,
    RoleRefusedError,
    TransitionRefusedError,
)
from models.introductions import Introduction
from models.motives import EmployerMotive
from models.moves import SYSTEM, Step, move
from models.outbox import MessageKind, OutgoingMessage
from models.people import User
from models.vocabulary import IntroductionAction, IntroductionState, Role
from tests.api.dispatch_world import (
    AGENCY,
    MONDAY,
    Letters,
    loaded,
    made,
    post,
    sent,
    sent_in,
    set_scene,
)
from tests.factories import make_user

S, C = DispatchState, CardAnswer


def messages(session: Session, kind: MessageKind) -> list[OutgoingMessage]:
    found = select(OutgoingMessage).where(OutgoingMessage.kind == kind)
    return list(session.scalars(found))


def test_one_message_for_all_the_cards_and_every_introduction_sent(session: Session) -> None:
    scene = set_scene(session)
    dispatch = sent(session, scene)
    assert dispatch.state is S.SENT
    assert {each.state for each in scene.introductions} == {IntroductionState.DISPATCHED}
    (message,) = messages(session, MessageKind.DISPATCH)
    assert message.text.count("- Profil ") == 3
    assert "{lien}" in message.text
    for word in ("Salma", "Wisselinck", "06 00"):
        assert word not in message.text + message.subject


def test_cards_for_the_same_contact_join_what_was_not_sent(session: Session) -> None:
    scene = set_scene(session)
    recipient = Recipient("Intérim Littoral", "Élodie", "elodie@agence.example")
    made_of = [
        prepare(
            session, scene.user, scene.offer,
            NewDispatch((str(each.key),), recipient, date(2026, 11, 27)), MONDAY,
        )
        for each in scene.introductions
    ]  # fmt: skip
    assert len({each.id for each in made_of}) == 1
    assert len(made_of[0].cards) == 3
    other = Recipient("Adecto Nord", "Paul", "paul@autre.example")
    new = NewDispatch((str(scene.introductions[0].key),), other, date(2026, 11, 27))
    assert prepare(session, scene.user, scene.offer, new, MONDAY).id != made_of[0].id


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"state": "suspended"}, "Suspendue"),
        ({"deadline": date(2026, 11, 20)}, "date limite"),
        ({"level": 2}, "niveau 2"),
    ],
)
def test_what_the_offer_forbids_is_said_before_and_refused_after(
    change: dict[str, object], said: str, session: Session
) -> None:
    scene = set_scene(session)
    dispatch = made(session, scene)
    for name, value in change.items():
        kind = type(getattr(scene.offer, name) or value)
        setattr(scene.offer, name, kind(value) if name == "state" else value)
    session.flush()
    reason = why_not(scene.introductions[0], scene.offer, MONDAY.date())
    assert reason is not None
    assert said in reason
    with pytest.raises(TransitionRefusedError):
        send(session, scene.user, dispatch, MONDAY)


def test_an_old_agreement_is_asked_again_before_sending(session: Session) -> None:
    scene = set_scene(session)
    dispatch = made(session, scene)
    later = MONDAY + timedelta(days=31)
    assert "30 jours" in (why_not(scene.introductions[0], scene.offer, later.date()) or "")
    with pytest.raises(TransitionRefusedError, match="30 jours"):
        send(session, scene.user, dispatch, later)
    assert dispatch.state is S.PREPARED


def test_the_base_itself_refuses_to_send_without_agreement(
    factory: sessionmaker[Session],
) -> None:
    with transaction(factory) as session:
        scene = set_scene(session)
        identifier = scene.introductions[0].id
    statement = text(
        f"UPDATE introductions SET state = 'dispatched', agreed_on = NULL WHERE id = {identifier}"
    )
    with pytest.raises(IntegrityError), transaction(factory) as session:
        session.execute(statement)


def test_somebody_else_is_not_chosen_and_nobody_is_an_error(session: Session) -> None:
    scene, other = set_scene(session), set_scene(session)
    to = Recipient("Intérim Littoral")
    for keys in ((), (str(other.introductions[0].key),)):
        new = NewDispatch(keys, to, date(2026, 11, 27))
        with pytest.raises(InputRefusedError):
            prepare(session, scene.user, scene.offer, new, MONDAY)
    office = make_user(Role.OFFICE)
    session.add(office)
    session.flush()
    new = NewDispatch((str(scene.introductions[0].key),), to, date(2026, 11, 27))
    with pytest.raises(RoleRefusedError):
        prepare(session, office, scene.offer, new, MONDAY)
    assert len(ready_for(session, scene.user, scene.offer)) == 3


def test_a_card_is_taken_out_and_the_last_one_drops_the_dispatch(session: Session) -> None:
    scene = set_scene(session)
    dispatch = made(session, scene)
    for left in (2, 1):
        remove_card(session, scene.user, dispatch, str(dispatch.cards[0].key), MONDAY)
        assert len(dispatch.cards) == left
    remove_card(session, scene.user, dispatch, str(dispatch.cards[0].key), MONDAY)
    assert dispatch.state is S.DROPPED
    with pytest.raises(TransitionRefusedError):
        drop(session, scene.user, dispatch, MONDAY)
    assert {each.state for each in scene.introductions} == {IntroductionState.AGREED}


def test_two_who_send_at_once_send_once(factory: sessionmaker[Session]) -> None:
    with transaction(factory) as session:
        scene = set_scene(session)
        dispatch_id, user_id = made(session, scene).id, scene.user.id
    barrier, told = threading.Barrier(2), list[str]()

    def press() -> None:
        from models.people import User

        barrier.wait()
        try:
            with transaction(factory) as session:
                user = session.get_one(User, user_id)
                send(session, user, loaded(session, dispatch_id), MONDAY)
            told.append("sent")
        except (ConcurrentChangeError, TransitionRefusedError) as error:
            told.append(str(error))

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told.count("sent") == 1
    assert all(len(words) > 10 for words in told if words != "sent")
    with factory() as session:
        assert len(messages(session, MessageKind.DISPATCH)) == 1


def test_whoever_sends_a_person_second_reads_who_did_to_whom_and_takes_them_out(
    session: Session,
) -> None:
    scene = set_scene(session)
    sender = make_user(Role.OFFICER, name="Odile Vasseur")
    session.add(sender)
    session.flush()
    first = made(session, scene)
    key = str(scene.introductions[0].key)
    to = Recipient("Quai Intérim", email="quai@example.org")
    second = prepare(
        session, scene.user, scene.offer, NewDispatch((key,), to, date(2026, 12, 1)), MONDAY
    )
    send(session, sender, first, MONDAY)
    code = second.cards[0].code
    with pytest.raises(TransitionRefusedError) as refused:
        send(session, scene.user, second, MONDAY + timedelta(minutes=5))
    told = str(refused.value)
    assert f"profil {code} : Odile Vasseur l’a déjà transmis à {AGENCY} le 23 novembre 2026" in told
    assert "retirez cette fiche de l’envoi" in told
    (card,) = card_views(session, scene.user, second)
    assert card.cannot_leave is not None
    assert all(each.cannot_leave is None for each in card_views(session, scene.user, first))
    remove_card(session, scene.user, second, str(second.cards[0].key), MONDAY)
    assert second.state is S.DROPPED


def withdrawn(
    session: Session, dispatch: Dispatch, place: int, at: datetime, why: EndMotive
) -> None:
    introduction = dispatch.cards[place].introduction
    words = "Ce que la personne a dit"
    step = Step(IntroductionAction.CLOSE, why.value, detail="a_trouve", note=words)
    move(session, introduction, step, SYSTEM, at)


def told_left(factory: sessionmaker[Session], letters: Letters, at: datetime) -> int:
    tell_who_left(lambda: transaction(factory), at)
    before = len(letters.mails)
    post(factory, letters, at)
    return len(letters.mails) - before


def test_the_contact_is_written_once_that_a_person_left_and_not_why(
    factory: sessionmaker[Session],
) -> None:
    letters, dispatch_id = Letters(), sent_in(factory)
    with transaction(factory) as session:
        dispatch = loaded(session, dispatch_id)
        withdrawn(session, dispatch, 1, MONDAY, EndMotive.WITHDRAWN)
    assert told_left(factory, letters, MONDAY) == 1  # the sending, that had not left yet
    with transaction(factory) as session:
        dispatch = loaded(session, dispatch_id)
        card = dispatch.cards[0]
        answer(session, dispatch, card, Given(C.MEET), CONTACT, MONDAY)
        confirm(session, dispatch, card, CONTACT, MONDAY)
        withdrawn(session, dispatch, 0, MONDAY, EndMotive.HIRED_ELSEWHERE)
        codes = [each.code for each in dispatch.cards]
    assert told_left(factory, letters, MONDAY) >= 2
    mails = [letters.text(place) for place in range(1, len(letters.mails))]
    named, unnamed = (
        next(mail for mail in mails if f"Profil {code} n’est plus" in mail) for code in codes[:2]
    )
    assert "ne plus utiliser son nom ni son téléphone" in named
    assert "téléphone" not in unnamed
    for mail in (named, unnamed):
        assert "1 autre profil pour ce poste" in mail
        for words in ("Salma", "Bruno", "désist", "ailleurs", "Ce que la personne"):
            assert words not in mail
    assert told_left(factory, letters, MONDAY + timedelta(hours=1)) == 0
    with factory() as session:
        views = card_views(session, session.get_one(User, 1), loaded(session, dispatch_id))
        assert [each.left for each in views] == ["Retirée le 23 novembre 2026"] * 2 + [None]


def test_a_contact_who_ended_it_is_written_nothing(factory: sessionmaker[Session]) -> None:
    letters, dispatch_id = Letters(), sent_in(factory)
    assert told_left(factory, letters, MONDAY) == 1
    with transaction(factory) as session:
        dispatch = loaded(session, dispatch_id)
        for place in range(3):
            withdrawn(session, dispatch, place, MONDAY, EndMotive.OFFER_CLOSED)
    assert told_left(factory, letters, MONDAY) == 0


def test_a_sending_of_whom_nobody_is_left_does_not_leave(factory: sessionmaker[Session]) -> None:
    letters, dispatch_id = Letters(), sent_in(factory)
    with transaction(factory) as session:
        dispatch = loaded(session, dispatch_id)
        for place in range(3):
            withdrawn(session, dispatch, place, MONDAY, EndMotive.WITHDRAWN)
    round_of(factory, MONDAY)
    assert told_left(factory, letters, MONDAY) == 0


def round_of(factory: sessionmaker[Session], at: datetime) -> Counter[str]:
    return remind_and_close(lambda: transaction(factory), at)


@pytest.mark.parametrize(("is_temp", "days", "end"), [(False, (3, 7), 10), (True, (1, 2), 4)])
def test_reminders_come_on_their_days_then_silence_is_said(
    is_temp: bool, days: tuple[int, ...], end: int, factory: sessionmaker[Session]
) -> None:
    dispatch_id = sent_in(factory, is_temp=is_temp)
    done = {}
    for day in range(end + 2):
        counts = [round_of(factory, MONDAY + timedelta(days=day, hours=each)) for each in (1, 5)]
        done[day] = counts[0] + counts[1]  # twice a day does no more than once
    assert {day for day, counts in done.items() if counts["reminded"]} == set(days)
    assert {day for day, counts in done.items() if counts["silent"]} == {end}
    with factory() as session:
        dispatch = loaded(session, dispatch_id)
        assert dispatch.state is S.CLOSED
        assert all(card.is_silent and card.answer is None for card in dispatch.cards)
        reasons = {card.introduction.close_reason for card in dispatch.cards}
        assert reasons == {EndMotive.NO_ANSWER}
        assert len(messages(session, MessageKind.REMINDER)) == 2


def test_days_without_a_worker_give_one_reminder_not_two(factory: sessionmaker[Session]) -> None:
    sent_in(factory)
    late = MONDAY + timedelta(days=8)
    assert [round_of(factory, late)["reminded"] for _ in range(3)] == [1, 0, 0]


def test_who_answered_in_part_is_reminded_of_the_rest_alone(
    factory: sessionmaker[Session],
) -> None:
    dispatch_id = sent_in(factory)
    with transaction(factory) as session:
        dispatch = loaded(session, dispatch_id)
        given = Given(C.REFUSED, EmployerMotive.TOO_FAR)
        answer(session, dispatch, dispatch.cards[0], given, CONTACT, MONDAY)
        answered, others = dispatch.cards[0].code, [card.code for card in dispatch.cards[1:]]
    let_answers_take_effect(lambda: transaction(factory), MONDAY + timedelta(minutes=31))
    assert round_of(factory, MONDAY + timedelta(days=3))["reminded"] == 1
    with factory() as session:
        (reminder,) = messages(session, MessageKind.REMINDER)
        assert all(code in reminder.text for code in others)
        assert answered not in reminder.text
    assert round_of(factory, MONDAY + timedelta(days=10))["silent"] == 1
    with factory() as session:
        reasons = Counter(c.introduction.close_reason for c in loaded(session, dispatch_id).cards)
        assert reasons == {EndMotive.REFUSED: 1, EndMotive.NO_ANSWER: 2}


def test_who_wants_no_messages_is_not_reminded_but_silence_still_counts(
    factory: sessionmaker[Session],
) -> None:
    dispatch_id = sent_in(factory)
    with transaction(factory) as session:
        dispatch = loaded(session, dispatch_id)
        stop(session, dispatch.contact_email or "", MONDAY)
        with pytest.raises(TransitionRefusedError, match="appelez-le"):
            remind(session, dispatch, by_user(make_user(Role.OFFICER)), MONDAY)
    letters = Letters()
    for day in (3, 7, 10):
        round_of(factory, MONDAY + timedelta(days=day))
    post(factory, letters, MONDAY + timedelta(days=11))
    assert letters.mails == []
    with factory() as session:
        assert loaded(session, dispatch_id).state is S.CLOSED


def test_an_offer_closed_with_answers_pending_ends_the_dispatch_without_a_refusal(
    factory: sessionmaker[Session],
) -> None:
    from models.closing import close_waiting

    dispatch_id = sent_in(factory)
    with transaction(factory) as session:
        offer_id = loaded(session, dispatch_id).offer_id
        close_waiting(session, offer_id, EndMotive.OFFER_CLOSED, None, MONDAY)
    assert round_of(factory, MONDAY + timedelta(hours=1))["closed"] == 1
    with factory() as session:
        dispatch = loaded(session, dispatch_id)
        assert dispatch.state is S.CLOSED
        assert not any(card.is_silent or card.answer for card in dispatch.cards)


def test_closing_by_hand_waits_for_the_end_of_who_is_being_met(session: Session) -> None:
    scene = set_scene(session)
    dispatch = sent(session, scene)
    answer(session, dispatch, dispatch.cards[0], Given(C.MEET), CONTACT, MONDAY)
    with pytest.raises(TransitionRefusedError, match="la suite de 1 réponse"):
        close(session, dispatch, by_user(scene.user), MONDAY)


def test_who_comes_back_waits_again_on_a_dispatch_that_is_opened_again(
    session: Session,
) -> None:
    scene = set_scene(session)
    dispatch = sent(session, scene)
    with pytest.raises(TransitionRefusedError):
        reopen(session, scene.user, dispatch, MONDAY)
    first = dispatch.cards[0]
    answer(session, dispatch, first, Given(C.REFUSED, EmployerMotive.OTHER), CONTACT, MONDAY)
    confirm(session, dispatch, first, CONTACT, MONDAY)
    close(session, dispatch, by_user(scene.user), MONDAY)
    assert dispatch.state is S.CLOSED
    with pytest.raises(TransitionRefusedError, match="n’est revenue"):
        reopen(session, scene.user, dispatch, MONDAY)
    for card in dispatch.cards[:2]:
        card.introduction.state = IntroductionState.DISPATCHED
        card.introduction.close_reason = None
    reopen(session, scene.user, dispatch, MONDAY)
    assert dispatch.state is S.PARTIAL
    assert waiting_cards(dispatch) == list(dispatch.cards[:2])
    answer(session, dispatch, first, Given(C.MEET), CONTACT, MONDAY)


def test_the_table_says_which_moves_each_role_has(session: Session) -> None:
    """Every action of the table refuses the states and the roles it does not name."""
    from models.dispatch_moves import dispatch_transition

    for action in {row.action for row in DISPATCH_TRANSITIONS}:
        rows = [row for row in DISPATCH_TRANSITIONS if row.action is action]
        allowed = {(state, role) for row in rows for state in row.from_states for role in row.roles}
        for state in S:
            for role in Role:
                if (state, role) in allowed:
                    assert dispatch_transition(action, state, role).action is action
                else:
                    with pytest.raises(DomainError):
                        dispatch_transition(action, state, role)


def test_history_is_added_never_changed(factory: sessionmaker[Session]) -> None:
    sent_in(factory)
    with factory() as session:
        event = session.scalars(select(DispatchEvent)).first()
        assert event is not None
        event.words = "autre chose"
        with pytest.raises(RuntimeError, match="never changed"):
            session.flush()


def test_mail_leaves_in_office_hours_of_paris() -> None:
    saturday = datetime.fromisoformat("2026-11-21T10:00:00+00:00")
    assert office_hour(saturday).isoformat() == "2026-11-23T07:00:00+00:00"  # 8 h in Paris
    assert office_hour(MONDAY) == MONDAY
    night = datetime.fromisoformat("2026-07-06T21:30:00+00:00")
    assert office_hour(night).isoformat() == "2026-07-07T06:00:00+00:00"  # summer time
    friday_evening = datetime.fromisoformat("2026-11-27T17:00:00+00:00")
    assert office_hour(friday_evening).isoformat() == "2026-11-30T07:00:00+00:00"


def test_the_day_proposed_never_passes_the_end_of_the_offer() -> None:
    today = date(2026, 11, 23)
    assert reply_by(today, False, None) == date(2026, 11, 28)
    assert reply_by(today, True, None) == date(2026, 11, 25)
    assert reply_by(today, False, date(2026, 11, 24)) == date(2026, 11, 24)


def test_states_and_introductions_of_other_offers_stay_as_they_are(session: Session) -> None:
    scene, other = set_scene(session), set_scene(session)
    sent(session, scene)
    states = session.scalars(
        select(Introduction.state).where(Introduction.offer_id == other.offer.id)
    )
    assert set(states) == {IntroductionState.AGREED}
    found = session.scalars(select(Dispatch).where(Dispatch.offer_id == other.offer.id))
    assert found.all() == []
    assert DispatchAction.SEND in {row.action for row in DISPATCH_TRANSITIONS}
