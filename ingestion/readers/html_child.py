"""A web page or the HTML of an e-mail as text; lives in a confined child. Fetches nothing."""

import re
from typing import Any

from ingestion.readers.charsets import decode_declared
from ingestion.readers.html_text import write_html
from ingestion.readers.writing import Writing

_META = re.compile(
    rb"""<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}["']?([\w.:-]{1,40})""", re.IGNORECASE
)
_META_WITHIN = 4096


def read(data: bytes) -> dict[str, Any]:
    """The page as plain values (`Writing.done`, with `title` and `postings`)."""
    declared = _META.search(data[:_META_WITHIN])
    charset = declared[1].decode("ascii", "replace") if declared else None
    writing = Writing()
    page = write_html(decode_declared(data, charset), writing)
    return writing.done(title=page.title, postings=page.postings)
