"""Twins that differ by one fact, and cells left empty: what must follow, whatever the weights.

A person who is better on one fact and equal elsewhere stands first and never has a lower score; a
fact taken away, of a person or of a post, never makes an obstacle, but for what the law asks of a
trade as soon as the post no longer says that it trains for it.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from tests.hard_cases.drawing import draw_job, draw_person
from tests.hard_cases.facts import BLOCKED, TRAINED, Job, Person
from tests.hard_cases.running import Run, by_pair, rank
from tests.hard_cases.truths import truths
from tests.hard_cases.writing import (
    OFFER_COLUMNS,
    PERSON_COLUMNS,
    person_row,
    sheet_row,
    write_rows,
)

Row = dict[str, str]
Pair = tuple[str, str]
"""Keys of a post and of a person."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a post, and two ways that a person may stand to it."""

    name: str
    post: Row
    better: Row
    worse: Row


def _cells(column: str, better: str, worse: str) -> tuple[Row, Row]:
    return {column: better}, {column: worse}


TITLES = "Permis et habilitations"
FACTS = (
    Fact("projet validé", {}, *_cells("Projet 1 validé le", "12/05/2026", "")),
    Fact("même métier", {}, {}, {"Projet 1": "Coiffeuse", "ROME 1": "D1202", "Expériences": ""}),
    Fact(
        "expérience exigée",
        {"Expérience": "2 ans exigés"},
        {"Expériences": "{man} (36 mois, 2022-2025)"},
        {"Expériences": "{man} (4 mois, 2025)"},
    ),
    Fact(
        "expérience ancienne",
        {"Expérience": "1 an exigé"},
        {"Expériences": "{man} (18 mois, 2024-2025)"},
        {"Expériences": "{man} (18 mois, 2008-2009)"},
    ),
    Fact(
        "titre exigé", {"Permis et titres": "SST exigé"}, *_cells(TITLES, "B|SST (→ 06/2030)", "B")
    ),
    Fact(
        "titre exigé périmé",
        {"Permis et titres": "SST exigé"},
        *_cells(TITLES, "B|SST (→ 06/2030)", "B|SST (→ 06/2021)"),
    ),
    Fact(
        "titre exigé en cours",
        {"Permis et titres": "SST exigé"},
        *_cells(TITLES, "B|SST (→ 06/2030)", "B|SST en cours"),
    ),
    Fact(
        "titre souhaité",
        {"Permis et titres": "SST souhaité"},
        *_cells(TITLES, "B|SST (→ 06/2030)", "B"),
    ),
    Fact("contrat", {"Type de contrat": "CDI"}, *_cells("Contrats recherchés", "CDI|CDD", "CDD")),
    Fact(
        "temps de travail",
        {"Heures par semaine": "35"},
        *_cells("Temps de travail", "temps plein", "temps partiel"),
    ),
    Fact("nuit", {"Rythme": "nuit"}, *_cells("Horaires possibles", "journée|nuit", "journée")),
    Fact("disponible", {"Début": ""}, *_cells("Disponible le", "", "20/12/2026")),
    Fact("longtemps absente", {"Début": ""}, *_cells("Disponible le", "", "20/06/2027")),
    Fact("trajet accepté", {"Commune": "Gravelines"}, *_cells("Trajet maximum", "90", "25")),
    Fact("voiture", {"Commune": "Craywick"}, *_cells("Locomotion", "voiture|vélo", "vélo")),
    Fact(
        "niveau",
        {"Formation": "Bac exigé"},
        *_cells("Niveau de formation", "4", "Infra 3"),
    ),
    Fact(
        "langue",
        {"Langues": "Anglais B2 exigé"},
        *_cells("Langues", "anglais C1", "anglais A1"),
    ),
    Fact(
        "restriction",
        {"Conditions physiques": "port de charges de 30 kg"},
        *_cells("Contraintes", "", "pas de port de charges > 5 kg"),
    ),
)


@dataclass(frozen=True, slots=True)
class Twins:
    """A row of the sheet and two persons who differ by one fact; the better has the later key."""

    fact: str
    offer: Row
    better: Row
    worse: Row


def draw_twins(count: int, seed: int) -> list[Twins]:
    """`count` twins, the facts by turns; each on a drawn post and a drawn person of its trade."""
    rng = Random(seed)
    found = []
    for number in range(count):
        fact = FACTS[number % len(FACTS)]
        job, person = draw_job(f"T-{number:04d}", rng), draw_person("", rng)
        found.append(_twins(fact, job, person, number, rng))
    return found


def _twins(fact: Fact, job: Job, person: Person, number: int, rng: Random) -> Twins:
    common = person_row(person, rng) | {
        "Projet 1": job.trade.man,
        "ROME 1": job.trade.rome,
        "Locomotion": "voiture",
        "Trajet maximum": "60",
        TITLES: "B",
        "Contraintes": "",
        "Disponible le": "",
    }
    better, worse = (
        common
        | {column: cell.format(man=job.trade.man) for column, cell in cells.items()}
        | {"Identifiant": key}
        for cells, key in ((fact.better, f"Z-{number:04d}"), (fact.worse, f"A-{number:04d}"))
    )
    return Twins(fact.name, sheet_row(job, rng) | fact.post, better, worse)


