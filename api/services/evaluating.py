"""`evaluate`: our ranking on judged lists, beside plain ones and without each of its parts."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from api.services.gold import ByFile, Gold, read_gold
from api.services.ranking import Ranker, places
from ingestion.records import CandidateRecord, ParsedOffer
from matching.ablation import Ablation, ablations
from matching.baselines import (
    CandidateWords,
    OfferWords,
    by_bm25,
    by_chance,
    by_rome,
    by_tfidf,
    by_vectors,
)
from matching.encoder import TextEncoder, load_encoder
from matching.engine import Engine
from matching.evaluation import (
    Interval,
    OfferMeasures,
    Run,
    Summary,
    measure,
    paired_gain,
    summarise,
)
from matching.shortlist import order
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

UNTELLING = ("model", "modele", "modèle")
"""Names of folders that say nothing of the model they hold."""


@dataclass(frozen=True, slots=True)
class TextModel:
    """A text model of a folder, to compare with; `name` is that of the folder."""

    name: str
    encoder: TextEncoder


def read_text_model(folder: Path) -> TextModel:
    """The sentence-transformers model that a folder holds.

    Raises
    ------
    InputRefusedError : no folder, no such model in it, or the extra `semantic` is missing
    """
    if not folder.is_dir():
        raise InputRefusedError("dossier de modèle introuvable.", str(folder))
    whole = folder.resolve()
    named = whole.parent if whole.name.lower() in UNTELLING else whole
    return TextModel(named.name or whole.name, load_encoder(str(whole)))


@dataclass(frozen=True, slots=True)
class Basis:
    """How much was judged and measured; no key and no word of it."""

    offers: int
    people: int
    pairs: int


@dataclass(frozen=True, slots=True)
class Ablated:
    """Ours without one part; gain : ours minus that, offer by offer, with its interval."""

    ablation: Ablation
    summary: Summary
    gain: float
    interval: Interval


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Measures by ranking; `domains` holds ours by domain; `gains` ours minus each other.

    `measures` are ours by offer. `refused` and `remarks` tell, by file, of rows not taken and
    of what was odd in rows taken; `notes` of what is judged and could not be measured.
    """

    engine: Engine
    day: date
    basis: Basis
    rankings: dict[str, Summary]
    domains: dict[str, Summary]
    gains: dict[str, tuple[float, Interval]]
    ablations: tuple[Ablated, ...]
    measures: dict[str, OfferMeasures]
    notes: tuple[str, ...]
    refused: ByFile
    remarks: ByFile

    @property
    def is_whole(self) -> bool:
        """Whether everything that was given was read and measured."""
        return not self.notes and not any(self.refused.values())


def evaluate(
    ranker: Ranker, folder: Path, today: date, model: TextModel | None = None
) -> Evaluation:
    """Rank the judged lists of a folder and measure, beside baselines and without each part.

    Raises
    ------
    InputRefusedError : a file of the folder as a whole cannot be read
    """
    gold = read_gold(folder)
    runs = _baselines(gold, model) if gold.lists else {}
    own = _own(ranker, gold, today) if gold.lists else {}
    measures = {name: measure(run, gold.grades) for name, run in runs.items()}
    ours = measure(own.get(None, {}), gold.grades)
    if gold.lists:
        measures[OURS] = ours
    return Evaluation(
        engine=ranker.engine,
        day=today,
        basis=_basis(gold),
        rankings={name: summarise(m) for name, m in measures.items()},
        domains=_by_domain(ours, gold.domains),
        gains={name: paired_gain(ours, m) for name, m in measures.items() if name != OURS},
        ablations=tuple(
            _ablated(ablation, ours, measure(run, gold.grades))
            for ablation, run in own.items()
            if ablation is not None
        ),
        measures=ours,
        notes=gold.notes,
        refused=gold.refused,
        remarks=gold.remarks,
    )


def _basis(gold: Gold) -> Basis:
    listed = [candidate for candidates in gold.lists.values() for candidate in candidates]
    return Basis(len(gold.lists), len(set(listed)), len(listed))


def _ablated(
    ablation: Ablation, ours: dict[str, OfferMeasures], theirs: dict[str, OfferMeasures]
) -> Ablated:
    gain, interval = paired_gain(ours, theirs)
    return Ablated(ablation, summarise(theirs), gain, interval)


def _own(ranker: Ranker, gold: Gold, today: date) -> dict[Ablation | None, dict[str, list[str]]]:
    """Our run, under None, and ours without each part: one scoring an offer serves all."""
    batch = ranker.batch(gold.records.values())
    rows = places(batch)
    runs: dict[Ablation | None, dict[str, list[str]]] = {None: {}}
    runs |= {ablation: {} for ablation in ablations()}
    for key, listed in gold.lists.items():
        scores = ranker.scores(gold.offers[key], batch, today, key=key)
        among = np.array([rows[candidate] for candidate in listed], dtype=np.int64)
        for ablation, run in runs.items():
            seen = ablation.change(scores, ranker.engine) if ablation else scores
            run[key] = [batch.keys[row] for row in order(seen, among)]
    return runs


def _baselines(gold: Gold, model: TextModel | None) -> dict[str, Run]:
    words = {key: _candidate_words(record) for key, record in gold.records.items()}
    texts = {key: _offer_words(gold.offers[key]) for key in gold.lists}
    runs: dict[str, Run] = {
        "hasard": by_chance(gold.lists),
        "BM25": by_bm25(texts, words, gold.lists),
        "ROME et mots du titre": by_rome(texts, words, gold.lists),
        "TF-IDF": by_tfidf(texts, words, gold.lists),
    }
    if model is not None:
        runs[f"cosinus {model.name}"] = by_vectors(model.encoder, texts, words, gold.lists)
    return runs


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
