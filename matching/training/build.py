"""Training in two stages: what reads titles, then what whole offers ask beside."""

from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matching.encoder import StaticEncoder
from matching.mixing import ByTitle, ConfidenceSettings, Mixture, TitleScales
from matching.readers import (
    OfferReader,
    StoredOffers,
    StoredTitles,
    TitleReader,
    cut_titles,
)
from matching.training.corpus import Corpus, read_corpus
from matching.training.descriptions import BagRecipe, train_bag
from matching.training.junk import held_out_junk
from matching.training.mixture import (
    Readings,
    fit_confidence,
    fit_offer_weights,
    fit_title_scales,
    joined,
)
from matching.training.model import Recipe, Trained, train
from matching.training.save import (
    offer_arrays,
    title_arrays,
    write_model,
    write_offers,
    write_titles,
)
from matching.training.sources import FOLDS, LabelledOffer, plain_title, read_offers
from matching.training.tables import write_tables
from matching.training.topics import TrainedTopics, train_topics, write_topics

Say = Callable[[str], None]
_PROCESSES = 2
_UNSET_SCALES, _UNSET_CONFIDENCE = TitleScales(10.0, 1.0, 10.0), ConfidenceSettings(10, 1, -6)
_UNSET = Mixture(10.0, 1.0, 1.0, 1.0, 0.1, 5.0)


def build_titles(source: Path, out: Path, seed: int, say: Say) -> None:
    """Learn the encoder, the vectors of the fiches and the scales of titles alone."""
    say("titres : apprentissage et réglage, en deux processus")
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        tuning = pool.submit(_title_settings, source, seed)
        corpus = read_corpus(source)
        trained = train(corpus, Recipe(seed=seed))
        scales, confidence = tuning.result()
    out.mkdir(parents=True, exist_ok=True)
    write_model(trained, out / "rome-static")
    encoder = StaticEncoder.from_folder(out / "rome-static")
    arrays = title_arrays(trained, corpus, encoder)
    write_titles(StoredTitles(arrays, scales, confidence), seed, out)


def build_offers(source: Path, out: Path, seed: int, say: Say) -> None:
    """Learn what whole offers ask beside the titles stage that stands under `out`.

    Raises
    ------
    InputRefusedError : the files of the titles stage are missing or broken
    """
    encoder = StaticEncoder.from_folder(out / "rome-static")
    StoredTitles.from_folder(out)
    say(f"offres : apprentissage, et {FOLDS} apprentissages de réglage, en {_PROCESSES} processus")
    with ProcessPoolExecutor(_PROCESSES, mp_context=get_context("spawn")) as pool:
        whole = pool.submit(_learn_whole, source, seed)
        folds = [pool.submit(_read_fold, source, fold, seed) for fold in range(FOLDS)]
        stored, topics, fiches = whole.result()
        weights = fit_offer_weights(joined([fold.result() for fold in folds]))
    write_offers(replace(stored, weights=weights), seed, out)
    write_topics(topics, out)
    say("thèmes, tables des métiers et des proximités")
    write_tables(source, out, encoder, fiches)


def _title_settings(source: Path, seed: int) -> tuple[TitleScales, ConfidenceSettings]:
    """Set on offers kept apart, read by models that have not learnt them."""
    corpus = read_corpus(source, _is_validation)
    reader = _title_reader(train(corpus, Recipe(seed=seed)), corpus)
    offers = [offer for offer in read_offers(source) if not offer.derived]
    held = _with_classes(filter(_is_validation, offers), corpus)
    real = reader.read(cut_titles([offer.title for offer, _ in held]))
    scales = fit_title_scales(real, [classes for _, classes in held])
    return scales, fit_confidence(real, reader.read(cut_titles(held_out_junk())), scales)


def _is_validation(offer: LabelledOffer) -> bool:
    return offer.is_validation


def _learn_whole(
    source: Path, seed: int
) -> tuple[StoredOffers, TrainedTopics, NDArray[np.float32]]:
    return _learn_offers(source, read_corpus(source), seed)


def _learn_offers(
    source: Path, corpus: Corpus, seed: int
) -> tuple[StoredOffers, TrainedTopics, NDArray[np.float32]]:
    """Its weights are still to be set; last come the topics of the fiches before rounding."""
    bag = train_bag(corpus, BagRecipe(seed=seed))
    topics, fiches = train_topics(source, corpus, seed)
    arrays, title_words = offer_arrays(bag, corpus)
    unset = ByTitle(_UNSET, _UNSET)
    return StoredOffers(arrays, bag.words, title_words, topics.read(), unset), topics, fiches


def _is_of_fold(fold: int, offer: LabelledOffer) -> bool:
    return not offer.is_test and offer.fold == fold


def _read_fold(source: Path, fold: int, seed: int) -> Readings:
    """What models that have not learnt a fold say of it."""
    is_held = partial(_is_of_fold, fold)
    corpus = read_corpus(source, is_held)
    titles = _title_reader(train(corpus, Recipe(seed=seed)), corpus)
    offers = OfferReader(_learn_offers(source, corpus, seed)[0])
    known = {plain_title(offer.title) for offer in corpus.offers}
    held = _with_classes(
        (o for o in read_offers(source) if is_held(o) and o.is_of_the_mission), corpus
    )
    cut = cut_titles([offer.title for offer, _ in held])
    return Readings(
        titles.read(cut),
        offers.read(cut, [o.title for o, _ in held], [o.description for o, _ in held]),
        tuple(classes for _, classes in held),
        np.array([plain_title(offer.title) not in known for offer, _ in held], dtype=bool),
    )


def _with_classes(
    offers: Iterable[LabelledOffer], corpus: Corpus
) -> list[tuple[LabelledOffer, tuple[int, ...]]]:
    """Offers and the classes of their codes, without those whose code is unknown."""
    pairs = [(offer, corpus.classes(offer.code, offer.is_rome3)) for offer in offers]
    return [(offer, classes) for offer, classes in pairs if classes]


def _title_reader(trained: Trained, corpus: Corpus) -> TitleReader:
    """As the runtime reads it from its files."""
    rows = {token: row for row, token in enumerate(trained.vocabulary)}
    weights = trained.weights.astype(np.float16).astype(np.float32)
    weights[0] = 0.0
    encoder = StaticEncoder(rows, weights, "rome-static")
    arrays = title_arrays(trained, corpus, encoder)
    return TitleReader(encoder, StoredTitles(arrays, _UNSET_SCALES, _UNSET_CONFIDENCE))
