"""An OpenDocument text as text, in the order a person reads it; lives in a confined child."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from ingestion.readers.verdicts import RefusedError
from ingestion.readers.writing import Writing, is_data_row
from ingestion.readers.xml_parts import Parts, attribute, children, first, kind_of

_GROUPS = ("table-rows", "table-header-rows", "table-row-group")
_UNSEEN = ("tracked-changes", "annotation", "annotation-end", "sequence-decls", "variable-decls")
_THROUGH = (
    "section",
    "frame",
    "text-box",
    "index-body",
    "table-of-content",
    "g",
    "a",
    "index-title",
)
MOST_BLANKS = 100
"""Of one `text:s`: a count is a number that anybody can write."""


def read(data: bytes) -> dict[str, Any]:
    """The document as plain values (`Writing.done`)."""
    parts = Parts(data)
    manifest = "META-INF/manifest.xml"
    if manifest in parts.names and b"encryption-data" in parts.data(manifest):
        raise RefusedError("document protégé par un mot de passe ; retirez la protection")
    root = parts.root("content.xml")
    body = first(root, "body", "text") if root is not None else None
    if root is None or body is None:
        raise RefusedError("ce n'est pas un document OpenDocument texte ; enregistrez-le en .odt")
    styles = parts.root("styles.xml")
    reading = _Reading(_numbered_lists(root, styles))
    for edge in _edges(styles, "header"):
        reading.part(edge)
    reading.blocks(body)
    for edge in (*reading.foot, *_edges(styles, "footer")):
        reading.part(edge)
    pictures = sum(1 for _ in body.iter("{*}image"))
    if pictures:
        reading.writing.note(f"images non lues : {pictures}")
    return reading.writing.done()


def _edges(styles: etree._Element | None, kind: str) -> list[etree._Element]:
    """Headers or footers of the pages."""
    return [] if styles is None else list(styles.iter(f"{{*}}{kind}", f"{{*}}{kind}-first"))


def _numbered_lists(*roots: etree._Element | None) -> frozenset[str]:
    """Names of the list styles whose first level is a number."""
    found = set()
    for root in roots:
        for style in root.iter("{*}list-style") if root is not None else ():
            for level in children(style, "list-level-style-number"):
                if attribute(level, "level") == "1" and attribute(level, "num-format"):
                    found.add(attribute(style, "name"))
    return frozenset(found)


class _Reading:
    """The walk: blocks (paragraphs, lists, tables) to lines."""

    def __init__(self, numbered: frozenset[str]) -> None:
        self.writing = Writing()
        self.foot: list[etree._Element] = []
        """Bodies of the notes, to be read after the text."""
        self._numbered = numbered

    def part(self, root: etree._Element) -> None:
        """A header, a footer or a note: the same blocks, parted from the others."""
        self.writing.part()
        self.blocks(root)
        self.writing.part()

    def blocks(self, parent: etree._Element, mark: str = "") -> None:
        """Read the blocks of a part; `mark` goes before its first paragraph."""
        for block in parent:
            kind = kind_of(block)
            if kind in ("p", "h"):
                self._paragraph(block, mark)
                mark = ""
            elif kind == "list":
                self._list(block)
            elif kind == "table":
                self._table(block)
            elif kind == "soft-page-break":
                self.writing.part()
            elif kind in _THROUGH:
                self.blocks(block)

    def _paragraph(self, paragraph: etree._Element, mark: str) -> None:
        boxes: list[etree._Element] = []
        words = "".join(self._words(paragraph, boxes)).strip()
        self.writing.text(mark + words if words else "")
        for box in boxes:
            self.blocks(box)

    def _list(self, items: etree._Element) -> None:
        is_numbered = attribute(items, "style-name") in self._numbered
        for number, item in enumerate(children(items, "list-item", "list-header"), start=1):
            self.blocks(item, f"{number}. " if is_numbered else "- ")

    def _words(self, parent: etree._Element, boxes: list[etree._Element]) -> Iterator[str]:
        yield parent.text or ""
        for element in parent:
            kind = kind_of(element)
            if kind == "s":
                count = attribute(element, "c")
                yield " " * (min(int(count), MOST_BLANKS) if count[:9].isdecimal() else 1)
            elif kind == "tab":
                yield "\t"
            elif kind == "line-break":
                yield "\n"
            elif kind == "text-box":
                boxes.append(element)
            elif kind == "note":
                self.foot += children(element, "note-body")
            elif kind not in _UNSEEN and attribute(element, "display") != "none":
                yield from self._words(element, boxes)
            yield element.tail or ""

    def _table(self, table: etree._Element) -> None:
        pending: list[list[str]] = []
        for row in _rows(table):
            cells = list(children(row, "table-cell"))
            words = [self._inside(cell) for cell in cells]
            known = [word for word in words if word is not None]
            if len(known) == len(words) and is_data_row(known):
                pending.append(known)
                continue
            self.writing.table(pending)
            pending = []
            for cell in cells:
                self.blocks(cell)
        self.writing.table(pending)

    def _inside(self, cell: etree._Element) -> str | None:
        """The words of a cell, one line a paragraph; None if it holds a table or a text box."""
        if next(cell.iter("{*}table", "{*}text-box"), None) is not None:
            return None
        lines = []
        for paragraph in cell.iter("{*}p", "{*}h"):
            words = "".join(self._words(paragraph, [])).strip()
            in_list = kind_of(paragraph.getparent()) == "list-item"
            lines.append(f"- {words}" if words and in_list else words)
        return "\n".join(lines)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        kind = kind_of(child)
        if kind == "table-row":
            yield child
        elif kind in _GROUPS:
            yield from _rows(child)
