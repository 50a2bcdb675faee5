"""Pay in words: range, unit, gross or net, and the SMIC of the day."""

from datetime import date

import pytest

from ingestion.lexicon import cut
from ingestion.offers import parse_offer, read_offer_text
from ingestion.offers.pay import EXPLICIT, pay, pay_basis, smic_percent
from models.fiche import PayBasis
from tests.ingestion.offers.coder import SmallCoder

DAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("12€50/h", (12.5, 12.5, "hour")),
        ("11,50 à 13€50 de l'heure", (11.5, 13.5, "hour")),
        ("12 euros 50 de l'heure", (12.5, 12.5, "hour")),
        ("Salaire 12€ 35h par semaine", (12.0, 12.0, "hour")),
        ("CACES R489 3 - 12,50 €/h", (12.5, 12.5, "hour")),
        ("CACES 3, 12 € de l'heure", (12.0, 12.0, "hour")),
        ("Salaire : 12,02€/h", (12.02, 12.02, "hour")),
        ("Salaire 11,88 à 12,50 €/h", (11.88, 12.5, "hour")),
        ("Rémunération : 12EURh", (12.0, 12.0, "hour")),
        ("Salaire : 1 900 à 2 100 €", (1900.0, 2100.0, "month")),
        ("Salaire : 1801,80 €", (1801.8, 1801.8, "month")),
        ("2 100 € par mois", (2100.0, 2100.0, "month")),
        ("25k€/an", (25000.0, 25000.0, "year")),
        ("Salaire annuel : 28 à 32 k€", (28000.0, 32000.0, "year")),
        ("Salaire de 28 à 35 € brut/an", (28000.0, 35000.0, "year")),
        ("De 30 000 € à 35 000 € par an", (30000.0, 35000.0, "year")),
        ("Rémunération : SMIC", (12.02, 12.02, "hour")),
        ("SMIC + 10 %", (13.22, 13.22, "hour")),
        ("110 % du SMIC", (13.22, 13.22, "hour")),
        ("5 € brut de l'heure", (5.0, 5.0, "hour")),
        ("Salaire : 5 €", None),
        ("53 % du SMIC", None),
        ("Salaire selon convention", None),
        ("Prime de 400 €", None),
        ("150 € par mois de transport", None),
        ("Salaire : 120 000 000 €", None),
        ("Taux horaire : 12,47", (12.47, 12.47, "hour")),
        ("TAUX HORAIRE 12.47", (12.47, 12.47, "hour")),
        ("Taux horaire brut de 12,47, 35h", (12.47, 12.47, "hour")),
        ("TH 12,47", (12.47, 12.47, "hour")),
        ("12,47 brut/heure", (12.47, 12.47, "hour")),
        ("CACES R489 3 - 12,47 brut/h", (12.47, 12.47, "hour")),
        ("Taux : 12,47 + IFM", (12.47, 12.47, "hour")),
        ("1870 brut mensuel", (1870.0, 1870.0, "month")),
        ("Salaire 1 870 à 2 060 brut", (1870.0, 2060.0, "month")),
        ("1870 net x 13 mois", (1870.0, 1870.0, "month")),
        ("TH 12,47 + panier 9,80 €", (12.47, 12.47, "hour")),
        ("Taux d'incapacité 12", None),
        ("13e mois", None),
        ("Salaire : 13e mois", None),
        ("Salaire selon profil 35h", None),
        ("Salaire 35h", None),
        ("Salaire : 12 à 14 mois", None),
        ("Rémunération sur 13 mois", None),
        ("Rémunération 2026", None),
        ("Rémunération 2026.", None),
        ("Rémunération 2026 par mois", (2026.0, 2026.0, "month")),
        ("Rémunération 12/05/2026", None),
        ("Salaire sur 12 mois", None),
        ("Taux de 10 %", None),
        ("TH : 10 postes", None),
        ("Prime de 950 brut", None),
        ("Avance sur salaire 950", None),
        ("Charges de 20 brut", None),
        ("03 28 40 12 12 brut", None),
        ("12 brut mensuel", None),
        ("28 brut annuel", None),
    ],
)
def test_pay(text: str, told: tuple[float, float, str] | None) -> None:
    found = pay(cut(text), DAY)
    read = (found.value.min, found.value.max, found.value.period) if found else None
    assert read == told


def test_the_smic_is_that_of_the_day() -> None:
    before = pay(cut("Rémunération : SMIC + 10 %"), date(2025, 6, 1))
    assert before is not None
    assert before.value.min == 13.07


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("SMIC + 10 %", 10.0),
        ("SMIC+2,5%", 2.5),
        ("5 % au-dessus du SMIC", 5.0),
        ("115 % du SMIC", 15.0),
        ("Salaire au SMIC", None),
        ("53 % du SMIC", None),
    ],
)
def test_points_above_the_smic(text: str, points: float | None) -> None:
    found = smic_percent(cut(text))
    assert (found.value if found else None) == points


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("Salaire : 1 900 € brut mensuel", PayBasis.GROSS),
        ("Salaire net : 1 600 €", PayBasis.NET),
        ("Salaire : 1 500 € net par mois", PayBasis.NET),
        ("Salaire : 12,50 €/h", None),
        ("Salaire : 1 900 €\nPrime nette de 100 €", None),
    ],
)
def test_gross_or_net(text: str, basis: PayBasis | None) -> None:
    words = cut(text)
    found = pay(words, DAY)
    assert found is not None
    told = pay_basis(words, found)
    assert (told.value if told else None) is basis


def test_a_unit_that_is_written_is_trusted_more() -> None:
    written, guessed = pay(cut("Salaire : 12 € de l'heure"), DAY), pay(cut("Salaire : 12 €"), DAY)
    assert written is not None
    assert guessed is not None
    assert guessed.confidence < written.confidence == EXPLICIT


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("Salaire : 1 500 € net par mois, temps plein", []),
        ("Salaire : 1 500 € brut par mois, temps plein", ["pay"]),
    ],
)
def test_a_net_pay_is_not_held_against_the_gross_minimum(text: str, fields: list[str]) -> None:
    offer = parse_offer(read_offer_text(f"Cariste\n{text}"), SmallCoder())
    assert [warning.field for warning in offer.warnings if warning.field == "pay"] == fields
    assert offer.evidence["details.pay_basis"].text in ("net", "brut")


def test_an_hour_far_under_the_smic_is_read_and_told() -> None:
    text = "Cariste\nLoon-Plage, CDI 35h, 5 € brut de l'heure."
    offer = parse_offer(read_offer_text(text), SmallCoder())
    assert (offer.pay.min, offer.pay.period) == (5.0, "hour")
    assert any("inférieur au SMIC" in each.message for each in offer.warnings)
