"""From criteria to points: one offer against a batch, arrays in and arrays out.

points = weight x score for each criterion; the points add up to the score, exactly, because
there is nothing else. An unknown fact takes its frozen value and says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from matching.arrays import added
from matching.bands import Standing, band_of, least_half
from matching.context import Comparison
from matching.credentials import UNMET
from matching.criteria import Scored
from matching.criteria.closeness import ClosenessScore, closeness, closeness_at_most
from matching.criteria.contract import contract
from matching.criteria.credentials import credentials
from matching.criteria.education import education
from matching.criteria.experience import ExperienceScore, experience
from matching.criteria.mobility import MobilityScore, mobility
from matching.criteria.occupation import OccupationScore, occupation
from matching.criteria.skills import SkillScore, skills, skills_at_most
from matching.engine import Engine
from matching.gates import Gated, gates
from matching.profiles import BoolArray, FloatArray, OfferProfile, StateArray
from matching.told import counted_as_met
from models.vocabulary import Criterion


@dataclass(frozen=True)
class WordScores:
    """The criteria that rest on the words of the offer alone, not on its terms."""

    occupation: OccupationScore
    skills: SkillScore
    closeness: ClosenessScore


@dataclass(frozen=True)
class Scores:
    """One offer against n persons.

    values : (n, 8) in the order of Criterion, frozen values where unknown
    known : (n, 8)
    points : (n, 8) weight x value
    total : (n,) sum of the points
    eligible : (n,) no gate is known to be unmet
    obstacles : (n,) how many things hold a row back
    band : (n,) position in Band
    """

    comparison: Comparison
    words: WordScores
    criteria: dict[Criterion, Scored]
    gates: tuple[Gated, ...]
    values: FloatArray
    known: BoolArray
    points: FloatArray
    total: FloatArray
    eligible: BoolArray
    obstacles: StateArray
    band: StateArray


def score(comparison: Comparison, engine: Engine) -> Scores:
    """Score, gate and band every person of the batch for the offer. Pure; drops nobody."""
    words = WordScores(occupation(comparison), skills(comparison), closeness(comparison))
    return _scored(comparison, words, engine)


def score_at_most(comparison: Comparison, engine: Engine) -> Scores:
    """Scores with full credit for what is only known by reading text vectors; see `head`.

    Nobody's points, nor band, can be better in `score`: sums round alike, upwards of lesser ones.
    """
    words = WordScores(
        occupation(comparison), skills_at_most(comparison), closeness_at_most(comparison)
    )
    return _scored(comparison, words, engine)


def rescore(scores: Scores, offer: OfferProfile, engine: Engine) -> Scores:
    """Scores of the same words with other terms, as `score` would give them, and sooner.

    `offer` has the title, description, occupation and skills of the offer that was scored.
    """
    comparison = scores.comparison.on_other_terms(offer)
    words = replace(
        scores.words,
        occupation=replace(scores.words.occupation, comparison=comparison),
        skills=replace(scores.words.skills, comparison=comparison),
    )
    return _scored(comparison, words, engine, scores)


def _scored(
    comparison: Comparison, words: WordScores, engine: Engine, before: Scores | None = None
) -> Scores:
    """`before` : of the same persons and words, whatever its terms."""
    experience_score, trip = _experience(comparison, before), _trip(comparison, before)
    level = education(comparison)
    criteria: dict[Criterion, Scored] = {
        Criterion.OCCUPATION: words.occupation,
        Criterion.SKILLS: words.skills,
        Criterion.EXPERIENCE: experience_score,
        Criterion.MOBILITY: trip,
        Criterion.CONTRACT: contract(comparison),
        Criterion.CREDENTIALS: credentials(comparison),
        Criterion.EDUCATION: level,
        Criterion.CLOSENESS: words.closeness,
    }
    domain = comparison.offer.facts.domain
    neutral, weights = engine.neutral[domain], engine.weights_in(domain)
    held = gates(comparison, trip, level)
    if comparison.offer.facts.forces:
        criteria |= counted_as_met(comparison, criteria, neutral)
    values, known, points, total = _added(criteria, neutral, weights)
    least = least_half(points, weights, engine.halves.values())
    graded = criteria[Criterion.EDUCATION]
    standing = _standing(words.occupation, experience_score, graded, total, held, least)
    return Scores(
        comparison=comparison,
        words=words,
        criteria=criteria,
        gates=held,
        values=values,
        known=known,
        points=points,
        total=total,
        eligible=standing.obstacles == 0,
        obstacles=standing.obstacles,
        band=band_of(engine.bands, standing),
    )


def _experience(comparison: Comparison, before: Scores | None) -> ExperienceScore:
    """The experience, as it stood where the terms say the same of it."""
    facts = comparison.offer.facts
    known = None if before is None else before.criteria[Criterion.EXPERIENCE]
    if before is not None and isinstance(known, ExperienceScore):
        told = before.comparison.offer.facts
        if (told.experience, told.experience_months) == (facts.experience, facts.experience_months):
            return replace(known, comparison=comparison)
    return experience(comparison)


def _trip(comparison: Comparison, before: Scores | None) -> MobilityScore:
    """The trip, as it stood where the terms leave trips, vehicle and access as they are."""
    facts = comparison.offer.facts
    known = None if before is None else before.criteria[Criterion.MOBILITY]
    if before is not None and isinstance(known, MobilityScore):
        told = before.comparison.offer.facts
        are_alike = (told.vehicle, told.access) == (facts.vehicle, facts.access)
        if are_alike and comparison.trips is before.comparison.trips:
            return replace(known, comparison=comparison)
    return mobility(comparison)


def _added(
    criteria: Mapping[Criterion, Scored],
    neutral: Mapping[Criterion, float],
    weights: Mapping[Criterion, float],
) -> tuple[FloatArray, BoolArray, FloatArray, FloatArray]:
    """(n, 8) values, known and points, (n,) their total, added two by two always alike."""
    count = len(criteria[Criterion.OCCUPATION].score)
    values, points = np.empty((2, len(Criterion), count))  # a criterion after the other in memory
    known = np.empty((len(Criterion), count), dtype=np.bool_)
    for column, criterion in enumerate(Criterion):
        scored = criteria[criterion]
        known[column] = scored.known
        values[column] = np.where(scored.known, scored.score, neutral[criterion])
        np.multiply(values[column], weights[criterion], out=points[column])
    return values.T, known.T, points.T, added(points)


def _standing(
    occupation: OccupationScore,
    experience: ExperienceScore,
    level: Scored,
    total: FloatArray,
    held: tuple[Gated, ...],
    least: FloatArray,
) -> Standing:
    """What the gates leave of each person, one gate after the other."""
    obstacles = np.zeros(len(total), dtype=np.int8)
    liftable = np.ones(len(total), dtype=np.bool_)
    unsure, untitled = np.zeros((2, len(total)), dtype=np.bool_)
    for gated in held:
        unmet = gated.state == UNMET
        obstacles += gated.weight * unmet
        liftable &= ~unmet | gated.liftable
        unsure |= gated.unsettled
        untitled |= gated.untitled
    return Standing(
        occupation, experience, level, total, obstacles, liftable, unsure, untitled, least
    )
