"""The life of an introduction: agreement, closing, notes, delegations."""

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables in."""


def downgrade() -> None:
    """Take them out again."""
