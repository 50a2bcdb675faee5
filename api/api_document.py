"""The OpenAPI 3.1 document of the API, made from its routes, rights, refusals and examples.

Every example of `data/api_examples.json` is sent to the application by the tests.
"""

import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

from fastapi.openapi.utils import get_openapi

from api.api_schemas import Problem
from api.routes.api_v1 import router
from api.security import POLICIES
from api.services.tokens import MOST_A_MINUTE
from models.endings import EndMotive
from models.vocabulary import Band, Domain, IntroductionState, Labelled, OfferState, Origin

Plain = dict[str, Any]
PROBLEM = "application/problem+json"
SECURITY = "jeton"
VERSION = "1.0.0"
LEAD = (
    "Pour les programmes qui lisent ou déposent des offres, et suivent les mises en relation. "
    "Donnez votre jeton dans l’en-tête « Authorization: Bearer … » ; l’administration le crée "
    f"à la page « Jetons de l’API ». {MOST_A_MINUTE} demandes par minute et par jeton. Une "
    "personne n’y est jamais nommée : elle a l’identifiant de son dossier. La machine ordonne et "
    "explique ; une personne décide."
)
REFUSALS: Mapping[int, str] = {
    401: "Aucun jeton en cours de validité.",
    403: "Le jeton n’a pas ce droit.",
    404: "Rien n’est à cette adresse.",
    409: "Impossible dans l’état où est l’offre.",
    422: "La demande est à corriger.",
    429: "Trop de demandes : « Retry-After » dit combien de secondes attendre.",
}
ALWAYS = (401, 403, 422, 429)
CLOSED: tuple[type[Labelled], ...] = (
    Band,
    Domain,
    EndMotive,
    IntroductionState,
    OfferState,
    Origin,
)
"""Closed lists of the answers, told by their French labels."""
OPEN_ONLY = ("getJobPosting", "getFranceTravail")
OTHER_MEDIA = {"getJobPosting": "application/ld+json"}


@dataclass(frozen=True, slots=True)
class Example:
    """One request and its answer, as the document shows them."""

    name: str
    summary: str
    request: Plain
    answer: Plain


@cache
def examples() -> dict[str, tuple[Example, ...]]:
    """The examples of each operation, in their order."""
    text = files("api").joinpath("data/api_examples.json").read_text(encoding="utf-8")
    found: dict[str, tuple[Example, ...]] = {}
    for each in json.loads(text):
        made = Example(each["name"], each["summary"], each["request"], each["answer"])
        found[each["operation"]] = (*found.get(each["operation"], ()), made)
    return found


@cache
def document() -> Plain:
    """The whole document."""
    made = deepcopy(
        get_openapi(
            title="API de la Candidathèque",
            version=VERSION,
            openapi_version="3.1.0",
            description=LEAD,
            routes=router.routes,
        )
    )
    components = made.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    schemas["Problem"] = Problem.model_json_schema()
    for closed in CLOSED:
        schemas[closed.__name__]["description"] = " ; ".join(
            f"{each.value} : {each.label}" for each in closed
        )
    components["securitySchemes"] = {
        SECURITY: {"type": "http", "scheme": "bearer", "description": "Le jeton d’un programme."}
    }
    for path, methods in made["paths"].items():
        for method, operation in methods.items():
            _complete(operation, path, method.upper())
    return made


