"""What participants and offers of the demonstration are drawn from: trades, names, places.

The files under `data/` were written for the demonstration; ROME codes, communes and their
coordinates are public facts. Nothing here knows how offers and participants are compared.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from models.vocabulary import Domain

DOMAIN_FILES = (
    "industrie",
    "transport_logistique",
    "services_personne",
    "batiment",
    "restauration",
    "tertiaire",
)


def gendered(words: str, woman: bool) -> str:
    """The form for a man or a woman of `homme ~ femme`; the same when there is no `~`."""
    man_form, _, woman_form = words.partition(" ~ ")
    return woman_form if woman and woman_form else man_form


@dataclass(frozen=True, slots=True)
class Ask:
    """A licence that offers of a trade ask for: words, share of offers, `E`, `S` or `F`."""

    words: str
    share: float
    necessity: str


@dataclass(frozen=True, slots=True)
class Trade:
    """One occupation of the catalogue; `weight` among participants, `offers` among offers.

    `women`, `b` are shares in [0, 1]; `young` multiplies the weight for people under 26.
    """

    key: str
    domain: Domain
    rome: str
    weight: float
    offers: float
    women: float
    young: float
    b: float
    titles: tuple[str, ...]
    past: tuple[str, ...]
    skills: tuple[str, ...]
    tasks: tuple[str, ...]
    wants: tuple[str, ...]
    held: Mapping[str, float]
    asks: tuple[Ask, ...]
    diplomas: tuple[tuple[int, str], ...]
    patterns: Mapping[str, float]
    conditions: tuple[str, ...]
    pay: tuple[float, float]
    hours: tuple[float, ...]
    experience: tuple[int, ...]
    near: tuple[str, ...]
    need_diploma: str | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """A family origin: names by generation and sex, languages spoken besides French."""

    key: str
    share: float
    native: bool
    languages: tuple[str, ...]
    first: Mapping[str, tuple[str, ...]]
    last: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A commune or associated commune; `quarters` are (name, share, share in QPV, postcode)."""

    name: str
    insee: str
    postcodes: tuple[str, ...]
    latitude: float
    longitude: float
    share: float
    bus: float
    branch: str
    spellings: tuple[str, ...]
    quarters: tuple[tuple[str, float, float, str], ...]


@dataclass(frozen=True, slots=True)
class Zone:
    """Where offers are: `domains` gives the weight of the zone for each domain."""

    label: str
    place: str
    domains: Mapping[str, float]
    access: str


def _read(*parts: str) -> dict[str, Any]:
    path = files("api.demo").joinpath("data", *parts)
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _trade(domain: Domain, row: dict[str, Any]) -> Trade:
    low, high = row["pay"]
    return Trade(
        key=row["key"],
        domain=domain,
        rome=row["rome"],
        weight=row["weight"],
        offers=row["offers"],
        women=row["women"],
        young=row["young"],
        b=row["b"],
        titles=tuple(row["titles"]),
        past=tuple(row["past"]),
        skills=tuple(row["skills"]),
        tasks=tuple(row["tasks"]),
        wants=tuple(row["wants"]),
        held=row["held"],
        asks=tuple(Ask(words, share, need) for words, share, need in row["asks"]),
        diplomas=tuple((int(text[0]), text[2:]) for text in row["diplomas"]),
        patterns=row["patterns"],
        conditions=tuple(row["conditions"]),
        pay=(low, high),
        hours=tuple(float(value) for value in row.get("hours", (35,))),
        experience=tuple(row["experience"]),
        near=tuple(row["near"]),
        need_diploma=row.get("need_diploma"),
    )


@cache
def trades() -> tuple[Trade, ...]:
    """Every trade, in the order of the files."""
    found: list[Trade] = []
    for name in DOMAIN_FILES:
        table = _read("metiers", f"{name}.toml")
        domain = next(item for item in Domain if item.value == table["domain"])
        found += [_trade(domain, row) for row in table["occupation"]]
    return tuple(found)


@cache
def trade_by_key() -> Mapping[str, Trade]:
    return {trade.key: trade for trade in trades()}


@cache
def origins() -> tuple[Origin, ...]:
    found = []
    for row in _read("noms.toml")["origin"]:
        first = {
            f"{sex}_{age}": tuple(row[f"{sex}_{age}"])
            for sex in ("men", "women")
            for age in ("old", "mid", "young")
        }
        found.append(
            Origin(
                key=row["key"],
                share=row["share"],
                native=row["native"],
                languages=tuple(row["languages"]),
                first=first,
                last=tuple(row["last"]),
            )
        )
    return tuple(found)


@cache
def places() -> tuple[Place, ...]:
    found = []
    for row in _read("territoire.toml")["place"]:
        quarters = tuple((str(n), float(s), float(q), str(c)) for n, s, q, c in row.pop("quarters"))
        postcodes, spellings = tuple(row.pop("postcodes")), tuple(row.pop("spellings"))
        found.append(Place(**row, postcodes=postcodes, spellings=spellings, quarters=quarters))
    return tuple(found)


@cache
def zones() -> tuple[Zone, ...]:
    return tuple(Zone(**row) for row in _read("territoire.toml")["zone"])
