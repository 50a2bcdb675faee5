"""An offer lives, is recalled, ends and comes back, and nobody is left waiting on it."""

import threading
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session, sessionmaker

from api.services import offer_life, offer_states, offers
from api.services.daily_round import DailyReport, run_daily
from api.services.offer_life import Closing
from ingestion.details import Contact, OfferDetails
from ingestion.records import Contract, Occupation, ParsedOffer, WorkingTime, Workplace
from models.database import transaction
from models.endings import CancelMotive, EndMotive, FilledMotive, ReopenMotive, SuspendMotive
from models.errors import (
    ConcurrentChangeError,
    MotiveMissingError,
    OfferIncompleteError,
    PeopleWaitingError,
    RoleRefusedError,
    TransitionRefusedError,
)
from models.fiche import Channel
from models.introductions import Introduction, IntroductionEvent
from models.moves import SYSTEM, Actor, Step, move, suggest
from models.offers import Offer, OfferEvent
from models.people import User
from models.vocabulary import (
    ContractType,
    DiscardMotive,
    Domain,
    IntroductionAction,
    IntroductionState,
    OfferState,
    ReviewStatus,
    Role,
)
from tests.factories import make_candidate, make_parsed_offer, make_user

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
S = IntroductionState


def whole(**values: object) -> ParsedOffer:
    """An offer that says all it takes to open."""
    return make_parsed_offer(
        **{
            "occupation": Occupation("N1103", "Magasinage", 0.8),
            "domain": Domain.TRANSPORT,
            "workplace": Workplace("59183", "Dunkerque"),
            "contract": Contract(ContractType.CDI),
            "working_time": WorkingTime(35.0),
            "positions": 1,
            "level": 1,
            "details": OfferDetails(
                channel=Channel.PHONE, contact=Contact("Marc Dewaele"), starts_soon=True
            ),
        }
        | values
    )


def opened(session: Session, **values: object) -> tuple[Offer, User]:
    user = make_user(Role.OFFICER)
    session.add(user)
    session.flush()
    offer = offers.create_offer(session, whole(**values), user, NOW)
    return offer_states.open_offer(session, offer, user, NOW), user


def people(session: Session, offer: Offer, count: int = 4) -> list[Introduction]:
    """Introductions suggested, kept, proposed and set aside, in this order."""
    advisor = make_user(Role.ADVISOR)
    candidates = [make_candidate() for _ in range(count)]
    session.add_all([advisor, *candidates])
    session.flush()
    actor = Actor(advisor.id, Role.ADVISOR)
    found = [suggest(session, (offer.id, each.id), SYSTEM, NOW) for each in candidates]
    keep, propose = Step(IntroductionAction.KEEP), Step(IntroductionAction.PROPOSE)
    discard = Step(IntroductionAction.DISCARD, motive=DiscardMotive.SKILLS.value)
    steps: Sequence[tuple[Step, ...]] = ((), (keep,), (keep, propose), (discard,))
    for introduction, path in zip(found, steps, strict=False):
        for step in path:
            move(session, introduction, step, actor, NOW)
    return found


def states(session: Session, found: list[Introduction]) -> list[IntroductionState]:
    session.expire_all()
    return [each.state for each in found]


@pytest.mark.parametrize(
    ("values", "end"),
    [
        ({}, date(2026, 12, 23)),
        ({"contract": Contract(ContractType.TEMP)}, date(2026, 11, 30)),
        ({"deadline": date(2026, 12, 5)}, date(2026, 12, 5)),
    ],
)
def test_an_offer_lives_thirty_days_a_temp_one_seven(
    session: Session, values: dict[str, object], end: date
) -> None:
    offer, _ = opened(session, **values)
    assert offer.expires_on == end


def test_an_offer_past_its_deadline_does_not_open(session: Session) -> None:
    with pytest.raises(Exception, match="la date limite est passée"):
        opened(session, deadline=date(2026, 11, 22))


