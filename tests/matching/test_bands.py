"""Bands at the edges of their thresholds, as the data and the page for advisors say them."""

import re
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from matching.bands import ORDER, Standing, band_of
from matching.context import WORDS_SHARE
from matching.criteria.education import EducationScore
from matching.criteria.experience import ExperienceScore
from matching.criteria.occupation import EXPERIENCE_MONTHS, OccupationScore
from matching.engine import BandRules, packaged_engine
from matching.profiles import ProjectFact
from models.vocabulary import Band, Necessity
from tests.matching.factories import compare, make_candidate, make_offer, ranked

RULES = packaged_engine().bands
STEP = 1e-6
PAGE = Path(__file__).parents[2] / "docs" / "bandes.md"

VERY: dict[str, Any] = {
    "fit": 0.9,
    "project_fit": 0.9,
    "lived_months": 0.0,
    "validated": True,
    "total": 0.9,
    "obstacles": 0,
    "liftable": True,
    "unsure": False,
    "untitled": False,
    "least_half": 0.9,
    "experience": 1.0,
    "experience_known": True,
    "education": 1.0,
    "education_known": True,
}
"""A very suitable person, as the bands see one."""


def stand(offer: dict[str, Any] | None = None, **changes: Any) -> Standing:
    comparison = compare(make_offer(**(offer or {})), [make_candidate()])
    row = {name: np.array([value]) for name, value in (VERY | changes).items()}
    no = np.array([False])
    return Standing(
        occupation=OccupationScore(
            comparison=comparison,
            score=row["fit"],
            known=~no,
            fit=row["fit"],
            source=np.array([0], dtype=np.int32),
            validated=row["validated"],
            project_fit=row["project_fit"],
            lived_months=row["lived_months"],
        ),
        experience=ExperienceScore(
            comparison, row["experience"], row["experience_known"], np.array([0.0]), 12.0
        ),
        education=EducationScore(comparison, row["education"], row["education_known"], no, no),
        total=row["total"],
        obstacles=row["obstacles"].astype(np.int8),
        liftable=row["liftable"],
        unsure=row["unsure"],
        untitled=row["untitled"],
        least_half=row["least_half"],
    )


def band(rules: BandRules = RULES, offer: dict[str, Any] | None = None, **changes: Any) -> Band:
    return ORDER[int(band_of(rules, stand(offer, **changes))[0])]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, Band.VERY_SUITABLE, id="everything there"),
        pytest.param({"validated": False}, Band.SUITABLE, id="project not validated"),
        pytest.param({"unsure": True}, Band.TO_CHECK, id="a requirement to check"),
        pytest.param({"validated": False, "unsure": True}, Band.TO_CHECK, id="both"),
        pytest.param({"unsure": True, "untitled": True}, Band.TO_CHECK, id="a title to check"),
        pytest.param(
            {"fit": 0.65, "unsure": True, "untitled": True},
            Band.REMOTE,
            id="a title to check of a near occupation",
        ),
        pytest.param({"obstacles": 1}, Band.WITH_LEVER, id="one obstacle that can be lifted"),
        pytest.param(
            {"obstacles": 1, "validated": False}, Band.REMOTE, id="neither validated nor lived"
        ),
        pytest.param(
            {"obstacles": 1, "validated": False, "lived_months": 6.0}, Band.WITH_LEVER, id="lived"
        ),
        pytest.param({"obstacles": 1, "fit": 0.65}, Band.REMOTE, id="lever, near occupation"),
        pytest.param({"obstacles": 1, "unsure": True}, Band.WITH_LEVER, id="and one to check"),
        pytest.param({"obstacles": 1, "liftable": False}, Band.REMOTE, id="nothing lifts it"),
        pytest.param({"obstacles": 2}, Band.REMOTE, id="two obstacles"),
        pytest.param({"fit": 0.2, "project_fit": 0.2}, Band.REMOTE, id="another trade"),
        pytest.param(
            {"fit": 0.2, "project_fit": 0.2, "unsure": True}, Band.REMOTE, id="nothing to check"
        ),
        pytest.param(
            {"fit": 0.2, "project_fit": 0.2, "obstacles": 1}, Band.REMOTE, id="nothing to lift"
        ),
        pytest.param(
            {"fit": 0.2, "project_fit": 0.2, "lived_months": 90.0}, Band.REMOTE, id="months alone"
        ),
    ],
)
def test_rules(changes: dict[str, Any], expected: Band) -> None:
    assert band(**changes) is expected


NEAR: dict[str, Any] = {
    "fit": RULES.near_fit,
    "project_fit": RULES.near_fit,
    "lived_months": RULES.near_months,
}


@pytest.mark.parametrize(
    ("base", "name", "threshold", "under", "over"),
    [
        pytest.param(
            {"project_fit": 0.0}, "fit", RULES.right_fit, Band.REMOTE, Band.SUITABLE, id="right fit"
        ),
        pytest.param({}, "fit", RULES.very_fit, Band.SUITABLE, Band.VERY_SUITABLE, id="very fit"),
        pytest.param(
            {}, "total", RULES.very_score, Band.SUITABLE, Band.VERY_SUITABLE, id="very score"
        ),
        pytest.param(
            {}, "least_half", RULES.very_half, Band.SUITABLE, Band.VERY_SUITABLE, id="very half"
        ),
        pytest.param(
            NEAR, "project_fit", RULES.near_fit, Band.REMOTE, Band.SUITABLE, id="near fit"
        ),
        pytest.param(
            {"obstacles": 1}, "fit", RULES.proven_fit, Band.REMOTE, Band.WITH_LEVER, id="proven fit"
        ),
        pytest.param(
            NEAR, "lived_months", RULES.near_months, Band.REMOTE, Band.SUITABLE, id="near months"
        ),
    ],
)
def test_a_threshold_is_reached_at_its_value(
    base: dict[str, Any], name: str, threshold: float, under: Band, over: Band
) -> None:
    assert band(**{**base, name: threshold - STEP}) is under
    assert band(**{**base, name: threshold}) is over
    assert band(**{**base, name: threshold + STEP}) is over


