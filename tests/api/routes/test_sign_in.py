"""Signing in and out, as people and as attackers try it."""

from datetime import UTC, datetime, timedelta

import pytest

from api.dependencies import get_now
from api.routes.sign_in import inside
from models.vocabulary import Role
from tests.api.routes.world import PASSWORD, World, email_of


def credentials(password: str = PASSWORD, role: Role = Role.ADVISOR, **more: str) -> dict[str, str]:
    return {"email": email_of(role), "password": password} | more


def test_the_right_password_opens_and_goes_where_one_was_going(world: World) -> None:
    with world.browser() as client:
        sent = client.get("/offers").headers["location"]
        assert sent == "/sign-in?next=/offers"
        assert 'value="/offers"' in client.get(sent).text
        answer = client.post("/sign-in", data=credentials(next="/offers"))
        assert answer.headers["location"] == "/offers"
        cookie = answer.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert client.get("/offers").status_code == 200


def test_known_and_unknown_addresses_get_the_same_refusal(world: World) -> None:
    with world.browser() as client:
        wrong = client.post("/sign-in", data=credentials("mauvais mot de passe !"))
        unknown = client.post("/sign-in", data=credentials() | {"email": "nul@example.org"})
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.text.replace(email_of(Role.ADVISOR), "") == unknown.text.replace(
        "nul@example.org", ""
    )
    assert "Adresse ou mot de passe non reconnu" in wrong.text


def test_guessing_is_slowed_down_even_across_requests(world: World) -> None:
    with world.browser() as client:
        for _ in range(10):
            assert client.post("/sign-in", data=credentials("x" * 20)).status_code == 401
        answer = client.post("/sign-in", data=credentials())
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0


def test_opening_a_link_does_not_spend_it_the_button_does(world: World) -> None:
    link = world.link(Role.CASEWORKER)
    with world.browser() as client:
        assert "Me connecter" in client.get(link).text
        assert "Me connecter" in client.get(link).text
        assert client.post(link).headers["location"] == "/"
        assert "Claire Monteyne" in client.get("/").text
    with world.browser() as another:
        refused = another.post(link)
        assert refused.status_code == 401
        assert "déjà servi" in refused.text


def test_a_link_that_is_too_old_is_refused(world: World) -> None:
    link = world.link(Role.CASEWORKER, datetime.now(UTC) - timedelta(minutes=16))
    with world.browser() as client:
        assert client.post(link).status_code == 401


def test_signing_out_ends_the_session_on_the_server(world: World) -> None:
    with world.browser(Role.ADVISOR) as client:
        stolen = dict(client.cookies)
        assert client.post("/sign-out").headers["location"] == "/sign-in"
        assert client.get("/").status_code == 303
    with world.browser() as thief:
        thief.cookies.update(stolen)
        assert thief.get("/").status_code == 303


def test_signing_in_again_ends_the_session_the_browser_had(world: World) -> None:
    with world.browser(Role.ADVISOR) as client:
        before = dict(client.cookies)
        client.post(world.link(Role.MANAGER))
        assert dict(client.cookies) != before
    with world.browser() as other:
        other.cookies.update(before)
        assert other.get("/").status_code == 303


def test_a_session_in_use_lasts_and_a_forgotten_one_ends(world: World) -> None:
    start = datetime.now(UTC)
    with world.browser(Role.ADVISOR) as client:
        for minutes, status in ((40, 200), (80, 200), (150, 303)):
            now = start + timedelta(minutes=minutes)
            world.app.dependency_overrides[get_now] = lambda now=now: now
            assert client.get("/").status_code == status, minutes


@pytest.mark.parametrize(
    "target", ["//ailleurs.example", "https://ailleurs.example", "/\\ailleurs.example", "/a\nb", ""]
)
def test_signing_in_never_leads_to_another_site(target: str) -> None:
    assert inside(target) == "/"


def test_the_cookie_is_bound_to_https_where_the_service_is(sqlite_url: str) -> None:
    from api.app import create_app
    from api.settings import Settings

    app = create_app(Settings(database_url=sqlite_url, public_url="https://exemple.example"))
    assert app.state.cookie_name.startswith("__Host-")
    assert app.state.is_https