def test_reminders_come_seven_days_before_then_the_day_before(session: Session) -> None:
    offer, _ = opened(session)
    told = {
        left: offer_life.reminder(offer, offer.expires_on - timedelta(days=left))
        for left in (8, 7, 2, 1, 0, -1)
        if offer.expires_on is not None
    }
    assert told == {
        8: "",
        7: "à relancer, échéance dans 7 jours",
        2: "à relancer, échéance dans 2 jours",
        1: "échéance demain",
        0: "échéance aujourd’hui",
        -1: "échéance passée",
    }
    temp, _ = opened(session, contract=Contract(ContractType.TEMP))
    assert offer_life.reminder(temp, TODAY) == ""
    assert offer_life.reminder(temp, TODAY + timedelta(days=5)).startswith("à relancer")


def test_what_is_due_is_counted(session: Session) -> None:
    soon, user = opened(session, deadline=TODAY + timedelta(days=5))
    tomorrow, _ = opened(session, deadline=TODAY + timedelta(days=1))
    opened(session)
    closed, _ = opened(session, deadline=TODAY + timedelta(days=1))
    cancel = Closing(OfferState.CANCELLED, CancelMotive.NO_NEED)
    offer_life.close(session, closed, cancel, user, NOW)
    due = offer_life.due_today(session, TODAY)
    # the whole life of the first is five days: its reminder comes two days before its end
    assert (due.soon, due.tomorrow, due.past) == ((), (tomorrow.id,), ())
    due = offer_life.due_today(session, TODAY + timedelta(days=3))
    assert (due.soon, due.tomorrow, due.past) == ((soon.id,), (), (tomorrow.id,))
    assert due.total == 2


def test_still_open_gives_one_more_life_and_tells_it(session: Session) -> None:
    offer, user = opened(session, deadline=date(2026, 11, 25))
    offer_life.prolong(session, offer, user, NOW + timedelta(days=2), offer.version)
    assert offer.expires_on == offer.deadline == date(2026, 12, 25)
    assert offers.parsed_offer(session, offer).deadline == date(2026, 12, 25)
    last = session.scalars(select(OfferEvent).order_by(OfferEvent.id.desc())).first()
    assert last is not None
    assert last.motive == "Toujours ouverte jusqu’au 25/12/2026"
    with pytest.raises(RoleRefusedError):
        offer_life.prolong(session, offer, make_user(Role.CASEWORKER), NOW)
    with pytest.raises(ConcurrentChangeError):
        offer_life.prolong(session, offer, user, NOW, expected_version=1)


def test_an_offer_does_not_close_over_people_who_wait(session: Session) -> None:
    offer, user = opened(session)
    found = people(session, offer)
    silent = Closing(OfferState.CANCELLED, CancelMotive.NO_NEED)
    with pytest.raises(PeopleWaitingError, match="3 personnes attendent"):
        offer_life.close(session, offer, silent, user, NOW)
    assert offer.state is OfferState.OPEN
    told = replace(silent, people=EndMotive.OFFER_CLOSED)
    offer_life.close(session, offer, told, user, NOW)
    assert states(session, found) == [S.CLOSED, S.CLOSED, S.CLOSED, S.DISCARDED]
    ends = session.scalars(
        select(IntroductionEvent).where(IntroductionEvent.action == IntroductionAction.CLOSE)
    ).all()
    assert [(each.motive, each.actor_id) for each in ends] == [("offre_close", user.id)] * 3
    assert offer.closed_at == NOW


def test_suspending_leaves_people_where_they_are(session: Session) -> None:
    offer, user = opened(session)
    found = people(session, offer)
    before = states(session, found)
    wait = Closing(OfferState.SUSPENDED, SuspendMotive.WAITING)
    offer_life.close(session, offer, wait, user, NOW)
    assert states(session, found) == before
    offer_states.open_offer(session, offer, user, NOW)
    assert offer.state is OfferState.OPEN


