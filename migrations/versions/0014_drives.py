"""Recruitment sessions and clause hours."""

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables in."""


def downgrade() -> None:
    """Take them out again."""
