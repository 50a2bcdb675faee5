"""The journal of accesses: what it notes, how long it stays."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.security import POLICIES
from api.services.access_log import (
    EXPORTS,
    KEPT,
    JournalFilters,
    Seen,
    forget_accesses,
    heavy_readers,
    journal_page,
    journal_table,
    kind_of,
    note_access,
)
from api.services.access_screens import screen_name
from api.services.list_files import to_csv
from models.access import Access, AccessKind
from models.days import day_of
from tests.api.services.hired import Team, a_person, an_offer, kept, make_team
from tests.factories import make_candidate

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SHEET = "/candidats/{candidate_key}"
NOT_OF_PEOPLE = ("/chiffres", "/levers", "/equite", "/reponse", "/api/v1/openapi.json")


@pytest.fixture
def team(session: Session) -> Team:
    return make_team(session)


def test_no_page_of_a_person_and_no_file_escapes_the_journal() -> None:
    """Of all the routes there are: a new one that names a person is noted by itself."""
    people = (
        "candidate_key",
        "contract_key",
        "interview_key",
        "call_key",
        "exit_key",
        "session_key",
    )
    for method, path in POLICIES:
        if method != "GET" or path.startswith(NOT_OF_PEOPLE):
            continue
        names_somebody = any(f"{{{each}}}" in path for each in people) or path.startswith(
            ("/mises-en-relation/{", "/niveau-2/{")
        )
        is_file = path.endswith((".csv", ".xlsx", ".pdf", ".ics", ".json", ".jsonld"))
        expected = AccessKind.EXPORT if is_file else AccessKind.VIEW if names_somebody else None
        if path not in EXPORTS:
            assert kind_of(method, path) is expected, path
    assert kind_of("POST", "/envois/{key}/send") is AccessKind.SENDING
    assert kind_of("POST", "/candidats") is AccessKind.VIEW
    assert kind_of("POST", "/offers/{key}/shortlist") is AccessKind.VIEW
    assert kind_of("POST", "/offers") is None


def test_every_screen_of_the_journal_has_a_french_name() -> None:
    noted = [path for method, path in POLICIES if kind_of(method, path)]
    for path in [*noted, "/envois/{key}", "/envois/{key}/link", "/jetons"]:
        name = screen_name(path)
        assert name[0].isupper(), path
        assert not set(name) & set("/{}"), path
    assert screen_name("/candidats.csv") == "Personnes (CSV)"
    assert screen_name("/une/page/disparue") == "/une/page/disparue"


def test_who_looked_at_whom_is_found_by_person_user_and_day(session: Session, team: Team) -> None:
    person, other = a_person(session), make_candidate(identifier="P-0777")
    session.add(other)
    session.flush()
    introduction = kept(session, team, an_offer(session, team), person)
    view = AccessKind.VIEW
    note_access(session, team.advisor.id, Seen(view, SHEET, {"candidate_key": str(other.key)}), AT)
    page = "/mises-en-relation/{key}"
    later = AT + timedelta(days=2)
    note_access(session, team.manager.id, Seen(view, page, {"key": str(introduction.key)}), later)
    note_access(session, team.manager.id, Seen(AccessKind.EXPORT, "/candidats.csv", {}, 12), later)

    def found(filters: JournalFilters) -> list[tuple[str, str | None]]:
        lines = journal_page(session, filters).lines
        return [
            (line.screen, line.candidate.identifier if line.candidate else None) for line in lines
        ]

    assert found(JournalFilters()) == [
        ("/candidats.csv", None),
        (page, person.identifier),
        (SHEET, "P-0777"),
    ]
    assert found(JournalFilters(person="P-0777")) == [(SHEET, "P-0777")]
    assert found(JournalFilters(user=str(team.advisor.key))) == [(SHEET, "P-0777")]
    assert found(JournalFilters(user="personne")) == []
    assert found(JournalFilters(last=day_of(AT))) == [(SHEET, "P-0777")]
    assert len(found(JournalFilters(first=day_of(later)))) == 2
    assert found(JournalFilters(kind=AccessKind.EXPORT)) == [("/candidats.csv", None)]
    file = to_csv(journal_table(session, JournalFilters())).decode("utf-8-sig")
    assert ";Personnes (CSV);12" in file
    assert "23/11/2026 10:00" in file  # on the clock of Paris


def test_a_key_that_is_none_is_noted_without_a_person(session: Session, team: Team) -> None:
    note_access(session, team.advisor.id, Seen(AccessKind.VIEW, SHEET, {"candidate_key": "x"}), AT)
    assert session.scalars(select(Access)).one().candidate_id is None


def test_lines_are_forgotten_after_twelve_months_and_with_the_person(
    session: Session, team: Team
) -> None:
    person = a_person(session)
    seen = Seen(AccessKind.VIEW, SHEET, {"candidate_key": str(person.key)})
    note_access(session, team.advisor.id, seen, AT - KEPT - timedelta(seconds=1))
    note_access(session, team.advisor.id, seen, AT - KEPT)
    assert forget_accesses(session, AT) == 1
    assert len(session.scalars(select(Access)).all()) == 1
    session.delete(person)
    session.flush()
    session.expire_all()
    assert session.scalars(select(Access)).all() == []


def test_an_account_that_opens_many_people_in_a_day_is_told(session: Session, team: Team) -> None:
    people = [make_candidate(identifier=f"H-{number:04d}") for number in range(201)]
    session.add_all(people)
    session.flush()
    session.add_all(
        Access(at=AT, user_id=user.id, candidate_id=each.id, kind=AccessKind.VIEW, screen=SHEET)
        for user, shown in ((team.advisor, people), (team.manager, people[:200]))
        for each in (*shown, shown[0])
    )
    session.flush()
    (heavy,) = heavy_readers(session, day_of(AT))
    assert (heavy.name, heavy.people) == (team.advisor.name, 201)
    assert heavy_readers(session, day_of(AT + timedelta(days=1))) == []