@pytest.mark.parametrize(
    "closing",
    [
        Closing(OfferState.CANCELLED, ""),
        Closing(OfferState.CANCELLED, "parce que"),
        Closing(OfferState.CANCELLED, FilledMotive.HIRED),
        Closing(OfferState.FILLED, ""),
    ],
)
def test_an_end_wants_a_motive_of_its_list(session: Session, closing: Closing) -> None:
    offer, user = opened(session)
    with pytest.raises(MotiveMissingError):
        offer_life.close(session, offer, closing, user, NOW)


def make_round(session: Session, now: datetime) -> DailyReport:
    return run_daily(lambda: nullcontext(session), now)


def test_what_is_past_its_end_expires_with_its_people(session: Session) -> None:
    offer, _ = opened(session)
    living, _ = opened(session, deadline=TODAY + timedelta(days=60))
    found = people(session, offer)
    end = datetime(2026, 12, 23, 22, 30, tzinfo=UTC)  # half past eleven in Paris: its last day
    assert make_round(session, end) == DailyReport(0, 0, 0)
    after = end + timedelta(hours=1)
    assert make_round(session, after) == DailyReport(1, 0, 3)
    assert make_round(session, after) == DailyReport(0, 0, 0)
    assert (offer.state, living.state) == (OfferState.EXPIRED, OfferState.OPEN)
    assert states(session, found)[0] is S.CLOSED
    last = session.scalars(select(OfferEvent).order_by(OfferEvent.id.desc())).first()
    assert last is not None
    assert (last.motive, last.actor_id) == ("sans_nouvelle", None)


@pytest.mark.parametrize("action", [IntroductionAction.KEEP, IntroductionAction.PROPOSE])
def test_nobody_is_put_forward_on_an_offer_past_its_end(
    session: Session, action: IntroductionAction
) -> None:
    offer, _ = opened(session)
    found = people(session, offer)
    introduction = found[0] if action is IntroductionAction.KEEP else found[1]
    actor = Actor(None, Role.ADVISOR)
    late = NOW + timedelta(days=31)  # the daily round has not come by yet
    with pytest.raises(TransitionRefusedError, match="échue"):
        move(session, introduction, Step(action), actor, late)
    make_round(session, late)
    session.expire_all()
    with pytest.raises(TransitionRefusedError):
        move(session, introduction, Step(action), actor, late)


def test_one_more_life_confirms_no_deadline(session: Session) -> None:
    offer, user = opened(session, deadline=date(2026, 11, 25))
    offer.review = {**offer.review, "deadline": ReviewStatus.EXTRACTED.value}
    session.flush()
    offer_life.prolong(session, offer, user, NOW + timedelta(days=2))
    assert offer.deadline == date(2026, 12, 25)
    assert offers.review_of(offer)["deadline"] is ReviewStatus.EXTRACTED


def test_an_offer_comes_back_within_thirty_days_with_its_people(session: Session) -> None:
    offer, user = opened(session, deadline=date(2026, 11, 24))
    found = people(session, offer)
    before = states(session, found)
    end = Closing(OfferState.FILLED, FilledMotive.HIRED, EndMotive.OFFER_CLOSED)
    offer_life.close(session, offer, end, user, NOW)
    later = NOW + timedelta(days=10)
    with pytest.raises(MotiveMissingError):
        offer_life.reopen(session, offer, None, user, later)
    offer_life.reopen(session, offer, ReopenMotive.TRIAL_BROKEN, user, later)
    assert (offer.state, offer.closed_at) == (OfferState.OPEN, None)
    assert offer.expires_on == date(2027, 1, 2)
    assert states(session, found) == before
    offer_life.close(session, offer, end, user, later)
    with pytest.raises(TransitionRefusedError, match="30 jours"):
        offer_life.reopen(
            session, offer, ReopenMotive.MISTAKE, user, later + timedelta(days=30, seconds=1)
        )


