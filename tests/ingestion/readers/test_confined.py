"""The child that reads a file lives under limits, and the parent lives whatever it does."""

import json
import subprocess
import sys

import pytest

from ingestion.readers import child, confined
from ingestion.readers.confined import Wording, run_confined
from models.errors import InputRefusedError

WORDING = Wording("document", "enregistrez-le de nouveau", "coupez-le")

UNDER_LIMITS = """
import json, resource, sys
from ingestion.readers import child
child.limit_resources()
child.close_outside()
LIMITS = ("RLIMIT_AS", "RLIMIT_CPU", "RLIMIT_FSIZE", "RLIMIT_NOFILE")
tried = {name: resource.getrlimit(getattr(resource, name))[0] for name in LIMITS}
def attempt(name, action):
    try:
        action()
        tried[name] = "done"
    except Exception as error:
        tried[name] = type(error).__name__
import socket, os, subprocess, urllib.request
attempt("network", lambda: socket.socket())
attempt("programme", lambda: subprocess.run(["true"]))
attempt("shell", lambda: os.system("true"))
attempt("write", lambda: open("written", "w"))
attempt("memory", lambda: bytearray(600 * 1024 * 1024))
print(json.dumps(tried))
"""


def test_the_child_reaches_neither_network_nor_disk_and_has_limits() -> None:
    shown = subprocess.run(
        [sys.executable, "-c", UNDER_LIMITS], capture_output=True, text=True, check=True
    )
    assert json.loads(shown.stdout) == {
        "RLIMIT_AS": child.MEMORY_BYTES,
        "RLIMIT_CPU": child.CPU_SECONDS,
        "RLIMIT_FSIZE": 0,
        "RLIMIT_NOFILE": child.MOST_OPEN_FILES,
        "network": "PermissionError",
        "programme": "PermissionError",
        "shell": "PermissionError",
        "write": "PermissionError",
        "memory": "MemoryError",
    }


def test_settings_of_the_service_do_not_reach_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CANDIDATHEQUE_DATABASE_URL", "postgresql://moi:motdepasse@base/x")
    monkeypatch.setenv("CANDIDATHEQUE_SECRET", "motdepasse")
    assert "motdepasse" not in " ".join(confined.environment().values())


def test_a_reader_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined, "WALL_SECONDS", 0.001)
    with pytest.raises(InputRefusedError, match=r"a\.xlsx : document trop long à lire"):
        run_confined("workbook", b"", "a.xlsx", WORDING)


def test_a_crash_of_the_child_is_a_refusal() -> None:
    with pytest.raises(InputRefusedError, match="trop volumineux"):
        run_confined("unknown_kind", b"", "a.xlsx", WORDING)
