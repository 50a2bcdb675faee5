"""No protected fact can reach the ranking: its inputs have nowhere to hold one."""

import dataclasses
import importlib
import inspect
import pkgutil
import typing

import pytest

import matching
from matching import profiles
from matching.profiles import CandidateBatch, CandidateFacts, OfferFacts, OfferProfile

READ_OF_A_PERSON = {
    "key", "projects", "experiences", "skills", "education_level", "languages", "credentials",
    "credentials_listed", "diplomas_listed", "origin", "travel_modes", "trip_limit_minutes",
    "trip_limit_km",
    "available_from", "contracts", "working_time", "hours_min", "hours_max", "patterns",
    "restrictions", "earliest_start", "latest_end", "excluded_patterns", "excluded_weekdays",
    "place_given",
}  # fmt: skip

PROTECTED = (
    "name", "civil", "sex", "gender", "birth", "age", "phone", "mail", "nation", "status", "rsa",
    "rqth", "qpv", "priority", "family", "caseworker", "advisor", "branch",
    "photo", "withheld", "raw",
)  # fmt: skip

OF_THINGS = {"name", "family"}
"""Words that outside of a person's facts say an engine, a place or a family of trades."""
OF_PEOPLE = tuple(word for word in PROTECTED if word not in OF_THINGS)

PROTECTED_NAMES = ("quarter_flag", "home_", "priority_quarter", "first_name", "last_name")
ALLOWED_WORDS = {"language", "languages", "average"}


def fields_of(kind: type) -> set[str]:
    return {field.name for field in dataclasses.fields(kind)}


def test_the_facts_of_a_person_are_a_closed_list() -> None:
    assert fields_of(CandidateFacts) == READ_OF_A_PERSON


@pytest.mark.parametrize("kind", [CandidateFacts, CandidateBatch, OfferFacts, OfferProfile])
def test_no_input_has_a_field_for_a_protected_fact(kind: type) -> None:
    seen: set[type] = set()
    waiting = [kind]
    while waiting:
        current = waiting.pop()
        if current in seen:
            continue
        seen.add(current)
        for name, hint in typing.get_type_hints(current).items():
            words = set(name.split("_")) - ALLOWED_WORDS
            assert not [w for w in words if any(w.startswith(p) for p in PROTECTED)], name
            assert not any(whole in name for whole in PROTECTED_NAMES), name
            waiting += [t for t in inner_types(hint) if dataclasses.is_dataclass(t)]
    assert kind in seen


def every_module() -> list[str]:
    """All modules of the ranking, but for those that train its models."""
    found = (each.name for each in pkgutil.walk_packages(matching.__path__, "matching."))
    return [name for name in found if not name.startswith("matching.training")]


def dataclasses_of(module: str) -> list[type]:
    members = vars(importlib.import_module(module)).values()
    return [
        each
        for each in members
        if isinstance(each, type) and dataclasses.is_dataclass(each) and each.__module__ == module
    ]


def words_of(name: str) -> set[str]:
    return set(name.lower().strip("_").split("_")) - ALLOWED_WORDS


@pytest.mark.parametrize("module", every_module())
def test_nothing_of_the_ranking_has_a_field_for_a_protected_fact(module: str) -> None:
    """Whatever is learnt, spread, changed or shown: no dataclass of the package can hold one."""
    for kind in dataclasses_of(module):
        for name in fields_of(kind):
            found = [w for w in words_of(name) if w.startswith(OF_PEOPLE)]
            assert not found, f"{kind.__name__}.{name}"
            assert not any(whole in name for whole in PROTECTED_NAMES), f"{kind.__name__}.{name}"


@pytest.mark.parametrize("module", every_module())
def test_no_function_of_the_ranking_takes_a_protected_fact(module: str) -> None:
    for function in vars(importlib.import_module(module)).values():
        if not inspect.isfunction(function) or function.__module__ != module:
            continue
        for name in inspect.signature(function).parameters:
            found = [w for w in words_of(name) if w.startswith(OF_PEOPLE)]
            assert not found, f"{module}.{function.__name__}({name})"


def test_the_walk_of_modules_reaches_what_is_learnt_spread_and_lifted() -> None:
    modules = every_module()
    for package in ("allocation", "criteria", "gates", "learning", "levers", "territory"):
        assert any(name.startswith(f"matching.{package}.") for name in modules), package
    assert CandidateFacts in dataclasses_of("matching.profiles")


def inner_types(hint: object) -> list[type]:
    arguments = typing.get_args(hint)
    if not arguments:
        return [hint] if isinstance(hint, type) else []
    return [found for argument in arguments for found in inner_types(argument)]


def test_the_walk_reaches_nested_facts() -> None:
    hints = typing.get_type_hints(CandidateFacts)
    assert profiles.ProjectFact in inner_types(hints["projects"])


def test_facts_take_no_extra_attribute() -> None:
    with pytest.raises(TypeError):
        CandidateFacts(key="C-1", birth_date="14/03/1984")  # type: ignore[call-arg]  # the point
