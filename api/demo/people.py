"""The fictitious participants, as rows of the exchange format of the case-management system.

`people(count, seed, today)` is deterministic: same arguments, same rows. The rows are as messy
as a real export: cells left empty, communes typed in five ways, old levels, codes missing or
odd, expired certificates. No real person: telephones are of the range kept for fiction
(06 39 98), addresses are at example.org.
"""

import csv
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

from api.demo.calibration import PARTICIPANTS
from api.demo.careers import experiences, schooling, skills
from api.demo.catalogue import Trade, gendered
from api.demo.draw import chance
from api.demo.lives import Life, draw_lives
from api.demo.papers import licences, travel
from api.demo.situations import Situation, draw_situations
from api.demo.spelling import typed, without_accents
from api.demo.staff import advisor_for, caseworker_for
from api.demo.wishes import available, constraints, contracts, patterns, working_time

SEED = 2009
Row = dict[str, str]

HEADERS = (
    "Identifiant", "Civilité", "Nom", "Prénom", "Date de naissance", "Téléphone", "Email",
    "Commune", "Code postal", "QPV", "Statuts", "Antenne", "Référent de parcours",
    "Conseiller emploi", "Date d'entrée", "Contrat d'engagement signé", "Projet 1", "ROME 1",
    "Projet 1 validé le", "Projet 2", "ROME 2", "Projet 2 validé le", "Expériences",
    "Compétences", "Niveau de formation", "Diplômes", "Langues", "Permis et habilitations",
    "Locomotion", "Trajet maximum", "Disponible le", "Contrats recherchés", "Temps de travail",
    "Horaires possibles", "Contraintes", "Consentement transmission",
)  # fmt: skip
ODD_ROMES = ("en attente", "?", "ROME à voir", "N11O1", "K13", "12345")


def people(count: int = PARTICIPANTS, seed: int = SEED, *, today: date) -> list[Row]:
    """`count` rows keyed by the headers of the exchange format; dates are relative to `today`."""
    rng = Random(seed)
    lives = draw_lives(rng, count, today)
    situations = draw_situations(rng, lives)
    phones = rng.sample(range(10_000), count) if count <= 10_000 else [0] * count
    return [
        _row(rng, life, situation, phone, today)
        for life, situation, phone in zip(lives, situations, phones, strict=True)
    ]


