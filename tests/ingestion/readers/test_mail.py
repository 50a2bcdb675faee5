"""E-mails as employers, agencies and their programmes send them: words, files, and what is told."""

import random
from email.message import EmailMessage
from pathlib import Path

import pytest

from ingestion.readers import mail_child
from ingestion.readers.documents import Document, read_document
from models.errors import InputRefusedError
from tests.documents import html_page, mail, mail_file, pdf_file

HEAD = b"From: rh@exemple.fr\nSubject: Offre\nMIME-Version: 1.0\n"


def read(message: EmailMessage) -> Document:
    return read_document(message.as_bytes(), "offre.eml")


def part(charset: str, body: bytes, more: bytes = b"") -> bytes:
    return HEAD + f"Content-Type: text/plain; charset={charset}\n".encode() + more + b"\n" + body


def test_subject_sender_body_and_attachments(tmp_path: Path) -> None:
    pdf = pdf_file(tmp_path / "Fiche de poste – été.pdf", "Cariste")
    path = mail_file(
        tmp_path / "a.eml",
        "Bonjour,\n\nci-joint notre offre.",
        subject="Recrutement d'un préparateur à Méteren — urgent",
        sender="Zoé Müller <zoe@exemple.fr>",
        attachments=[pdf],
    )
    document = read_document(path.read_bytes(), "a.eml")
    assert document.title == "Recrutement d'un préparateur à Méteren — urgent"
    assert document.sender == "Zoé Müller <zoe@exemple.fr>"
    assert document.text == "Bonjour,\n\nci-joint notre offre."
    assert [(one.name, one.data) for one in document.attachments] == [(pdf.name, pdf.read_bytes())]
    assert document.notes == ()


def test_the_plain_version_is_read_rather_than_the_html_one() -> None:
    document = read(mail("Cariste à Lens", html="<p>Cariste <i>à Lens</i></p>"))
    assert document.text == "Cariste à Lens"


@pytest.mark.parametrize(
    "plain", ["Cariste : voir la version HTML", "Contrat\n\nCDI\n\nLieu\n\nLens"]
)
def test_the_html_version_is_read_where_it_alone_keeps_the_form(plain: str) -> None:
    html = html_page("Cariste", [("Contrat", "CDI"), ("Lieu", "Lens")])
    document = read(mail(plain, html=html))
    assert "Contrat : CDI\nLieu : Lens" in document.text
    assert document.tables[0].rows == (("Contrat", "CDI"), ("Lieu", "Lens"))


@pytest.mark.parametrize(
    ("declared", "body"),
    [
        ("us-ascii", "Liévin – 5 €".encode("cp1252")),
        ("iso-8859-1", "Liévin – 5 €".encode("cp1252")),
        ("iso-8859-1", "Liévin – 5 €".encode()),
        ("windows-1252", "Liévin – 5 €".encode()),
        ("utf-8", "Liévin – 5 €".encode("cp1252")),
        ("inconnu-42", "Liévin – 5 €".encode()),
        ("utf-8", "Liévin – 5 €".encode()),
        ("hex", "Liévin – 5 €".encode()),
    ],
)
def test_charsets_that_are_wrong_or_unknown_keep_the_accents(declared: str, body: bytes) -> None:
    assert read_document(part(declared, body), "a.eml").text == "Liévin – 5 €"


def test_headers_with_raw_accents_are_read() -> None:
    for encoding in ("utf-8", "cp1252"):
        head = "From: Zoé <a@b.fr>\nSubject: Maçon à Étaples\nMIME-Version: 1.0\n".encode(encoding)
        document = read_document(head + b"Content-Type: text/plain\n\nBonjour", "a.eml")
        assert (document.title, document.sender) == ("Maçon à Étaples", "Zoé <a@b.fr>")


def test_soft_line_ends_of_plain_messages_are_undone() -> None:
    body = b"Vous devez avoir le permis \nB et le CACES 3.\n> cite \n> encore\n-- \nSignature"
    message = HEAD + b"Content-Type: text/plain; format=flowed\n\n" + body
    text = read_document(message, "a.eml").text
    assert text == "Vous devez avoir le permis B et le CACES 3.\n> cite\n> encore\n--\nSignature"


