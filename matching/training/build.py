"""The whole training: a fold of offers at a time to set the mixture, then with everything."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from matching.coder import OccupationCoder
from matching.encoder import StaticEncoder
from matching.mixing import ByTitle, CoderSettings, ConfidenceSettings, Mixture
from matching.training.corpus import Corpus, read_corpus
from matching.training.descriptions import BagRecipe, TrainedBag, train_bag
from matching.training.junk import held_out_junk
from matching.training.mixture import (
    Readings,
    fit_confidence,
    fit_mixture,
    joined,
    titles_only,
)
from matching.training.model import Recipe, Trained, train
from matching.training.save import stored, write_model, write_settings, write_stored
from matching.training.sources import FOLDS, plain_title, read_offers
from matching.training.tables import write_tables
from matching.training.topics import TrainedTopics, train_topics, write_topics

Say = Callable[[str], None]
_PROCESSES = 2
_UNSET = Mixture(10.0, 1.0, 1.0, 1.0)
_START = CoderSettings(
    ByTitle(_UNSET, _UNSET), ByTitle(_UNSET, _UNSET), ConfidenceSettings(10, 1, -6)
)


@dataclass(frozen=True)
class _Models:
    """Everything that is learnt of one corpus; fiches : (f, t) topics before rounding."""

    title: Trained
    bag: TrainedBag
    topics: TrainedTopics
    fiches: np.ndarray[tuple[int, ...], np.dtype[np.float32]]


def build(source: Path, out: Path, seed: int, say: Say) -> None:
    """Train from the data folder and write everything under `out`."""
    say(f"1/3 apprentissage, et {FOLDS} apprentissages de réglage, en {_PROCESSES} processus")
    with ProcessPoolExecutor(_PROCESSES, mp_context=get_context("spawn")) as pool:
        whole = pool.submit(_learn, source, seed)
        folds = [pool.submit(_read_fold, source, fold, seed) for fold in range(FOLDS)]
        corpus, models = whole.result()
        settings = _settings(joined([fold.result() for fold in folds]))
    say("2/3 écriture du modèle, du codeur et des thèmes")
    out.mkdir(parents=True, exist_ok=True)
    write_model(models.title, out / "rome-static")
    encoder = StaticEncoder.from_folder(out / "rome-static")
    write_stored(stored(models.title, models.bag, corpus, encoder), out)
    write_settings(settings, seed, out)
    write_topics(models.topics, out)
    say("3/3 tables des métiers et des proximités")
    write_tables(source, out, encoder, models.fiches)


def _learn(source: Path, seed: int, held_out: int | None = None) -> tuple[Corpus, _Models]:
    corpus = read_corpus(source, held_out)
    title = train(corpus, Recipe(seed=seed))
    bag = train_bag(corpus, BagRecipe(seed=seed))
    return corpus, _Models(title, bag, *train_topics(source, corpus, seed))


def _read_fold(source: Path, fold: int, seed: int) -> Readings:
    """What models that have not learnt a fold say of it."""
    corpus, models = _learn(source, seed, held_out=fold)
    coder = _in_memory(models, corpus)
    known = {plain_title(offer.title) for offer in corpus.offers}
    held = [
        (offer, corpus.classes(offer.code, offer.is_rome3))
        for offer in read_offers(source)
        if not offer.is_test and offer.fold == fold and offer.is_of_the_mission
    ]
    held = [(offer, classes) for offer, classes in held if classes]
    return Readings(
        coder.views([offer.title for offer, _ in held], [offer.description for offer, _ in held]),
        tuple(classes for _, classes in held),
        np.array([plain_title(offer.title) not in known for offer, _ in held], dtype=bool),
        coder.views(held_out_junk(), None),
    )


def _settings(readings: Readings) -> CoderSettings:
    settings = replace(
        _START,
        title=fit_mixture(titles_only(readings.views), readings),
        described=fit_mixture(readings.views, readings),
    )
    return replace(settings, confidence=fit_confidence(readings, settings))


def _in_memory(models: _Models, corpus: Corpus) -> OccupationCoder:
    rows = {token: row for row, token in enumerate(models.title.vocabulary)}
    weights = models.title.weights.astype(np.float16).astype(np.float32)
    weights[0] = 0.0
    encoder = StaticEncoder(rows, weights, "rome-static")
    kept = stored(models.title, models.bag, corpus, encoder)
    return OccupationCoder(encoder, models.topics.read(), kept, _START)