def write_people(path: Path, rows: Sequence[Row]) -> None:
    """A CSV as the case-management system gives it: `;`, UTF-8 with a byte order mark."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, HEADERS, delimiter=";")
        writer.writeheader()
        writer.writerows(rows)


def _row(rng: Random, life: Life, situation: Situation, phone: int, today: date) -> Row:
    return {
        "Identifiant": f"D-{life.index + 1:04d}",
        **_identity(rng, life, phone),
        **_home(rng, life, situation),
        **_follow(rng, life, situation),
        **_projects(rng, life, today),
        **_career(rng, life, today),
        **_means(rng, life, situation, today),
        "Consentement transmission": _consent(rng, life),
    }


def _identity(rng: Random, life: Life, phone: int) -> Row:
    digits = f"06399 8{phone:04d}".replace(" ", "")
    pairs = [digits[i : i + 2] for i in range(0, 10, 2)]
    last = life.last.upper() if chance(rng, 0.5) else life.last
    login = without_accents(f"{life.first}.{life.last}".lower()).replace(" ", "").replace("'", "")
    mail = f"{login}{life.index + 1}@example.org"
    return {
        "Civilité": rng.choice(
            ("Mme", "Mme", "Madame") if life.woman else ("M.", "M.", "Monsieur")
        ),
        "Nom": last,
        "Prénom": life.first,
        "Date de naissance": life.birth.strftime("%d/%m/%Y"),
        "Téléphone": rng.choice((" ", " ", ".", "")).join(pairs),
        "Email": mail if chance(rng, 0.72) else "",
    }


def _home(rng: Random, life: Life, situation: Situation) -> Row:
    spelling = rng.choice(life.place.spellings)
    if life.quarter and "(" not in spelling and chance(rng, 0.45):
        spelling = f"{life.place.name} ({life.quarter})"
    return {
        "Commune": spelling,
        "Code postal": _postcode(rng, life),
        "QPV": "oui" if situation.priority_quarter else "non",
    }


def _postcode(rng: Random, life: Life) -> str:
    """That of the quarter; at times another of the commune, or nothing."""
    dice = rng.random()
    if dice < 0.04:
        return ""
    if dice < 0.08:
        return rng.choice(life.place.postcodes)
    return next(code for name, _, _, code in life.place.quarters if name == life.quarter)


def _follow(rng: Random, life: Life, situation: Situation) -> Row:
    branch = life.place.branch
    signed = "oui" if chance(rng, 0.9) else rng.choice(("non", ""))
    return {
        "Statuts": "|".join(situation.statuses),
        "Antenne": branch,
        "Référent de parcours": caseworker_for(branch, life.index),
        "Conseiller emploi": advisor_for(life.trade.domain) if chance(rng, 0.9) else "",
        "Date d'entrée": life.entered.strftime("%d/%m/%Y"),
        "Contrat d'engagement signé": signed,
    }


def _projects(rng: Random, life: Life, today: date) -> Row:
    if chance(rng, 0.03):
        return dict.fromkeys(HEADERS[16:22], "")
    first = _project(rng, life.trade, life, today, 0.8)
    second = _project(rng, life.second, life, today, 0.45) if life.second else ("", "", "")
    return dict(zip(HEADERS[16:22], (*first, *second), strict=True))


def _project(
    rng: Random, trade: Trade, life: Life, today: date, validated: float
) -> tuple[str, str, str]:
    """(title in words, ROME code as noted, day of validation)."""
    weights = [1 / (1 + 0.5 * rank) for rank in range(len(trade.titles))]
    title = typed(rng, gendered(rng.choices(trade.titles, weights)[0], life.woman))
    on = life.entered + timedelta(days=rng.randint(20, 130))
    sure = on <= today and chance(rng, validated)
    return title, _rome(rng, trade), on.strftime("%d/%m/%Y") if sure else ""


def _rome(rng: Random, trade: Trade) -> str:
    """Missing for one project in three; lower case, spaced or odd for a few."""
    dice = rng.random()
    if dice < 0.33:
        return ""
    if dice < 0.35:
        return rng.choice(ODD_ROMES)
    if dice < 0.38:
        return rng.choice((trade.rome.lower(), f"{trade.rome[:3]} {trade.rome[3:]}"))
    return trade.rome


def _career(rng: Random, life: Life, today: date) -> Row:
    level, diplomas = schooling(rng, life)
    return {
        "Expériences": experiences(rng, life, today),
        "Compétences": skills(rng, life),
        "Niveau de formation": level,
        "Diplômes": diplomas,
        "Langues": _languages(rng, life),
    }


def _languages(rng: Random, life: Life) -> str:
    known: list[str] = []
    if not life.origin.native:
        known.append(f"français {rng.choice(('A1', 'A2', 'A2', 'B1', 'B1', 'B2', 'C1'))}")
    elif chance(rng, 0.3):
        known.append("français")
    if life.origin.languages and chance(rng, 0.7):
        known.append(rng.choice(life.origin.languages))
    if chance(rng, 0.22):
        known.append(rng.choice(("anglais A2", "anglais scolaire", "anglais A1", "anglais B1")))
    if chance(rng, 0.03):
        known.append(rng.choice(("néerlandais A1", "néerlandais A2", "flamand (notions)")))
    return "|".join(known)


def _means(rng: Random, life: Life, situation: Situation, today: date) -> Row:
    modes, longest = travel(rng, situation)
    return {
        "Permis et habilitations": licences(rng, life, situation, today),
        "Locomotion": modes,
        "Trajet maximum": longest,
        "Disponible le": available(rng, today),
        "Contrats recherchés": contracts(rng, life),
        "Temps de travail": working_time(rng, life),
        "Horaires possibles": patterns(rng, life),
        "Contraintes": constraints(rng, life, situation),
    }


def _consent(rng: Random, life: Life) -> str:
    dice = rng.random()
    if dice < 0.8:
        return "oui"
    if dice < 0.88:
        return life.entered.strftime("%d/%m/%Y")
    return "non" if dice < 0.94 else ""
