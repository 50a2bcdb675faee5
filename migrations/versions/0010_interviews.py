"""Level-2 interviews, their slots and grids."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

STATES = "prevu present absent excuse"
RESULTS = "valide valide_reserve a_preparer non_valide"
PREPARATIONS = "atelier_cv simulation"
SIGNATURES = "ecran papier refus"
SECTIONS = "exigence mobilite motivation contrainte question"
NECESSITIES = "none wished required training_offered"
MARKS = "a_verifier verifie non_detenu"
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Bring the tables in."""
    op.create_table(
        "interviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("introduction_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("slot", INSTANT, nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("advisor_id", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("state", _closed("state", STATES), nullable=False),
        sa.Column("state_at", INSTANT, nullable=True),
        sa.Column("state_by_id", sa.Integer(), nullable=True),
        sa.Column("result", _closed("result", RESULTS), nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("delegated_by_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=300), nullable=True),
        sa.Column("action_on", sa.Date(), nullable=True),
        sa.Column("preparation", _closed("preparation", PREPARATIONS), nullable=True),
        sa.Column("motive", sa.String(length=40), nullable=True),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("next_steps", sa.Text(), nullable=True),
        sa.Column("employer_text", sa.Text(), nullable=True),
        sa.Column("advisor_signature", sa.String(length=200), nullable=True),
        sa.Column("advisor_signed_on", sa.Date(), nullable=True),
        sa.Column("person_signature", sa.String(length=200), nullable=True),
        sa.Column("person_signed_on", sa.Date(), nullable=True),
        sa.Column("signature_mode", _closed("signature_mode", SIGNATURES), nullable=True),
        sa.Column("handed_on", sa.Date(), nullable=True),
        *_checks("interviews", INTERVIEW_CHECKS),
        _parent("interviews", "introduction_id", "introductions"),
        *(
            _user("interviews", f"{name}_id")
            for name in ("advisor", "created_by", "state_by", "decided_by", "delegated_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interviews")),
        sa.UniqueConstraint("key", name=op.f("uq_interviews_key")),
    )
    op.create_index(
        "uq_interviews_planned",
        "interviews",
        ["introduction_id"],
        unique=True,
        sqlite_where=sa.text("state = 'prevu'"),
        postgresql_where=sa.text("state = 'prevu'"),
    )
    op.create_table(
        "interview_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("section", _closed("section", SECTIONS), nullable=False),
        sa.Column("necessity", _closed("necessity", NECESSITIES), nullable=True),
        sa.Column("label", sa.String(length=500), nullable=False),
        sa.Column("fact", sa.Text(), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=True),
        sa.Column("mark", _closed("mark", MARKS), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("marked_at", INSTANT, nullable=True),
        sa.Column("marked_by_id", sa.Integer(), nullable=True),
        *_checks("interview_lines", LINE_CHECKS),
        _parent("interview_lines", "interview_id", "interviews"),
        _user("interview_lines", "marked_by_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_lines")),
        sa.UniqueConstraint("key", name=op.f("uq_interview_lines_key")),
    )
    for table, columns, is_unique in INDEXES:
        name = op.f(f"ix_{table}_{'_'.join(columns)}")
        op.create_index(name, table, columns, unique=is_unique)


INTERVIEW_CHECKS = {
    "version": "version > 0",
    "minutes": "minutes BETWEEN 5 AND 240",
    "result_once_held": "result IS NULL OR state = 'present'",
    "reserve_is_dated": (
        "result <> 'valide_reserve' OR (action IS NOT NULL AND action_on IS NOT NULL)"
    ),
    "prepared_how": "result <> 'a_preparer' OR preparation IS NOT NULL",
    "refusal_has_motive": "result <> 'non_valide' OR motive IS NOT NULL",
    "decided_by_someone": "(result IS NULL) = (decided_by_id IS NULL)",
}
LINE_CHECKS = {
    "answered_in_words": (
        "mark = 'a_verifier' OR section NOT IN ('motivation', 'contrainte', 'question')"
        " OR note IS NOT NULL"
    ),
}
INDEXES = (
    ("interviews", ["introduction_id", "id"], False),
    ("interviews", ["advisor_id", "slot"], False),
    ("interview_lines", ["interview_id", "position"], True),
)


def _checks(table: str, checks: dict[str, str]) -> list[sa.CheckConstraint]:
    return [
        sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}")) for name, rule in checks.items()
    ]


def _closed(name: str, values: str) -> sa.Enum:
    return sa.Enum(*values.split(), name=name, native_enum=False, create_constraint=True, length=40)


def _parent(table: str, column: str, parent: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column],
        [f"{parent}.id"],
        name=op.f(f"fk_{table}_{column}_{parent}"),
        ondelete="CASCADE",
    )


def _user(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["users.id"], name=op.f(f"fk_{table}_{column}_users"))


def downgrade() -> None:
    """Take them out again."""
    for table in ("interview_lines", "interviews"):
        op.drop_table(table)
