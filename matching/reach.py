"""Which offers one person can stand on above the last band, told for all of them at once.

A band above the last one asks for a title, a project or an experience, that stands near enough
to the offer's occupation. How near each title stands to each offer is bounded here, offers in
columns; `matching.score` then scores the offers within reach, and nobody is given a place, a
point or a sentence by this module. Source: docs/decisions/0020.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching.arrays import ROUNDING
from matching.context import FULL_CONFIDENCE, WORDS_SHARE, Comparison
from matching.criteria.occupation import NOT_FAR
from matching.engine import BandRules
from matching.profiles import BoolArray, CandidateBatch, Float32Array, FloatArray, WordTable


@dataclass(frozen=True)
class OfferColumns:
    """m offers, what says how near a title stands to each.

    near : (f, m) how near each fiche stands to those of the offer
    self_near : (m,) the same of the offer with itself, 0 where it names no fiche
    titles : (d, m) vectors of the titles; topics : (t, m) what the occupations are about
    """

    near: Float32Array
    self_near: Float32Array
    titles: Float32Array
    topics: Float32Array


def offer_columns(comparisons: Sequence[Comparison]) -> OfferColumns:
    """The offers of one comparison or more, in their order; whom they compare is not read."""
    offers = [each.offer for each in comparisons]
    near = [each.near_fiches for each in comparisons]
    own = [row @ offer.occupation_weights for row, offer in zip(near, offers, strict=True)]
    return OfferColumns(
        near=np.ascontiguousarray(np.stack(near, axis=1)),
        self_near=np.array(own, dtype=np.float32),
        titles=np.ascontiguousarray(np.stack([each.title_vector for each in offers], axis=1)),
        topics=np.ascontiguousarray(np.stack([each.occupation_topics for each in offers], axis=1)),
    )


def within_reach(person: CandidateBatch, offers: OfferColumns, rules: BandRules) -> BoolArray:
    """(m,) where the only person of the batch may stand above the last band; False: cannot.

    Sums round otherwise than in `Comparison.word_fit`, far less than the `ROUNDING` that is
    allowed for.
    """
    most = most_fit(person.words, offers) + ROUNDING
    projects = person.project_word[0]
    lived = person.experience.item
    project = _best(most[projects[projects >= 0]])
    best = np.maximum(project, _best(most[lived]))
    months = np.where(np.isnan(person.experience_months), 0.0, person.experience_months)
    spent = np.where(most[lived] >= NOT_FAR, months[:, np.newaxis], 0.0).sum(axis=0)
    is_near = (project >= rules.near_fit) & (spent >= rules.near_months - ROUNDING)
    reach: BoolArray = is_near | (best >= min(rules.right_fit, rules.proven_fit))
    return reach


def most_fit(words: WordTable, offers: OfferColumns) -> FloatArray:
    """(titles, m) `Comparison.word_fit` of each offer, but for rounding."""
    vectors, topics = words.vectors[: words.titles], words.topics[: words.titles]
    cosine = np.clip(vectors @ offers.titles, 0.0, 1.0)
    named = (1.0 - WORDS_SHARE) * _fiche_fit(words, offers) + WORDS_SHARE * cosine
    most: FloatArray = np.maximum(named, topics @ offers.topics).astype(np.float64)
    return most


def _fiche_fit(words: WordTable, offers: OfferColumns) -> FloatArray:
    fiches, weights = words.readings
    cross = np.zeros((words.titles, len(offers.self_near)))
    for rows, shares in zip(fiches, weights, strict=True):
        cross += shares[:, np.newaxis] * offers.near[rows]
    own = words.self_fit[: words.titles, np.newaxis]
    says = offers.self_near > 0
    length = np.sqrt(np.where(own > 0, own, 1.0) * np.where(says, offers.self_near, 1.0))
    confidence = np.minimum(words.certainty / FULL_CONFIDENCE, 1.0)[:, np.newaxis]
    fit: FloatArray = np.where(says, np.clip(cross / length * confidence, 0.0, 1.0), 0.0)
    return fit


def _best(fits: FloatArray) -> FloatArray:
    """(m,) the best of some titles, 0 without any."""
    best: FloatArray = fits.max(axis=0, initial=0.0)
    return best
