"""What a year is counted by: offers by the day they opened, steps by what was done."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

INDEXES = (
    ("offers", ["opened_at", "domain", "level"]),
    ("introduction_events", ["action", "introduction_id"]),
)


def upgrade() -> None:
    """Read neither texts nor whole tables to count."""
    for table, columns in INDEXES:
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)


def downgrade() -> None:
    """Take the indexes away."""
    for table, columns in reversed(INDEXES):
        op.drop_index(f"ix_{table}_{'_'.join(columns)}", table_name=table)
