"""Signing in through a provider of the house, and everything that must not let anybody in."""

import logging
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import httpx2
import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from api.app import create_app
from api.services import oidc
from api.settings import Settings
from models.database import transaction
from models.errors import InputRefusedError
from models.people import AccountAct, AccountChange, SignOnIdentity, User
from models.vocabulary import Role
from tests.api.level2_world import user_of
from tests.api.provider import CLIENT, SECRET, Claims, Person, Provider, running
from tests.api.routes.test_accounts import address
from tests.api.routes.world import NAMES, PASSWORD, World, email_of

UNTRUSTED = "n’a pas pu être vérifiée"
STALE = "recommencez"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running() as made:
        yield made


@pytest.fixture
def house(world: World, provider: Provider, sqlite_url: str) -> World:
    """The small world, which signs in through the provider too."""
    return with_settings(world, provider, sqlite_url)


def with_settings(world: World, provider: Provider, url: str, **more: Any) -> World:
    settings: dict[str, Any] = {
        "database_url": url,
        "sso_issuer": provider.issuer,
        "sso_client_id": CLIENT,
        "sso_client_secret": SECRET,
        "sso_name": "ProConnect",
    }
    return replace(world, app=create_app(Settings(**settings | more)))


def return_path(client: TestClient, target: str = "/") -> str:
    """To the provider and back; the address one comes back to."""
    sent = client.get("/sso", params={"next": target})
    assert sent.status_code == 303, sent.text
    came = httpx2.get(sent.headers["location"]).headers["location"]
    return str(came).removeprefix("http://testserver")


def signed_in(client: TestClient, target: str = "/") -> httpx2.Response:
    answer: httpx2.Response = client.get(return_path(client, target))
    return answer


def linked(world: World) -> list[tuple[str, str]]:
    with world.sessions() as session:
        asked = select(SignOnIdentity.subject, User.name).join(User)
        return [(row[0], row[1]) for row in session.execute(asked)]


def test_a_verified_address_finds_its_account_then_the_subject_does(
    house: World, provider: Provider
) -> None:
    with house.browser() as client:
        assert "Se connecter avec ProConnect" in client.get("/sign-in?next=/offers").text
        answer = signed_in(client, "/offers")
        assert answer.status_code == 303
        assert answer.headers["location"] == "/offers"
        assert NAMES[Role.ADVISOR] in client.get("/offers").text
    assert linked(house) == [("2f7c", NAMES[Role.ADVISOR])]
    # later, another address: it is still the same person
    provider.person = Person(email="autre@example.org", email_verified=False)
    with house.browser() as client:
        assert signed_in(client).status_code == 303
        assert NAMES[Role.ADVISOR] in client.get("/offers").text
    with house.sessions() as session:
        acts = [each.act for each in session.scalars(select(AccountChange))]
    assert acts == [AccountAct.LINKED]


NOT_LET_IN = (
    (Person(email_verified=False), "n’a pas vérifié votre adresse"),
    (Person(email_verified=None), "n’a pas vérifié votre adresse"),
    (Person(email_verified="yes"), "n’a pas vérifié votre adresse"),
    (Person(email="personne@example.org"), "Aucun compte en service"),
)


