"""Recruitment drives: seats, the complementary list, attendance, the funnel, who sees what."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from api.services import drives, drives_attendance, drives_seats
from api.services.drives import NewSession
from api.services.drives_attendance import Ticks
from api.services.drives_files import drive_table, drives_todo
from api.services.drives_people import Group, group_of
from api.services.drives_views import drive_view, drives_page, sheet_of
from models.candidates import Candidate
from models.case_files import CandidateFollow, CandidateIdentity
from models.database import transaction
from models.drives import Drive, DriveGuest, DriveSession, GuestState
from models.endings import EndMotive
from models.errors import (
    InputRefusedError,
    NotFoundError,
    RoleRefusedError,
    TransitionRefusedError,
)
from models.introductions import Introduction
from models.motives import AgreementChannel
from models.moves import Actor, Step, move, suggest
from models.offers import Offer
from models.people import User
from models.vocabulary import Domain, IntroductionAction, IntroductionState, OfferState, Role
from tests.factories import make_candidate, make_offer, make_user

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=3)
A = IntroductionAction


@dataclass
class Hall:
    """A drive on one offer, its first session, and the people around it."""

    session: Session
    officer: User
    advisor: User
    drive: Drive
    offer: Offer
    held: DriveSession
    people: list[Candidate]

    def invite(self, *places: int, to: DriveSession | None = None) -> drives_seats.Invited:
        people = [self.people[place] for place in places]
        held = to or self.held
        return drives_seats.invite(self.session, self.officer, self.drive, people, held, NOW)

    def guest(self, place: int) -> DriveGuest:
        return self.session.scalars(
            select(DriveGuest).where(
                DriveGuest.drive_id == self.drive.id,
                DriveGuest.candidate_id == self.people[place].id,
            )
        ).one()

    def states(self) -> list[str]:
        found = self.session.scalars(
            select(DriveGuest).where(DriveGuest.drive_id == self.drive.id).order_by(DriveGuest.id)
        )
        return [guest.state.value for guest in found]


def add_people(session: Session, count: int) -> list[Candidate]:
    people = [make_candidate() for _ in range(count)]
    session.add_all(people)
    session.flush()
    for number, person in enumerate(people):
        session.add(
            CandidateIdentity(candidate_id=person.id, first_name="Prénom", last_name=f"N{number}")
        )
    session.flush()
    return people


def make_hall(session: Session, seats: int = 3, people: int = 6) -> Hall:
    officer, advisor = make_user(Role.OFFICER), make_user(Role.ADVISOR)
    offer = make_offer(positions=2)
    session.add_all([officer, advisor, offer])
    session.flush()
    drive = drives.create_drive(session, officer, "Capdunes", [offer.reference], NOW)
    new = NewSession(LATER, 120, "Salle du Beffroi", seats)
    held = drives.add_session(session, officer, drive, new, NOW)
    return Hall(session, officer, advisor, drive, offer, held, add_people(session, people))


@pytest.fixture
def hall(session: Session) -> Hall:
    return make_hall(session)


def introduce(hall: Hall, place: int, *steps: Step, offer: Offer | None = None) -> Introduction:
    actor = Actor(hall.advisor.id, hall.advisor.role)
    pair = ((offer or hall.offer).id, hall.people[place].id)
    introduction = suggest(hall.session, pair, actor, NOW)
    for step in steps:
        move(hall.session, introduction, step, actor, NOW)
    return introduction


def test_a_full_session_sends_the_next_ones_to_the_complementary_list(hall: Hall) -> None:
    done = hall.invite(0, 1, 2, 3, 4)
    assert (done.seated, done.waiting, done.known) == (3, 2, 0)
    assert hall.states() == ["invite", "invite", "invite", "liste", "liste"]
    assert hall.held.taken == 3


def test_somebody_invited_twice_keeps_one_card(hall: Hall) -> None:
    hall.invite(0, 1)
    done = hall.invite(1, 1, 2)
    assert (done.seated, done.known) == (1, 2)
    assert hall.states() == ["invite"] * 3


def test_somebody_on_two_offers_has_one_card(hall: Hall) -> None:
    other = make_offer()
    hall.session.add(other)
    hall.session.flush()
    drives.add_offer(hall.session, hall.officer, hall.drive, other.reference)
    introduce(hall, 0, Step(A.KEEP))
    introduce(hall, 0, Step(A.KEEP), offer=other)
    assert group_of(hall.session, hall.drive, Group.READY) == [hall.people[0]]


def test_a_place_that_frees_goes_to_the_first_who_waits_and_somebody_is_to_tell_them(
    hall: Hall,
) -> None:
    hall.invite(0, 1, 2, 3, 4)
    drives_seats.withdraw(hall.session, hall.officer, hall.guest(1), NOW)
    assert hall.states() == ["invite", "desiste", "invite", "invite", "liste"]
    called = hall.guest(3)
    assert called.called_up_at == NOW
    assert called.changed_by_id is None
    items = list(drives_todo(hall.session, hall.officer, NOW))
    assert [item.kind for item in items] == ["Places libérées"]
    assert hall.people[3].identifier in items[0].title
    drives_seats.tell(hall.session, hall.officer, called, NOW)
    assert drives_todo(hall.session, hall.officer, NOW) == ()


def test_a_past_session_calls_nobody_up(hall: Hall) -> None:
    hall.invite(0, 1, 2, 3)
    after = LATER + timedelta(hours=3)
    drives_seats.withdraw(hall.session, hall.officer, hall.guest(0), after)
    assert hall.guest(3).state is GuestState.WAITING


def test_a_larger_room_calls_up_and_a_smaller_one_puts_nobody_out(hall: Hall) -> None:
    hall.invite(0, 1, 2, 3)
    drives_seats.change_seats(hall.session, hall.held, 4, NOW)
    assert hall.guest(3).state is GuestState.INVITED
    with pytest.raises(TransitionRefusedError, match="4 personnes y ont une place"):
        drives_seats.change_seats(hall.session, hall.held, 3, NOW)
    with pytest.raises(InputRefusedError, match="entre 1 et 65"):
        drives_seats.change_seats(hall.session, hall.held, 66, NOW)


def test_changing_sessions_frees_the_seat_that_was_held(hall: Hall) -> None:
    hall.invite(0, 1, 2, 3)
    new = NewSession(LATER + timedelta(days=1), 60, "Salle du Port", 1)
    other = drives.add_session(hall.session, hall.officer, hall.drive, new, NOW)
    drives_seats.seat(hall.session, hall.officer, hall.guest(0), other, NOW)
    assert (hall.held.taken, other.taken) == (3, 1)
    assert hall.guest(3).session_id == hall.held.id
    with pytest.raises(TransitionRefusedError, match="toutes les places"):
        drives_seats.seat(hall.session, hall.officer, hall.guest(1), other, NOW)


def test_the_base_itself_refuses_one_seat_too_many(hall: Hall) -> None:
    hall.invite(0, 1, 2)
    with pytest.raises(IntegrityError), hall.session.begin_nested():
        hall.session.execute(
            update(DriveSession).where(DriveSession.id == hall.held.id).values(taken=4)
        )


def test_two_people_at_once_do_not_give_the_last_seat_twice(factory: sessionmaker[Session]) -> None:
    with transaction(factory) as session:
        hall = make_hall(session, seats=1, people=2)
        ids = (hall.drive.id, hall.held.id, hall.officer.id)
        people = [person.id for person in hall.people]
    both = Barrier(2)

    def invite(person: int) -> tuple[int, int]:
        with transaction(factory) as session:
            drive = session.get_one(Drive, ids[0])
            held = session.get_one(DriveSession, ids[1])
            officer = session.get_one(User, ids[2])
            candidate = session.get_one(Candidate, person)
            done = drives_seats.invite(session, officer, drive, [candidate], held, NOW)
            return done.seated, done.waiting

    def start(person: int) -> tuple[int, int]:
        both.wait(timeout=10)
        return invite(person)

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(start, people))
    assert sorted(done) == [(0, 1), (1, 0)]
    with factory() as session:
        seated = select(func.count()).where(DriveGuest.state == GuestState.INVITED)
        assert session.scalar(seated) == 1
        assert session.get_one(DriveSession, ids[1]).taken == 1


def test_attendance_is_noted_on_the_day_by_two_people_at_once(hall: Hall) -> None:
    hall.invite(0, 1, 2)
    keys = [str(hall.guest(place).key) for place in range(3)]

    def tick(ticked: Sequence[str], shown: Sequence[str] = (), is_over: bool = False) -> object:
        ticks = Ticks(frozenset(ticked), frozenset(shown), is_over)
        return drives_attendance.tick(hall.session, hall.officer, hall.held, ticks, LATER)

    with pytest.raises(TransitionRefusedError, match="n’est pas venu"):
        drives_attendance.tick(
            hall.session, hall.officer, hall.held, Ticks(frozenset(), frozenset()), NOW
        )
    assert tick(keys[:1]) == (1, 0)
    assert tick(keys[1:2]) == (2, 0)  # a page that did not show the first tick yet
    assert tick(keys[1:2], shown=keys[:2]) == (1, 0)  # the first was a mistake
    assert tick(keys[1:2], shown=keys[1:2], is_over=True) == (1, 2)
    assert hall.states() == ["absent", "venu", "absent"]
    with pytest.raises(TransitionRefusedError, match="est venue"):
        drives_seats.withdraw(hall.session, hall.officer, hall.guest(1), LATER)


def test_a_sheet_left_unfilled_is_asked_for(hall: Hall) -> None:
    hall.invite(0)
    items = drives_todo(hall.session, hall.officer, LATER + timedelta(hours=1))
    assert [item.kind for item in items] == ["Présences à noter"]


def test_the_funnel_counts_each_person_once(hall: Hall) -> None:
    agree = Step(A.AGREE, on=NOW.date(), channel=AgreementChannel.PHONE)
    introduce(hall, 0, Step(A.KEEP), Step(A.PROPOSE), agree)
    introduce(hall, 1, Step(A.KEEP))
    introduce(hall, 5, Step(A.KEEP))
    hall.invite(0, 1, 2, 3)
    drives_seats.withdraw(hall.session, hall.officer, hall.guest(1), NOW)
    ticks = Ticks(frozenset({str(hall.guest(0).key)}), frozenset())
    drives_attendance.tick(hall.session, hall.officer, hall.held, ticks, LATER)
    funnel = drive_view(hall.session, hall.officer, hall.drive).funnel
    # 0, 1, 5 put forward and 2, 3 by hand; 0, 1, 2 had a seat, then 3 in the place of 1.
    assert (funnel.applications, funnel.people, funnel.invited, funnel.came) == (3, 5, 4, 1)
    assert (funnel.interviewed, funnel.hired) == (0, 0)


def test_somebody_hired_on_two_offers_of_a_drive_is_one_person_hired(hall: Hall) -> None:
    other = make_offer()
    hall.session.add(other)
    hall.session.flush()
    drives.add_offer(hall.session, hall.officer, hall.drive, other.reference)
    for offer in (hall.offer, other):
        found = introduce(hall, 0, offer=offer)
        found.state, found.close_reason = IntroductionState.CLOSED, EndMotive.HIRED
    hall.session.flush()
    funnel = drive_view(hall.session, hall.officer, hall.drive).funnel
    assert (funnel.applications, funnel.people) == (2, 1)
    assert (funnel.interviewed, funnel.hired) == (1, 1)


def test_inviting_moves_no_introduction(hall: Hall) -> None:
    kept = introduce(hall, 0, Step(A.KEEP))
    hall.invite(0, 1)
    assert kept.state is IntroductionState.KEPT
    assert hall.session.scalar(select(func.count(Introduction.id))) == 1


def test_names_are_for_who_reads_them_and_for_the_door(hall: Hall) -> None:
    hall.invite(0, 1, 2, 3)
    name = "Prénom N0"
    officers = [row[1] for row in drive_table(hall.session, hall.officer, hall.drive).rows]
    assert officers == [None] * 4
    advisors = [row[1] for row in drive_table(hall.session, hall.advisor, hall.drive).rows]
    assert name in advisors
    sheet = sheet_of(hall.session, hall.officer, hall.drive, hall.held, NOW)
    assert [card.name for card in sheet.cards] == [f"Prénom N{n}" for n in range(3)]
    view = drive_view(hall.session, hall.officer, hall.drive)
    assert [card.name for card in view.waiting] == [None]


def test_a_caseworker_sees_their_own_people_and_no_other_drive(hall: Hall) -> None:
    caseworker = make_user(Role.CASEWORKER, name="Claire Monteyne")
    hall.session.add(caseworker)
    hall.session.add(CandidateFollow(candidate_id=hall.people[1].id, caseworker="Claire Monteyne"))
    hall.session.flush()
    with pytest.raises(NotFoundError):
        drives.drive_of(hall.session, caseworker, str(hall.drive.key))
    hall.invite(0, 1, 2, 3)
    assert drives_page(hall.session, caseworker, NOW).total == 1
    view = drive_view(hall.session, caseworker, hall.drive)
    assert [card.identifier for card in view.own] == [hall.people[1].identifier]
    assert view.waiting == ()
    with pytest.raises(RoleRefusedError):
        drives.run_drive_of(hall.session, caseworker, str(hall.drive.key), "Inviter")


def test_an_advisor_sees_the_drives_of_their_domains(hall: Hall) -> None:
    other = make_user(Role.ADVISOR, domains=[Domain.CATERING.value])
    own = make_user(Role.ADVISOR, domains=[Domain.TRANSPORT.value])
    hall.session.add_all([other, own])
    hall.session.flush()
    assert drives_page(hall.session, own, NOW).total == 1
    assert drives_page(hall.session, other, NOW).total == 0


@pytest.mark.parametrize(
    ("new", "words"),
    [
        (NewSession(LATER, 120, " ", 10), "donnez le lieu"),
        (NewSession(LATER, 120, "Salle", 66), "entre 1 et 65 places"),
        (NewSession(LATER, 2, "Salle", 10), "minutes"),
        (NewSession(NOW - timedelta(days=2), 120, "Salle", 10), "passée"),
    ],
)
def test_a_session_that_cannot_be_is_refused_in_words(
    hall: Hall, new: NewSession, words: str
) -> None:
    with pytest.raises(InputRefusedError, match=words):
        drives.add_session(hall.session, hall.officer, hall.drive, new, NOW)


def test_a_closed_offer_enters_no_drive_and_a_closed_drive_invites_nobody(hall: Hall) -> None:
    closed = make_offer(state=OfferState.CANCELLED)
    hall.session.add(closed)
    hall.session.flush()
    with pytest.raises(InputRefusedError, match="n’est pas ouverte"):
        drives.add_offer(hall.session, hall.officer, hall.drive, closed.reference)
    drives.close_drive(hall.session, hall.officer, hall.drive, NOW)
    with pytest.raises(TransitionRefusedError, match="est clos"):
        drives.run_drive_of(hall.session, hall.officer, str(hall.drive.key), "Inviter")


def test_somebody_erased_gives_their_seat_back(hall: Hall) -> None:
    hall.invite(0, 1, 2, 3)
    hall.session.delete(hall.people[0])
    hall.session.flush()
    hall.session.expire_all()
    done = hall.invite(4)
    assert (done.seated, done.waiting) == (1, 0)
    assert hall.held.taken == 3
