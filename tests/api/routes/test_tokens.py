"""The page of tokens: given by the administration alone, shown once, taken back at once."""

import re
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update

from api.services.tokens import LONGEST_DAYS
from models.access import Access, AccessKind
from models.database import transaction
from models.days import day_of
from models.people import User
from models.tokens import ApiScope, ApiToken
from models.vocabulary import Role
from tests.api.routes.world import World

TOKEN = re.compile(r'id="secret"[^>]*value="(cdt_[A-Za-z0-9_-]{40,})"')


def form(days: int = 30, **changes: object) -> dict[str, object]:
    last_day = day_of(datetime.now(UTC)) + timedelta(days=days)
    given: dict[str, object] = {
        "name": "Site des offres",
        "scopes": [ApiScope.OFFERS_READ.value],
        "last_day": last_day.isoformat(),
    }
    return {**given, **changes}


def opens(world: World, token: str) -> int:
    with world.browser() as client:
        headers = {"authorization": f"Bearer {token}"}
        return client.get("/api/v1/offers", headers=headers).status_code


def test_a_token_is_shown_once_and_only_its_hash_stays(world: World) -> None:
    with world.browser(Role.ADMIN) as client:
        assert "Aucun programme ne lit" in client.get("/jetons").text
        made = client.post("/jetons", data=form())
        found = TOKEN.search(made.text)
        assert found is not None, made.text
        again = client.get("/jetons").text
        assert "Site des offres" in again
        assert "jamais utilisé" in again
        assert found[1] not in again
        assert opens(world, found[1]) == 200
        assert "dernière demande le" in client.get("/jetons").text
    with world.sessions() as session:
        row = session.scalars(select(ApiToken)).one()
        assert found[1] not in (row.token_hash, row.name)
        assert len(row.token_hash) == 64


def test_a_token_that_is_revoked_opens_nothing_from_then_on(world: World) -> None:
    with world.browser(Role.ADMIN) as client:
        found = TOKEN.search(client.post("/jetons", data=form()).text)
        assert found is not None
        with world.sessions() as session:
            key = session.scalars(select(ApiToken.key)).one()
        for _ in range(2):
            assert client.post(f"/jetons/{key}/revocation").status_code == 303
        assert "révoqué" in client.get("/jetons").text
        assert client.post("/jetons/inconnu/revocation").status_code == 404
    assert opens(world, found[1]) == 401
    with world.sessions() as session:
        noted = session.scalars(select(Access).where(Access.kind == AccessKind.TOKEN)).all()
    assert [each.screen for each in noted] == ["/jetons", "/jetons"]  # made, then revoked once


def test_a_token_ends_on_its_day_and_with_the_account_that_made_it(world: World) -> None:
    with world.browser(Role.ADMIN) as client:
        found = TOKEN.search(client.post("/jetons", data=form(0)).text)
        assert found is not None
        assert opens(world, found[1]) == 200
        with transaction(world.sessions) as session:
            yesterday = day_of(datetime.now(UTC)) - timedelta(days=1)
            session.execute(update(ApiToken).values(last_day=yesterday))
        assert opens(world, found[1]) == 401
        assert "échu" in client.get("/jetons").text
        other = TOKEN.search(client.post("/jetons", data=form()).text)
    assert other is not None
    with transaction(world.sessions) as session:
        session.execute(update(User).where(User.role == Role.ADMIN).values(is_active=False))
    assert opens(world, other[1]) == 401


def test_what_is_missing_or_too_far_is_told_and_makes_no_token(world: World) -> None:
    with world.browser(Role.ADMIN) as client:
        for wrong, place in (
            (form(name="  "), "Nom"),
            (form(name="x" * 101), "Nom"),
            (form(scopes=[]), "Droits"),
            (form(scopes=["offers:delete"]), "Droits"),
            (form(-1), "Dernier jour"),
            (form(LONGEST_DAYS + 1), "Dernier jour"),
            (form(last_day=""), "Dernier jour"),
            (form(last_day="bientôt"), "Dernier jour"),
        ):
            refused = client.post("/jetons", data=wrong)
            assert refused.status_code == 422
            assert place in refused.text
    with world.sessions() as session:
        assert session.scalars(select(ApiToken)).all() == []
