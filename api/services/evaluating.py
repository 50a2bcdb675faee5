"""`evaluate`: our ranking on judged lists, beside plain ones."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from api.services.ranking import Ranker, read_columns
from api.services.reading import read_offer_file
from ingestion.candidates import read_candidates
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
    Judgements,
    OfferMeasures,
    Run,
    Summary,
    measure,
    paired_gain,
    summarise,
)
from models.errors import InputRefusedError
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
    """Measures by ranking; `domains` holds ours by domain; `gains` ours minus each other."""

    rankings: dict[str, Summary]
    domains: dict[str, Summary]
    gains: dict[str, tuple[float, tuple[float, float]]]
    measures: dict[str, dict[str, OfferMeasures]]
    notes: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "rankings": {name: _summary_json(s) for name, s in self.rankings.items()},
            "domains": {name: _summary_json(s) for name, s in self.domains.items()},
            "gains": {
                name: {"ndcg@10": gain, "interval": list(interval)}
                for name, (gain, interval) in self.gains.items()
            },
            "offers": {
                offer: {"ndcg@10": m.ndcg, "hit@3": m.hit, "recall@10": _number(m.recall)}
                for offer, m in self.measures[OURS].items()
            },
            "notes": list(self.notes),
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


def read_judgements(path: Path) -> Judgements:
    """offer -> candidate -> grade.

    Raises
    ------
    InputRefusedError : a column is absent or a grade is no number from 0 to 3
    """
    grades: dict[str, dict[str, float]] = {}
    for offer, people in read_columns(path, "grade").items():
        for candidate, (text,) in people.items():
            try:
                grade = float(text.replace(",", "."))
            except ValueError:
                grade = -1.0
            if not 0 <= grade <= 3:
                raise InputRefusedError(
                    f"note illisible « {text} » pour {offer}, {candidate}.", path.name
                )
            grades.setdefault(offer, {})[candidate] = grade
    return grades


def evaluate(ranker: Ranker, folder: Path, today: date) -> Evaluation:
    """Rank the judged lists of a folder and measure, beside baselines."""
    judgements = read_judgements(folder / "judgements.csv")
    offers_read = read_offer_file(folder / "offers.jsonl")
    offers = {offer.reference: offer for offer in offers_read.offers if offer.reference}
    people = read_candidates(folder / "candidates.csv")
    records = {record.identifier: record for _, record in people.records}
    notes = _missing(judgements, offers.keys(), records.keys())
    lists = {
        offer: [candidate for candidate in grades if candidate in records]
        for offer, grades in judgements.items()
        if offer in offers
    }
    batch = ranker.batch(records.values())
    ours: dict[str, list[str]] = {}
    for key, listed in lists.items():
        scores = ranker.scores(offers[key], batch, today)
        ours[key] = [entry.candidate for entry in ranker.shortlist(scores, among=listed)]
    words = {key: _candidate_words(record) for key, record in records.items()}
    texts = {key: _offer_words(offers[key]) for key in lists}
    runs: dict[str, Run] = {
        "hasard": by_chance(lists),
        "BM25": by_bm25(texts, words, lists),
        "ROME et mots du titre": by_rome(texts, words, lists),
        "TF-IDF": by_tfidf(texts, words, lists),
        OURS: ours,
    }
    measures = {name: measure(run, judgements) for name, run in runs.items()}
    return Evaluation(
        rankings={name: summarise(m) for name, m in measures.items()},
        domains=_by_domain(measures[OURS], {key: offers[key].domain for key in lists}),
        gains={
            name: paired_gain(measures[OURS], m) for name, m in measures.items() if name != OURS
        },
        measures=measures,
        notes=notes,
    )


def _missing(judgements: Judgements, offers: Any, people: Any) -> tuple[str, ...]:
    lost = sorted(set(judgements) - set(offers))
    absent = sorted({c for grades in judgements.values() for c in grades} - set(people))
    notes = []
    if lost:
        notes.append(f"Offres jugées absentes du fichier d'offres : {', '.join(lost)}.")
    if absent:
        notes.append(f"Candidats jugés absents du fichier : {', '.join(absent)}.")
    return tuple(notes)


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
