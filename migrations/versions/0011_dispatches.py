"""Dispatches to agencies, their answers, and messages to send."""

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables in."""


def downgrade() -> None:
    """Take them out again."""
