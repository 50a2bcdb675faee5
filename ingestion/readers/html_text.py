"""The visible text of HTML, its tables and its JobPosting objects; lives in a confined child."""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from ingestion.readers.verdicts import RefusedError
from ingestion.readers.writing import Writing, is_data_row, tidy

MOST_DEPTH = 20_000
"""Elements inside one another: the walk is Python's, whose own limit is a thousand."""
MOST_POSTINGS = 500
_UNSEEN = {
    "script", "style", "template", "noscript", "head", "svg", "canvas", "object", "iframe",
    "audio", "video", "select", "datalist", "math", "map",
}  # fmt: skip
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "html", "legend", "li", "main", "nav", "ol", "p", "pre",
    "section", "summary", "ul", "tbody", "thead", "tfoot", "caption", "tr", "td", "th",
}  # fmt: skip
_SPACED = {"h1", "h2", "h3", "h4", "h5", "h6", "table", "section", "article"}
_HIDDEN = re.compile(
    r"(?:display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}hidden|font-size\s{0,5}:\s{0,5}0(?![.\d])"
    r"|mso-hide\s{0,5}:\s{0,5}all)",
    re.IGNORECASE,
)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_NAMESPACE = re.compile(r"^https?://schema\.org/")


@dataclass
class Page:
    """What a page holds beside its text."""

    title: str = ""
    postings: list[dict[str, object]] = field(default_factory=list)
    pictures: int = 0
    has_data_table: bool = False


def write_html(html: str, writing: Writing) -> Page:
    """Write the visible text of a page, block by block; links are not followed."""
    page = Page()
    root = _parse(html)
    if root is None:
        return page
    title = root.find(".//title")
    if title is not None:
        page.title = " ".join(tidy("".join(title.itertext())).split())
    _read_postings(root, page, writing)
    sys.setrecursionlimit(MOST_DEPTH)
    walk = _Walk(writing, page)
    walk.block(root)
    walk.flush()
    return page


def _parse(html: str) -> etree._Element | None:
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    data = html.replace("\0", "").encode("utf-8", errors="replace")
    root = etree.fromstring(data, parser) if data.strip() else None
    if any("depth" in error.message.lower() for error in parser.error_log.filter_from_fatals()):
        raise RefusedError("page aux éléments trop imbriqués : copiez-en le texte")
    return root


class _Walk:
    """Inline words gather in a line; every block ends the line before and after it."""

    def __init__(self, writing: Writing, page: Page) -> None:
        self._writing = writing
        self._page = page
        self._line: list[str] = []

    def flush(self) -> None:
        """End the line."""
        words = "".join(self._line)
        self._line = []
        if words.strip():
            self._writing.text(words)

    def block(self, element: etree._Element, mark: str = "") -> None:
        """Write an element that stands on lines of its own."""
        tag = element.tag
        if tag == "table":
            self._table(element)
            return
        if tag in _SPACED:
            self._writing.blank()
        self._line.append(mark)
        self._inline(element, tag == "pre")
        self.flush()
        if tag in _SPACED:
            self._writing.blank()

    def _inline(self, element: etree._Element, is_kept: bool) -> None:
        self._words(element.text, is_kept)
        number = 0
        for child in element:
            tag = child.tag
            if not isinstance(tag, str) or is_unseen(child):
                pass
            elif tag == "br":
                self._line.append("\n")
            elif tag == "hr":
                self.flush()
                self._writing.blank()
            elif tag == "img":
                self._page.pictures += _is_picture(child)
            elif tag in ("input", "textarea"):
                self._words(_field_value(child), is_kept)
            elif tag == "li":
                number += 1
                self.flush()
                self.block(child, f"{number}. " if element.tag == "ol" else "- ")
            elif tag in _BLOCKS or tag == "table":
                self.flush()
                self.block(child)
            else:
                self._inline(child, is_kept)
            self._words(child.tail, is_kept)

    def _words(self, words: str | None, is_kept: bool) -> None:
        if not words:
            return
        if not is_kept:
            words = _SPACES.sub(" ", words)
            if not self._line or self._line[-1].endswith(("\n", " ")):
                words = words.lstrip(" ")
        self._line.append(words)

    def _table(self, table: etree._Element) -> None:
        self._writing.blank()
        pending: list[list[str]] = []
        for row in _rows(table):
            cells = [cell for cell in row if cell.tag in ("td", "th") and not is_unseen(cell)]
            words = [_cell_words(cell) for cell in cells]
            known = [word for word in words if word is not None]
            if len(known) == len(words) and is_data_row(known):
                pending.append(known)
                continue
            self._end_table(pending)
            pending = []
            for cell in cells:
                self.block(cell)
        self._end_table(pending)
        self._writing.blank()

    def _end_table(self, rows: list[list[str]]) -> None:
        self._page.has_data_table = self._page.has_data_table or len(rows) > 1
        self._writing.table(rows)


def is_unseen(element: etree._Element) -> bool:
    """Whether a browser shows nothing of an element."""
    if element.tag in _UNSEEN or "hidden" in element.attrib:
        return True
    style = element.get("style")
    return style is not None and _HIDDEN.search(style[:2000]) is not None


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if is_unseen(child) if isinstance(child.tag, str) else True:
            continue
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in child if row.tag == "tr" and not is_unseen(row))


def _cell_words(cell: etree._Element) -> str | None:
    """The words of a cell, a line a block; None if it nests a table."""
    if next(cell.iter("table"), None) is not None:
        return None
    inner = Writing()
    walk = _Walk(inner, Page())
    walk.block(cell)
    walk.flush()
    return str(inner.done()["text"])


def _is_picture(image: etree._Element) -> bool:
    """Whether an image may show words: dots that count readers do not."""
    return not {image.get("width"), image.get("height")} & {"0", "1", "1px"}


def _field_value(element: etree._Element) -> str:
    if element.tag == "textarea":
        return element.text or ""
    kind = (element.get("type") or "text").lower()
    if kind in ("checkbox", "radio"):
        return "☒ " if "checked" in element.attrib else "☐ "
    shown = kind in ("text", "email", "tel", "number", "date", "url", "search", "time")
    return element.get("value") or "" if shown else ""


def _read_postings(root: etree._Element, page: Page, writing: Writing) -> None:
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        words = (script.text or "").strip().removeprefix("<!--").removesuffix("-->")
        words = words.replace("//<![CDATA[", "").replace("//]]>", "").strip().rstrip(";")
        try:
            page.postings += postings_of(json.loads(words, strict=False))
        except (ValueError, RecursionError):
            writing.note("données structurées de la page (JSON-LD) mal formées, non lues")
    del page.postings[MOST_POSTINGS:]


def postings_of(value: object) -> list[dict[str, object]]:
    """The JobPosting objects anywhere in a JSON-LD value, in order."""
    found: list[dict[str, object]] = []
    waiting = [value]
    while waiting:
        item = waiting.pop(0)
        if isinstance(item, list):
            waiting[:0] = item
        elif isinstance(item, dict):
            kinds = item.get("@type")
            names = kinds if isinstance(kinds, list) else [kinds]
            if any(_NAMESPACE.sub("", str(name)) == "JobPosting" for name in names):
                found.append(item)
            else:
                waiting[:0] = item.values()
    return found
