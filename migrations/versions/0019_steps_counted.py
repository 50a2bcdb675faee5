"""What steps are counted by, read in the index alone: what was done, when, from where and why."""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

TABLE = "introduction_events"
NARROW = ["action", "introduction_id"]
WIDE = (["action", "introduction_id", "motive"], ["action", "at", "from_state"])


def upgrade() -> None:
    """The index by action gains the motive; another one follows the days."""
    op.drop_index(_name(NARROW), table_name=TABLE)
    for columns in WIDE:
        op.create_index(_name(columns), TABLE, columns)


def downgrade() -> None:
    """Back to the narrow index alone."""
    for columns in reversed(WIDE):
        op.drop_index(_name(columns), table_name=TABLE)
    op.create_index(_name(NARROW), TABLE, NARROW)


def _name(columns: list[str]) -> str:
    return f"ix_{TABLE}_{'_'.join(columns)}"
