"""What was learnt of decisions: weights, trials and approvals; what lists were computed from."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLES = (
    "offer_weights",
    "confirmation_rates",
    "weight_rulings",
    "weight_proposals",
    "shortlist_origins",
    "ranking_inputs",
)


def upgrade() -> None:
    """Bring the tables in."""
    op.create_table(
        "ranking_inputs",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("size >= 0", name=op.f("ck_ranking_inputs_size")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_ranking_inputs")),
    )
    op.create_table(
        "shortlist_origins",
        sa.Column("shortlist_id", sa.Integer(), nullable=False),
        sa.Column("offer_hash", sa.String(length=64), nullable=False),
        sa.Column("people_hash", sa.String(length=64), nullable=False),
        sa.Column("engine_hash", sa.String(length=64), nullable=False),
        sa.Column("suggested", sa.JSON(), nullable=False),
        sa.Column("preferred", sa.JSON(), nullable=True),
        sa.Column("swap_first", sa.Integer(), nullable=True),
        sa.Column("swap_second", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(swap_first IS NULL) = (swap_second IS NULL) AND "
            "(swap_first IS NULL OR swap_first < swap_second)",
            name=op.f("ck_shortlist_origins_swap"),
        ),
        _to("shortlist_origins", "shortlist_id", "shortlists", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("shortlist_id", name=op.f("pk_shortlist_origins")),
    )
    _index("shortlist_origins", "people_hash")
    op.create_table(
        "weight_proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("engine_version", sa.String(), nullable=False),
        sa.Column("regime", sa.String(), nullable=False),
        sa.Column("decisions", sa.Integer(), nullable=False),
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.Column("active", sa.JSON(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("refusals", sa.JSON(), nullable=False),
        sa.CheckConstraint("decisions >= 0", name=op.f("ck_weight_proposals_decisions")),
        _to("weight_proposals", "actor_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weight_proposals")),
        sa.UniqueConstraint("key", name=op.f("uq_weight_proposals_key")),
    )
    _index("weight_proposals", "actor_id")
    op.create_table(
        "weight_rulings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("ruling", closed("ruling", "approuve refuse retour"), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=True),
        sa.Column("signed_as", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(ruling = 'retour') = (proposal_id IS NULL)",
            name=op.f("ck_weight_rulings_names_its_proposal"),
        ),
        _to("weight_rulings", "actor_id", "users"),
        _to("weight_rulings", "proposal_id", "weight_proposals"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weight_rulings")),
    )
    _index("weight_rulings", "actor_id")
    _index("weight_rulings", "proposal_id")
    op.create_table(
        "confirmation_rates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decisions", sa.Integer(), nullable=False),
        sa.Column("error", sa.Double(), nullable=True),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmation_rates")),
    )
    op.create_table(
        "offer_weights",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("weights", sa.JSON(), nullable=True),
        sa.Column("choices", sa.JSON(), nullable=False),
        _to("offer_weights", "offer_id", "offers", ondelete="CASCADE"),
        _to("offer_weights", "actor_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_weights")),
    )
    _index("offer_weights", "actor_id")
    op.create_index(op.f("ix_offer_weights_offer_id_id"), "offer_weights", ["offer_id", "id"])


def downgrade() -> None:
    """Take them out again."""
    for table in TABLES:
        op.drop_table(table)


def closed(name: str, values: str) -> sa.Enum:
    """A column of text with a CHECK on its values, as they stood in this revision."""
    return sa.Enum(*values.split(), name=name, native_enum=False, create_constraint=True, length=40)


def _index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _to(
    table: str, column: str, other: str, ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=ondelete)
