"""Drawn facts as files: candidates as CSV rows, offers as a sheet, as France Travail JSON, as text.

The pen draws one of the ways of saying each fact; the same pen and facts give the same words.
"""

import csv
import json
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from tests.hard_cases import phrases
from tests.hard_cases.facts import LISTED, Job, Person

TODAY = date(2026, 11, 23)
PERSON_COLUMNS = (
    "Identifiant", "Civilité", "Nom", "Prénom", "Date de naissance", "Téléphone", "Commune",
    "Code postal", "QPV", "Statuts", "Référent de parcours", "Projet 1", "ROME 1",
    "Projet 1 validé le", "Expériences", "Compétences", "Niveau de formation", "Langues",
    "Permis et habilitations", "Locomotion", "Trajet maximum", "Disponible le",
    "Contrats recherchés", "Temps de travail", "Horaires possibles", "Contraintes",
)  # fmt: skip
OFFER_COLUMNS = (
    "Référence", "Intitulé", "ROME", "Missions", "Commune", "Type de contrat", "Début", "Horaires",
    "Rythme", "Heures par semaine", "Permis et titres", "Conditions physiques", "Langues",
)  # fmt: skip


def day(offset: int | None) -> str:
    return "" if offset is None else f"{TODAY + timedelta(days=offset):%d/%m/%Y}"


def clock(hours: float) -> str:
    whole, rest = int(hours), round(hours % 1 * 60)
    return f"{whole}h{rest:02d}" if rest else f"{whole}h"