def test_six_months_after_its_end_an_offer_is_archived(session: Session) -> None:
    offer, user = opened(session)
    cancel = Closing(OfferState.CANCELLED, CancelMotive.BUDGET)
    offer_life.close(session, offer, cancel, user, NOW)
    assert make_round(session, NOW + timedelta(days=182)).archived == 0
    assert make_round(session, NOW + timedelta(days=183)).archived == 1
    assert offer.state is OfferState.ARCHIVED


def test_the_round_decides_on_an_offer_as_it_is_by_then(session: Session) -> None:
    offer, user = opened(session)
    cancel = Closing(OfferState.CANCELLED, CancelMotive.BUDGET)
    offer_life.close(session, offer, cancel, user, NOW)
    turns: list[int] = []

    def begin() -> AbstractContextManager[Session]:
        turns.append(len(turns))
        if len(turns) == 2:  # between the list of the round and its turn, somebody reopens it
            back = update(Offer).values(state=OfferState.OPEN, closed_at=None)
            session.execute(back.execution_options(synchronize_session=False))
        return nullcontext(session)

    assert run_daily(begin, NOW + timedelta(days=183)) == DailyReport()
    assert offer.state is OfferState.OPEN


def test_of_two_who_close_at_once_one_wins(factory: sessionmaker[Session]) -> None:
    with transaction(factory) as session:
        offer, user = opened(session)
        people(session, offer)
        session.expunge(user)
        identifier, seen = offer.id, offer.version
    outcomes: list[str] = []
    barrier = threading.Barrier(4)

    def end() -> None:
        closing = Closing(OfferState.CANCELLED, CancelMotive.NO_NEED, EndMotive.OFFER_CLOSED, seen)
        barrier.wait()
        try:
            with transaction(factory) as session:
                offer = session.get_one(Offer, identifier)
                offer_life.close(session, offer, closing, user, NOW)
            outcomes.append("won")
        except ConcurrentChangeError:
            outcomes.append("told")

    threads = [threading.Thread(target=end) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["told", "told", "told", "won"]


def test_a_corrected_deadline_moves_the_end_of_an_open_offer(session: Session) -> None:
    offer, user = opened(session)
    parsed = offers.parsed_offer(session, offer)
    sooner = TODAY + timedelta(days=1)
    offer_states.update_offer(session, offer, replace(parsed, deadline=sooner), user, NOW)
    assert offer.expires_on == sooner
    assert offer_life.reminder(offer, TODAY) == "échéance demain"
    offer_states.update_offer(session, offer, parsed, user, NOW)
    assert offer.expires_on == TODAY + timedelta(days=30)
    assert offer_life.reminder(offer, TODAY) == ""


LATE = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
"""Half past midnight on the 24th for who looks at the clock of the office."""


def test_an_offer_opened_after_midnight_lives_from_the_new_day(session: Session) -> None:
    user = make_user(Role.OFFICER)
    session.add(user)
    session.flush()
    offer = offers.create_offer(session, whole(), user, LATE)
    offer_states.open_offer(session, offer, user, LATE)
    assert offer.expires_on == date(2026, 12, 24)


def test_a_deadline_is_past_from_midnight_for_opening_and_for_deciding(session: Session) -> None:
    offer, user = opened(session, deadline=TODAY)
    (waiting, *_) = people(session, offer)
    later = offers.create_offer(session, whole(deadline=TODAY, reference="R-2"), user, NOW)
    before = LATE - timedelta(hours=1)
    actor = Actor(user.id, Role.ADVISOR)
    with pytest.raises(OfferIncompleteError, match="date limite est passée"):
        offer_states.open_offer(session, later, user, LATE)
    with pytest.raises(TransitionRefusedError, match="échue"):
        move(session, waiting, Step(IntroductionAction.KEEP), actor, LATE)
    move(session, waiting, Step(IntroductionAction.KEEP), actor, before)
    offer_states.open_offer(session, later, user, before)
    assert make_round(session, before).expired == 0
    assert make_round(session, LATE).expired == 2
