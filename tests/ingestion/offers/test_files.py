"""Files of every kind: told by their content, and never a traceback."""

import random
from pathlib import Path

import pytest

from ingestion.offers import OfferBatch, read_offers, read_offers_data
from ingestion.records import Rejected
from models.errors import InputRefusedError
from models.fiche import Channel
from tests.documents import docx_file, html_file, mail_file, pdf_file
from tests.samples.written import FORMATS, samples

SAMPLE = samples()[0]


@pytest.mark.parametrize("kind", FORMATS)
def test_a_damaged_file_is_read_or_refused_in_french(kind: str, tmp_path: Path) -> None:
    rng = random.Random(20261122)
    data = FORMATS[kind](tmp_path / f"offre.{kind}", SAMPLE).read_bytes()
    flipped = bytearray(data)
    for _ in range(20):
        flipped[rng.randrange(len(data))] = rng.randrange(256)
    for harmed in (data[: len(data) // 2], bytes(flipped)):
        try:
            batch = read_offers_data(harmed, f"offre.{kind}")
        except InputRefusedError as error:
            batch = OfferBatch(rejected=(Rejected(1, error.place, str(error)),))
        assert batch.offers or batch.rejected[0].reason


def test_a_kind_is_told_by_its_content(tmp_path: Path) -> None:
    workbook = FORMATS["xlsx"](tmp_path / "a.xlsx", SAMPLE).read_bytes()
    paper = FORMATS["docx"](tmp_path / "a.docx", SAMPLE).read_bytes()
    json_text = FORMATS["json"](tmp_path / "a.json", SAMPLE).read_bytes()
    table = "Intitulé\tCommune\tContrat\nCariste\tBergues\tCDI\n".encode()
    names = ((workbook, "offre.docx"), (paper, "offre.pdf"), (json_text, "o.txt"), (table, "o.txt"))
    titles = [read_offers_data(data, name).offers[0].title for data, name in names]
    assert titles == [SAMPLE.title, SAMPLE.title, SAMPLE.title, "Cariste"]
    assert read_offers_data(paper, "offre.pdf").notes[0].reason.startswith("le nom annonce")


def test_each_way_has_its_channel(tmp_path: Path) -> None:
    ways = {
        kind: read_offers(write(tmp_path / f"o.{kind}", SAMPLE)) for kind, write in FORMATS.items()
    }
    channels = {kind: batch.offers[0].channel for kind, batch in ways.items()}
    assert channels.pop("eml") is Channel.MAIL
    assert channels.pop("json") is Channel.FRANCE_TRAVAIL
    assert set(channels.values()) == {Channel.FILE}


def test_messages_inside_messages_have_a_limit_and_it_is_told(tmp_path: Path) -> None:
    path = docx_file(tmp_path / "offre.docx", SAMPLE.text)
    for depth in range(6):
        path = mail_file(tmp_path / f"m{depth}.eml", "Pour info.", attachments=[path])
    batch = read_offers(path)
    told = [*batch.rejected, *batch.notes]
    assert any("profond" in each.reason for each in told)
    assert batch.offers


def test_a_page_is_titled_by_its_own_words_before_its_name(tmp_path: Path) -> None:
    titled = html_file(tmp_path / "a.html", SAMPLE.text, title="Accueil - Nos offres")
    assert read_offers(titled).offers[0].title == SAMPLE.title


def test_a_bulletin_of_several_pages_is_cut(tmp_path: Path) -> None:
    lines = [
        "Cariste (H/F)", "Intérim 3 mois à Loon-Plage, 12,50 € de l'heure.", "",
        "Maçon (H/F)", "CDI à Bourbourg, permis B exigé.", "",
        "Soudeur (H/F)", "CDD 6 mois à Dunkerque, 13 € de l'heure.",
    ]  # fmt: skip
    for write, kind in ((pdf_file, "pdf"), (docx_file, "docx")):
        batch: OfferBatch = read_offers(write(tmp_path / f"bulletin.{kind}", lines))
        titles = [offer.title for offer in batch.offers]
        assert titles == ["Cariste (H/F)", "Maçon (H/F)", "Soudeur (H/F)"]
