"""Contracts, follow-ups, missions and exits."""

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables in."""


def downgrade() -> None:
    """Take them out again."""
