"""Monthly figures of fairness."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MEASURES = "exposition acces retenu inconnu obstacle"
PUBLICS = "sexe age qpv rsa deld rqth antenne"


def upgrade() -> None:
    """Bring the tables in."""
    op.create_table(
        "fairness_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("lists", sa.Integer(), nullable=False),
        sa.Column("whole", sa.Integer(), nullable=False),
        sa.Column("decisions", sa.Integer(), nullable=False),
        sa.Column("comparisons", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "lists >= 0 AND whole >= 0 AND decisions >= 0", name=op.f("ck_fairness_reports_counts")
        ),
        _user("fairness_reports", "actor_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fairness_reports")),
        sa.UniqueConstraint("key", name=op.f("uq_fairness_reports_key")),
        sa.UniqueConstraint("month", name=op.f("uq_fairness_reports_month")),
    )
    op.create_index(op.f("ix_fairness_reports_actor_id"), "fairness_reports", ["actor_id"])
    op.create_table(
        "fairness_figures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("measure", _closed("measure", MEASURES), nullable=False),
        sa.Column("public", _closed("public", PUBLICS), nullable=False),
        sa.Column("group_name", sa.String(length=200), nullable=False),
        sa.Column("domain", sa.String(length=40), nullable=False),
        sa.Column("gate", sa.String(length=40), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("rate", sa.Double(), nullable=False),
        sa.Column("ratio", sa.Double(), nullable=True),
        sa.Column("low", sa.Double(), nullable=True),
        sa.Column("high", sa.Double(), nullable=True),
        sa.Column("is_out", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "people >= 30 AND people % 5 = 0", name=op.f("ck_fairness_figures_no_small_numbers")
        ),
        sa.CheckConstraint("rate >= 0", name=op.f("ck_fairness_figures_rate")),
        _report("fairness_figures"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fairness_figures")),
    )
    op.create_index(op.f("ix_fairness_figures_report_id"), "fairness_figures", ["report_id"])
    op.create_table(
        "fairness_namings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("named_id", sa.Integer(), nullable=False),
        _report("fairness_namings"),
        _user("fairness_namings", "actor_id"),
        _user("fairness_namings", "named_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fairness_namings")),
    )
    op.create_table(
        "fairness_analyses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        _report("fairness_analyses"),
        _user("fairness_analyses", "actor_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fairness_analyses")),
    )
    for table, columns in (
        ("fairness_namings", ["actor_id"]),
        ("fairness_namings", ["named_id"]),
        ("fairness_namings", ["report_id", "id"]),
        ("fairness_analyses", ["actor_id"]),
        ("fairness_analyses", ["report_id", "id"]),
    ):
        op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, columns)


def _closed(name: str, values: str) -> sa.Enum:
    return sa.Enum(*values.split(), name=name, native_enum=False, create_constraint=True, length=40)


def _report(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["report_id"],
        ["fairness_reports.id"],
        name=op.f(f"fk_{table}_report_id_fairness_reports"),
        ondelete="CASCADE",
    )


def _user(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["users.id"], name=op.f(f"fk_{table}_{column}_users"))


def downgrade() -> None:
    """Take them out again."""
    for table in ("fairness_analyses", "fairness_namings", "fairness_figures", "fairness_reports"):
        op.drop_table(table)
