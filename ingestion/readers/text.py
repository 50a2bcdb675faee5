"""A file that should be text: what is not is refused, with what it is where that is known."""

from ingestion.readers.encoding import decode
from models.errors import InputRefusedError

KINDS = {
    b"%PDF": "un PDF",
    b"PK\x03\x04": "un document Word, OpenDocument ou une archive",
    b"\xd0\xcf\x11\xe0": "un ancien document Office",
    b"\x89PNG": "une image",
    b"\xff\xd8\xff": "une image",
    b"GIF8": "une image",
    b"\x1f\x8b": "une archive",
}
"""First bytes of the files that people send by mistake."""

_PLAIN = frozenset("\t\n\r\f\v")
FEW_CONTROLS = 10
"""Control characters that a text may carry without being binary, and one in a hundred more."""


def text_of(data: bytes, name: str) -> str:
    """The text of a file, whatever its encoding.

    Raises
    ------
    InputRefusedError : the bytes are those of another kind of file, or of no text
    """
    for magic, kind in KINDS.items():
        if data.startswith(magic):
            raise InputRefusedError(f"c'est {kind}, pas du texte : copiez-en le texte", name)
    text = decode(data)
    controls = sum(1 for c in text if (c < " " or c == "\x7f") and c not in _PLAIN)
    if controls > FEW_CONTROLS + len(text) // 100:
        raise InputRefusedError("ce n'est pas du texte (ou un encodage inconnu)", name)
    return text
