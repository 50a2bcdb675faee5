"""What every criterion and gate reads of one comparison: offer, persons, shared readings."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from matching.arrays import added, dots, list_sum
from matching.occupations import OccupationTable
from matching.profiles import CandidateBatch, Float32Array, FloatArray, LicenceAsk, OfferProfile
from matching.territory import Hours, Territory, Trips

WORDS_SHARE = 0.45
"""Share of the closeness of words beside the proximity of fiches in a fit. Fiches alone
cannot tell two jobs of one fiche apart; words alone miss the same job said otherwise."""

FULL_CONFIDENCE = 0.5
"""Share of probability on the listed fiches from which the coder's reading counts whole."""


@dataclass(frozen=True)
class Comparison:
    """One offer against a batch, on one day."""

    offer: OfferProfile
    batch: CandidateBatch
    occupations: OccupationTable
    territory: Territory
    today: date

    def on_other_terms(self, offer: OfferProfile) -> "Comparison":
        """The comparison of an offer with the same words and other terms; words are not reread.

        Trips stay too where place, patterns and hours are the same.
        """
        other = replace(self, offer=offer)
        kept = ["near_fiches", "word_fit", "text_cosine", "topic_cosine", "holdings"]
        if _trip_facts(offer) == _trip_facts(self.offer):
            kept += ["hours", "trips"]
        other.__dict__.update((name, getattr(self, name)) for name in kept)
        return other

    def of(self, batch: CandidateBatch) -> "Comparison":
        """The same offer against some persons of the batch; their places are those of the whole."""
        other = replace(self, batch=batch)
        kept = ("hours", "trips", "near_fiches")
        other.__dict__.update((name, getattr(self, name)) for name in kept)
        return other

    def share_holdings(self, other: "Comparison") -> None:
        """Read titles once for several offers: `other` is of the same persons on the same day."""
        self.__dict__["holdings"] = other.holdings

    @cached_property
    def word_fit(self) -> FloatArray:
        """(titles,) how near the occupation that a title names stands to the offer's, 0..1.

        Proximity of fiches, normalised so that two identical readings give 1 however unsure
        they are, and closeness of the words to those of the title; or what the words are about
        against what the occupation is about, where that says more. Source: docs/decisions/0019.
        """
        words = self.batch.words
        vectors, topics = words.vectors[: words.titles], words.topics[: words.titles]
        cosine = np.clip(dots(vectors, self.offer.title_vector), 0.0, 1.0)
        named = (1.0 - WORDS_SHARE) * self._fiche_fit() + WORDS_SHARE * cosine
        fit: FloatArray = np.maximum(named, dots(topics, self.offer.occupation_topics))
        return fit

    @cached_property
    def near_fiches(self) -> Float32Array:
        """(f,) how near each fiche stands to those of the offer."""
        weights = self.offer.occupation_weights
        said = np.flatnonzero(weights)  # a handful of the 1,584 fiches
        near: Float32Array = np.einsum("f,fg->g", weights[said], self.occupations.proximity[said])
        return near

    def _fiche_fit(self) -> FloatArray:
        near = self.near_fiches
        self_offer = float(near @ self.offer.occupation_weights)
        words = self.batch.words
        if self_offer <= 0 or not words.titles:
            return np.zeros(words.titles)
        fiches, weights = words.readings
        cross = added(weights * near.take(fiches))
        own = words.self_fit[: words.titles]
        fit = cross / np.sqrt(np.where(own > 0, own, 1.0) * self_offer)
        confidence = np.minimum(words.certainty / FULL_CONFIDENCE, 1.0)
        bounded: FloatArray = np.clip(fit * confidence, 0.0, 1.0).astype(np.float64)
        return bounded

    @cached_property
    def holdings(self) -> dict[LicenceAsk, Any]:
        """Who holds what was asked about so far; `matching/credentials.py` fills it."""
        return {}

    @cached_property
    def hours(self) -> Hours:
        facts = self.offer.facts
        return self.territory.hours(facts.start_time, facts.end_time, tuple(facts.patterns))

    @cached_property
    def trips(self) -> Trips | None:
        """Trips from every place of the batch; None where the workplace is unknown."""
        workplace = self.offer.facts.workplace
        if workplace is None:
            return None
        return self.territory.trips(self.batch.places, workplace, self.hours)

    @cached_property
    def text_cosine(self) -> FloatArray:
        """(n,) cosine between a person's words and the text of the offer; NaN without words."""
        return _over(self._profile_sums[:, 0], self.batch.profile_norm)

    @cached_property
    def topic_cosine(self) -> FloatArray:
        """(n,) the same for what they are about."""
        return _over(self._profile_sums[:, 1], self.batch.topic_norm)

    @cached_property
    def _profile_sums(self) -> FloatArray:
        """(n, 2) products of the text of the offer with the sum of a person's words, and the same
        for what they are about."""
        words, offer = self.batch.words, self.offer
        named = dots(words.vectors, offer.text_vector)
        about = dots(words.topics, offer.text_topics)
        return list_sum(np.stack([named, about], axis=1), self.batch.profile)


def _over(products: FloatArray, norm: FloatArray) -> FloatArray:
    """(n,) products over lengths, NaN where there is no length."""
    cosine: FloatArray = products / np.where(norm > 0, norm, np.nan)
    return cosine


def _trip_facts(offer: OfferProfile) -> tuple[object, ...]:
    facts = offer.facts
    return facts.workplace, facts.start_time, facts.end_time, facts.patterns
