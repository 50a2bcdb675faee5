"""Words of a short piece of HTML, as postings carry in a key; whole pages have their own reader."""

import html
import re

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,15})\b[^<>]{0,2000}>")
_BLOCKS = frozenset(
    ("p", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "section")
)
_UNSEEN = (("<script", "</script>"), ("<style", "</style>"), ("<!--", "-->"))
_EDGE = "\x01"
"""Where a block begins or ends: several in a row are one line end."""
_EDGES = re.compile(r"\s*\x01[\s\x01]*")
_BLANK_LINES = re.compile(r"\n{3,}")


def plain(markup: str) -> str:
    """The words of a text that may be HTML, its blocks as lines; linear in its length."""
    if "<" not in markup and "&lt;" in markup:
        markup = html.unescape(markup)
    if "<" not in markup and "&" not in markup:
        return markup.strip()
    for opening, closing in _UNSEEN:
        markup = _without(markup, opening, closing)
    names = {match[2].lower() for match in _TAG.finditer(markup)}
    if names & _BLOCKS or "br" in names:
        markup = " ".join(markup.split())
    words = html.unescape(_TAG.sub(_as_break, markup.replace(_EDGE, "")))
    lines = (" ".join(line.split()) for line in _EDGES.sub("\n", words).split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def _as_break(match: re.Match[str]) -> str:
    name = match[2].lower()
    if name == "br":
        return "\n"
    if name == "li" and not match[1]:
        return f"{_EDGE}- "
    return _EDGE if name in _BLOCKS else ""


def _without(markup: str, opening: str, closing: str) -> str:
    """The markup without what stands between two marks; an open end drops the rest."""
    folded = markup.lower()
    parts: list[str] = []
    at = 0
    while (first := folded.find(opening, at)) >= 0 and len(folded) == len(markup):
        last = folded.find(closing, first)
        parts.append(markup[at:first])
        if last < 0:
            return "".join(parts)
        at = last + len(closing)
    return "".join(parts) + markup[at:]
