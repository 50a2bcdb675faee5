"""What acts are counted by, read in the index alone: what was done, when, from where and why."""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

NARROW = ("introduction_events", ["action", "introduction_id"])
WIDE = (
    ("introduction_events", ["action", "introduction_id", "motive"]),
    ("introduction_events", ["action", "at", "from_state"]),
    ("follow_ups", ["state", "done_at", "attempted_at"]),
)


def upgrade() -> None:
    """The index by action gains the motive; others follow the days."""
    _drop(*NARROW)
    for table, columns in WIDE:
        _create(table, columns)


def downgrade() -> None:
    """Back to the narrow index alone."""
    for table, columns in reversed(WIDE):
        _drop(table, columns)
    _create(*NARROW)


def _create(table: str, columns: list[str]) -> None:
    op.create_index(_name(table, columns), table, columns)


def _drop(table: str, columns: list[str]) -> None:
    op.drop_index(_name(table, columns), table_name=table)


def _name(table: str, columns: list[str]) -> str:
    return f"ix_{table}_{'_'.join(columns)}"
