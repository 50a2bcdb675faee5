"""Bytes whose sender named a charset, rightly or wrongly, to text; standard library only."""

import codecs

_TOO_NARROW = {"ascii", "iso8859-1", "iso8859-15"}
"""What people name when they write Windows-1252, which has the same letters and more signs."""


def decode_declared(data: bytes, declared: str | None) -> str:
    """Text of bytes; never raises.

    UTF-8 that is valid and has accents is UTF-8 whatever was declared: no other charset gives
    that by chance. Then the declared charset, then Windows-1252.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = ""
    if text and not text.isascii():
        return text
    charset = _charset(declared)
    if charset is not None:
        try:
            return data.decode(charset)
        except (UnicodeError, LookupError, ValueError):
            pass
    return text or data.decode("cp1252", errors="replace")


def _charset(declared: str | None) -> str | None:
    """The Python name of a charset of text; None if unknown or too narrow to be believed."""
    try:
        found = codecs.lookup((declared or "").strip().strip("\"'"))
    except (LookupError, ValueError):
        return None
    if found.name in _TOO_NARROW or not found._is_text_encoding:
        return None
    return found.name
