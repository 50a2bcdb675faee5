"""The marks of Word lists: bullets, and the numbers that Word computes and does not write."""

from lxml import etree

from ingestion.readers.xml_parts import Parts, attribute, children, first

_BULLET = "- "
_LETTERS = ("lowerLetter", "upperLetter")
_NUMBERS = ("decimal", "decimalZero", "upperRoman", "lowerRoman", "ordinal", "cardinalText")

_Level = tuple[str, int]
"""List and depth in it."""


class Numbering:
    """Counts the items of each list as they are met."""

    def __init__(self, parts: Parts, folder: str) -> None:
        self._formats = _formats(parts.root(f"{folder}/numbering.xml"))
        self._styles = _styles(parts.root(f"{folder}/styles.xml"))
        self._counts: dict[_Level, int] = {}

    def mark(self, paragraph: etree._Element) -> str:
        """What stands before a paragraph: `- `, `3. `, or nothing outside lists."""
        level = self._level(paragraph)
        if level is None:
            return ""
        form, start = self._formats.get(level, ("bullet", 1))
        if form == "none":
            return ""
        if form not in _NUMBERS and form not in _LETTERS:
            return _BULLET
        count = self._counts.get(level, start - 1) + 1
        self._counts[level] = count
        for deeper in [key for key in self._counts if key[0] == level[0] and key[1] > level[1]]:
            del self._counts[deeper]
        if form in _LETTERS and count <= 26:
            return f"{chr(96 + count)}) "
        return f"{count}. "

    def _level(self, paragraph: etree._Element) -> _Level | None:
        properties = first(paragraph, "pPr")
        if properties is None:
            return None
        style = first(properties, "pStyle")
        given = self._styles.get(attribute(style, "val")) if style is not None else None
        own = first(properties, "numPr")
        if own is None:
            return given
        level = _list_level(own)
        return level if level[0] not in ("", "0") else None


def _list_level(properties: etree._Element) -> _Level:
    which, depth = first(properties, "numId"), first(properties, "ilvl")
    number = attribute(which, "val") if which is not None else ""
    return number, _whole(attribute(depth, "val") if depth is not None else "", 0)


def _styles(root: etree._Element | None) -> dict[str, _Level]:
    """Style -> list and depth, for the styles that make lists."""
    found: dict[str, _Level] = {}
    for style in children(root, "style") if root is not None else ():
        own = first(style, "pPr", "numPr")
        if own is not None and _list_level(own)[0] not in ("", "0"):
            found[attribute(style, "styleId")] = _list_level(own)
    return found


def _formats(root: etree._Element | None) -> dict[_Level, tuple[str, int]]:
    """List and depth -> form of its marks, number of its first item."""
    if root is None:
        return {}
    abstract: dict[str, dict[int, tuple[str, int]]] = {}
    for kind in children(root, "abstractNum"):
        levels: dict[int, tuple[str, int]] = {}
        for level in children(kind, "lvl"):
            form, start = first(level, "numFmt"), first(level, "start")
            levels[_whole(attribute(level, "ilvl"), 0)] = (
                attribute(form, "val") if form is not None else "bullet",
                _whole(attribute(start, "val") if start is not None else "", 1),
            )
        abstract[attribute(kind, "abstractNumId")] = levels
    found: dict[_Level, tuple[str, int]] = {}
    for number in children(root, "num"):
        of = first(number, "abstractNumId")
        levels = abstract.get(attribute(of, "val"), {}) if of is not None else {}
        for depth, form_and_start in levels.items():
            found[attribute(number, "numId"), depth] = form_and_start
    return found


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else otherwise
