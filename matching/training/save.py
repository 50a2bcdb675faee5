"""Writing of what the runtime reads: model folder, coder arrays, words and settings."""

import json
from collections.abc import Sequence
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

from matching.coder import ARRAYS_FILE, SETTINGS_FILE, TITLE_WORDS_FILE, WORDS_FILE, Stored
from matching.encoder import StaticEncoder
from matching.mixing import CoderSettings
from matching.training.corpus import Corpus
from matching.training.descriptions import TrainedBag
from matching.training.model import UNKNOWN, Trained

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


def stored(trained: Trained, bag: TrainedBag, corpus: Corpus, encoder: StaticEncoder) -> Stored:
    """What the coder reads; known titles are vectors and words without order, by fiche."""
    known = sorted(
        {
            (row, example.words)
            for example in (*corpus.appellations, *corpus.everyday, *corpus.junk)
            for row in example.classes
        }
    )
    titles = [words for _, words in known]
    vectors = encoder.encode_stems([list(words) for words in titles])
    title_words = sorted({word for words in titles for word in words})
    arrays: dict[str, NDArray[Any]] = {
        "prior": trained.biases,
        "known_titles": np.round(vectors * _INT8_STEPS).astype(np.int8),
        "known_title_classes": np.array([row for row, _ in known], dtype=np.int32),
        "bag_prior": bag.biases,
        "bag_scale": np.array([bag.scale], dtype=np.float32),
        **_title_word_arrays(titles, title_words),
    }
    for name, rows in (
        ("classes", trained.classes),
        ("bag_words", bag.weights),
        ("bag_classes", bag.classes),
    ):
        steps = np.maximum(np.abs(rows).max(axis=1), 1e-9) / _INT8_STEPS
        arrays[name] = np.round(rows / steps[:, None]).astype(np.int8)
        arrays[f"{name}_steps"] = steps.astype(np.float32)
    return Stored(arrays, bag.words, tuple(title_words))


def _title_word_arrays(
    titles: Sequence[Sequence[str]], title_words: Sequence[str]
) -> dict[str, NDArray[Any]]:
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


def write_stored(stored: Stored, out: Path) -> None:
    """Write the arrays, the words of the bag and those of the known titles."""
    contiguous = {name: np.ascontiguousarray(array) for name, array in stored.arrays.items()}
    save_file(contiguous, out / ARRAYS_FILE)
    (out / ARRAYS_FILE).chmod(_READABLE)
    for name, words in ((WORDS_FILE, stored.words), (TITLE_WORDS_FILE, stored.title_words)):
        (out / name).write_text("\n".join(words) + "\n", encoding="utf-8")


def write_settings(settings: CoderSettings, seed: int, out: Path) -> None:
    """Write the scales of the mixture and the seed they come from."""
    text = json.dumps({"seed": seed, **asdict(settings)}, indent=2)
    (out / SETTINGS_FILE).write_text(text + "\n", encoding="utf-8")
