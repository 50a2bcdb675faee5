"""The script of a confined child: read standard input under limits, print JSON.

Run as `python -I child.py KIND`; the reader is `read(data)` of the module `KIND_child`. Exit codes:
0 done (`{"read": …}` or `{"refused": French reason}`), 3 too large, 4 unreadable. A crash or a
limit is the parent's to tell. Modules a reader imports are light: each start pays for them.
"""

import json
import sys
from importlib import import_module
from pathlib import Path

MEMORY_BYTES = 512 * 1024 * 1024
CPU_SECONDS = 5
MOST_OPEN_FILES = 64
"""pdfium opens the fonts of the system that a PDF names without carrying them."""

EXIT_TOO_LARGE = 3
EXIT_UNREADABLE = 4

_OUTSIDE = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.system",
    "urllib.",
)
_WRITES = frozenset("wax+")


def limit_resources() -> None:
    """Cap memory, processor time and files where the system can (not on Windows)."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_NOFILE, (MOST_OPEN_FILES, MOST_OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def close_outside() -> None:
    """From here on no Python code of this process reaches the network, a programme or a disk."""
    sys.addaudithook(_refuse_outside)


def _refuse_outside(event: str, arguments: tuple[object, ...]) -> None:
    if event.startswith(_OUTSIDE):
        raise PermissionError(event)
    if event == "open" and isinstance(arguments[1], str) and _WRITES & set(arguments[1]):
        raise PermissionError(event)


def main(kind: str) -> int:
    """Read what comes on standard input with the reader of a kind."""
    # The reader comes first, without limits: it is ours, and Python may keep it compiled.
    reader = import_module(f"ingestion.readers.{kind}_child")
    verdicts = import_module("ingestion.readers.verdicts")
    data = sys.stdin.buffer.read()
    limit_resources()
    close_outside()
    try:
        answer = {"read": reader.read(data)}
    except verdicts.RefusedError as refusal:
        answer = {"refused": str(refusal)}
    except (MemoryError, verdicts.TooLargeError):
        return EXIT_TOO_LARGE
    except Exception as error:  # whatever a library raises on a hostile file
        sys.stderr.write(type(error).__name__)
        return EXIT_UNREADABLE
    try:
        sys.stdout.write(json.dumps(answer))
    except MemoryError:
        return EXIT_TOO_LARGE
    return 0


if __name__ == "__main__":
    sys.path.append(str(Path(__file__).resolve().parents[2]))
    sys.exit(main(sys.argv[1]))
