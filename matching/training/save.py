"""Writing of what the runtime reads: model folder, coder arrays, words and settings."""

import json
from collections.abc import Mapping
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

from matching.coder import ARRAYS_FILE, SETTINGS_FILE, WORDS_FILE, CoderSettings
from matching.encoder import StaticEncoder
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


def coder_arrays(
    trained: Trained, bag: TrainedBag, corpus: Corpus, encoder: StaticEncoder
) -> dict[str, NDArray[Any]]:
    """Arrays the coder reads; known titles are vectors only, sorted by fiche."""
    known = sorted(
        {
            (row, example.words)
            for example in (*corpus.appellations, *corpus.everyday, *corpus.junk)
            for row in example.classes
        }
    )
    vectors = encoder.encode_stems([list(words) for _, words in known])
    arrays: dict[str, NDArray[Any]] = {
        "prior": trained.biases,
        "known_titles": np.round(vectors * _INT8_STEPS).astype(np.int8),
        "known_title_classes": np.array([row for row, _ in known], dtype=np.int32),
        "bag_prior": bag.biases,
        "bag_scale": np.array([bag.scale], dtype=np.float32),
    }
    for name, rows in (
        ("classes", trained.classes),
        ("bag_words", bag.weights),
        ("bag_classes", bag.classes),
    ):
        steps = np.maximum(np.abs(rows).max(axis=1), 1e-9) / _INT8_STEPS
        arrays[name] = np.round(rows / steps[:, None]).astype(np.int8)
        arrays[f"{name}_steps"] = steps.astype(np.float32)
    return arrays


def write_arrays(arrays: Mapping[str, NDArray[Any]], words: tuple[str, ...], out: Path) -> None:
    """Write the arrays and the words of the bag."""
    contiguous = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    save_file(contiguous, out / ARRAYS_FILE)
    (out / ARRAYS_FILE).chmod(_READABLE)
    (out / WORDS_FILE).write_text("\n".join(words) + "\n", encoding="utf-8")


def write_settings(settings: CoderSettings, seed: int, out: Path) -> None:
    """Write the scales of the mixture and the seed they come from."""
    text = json.dumps({"seed": seed, **asdict(settings)}, indent=2)
    (out / SETTINGS_FILE).write_text(text + "\n", encoding="utf-8")
