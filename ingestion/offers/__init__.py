"""Offers in: files and free text to parsed offers with evidence, questions and warnings."""

from ingestion.offers.as_json import to_fiche_json, to_json
from ingestion.offers.coder import OccupationCoder
from ingestion.offers.parse import parse_offer, parse_offers, title_to_code
from ingestion.offers.raw import OfferBatch, Origin, RawOffer
from ingestion.offers.read import (
    read_json,
    read_offer_text,
    read_offers,
    read_offers_data,
    read_pasted,
)

__all__ = [
    "OccupationCoder",
    "OfferBatch",
    "Origin",
    "RawOffer",
    "parse_offer",
    "parse_offers",
    "read_json",
    "read_offer_text",
    "read_offers",
    "read_offers_data",
    "read_pasted",
    "title_to_code",
    "to_fiche_json",
    "to_json",
]
