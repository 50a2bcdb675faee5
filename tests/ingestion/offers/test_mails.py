"""Messages: the offer among what forwards it, answers it and signs it."""

from pathlib import Path

import pytest

from ingestion.offers import parse_offers, read_offer_text, read_offers, read_pasted
from ingestion.offers.mails import SIGNATURE, open_letter
from models.fiche import Channel
from tests.documents import docx_file, mail_file, pdf_file
from tests.ingestion.offers.coder import SmallCoder

OFFER = (
    "Nous recherchons un cariste en CDI, 35h par semaine, à Loon-Plage.\n"
    "Salaire : 12,50 € de l'heure."
)
SIGNED = "Cordialement,\n\nMarc Petit\nResponsable RH\nBriqueterie du Port\n03 28 00 00 00"
OUTLOOK = (
    "De : Marc Petit <marc@briqueterie.example>\nEnvoyé : lundi 16 novembre 2026 09:12\n"
    "À : Julie Roy\nObjet : Cariste CACES 3"
)
HEADS = {
    "outlook": OUTLOOK,
    "bold": "*De :* Marc Petit\n*Date :* 16 novembre 2026\n*Objet :* Cariste CACES 3",
    "gmail": "---------- Forwarded message ---------\nDe : Marc Petit\nDate: lun. 16 nov. 2026\n"
    "Subject: Cariste CACES 3\nTo: Julie Roy",
    "thunderbird": "-------- Message transféré --------\nSujet : Cariste CACES 3\n"
    "Date : Mon, 16 Nov 2026\nDe : Marc Petit\nPour : Julie Roy",
    "original": "-----Message d'origine-----\nDe : Marc Petit\nObjet : Cariste CACES 3",
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_a_forwarded_offer_is_the_body_and_the_rest_stands_around(head: str) -> None:
    text = f"Bonjour Sophie,\nPour info.\nJulie\n\n{head}\n\nBonjour,\n\n{OFFER}\n\n{SIGNED}"
    letter = open_letter(text, "TR: TR: Cariste")
    assert OFFER in letter.body
    assert "Sophie" not in letter.body
    assert "Responsable RH" not in letter.body
    around = dict(letter.around)
    assert around[SIGNATURE].endswith("03 28 00 00 00")
    kept = letter.body + "".join(words for _, words in letter.around)
    assert [line for line in text.split("\n") if line.strip() and line.strip() not in kept] == []
    assert letter.subject == "Cariste CACES 3"


def test_a_quoted_history_is_kept_and_not_read() -> None:
    history = "> Bonjour, avez-vous des postes de maçon en CDD de 6 mois à 14 € de l'heure ?"
    text = f"Bonjour,\n{OFFER}\n\nLe lun. 16 nov. 2026 à 09:12, Julie Roy a écrit :\n\n{history}"
    raw = read_offer_text(text)
    (offer,) = parse_offers([raw], SmallCoder())
    assert offer.pay.min == 12.5
    assert "maçon" in raw.description
    assert "maçon" not in raw.read_text
    assert raw.channel is Channel.MAIL


def test_an_offer_that_stands_only_in_the_quoted_part_is_read_there() -> None:
    quoted = "\n".join(f"> {line}" for line in OFFER.split("\n"))
    text = f"Oui, toujours ouvert.\n\nLe 16/11/2026 à 09:12, Marc Petit a écrit :\n{quoted}"
    (offer,) = read_pasted(text).offers
    assert offer.read_text.count("12,50") == 1
    assert "toujours ouvert" in offer.description


def test_a_signature_stands_under_its_mark_and_is_not_read_as_the_post() -> None:
    text = f"Cariste\n{OFFER}\n\n{SIGNED}\n59140 Dunkerque"
    raw = read_offer_text(text)
    assert "\n-- \nCordialement" in raw.description
    (offer,) = parse_offers([raw], SmallCoder())
    assert offer.workplace.name == "Loon-Plage"
    assert "03 28 00 00 00" in raw.heard_text


def test_the_words_above_a_closing_formula_are_not_a_signature() -> None:
    text = f"Bonne journée à tous,\n{OFFER}\nPermis B exigé. Débutant accepté. CDI."
    assert open_letter(text).around == ()


def test_a_subject_names_the_post_where_the_message_does_not(tmp_path: Path) -> None:
    named = mail_file(tmp_path / "a.eml", f"Bonjour,\n{OFFER}", subject="TR: Cariste de nuit H/F")
    vague = mail_file(
        tmp_path / "b.eml", f"Bonjour,\n{OFFER}", subject="RE: Nos besoins semaine 48"
    )
    assert read_offers(named).offers[0].title == "Cariste de nuit H/F"
    assert read_offers(vague).offers[0].title == "cariste"


def test_attached_offers_are_each_read_and_the_message_goes_with_each(tmp_path: Path) -> None:
    first = docx_file(tmp_path / "cariste.docx", f"Cariste H/F\n{OFFER}")
    second = pdf_file(
        tmp_path / "macon.pdf", "Maçon H/F\nCDD de 3 mois à Bergues, 13 € de l'heure."
    )
    path = mail_file(
        tmp_path / "deux.eml",
        "Bonjour,\nVoici deux offres.\nJulie Roy",
        attachments=[first, second],
    )
    batch = read_offers(path)
    assert [offer.title for offer in batch.offers] == ["Cariste H/F", "Maçon H/F"]
    assert [offer.channel for offer in batch.offers] == [Channel.MAIL, Channel.MAIL]
    for offer in batch.offers:
        assert "Voici deux offres." in offer.description
        assert "Voici deux offres." not in offer.read_text
    assert batch.rejected == ()


def test_an_attachment_that_cannot_be_read_is_told_by_its_name(tmp_path: Path) -> None:
    bad = tmp_path / "offre.pdf"
    bad.write_bytes(b"%PDF-1.4 rien")
    path = mail_file(tmp_path / "a.eml", f"Cariste\n{OFFER}", attachments=[bad])
    batch = read_offers(path)
    assert [offer.title for offer in batch.offers] == ["Cariste"]
    assert [(each.field, bool(each.reason)) for each in batch.rejected] == [("offre.pdf", True)]


def test_an_attachment_without_an_offer_stays_with_the_message(tmp_path: Path) -> None:
    brochure = docx_file(tmp_path / "nous.docx", "Qui sommes-nous ?\nUne belle équipe.")
    path = mail_file(tmp_path / "a.eml", f"Cariste\n{OFFER}", attachments=[brochure])
    batch = read_offers(path)
    (offer,) = batch.offers
    assert offer.title == "Cariste"
    assert "Une belle équipe." in offer.description
    assert "Une belle équipe." not in offer.read_text
    assert batch.notes[0].field == "nous.docx"


@pytest.mark.parametrize(
    "line", ["> a\n", "De : x\nObjet : y\n", "Le 1 a écrit :\n", "Cordialement\n"]
)
def test_a_long_thread_is_parted_in_linear_time(line: str) -> None:
    open_letter(line * (100_000 // len(line)))
