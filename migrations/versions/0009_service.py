"""The life of an introduction: agreement, closing, notes, delegations."""

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

STATES = """
    suggested discarded kept reserve proposed agreed declined level2_pending
    level2_validated level2_refused dispatched closed
"""
ACTIONS_BEFORE = """
    suggest discard keep reserve propose agree decline submit validate refuse dispatch
    close undo
"""
ACTIONS = """
    suggest discard keep reserve propose agree decline submit validate refuse dispatch
    close reopen return undo
"""
CHANNELS = "entretien telephone sms courriel papier"
REASONS = """
    retenue refusee_employeur sans_reponse offre_close embauche_ailleurs desistement doublon
"""
PEOPLE = ("proposed_by_id", "agreement_by_id")


def one_of(column: str, values: str) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values.split())})"


NEW_CHECKS = {
    "validated_not_by_proposer": "validated_by_id <> proposed_by_id",
    "validated_not_by_collector": "validated_by_id <> agreement_by_id",
    "agreed_on_a_day": "state <> 'agreed' OR agreed_on IS NOT NULL",
    "closed_for_a_reason": "(state = 'closed') = (close_reason IS NOT NULL)",
    "agreement_channel": one_of("agreement_channel", CHANNELS),
    "close_reason": one_of("close_reason", REASONS),
}


def upgrade() -> None:
    """Bring the tables in."""
    for column in (
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("agreement_by_id", sa.Integer(), nullable=True),
        sa.Column("agreement_channel", sa.String(length=40), nullable=True),
        sa.Column("close_reason", sa.String(length=40), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
    ):
        op.add_column("introductions", column)
    _tell_why_closed()
    with op.batch_alter_table("introductions") as table:
        for column in PEOPLE:
            name = op.f(f"fk_introductions_{column}_users")
            table.create_foreign_key(name, "users", [column], ["id"])
        for check, sql in NEW_CHECKS.items():
            table.create_check_constraint(op.f(f"ck_introductions_{check}"), sql)
    op.create_index(
        op.f("ix_introductions_state_changed_at"), "introductions", ["state", "changed_at"]
    )
    with op.batch_alter_table("introduction_events") as table:
        table.add_column(sa.Column("detail", sa.String(length=40), nullable=True))
        table.add_column(sa.Column("batch", sa.Uuid(), nullable=True))
        change_actions(table, ACTIONS)
    refuse_updates_again()
    op.create_index(op.f("ix_introduction_events_batch"), "introduction_events", ["batch"])
    _notes()
    _delegations()


def _tell_why_closed() -> None:
    """What is closed already was so by its last closing step, whose motive is the reason."""
    op.execute(
        f"""
        UPDATE introductions SET
            closed_at = changed_at,
            close_reason = coalesce(
                (SELECT e.motive FROM introduction_events e
                 WHERE e.introduction_id = introductions.id AND e.action = 'close'
                   AND {one_of("e.motive", REASONS)}
                 ORDER BY e.id DESC LIMIT 1),
                'offre_close')
        WHERE state = 'closed'
        """
    )


def _notes() -> None:
    table = "introduction_notes"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("introduction_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["introduction_id"],
            ["introductions.id"],
            name=op.f(f"fk_{table}_introduction_id_introductions"),
            ondelete="CASCADE",
        ),
        _user(table, "author_id"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_author_id"), table, ["author_id"])
    op.create_index(op.f(f"ix_{table}_introduction_id_id"), table, ["introduction_id", "id"])


def _delegations() -> None:
    table = "delegations"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("from_user_id", sa.Integer(), nullable=False),
        sa.Column("to_user_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("from_user_id <> to_user_id", name=op.f(f"ck_{table}_two_people")),
        sa.CheckConstraint("first_day <= last_day", name=op.f(f"ck_{table}_days")),
        _user(table, "from_user_id"),
        _user(table, "to_user_id"),
        _user(table, "given_by_id"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("key", name=op.f(f"uq_{table}_key")),
    )
    for columns in (["from_user_id"], ["given_by_id"], ["to_user_id", "last_day"]):
        op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, columns)


def _user(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["users.id"], name=op.f(f"fk_{table}_{column}_users"))


def change_actions(table: BatchOperations, actions: str) -> None:
    name = op.f("ck_introduction_events_action")
    table.drop_constraint(name, type_="check")
    table.create_check_constraint(name, one_of("action", actions))


def refuse_updates_again() -> None:
    """SQLite alters a table by making it anew, which loses its trigger."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER introduction_events_append_only BEFORE UPDATE ON introduction_events "
            "BEGIN SELECT RAISE(ABORT, 'rows are added, never changed'); END"
        )


def downgrade() -> None:
    """Take them out again; what was reopened or returned is lost from the story."""
    op.drop_table("delegations")
    op.drop_table("introduction_notes")
    op.execute("DELETE FROM introduction_events WHERE action IN ('reopen', 'return')")
    op.drop_index(op.f("ix_introduction_events_batch"), "introduction_events")
    with op.batch_alter_table("introduction_events") as table:
        table.drop_column("batch")
        table.drop_column("detail")
        change_actions(table, ACTIONS_BEFORE)
    refuse_updates_again()
    op.drop_index(op.f("ix_introductions_state_changed_at"), "introductions")
    with op.batch_alter_table("introductions") as table:
        for check in NEW_CHECKS:
            table.drop_constraint(op.f(f"ck_introductions_{check}"), type_="check")
        for column in PEOPLE:
            table.drop_constraint(op.f(f"fk_introductions_{column}_users"), type_="foreignkey")
            table.drop_column(column)
        for column in ("agreement_channel", "close_reason", "closed_at"):
            table.drop_column(column)
