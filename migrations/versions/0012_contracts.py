"""Contracts, follow-ups, missions and exits."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
STANDING = sa.text("state <> 'non_validee'")
CONTRACT_KINDS = """
    cdi cdi_interimaire cdd saisonnier interim alternance cddi contrat_aide ci_rma autre
"""
CONTRACT_STATES = "prevu demarre en_cours termine rompu transforme"
BREAK_MOTIVES = """
    fin_essai_employeur fin_essai_salarie transport horaires sante garde relations
    poste_different autre_emploi abandon fin_mission autre
"""
CONTRACT_ACTIONS = "hire start confirm extend end break transform resume owner"
FOLLOW_UP_KINDS = "j3 j15 m1 m2 m3 m4 m5 m6"
FOLLOW_UP_STATES = "a_faire fait injoignable sans_objet"
MARKS = "bien a_surveiller difficile"
FLAGS = "vert orange rouge"
PRE_HIRE_KINDS = "pmsmp mrs poei afpr"
PRE_HIRE_RESULTS = "prevu reussi non_concluant interrompu"
TRAINING_RESULTS = "prevue en_cours validee non_validee abandonnee"
EXIT_STATES = "en_acquisition a_justifier validee non_validee interrompue"
PROOF_KINDS = """
    contrat bulletin releve_heures entree_formation attestation_formation kbis
    attestation_employeur temps_partiel_choisi
