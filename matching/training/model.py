"""Training of the static embedding and of the class vectors, with torch on one thread."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from matching.ngrams import bigrams, word_tokens
from matching.training.corpus import Corpus, Example

UNKNOWN = "[UNK]"
_JUNK_REPEATS = 3
"""Times words that name no occupation are seen an epoch: they are few."""
_LEAST_TEXTS = 3
_NGRAM_DISCOUNT = 3
"""Character n-grams weigh this much less than words when the vocabulary is chosen."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """Settings of one training run; sizes in tokens and numbers, learning rate per step."""

    vocabulary: int = 20_000
    dimension: int = 128
    epochs: int = 10
    batch: int = 512
    learning_rate: float = 0.01
    scale: float = 10.0
    word_dropout: float = 0.15
    typo_rate: float = 0.1
    support_share: float = 0.25
    seed: int = 20261122


@dataclass(frozen=True)
class Trained:
    """vocabulary: tokens in order, the unknown token first; weights (tokens, d) float32;
    classes (n + 1, d) float32 unit rows, biases (n + 1,), the last for "no occupation"."""

    vocabulary: tuple[str, ...]
    weights: NDArray[np.float32]
    classes: NDArray[np.float32]
    biases: NDArray[np.float32]
    scale: float


def tokens(words: Sequence[str]) -> list[str]:
    """All n-gram tokens of a stemmed text."""
    return [t for word in words for t in word_tokens(word)] + list(bigrams(list(words)))


def choose_vocabulary(corpus: Corpus, size: int) -> tuple[str, ...]:
    """The `size` tokens seen in most texts; character n-grams count for a third."""
    counts: Counter[str] = Counter()
    for examples, weight in (
        (corpus.appellations, 2),
        (corpus.titles, 2),
        (corpus.supports, 1),
        (corpus.junk, 2),
    ):
        for example in examples:
            for token in set(tokens(example.words)):
                counts[token] += weight
    ranked = sorted(
        (-count / (_NGRAM_DISCOUNT if token.startswith("#") else 1), token)
        for token, count in counts.items()
        if count >= _LEAST_TEXTS
    )
    return (UNKNOWN, *sorted(token for _, token in ranked[: size - 1]))


class TitleModel(torch.nn.Module):
    """Mean of token vectors, then cosine with a vector for each class."""

    def __init__(self, recipe: Recipe, token_count: int, class_count: int) -> None:
        super().__init__()
        generator = torch.Generator().manual_seed(recipe.seed)
        self.scale = recipe.scale
        self.tokens = torch.nn.Parameter(
            torch.randn(token_count, recipe.dimension, generator=generator) * 0.1
        )
        self.classes = torch.nn.Parameter(
            torch.randn(class_count, recipe.dimension, generator=generator) * 0.1
        )
        self.biases = torch.nn.Parameter(torch.zeros(class_count))

    def embed(self, ids: torch.Tensor, offsets: torch.Tensor) -> torch.Tensor:
        bags = torch.nn.functional.embedding_bag(ids, self.tokens, offsets, mode="mean")
        return torch.nn.functional.normalize(bags, dim=1, eps=1e-6)

    def forward(self, ids: torch.Tensor, offsets: torch.Tensor) -> torch.Tensor:
        classes = torch.nn.functional.normalize(self.classes, dim=1)
        return self.scale * self.embed(ids, offsets) @ classes.T + self.biases


class Batches:
    """Shuffled, slightly spoiled batches of examples as flat token ids."""

    def __init__(self, vocabulary: Sequence[str], recipe: Recipe) -> None:
        self._ids = {token: row for row, token in enumerate(vocabulary)}
        self._known_words: dict[str, list[int]] = {}
        self._recipe = recipe
        self._rng = np.random.default_rng(recipe.seed)

    def spoil(self, words: Sequence[str]) -> list[str]:
        """Drop some words, misspell one now and then; never drop them all."""
        rng, recipe = self._rng, self._recipe
        kept = [word for word in words if rng.random() >= recipe.word_dropout] or list(words)
        if rng.random() < recipe.typo_rate:
            place = int(rng.integers(len(kept)))
            kept[place] = self._misspell(kept[place])
        return kept

    def _misspell(self, word: str) -> str:
        if len(word) < 4:
            return word
        at = int(self._rng.integers(1, len(word) - 1))
        kind = int(self._rng.integers(3))
        if kind == 0:
            return word[:at] + word[at + 1 :]
        if kind == 1:
            return word[:at] + word[at] + word[at:]
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]

    def ids(self, texts: Sequence[Sequence[str]]) -> tuple[torch.Tensor, torch.Tensor]:
        """Flat token ids and the offset of each text."""
        flat: list[int] = []
        offsets = []
        for words in texts:
            offsets.append(len(flat))
            before = len(flat)
            for word in words:
                flat.extend(self._word_ids(word))
            flat.extend(self._ids[pair] for pair in bigrams(list(words)) if pair in self._ids)
            if len(flat) == before:
                flat.append(0)
        return torch.tensor(flat), torch.tensor(offsets)

    def _word_ids(self, word: str) -> list[int]:
        if word not in self._known_words:
            known = [self._ids[token] for token in word_tokens(word) if token in self._ids]
            self._known_words[word] = known
        return self._known_words[word]

    def epoch(self, examples: Sequence[Example]) -> Iterator[list[Example]]:
        """The examples in a new order, a batch at a time."""
        order = self._rng.permutation(len(examples))
        for start in range(0, len(order), self._recipe.batch):
            yield [examples[row] for row in order[start : start + self._recipe.batch]]


def marginal_loss(
    logits: torch.Tensor, examples: Sequence[Example], counts: torch.Tensor | None = None
) -> torch.Tensor:
    """Mean of -log of the mass on the classes each example may stand for.

    counts : (n,) weight of each example in the mean, 1 by default
    """
    width = max(len(example.classes) for example in examples)
    allowed = torch.full((len(examples), width), -1)
    for row, example in enumerate(examples):
        allowed[row, : len(example.classes)] = torch.tensor(example.classes)
    logs = torch.log_softmax(logits, dim=1).gather(1, allowed.clamp(min=0))
    losses = -torch.logsumexp(logs.masked_fill(allowed < 0, -torch.inf), dim=1)
    return losses.mean() if counts is None else (losses * counts).sum() / counts.sum()


def train(corpus: Corpus, recipe: Recipe) -> Trained:
    """Train on the corpus; the same seed and data give the same model."""
    torch.set_num_threads(1)
    vocabulary = choose_vocabulary(corpus, recipe.vocabulary)
    model = TitleModel(recipe, len(vocabulary), len(corpus.codes) + 1)
    _fit(model, recipe, corpus, Batches(vocabulary, recipe))
    return Trained(
        vocabulary,
        model.tokens.detach().numpy(),
        torch.nn.functional.normalize(model.classes, dim=1).detach().numpy(),
        model.biases.detach().numpy(),
        recipe.scale,
    )


def _fit(model: TitleModel, recipe: Recipe, corpus: Corpus, batches: Batches) -> None:
    named = [*corpus.appellations, *corpus.titles, *corpus.junk * _JUNK_REPEATS]
    support_count = min(len(corpus.supports), int(len(named) * recipe.support_share))
    rng = np.random.default_rng(recipe.seed + 1)
    optimizer = torch.optim.Adam(model.parameters(), lr=recipe.learning_rate, betas=(0.9, 0.99))
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer,
        recipe.learning_rate,
        total_steps=recipe.epochs * math.ceil((len(named) + support_count) / recipe.batch),
    )
    for _ in range(recipe.epochs):
        picked = rng.choice(len(corpus.supports), support_count, replace=False)
        mixed = [*named, *(corpus.supports[row] for row in picked)]
        for chosen in batches.epoch(mixed):
            ids, offsets = batches.ids([batches.spoil(example.words) for example in chosen])
            loss = marginal_loss(model(ids, offsets), chosen)
            optimizer.zero_grad()
            torch.autograd.backward([loss])
            optimizer.step()
            schedule.step()