def _complete(operation: Plain, path: str, method: str) -> None:
    """Its right, its refusals, its body and its examples."""
    scope = POLICIES[method, path].scope
    assert scope is not None
    name = operation["operationId"]
    operation["security"] = [{SECURITY: [scope.value]}]
    answers = operation["responses"]
    answers.pop("422", None)
    if name in OTHER_MEDIA:
        answers["200"]["content"] = {OTHER_MEDIA[name]: {"schema": {"type": "object"}}}
    if method == "POST":
        answers["200"] = deepcopy(answers["201"]) | {"description": "Elle était déjà là."}
        operation["requestBody"] = {
            "required": True,
            "content": {
                "text/plain": {"schema": {"type": "string", "maxLength": 100_000}},
                "application/json": {"schema": {"type": "object"}},
            },
        }
    statuses = {*ALWAYS, *((404,) if "{key}" in path else ())}
    statuses |= {409} if name in OPEN_ONLY or method == "POST" else set()
    for status in sorted(statuses):
        answers[str(status)] = {
            "description": REFUSALS[status],
            "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    for status, answer in answers.items():
        if status.startswith("2"):
            answer["description"] = answer["description"].replace("Successful Response", "Réponse")
    for example in examples().get(name, ()):
        _add(operation, example)


def _add(operation: Plain, example: Example) -> None:
    """Put one example beside each part of the request and answer that it shows."""
    asked = example.request
    for parameter in operation.get("parameters", ()):
        given = asked.get(parameter["in"], {})
        if parameter["name"] in given:
            _named(parameter, example, given[parameter["name"]])
    if "body" in asked:
        _named(operation["requestBody"]["content"][asked["media_type"]], example, asked["body"])
    answer = example.answer
    content = operation["responses"][str(answer["status"])]["content"]
    _named(content[answer["media_type"]], example, answer["body"])


def _named(part: Plain, example: Example, value: Any) -> None:
    part.setdefault("examples", {})[example.name] = {"summary": example.summary, "value": value}


@dataclass(frozen=True, slots=True)
class Shown:
    """An example as people read it: the command that asks, and what comes back."""

    summary: str
    command: str
    status: int
    answer: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """What may be given: its name, what it does, its values where they are a closed list."""

    name: str
    words: str
    values: str
    is_header: bool


@dataclass(frozen=True, slots=True)
class Section:
    """One operation, as people read it."""

    name: str
    method: str
    path: str
    summary: str
    description: str
    scope: str
    parameters: tuple["Parameter", ...]
    shown: tuple[Shown, ...]


def chapters() -> dict[str, list[Section]]:
    """The operations by what they are about, in their order."""
    found: dict[str, list[Section]] = {}
    for path, methods in document()["paths"].items():
        for method, operation in methods.items():
            name = operation["operationId"]
            section = Section(
                name=name,
                method=method.upper(),
                path=path,
                summary=operation["summary"],
                description=operation["description"],
                scope=operation["security"][0][SECURITY][0],
                parameters=tuple(
                    _parameter(each)
                    for each in operation.get("parameters", ())
                    if each["in"] != "path"
                ),
                shown=tuple(_shown(method, path, each) for each in examples().get(name, ())),
            )
            found.setdefault(operation["tags"][0], []).append(section)
    return found


def _parameter(parameter: Plain) -> Parameter:
    names = (
        each.get("$ref", "").rpartition("/")[2] for each in parameter["schema"].get("anyOf", ())
    )
    closed = next((name for name in names if name), "")
    values = document()["components"]["schemas"][closed]["description"] if closed else ""
    return Parameter(
        parameter["name"], parameter["description"], values, parameter["in"] == "header"
    )


def _shown(method: str, path: str, example: Example) -> Shown:
    asked = example.request
    for name, value in asked.get("path", {}).items():
        path = path.replace(f"{{{name}}}", value)
    query = f"?{urlencode(asked['query'])}" if asked.get("query") else ""
    lines = ['curl -H "Authorization: Bearer $JETON"']
    lines += [f'-H "{name}: {value}"' for name, value in asked.get("header", {}).items()]
    if "body" in asked:
        body = asked["body"]
        words = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False, indent=2)
        lines.append(f"-H \"Content-Type: {asked['media_type']}\" --data-binary '{_quoted(words)}'")
    lines.append(f'"$ADRESSE{path}{query}"')
    body = json.dumps(example.answer["body"], ensure_ascii=False, indent=2)
    return Shown(example.summary, " \\\n  ".join(lines), example.answer["status"], body)


def _quoted(words: str) -> str:
    return words.replace("'", "'\\''")
