"""`evaluate`: our ranking on judged lists, beside plain ones."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from api.services.gold import ByFile, Gold, read_gold
from api.services.ranking import Ranker, places
from ingestion.records import CandidateRecord, ParsedOffer
from matching.baselines import (
    CandidateWords,
    OfferWords,
    by_bm25,
    by_chance,
    by_rome,
    by_tfidf,
)
from matching.evaluation import (
    OfferMeasures,
    Run,
    Summary,
    measure,
    paired_gain,
    summarise,
)
from models.vocabulary import Domain

WORD_COLUMNS = (
    "Projet 1",
    "Projet 2",
    "Expériences",
    "Compétences",
    "Diplômes",
    "Permis et habilitations",
)

OURS = "candidathèque"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Measures by ranking; `domains` holds ours by domain; `gains` ours minus each other.

    `measures` are ours by offer. `refused` and `remarks` tell, by file, of rows not taken and
    of what was odd in rows taken; `notes` of what is judged and could not be measured.
    """

    rankings: dict[str, Summary]
    domains: dict[str, Summary]
    gains: dict[str, tuple[float, tuple[float, float]]]
    measures: dict[str, OfferMeasures]
    notes: tuple[str, ...]
    refused: ByFile
    remarks: ByFile

    @property
    def is_whole(self) -> bool:
        """Whether everything that was given was read and measured."""
        return not self.notes and not any(self.refused.values())

    def to_json(self) -> dict[str, Any]:
        return {
            "rankings": {name: _summary_json(s) for name, s in self.rankings.items()},
            "domains": {name: _summary_json(s) for name, s in self.domains.items()},
            "gains": {
                name: {
                    "ndcg@10": _number(gain),
                    "interval": [_number(bound) for bound in interval],
                }
                for name, (gain, interval) in self.gains.items()
            },
            "offers": {
                offer: {"ndcg@10": m.ndcg, "hit@3": m.hit, "recall@10": _number(m.recall)}
                for offer, m in self.measures.items()
            },
            "notes": list(self.notes),
            "refused": {
                file: [{"row": r.row, "field": r.field, "reason": r.reason} for r in rows]
                for file, rows in self.refused.items()
            },
        }


def _number(value: float) -> float | None:
    return None if value != value else value


def _summary_json(summary: Summary) -> dict[str, Any]:
    return {
        "offers": summary.offers,
        "ndcg@10": _number(summary.ndcg),
        "interval": [_number(bound) for bound in summary.ndcg_interval],
        "hit@3": _number(summary.hit),
        "recall@10": _number(summary.recall),
    }


def evaluate(ranker: Ranker, folder: Path, today: date) -> Evaluation:
    """Rank the judged lists of a folder and measure, beside baselines.

    Raises
    ------
    InputRefusedError : a file of the folder as a whole cannot be read
    """
    gold = read_gold(folder)
    runs = _runs(ranker, gold, today) if gold.lists else {}
    measures = {name: measure(run, gold.grades) for name, run in runs.items()}
    ours = measures.get(OURS, {})
    return Evaluation(
        rankings={name: summarise(m) for name, m in measures.items()},
        domains=_by_domain(ours, gold.domains),
        gains={name: paired_gain(ours, m) for name, m in measures.items() if name != OURS},
        measures=ours,
        notes=gold.notes,
        refused=gold.refused,
        remarks=gold.remarks,
    )


def _runs(ranker: Ranker, gold: Gold, today: date) -> dict[str, Run]:
    batch = ranker.batch(gold.records.values())
    rows = places(batch)
    ours: dict[str, list[str]] = {}
    for key, listed in gold.lists.items():
        scores = ranker.scores(gold.offers[key], batch, today, key=key)
        entries = ranker.shortlist(scores, among=[rows[candidate] for candidate in listed])
        ours[key] = [entry.candidate for entry in entries]
    words = {key: _candidate_words(record) for key, record in gold.records.items()}
    texts = {key: _offer_words(gold.offers[key]) for key in gold.lists}
    return {
        "hasard": by_chance(gold.lists),
        "BM25": by_bm25(texts, words, gold.lists),
        "ROME et mots du titre": by_rome(texts, words, gold.lists),
        "TF-IDF": by_tfidf(texts, words, gold.lists),
        OURS: ours,
    }


def _by_domain(
    measures: dict[str, OfferMeasures], domains: dict[str, Domain]
) -> dict[str, Summary]:
    return {
        domain.value: summarise({o: m for o, m in measures.items() if domains.get(o) is domain})
        for domain in Domain
        if any(domains.get(offer) is domain for offer in measures)
    }


def _candidate_words(record: CandidateRecord) -> CandidateWords:
    raw = record.raw
    return CandidateWords(
        text=" ".join(raw.get(column, "") for column in WORD_COLUMNS),
        projects=f"{raw.get('Projet 1', '')} {raw.get('Projet 2', '')}",
        romes=(raw.get("ROME 1", ""), raw.get("ROME 2", "")),
    )


def _offer_words(offer: ParsedOffer) -> OfferWords:
    declared = offer.occupation.rome if offer.occupation.declared else None
    return OfferWords(offer.title, offer.description, declared or "")
