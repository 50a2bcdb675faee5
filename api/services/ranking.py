"""Ranking runs: offers and candidates in, explained lists out. No base is needed."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from api.services.profiles import BLOCKING, candidate_facts, offer_facts
from ingestion.records import CandidateRecord, ParsedOffer
from matching.coder import OccupationCoder, packaged_coder
from matching.columns import Profiler
from matching.context import Comparison
from matching.encoder import TextEncoder, load_encoder
from matching.engine import Engine, packaged_engine
from matching.head import head
from matching.occupations import packaged_occupations
from matching.profiles import CandidateBatch, OfferFacts
from matching.score import Scores, score
from matching.shortlist import Entry, entries, order
from matching.territory import Territory, at_site, load_territory, packaged_territory
from models.vocabulary import Force, Gate

WHOLE_UNDER = 20_000
"""People under whom scoring everybody is sooner done than telling who can be among the first."""


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
        forces: Mapping[Gate, Force] = BLOCKING,
    ) -> Scores:
        """Scores of every person of the batch for the offer."""
        read = offer_facts(offer, key=key, unreviewed=unreviewed, forces=forces)
        return score(self._comparison(at_site(self.territory, read), batch, today), self.engine)

    def first(
        self,
        offer: ParsedOffer,
        batch: CandidateBatch,
        today: date,
        top: int,
        *,
        key: str | None = None,
        unreviewed: bool = False,
    ) -> list[Entry]:
        """The `top` entries, one or more, of the list of an offer, the same from a large pool."""
        facts = at_site(self.territory, offer_facts(offer, key=key, unreviewed=unreviewed))
        comparison = self._comparison(facts, batch, today)
        if len(batch) < WHOLE_UNDER:
            return self.shortlist(score(comparison, self.engine), top=top)
        found = head(comparison, self.engine, top)
        return self.entries(found.scores, found.rows)

    def _comparison(self, facts: OfferFacts, batch: CandidateBatch, today: date) -> Comparison:
        profile = self.profiler.offer(facts)
        return Comparison(profile, batch, self.profiler.occupations, self.territory, today)

    def shortlist(
        self, scores: Scores, *, top: int | None = None, among: Sequence[int] | None = None
    ) -> list[Entry]:
        """The list of one offer; `among` restricts it to some rows of the batch, `top` cuts it."""
        rows = None if among is None else np.array(among, dtype=np.int64)
        return self.entries(scores, order(scores, rows, top)[:top])

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


def offer_keys(offers: Sequence[ParsedOffer]) -> list[str]:
    """How a run names each offer: its reference, or `offre-N` by its place where it has none."""
    return [offer.reference or f"offre-{number}" for number, offer in enumerate(offers, start=1)]


def places(batch: CandidateBatch) -> dict[str, int]:
    """The row of each candidate of a batch; made once for a whole run."""
    return {key: row for row, key in enumerate(batch.keys)}


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
    rows = {} if pairs is None else places(batch)
    generated = datetime.now(UTC).isoformat(timespec="seconds")
    for key, offer in zip(offer_keys(offers), offers, strict=True):
        if pairs is not None and key not in pairs:
            continue
        if pairs is None and top:
            listed = ranker.first(offer, batch, today, top, key=key, unreviewed=unreviewed)
        else:
            among = None if pairs is None else [rows[c] for c in pairs[key] if c in rows]
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
