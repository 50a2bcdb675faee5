"""What is pasted by mistake says so: a CV, an invoice, a newsletter, a word of thanks."""

import pytest

from ingestion.offers import parse_offer, read_offer_text
from ingestion.offers.not_offers import NOTHING_READ
from tests.ingestion.offers.coder import SmallCoder

CV = (
    "Camille Exemple\nNée le 3 mars 1990, permis B, véhiculée\nExpériences professionnelles\n"
    "2019-2024 : vendeuse à Dunkerque\nFormations et diplômes\nCAP vente\nCentres d'intérêt : danse"
)
INVOICE = (
    "Facture n° 2026-118\nRéférence client : 4411\nPrix unitaire 30 €, quantité 12\n"
    "Total HT 360 €, TVA 20 %\nNet à payer : 432 €"
)
NEWSLETTER = (
    "Nos actualités de novembre\nVoir la version en ligne\nLe salon a réuni 300 visiteurs.\n"
    "Pour se désabonner de notre newsletter, cliquez ici."
)


def remarks(text: str) -> str:
    offer = parse_offer(read_offer_text(text), SmallCoder())
    return " ".join(warning.message for warning in offer.warnings)


def test_a_cv_is_said_to_hold_personal_data() -> None:
    assert "données personnelles" in remarks(CV)


@pytest.mark.parametrize(("text", "word"), [(INVOICE, "facture"), (NEWSLETTER, "lettre")])
def test_other_papers(text: str, word: str) -> None:
    assert f"ne ressemble pas à une offre, mais à une {word}" in remarks(text)


@pytest.mark.parametrize("text", ["Merci, bien reçu !", "🙂🙂🙂", "Bonjour,\nÀ demain.\nMarie"])
def test_nothing_but_a_title(text: str) -> None:
    assert NOTHING_READ in remarks(text)


@pytest.mark.parametrize(
    "text",
    [
        "Cariste",
        "Plongeur à Gravelines",
        "Comptable\nSaisie des factures, suivi de la TVA, gestion des échéances, CDI à Lille.",
        "Employé de bureau\nContrôle de chaque facture, du total TTC et de l'IBAN.\nCDD de 3 mois.",
        "Vendeur\nEnvoyez votre CV. Expérience de 6 mois souhaitée.",
    ],
)
def test_offers_are_not_doubted(text: str) -> None:
    assert "ne ressemble pas" not in remarks(text)
