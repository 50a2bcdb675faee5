"""Shift systems, days worked, overtime and benefits."""

import pytest

from ingestion.lexicon import cut
from ingestion.offers.benefits import benefits
from ingestion.offers.rhythms import overtime, rhythms, weekdays
from models.fiche import Benefit, Overtime, Rhythm


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Travail en 4x8", {Rhythm.FOUR_SHIFTS}),
        ("Rythme 5*8", {Rhythm.FIVE_SHIFTS}),
        ("Équipe VSD", {Rhythm.WEEKEND_TEAM}),
        ("Équipe de suppléance de jour", {Rhythm.WEEKEND_TEAM}),
        ("Horaires variables et astreintes", {Rhythm.VARIABLE, Rhythm.ON_CALL}),
        ("Pas d'astreinte", set()),
        ("Sans astreinte ni travail de nuit", set()),
        ("Travail en 2x8", set()),
    ],
)
def test_rhythms(text: str, values: set[Rhythm]) -> None:
    assert {found.value for found in rhythms(cut(text))} == values


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Du lundi au vendredi", "lundi mardi mercredi jeudi vendredi"),
        ("Lundi-jeudi de 9h à 17h", "lundi mardi mercredi jeudi"),
        ("Lundi, mardi et jeudi de 8h à 12h", "lundi mardi jeudi"),
        ("Du mardi au samedi, repos le lundi", "mardi mercredi jeudi vendredi samedi"),
        ("Du vendredi au lundi", "lundi vendredi samedi dimanche"),
        ("Un samedi sur deux travaillé", "samedi"),
        ("Vous travaillez les lundis et jeudis", "lundi jeudi"),
        ("Fermé le dimanche", ""),
        ("Dimanche libre", ""),
        ("Job dating le mardi 12 mars", ""),
        ("Agence ouverte du lundi au vendredi", ""),
    ],
)
def test_weekdays(text: str, days: str) -> None:
    assert [found.value for found in weekdays(cut(text))] == days.split()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Pas d'heures supplémentaires", Overtime.NONE),
        ("39h dont 4 heures supplémentaires", Overtime.REGULAR),
        ("Heures supplémentaires régulières", Overtime.REGULAR),
        ("Heures supplémentaires possibles", Overtime.POSSIBLE),
        ("Temps plein 35h", None),
    ],
)
def test_overtime(text: str, value: Overtime | None) -> None:
    found = overtime(cut(text))
    assert (found.value if found else None) is value


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Panier repas et prime de nuit", {Benefit.MEAL, Benefit.NIGHT}),
        ("13e mois, mutuelle", {Benefit.THIRTEENTH, Benefit.HEALTH_COVER}),
        ("10 % IFM + 10 % ICCP", {Benefit.TEMP_ENDING}),
        ("Prime d'habillage", {Benefit.DRESSING}),
        ("Indemnités kilométriques", {Benefit.TRANSPORT}),
        ("Poste logé", {Benefit.HOUSING}),
        ("Poste non logé", set()),
        ("Pas de mutuelle", set()),
        ("Vente de paniers garnis", set()),
        ("TR à 9 €", {Benefit.MEAL}),
        ("TR : offre de cariste", set()),
        ("Restaurant d'entreprise, mutuelle", {Benefit.MEAL, Benefit.HEALTH_COVER}),
        ("Une cantine est à disposition", {Benefit.MEAL}),
        ("Aide cuisinier en restaurant d'entreprise", set()),
        ("Agent polyvalent de cantine scolaire", set()),
        ("Prime annuelle", {Benefit.BONUS}),
        ("Véhicule de service", {Benefit.COMPANY_CAR}),
    ],
)
def test_benefits(text: str, values: set[Benefit]) -> None:
    assert {found.value for found in benefits(cut(text))} == values
