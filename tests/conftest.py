"""Bases for tests: each test that touches the base runs on SQLite and on PostgreSQL.

`session` rolls back; `factory` and `database_url` give a fresh base of their own, for tests that
commit; `sqlite_url` is the same on SQLite alone.
"""

import itertools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session, sessionmaker

from api.services.schema import upgrade
from models.database import create_engine_from_url, create_session_factory
from tests.postgres import cluster

settings.register_profile("candidatheque", deadline=None)  # a busy machine is no fault
settings.load_profile("candidatheque")

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "base.sqlite3"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Callable[[str | None], str]]:
    """Makes an empty base, or a copy of the one that is named; gives its URL."""
    with cluster() as url:
        engine = create_engine_from_url(url)

        def make(template: str | None) -> str:
            name = f"t{next(_numbers)}"
            source = f" TEMPLATE {make_url(template).database}" if template else ""
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text(f"CREATE DATABASE {name}{source}"))
            return make_url(url).set(database=name).render_as_string(hide_password=False)

        yield make
        engine.dispose()


@pytest.fixture(scope="session")
def postgres_template(postgres_server: Callable[[str | None], str]) -> str:
    url = postgres_server(None)
    upgrade(url)
    return url


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    shutil.copy(sqlite_template, tmp_path / "base.sqlite3")
    return f"sqlite:///{tmp_path / 'base.sqlite3'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A base without any table."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    return str(request.getfixturevalue("postgres_server")(None))


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    if request.param == "sqlite":
        return str(request.getfixturevalue("sqlite_url"))
    make = request.getfixturevalue("postgres_server")
    return str(make(request.getfixturevalue("postgres_template")))


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = create_engine_from_url(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def factory(engine: Engine) -> sessionmaker[Session]:
    return create_session_factory(engine)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def shared_engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    if request.param == "sqlite":
        copy = tmp_path_factory.mktemp("shared") / "base.sqlite3"
        shutil.copy(request.getfixturevalue("sqlite_template"), copy)
        url = f"sqlite:///{copy}"
    else:
        make = request.getfixturevalue("postgres_server")
        url = make(request.getfixturevalue("postgres_template"))
    engine = create_engine_from_url(url)
    yield engine
    engine.dispose()


@pytest.fixture
def session(shared_engine: Engine) -> Iterator[Session]:
    """A session whose work is rolled back when the test ends."""
    with create_session_factory(shared_engine)() as session:
        yield session
        session.rollback()
