"""Each refusal says what to do, and leads somewhere the reader may go."""

import pytest
from starlette.requests import Request

from api.dependencies import Viewer
from api.problems import HTTP_TITLES, PROBLEMS
from api.ways_out import ADVICE, way_out
from models.vocabulary import Role

KEY = "00000000-0000-4000-8000-000000000000"


def asked(path: str, method: str, role: Role | None) -> Request:
    viewer = None if role is None else Viewer("Nadia Fekkar", role)
    scope = {"type": "http", "path": path, "method": method, "headers": [], "query_string": b""}
    return Request(scope | {"state": {"user": viewer}})


def test_every_status_we_answer_says_what_to_do() -> None:
    ours = {status for status, _ in PROBLEMS.values()} | set(HTTP_TITLES) | {422, 500}
    assert ours <= set(ADVICE)


@pytest.mark.parametrize(
    ("path", "method", "role", "status", "leads"),
    [
        (f"/offers/{KEY}/shortlist", "GET", Role.ADVISOR, 404, "/offers"),
        (f"/offers/{KEY}/close", "POST", Role.OFFICER, 409, f"/offers/{KEY}/close"),
        (f"/contrats/{KEY}/cdi", "POST", Role.MANAGER, 409, f"/contrats/{KEY}"),
        (f"/candidats/{KEY}", "GET", Role.CASEWORKER, 404, "/candidats"),
        (f"/candidats/{KEY}", "GET", Role.OFFICER, 403, "/"),
        (f"/offers/{KEY}/candidates/{KEY}/keep", "POST", Role.ADVISOR, 409, None),
        (f"/niveau-2/{KEY}", "GET", Role.CASEWORKER, 403, "/"),
        (f"/entretiens/{KEY}/synthese.pdf", "GET", Role.ADVISOR, 409, "/"),
        ("/chiffres", "GET", Role.MANAGER, 500, "/chiffres"),
        ("/reponse/inconnu/pourvu", "POST", None, 409, "/reponse/inconnu"),
        ("/sign-in", "POST", None, 429, "/sign-in"),
        ("/nulle-part", "GET", None, 404, "/sign-in"),
        ("/nulle-part", "GET", Role.ADMIN, 404, "/"),
    ],
)
def test_the_link_is_the_nearest_page_that_helps(
    path: str, method: str, role: Role | None, status: int, leads: str | None
) -> None:
    address, words = way_out(asked(path, method, role), status)
    assert address == (leads or f"/offers/{KEY}/shortlist")
    assert words[0].isupper()
