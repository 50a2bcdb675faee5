"""The hours of the post against those a person can keep: shifts, days, clock."""

from datetime import time
from typing import Any

import pytest

from matching.credentials import MET, UNMET, UNSURE
from matching.gates import Gated
from matching.gates.schedule import schedule
from models.vocabulary import Gate, Weekday, WorkPattern
from tests.matching.factories import compare, make_candidate, make_offer

DAY, NIGHT, WEEKEND = WorkPattern.DAY, WorkPattern.NIGHT, WorkPattern.WEEKEND
TWO, THREE = WorkPattern.TWO_SHIFTS, WorkPattern.THREE_SHIFTS
EARLY, SPLIT = WorkPattern.EARLY, WorkPattern.SPLIT
WEEK = frozenset(list(Weekday)[:5])
SATURDAY, SUNDAY = Weekday.SATURDAY, Weekday.SUNDAY


def gate(offer: dict[str, Any], person: dict[str, Any]) -> Gated:
    found = schedule(compare(make_offer(**offer), [make_candidate(**person)]))
    assert found.gate is Gate.SCHEDULE
    return found


def asks(*patterns: WorkPattern) -> dict[str, Any]:
    return {"patterns": frozenset(patterns)}


def takes(*patterns: WorkPattern) -> dict[str, Any]:
    return {"patterns": frozenset(patterns)}


def refuses(*patterns: WorkPattern) -> dict[str, Any]:
    return {"patterns": None, "excluded_patterns": frozenset(patterns)}


def not_on(*days: Weekday) -> dict[str, Any]:
    return {"excluded_weekdays": frozenset(days)}


@pytest.mark.parametrize(
    ("offer", "person", "state"),
    [
        pytest.param(asks(), takes(NIGHT), MET, id="nothing asked"),
        pytest.param(asks(DAY), takes(NIGHT), MET, id="daytime is never refused"),
        pytest.param(asks(NIGHT), takes(DAY, NIGHT), MET, id="listed"),
        pytest.param(asks(NIGHT), takes(DAY), UNMET, id="left out of a list"),
        pytest.param(asks(NIGHT), takes(), UNMET, id="an empty list takes none"),
        pytest.param(asks(NIGHT), {"patterns": None}, UNSURE, id="no list"),
        pytest.param(asks(NIGHT), refuses(NIGHT), UNMET, id="refused in words"),
        pytest.param(asks(NIGHT, TWO), takes(TWO), MET, id="either will do"),
        pytest.param(asks(NIGHT, TWO), refuses(NIGHT), UNSURE, id="one of two refused"),
        pytest.param(asks(NIGHT, TWO), refuses(NIGHT, TWO), UNMET, id="both refused"),
        pytest.param(asks(DAY, NIGHT), refuses(NIGHT), MET, id="the day is left"),
        pytest.param(asks(EARLY), takes(TWO), MET, id="who takes turns starts early"),
        pytest.param(asks(EARLY), takes(THREE, DAY), MET, id="in three turns too"),
        pytest.param(asks(EARLY), takes(NIGHT, DAY), UNMET, id="nights are not early"),
        pytest.param(asks(TWO, EARLY), takes(EARLY), UNMET, id="early is a half of the turns"),
        pytest.param(asks(THREE, EARLY), refuses(EARLY), UNSURE, id="turns are not refused"),
        pytest.param(asks(THREE, EARLY), refuses(NIGHT, THREE), UNMET, id="turns have nights"),
        pytest.param(asks(WEEKEND), takes(DAY, WEEKEND), MET, id="week-end listed"),
        pytest.param(asks(WEEKEND), takes(DAY), UNSURE, id="week-end left out is asked"),
        pytest.param(asks(WEEKEND), refuses(WEEKEND), UNMET, id="week-end refused"),
        pytest.param(asks(WEEKEND), not_on(SATURDAY, SUNDAY), UNMET, id="both days excluded"),
        pytest.param(asks(WEEKEND), not_on(SUNDAY), UNSURE, id="sunday only"),
        pytest.param(asks(DAY), not_on(SATURDAY, SUNDAY), MET, id="week-end not asked"),
        pytest.param(asks(DAY), not_on(Weekday.WEDNESDAY), UNSURE, id="wednesday"),
        pytest.param(asks(DAY), {"excluded_weekdays": WEEK}, UNMET, id="the whole week"),
        pytest.param(asks(DAY), {"excluded_weekdays": WEEK - {Weekday.MONDAY}}, UNSURE, id="most"),
    ],
)
def test_shifts_and_days(offer: dict[str, Any], person: dict[str, Any], state: int) -> None:
    assert gate(offer, person).state[0] == state


