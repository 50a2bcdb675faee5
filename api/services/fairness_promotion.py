"""Whether weights that were learnt keep every public within the band of exposure.

The lists of the last weeks are put in the order of these weights, band by band, and counted as
the monthly report counts them. What is said names groups of thirty persons at least.
"""

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
from sqlalchemy.orm import Session

from api.services.fairness_figures import figures_of
from api.services.fairness_groups import read_groups
from api.services.fairness_lists import List, Period, read_lists
from api.services.fairness_reading import ALL, exposure
from matching.bands import ORDER
from matching.engine import packaged_engine
from matching.learning.pooling import Learnt
from matching.learning.preferences import CRITERIA, Weights, as_vector
from matching.learning.promotion import ExposureCheck
from models.days import day_of
from models.fairness import FairnessFigure, Measure
from models.vocabulary import Criterion, Domain

LOOKS_BACK = timedelta(days=31)


def exposure_in_band(session: Session, at: datetime) -> ExposureCheck:
    """The check of the rule of promotion, on the lists made in the month before `at`.

    What it gives takes weights and says, in French, which publics they would put out of the
    band; nothing where all stay within, or where too few persons are concerned.
    """

    def check(learnt: Learnt) -> tuple[str, ...]:
        groups = read_groups(session, day_of(at))
        period = Period(at - LOOKS_BACK, at)
        right_fit = packaged_engine().bands.right_fit
        lists = [
            reordered(each, learnt.weights_in(each.domain))
            for each in read_lists(session, period, right_fit)
        ]
        tables = {(Measure.EXPOSURE, ALL): exposure(lists, groups.rows)}
        figures, _ = figures_of(tables, groups.breakdowns, seed=day_of(at).toordinal())
        return tuple(_words(each) for each in figures if each.is_out)

    return check


def reordered(each: List, weights: Weights) -> List:
    """The list in the order that other weights give it: bands first, then points, then places."""
    columns = [list(Criterion).index(criterion) for criterion in CRITERIA]
    values = np.array([row.values for row in each.rows]).reshape(-1, len(columns))[:, columns]
    points = values @ as_vector(weights)
    band = np.array([ORDER.index(row.band) for row in each.rows])
    place = np.array([row.place for row in each.rows])
    rows = [each.rows[row] for row in np.lexsort((place, -points, band)).tolist()]
    return replace(each, rows=tuple(replace(row, place=place) for place, row in enumerate(rows, 1)))


def _words(figure: FairnessFigure) -> str:
    where = "" if figure.domain == ALL else f" ({Domain(figure.domain).label})"
    ratio = f"{figure.ratio:.2f}".replace(".", ",")
    return (
        f"{figure.public.label}, {figure.group}{where} : la place en tête des listes sortirait de "
        f"la bande (rapport {ratio})"
    )
