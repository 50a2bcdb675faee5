"""A PDF as text in reading order; lives in a confined child."""

from collections.abc import Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from ingestion.readers.pdf_layout import write_page
from ingestion.readers.pdf_rows import rows
from ingestion.readers.pdf_segments import Glyph, segments
from ingestion.readers.verdicts import RefusedError, TooLargeError
from ingestion.readers.writing import Writing

MOST_PAGES = 50
MOST_GLYPHS = 400_000
_HYPHENS = {0x02, 0xFFFE}
"""What pdfium gives for a hyphen that ends a line."""
_LAST = 0x10FFFF


def read(data: bytes) -> dict[str, Any]:
    """The document as plain values (`Writing.done`)."""
    document = _opened(data)
    count = len(document)
    if count > MOST_PAGES:
        raise RefusedError(f"{count} pages, {MOST_PAGES} au plus : envoyez les pages de l'offre")
    writing = Writing()
    unread = glyphs = 0
    for number in range(count):
        page = document[number]
        pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
        page = document[number]
        text_page = page.get_textpage()
        glyphs += text_page.count_chars()
        if glyphs > MOST_GLYPHS:
            raise TooLargeError
        found = list(_glyphs(text_page))
        unread += not found
        if number:
            writing.part()
        write_page(rows(segments(found)), page.get_width(), writing)
    if writing.is_empty:
        raise RefusedError("PDF image, sans texte : recopiez le texte")
    if unread:
        writing.note(f"pages sans texte (images ?), non lues : {unread} sur {count}")
    return writing.done()


def _opened(data: bytes) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(data)
        document.init_forms()
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD or "password" in str(error):
            raise RefusedError("PDF protégé par un mot de passe ; retirez la protection") from None
        raise
    return document


def _glyphs(page: pypdfium2.PdfTextPage) -> Iterator[Glyph]:
    """Characters with their boxes, in the order of the page."""
    raw, box = page.raw, pdfium.FS_RECTF()
    code, place = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
    for index in range(page.count_chars()):
        value = code(raw, index)
        if value in _HYPHENS:
            value = 0x2D
        if not value or value > _LAST or 0xD800 <= value < 0xE000:
            continue
        place(raw, index, box)
        yield chr(value), box.left, box.right, box.bottom, box.top
