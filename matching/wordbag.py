"""A description as the bag of its words: one vector a word, one a class."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray


class WordBag:
    """Logits of classes for long texts: cosine of the sum of word vectors with each class.

    words : stem -> row of `weights` (words, d) float32; `classes` (c, d) float32 unit rows;
    `biases` (c,) float32. Logits are `scale` x cosine + bias; zero rows for unknown texts.
    """

    def __init__(
        self,
        words: Mapping[str, int],
        weights: NDArray[np.float32],
        classes: NDArray[np.float32],
        biases: NDArray[np.float32],
        scale: float,
    ) -> None:
        self._words = words
        self._weights = weights
        self._classes = classes
        self._biases = biases
        self._scale = scale

    def logits(self, stemmed: Sequence[Sequence[str]]) -> NDArray[np.float32]:
        """(n, classes) float32 for texts cut into distinct stems."""
        sums = np.zeros((len(stemmed), self._weights.shape[1]), dtype=np.float32)
        for row, words in enumerate(stemmed):
            known = [at for at in map(self._words.get, words) if at is not None]
            if known:
                sums[row] = self._weights[known].sum(axis=0)
        norms = np.linalg.norm(sums, axis=1, keepdims=True)
        unit = (sums / np.where(norms > 0, norms, 1.0)).astype(np.float32)
        logits = self._scale * (unit @ self._classes.T) + self._biases
        logits[norms[:, 0] == 0] = 0.0
        return logits.astype(np.float32)
