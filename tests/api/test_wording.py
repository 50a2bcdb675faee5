"""The few words a row has room for."""

from datetime import date

import pytest

from api.rendering import date_fr, number_fr, plural, unbroken
from api.wording import availability_words, motive_label, travel_words
from models.candidates import CandidateAvailability, CandidateMobility
from models.vocabulary import ContractType, TravelMode, WorkingTimeWish

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"modes": None}, "mobilité à préciser"),
        ({"modes": frozenset()}, "aucun moyen de transport"),
        ({"modes": {TravelMode.WALK, TravelMode.BUS}}, "en bus, à pied"),
        ({"modes": {TravelMode.CAR}, "trip_limit_km": 20.0}, "en voiture, 20 km au plus"),
        ({"modes": {TravelMode.BUS}, "trip_limit_minutes": 45.0}, "en bus, 45 min au plus"),
    ],
)
def test_travel(facts: dict[str, object], words: str) -> None:
    assert travel_words(CandidateMobility(**facts)) == words


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, "Disponible maintenant"),
        ({"available_from": TODAY}, "Disponible maintenant"),
        ({"available_from": date(2027, 1, 4)}, "Disponible le 4 janvier 2027"),
        (
            {
                "contracts": frozenset({ContractType.CDD, ContractType.CDI}),
                "working_time": WorkingTimeWish.ANY,
            },
            "Disponible maintenant, CDI ou CDD, temps plein ou partiel",
        ),
    ],
)
def test_availability(facts: dict[str, object], words: str) -> None:
    assert availability_words(CandidateAvailability(**facts), TODAY) == words


def test_what_has_no_row_of_its_own_is_said_to_be_unknown() -> None:
    assert travel_words(None) == "mobilité à préciser"
    assert availability_words(None, TODAY) == "Disponibilité à préciser"
    assert motive_label("doublon") == "Doublon"
    assert motive_label("motif retiré") == "motif retiré"


def test_french_ways_of_writing() -> None:
    assert number_fr(1234.5, 1) == "1\u202f234,5"
    assert plural(0, "offre") == "0 offre"
    assert plural(1400, "offre") == "1\u202f400 offres"
    assert date_fr(None) == "non précisé"
    assert unbroken("Un mot : « oui » ? Non ; 8:30") == (
        "Un mot\u00a0: «\u00a0oui\u00a0»\u00a0? Non\u00a0; 8:30"
    )
