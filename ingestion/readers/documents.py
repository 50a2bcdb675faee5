"""A document of any accepted kind as text in reading order, read in a process of its own."""

from dataclasses import dataclass, field
from enum import StrEnum


class DocumentKind(StrEnum):
    TEXT = "text"
    MAIL = "mail"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"
    RTF = "rtf"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came inside an e-mail, not yet read; `name` is a label, never a path."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a document, cells as text; every row has as many cells as the widest.

    Its cells also stand in the text of the document, one line a row, cells parted by " | "
    (" : " where the table has two columns).
    """

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Document:
    """`text` holds every word in reading order, lines parted by one newline, NFC.

    `title` is the subject of an e-mail or the title of a page, "" elsewhere. `postings` are the
    schema.org JobPosting objects of a page. `breaks` are the offsets of `text` where a new
    page, section or message begins. `notes` tell in French what could not be kept (pictures,
    an attachment that is too large).
    """

    kind: DocumentKind
    text: str
    title: str = ""
    sender: str = ""
    tables: tuple[Table, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    postings: tuple[dict[str, object], ...] = ()
    breaks: tuple[int, ...] = ()
    notes: tuple[str, ...] = field(default=())
