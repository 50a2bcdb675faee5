"""In which band a row stands: rules over fit, obstacles and unknowns; thresholds are data."""

import numpy as np

from matching.criteria.experience import ExperienceScore
from matching.criteria.occupation import OccupationScore
from matching.engine import BandRules
from matching.profiles import BoolArray, FloatArray, StateArray
from models.vocabulary import Band

ORDER = tuple(Band)


def band_of(
    rules: BandRules,
    occupation: OccupationScore,
    experience: ExperienceScore,
    total: FloatArray,
    obstacles: StateArray,
    liftable: BoolArray,
    unsure: BoolArray,
) -> StateArray:
    """(n,) position of each row in `Band`.

    A right person is one whose project, or lived occupation, stands near the offer's.
    Without obstacle: very suitable when it is this very occupation, validated, and nothing
    is left to check; to check when a requirement is unknown; suitable otherwise. With one
    obstacle that can be lifted: with a lever. Everybody else, and several obstacles: remote.
    """
    right = occupation.fit >= rules.near_fit
    clear = obstacles == 0
    very = (
        (occupation.fit >= rules.same_fit)
        & (occupation.score >= rules.very_suitable_worth)
        & (total >= rules.very_suitable_score)
    )
    band = np.full(len(total), ORDER.index(Band.REMOTE), dtype=np.int8)
    lever = right & ~clear & liftable & (obstacles <= rules.levers_allowed)
    band[lever] = ORDER.index(Band.WITH_LEVER)
    band[right & clear] = ORDER.index(Band.SUITABLE)
    band[right & clear & very] = ORDER.index(Band.VERY_SUITABLE)
    band[right & clear & unsure] = ORDER.index(Band.TO_CHECK)
    return band
