"""The journal of accesses as pages write it, and as the administration reads it."""

import pytest
from sqlalchemy import select

from models.access import Access, AccessKind
from models.candidates import Candidate
from models.people import User
from models.vocabulary import Role
from tests.api.level2_world import wait_for_level2
from tests.api.routes.sent_two import prepare_two, send
from tests.api.routes.world import NAMES, World

MISSING = "00000000-0000-4000-8000-000000000000"


def noted(world: World) -> list[tuple[str, AccessKind]]:
    with world.sessions() as session:
        return [(each.screen, each.kind) for each in session.scalars(select(Access))]


def test_what_is_opened_is_noted_and_what_is_refused_is_not(world: World) -> None:
    (key,) = wait_for_level2(world, [0])
    person = world.candidate_keys[0]
    with world.browser(Role.ADVISOR) as client:
        assert client.get(f"/candidats/{person}").status_code == 200
        assert client.get(f"/mises-en-relation/{key}").status_code == 200
        assert client.get(f"/niveau-2/{key}").status_code == 200
        assert client.get(f"/candidats/{MISSING}").status_code == 404
        assert client.get("/sorties.csv").status_code == 403
        assert client.get("/offers").status_code == 200
    view = AccessKind.VIEW
    assert noted(world) == [
        ("/candidats/{candidate_key}", view),
        ("/mises-en-relation/{key}", view),
        ("/niveau-2/{key}", view),
    ]
    with world.browser(Role.ADMIN) as client:
        page = client.get("/journal").text
        assert page.count("P-0001") == 3
        assert NAMES[Role.ADVISOR] in page
        assert "Salma" not in page
        file = client.get("/journal.csv?personne=P-0001").text
        assert file.count("P-0001") == 3
        assert client.get("/journal?du=hier").status_code == 422
        assert "Aucun accès ne correspond" in client.get("/journal?personne=P-0002").text
    assert noted(world)[-1] == ("/journal.csv", AccessKind.EXPORT)


@pytest.mark.parametrize(
    ("role", "people"),
    [
        (Role.OFFICER, []),
        (Role.CASEWORKER, ["P-0001"]),  # the second person is followed by somebody else
        (Role.MANAGER, ["P-0001", "P-0002"]),
    ],
)
def test_a_dispatch_is_noted_for_those_it_names_to_its_reader(
    world: World, role: Role, people: list[str]
) -> None:
    sent = send(prepare_two(world))
    with world.browser(role) as client:
        assert client.get(f"/envois/{sent.key}").status_code == 200
    with world.sessions() as session:
        lines = session.execute(
            select(Access.screen, Access.kind, Candidate.identifier)
            .join(Candidate)
            .join(User, User.id == Access.user_id)
            .where(User.role == role, Access.kind == AccessKind.VIEW)
            .order_by(Candidate.identifier)
        )
        assert [tuple(each) for each in lines] == [
            ("/envois/{key}", AccessKind.VIEW, each) for each in people
        ]


def test_a_search_by_name_is_noted_with_what_it_found_and_not_what_was_typed(world: World) -> None:
    with world.browser(Role.ADVISOR) as client:
        assert "P-0001" in client.post("/candidats", data={"q": "Salma"}).text
        client.post("/candidats", data={"q": "zzz"})
        assert client.post(world.shortlist_path, data={"q": "Salma"}).status_code == 200
    with world.browser(Role.OFFICER) as client:
        assert client.post("/candidats", data={"q": "Salma"}).status_code == 403
    with world.sessions() as session:
        lines = session.scalars(select(Access).order_by(Access.id)).all()
        assert [(each.screen, each.count) for each in lines] == [
            ("/candidats", 1),
            ("/candidats", 0),
            ("/offers/{key}/shortlist", None),
        ]
    with world.browser(Role.ADMIN) as client:
        shown = client.get("/journal").text
        assert "<td>Personnes</td>" in shown
        assert "<td>Liste proposée</td>" in shown
        assert "{key}" not in shown
        assert "Salma" not in shown


def test_a_journal_that_cannot_be_written_fails_no_page(world: World) -> None:
    Access.metadata.tables["accesses"].drop(world.sessions.kw["bind"])
    with world.browser(Role.ADVISOR) as client:
        assert client.get(f"/candidats/{world.candidate_keys[0]}").status_code == 200
