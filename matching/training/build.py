"""The whole training: once to set the mixture on offers kept apart, once with everything."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from matching.coder import CoderSettings, ConfidenceSettings, Mixture, OccupationCoder
from matching.encoder import StaticEncoder
from matching.training.corpus import Corpus, read_corpus
from matching.training.descriptions import BagRecipe, TrainedBag, train_bag
from matching.training.junk import held_out_junk
from matching.training.mixture import fit_confidence, fit_mixture
from matching.training.model import Recipe, Trained, train
from matching.training.save import coder_arrays, write_arrays, write_model, write_settings
from matching.training.sources import read_offers
from matching.training.tables import write_tables
from matching.training.topics import write_topics

Say = Callable[[str], None]
_START = CoderSettings(
    Mixture(10.0, 1.0, 10.0, 0.0), Mixture(10.0, 1.0, 10.0, 0.5), ConfidenceSettings(10, 1, -6)
)


def build(source: Path, out: Path, seed: int, say: Say) -> None:
    """Train from the data folder and write everything under `out`."""
    recipe, bag_recipe = Recipe(seed=seed), BagRecipe(seed=seed)
    say("1/3 réglage du mélange et apprentissage, en deux processus")
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        tuning = pool.submit(_tune, source, recipe, bag_recipe)
        corpus = read_corpus(source, hold_out_validation=False)
        trained, bag = train(corpus, recipe), train_bag(corpus, bag_recipe)
        settings = tuning.result()
    say("2/3 écriture du modèle et du codeur")
    out.mkdir(parents=True, exist_ok=True)
    write_model(trained, out / "rome-static")
    encoder = StaticEncoder.from_folder(out / "rome-static")
    write_arrays(coder_arrays(trained, bag, corpus, encoder), bag.words, out)
    write_settings(settings, seed, out)
    say("3/3 thèmes, tables des métiers et des proximités")
    write_tables(source, out, encoder, write_topics(source, out, seed))


def _tune(source: Path, recipe: Recipe, bag_recipe: BagRecipe) -> CoderSettings:
    corpus = read_corpus(source, hold_out_validation=True)
    trained, bag = train(corpus, recipe), train_bag(corpus, bag_recipe)
    coder = _in_memory(trained, bag, corpus)
    offers = [o for o in read_offers(source) if o.is_validation and not o.derived]
    settings = replace(
        _START,
        title=fit_mixture(coder, corpus, offers, described=False),
        described=fit_mixture(coder, corpus, offers, described=True),
    )
    coder.settings = settings
    real = [offer.title for offer in offers]
    return replace(settings, confidence=fit_confidence(coder, real, held_out_junk()))


def _in_memory(trained: Trained, bag: TrainedBag, corpus: Corpus) -> OccupationCoder:
    rows = {token: row for row, token in enumerate(trained.vocabulary)}
    weights = trained.weights.astype(np.float16).astype(np.float32)
    weights[0] = 0.0
    encoder = StaticEncoder(rows, weights, "rome-static")
    return OccupationCoder(encoder, coder_arrays(trained, bag, corpus, encoder), bag.words, _START)
