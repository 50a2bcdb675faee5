"""From the words of a job title to a distribution over the ROME 4 occupations.

Views of the same text are mixed (`matching/mixing.py`): class vectors learned with the encoder,
the nearest known title of each fiche, by vectors and word for word, and, where there is a
description, its words and what they are about (docs/decisions/0002).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.encoder import StaticEncoder, packaged_encoder, read_safetensors
from matching.mixing import CoderSettings, Views, distribution, evidence
from matching.ngrams import stems
from matching.title_words import TitleWords
from matching.topics import Topics, read_topics
from matching.wordbag import WordBag
from models.errors import InputRefusedError

DATA = Path(__file__).parent / "data"
ARRAYS_FILE = "rome-coder.safetensors"
SETTINGS_FILE = "rome-coder.json"
WORDS_FILE = "rome-coder-words.txt"
TITLE_WORDS_FILE = "rome-coder-title-words.txt"
NO_OCCUPATION = -1
"""Index that fills the places of a coding with no more occupation to offer."""
CONFIDENT = 0.5
"""Least confidence at which a text counts as naming an occupation."""
_CHUNK_ROWS = 512
_INT8_STEPS = 127
_LONGEST_TITLE = 300
_LONGEST_DESCRIPTION = 6_000


@dataclass(frozen=True, slots=True, eq=False)
class Coding:
    """Occupations of n texts, the likeliest first, k places each.

    indices : (n, k) int32, rows of the occupation table; `NO_OCCUPATION` where none is left
    probabilities : (n, k) float32, calibrated: among texts given p, a share p is right
    rest : (n,) float32, mass on all other occupations and on "names no occupation"
    confidence : (n,) float32 in [0, 1], how sure it is that the title names an occupation at
        all; under `CONFIDENT` treat the occupation as unknown
    """

    indices: NDArray[np.int32]
    probabilities: NDArray[np.float32]
    rest: NDArray[np.float32]
    confidence: NDArray[np.float32]

    def first(self) -> "Coding":
        """The coding of the first text alone."""
        return Coding(self.indices[:1], self.probabilities[:1], self.rest[:1], self.confidence[:1])


@dataclass(frozen=True, slots=True, eq=False)
class Stored:
    """What training wrote: arrays by name, words of the bag, words of the known titles."""

    arrays: Mapping[str, NDArray[Any]]
    words: tuple[str, ...]
    title_words: tuple[str, ...]


class OccupationCoder:
    """Codes titles; deterministic, the same answer for every gendered form of a title."""

    def __init__(
        self,
        encoder: StaticEncoder,
        topics: Topics,
        stored: Stored,
        settings: CoderSettings,
    ) -> None:
        self.encoder = encoder
        self.topics = topics
        self.settings = settings
        arrays = stored.arrays
        self._classes = _unpacked(arrays, "classes")
        self._prior = arrays["prior"].astype(np.float32)
        known = arrays["known_titles"].astype(np.float32)
        self._known: NDArray[np.float32] = known / np.float32(_INT8_STEPS)
        owners = arrays["known_title_classes"].astype(np.int64)
        self._owners, self._owner_starts = np.unique(owners, return_index=True)
        self._bag = WordBag(
            {word: row for row, word in enumerate(stored.words)},
            _unpacked(arrays, "bag_words"),
            _unpacked(arrays, "bag_classes"),
            arrays["bag_prior"].astype(np.float32),
            float(arrays["bag_scale"][0]),
        )
        self._title_words = TitleWords(
            {word: row for row, word in enumerate(stored.title_words)},
            arrays["title_word_rarity"].astype(np.float32),
            arrays["title_word_starts"].astype(np.int64),
            arrays["title_word_titles"],
            arrays["title_word_weights"].astype(np.float32),
        )

    @classmethod
    def from_folder(cls, folder: Path, encoder: StaticEncoder) -> "OccupationCoder":
        """Read the arrays, words, topics and settings that training wrote for this encoder.

        Raises
        ------
        InputRefusedError : a file is missing, cut short or made for another encoder
        """
        arrays, topics = read_safetensors(folder / ARRAYS_FILE), read_topics(folder)
        try:
            settings = CoderSettings.read(
                json.loads((folder / SETTINGS_FILE).read_text(encoding="utf-8"))
            )
            words, title_words = (
                tuple((folder / name).read_text(encoding="utf-8").split())
                for name in (WORDS_FILE, TITLE_WORDS_FILE)
            )
            coder = cls(encoder, topics, Stored(arrays, words, title_words), settings)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InputRefusedError("réglages du codeur illisibles.", str(folder)) from error
        if coder._classes.shape[1] != encoder.dimension:
            raise InputRefusedError("codeur fait pour un autre modèle de texte.", str(folder))
        return coder

    def code(
        self, titles: Sequence[str], descriptions: Sequence[str] | None = None, k: int = 5
    ) -> Coding:
        """The k likeliest occupations of each title, helped by its description if given.

        Raises
        ------
        ValueError : titles and descriptions differ in number, or k < 1
        """
        if k < 1 or (descriptions is not None and len(descriptions) != len(titles)):
            raise ValueError("one description a title, and k >= 1")
        if len(titles) == 1:  # BLAS rounds a lone row in another way than a row among others
            twice = None if descriptions is None else [*descriptions, *descriptions]
            return self.code([*titles, *titles], twice, k).first()
        count = len(titles)
        coding = Coding(
            np.full((count, k), NO_OCCUPATION, dtype=np.int32),
            np.zeros((count, k), dtype=np.float32),
            np.ones(count, dtype=np.float32),
            np.zeros(count, dtype=np.float32),
        )
        for start in range(0, count, _CHUNK_ROWS):
            end = min(count, start + _CHUNK_ROWS)
            rows = slice(min(start, end - 2), end)  # never a lone row, for the same reason
            views = self.views(titles[rows], descriptions[rows] if descriptions else None)
            self._fill(coding, rows, views)
        return coding

    def views(self, titles: Sequence[str], descriptions: Sequence[str] | None) -> Views:
        """What each view says, before they are mixed."""
        cut = [stems(title[:_LONGEST_TITLE]) for title in titles]
        vectors = self.encoder.encode_stems(cut)
        nearest = self._by_owner(vectors @ self._known.T)
        shared = np.empty((len(titles), len(self._known)), dtype=np.float32)
        for row, words in enumerate(cut):
            shared[row] = self._title_words.cosines(words, len(self._known))
        views = Views(vectors @ self._classes.T, self._prior, nearest, self._by_owner(shared))
        if descriptions is None:
            return views
        texts = zip(titles, descriptions, strict=True)
        told = [stems(f"{title} {text[:_LONGEST_DESCRIPTION]}") for title, text in texts]
        about = self.topics.encode_stems(told) @ self.topics.fiches.T
        return replace(
            views, description=_with_least(self._bag.logits(told)), topics=_with_least(about)
        )

    def _by_owner(self, cosines: NDArray[np.float32]) -> NDArray[np.float32]:
        """(n, c) the highest of each class from (n, t) cosines with the known titles."""
        best = np.zeros((len(cosines), len(self._prior)), dtype=np.float32)
        best[:, self._owners] = np.maximum.reduceat(cosines, self._owner_starts, axis=1)
        return best

    def _fill(self, coding: Coding, rows: slice, views: Views) -> None:
        probabilities = distribution(views, self.settings)
        known = probabilities[:, :-1]
        width = min(coding.indices.shape[1], known.shape[1])
        best = _likeliest(known, width)
        mass = np.take_along_axis(known, best, axis=1)
        blank = _is_blank(views)
        best[blank] = NO_OCCUPATION
        mass[blank] = 0.0
        coding.indices[rows, :width] = best
        coding.probabilities[rows, :width] = mass
        coding.rest[rows] = np.maximum(0.0, 1.0 - mass.sum(axis=1))
        weights = self.settings.confidence
        odds = evidence(views, probabilities) @ np.array([weights.nearest, weights.named])
        odds += weights.intercept
        coding.confidence[rows] = np.where(
            views.nearest.any(axis=1), 1.0 / (1.0 + np.exp(-odds)), 0.0
        )


def _likeliest(values: NDArray[np.float32], width: int) -> NDArray[np.int64]:
    """(n, width): where the highest values of each row stand, the first of equal ones first.

    Only what reaches the last place is put in order: an eighth of the time of a whole sort.
    """
    cut = values.shape[1] - width
    least = np.partition(values, cut, axis=1)[:, cut]
    best = np.empty((len(values), width), dtype=np.int64)
    for row, (all_values, bound) in enumerate(zip(values, least, strict=True)):
        places = np.flatnonzero(all_values >= bound)
        best[row] = places[np.argsort(-all_values[places], kind="stable")[:width]]
    return best


def _with_least(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """The same with a last column for "no occupation": as little as the least likely fiche."""
    return np.column_stack([logits, logits.min(axis=1)]).astype(np.float32)


def _unpacked(arrays: Mapping[str, NDArray[Any]], name: str) -> NDArray[np.float32]:
    """An array kept as int8 with one scale a row."""
    steps: NDArray[np.float32] = arrays[f"{name}_steps"].astype(np.float32)
    packed: NDArray[np.float32] = arrays[name].astype(np.float32)
    return np.multiply(packed, steps[:, None], dtype=np.float32)


def _is_blank(views: Views) -> NDArray[np.bool_]:
    """Rows where neither the title nor the description holds a known word."""
    blank = ~np.any(views.nearest != 0, axis=1)
    if views.description is not None:
        blank &= ~np.any(views.description != 0, axis=1)
    return np.asarray(blank)


@lru_cache(maxsize=1)
def packaged_coder() -> OccupationCoder:
    """The coder of the package, read once."""
    return OccupationCoder.from_folder(DATA, packaged_encoder())
