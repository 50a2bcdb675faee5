"""An offer said to the person: true, short, and honest about what nobody knows."""

from dataclasses import replace
from datetime import date, time

import pytest

from api.plain_offer import hour_words, reason_words, route_words, work_words
from ingestion.records import Contract, Employer, WorkingTime, Workplace
from matching.directions import Route
from models.shortlists import ShortlistEntry
from models.vocabulary import (
    Band,
    ContractType,
    Criterion,
    SiteAccess,
    TravelMode,
    WorkPattern,
)
from tests.factories import make_parsed_offer


@pytest.mark.parametrize("kind", [each for each in ContractType if each is not ContractType.OTHER])
def test_each_contract_is_explained_in_a_sentence(kind: ContractType) -> None:
    said = list(work_words(make_parsed_offer(contract=Contract(kind))))
    assert said[0].startswith("C’est ")


@pytest.mark.parametrize(
    ("days", "words"),
    [(1, "1 jour"), (10, "10 jours"), (28, "4 semaines"), (91, "3 mois"), (365, "12 mois")],
)
def test_how_long_it_lasts_is_said_as_people_say_it(days: int, words: str) -> None:
    parsed = make_parsed_offer(contract=Contract(ContractType.CDD, days, date(2026, 12, 1)))
    said = list(work_words(replace(parsed, employer=Employer("Les Dunes"))))
    assert said[0] == "L’employeur : Les Dunes."
    assert f"Il dure {words}." in said
    assert "Il commence le 1er décembre 2026." in said


def test_what_the_offer_does_not_say_is_to_be_asked() -> None:
    silent = make_parsed_offer()
    assert list(work_words(silent)) == ["Le type de contrat est à demander."]
    assert list(hour_words(silent)) == ["Les heures exactes sont à demander."]
    assert list(route_words(silent, None)) == [
        "Le lieu du travail est à demander.",
        "Comment y aller : à voir ensemble.",
    ]


def test_hours_are_read_on_a_clock_and_shifts_explained() -> None:
    hours = WorkingTime(35.0, True, (WorkPattern.TWO_SHIFTS,), time(5), time(13, 5))
    assert list(hour_words(make_parsed_offer(working_time=hours))) == [
        "De 5 h à 13 h 05.",
        "Vous travaillez en 2x8 : en équipe du matin ou de l’après-midi.",
        "35 heures par semaine.",
    ]


def test_a_trip_that_nobody_confirmed_is_to_be_checked() -> None:
    parsed = make_parsed_offer(
        workplace=Workplace(name="Grande-Synthe", access=(SiteAccess.SHUTTLE,))
    )
    unsure = list(route_words(parsed, Route(TravelMode.BUS, 25, is_sure=False)))
    assert unsure == [
        "Le travail est à Grande-Synthe.",
        "En bus : environ 25 minutes (à vérifier).",
        "L’employeur a une navette.",
    ]
    sure = list(route_words(parsed, Route(TravelMode.BICYCLE, 12, is_sure=True)))
    assert "À vélo : 12 minutes." in sure


def test_reasons_are_those_of_criteria_that_are_known_and_strong() -> None:
    told = {
        c.value: {"known": c is not Criterion.SKILLS, "score": 0.2 if c == "contrat" else 0.9}
        for c in Criterion
    }
    row = ShortlistEntry(score=0.8, band=Band.SUITABLE, contributions=told)
    assert reason_words(row) == [
        "C’est votre métier, ou un métier proche.",
        "Le trajet n’est pas trop long pour vous.",
    ]
