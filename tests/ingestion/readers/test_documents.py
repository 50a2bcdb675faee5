"""The same words come out of each kind of document; what is no document is refused with a cure."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ingestion.readers.documents import DocumentKind, read_document, read_document_file
from models.errors import InputRefusedError
from tests import documents as written
from tests.ingestion.readers.files import archive

LINES = [
    "Cariste (H/F) à Dunkerque",
    "Nous recherchons un cariste pour un entrepôt de produits frais, « à l'heure » — 12,50 €/h, "
    "en 2x8 du lundi au vendredi, avec une prise de poste à 5 h ou à 13 h selon les semaines.",
    "- CACES R489 1A et 3 à jour",
    "- permis B souhaité",
]
ROWS = [
    ("Employeur", "Société du Port"),
    ("Heures par semaine", "35"),
    ("Missions", "Charger et décharger les camions, préparer les commandes, filmer les palettes."),
]
TOLD = "\n".join([*LINES, *(f"{label} : {value}" for label, value in ROWS)])

Writer = Callable[..., Path]
WRITERS: dict[str, Writer] = {
    "txt": written.text_file,
    "eml": written.mail_file,
    "html": written.html_file,
    "pdf": written.pdf_file,
    "docx": written.docx_file,
    "odt": written.odt_file,
    "rtf": written.rtf_file,
}
KINDS = {"txt": DocumentKind.TEXT, "eml": DocumentKind.MAIL}


def words_of(text: str) -> str:
    """Lines that hold something: pages set a blank line before a table."""
    return "\n".join(line for line in text.split("\n") if line)


@pytest.mark.parametrize("suffix", WRITERS)
def test_each_kind_gives_the_same_words_in_the_same_lines(tmp_path: Path, suffix: str) -> None:
    path = WRITERS[suffix](tmp_path / f"offre.{suffix}", LINES, ROWS)
    document = read_document_file(path)
    assert words_of(document.text) == TOLD
    assert document.kind == KINDS.get(suffix, suffix)
    assert document.notes == ()
    if suffix in ("html", "pdf", "docx", "odt"):
        assert [table.rows for table in document.tables] == [tuple(ROWS)]


@pytest.mark.parametrize("suffix", WRITERS)
def test_the_content_tells_the_kind_whatever_the_name(tmp_path: Path, suffix: str) -> None:
    data = WRITERS[suffix](tmp_path / f"offre.{suffix}", LINES, ROWS).read_bytes()
    wrong = "offre.rtf" if suffix == "pdf" else "offre.pdf"
    document = read_document(data, wrong)
    assert words_of(document.text) == TOLD
    assert "lu comme tel" in document.notes[0]
    assert read_document(data, "offre").notes == ()


def refused(data: bytes, name: str) -> str:
    started = time.monotonic()
    with pytest.raises(InputRefusedError) as refusal:
        read_document(data, name)
    assert time.monotonic() - started < 10
    assert str(refusal.value).startswith(f"{name} : ")
    return str(refusal.value)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("vide.pdf", b"", "vide"),
        ("blanc.docx", b" \n\0", "vide"),
        ("photo.jpg", b"\xff\xd8\xff\xe0", "recopiez le texte"),
        ("photo.png", b"\x89PNG\r\n\x1a\n", "recopiez le texte"),
        ("photo.heic", b"\0\0\0\x18ftypheic", "recopiez le texte"),
        ("vieux.doc", OLE + "WordDocument".encode("utf-16-le"), "enregistrez-le en .docx"),
        ("vieux.xls", OLE + "Workbook".encode("utf-16-le"), "enregistrez-le en .xlsx"),
        ("mot.msg", OLE + "__substg1.0_0037001F".encode("utf-16-le"), ".eml"),
        ("secret.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "mot de passe"),
        ("offre.pages", archive({"Index/Document.iwa": b"x"}), "Word"),
        ("tableau.docx", archive({"xl/workbook.xml": "<x/>"}), "classeur"),
        ("lot.zip", archive({"offre.txt": "Cariste"}), "décompressez"),
        ("lot.rar", b"Rar!\x1a\x07\0", "décompressez"),
        ("winmail.dat", b"\x78\x9f\x3e\x22" + bytes(50), "Outlook"),
        ("word.xml", b"<?xml version='1.0'?><w:wordDocument/>", ".docx"),
        ("hasard.pdf", bytes(range(256)) * 8, "un PDF lisible"),
        ("hasard.docx", bytes(range(256)) * 8, "un document Word lisible"),
        ("hasard.txt", bytes(range(256)) * 8, "pas du texte"),
    ],
)
def test_what_is_no_document_is_refused_with_what_to_do(name: str, data: bytes, said: str) -> None:
    assert said in refused(data, name)


def test_a_document_beyond_the_limit_is_refused_before_it_is_read() -> None:
    assert "10 Mo au plus" in refused(b"%PDF-1.7" + bytes(11 * 1024 * 1024), "gros.pdf")
    assert "31 Mo au plus" in refused(b"x" * (31 * 1024 * 1024), "gros.eml")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputRefusedError, match="introuvable"):
        read_document_file(tmp_path / "absent.pdf")


def test_text_is_composed_and_rid_of_what_nobody_sees() -> None:
    text = (
        "\ufeffPre\u0301parateur\u00ad de com\u200bmandes\r\n12\u202f500\u00a0€\u2028fin\x07\x00 "
    )
    assert (
        read_document(text.encode(), "note.txt").text == "Préparateur de commandes\n12 500 €\nfin"
    )


def test_signs_of_printers_are_the_letters_and_boxes_they_show() -> None:
    data = "certi\ufb01cat\n\uf0b7 o\ufb03ce\n\uf0fe CDI".encode()
    assert read_document(data, "note.txt").text == "certificat\n• office\n☒ CDI"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_text_keeps_its_accents_in_each_encoding(tmp_path: Path, encoding: str) -> None:
    path = written.text_file(tmp_path / "a.txt", "Maçon à Wormhout… 1 900 €", encoding=encoding)
    assert read_document_file(path).text == "Maçon à Wormhout… 1 900 €"
