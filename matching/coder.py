"""From the words of a job title to a distribution over the ROME 4 occupations.

Views of the same text are mixed (`matching/mixing.py`). A title alone: class vectors learned with
the encoder and the nearest known title of each fiche. A whole offer: the nearest known title word
for word as well, the words of the description and what they are about (docs/decisions/0002).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matching.encoder import StaticEncoder, packaged_encoder
from matching.mixing import (
    OfferViews,
    Views,
    evidence,
    offer_distribution,
    title_distribution,
)
from matching.readers import OfferReader, StoredOffers, StoredTitles, TitleReader, cut_titles
from models.errors import InputRefusedError

DATA = Path(__file__).parent / "data"
NO_OCCUPATION = -1
"""Index that fills the places of a coding with no more occupation to offer."""
CONFIDENT = 0.5
"""Least confidence at which a text counts as naming an occupation."""
_CHUNK_ROWS = 512


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


class OccupationCoder:
    """Codes titles; deterministic, the same answer for every gendered form of a title."""

    def __init__(self, encoder: StaticEncoder, titles: StoredTitles, offers: StoredOffers) -> None:
        self.encoder = encoder
        self._titles = TitleReader(encoder, titles)
        self._offers = OfferReader(offers)
        self._scales, self._weights = titles.scales, offers.weights
        self._confidence = titles.confidence

    @classmethod
    def from_folder(cls, folder: Path, encoder: StaticEncoder) -> "OccupationCoder":
        """Read the arrays, words, topics and settings that training wrote for this encoder.

        Raises
        ------
        InputRefusedError : a file is missing, cut short or made for another encoder
        """
        titles, offers = StoredTitles.from_folder(folder), StoredOffers.from_folder(folder)
        try:
            coder = cls(encoder, titles, offers)
        except (ValueError, KeyError) as error:
            raise InputRefusedError("réglages du codeur illisibles.", str(folder)) from error
        if titles.dimension != encoder.dimension:
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
            read = self.views(titles[rows], descriptions[rows] if descriptions else None)
            self._fill(coding, rows, *read)
        return coding

    def views(
        self, titles: Sequence[str], descriptions: Sequence[str] | None
    ) -> tuple[Views, OfferViews | None]:
        """What each view says, before they are mixed."""
        cut = cut_titles(titles)
        views = self._titles.read(cut)
        if descriptions is None:
            return views, None
        return views, self._offers.read(cut, titles, descriptions)

    def _distribution(self, views: Views, offer: OfferViews | None) -> NDArray[np.float32]:
        """(n, c) float32 probabilities, the last of "no occupation"."""
        if offer is None:
            return title_distribution(views, self._scales)
        return offer_distribution(views, offer, self._weights)

    def _fill(self, coding: Coding, rows: slice, views: Views, offer: OfferViews | None) -> None:
        probabilities = self._distribution(views, offer)
        known = probabilities[:, :-1]
        width = min(coding.indices.shape[1], known.shape[1])
        best = _likeliest(known, width)
        mass = np.take_along_axis(known, best, axis=1)
        blank = _is_blank(views, offer)
        best[blank] = NO_OCCUPATION
        mass[blank] = 0.0
        coding.indices[rows, :width] = best
        coding.probabilities[rows, :width] = mass
        coding.rest[rows] = np.maximum(0.0, 1.0 - mass.sum(axis=1))
        weights = self._confidence
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


def _is_blank(views: Views, offer: OfferViews | None) -> NDArray[np.bool_]:
    """Rows where neither the title nor the description holds a known word."""
    blank = ~np.any(views.nearest != 0, axis=1)
    if offer is not None:
        blank &= ~np.any(offer.description != 0, axis=1)
    return np.asarray(blank)


@lru_cache(maxsize=1)
def packaged_coder() -> OccupationCoder:
    """The coder of the package, read once."""
    return OccupationCoder.from_folder(DATA, packaged_encoder())
