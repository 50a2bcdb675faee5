"""Hard cases through files: nobody blocked or let pass wrongly, no number moved by who one is."""

import ast
import re
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from unicodedata import normalize

import pytest

from tests.hard_cases import phrases
from tests.hard_cases.drawing import draw_cases
from tests.hard_cases.facts import (
    BLOCKED,
    CLEAR,
    EXPIRED,
    FOREIGN,
    FORMER,
    GATES,
    HELD,
    PROGRESS,
    REQUIRED,
    TOWNS,
    TRADES,
    TRAINED,
    Job,
    Person,
)
from tests.hard_cases.invariance import compare
from tests.hard_cases.measure import PAIR, count
from tests.hard_cases.pairs import deletions, dominance, draw_twins
from tests.hard_cases.running import run_cases
from tests.hard_cases.truths import truths

HERE = Path(__file__).parent
GENERATOR = ("drawing", "facts", "phrases", "truths", "writing")


def test_hard_cases_are_neither_blocked_nor_let_pass_wrongly(tmp_path: Path) -> None:
    jobs, people = draw_cases(24, 50, seed=29)

    found = count(run_cases(jobs, people, 29, tmp_path), jobs, people)

    assert all(found.blocked[gate] for gate in (*GATES, PAIR))
    assert all(found.clear[gate] for gate in (*GATES, PAIR))
    for gate in (*GATES, PAIR):
        assert found.block_rate(gate) < 0.01, found.false_blocks[:3]
        assert found.pass_rate(gate) < 0.005, found.false_passes[:3]


def test_who_is_better_on_one_fact_never_comes_behind(tmp_path: Path) -> None:
    assert dominance(draw_twins(54, seed=5), tmp_path) == []


def test_a_fact_taken_away_makes_no_obstacle(tmp_path: Path) -> None:
    jobs, people = draw_cases(9, 12, seed=17)

    found = deletions(jobs, people, 17, tmp_path)

    assert found.pairs > 1_500
    assert found.wrong == ()


def test_the_law_speaks_where_a_promised_training_is_taken_away(tmp_path: Path) -> None:
    guard, driver = TRADES[-1], TRADES[-2]
    trains = replace(JOB, key="O-1", trade=guard, titles=(("CQP APS", TRAINED),))
    others = replace(JOB, key="O-2", trade=driver, titles=(("SST", TRAINED), ("C", REQUIRED)))
    people = [
        replace(ANYBODY, key="P-1"),
        replace(ANYBODY, key="P-2", titles=(("CQP APS", HELD), ("C", HELD))),
        replace(ANYBODY, key="P-3", titles=None),
    ]

    found = deletions([trains, others], people, 3, tmp_path)

    assert found.by_law == 1
    assert found.wrong == ()


def test_no_number_depends_on_who_the_person_is(tmp_path: Path) -> None:
    changed = compare(4, 40, seed=23, folder=tmp_path)

    assert {kind: rows for kind, (_, rows) in changed.items()} == {
        "identité": 0,
        "genre de l'intitulé": 0,
        "commune": 0,
        "genre de l'offre": 0,
    }


def test_the_generator_reads_no_code_of_the_ranking() -> None:
    for name in GENERATOR:
        tree = ast.parse((HERE / f"{name}.py").read_text(encoding="utf-8"))
        read = [
            alias.name if isinstance(node, ast.Import) else node.module or ""
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        ]
        ours = [each for each in read if each.split(".")[0] in {"matching", "ingestion", "api"}]
        assert not ours, name


def folded(words: str) -> str:
    plain = normalize("NFKD", words.lower().replace("{}", " ")).encode("ascii", "ignore").decode()
    return " ".join(re.findall(r"[a-z0-9]+", plain))


WRITTEN_IN_THE_FORMAT = {"en cours"}
"""How the exchange format itself writes this fact."""


def test_the_words_of_the_generator_are_not_those_of_the_lexicons() -> None:
    """Single words beside a title ("{} obligatoire") cannot be others; whole phrases can."""
    entries = {
        folded(entry)
        for package in ("ingestion", "matching")
        for file in files(package).joinpath("data").iterdir()
        if file.name.endswith((".csv", ".txt"))
        for entry in re.split(r"[;|\n]", file.read_text("utf-8"))
    }
    said = [phrase for table in phrases.tables() for phrase in table]
    known = [phrase for phrase in said if folded(phrase) in entries and " " in folded(phrase)]

    assert len(said) > 100
    assert {folded(phrase) for phrase in known} <= WRITTEN_IN_THE_FORMAT


JOB = Job("O", TRADES[0], TOWNS[0], "day", True, "CDI")
ANYBODY = Person("P", TRADES[0], TOWNS[0], (("B", HELD),), None, None, ("car",), 60)


def of(gate: str, job: dict[str, object], person: dict[str, object]) -> str | None:
    facts = {name: getattr(JOB, name) for name in JOB.__slots__} | job
    own = {name: getattr(ANYBODY, name) for name in ANYBODY.__slots__} | person
    return truths(Job(**facts), Person(**own))[gate]


@pytest.mark.parametrize(
    ("gate", "job", "person", "truth"),
    [
        ("titres", {"titles": (("SST", "required"),)}, {}, BLOCKED),
        ("titres", {"titles": (("SST", "wished"),)}, {}, CLEAR),
        ("titres", {"titles": (("SST", "required"),)}, {"titles": None}, CLEAR),
        ("titres", {"titles": (("B", "required"),)}, {"titles": (("FIMO", HELD),)}, CLEAR),
        *(
            ("titres", {"titles": (("B", "required"),)}, {"titles": (("B", state),)}, BLOCKED)
            for state in (EXPIRED, PROGRESS, FOREIGN, FORMER)
        ),
        ("horaires", {"shift": "night"}, {"shifts": ("early",)}, BLOCKED),
        ("horaires", {"shift": "night"}, {"shifts": None}, CLEAR),
        ("horaires", {"shift": "early"}, {"shifts": ("two",)}, CLEAR),
        ("horaires", {"shift": "early"}, {"not_before": 8.5}, BLOCKED),
        ("horaires", {"shift": "early", "is_timed": False}, {"not_before": 8.5}, None),
        ("horaires", {"shift": "night"}, {"no_night": True}, BLOCKED),
        ("trajet", {"town": TOWNS[5], "shift": "early"}, {"means": ("bus",)}, BLOCKED),
        ("trajet", {"town": TOWNS[5], "shift": "early"}, {"means": ("bus", "car")}, CLEAR),
        ("trajet", {"town": TOWNS[5]}, {"means": None}, CLEAR),
        ("restriction", {"load": 25}, {"restrictions": (("load", 10),)}, BLOCKED),
        ("restriction", {"load": 8}, {"restrictions": (("load", 10),)}, CLEAR),
        ("restriction", {}, {"restrictions": (("height", None),)}, CLEAR),
        ("contrat", {}, {"contracts": ("CDD",)}, BLOCKED),
        ("contrat", {}, {"contracts": None}, CLEAR),
        ("disponibilite", {}, {"wait": 150}, BLOCKED),
        ("disponibilite", {}, {"wait": 20}, None),
        ("langue", {"english": "B2"}, {"english": "A1"}, BLOCKED),
        ("langue", {"english": "B2"}, {}, CLEAR),
    ],
)
def test_truths_by_hand(
    gate: str, job: dict[str, object], person: dict[str, object], truth: str | None
) -> None:
    assert of(gate, job, person) == truth
