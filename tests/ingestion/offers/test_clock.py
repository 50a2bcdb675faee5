"""When the day of work starts and ends, in the shapes that offers use."""

import pytest

from ingestion.lexicon import cut
from ingestion.offers.clock import as_time, working_day


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("5h-13h / 13h-21h", "05:00", "21:00"),
        ("De 8h00 à 12h00 et de 14h à 17h", "08:00", "17:00"),
        ("De 8 h à 12 h et de 13 h 30 à 17 h 30", "08:00", "17:30"),
        ("De 9 heures à 17 heures 30", "09:00", "17:30"),
        ("Horaires : 6h/14h", "06:00", "14:00"),
        ("08:00-16:00", "08:00", "16:00"),
        ("De 5 à 13h", "05:00", "13:00"),
        ("Du lundi au vendredi 9h17h", "09:00", "17:00"),
        ("Horaires : 8h 12h 14h 18h", "08:00", "18:00"),
        ("9h à midi", "09:00", "12:00"),
        ("De minuit à 8h", "00:00", "08:00"),
        ("21h-5h", "21:00", "05:00"),
        ("Prise de poste 4h30", "04:30", None),
        ("Embauche à 7h, débauche à 16h", "07:00", "16:00"),
        ("Travail jusqu'à 22h", None, "22:00"),
        ("Trajet de 2 à 3h", None, None),
        ("Poste de 5 à 10 heures par semaine", None, None),
        ("Appelez-nous de 9h à 18h", None, None),
        ("Nos bureaux vous accueillent de 9h à 17h", None, None),
        ("Vous passerez un entretien de 9h à 12h", None, None),
        ("Entretien le mardi de 9h à 12h", None, None),
        ("Ménage de bureaux à Gravelines, de 6h à 10h", "06:00", "10:00"),
        ("Agent d'entretien de 6h à 9h", "06:00", "09:00"),
        ("Vous faites l'entretien des locaux de 5h à 8h", "05:00", "08:00"),
        ("Agent d'accueil 8h-16h", "08:00", "16:00"),
        ("Réception d'appels de 9h à 17h", "09:00", "17:00"),
    ],
)
def test_working_day(text: str, start: str | None, end: str | None) -> None:
    found = working_day(cut(text))
    read = (found.value.start, found.value.end) if found else (None, None)
    told = tuple(None if at is None else as_time(at).strftime("%H:%M") for at in read)
    assert told == (start, end)
