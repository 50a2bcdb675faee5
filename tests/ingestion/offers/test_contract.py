"""Duration and first day of a contract, relative to the day of the offer."""

from datetime import date

import pytest

from ingestion.lexicon import cut
from ingestion.offers.contract import duration_days, start_date, starts_soon

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("CDD de 6 mois", 180),
        ("Contrat de trois mois renouvelable", 90),
        ("Mission de 3 semaines", 21),
        ("CDD 2m, cariste", 60),
        ("cdd 6 moi", 180),
        ("CDD 2 m² de réserve", None),
        ("Mission d'un an", 365),
        ("Pour une durée d'une semaine", 7),
        ("18 mois d'intérim", 540),
        ("Durée : 2 semaines", 14),
        ("Contrat de 2 à 3 semaines", 14),
        ("CDD de 15 jours", 15),
        ("CDD du 1er juin au 15 septembre", 107),
        ("Contrat du 14/11/2025 au 1/12/2025", 18),
        ("Saison d'avril à septembre", 183),
        ("CDD jusqu'au 31/12/2026", 42),
        ("Poste à pourvoir du 22 décembre 2026 au 5 janvier 2027", 15),
        ("Mission renouvelable jusqu'à 18 mois", None),
        ("2 ans d'expérience en intérim", None),
        ("Contrat avec période d'essai de 2 mois", None),
        ("Fermeture du 1er au 15 août", None),
        ("Candidatures jusqu'au 12/12/2026", None),
        ("En contrat, une semaine par mois au centre", None),
        ("Du lundi au vendredi", None),
    ],
)
def test_duration(text: str, days: int | None) -> None:
    found = duration_days(cut(text), TODAY)
    assert (found.value if found else None) == days


def test_a_span_without_its_year_needs_the_day_of_the_offer() -> None:
    assert duration_days(cut("CDD du 1er juin au 15 septembre")) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("À partir du 1er mars", date(2027, 3, 1)),
        ("À partir de mi-janvier", date(2027, 1, 15)),
        ("Poste à pourvoir au 01/12/2026", date(2026, 12, 1)),
        ("Prise de poste lundi 23 novembre", date(2026, 11, 23)),
        ("Début : 15/12", date(2026, 12, 15)),
        ("Début janvier 2027", date(2027, 1, 1)),
        ("Dès janvier", date(2027, 1, 1)),
        ("Démarrage semaine 48", date(2026, 11, 23)),
        ("Démarrage sous 15 jours", date(2026, 12, 5)),
        ("À compter du 3 novembre", date(2026, 11, 3)),
        ("Début de mission le 12 janvier", date(2027, 1, 12)),
        ("Poste à pourvoir en septembre 2027", date(2027, 9, 1)),
        ("Du 1er juin au 15 septembre", date(2027, 6, 1)),
        ("À partir du 31/02/2027", None),
        ("Dès 2 ans d'expérience", None),
        ("Embauche à 5h", None),
        ("Réponse sous 15 jours", None),
    ],
)
def test_start(text: str, day: date | None) -> None:
    found = start_date(cut(text), TODAY)
    assert (found.value if found else None) == day


@pytest.mark.parametrize(
    ("text", "soon"),
    [
        ("Poste à pourvoir dès que possible", True),
        ("Prise de poste immédiate", True),
        ("Démarrage ASAP", True),
        ("Poste à pourvoir au plus vite", True),
        ("Postulez dès que possible", None),
        ("Nous vous recontactons au plus vite", None),
        ("À partir du 1er mars", None),
    ],
)
def test_as_soon_as_possible(text: str, soon: bool | None) -> None:
    found = starts_soon(cut(text))
    assert (found.value if found else None) is soon
