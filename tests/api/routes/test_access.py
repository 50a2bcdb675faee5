"""Who may call what: every route, every role; and what every answer carries."""

import pytest
from starlette.testclient import TestClient

from api.security import HEADERS, POLICIES, Policy, check_policies
from models.tokens import ApiScope
from models.vocabulary import Role
from tests.api.routes.api_world import make_token
from tests.api.routes.world import World

ROUTES_KNOWN = 303
MISSING = "00000000-0000-4000-8000-000000000000"


def concrete(path: str, world: World) -> str:
    return (
        path.replace("{key}", world.offer_key)
        .replace("{candidate_key}", world.candidate_keys[0])
        .replace("{token}", "jeton-inconnu")
    )


def test_every_route_served_is_in_the_table_and_nothing_else(world: World) -> None:
    served = {
        (method.upper(), path)
        for path, methods in world.app.openapi()["paths"].items()
        for method in methods
    }
    assert served == set(POLICIES)
    assert len(served) == ROUTES_KNOWN


def test_a_route_without_a_policy_stops_the_start(world: World) -> None:
    with pytest.raises(RuntimeError, match="/offers"):
        check_policies([])


@pytest.mark.parametrize("role", list(Role))
def test_each_role_reaches_the_routes_of_the_table_and_no_other(role: Role, world: World) -> None:
    with world.browser(role) as client:
        for (method, path), policy in POLICIES.items():
            if path == "/sign-out" or policy.scope is not None:
                continue
            status = client.request(method, concrete(path, world)).status_code
            assert (status == 403) == (not policy.admits(role)), (method, path, status)


def test_without_signing_in_only_public_routes_answer(world: World) -> None:
    with world.browser() as client:
        for (method, path), policy in POLICIES.items():
            if policy.scope is not None:
                continue
            answer = client.request(method, concrete(path, world))
            is_sent_away = answer.status_code == 303 and answer.headers["location"].startswith(
                "/sign-in"
            )
            assert is_sent_away == (not policy.public or path == "/sign-out"), (method, path)


@pytest.mark.parametrize("role", [None, *Role])
def test_a_cookie_opens_nothing_of_the_api(role: Role | None, world: World) -> None:
    with world.browser(role) as client:
        for (method, path), policy in POLICIES.items():
            if policy.scope is not None:
                answer = client.request(method, concrete(path, world))
                assert answer.status_code == 401, (method, path)
                assert answer.headers["content-type"] == "application/problem+json"


def test_a_token_opens_nothing_but_what_it_was_given(world: World) -> None:
    screens = [each for each, policy in POLICIES.items() if not (policy.public or policy.scope)]
    with world.browser() as client:
        client.headers["authorization"] = f"Bearer {make_token(world)}"
        for method, path in screens:
            if path != "/sign-out":
                answer = client.request(method, concrete(path, world))
                assert answer.status_code == 303, (method, path)  # to the sign-in page
    for scope in ApiScope:
        with world.browser() as client:
            client.headers["authorization"] = f"Bearer {make_token(world, {scope})}"
            for (method, path), policy in POLICIES.items():
                if policy.scope is not None:
                    status = client.request(method, concrete(path, world)).status_code
                    assert (status == 403) == (policy.scope is not scope), (method, path, scope)


def test_a_program_that_is_not_signed_in_gets_a_problem_not_a_page(world: World) -> None:
    with world.browser() as client:
        answer = client.get("/offers", headers={"accept": "application/json"})
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["title"] == "Connexion nécessaire"


@pytest.mark.parametrize(
    "path", ["/", "/offers", "/sign-in", "/health", "/nowhere", "/static/app.css", "/offers/x"]
)
def test_every_answer_carries_the_security_headers(path: str, world: World) -> None:
    with world.browser(Role.ADVISOR) as client:
        answer = client.get(path)
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    is_static = path.startswith("/static")
    assert ("no-store" in answer.headers["cache-control"]) == (not is_static)


def test_an_unexpected_error_keeps_the_headers_and_tells_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise ZeroDivisionError("secret")

    world.app.add_api_route("/broken", fail)
    extra = {("GET", "/broken"): Policy(frozenset(), public=True)}
    monkeypatch.setattr("api.security.POLICIES", dict(POLICIES) | extra)
    client = TestClient(world.app, raise_server_exceptions=False)
    answer = client.get("/broken", headers={"accept": "text/html"})
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "Erreur inattendue" in answer.text
    assert answer.headers["content-security-policy"] == HEADERS["content-security-policy"]


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://ailleurs.example"},
        {"origin": "null"},
    ],
)
def test_another_site_cannot_decide_for_the_person_signed_in(
    headers: dict[str, str], world: World
) -> None:
    with world.browser(Role.ADVISOR) as client:
        answer = client.post(world.decision_path(0, "keep"), data={"version": "1"}, headers=headers)
    assert answer.status_code == 403
    assert world.introduction(0) is None


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "same-origin"}, {"origin": "http://testserver"}, {}]
)
def test_our_own_pages_can(headers: dict[str, str], world: World) -> None:
    with world.browser(Role.ADVISOR) as client:
        answer = client.post(world.decision_path(0, "keep"), data={"version": "1"}, headers=headers)
    assert answer.status_code == 303
    assert world.introduction(0) is not None


def test_missing_and_malformed_addresses_give_one_and_the_same_answer(world: World) -> None:
    with world.browser(Role.ADVISOR) as client:
        bodies = {
            client.get(f"/offers/{key}/shortlist").text
            for key in (MISSING, "0", "9223372036854775808", "%00", "DK-0001")
        }
        statuses = {client.get(f"/offers/{key}").status_code for key in (MISSING, "x" * 3_000)}
    assert statuses == {404}
    assert len(bodies) == 1


def test_the_role_switch_exists_in_the_demonstration_alone(world: World) -> None:
    with world.browser() as client:
        assert client.post("/demo/role", data={"role": "manager"}).status_code == 404


def test_in_the_demonstration_a_click_takes_a_role(demo_world: World) -> None:
    with demo_world.browser() as client:
        assert "Démonstration – données fictives" in client.get("/sign-in").text
        assert client.post("/demo/role", data={"role": "manager"}).status_code == 303
        assert "Hugues Delattre" in client.get("/").text