COLUMNS = (*OFFER_COLUMNS, "Expérience", "Formation")


def dominance(twins: Sequence[Twins], folder: Path) -> list[str]:
    """What is wrong: the better twin behind, with a lower score, or with more obstacles."""
    offers = write_rows(folder / "twins.csv", COLUMNS, [each.offer for each in twins])
    people = [row for each in twins for row in (each.better, each.worse)]
    listed = [
        {"offer": each.offer["Référence"], "candidate": row["Identifiant"]}
        for each in twins
        for row in (each.better, each.worse)
    ]
    pairs = write_rows(folder / "pairs.csv", ("offer", "candidate"), listed)
    persons = write_rows(folder / "twin-people.csv", PERSON_COLUMNS, people)
    run = by_pair(rank(offers, persons, folder, "--pairs", str(pairs)))
    wrong = []
    for each in twins:
        post = each.offer["Référence"]
        better = run[post, each.better["Identifiant"]]
        worse = run[post, each.worse["Identifiant"]]
        reasons = (
            ("score", better["score"] < worse["score"]),
            ("rang", better["rank"] > worse["rank"] and better["score"] != worse["score"]),
            ("obstacles", not _obstacles(better) <= _obstacles(worse)),
        )
        wrong += [f"{post} {each.fact} : {name}" for name, is_wrong in reasons if is_wrong]
    return wrong


def _obstacles(entry: dict[str, Any]) -> set[str]:
    return {each["criterion"] for each in entry["blockers"]}


FORGOTTEN = (
    ("Commune", "Code postal"),
    (TITLES,),
    ("Locomotion",),
    ("Trajet maximum",),
    ("Disponible le",),
    ("Contrats recherchés",),
    ("Temps de travail",),
    ("Horaires possibles",),
    ("Contraintes",),
    ("Langues",),
    ("Niveau de formation",),
    ("Expériences",),
    ("Projet 1", "ROME 1", "Projet 1 validé le"),
)
"""Cells of a person that say one fact together."""
ASKED = "Permis et titres"
UNSAID = ("Commune", "Type de contrat", "Début", ASKED, "Conditions physiques")


@dataclass(frozen=True, slots=True)
class Deleted:
    """What cells left empty did.

    pairs : compared; by_law : those that an erased training leaves to the law, which blocks them;
    wrong : those blocked by nothing but the erasure, and those that the law should have blocked
    """

    pairs: int
    by_law: int
    wrong: tuple[str, ...]


def deletions(jobs: Sequence[Job], people: Sequence[Person], seed: int, folder: Path) -> Deleted:
    """Every pair again with one fact less, of the person then of the post."""
    pen = Random(seed)
    posts = [sheet_row(job, pen) for job in jobs]
    rows = [person_row(person, pen) for person in people]
    whole = _ranked(posts, rows, folder, "whole")
    wrong: list[str] = []
    for cells in FORGOTTEN:
        less = [row | dict.fromkeys(cells, "") for row in rows]
        wrong += _worse(whole, _ranked(posts, less, folder, "less"), cells[0])
    due = _due_by_law(jobs, people)
    for column in UNSAID:
        less = [row | {column: ""} for row in posts]
        expected = due if column == ASKED else set[Pair]()
        wrong += _worse(whole, _ranked(less, rows, folder, "unsaid"), f"offre, {column}", expected)
    return Deleted(len(whole) * (len(FORGOTTEN) + len(UNSAID)), len(due), tuple(wrong))


def _due_by_law(jobs: Sequence[Job], people: Sequence[Person]) -> set[Pair]:
    """Pairs that the law alone blocks once the post no longer says that it trains for its title;
    in the sheet every post declares its code."""
    found = set[Pair]()
    for job in jobs:
        if (job.trade.law, TRAINED) not in job.titles:
            continue
        before = replace(job, is_coded=True)
        after = replace(before, titles=())
        found |= {
            (job.key, person.key)
            for person in people
            if truths(after, person)["titres"] == BLOCKED
            and truths(before, person)["titres"] != BLOCKED
        }
    return found


def _ranked(posts: list[Row], rows: list[Row], folder: Path, name: str) -> Run:
    offers = write_rows(folder / f"{name}-posts.csv", OFFER_COLUMNS, posts)
    people = write_rows(folder / f"{name}-people.csv", PERSON_COLUMNS, rows)
    return by_pair(rank(offers, people, folder))


def _worse(before: Run, after: Run, fact: str, due: AbstractSet[Pair] = frozenset()) -> list[str]:
    """Pairs with a new obstacle, `due` ones set apart: these must have that of titles alone."""
    found = []
    for pair, entry in after.items():
        new = _obstacles(entry) - _obstacles(before[pair])
        expected = {"titres"} if pair in due else set()
        if new != expected:
            told = ", ".join(sorted(new)) or "aucun blocage"
            found.append(f"{' '.join(pair)} sans {fact} : {told}")
    return found
