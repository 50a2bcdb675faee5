"""Two facts side by side are each read for itself: hours and pay, dates and hours, posts."""

from datetime import date, time

import pytest

from api.services.reading import read_offer_words
from ingestion.records import ParsedOffer
from models.vocabulary import Necessity, WorkPattern


def offer(words: str) -> ParsedOffer:
    (read,) = read_offer_words(f"Cariste H/F à Gravelines\n{words}").offers
    return read


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        ("CDI 20h\n12,08 €/h", 20.0),
        ("CDI 35h 12,31 €/h", 35.0),
        ("CDI 39h\n13 à 15 €/h", 39.0),
        ("CDI 35 heures\n10 postes", 35.0),
        ("CDI 36h45 par semaine", 36.75),
        ("36 h 45 hebdo", 36.75),
        ("35 heures 30 par semaine", 35.5),
        ("Démarrage le 07/12/2026 35h", 35.0),
    ],
)
def test_what_follows_hours_is_not_their_minutes(words: str, hours: float) -> None:
    assert offer(words).working_time.weekly_hours == hours


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("Horaires : 5h-13h\n15 € de l'heure", time(5), time(13)),
        ("8h-16h\n30 minutes de pause", time(8), time(16)),
        ("Prise de poste à 5h\n12,31 €", time(5), None),
        ("de 8h 30 à 12h 15", time(8, 30), time(12, 15)),
        ("7h30-15h30", time(7, 30), time(15, 30)),
    ],
)
def test_what_follows_a_time_of_day_is_not_its_minutes(
    words: str, start: time, end: time | None
) -> None:
    read = offer(words).working_time
    assert (read.start_time, read.end_time) == (start, end)


@pytest.mark.parametrize(
    ("words", "posts", "patterns"),
    [
        ("2 postes à pourvoir", 2, ()),
        ("Nombre : 2 postes", 2, ()),
        ("Travail en 2 postes", None, (WorkPattern.TWO_SHIFTS,)),
        ("Fermeture le dimanche", None, ()),
        ("Le dimanche est chômé", None, ()),
        ("2 jours de repos consécutifs (dimanche et lundi)", None, ()),
        ("Travail le dimanche", None, (WorkPattern.WEEKEND,)),
    ],
)
def test_posts_are_no_shifts_and_days_of_rest_are_not_worked(
    words: str, posts: int | None, patterns: tuple[WorkPattern, ...]
) -> None:
    read = offer(words)
    assert (read.positions, read.working_time.patterns) == (posts, patterns)


@pytest.mark.parametrize(
    ("words", "phone"),
    [
        ("Démarrage le 04/01/2027. 35h par semaine", None),
        ("CDD du 04/01/2027 au 05/02/2027 39h", None),
        ("Envoyé : 05/11/2026 14:32", None),
        ("Tél 03.28.00.00.15", "03 28 00 00 15"),
        ("03/28/00/00/15 h.coppin@example.org", "03 28 00 00 15"),
    ],
)
def test_a_date_before_hours_is_no_telephone(words: str, phone: str | None) -> None:
    assert offer(words).details.contact.phone == phone


@pytest.mark.parametrize(
    ("words", "start", "deadline"),
    [
        ("Début 04/01. 35h par semaine", None, None),
        ("CDD du 04/01 au 30/06 - 35 heures", None, None),
        ("Date limite : 04/12. 20h par semaine", None, None),
        ("Date limite : 04/12/26", None, date(2026, 12, 4)),
        ("Date limite : 4 - 12 - 2026", None, date(2026, 12, 4)),
        ("Début le 04/01/27", date(2027, 1, 4), None),
    ],
)
def test_a_day_does_not_take_its_year_from_the_next_number(
    words: str, start: date | None, deadline: date | None
) -> None:
    read = offer(words)
    assert (read.contract.start_date, read.deadline) == (start, deadline)


@pytest.mark.parametrize(
    ("words", "need", "months"),
    [
        ("Sans expérience s'abstenir", Necessity.REQUIRED, None),
        ("Débutants non acceptés", Necessity.REQUIRED, None),
        ("2 ans d'expérience, débutant s'abstenir", Necessity.REQUIRED, 24),
        ("Débutant accepté, sérieux", Necessity.NONE, None),
    ],
)
def test_who_has_never_done_it_need_not_come(
    words: str, need: Necessity, months: int | None
) -> None:
    read = offer(words).experience
    assert (read.necessity, read.months) == (need, months)


@pytest.mark.parametrize(
    ("words", "needs"),
    [
        ("Permis B non exigé mais apprécié", [Necessity.WISHED]),
        ("Permis B pas obligatoire mais c'est un plus", [Necessity.WISHED]),
        ("CACES 3 non obligatoire mais souhaité", [Necessity.WISHED]),
        ("CACES 1B non exigé (un plus)", [Necessity.WISHED]),
        ("Permis B non exigé", []),
        ("CACES 3 obligatoire (à défaut nous vous formons)", [Necessity.TRAINING_OFFERED]),
        ("CACES 3 exigé ou possibilité de formation", [Necessity.TRAINING_OFFERED]),
        (
            "CACES 3 exigé. Si vous ne le possédez pas, nous pouvons vous former.",
            [Necessity.TRAINING_OFFERED],
        ),
        ("CACES 3 valide (recyclage pris en charge)", [Necessity.REQUIRED]),
        ("Permis B exigé (nous vous formons au métier)", [Necessity.REQUIRED]),
    ],
)
def test_a_need_denied_or_replaced_is_no_requirement(words: str, needs: list[Necessity]) -> None:
    assert [licence.necessity for licence in offer(words).licences] == needs
