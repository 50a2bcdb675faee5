"""The bytes of a file within a limit, or the reason in French why there are none."""

from pathlib import Path

from models.errors import InputRefusedError


def file_bytes(path: Path, most: int) -> bytes:
    """Read a whole file of at most `most` bytes.

    Raises
    ------
    InputRefusedError : absent, unreadable or too large
    """
    try:
        if path.stat().st_size > most:
            raise too_large(path.name, most)
        return path.read_bytes()
    except FileNotFoundError:
        raise InputRefusedError("fichier introuvable", path.name) from None
    except OSError:
        raise InputRefusedError("fichier impossible à ouvrir", path.name) from None


def too_large(name: str, most: int) -> InputRefusedError:
    """The refusal of a file beyond `most` bytes."""
    return InputRefusedError(f"fichier trop volumineux ({most // 1_000_000} Mo au plus)", name)
