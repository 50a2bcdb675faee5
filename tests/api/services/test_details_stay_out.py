"""What only the fiche holds (contact, publics, legal age…) never reaches the ranking."""

from dataclasses import fields, replace

from api.services.profiles import offer_facts
from ingestion.details import Contact, OfferDetails
from ingestion.offers import parse_offer, read_offer_text
from models.fiche import DisabilityAccess, EmployerKind, TargetPublic
from tests.ingestion.offers.coder import SmallCoder


def test_the_ranking_reads_no_detail_of_the_fiche() -> None:
    offer = parse_offer(read_offer_text("Cariste\nCDI à Gravelines, CACES R489 3."), SmallCoder())
    told = OfferDetails(
        contact=Contact("Mme Dupont", "DRH", "03 28 11 22 33", "rh@ville.example"),
        employer_kind=EmployerKind.TEMP_AGENCY,
        target_publics=(TargetPublic.RSA, TargetPublic.OVER_50),
        disability_access=DisabilityAccess.NO,
        legal_min_age=18,
        legal_checks=("Casier judiciaire",),
        max_candidates=1,
    )
    assert offer_facts(replace(offer, details=told)) == offer_facts(offer)


def test_no_fact_of_the_ranking_is_named_as_a_detail() -> None:
    offer = parse_offer(read_offer_text("Cariste"), SmallCoder())
    read = {field.name for field in fields(offer_facts(offer))}
    assert not {field.name for field in fields(OfferDetails)} & read
