"""The engine's data: weights, halves, bands and frozen values, with their version."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from models.errors import InputRefusedError
from models.vocabulary import Criterion, Domain, Half

NAME = "candidatheque-additif"


@dataclass(frozen=True, slots=True)
class BandRules:
    """Thresholds of the bands; see `data/engine.toml`."""

    right_fit: float
    near_fit: float
    near_months: float
    proven_fit: float
    very_fit: float
    very_score: float
    very_requirements: float
    very_half: float
    levers_allowed: int


@dataclass(frozen=True, slots=True)
class Engine:
    """weights sum to 1; `neutral[domain][criterion]` is the frozen value of an unknown fact.

    by_domain : weights of the domains that have their own; the others take `weights`
    """

    name: str
    version: str
    weights: Mapping[Criterion, float]
    halves: Mapping[Half, tuple[Criterion, ...]]
    bands: BandRules
    neutral: Mapping[Domain, Mapping[Criterion, float]]
    by_domain: Mapping[Domain, Mapping[Criterion, float]] = field(default_factory=dict)

    def weights_in(self, domain: Domain) -> Mapping[Criterion, float]:
        """The weights that an offer of this domain is scored with."""
        return self.by_domain.get(domain, self.weights)


@cache
def packaged_engine() -> Engine:
    """The engine shipped with the package."""
    return read_engine(Path(__file__).parent / "data")


def read_engine(folder: Path) -> Engine:
    """Read `engine.toml` and `neutral.toml` of a folder.

    Raises
    ------
    InputRefusedError : a file is absent or no TOML, a value is absent, unknown or out of bounds
    """
    try:
        data = tomllib.loads((folder / "engine.toml").read_text(encoding="utf-8"))
        frozen = tomllib.loads((folder / "neutral.toml").read_text(encoding="utf-8"))
        engine = _engine(data, frozen)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputRefusedError(f"réglages du moteur illisibles ({error})", str(folder)) from error
    fault = _fault(engine)
    if fault:
        raise InputRefusedError(f"réglages du moteur refusés : {fault}", str(folder))
    return engine


def _engine(data: Mapping[str, Any], frozen: Mapping[str, Any]) -> Engine:
    return Engine(
        name=NAME,
        version=str(data["version"]),
        weights={Criterion(name): float(value) for name, value in data["weights"].items()},
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


def _fault(engine: Engine) -> str | None:
    """What is wrong with an engine, in French; None if nothing."""
    shared = [criterion for members in engine.halves.values() for criterion in members]
    weights = engine.weights.values()
    fits = (
        engine.bands.right_fit,
        engine.bands.near_fit,
        engine.bands.proven_fit,
        engine.bands.very_fit,
    )
    neutral = [value for table in engine.neutral.values() for value in table.values()]
    faults = {
        "un poids par critère": set(engine.weights) != set(Criterion),
        "des poids positifs": any(weight < 0 for weight in weights),
        "des poids de somme 1": abs(sum(weights) - 1.0) > 1e-12,
        "chaque critère dans une moitié": sorted(shared) != sorted(Criterion),
        "des seuils entre 0 et 1": not all(_is_share(fit) for fit in fits),
        "des valeurs figées entre 0 et 1": not all(_is_share(value) for value in neutral),
    }
    return next((f"il faut {rule}" for rule, is_broken in faults.items() if is_broken), None)


def _is_share(value: object) -> bool:
    return isinstance(value, int | float) and 0 <= value <= 1
