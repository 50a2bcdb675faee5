"""The document of the API tells the truth: each of its examples is sent and its answer compared."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from api.api_document import chapters, document
from api.security import POLICIES
from tests.api.api_examples import OF_THE_DAY, example_world, program, sent
from tests.api.routes.world import World

PROBLEM = "application/problem+json"


@dataclass(frozen=True)
class Told:
    """One example as the document tells it."""

    operation: str
    name: str
    method: str
    path: str
    scopes: frozenset[str]
    request: dict[str, Any]
    status: int
    media_type: str
    body: Any


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document()["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def examples() -> list[Told]:
    """Every example of the document, found in the document alone."""
    return [
        Told(
            operation["operationId"],
            name,
            method,
            path,
            frozenset(operation["security"][0]["jeton"]),
            request_of(operation, name),
            int(status),
            media_type,
            example["value"],
        )
        for method, path, operation in operations()
        for status, answer in operation["responses"].items()
        for media_type, content in answer.get("content", {}).items()
        for name, example in content.get("examples", {}).items()
    ]


def request_of(operation: dict[str, Any], name: str) -> dict[str, Any]:
    """The parts of the request that bear this name."""
    request: dict[str, Any] = {"path": {}, "query": {}, "header": {}}
    for parameter in operation.get("parameters", ()):
        if name in parameter.get("examples", {}):
            value = parameter["examples"][name]["value"]
            request[parameter["in"]][parameter["name"]] = value
    for media_type, content in operation.get("requestBody", {}).get("content", {}).items():
        if name in content.get("examples", {}):
            request |= {"media_type": media_type, "body": content["examples"][name]["value"]}
    return request


def check_request(operation: dict[str, Any], request: dict[str, Any]) -> None:
    """A request that is answered is one that the document allows."""
    for parameter in operation.get("parameters", ()):
        given = request[parameter["in"]]
        if parameter["name"] in given:
            valid(parameter["schema"], given[parameter["name"]])
    if "body" in request:
        valid(operation["requestBody"]["content"][request["media_type"]]["schema"], request["body"])


def valid(schema: dict[str, Any], value: Any) -> None:
    whole = {"components": document()["components"], **schema}
    Draft202012Validator(whole, format_checker=FormatChecker()).validate(value)


def lies(told: Any, given: Any, place: str = "") -> list[str]:
    """Where an example says something else than what is answered."""
    if isinstance(told, dict) and isinstance(given, dict):
        wrong = [f"{place}.{name}" for name in told.keys() ^ given.keys()]
        for name in told.keys() & given.keys():
            wrong += lies(told[name], given[name], f"{place}.{name}")
        return wrong
    if isinstance(told, list) and isinstance(given, list):
        if len(told) != len(given):
            return [f"{place} : {len(told)} lignes, {len(given)} reçues"]
        return [
            each
            for number, pair in enumerate(zip(told, given, strict=True))
            for each in lies(*pair, f"{place}.{number}")
        ]
    if place.rpartition(".")[2] in OF_THE_DAY:
        return [] if type(told) is type(given) else [place]
    return [] if told == given else [f"{place} : {told!r}, {given!r} reçu"]


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    path = tmp_path_factory.mktemp("examples") / "base.sqlite3"
    path.write_bytes(sqlite_template.read_bytes())
    made = example_world(f"sqlite:///{path}")
    yield made
    made.sessions.kw["bind"].dispose()


@pytest.mark.parametrize("told", examples(), ids=lambda told: f"{told.operation}-{told.name}")
def test_each_example_is_answered_as_the_document_says(told: Told, world: World) -> None:
    with program(world, told.status, set(told.scopes)) as client:
        answer = sent(client, told.method, told.path, told.request)
    assert answer.status_code == told.status, answer.text
    assert answer.headers["content-type"].partition(";")[0] == told.media_type
    operation = document()["paths"][told.path][told.method.lower()]
    if told.status < 300:
        check_request(operation, told.request)
    schema = operation["responses"][str(told.status)]["content"][told.media_type]["schema"]
    for body in (answer.json(), told.body):
        valid(schema, body)
    if told.status == 429:
        return  # how long to wait is of the moment
    assert lies(told.body, answer.json()) == []


def test_an_example_that_lies_is_found() -> None:
    told = {"a": 1, "key": "x", "rows": [{"b": None}]}
    assert lies(told, {"a": 1, "key": "y", "rows": [{"b": None}]}) == []
    for other in (
        {"a": 2, "key": "x", "rows": [{"b": None}]},
        {"a": 1, "key": None, "rows": [{"b": None}]},
        {"a": 1, "key": "x", "rows": []},
        {"a": 1, "key": "x", "rows": [{"b": "y"}]},
        {"a": 1, "key": "x", "rows": [{}]},
        {"a": 1, "key": "x", "rows": [{"b": None}], "c": 0},
    ):
        assert lies(told, other), other


def test_the_document_knows_each_route_of_programs_and_no_other() -> None:
    ours = {(method, path) for (method, path), each in POLICIES.items() if each.scope is not None}
    assert {(method, path) for method, path, _ in operations()} == ours
    for method, path, operation in operations():
        scope = POLICIES[method, path].scope
        assert operation["security"] == [{"jeton": [scope.value if scope else ""]}]


def test_each_operation_says_in_french_what_it_does_and_shows_it() -> None:
    assert document()["openapi"].startswith("3.1")
    names = [operation["operationId"] for _, _, operation in operations()]
    assert len(set(names)) == len(names) == 8
    shown = {each.operation for each in examples() if each.status < 300}
    assert shown == set(names)
    for _, _, operation in operations():
        assert operation["summary"]
        assert operation["description"]
        assert {"401", "403", "422", "429"} <= operation["responses"].keys()
        for parameter in operation.get("parameters", ()):
            assert parameter.get("description") or parameter["in"] == "path", parameter["name"]
        for status, answer in operation["responses"].items():
            assert "Successful" not in answer["description"]
            if int(status) >= 400:
                assert list(answer["content"]) == [PROBLEM]
    for schema in document()["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    states = document()["components"]["schemas"]["OfferState"]
    assert "to_review : À vérifier" in states["description"]


def test_no_answer_has_a_key_that_may_be_missing() -> None:
    """Output has no defaults: every property of every answer is required."""
    for name, schema in document()["components"]["schemas"].items():
        if schema.get("type") == "object":
            assert set(schema["properties"]) == set(schema["required"]), name


def test_people_read_the_same_as_programs(world: World) -> None:
    with world.browser() as client:
        page = client.get("/api/v1/")
        assert page.status_code == 200
        for sections in chapters().values():
            for section in sections:
                assert section.summary.replace("’", "&#39;") in page.text.replace("’", "&#39;")
                assert section.path in page.text
        assert client.get("/api/v1/openapi.json").json() == json.loads(json.dumps(document()))
