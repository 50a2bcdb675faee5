"""Archives and documents written by hand, as no honest programme writes them."""

import io
import zipfile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ODT = "application/vnd.oasis.opendocument.text"
_ODT_NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
    for prefix in ("office", "text", "table", "style", "drawing")
)


def archive(entries: dict[str, str | bytes]) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in entries.items():
            out.writestr(name, content)
    return memory.getvalue()


def paragraph(words: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p>'


def docx(body: str, before: str = "", **parts: str) -> bytes:
    """A Word document around a body; `parts` are other parts of the folder `word`."""
    main = f'<?xml version="1.0"?>{before}<w:document {W}><w:body>{body}</w:body></w:document>'
    return archive(
        {"word/document.xml": main, **{f"word/{name}.xml": part for name, part in parts.items()}}
    )


def odt(body: str, before: str = "", styles: str = "", manifest: str = "") -> bytes:
    """An OpenDocument text around a body."""
    content = (
        f'<?xml version="1.0"?>{before}<office:document-content {_ODT_NAMES}>{styles}'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    entries: dict[str, str | bytes] = {"mimetype": ODT, "content.xml": content}
    if manifest:
        entries["META-INF/manifest.xml"] = manifest
    return archive(entries)


def pdf_of_objects(*objects: bytes) -> bytes:
    """A PDF of numbered objects, the first of which is the catalogue; no table of places."""
    body = b"\n".join(b"%d 0 obj%s endobj" % (n, one) for n, one in enumerate(objects, start=1))
    return b"%PDF-1.4\n" + body + b"\ntrailer<</Root 1 0 R>>\n%%EOF"
