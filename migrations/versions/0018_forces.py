"""What blocks, weighs or is only told for one offer, and what rows are told of it."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

GATES = "titres horaires trajet restriction contrat disponibilite langue"
FORCES = "bloque pese indique"


def upgrade() -> None:
    """Bring the table in, and the remarks of rows."""
    op.create_table(
        "offer_forces",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("gate", closed("gate", GATES), nullable=False),
        sa.Column("force", closed("force", FORCES), nullable=False),
        sa.Column("motive", sa.String(), nullable=False),
        sa.Column("offer_version", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("motive <> ''", name=op.f("ck_offer_forces_motive")),
        sa.CheckConstraint("offer_version > 0", name=op.f("ck_offer_forces_offer_version")),
        sa.ForeignKeyConstraint(
            ["offer_id"],
            ["offers.id"],
            name=op.f("fk_offer_forces_offer_id_offers"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["users.id"], name=op.f("fk_offer_forces_actor_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_forces")),
    )
    op.create_index(op.f("ix_offer_forces_actor_id"), "offer_forces", ["actor_id"])
    op.create_index(op.f("ix_offer_forces_offer_id_id"), "offer_forces", ["offer_id", "id"])
    op.add_column("shortlist_entries", sa.Column("remarks", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Take them out again."""
    op.drop_column("shortlist_entries", "remarks")
    op.drop_table("offer_forces")


def closed(name: str, values: str) -> sa.Enum:
    """A column of text with a CHECK on its values, as they stood in this revision."""
    return sa.Enum(*values.split(), name=name, native_enum=False, create_constraint=True, length=40)
