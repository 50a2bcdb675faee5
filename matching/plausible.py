"""What an offer that is silent on a fact may well mean: values and their shares, by domain.

The shares are data (`data/plausible_facts.toml`), counted on offers by
`python -m api.plausible_facts`; the values are written here as the exchange format writes them.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from functools import cache
from importlib.resources import files

from matching.gates.schedule import SHIFTS
from matching.profiles import LicenceAsk, OfferFacts, Place
from models.errors import InputRefusedError
from models.vocabulary import (
    Condition,
    ContractType,
    Domain,
    Necessity,
    Vehicle,
    WorkPattern,
)

FILE = "plausible_facts.toml"
NOTHING = "none"
"""The value of who asks for nothing: no licence, no experience, no vehicle..."""

ANY_CATEGORY = "CACES"
"""Code of a certificate whose category the offer does not say."""

RHYTHM = "working_time.patterns"
CLOCK = "working_time.start_time"
"""The field whose values depend on the shift rather than on the domain."""

AT = "@"
USUAL_HOURS = 4
"""Hours that a rhythm is tried with, the commonest."""

EVERY = "tous"
"""The group of all domains, for those that say too little."""

Shares = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class PlausibleFacts:
    """shares : field -> group (a domain, a pattern, or `tous`) -> value -> share, sum 1
    places : INSEE code -> place, for the values of `workplace`
    """

    shares: Mapping[str, Mapping[str, Shares]]
    places: Mapping[str, Place]

    def values(self, field: str, offer: OfferFacts) -> Shares:
        """What the field may well be for this offer; empty where nothing was counted."""
        groups = self.shares.get(field, {})
        values = groups.get(_group(field, offer)) or groups.get(EVERY, {})
        return self._with_hours(values, offer) if field == RHYTHM else values

    def _with_hours(self, rhythms: Shares, offer: OfferFacts) -> Shares:
        """Rhythms with their usual hours (`2x8@05:00-21:00`): who answers gives both."""
        found: dict[str, float] = {}
        for rhythm, share in rhythms.items():
            clocks = self.values(CLOCK, _of_rhythm(offer, rhythm))
            common = sorted(clocks.items(), key=lambda item: (-item[1], item[0]))[:USUAL_HOURS]
            whole = sum(each for _, each in common)
            for clock, each in common:
                found[f"{rhythm}{AT}{clock}"] = share * each / whole
            if not common:
                found[rhythm] = share
        return found


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that an offer may leave unsaid.

    field : dotted field of the parsed offer (`licences.CACES`: the category of a CACES)
    is_unsaid : whether an offer is silent on it
    said : the offer as it would stand had it said a value of the table; ValueError or KeyError
        where the value is none of the field
    """

    field: str
    is_unsaid: Callable[[OfferFacts], bool]
    said: Callable[[OfferFacts, str, PlausibleFacts, date], OfferFacts]


def _group(field: str, offer: OfferFacts) -> str:
    if field == CLOCK:
        return next((p.value for p in SHIFTS if p in offer.patterns), WorkPattern.DAY.value)
    return offer.domain.value


# --- values --------------------------------------------------------------------------------


def _halves(value: str) -> tuple[str, str]:
    first, _, second = value.partition(":")
    return first, second


def _place(offer: OfferFacts, value: str, table: PlausibleFacts, _: date) -> OfferFacts:
    return replace(offer, workplace=table.places[value])


def _of_rhythm(offer: OfferFacts, rhythm: str) -> OfferFacts:
    return replace(offer, patterns=frozenset(WorkPattern(name) for name in rhythm.split("+")))


def _patterns(offer: OfferFacts, value: str, table: PlausibleFacts, today: date) -> OfferFacts:
    rhythm, _, clock = value.partition(AT)
    offer = _of_rhythm(offer, rhythm)
    return _clock(offer, clock, table, today) if clock else offer


def _clock(offer: OfferFacts, value: str, _: PlausibleFacts, __: date) -> OfferFacts:
    start, end = (time.fromisoformat(moment) for moment in value.split("-"))
    return replace(offer, start_time=start, end_time=end)


def _contract(offer: OfferFacts, value: str, _: PlausibleFacts, __: date) -> OfferFacts:
    return replace(offer, contract=ContractType(value))


def _hours(offer: OfferFacts, value: str, _: PlausibleFacts, __: date) -> OfferFacts:
    return replace(offer, weekly_hours=float(value))


def _start(offer: OfferFacts, value: str, _: PlausibleFacts, today: date) -> OfferFacts:
    return replace(offer, start_date=today + timedelta(days=int(value)))


