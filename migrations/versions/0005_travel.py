"""Trips at the hours of posts: what the programme confirmed."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MODES = "voiture deux_roues velo bus a_pied"
BANDS = "tot matin journee soir nuit dimanche"
DAYS = "semaine samedi dimanche"


def closed(name: str, values: str) -> sa.Enum:
    """A column of text with a CHECK on its values, as they stood in this revision."""
    return sa.Enum(*values.split(), name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Bring the tables in."""
    op.create_table(
        "confirmed_trips",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("mode", closed("mode", MODES), nullable=False),
        sa.Column("band", closed("band", BANDS), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("was", sa.Integer(), nullable=True),
        *_who("confirmed_trips"),
        sa.CheckConstraint(
            "minutes IS NULL OR (minutes >= 0 AND minutes <= 240)",
            name=op.f("ck_confirmed_trips_minutes"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmed_trips")),
    )
    op.create_table(
        "confirmed_buses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("day", closed("day", DAYS), nullable=False),
        sa.Column("first", sa.Integer(), nullable=True),
        sa.Column("last", sa.Integer(), nullable=True),
        *_who("confirmed_buses"),
        sa.CheckConstraint(
            "first IS NULL OR (first >= 0 AND last IS NOT NULL AND last <= 1800)",
            name=op.f("ck_confirmed_buses_hours"),
        ),
        sa.CheckConstraint(
            "last IS NULL OR first IS NOT NULL", name=op.f("ck_confirmed_buses_both_hours")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmed_buses")),
    )
    for table in ("confirmed_trips", "confirmed_buses"):
        op.create_index(op.f(f"ix_{table}_actor_id"), table, ["actor_id"])
        op.create_index(op.f(f"ix_{table}_zone_place"), table, ["zone", "place"])


def downgrade() -> None:
    """Take them out again."""
    op.drop_table("confirmed_buses")
    op.drop_table("confirmed_trips")


def _who(table: str) -> tuple[sa.Column[object] | sa.ForeignKeyConstraint, ...]:
    name = op.f(f"fk_{table}_actor_id_users")
    return (
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name=name),
    )
