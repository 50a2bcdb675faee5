"""How much each change asks, and how far terms are moved: data of `levers.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from functools import cache
from importlib.resources import files
from typing import Any

from matching.profiles import minutes
from models.errors import InputRefusedError

FILE = "levers.toml"

EFFORTS = frozenset(
    {
        "reponse",
        "en_cours",
        "bus",
        "velo",
        "horaire",
        "trajet",
        "contrat_personne",
        "attente",
        "temps",
        "experience_souhaitee",
        "formation_souhaitee",
        "renouvellement",
        "titre_souhaite",
        "langue_souhaitee",
        "formation_courte",
        "formation_employeur",
        "debutants",
        "navette",
        "debut",
        "deux_roues",
        "week_end",
        "amenagement",
        "vehicule_fourni",
        "sans_voiture",
        "type_contrat",
        "horaires_personne",
        "journee",
        "temps_partiel",
        "temps_plein",
        "voiture",
        "langue",
        "formation_longue",
    }
)
"""Every change that has an effort."""


@dataclass(frozen=True, slots=True)
class Steps:
    """Minutes, kilometres, days and weekly hours by which terms and limits move."""

    horaire_minutes: tuple[int, ...]
    trajet_minutes: tuple[int, ...]
    trajet_km: tuple[int, ...]
    debut_jours: tuple[int, ...]
    temps_partiel_heures: float
    temps_plein_heures: float
    trajet_confirme_minutes: float
    matin_tot_avant: float
    """minutes after midnight"""


@dataclass(frozen=True, slots=True)
class Settings:
    """effort : change -> how much it asks, 0 the least; see `data/levers.toml`."""

    effort: Mapping[str, float]
    steps: Steps
    never_waived: frozenset[str] = frozenset()
    """Titles without which nobody may do the work, whatever the employer accepts."""


@cache
def packaged_settings() -> Settings:
    """The settings shipped with the package."""
    return read_settings((files("matching") / "data" / FILE).read_text(encoding="utf-8"))


def read_settings(text: str) -> Settings:
    """Read efforts and steps from TOML.

    Raises
    ------
    InputRefusedError : no TOML, or an effort or step is absent, unknown or negative
    """
    try:
        data = tomllib.loads(text)
        effort = {str(change): float(value) for change, value in data["effort"].items()}
        steps = _steps(data["steps"])
        never_waived = frozenset(map(str, data.get("loi", {}).get("titres", ())))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputRefusedError(f"réglages des leviers illisibles ({error})", FILE) from error
    wrong = sorted(EFFORTS ^ set(effort))
    if wrong:
        raise InputRefusedError(f"efforts absents ou inconnus : {', '.join(wrong)}", FILE)
    if any(value < 0 for value in effort.values()):
        raise InputRefusedError("un effort est négatif", FILE)
    if len(steps.trajet_minutes) != len(steps.trajet_km):
        raise InputRefusedError("autant de pas en minutes qu'en kilomètres sont attendus", FILE)
    return Settings(effort, steps, never_waived)


def _steps(data: Mapping[str, Any]) -> Steps:
    lists = ("horaire_minutes", "trajet_minutes", "trajet_km", "debut_jours")
    return Steps(
        **{name: tuple(sorted(int(value) for value in data[name])) for name in lists},
        temps_partiel_heures=float(data["temps_partiel_heures"]),
        temps_plein_heures=float(data["temps_plein_heures"]),
        trajet_confirme_minutes=float(data["trajet_confirme_minutes"]),
        matin_tot_avant=minutes(time.fromisoformat(data["matin_tot_avant"])),
    )
