"""`make bench`: what a ranking and a parsing cost, each goal one line.

    python -m tests.bench [--offers FILE]

`--offers` names a file of real offers (France Travail JSON, one a line); without it the
offers of the demo are parsed. Medians of several runs; the machine's noise is in them.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from api.demo.offers import offers as demo_offers
from api.demo.offers import write_offers
from api.demo.people import people as demo_people
from api.demo.people import write_people
from api.services.profiles import candidate_facts
from api.services.ranking import Ranker, make_ranker
from api.services.reading import parse_all, parse_some
from api.services.schema import upgrade
from ingestion.candidates import read_candidates
from ingestion.offers import read_offers
from ingestion.records import ParsedOffer
from matching.profiles import Array, CandidateBatch, Ragged

TODAY = date(2026, 11, 23)
PROGRAMME = 5_300
SIZES = (5_000, 50_000, 500_000)
RANK_GOAL_MS, PARSE_GOAL_S, IMPORT_GOAL_S = 30.0, 60.0, 15.0
IMPORTED = 100_000
"""Rows of the candidate file whose import is timed."""
YEAR_OF_OFFERS = 10_907
ONE_CORE, ONE_CORE_GOAL = 1_000, 150
"""Offers parsed in this process alone, and how many a second of processor are wanted."""
RUNS = 15


def median_ms(action: Callable[[], object], runs: int = RUNS) -> float:
    """Median milliseconds of an action, one run before the counted ones."""
    action()
    spent = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        spent.append((time.perf_counter() - start) * 1000)
    return statistics.median(spent)


def tiled(batch: CandidateBatch, count: int) -> CandidateBatch:
    """A batch of `count` persons: those of `batch`, repeated under other keys."""
    size = len(batch)
    rows = np.arange(count) % size

    def lists(ragged: Ragged) -> tuple[Ragged, Array]:
        lengths = np.diff(ragged.start)[rows]
        start = np.concatenate([[0], np.cumsum(lengths)])
        within = np.arange(start[-1]) - np.repeat(start[:-1], lengths)
        picked = np.repeat(ragged.start[:-1][rows], lengths) + within
        owner = np.repeat(np.arange(count, dtype=np.int32), lengths)
        return Ragged(start, ragged.item[picked], owner), picked

    experience, experience_rows = lists(batch.experience)
    columns = {
        name: value[rows]
        for name in CandidateBatch.__slots__
        if isinstance(value := getattr(batch, name), np.ndarray)
        and len(value) == size
        and name not in ("key_place", "experience_months", "experience_end", "skill_code")
    }
    return replace(
        batch,
        keys=tuple(f"C-{i:06d}" for i in range(count)),
        key_place=np.arange(count),
        experience=experience,
        experience_months=batch.experience_months[experience_rows],
        experience_end=batch.experience_end[experience_rows],
        skill=lists(batch.skill)[0],
        profile=lists(batch.profile)[0],
        languages={code: column[rows] for code, column in batch.languages.items()},
        **columns,
    )


def top20_ms(ranker: Ranker, offers: Sequence[ParsedOffer], batch: CandidateBatch) -> float:
    """Median over offers: profile, score, gate, order, and the first 20 with their reasons."""

    def one(offer: ParsedOffer) -> object:
        return ranker.shortlist(ranker.scores(offer, batch, TODAY), top=20)

    runs = 3 if len(batch) > PROGRAMME else 5
    return statistics.median(median_ms(lambda offer=offer: one(offer), runs) for offer in offers)


def import_s(folder: Path) -> tuple[float, float, float]:
    """Seconds that the command takes to import `IMPORTED` people in an empty base, the same
    file again, then every line changed."""
    path, url = folder / "many.csv", f"sqlite:///{folder / 'base.sqlite3'}"
    write_people(path, demo_people(IMPORTED, today=TODAY))
    upgrade(url)
    first, again = command_s(path, url), command_s(path, url)
    path.write_text(path.read_text("utf-8-sig").replace("|", " |"), "utf-8")
    return first, again, command_s(path, url)


def command_s(path: Path, url: str) -> float:
    """Seconds of `candidatheque import candidates`, start and end of the process included."""
    command = Path(sys.executable).with_name("candidatheque")
    start = time.perf_counter()
    subprocess.run(
        [command, "import", "candidates", path],
        env={**os.environ, "CANDIDATHEQUE_DATABASE_URL": url},
        capture_output=True,
        check=True,
    )
    return time.perf_counter() - start


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--offers", type=Path, help="real offers, one JSON object a line")
    source: Path | None = reader.parse_args().offers
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_people(folder / "people.csv", demo_people(today=TODAY))
        write_offers(folder / "offers.json", demo_offers(today=TODAY))
        records = [record for _, record in read_candidates(folder / "people.csv").records]
        raw = read_offers(source or folder / "offers.json").offers
        start = time.perf_counter()
        parsed = parse_all(raw)
        spent = time.perf_counter() - start
        alone = raw[:ONE_CORE]
        begun = time.process_time()
        parse_some(alone)
        rate = len(alone) / (time.process_time() - begun)
    whole = spent * YEAR_OF_OFFERS / len(raw)
    what = "offres réelles" if source else "offres de la démonstration"
    print(f"lecture de {len(raw)} {what} : {spent:.1f} s ({len(raw) / spent:.0f} par seconde)")
    print(f"  pour {YEAR_OF_OFFERS} : {whole:.1f} s (but : {PARSE_GOAL_S:.0f} s)")
    print(f"  {rate:.0f} par seconde de processeur, codeur compris (but : {ONE_CORE_GOAL})")
    with tempfile.TemporaryDirectory() as name:
        first, again, changed = import_s(Path(name))
    print(
        f"import de {IMPORTED} candidats sur {os.cpu_count()} cœurs : {first:.1f} s "
        f"(but : {IMPORT_GOAL_S:.0f} s) ; le même fichier {again:.1f} s ; "
        f"toutes les lignes modifiées {changed:.1f} s"
    )
    ranker = make_ranker()
    start = time.perf_counter()
    batch = ranker.profiler.batch([candidate_facts(record) for record in records])
    spent = time.perf_counter() - start
    print(f"colonnes de {len(batch)} candidats : {spent:.2f} s")
    sample = parsed[:: max(len(parsed) // 20, 1)][:20]
    spent = top20_ms(ranker, sample, tiled(batch, PROGRAMME))
    print(
        f"une offre x {PROGRAMME} candidats, 20 premiers expliqués : "
        f"{spent:.1f} ms (but : {RANK_GOAL_MS:.0f} ms)"
    )
    for count in SIZES:
        spent = top20_ms(ranker, sample[:5], tiled(batch, count))
        print(
            f"une offre x {count} candidats : {spent:.1f} ms ({spent / count * 1e6:.0f} ns chacun)"
        )


if __name__ == "__main__":
    main()
