"""Tables of posts wherever they stand: one offer a row, and no word around them lost."""

from pathlib import Path

import pytest

from ingestion.offers import OfferBatch, read_offers, read_pasted
from ingestion.offers.document_offers import UNREAD_ROWS
from models.fiche import Channel
from tests.documents import docx_file, html_page, mail_file, pdf_file

ROWS = (
    ("Poste", "Nombre de postes", "Lieu", "Contrat", "Horaires", "Salaire", "Profil"),
    ("Maçon", "2", "Loon-Plage", "Intérim 2 mois", "7h-15h", "13 €/h", "permis B"),
    ("Serveur", "1", "Hardelot", "CDD 4 mois", "coupures", "12,10 €/h", "débutant accepté"),
    ("Soudeur", "3", "Gravelines", "CDI", "2x8", "15 €/h", "licence à jour"),
)
TITLES = ["Maçon", "Serveur", "Soudeur"]
TABBED = "\n".join("\t".join(row) for row in ROWS)
SIGNED = "Cordialement,\nPaul Vasseur\n03 21 00 00 00"


def titles(batch: OfferBatch) -> list[str]:
    return [offer.title for offer in batch.offers]


def written(tmp_path: Path, html: str, plain: str = "(voir la version HTML)") -> OfferBatch:
    path = mail_file(tmp_path / "a.eml", plain, subject="Nos besoins", html=html)
    return read_offers(path)


def test_a_table_in_a_message_is_one_offer_a_row(tmp_path: Path) -> None:
    page = html_page("Bonjour,\nvoici nos besoins de la semaine.", ROWS)
    signed = "".join(f"<p>{line}</p>" for line in SIGNED.split("\n"))
    batch = written(tmp_path, page.replace("</body>", f"{signed}</body>"))
    assert titles(batch) == TITLES
    for offer in batch.offers:
        assert offer.channel is Channel.AGENCY
        for words in ("voici nos besoins", "Paul Vasseur", "Objet : Nos besoins", "rh@exemple.fr"):
            assert words in offer.source_text
            assert words not in offer.read_text
    assert batch.offers[2].fields["Commune"] == "Gravelines"


def test_a_table_alone_in_a_message_is_one_offer_a_row(tmp_path: Path) -> None:
    assert titles(written(tmp_path, html_page("", ROWS))) == TITLES


def test_a_table_beside_its_plain_version_is_one_offer_a_row(tmp_path: Path) -> None:
    plain = "Bonjour,\n" + "\n".join(cell for row in ROWS for cell in row)
    assert titles(written(tmp_path, html_page("Bonjour,", ROWS), plain)) == TITLES


def test_what_is_attached_without_an_offer_goes_with_each_row_of_a_message(tmp_path: Path) -> None:
    leaflet = docx_file(tmp_path / "nous.docx", "Qui sommes-nous ?\nUne belle équipe.")
    html = html_page("Bonjour,", ROWS)
    path = mail_file(tmp_path / "a.eml", "Voir", html=html, attachments=[leaflet])
    batch = read_offers(path)
    assert titles(batch) == TITLES
    assert all("Une belle équipe." in offer.source_text for offer in batch.offers)
    assert [note.field for note in batch.notes] == ["nous.docx"]


def test_a_table_above_attached_offers_is_kept_with_each_and_told(tmp_path: Path) -> None:
    offer = docx_file(tmp_path / "c.docx", "Couvreur H/F\nCDD de 3 mois à Calais, 14 € de l'heure.")
    html = html_page("Bonjour,", ROWS)
    batch = read_offers(mail_file(tmp_path / "a.eml", "Voir", html=html, attachments=[offer]))
    assert titles(batch) == ["Couvreur H/F"]
    assert "Soudeur | 3 | Gravelines" in batch.offers[0].source_text
    assert UNREAD_ROWS in [note.reason for note in batch.notes]


@pytest.mark.parametrize(
    "under",
    ["Cordialement", "Merci de votre retour rapide", "Cordialement\nPaul Vasseur\nResponsable RH"],
)
def test_words_under_a_table_are_no_offer_and_stay_with_each(under: str, tmp_path: Path) -> None:
    text = f"Bonjour, voici nos besoins :\n\n{TABBED}\n\n{under}\n"
    path = tmp_path / "besoins.txt"
    path.write_text(text, encoding="utf-8")
    for batch in (read_offers(path), read_pasted(text)):
        assert titles(batch) == TITLES
        for offer in batch.offers:
            for line in ("Bonjour, voici nos besoins :", *under.split("\n")):
                assert line in offer.source_text
                assert line not in offer.read_text
        assert sum("texte commun" in note.reason for note in batch.notes) == len(under.split("\n"))


def test_a_row_that_only_names_a_post_is_an_offer() -> None:
    assert titles(read_pasted(f"{TABBED}\nPlombier\n")) == [*TITLES, "Plombier"]


def test_a_lone_cell_that_states_a_fact_of_a_post_is_an_offer() -> None:
    batch = read_pasted(f"{TABBED}\nrenfort en CDI, 35 h, 13 € de l'heure\n")
    assert len(batch.offers) == len(TITLES) + 1


def test_narrow_columns_of_a_pdf_keep_their_rows(tmp_path: Path) -> None:
    batch = read_offers(pdf_file(tmp_path / "a.pdf", "Nos besoins", ROWS))
    assert titles(batch) == TITLES
    contracts = [offer.fields["Type de contrat"] for offer in batch.offers]
    assert contracts == ["Intérim 2 mois", "CDD 4 mois", "CDI"]
    assert batch.notes == ()


def test_rows_that_name_posts_under_no_known_header_are_told(tmp_path: Path) -> None:
    rows = [("A", "B", "C"), *((row[0], row[2], row[3]) for row in ROWS[1:])]
    batch = read_offers(docx_file(tmp_path / "a.docx", "Nos besoins", rows))
    assert UNREAD_ROWS in [note.reason for note in batch.notes]
    assert all(title in batch.offers[0].source_text for title in TITLES)


def test_a_table_of_hours_is_not_told(tmp_path: Path) -> None:
    rows = [("Lundi", "Mardi", "Mercredi"), ("8h-12h", "8h-12h", "14h-18h")]
    path = docx_file(tmp_path / "a.docx", "Serveur H/F\nCDD de 3 mois à Calais, 35 h.", rows)
    assert read_offers(path).notes == ()


def test_an_empty_line_of_a_printed_bulletin_parts_its_offers(tmp_path: Path) -> None:
    lines = [
        "Agence de Calais", "MAÇON (H/F)", "Calais - Intérim 2 mois - 39 h",
        "13 €/h, permis B exigé", "", "SERVEUR (H/F)", "Hardelot - CDD 4 mois - 35 h",
        "débutant accepté", "", "SOUDEUR", "Gravelines - CDI - 2x8", "15 €/h, licence à jour",
    ]  # fmt: skip
    batch = read_offers(pdf_file(tmp_path / "bulletin.pdf", lines))
    assert titles(batch) == ["MAÇON (H/F)", "SERVEUR (H/F)", "SOUDEUR"]
