"""Ranking runs: offers and candidates in, explained lists out. No base is needed."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from api.services.profiles import candidate_facts, offer_facts
from ingestion.readers.encoding import decode
from ingestion.records import CandidateRecord, ParsedOffer
from matching.coder import OccupationCoder, packaged_coder
from matching.columns import Profiler
from matching.context import Comparison
from matching.encoder import TextEncoder, load_encoder
from matching.engine import Engine, packaged_engine
from matching.occupations import packaged_occupations
from matching.profiles import CandidateBatch
from matching.score import Scores, score
from matching.shortlist import Entry, entries, order
from matching.territory import Territory, load_territory, packaged_territory
from models.errors import InputRefusedError


@dataclass(frozen=True)
class Ranker:
    """Everything a ranking needs but the offers and the persons."""

    engine: Engine
    profiler: Profiler
    territory: Territory

    def batch(self, records: Iterable[CandidateRecord]) -> CandidateBatch:
        return self.profiler.batch([candidate_facts(record) for record in records])

    def scores(
        self,
        offer: ParsedOffer,
        batch: CandidateBatch,
        today: date,
        *,
        key: str | None = None,
        unreviewed: bool = False,
    ) -> Scores:
        """Scores of every person of the batch for the offer."""
        profile = self.profiler.offer(offer_facts(offer, key=key, unreviewed=unreviewed))
        comparison = Comparison(profile, batch, self.profiler.occupations, self.territory, today)
        return score(comparison, self.engine)

    def shortlist(
        self, scores: Scores, *, top: int | None = None, among: Sequence[str] | None = None
    ) -> list[Entry]:
        """The list of one offer; `among` restricts it to some keys, `top` cuts it."""
        rows = None
        if among is not None:
            place = {key: row for row, key in enumerate(scores.comparison.batch.keys)}
            rows = np.array([place[key] for key in among], dtype=np.int64)
        return self.entries(scores, order(scores, rows)[:top])

    def entries(self, scores: Scores, rows: NDArray[np.int64]) -> list[Entry]:
        """The rows of a batch as entries, ranked in the order given."""
        return entries(scores, self.engine, rows.tolist())


def make_ranker(
    encoder: str | None = None, territory: Path | None = None, coder: OccupationCoder | None = None
) -> Ranker:
    """The ranker of the settings: packaged models unless others are named."""
    text_encoder: TextEncoder = load_encoder(encoder)
    return Ranker(
        engine=packaged_engine(),
        profiler=Profiler(text_encoder, coder or packaged_coder(), packaged_occupations()),
        territory=load_territory(territory) if territory else packaged_territory(),
    )


def read_pairs(path: Path) -> dict[str, list[str]]:
    """offer -> candidates of a CSV file with columns `offer,candidate`, in its order.

    Raises
    ------
    InputRefusedError : the file cannot be read or lacks a column
    """
    return {offer: list(people) for offer, people in read_columns(path).items()}


def read_columns(path: Path, *names: str) -> dict[str, dict[str, tuple[str, ...]]]:
    """offer -> candidate -> the named columns of a CSV file that has `offer` and `candidate`."""
    try:
        text = decode(path.read_bytes())
    except OSError as error:
        raise InputRefusedError("fichier introuvable ou illisible.", path.name) from error
    reader = csv.DictReader(io.StringIO(text))
    missing = {"offer", "candidate", *names} - set(reader.fieldnames or ())
    if missing:
        raise InputRefusedError(f"colonne absente : {', '.join(sorted(missing))}.", path.name)
    table: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in reader:
        values = tuple((row[name] or "").strip() for name in names)
        table.setdefault(row["offer"].strip(), {})[row["candidate"].strip()] = values
    return table


def run_lines(
    ranker: Ranker,
    offers: Sequence[ParsedOffer],
    batch: CandidateBatch,
    today: date,
    *,
    top: int | None = None,
    pairs: Mapping[str, Sequence[str]] | None = None,
    unreviewed: bool = False,
) -> Iterator[dict[str, Any]]:
    """One line of a ranking run for each offer (those with pairs, when pairs are given)."""
    known = set(batch.keys)
    generated = datetime.now(UTC).isoformat(timespec="seconds")
    for number, offer in enumerate(offers, start=1):
        key = offer.reference or f"offre-{number}"
        if pairs is not None and key not in pairs:
            continue
        among = None if pairs is None else [c for c in pairs[key] if c in known]
        scores = ranker.scores(offer, batch, today, key=key, unreviewed=unreviewed)
        listed = ranker.shortlist(scores, top=top, among=among)
        yield {
            "offer": key,
            "engine": engine_json(ranker.engine),
            "generated_at": generated,
            "entries": [entry.to_json() for entry in listed],
        }


def engine_json(engine: Engine) -> dict[str, Any]:
    """Name, version and weights, as runs and snapshots keep them."""
    return {
        "name": engine.name,
        "version": engine.version,
        "weights": {criterion.value: weight for criterion, weight in engine.weights.items()},
    }


def write_run(lines: Iterable[Mapping[str, Any]], path: Path) -> int:
    """Write a run as JSON lines; how many offers it holds."""
    count = 0
    with path.open("w", encoding="utf-8") as out:
        for line in lines:
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
            count += 1
    return count
