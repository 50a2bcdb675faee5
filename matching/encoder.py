"""Text to vectors, behind one Protocol; the packaged model is read with NumPy alone."""

import json
import logging
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from matching.ngrams import bigrams, stems, word_tokens
from models.errors import InputRefusedError

PACKAGED_MODEL = Path(__file__).parent / "data" / "rome-static"
_CHUNK_ROWS = 2_000
_HUB_SECONDS = 10.0
_HUB_LOGGERS = ("huggingface_hub", "sentence_transformers", "transformers", "httpx")
_SAFETENSORS_DTYPES = {"F16": np.float16, "F32": np.float32, "I8": np.int8, "I32": np.int32}


class TextEncoder(Protocol):
    """Texts to unit vectors: `encode(texts)` is (n, dimension) float32, zeros where unknown."""

    @property
    def name(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    @property
    def reads_alone(self) -> bool:
        """Whether a text has the same vector, to the last bit, whatever texts stand beside it."""
        ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]: ...


def read_safetensors(path: Path) -> dict[str, NDArray[Any]]:
    """Tensors of a safetensors file by name: header length, JSON header, raw bytes.

    Raises
    ------
    InputRefusedError : the file is missing, cut short, or holds another number type
    """
    try:
        raw = path.read_bytes()
        (header_length,) = struct.unpack_from("<Q", raw)
        header = json.loads(raw[8 : 8 + header_length])
        body = memoryview(raw)[8 + header_length :]
        tensors = {}
        for name, entry in header.items():
            if name == "__metadata__":
                continue
            start, end = entry["data_offsets"]
            dtype = np.dtype(_SAFETENSORS_DTYPES[entry["dtype"]]).newbyteorder("<")
            tensors[name] = np.frombuffer(body[start:end], dtype=dtype).reshape(entry["shape"])
    except (OSError, struct.error, ValueError, KeyError, TypeError) as error:
        raise InputRefusedError("modèle illisible ou incomplet.", str(path)) from error
    return tensors


class StaticEncoder:
    """Mean of the vectors of the n-gram tokens of a text, brought to length 1."""

    reads_alone = True

    def __init__(self, vocabulary: Mapping[str, int], weights: NDArray[np.float32], name: str):
        self.name = name
        self.dimension = int(weights.shape[1])
        self._vocabulary = vocabulary
        self._weights = weights
        self._word_sums: dict[str, NDArray[np.float32]] = {}

    @classmethod
    def from_folder(cls, folder: Path | str) -> "StaticEncoder":
        """Read a saved `StaticEmbedding` model folder (tokenizer.json, model.safetensors).

        Raises
        ------
        InputRefusedError : the folder does not hold such a model
        """
        path = Path(folder)
        try:
            tokenizer = json.loads((path / "tokenizer.json").read_text(encoding="utf-8"))
            vocabulary = tokenizer["model"]["vocab"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InputRefusedError("vocabulaire du modèle illisible.", str(path)) from error
        tensors = read_safetensors(path / "model.safetensors")
        weights = tensors.get("embedding.weight")
        if weights is None or weights.shape[0] != len(vocabulary):
            raise InputRefusedError("vocabulaire et poids du modèle ne concordent pas.", str(path))
        return cls(vocabulary, weights.astype(np.float32), path.name)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, dimension) float32, unit rows; a zero row where no token is known."""
        return self.encode_stems([stems(text) for text in texts])

    def encode_stems(self, stemmed: Sequence[list[str]]) -> NDArray[np.float32]:
        """Same as `encode` for texts already cut into stems (`matching.ngrams.stems`)."""
        vectors = np.zeros((len(stemmed), self.dimension), dtype=np.float32)
        for start in range(0, len(stemmed), _CHUNK_ROWS):
            chunk = stemmed[start : start + _CHUNK_ROWS]
            vectors[start : start + len(chunk)] = self._sum_tokens(chunk)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        vectors /= np.where(norms > 0, norms, 1.0)
        return vectors

    def _sum_tokens(self, stemmed: Sequence[list[str]]) -> NDArray[np.float32]:
        sums = np.zeros((len(stemmed), self.dimension), dtype=np.float32)
        for row, words in enumerate(stemmed):
            if not words:
                continue
            parts = [self._word_sum(word) for word in words]
            pairs = self._known(bigrams(words))
            sums[row] = np.sum(parts, axis=0)
            if pairs:
                sums[row] += self._weights[pairs].sum(axis=0)
        return sums

    def _word_sum(self, word: str) -> NDArray[np.float32]:
        cached = self._word_sums.get(word)
        if cached is None:
            known = self._known(word_tokens(word))
            cached = self._weights[known].sum(axis=0)
            if len(self._word_sums) < 50_000:
                self._word_sums[word] = cached
        return cached

    def _known(self, tokens: Iterable[str]) -> list[int]:
        vocabulary = self._vocabulary
        return [vocabulary[token] for token in tokens if token in vocabulary]


@contextmanager
def quiet_hub() -> Iterator[None]:
    """Keep the libraries of the models from telling their retries in English: we say it once."""
    loggers = [logging.getLogger(name) for name in _HUB_LOGGERS]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)


def _is_to_download(name: str) -> bool:
    """Whether a model is not on this machine and the hub has it.

    The hub is asked once, without retries: a mistyped name or a machine without network is an
    answer in seconds, where loading the model at once would try for more than a minute.
    """
    from huggingface_hub import HfApi, try_to_load_from_cache

    if Path(name).is_dir() or isinstance(try_to_load_from_cache(name, "modules.json"), str):
        return False
    try:
        HfApi().model_info(name, timeout=_HUB_SECONDS)
    except Exception:  # of whichever HTTP library the hub's client is built on
        return False
    return True


class SentenceTransformerEncoder:
    """Any sentence-transformers model, by name or folder (extra `semantic`)."""

    reads_alone = False

    def __init__(self, name_or_folder: str) -> None:
        if Path(name_or_folder).is_absolute() and not Path(name_or_folder).is_dir():
            raise InputRefusedError("dossier de modèle introuvable.", name_or_folder)
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise InputRefusedError(
                "le modèle demande l'option « semantic » : pip install 'candidatheque[semantic]'.",
                name_or_folder,
            ) from error
        try:
            with quiet_hub():
                local = not _is_to_download(name_or_folder)
                self._model = SentenceTransformer(
                    name_or_folder, device="cpu", local_files_only=local
                )
        except (OSError, ValueError) as error:
            raise InputRefusedError("modèle introuvable ou illisible.", name_or_folder) from error
        self.name = name_or_folder
        self.dimension = int(self._model.get_embedding_dimension() or 0)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, dimension) float32, unit rows; a zero row for an empty text."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        filled = [row for row, text in enumerate(texts) if text.strip()]
        if filled:
            vectors[filled] = self._model.encode(
                [texts[row] for row in filled], normalize_embeddings=True, show_progress_bar=False
            )
        return np.nan_to_num(vectors)


@lru_cache(maxsize=1)
def packaged_encoder() -> StaticEncoder:
    """The small model of the package, read once."""
    return StaticEncoder.from_folder(PACKAGED_MODEL)


def load_encoder(setting: str | None) -> TextEncoder:
    """The packaged encoder, or the sentence-transformers model named by `setting`.

    Raises
    ------
    InputRefusedError : the extra `semantic` is missing or the model cannot be loaded
    """
    return SentenceTransformerEncoder(setting) if setting else packaged_encoder()
