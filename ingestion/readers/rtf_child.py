"""An RTF document as text; lives in a confined child.

striprtf is told to keep what it leaves out as a rule: headers, footers, notes and text boxes.
"""

import re
from typing import Any

from striprtf import striprtf

from ingestion.readers.verdicts import RefusedError
from ingestion.readers.writing import Writing, is_data_row

_CELL, _PAGE = "\x1f", "\f"
_KEPT = {
    "header", "headerf", "headerl", "headerr", "footer", "footerf", "footerl", "footerr",
    "footnote", "shp", "shpgrp", "shpinst", "shptxt", "dptxbxtext",
}  # fmt: skip
_SHAPE = re.compile(r"\{\\\*\\(shpinst|shptxt|pgdsctbl)")
_HEADERS = re.compile(r"\\(header|footer)[flr]?(?![a-z])")


def read(data: bytes) -> dict[str, Any]:
    """The document as plain values (`Writing.done`)."""
    source = data.decode("cp1252", errors="replace").replace(_CELL, "")
    writing = Writing()
    if not source.rstrip("\0 \r\n\t").endswith("}"):
        writing.note("document tronqué : il manque la fin")
    if "\\pict" in source:
        writing.note(f"images non lues : {source.count(chr(92) + 'pict')}")
    if "\\rtf" not in source[:20]:
        raise RefusedError("ce n'est pas un document RTF lisible ; enregistrez-le de nouveau")
    _write(_text(source), writing)
    return writing.done()


def _text(source: str) -> str:
    """Words of the document; cells end with a unit separator, pages with a form feed."""
    library: Any = striprtf
    library.destinations = library.destinations - _KEPT
    library.specialchars = {
        **library.specialchars,
        "cell": _CELL,
        "nestcell": _CELL,
        "nestrow": "\n",
        "page": _PAGE,
        "sect": _PAGE,
    }
    source = _SHAPE.sub(r"{\\\1", source)
    source = _HEADERS.sub(lambda found: f"{found[0]}\\par ", source)
    return str(library.rtf_to_text(source, encoding="cp1252", errors="replace"))


def _write(text: str, writing: Writing) -> None:
    for number, page in enumerate(text.split(_PAGE)):
        if number:
            writing.part()
        pending: list[list[str]] = []
        for line in _rows(page):
            cells = line.split(_CELL)
            if len(cells) > 1 and not cells[-1].strip():
                cells.pop()
            if _CELL in line and is_data_row(cells):
                pending.append(cells)
                continue
            writing.table(pending)
            pending = []
            writing.text("\n".join(cells))
        writing.table(pending)


def _rows(page: str) -> list[str]:
    """Lines of a page; a cell of several paragraphs is drawn into the row that it belongs to."""
    lines: list[str] = []
    row: list[str] = []
    for line in page.split("\n"):
        if _CELL in line and line.rstrip().endswith(_CELL):
            lines.append("\n".join([*row, line]))
            row = []
        elif row or _CELL in line:
            row.append(line)
        else:
            lines.append(line)
    return lines + row
