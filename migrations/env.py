"""Alembic's entry: migrate over the connection that is given, or over the settings' base."""

from typing import Literal

from alembic import context
from sqlalchemy import Connection

from models import (  # noqa: F401  (each module adds its tables to the metadata)
    access,
    candidates,
    case_files,
    choices,
    clauses,
    contracts,
    delegations,
    dispatches,
    documents,
    drives,
    exits,
    fairness,
    forces,
    imports,
    interviews,
    introductions,
    journal,
    learning,
    merges,
    offers,
    outbox,
    people,
    shortlists,
    spread,
    tokens,
    travel,
)
from models.base import Base, ClosedSet, UtcDateTime


def render_item(type_: str, item: object, autogen_context: object) -> str | Literal[False]:
    """Write our column types as the plain types they are in the base."""
    if type_ == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if type_ == "type" and isinstance(item, ClosedSet):
        return "sa.JSON()"
    return False


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=render_item,
        compare_type=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:  # the `alembic` command itself, to write a new revision
    from api.settings import Settings
    from models.database import create_engine_from_url

    engine = create_engine_from_url(Settings().database_url)
    with engine.begin() as own:
        migrate(own)
    engine.dispose()
