"""What officers chose: occupations."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables in."""
    op.create_table(
        "occupation_choices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("employer_key", sa.String(), nullable=True),
        sa.Column("title_words", sa.String(), nullable=False),
        sa.Column("rome", sa.String(length=5), nullable=False),
        sa.Column("proposed", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["offer_id"],
            ["offers.id"],
            name=op.f("fk_occupation_choices_offer_id_offers"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_occupation_choices_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occupation_choices")),
        sa.UniqueConstraint("offer_id", name=op.f("uq_occupation_choices_offer_id")),
    )
    for column in ("employer_key", "user_id"):
        op.create_index(
            op.f(f"ix_occupation_choices_{column}"), "occupation_choices", [column], unique=False
        )


def downgrade() -> None:
    """Take them out again."""
    op.drop_table("occupation_choices")
