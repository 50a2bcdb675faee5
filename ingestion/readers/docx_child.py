"""A Word document as text, in the order a person reads it; lives in a confined child.

The XML is walked as it is: paragraphs, lists with their numbers, tables and what they nest, text
boxes, content controls, headers, footers and notes. Deletions under review and hidden text are
not what a reader sees, and are left out.
"""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from ingestion.readers.docx_lists import Numbering
from ingestion.readers.verdicts import RefusedError
from ingestion.readers.writing import Writing, is_data_row
from ingestion.readers.xml_parts import Parts, attribute, children, first, kind_of

_WRAPPERS = (
    "sdt",
    "sdtContent",
    "ins",
    "smartTag",
    "customXml",
    "moveTo",
    "hyperlink",
    "fldSimple",
)
_SIGNS = {"t": None, "tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_BOXES = {"FE": "☒", "FD": "☒", "FC": "✓", "A8": "☐", "6F": "☐", "B7": "•", "A7": "•"}
"""Last byte of the signs of Wingdings and Symbol that forms use."""
_OFF = ("0", "false", "off", "none")


def read(data: bytes) -> dict[str, Any]:
    """The document as plain values (`Writing.done`)."""
    parts = Parts(data)
    main = _main_part(parts)
    root = parts.root(main)
    body = first(root, "body") if root is not None else None
    if body is None:
        raise RefusedError("ce n'est pas un document Word lisible ; enregistrez-le en .docx")
    folder = main.rpartition("/")[0]
    reading = _Reading(Numbering(parts, folder))
    edges = _edges(parts, main, body)
    for name in edges["header"]:
        reading.part(parts.root(name))
    reading.blocks(body)
    for name in (f"{folder}/footnotes.xml", f"{folder}/endnotes.xml", *edges["footer"]):
        reading.part(parts.root(name))
    pictures = sum(1 for _ in body.iter("{*}blip", "{*}imagedata"))
    if pictures:
        reading.writing.note(f"images non lues : {pictures}")
    return reading.writing.done()


def _main_part(parts: Parts) -> str:
    relations = parts.root("_rels/.rels")
    for relation in relations if relations is not None else ():
        if attribute(relation, "Type").endswith("/officeDocument"):
            return attribute(relation, "Target").lstrip("/")
    return "word/document.xml"


def _edges(parts: Parts, main: str, body: etree._Element) -> dict[str, list[str]]:
    """Parts of the headers and footers that the sections of the body name, in order."""
    folder = main.rpartition("/")[0]
    targets: dict[str, str] = {}
    relations = parts.root(f"{folder}/_rels/{main.rpartition('/')[2]}.rels")
    for relation in relations if relations is not None else ():
        target = attribute(relation, "Target")
        inside = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
        targets[attribute(relation, "Id")] = inside
    edges: dict[str, list[str]] = {"header": [], "footer": []}
    for reference in body.iter("{*}headerReference", "{*}footerReference"):
        part = targets.get(attribute(reference, "id"), "")
        named = edges[kind_of(reference).removesuffix("Reference")]
        if part and part not in named:
            named.append(part)
    return edges


class _Reading:
    """The walk: blocks (paragraphs, tables) to lines."""

    def __init__(self, numbering: Numbering) -> None:
        self.writing = Writing()
        self._numbering = numbering

    def part(self, root: etree._Element | None) -> None:
        """A header, a footer or the notes: the same blocks, parted from the others."""
        if root is None:
            return
        self.writing.part()
        for block in root if kind_of(root) in ("footnotes", "endnotes") else (root,):
            if attribute(block, "type") not in ("separator", "continuationSeparator"):
                self.blocks(block)
        self.writing.part()

    def blocks(self, parent: etree._Element) -> None:
        for block in parent:
            kind = kind_of(block)
            if kind == "p":
                self._paragraph(block)
            elif kind == "tbl":
                self._table(block)
            elif kind == "altChunk":
                self.writing.note("un texte inséré d'un autre fichier n'a pas pu être lu")
            elif kind in _WRAPPERS:
                self.blocks(block)

    def _paragraph(self, paragraph: etree._Element) -> None:
        if any(attribute(mark, "type") == "page" for mark in paragraph.iter("{*}br")) or (
            first(paragraph, "pPr", "pageBreakBefore") is not None
        ):
            self.writing.part()
        boxes: list[etree._Element] = []
        words = "".join(self._words(paragraph, boxes))
        if words.strip():
            words = self._numbering.mark(paragraph) + words.strip()
        self.writing.text(words)
        for box in boxes:
            self.blocks(box)

    def _words(self, parent: etree._Element, boxes: list[etree._Element]) -> Iterator[str]:
        """The visible words of a paragraph; text boxes anchored in it go to `boxes`."""
        for element in parent:
            kind = kind_of(element)
            if kind == "t":
                yield element.text or ""
            elif kind in _SIGNS:
                yield _SIGNS[kind] or ""
            elif kind == "sym":
                yield _BOXES.get(attribute(element, "char")[-2:].upper(), "")
            elif kind == "checkBox":
                yield "☒ " if _is_ticked(element) else "☐ "
            elif kind == "txbxContent":
                boxes.append(element)
            elif kind == "AlternateContent":
                yield from self._words(_chosen(element), boxes)
            elif kind not in ("del", "moveFrom", "pPr", "instrText") and not _is_hidden(element):
                yield from self._words(element, boxes)

    def _table(self, table: etree._Element) -> None:
        pending: list[list[str]] = []
        for row in _through(table, "tr"):
            cells = [cell for cell in _through(row, "tc") if not _is_continued(cell)]
            inner = [self._inside(cell) for cell in cells]
            words = [text for text, _ in inner]
            nested = any(has_table for _, has_table in inner)
            if not nested and is_data_row(words):
                pending.append(words)
                continue
            self.writing.table(pending)
            pending = []
            for cell in cells:
                self.blocks(cell)
        self.writing.table(pending)

    def _inside(self, cell: etree._Element) -> tuple[str, bool]:
        """The words of a cell, one line a paragraph, and whether it holds a table."""
        if next(cell.iter("{*}tbl"), None) is not None:
            return "", True
        lines: list[str] = []
        boxes: list[etree._Element] = []
        for paragraph in _through(cell, "p"):
            words = "".join(self._words(paragraph, boxes)).strip()
            lines.append(self._numbering.mark(paragraph) + words if words else "")
        return "\n".join(lines), bool(boxes)


def _through(parent: etree._Element, kind: str) -> Iterator[etree._Element]:
    """Children of a kind, those inside content controls and the like included."""
    for child in parent:
        name = kind_of(child)
        if name == kind:
            yield child
        elif name in _WRAPPERS:
            yield from _through(child, kind)


def _chosen(alternatives: etree._Element) -> etree._Element:
    """Of the versions of a drawing, the one for today's programmes: both hold the same words."""
    for version in children(alternatives, "Choice", "Fallback"):
        return version
    return alternatives


def _is_hidden(element: etree._Element) -> bool:
    if kind_of(element) != "r":
        return False
    vanish = first(element, "rPr", "vanish")
    return vanish is not None and attribute(vanish, "val") not in _OFF


def _is_ticked(box: etree._Element) -> bool:
    state = first(box, "checked")
    if state is None:
        state = first(box, "default")
    return state is not None and attribute(state, "val") not in _OFF


def _is_continued(cell: etree._Element) -> bool:
    """Whether the cell only prolongs the one to its left, in files of the old kind."""
    merge = first(cell, "tcPr", "hMerge")
    return merge is not None and attribute(merge, "val") != "restart"
