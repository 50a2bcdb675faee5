"""A document of any accepted kind as text in reading order, read in a process of its own."""

from base64 import b64decode
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ingestion.readers.confined import Wording, run_confined
from ingestion.readers.encoding import decode
from ingestion.readers.files import file_bytes, too_large
from ingestion.readers.kinds import LABELS, DocumentKind, kind_of, kind_of_name
from ingestion.readers.writing import MOST_CHARACTERS, tidy
from models.errors import InputRefusedError

__all__ = ["Attachment", "Document", "DocumentKind", "Table", "read_document", "read_document_file"]

MOST_BYTES = 10 * 1024 * 1024
MOST_MAIL_BYTES = 30 * 1024 * 1024
"""An e-mail carries up to 20 MB of attachments, a third larger as it travels."""

_WORDING = Wording(
    what="document",
    mend="rouvrez-le, enregistrez-le de nouveau, ou copiez-en le texte",
    shrink="coupez-le, ou copiez-en le texte",
)


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


def read_document_file(path: Path) -> Document:
    """`read_document` for a file.

    Raises
    ------
    InputRefusedError : absent, unreadable, or refused as a document
    """
    return read_document(file_bytes(path, MOST_MAIL_BYTES), path.name)


def read_document(data: bytes, name: str) -> Document:
    """Read a document, told by its content and only then by its name.

    Parameters
    ----------
    data : the bytes of the file
    name : a label, used for its ending and in messages; never a path

    Returns
    -------
    Document : text, tables and what came with it; an e-mail may have attachments and no text

    Raises
    ------
    InputRefusedError : no document that can be read; the message says why, in French
    """
    if not data.strip(b"\0 \t\r\n"):
        raise InputRefusedError("fichier vide", name)
    if len(data) > MOST_MAIL_BYTES:
        raise too_large(name, MOST_MAIL_BYTES)
    kind = kind_of(data, name)
    if kind is not DocumentKind.MAIL and len(data) > MOST_BYTES:
        raise too_large(name, MOST_BYTES)
    document = _text_document(data, name) if kind is DocumentKind.TEXT else _read(kind, data, name)
    named = kind_of_name(name)
    if named is None or named is kind:
        return document
    note = f"le nom annonce {LABELS[named]}, le contenu est {LABELS[kind]} : lu comme tel"
    return replace(document, notes=(note, *document.notes))


def _text_document(data: bytes, name: str) -> Document:
    text = "\n".join(line.rstrip() for line in tidy(decode(data)).split("\n")).strip("\n")
    if not text.strip():
        raise InputRefusedError("fichier vide", name)
    if len(text) > MOST_CHARACTERS:
        limit = f"{MOST_CHARACTERS:,}".replace(",", " ")
        raise InputRefusedError(f"texte trop long ({limit} caractères au plus)", name)
    return Document(DocumentKind.TEXT, text)


def _read(kind: DocumentKind, data: bytes, name: str) -> Document:
    found: dict[str, Any] = run_confined(kind.value, data, name, _WORDING)
    if not found["text"] and not found.get("postings") and kind is not DocumentKind.MAIL:
        raise InputRefusedError(
            "aucun texte dans ce document (images seules ?) : recopiez le texte", name
        )
    return Document(
        kind=kind,
        text=found["text"],
        title=found.get("title", ""),
        sender=found.get("sender", ""),
        tables=tuple(Table(tuple(tuple(row) for row in rows)) for rows in found["tables"]),
        attachments=tuple(
            Attachment(item["name"], item["type"], b64decode(item["data"]))
            for item in found.get("attachments", ())
        ),
        postings=tuple(found.get("postings", ())),
        breaks=tuple(found["breaks"]),
        notes=tuple(found["notes"]),
    )
