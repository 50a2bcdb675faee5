"""What training wrote for the coder, and the views it gives of titles and of whole offers."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.encoder import StaticEncoder, read_safetensors
from matching.mixing import ByTitle, ConfidenceSettings, OfferViews, TitleScales, Views
from matching.ngrams import stems
from matching.title_words import TitleWords
from matching.topics import Topics, read_topics
from matching.wordbag import WordBag
from models.errors import InputRefusedError

ARRAYS_FILE, SETTINGS_FILE = "rome-coder.safetensors", "rome-coder.json"
"""What reads titles."""
OFFERS_FILE, OFFERS_SETTINGS_FILE = "rome-coder-offers.safetensors", "rome-coder-offers.json"
"""What whole offers ask beside."""
WORDS_FILE = "rome-coder-words.txt"
TITLE_WORDS_FILE = "rome-coder-title-words.txt"
_INT8_STEPS = 127
_LONGEST_TITLE = 300
_LONGEST_DESCRIPTION = 6_000


@dataclass(frozen=True, slots=True, eq=False)
class StoredTitles:
    """What training wrote to read titles: arrays by name, scales of the views and confidence."""

    arrays: Mapping[str, NDArray[Any]]
    scales: TitleScales
    confidence: ConfidenceSettings

    @property
    def dimension(self) -> int:
        """Numbers of the text vectors it was made for."""
        return int(self.arrays["classes"].shape[1])

    @classmethod
    def from_folder(cls, folder: Path) -> "StoredTitles":
        """Read what the titles stage of training wrote.

        Raises
        ------
        InputRefusedError : a file is missing or cut short
        """
        arrays = read_safetensors(folder / ARRAYS_FILE)
        try:
            raw = json.loads((folder / SETTINGS_FILE).read_text(encoding="utf-8"))
            return cls(arrays, TitleScales(**raw["title"]), ConfidenceSettings(**raw["confidence"]))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InputRefusedError("réglages du codeur illisibles.", str(folder)) from error


@dataclass(frozen=True, slots=True, eq=False)
class StoredOffers:
    """What whole offers ask beside: arrays by name, words of the bag, words of known titles."""

    arrays: Mapping[str, NDArray[Any]]
    words: tuple[str, ...]
    title_words: tuple[str, ...]
    topics: Topics
    weights: ByTitle

    @classmethod
    def from_folder(cls, folder: Path) -> "StoredOffers":
        """Read what the offers stage of training wrote.

        Raises
        ------
        InputRefusedError : a file is missing or cut short
        """
        arrays, topics = read_safetensors(folder / OFFERS_FILE), read_topics(folder)
        try:
            raw = json.loads((folder / OFFERS_SETTINGS_FILE).read_text(encoding="utf-8"))
            words, title_words = (
                tuple((folder / name).read_text(encoding="utf-8").split())
                for name in (WORDS_FILE, TITLE_WORDS_FILE)
            )
            return cls(arrays, words, title_words, topics, ByTitle.read(raw))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InputRefusedError("réglages du codeur illisibles.", str(folder)) from error


def cut_titles(titles: Sequence[str]) -> list[list[str]]:
    """Distinct stems of each title."""
    return [stems(title[:_LONGEST_TITLE]) for title in titles]


class TitleReader:
    """Views of titles alone: vectors of the fiches and the nearest known title of each."""

    def __init__(self, encoder: StaticEncoder, stored: StoredTitles) -> None:
        self._encoder = encoder
        self._classes = _unpacked(stored.arrays, "classes")
        self._prior = stored.arrays["prior"].astype(np.float32)
        known = stored.arrays["known_titles"].astype(np.float32)
        self._known: NDArray[np.float32] = known / np.float32(_INT8_STEPS)
        self._owners = _Owners(stored.arrays["known_title_classes"], len(self._prior))

    def read(self, cut: Sequence[list[str]]) -> Views:
        """What titles say that were cut into distinct stems."""
        vectors = self._encoder.encode_stems(cut)
        nearest = self._owners.highest(vectors @ self._known.T)
        return Views(vectors @ self._classes.T, self._prior, nearest)


class OfferReader:
    """Views of whole offers: titles word for word, words of the description and its topics."""

    def __init__(self, stored: StoredOffers) -> None:
        arrays = stored.arrays
        self._topics = stored.topics
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
        class_count = len(arrays["bag_prior"]) + 1
        self._owners = _Owners(arrays["title_word_classes"], class_count)

    def read(
        self, cut: Sequence[list[str]], titles: Sequence[str], descriptions: Sequence[str]
    ) -> OfferViews:
        """What offers say; `cut` are the stems of the titles."""
        shared = np.empty((len(cut), self._owners.count), dtype=np.float32)
        for row, words in enumerate(cut):
            shared[row] = self._title_words.cosines(words, self._owners.count)
        texts = zip(titles, descriptions, strict=True)
        told = [stems(f"{title} {text[:_LONGEST_DESCRIPTION]}") for title, text in texts]
        about = self._topics.encode_stems(told) @ self._topics.fiches.T
        return OfferViews(
            self._owners.highest(shared),
            _with_least(self._bag.logits(told)),
            _with_least(about),
        )


class _Owners:
    """The fiches that known titles stand for; titles lie in the order of their fiches."""

    def __init__(self, classes: NDArray[Any], class_count: int) -> None:
        self.count = len(classes)
        self._class_count = class_count
        self._classes, self._starts = np.unique(classes.astype(np.int64), return_index=True)

    def highest(self, cosines: NDArray[np.float32]) -> NDArray[np.float32]:
        """(n, c) the highest of each class from (n, t) cosines with the known titles."""
        best = np.zeros((len(cosines), self._class_count), dtype=np.float32)
        best[:, self._classes] = np.maximum.reduceat(cosines, self._starts, axis=1)
        return best


def _with_least(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """The same with a last column for "no occupation": as little as the least likely fiche."""
    return np.column_stack([logits, logits.min(axis=1)]).astype(np.float32)


def _unpacked(arrays: Mapping[str, NDArray[Any]], name: str) -> NDArray[np.float32]:
    """An array kept as int8 with one scale a row."""
    steps: NDArray[np.float32] = arrays[f"{name}_steps"].astype(np.float32)
    packed: NDArray[np.float32] = arrays[name].astype(np.float32)
    return np.multiply(packed, steps[:, None], dtype=np.float32)
