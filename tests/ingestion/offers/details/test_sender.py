"""Who sent a message becomes the contact of its offer, where its words name nobody."""

from pathlib import Path

import pytest

from ingestion.offers import parse_offers, read_offers, read_pasted
from ingestion.offers.raw import RawOffer
from ingestion.offers.texts import AROUND
from tests.documents import docx_file, mail_file
from tests.ingestion.offers.coder import SmallCoder

OFFER = (
    "Nous recherchons un cariste en CDI, 35h par semaine, à Loon-Plage.\n"
    "Salaire : 12,50 € de l'heure."
)
FORWARDED = (
    "---------- Message transféré ---------\nDe : Marc Petit <m.petit@briqueterie.example>\n"
    "Date : lun. 16 nov. 2026\nObjet : Cariste\nÀ : Julie Roy <julie.roy@asso.example>"
)


def contact(raw: RawOffer) -> tuple[str | None, str | None]:
    """Name and role of the contact; the evidence is checked on the way."""
    (offer,) = parse_offers([raw], SmallCoder())
    found = offer.evidence.get("details.contact.name")
    if found is not None:
        assert raw.source_text[found.start : found.end] == found.text
        assert found.confidence < 0.7
    return offer.details.contact.name, offer.details.contact.role


def mailed(folder: Path, text: str, sender: str, subject: str = "Cariste") -> RawOffer:
    """The one offer of an e-mail."""
    (raw,) = read_offers(mail_file(folder / "a.eml", text, sender=sender, subject=subject)).offers
    return raw


def test_the_sender_of_an_offer_is_its_contact(tmp_path: Path) -> None:
    raw = mailed(tmp_path, f"Bonjour,\n{OFFER}", "Marc Petit <marc.petit@briqueterie.example>")
    assert contact(raw) == ("Marc Petit", None)


def test_a_signature_says_the_name_and_the_role(tmp_path: Path) -> None:
    text = f"Bonjour,\n{OFFER}\n\nCordialement,\n\nMarc Petit\nResponsable RH\nBriqueterie du Port"
    raw = mailed(tmp_path, text, "PETIT Marc <rh@briqueterie.example>")
    assert contact(raw) == ("Marc Petit", "Responsable RH")
    assert contact(mailed(tmp_path, text, "RH <rh@briqueterie.example>"))[0] == "Marc Petit"


@pytest.mark.parametrize(
    "sender",
    [
        "Contact RH <rh@briqueterie.example>",
        "Briqueterie Duport <contact@briqueterie.example>",
        "Manpower Dunkerque <manpower.dunkerque@manpower.example>",
        "rh@briqueterie.example",
    ],
)
def test_the_mailbox_of_a_firm_is_nobody(tmp_path: Path, sender: str) -> None:
    assert contact(mailed(tmp_path, f"Bonjour,\n{OFFER}", sender)) == (None, None)


def test_a_forwarded_offer_has_the_contact_of_who_wrote_it(tmp_path: Path) -> None:
    colleague = "Julie Roy <julie.roy@asso.example>"
    text = f"Pour info.\n\nJulie Roy\n\n{FORWARDED}\n\nBonjour,\n\n{OFFER}"
    assert contact(mailed(tmp_path, text, colleague, "TR: Cariste")) == ("Marc Petit", None)
    (pasted,) = read_pasted(text).offers
    assert contact(pasted) == ("Marc Petit", None)


def test_an_attached_offer_has_the_innermost_sender_of_a_forward(tmp_path: Path) -> None:
    offer = docx_file(tmp_path / "cariste.docx", f"Cariste H/F\n{OFFER}")
    path = mail_file(
        tmp_path / "tr.eml",
        f"Pour toi.\n\n{FORWARDED}\n\nBonjour, voici notre offre.",
        subject="TR: Cariste",
        sender="Julie Roy <julie.roy@asso.example>",
        attachments=[offer],
    )
    (raw,) = read_offers(path).offers
    assert contact(raw) == ("Marc Petit", None)


def test_a_name_that_the_offer_gives_comes_first(tmp_path: Path) -> None:
    text = f"Bonjour,\n{OFFER}\nContact : Mme Anne Leroy."
    raw = mailed(tmp_path, text, "Marc Petit <marc.petit@briqueterie.example>")
    (offer,) = parse_offers([raw], SmallCoder())
    assert offer.details.contact.name == "Mme Anne Leroy"


def test_an_offer_above_another_message_has_no_sure_sender(tmp_path: Path) -> None:
    """Passed on with the offer copied above, or answered: the sender may be a colleague."""
    head = "De : Marc Petit <m.petit@x.example>\nEnvoyé : lundi 16 novembre 2026\nObjet : Besoin"
    text = f"Bonjour,\n{OFFER}\n\n{head}\n\nVoir ci-dessous."
    raw = mailed(tmp_path, text, "Julie Roy <julie.roy@asso.example>")
    assert contact(raw)[0] is None


def test_the_line_that_parts_what_stood_around_may_stand_alone() -> None:
    (raw,) = read_pasted(f"Cariste\n{OFFER}\n{AROUND}\nContactez-nous.").offers
    assert contact(raw) == (None, None)
