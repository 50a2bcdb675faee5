"""Run a reader in a short-lived child process: no library resists hostile files alone.

Limits of the child stand in `child.py`; the parent adds a wall clock, and lives whatever comes.
"""

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Any

from ingestion.readers import child
from models.errors import InputRefusedError

WALL_SECONDS = 8.0
MOST_AT_ONCE = 4
"""Children of one process at the same time: four hostile files hold 2 GB at most."""

_PLACES = BoundedSemaphore(MOST_AT_ONCE)
_KEPT_ENVIRONMENT = ("SYSTEMROOT", "PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "TMPDIR")
"""What the interpreter may need; settings and their passwords stay with the parent."""
_CRASHES = {-signal.SIGSEGV, -getattr(signal, "SIGBUS", signal.SIGSEGV)}
_LATE = {-getattr(signal, "SIGXCPU", 24), -getattr(signal, "SIGKILL", 9)}


@dataclass(frozen=True, slots=True)
class Wording:
    """How a refusal names the file and what a person can do about it (French)."""

    what: str
    mend: str
    shrink: str


def run_confined(kind: str, data: bytes, name: str, wording: Wording) -> Any:
    """What the reader of `kind` made of the bytes, as plain JSON values.

    Raises
    ------
    InputRefusedError : refused by the reader, damaged, or beyond a limit of memory or time
    """
    with _PLACES:
        try:
            done = subprocess.run(
                [sys.executable, "-I", child.__file__, kind],
                input=data,
                capture_output=True,
                timeout=WALL_SECONDS,
                check=False,
                env=environment(),
            )
        except subprocess.TimeoutExpired:
            raise InputRefusedError(_late(wording), name) from None
    if done.returncode in _LATE:
        raise InputRefusedError(_late(wording), name)
    if done.returncode == child.EXIT_UNREADABLE or done.returncode in _CRASHES:
        raise InputRefusedError(f"{wording.what} endommagé ou illisible ; {wording.mend}", name)
    if done.returncode != 0:
        raise InputRefusedError(
            f"{wording.what} trop volumineux (mémoire ou temps de lecture dépassés) ; "
            f"{wording.shrink}",
            name,
        )
    answer = json.loads(done.stdout)
    if "refused" in answer:
        raise InputRefusedError(answer["refused"], name)
    return answer["read"]


def environment() -> dict[str, str]:
    """The environment of a child: what the interpreter needs, nothing of ours."""
    return {key: os.environ[key] for key in _KEPT_ENVIRONMENT if key in os.environ}


def _late(wording: Wording) -> str:
    return f"{wording.what} trop long à lire, il a été refusé ; {wording.shrink}"
