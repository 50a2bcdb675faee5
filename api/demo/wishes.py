"""When, how much and under what limits the fictitious participants can work."""

from datetime import date, timedelta
from random import Random

from api.demo.catalogue import gendered
from api.demo.draw import chance, weighted
from api.demo.lives import Life
from api.demo.situations import Situation
from models.vocabulary import Domain

CONTRACTS = {
    Domain.INDUSTRY: {"Intérim|CDD|CDI": 4, "Intérim": 1, "CDI|CDD": 2, "": 2},
    Domain.TRANSPORT: {"Intérim|CDD|CDI": 4, "CDI|CDD|Intérim": 2, "CDD|CDI": 1, "": 2},
    Domain.PERSONAL_SERVICES: {"CDI|CDD": 5, "CDD": 1, "CDI": 1, "": 2},
    Domain.CONSTRUCTION: {"CDI|CDD|Intérim": 4, "Intérim|CDD": 2, "CDDI|CDD": 1, "": 2},
    Domain.CATERING: {"CDD|CDI|Saisonnier": 4, "Saisonnier|CDD": 2, "CDI": 1, "": 2},
    Domain.TERTIARY: {"CDI|CDD": 5, "CDD|CDI|Intérim": 2, "": 2},
    Domain.OTHER: {"": 1},
}
PATTERNS = {
    Domain.INDUSTRY: ("journée|2x8", "2x8|3x8", "journée|2x8|3x8|nuit", "2x8|3x8|nuit|week-end"),
    Domain.TRANSPORT: (
        "journée|2x8",
        "journée|2x8|3x8|nuit",
        "journée|matin tôt|2x8",
        "2x8|3x8|nuit",
        "journée|matin tôt",
    ),
    Domain.PERSONAL_SERVICES: (
        "journée",
        "journée|coupés",
        "journée|matin tôt",
        "journée|coupés|week-end",
    ),
    Domain.CONSTRUCTION: ("journée", "journée|matin tôt", "journée"),
    Domain.CATERING: ("coupés|week-end", "journée|week-end", "coupés|week-end|journée"),
    Domain.TERTIARY: ("journée", "journée|week-end", "journée|matin tôt|week-end"),
    Domain.OTHER: ("journée",),
}
CHILD_CARE = (
    "garde d'enfants jusqu'à 8h30",
    "seul avec {n} enfants, pas avant 8h30 ~ seule avec {n} enfants, pas avant 8h30",
    "école à 16h30, pas de soirée",
    "enfants : pas le mercredi",
    "mode de garde à trouver",
    "nounou à partir de 7h30",
    "pas de week-end (garde alternée)",
)
RESTRICTIONS = (
    "pas de port de charges > {kg} kg",
    "pas de port de charges lourdes",
    "éviter la station debout prolongée",
    "pas de travail en hauteur",
    "pas de gestes répétitifs (poignet)",
    "alterner assis / debout",
    "éviter le froid",
    "pas de bras au-dessus des épaules",
)
PERSONAL = (
    "pas de nuit",
    "pas de travail isolé",
    "préfère une petite équipe",
    "ne souhaite pas travailler le dimanche",
    "lecture difficile, consignes à l'oral",
    "à l'aise avec un tuteur",
    "pas de découché",
    "a peur en hauteur",
    "ordinateur : débutant",
    "déménagement prévu à Coudekerque",
)
TOO_MUCH = (
    "mal de dos (hernie), pas de port de charges > 10 kg",
    "suivi addictologie, rdv le jeudi matin",
    "asthme : pas de poussières",
    "bracelet électronique jusqu'en mars, horaires de journée",
)
"""A case file says such things; the ranking and the screens must not."""


def working_time(rng: Random, life: Life) -> str:
    """`Temps de travail`; part time goes with children and with trades of short hours."""
    if chance(rng, 0.1):
        return ""
    short = min(life.trade.hours) < 28
    part = 0.06 + 0.24 * (short and life.woman) + 0.18 * (life.children and life.woman)
    if chance(rng, part):
        return rng.choice(
            ("temps partiel", "temps partiel 24h", "temps partiel 20h", "temps partiel 20-28h",
             "temps partiel 30h", "temps partiel 25h")
        )  # fmt: skip
    if chance(rng, 0.3 if short else 0.12):
        return rng.choice(("indifférent", "indifférent", "temps plein ou partiel"))
    return rng.choice(("temps plein", "temps plein", "temps plein", "temps plein 35h"))


def contracts(rng: Random, life: Life) -> str:
    cell = weighted(rng, CONTRACTS[life.trade.domain])
    if cell and life.age < 26 and chance(rng, 0.25):
        cell += "|Alternance"
    return cell


def patterns(rng: Random, life: Life) -> str:
    """Unknown for four in ten; carers of children mostly keep to the day."""
    if chance(rng, 0.4):
        return ""
    if life.children and chance(rng, 0.6):
        return "journée"
    return rng.choice(PATTERNS[life.trade.domain])


def constraints(rng: Random, life: Life, situation: Situation) -> str:
    lines: list[str] = []
    if life.children and chance(rng, 0.55):
        care = gendered(rng.choice(CHILD_CARE), life.woman)
        lines.append(care.format(n=rng.randint(2, 4)))
    worn = "RQTH" in situation.statuses or (life.age > 50 and chance(rng, 0.2))
    if worn and chance(rng, 0.85):
        lines.append(rng.choice(RESTRICTIONS).format(kg=rng.choice((5, 10, 10, 15, 20))))
    if chance(rng, 0.1):
        lines.append(rng.choice(PERSONAL))
    if chance(rng, 0.01):
        lines.append(rng.choice(TOO_MUCH))
    return "|".join(lines)


def available(rng: Random, today: date) -> str:
    """Mostly now (empty); a few later dates, a few that have gone by."""
    dice = rng.random()
    if dice < 0.87:
        return ""
    ahead = rng.randint(5, 120) if dice < 0.97 else -rng.randint(5, 60)
    return (today + timedelta(days=ahead)).strftime("%d/%m/%Y")
