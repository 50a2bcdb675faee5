"""The journal of accesses, and what was given out for ABC Evolution."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
KINDS = ("consultation", "export", "envoi")
ONE_ACT = (
    "(event_id IS NOT NULL AND interview_id IS NULL AND follow_up_id IS NULL)"
    " OR (event_id IS NULL AND interview_id IS NOT NULL AND follow_up_id IS NULL)"
    " OR (event_id IS NULL AND interview_id IS NULL AND follow_up_id IS NOT NULL)"
)
INDEXES = (
    ("accesses", ["at"]),
    ("accesses", ["user_id", "at"]),
    ("accesses", ["candidate_id", "at"]),
    ("abc_batches", ["at"]),
    ("abc_batches", ["user_id"]),
    ("abc_lines", ["batch_id"]),
)
ONCE = (
    ["event_id", "is_withdrawal"],
    ["interview_id", "is_withdrawal"],
    ["follow_up_id", "is_withdrawal"],
)


def upgrade() -> None:
    """Bring the tables in."""
    op.create_table(
        "accesses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(*KINDS, name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("screen", sa.String(length=200), nullable=False),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.CheckConstraint("count >= 0", name=op.f("ck_accesses_count")),
        _to("accesses", "user_id", "users"),
        _to("accesses", "candidate_id", "candidates", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accesses")),
    )
    op.create_table(
        "abc_batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("count > 0", name=op.f("ck_abc_batches_count")),
        _to("abc_batches", "user_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_abc_batches")),
        sa.UniqueConstraint("key", name=op.f("uq_abc_batches_key")),
    )
    op.create_table(
        "abc_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("interview_id", sa.Integer(), nullable=True),
        sa.Column("follow_up_id", sa.Integer(), nullable=True),
        sa.Column("is_withdrawal", sa.Boolean(), nullable=False),
        sa.CheckConstraint(ONE_ACT, name=op.f("ck_abc_lines_one_act")),
        _to("abc_lines", "batch_id", "abc_batches", "CASCADE"),
        _to("abc_lines", "event_id", "introduction_events", "CASCADE"),
        _to("abc_lines", "interview_id", "interviews", "CASCADE"),
        _to("abc_lines", "follow_up_id", "follow_ups", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_abc_lines")),
    )
    for table, columns in INDEXES:
        op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, columns)
    for columns in ONCE:
        op.create_index(
            op.f(f"ix_abc_lines_{'_'.join(columns)}"), "abc_lines", columns, unique=True
        )


def _to(
    table: str, column: str, parent: str, ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column],
        [f"{parent}.id"],
        name=op.f(f"fk_{table}_{column}_{parent}"),
        ondelete=ondelete,
    )


def downgrade() -> None:
    """Take them out again."""
    for table in ("abc_lines", "abc_batches", "accesses"):
        op.drop_table(table)
