"""Dispatches to agencies, their answers, and messages to send."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

STATES = "prepared sent read partial complete reminded closed dropped"
ANSWERS = "rencontre entretien_fait essai retenu refuse plus_tard"
MOTIVES = (
    "profil_eloigne competences_insuffisantes experience_insuffisante titre_manquant "
    "disponibilite mobilite entretien_non_concluant absent_entretien "
    "essai_non_concluant poste_pourvu besoin_annule sans_motif autre"
)
ACTIONS = (
    "prepare add send drop read answer take_back apply reveal remind question start "
    "link revoke stop silence close reopen seen told"
)


def upgrade() -> None:
    """Bring the tables in."""

    op.create_table(
        "stopped_addresses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "address = lower(address)", name=op.f("ck_stopped_addresses_address_lower")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stopped_addresses")),
        sa.UniqueConstraint("address", name=op.f("uq_stopped_addresses_address")),
    )
    op.create_table(
        "message_choices",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("has_digest", sa.Boolean(), nullable=False),
        sa.Column("has_urgent", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        _points("message_choices", "user_id", "users", "CASCADE"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_message_choices")),
    )
    op.create_table(
        "dispatches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("state", _closed("state", STATES), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("recipient_key", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("contact_name", sa.String(), nullable=True),
        sa.Column("contact_email", sa.String(), nullable=True),
        sa.Column("contact_phone", sa.String(), nullable=True),
        sa.Column("is_temp", sa.Boolean(), nullable=False),
        sa.Column("reply_by", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("news_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state <> 'closed' OR closed_at IS NOT NULL", name=op.f("ck_dispatches_closed_at")
        ),
        sa.CheckConstraint(
            "state IN ('prepared', 'dropped') OR sent_at IS NOT NULL",
            name=op.f("ck_dispatches_sent"),
        ),
        sa.CheckConstraint("reminders >= 0", name=op.f("ck_dispatches_reminders")),
        sa.CheckConstraint("version > 0", name=op.f("ck_dispatches_version")),
        _points("dispatches", "created_by_id", "users"),
        _points("dispatches", "offer_id", "offers", "CASCADE"),
        _points("dispatches", "organisation_id", "organisations"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispatches")),
        sa.UniqueConstraint("key", name=op.f("uq_dispatches_key")),
    )
    op.create_index(op.f("ix_dispatches_created_by_id"), "dispatches", ["created_by_id"])
    op.create_index(op.f("ix_dispatches_offer_id"), "dispatches", ["offer_id"])
    op.create_index(op.f("ix_dispatches_organisation_id"), "dispatches", ["organisation_id"])
    op.create_index(op.f("ix_dispatches_recipient_key"), "dispatches", ["recipient_key"])
    op.create_index(op.f("ix_dispatches_state_sent_at"), "dispatches", ["state", "sent_at"])
    op.create_table(
        "answer_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dispatch_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("device_hash", sa.String(length=64), nullable=True),
        sa.Column("bound_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("expires_at > created_at", name=op.f("ck_answer_links_lasts")),
        _points("answer_links", "dispatch_id", "dispatches", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_answer_links_token_hash")),
    )
    op.create_index(op.f("ix_answer_links_dispatch_id"), "answer_links", ["dispatch_id"])
    op.create_table(
        "outgoing_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            _closed(
                "kind",
                "envoi relance nouveau_lien accuse coordonnees demarrage synthese urgence autre",
            ),
            nullable=False,
        ),
        sa.Column(
            "state", _closed("state", "queued sending sent quarantined cancelled"), nullable=False
        ),
        sa.Column("to_address", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("attachments", sa.JSON(), nullable=False),
        sa.Column("dispatch_id", sa.Integer(), nullable=True),
        sa.Column("once", sa.String(length=120), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(length=200), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'sent') = (sent_at IS NOT NULL)", name=op.f("ck_outgoing_messages_sent_at")
        ),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_outgoing_messages_attempts")),
        _points("outgoing_messages", "dispatch_id", "dispatches", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_messages")),
        sa.UniqueConstraint("key", name=op.f("uq_outgoing_messages_key")),
        sa.UniqueConstraint("once", name=op.f("uq_outgoing_messages_once")),
    )
    op.create_index(op.f("ix_outgoing_messages_dispatch_id"), "outgoing_messages", ["dispatch_id"])
    op.create_index(
        op.f("ix_outgoing_messages_state_not_before"), "outgoing_messages", ["state", "not_before"]
    )
    op.create_index(op.f("ix_outgoing_messages_to_address"), "outgoing_messages", ["to_address"])
    op.create_table(
        "dispatch_cards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("dispatch_id", sa.Integer(), nullable=False),
        sa.Column("introduction_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("answer", _closed("answer", ANSWERS), nullable=True),
        sa.Column(
            "motive",
            _closed(
                "motive",
                MOTIVES,
            ),
            nullable=True,
        ),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("start_on", sa.Date(), nullable=True),
        sa.Column("meet_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("meet_place", sa.String(), nullable=True),
        sa.Column(
            "channel", _closed("channel", "lien telephone courriel vive_voix"), nullable=True
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("device_hash", sa.String(length=64), nullable=True),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_silent", sa.Boolean(), nullable=False),
        sa.Column(
            "start_news", _closed("start_news", "commence pas_commence termine"), nullable=True
        ),
        sa.Column("trouble", sa.String(length=300), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "answer <> 'refuse' OR motive IS NOT NULL",
            name=op.f("ck_dispatch_cards_refusal_has_motive"),
        ),
        sa.CheckConstraint(
            "answer <> 'retenu' OR start_on IS NOT NULL",
            name=op.f("ck_dispatch_cards_hire_has_start"),
        ),
        sa.CheckConstraint(
            "channel = 'lien' OR answer IS NULL OR answered_by_id IS NOT NULL",
            name=op.f("ck_dispatch_cards_typed_by"),
        ),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_dispatch_cards_answered_at")
        ),
        sa.CheckConstraint(
            "answer IS NULL OR channel IS NOT NULL", name=op.f("ck_dispatch_cards_channel_said")
        ),
        sa.CheckConstraint(
            "applied_at IS NULL OR answer IS NOT NULL", name=op.f("ck_dispatch_cards_applied")
        ),
        sa.CheckConstraint(
            "revealed_at IS NULL OR answer IS NOT NULL", name=op.f("ck_dispatch_cards_revealed")
        ),
        _points("dispatch_cards", "answered_by_id", "users"),
        _points("dispatch_cards", "dispatch_id", "dispatches", "CASCADE"),
        _points("dispatch_cards", "introduction_id", "introductions", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispatch_cards")),
        sa.UniqueConstraint("dispatch_id", "code", name=op.f("uq_dispatch_cards_dispatch_id_code")),
        sa.UniqueConstraint(
            "dispatch_id",
            "introduction_id",
            name=op.f("uq_dispatch_cards_dispatch_id_introduction_id"),
        ),
        sa.UniqueConstraint("key", name=op.f("uq_dispatch_cards_key")),
    )
    op.create_index(
        op.f("ix_dispatch_cards_answered_at_applied_at"),
        "dispatch_cards",
        ["answered_at", "applied_at"],
    )
    op.create_index(
        op.f("ix_dispatch_cards_introduction_id"), "dispatch_cards", ["introduction_id"]
    )
    op.create_table(
        "link_readings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("device", sa.String(length=20), nullable=False),
        sa.Column("is_known", sa.Boolean(), nullable=False),
        _points("link_readings", "link_id", "answer_links", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_readings")),
    )
    op.create_index(op.f("ix_link_readings_link_id"), "link_readings", ["link_id"])
    op.create_table(
        "dispatch_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dispatch_id", sa.Integer(), nullable=False),
        sa.Column("card_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("is_contact", sa.Boolean(), nullable=False),
        sa.Column(
            "action",
            _closed(
                "action",
                ACTIONS,
            ),
            nullable=False,
        ),
        sa.Column("from_state", _closed("from_state", STATES), nullable=True),
        sa.Column("to_state", _closed("to_state", STATES), nullable=True),
        sa.Column("answer", _closed("answer", ANSWERS), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        _points("dispatch_events", "actor_id", "users"),
        _points("dispatch_events", "card_id", "dispatch_cards", "CASCADE"),
        _points("dispatch_events", "dispatch_id", "dispatches", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispatch_events")),
    )
    op.create_index(op.f("ix_dispatch_events_actor_id"), "dispatch_events", ["actor_id"])
    op.create_index(op.f("ix_dispatch_events_card_id"), "dispatch_events", ["card_id"])
    op.create_index(
        op.f("ix_dispatch_events_dispatch_id_id"), "dispatch_events", ["dispatch_id", "id"]
    )


def _closed(name: str, values: str) -> sa.Enum:
    return sa.Enum(*values.split(), name=name, native_enum=False, create_constraint=True, length=40)


def _points(
    table: str, column: str, to_table: str, ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to_table}")
    return sa.ForeignKeyConstraint([column], [f"{to_table}.id"], name=name, ondelete=ondelete)


def downgrade() -> None:
    """Take them out again."""
    for table in (
        "dispatch_events",
        "link_readings",
        "dispatch_cards",
        "outgoing_messages",
        "answer_links",
        "dispatches",
        "message_choices",
        "stopped_addresses",
    ):
        op.drop_table(table)
