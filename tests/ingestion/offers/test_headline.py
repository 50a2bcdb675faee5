"""The title of an offer that came as a message."""

import pytest

from ingestion.offers import read_offer_text

CASES = {
    "Cariste (H/F)\nChargement de camions.": "Cariste (H/F)",
    "Bonjour,\nNous cherchons un plaquiste à Gravelines pour 3 mois.": "plaquiste",
    "Bonsoir Madame,\n\nNous avons besoin de deux aides à domicile pour janvier.": "aides",
    "Bonjour\nObjet : Re: Soudeur TIG - urgent\nMission de 3 mois.": "Soudeur TIG - urgent",
    "De : agence@example.org\nObjet : préparateur de commandes\nPoste en 2x8.": (
        "préparateur de commandes"
    ),
    "Bonjour,\nMaçon coffreur\nChantier à Loon-Plage.": "Maçon coffreur",
    "Bonjour,": "Bonjour,",
    "On recrute une serveuse pour la saison, sur la digue, tous les week-ends de mai à septembre, "
    "logement possible.": "serveuse",
    "Bonjour,\nSuite à notre échange et comme convenu avec votre collègue hier, il nous faut "
    "2 agents de nettoyage industriel à Bourbourg.\nCDD 1 mois renouvelable. Horaires 6h-13h": (
        "agents de nettoyage industriel"
    ),
    "CDD 2m, 35h, cariste, Loon-Plage": "cariste",
    "CDI Cariste H/F\nLoon-Plage.": "CDI Cariste H/F",
    "Tel M. Lefebvre 03 28 00 00 00\nIl faudrait un soudeur à Dunkerque": "soudeur",
    "Horaires 6h-13h": "Horaires 6h-13h",
    "": "",
}


@pytest.mark.parametrize(("text", "title"), CASES.items())
def test_title(text: str, title: str) -> None:
    assert read_offer_text(text).title.startswith(title)


@pytest.mark.parametrize("text", CASES)
def test_no_word_is_lost(text: str) -> None:
    offer = read_offer_text(text)
    assert set(text.split()) <= set(offer.source_text.split())
