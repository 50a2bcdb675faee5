"""The guard rails: unlawful wording is seen, look-alikes are left alone, exceptions are told."""

import re
import time as clock
from datetime import date, time

import pytest

from ingestion.lexicon import read_rows
from ingestion.offers.guard import Alert, alerts, guard_warnings, wording_alerts
from ingestion.records import Contract, Evidence, ParsedOffer, Pay, WorkingTime
from models.guards import AlertKind, LegalGround, Severity
from models.vocabulary import ContractType, PayPeriod
from tests.factories import make_parsed_offer
from tests.ingestion.offers.guard_phrases import ALLOWED, DISCRIMINATING, INNOCENT

TODAY = date(2026, 11, 23)
CASES = [(kind, phrase) for kind, phrases in DISCRIMINATING.items() for phrase in phrases]


def offer_saying(phrase: str, title: str = "Agent polyvalent") -> ParsedOffer:
    return make_parsed_offer(title=title, description=phrase)


def test_the_tables_are_as_large_as_they_should_be() -> None:
    assert len(CASES) >= 120
    assert len(INNOCENT) >= 80
    assert len(set(CASES)) == len(CASES)


@pytest.mark.parametrize(("kind", "phrase"), CASES)
def test_what_discriminates_is_seen(kind: str, phrase: str) -> None:
    offer = offer_saying(phrase)
    found = [each for each in wording_alerts(offer) if each.kind == kind]
    assert found, phrase
    for alert in found:
        assert offer.source_text[alert.start : alert.end] == alert.text
        assert alert.exception is None
        assert "Code" in alert.reason
        assert alert.rewrite


@pytest.mark.parametrize("phrase", INNOCENT)
def test_what_only_looks_like_it_is_left_alone(phrase: str) -> None:
    assert wording_alerts(offer_saying(phrase)) == ()


@pytest.mark.parametrize(("kind", "ground", "phrase"), ALLOWED)
def test_what_the_law_allows_is_an_information_with_its_ground(
    kind: str, ground: str, phrase: str
) -> None:
    found = wording_alerts(offer_saying(phrase))
    assert (kind, ground) in {(each.kind, each.exception) for each in found}
    assert {each.severity for each in found} == {Severity.INFORMATION}
    assert guard_warnings(offer_saying(phrase)) == ()


def test_the_same_words_are_told_once() -> None:
    found = wording_alerts(offer_saying("Homme uniquement, homme de préférence. CV avec photo."))
    assert [(each.kind, each.text) for each in found] == [
        (AlertKind.SEX, "Homme uniquement"),
        (AlertKind.SEX, "homme de préférence"),
        (AlertKind.APPEARANCE, "CV avec photo"),
    ]
    assert len({each.key for each in found}) == 3


def test_a_title_is_named_as_the_field() -> None:
    (alert,) = wording_alerts(offer_saying("Au centre-ville.", title="Femme de ménage"))
    assert (alert.field, alert.start, alert.severity) == ("title", 0, Severity.MILD)
    assert wording_alerts(offer_saying("Au centre-ville.", title="Femme de ménage (H/F)")) == ()


def test_warnings_of_the_exchange_format_stand_on_the_description() -> None:
    (warning,) = guard_warnings(offer_saying("Seniors s'abstenir."))
    assert warning.field == "description"
    assert warning.message.startswith("« Seniors s'abstenir » : L'âge")


def test_every_rule_can_be_read_and_every_kind_of_wording_has_a_reason() -> None:
    reasons = {row["kind"] for row in read_rows("alert_reasons.csv")}
    grounds = {row["ground"] for row in read_rows("legal_grounds.csv")}
    rows = read_rows("discrimination.csv")
    assert {row["kind"] for row in rows} == reasons
    assert grounds == {"ouverture", *LegalGround}
    for row in rows:
        assert set(filter(None, row["grounds"].split("|"))) <= grounds
        for name in ("pattern", "needs", "unless", "unless_text"):
            re.compile(row[name])


@pytest.mark.parametrize(
    "filler", ["sans distinction d'", "vous êtes jeune et ", "25 à ", "candidat (", "\n- homme "]
)
def test_any_text_of_100_kb_is_read_in_time(filler: str) -> None:
    offer = offer_saying(filler * (100_000 // len(filler)))
    began = clock.perf_counter()
    wording_alerts(offer)
    assert clock.perf_counter() - began < 2


def fact(offer: ParsedOffer) -> Alert:
    (alert,) = alerts(offer, TODAY)
    return alert


@pytest.mark.parametrize(
    ("values", "kind", "severity", "said"),
    [
        ({"pay": Pay(9.0, 9.0, PayPeriod.HOUR)}, "salaire", "serieux", "inférieur au SMIC"),
        ({"pay": Pay(9.0, 13.0, PayPeriod.HOUR)}, "salaire", "leger", "Le bas de la fourchette"),
        ({"pay": Pay(2500.0, 2000.0, PayPeriod.MONTH)}, "salaire", "leger", "le plus bas dépasse"),
        ({"pay": Pay(250.0, 250.0, PayPeriod.HOUR)}, "salaire", "leger", "montant à vérifier"),
        ({"deadline": date(2026, 11, 22)}, "dates", "leger", "passée depuis le 22/11/2026"),
        ({"contract": Contract(ContractType.CDI, 90)}, "contrat", "leger", "CDI n'a pas de durée"),
        (
            {"contract": Contract(start_date=date(2026, 10, 1))},
            "dates",
            "leger",
            "passé depuis le 01/10/2026",
        ),
        ({"positions": 4000}, "inhabituel", "leger", "4000 postes"),
        ({"working_time": WorkingTime(weekly_hours=60.0)}, "horaires", "leger", "48 h"),
    ],
)
def test_facts_that_cannot_hold_are_told(
    values: dict[str, object], kind: str, severity: str, said: str
) -> None:
    alert = fact(make_parsed_offer(**values))
    assert (alert.kind, alert.severity) == (kind, severity)
    assert said in alert.reason


def test_hours_of_the_clock_must_hold_the_hours_of_the_week() -> None:
    offer = make_parsed_offer(
        working_time=WorkingTime(35.0, start_time=time_of(8), end_time=time_of(12))
    )
    assert "journées de 08h00 à 12h00" in fact(offer).reason
    night = WorkingTime(35.0, start_time=time_of(21), end_time=time_of(5))
    assert alerts(make_parsed_offer(working_time=night), TODAY) == ()


def test_a_fact_points_to_the_words_it_was_read_in() -> None:
    text = "Cariste\nSalaire : 9 € de l'heure."
    seen = Evidence(18, 33, text[18:33], 0.9)
    offer = make_parsed_offer(
        title="Cariste",
        description=text.partition("\n")[2],
        pay=Pay(9.0, 9.0, PayPeriod.HOUR),
        evidence={"pay": seen},
    )
    alert = fact(offer)
    assert (alert.start, alert.end, alert.text) == (18, 33, text[18:33])


def test_an_ordinary_offer_raises_nothing() -> None:
    offer = make_parsed_offer(
        contract=Contract(ContractType.CDD, 90, date(2026, 12, 7)),
        working_time=WorkingTime(35.0, True, start_time=time_of(8), end_time=time_of(16)),
        pay=Pay(13.5, 15.0, PayPeriod.HOUR),
        positions=3,
        deadline=date(2026, 12, 1),
    )
    assert alerts(offer, TODAY) == ()


def time_of(hour: int) -> time:
    return time(hour)
