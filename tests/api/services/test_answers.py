"""Answers: time to change one's mind, what they bring about, who learns what."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from api.services.answers import answer, confirm, fill_all, take_back
from api.services.answers_calendar import interview_file
from api.services.answers_codes import WRONG_A_DAY, CodeRefusedError, accept_code
from api.services.answers_given import Given
from api.services.answers_links import (
    LinkState,
    ask_new_link,
    bind,
    create_link,
    note_reading,
    open_link,
    readings_of,
    revoke_links,
)
from api.services.answers_news import QUESTIONS_A_DAY, ask, tell_start
from api.services.answers_view import answer_cards
from api.services.dispatches_clock import let_answers_take_effect, remind_and_close
from api.services.dispatches_todo import NEWS, OVERDUE, STUCK, dispatch_todo
from api.services.reliability import reliability_of
from models.case_files import Consent
from models.contract_lists import ContractState
from models.contracts import Contract
from models.database import transaction
from models.dispatch_lists import AnswerChannel, CardAnswer, DispatchState, StartNews
from models.dispatch_moves import CONTACT, By, by_user
from models.dispatches import AnswerLink, Dispatch
from models.endings import EndMotive
from models.errors import (
    ConcurrentChangeError,
    InputRefusedError,
    MotiveMissingError,
    RoleRefusedError,
    TransitionRefusedError,
)
from models.introductions import Introduction, IntroductionEvent
from models.motives import EmployerMotive
from models.moves import Actor, Step, move
from models.outbox import MessageKind, OutgoingMessage
from models.people import User
from models.vocabulary import ContractType, IntroductionAction, IntroductionState, Role
from tests.api.dispatch_world import (
    AGENCY,
    MONDAY,
    TO,
    Letters,
    Scene,
    loaded,
    post,
    sent,
    sent_in,
    set_scene,
)

C, S = CardAnswer, DispatchState
SOON = MONDAY + timedelta(minutes=29)
LATER = MONDAY + timedelta(minutes=31)
START = date(2026, 12, 1)


@pytest.fixture
def scene(session: Session) -> Scene:
    return set_scene(session)


@pytest.fixture
def dispatch(session: Session, scene: Scene) -> Dispatch:
    return sent(session, scene)


def settle(factory: sessionmaker[Session], at: datetime) -> dict[str, int]:
    return dict(let_answers_take_effect(lambda: transaction(factory), at))


def test_an_answer_waits_half_an_hour_then_takes_effect(factory: sessionmaker[Session]) -> None:
    dispatch_id = sent_in(factory)
    with transaction(factory) as session:
        dispatch = loaded(session, dispatch_id)
        answer(session, dispatch, dispatch.cards[0], Given(C.MEET), CONTACT, MONDAY)
    assert settle(factory, SOON) == {}
    with factory() as session:
        assert loaded(session, dispatch_id).cards[0].revealed_at is None
    assert settle(factory, LATER) == {"applied": 1}
    assert settle(factory, LATER) == {}
    letters = Letters()
    post(factory, letters, MONDAY + timedelta(minutes=32))
    texts = [letters.text(place) for place in range(len(letters.mails))]
    revealing = [place for place, words in enumerate(texts) if "Salma" in words]
    (place,) = revealing
    assert letters.mails[place]["To"] == TO
    assert "Salma Aït-Berka" in letters.text(place)
    assert "06 00 00 00 01" in letters.text(place)
    assert "Wisselinck" not in "".join(texts)
    with factory() as session:
        rows = session.scalars(
            select(OutgoingMessage).where(OutgoingMessage.kind == MessageKind.REVEAL)
        )
        assert [row.text for row in rows] == [""]  # once sent, the name is not kept there


def test_a_mind_is_changed_without_a_trace_on_the_person(
    factory: sessionmaker[Session],
) -> None:
    dispatch_id = sent_in(factory)
    with transaction(factory) as session:
        dispatch = loaded(session, dispatch_id)
        card = dispatch.cards[1]
        given = Given(C.REFUSED, EmployerMotive.EXPERIENCE)
        answer(session, dispatch, card, given, CONTACT, MONDAY)
        take_back(session, dispatch, card, CONTACT, SOON)
        assert (card.answer, dispatch.state) == (None, S.READ)
    assert settle(factory, MONDAY + timedelta(days=1)) == {}
    with factory() as session:
        card = loaded(session, dispatch_id).cards[1]
        assert card.introduction.state is IntroductionState.DISPATCHED


def test_what_took_effect_is_not_taken_back(session: Session, dispatch: Dispatch) -> None:
    card = dispatch.cards[0]
    answer(session, dispatch, card, Given(C.MEET), CONTACT, MONDAY)
    confirm(session, dispatch, card, CONTACT, MONDAY)
    with pytest.raises(TransitionRefusedError, match="pris effet"):
        take_back(session, dispatch, card, CONTACT, SOON)
    with pytest.raises(TransitionRefusedError):
        confirm(session, dispatch, card, CONTACT, SOON)


def test_a_second_answer_taken_back_leaves_the_first(session: Session, dispatch: Dispatch) -> None:
    card = dispatch.cards[0]
    answer(session, dispatch, card, Given(C.MEET), CONTACT, MONDAY)
    confirm(session, dispatch, card, CONTACT, MONDAY)
    given = Given(C.REFUSED, EmployerMotive.INTERVIEW)
    answer(session, dispatch, card, given, CONTACT, LATER)
    take_back(session, dispatch, card, CONTACT, LATER)
    assert card.answer is C.MEET
    assert card.applied_at == MONDAY
    assert card.revealed_at == MONDAY
    answer(session, dispatch, card, Given(C.MET), CONTACT, LATER)
    assert card.is_silent is False


def test_a_refusal_closes_with_the_motive_of_the_employer(
    session: Session, scene: Scene, dispatch: Dispatch
) -> None:
    card = dispatch.cards[0]
    given = Given(C.REFUSED, EmployerMotive.CREDENTIAL, "le CACES a expiré")
    answer(session, dispatch, card, given, CONTACT, MONDAY)
    confirm(session, dispatch, card, CONTACT, MONDAY)
    introduction = card.introduction
    assert introduction.close_reason is EndMotive.REFUSED
    event = session.scalars(
        select(IntroductionEvent)
        .where(IntroductionEvent.introduction_id == introduction.id)
        .order_by(IntroductionEvent.id.desc())
    ).first()
    assert event is not None
    assert (event.detail, event.actor_id) == (EmployerMotive.CREDENTIAL.value, None)


def test_a_hire_makes_the_contract_from_the_day_given(session: Session, dispatch: Dispatch) -> None:
    card = dispatch.cards[0]
    answer(session, dispatch, card, Given(C.HIRED, start_on=START), CONTACT, MONDAY)
    confirm(session, dispatch, card, CONTACT, MONDAY)
    contract = session.scalars(
        select(Contract).where(Contract.introduction_id == card.introduction_id)
    ).one()
    assert contract.start_on == START
    assert card.introduction.close_reason is EndMotive.HIRED
    assert card.revealed_at == MONDAY


@pytest.mark.parametrize(
    ("kind", "employer", "signed", "worked"),
    [
        (ContractType.TEMP, None, AGENCY, None),
        (ContractType.TEMP, "Verrerie du Large", AGENCY, "Verrerie du Large"),
        (ContractType.CDD, None, AGENCY, None),
        (ContractType.CDD, "Verrerie du Large", "Verrerie du Large", None),
    ],
)
def test_whoever_took_the_person_on_is_named_where_the_offer_names_nobody(
    kind: ContractType, employer: str | None, signed: str, worked: str | None, session: Session
) -> None:
    scene = set_scene(session, agency_name=None, employer_name=employer, contract_type=kind)
    dispatch = sent(session, scene)
    card = dispatch.cards[0]
    answer(session, dispatch, card, Given(C.HIRED, start_on=START), CONTACT, MONDAY)
    confirm(session, dispatch, card, CONTACT, MONDAY)
    contract = session.scalars(
        select(Contract).where(Contract.introduction_id == card.introduction_id)
    ).one()
    assert (contract.employer_name, contract.user_company) == (signed, worked)


def test_a_hire_that_cannot_be_is_left_to_us_and_the_employer_learns_nothing(
    factory: sessionmaker[Session],
) -> None:
    with transaction(factory) as session:
        scene = set_scene(session, positions=1)
        dispatch_id, user_id = sent(session, scene).id, scene.user.id
    with transaction(factory) as session:
        dispatch = loaded(session, dispatch_id)
        for card in dispatch.cards[:2]:
            answer(session, dispatch, card, Given(C.HIRED, start_on=START), CONTACT, MONDAY)
            confirm(session, dispatch, card, CONTACT, MONDAY)
    with transaction(factory) as session:
        dispatch = loaded(session, dispatch_id)
        first, second = dispatch.cards[:2]
        assert first.applied_at is not None
        assert second.applied_at is None
        assert second.trouble
        assert second.introduction.state is IntroductionState.DISPATCHED
        user = session.get_one(User, user_id)
        kinds = {item.kind for item in dispatch_todo(session, user, LATER)}
        assert STUCK in kinds
    assert settle(factory, LATER) == {}  # it does not try again every minute


def test_what_could_not_be_done_is_forgotten_with_the_answer_taken_back(
    session: Session, dispatch: Dispatch
) -> None:
    card = dispatch.cards[0]
    answer(session, dispatch, card, Given(C.HIRED, start_on=START), CONTACT, MONDAY)
    card.trouble = "le poste est pourvu"
    take_back(session, dispatch, card, CONTACT, SOON)
    assert (card.answer, card.trouble) == (None, None)
    answer(session, dispatch, card, Given(C.MEET), CONTACT, SOON)


@pytest.mark.parametrize(
    ("given", "error"),
    [
        (Given(C.REFUSED), MotiveMissingError),
        (Given(C.HIRED), InputRefusedError),
        (Given(C.HIRED, start_on=date(2030, 1, 1)), InputRefusedError),
        (Given(C.MEET, channel=AnswerChannel.PHONE), InputRefusedError),
    ],
)
def test_an_answer_says_what_it_must(
    given: Given, error: type[Exception], session: Session, dispatch: Dispatch
) -> None:
    with pytest.raises(error):
        answer(session, dispatch, dispatch.cards[0], given, CONTACT, MONDAY)
    assert dispatch.cards[0].answer is None


def test_a_telephone_answer_lands_in_the_same_field_and_says_who_typed(
    session: Session, scene: Scene, dispatch: Dispatch
) -> None:
    given = Given(C.MEET, channel=AnswerChannel.PHONE)
    card = dispatch.cards[0]
    answer(session, dispatch, card, given, by_user(scene.user), MONDAY)
    assert (card.answer, card.answered_by_id) == (C.MEET, scene.user.id)
    with pytest.raises(InputRefusedError):
        answer(session, dispatch, card, Given(C.MEET), by_user(scene.user), MONDAY)


@pytest.mark.parametrize("final", [C.HIRED, C.REFUSED])
def test_a_caseworker_does_not_record_what_an_employer_decides(
    final: C, session: Session, dispatch: Dispatch
) -> None:
    given = Given(
        final,
        motive=EmployerMotive.OTHER,
        start_on=MONDAY.date() + timedelta(days=3),
        channel=AnswerChannel.PHONE,
    )
    with pytest.raises(RoleRefusedError):
        answer(session, dispatch, dispatch.cards[0], given, By(1, Role.CASEWORKER), MONDAY)


def test_the_link_and_the_telephone_at_once_give_one_answer(
    factory: sessionmaker[Session],
) -> None:
    dispatch_id = sent_in(factory)
    barrier, told = threading.Barrier(2), list[str]()

    def give(place: int) -> None:
        barrier.wait()
        try:
            with transaction(factory) as session:
                dispatch = loaded(session, dispatch_id)
                user = session.scalars(select(User).where(User.role == Role.ADVISOR)).one()
                by = CONTACT if place == 0 else by_user(user)
                channel = AnswerChannel.LINK if place == 0 else AnswerChannel.PHONE
                given = Given(C.MEET, channel=channel, version=1)
                answer(session, dispatch, dispatch.cards[0], given, by, MONDAY)
            told.append("done")
        except ConcurrentChangeError as error:
            told.append(str(error))

    threads = [threading.Thread(target=give, args=(place,)) for place in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told.count("done") == 1
    assert any("entre-temps" in words for words in told)


def test_filled_answers_for_all_who_wait_and_for_no_other(
    session: Session, dispatch: Dispatch
) -> None:
    answer(session, dispatch, dispatch.cards[0], Given(C.MEET), CONTACT, MONDAY)
    assert fill_all(session, dispatch, CONTACT, MONDAY, AnswerChannel.LINK) == 2
    assert dispatch.cards[0].answer is C.MEET
    assert {card.motive for card in dispatch.cards[1:]} == {EmployerMotive.FILLED}
    assert dispatch.state is S.COMPLETE
    with pytest.raises(TransitionRefusedError):
        fill_all(session, dispatch, CONTACT, MONDAY, AnswerChannel.LINK)


def test_a_person_who_withdraws_leaves_the_page_and_takes_their_name_away(
    session: Session, scene: Scene, dispatch: Dispatch
) -> None:
    token = create_link(session, dispatch.id, MONDAY)
    opened = open_link(session, token, None, MONDAY)
    device = bind(session, opened, None, MONDAY)
    assert device is not None
    from api.services.answers_links import hash_of

    card = dispatch.cards[0]
    given = Given(C.MEET, device_hash=hash_of(device))
    answer(session, dispatch, card, given, CONTACT, MONDAY)
    confirm(session, dispatch, card, CONTACT, MONDAY)
    shown = answer_cards(session, open_link(session, token, device, LATER), hash_of(device), LATER)
    assert shown[0].person is not None
    actor = Actor(scene.user.id, scene.user.role)
    step = Step(IntroductionAction.CLOSE, motive=EndMotive.WITHDRAWN.value, detail="a_trouve")
    move(session, card.introduction, step, actor, LATER)
    after = answer_cards(session, open_link(session, token, device, LATER), hash_of(device), LATER)
    assert after[0].person is None
    assert after[0].is_gone
    with pytest.raises(TransitionRefusedError):
        answer(session, dispatch, card, Given(C.MET), CONTACT, LATER)


def test_without_the_agreement_of_the_file_no_name_is_given(
    session: Session, dispatch: Dispatch
) -> None:
    card = dispatch.cards[0]
    session.add(Consent(candidate_id=card.introduction.candidate_id, is_given=False))
    session.flush()
    answer(session, dispatch, card, Given(C.MEET), CONTACT, MONDAY)
    confirm(session, dispatch, card, CONTACT, MONDAY)
    assert card.applied_at is not None
    assert card.revealed_at is None
    found = select(OutgoingMessage).where(OutgoingMessage.kind == MessageKind.REVEAL)
    assert session.scalars(found).all() == []


def test_a_name_that_waits_in_the_outbox_does_not_leave_once_the_person_withdrew(
    factory: sessionmaker[Session],
) -> None:
    dispatch_id = sent_in(factory)
    with transaction(factory) as session:
        dispatch = loaded(session, dispatch_id)
        for card in dispatch.cards[:2]:
            answer(session, dispatch, card, Given(C.MEET), CONTACT, MONDAY)
            confirm(session, dispatch, card, CONTACT, MONDAY)
        withdrawn = dispatch.cards[0].introduction.candidate_id
        session.add(Consent(candidate_id=withdrawn, is_given=False))
    letters = Letters()
    post(factory, letters, MONDAY)
    words = "".join(letters.text(place) for place in range(len(letters.mails)))
    assert "Bruno Wisselinck" in words
    assert "Salma" not in words
    with factory() as session:
        found = select(OutgoingMessage).where(OutgoingMessage.kind == MessageKind.REVEAL)
        kept = {row.state.value: row.text for row in session.scalars(found)}
        assert kept == {"cancelled": "", "sent": ""}


def test_the_appointment_names_nobody_and_is_at_the_hour_of_paris(
    session: Session, scene: Scene, dispatch: Dispatch
) -> None:
    at = datetime(2026, 11, 26, 13, 30, tzinfo=UTC)
    card = dispatch.cards[0]
    given = Given(C.MEET, meet_at=at, meet_place="12 quai des Hollandais")
    answer(session, dispatch, card, given, CONTACT, MONDAY)
    made = interview_file(scene.offer, card, MONDAY)
    assert made is not None
    (event,) = Calendar.from_ical(made).walk("VEVENT")
    assert event.decoded("dtstart").isoformat() == "2026-11-26T14:30:00+01:00"
    assert card.code in str(event["summary"])
    assert b"Salma" not in made
    assert interview_file(scene.offer, dispatch.cards[1], MONDAY) is None


def test_an_appointment_goes_with_the_answer_that_proposed_it(
    session: Session, dispatch: Dispatch
) -> None:
    meeting = Given(C.MEET, meet_at=MONDAY + timedelta(days=3), meet_place="12 quai")
    for card in dispatch.cards[:2]:
        answer(session, dispatch, card, meeting, CONTACT, MONDAY)
    kept, replaced = dispatch.cards[:2]
    confirm(session, dispatch, kept, CONTACT, MONDAY)
    for card in (kept, replaced):
        answer(session, dispatch, card, Given(C.TRIAL), CONTACT, SOON)
    assert (kept.meet_at, kept.meet_place) == (meeting.meet_at, "12 quai")
    assert (replaced.meet_at, replaced.meet_place) == (None, None)


def test_only_the_hash_of_a_link_is_kept_and_it_ends(session: Session, dispatch: Dispatch) -> None:
    token = create_link(session, dispatch.id, MONDAY)
    kept = session.scalars(select(AnswerLink.token_hash)).all()
    assert token not in "".join(kept)
    states = {
        open_link(session, token, None, MONDAY + timedelta(days=days)).state for days in (0, 29)
    }
    assert states == {LinkState.VALID}
    expired = open_link(session, token, None, MONDAY + timedelta(days=30))
    assert (expired.state, expired.dispatch) == (LinkState.EXPIRED, None)
    assert open_link(session, token + "x", None, MONDAY).state is LinkState.UNKNOWN
    revoke_links(session, dispatch, CONTACT, MONDAY)
    session.expire_all()
    assert open_link(session, token, None, MONDAY).state is LinkState.REVOKED


def test_each_reading_is_noted_and_the_first_says_read(
    session: Session, dispatch: Dispatch
) -> None:
    token = create_link(session, dispatch.id, MONDAY)
    for agent in ("Mozilla/5.0 (iPhone)", "Mozilla/5.0 (X11)"):
        note_reading(session, open_link(session, token, None, LATER), agent, LATER)
    assert [each.device for each in readings_of(session, dispatch.id)] == [
        "ordinateur",
        "telephone",
    ]
    assert dispatch.state is S.READ


def test_a_new_link_goes_to_the_known_contact_alone_and_not_without_end(
    factory: sessionmaker[Session],
) -> None:
    dispatch_id = sent_in(factory)
    letters = Letters()
    post(factory, letters, MONDAY)
    token = letters.token()
    with transaction(factory) as session:
        revoke_links(session, loaded(session, dispatch_id), CONTACT, MONDAY)
    for _ in range(5):
        with transaction(factory) as session:
            ask_new_link(session, token, LATER)
            ask_new_link(session, "inconnu", LATER)
    letters.mails.clear()
    post(factory, letters, LATER)
    assert [mail["To"] for mail in letters.mails] == [TO] * 3
    fresh = letters.token()
    with factory() as session:
        assert open_link(session, fresh, None, LATER).state is LinkState.VALID
        assert open_link(session, token, None, LATER).state is LinkState.REVOKED


def test_once_all_is_answered_one_message_says_what(factory: sessionmaker[Session]) -> None:
    dispatch_id = sent_in(factory)
    with transaction(factory) as session:
        dispatch = loaded(session, dispatch_id)
        fill_all(session, dispatch, CONTACT, MONDAY, AnswerChannel.LINK)
    settle(factory, LATER)
    letters = Letters()
    post(factory, letters, LATER)
    receipts = [m for m in letters.mails if str(m["Subject"]).startswith("Vos réponses")]
    assert len(receipts) == 1
    with factory() as session:
        assert loaded(session, dispatch_id).state is S.CLOSED


def test_news_of_a_start_are_asked_the_day_after_and_told_in_a_click(
    factory: sessionmaker[Session],
) -> None:
    dispatch_id = sent_in(factory)
    start = MONDAY.date() + timedelta(days=1)
    with transaction(factory) as session:
        dispatch = loaded(session, dispatch_id)
        card = dispatch.cards[0]
        answer(session, dispatch, card, Given(C.HIRED, start_on=start), CONTACT, MONDAY)
        confirm(session, dispatch, card, CONTACT, MONDAY)
    day_after = MONDAY + timedelta(days=2)
    done = [remind_and_close(lambda: transaction(factory), day_after) for _ in range(2)]
    assert [each["start_asked"] for each in done] == [1, 0]
    with transaction(factory) as session:
        dispatch = loaded(session, dispatch_id)
        tell_start(session, dispatch, dispatch.cards[0], StartNews.STARTED, CONTACT, day_after)
        contract = session.scalars(select(Contract)).one()
        assert contract.state is ContractState.STARTED
        with pytest.raises(TransitionRefusedError):
            tell_start(session, dispatch, dispatch.cards[1], StartNews.OVER, CONTACT, day_after)


def test_news_of_a_start_wait_for_the_first_day_and_are_said_once(
    session: Session, dispatch: Dispatch
) -> None:
    card, first_day = dispatch.cards[0], datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
    answer(session, dispatch, card, Given(C.HIRED, start_on=START), CONTACT, MONDAY)
    confirm(session, dispatch, card, CONTACT, MONDAY)
    with pytest.raises(TransitionRefusedError, match="pas encore venu"):
        tell_start(session, dispatch, card, StartNews.STARTED, CONTACT, MONDAY)
    assert card.start_news is None
    tell_start(session, dispatch, card, StartNews.STARTED, CONTACT, first_day)
    with pytest.raises(TransitionRefusedError, match="déjà noté"):
        tell_start(session, dispatch, card, StartNews.OVER, CONTACT, first_day)
    assert card.start_news is StartNews.STARTED
    contract = session.scalars(select(Contract)).one()
    assert contract.state is ContractState.STARTED


def test_a_contact_who_comes_second_hears_no_name_of_ours(
    session: Session, scene: Scene, dispatch: Dispatch
) -> None:
    card = dispatch.cards[0]
    given = Given(C.MEET, channel=AnswerChannel.PHONE)
    answer(session, dispatch, card, given, by_user(scene.user), MONDAY)
    late = Given(C.REFUSED, EmployerMotive.MOBILITY, version=1)
    with pytest.raises(ConcurrentChangeError, match="Une personne de notre équipe") as told:
        answer(session, dispatch, card, late, CONTACT, SOON)
    assert "Fekkar" not in str(told.value)
    with pytest.raises(ConcurrentChangeError, match="Nadia Fekkar"):  # we hear who it was
        answer(session, dispatch, card, replace(given, version=1), by_user(scene.user), SOON)


def test_what_colleagues_do_to_a_person_meanwhile_names_nobody_to_the_contact(
    factory: sessionmaker[Session],
) -> None:
    dispatch_id = sent_in(factory)
    with transaction(factory) as session:
        dispatch = loaded(session, dispatch_id)
        card = dispatch.cards[0]
        answer(session, dispatch, card, Given(C.REFUSED, EmployerMotive.OTHER), CONTACT, MONDAY)
    with factory() as session:
        dispatch = loaded(session, dispatch_id)
        session.expunge_all()  # as it was when the contact clicked
    with transaction(factory) as session:
        user = session.scalars(select(User).where(User.role == Role.ADVISOR)).one()
        theirs = session.get_one(Introduction, dispatch.cards[0].introduction_id)
        step = Step(IntroductionAction.CLOSE, EndMotive.WITHDRAWN.value, detail="a_trouve")
        move(session, theirs, step, Actor(user.id, user.role), MONDAY)
    with factory() as session:
        session.add(dispatch)
        with pytest.raises(ConcurrentChangeError) as told:
            confirm(session, dispatch, dispatch.cards[0], CONTACT, SOON)
        assert told.value.who == "Une personne de notre équipe"


def test_questions_by_a_link_are_a_few_a_day(session: Session, dispatch: Dispatch) -> None:
    for count in range(QUESTIONS_A_DAY):
        ask(session, dispatch, f"Question {count} ?", CONTACT, MONDAY)
    with pytest.raises(TransitionRefusedError, match="appelez-nous"):
        ask(session, dispatch, "Encore une ?", CONTACT, LATER)
    ask(session, dispatch, "Le lendemain ?", CONTACT, MONDAY + timedelta(days=1, minutes=1))


def test_a_question_and_an_answer_wait_for_us_to_read_them(
    session: Session, scene: Scene, dispatch: Dispatch
) -> None:
    assert [i for i in dispatch_todo(session, scene.user, LATER) if i.kind == NEWS] == []
    ask(session, dispatch, "Peut-on commencer à 6 h ?", CONTACT, MONDAY)
    (item,) = [i for i in dispatch_todo(session, scene.user, LATER) if i.kind == NEWS]
    assert item.href == f"/envois/{dispatch.key}"
    with pytest.raises(InputRefusedError):
        ask(session, dispatch, "  ", CONTACT, MONDAY)
    late = dispatch_todo(session, scene.user, MONDAY + timedelta(days=9))
    assert OVERDUE in {item.kind for item in late}


def test_reliability_counts_silence_and_never_what_is_still_awaited(
    factory: sessionmaker[Session],
) -> None:
    dispatch_id = sent_in(factory)
    with transaction(factory) as session:
        dispatch = loaded(session, dispatch_id)
        answer(session, dispatch, dispatch.cards[0], Given(C.MEET), CONTACT, MONDAY)
        awaited = reliability_of(session, AGENCY.upper(), LATER)
        assert (awaited.cards, awaited.answered, awaited.dispatches) == (1, 1, 1)
    remind_and_close(lambda: transaction(factory), MONDAY + timedelta(days=11))
    with factory() as session:
        known = reliability_of(session, AGENCY, MONDAY + timedelta(days=12))
        assert (known.cards, known.answered, known.hires) == (3, 1, 0)
        assert known.rate == pytest.approx(1 / 3)
        assert known.median_days == pytest.approx(0.0)
        old = reliability_of(session, AGENCY, MONDAY + timedelta(days=400))
        assert old.dispatches == 0
        assert "Premier envoi" in old.words


def test_guesses_at_once_are_counted_one_by_one(factory: sessionmaker[Session]) -> None:
    dispatch_id = sent_in(factory)
    with transaction(factory) as session:
        token = create_link(session, dispatch_id, MONDAY)
    said: list[str] = []

    def guess(_: int) -> None:
        with transaction(factory) as session:
            opened = open_link(session, token, None, LATER)
            try:
                accept_code(session, opened, "device", "000000", LATER)
            except CodeRefusedError as refused:
                said.append(str(refused))

    with ThreadPoolExecutor(4 * WRONG_A_DAY) as pool:
        list(pool.map(guess, range(4 * WRONG_A_DAY)))
    assert sum("pas le bon" in each for each in said) == WRONG_A_DAY
    assert sum("Trop de codes" in each for each in said) == 3 * WRONG_A_DAY
