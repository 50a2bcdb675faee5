"""Words of persons, each read once: the vectors, trades and topics of distinct texts.

A text is read with the ROME code declared beside it. What an earlier table holds is taken from
it, so that one file changed costs the reading of its own new words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.coder import OccupationCoder
from matching.encoder import TextEncoder
from matching.occupations import OccupationTable
from matching.profiles import Array, WordTable
from matching.topics import Topics

WORD_OCCUPATIONS = 12
"""Fiches kept a text: five of the coder and those of a declared family."""

NAMES_A_TRADE = 0.3
"""Least confidence at which words of a project or an experience are read as an occupation: in
those columns most words name one ("déménageur" alone stands at 0.46)."""

DECLARED_WEIGHT = 0.7
"""Share of a declared ROME code against what its title says; codes in files are often old
or wrong, titles often vague. Officers' own codes on offers weigh more (`matching.columns`)."""

Rows = NDArray[np.int64]


class Words:
    """Distinct (text, declared code) pairs in order of first sight."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str | None], int] = {}

    def add(self, text: str, rome: str | None = None) -> int:
        return self.rows.setdefault((text, rome), len(self.rows))


@dataclass(frozen=True, slots=True)
class WordReader:
    """Reads words with the models it was given."""

    encoder: TextEncoder
    coder: OccupationCoder
    occupations: OccupationTable
    topics: Topics

    def table(self, words: Words, titles: int, before: WordTable | None = None) -> WordTable:
        """The table of u words, of which the `titles` first are read as occupations.

        `before` : a table made by the same models; the same words are the same rows there.
        """
        pairs = list(words.rows)
        if before is None:
            return self._read(pairs, titles)
        known = {pair: row for row, pair in enumerate(zip(before.texts, before.codes, strict=True))}
        source = np.array([known.get(pair, -1) for pair in pairs], dtype=np.int64)
        source[:titles][source[:titles] >= before.titles] = -1  # read there as no occupation
        new = np.flatnonzero(source < 0)
        fresh = self._read([pairs[row] for row in new], int(np.searchsorted(new, titles)))
        old = np.flatnonzero(source >= 0)

        def column(kept: Array, read: Array) -> Array:
            whole = np.empty((len(pairs), *read.shape[1:]), dtype=read.dtype)
            whole[old], whole[new] = kept[source[old]], read
            return whole

        occupations = column(before.occupations, fresh.occupations)
        probabilities = column(before.probabilities, fresh.probabilities)
        self_fit = column(before.self_fit, fresh.self_fit)
        occupations[titles:], probabilities[titles:], self_fit[titles:] = -1, 0.0, 0.0
        return WordTable(
            texts=tuple(text for text, _ in pairs),
            codes=tuple(code for _, code in pairs),
            titles=titles,
            vectors=column(before.vectors, fresh.vectors),
            occupations=occupations,
            probabilities=probabilities,
            self_fit=self_fit,
            topics=column(before.topics, fresh.topics),
        )

    def mixed(
        self, guesses: Mapping[int, float], rome: str | None, declared_weight: float
    ) -> dict[int, float]:
        """Weights of fiches: the coder's, and a declared code spread over its family."""
        guesses = {index: p for index, p in guesses.items() if index >= 0 and p > 0}
        family = self.occupations.resolve(rome) if rome else ()
        if not family:
            return guesses
        prior = {index: guesses.get(index, 0.0) + 0.02 for index in family}
        total = sum(prior.values())
        weights = {index: (1 - declared_weight) * p for index, p in guesses.items()}
        for index, p in prior.items():
            weights[index] = weights.get(index, 0.0) + declared_weight * p / total
        return weights

    def _read(self, pairs: Sequence[tuple[str, str | None]], titles: int) -> WordTable:
        texts = tuple(text for text, _ in pairs)
        vectors = self.encoder.encode(texts)
        occupations = np.full((len(texts), WORD_OCCUPATIONS), -1, dtype=np.int32)
        probabilities = np.zeros((len(texts), WORD_OCCUPATIONS), dtype=np.float32)
        codes = tuple(code for _, code in pairs)
        coding = self.coder.code(texts[:titles])
        for row in range(titles):
            sure = coding.confidence[row] >= NAMES_A_TRADE
            indices, shares = coding.indices[row], coding.probabilities[row]
            likely = zip(indices.tolist(), shares.tolist(), strict=True)
            weights = self.mixed(dict(likely) if sure else {}, codes[row], DECLARED_WEIGHT)
            best = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:WORD_OCCUPATIONS]
            occupations[row, : len(best)] = [index for index, _ in best]
            probabilities[row, : len(best)] = [weight for _, weight in best]
        near = self.occupations.proximity[occupations[:, :, None], occupations[:, None, :]]
        own = np.einsum("uk,ukl,ul->u", probabilities, near, probabilities).astype(np.float64)
        topics = self.topics.encode(texts)
        return WordTable(texts, codes, titles, vectors, occupations, probabilities, own, topics)
