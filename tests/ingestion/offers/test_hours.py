"""Hours a week, apart from times of day and other delays."""

import pytest

from ingestion.lexicon import cut
from ingestion.offers.hours import LABELLED, WEEKLY, weekly_hours


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("35h/semaine", 35.0),
        ("35 heurs par semaine", 35.0),
        ("17.5H/semaine", 17.5),
        ("12h/semaine", 12.0),
        ("7 h 00 hebdomadaires", 7.0),
        ("36h30 par semaine", 36.5),
        ("37H50 hebdo", 37.83),
        ("151,67 h par mois", 35.0),
        ("Temps plein 151H67", 35.0),
        ("Contrat 169h", 39.0),
        ("Temps partiel : 104 h par mois", 24.0),
        ("temps plein 35h annualisées", 35.0),
        ("Temps plein :39 heures", 39.0),
        ("Mi-temps (17h30)", 17.5),
        ("39h (35h + 4h sup)", 39.0),
        ("35h + 4 heures supplémentaires", 39.0),
        ("24h à 30h par semaine", 24.0),
        ("20 à 24H semaine", 20.0),
        ("Durée hebdomadaire : entre 5 et 10 heures", 5.0),
        ("1 semaine de 39h00 et 1 semaine de 31h00", 35.0),
        ("semaine haute 42h et semaine basse 35h", 38.5),
        ("En journée, base 35h", 35.0),
        ("35 h en journée", 35.0),
        ("Journées de 9h - 36h/semaine", 36.0),
        ("De 10h à 22h\n39h semaine", 39.0),
        ("Temps de travail : 38 heures. Salaire : 0,34 €/h sur base 35h/semaine", 38.0),
        ("20 heures d'enseignement hebdomadaires", 20.0),
        ("Salaire : 12,50 €/h pour 20h par semaine", 20.0),
        ("Horaires 9h-17h", None),
        ("8h-12h 13h-16h", None),
        ("Du lundi au vendredi, une soirée par semaine de 14h-21h", None),
        ("Horaires de 7h à 14h semaine 1", None),
        ("Majoration au-delà de 35h", None),
        ("Réponse sous 48h", None),
        ("Astreinte 24h/24", None),
        ("Journées de 12 heures", None),
        ("546 heures de formation", None),
    ],
)
def test_weekly_hours(text: str, hours: float | None) -> None:
    found = weekly_hours(cut(text))
    assert (found.value if found else None) == hours


def test_two_figures_or_a_range_are_trusted_less() -> None:
    plain = weekly_hours(cut("35h par semaine"))
    ranged = weekly_hours(cut("24h à 30h par semaine"))
    rival = weekly_hours(cut("37h par semaine\nDurée hebdomadaire : 35 heures"))
    assert plain is not None
    assert ranged is not None
    assert rival is not None
    assert plain.confidence == WEEKLY
    assert ranged.confidence < LABELLED
    assert rival.confidence < LABELLED


def test_the_evidence_holds_the_whole_range() -> None:
    text = "Contrat de 24h à 30h par semaine"
    found = weekly_hours(cut(text))
    assert found is not None
    assert text[found.start : found.end] == "24h à 30h par semaine"
