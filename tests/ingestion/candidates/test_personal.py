"""Who the person is never stands in a title; words of trades are never taken for it."""

import pytest

from ingestion.candidates.personal import cut_age, cut_names, names_of
from ingestion.records import Identity


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Cariste, Mme Durand Marie", "Cariste"),
        ("Mme Marie DURAND cariste", "cariste"),
        ("Cariste Durand", "Cariste"),
        ("cariste (Marie Durand)", "cariste"),
        ("Durand - cariste", "cariste"),
        ("CARISTE / DURAND", "CARISTE"),
        ("M. Durand", ""),
        ("Agent d'accueil chez Marie-Claire", "Agent d'accueil chez Marie-Claire"),
        ("cariste", "cariste"),
    ],
)
def test_the_own_name_goes(text: str, rest: str) -> None:
    assert cut_names(text, names_of(Identity("Mme", "Durand", "Marie")))[0] == rest


@pytest.mark.parametrize(
    ("last", "first", "text"),
    [
        ("Boulanger", "Paul", "Boulanger"),
        ("Boulanger", "Paul", "Ouvrier Boulanger"),
        ("Petit", "Pierre", "Tailleur de pierre"),
        ("PORT", "Al", "Agent de Port"),
        ("Rose", "Lina", "Coiffeuse Rose"),
        ("Li", "An", "an 2, Li"),
    ],
)
def test_a_name_that_is_a_word_of_the_trade_stays(last: str, first: str, text: str) -> None:
    assert cut_names(text, names_of(Identity("M.", last, first))) == (text, ())


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("jeune cariste 22 ans", "cariste"),
        ("cariste âgé(e) de 22 ans", "cariste"),
        ("Cariste, homme de 45 ans", "Cariste"),
        ("Cariste née le 12/03/1990", "Cariste"),
        ("Cariste nationalité algérienne", "Cariste"),
        ("de nationalité franco-marocaine, cariste", "cariste"),
        ("Cariste, Mme", "Cariste"),
        ("cariste 22 ans d'expérience", "cariste 22 ans d'expérience"),
        ("cariste (22 ans)", "cariste (22 ans)"),
        ("jeune cariste 22 ans d'expérience", "jeune cariste 22 ans d'expérience"),
        ("éducateur de jeunes enfants", "éducateur de jeunes enfants"),
        ("femme de ménage 20 ans", "femme de ménage 20 ans"),
    ],
)
def test_ages_and_nationalities_go_and_lengths_of_work_stay(text: str, rest: str) -> None:
    assert cut_age(text)[0] == rest
