"""Writing of what the runtime reads: model folder, coder arrays, words and settings."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import save_file
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
from tokenizers import Tokenizer, models, pre_tokenizers

from matching.encoder import StaticEncoder
from matching.readers import (
    ARRAYS_FILE,
    OFFERS_FILE,
    OFFERS_SETTINGS_FILE,
    SETTINGS_FILE,
    TITLE_WORDS_FILE,
    WORDS_FILE,
    StoredOffers,
    StoredTitles,
)
from matching.training.corpus import Corpus
from matching.training.descriptions import TrainedBag
from matching.training.model import UNKNOWN, Trained

Arrays = dict[str, NDArray[Any]]
_INT8_STEPS = 127
_READABLE = 0o644


def write_model(trained: Trained, folder: Path) -> None:
    """Write the embedding as a sentence-transformers model folder, in half precision."""
    vocabulary = {token: row for row, token in enumerate(trained.vocabulary)}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token=UNKNOWN))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    weights = trained.weights.copy()
    weights[0] = 0.0
    module = StaticEmbedding(tokenizer, embedding_weights=weights)
    model = SentenceTransformer(modules=[module, Normalize()], device="cpu")
    model.to(torch.float16).save(str(folder), create_model_card=False)
    for path in folder.glob("*.safetensors"):
        path.chmod(_READABLE)


def title_arrays(trained: Trained, corpus: Corpus, encoder: StaticEncoder) -> Arrays:
    """What reads titles; known titles are vectors only, by fiche."""
    known = _known_titles(corpus)
    vectors = encoder.encode_stems([list(words) for _, words in known])
    return {
        "prior": trained.biases,
        "known_titles": np.round(vectors * _INT8_STEPS).astype(np.int8),
        "known_title_classes": np.array([row for row, _ in known], dtype=np.int32),
        **_packed("classes", trained.classes),
    }


def offer_arrays(bag: TrainedBag, corpus: Corpus) -> tuple[Arrays, tuple[str, ...]]:
    """What whole offers ask beside, and the words of the known titles, without their order."""
    known = _known_titles(corpus)
    titles = [words for _, words in known]
    title_words = sorted({word for words in titles for word in words})
    arrays: Arrays = {
        "bag_prior": bag.biases,
        "bag_scale": np.array([bag.scale], dtype=np.float32),
        **_packed("bag_words", bag.weights),
        **_packed("bag_classes", bag.classes),
        "title_word_classes": np.array([row for row, _ in known], dtype=np.int32),
        **_title_word_arrays(titles, title_words),
    }
    return arrays, tuple(title_words)


def _known_titles(corpus: Corpus) -> list[tuple[int, tuple[str, ...]]]:
    """(fiche, distinct stems) of titles that name one, sorted."""
    return sorted(
        {
            (row, example.words)
            for example in (*corpus.appellations, *corpus.everyday, *corpus.junk)
            for row in example.classes
        }
    )


def _packed(name: str, rows: NDArray[np.float32]) -> Arrays:
    """Rows as int8 with one scale each."""
    steps = np.maximum(np.abs(rows).max(axis=1), 1e-9) / _INT8_STEPS
    packed = np.round(rows / steps[:, None]).astype(np.int8)
    return {name: packed, f"{name}_steps": steps.astype(np.float32)}


def _title_word_arrays(titles: Sequence[Sequence[str]], title_words: Sequence[str]) -> Arrays:
    """For each word, the titles that hold it and its weight in each (idf, unit titles)."""
    said: dict[str, list[int]] = {word: [] for word in title_words}
    for place, words in enumerate(titles):
        for word in words:
            said[word].append(place)
    counts = np.array([len(said[word]) for word in title_words])
    rarity = np.log((1 + len(titles)) / (1 + counts)) + 1
    each = dict(zip(title_words, rarity.tolist(), strict=True))
    norms = np.array([sum(each[word] ** 2 for word in words) ** 0.5 for words in titles])
    holders = np.array([place for word in title_words for place in said[word]], dtype=np.int32)
    return {
        "title_word_rarity": rarity.astype(np.float32),
        "title_word_starts": np.concatenate([[0], np.cumsum(counts)]).astype(np.int32),
        "title_word_titles": holders,
        "title_word_weights": (np.repeat(rarity, counts) / norms[holders]).astype(np.float16),
    }


def write_titles(stored: StoredTitles, seed: int, out: Path) -> None:
    """Write what reads titles, and the seed it comes from."""
    _write_arrays(stored.arrays, out / ARRAYS_FILE)
    settings = {"title": asdict(stored.scales), "confidence": asdict(stored.confidence)}
    _write_settings(settings, seed, out / SETTINGS_FILE)


def write_offers(stored: StoredOffers, seed: int, out: Path) -> None:
    """Write what whole offers ask beside, but for the topics, and the seed it comes from."""
    _write_arrays(stored.arrays, out / OFFERS_FILE)
    _write_settings(asdict(stored.weights), seed, out / OFFERS_SETTINGS_FILE)
    for name, words in ((WORDS_FILE, stored.words), (TITLE_WORDS_FILE, stored.title_words)):
        (out / name).write_text("\n".join(words) + "\n", encoding="utf-8")


def _write_arrays(arrays: Mapping[str, NDArray[Any]], path: Path) -> None:
    save_file({name: np.ascontiguousarray(array) for name, array in arrays.items()}, path)
    path.chmod(_READABLE)


def _write_settings(settings: Mapping[str, Any], seed: int, path: Path) -> None:
    text = json.dumps({"seed": seed, **settings}, indent=2)
    path.write_text(text + "\n", encoding="utf-8")
