"""What a file is: told by its first bytes, then by what its archive holds, then by its name."""

import re
from enum import StrEnum

from ingestion.readers.archives import entry_names
from ingestion.readers.text import text_of
from models.errors import InputRefusedError


class DocumentKind(StrEnum):
    TEXT = "text"
    MAIL = "mail"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"
    RTF = "rtf"


_SUFFIXES = {
    ".txt": DocumentKind.TEXT,
    ".eml": DocumentKind.MAIL,
    ".html": DocumentKind.HTML,
    ".htm": DocumentKind.HTML,
    ".xhtml": DocumentKind.HTML,
    ".pdf": DocumentKind.PDF,
    ".docx": DocumentKind.DOCX,
    ".docm": DocumentKind.DOCX,
    ".odt": DocumentKind.ODT,
    ".ott": DocumentKind.ODT,
    ".rtf": DocumentKind.RTF,
}
LABELS = {
    DocumentKind.TEXT: "du texte",
    DocumentKind.MAIL: "un e-mail",
    DocumentKind.HTML: "une page web",
    DocumentKind.PDF: "un PDF",
    DocumentKind.DOCX: "un document Word",
    DocumentKind.ODT: "un document OpenDocument",
    DocumentKind.RTF: "un document RTF",
}
_BINARY = {DocumentKind.PDF, DocumentKind.DOCX, DocumentKind.ODT, DocumentKind.RTF}
_PDF_WITHIN = 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGE = "c'est une image : recopiez le texte de l'offre"
_ARCHIVE = "c'est une archive : décompressez-la et envoyez les fichiers un à un"
_SIGNATURES = (
    (b"\x89PNG", _IMAGE),
    (b"\xff\xd8\xff", _IMAGE),
    (b"GIF8", _IMAGE),
    (b"II*\0", _IMAGE),
    (b"MM\0*", _IMAGE),
    (b"\x1f\x8b", _ARCHIVE),
    (b"7z\xbc\xaf", _ARCHIVE),
    (b"Rar!", _ARCHIVE),
    (b"\x78\x9f\x3e\x22", "c'est une pièce propre à Outlook (winmail.dat) : demandez un PDF"),
    (b"SQLite format 3\0", "c'est une base de données"),
)
_OLE_PARTS = (
    ("EncryptedPackage", "document protégé par un mot de passe ; retirez la protection"),
    (
        "__substg1.0_",
        "c'est un message Outlook .msg : ouvrez-le et enregistrez-le au format .eml, ou copiez-en "
        "le texte",
    ),
    ("WordDocument", "c'est un ancien document Word .doc : enregistrez-le en .docx ou en PDF"),
    ("Workbook", "c'est un ancien classeur Excel .xls : enregistrez-le en .xlsx"),
    ("PowerPoint Document", "c'est une présentation PowerPoint : enregistrez-la en PDF"),
)
_ZIP_PARTS = (
    ("xl/", "c'est un classeur : enregistrez-le avec le nom .xlsx pour qu'il soit lu comme tel"),
    ("ppt/", "c'est une présentation PowerPoint : enregistrez-la en PDF"),
    ("Index/", "c'est un document Pages : exportez-le en PDF ou en Word"),
    ("index.xml", "c'est un document Pages : exportez-le en PDF ou en Word"),
)
_NAMED = {
    ".pages": "c'est un document Pages : exportez-le en PDF ou en Word",
    ".xml": "c'est du XML : enregistrez le document en .docx, .odt ou PDF",
    ".fodt": "c'est du XML : enregistrez le document en .odt",
    ".wps": "c'est un document Works : enregistrez-le en .docx ou en PDF",
    ".heic": _IMAGE,
}
_HTML = re.compile(
    r"\s{0,200}(?:<\?xml[^>]{0,200}>\s{0,20})?<(?:!doctype\s+html|html)\b", re.IGNORECASE
)
_TAG = re.compile(r"<(?:html|head|body|div|p|table|span|br|h[1-6]|script|meta)\b", re.IGNORECASE)
_HEADER = re.compile(r"[A-Za-z][A-Za-z-]{0,60}:\s")
_MAIL_HEADERS = re.compile(
    r"^(?:received|message-id|mime-version|return-path|delivered-to|content-type):",
    re.IGNORECASE | re.MULTILINE,
)
_HEADERS_WITHIN = 20_000


def kind_of(data: bytes, name: str) -> DocumentKind:
    """The kind of a document.

    Raises
    ------
    InputRefusedError : no kind that we read; the message says what it is and what to do
    """
    named = kind_of_name(name)
    if b"%PDF-" in data[:_PDF_WITHIN] and not data.startswith(b"PK"):
        return DocumentKind.PDF
    if data.startswith(b"PK\x03\x04"):
        return _archive_kind(data, name)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
        return DocumentKind.RTF
    _refuse_others(data, name)
    try:
        text = text_of(data, name)
    except InputRefusedError:
        if named in _BINARY:
            raise InputRefusedError(
                f"ce n'est pas {LABELS[named]} lisible (fichier endommagé ou d'un autre type)", name
            ) from None
        if named is not DocumentKind.MAIL:
            raise
        text = data.decode("latin-1")
    return _text_kind(text, named)


def kind_of_name(name: str) -> DocumentKind | None:
    """The kind that the ending of a name announces, if any."""
    return _SUFFIXES.get(_suffix(name))


def _suffix(name: str) -> str:
    stem, dot, suffix = name.strip().rpartition(".")
    return (dot + suffix).lower() if stem else ""


def _archive_kind(data: bytes, name: str) -> DocumentKind:
    inside = entry_names(data, name, "document", "un document Word ou OpenDocument")
    if "word/document.xml" in inside or (
        "[Content_Types].xml" in inside and any(entry.startswith("word/") for entry in inside)
    ):
        return DocumentKind.DOCX
    for part, reason in _ZIP_PARTS:
        if any(entry.startswith(part) for entry in inside):
            raise InputRefusedError(reason, name)
    if "content.xml" in inside:
        return DocumentKind.ODT
    raise InputRefusedError(_ARCHIVE, name)


def _refuse_others(data: bytes, name: str) -> None:
    if data.startswith(_OLE):
        for part, reason in _OLE_PARTS:
            if part.encode("utf-16-le") in data:
                raise InputRefusedError(reason, name)
        raise InputRefusedError(
            "c'est un ancien document Office : enregistrez-le en .docx ou en PDF", name
        )
    for magic, reason in _SIGNATURES:
        if data.startswith(magic):
            raise InputRefusedError(reason, name)
    if data[4:8] == b"ftyp" or (data.startswith(b"RIFF") and data[8:12] == b"WEBP"):
        raise InputRefusedError(_IMAGE, name)
    if _suffix(name) in _NAMED:
        raise InputRefusedError(_NAMED[_suffix(name)], name)


def _text_kind(text: str, named: DocumentKind | None) -> DocumentKind:
    if _HTML.match(text):
        return DocumentKind.HTML
    head = text[:_HEADERS_WITHIN].lstrip("\ufeff\r\n ")
    if _HEADER.match(head) or head.startswith("From "):
        headers = re.split(r"\r?\n\r?\n|\r\r", head, maxsplit=1)[0]
        if named is DocumentKind.MAIL or len(_MAIL_HEADERS.findall(headers)) >= 2:
            return DocumentKind.MAIL
    if named is DocumentKind.HTML and _TAG.search(text):
        return DocumentKind.HTML
    return DocumentKind.TEXT
