"""The migrations make exactly the tables the code maps, and can be taken back."""

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, String, func, inspect, select, text

from api.services import schema
from models.base import Base
from models.candidates import Candidate, CandidateSkill
from models.database import create_engine_from_url, create_session_factory, transaction
from tests.factories import make_candidate, make_offer, make_user


def test_base_matches_the_mapped_classes(empty_url: str) -> None:
    assert schema.current_revision(empty_url) is None
    schema.upgrade(empty_url)
    assert schema.current_revision(empty_url) == schema.head_revision()
    engine = create_engine_from_url(empty_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_the_last_revision_is_the_one_alembic_finds() -> None:
    config = Config()
    config.set_main_option("script_location", str(schema.migrations_folder()))
    assert schema.head_revision() == ScriptDirectory.from_config(config).get_current_head()


def test_every_closed_list_and_check_reached_the_base(empty_url: str) -> None:
    """`compare_metadata` is blind to CHECKs: compare them by name."""
    schema.upgrade(empty_url)
    engine = create_engine_from_url(empty_url)
    total = 0
    for table in Base.metadata.sorted_tables:
        mapped = {
            str(constraint.name)
            for constraint in table.constraints
            if constraint.__visit_name__ in ("check_constraint", "table_or_column_check_constraint")
        }
        found = {str(check["name"]) for check in inspect(engine).get_check_constraints(table.name)}
        assert mapped == found, table.name
        total += len(found)
    assert total > 40
    engine.dispose()


def test_upgrading_twice_keeps_a_filled_base(database_url: str) -> None:
    engine = create_engine_from_url(database_url)
    factory = create_session_factory(engine)
    with transaction(factory) as session:
        session.add_all([make_candidate(skills=["port de charges"]), make_offer(), make_user()])
    schema.upgrade(database_url)
    with factory() as session:
        assert session.scalar(select(func.count()).select_from(Candidate)) == 1
        assert session.scalar(select(func.count()).select_from(CandidateSkill)) == 1
    engine.dispose()


def test_going_back_empties_the_base_and_forward_fills_it_again(database_url: str) -> None:
    engine = create_engine_from_url(database_url)
    with transaction(create_session_factory(engine)) as session:
        session.add_all([make_candidate(), make_offer(deadline=date(2026, 12, 1)), make_user()])
    engine.dispose()
    schema.downgrade(database_url, "base")
    engine = create_engine_from_url(database_url)
    assert set(inspect(engine).get_table_names()) == {"alembic_version"}
    engine.dispose()
    schema.upgrade(database_url)
    assert schema.current_revision(database_url) == schema.head_revision()


def test_rebuilding_a_table_keeps_what_points_to_it(sqlite_url: str) -> None:
    """SQLite rebuilds a table to change it, and dropping it would empty its children."""
    engine = create_engine_from_url(sqlite_url)
    with transaction(create_session_factory(engine)) as session:
        session.add(make_candidate(skills=["port de charges"]))

    def rebuild(config: Config) -> None:
        connection = config.attributes["connection"]
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("candidates", recreate="always") as table:
            table.add_column(Column("nickname", String))

    schema._run(sqlite_url, rebuild)
    with engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(CandidateSkill)) == 1
        assert connection.scalar(text("SELECT count(nickname) FROM candidates")) == 0
    engine.dispose()


def test_migrations_are_found_in_an_installed_wheel(tmp_path: Path) -> None:
    """The wheel carries `migrations` as `api/migrations`, as pyproject.toml says."""
    root = Path(schema.__file__).parents[2]
    for package in ("api", "ingestion", "models"):
        shutil.copytree(
            root / package,
            tmp_path / package,
            ignore=shutil.ignore_patterns("__pycache__", "static"),
        )
    shutil.copytree(root / "migrations", tmp_path / "api" / "migrations")
    program = (
        "from api.services import schema; from pathlib import Path;"
        "schema.upgrade('sqlite:///made.sqlite3');"
        "print(schema.migrations_folder().parent.name, schema.current_revision('sqlite:///made.sqlite3'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert done.stdout.split() == ["api", schema.head_revision()]


def test_a_migration_that_fails_leaves_nothing(empty_url: str) -> None:
    engine = create_engine_from_url(empty_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE users (id INTEGER)"))
    with pytest.raises(Exception, match="users"):
        schema.upgrade(empty_url)
    assert set(inspect(engine).get_table_names()) <= {"users", "alembic_version"}
    engine.dispose()
