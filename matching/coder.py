"""From the words of a job title to a distribution over the ROME 4 occupations.

Views of the same text are mixed: class vectors learned with the encoder, the nearest known
title of each fiche and, where there is one, the words of the description. The scales were set
on offers kept apart from training, which also calibrates them (docs/decisions/0002).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.encoder import StaticEncoder, packaged_encoder, read_safetensors
from matching.ngrams import stems
from matching.wordbag import WordBag
from models.errors import InputRefusedError

DATA = Path(__file__).parent / "data"
ARRAYS_FILE = "rome-coder.safetensors"
SETTINGS_FILE = "rome-coder.json"
WORDS_FILE = "rome-coder-words.txt"
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


@dataclass(frozen=True, slots=True)
class Mixture:
    """Scales that turn the views into log-odds."""

    class_scale: float
    prior_scale: float
    nearest_scale: float
    description_scale: float


@dataclass(frozen=True, slots=True)
class ConfidenceSettings:
    """Log-odds that a text names an occupation: weights of its `evidence`."""

    nearest: float
    named: float
    intercept: float


@dataclass(frozen=True, slots=True)
class CoderSettings:
    title: Mixture
    described: Mixture
    confidence: ConfidenceSettings


@dataclass(frozen=True, slots=True, eq=False)
class Views:
    """What each view says of n texts over the fiches and, last, "no occupation" (c columns).

    classes, nearest : (n, c) float32 cosines; prior : (c,) float32 log-odds;
    description : (n, c) float32 log-odds, None without descriptions
    """

    classes: NDArray[np.float32]
    nearest: NDArray[np.float32]
    prior: NDArray[np.float32]
    description: NDArray[np.float32] | None


class OccupationCoder:
    """Codes titles; deterministic, the same answer for every gendered form of a title."""

    def __init__(
        self,
        encoder: StaticEncoder,
        arrays: Mapping[str, NDArray[Any]],
        words: Sequence[str],
        settings: CoderSettings,
    ) -> None:
        self.encoder = encoder
        self.settings = settings
        self._classes = _unpacked(arrays, "classes")
        self._prior = arrays["prior"].astype(np.float32)
        self._known = arrays["known_titles"].astype(np.float32) / _INT8_STEPS
        owners = arrays["known_title_classes"].astype(np.int64)
        self._owners, self._owner_starts = np.unique(owners, return_index=True)
        self._bag = WordBag(
            {word: row for row, word in enumerate(words)},
            _unpacked(arrays, "bag_words"),
            _unpacked(arrays, "bag_classes"),
            arrays["bag_prior"].astype(np.float32),
            float(arrays["bag_scale"][0]),
        )

    @classmethod
    def from_folder(cls, folder: Path, encoder: StaticEncoder) -> "OccupationCoder":
        """Read the arrays, words and settings that training wrote for this encoder.

        Raises
        ------
        InputRefusedError : a file is missing, cut short or made for another encoder
        """
        arrays = read_safetensors(folder / ARRAYS_FILE)
        try:
            raw = json.loads((folder / SETTINGS_FILE).read_text(encoding="utf-8"))
            words = (folder / WORDS_FILE).read_text(encoding="utf-8").split()
            settings = CoderSettings(
                Mixture(**raw["title"]),
                Mixture(**raw["described"]),
                ConfidenceSettings(**raw["confidence"]),
            )
            coder = cls(encoder, arrays, words, settings)
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
        vectors = self.encoder.encode_stems([stems(title[:_LONGEST_TITLE]) for title in titles])
        nearest = np.zeros((len(titles), len(self._prior)), dtype=np.float32)
        nearest[:, self._owners] = np.maximum.reduceat(
            vectors @ self._known.T, self._owner_starts, axis=1
        )
        described = None
        if descriptions is not None:
            described = np.zeros_like(nearest)
            texts = zip(titles, descriptions, strict=True)
            words = [stems(f"{title} {text[:_LONGEST_DESCRIPTION]}") for title, text in texts]
            described[:, :-1] = self._bag.logits(words)
            described[:, -1] = described[:, :-1].min(axis=1)
        return Views(vectors @ self._classes.T, nearest, self._prior, described)

    def evidence(self, titles: Sequence[str]) -> NDArray[np.float32]:
        """(n, 2): nearest known title of any fiche, and log-odds of naming an occupation."""
        views = self.views(titles, None)
        return _evidence(views, self._distribution(views))

    def _fill(self, coding: Coding, rows: slice, views: Views) -> None:
        probabilities = self._distribution(views)
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
        evidence = _evidence(views, probabilities)
        odds = evidence @ np.array([weights.nearest, weights.named]) + weights.intercept
        coding.confidence[rows] = np.where(
            views.nearest.any(axis=1), 1.0 / (1.0 + np.exp(-odds)), 0.0
        )

    def _distribution(self, views: Views) -> NDArray[np.float32]:
        """(n, c) float32 probabilities, the last of "no occupation"."""
        mixture = self.settings.title if views.description is None else self.settings.described
        logits = mixture.class_scale * views.classes + mixture.nearest_scale * views.nearest
        logits += mixture.prior_scale * views.prior
        if views.description is not None:
            logits += mixture.description_scale * views.description
        odds: NDArray[np.float32] = np.exp(logits - logits.max(axis=1, keepdims=True))
        odds /= odds.sum(axis=1, keepdims=True)
        return odds


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


def _evidence(views: Views, probabilities: NDArray[np.float32]) -> NDArray[np.float32]:
    best = views.nearest[:, :-1].max(axis=1)
    unnamed = np.clip(probabilities[:, -1], 1e-6, 1 - 1e-6)
    return np.column_stack([best, np.log((1 - unnamed) / unnamed)]).astype(np.float32)


@lru_cache(maxsize=1)
def packaged_coder() -> OccupationCoder:
    """The coder of the package, read once."""
    return OccupationCoder.from_folder(DATA, packaged_encoder())
