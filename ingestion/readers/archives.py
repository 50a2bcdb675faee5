"""ZIP archives (XLSX, DOCX, ODT) judged by what they declare, before anything is unpacked.

A header that lies is caught later: Python's reader stops at the declared size, and the child of
`confined.py` at its limits.
"""

import io
import zipfile
from collections.abc import Iterable

from models.errors import InputRefusedError

MOST_DECLARED_BYTES = 50 * 1024 * 1024
MOST_ENTRIES = 2_000
NOT_LISTED = (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, IndexError)
"""What `zipfile` raises where it cannot list an archive: a directory that lies about itself lets
several kinds through, and NotImplementedError says a version or a compression it does not know."""
_ENCRYPTED = 0x1


def entry_names(data: bytes, name: str, what: str, kind: str) -> frozenset[str]:
    """Names of the files inside an archive that keeps within the limits.

    `what` names the file in a refusal ("classeur"), `kind` what it should be ("un classeur
    .xlsx").

    Raises
    ------
    InputRefusedError : truncated, protected, or more inside than the limits
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except NOT_LISTED:
        raise InputRefusedError(
            f"ce n'est pas {kind} lisible (fichier tronqué ou d'un autre type)", name
        ) from None
    if is_protected(entries):
        raise InputRefusedError(f"{what} protégé par un mot de passe ; retirez la protection", name)
    if len(entries) > MOST_ENTRIES:
        raise InputRefusedError(
            f"{what} refusé : {len(entries)} fichiers internes, {MOST_ENTRIES} au plus", name
        )
    declared = sum(entry.file_size for entry in entries)
    if declared > MOST_DECLARED_BYTES:
        raise InputRefusedError(
            f"{what} refusé : {declared // 1_000_000} Mo une fois ouvert, "
            f"{MOST_DECLARED_BYTES // 1_000_000} Mo au plus",
            name,
        )
    return frozenset(entry.filename for entry in entries)


def is_protected(entries: Iterable[zipfile.ZipInfo]) -> bool:
    """Whether a password is needed to read one of the entries."""
    return any(entry.flag_bits & _ENCRYPTED for entry in entries)
