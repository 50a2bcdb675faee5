"""Drawn cases through the command line: files in, run out, the rows read back."""

import json
from collections.abc import Iterable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any

from api.cli import run
from tests.hard_cases.facts import Job, Person
from tests.hard_cases.writing import (
    OFFER_COLUMNS,
    PERSON_COLUMNS,
    TODAY,
    france_travail,
    person_row,
    plain_text,
    sheet_row,
    write_json,
    write_rows,
)

Entry = dict[str, Any]
Run = dict[tuple[str, str], Entry]


def rank(offers: Path, people: Path, folder: Path, *more: str) -> list[dict[str, Any]]:
    """The lines of `candidatheque rank` on these files.

    Raises
    ------
    ValueError : the command refused some of the input
    """
    out = folder / f"run-{offers.stem}.jsonl"
    arguments = ["rank", "--offers", str(offers), "--candidates", str(people), *more]
    said = StringIO()
    with redirect_stdout(StringIO()), redirect_stderr(said):
        code = run([*arguments, "--date", TODAY.isoformat(), "--out", str(out)])
    if code != 0:
        raise ValueError(f"rank answered {code}: {said.getvalue()[-500:]}")
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def run_cases(jobs: Sequence[Job], people: Sequence[Person], seed: int, folder: Path) -> Run:
    """Every post against every person: coded posts in the sheet and in JSON, the others as text."""
    pen = Random(seed)
    rows = [person_row(person, pen) for person in people]
    file = write_rows(folder / "people.csv", PERSON_COLUMNS, rows)
    found: Run = {}
    coded = [job for job in jobs if job.is_coded]
    rows = [sheet_row(job, pen) for job in coded[0::2]]
    sheet = write_rows(folder / "sheet.csv", OFFER_COLUMNS, rows)
    national = write_json(
        folder / "national.json", [france_travail(job, pen) for job in coded[1::2]]
    )
    for path, part in ((sheet, coded[0::2]), (national, coded[1::2])):
        if part:
            found |= by_pair(rank(path, file, folder))
    for number, job in enumerate(job for job in jobs if not job.is_coded):
        path = folder / f"text-{number}.txt"
        path.write_text(plain_text(job, pen), encoding="utf-8")
        found |= by_pair(rank(path, file, folder), key=job.key)
    return found


def by_pair(lines: Iterable[dict[str, Any]], key: str | None = None) -> Run:
    return {
        (key or line["offer"], entry["candidate"]): entry
        for line in lines
        for entry in line["entries"]
    }
