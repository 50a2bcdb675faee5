"""Recruitment drives with their sessions and cards; the ledger of clause hours."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
TABLES = (
    "clause_lines",
    "clause_eligibilities",
    "clause_offers",
    "clause_markets",
    "drive_guests",
    "drive_sessions",
    "drive_offers",
    "drives",
)


def upgrade() -> None:
    """Bring the tables in."""
    _drives()
    _clauses()


def _drives() -> None:
    op.create_table(
        "drives",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("state", _closed("state", "ouvert clos"), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.CheckConstraint(
            "(state = 'clos') = (closed_at IS NOT NULL)", name=op.f("ck_drives_closed_on_a_day")
        ),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_drives_name")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_drives_created_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drives")),
        sa.UniqueConstraint("key", name=op.f("uq_drives_key")),
    )
    op.create_index(op.f("ix_drives_created_by_id"), "drives", ["created_by_id"], unique=False)
    op.create_index(
        op.f("ix_drives_state_created_at"), "drives", ["state", "created_at"], unique=False
    )
    op.create_table(
        "drive_offers",
        sa.Column("drive_id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["drive_id"],
            ["drives.id"],
            name=op.f("fk_drive_offers_drive_id_drives"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["offer_id"],
            ["offers.id"],
            name=op.f("fk_drive_offers_offer_id_offers"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("drive_id", "offer_id", name=op.f("pk_drive_offers")),
    )
    op.create_index(op.f("ix_drive_offers_offer_id"), "drive_offers", ["offer_id"], unique=False)
    op.create_table(
        "drive_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("drive_id", sa.Integer(), nullable=False),
        sa.Column("slot", INSTANT, nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(place) > 0", name=op.f("ck_drive_sessions_place")),
        sa.CheckConstraint("minutes BETWEEN 5 AND 480", name=op.f("ck_drive_sessions_minutes")),
        sa.CheckConstraint("seats BETWEEN 1 AND 65", name=op.f("ck_drive_sessions_seats")),
        sa.CheckConstraint(
            "taken BETWEEN 0 AND seats", name=op.f("ck_drive_sessions_taken_within_seats")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_drive_sessions_created_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["drive_id"],
            ["drives.id"],
            name=op.f("fk_drive_sessions_drive_id_drives"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drive_sessions")),
        sa.UniqueConstraint("key", name=op.f("uq_drive_sessions_key")),
    )
    op.create_index(
        op.f("ix_drive_sessions_created_by_id"), "drive_sessions", ["created_by_id"], unique=False
    )
    op.create_index(
        op.f("ix_drive_sessions_drive_id_slot"),
        "drive_sessions",
        ["drive_id", "slot"],
        unique=False,
    )
    op.create_table(
        "drive_guests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("drive_id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("state", _closed("state", "invite venu absent liste desiste"), nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("invited_at", INSTANT, nullable=True),
        sa.Column("waiting_since", INSTANT, nullable=True),
        sa.Column("called_up_at", INSTANT, nullable=True),
        sa.Column("told_at", INSTANT, nullable=True),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(state IN ('liste', 'desiste')) = (session_id IS NULL)",
            name=op.f("ck_drive_guests_seated_in_a_session"),
        ),
        sa.CheckConstraint(
            "state <> 'liste' OR waiting_since IS NOT NULL",
            name=op.f("ck_drive_guests_waits_since"),
        ),
        sa.CheckConstraint(
            "session_id IS NULL OR invited_at IS NOT NULL",
            name=op.f("ck_drive_guests_invited_once_seated"),
        ),
        sa.CheckConstraint(
            "told_at IS NULL OR called_up_at IS NOT NULL",
            name=op.f("ck_drive_guests_told_of_a_call"),
        ),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["users.id"], name=op.f("fk_drive_guests_added_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidates.id"],
            name=op.f("fk_drive_guests_candidate_id_candidates"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["users.id"], name=op.f("fk_drive_guests_changed_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["drive_id"],
            ["drives.id"],
            name=op.f("fk_drive_guests_drive_id_drives"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["drive_sessions.id"],
            name=op.f("fk_drive_guests_session_id_drive_sessions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drive_guests")),
        sa.UniqueConstraint(
            "drive_id", "candidate_id", name=op.f("uq_drive_guests_drive_id_candidate_id")
        ),
        sa.UniqueConstraint("key", name=op.f("uq_drive_guests_key")),
    )
    op.create_index(
        op.f("ix_drive_guests_added_by_id"), "drive_guests", ["added_by_id"], unique=False
    )
    op.create_index(
        op.f("ix_drive_guests_candidate_id"), "drive_guests", ["candidate_id"], unique=False
    )
    op.create_index(
        op.f("ix_drive_guests_changed_by_id"), "drive_guests", ["changed_by_id"], unique=False
    )
    op.create_index(
        op.f("ix_drive_guests_drive_id_state"), "drive_guests", ["drive_id", "state"], unique=False
    )
    op.create_index(
        op.f("ix_drive_guests_session_id_state"),
        "drive_guests",
        ["session_id", "state"],
        unique=False,
    )


def _clauses() -> None:
    op.create_table(
        "clause_markets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("lot", sa.String(length=100), nullable=False),
        sa.Column("owner", sa.String(length=200), nullable=False),
        sa.Column("facilitator", sa.String(length=200), nullable=False),
        sa.Column("hours_due", sa.Double(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "hours_due > 0 AND hours_due <= 1000000", name=op.f("ck_clause_markets_hours_due")
        ),
        sa.CheckConstraint("last_on >= first_on", name=op.f("ck_clause_markets_days")),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_clause_markets_name")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_clause_markets_created_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause_markets")),
        sa.UniqueConstraint("key", name=op.f("uq_clause_markets_key")),
        sa.UniqueConstraint("name", "lot", name=op.f("uq_clause_markets_name_lot")),
    )
    op.create_index(
        op.f("ix_clause_markets_created_by_id"), "clause_markets", ["created_by_id"], unique=False
    )
    op.create_table(
        "clause_offers",
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["market_id"],
            ["clause_markets.id"],
            name=op.f("fk_clause_offers_market_id_clause_markets"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["offer_id"],
            ["offers.id"],
            name=op.f("fk_clause_offers_offer_id_offers"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("offer_id", name=op.f("pk_clause_offers")),
    )
    op.create_index(
        op.f("ix_clause_offers_market_id"), "clause_offers", ["market_id"], unique=False
    )
    op.create_table(
        "clause_eligibilities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column(
            "proof", _closed("proof", "prescripteur france_travail pass_iae autre"), nullable=False
        ),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("checked_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidates.id"],
            name=op.f("fk_clause_eligibilities_candidate_id_candidates"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["checked_by_id"],
            ["users.id"],
            name=op.f("fk_clause_eligibilities_checked_by_id_users"),
        ),
        sa.ForeignKeyConstraint(
            ["market_id"],
            ["clause_markets.id"],
            name=op.f("fk_clause_eligibilities_market_id_clause_markets"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause_eligibilities")),
        sa.UniqueConstraint(
            "market_id", "candidate_id", name=op.f("uq_clause_eligibilities_market_id_candidate_id")
        ),
    )
    op.create_index(
        op.f("ix_clause_eligibilities_candidate_id"),
        "clause_eligibilities",
        ["candidate_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_clause_eligibilities_checked_by_id"),
        "clause_eligibilities",
        ["checked_by_id"],
        unique=False,
    )
    op.create_table(
        "clause_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=True),
        sa.Column("contract_id", sa.Integer(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("employer", sa.String(length=200), nullable=False),
        sa.Column(
            "kind",
            _closed(
                "kind",
                "cdi cdi_interimaire cdd saisonnier interim alternance cddi contrat_aide ci_rma"
                " autre",
            ),
            nullable=True,
        ),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("hours", sa.Double(), nullable=False),
        sa.Column(
            "proof", _closed("proof", "prescripteur france_travail pass_iae autre"), nullable=True
        ),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("cancelled_at", INSTANT, nullable=True),
        sa.Column("cancelled_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(cancelled_at IS NULL) = (cancelled_by_id IS NULL)",
            name=op.f("ck_clause_lines_cancelled_by_someone"),
        ),
        sa.CheckConstraint(
            "(proof IS NULL) = (checked_on IS NULL) AND (proof IS NULL) = (checked_by_id IS NULL)",
            name=op.f("ck_clause_lines_proof_checked_by_someone"),
        ),
        sa.CheckConstraint(
            "candidate_id IS NULL OR people = 1", name=op.f("ck_clause_lines_one_person")
        ),
        sa.CheckConstraint("hours > 0 AND hours <= 100000", name=op.f("ck_clause_lines_hours")),
        sa.CheckConstraint("people BETWEEN 1 AND 500", name=op.f("ck_clause_lines_people")),
        sa.ForeignKeyConstraint(
            ["cancelled_by_id"], ["users.id"], name=op.f("fk_clause_lines_cancelled_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidates.id"],
            name=op.f("fk_clause_lines_candidate_id_candidates"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["checked_by_id"], ["users.id"], name=op.f("fk_clause_lines_checked_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"],
            ["contracts.id"],
            name=op.f("fk_clause_lines_contract_id_contracts"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["market_id"],
            ["clause_markets.id"],
            name=op.f("fk_clause_lines_market_id_clause_markets"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_clause_lines_recorded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause_lines")),
        sa.UniqueConstraint("key", name=op.f("uq_clause_lines_key")),
    )
    op.create_index(
        op.f("ix_clause_lines_cancelled_by_id"), "clause_lines", ["cancelled_by_id"], unique=False
    )
    op.create_index(
        op.f("ix_clause_lines_candidate_id"), "clause_lines", ["candidate_id"], unique=False
    )
    op.create_index(
        op.f("ix_clause_lines_checked_by_id"), "clause_lines", ["checked_by_id"], unique=False
    )
    op.create_index(
        op.f("ix_clause_lines_market_id_month"),
        "clause_lines",
        ["market_id", "month"],
        unique=False,
    )
    op.create_index(
        op.f("ix_clause_lines_recorded_by_id"), "clause_lines", ["recorded_by_id"], unique=False
    )
    op.create_index(
        "uq_clause_lines_contract_month",
        "clause_lines",
        ["contract_id", "month"],
        unique=True,
        sqlite_where=sa.text("cancelled_at IS NULL"),
        postgresql_where=sa.text("cancelled_at IS NULL"),
    )


def _closed(name: str, values: str) -> sa.Enum:
    return sa.Enum(*values.split(), name=name, native_enum=False, create_constraint=True, length=40)


def downgrade() -> None:
    """Take them out again."""
    for table in TABLES:
        op.drop_table(table)