def stated(start: time | None, end: time | None) -> dict[str, Any]:
    return {"start_time": start, "end_time": end}


NINE_TO_SIX = {"earliest_start": time(9), "latest_end": time(18)}


@pytest.mark.parametrize(
    ("offer", "person", "state"),
    [
        pytest.param(stated(time(9), time(18)), NINE_TO_SIX, MET, id="exactly"),
        pytest.param(stated(time(8, 50), time(18, 10)), NINE_TO_SIX, MET, id="ten minutes"),
        pytest.param(stated(time(8, 49), time(17)), NINE_TO_SIX, UNMET, id="eleven too early"),
        pytest.param(stated(time(9), time(18, 11)), NINE_TO_SIX, UNMET, id="eleven too late"),
        pytest.param(stated(time(8), None), NINE_TO_SIX, UNMET, id="start alone, too early"),
        pytest.param(stated(time(10), None), NINE_TO_SIX, MET, id="start alone, fine"),
        pytest.param(stated(None, time(20)), NINE_TO_SIX, UNMET, id="end alone, too late"),
        pytest.param(stated(time(21), time(5)), NINE_TO_SIX, UNMET, id="night"),
        pytest.param(stated(time(18), None), NINE_TO_SIX, UNMET, id="starts when they must leave"),
        pytest.param(stated(time(5), time(23)), {}, MET, id="no limit of their own"),
        pytest.param(asks(EARLY), {**takes(EARLY), **NINE_TO_SIX}, UNSURE, id="only usual hours"),
        pytest.param(asks(EARLY), takes(EARLY), MET, id="usual hours, no limit"),
        pytest.param(asks(DAY), NINE_TO_SIX, MET, id="daytime"),
    ],
)
def test_the_clock(offer: dict[str, Any], person: dict[str, Any], state: int) -> None:
    assert gate(offer, person).state[0] == state


def test_hours_are_said_in_french() -> None:
    late = gate({**asks(SPLIT), **stated(time(10), time(22, 30))}, takes(DAY))
    assert late.reason(0) == (
        "Horaires du poste (horaires coupés, début à 10 h, fin à 22 h 30) hors de ceux que la "
        "personne peut tenir."
    )
    some_days = gate(asks(DAY, WEEKEND), {"patterns": None})
    assert some_days.question(0) == (
        "La personne peut-elle tenir ces jours et horaires : journée, week-end ?"
    )
    assert "journée" in gate(asks(), not_on(Weekday.MONDAY)).question(0)


def test_days_and_clocks_can_be_arranged_nights_are_not_asked_of_who_refuses_them() -> None:
    early = gate(stated(time(6), None), NINE_TO_SIX)
    night = gate(asks(NIGHT), takes(DAY))

    assert early.liftable[0]
    assert early.lever(0) == "aménager les horaires avec la personne et l'employeur"
    assert not night.liftable[0]
    assert night.lever(0) is None


def test_hours_told_of_one_turn_leave_the_evening_of_the_other() -> None:
    morning = stated(time(5), time(13))
    until_five = {**takes(TWO, EARLY), "latest_end": time(17)}

    assert gate({**asks(TWO), **morning}, until_five).state[0] == UNMET
    assert gate({**asks(EARLY), **morning}, until_five).state[0] == MET
    assert gate({**asks(TWO), **morning}, {**until_five, "latest_end": time(21)}).state[0] == MET
