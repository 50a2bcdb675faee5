"""Accounts that are kept by screen, the sign-on of the house, people given to a colleague."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
ACTS = ("created", "changed", "deactivated", "reactivated", "link", "linked", "password")
ENDINGS = ("undone", "confirmed", "third", "later")
INDEXES = (
    ("sign_on_identities", ["user_id"]),
    ("account_changes", ["user_id"]),
    ("account_changes", ["actor_id"]),
    ("reassignments", ["to_user_id"]),
    ("reassignments", ["given_by_id"]),
    ("reassignments", ["undone_by_id"]),
    ("reassigned_people", ["candidate_id"]),
    ("reassigned_people", ["ended_run_id"]),
)


def upgrade() -> None:
    """Bring the column and the tables in."""
    op.add_column("users", sa.Column("file_name", sa.String(), nullable=True))
    op.add_column(
        "user_sessions",
        sa.Column("from_link", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_table(
        "sign_on_identities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(length=500), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        _to("sign_on_identities", "user_id", "users", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_on_identities")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_sign_on_identities_issuer_subject")),
    )
    op.create_table(
        "account_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("act", _closed("act", ACTS), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        _to("account_changes", "user_id", "users", "CASCADE"),
        _to("account_changes", "actor_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_changes")),
    )
    op.create_table(
        "reassignments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("from_name", sa.String(), nullable=False),
        sa.Column("to_user_id", sa.Integer(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("given_at", INSTANT, nullable=False),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", INSTANT, nullable=True),
        sa.CheckConstraint("length(from_name) > 0", name=op.f("ck_reassignments_from_name")),
        _to("reassignments", "to_user_id", "users"),
        _to("reassignments", "given_by_id", "users"),
        _to("reassignments", "undone_by_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reassignments")),
        sa.UniqueConstraint("key", name=op.f("uq_reassignments_key")),
    )
    op.create_table(
        "reassigned_people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reassignment_id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("from_name", sa.String(), nullable=False),
        sa.Column("to_name", sa.String(), nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("ending", _closed("ending", ENDINGS), nullable=True),
        sa.Column("ended_run_id", sa.Integer(), nullable=True),
        _to("reassigned_people", "reassignment_id", "reassignments", "CASCADE"),
        _to("reassigned_people", "candidate_id", "candidates", "CASCADE"),
        _to("reassigned_people", "ended_run_id", "import_runs"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reassigned_people")),
        sa.UniqueConstraint(
            "reassignment_id",
            "candidate_id",
            name=op.f("uq_reassigned_people_reassignment_id_candidate_id"),
        ),
    )
    for table, columns in INDEXES:
        op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, columns)
    op.create_index(
        "uq_reassigned_people_in_force",
        "reassigned_people",
        ["candidate_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def _closed(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


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
    for table in ("reassigned_people", "reassignments", "account_changes", "sign_on_identities"):
        op.drop_table(table)
    op.drop_column("user_sessions", "from_link")
    op.drop_column("users", "file_name")
