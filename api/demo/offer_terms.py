"""What a fictitious offer says before it is put in words: employer, contract, hours, needs."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

from api.demo.catalogue import Ask, Place, Trade, places, zones
from api.demo.draw import chance, weighted
from models.vocabulary import Domain

MINIMUM_WAGE = 12.02
"""Gross euros an hour, SMIC of 1 January 2026."""
KINDS = {
    Domain.INDUSTRY: {"agency": 0.7, "business": 0.27, "public": 0.03},
    Domain.TRANSPORT: {"agency": 0.64, "business": 0.31, "public": 0.05},
    Domain.PERSONAL_SERVICES: {"agency": 0.06, "business": 0.59, "public": 0.35},
    Domain.CONSTRUCTION: {"agency": 0.5, "business": 0.4, "public": 0.1},
    Domain.CATERING: {"agency": 0.06, "business": 0.74, "public": 0.20},
    Domain.TERTIARY: {"agency": 0.14, "business": 0.56, "public": 0.30},
}
CONTRACTS = {
    "agency": {"MIS": 0.93, "CDD": 0.03, "CDI": 0.04},
    "business": {"CDI": 0.56, "CDD": 0.36, "ALT": 0.08},
    "public": {"CDD": 0.58, "CDI": 0.12, "DDI": 0.18, "PEC": 0.12},
}
MONTHS = {
    "MIS": (1, 1, 1, 2, 3, 3, 6, 12, 18),
    "CDD": (2, 3, 6, 6, 9, 12),
    "SAI": (2, 3, 5),
    "DDI": (4, 6, 12),
    "PEC": (10, 12),
    "ALT": (12, 24),
}
DIPLOMA_LABELS = {3: "CAP, BEP et équivalents", 4: "Bac ou équivalent", 5: "Bac+2 ou équivalents"}
STARTS = ("dès que possible", "immédiatement", "le {day}", "à partir du {day}", "sous quinzaine")


@dataclass(frozen=True, slots=True)
class Terms:
    """`pay` gross euros an hour (low, high); `contract` is a France Travail code."""

    trade: Trade
    title: str
    kind: str
    employer: str
    place: Place
    zone: str
    access: str
    contract: str
    nature: str
    months: int | None
    start: str
    weekly_hours: float
    patterns: tuple[str, ...]
    pay: tuple[float, float]
    positions: int
    experience_months: int
    experience_need: str
    needs: tuple[Ask, ...]
    diploma: str | None
    diploma_required: bool
    diploma_level: int

    @property
    def contract_label(self) -> str:
        if self.contract == "CDI":
            return "Contrat à durée indéterminée"
        name = {"MIS": "Intérim", "SAI": "Contrat saisonnier"}.get(self.contract, "CDD")
        return f"{name} - {self.months} Mois"

    @property
    def diploma_label(self) -> str:
        return DIPLOMA_LABELS.get(self.diploma_level, "CAP, BEP et équivalents")


@cache
def employers() -> dict[str, Any]:
    path = files("api.demo").joinpath("data", "employeurs.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def draw_terms(rng: Random, trade: Trade, today: date) -> Terms:
    """The terms of one offer for `trade`, dates relative to `today`."""
    kind = _kind(rng, trade)
    contract, nature = _contract(rng, trade, kind)
    zone = rng.choices(zones(), [z.domains.get(trade.domain.value, 0) for z in zones()])[0]
    months = rng.choice(trade.experience)
    level, diploma, required = _diploma(rng, trade)
    return Terms(
        trade=trade,
        title=rng.choice(trade.titles),
        kind=kind,
        employer=_employer(rng, trade, kind),
        place=next(place for place in places() if place.name == zone.place),
        zone=zone.label,
        access=zone.access,
        contract=contract,
        nature=nature,
        months=rng.choice(MONTHS[_duration_key(contract, nature)]) if contract != "CDI" else None,
        start=_start(rng, today),
        weekly_hours=_hours(rng, trade, kind, nature),
        patterns=_patterns(rng, trade),
        pay=_pay(rng, trade),
        positions=rng.choice((1, 1, 2, 2, 3, 5, 8) if kind == "agency" else (1, 1, 1, 1, 2, 3)),
        experience_months=0 if "apprentissage" in nature else months,
        experience_need="wished" if chance(rng, 0.35) else "required",
        needs=_needs(rng, trade),
        diploma=diploma,
        diploma_required=required,
        diploma_level=level,
    )


def _kind(rng: Random, trade: Trade) -> str:
    """A kind of employer that hires in this trade; agencies hire in all."""
    shares = {
        kind: share
        for kind, share in KINDS[trade.domain].items()
        if kind == "agency" or _hiring(kind, trade)
    }
    return weighted(rng, shares)


def _employer(rng: Random, trade: Trade, kind: str) -> str:
    if kind != "agency":
        return rng.choice(_hiring(kind, trade))
    social = chance(rng, 0.08) and trade.experience[0] == 0
    return str(rng.choice(employers()["etti" if social else "agencies"]))


def _hiring(kind: str, trade: Trade) -> list[str]:
    """Names of the employers of this trade, or those that hire in any trade of the domain."""
    entries = [entry.partition(" : ") for entry in employers()[kind][trade.domain.value]]
    own = [name for name, _, keys in entries if trade.key in keys.split()]
    return own or [name for name, _, keys in entries if not keys]


def _contract(rng: Random, trade: Trade, kind: str) -> tuple[str, str]:
    """(France Travail code, nature of the contract)."""
    drawn = weighted(rng, CONTRACTS[kind])
    if drawn in ("DDI", "PEC") and trade.experience[0] > 0:
        drawn = "CDD"
    if drawn == "ALT":
        return "CDD", "Contrat apprentissage"
    if drawn == "PEC":
        return "CDD", "Contrat d'accompagnement dans l'emploi (PEC)"
    if drawn == "DDI":
        return "DDI", "Insertion par l'activité économique"
    if drawn == "CDD" and trade.domain is Domain.CATERING and chance(rng, 0.5):
        return "SAI", "Contrat travail saisonnier"
    return drawn, "Contrat travail"


def _duration_key(contract: str, nature: str) -> str:
    if "apprentissage" in nature:
        return "ALT"
    return "PEC" if "PEC" in nature else contract


def _start(rng: Random, today: date) -> str:
    day = today + timedelta(days=rng.randint(4, 50))
    return rng.choice(STARTS).format(day=day.strftime("%d/%m/%Y"))


def _hours(rng: Random, trade: Trade, kind: str, nature: str) -> float:
    if "Insertion" in nature:
        return 26.0
    if "apprentissage" in nature or kind == "agency":
        return 35.0
    hours = rng.choice(trade.hours)
    return (
        39.0 if hours == 35 and trade.domain is Domain.CONSTRUCTION and chance(rng, 0.4) else hours
    )


def _patterns(rng: Random, trade: Trade) -> tuple[str, ...]:
    """One pattern, or two where split days or early starts come with week-ends."""
    first = weighted(rng, trade.patterns)
    if first in ("coupes", "matin_tot") and "week_end" in trade.patterns and chance(rng, 0.4):
        return first, "week_end"
    return (first,)


def _pay(rng: Random, trade: Trade) -> tuple[float, float]:
    low, high = trade.pay
    start = round(rng.uniform(low, low + (high - low) * 0.6), 2)
    start = max(start, MINIMUM_WAGE)
    return (
        (start, start) if chance(rng, 0.55) else (start, round(rng.uniform(start, high + 0.01), 2))
    )


def _needs(rng: Random, trade: Trade) -> tuple[Ask, ...]:
    """One draw a licence, whatever the number of ways the catalogue may ask for it."""
    found: dict[str, Ask] = {}
    for ask in trade.asks:
        if ask.words not in found and chance(rng, ask.share):
            found[ask.words] = ask
    return tuple(found.values())


def _diploma(rng: Random, trade: Trade) -> tuple[int, str | None, bool]:
    if trade.need_diploma:
        return trade.diplomas[0][0], trade.need_diploma, chance(rng, 0.8)
    if chance(rng, 0.14):
        level, name = trade.diplomas[0]
        return level, name, chance(rng, 0.15)
    return 0, None, False
