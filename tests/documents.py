"""Write real documents for tests: the same words as text, e-mail, page, PDF, Word, ODT or RTF.

Every writer takes `(path, text, rows=None)`: `text` is lines (or one string), `rows` are pairs of
label and value that follow them, a table of two columns where the kind has tables and
`label : value` lines elsewhere. Each returns the path.
"""

import zipfile
from collections.abc import Iterable, Sequence
from email.message import EmailMessage
from html import escape
from pathlib import Path

from docx import Document
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

Text = str | Iterable[str]
Rows = Sequence[Sequence[str]] | None
"""Rows of a table: pairs as a rule; longer rows make a wider table."""


def lines_of(text: Text) -> list[str]:
    """The lines of a text given as one string or as lines."""
    return text.split("\n") if isinstance(text, str) else list(text)


def flat_lines(text: Text, rows: Rows = None) -> list[str]:
    """Lines, then rows as `label : value` lines (cells beyond two are parted by bars)."""
    told = [(" : " if len(row) == 2 else " | ").join(row) for row in rows or ()]
    return [*lines_of(text), *told]


def text_file(path: Path, text: Text, rows: Rows = None, encoding: str = "utf-8") -> Path:
    """Plain text; the encoding is one of those people have."""
    path.write_bytes("\n".join(flat_lines(text, rows)).encode(encoding))
    return path


def mail(
    text: Text,
    rows: Rows = None,
    *,
    subject: str = "Offre d'emploi",
    sender: str = "Contact RH <rh@exemple.fr>",
    html: str | None = None,
    attachments: Iterable[Path] = (),
) -> EmailMessage:
    """An e-mail of one plain part, or of two with `html`; files are attached under their names."""
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = sender
    message["To"] = "offres@exemple.org"
    message["Date"] = "Mon, 16 Nov 2026 09:30:00 +0100"
    message.set_content("\n".join(flat_lines(text, rows)) + "\n")
    if html is not None:
        message.add_alternative(html, subtype="html")
    for path in attachments:
        message.add_attachment(
            path.read_bytes(), maintype="application", subtype="octet-stream", filename=path.name
        )
    return message


def mail_file(
    path: Path,
    text: Text,
    rows: Rows = None,
    *,
    subject: str = "Offre d'emploi",
    sender: str = "Contact RH <rh@exemple.fr>",
    html: str | None = None,
    attachments: Iterable[Path] = (),
) -> Path:
    """The e-mail of `mail` as a file."""
    message = mail(text, rows, subject=subject, sender=sender, html=html, attachments=attachments)
    path.write_bytes(message.as_bytes())
    return path


def html_page(text: Text, rows: Rows = None, *, title: str = "", head: str = "") -> str:
    """A page: a paragraph a line, then a table; `head` is put in the head as it is."""
    body = "\n".join(f"<p>{escape(line)}</p>" for line in lines_of(text))
    if rows:
        cells = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows)
        body += "\n<table>" + "".join(f"<tr>{row}</tr>\n" for row in cells) + "</table>"
    return (
        f'<!DOCTYPE html>\n<html lang="fr"><head><meta charset="utf-8"><title>{escape(title)}'
        f"</title>{head}</head>\n<body>{body}</body></html>\n"
    )


def html_file(
    path: Path, text: Text, rows: Rows = None, *, title: str = "", head: str = ""
) -> Path:
    """The page of `html_page` as a file in UTF-8."""
    path.write_text(html_page(text, rows, title=title, head=head), encoding="utf-8")
    return path


def pdf_file(path: Path, text: Text, rows: Rows = None) -> Path:
    """A PDF whose long lines wrap at the margin, as word processors print them."""
    style = getSampleStyleSheet()["BodyText"]
    flow: list[Flowable] = [
        Paragraph(escape(line), style) if line.strip() else Spacer(1, 8) for line in lines_of(text)
    ]
    if rows:
        width = (A4[0] - 144) / len(rows[0])
        cells = [[Paragraph(escape(cell), style) for cell in row] for row in rows]
        grid = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")]
        flow.append(Table(cells, colWidths=[width] * len(rows[0]), style=grid))
    SimpleDocTemplate(str(path), pagesize=A4).build(flow)
    return path


def docx_file(path: Path, text: Text, rows: Rows = None) -> Path:
    """A Word document: a paragraph a line, then a table."""
    document = Document()
    for line in lines_of(text):
        document.add_paragraph(line)
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for cells, row in zip(table.rows, rows, strict=True):
            for cell, words in zip(cells.cells, row, strict=True):
                cell.text = words
    document.save(str(path))
    return path


_ODT = "application/vnd.oasis.opendocument.text"
_ODT_NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
    for prefix in ("office", "text", "table", "style")
)


def odt_file(path: Path, text: Text, rows: Rows = None) -> Path:
    """An OpenDocument text: a paragraph a line, then a table."""
    body = "".join(_odt_paragraph(line) for line in lines_of(text))
    if rows:
        cell = "<table:table-cell>{}</table:table-cell>".format
        body += '<table:table table:name="Fiche">'
        for row in rows:
            cells = "".join(cell(_odt_paragraph(words)) for words in row)
            body += f"<table:table-row>{cells}</table:table-row>"
        body += "</table:table>"
    return odt_of(path, body)


def odt_of(path: Path, body: str) -> Path:
    """An OpenDocument text around a body written as XML."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_ODT_NAMES}>'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODT}"/>'
        "</manifest:manifest>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("mimetype", _ODT, zipfile.ZIP_STORED)
        out.writestr("content.xml", content)
        out.writestr("META-INF/manifest.xml", manifest)
    return path


def _odt_paragraph(line: str) -> str:
    words = escape(line, quote=False).replace("\t", "<text:tab/>")
    return f"<text:p>{words.replace(chr(10), '<text:line-break/>')}</text:p>"


def rtf_file(path: Path, text: Text, rows: Rows = None) -> Path:
    """An RTF as WordPad writes it: Windows-1252 escapes, others as \\u."""
    body = "\\par\n".join(_rtf_words(line) for line in flat_lines(text, rows))
    head = "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fswiss Arial;}}\\f0\\fs22 "
    path.write_bytes(f"{head}{body}\\par\n}}".encode("ascii"))
    return path


def _rtf_words(line: str) -> str:
    return "".join(_rtf_character(character) for character in line)


def _rtf_character(character: str) -> str:
    if character in "\\{}":
        return "\\" + character
    if character == "\n":
        return "\\line "
    if character == "\t":
        return "\\tab "
    if ord(character) < 128:
        return character
    try:
        return f"\\'{character.encode('cp1252')[0]:02x}"
    except UnicodeEncodeError:
        code = ord(character)
        return f"\\u{code - 65536 if code > 32767 else code}?"