@pytest.mark.parametrize("asked", ["experience", "education"])
@pytest.mark.parametrize(
    ("necessity", "score", "known", "expected"),
    [
        (Necessity.REQUIRED, RULES.very_requirements - STEP, True, Band.SUITABLE),
        (Necessity.REQUIRED, RULES.very_requirements, True, Band.VERY_SUITABLE),
        (Necessity.REQUIRED, RULES.very_requirements + STEP, True, Band.VERY_SUITABLE),
        (Necessity.REQUIRED, 0.0, False, Band.VERY_SUITABLE),
        (Necessity.WISHED, 0.0, True, Band.VERY_SUITABLE),
        (None, 0.0, True, Band.VERY_SUITABLE),
    ],
)
def test_very_suitable_has_half_of_what_is_required_unless_nobody_knows(
    asked: str, necessity: Necessity | None, score: float, known: bool, expected: Band
) -> None:
    facts: dict[str, Any] = {asked: score, f"{asked}_known": known}
    assert band(offer={asked: necessity}, **facts) is expected


@pytest.mark.parametrize(
    ("rules", "changes", "expected"),
    [
        ({"right_fit": 0.95, "near_months": 6}, {}, Band.REMOTE),
        ({"right_fit": 0.1}, {"fit": 0.2, "project_fit": 0.2}, Band.SUITABLE),
        ({"near_fit": 0.1}, {"fit": 0.2, "project_fit": 0.2, "lived_months": 6.0}, Band.SUITABLE),
        ({"near_months": 12}, NEAR, Band.REMOTE),
        ({"very_fit": 0.95}, {}, Band.SUITABLE),
        ({"very_score": 0.95}, {}, Band.SUITABLE),
        ({"very_half": 0.95}, {}, Band.SUITABLE),
        ({"proven_fit": 0.6}, {"obstacles": 1, "fit": 0.65}, Band.WITH_LEVER),
        ({"levers_allowed": 2}, {"obstacles": 2}, Band.WITH_LEVER),
        ({"levers_allowed": 0}, {"obstacles": 1}, Band.REMOTE),
    ],
)
def test_thresholds_are_data(
    rules: dict[str, Any], changes: dict[str, Any], expected: Band
) -> None:
    assert band(**changes) is not expected
    assert band(replace(RULES, **rules), **changes) is expected


def test_the_share_of_requirements_is_data() -> None:
    asked: dict[str, Any] = {"offer": {"experience": Necessity.REQUIRED}, "experience": 0.6}
    assert band(**asked) is Band.VERY_SUITABLE
    assert band(replace(RULES, very_requirements=0.7), **asked) is Band.SUITABLE


def test_ranks_follow_the_bands_before_the_scores() -> None:
    """A right person with an obstacle scores more than one to check, and stands after."""
    picker = (ProjectFact("Préparateur de commandes", "N1103", False, None),)
    people = [
        make_candidate(
            "hair", projects=(ProjectFact("Coiffeuse", "D1202", True, None),), experiences=()
        ),
        make_candidate("lever", credentials=()),
        make_candidate("check", projects=picker, credentials=(), credentials_listed=False),
        make_candidate("suitable", projects=picker),
        make_candidate("very"),
    ]
    listed = ranked(make_offer(), people)
    assert [(entry.candidate, entry.band) for entry in listed] == [
        ("very", Band.VERY_SUITABLE),
        ("suitable", Band.SUITABLE),
        ("check", Band.TO_CHECK),
        ("lever", Band.WITH_LEVER),
        ("hair", Band.REMOTE),
    ]
    score = {entry.candidate: entry.score for entry in listed}
    assert score["lever"] > score["check"]


# --- the page for advisors -----------------------------------------------------------------


def test_the_page_for_advisors_gives_the_thresholds_of_the_engine() -> None:
    rows = re.findall(r"\| ([\d,]+) \| `(\w+)` \|", PAGE.read_text(encoding="utf-8"))
    told = {name: float(value.replace(",", ".")) for value, name in rows}
    assert told == asdict(RULES)
    assert len(rows) == len(told)


def test_the_page_for_advisors_lists_the_bands_in_their_order() -> None:
    listed = re.findall(r"^\d\. \*\*(.+?)\*\*", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert listed == [known.label for known in Band]


def test_the_page_for_advisors_says_how_a_nearness_is_made() -> None:
    words = round(100 * WORDS_SHARE)
    text = " ".join(PAGE.read_text(encoding="utf-8").split())
    assert f"ce qu'elle a fait pendant {EXPERIENCE_MONTHS:.0f} mois au moins" in text
    assert f"{100 - words} % viennent des fiches ROME, {words} % des mots" in text
