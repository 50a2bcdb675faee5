"""The engine's data: weights, halves, bands and frozen values, with their version."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from models.vocabulary import Criterion, Domain, Half

NAME = "candidatheque-additif"


@dataclass(frozen=True, slots=True)
class BandRules:
    """Thresholds of the bands; see `data/engine.toml`."""

    right_fit: float
    near_fit: float
    near_months: float
    very_fit: float
    very_score: float
    very_requirements: float
    levers_allowed: int


@dataclass(frozen=True, slots=True)
class Engine:
    """weights sum to 1; `neutral[domain][criterion]` is the frozen value of an unknown fact."""

    name: str
    version: str
    weights: Mapping[Criterion, float]
    halves: Mapping[Half, tuple[Criterion, ...]]
    bands: BandRules
    neutral: Mapping[Domain, Mapping[Criterion, float]]


@cache
def packaged_engine() -> Engine:
    """The engine shipped with the package."""
    folder = files("matching") / "data"
    data = tomllib.loads((folder / "engine.toml").read_text(encoding="utf-8"))
    frozen = tomllib.loads((folder / "neutral.toml").read_text(encoding="utf-8"))
    weights = {Criterion(name): float(value) for name, value in data["weights"].items()}
    if abs(sum(weights.values()) - 1.0) > 1e-12:
        raise ValueError("weights must sum to 1")
    return Engine(
        name=NAME,
        version=str(data["version"]),
        weights=weights,
        halves={
            Half(name): tuple(Criterion(c) for c in members)
            for name, members in data["halves"].items()
        },
        bands=BandRules(**data["bands"]),
        neutral={
            domain: {
                criterion: float(frozen.get(domain.value, frozen["tous"])[criterion.value])
                for criterion in Criterion
            }
            for domain in Domain
        },
    )
