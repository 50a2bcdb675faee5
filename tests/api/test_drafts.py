"""The facts of an offer in words."""

from dataclasses import replace

from api.drafts import facts_of
from ingestion.details import Contact, OfferDetails
from models.fiche import Benefit, Channel
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