def _licence(offer: OfferFacts, value: str, _: PlausibleFacts, __: date) -> OfferFacts:
    if value == NOTHING:
        return offer
    asked = LicenceAsk(value, value, Necessity.REQUIRED)
    return replace(offer, licences=(*offer.licences, asked))


def _category(offer: OfferFacts, value: str, _: PlausibleFacts, __: date) -> OfferFacts:
    licences = tuple(
        replace(asked, code=value, label=value) if asked.code == ANY_CATEGORY else asked
        for asked in offer.licences
    )
    return replace(offer, licences=licences)


def _experience(offer: OfferFacts, value: str, _: PlausibleFacts, __: date) -> OfferFacts:
    necessity, months = _halves(value)
    return replace(
        offer, experience=Necessity(necessity), experience_months=int(months) if months else None
    )


def _education(offer: OfferFacts, value: str, _: PlausibleFacts, __: date) -> OfferFacts:
    if value == NOTHING:
        return offer
    necessity, level = _halves(value)
    return replace(offer, education=Necessity(necessity), education_level=int(level))


def _vehicle(offer: OfferFacts, value: str, _: PlausibleFacts, __: date) -> OfferFacts:
    return replace(offer, vehicle=Vehicle(value))


def _language(offer: OfferFacts, value: str, _: PlausibleFacts, __: date) -> OfferFacts:
    if value == NOTHING:
        return offer
    code, level = _halves(value)
    return replace(offer, languages=((code, level or None, Necessity.REQUIRED),))


def _conditions(offer: OfferFacts, value: str, _: PlausibleFacts, __: date) -> OfferFacts:
    if value == NOTHING:
        return offer
    return replace(offer, conditions=frozenset(Condition(name) for name in value.split("+")))


FACTS = (
    Fact("workplace", lambda o: o.workplace is None, _place),
    Fact(RHYTHM, lambda o: not o.patterns and o.start_time is None, _patterns),
    Fact(CLOCK, lambda o: bool(o.patterns) and o.start_time is None, _clock),
    Fact("contract.type", lambda o: o.contract is None, _contract),
    Fact(
        "licences",
        lambda o: not any(asked.code.startswith("permis_") for asked in o.licences),
        _licence,
    ),
    Fact(
        f"licences.{ANY_CATEGORY}",
        lambda o: any(asked.code == ANY_CATEGORY for asked in o.licences),
        _category,
    ),
    Fact("experience", lambda o: o.experience is None, _experience),
    Fact(
        "working_time.weekly_hours",
        lambda o: o.weekly_hours is None and o.full_time is None,
        _hours,
    ),
    Fact("education", lambda o: o.education_level is None and o.education is None, _education),
    Fact("vehicle", lambda o: o.vehicle is None, _vehicle),
    Fact("languages", lambda o: not o.languages, _language),
    Fact("constraints", lambda o: not o.conditions, _conditions),
    Fact("contract.start_date", lambda o: o.start_date is None, _start),
)
"""Every fact that the ranking reads and an offer may leave unsaid, in the order that settles
ties."""


# --- the file ------------------------------------------------------------------------------


@cache
def packaged_plausible() -> PlausibleFacts:
    """The values and shares shipped with the package."""
    return read_plausible((files("matching") / "data" / FILE).read_text(encoding="utf-8"))


def read_plausible(text: str) -> PlausibleFacts:
    """Read values and shares from TOML.

    Raises
    ------
    InputRefusedError : no TOML, a field or value is unknown, or shares do not add up to 1
    """
    try:
        data = tomllib.loads(text)
        table = PlausibleFacts(
            shares=data["shares"],
            places={
                insee: Place(insee, None, float(at["latitude"]), float(at["longitude"]))
                for insee, at in data["places"].items()
            },
        )
        _check(table)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputRefusedError(f"valeurs plausibles illisibles ({error})", FILE) from error
    return table


def _check(table: PlausibleFacts) -> None:
    """Every value is one of its field, and shares add up."""
    facts = {fact.field: fact for fact in FACTS}
    blank = OfferFacts("", "", "", Domain.OTHER, None, False, ())
    for field, groups in table.shares.items():
        for group, shares in groups.items():
            if abs(sum(shares.values()) - 1.0) > 1e-6 or min(shares.values()) < 0:
                raise ValueError(f"{field}, {group} : des parts de somme 1")
            for value in shares:
                facts[field].said(blank, value, table, date(2000, 1, 1))
