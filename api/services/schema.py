"""The tables of the base: bring them to this version of the programme, or say where they are.

Alembic is brought in only where there is something to migrate: every command asks first whether
the base is up to date, and loading it takes longer than the question.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from models.database import create_engine_from_url
from models.errors import InputRefusedError

if TYPE_CHECKING:
    from alembic.config import Config

_REVISION = re.compile(r"^(revision|down_revision) = [\"']([^\"']+)[\"']", re.MULTILINE)
MIGRATION_LOCK = 20_261_122
"""Number of the PostgreSQL lock that keeps two migrations apart; any number of ours will do."""


def migrations_folder() -> Path:
    """Where the migrations stand: inside the installed package, or beside it in a checkout.

    Raises
    ------
    InputRefusedError : the installation lacks them
    """
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "migrations", package.parent / "migrations"):
        if (folder / "env.py").is_file():
            return folder
    raise InputRefusedError("les migrations manquent : réinstallez le programme", "Installation")


def head_revision() -> str:
    """The revision this version of the programme needs: the one that no other follows."""
    said: dict[str, set[str]] = {"revision": set(), "down_revision": set()}
    for path in (migrations_folder() / "versions").glob("*.py"):
        for name, revision in _REVISION.findall(path.read_text(encoding="utf-8")):
            said[name].add(revision)
    (head,) = said["revision"] - said["down_revision"]
    return head


def current_revision(url: str) -> str | None:
    """The revision of the base; None if it holds no table of ours yet."""
    engine = create_engine_from_url(url)
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            revision = connection.execute(text("SELECT version_num FROM alembic_version"))
            return revision.scalar_one_or_none()
    finally:
        engine.dispose()


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the base to `revision` in one transaction; makes the SQLite file and its folder."""
    from alembic import command

    _run(url, lambda config: command.upgrade(config, revision))


def downgrade(url: str, revision: str) -> None:
    """Bring the base back to `revision` ("base": no table left) in one transaction."""
    from alembic import command

    _run(url, lambda config: command.downgrade(config, revision))


def _config() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations_folder()).replace("%", "%%"))
    return config


def _run(url: str, action: Callable[["Config"], None]) -> None:
    engine = create_engine_from_url(url)
    config = _config()
    is_sqlite = engine.dialect.name == "sqlite"
    if is_sqlite and engine.url.database:
        Path(engine.url.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with engine.connect() as connection:
            if is_sqlite:
                _suspend_foreign_keys(connection)
            with connection.begin():
                if not is_sqlite:
                    connection.execute(
                        text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK}
                    )
                config.attributes["connection"] = connection
                action(config)
                if is_sqlite:
                    _check_foreign_keys(connection)
    finally:
        engine.dispose()


def _suspend_foreign_keys(connection: Connection) -> None:
    """Rebuilding a table drops it first; with keys enforced that would empty its children."""
    raw = connection.connection.dbapi_connection
    assert raw is not None
    cursor = raw.cursor()
    cursor.execute("PRAGMA foreign_keys=OFF")
    cursor.close()


def _check_foreign_keys(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        tables = ", ".join(sorted({str(row[0]) for row in broken}))
        raise InputRefusedError(f"liens rompus dans les tables {tables}", "Migration")
