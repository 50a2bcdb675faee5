"""What is true of a drawn post and of a drawn person, in our own few words."""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

BLOCKED, CLEAR = "blocked", "clear"
GATES = ("titres", "horaires", "trajet", "restriction", "contrat", "disponibilite", "langue")
"""The obstacles of a run, as `blockers` names them."""

REQUIRED, WISHED, TRAINED = "required", "wished", "trained"
HELD, EXPIRED, PROGRESS, SUSPENDED, FOREIGN, FORMER = (
    "held",
    "expired",
    "progress",
    "suspended",
    "foreign",
    "former",
)


@dataclass(frozen=True, slots=True)
class Town:
    """served : whether town buses pass often in the daytime"""

    name: str
    insee: str
    postal_code: str
    latitude: float
    longitude: float
    served: bool


TOWNS = (
    Town("Dunkerque", "59183", "59140", 51.034, 2.377, True),
    Town("Coudekerque-Branche", "59155", "59210", 51.025, 2.392, True),
    Town("Grande-Synthe", "59271", "59760", 51.015, 2.301, True),
    Town("Loon-Plage", "59359", "59279", 50.997, 2.217, False),
    Town("Gravelines", "59273", "59820", 50.986, 2.126, False),
    Town("Bourbourg", "59094", "59630", 50.947, 2.197, False),
    Town("Craywick", "59159", "59279", 50.970, 2.236, False),
)
FAR = Town("Lille", "59350", "59000", 50.633, 3.058, True)


def kilometres(one: Town, other: Town) -> float:
    """Road kilometres, a third more than as the crow flies."""
    up, across = radians(other.latitude - one.latitude), radians(other.longitude - one.longitude)
    lower = cos(radians(one.latitude)) * cos(radians(other.latitude))
    return 1.3 * 2 * 6371 * asin(sqrt(sin(up / 2) ** 2 + lower * sin(across / 2) ** 2))


@dataclass(frozen=True, slots=True)
class Trade:
    """A trade with both forms of its name; `law` is the title that the law asks for it."""

    man: str
    woman: str
    rome: str
    work: str
    law: str | None = None


TRADES = (
    Trade("cariste", "cariste", "N1101", "Vous rangez les palettes en entrepôt."),
    Trade(
        "préparateur de commandes",
        "préparatrice de commandes",
        "N1103",
        "Vous composez les colis des clients.",
    ),
    Trade(
        "employé de rayon", "employée de rayon", "D1507", "Vous garnissez les rayons du magasin."
    ),
    Trade("cuisinier", "cuisinière", "G1602", "Vous préparez les plats du jour."),
    Trade("maçon", "maçonne", "F1703", "Vous montez les murs de maisons neuves."),
    Trade(
        "électricien du bâtiment",
        "électricienne du bâtiment",
        "F1602",
        "Vous tirez les câbles de logements neufs.",
    ),
    Trade("soudeur", "soudeuse", "H2913", "Vous assemblez des pièces en acier."),
    Trade(
        "agent d'entretien des locaux",
        "agente d'entretien des locaux",
        "K2204",
        "Vous nettoyez les bureaux.",
    ),
    Trade("jardinier", "jardinière", "A1203", "Vous entretenez les massifs de la commune."),
    Trade("secrétaire", "secrétaire", "M1607", "Vous classez le courrier du service."),
    Trade(
        "conducteur poids lourd",
        "conductrice poids lourd",
        "N4101",
        "Vous livrez les dépôts de la région.",
        law="C",
    ),
    Trade(
        "agent de sécurité",
        "agente de sécurité",
        "K2503",
        "Vous gardez un site industriel.",
        law="CQP APS",
    ),
)
TITLES = (
    "B",
    "C",
    "CACES R489 3",
    "CACES R489 5",
    "CACES R482 A",
    "CACES R486 B",
    "SST",
    "HACCP",
    "FIMO",
    "AIPR",
    "B1V",
    "CQP APS",
)
PROVES = {"C": ("B",), "FIMO": ("C", "B")}
"""Titles that nobody holds without others."""

SHIFTS = {
    "day": (8.5, 16.5),
    "early": (5.0, 12.0),
    "two": (5.0, 21.0),
    "three": (0.0, 24.0),
    "night": (21.0, 5.0),
    "split": (9.0, 20.0),
}
"""First start and last end, in hours."""
LISTED = {
    "day": "journée",
    "early": "matin tôt",
    "two": "2x8",
    "three": "3x8",
    "night": "nuit",
    "split": "coupés",
    "weekend": "week-end",
}
CONTRACTS = ("CDI", "CDD", "Intérim", "CDDI", "Saisonnier", "Alternance")
STRAINS = ("height", "standing", "noise", "cold", "chemicals", "dust", "repetitive")


@dataclass(frozen=True, slots=True)
class Job:
    """A post. `titles` : (title, how much it is asked); `load` : kilograms carried, None unsaid;
    `start` : days from the ranking; `english` : level required; `is_timed` : the hours are given;
    `is_coded` : the ROME code is declared
    """

    key: str
    trade: Trade
    town: Town
    shift: str
    is_timed: bool
    contract: str
    titles: tuple[tuple[str, str], ...] = ()
    strains: tuple[str, ...] = ()
    load: int | None = None
    start: int | None = None
    english: str | None = None
    is_coded: bool = True


@dataclass(frozen=True, slots=True)
class Person:
    """A person; None is a cell left empty.

    titles : (title, state); shifts, contracts : what the person takes; not_before, not_after :
    hours; no_night : said among the constraints; restrictions : (strain, None) or ("load",
    kilograms); wait : days until free; means : among car, bus, bike, foot; limit : minutes
    """

    key: str
    trade: Trade
    town: Town
    titles: tuple[tuple[str, str], ...] | None
    shifts: tuple[str, ...] | None
    contracts: tuple[str, ...] | None
    means: tuple[str, ...] | None
    limit: int | None
    wait: int | None = None
    not_before: float | None = None
    not_after: float | None = None
    no_night: bool = False
    restrictions: tuple[tuple[str, int | None], ...] = ()
    english: str | None = None
    months: int = 24
