"""Titles compared word for word: what vectors of learnt n-grams blur, rare words decide.

"Attaché de recrutement" lies near "attaché commercial" for the encoder, which has seen many of
the latter; the word "recrutement" is rare among titles and weighs more here.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray


class TitleWords:
    """Cosine of words, each weighing its rarity, between texts and t known titles.

    words : stem -> row of `starts` and `rarity`; what word w says of titles stands in
    `titles` and `weights` from `starts[w]` to `starts[w + 1]`
    """

    def __init__(
        self,
        words: Mapping[str, int],
        rarity: NDArray[np.float32],
        starts: NDArray[np.int64],
        titles: NDArray[np.int32],
        weights: NDArray[np.float32],
    ) -> None:
        if not len(words) == len(rarity) == len(starts) - 1 or len(titles) != len(weights):
            raise ValueError("words and weights of titles do not match")
        self._words = words
        self._rarity = rarity
        self._starts = starts.tolist()
        self._titles = titles
        self._weights = weights

    def cosines(self, words: Sequence[str], count: int) -> NDArray[np.float32]:
        """(count,) float32 in [0, 1]: one text, cut into distinct stems, with every title."""
        found = np.zeros(count, dtype=np.float32)
        known = [at for at in map(self._words.get, words) if at is not None]
        if known:
            weights = self._rarity[known]
            weights = weights / np.linalg.norm(weights)
            for word, weight in zip(known, weights, strict=True):
                said = slice(self._starts[word], self._starts[word + 1])
                found[self._titles[said]] += weight * self._weights[said]
        return found
