"""Saved mappings and the undo of an import."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = ("import_profiles", "import_drafts", "import_changes", "import_undos")


def _kind() -> sa.Enum:
    """The kinds of imports, as they stood in this revision."""
    return sa.Enum(
        "candidates", "offers", name="kind", native_enum=False, create_constraint=True, length=40
    )


def _to(table: str, column: str, target: str, ondelete: str | None = None) -> sa.Constraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"), ondelete=ondelete
    )


def _instant(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def upgrade() -> None:
    """Bring the tables in."""
    _profiles()
    _drafts()
    op.create_table(
        "import_changes",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.LargeBinary(), nullable=True),
        _to("import_changes", "run_id", "import_runs", "CASCADE"),
        _to("import_changes", "candidate_id", "candidates", "CASCADE"),
        sa.PrimaryKeyConstraint("run_id", "candidate_id", name=op.f("pk_import_changes")),
    )
    op.create_index(op.f("ix_import_changes_candidate_id"), "import_changes", ["candidate_id"])
    op.create_table(
        "import_undos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        _instant("at"),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("removed", sa.Integer(), nullable=False),
        sa.Column("restored", sa.Integer(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "removed >= 0 AND restored >= 0 AND kept >= 0", name=op.f("ck_import_undos_counts")
        ),
        _to("import_undos", "run_id", "import_runs"),
        _to("import_undos", "actor_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_undos")),
        sa.UniqueConstraint("run_id", name=op.f("uq_import_undos_run_id")),
    )
    op.create_index(op.f("ix_import_undos_actor_id"), "import_undos", ["actor_id"])


def _profiles() -> None:
    op.create_table(
        "import_profiles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("kind", _kind(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("header_key", sa.String(length=64), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("encoding", sa.String(length=20), nullable=True),
        sa.Column("delimiter", sa.String(length=1), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        _instant("created_at"),
        _instant("used_at"),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_import_profiles_name")),
        _to("import_profiles", "created_by_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_profiles")),
        sa.UniqueConstraint("key", name=op.f("uq_import_profiles_key")),
        sa.UniqueConstraint("kind", "name", name=op.f("uq_import_profiles_kind_name")),
    )
    op.create_index(
        op.f("ix_import_profiles_kind_header_key"), "import_profiles", ["kind", "header_key"]
    )
    op.create_index(op.f("ix_import_profiles_created_by_id"), "import_profiles", ["created_by_id"])


def _drafts() -> None:
    op.create_table(
        "import_drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("kind", _kind(), nullable=False),
        sa.Column("file_name", sa.String(length=150), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("encoding", sa.String(length=20), nullable=True),
        sa.Column("delimiter", sa.String(length=1), nullable=True),
        sa.Column("columns", sa.JSON(), nullable=True),
        sa.Column("profile_name", sa.String(length=80), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        _instant("created_at"),
        _instant("changed_at"),
        _instant("expires_at"),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("version > 0", name=op.f("ck_import_drafts_version")),
        sa.CheckConstraint("size >= 0", name=op.f("ck_import_drafts_size")),
        _to("import_drafts", "created_by_id", "users"),
        _to("import_drafts", "changed_by_id", "users"),
        _to("import_drafts", "run_id", "import_runs"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_drafts")),
        sa.UniqueConstraint("key", name=op.f("uq_import_drafts_key")),
        sa.UniqueConstraint("run_id", name=op.f("uq_import_drafts_run_id")),
    )
    for column in ("created_by_id", "changed_by_id", "expires_at"):
        op.create_index(op.f(f"ix_import_drafts_{column}"), "import_drafts", [column])


def downgrade() -> None:
    """Take them out again."""
    for table in reversed(TABLES):
        op.drop_table(table)
