"""What words are about: vectors of topics, learnt of whole descriptions of occupations.

The encoder tells titles apart; topics bring together what belongs to one field of work though
the words differ ("comptable", "facturation"). Latent semantic analysis of the fiches of the
referential and of offers: see `matching/training/topics.py`.
"""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matching.encoder import read_safetensors
from matching.ngrams import stems
from models.errors import InputRefusedError

DATA = Path(__file__).parent / "data"
TOPICS_FILE = "topics.safetensors"
TOPIC_WORDS_FILE = "topics-words.txt"


class Topics:
    """Texts and fiches in one space of t topics; rows are unit vectors, zeros where unknown.

    fiches : (f, t) float32, one a fiche of the occupation table, in its order
    """

    def __init__(
        self, words: Sequence[str], vectors: NDArray[np.float32], fiches: NDArray[np.float32]
    ) -> None:
        self.fiches = fiches
        self._rows = {word: row for row, word in enumerate(words)}
        self._vectors = vectors

    @property
    def dimension(self) -> int:
        return int(self._vectors.shape[1])

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, t) float32 unit rows; a zero row where no word is known."""
        return self.encode_stems([stems(text) for text in texts])

    def encode_stems(self, texts: Sequence[Sequence[str]]) -> NDArray[np.float32]:
        """(n, t) as `encode`, for texts already cut into distinct stems."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, words in enumerate(texts):
            known = [at for at in map(self._rows.get, words) if at is not None]
            if known:
                vectors[row] = self._vectors[known].sum(axis=0)
        return unit_rows(vectors)

    def of_fiches(self, weights: NDArray[np.float32]) -> NDArray[np.float32]:
        """(t,) what an occupation said by the weights of fiches is about; zeros if it is not."""
        mixed: NDArray[np.float32] = unit_rows((weights @ self.fiches)[np.newaxis])[0]
        return mixed


def unit_rows(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows brought to length 1; zero rows stay zero."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.where(norms > 0, norms, 1.0)).astype(np.float32)


def read_topics(folder: Path) -> Topics:
    """Read the vectors and words that training wrote.

    Raises
    ------
    InputRefusedError : a file is missing, cut short, or the two do not match
    """
    arrays = read_safetensors(folder / TOPICS_FILE)
    try:
        words = (folder / TOPIC_WORDS_FILE).read_text(encoding="utf-8").split()
        vectors = (
            arrays["words"].astype(np.float32) * arrays["word_steps"].astype(np.float32)[:, None]
        )
        fiches = unit_rows(arrays["fiches"].astype(np.float32))
    except (OSError, ValueError, KeyError) as error:
        raise InputRefusedError("thèmes des métiers illisibles.", str(folder)) from error
    if len(words) != len(vectors) or vectors.shape[1] != fiches.shape[1]:
        raise InputRefusedError("thèmes et mots ne concordent pas.", str(folder))
    return Topics(words, vectors, fiches)


@lru_cache(maxsize=1)
def packaged_topics() -> Topics:
    """The topics of the package, read once."""
    return read_topics(DATA)