"""
PROOF_STATUSES = "manquante demandee recue verifiee sans_objet"
EXIT_ACTIONS = "begin change acquire fall_back lose validate refuse revise"

INDEXES = (
    ("contracts", ["candidate_id"]),
    ("contracts", ["introduction_id"]),
    ("contracts", ["owner_id", "state"]),
    ("contracts", ["previous_id"]),
    ("contracts", ["state", "start_on"]),
    ("contract_events", ["actor_id"]),
    ("contract_events", ["contract_id", "id"]),
    ("hire_closures", ["introduction_id"]),
    ("mission_hours", ["recorded_by_id"]),
    ("follow_ups", ["done_by_id"]),
    ("follow_ups", ["state", "due_on"]),
    ("pre_hire_steps", ["introduction_id", "id"]),
    ("pre_hire_steps", ["recorded_by_id"]),
    ("skill_evidence", ["candidate_id"]),
    ("trainings", ["candidate_id"]),
    ("trainings", ["recorded_by_id"]),
    ("business_creations", ["candidate_id"]),
    ("business_creations", ["recorded_by_id"]),
    ("exits", ["candidate_id"]),
    ("exits", ["contract_id"]),
    ("exits", ["decided_by_id"]),
    ("exits", ["state"]),
    ("exit_proofs", ["changed_by_id"]),
    ("exit_events", ["actor_id"]),
    ("exit_events", ["exit_id", "id"]),
)

TABLES = (
    "exit_events",
    "exit_proofs",
    "exits",
    "business_creations",
    "trainings",
    "skill_evidence",
    "pre_hire_steps",
    "follow_ups",
    "mission_hours",
    "hire_closures",
    "contract_events",
    "contracts",
)


def upgrade() -> None:
    """Bring the tables in."""
    _contracts()
    _followed()
    _exits()
    for table, columns in INDEXES:
        op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, columns)
    op.create_index(
        op.f("uq_exits_standing"),
        "exits",
        ["candidate_id"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )


def _contracts() -> None:
    op.create_table(
        "contracts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("introduction_id", sa.Integer(), nullable=True),
        sa.Column("previous_id", sa.Integer(), nullable=True),
        sa.Column("employer_name", sa.String(), nullable=False),
        sa.Column("user_company", sa.String(), nullable=True),
        sa.Column("job_title", sa.String(), nullable=False),
        sa.Column("kind", _closed("kind", CONTRACT_KINDS), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("end_on", sa.Date(), nullable=True),
        sa.Column("trial_ends_on", sa.Date(), nullable=True),
        sa.Column("weekly_hours", sa.Double(), nullable=True),
        sa.Column("is_part_time_chosen", sa.Boolean(), nullable=True),
        sa.Column("state", _closed("state", CONTRACT_STATES), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("break_motive", _closed("break_motive", BREAK_MOTIVES), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("was_active", sa.Boolean(), nullable=False),
        sa.Column("was_available_from", sa.Date(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state <> 'rompu' OR break_motive IS NOT NULL",
            name=op.f("ck_contracts_break_has_motive"),
        ),
        sa.CheckConstraint("length(employer_name) > 0", name=op.f("ck_contracts_employer_name")),
        sa.CheckConstraint("end_on >= start_on", name=op.f("ck_contracts_end_after_start")),
        sa.CheckConstraint(
            "state NOT IN ('termine', 'rompu', 'transforme') OR ended_on IS NOT NULL",
            name=op.f("ck_contracts_over_has_day"),
        ),
        sa.CheckConstraint("version > 0", name=op.f("ck_contracts_version")),
        sa.CheckConstraint(
            "weekly_hours > 0 AND weekly_hours <= 48", name=op.f("ck_contracts_weekly_hours")
        ),
        _to("contracts", "candidate_id", "candidates", "CASCADE"),
        _to("contracts", "introduction_id", "introductions", "CASCADE"),
        _to("contracts", "owner_id", "users"),
        _to("contracts", "previous_id", "contracts", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contracts")),
        sa.UniqueConstraint("key", name=op.f("uq_contracts_key")),
    )
    op.create_table(
        "contract_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("action", _closed("action", CONTRACT_ACTIONS), nullable=False),
        sa.Column("from_state", _closed("from_state", CONTRACT_STATES), nullable=True),
        sa.Column("to_state", _closed("to_state", CONTRACT_STATES), nullable=False),
        sa.Column("motive", sa.String(length=40), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "action <> 'break' OR motive IS NOT NULL",
            name=op.f("ck_contract_events_break_has_motive"),
        ),
        _to("contract_events", "actor_id", "users"),
        _to("contract_events", "contract_id", "contracts", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_events")),
    )
    op.create_table(
        "hire_closures",
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("introduction_id", sa.Integer(), nullable=False),
        _to("hire_closures", "contract_id", "contracts", "CASCADE"),
        _to("hire_closures", "introduction_id", "introductions", "CASCADE"),
        sa.PrimaryKeyConstraint("contract_id", "introduction_id", name=op.f("pk_hire_closures")),
    )
    op.create_table(
        "mission_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("hours", sa.Double(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.CheckConstraint("last_on >= first_on", name=op.f("ck_mission_hours_days")),
        sa.CheckConstraint("hours > 0", name=op.f("ck_mission_hours_hours")),
        _to("mission_hours", "contract_id", "contracts", "CASCADE"),
        _to("mission_hours", "recorded_by_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mission_hours")),
        sa.UniqueConstraint(
            "contract_id", "first_on", name=op.f("uq_mission_hours_contract_id_first_on")
        ),
        sa.UniqueConstraint("key", name=op.f("uq_mission_hours_key")),
    )


def _followed() -> None:
    op.create_table(
        "follow_ups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("kind", _closed("kind", FOLLOW_UP_KINDS), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", _closed("state", FOLLOW_UP_STATES), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("attempted_at", INSTANT, nullable=True),
        sa.Column("presence", _closed("presence", MARKS), nullable=True),
        sa.Column("tasks", _closed("tasks", MARKS), nullable=True),
        sa.Column("relations", _closed("relations", MARKS), nullable=True),
        sa.Column("transport", _closed("transport", MARKS), nullable=True),
        sa.Column("next", _closed("next", MARKS), nullable=True),
        sa.Column("flag", _closed("flag", FLAGS), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("done_at", INSTANT, nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("attempts >= 0 AND attempts <= 3", name=op.f("ck_follow_ups_attempts")),
        sa.CheckConstraint(
            "state <> 'fait' OR flag IS NOT NULL", name=op.f("ck_follow_ups_done_has_flag")
        ),
        sa.CheckConstraint("version > 0", name=op.f("ck_follow_ups_version")),
        _to("follow_ups", "contract_id", "contracts", "CASCADE"),
        _to("follow_ups", "done_by_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_ups")),
        sa.UniqueConstraint("contract_id", "kind", name=op.f("uq_follow_ups_contract_id_kind")),
        sa.UniqueConstraint("key", name=op.f("uq_follow_ups_key")),
    )
    op.create_table(
        "pre_hire_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("introduction_id", sa.Integer(), nullable=False),
        sa.Column("kind", _closed("kind", PRE_HIRE_KINDS), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("end_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("result", _closed("result", PRE_HIRE_RESULTS), nullable=False),
        sa.Column("result_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.CheckConstraint("end_on >= start_on", name=op.f("ck_pre_hire_steps_days")),
        _to("pre_hire_steps", "introduction_id", "introductions", "CASCADE"),
        _to("pre_hire_steps", "recorded_by_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pre_hire_steps")),
        sa.UniqueConstraint("key", name=op.f("uq_pre_hire_steps_key")),
    )
    op.create_table(
        "skill_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("rome", sa.String(), nullable=True),
        sa.Column("shown_on", sa.Date(), nullable=False),
        _to("skill_evidence", "candidate_id", "candidates", "CASCADE"),
        _to("skill_evidence", "step_id", "pre_hire_steps", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skill_evidence")),
        sa.UniqueConstraint("step_id", "label", name=op.f("uq_skill_evidence_step_id_label")),
    )


def _exits() -> None:
    op.create_table(
        "trainings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("provider", sa.String(), nullable=True),
        sa.Column("is_qualifying", sa.Boolean(), nullable=True),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("stopped_on", sa.Date(), nullable=True),
        sa.Column("result", _closed("result", TRAINING_RESULTS), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_trainings_days")),
        sa.CheckConstraint("level BETWEEN 1 AND 8", name=op.f("ck_trainings_level")),
        sa.CheckConstraint(
            "result <> 'abandonnee' OR stopped_on IS NOT NULL",
            name=op.f("ck_trainings_stopped_has_day"),
        ),
        _to("trainings", "candidate_id", "candidates", "CASCADE"),
        _to("trainings", "recorded_by_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trainings")),
        sa.UniqueConstraint("key", name=op.f("uq_trainings_key")),
    )
    op.create_table(
        "business_creations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("activity", sa.String(), nullable=False),
        sa.Column("siret", sa.String(length=14), nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("stopped_on", sa.Date(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.CheckConstraint("stopped_on >= registered_on", name=op.f("ck_business_creations_days")),
        _to("business_creations", "candidate_id", "candidates", "CASCADE"),
        _to("business_creations", "recorded_by_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_business_creations")),
        sa.UniqueConstraint("key", name=op.f("uq_business_creations_key")),
    )
    op.create_table(
        "exits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("protocol", sa.String(length=40), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("state", _closed("state", EXIT_STATES), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("acquired_on", sa.Date(), nullable=True),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=True),
        sa.Column("committee_on", sa.Date(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state NOT IN ('a_justifier', 'validee') OR acquired_on IS NOT NULL",
            name=op.f("ck_exits_acquired_has_day"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('validee', 'non_validee')"
            " OR (decided_by_id IS NOT NULL AND committee_on IS NOT NULL)",
            name=op.f("ck_exits_decided_by_someone"),
        ),
        sa.CheckConstraint("version > 0", name=op.f("ck_exits_version")),
        _to("exits", "candidate_id", "candidates", "CASCADE"),
        _to("exits", "contract_id", "contracts", "SET NULL"),
        _to("exits", "decided_by_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exits")),
        sa.UniqueConstraint("key", name=op.f("uq_exits_key")),
    )
    op.create_table(
        "exit_proofs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exit_id", sa.Integer(), nullable=False),
        sa.Column("kind", _closed("kind", PROOF_KINDS), nullable=False),
        sa.Column("status", _closed("status", PROOF_STATUSES), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=True),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        _to("exit_proofs", "changed_by_id", "users"),
        _to("exit_proofs", "exit_id", "exits", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exit_proofs")),
        sa.UniqueConstraint("exit_id", "kind", name=op.f("uq_exit_proofs_exit_id_kind")),
    )
    op.create_table(
        "exit_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exit_id", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("action", _closed("action", EXIT_ACTIONS), nullable=False),
        sa.Column("from_state", _closed("from_state", EXIT_STATES), nullable=True),
        sa.Column("to_state", _closed("to_state", EXIT_STATES), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        _to("exit_events", "actor_id", "users"),
        _to("exit_events", "exit_id", "exits", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exit_events")),
    )


def _closed(name: str, values: str) -> sa.Enum:
    return sa.Enum(*values.split(), name=name, native_enum=False, create_constraint=True, length=40)


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
    for table in TABLES:
        op.drop_table(table)
