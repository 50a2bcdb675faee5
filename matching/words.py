"""Words of persons, each read once: the vectors, trades and topics of distinct texts.

A text is read with the ROME code declared beside it. What an earlier table holds is taken from
it, to the last bit, so that a file changed costs little more than its own words.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matching.coder import OccupationCoder
from matching.encoder import TextEncoder
from matching.occupations import OccupationTable
from matching.profiles import Array, Float32Array, FloatArray, IntArray, WordTable
from matching.topics import Topics

WORD_OCCUPATIONS = 12
"""Fiches kept a text: five of the coder and those of a declared family."""

NAMES_A_TRADE = 0.3
"""Least confidence at which words of a project or an experience are read as an occupation: in
those columns most words name one ("déménageur" alone stands at 0.46)."""

DECLARED_WEIGHT = 0.7
"""Share of a declared ROME code against what its title says; codes in files are often old
or wrong, titles often vague. Officers' own codes on offers weigh more (`matching.columns`)."""


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

        `before` : a table made by the same models; its rows are taken where they cannot differ
        from a new reading by a bit. On some processors the coder rounds a title in another way
        among others: titles are taken all together, or coded all again.
        """
        texts = tuple(text for text, _ in words.rows)
        codes = tuple(code for _, code in words.rows)
        vectors = before.vectors if before and self.encoder.reads_alone else None
        same = before is not None and _titles(before) == (texts[:titles], codes[:titles])
        coded = _coded_before(before) if before and same else self._coded(texts, codes, titles)
        occupations, probabilities, self_fit = coded
        return WordTable(
            texts=texts,
            codes=codes,
            titles=titles,
            vectors=_completed(self.encoder.encode, texts, before, vectors),
            occupations=_padded(occupations, len(texts), -1),
            probabilities=_padded(probabilities, len(texts), 0.0),
            self_fit=_padded(self_fit, len(texts), 0.0),
            topics=_completed(self.topics.encode, texts, before, before.topics if before else None),
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

    def _coded(
        self, texts: Sequence[str], codes: Sequence[str | None], titles: int
    ) -> tuple[IntArray, Float32Array, FloatArray]:
        """Fiches of each title, their weights, and how near each reading is to itself."""
        occupations = np.full((titles, WORD_OCCUPATIONS), -1, dtype=np.int32)
        probabilities = np.zeros((titles, WORD_OCCUPATIONS), dtype=np.float32)
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
        return occupations, probabilities, own


def _titles(table: WordTable) -> tuple[tuple[str, ...], tuple[str | None, ...]]:
    return table.texts[: table.titles], table.codes[: table.titles]


def _coded_before(table: WordTable) -> tuple[IntArray, Float32Array, FloatArray]:
    titles = table.titles
    return table.occupations[:titles], table.probabilities[:titles], table.self_fit[:titles]


def _padded(column: Array, count: int, blank: float) -> Array:
    """The column of the titles, with a row of `blank` for each of the other words."""
    whole = np.full((count, *column.shape[1:]), blank, dtype=column.dtype)
    whole[: len(column)] = column
    return whole


def _completed(
    read: Callable[[Sequence[str]], Float32Array],
    texts: tuple[str, ...],
    before: WordTable | None,
    kept: Float32Array | None,
) -> Float32Array:
    """(u, d) a row a text: those of `kept`, the rows of `before`, where the text stands there."""
    if before is None or kept is None or not before.texts:
        return read(texts)
    known = {text: row for row, text in enumerate(before.texts)}
    source = np.array([known.get(text, -1) for text in texts], dtype=np.int64)
    new = np.flatnonzero(source < 0)
    whole = kept[source]
    if len(new):
        whole[new] = read([texts[row] for row in new])
    return whole
