"""The e-mail to the employer."""

from dataclasses import replace

from api.fiche.letter import letter_of
from ingestion.details import Contact, OfferDetails
from tests.api.routes.world import make_parsed

ASKED = ("Quel est le salaire proposé ?", "Quels sont les horaires ?")


def test_it_greets_asks_in_order_and_names_the_offer() -> None:
    details = OfferDetails(contact=Contact(name="Mme Duval", email="duval@exemple.fr"))
    letter = letter_of(replace(make_parsed(), details=details), ASKED, "Odile Vasseur")
    assert letter is not None
    assert letter.body.startswith("Bonjour Mme Duval,\n")
    assert "« Préparateur de commandes H/F » (référence DK-0001)" in letter.body
    assert "1. Quel est le salaire proposé ?\n2. Quels sont les horaires ?" in letter.body
    assert letter.body.endswith("Odile Vasseur")
    assert letter.link.startswith("mailto:duval@exemple.fr?subject=Votre%20offre")
    assert "%0D%0A" in letter.link


def test_without_a_contact_or_a_question_it_stays_polite_or_silent() -> None:
    letter = letter_of(make_parsed(), ASKED[:1], "Odile Vasseur")
    assert letter is not None
    assert letter.body.startswith("Bonjour,\n")
    assert "il nous manque une précision" in letter.body
    assert letter_of(make_parsed(), (), "Odile Vasseur") is None


def test_an_address_cannot_slip_other_recipients_into_the_link() -> None:
    details = OfferDetails(contact=Contact(email="a@exemple.fr?cc=b@exemple.fr&body=x"))
    letter = letter_of(replace(make_parsed(), details=details), ASKED, "O")
    assert letter is not None
    assert letter.link.count("?") == 1
    assert "cc=" not in letter.link


def test_a_link_that_is_too_long_leaves_the_text_to_be_copied() -> None:
    letter = letter_of(make_parsed(), ["Pourquoi ? " * 200], "O")
    assert letter is not None
    assert "&body=" not in letter.link
