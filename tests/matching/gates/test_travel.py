"""The trip as an obstacle: what is said of it, what lifts it, and from where nothing does."""

from datetime import time
from typing import Any

import pytest

from matching.credentials import MET, UNMET, UNSURE
from matching.criteria.mobility import mobility
from matching.gates import Gated
from matching.gates.travel import travel
from matching.profiles import Place
from models.vocabulary import Gate, SiteAccess, TravelMode
from tests.matching.factories import BOURBOURG, GRANDE_SYNTHE, compare, make_candidate, make_offer

BUS, WALK = frozenset({TravelMode.BUS}), frozenset({TravelMode.WALK})
AID = (
    "aide à la mobilité (navette de l'employeur ou de l'agence, covoiturage, "
    "location solidaire d'un véhicule)"
)

LATER = (
    "décaler la prise de poste ; navette de l'employeur ou de l'agence, covoiturage, "
    "location solidaire d'un véhicule"
)


def gate(offer: dict[str, Any], person: dict[str, Any]) -> Gated:
    comparison = compare(make_offer(**offer), [make_candidate(**person)])
    found = travel(comparison, mobility(comparison))
    assert found.gate is Gate.TRAVEL
    return found


@pytest.mark.parametrize(
    ("offer", "person", "reason", "lever"),
    [
        pytest.param(
            {"start_time": time(4)},
            {"travel_modes": BUS},
            "Pas de moyen de transport à ces heures : le premier bus arrive vers 6 h, "
            "le poste commence à 4 h.",
            LATER,
            id="no bus at four",
        ),
        pytest.param(
            {"start_time": time(14), "end_time": time(22, 30)},
            {"travel_modes": BUS},
            "Pas de moyen de transport à ces heures : le dernier bus part vers 21 h, "
            "le poste finit à 22 h 30.",
            LATER.replace("décaler la prise", "avancer la fin"),
            id="no bus after nine in the evening",
        ),
        pytest.param(
            {"access": frozenset({SiteAccess.CAR_ONLY})},
            {"travel_modes": BUS},
            "Aucun de ses moyens de déplacement ne mène au poste.",
            AID,
            id="a site that only a car reaches",
        ),
        pytest.param(
            {"workplace": BOURBOURG},
            {"travel_modes": WALK},
            "Aucun de ses moyens de déplacement ne mène au poste.",
            AID,
            id="too far to walk",
        ),
    ],
)
def test_an_obstacle_says_why_and_what_lifts_it(
    offer: dict[str, Any], person: dict[str, Any], reason: str, lever: str
) -> None:
    found = gate(offer, person)
    assert found.state[0] == UNMET
    assert (found.reason(0), found.lever(0)) == (reason, lever)
    assert found.liftable[0]


def test_the_obstacle_starts_beyond_one_point_three_times_the_own_limit() -> None:
    comparison = compare(make_offer(), [make_candidate()])
    minutes = float(mobility(comparison).minutes[0])
    assert gate({}, {"trip_limit_minutes": minutes / 1.299}).state[0] == MET
    late = gate({}, {"trip_limit_minutes": minutes / 1.301})
    assert late.state[0] == UNMET
    assert late.reason(0) == f"Trajet trop long : environ {round(minutes)} min."
    assert late.lever(0) == AID


@pytest.mark.parametrize(("degrees", "state"), [(0.5, UNSURE), (2.0, UNMET)])
def test_a_trip_too_far_for_any_aid_is_not_asked_about(degrees: float, state: int) -> None:
    """Half a degree of longitude is some 45 km by road, two are 180."""
    east = Place("", None, GRANDE_SYNTHE.latitude, GRANDE_SYNTHE.longitude + degrees)
    found = gate({"workplace": east}, {"trip_limit_minutes": None})
    assert found.state[0] == state
    assert (found.lever(0) is None) == (state == UNMET)
    assert found.liftable[0] == (state != UNMET)
    if state == UNMET:
        assert found.reason(0).endswith(" km.")


@pytest.mark.parametrize(
    ("offer", "person", "question"),
    [
        ({"workplace": None}, {}, "Où se trouve le poste ?"),
        ({}, {"origin": None}, "Dans quelle commune la personne habite-t-elle ?"),
        (
            {},
            {"origin": None, "place_given": True},
            "Combien de temps la personne met-elle jusqu'au poste ?",
        ),
        ({}, {"travel_modes": None}, "Comment la personne se déplace-t-elle ?"),
    ],
)
def test_what_nobody_said_is_asked(
    offer: dict[str, Any], person: dict[str, Any], question: str
) -> None:
    found = gate(offer, person)
    assert found.state[0] == UNSURE
    assert found.question(0) == question
