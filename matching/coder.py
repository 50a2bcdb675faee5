"""From the words of a job title to a distribution over the ROME 4 occupations.

Two views of a title are mixed: the class vectors learned with the encoder, and the nearest
known title of each fiche. Weights and temperature were set on offers kept apart from training
(docs/decisions/0002); they live in `rome-coder.json` beside the arrays.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matching.encoder import StaticEncoder, packaged_encoder, read_safetensors
from matching.ngrams import stems
from models.errors import InputRefusedError

DATA = Path(__file__).parent / "data"
ARRAYS_FILE = "rome-coder.safetensors"
SETTINGS_FILE = "rome-coder.json"
NO_OCCUPATION = -1
"""Index that fills the places of a coding with no more occupation to offer."""
_CHUNK_ROWS = 512
_INT8_STEPS = 127


@dataclass(frozen=True, slots=True, eq=False)
class Coding:
    """Occupations of n texts, the likeliest first, k places each.

    indices : (n, k) int32, rows of the occupation table; `NO_OCCUPATION` where none is left
    probabilities : (n, k) float32, calibrated: among texts given p, a share p is right
    rest : (n,) float32, mass on all other occupations and on "names no occupation"
    confidence : (n,) float32 in [0, 1], how sure it is that the text names an occupation at all;
        under `CONFIDENT` treat the occupation as unknown
    """

    indices: NDArray[np.int32]
    probabilities: NDArray[np.float32]
    rest: NDArray[np.float32]
    confidence: NDArray[np.float32]


CONFIDENT = 0.5
"""Least confidence at which a text counts as naming an occupation."""


@dataclass(frozen=True, slots=True)
class CoderSettings:
    """Weights of the mixture, as fitted; cosines are turned into log-odds by the scales."""

    class_scale: float
    nearest_scale: float
    temperature: float
    confidence_slope: float
    confidence_cosine: float


class OccupationCoder:
    """Codes titles; deterministic, the same answer for every gendered form of a title."""

    def __init__(
        self,
        encoder: StaticEncoder,
        arrays: dict[str, NDArray[np.generic]],
        settings: CoderSettings,
    ) -> None:
        self.encoder = encoder
        self._settings = settings
        self._classes = arrays["classes"].astype(np.float32)
        self._biases = arrays["biases"].astype(np.float32)
        self._known = arrays["known_titles"].astype(np.float32) / _INT8_STEPS
        owners = arrays["known_title_classes"].astype(np.int64)
        self._owners, self._owner_starts = np.unique(owners, return_index=True)

    @classmethod
    def from_folder(cls, folder: Path, encoder: StaticEncoder) -> "OccupationCoder":
        """Read the arrays and settings that training wrote for this encoder.

        Raises
        ------
        InputRefusedError : a file is missing, cut short or of another dimension
        """
        arrays = read_safetensors(folder / ARRAYS_FILE)
        try:
            raw = json.loads((folder / SETTINGS_FILE).read_text(encoding="utf-8"))
            settings = CoderSettings(**raw["mixture"])
            coder = cls(encoder, arrays, settings)
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
        count = len(titles)
        coding = Coding(
            np.full((count, k), NO_OCCUPATION, dtype=np.int32),
            np.zeros((count, k), dtype=np.float32),
            np.ones(count, dtype=np.float32),
            np.zeros(count, dtype=np.float32),
        )
        for start in range(0, count, _CHUNK_ROWS):
            rows = slice(start, min(count, start + _CHUNK_ROWS))
            self._fill(coding, rows, titles[rows])
        return coding

    def _fill(self, coding: Coding, rows: slice, titles: Sequence[str]) -> None:
        vectors = self.encoder.encode_stems([stems(title) for title in titles])
        probabilities, cosine = self._distribution(vectors)
        known = probabilities[:, :-1]
        width = min(coding.indices.shape[1], known.shape[1])
        best = np.argsort(-known, axis=1, kind="stable")[:, :width]
        mass = np.take_along_axis(known, best, axis=1)
        blank = np.linalg.norm(vectors, axis=1) == 0
        best[blank] = NO_OCCUPATION
        mass[blank] = 0.0
        coding.indices[rows, :width] = best
        coding.probabilities[rows, :width] = mass
        coding.rest[rows] = 1.0 - coding.probabilities[rows].sum(axis=1)
        odds = self._settings.confidence_slope * (cosine - self._settings.confidence_cosine)
        sure = (1.0 - probabilities[:, -1]) / (1.0 + np.exp(-odds))
        coding.confidence[rows] = np.where(blank, 0.0, sure)

    def _distribution(
        self, vectors: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """(n, fiches + 1) probabilities, the last "no occupation"; (n,) best cosine."""
        settings = self._settings
        logits = settings.class_scale * vectors @ self._classes.T + self._biases
        nearest = np.maximum.reduceat(vectors @ self._known.T, self._owner_starts, axis=1)
        logits[:, self._owners] += settings.nearest_scale * nearest
        logits /= settings.temperature
        logits -= logits.max(axis=1, keepdims=True)
        odds = np.exp(logits)
        best = nearest[:, self._owners < odds.shape[1] - 1].max(axis=1)
        return odds / odds.sum(axis=1, keepdims=True), best


@lru_cache(maxsize=1)
def packaged_coder() -> OccupationCoder:
    """The coder of the package, read once."""
    return OccupationCoder.from_folder(DATA, packaged_encoder())
