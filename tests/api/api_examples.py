"""The small world that the examples of the API are about, and how each is sent to it.

`python -m tests.api.api_examples` sends every example of `api/data/api_examples.json` and writes
what is answered beside it.
"""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from starlette.testclient import TestClient

import api
from api.api_document import document
from api.services import schema
from api.services.api_offers import TEXT, take_offer
from api.services.tokens import MOST_A_MINUTE
from models.database import transaction
from models.introductions import Introduction
from models.offers import Offer
from models.tokens import ApiScope, ApiToken
from models.vocabulary import Role
from tests.api.routes.api_world import make_token
from tests.api.routes.world import NOW, World, make_world

FILE = Path(api.__file__).parent / "data" / "api_examples.json"
OPEN = UUID("7d2c1f5a-3b84-4c6e-9a51-0f2e8b6d4c11")
TO_REVIEW = UUID("b1a9e0d4-52c7-4f38-8e6d-6c3f7a2b9d22")
THERE = (
    "Cariste CACES R489 3 (H/F)\nEntrepôt à Loon-Plage, CDI, 35 heures par semaine en 2x8.\n"
    "Le CACES R489 3 est exigé."
)
OF_THE_DAY = frozenset({"key", "updated_at", "created_at", "changed_at"})
"""Values that change from one run to the next: their shape alone is compared."""


def example_world(url: str) -> World:
    """The small world, with the offers and the introduction that the examples name."""
    world = make_world(url)
    with transaction(world.sessions) as session:
        offer = session.scalars(select(Offer)).one()
        offer.key, offer.updated_at = OPEN, NOW
    world.offer_key = str(OPEN)
    with world.browser(Role.ADVISOR) as client:
        kept = client.post(world.decision_path(0, "keep"), data={"version": "1"})
        assert kept.status_code == 303, kept.text
    make_token(world)
    with transaction(world.sessions) as session:
        token = session.scalars(select(ApiToken)).one()
        later = NOW + timedelta(hours=1)
        other, _ = take_offer(session, THERE, TEXT, token, later)
        other.key, other.updated_at = TO_REVIEW, later
        assert session.scalars(select(Introduction)).all()
    return world


@contextmanager
def program(world: World, status: int, scopes: set[str]) -> Iterator[TestClient]:
    """A client with the token that leads to this status: none, without the right, worn out."""
    if status == 401:
        with TestClient(world.app) as client:
            yield client
        return
    given = [each for each in ApiScope if (each.value in scopes) == (status != 403)]
    headers = {"authorization": f"Bearer {make_token(world, given)}"}
    if status == 429:
        with transaction(world.sessions) as session:
            session.execute(
                update(ApiToken).values(minute_from=datetime.now(UTC), minute_count=MOST_A_MINUTE)
            )
    with TestClient(world.app, headers=headers) as client:
        yield client


def sent(client: TestClient, method: str, path: str, asked: dict[str, Any]) -> Any:
    """The answer of the application to an example."""
    for name, value in asked.get("path", {}).items():
        path = path.replace(f"{{{name}}}", value)
    headers = dict(asked.get("header", {}))
    content = None
    if "body" in asked:
        body = asked["body"]
        headers["content-type"] = asked["media_type"]
        content = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    return client.request(method, path, params=asked.get("query"), headers=headers, content=content)


def write() -> None:
    """Write the answers beside the requests of the file."""
    routes = {
        operation["operationId"]: (method, path, set(operation["security"][0]["jeton"]))
        for path, methods in document()["paths"].items()
        for method, operation in methods.items()
    }
    examples = json.loads(FILE.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/base.sqlite3"
        schema.upgrade(url)
        world = example_world(url)
        for example in examples:
            method, path, scopes = routes[example["operation"]]
            with program(world, example["answer"]["status"], scopes) as client:
                answer = sent(client, method, path, example["request"])
            example["answer"] = {
                "status": answer.status_code,
                "media_type": answer.headers["content-type"].partition(";")[0],
                "body": answer.json(),
            }
        world.sessions.kw["bind"].dispose()
    FILE.write_text(json.dumps(examples, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()
