"""Weights that would push a public out of the head of lists are not promoted."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from api.services.fairness_groups import SEXES
from api.services.fairness_promotion import exposure_in_band, reordered
from matching.engine import packaged_engine
from matching.learning.pooling import Learnt, Regime
from matching.learning.preferences import Weights, as_vector
from matching.learning.weights import Fit
from models.vocabulary import Band, Criterion
from tests.api.services.fairness_world import MADE, Office, office, write_office

AT = MADE + timedelta(days=10)
LEANING = {c: 0.93 if c is Criterion.MOBILITY else 0.01 for c in Criterion}
"""Weights that follow mobility and little else."""


def learnt(weights: Weights) -> Learnt:
    return Learnt(Regime.GLOBAL, Fit(weights, 12.0), {})


def apart() -> Office:
    """Nobody is pushed down as things stand; in mobility the men have more."""
    made = office(8, False, people=300, lists=20)
    women = made.breakdowns[0].codes == SEXES.index("Femmes")
    at = list(Criterion).index(Criterion.MOBILITY)
    lists = []
    for each in made.lists:
        rows = []
        for row in each.rows:
            values = [1 - row.place / 1000] * len(Criterion)
            values[at] = 0.3 if women[row.candidate_id] else 0.9
            rows.append(replace(row, values=tuple(values)))
        lists.append(replace(each, rows=tuple(rows)))
    return replace(made, lists=tuple(lists))


def test_weights_that_lean_on_what_a_public_lacks_are_held_back(session: Session) -> None:
    write_office(session, apart())
    said = exposure_in_band(session, AT)(learnt(LEANING))
    assert any(each.startswith("Sexe, Femmes : la place en tête des listes") for each in said)


def test_weights_that_change_nothing_for_anybody_are_not(session: Session) -> None:
    write_office(session, office(8, False, people=300, lists=20))
    assert exposure_in_band(session, AT)(learnt(packaged_engine().weights)) == ()


def test_lists_of_longer_ago_are_not_read(session: Session) -> None:
    write_office(session, apart())
    assert exposure_in_band(session, AT + timedelta(days=31))(learnt(LEANING)) == ()


def test_other_weights_move_rows_inside_their_band_alone() -> None:
    each = apart().lists[0]
    blocked = {row.candidate_id for row in each.rows if row.band is Band.WITH_LEVER}
    again = reordered(each, LEANING)
    assert [row.place for row in again.rows] == list(range(1, len(each.rows) + 1))
    assert {row.candidate_id for row in again.rows[-len(blocked) :]} == blocked
    clear = [row for row in again.rows if row.candidate_id not in blocked]
    points = [float(as_vector(LEANING) @ row.values) for row in clear]
    assert points == pytest.approx(sorted(points, reverse=True))
