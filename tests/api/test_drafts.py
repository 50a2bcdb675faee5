"""The facts of an offer in words."""

from dataclasses import replace

import pytest

from api.drafts import facts_of
from ingestion.details import Contact, OfferDetails
from ingestion.records import Pay, WorkingTime
from models.fiche import Benefit, Channel
from models.vocabulary import PayPeriod
from tests.api.routes.world import make_parsed


def test_the_facts_of_an_offer_are_in_words() -> None:
    facts = dict(facts_of(make_parsed()))
    assert facts["Contrat"] == "CDI"
    assert facts["Temps de travail"] == "35 h par semaine, 2x8"
    assert "exigé" in facts["Titres"]
    assert "Salaire" not in facts


def test_what_the_fiche_holds_beyond_the_exchange_format_is_told_too() -> None:
    details = OfferDetails(
        channel=Channel.VISIT,
        contact=Contact(name="Mme Duval", phone="03 28 00 00 00"),
        benefits=(Benefit.MEAL, Benefit.NIGHT),
    )
    facts = dict(facts_of(replace(make_parsed(), details=details)))
    assert facts["Arrivée"] == "Visite"
    assert facts["Contact"] == "Mme Duval, 03 28 00 00 00"
    assert facts["Avantages"] == "Panier ou ticket restaurant, Majoration de nuit"


@pytest.mark.parametrize(
    ("pay", "hours", "words"),
    [
        (
            Pay(12.4, 12.4, PayPeriod.HOUR),
            35.0,
            "12,40 € de l'heure, soit 1 881 € par mois pour 35 h",
        ),
        (
            Pay(1820.0, 2275.0, PayPeriod.MONTH),
            35.0,
            "1 820,00 à 2 275,00 € par mois, soit 12,00 à 15,00 € de l’heure pour 35 h",
        ),
        (
            Pay(24000.0, 24000.0, PayPeriod.YEAR),
            35.0,
            "24 000,00 € par an, soit 13,19 € de l’heure, 2 000 € par mois pour 35 h",
        ),
        (
            Pay(24000.0, 24000.0, PayPeriod.YEAR),
            None,
            "24 000,00 € par an, soit 2 000 € par mois",
        ),
        (Pay(12.4, 12.4, PayPeriod.HOUR), None, "12,40 € de l'heure"),
    ],
)
def test_a_pay_is_told_by_the_hour_and_by_the_month(
    pay: Pay, hours: float | None, words: str
) -> None:
    offer = replace(make_parsed(), pay=pay, working_time=WorkingTime(hours))
    told = dict(facts_of(offer))["Salaire"]
    assert told.replace("\u202f", " ").replace("\u00a0", " ") == words
