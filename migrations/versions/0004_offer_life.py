"""Duplicates, documents and the end of offers."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ALERT_KINDS = """
    age sexe origine nationalite nom apparence sante handicap grossesse famille residence
    religion syndicat politique orientation genetique casier ressources salaire horaires dates
    contrat inhabituel
"""
GROUNDS = """
    majorite age_minimum apprentissage contrat_jeune RQTH insertion QPV egalite interpretation
    souverainete casier mineurs aptitude logement droit_travail exigence_essentielle
"""
STANDING = sa.text("undone_at IS NULL")


def closed(name: str, values: str) -> sa.Enum:
    """A column of text with a CHECK on its values, as they stood in this revision."""
    return sa.Enum(*values.split(), name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    """Bring the tables in."""
    op.create_table(
        "documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("size >= 0", name=op.f("ck_documents_size")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        sa.UniqueConstraint("key", name=op.f("uq_documents_key")),
        sa.UniqueConstraint("sha256", name=op.f("uq_documents_sha256")),
    )
    op.create_table(
        "offer_documents",
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=150), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _to("offer_documents", "offer_id", "offers", ondelete="CASCADE"),
        _to("offer_documents", "document_id", "documents", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("offer_id", "document_id", name=op.f("pk_offer_documents")),
    )
    op.create_index(op.f("ix_offer_documents_document_id"), "offer_documents", ["document_id"])
    op.create_table(
        "alert_rulings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("kind", closed("kind", ALERT_KINDS), nullable=False),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("decision", closed("decision", "garde reformule ecarte"), nullable=False),
        sa.Column("ground", closed("ground", GROUNDS), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "decision <> 'garde' OR ground IS NOT NULL",
            name=op.f("ck_alert_rulings_kept_has_ground"),
        ),
        sa.CheckConstraint("span_start <= span_end", name=op.f("ck_alert_rulings_span")),
        _to("alert_rulings", "offer_id", "offers", ondelete="CASCADE"),
        _to("alert_rulings", "actor_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_rulings")),
    )
    op.create_index(op.f("ix_alert_rulings_actor_id"), "alert_rulings", ["actor_id"])
    op.create_index(op.f("ix_alert_rulings_offer_id_id"), "alert_rulings", ["offer_id", "id"])
    op.create_table(
        "offer_distinctions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_offer_distinctions_order")),
        _to("offer_distinctions", "first_id", "offers", ondelete="CASCADE"),
        _to("offer_distinctions", "second_id", "offers", ondelete="CASCADE"),
        _to("offer_distinctions", "actor_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_distinctions")),
        sa.UniqueConstraint(
            "first_id", "second_id", name=op.f("uq_offer_distinctions_first_id_second_id")
        ),
    )
    op.create_index(op.f("ix_offer_distinctions_actor_id"), "offer_distinctions", ["actor_id"])
    op.create_index(op.f("ix_offer_distinctions_second_id"), "offer_distinctions", ["second_id"])
    op.create_table(
        "offer_merges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("merged_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("kept_version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("kept_id <> merged_id", name=op.f("ck_offer_merges_two_offers")),
        _to("offer_merges", "kept_id", "offers", ondelete="CASCADE"),
        _to("offer_merges", "merged_id", "offers", ondelete="CASCADE"),
        _to("offer_merges", "actor_id", "users"),
        _to("offer_merges", "undone_by_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_merges")),
        sa.UniqueConstraint("key", name=op.f("uq_offer_merges_key")),
    )
    for column in ("actor_id", "kept_id", "undone_by_id"):
        op.create_index(op.f(f"ix_offer_merges_{column}"), "offer_merges", [column])
    op.create_index(
        "uq_offer_merges_standing",
        "offer_merges",
        ["merged_id"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )


def downgrade() -> None:
    """Take them out again."""
    for table in (
        "offer_merges",
        "offer_distinctions",
        "alert_rulings",
        "offer_documents",
        "documents",
    ):
        op.drop_table(table)


def _to(
    table: str, column: str, other: str, ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=ondelete)
