"""The rules of positive exits, read from data: one file a protocol (`api/data/exit_rules`).

A person is judged by the protocol in force on the day of their entry.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from models.contract_lists import ContractKind
from models.errors import InputRefusedError
from models.exit_lists import ProofKind


class Measure(StrEnum):
    """What a rule looks at."""

    CONTRACT = "contract"
    HOURS = "hours"
    WORKED_MONTHS = "worked_months"
    TRAINING = "training"
    BUSINESS = "business"


class Joined(StrEnum):
    """Which contracts are taken as one where they follow each other."""

    NONE = "none"
    SAME_EMPLOYER = "same_employer"
    ANY_EMPLOYER = "any_employer"


class PartTime(StrEnum):
    """Whether a part time counts."""

    ANY = "any"
    CHOSEN_ONLY = "chosen_only"


@dataclass(frozen=True, slots=True)
class Rule:
    """One exit of a protocol.

    `months`, `is_more_than` : how long it must have been held (7 months and a day are more than
    7, seven months are not). `after_trial` : held beyond the trial, `trial_months_if_unknown`
    where nobody wrote its end. `joined`, `gap_days` : contracts taken as one, with at most so
    many days between them. `hours`, `within_months` : a rolling window. `days_per_month` : days
    that make a month where months are added up. `needs_pass` : the training ended and was passed;
    otherwise it counts once attended that long. `proofs` : the pieces of the file.
    """

    code: str
    label: str
    measure: Measure
    kinds: frozenset[ContractKind] = frozenset()
    months: int = 0
    is_more_than: bool = False
    after_trial: bool = False
    trial_months_if_unknown: int = 2
    joined: Joined = Joined.NONE
    gap_days: int = 0
    min_weekly_hours: float = 0.0
    part_time: PartTime = PartTime.ANY
    hours: float = 0.0
    within_months: int = 12
    days_per_month: int = 30
    is_qualifying: bool = True
    needs_pass: bool = True
    proofs: tuple[ProofKind, ...] = ()


@dataclass(frozen=True, slots=True)
class Protocol:
    """The rules for the people who entered from a day on."""

    name: str
    label: str
    entries_from: date
    rules: tuple[Rule, ...]

    def rule(self, code: str) -> Rule | None:
        """The rule of this code, if the protocol has it."""
        return next((rule for rule in self.rules if rule.code == code), None)


@cache
def protocols() -> tuple[Protocol, ...]:
    """The protocols of the package, the oldest first."""
    folder = files("api").joinpath("data", "exit_rules")
    found = [
        read_protocol(each.read_text("utf-8"), each.name)
        for each in folder.iterdir()
        if each.name.endswith(".toml")
    ]
    return tuple(sorted(found, key=lambda protocol: protocol.entries_from))


def protocol_of(entered_on: date | None, known: Sequence[Protocol] | None = None) -> Protocol:
    """The protocol of the day of entry; the latest where the day is not known."""
    every = protocols() if known is None else known
    if entered_on is None:
        return every[-1]
    in_force = [each for each in every if each.entries_from <= entered_on]
    return in_force[-1] if in_force else every[0]


def protocol_named(name: str) -> Protocol | None:
    """The protocol of this name, if the package still has it."""
    return next((each for each in protocols() if each.name == name), None)


def read_protocol(text: str, place: str) -> Protocol:
    """A protocol from its TOML.

    Raises
    ------
    InputRefusedError : names the file, the rule and the field at fault
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputRefusedError(f"TOML illisible ({error})", place) from error
    rules = tuple(_rule(each, place) for each in raw.get("rules", []))
    start = raw.get("entries_from")
    if not rules or not isinstance(start, date) or not raw.get("protocol"):
        raise InputRefusedError("il faut protocol, entries_from et au moins une règle", place)
    codes = [rule.code for rule in rules]
    if len(set(codes)) != len(codes):
        raise InputRefusedError("deux règles portent le même code", place)
    return Protocol(str(raw["protocol"]), str(raw.get("label", raw["protocol"])), start, rules)


def _rule(raw: Mapping[str, Any], place: str) -> Rule:
    where = f"{place}, règle « {raw.get('code', '?')} »"
    unknown = set(raw) - set(Rule.__dataclass_fields__)
    if unknown:
        raise InputRefusedError(f"champs inconnus : {', '.join(sorted(unknown))}", where)
    try:
        values = {
            **raw,
            "measure": Measure(raw["measure"]),
            "kinds": frozenset(ContractKind(kind) for kind in raw.get("kinds", [])),
            "joined": Joined(raw.get("joined", "none")),
            "part_time": PartTime(raw.get("part_time", "any")),
            "proofs": tuple(ProofKind(kind) for kind in raw.get("proofs", [])),
        }
        rule = Rule(**values)
    except (KeyError, TypeError, ValueError) as error:
        raise InputRefusedError(f"valeur manquante ou hors de la liste ({error})", where) from error
    needs_kinds = rule.measure in (Measure.CONTRACT, Measure.HOURS, Measure.WORKED_MONTHS)
    if needs_kinds and not rule.kinds:
        raise InputRefusedError("les contrats concernés manquent (kinds)", where)
    if rule.measure is Measure.HOURS and rule.hours <= 0:
        raise InputRefusedError("le nombre d'heures manque (hours)", where)
    if rule.measure is Measure.WORKED_MONTHS and rule.months <= 0:
        raise InputRefusedError("le nombre de mois manque (months)", where)
    return rule
