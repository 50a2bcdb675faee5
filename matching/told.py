"""A gate that is only told changes no rank: what its fact gives in points counts as met for all.

Everybody gets the full part, so that no one who does not meet it is before, or behind, for it;
nobody has fewer points than while it blocked. Source: docs/decisions/0029.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from matching.arrays import shares
from matching.context import Comparison
from matching.criteria import RowByRow, Scored
from matching.criteria.contract import ContractScore
from matching.criteria.credentials import CredentialScore, credit
from matching.criteria.education import education
from matching.forces import force_of
from matching.profiles import BoolArray, FloatArray
from models.vocabulary import Criterion, Force, Gate, Necessity

SAID = "Indiqué seulement pour cette offre : compté comme rempli pour tous."

FED = {
    Gate.TRAVEL: Criterion.MOBILITY,
    Gate.CONTRACT: Criterion.CONTRACT,
    Gate.AVAILABILITY: Criterion.CONTRACT,
    Gate.CREDENTIAL: Criterion.CREDENTIALS,
    Gate.LANGUAGE: Criterion.EDUCATION,
}
"""The criterion that reads the fact of a gate; schedules and restrictions give no points."""


@dataclass(frozen=True)
class CountedAsMet(RowByRow):
    """A criterion whose facts are those of `found`, and whose points count a part of it as met."""

    found: Scored
    score: FloatArray
    known: BoolArray

    def reason(self, row: int) -> str:
        said = self.found.reason(row)
        if not self.found.known[row] and "inconnu" not in said.lower():
            said = f"Inconnu. {said}"
        return f"{said} {SAID}"

    def question(self, row: int) -> str | None:
        return self.found.question(row)


def counted_as_met(
    comparison: Comparison,
    criteria: Mapping[Criterion, Scored],
    neutral: Mapping[Criterion, float],
) -> dict[Criterion, Scored]:
    """The criteria of the gates that are only told, as they then count.

    Who was unknown keeps at least the frozen value of `neutral`.
    """
    told = frozenset(g for g in FED if force_of(comparison.offer, g) is Force.TOLD)
    changed: dict[Criterion, Scored] = {}
    for criterion in dict.fromkeys(FED[gate] for gate in Gate if gate in told):
        found = criteria[criterion]
        score, known = _part(comparison, found, criterion, told)
        least = np.where(found.known, 0.0, neutral[criterion])
        changed[criterion] = CountedAsMet(found, np.maximum(score, least), known)
    return changed


def _part(
    comparison: Comparison, found: Scored, criterion: Criterion, told: frozenset[Gate]
) -> tuple[FloatArray, BoolArray]:
    """Score and known of a criterion with what is told counted as met."""
    if isinstance(found, ContractScore):
        return _of_contract(found, told)
    if isinstance(found, CredentialScore):
        return _of_titles(found)
    if criterion is Criterion.EDUCATION:
        return _of_level(comparison)
    return _whole(found.score)


def _whole(score: FloatArray) -> tuple[FloatArray, BoolArray]:
    return np.ones_like(score), np.ones(len(score), dtype=np.bool_)


def _of_contract(found: ContractScore, told: frozenset[Gate]) -> tuple[FloatArray, BoolArray]:
    """Kind or start counted as met; the hours of the week count as before."""
    kinds, start, known = found.contract, found.start, found.known
    if Gate.CONTRACT in told:
        kinds = np.where(np.isnan(kinds), kinds, 1.0)
    if Gate.AVAILABILITY in told:
        start, known = np.ones_like(start), np.ones_like(known)
    parts = np.stack([kinds, found.hours, start], axis=1)
    said = ~np.isnan(parts)
    return np.where(said, parts, 0.0).sum(axis=1) / said.sum(axis=1), known


def _of_titles(found: CredentialScore) -> tuple[FloatArray, BoolArray]:
    """Required titles counted as held; wished ones count as before."""
    if not found.wished:
        return _whole(found.score)
    whole = np.ones(len(found.score))
    titles = [whole] * len(found.required) + [credit(each) for each in found.wished]
    return shares(np.stack(titles, axis=1), found.weight), found.knows_wished


def _of_level(comparison: Comparison) -> tuple[FloatArray, BoolArray]:
    """Required languages counted as spoken; the level and wished languages count as before."""
    offer = comparison.offer
    kept = tuple(each for each in offer.facts.languages if each[2] is not Necessity.REQUIRED)
    met = len(offer.facts.languages) - len(kept)
    left = len(kept) + (offer.facts.education_level is not None)
    facts = replace(offer.facts, languages=kept)
    rest = education(replace(comparison, offer=replace(offer, facts=facts)))
    if not left:
        return _whole(rest.score)
    return (rest.score * left + met) / (left + met), rest.known