def write_rows(path: Path, columns: tuple[str, ...], rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, columns, delimiter=";", restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def person_row(person: Person, pen: Random) -> dict[str, str]:
    """The row of a person; identity and statuses are there, to be read by nobody."""
    return {
        "Identifiant": person.key,
        "Civilité": pen.choice(("M.", "Mme")),
        "Nom": pen.choice(("Leroy", "Vasseur", "Diallo", "Nowak", "Benali")),
        "Prénom": pen.choice(("Camille", "Karim", "Sophie", "Yves", "Aminata")),
        "Date de naissance": f"{pen.randint(1, 28):02d}/0{pen.randint(1, 9)}/"
        f"{pen.randint(1962, 2006)}",
        "Téléphone": f"06 00 00 {pen.randint(10, 99)} {pen.randint(10, 99)}",
        "Commune": person.town.name,
        "Code postal": person.town.postal_code,
        "QPV": pen.choice(("oui", "non")),
        "Statuts": pen.choice(("RSA", "DELD", "RQTH", "")),
        "Référent de parcours": pen.choice(("A. Martin", "B. Dupont")),
        "Projet 1": pen.choice((person.trade.man, person.trade.woman)).capitalize(),
        "ROME 1": person.trade.rome,
        "Projet 1 validé le": "12/05/2026",
        "Expériences": f"{person.trade.man} ({person.months} mois, 2022-2025)",
        "Niveau de formation": "3",
        "Langues": f"anglais {person.english}" if person.english else "",
        "Permis et habilitations": _held(person, pen),
        "Locomotion": "|".join(phrases.MEANS[means] for means in person.means or ()),
        "Trajet maximum": "" if person.limit is None else str(person.limit),
        "Disponible le": day(person.wait),
        "Contrats recherchés": "|".join(person.contracts or ()),
        "Temps de travail": "indifférent",
        "Horaires possibles": "|".join(LISTED[shift] for shift in person.shifts or ()),
        "Contraintes": "|".join(_constraints(person, pen)),
    }


def _held(person: Person, pen: Random) -> str:
    said = []
    for title, state in person.titles or ():
        said.append(
            pen.choice(phrases.STATES[state]).format(pen.choice(phrases.PERSON_NAMES[title]))
        )
    return "|".join(said)


def _constraints(person: Person, pen: Random) -> list[str]:
    said = []
    if person.not_before is not None:
        said.append(pen.choice(phrases.NOT_BEFORE).format(clock(person.not_before)))
    if person.not_after is not None:
        said.append(pen.choice(phrases.NOT_AFTER).format(clock(person.not_after)))
    if person.no_night:
        said.append(pen.choice(phrases.NO_NIGHT))
    for strain, kilograms in person.restrictions:
        said.append(pen.choice(phrases.CANNOT[strain]).format(kilograms))
    return said


def _asked(job: Job, pen: Random) -> list[str]:
    found = []
    for title, how in job.titles:
        words = pen.choice(phrases.ASKED[how]).format(pen.choice(phrases.OFFER_NAMES[title]))
        found.append(words[:1].upper() + words[1:])
    return found


def _demands(job: Job, pen: Random) -> list[str]:
    found = [pen.choice(phrases.DEMANDS[strain]) for strain in job.strains]
    if job.load is not None:
        found.append(pen.choice(phrases.DEMANDS["load"]).format(job.load))
    return found


def title(job: Job, pen: Random) -> str:
    man, woman = job.trade.man, job.trade.woman
    both = f"{man} / {woman}" if man != woman else man
    return pen.choice((f"{man} (H/F)", both, woman, f"{man} H/F")).capitalize()


def sheet_row(job: Job, pen: Random) -> dict[str, str]:
    """The offer as a row of the common sheet, each fact in its column."""
    english = pen.choice(phrases.ENGLISH).format(job.english) if job.english else ""
    return {
        "Référence": job.key,
        "Intitulé": title(job, pen),
        "ROME": job.trade.rome,
        "Missions": job.trade.work,
        "Commune": job.town.name,
        "Type de contrat": pen.choice(phrases.SAID_CONTRACT[job.contract]),
        "Début": day(job.start),
        "Horaires": pen.choice(phrases.HOURS[job.shift]) if job.is_timed else "",
        "Rythme": pen.choice(phrases.SHIFT_WORDS[job.shift]),
        "Heures par semaine": "35",
        "Permis et titres": " | ".join(_asked(job, pen)),
        "Conditions physiques": " ".join(_demands(job, pen)),
        "Langues": english,
    }


def body(job: Job, pen: Random, *, is_whole: bool) -> str:
    """The offer in sentences; `is_whole` also says what JSON has keys for."""
    said = [job.trade.work, *_asked(job, pen), *_demands(job, pen)]
    said.append(pen.choice(phrases.SHIFT_WORDS[job.shift]))
    if job.is_timed:
        said.append(f"Horaires : {pen.choice(phrases.HOURS[job.shift])}.")
    if job.english:
        said.append(pen.choice(phrases.ENGLISH).format(job.english))
    if job.start is not None:
        said.append(f"Prise de poste le {day(job.start)}.")
    if is_whole:
        said.append(f"{pen.choice(phrases.SAID_CONTRACT[job.contract])}.")
        said.append(f"Poste basé à {job.town.name} ({job.town.postal_code}).")
    return "\n".join(said)


_KINDS = {
    "CDI": ("CDI", "Contrat à durée indéterminée"),
    "CDD": ("CDD", "Contrat à durée déterminée - 6 Mois"),
    "Intérim": ("MIS", "Mission intérimaire - 3 Mois"),
    "CDDI": ("DDI", "Contrat durée déterminée insertion"),
    "Saisonnier": ("SAI", "Contrat travail saisonnier - 4 Mois"),
    "Alternance": ("CDD", "Contrat à durée déterminée - 12 Mois"),
}


def france_travail(job: Job, pen: Random) -> dict[str, Any]:
    """The offer in the national JSON: keys for what has one, sentences for the rest."""
    code, label = _KINDS[job.contract]
    town = job.town
    raw: dict[str, Any] = {
        "id": job.key,
        "intitule": title(job, pen),
        "description": body(job, pen, is_whole=False),
        "romeCode": job.trade.rome,
        "lieuTravail": {
            "libelle": f"59 - {town.name.upper()}",
            "commune": town.insee,
            "codePostal": town.postal_code,
        },
        "typeContrat": code,
        "typeContratLibelle": label,
        "dureeTravailLibelle": "35H/semaine",
        "experienceExige": "D",
    }
    if job.contract == "Alternance":
        raw |= {"alternance": True, "natureContrat": "Cont. professionnalisation"}
    return raw


def plain_text(job: Job, pen: Random) -> str:
    """The offer as a mail would bring it."""
    return f"{title(job, pen)}\n\n{body(job, pen, is_whole=True)}\n"


def write_json(path: Path, offers: list[dict[str, Any]]) -> Path:
    path.write_text(json.dumps(offers, ensure_ascii=False), encoding="utf-8")
    return path
