"""What is known to break web services is answered with a refusal, never with a 500."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from models.vocabulary import Role
from tests.api.routes.world import World

HUGE = str(2**63)
FORM = {"content-type": "application/x-www-form-urlencoded"}
GETS = (
    f"/offers/{HUGE}",
    f"/offers/{2**128}",
    "/offers/-1",
    "/offers/%00",
    "/offers/%ED%A0%80",
    "/offers/%FF%FE",
    "/offers/" + "a" * 5_000,
    f"/offers?page={HUGE}",
    "/offers?page=-1",
    "/offers?page=0",
    "/offers?page=1e3",
    "/offers?page=true",
    "/offers?page=NaN",
    "/offers?limit=-1",
    "/offers?q=%00",
    "/offers?q=%ED%A0%80",
    "/offers?q=%FF",
    "/offers?q=%25",
    "/offers?q=_",
    "/offers?q=%5C",
    "/offers?q=" + "x" * 201,
    "/offers?q=%27%20OR%201%3D1--",
    "/offers?domain=%00&state=lune",
    "/offers?domain=industrie&domain=batiment",
    "/sign-in?next=%00",
    "/sign-in?next=//ailleurs.example",
    "/sign-in/link/%00",
    "/sign-in/link/" + "z" * 5_000,
    "{list}?page=" + HUGE,
    "{list}?page=-1",
    "{list}?band=lune&decision=%00",
    "{list}?mine=peut-etre",
    "{list}?seen=%00",
    "{list}?seen=" + HUGE,
    "{list}?by_score=1&band=eloigne&page=9999",
    "/static/../app.py",
    "/static/%2e%2e/app.py",
    "/static/%00",
)
BODIES = (
    b"",
    b"text=%00",
    b"text=%ED%A0%80",
    b"text=\xe9t\xe9",
    b"text=%FF%FE",
    b"text=" + b"x" * 100_001,
    b"text=a&state=open",
    b"text[]=a",
    b"version=" + HUGE.encode(),
    b"version=-1",
    b"version=NaN",
    b"version=1&motive=" + b"x" * 10_000,
    b"version=1&note=" + b"x" * 10_000,
    b"version=1&note=%00",
    b"version=1&candidate_id=2",
    b"version=1&" + b"&".join(b"patterns=jour" for _ in range(200)),
    b"q=%00",
    b"q=" + b"%F0%9F%A6%8A" * 100,
    b"band=lune",
    b'{"version": NaN}',
)


@pytest.fixture
def client(world: World) -> TestClient:
    """A manager, who may reach most addresses; an exception of ours would come out as such."""
    with world.browser(Role.MANAGER) as signed_in:
        return signed_in


@pytest.mark.parametrize("path", GETS)
def test_an_odd_address_is_answered(path: str, world: World, client: TestClient) -> None:
    answer = client.get(path.replace("{list}", world.shortlist_path))
    assert answer.status_code in (200, 404, 422), path
    assert "\x00" not in answer.text


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_an_odd_form_is_answered_everywhere(body: bytes, world: World, client: TestClient) -> None:
    paths = (
        "/offers",
        "/offers/preview",
        f"/offers/{world.offer_key}/review",
        world.shortlist_path,
        f"/offers/{world.offer_key}/ranking",
        world.decision_path(0, "keep"),
        world.decision_path(0, "discard"),
        world.decision_path(0, "undo"),
        "/demo/role",
        "/sign-in",
    )
    for path in paths:
        answer = client.post(path, content=body, headers=FORM)
        assert answer.status_code < 500, (path, answer.status_code)
    assert world.introduction(0) is None


@pytest.mark.parametrize(
    "kind", ["multipart/form-data", "multipart/form-data; boundary=x", "application/json", "x/y"]
)
def test_an_odd_kind_of_body_is_answered(kind: str, world: World, client: TestClient) -> None:
    for body in (b"", b"--x\r\n", b"\xff\xfe", b'{"text": "\\ud800"}', b"[" * 5_000):
        answer = client.post("/offers", content=body, headers={"content-type": kind})
        assert 400 <= answer.status_code < 500, (kind, body)


def test_multipart_bytes_that_are_no_utf8_do_not_break_anything(client: TestClient) -> None:
    body = b'--x\r\ncontent-disposition: form-data; name="text"\r\n\r\n\xe9t\xe9\r\n--x--\r\n'
    headers = {"content-type": "multipart/form-data; boundary=x"}
    assert client.post("/offers", content=body, headers=headers).status_code < 500


def chunks() -> Iterator[bytes]:
    for _ in range(60):
        yield b"x" * 50_000


@pytest.mark.parametrize("content", [b"x" * 3_000_000, chunks()], ids=["announced", "in pieces"])
def test_a_body_without_end_is_cut_short(
    content: bytes | Iterator[bytes], client: TestClient
) -> None:
    answer = client.post("/offers", content=content, headers=FORM)
    assert answer.status_code == 413
    assert "Envoi trop volumineux" in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_refusal_never_repeats_what_was_sent(client: TestClient, world: World) -> None:
    for headers in ({"accept": "text/html"}, {"accept": "application/json"}):
        answer = client.post(
            world.decision_path(0, "keep"),
            content=b"version=marqueur-secret",
            headers=FORM | headers,
        )
        assert answer.status_code == 422
        assert "marqueur" not in answer.text


@pytest.mark.parametrize(("q", "found"), [("%", 0), ("_", 0), ("pREPARATEUR", 1), ("'", 0)])
def test_a_sign_finds_itself_and_nothing_else(q: str, found: int, client: TestClient) -> None:
    text = client.get("/offers", params={"q": q}).text
    assert text.count('class="offer-line"') == found


def test_a_wrong_method_is_told(client: TestClient) -> None:
    answer = client.delete("/offers", headers={"accept": "application/json"})
    assert answer.status_code == 405
    assert answer.headers["content-type"] == "application/problem+json"
    assert "allow" in answer.headers
