"""Where the demonstration may stand: checks before anything is made, each told in one line."""

import socket
import struct
import sys
import tempfile
from pathlib import Path

from models.errors import InputRefusedError

PYTHON_NEEDED = (3, 11)
PORTS_TRIED = 20
HOST = "127.0.0.1"
BASE_NAME = "demonstration.sqlite3"
APPLICATION_ID = 0x43414E44
"""Written in the header of our throw-away bases ("CAND"): no other file is ever replaced."""
APPLICATION_ID_AT = 68
SQLITE_MAGIC = b"SQLite format 3\x00"


def check_python() -> str:
    """The version, as a line.

    Raises
    ------
    InputRefusedError : too old
    """
    version = ".".join(str(part) for part in sys.version_info[:3])
    if sys.version_info < PYTHON_NEEDED:
        raise InputRefusedError(f"Python 3.11 ou plus récent est nécessaire, pas {version}")
    return f"Python {version}"


def check_folder(folder: Path) -> str:
    """Make the folder of the throw-away base, and write in it.

    Raises
    ------
    InputRefusedError : the folder cannot be made or written; the message says the cure
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"essai")
    except OSError as error:
        cure = "choisissez un autre dossier avec --folder"
        raise InputRefusedError(f"impossible d'y écrire ; {cure}", str(folder)) from error
    return f"écriture possible dans {folder}"


def free_port(wanted: int) -> int:
    """`wanted`, or the next port nobody listens on.

    Raises
    ------
    InputRefusedError : none of twenty is free
    """
    last = min(wanted + PORTS_TRIED, 65536)
    for port in range(wanted, last):
        with socket.socket() as probe:
            if sys.platform != "win32":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return port
    raise InputRefusedError(f"aucun port libre de {wanted} à {last - 1} ; essayez --port")


def is_ours(path: Path) -> bool:
    """Whether the file is a throw-away base of the demonstration, by its header."""
    with path.open("rb") as file:
        header = file.read(100)
    if len(header) < 100 or not header.startswith(SQLITE_MAGIC):
        return False
    (identifier,) = struct.unpack_from(">I", header, APPLICATION_ID_AT)
    return bool(identifier == APPLICATION_ID)


def check_base(path: Path) -> None:
    """Refuse to touch a file that the demonstration did not make.

    Raises
    ------
    InputRefusedError : there is such a file
    """
    if path.exists() and not is_ours(path):
        cure = "déplacez-le ou choisissez un autre dossier avec --folder"
        raise InputRefusedError(
            f"ce fichier n'est pas une base de démonstration ; {cure}", str(path)
        )