def test_who_has_no_account_or_no_verified_address_reads_why(
    house: World, provider: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    with house.browser() as client, caplog.at_level(logging.INFO, "api"):
        for person, words in NOT_LET_IN:
            provider.person = person
            answer = signed_in(client)
            assert answer.status_code == 401
            assert words in answer.text
            assert "Se connecter avec ProConnect" in answer.text  # the way out
            assert person.email not in caplog.text
        assert client.get("/offers").status_code == 303
    assert linked(house) == []
    with house.sessions() as session:
        assert session.scalar(select(User).where(User.email == "personne@example.org")) is None


def stranger(claims: Claims) -> Claims:
    return claims | {"aud": "un-autre-service"}


BAD_TOKENS: dict[str, Callable[[Claims], Claims]] = {
    "nonce": lambda claims: claims | {"nonce": "x" * 43},
    "no nonce": lambda claims: {name: claims[name] for name in claims if name != "nonce"},
    "audience": stranger,
    "several audiences": lambda claims: claims | {"aud": [CLIENT, "autre"], "azp": "autre"},
    "issuer": lambda claims: claims | {"iss": "https://ailleurs.example"},
    "expired": lambda claims: claims | {"iat": claims["iat"] - 900, "exp": claims["iat"] - 600},
    "no expiry": lambda claims: {name: claims[name] for name in claims if name != "exp"},
    "of tomorrow": lambda claims: claims | {"nbf": claims["iat"] + 86_400},
    "no subject": lambda claims: claims | {"sub": ""},
}


def test_a_token_that_is_not_for_us_now_lets_nobody_in(house: World, provider: Provider) -> None:
    with house.browser() as client:
        for case, twist in BAD_TOKENS.items():
            provider.twist = twist
            answer = signed_in(client)
            assert answer.status_code == 401, case
            assert UNTRUSTED in answer.text, case
        assert client.get("/offers").status_code == 303
    assert linked(house) == []


@pytest.mark.parametrize("case", ["stranger", "none"])
def test_a_signature_that_is_not_the_providers_lets_nobody_in(
    case: str, house: World, provider: Provider
) -> None:
    if case == "stranger":
        provider.signed_by = "somebody else"
    else:
        provider.algorithm = "none"
    with house.browser() as client:
        answer = signed_in(client)
    assert answer.status_code == 401
    assert UNTRUSTED in answer.text


def test_keys_that_the_provider_changed_are_read_again(house: World, provider: Provider) -> None:
    with house.browser() as client:
        assert signed_in(client).status_code == 303
        provider.signed_by, provider.published = "two", ("two",)
        assert signed_in(client).status_code == 303


def test_only_the_browser_that_left_comes_back_and_once(house: World, provider: Provider) -> None:
    with house.browser() as client, house.browser() as other:
        path = return_path(client)
        refused = other.get(path)
        assert refused.status_code == 401
        assert STALE in refused.text
        assert other.get("/offers").status_code == 303
        assert client.get(path.replace("state=", "state=x")).status_code == 401
    with house.browser() as client:
        path = return_path(client)
        assert client.get(path).status_code == 303
        assert client.get(path).status_code == 401  # the journey is over
        assert client.get("/sso/retour").status_code == 401
        client.cookies.set("candidatheque-sso", "n’importe quoi".encode().hex())
        assert client.get(path).status_code == 401


def test_a_code_of_another_journey_is_refused_by_its_verifier(
    house: World, provider: Provider
) -> None:
    with house.browser() as victim, house.browser() as thief:
        stolen = return_path(victim).split("code=")[1].split("&")[0]
        own = return_path(thief)
        code = own.split("code=")[1].split("&")[0]
        answer = thief.get(own.replace(code, stolen))
    assert answer.status_code == 401
    assert UNTRUSTED in answer.text


def test_giving_up_or_a_provider_that_is_down_is_told_in_words(
    world: World, house: World, provider: Provider, sqlite_url: str
) -> None:
    provider.is_refusing = True
    with house.browser() as client:
        answer = signed_in(client)
        assert answer.status_code == 401
        assert "abandonnée ou refusée" in answer.text
    provider.says_issuer = "https://ailleurs.example"
    with with_settings(world, provider, sqlite_url).browser() as client:
        assert UNTRUSTED in client.get("/sso").text
    gone = replace(provider, issuer="http://127.0.0.1:9")
    with with_settings(world, gone, sqlite_url).browser() as client:
        answer = client.get("/sso")
        assert answer.status_code == 401
        assert "ne répond pas" in answer.text


def test_a_silent_provider_is_waited_for_once_then_left_alone_a_while(
    world: World, provider: Provider, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oidc, "TIMEOUT_S", 1.0)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        issuer = f"http://127.0.0.1:{silent.getsockname()[1]}"
        house = with_settings(world, replace(provider, issuer=issuer), sqlite_url)
        with house.browser() as client, ThreadPoolExecutor(6) as pool:
            answers = list(pool.map(lambda _: client.get("/sso"), range(6)))
            answers += [client.get("/sso") for _ in range(3)]
        assert [each.status_code for each in answers] == [401] * 9
        assert all("ne répond pas" in each.text for each in answers)
        silent.settimeout(0.2)
        silent.accept()[0].close()
        with pytest.raises(TimeoutError):  # nobody else came
            silent.accept()


def test_a_provider_that_is_back_is_asked_again_after_a_while(
    house: World, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider.says_issuer = "https://ailleurs.example"
    with house.browser() as client:
        assert UNTRUSTED in client.get("/sso").text
        provider.says_issuer = None
        assert UNTRUSTED in client.get("/sso").text
        monkeypatch.setattr(oidc, "FAILURE_KEPT_S", 0.0)
        assert signed_in(client).status_code == 303


@pytest.mark.parametrize("kind", ["json", "jwt"])
def test_an_address_told_apart_counts_where_it_is_of_the_same_person(
    kind: str, house: World, provider: Provider
) -> None:
    provider.userinfo, provider.userinfo_sub = kind, "quelqu’un d’autre"
    provider.methods = ("client_secret_post",)
    with house.browser() as client:
        assert UNTRUSTED in signed_in(client).text
        provider.userinfo_sub = None
        assert signed_in(client).status_code == 303
    assert linked(house) == [("2f7c", NAMES[Role.ADVISOR])]


def test_a_provider_whose_addresses_are_trusted_may_leave_the_word_out(
    world: World, provider: Provider, sqlite_url: str
) -> None:
    house = with_settings(world, provider, sqlite_url, sso_trusts_email=True)
    with house.browser() as client:
        provider.person = Person(email_verified=False)
        assert signed_in(client).status_code == 401
        provider.person = Person(email_verified=None)
        assert signed_in(client).status_code == 303


def test_a_closed_account_stays_closed_and_a_second_identity_is_for_the_administration(
    house: World, provider: Provider
) -> None:
    path = address(house, Role.ADVISOR)
    with house.browser(Role.ADMIN) as admin, house.browser() as client:
        assert signed_in(client).status_code == 303
        provider.person = Person(sub="9a11")
        assert "déjà rattaché" in signed_in(client).text
        assert "Détacher" in admin.get(path).text
        assert admin.post(f"{path}/detacher").status_code == 303
        assert signed_in(client).status_code == 303
        assert admin.post(f"{path}/desactiver").status_code == 303
        refused = signed_in(client)
        assert refused.status_code == 401
        assert "désactivé" in refused.text
    assert linked(house) == [("9a11", NAMES[Role.ADVISOR])]


def test_passwords_may_be_closed_links_stay(
    world: World, provider: Provider, sqlite_url: str
) -> None:
    house = with_settings(world, provider, sqlite_url, local_sign_in=False)
    with house.browser() as client:
        page = client.get("/sign-in").text
        assert 'name="password"' not in page
        assert "Se connecter avec ProConnect" in page
        given = {"email": email_of(Role.ADVISOR), "password": PASSWORD}
        assert client.post("/sign-in", data=given).status_code == 403
        assert signed_in(client).status_code == 303
        assert 'name="password"' not in client.get("/mon-compte").text
        new = {"password": "cinq tortues bleues", "again": "cinq tortues bleues"}
        assert client.post("/mon-compte", data=new).status_code == 409
        assert client.post(house.link(Role.ADVISOR)).status_code == 303


def test_without_a_provider_there_is_no_such_page(world: World) -> None:
    with world.browser() as client:
        assert client.get("/sso").status_code == 404
        assert client.get("/sso/retour?code=x&state=y").status_code == 404
        assert "/sso" not in client.get("/sign-in").text


@pytest.mark.parametrize(
    ("settings", "variable"),
    [
        ({"local_sign_in": False}, "LOCAL_SIGN_IN"),
        ({"sso_issuer": "https://id.example"}, "SSO_CLIENT_ID"),
        ({"sso_issuer": "http://id.example", "sso_client_id": "x"}, "SSO_ISSUER"),
    ],
)
def test_settings_that_do_not_go_together_stop_the_start(
    settings: dict[str, Any], variable: str, sqlite_url: str
) -> None:
    with pytest.raises(InputRefusedError, match=variable):
        create_app(Settings(database_url=sqlite_url, **settings))


def test_an_account_closed_before_any_sign_on_is_not_opened_by_one(
    house: World, provider: Provider
) -> None:
    with transaction(house.sessions) as session:
        user_of(session, Role.ADVISOR).is_active = False
    with house.browser() as client:
        assert "Aucun compte en service" in signed_in(client).text
    assert linked(house) == []
