import pytest

from ingestion.readers.encoding import decode

TEXT = "Prénom;Œuvre;Référent\nAïcha;5 €;Maëlle"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_gives_back_the_accents_whatever_the_program_that_exported(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == TEXT


def test_composes_accents_typed_as_two_characters() -> None:
    assert decode("Prénom".encode()) == "Prénom"


def test_never_raises_on_broken_bytes() -> None:
    assert "�" in decode(b"\x81\x8d caf\xe9")
    assert decode(b"\xff\xfea") == "�"
