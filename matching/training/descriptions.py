"""Training of the bag of words that reads whole offers."""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from matching.ngrams import stems
from matching.training.corpus import Corpus, Example
from matching.training.model import marginal_loss
from matching.training.work_words import work_words

LEAST_TEXTS = 5
MOST_TEXTS_SHARE = 0.4
"""Words in fewer or more texts than this say too little."""


@dataclass(frozen=True, slots=True)
class BagRecipe:
    vocabulary: int = 8_000
    dimension: int = 96
    epochs: int = 15
    batch: int = 256
    learning_rate: float = 0.02
    scale: float = 16.0
    word_dropout: float = 0.5
    seed: int = 20261122


@dataclass(frozen=True)
class TrainedBag:
    """weights (words, d), rarity folded in; classes (n, d) unit rows; biases (n,)."""

    words: tuple[str, ...]
    weights: NDArray[np.float32]
    classes: NDArray[np.float32]
    biases: NDArray[np.float32]
    scale: float


def documents(corpus: Corpus) -> list[Example]:
    """Offers as whole texts, and for each fiche one text made of all the referential says."""
    texts = [
        Example(
            tuple(stems(f"{offer.title} {offer.description}")),
            corpus.classes(offer.code, offer.is_rome3),
        )
        for offer in corpus.offers
    ]
    fiches: dict[int, dict[str, None]] = defaultdict(dict)
    for example in (*corpus.supports, *corpus.appellations):
        if len(example.classes) == 1:
            fiches[example.classes[0]].update(dict.fromkeys(example.words))
    texts += [Example(tuple(words), (row,)) for row, words in sorted(fiches.items())]
    return [text for text in texts if text.classes]


def train_bag(corpus: Corpus, recipe: BagRecipe) -> TrainedBag:
    """Train on the documents of the corpus; the same seed and data give the same bag."""
    torch.set_num_threads(1)
    texts = documents(corpus)
    told = (*corpus.supports, *corpus.appellations, *corpus.everyday)
    work = work_words((word for text in told for word in text.words), corpus.offers)
    counts = Counter(word for text in texts for word in text.words if word in work)
    most = MOST_TEXTS_SHARE * len(texts)
    useful = [(-n, word) for word, n in counts.items() if LEAST_TEXTS <= n < most]
    words = sorted(word for _, word in sorted(useful)[: recipe.vocabulary])
    rarity = torch.tensor([math.log(len(texts) / counts[word]) for word in words])
    rows = {word: row for row, word in enumerate(words)}
    ids = [np.array([rows[w] for w in text.words if w in rows] or [0]) for text in texts]
    bag = _Bag(recipe, rarity, len(corpus.codes))
    _fit(bag, recipe, ids, texts)
    return TrainedBag(
        tuple(words),
        (bag.words * rarity[:, None]).detach().numpy(),
        torch.nn.functional.normalize(bag.classes, dim=1).detach().numpy(),
        bag.biases.detach().numpy(),
        recipe.scale,
    )


class _Bag(torch.nn.Module):
    def __init__(self, recipe: BagRecipe, rarity: torch.Tensor, class_count: int) -> None:
        super().__init__()
        generator = torch.Generator().manual_seed(recipe.seed)
        shape = (len(rarity), recipe.dimension)
        self.words = torch.nn.Parameter(torch.randn(shape, generator=generator) * 0.1)
        shape = (class_count, recipe.dimension)
        self.classes = torch.nn.Parameter(torch.randn(shape, generator=generator) * 0.1)
        self.biases = torch.nn.Parameter(torch.zeros(class_count))
        self._rarity = rarity
        self._scale = recipe.scale

    def forward(self, texts: Sequence[NDArray[np.int64]]) -> torch.Tensor:
        flat = torch.from_numpy(np.concatenate(texts))
        starts = np.cumsum([0, *(len(text) for text in texts[:-1])])
        sums = torch.nn.functional.embedding_bag(
            flat,
            self.words,
            torch.from_numpy(starts),
            mode="sum",
            per_sample_weights=self._rarity[flat],
        )
        unit = torch.nn.functional.normalize(sums, dim=1, eps=1e-6)
        classes = torch.nn.functional.normalize(self.classes, dim=1)
        return self._scale * unit @ classes.T + self.biases


def _fit(
    bag: _Bag, recipe: BagRecipe, ids: Sequence[NDArray[np.int64]], texts: Sequence[Example]
) -> None:
    rng = np.random.default_rng(recipe.seed)
    optimizer = torch.optim.Adam(bag.parameters(), lr=recipe.learning_rate)
    steps = recipe.epochs * math.ceil(len(ids) / recipe.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, recipe.learning_rate, total_steps=steps
    )
    for _ in range(recipe.epochs):
        order = rng.permutation(len(ids))
        for start in range(0, len(order), recipe.batch):
            chosen = order[start : start + recipe.batch]
            spoiled = [_drop(ids[row], recipe.word_dropout, rng) for row in chosen]
            loss = marginal_loss(bag(spoiled), [texts[row] for row in chosen])
            optimizer.zero_grad()
            torch.autograd.backward([loss])
            optimizer.step()
            schedule.step()


def _drop(ids: NDArray[np.int64], share: float, rng: np.random.Generator) -> NDArray[np.int64]:
    kept = ids[rng.random(len(ids)) >= share]
    return kept if len(kept) else ids
