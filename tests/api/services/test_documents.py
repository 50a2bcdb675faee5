"""Documents are kept as received, once, and given back only with their offer."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.services import documents
from models.documents import Document
from models.errors import InputRefusedError, NotFoundError
from tests.factories import make_offer

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BYTES = b"%PDF-1.7 \x00\xff"


def test_a_document_comes_back_to_the_byte(session: Session) -> None:
    offers = [make_offer(), make_offer()]
    session.add_all(offers)
    session.flush()
    kept = documents.keep(session, offers, "bulletin.pdf", "application/pdf", BYTES, NOW)
    session.expire_all()
    for offer in offers:
        (line,) = documents.documents_of(session, offer)
        assert (line.name, line.size, line.at) == ("bulletin.pdf", len(BYTES), NOW)
        file = documents.document_file(session, offer, str(kept.key))
        assert (file.data, file.media_type) == (BYTES, "application/pdf")


def test_the_same_bytes_are_kept_once_under_each_name(session: Session) -> None:
    first, second = make_offer(), make_offer()
    session.add_all([first, second])
    session.flush()
    documents.keep(session, [first], "a.pdf", "application/pdf", BYTES, NOW)
    documents.keep(session, [second], "b.pdf", "application/pdf", BYTES, NOW)
    documents.keep(session, [second], "b.pdf", "application/pdf", BYTES, NOW)
    assert session.scalar(select(func.count()).select_from(Document)) == 1
    assert [line.name for line in documents.documents_of(session, second)] == ["b.pdf"]


def test_a_document_is_not_read_through_another_offer(session: Session) -> None:
    mine, other = make_offer(), make_offer()
    session.add_all([mine, other])
    session.flush()
    kept = documents.keep(session, [mine], "a.pdf", "application/pdf", BYTES, NOW)
    for key in (str(kept.key), "pas-une-clé"):
        with pytest.raises(NotFoundError):
            documents.document_file(session, other, key)


def test_more_than_thirty_megabytes_are_refused(session: Session) -> None:
    with pytest.raises(InputRefusedError, match=r"lourd\.txt : plus de 30 Mo"):
        documents.keep(session, [], "lourd.txt", "text/plain", bytes(30 * 1024**2 + 1), NOW)


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Offres\\cariste.docx", "cariste.docx"),
        ("  \x00\n ", "document"),
        ("offre\r\nSet-Cookie: a.pdf", "offre Set-Cookie: a.pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        ("é" * 300 + ".pdf", "é" * 146 + ".pdf"),
    ],
)
def test_names_are_labels(name: str, label: str) -> None:
    assert documents.label_of(name) == label


@pytest.mark.parametrize("kind", ["", "text/html\r\nX: y", "n'importe quoi", "a" * 300])
def test_an_odd_type_is_bytes(session: Session, kind: str) -> None:
    offer = make_offer()
    session.add(offer)
    session.flush()
    assert documents.keep(session, [offer], "a", kind, BYTES, NOW).media_type == (
        "application/octet-stream"
    )
