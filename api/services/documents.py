"""The files that offers came in, kept as received and given back as attachments."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, undefer

from ingestion.plain import storable
from models.base import utc_now
from models.documents import LARGEST_DOCUMENT, LONGEST_NAME, Document, OfferDocument
from models.errors import InputRefusedError, NotFoundError
from models.offers import Offer

UNKNOWN_TYPE = "application/octet-stream"
NAMELESS = "document"
_TYPE = re.compile(r"[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,39}")
_NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document of an offer, without its bytes; `size` in bytes."""

    key: UUID
    name: str
    media_type: str
    size: int
    at: datetime


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """A document with its bytes, to be given back."""

    name: str
    media_type: str
    data: bytes


def keep(
    session: Session,
    offers: Sequence[Offer],
    name: str,
    media_type: str,
    data: bytes,
    now: datetime | None = None,
) -> Document:
    """Keep the file that these offers were read in; the same bytes are kept once.

    Raises
    ------
    InputRefusedError : more than 30 MB
    """
    label = label_of(name)
    if len(data) > LARGEST_DOCUMENT:
        raise InputRefusedError("plus de 30 Mo", label)
    now = now or utc_now()
    document = _document(session, media_type, data, now)
    for offer in offers:
        if session.get(OfferDocument, (offer.id, document.id)) is None:
            session.add(
                OfferDocument(offer_id=offer.id, document_id=document.id, name=label, at=now)
            )
    session.flush()
    return document


def documents_of(session: Session, offer: Offer) -> tuple[DocumentLine, ...]:
    """The documents an offer came in, the first received first."""
    rows = session.execute(
        select(
            Document.key, OfferDocument.name, Document.media_type, Document.size, OfferDocument.at
        )
        .join(OfferDocument, OfferDocument.document_id == Document.id)
        .where(OfferDocument.offer_id == offer.id)
        .order_by(OfferDocument.at, Document.id)
    )
    return tuple(DocumentLine(*row) for row in rows)


def document_file(session: Session, offer: Offer, key: str) -> DocumentFile:
    """A document of this offer, with its bytes.

    Raises
    ------
    NotFoundError : no such document, or it is another offer's
    """
    try:
        wanted = UUID(key)
    except ValueError:
        raise NotFoundError("Document", key) from None
    row = session.execute(
        select(Document, OfferDocument.name)
        .join(OfferDocument, OfferDocument.document_id == Document.id)
        .where(OfferDocument.offer_id == offer.id, Document.key == wanted)
        .options(undefer(Document.data))
    ).first()
    if row is None:
        raise NotFoundError("Document", key)
    return DocumentFile(row[1], row[0].media_type, row[0].data)


def label_of(name: str) -> str:
    """The name of a file as a label: no folder, no control character, 150 characters at most."""
    bare = re.split(r"[/\\]", _NOT_IN_NAMES.sub(" ", name))[-1]
    bare = " ".join(storable(bare).split()).strip(" .") or NAMELESS
    if len(bare) <= LONGEST_NAME:
        return bare
    stem, dot, suffix = bare.rpartition(".")
    if not dot or len(suffix) > 10:
        return bare[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - len(suffix) - 1]}.{suffix}"


def _document(session: Session, media_type: str, data: bytes, now: datetime) -> Document:
    digest = hashlib.sha256(data).hexdigest()
    known = _known(session, digest)
    if known is not None:
        return known
    kind = media_type.partition(";")[0].strip().lower()
    document = Document(
        sha256=digest,
        media_type=kind if _TYPE.fullmatch(kind) else UNKNOWN_TYPE,
        size=len(data),
        data=data,
        created_at=now,
    )
    try:
        with session.begin_nested():
            session.add(document)
    except IntegrityError:
        winner = _known(session, digest)  # the same file, received in the same instant
        if winner is None:
            raise
        return winner
    return document


def _known(session: Session, digest: str) -> Document | None:
    return session.scalar(select(Document).where(Document.sha256 == digest))
