"""The people whom somebody may look at: found in the base, a page at a time."""

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from api.services.persons import people_page
from models.candidates import Candidate, CandidateProject
from models.case_files import CandidateFollow, CandidateIdentity
from models.people import User
from models.vocabulary import Role
from tests.factories import make_candidate, make_user

CLAIRE = "Claire Denis"
NAMED = ((7, "Salma", "Aït-Berka"), (8, "Œdile", None), (30, "Zoé", "O’Neil"))


@pytest.fixture
def claire(session: Session) -> User:
    """A caseworker with three people of her own, among sixty."""
    user = make_user(Role.CASEWORKER, name=CLAIRE)
    session.add(user)
    made = [make_candidate(identifier=f"Q-{place:04}") for place in range(60)]
    session.add_all(made)
    session.flush()
    for place, person in enumerate(made):
        follower = "CLAIRE DENIS" if place in (7, 8, 9) else "Paul Roux"
        title = "Cuisinière en collectivité" if place % 2 else "Soudeur"
        session.add(CandidateFollow(candidate_id=person.id, caseworker=follower))
        session.add(CandidateProject(candidate_id=person.id, position=1, title=title))
    for place, first, last in NAMED:
        session.add(
            CandidateIdentity(candidate_id=made[place].id, first_name=first, last_name=last)
        )
    session.flush()
    return user


def found(session: Session, user: User, words: str) -> list[str]:
    people = people_page(session, user, words, size=100).people
    return [each.candidate.identifier for each in people if each.candidate.identifier[0] == "Q"]


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("salma", [7]),
        ("AIT BERKA", [7]),
        ("ait-berka cuisiniere", [7]),
        ("berka soudeur", []),
        ("oedile", [8]),
        ("o'neil", [30]),
        ("q-0030", [30]),
        ("collectivité Q-0007", [7]),
        ("%", []),
        ("_", []),
        ("0030 zoe", [30]),
        ("x" * 2_000, []),
    ],
)
def test_each_word_is_looked_for_in_the_name_the_identifier_and_the_projects(
    words: str, places: list[int], session: Session, claire: User
) -> None:
    manager = make_user(Role.MANAGER)
    assert found(session, manager, words) == [f"Q-{place:04}" for place in places]


def test_a_caseworker_finds_their_own_people_alone(session: Session, claire: User) -> None:
    assert found(session, claire, "") == ["Q-0007", "Q-0008", "Q-0009"]
    assert found(session, claire, "zoé") == []
    assert found(session, make_user(Role.OFFICE), "") == []
    assert found(session, make_user(Role.OFFICER), "salma") == []


def test_a_page_reads_no_more_people_than_it_shows(session: Session, claire: User) -> None:
    session.expunge_all()
    read: list[object] = []

    def note(target: object, _context: object) -> None:
        read.append(target)

    event.listen(Candidate, "load", note)
    try:
        page = people_page(session, make_user(Role.MANAGER), page=2, size=10)
    finally:
        event.remove(Candidate, "load", note)
    assert (len(page.people), len(read)) == (10, 10)
    assert page.total >= 60
    assert page.pages == -(-page.total // 10)
    assert all(each.projects for each in page.people if each.candidate.identifier[0] == "Q")
    past = people_page(session, make_user(Role.MANAGER), page=999, size=10)
    assert (past.people, past.total) == ((), page.total)
