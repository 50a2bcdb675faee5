"""The child that reads a file lives under limits, and the parent lives whatever it does."""

import json
import subprocess
import sys

import pytest

from ingestion.readers import child, confined
from ingestion.readers.confined import Wording, run_confined
from models.errors import InputRefusedError

WORDING = Wording("document", "enregistrez-le de nouveau", "coupez-le")

PROBE = """
import os, resource, socket, subprocess, sys, types
from ingestion.readers import child

LIMITS = ("RLIMIT_AS", "RLIMIT_CPU", "RLIMIT_FSIZE", "RLIMIT_NOFILE")

def attempt(action):
    try:
        action()
    except Exception as error:
        return type(error).__name__
    return "done"

def read(data):
    return {
        **{name: resource.getrlimit(getattr(resource, name))[0] for name in LIMITS},
        "data": data.decode(),
        "network": attempt(lambda: socket.socket()),
        "programme": attempt(lambda: subprocess.run(["true"])),
        "shell": attempt(lambda: os.system("true")),
        "write": attempt(lambda: open("written", "w")),
        "memory": attempt(lambda: bytearray(600 * 1024 * 1024)),
    }

probe = types.ModuleType("probe")
probe.read = read
sys.modules["ingestion.readers.probe_child"] = probe
sys.exit(child.main("probe"))
"""


def test_the_child_reaches_neither_network_nor_disk_and_has_limits() -> None:
    shown = subprocess.run(
        [sys.executable, "-c", PROBE], input="mot", capture_output=True, text=True, check=True
    )
    assert json.loads(shown.stdout)["read"] == {
        "data": "mot",
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
