"""Files made to harm: read or refused with a reason, in time, and the programme goes on."""

import io
import random
import time
import zipfile
import zlib
from pathlib import Path

import pytest

from ingestion.readers import confined
from ingestion.readers.documents import Document, read_document
from models.errors import InputRefusedError
from tests import documents as written
from tests.ingestion.readers.files import archive, docx, odt, paragraph, pdf_of_objects

LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {name} "{f"&{inner};" * 10}">'
        for inner, name in zip("abcdefghi", "bcdefghij", strict=True)
    )
    + "]>"
)
OUTSIDE = '<!DOCTYPE d [<!ENTITY j SYSTEM "file:///etc/passwd">]>'
CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<%s>>>>"
FONT = b"/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
ONE_PAGE = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
LOOP = b"/XObject<</F 4 0 R>>"


def stream(content: bytes, more: bytes = b"") -> bytes:
    packed = zlib.compress(content)
    head = b"<</Filter/FlateDecode/Length %d%s>>" % (len(packed), more)
    return head + b"stream\n" + packed + b"\nendstream"


BOMB = stream(b"BT /F1 12 Tf 72 700 Td " + b"(mot) Tj " * 3_000_000 + b"ET")
FORM = stream(b"/F Do " * 9, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<<" + LOOP + b">>")

HOSTILE = {
    "bombe.docx": archive({"word/document.xml": b" " * 60_000_000}),
    "bombe.odt": archive({"mimetype": b"", "content.xml": b" " * 60_000_000}),
    "foule.docx": archive({f"word/{n}.xml": b"" for n in range(2_001)}),
    "dehors.docx": docx(paragraph("&j;"), OUTSIDE),
    "dehors.odt": odt("<text:p>&j;</text:p>", OUTSIDE),
    "rires.docx": docx(paragraph("&j;"), LAUGHS),
    "rires.odt": odt("<text:p>&j;</text:p>", LAUGHS),
    "profond.docx": docx("<w:tbl><w:tr><w:tc>" * 1_000 + "</w:tc></w:tr></w:tbl>" * 1_000),
    "profond.odt": odt("<text:section>" * 1_000 + "</text:section>" * 1_000),
    "profond.html": b"<html><body>" + b"<table><tr><td>" * 1_000 + b"au fond",
    "pages.pdf": pdf_of_objects(CATALOG, b"<</Type/Pages/Count 100000/Kids[2 0 R 2 0 R]>>"),
    "cercle.pdf": pdf_of_objects(CATALOG, ONE_PAGE, PAGE % LOOP, FORM),
    "bombe.pdf": pdf_of_objects(CATALOG, ONE_PAGE, PAGE % FONT, BOMB),
    "long.html": b"<html><body>" + (b"<p>" + b"mot " * 30_000) * 10,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_made_to_harm_is_refused_in_time(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined, "WALL_SECONDS", 3.0)
    started = time.monotonic()
    with pytest.raises(InputRefusedError) as refusal:
        read_document(HOSTILE[name], name)
    assert time.monotonic() - started < 5
    assert "root:" not in str(refusal.value)


def test_a_page_a_thousand_elements_deep_is_still_read() -> None:
    page = b"<html><body>" + b"<div>" * 1_000 + b"au fond" + b"</div>" * 1_000
    assert read_document(page, "page.html").text == "au fond"


def test_an_archive_that_lies_about_its_size_is_refused() -> None:
    data = docx(paragraph("mot " * 10_000))
    with zipfile.ZipFile(io.BytesIO(data)) as honest:
        size = honest.getinfo("word/document.xml").file_size
    lie = data.replace(size.to_bytes(4, "little"), (1_000).to_bytes(4, "little"))
    with pytest.raises(InputRefusedError, match="illisible"):
        read_document(lie, "menteur.docx")


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder: Path = tmp_path_factory.mktemp("samples")
    lines = ["Maçon (H/F) à Calais", "CDI, 35 h par semaine, permis B exigé."]
    rows = [("Employeur", "Société du Nord"), ("Permis", "B")]
    return {
        "a.eml": written.mail_file(folder / "a.eml", lines, rows).read_bytes(),
        "a.html": written.html_file(folder / "a.html", lines, rows).read_bytes(),
        "a.pdf": written.pdf_file(folder / "a.pdf", lines, rows).read_bytes(),
        "a.docx": written.docx_file(folder / "a.docx", lines, rows).read_bytes(),
        "a.odt": written.odt_file(folder / "a.odt", lines, rows).read_bytes(),
        "a.rtf": written.rtf_file(folder / "a.rtf", lines, rows).read_bytes(),
    }


def attempt(data: bytes, name: str) -> Document | None:
    """Read or be refused: anything else fails the test."""
    try:
        return read_document(data, name)
    except InputRefusedError:
        return None


@pytest.mark.parametrize("name", ["a.eml", "a.html", "a.pdf", "a.docx", "a.odt", "a.rtf"])
def test_a_file_cut_short_is_refused_or_gives_the_words_it_still_has(
    samples: dict[str, bytes], name: str
) -> None:
    whole = samples[name]
    for share in (0.3, 0.97):
        document = attempt(whole[: int(len(whole) * share)], name)
        if document is not None and name == "a.rtf":
            assert "tronqué" in document.notes[0]
    assert attempt(whole, name) is not None


@pytest.mark.parametrize("name", ["a.eml", "a.html", "a.pdf", "a.docx", "a.odt", "a.rtf"])
def test_damaged_bytes_end_in_a_reading_or_a_refusal(samples: dict[str, bytes], name: str) -> None:
    rng = random.Random(name)
    for _ in range(4):
        data = bytearray(samples[name])
        for _ in range(rng.choice((1, 10, 100))):
            at = rng.randrange(len(data))
            data[at : at + rng.randrange(3)] = rng.randbytes(rng.randrange(4))
        attempt(bytes(data), name)
