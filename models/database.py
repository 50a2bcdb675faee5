"""The engine and the transaction, given a URL. No queries here.

SQLite is set for safety before speed: the default driver behaviour loses acknowledged updates
under concurrency, and write-ahead logging is only safe where its reset bug is fixed.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.orm import Session, sessionmaker

from models.errors import InputRefusedError
from models.names import plain_name

BUSY_TIMEOUT_MS = 10_000
MAPPED_BYTES = 1 << 30
"""How much of the file is read in place, from the memory that the system keeps of it."""
CACHE_KIB = 16 * 1024
"""What one connection keeps of the pages it reads; SQLite's own 2 MB hold none of a real base."""
POOL_SIZE = 8
POOL_OVERFLOW = 32
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
READS_ONLY = "candidatheque_reads_only"


def journal_mode(version: tuple[int, int, int]) -> str:
    """The journal that is safe with this SQLite: "WAL" only where its reset bug is fixed.

    The bug (a race that loses committed writes with two connections) stands from 3.7.0 to
    3.51.2; it is fixed from 3.51.3 on, and in the branches 3.50.7 and 3.44.6.
    """
    fixed = (
        version >= (3, 51, 3)
        or (version[:2] == (3, 50) and version >= (3, 50, 7))
        or (version[:2] == (3, 44) and version >= (3, 44, 6))
    )
    return "WAL" if fixed else "DELETE"


def create_engine_from_url(url: str) -> Engine:
    """An engine on SQLite (`sqlite:///file`) or PostgreSQL (`postgresql://...`, psycopg 3).

    Raises
    ------
    InputRefusedError : the URL cannot be read, or its driver is not installed
    """
    if url.startswith("postgres://"):
        url = "postgresql://" + url.removeprefix("postgres://")
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
        if backend not in ("sqlite", "postgresql"):
            raise InputRefusedError(
                "seules les adresses sqlite:/// et postgresql:// sont acceptées", "Base de données"
            )
        in_memory = backend == "sqlite" and parsed.database in (None, "", ":memory:")
        pool = {} if in_memory else {"pool_size": POOL_SIZE, "max_overflow": POOL_OVERFLOW}
        engine = create_engine(
            parsed, json_serializer=strict_json, pool_pre_ping=backend == "postgresql", **pool
        )
    except (ArgumentError, NoSuchModuleError) as error:
        raise InputRefusedError("adresse illisible", "Base de données") from error
    except ImportError as error:
        raise InputRefusedError(
            "PostgreSQL demande le complément « postgres » : pip install 'candidatheque[postgres]'",
            "Base de données",
        ) from error
    if backend == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def create_session_factory(engine: Engine) -> sessionmaker[Session]:
    """Sessions whose objects stay readable after the commit."""
    return sessionmaker(engine, expire_on_commit=False)


@contextmanager
def transaction(factory: sessionmaker[Session]) -> Iterator[Session]:
    """One writing transaction: committed at the end, rolled back on any error.

    The only place that commits; services flush.
    """
    with factory() as session, session.begin():
        yield session


@contextmanager
def reading(factory: sessionmaker[Session]) -> Iterator[Session]:
    """One read transaction: sees a single state of the base, can write nothing."""
    with factory() as session:
        session.connection(execution_options={READS_ONLY: True, "postgresql_readonly": True})
        yield session
        session.rollback()


def strict_json(value: object) -> str:
    """JSON that keeps accents and refuses NaN, which would not come back."""
    return _ENCODER.encode(value)


def _prepare_sqlite(connection: sqlite3.Connection, record: Any) -> None:
    connection.create_function("plain_name", 1, plain_name, deterministic=True)
    connection.isolation_level = None  # transactions are ours to begin: see _begin_sqlite
    wanted = journal_mode(sqlite3.sqlite_version_info[:3])
    cursor = connection.cursor()
    try:
        cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute(f"PRAGMA mmap_size={MAPPED_BYTES}")
        cursor.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
        current = cursor.execute("PRAGMA journal_mode").fetchone()[0]
        if current.upper() not in (wanted, "MEMORY"):
            cursor.execute(f"PRAGMA journal_mode={wanted}")
    finally:
        cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Writers take the lock at once, so that what they read is what they change."""
    reads_only = bool(connection.get_execution_options().get(READS_ONLY))
    connection.exec_driver_sql(f"PRAGMA query_only={int(reads_only)}")
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")
