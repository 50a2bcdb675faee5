"""A throw-away PostgreSQL cluster on a Unix socket: no port, no password, nothing left behind."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

START_TIMEOUT_S = 60
STOP_TIMEOUT_S = 20
FAST = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")


class PostgresMissingError(Exception):
    """Neither in PATH nor where Debian puts it: these tests cannot run, and must not be skipped."""


def find_binaries() -> Path:
    """The folder of `initdb` and `postgres`."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
    if versions:
        return versions[-1]
    raise PostgresMissingError("les tests demandent le paquet Debian « postgresql »")


@contextmanager
def cluster() -> Iterator[str]:
    """Start a cluster; gives the URL of its first base, `postgres`.

    PostgreSQL refuses to run as root: then it runs as `postgres`, or as `nobody`.
    """
    binaries = find_binaries()
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    owner = _unprivileged_owner()
    if owner is not None:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    run_as = (
        {} if owner is None else {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
    )
    data = folder / "data"
    command = [binaries / "initdb", "-D", data, "-U", "tests", "-A", "trust", "-E", "UTF8"]
    subprocess.run(
        [*map(str, command), "--no-sync", "--locale=C.UTF-8"],
        check=True,
        capture_output=True,
        cwd=folder,
        **run_as,
    )
    log = (folder / "log").open("wb")
    server = subprocess.Popen(
        [
            str(binaries / "postgres"),
            "-D",
            str(data),
            "-k",
            str(folder),
            "-c",
            "listen_addresses=",
            "-c",
            "max_connections=120",
            *FAST,
        ],
        stdout=log,
        stderr=log,
        cwd=folder,
        **run_as,
    )
    try:
        _wait(server, folder)
        yield f"postgresql://tests@/postgres?host={folder}"
    finally:
        server.send_signal(signal.SIGINT)  # "fast": does not wait for open connections
        try:
            server.wait(timeout=STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        log.close()
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged_owner() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def _wait(server: "subprocess.Popen[bytes]", folder: Path) -> None:
    import psycopg

    end = time.monotonic() + START_TIMEOUT_S
    while True:
        try:
            psycopg.connect(host=str(folder), user="tests", dbname="postgres").close()
            return
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > end:
                raise RuntimeError((folder / "log").read_text()) from None
            time.sleep(0.05)
