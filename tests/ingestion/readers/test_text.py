"""What people drop by mistake where a text is expected."""

import pytest

from ingestion.readers.text import text_of
from models.errors import InputRefusedError


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7\n...", "un PDF"),
        (b"PK\x03\x04rest", "Word"),
        (b"\xd0\xcf\x11\xe0rest", "ancien document Office"),
        (b"\x89PNG\r\n", "une image"),
        (bytes(range(256)) * 20, "pas du texte"),
    ],
)
def test_another_kind_of_file_is_refused_by_its_name(data: bytes, said: str) -> None:
    with pytest.raises(InputRefusedError, match=said):
        text_of(data, "note.txt")


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-8-sig", "utf-16"])
def test_text_is_text_in_any_encoding(encoding: str) -> None:
    words = "Cariste à Dunkerque\r\n\tsalaire à négocier…" * 3
    assert text_of(words.encode(encoding), "note.txt") == words
