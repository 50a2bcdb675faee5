"""`Contraintes` to hours, days and restrictions: what a person can, never why."""

from datetime import time

import pytest

from ingestion.candidates.limits import read_limits
from ingestion.records import Limits
from models.vocabulary import Condition, TravelMode, Weekday, WorkPattern

BY_BUS = frozenset({TravelMode.BUS, TravelMode.WALK})
BY_CAR = frozenset({TravelMode.CAR, TravelMode.BUS})


def restrictions(cell: str) -> dict[Condition, float | None]:
    return {one.condition: one.limit_kg for one in read_limits(cell, None).restrictions}


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("pas de port de charges > 10 kg", {Condition.LOADS: 10.0}),
        ("port de charges limité à 15 kg", {Condition.LOADS: 15.0}),
        ("limiter les gestes répétés", {Condition.REPETITIVE: None}),
        ("ne pas porter plus de 5 kilos", {Condition.LOADS: 5.0}),
        ("pas de charges lourdes", {Condition.LOADS: None}),
        ("pas de charges > 12 kg|pas de port de charges > 8 kg", {Condition.LOADS: 8.0}),
        ("éviter la station debout prolongée", {Condition.STANDING: None}),
        ("pas de travaux en hauteur", {Condition.HEIGHT: None}),
        ("pas d'échelle ni de bruit", {Condition.HEIGHT: None, Condition.NOISE: None}),
        ("pas de bras en hauteur", {Condition.POSTURES: None}),
        ("gestes répétitifs limités", {Condition.REPETITIVE: None}),
        ("limiter les vibrations", {Condition.VIBRATION: None}),
        ("bruit : à éviter", {Condition.NOISE: None}),
        ("bruit : appareillage", {Condition.NOISE: None}),
        ("alterner assis / debout", {Condition.SITTING: None, Condition.STANDING: None}),
        ("a peur en hauteur", {Condition.HEIGHT: None}),
        ("allergie à la farine", {Condition.DUST: None}),
        ("ne veut plus découcher", {Condition.OVERNIGHT: None}),
        ("pas de conduite", {Condition.DRIVING: None}),
    ],
)
def test_restrictions(cell: str, expected: dict[Condition, float | None]) -> None:
    assert restrictions(cell) == expected


@pytest.mark.parametrize(
    "cell",
    [
        "froid supporté",
        "n'a pas le vertige",
        "travail en hauteur ok",
        "pas de problème avec le bruit",
        "port de charges ok",
        "aime travailler dehors",
        "vertige en nacelle à vérifier",
        "permis à financer",
        "ordinateur : débutant",
        "cherche une alternance",
    ],
)
def test_what_the_person_can_bear_is_no_restriction(cell: str) -> None:
    assert read_limits(cell, None) == Limits()


@pytest.mark.parametrize(
    ("cell", "earliest", "latest"),
    [
        ("garde d'enfants jusqu'à 8h30", time(8, 30), None),
        ("ne peut pas démarrer avant 8h30", time(8, 30), None),
        ("impossible d'arriver sur site avant 9h", time(9), None),
        ("ne peut pas commencer avant 13h", time(13), None),
        ("conduit sa fille, libre après 9h", time(9), None),
        ("ne peut pas rester après 17h30", None, time(17, 30)),
        ("doit avoir fini à 17h", None, time(17)),
        ("garde d'enfants avant 8h30 et après 18h", time(8, 30), time(18)),
        ("crèche 8h-18h", time(8, 30), time(17, 30)),  # half an hour of way at each end
        ("crèche jusqu'à 18h", None, time(17, 30)),
        ("dispo 9h-16h", time(9), time(16)),
        ("pas avant 9h", time(9), None),
        ("pas après 17h30", None, time(17, 30)),
        ("à partir de 9 h", time(9), None),
        ("horaires scolaires uniquement", time(9), time(16)),
        ("pas de nuit ni de soirée", None, time(20)),
        ("crèche à confirmer", None, None),
        ("école à 16h30", None, time(16, 30)),
        ("va chercher les enfants à l'école à 16 h 30", None, time(16, 30)),
        ("sortie d'école à 16h15", None, time(16, 15)),
        ("dépose à l'école à 8h30", time(8, 30), None),
        ("école à 8h30 et à l'école à 16h30", time(8, 30), time(16, 30)),
        ("école à côté", None, None),
    ],
)
def test_hours(cell: str, earliest: time | None, latest: time | None) -> None:
    limits = read_limits(cell, None)
    assert (limits.earliest_start, limits.latest_end) == (earliest, latest)


def test_the_last_bus_binds_only_those_who_depend_on_it() -> None:
    assert read_limits("pas de bus après 19h", BY_BUS).latest_end == time(19)
    assert read_limits("dernier bus 20h30", BY_BUS).latest_end == time(20, 30)
    assert read_limits("pas de bus après 19h", BY_CAR).latest_end is None
    assert read_limits("dernier bus 20h30, vélo sinon", BY_BUS).latest_end is None


@pytest.mark.parametrize(
    ("cell", "patterns", "weekdays"),
    [
        ("pas de nuit (enfants)", {WorkPattern.NIGHT, WorkPattern.THREE_SHIFTS}, set()),
        ("aucun poste nocturne", {WorkPattern.NIGHT, WorkPattern.THREE_SHIFTS}, set()),
        ("nuits exclues", {WorkPattern.NIGHT, WorkPattern.THREE_SHIFTS}, set()),
        (
            "ne veut plus travailler en posté",
            {WorkPattern.TWO_SHIFTS, WorkPattern.THREE_SHIFTS},
            set(),
        ),
        ("pas de coupures", {WorkPattern.SPLIT}, set()),
        ("pas disponible le samedi", set(), {Weekday.SATURDAY}),
        ("hors mercredi", set(), {Weekday.WEDNESDAY}),
        ("pas de week-end", {WorkPattern.WEEKEND}, {Weekday.SATURDAY, Weekday.SUNDAY}),
        ("1 week-end sur 2 maxi", set(), set()),
        ("rdv le jeudi matin", set(), {Weekday.THURSDAY}),
        (
            "cours de français mardi après-midi et jeudi matin",
            set(),
            {Weekday.TUESDAY, Weekday.THURSDAY},
        ),
        ("pas disponible le mercredi après-midi", set(), {Weekday.WEDNESDAY}),
        ("libre le jeudi matin", set(), set()),
        (
            "pas de nuit, rdv le lundi matin",
            {WorkPattern.NIGHT, WorkPattern.THREE_SHIFTS},
            {Weekday.MONDAY},
        ),
        ("pas de poste isolé", set(), set()),
    ],
)
def test_patterns_and_days(cell: str, patterns: set[WorkPattern], weekdays: set[Weekday]) -> None:
    limits = read_limits(cell, None)
    assert limits.excluded_patterns == patterns
    assert limits.excluded_weekdays == weekdays


def test_the_strictest_hours_count() -> None:
    limits = read_limits(
        "pas avant 8h|garde d'enfants jusqu'à 8h30|pas après 19h|crèche 7h-18h", None
    )
    assert (limits.earliest_start, limits.latest_end) == (time(8, 30), time(17, 30))
