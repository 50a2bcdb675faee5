"""Comparisons whose words stand at cosines set by hand, so that scores can be worked out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from matching.context import Comparison
from matching.profiles import Float32Array


def place_words(comparison: Comparison, cosines: Mapping[str, Sequence[float]]) -> Comparison:
    """The comparison with each text of the persons at the cosines given.

    The k-th cosine is that with the k-th skill listed by the offer; the first also counts for
    the text of the offer and the core skills of its fiche. Texts left out are close to nothing.
    What words are about stands at the cosines of the words.
    """
    words, batch, offer = comparison.batch.words, comparison.batch, comparison.offer
    axes = np.eye(max(len(offer.facts.skills), 1) + 1, dtype=np.float32)
    vectors = np.stack([_unit(cosines.get(text, ()), len(axes)) for text in words.texts])
    sums = np.zeros((len(batch), len(axes)))
    np.add.at(sums, batch.profile.owner, vectors[batch.profile.item])
    return replace(
        comparison,
        batch=replace(
            batch,
            words=replace(words, vectors=vectors, topics=vectors),
            profile_norm=np.linalg.norm(sums, axis=1),
            topic_norm=np.linalg.norm(sums, axis=1),
        ),
        offer=replace(
            offer,
            text_vector=axes[0],
            text_topics=axes[0],
            core_skills=axes[0],
            skill_vectors=axes[: len(offer.facts.skills)],
            skill_topics=axes[: len(offer.facts.skills)],
        ),
    )


def _unit(cosines: Sequence[float], dimension: int) -> Float32Array:
    vector = np.zeros(dimension)
    vector[: len(cosines)] = cosines
    vector[-1] = np.sqrt(1.0 - np.sum(np.square(cosines)))
    return vector.astype(np.float32)
