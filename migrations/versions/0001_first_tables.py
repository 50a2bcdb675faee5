"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


CONDITIONS = """
    loads standing sitting postures repetitive height noise vibration heat cold outdoors
    dust chemicals wet screen driving isolation difficult_public pace confined overnight
"""
OFFER_STATES = """
    draft to_review open suspended filled filled_elsewhere cancelled expired archived
"""
DOMAINS = """
    industrie transport_logistique services_personne batiment restauration tertiaire autre
"""
CONTRACTS = """
    CDI CDD interim alternance saisonnier CDDI contrat_aide independant autre
"""
INTRODUCTION_STATES = """
    suggested discarded kept reserve proposed agreed declined level2_pending
    level2_validated level2_refused dispatched closed
"""
ACTIONS = """
    suggest discard keep reserve propose agree decline submit validate refuse dispatch
    close undo
"""
APPEND_ONLY = ("introduction_events", "offer_events")


def closed(name: str, values: str) -> sa.Enum:
    """A column of text with a CHECK on its values, as they stood in this revision."""
    return sa.Enum(*values.split(), name=name, native_enum=False, create_constraint=True, length=40)


def refuse_updates(table: str) -> None:
    """The base itself refuses to rewrite history, whoever asks."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'rows are added, never changed'); END"
        )
    else:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_update()"
        )


def upgrade() -> None:
    op.create_table(
        "candidates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("identifier", sa.String(), nullable=False),
        sa.Column("record_hash", sa.String(length=64), nullable=False),
        sa.Column("home_label", sa.String(), nullable=True),
        sa.Column("home_insee", sa.String(), nullable=True),
        sa.Column("home_quarter", sa.String(), nullable=True),
        sa.Column("home_postal_code", sa.String(), nullable=True),
        sa.Column("home_latitude", sa.Double(), nullable=True),
        sa.Column("home_longitude", sa.Double(), nullable=True),
        sa.Column("education_level", sa.Integer(), nullable=True),
        sa.Column("are_credentials_known", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "education_level BETWEEN 1 AND 8", name=op.f("ck_candidates_education_level")
        ),
        sa.CheckConstraint("length(identifier) > 0", name=op.f("ck_candidates_identifier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidates")),
        sa.UniqueConstraint("identifier", name=op.f("uq_candidates_identifier")),
        sa.UniqueConstraint("key", name=op.f("uq_candidates_key")),
    )
    op.create_table(
        "organisations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("kind", closed("kind", "programme antenne agence employeur"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint("key", name=op.f("uq_organisations_key")),
        sa.UniqueConstraint("name", name=op.f("uq_organisations_name")),
    )
    op.create_table(
        "sign_in_attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_hash", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempts")),
    )
    op.create_index(
        op.f("ix_sign_in_attempts_account_hash_at"),
        "sign_in_attempts",
        ["account_hash", "at"],
        unique=False,
    )

    op.create_table(
        "candidate_availability",
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("available_from", sa.Date(), nullable=True),
        sa.Column("contracts", sa.JSON(), nullable=True),
        sa.Column("working_time", closed("working_time", "full part any"), nullable=True),
        sa.Column("hours_min", sa.Double(), nullable=True),
        sa.Column("hours_max", sa.Double(), nullable=True),
        sa.Column("patterns", sa.JSON(), nullable=True),
        sa.Column("earliest_start", sa.Time(), nullable=True),
        sa.Column("latest_end", sa.Time(), nullable=True),
        sa.Column("excluded_patterns", sa.JSON(), nullable=False),
        sa.Column("excluded_weekdays", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "hours_min <= hours_max", name=op.f("ck_candidate_availability_hours_order")
        ),
        sa.CheckConstraint(
            "hours_min >= 0 AND hours_max >= 0", name=op.f("ck_candidate_availability_hours")
        ),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidates.id"],
            name=op.f("fk_candidate_availability_candidate_id_candidates"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("candidate_id", name=op.f("pk_candidate_availability")),
    )
    op.create_table(
        "candidate_credentials",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("state", closed("state", "held in_progress expired suspended"), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidates.id"],
            name=op.f("fk_candidate_credentials_candidate_id_candidates"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate_credentials")),
    )
    op.create_index(
        op.f("ix_candidate_credentials_candidate_id_position"),
        "candidate_credentials",
        ["candidate_id", "position"],
        unique=True,
    )

    op.create_table(
        "candidate_diplomas",
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidates.id"],
            name=op.f("fk_candidate_diplomas_candidate_id_candidates"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate_diplomas")),
    )
    op.create_index(
        op.f("ix_candidate_diplomas_candidate_id_position"),
        "candidate_diplomas",
        ["candidate_id", "position"],
        unique=True,
    )

    op.create_table(
        "candidate_experiences",
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.Column("start_year", sa.Integer(), nullable=True),
        sa.Column("end_year", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidates.id"],
            name=op.f("fk_candidate_experiences_candidate_id_candidates"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate_experiences")),
    )
    op.create_index(
        op.f("ix_candidate_experiences_candidate_id_position"),
        "candidate_experiences",
        ["candidate_id", "position"],
        unique=True,
    )

    op.create_table(
        "candidate_follows",
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("branch", sa.String(), nullable=True),
        sa.Column("caseworker", sa.String(), nullable=True),
        sa.Column("advisor", sa.String(), nullable=True),
        sa.Column("entered_on", sa.Date(), nullable=True),
        sa.Column("is_engagement_signed", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidates.id"],
            name=op.f("fk_candidate_follows_candidate_id_candidates"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("candidate_id", name=op.f("pk_candidate_follows")),
    )
    op.create_table(
        "candidate_identities",
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("civility", sa.String(), nullable=True),
        sa.Column("last_name", sa.String(), nullable=True),
        sa.Column("first_name", sa.String(), nullable=True),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidates.id"],
            name=op.f("fk_candidate_identities_candidate_id_candidates"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("candidate_id", name=op.f("pk_candidate_identities")),
    )
    op.create_table(
        "candidate_languages",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidates.id"],
            name=op.f("fk_candidate_languages_candidate_id_candidates"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate_languages")),
    )
    op.create_index(
        op.f("ix_candidate_languages_candidate_id_position"),
        "candidate_languages",
        ["candidate_id", "position"],
        unique=True,
    )

    op.create_table(
        "candidate_mobility",
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("modes", sa.JSON(), nullable=True),
        sa.Column("trip_limit_minutes", sa.Double(), nullable=True),
        sa.Column("trip_limit_km", sa.Double(), nullable=True),
        sa.CheckConstraint("trip_limit_km > 0", name=op.f("ck_candidate_mobility_trip_limit_km")),
        sa.CheckConstraint(
            "trip_limit_minutes > 0", name=op.f("ck_candidate_mobility_trip_limit_minutes")
        ),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidates.id"],
            name=op.f("fk_candidate_mobility_candidate_id_candidates"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("candidate_id", name=op.f("pk_candidate_mobility")),
    )
    op.create_table(
        "candidate_projects",
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("rome", sa.String(), nullable=True),
        sa.Column("validated_on", sa.Date(), nullable=True),
        sa.Column("is_validated", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidates.id"],
            name=op.f("fk_candidate_projects_candidate_id_candidates"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate_projects")),
    )
    op.create_index(
        op.f("ix_candidate_projects_candidate_id_position"),
        "candidate_projects",
        ["candidate_id", "position"],
        unique=True,
    )

    op.create_table(
        "candidate_restrictions",
        sa.Column("condition", closed("condition", CONDITIONS), nullable=False),
        sa.Column("limit_kg", sa.Double(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidates.id"],
            name=op.f("fk_candidate_restrictions_candidate_id_candidates"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate_restrictions")),
    )
    op.create_index(
        op.f("ix_candidate_restrictions_candidate_id_position"),
        "candidate_restrictions",
        ["candidate_id", "position"],
        unique=True,
    )

    op.create_table(
        "candidate_skills",
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidates.id"],
            name=op.f("fk_candidate_skills_candidate_id_candidates"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidate_skills")),
    )
    op.create_index(
        op.f("ix_candidate_skills_candidate_id_position"),
        "candidate_skills",
        ["candidate_id", "position"],
        unique=True,
    )

    op.create_table(
        "candidate_source_rows",
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("raw", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidates.id"],
            name=op.f("fk_candidate_source_rows_candidate_id_candidates"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("candidate_id", name=op.f("pk_candidate_source_rows")),
    )
    op.create_table(
        "consents",
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("is_given", sa.Boolean(), nullable=True),
        sa.Column("given_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidates.id"],
            name=op.f("fk_consents_candidate_id_candidates"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("candidate_id", name=op.f("pk_consents")),
    )
    op.create_table(
        "sensitive_statuses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("kind", closed("kind", "status quarter"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("holds", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidates.id"],
            name=op.f("fk_sensitive_statuses_candidate_id_candidates"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sensitive_statuses")),
        sa.UniqueConstraint(
            "candidate_id",
            "kind",
            "position",
            name=op.f("uq_sensitive_statuses_candidate_id_kind_position"),
        ),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "role",
            closed("role", "employer_officer office caseworker advisor manager agency admin"),
            nullable=False,
        ),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("domains", sa.JSON(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_users_email_lower")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_users_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
        sa.UniqueConstraint("key", name=op.f("uq_users_key")),
    )
    op.create_index(op.f("ix_users_organisation_id"), "users", ["organisation_id"], unique=False)

    op.create_table(
        "withheld_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidates.id"],
            name=op.f("fk_withheld_notes_candidate_id_candidates"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withheld_notes")),
        sa.UniqueConstraint(
            "candidate_id", "position", name=op.f("uq_withheld_notes_candidate_id_position")
        ),
    )
    op.create_table(
        "import_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("kind", closed("kind", "candidates offers"), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("file_hash", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("read", sa.Integer(), nullable=False),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.Column("updated", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("refusals", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "created >= 0 AND updated >= 0 AND unchanged >= 0 AND refused >= 0",
            name=op.f("ck_import_runs_counts"),
        ),
        sa.CheckConstraint(
            "read = created + updated + unchanged + refused",
            name=op.f("ck_import_runs_counts_add_up"),
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["users.id"], name=op.f("fk_import_runs_actor_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_runs")),
        sa.UniqueConstraint("key", name=op.f("uq_import_runs_key")),
    )
    op.create_index(op.f("ix_import_runs_actor_id"), "import_runs", ["actor_id"], unique=False)

    op.create_table(
        "offers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("state", closed("state", OFFER_STATES), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("source_text", sa.Text(), nullable=False),
        sa.Column("source_name", sa.String(), nullable=True),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("original", sa.JSON(), nullable=False),
        sa.Column("parsed", sa.JSON(), nullable=False),
        sa.Column("review", sa.JSON(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("employer_name", sa.String(), nullable=True),
        sa.Column("domain", closed("domain", DOMAINS), nullable=False),
        sa.Column("rome", sa.String(), nullable=True),
        sa.Column("rome_label", sa.String(), nullable=True),
        sa.Column("commune_insee", sa.String(), nullable=True),
        sa.Column("commune_name", sa.String(), nullable=True),
        sa.Column("contract_type", closed("contract_type", CONTRACTS), nullable=True),
        sa.Column("start_date", sa.Date(), nullable=True),
        sa.Column("duration_days", sa.Integer(), nullable=True),
        sa.Column("weekly_hours", sa.Double(), nullable=True),
        sa.Column("start_time", sa.Time(), nullable=True),
        sa.Column("end_time", sa.Time(), nullable=True),
        sa.Column("vehicle", closed("vehicle", "none own provided"), nullable=True),
        sa.Column("pay_min", sa.Double(), nullable=True),
        sa.Column("pay_max", sa.Double(), nullable=True),
        sa.Column("pay_period", closed("pay_period", "hour month year"), nullable=True),
        sa.Column("positions", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("level_reason", sa.String(), nullable=True),
        sa.Column("clause_hours", sa.Double(), nullable=True),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("agency_name", sa.String(), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("collected_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state <> 'open' OR level IS NOT NULL", name=op.f("ck_offers_open_has_level")
        ),
        sa.CheckConstraint("level IS NULL OR level IN (1, 2)", name=op.f("ck_offers_level")),
        sa.CheckConstraint("positions > 0", name=op.f("ck_offers_positions")),
        sa.CheckConstraint("version > 0", name=op.f("ck_offers_version")),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["organisations.id"], name=op.f("fk_offers_agency_id_organisations")
        ),
        sa.ForeignKeyConstraint(
            ["collected_by_id"], ["users.id"], name=op.f("fk_offers_collected_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offers")),
        sa.UniqueConstraint("key", name=op.f("uq_offers_key")),
        sa.UniqueConstraint("reference", name=op.f("uq_offers_reference")),
    )
    op.create_index(op.f("ix_offers_agency_id"), "offers", ["agency_id"], unique=False)
    op.create_index(op.f("ix_offers_collected_by_id"), "offers", ["collected_by_id"], unique=False)
    op.create_index(op.f("ix_offers_content_hash"), "offers", ["content_hash"], unique=False)
    op.create_index(op.f("ix_offers_state_domain"), "offers", ["state", "domain"], unique=False)

    op.create_table(
        "sign_in_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["users.id"],
            name=op.f("fk_sign_in_links_user_id_users"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_links_token_hash")),
    )
    op.create_index(op.f("ix_sign_in_links_user_id"), "sign_in_links", ["user_id"], unique=False)

    op.create_table(
        "user_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["users.id"],
            name=op.f("fk_user_sessions_user_id_users"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_user_sessions_token_hash")),
    )
    op.create_index(op.f("ix_user_sessions_user_id"), "user_sessions", ["user_id"], unique=False)

    op.create_table(
        "offer_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("from_state", closed("from_state", OFFER_STATES), nullable=True),
        sa.Column("to_state", closed("to_state", OFFER_STATES), nullable=False),
        sa.Column("motive", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["users.id"], name=op.f("fk_offer_events_actor_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["offer_id"],
            ["offers.id"],
            name=op.f("fk_offer_events_offer_id_offers"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_events")),
    )
    op.create_index(op.f("ix_offer_events_offer_id"), "offer_events", ["offer_id"], unique=False)

    op.create_table(
        "offer_requirements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            closed("kind", "experience education licence skill language condition"),
            nullable=False,
        ),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=True),
        sa.Column(
            "necessity", closed("necessity", "none wished required training_offered"), nullable=True
        ),
        sa.Column(
            "review", closed("review", "extracted confirmed corrected missing"), nullable=False
        ),
        sa.Column("span_start", sa.Integer(), nullable=True),
        sa.Column("span_end", sa.Integer(), nullable=True),
        sa.CheckConstraint("span_start <= span_end", name=op.f("ck_offer_requirements_span")),
        sa.ForeignKeyConstraint(
            ["offer_id"],
            ["offers.id"],
            name=op.f("fk_offer_requirements_offer_id_offers"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_requirements")),
    )
    op.create_index(
        op.f("ix_offer_requirements_offer_id_position"),
        "offer_requirements",
        ["offer_id", "position"],
        unique=False,
    )

    op.create_table(
        "shortlists",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("offer_version", sa.Integer(), nullable=False),
        sa.Column("engine_name", sa.String(), nullable=False),
        sa.Column("engine_version", sa.String(), nullable=False),
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.Column("data_date", sa.Date(), nullable=False),
        sa.Column("generated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("candidates_ranked", sa.Integer(), nullable=False),
        sa.Column("band_counts", sa.JSON(), nullable=False),
        sa.CheckConstraint("candidates_ranked >= 0", name=op.f("ck_shortlists_candidates_ranked")),
        sa.ForeignKeyConstraint(
            ["offer_id"],
            ["offers.id"],
            name=op.f("fk_shortlists_offer_id_offers"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shortlists")),
        sa.UniqueConstraint("key", name=op.f("uq_shortlists_key")),
    )
    op.create_index(
        op.f("ix_shortlists_offer_id_id"), "shortlists", ["offer_id", "id"], unique=False
    )

    op.create_table(
        "introductions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("state", closed("state", INTRODUCTION_STATES), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("origin", closed("origin", "engine manual"), nullable=False),
        sa.Column("shortlist_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("kept_by_id", sa.Integer(), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("validated_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state <> 'dispatched' OR agreed_on IS NOT NULL",
            name=op.f("ck_introductions_sent_once_agreed"),
        ),
        sa.CheckConstraint(
            "state <> 'kept' OR kept_by_id IS NOT NULL",
            name=op.f("ck_introductions_kept_by_someone"),
        ),
        sa.CheckConstraint(
            "state <> 'level2_validated' OR validated_by_id IS NOT NULL",
            name=op.f("ck_introductions_validated_by_someone"),
        ),
        sa.CheckConstraint(
            "validated_by_id <> kept_by_id", name=op.f("ck_introductions_validated_by_another")
        ),
        sa.CheckConstraint("version > 0", name=op.f("ck_introductions_version")),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidates.id"],
            name=op.f("fk_introductions_candidate_id_candidates"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["users.id"], name=op.f("fk_introductions_changed_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["kept_by_id"], ["users.id"], name=op.f("fk_introductions_kept_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["offer_id"],
            ["offers.id"],
            name=op.f("fk_introductions_offer_id_offers"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["shortlist_id"],
            ["shortlists.id"],
            name=op.f("fk_introductions_shortlist_id_shortlists"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["validated_by_id"], ["users.id"], name=op.f("fk_introductions_validated_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_introductions")),
        sa.UniqueConstraint("key", name=op.f("uq_introductions_key")),
        sa.UniqueConstraint(
            "offer_id", "candidate_id", name=op.f("uq_introductions_offer_id_candidate_id")
        ),
    )
    op.create_index(
        op.f("ix_introductions_candidate_id"), "introductions", ["candidate_id"], unique=False
    )
    op.create_index(
        op.f("ix_introductions_offer_id_state"),
        "introductions",
        ["offer_id", "state"],
        unique=False,
    )
    op.create_index(
        op.f("ix_introductions_shortlist_id"), "introductions", ["shortlist_id"], unique=False
    )

    op.create_table(
        "shortlist_entries",
        sa.Column("shortlist_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column(
            "band",
            closed("band", "tres_adapte adapte a_verifier avec_levier eloigne"),
            nullable=False,
        ),
        sa.Column("is_eligible", sa.Boolean(), nullable=False),
        sa.Column("contributions", sa.JSON(), nullable=False),
        sa.Column("subtotals", sa.JSON(), nullable=False),
        sa.Column("blockers", sa.JSON(), nullable=False),
        sa.Column("unknowns", sa.JSON(), nullable=False),
        sa.CheckConstraint("rank > 0", name=op.f("ck_shortlist_entries_rank")),
        sa.CheckConstraint("score >= 0 AND score <= 1", name=op.f("ck_shortlist_entries_score")),
        sa.ForeignKeyConstraint(
            ["candidate_id"],
            ["candidates.id"],
            name=op.f("fk_shortlist_entries_candidate_id_candidates"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["shortlist_id"],
            ["shortlists.id"],
            name=op.f("fk_shortlist_entries_shortlist_id_shortlists"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("shortlist_id", "rank", name=op.f("pk_shortlist_entries")),
    )
    op.create_index(
        op.f("ix_shortlist_entries_candidate_id"),
        "shortlist_entries",
        ["candidate_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_shortlist_entries_shortlist_id_candidate_id"),
        "shortlist_entries",
        ["shortlist_id", "candidate_id"],
        unique=True,
    )

    op.create_table(
        "introduction_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("introduction_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("action", closed("action", ACTIONS), nullable=False),
        sa.Column("from_state", closed("from_state", INTRODUCTION_STATES), nullable=True),
        sa.Column("to_state", closed("to_state", INTRODUCTION_STATES), nullable=False),
        sa.Column("motive", sa.String(length=40), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("undoes_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(action = 'undo') = (undoes_id IS NOT NULL)",
            name=op.f("ck_introduction_events_undo_names_its_step"),
        ),
        sa.CheckConstraint(
            "action <> 'discard' OR motive IS NOT NULL",
            name=op.f("ck_introduction_events_discard_has_motive"),
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["users.id"], name=op.f("fk_introduction_events_actor_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["introduction_id"],
            ["introductions.id"],
            name=op.f("fk_introduction_events_introduction_id_introductions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["undoes_id"],
            ["introduction_events.id"],
            name=op.f("fk_introduction_events_undoes_id_introduction_events"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_introduction_events")),
        sa.UniqueConstraint("undoes_id", name=op.f("uq_introduction_events_undoes_id")),
    )
    op.create_index(
        op.f("ix_introduction_events_actor_id"), "introduction_events", ["actor_id"], unique=False
    )
    op.create_index(
        op.f("ix_introduction_events_introduction_id_id"),
        "introduction_events",
        ["introduction_id", "id"],
        unique=False,
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_update() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'rows are added, never changed'; END $$"
        )
    for table in APPEND_ONLY:
        refuse_updates(table)


def downgrade() -> None:
    op.drop_table("introduction_events")
    op.drop_table("shortlist_entries")
    op.drop_table("introductions")
    op.drop_table("shortlists")
    op.drop_table("offer_requirements")
    op.drop_table("offer_events")
    op.drop_table("user_sessions")
    op.drop_table("sign_in_links")
    op.drop_table("offers")
    op.drop_table("import_runs")
    op.drop_table("withheld_notes")
    op.drop_table("users")
    op.drop_table("sensitive_statuses")
    op.drop_table("consents")
    op.drop_table("candidate_source_rows")
    op.drop_table("candidate_skills")
    op.drop_table("candidate_restrictions")
    op.drop_table("candidate_projects")
    op.drop_table("candidate_mobility")
    op.drop_table("candidate_languages")
    op.drop_table("candidate_identities")
    op.drop_table("candidate_follows")
    op.drop_table("candidate_experiences")
    op.drop_table("candidate_diplomas")
    op.drop_table("candidate_credentials")
    op.drop_table("candidate_availability")
    op.drop_table("sign_in_attempts")
    op.drop_table("organisations")
    op.drop_table("candidates")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_update()")
