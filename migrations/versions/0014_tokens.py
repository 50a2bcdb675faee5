"""Tokens of the API, the answers they may ask again, and their line in the journal."""

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
KINDS_BEFORE = ("consultation", "export", "envoi")
KINDS = (*KINDS_BEFORE, "jeton")


def upgrade() -> None:
    """Bring the tables in."""
    op.create_table(
        "api_tokens",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("last_used_at", INSTANT, nullable=True),
        sa.Column("revoked_at", INSTANT, nullable=True),
        sa.Column("minute_from", INSTANT, nullable=True),
        sa.Column("minute_count", sa.Integer(), nullable=False),
        sa.CheckConstraint("minute_count >= 0", name=op.f("ck_api_tokens_minute_count")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_api_tokens_created_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_tokens")),
        sa.UniqueConstraint("key", name=op.f("uq_api_tokens_key")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_tokens_token_hash")),
    )
    op.create_index(op.f("ix_api_tokens_created_by_id"), "api_tokens", ["created_by_id"])
    op.create_table(
        "api_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_id", sa.Integer(), nullable=False),
        sa.Column("request_key", sa.String(length=100), nullable=False),
        sa.Column("request_hash", sa.String(length=64), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["token_id"],
            ["api_tokens.id"],
            name=op.f("fk_api_answers_token_id_api_tokens"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_answers")),
        sa.UniqueConstraint(
            "token_id", "request_key", name=op.f("uq_api_answers_token_id_request_key")
        ),
    )
    op.create_index(op.f("ix_api_answers_at"), "api_answers", ["at"])
    with op.batch_alter_table("accesses") as table:
        _change_kinds(table, KINDS)


def _change_kinds(table: BatchOperations, kinds: tuple[str, ...]) -> None:
    name = op.f("ck_accesses_kind")
    table.drop_constraint(name, type_="check")
    table.create_check_constraint(name, f"kind IN ({', '.join(repr(kind) for kind in kinds)})")


def downgrade() -> None:
    """Take them out again; the lines of the journal about tokens are lost."""
    op.execute("DELETE FROM accesses WHERE kind = 'jeton'")
    with op.batch_alter_table("accesses") as table:
        _change_kinds(table, KINDS_BEFORE)
    for table_name in ("api_answers", "api_tokens"):
        op.drop_table(table_name)
