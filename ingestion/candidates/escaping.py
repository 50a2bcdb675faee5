"""Cells that a spreadsheet would run as formulas: an apostrophe before, taken off when read.

The pair loses nothing: a cell that already begins with apostrophes before such a character gets
one more, and reading takes exactly one off.
"""

import re

_ACTIVE = r"[=+\-@＝＋－﹢﹣＠﹫\t\r]"
_BARE = re.compile(rf"(?m)^(?='*[ \u00a0]*{_ACTIVE})")
_ESCAPED = re.compile(rf"(?m)^'(?='*[ \u00a0]*{_ACTIVE})")


def escape(cell: str) -> str:
    """Put an apostrophe before each line of the cell that a spreadsheet could run."""
    return _BARE.sub("'", cell)


def unescape(cell: str) -> str:
    """Take off the apostrophes that `escape` put."""
    return _ESCAPED.sub("", cell) if "'" in cell else cell


def has_escapes(text: str) -> bool:
    """True where `unescape` would change the text."""
    return _ESCAPED.search(text) is not None
