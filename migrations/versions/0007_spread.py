"""Who opens a shortlist, and why."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

REASONS = "rang tour relais plafond cede"


def upgrade() -> None:
    """Bring the tables in."""
    reason = sa.Enum(
        *REASONS.split(), name="reason", native_enum=False, create_constraint=True, length=40
    )
    op.create_table(
        "shortlist_openings",
        sa.Column("shortlist_id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("reason", reason, nullable=False),
        sa.Column("live", sa.Integer(), nullable=False),
        sa.Column("waited_days", sa.Integer(), nullable=True),
        sa.CheckConstraint("place > 0", name=op.f("ck_shortlist_openings_place")),
        sa.CheckConstraint("rank > 0", name=op.f("ck_shortlist_openings_rank")),
        sa.CheckConstraint(
            "(place IS NULL) = (reason IN ('plafond', 'cede'))",
            name=op.f("ck_shortlist_openings_place_of_who_opens"),
        ),
        _to("shortlist_openings", "shortlist_id", "shortlists"),
        _to("shortlist_openings", "candidate_id", "candidates"),
        _to("shortlist_openings", "offer_id", "offers"),
        sa.PrimaryKeyConstraint("shortlist_id", "candidate_id", name=op.f("pk_shortlist_openings")),
    )
    op.create_index(
        op.f("ix_shortlist_openings_candidate_id_at"), "shortlist_openings", ["candidate_id", "at"]
    )
    op.create_index(op.f("ix_shortlist_openings_offer_id"), "shortlist_openings", ["offer_id"])
    op.create_table(
        "prospects",
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("data_date", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offers", sa.Integer(), nullable=False),
        sa.Column("suitable", sa.Integer(), nullable=False),
        sa.Column("blocked", sa.Integer(), nullable=False),
        sa.Column("best_rank", sa.Integer(), nullable=True),
        sa.Column("gates", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "offers >= 0 AND suitable >= 0 AND blocked >= 0", name=op.f("ck_prospects_counts")
        ),
        sa.CheckConstraint("best_rank > 0", name=op.f("ck_prospects_best_rank")),
        _to("prospects", "candidate_id", "candidates"),
        sa.PrimaryKeyConstraint("candidate_id", name=op.f("pk_prospects")),
    )


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    """A foreign key that goes with its target, under the name that the models give it."""
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"), ondelete="CASCADE"
    )


def downgrade() -> None:
    """Take them out again."""
    op.drop_table("prospects")
    op.drop_table("shortlist_openings")
