"""In which band a row stands: rules over fit, obstacles and unknowns; thresholds are data."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matching.criteria import Scored
from matching.criteria.experience import ExperienceScore
from matching.criteria.occupation import OccupationScore
from matching.engine import BandRules
from matching.profiles import BoolArray, FloatArray, StateArray
from models.vocabulary import Band, Criterion, Necessity

ORDER = tuple(Band)
COLUMNS = {criterion: column for column, criterion in enumerate(Criterion)}


@dataclass(frozen=True)
class Standing:
    """What the bands are decided on, (n,) each.

    obstacles : how many things hold a row back; liftable : whether each of them can be lifted;
    unsure : whether a requirement is left to check; untitled : whether a required licence or
    certificate is among them; least_half : what the half of the score that gives least gives of
    what it can, 0..1
    """

    occupation: OccupationScore
    experience: ExperienceScore
    education: Scored
    total: FloatArray
    obstacles: StateArray
    liftable: BoolArray
    unsure: BoolArray
    untitled: BoolArray
    least_half: FloatArray


def band_of(rules: BandRules, standing: Standing) -> StateArray:
    """(n,) position of each row in `Band`.

    A right person is one whose best source (a project, or six months lived) stands near the
    offer's occupation, or whose project stands less near, with work lived not far from it.
    Without obstacle: to check when a requirement is unknown; very suitable when it is this very
    occupation, by a validated project, what is required is there, and both what the person looks
    for and what the post asks are met; suitable otherwise. With
    one obstacle that can be lifted, and this very occupation validated or lived: with a lever.
    Everybody else, several obstacles, and who comes from a near occupation to one whose titles
    nobody knows them to hold: remote. Source: docs/decisions/0019.
    """
    fit = standing.occupation.fit
    lived = standing.occupation.lived_months >= rules.near_months
    right = (fit >= rules.right_fit) | ((standing.occupation.project_fit >= rules.near_fit) & lived)
    proven = (fit >= rules.proven_fit) & (standing.occupation.validated | lived)
    clear = standing.obstacles == 0
    liftable = ~clear & standing.liftable & (standing.obstacles <= rules.levers_allowed)
    band = np.full(len(fit), ORDER.index(Band.REMOTE), dtype=np.int8)
    band[proven & liftable] = ORDER.index(Band.WITH_LEVER)
    band[right & clear] = ORDER.index(Band.SUITABLE)
    band[right & clear & _very(rules, standing)] = ORDER.index(Band.VERY_SUITABLE)
    band[right & clear & standing.unsure] = ORDER.index(Band.TO_CHECK)
    band[clear & standing.untitled & (fit < rules.proven_fit)] = ORDER.index(Band.REMOTE)
    return band


def least_half(
    points: FloatArray, weights: Mapping[Criterion, float], halves: Iterable[Sequence[Criterion]]
) -> FloatArray:
    """(n,) the least share of its maximum that a half reaches; 1 where no half can give any.

    points : (n, 8) in the order of Criterion
    """
    least = np.ones(len(points))
    for members in halves:
        most = sum(weights[criterion] for criterion in members)
        given = np.zeros(len(points))
        for criterion in members:
            given += points[:, COLUMNS[criterion]]
        least = np.minimum(least, given / most) if most > 0 else least
    return least


def _very(rules: BandRules, standing: Standing) -> BoolArray:
    occupation = standing.occupation
    very: BoolArray = (
        (occupation.fit >= rules.very_fit)
        & occupation.validated
        & (standing.total >= rules.very_score)
        & (standing.least_half >= rules.very_half)
    )
    facts = occupation.comparison.offer.facts
    if facts.experience is Necessity.REQUIRED:
        very &= ~standing.experience.known | (standing.experience.score >= rules.very_requirements)
    if facts.education is Necessity.REQUIRED:
        very &= ~standing.education.known | (standing.education.score >= rules.very_requirements)
    return very