def test_a_message_forwarded_as_a_file_is_an_attachment_that_can_be_read() -> None:
    inner = mail("Maçon à Calais", subject="Offre maçon")
    outer = mail("Voir ci-joint", subject="TR : Offre maçon")
    outer.add_attachment(inner)
    (attached,) = read(outer).attachments
    assert (attached.name, attached.media_type) == ("Offre maçon.eml", "message/rfc822")
    assert read_document(attached.data, attached.name).text == "Maçon à Calais"


def test_messages_nested_too_deep_are_told_and_the_others_read() -> None:
    message = mail("niveau 0", subject="0")
    for level in range(1, 40):
        outer = mail(f"niveau {level}", subject=str(level))
        outer.add_attachment(message)
        message = outer
    document = read(message)
    assert "imbriqués" in document.notes[0]
    texts = [document.text]
    while document.attachments:
        document = read_document(document.attachments[0].data, document.attachments[0].name)
        texts.append(document.text.split("\n")[0])
    assert texts == ["niveau 39", "niveau 38", "niveau 37", "niveau 36"]


def test_what_cannot_be_read_is_told_by_its_name() -> None:
    message = mail("Bonjour")
    message.add_attachment(b"x", maintype="application", subtype="ms-tnef", filename="winmail.dat")
    message.add_attachment(b"x", maintype="application", subtype="ms-tnef", filename="att.dat")
    message.add_attachment(b"x", maintype="image", subtype="png", filename="offre.png")
    message.add_attachment(b"", maintype="application", subtype="pdf", filename="vide.pdf")
    message.add_attachment(
        b"x", maintype="application", subtype="pkcs7-signature", filename="smime.p7s"
    )
    document = read(message)
    assert document.attachments == ()
    told = " / ".join(document.notes)
    for name in ("winmail.dat", "att.dat", "offre.png", "vide.pdf"):
        assert f"« {name} »" in told
    assert "smime" not in told


def test_attachments_keep_within_limits_each_and_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_child, "MOST_ATTACHMENT_BYTES", 1_000)
    monkeypatch.setattr(mail_child, "MOST_ATTACHED_BYTES", 2_000)
    message = mail("Bonjour")
    for size in (900, 1_001, 901, 500):
        name = f"{size}.pdf"
        message.add_attachment(bytes(size), maintype="application", subtype="pdf", filename=name)
    found = mail_child.read(message.as_bytes())
    assert [one["name"] for one in found["attachments"]] == ["900.pdf", "901.pdf"]
    assert ["« 1001.pdf »" in found["notes"][0], "« 500.pdf »" in found["notes"][1]] == [True, True]


def test_the_name_of_an_attachment_is_a_label_and_no_path() -> None:
    message = mail("Bonjour")
    for name in ("../../etc/passwd", "C:\\Users\\moi\\fiche.pdf", "x" * 400 + ".pdf"):
        message.add_attachment(b"x", maintype="application", subtype="pdf", filename=name)
    names = [one.name for one in read(message).attachments]
    assert names[:2] == ["passwd", "fiche.pdf"]
    assert len(names[2]) == 150
    assert names[2].endswith("x.pdf")


def test_an_encrypted_message_is_refused() -> None:
    data = HEAD + b"Content-Type: application/pkcs7-mime; name=smime.p7m\n\nAAAA"
    with pytest.raises(InputRefusedError, match="chiffré"):
        read_document(data, "a.eml")


def test_a_message_mangled_anywhere_is_still_read(tmp_path: Path) -> None:
    pdf = pdf_file(tmp_path / "a.pdf", "Cariste")
    message = mail("Bonjour é", html="<p>Bonjour</p>", subject="Été", attachments=[pdf])
    message.add_attachment(mail("dedans", subject="Noël"))
    whole, rng = message.as_bytes(), random.Random(47)
    for _ in range(150):
        data = bytearray(whole[: rng.randrange(len(whole))] if rng.random() < 0.2 else whole)
        for _ in range(rng.choice((1, 5, 50))):
            at = rng.randrange(len(data) + 1)
            data[at : at + rng.randrange(4)] = rng.randbytes(rng.randrange(4))
        assert isinstance(mail_child.read(bytes(data))["text"], str)
