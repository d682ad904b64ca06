"""The first tables: programme, people, pilots, objectives, metrics, readings, logs, and the journal.

A step never imports today's models: it must do the same for ever.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table of format 1."""
    op.create_table(
        "changeset",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("parents", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["undoes"], ["changeset.seq"], name=op.f("fk_changeset_undoes")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_changeset")),
        sa.UniqueConstraint("id", name=op.f("uq_changeset_id")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("organisation", sa.Text(), nullable=True),
        sa.Column("department", sa.Text(), nullable=True),
        sa.Column("site", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.Column("confidential", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_table(
        "programme",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("time_zone", sa.Text(), nullable=True),
        sa.Column("locale", sa.Text(), nullable=True),
        sa.Column("working_weekdays", sa.Text(), nullable=True),
        sa.Column("sponsor_decision_limit", sa.BigInteger(), nullable=True),
        sa.Column("review_cadence", sa.BigInteger(), nullable=True),
        sa.Column("paper", sa.Text(), nullable=True),
        sa.Column("ink", sa.Text(), nullable=True),
        sa.Column("pinned_date", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
    )
    op.create_table(
        "batch",
        sa.Column("changeset", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("series", sa.String(length=32), nullable=False),
        sa.Column("added_count", sa.Integer(), nullable=False),
        sa.Column("replaced_count", sa.Integer(), nullable=False),
        sa.Column("removed_count", sa.Integer(), nullable=False),
        sa.Column("added", sa.LargeBinary(), nullable=True),
        sa.Column("replaced", sa.LargeBinary(), nullable=True),
        sa.Column("removed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["changeset"], ["changeset.seq"], name=op.f("fk_batch_changeset")),
        sa.PrimaryKeyConstraint("changeset", "position", name=op.f("pk_batch")),
    )
    op.create_table(
        "change",
        sa.Column("changeset", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("record_kind", sa.Text(), nullable=False),
        sa.Column("record_id", sa.String(length=32), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["changeset"], ["changeset.seq"], name=op.f("fk_change_changeset")),
        sa.PrimaryKeyConstraint("changeset", "position", name=op.f("pk_change")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_change_record_id"), "change", ["record_id"], unique=False)
    op.create_table(
        "pilot",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("short_name", sa.Text(), nullable=True),
        sa.Column("deployment_type", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("owner", sa.String(length=32), nullable=True),
        sa.Column("deputy", sa.String(length=32), nullable=True),
        sa.Column("customer_facing", sa.Boolean(), nullable=True),
        sa.Column("affects_workers", sa.Boolean(), nullable=True),
        sa.Column("generative", sa.Boolean(), nullable=True),
        sa.Column("third_party", sa.Boolean(), nullable=True),
        sa.Column("scope_in", sa.Text(), nullable=True),
        sa.Column("scope_out", sa.Text(), nullable=True),
        sa.Column("exposure", sa.Text(), nullable=True),
        sa.Column("what_stays", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.Column("position", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["deputy"], ["person.id"], name=op.f("fk_pilot_deputy"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["owner"], ["person.id"], name=op.f("fk_pilot_owner"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pilot")),
    )
    op.create_index(op.f("ix_pilot_deputy"), "pilot", ["deputy"], unique=False)
    op.create_index(op.f("ix_pilot_owner"), "pilot", ["owner"], unique=False)
    op.create_table(
        "stakeholder",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("influence", sa.Text(), nullable=True),
        sa.Column("support", sa.Text(), nullable=True),
        sa.Column("needs", sa.Text(), nullable=True),
        sa.Column("engagement_owner", sa.String(length=32), nullable=True),
        sa.Column("cadence_days", sa.BigInteger(), nullable=True),
        sa.Column("paper", sa.Text(), nullable=True),
        sa.Column("audience", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.Column("confidential", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["engagement_owner"],
            ["person.id"],
            name=op.f("fk_stakeholder_engagement_owner"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person"],
            ["person.id"],
            name=op.f("fk_stakeholder_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stakeholder")),
    )
    op.create_index(
        op.f("ix_stakeholder_engagement_owner"), "stakeholder", ["engagement_owner"], unique=False
    )
    op.create_index(op.f("ix_stakeholder_person"), "stakeholder", ["person"], unique=False)
    op.create_table(
        "action",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(length=32), nullable=True),
        sa.Column("due", sa.Text(), nullable=True),
        sa.Column("done_on", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.Column("confidential", sa.Boolean(), nullable=True),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["owner"], ["person.id"], name=op.f("fk_action_owner"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["pilot"], ["pilot.id"], name=op.f("fk_action_pilot"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
    )
    op.create_index(op.f("ix_action_owner"), "action", ["owner"], unique=False)
    op.create_index(op.f("ix_action_pilot"), "action", ["pilot"], unique=False)
    op.create_table(
        "chart_event",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("restarts_measurement", sa.Boolean(), nullable=True),
        sa.Column("new_limits_from", sa.Boolean(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["pilot"], ["pilot.id"], name=op.f("fk_chart_event_pilot"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chart_event")),
    )
    op.create_index(op.f("ix_chart_event_pilot"), "chart_event", ["pilot"], unique=False)
    op.create_table(
        "decision",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("question", sa.Text(), nullable=True),
        sa.Column("asked_on", sa.Text(), nullable=True),
        sa.Column("asked_of", sa.String(length=32), nullable=True),
        sa.Column("options", sa.Text(), nullable=True),
        sa.Column("date", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.String(length=32), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("reconfirms", sa.String(length=32), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.Column("confidential", sa.Boolean(), nullable=True),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_of"],
            ["person.id"],
            name=op.f("fk_decision_asked_of"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["person.id"],
            name=op.f("fk_decision_decided_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["pilot"], ["pilot.id"], name=op.f("fk_decision_pilot"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["reconfirms"],
            ["decision.id"],
            name=op.f("fk_decision_reconfirms"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_index(op.f("ix_decision_asked_of"), "decision", ["asked_of"], unique=False)
    op.create_index(op.f("ix_decision_decided_by"), "decision", ["decided_by"], unique=False)
    op.create_index(op.f("ix_decision_pilot"), "decision", ["pilot"], unique=False)
    op.create_index(op.f("ix_decision_reconfirms"), "decision", ["reconfirms"], unique=False)
    op.create_table(
        "decision_rule",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=False),
        sa.Column("warm_up_weeks", sa.BigInteger(), nullable=True),
        sa.Column("shortest_weeks", sa.BigInteger(), nullable=True),
        sa.Column("decide_by", sa.Text(), nullable=True),
        sa.Column("fallback", sa.Text(), nullable=True),
        sa.Column("stop_after_pauses", sa.BigInteger(), nullable=True),
        sa.Column("scale_text", sa.Text(), nullable=True),
        sa.Column("hold_text", sa.Text(), nullable=True),
        sa.Column("pause_text", sa.Text(), nullable=True),
        sa.Column("stop_text", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["pilot"],
            ["pilot.id"],
            name=op.f("fk_decision_rule_pilot"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_rule")),
    )
    op.create_index(op.f("ix_decision_rule_pilot"), "decision_rule", ["pilot"], unique=False)
    op.create_table(
        "engagement",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=True),
        sa.Column("stakeholder", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("planned", sa.Text(), nullable=True),
        sa.Column("done", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("open_questions", sa.Text(), nullable=True),
        sa.Column("cancelled_reason", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.Column("confidential", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["pilot"], ["pilot.id"], name=op.f("fk_engagement_pilot"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["stakeholder"],
            ["stakeholder.id"],
            name=op.f("fk_engagement_stakeholder"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_engagement")),
    )
    op.create_index(op.f("ix_engagement_pilot"), "engagement", ["pilot"], unique=False)
    op.create_index(op.f("ix_engagement_stakeholder"), "engagement", ["stakeholder"], unique=False)
    op.create_table(
        "friction_point",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("journey_step", sa.Text(), nullable=True),
        sa.Column("affected_people", sa.Text(), nullable=True),
        sa.Column("volume_per_month", sa.BigInteger(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.Column("owner", sa.String(length=32), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["owner"],
            ["person.id"],
            name=op.f("fk_friction_point_owner"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["pilot"],
            ["pilot.id"],
            name=op.f("fk_friction_point_pilot"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_friction_point")),
    )
    op.create_index(op.f("ix_friction_point_owner"), "friction_point", ["owner"], unique=False)
    op.create_index(op.f("ix_friction_point_pilot"), "friction_point", ["pilot"], unique=False)
    op.create_table(
        "metric",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("catalogue_id", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("definition", sa.Text(), nullable=True),
        sa.Column("rival_definition", sa.Text(), nullable=True),
        sa.Column("formula", sa.Text(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("decimals", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("direction", sa.Text(), nullable=True),
        sa.Column("cadence", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("n_name", sa.Text(), nullable=True),
        sa.Column("owner", sa.String(length=32), nullable=True),
        sa.Column("baseline_value", sa.Text(), nullable=True),
        sa.Column("baseline_from", sa.Text(), nullable=True),
        sa.Column("baseline_to", sa.Text(), nullable=True),
        sa.Column("success_threshold", sa.Text(), nullable=True),
        sa.Column("scale_threshold", sa.Text(), nullable=True),
        sa.Column("stop_threshold", sa.Text(), nullable=True),
        sa.Column("guardrail_limit", sa.Text(), nullable=True),
        sa.Column("guardrail_rule", sa.Text(), nullable=True),
        sa.Column("guardrail_k", sa.BigInteger(), nullable=True),
        sa.Column("minimum_sample", sa.BigInteger(), nullable=True),
        sa.Column("comparison", sa.Text(), nullable=True),
        sa.Column("margin", sa.Text(), nullable=True),
        sa.Column("confirm_rule", sa.Text(), nullable=True),
        sa.Column("k", sa.BigInteger(), nullable=True),
        sa.Column("alpha", sa.Text(), nullable=True),
        sa.Column("laney", sa.Boolean(), nullable=True),
        sa.Column("defined_on", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.Column("position", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["owner"], ["person.id"], name=op.f("fk_metric_owner"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["pilot"], ["pilot.id"], name=op.f("fk_metric_pilot"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_metric")),
    )
    op.create_index(op.f("ix_metric_owner"), "metric", ["owner"], unique=False)
    op.create_index(op.f("ix_metric_pilot"), "metric", ["pilot"], unique=False)
    op.create_table(
        "milestone",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=True),
        sa.Column("workstream", sa.Text(), nullable=True),
        sa.Column("stage", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(length=32), nullable=True),
        sa.Column("audience", sa.Text(), nullable=True),
        sa.Column("start", sa.Text(), nullable=True),
        sa.Column("planned", sa.Text(), nullable=True),
        sa.Column("forecast", sa.Text(), nullable=True),
        sa.Column("done", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("percent", sa.Text(), nullable=True),
        sa.Column("template_id", sa.Text(), nullable=True),
        sa.Column("offset_weeks", sa.BigInteger(), nullable=True),
        sa.Column("weight", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.Column("position", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["owner"], ["person.id"], name=op.f("fk_milestone_owner"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["pilot"], ["pilot.id"], name=op.f("fk_milestone_pilot"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
    )
    op.create_index(op.f("ix_milestone_owner"), "milestone", ["owner"], unique=False)
    op.create_index(op.f("ix_milestone_pilot"), "milestone", ["pilot"], unique=False)
    op.create_table(
        "roi_case",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=True),
        sa.Column("horizon_months", sa.BigInteger(), nullable=True),
        sa.Column("discount_rate", sa.Text(), nullable=True),
        sa.Column("seed", sa.BigInteger(), nullable=True),
        sa.Column("draws", sa.BigInteger(), nullable=True),
        sa.Column("base_date", sa.Text(), nullable=True),
        sa.Column("ramp_mid", sa.Text(), nullable=True),
        sa.Column("ramp_width", sa.Text(), nullable=True),
        sa.Column("agreed_by", sa.String(length=32), nullable=True),
        sa.Column("agreed_on", sa.Text(), nullable=True),
        sa.Column("replaces", sa.String(length=32), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agreed_by"],
            ["person.id"],
            name=op.f("fk_roi_case_agreed_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["pilot"], ["pilot.id"], name=op.f("fk_roi_case_pilot"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["replaces"],
            ["roi_case.id"],
            name=op.f("fk_roi_case_replaces"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roi_case")),
    )
    op.create_index(op.f("ix_roi_case_agreed_by"), "roi_case", ["agreed_by"], unique=False)
    op.create_index(op.f("ix_roi_case_pilot"), "roi_case", ["pilot"], unique=False)
    op.create_index(op.f("ix_roi_case_replaces"), "roi_case", ["replaces"], unique=False)
    op.create_table(
        "sponsor",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=True),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("holds_budget", sa.Boolean(), nullable=True),
        sa.Column("spans_departments", sa.Boolean(), nullable=True),
        sa.Column("appointed_on", sa.Text(), nullable=True),
        sa.Column("deputy", sa.String(length=32), nullable=True),
        sa.Column("benefit_owner", sa.String(length=32), nullable=True),
        sa.Column("ended_on", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["benefit_owner"],
            ["person.id"],
            name=op.f("fk_sponsor_benefit_owner"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["deputy"], ["person.id"], name=op.f("fk_sponsor_deputy"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["person"], ["person.id"], name=op.f("fk_sponsor_person"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["pilot"], ["pilot.id"], name=op.f("fk_sponsor_pilot"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sponsor")),
    )
    op.create_index(op.f("ix_sponsor_benefit_owner"), "sponsor", ["benefit_owner"], unique=False)
    op.create_index(op.f("ix_sponsor_deputy"), "sponsor", ["deputy"], unique=False)
    op.create_index(op.f("ix_sponsor_person"), "sponsor", ["person"], unique=False)
    op.create_index(op.f("ix_sponsor_pilot"), "sponsor", ["pilot"], unique=False)
    op.create_table(
        "decision_rule_scale_needs",
        sa.Column("decision_rule", sa.String(length=32), nullable=False),
        sa.Column("metric", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_rule"],
            ["decision_rule.id"],
            name=op.f("fk_decision_rule_scale_needs_decision_rule"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["metric"],
            ["metric.id"],
            name=op.f("fk_decision_rule_scale_needs_metric"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("decision_rule", "metric", name=op.f("pk_decision_rule_scale_needs")),
    )
    op.create_table(
        "gate",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("planned_on", sa.Text(), nullable=True),
        sa.Column("first_planned_on", sa.Text(), nullable=True),
        sa.Column("passed_on", sa.Text(), nullable=True),
        sa.Column("decision", sa.String(length=32), nullable=True),
        sa.Column("held", sa.Boolean(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decision"],
            ["decision.id"],
            name=op.f("fk_gate_decision"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["pilot"], ["pilot.id"], name=op.f("fk_gate_pilot"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate")),
    )
    op.create_index(op.f("ix_gate_decision"), "gate", ["decision"], unique=False)
    op.create_index(op.f("ix_gate_pilot"), "gate", ["pilot"], unique=False)
    op.create_table(
        "objective",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("friction_point", sa.String(length=32), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("outcome_kind", sa.Text(), nullable=True),
        sa.Column("metric", sa.String(length=32), nullable=True),
        sa.Column("baseline_value", sa.Text(), nullable=True),
        sa.Column("baseline_from", sa.Text(), nullable=True),
        sa.Column("baseline_to", sa.Text(), nullable=True),
        sa.Column("baseline_source", sa.Text(), nullable=True),
        sa.Column("target_value", sa.Text(), nullable=True),
        sa.Column("target_date", sa.Text(), nullable=True),
        sa.Column("owner", sa.String(length=32), nullable=True),
        sa.Column("priority", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=True),
        sa.Column("agreed_on", sa.Text(), nullable=True),
        sa.Column("origin", sa.Text(), nullable=True),
        sa.Column("expected_value", sa.Text(), nullable=True),
        sa.Column("effort", sa.Text(), nullable=True),
        sa.Column("parked", sa.Boolean(), nullable=True),
        sa.Column("parked_reason", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["friction_point"],
            ["friction_point.id"],
            name=op.f("fk_objective_friction_point"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["metric"], ["metric.id"], name=op.f("fk_objective_metric"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["owner"], ["person.id"], name=op.f("fk_objective_owner"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["pilot"], ["pilot.id"], name=op.f("fk_objective_pilot"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objective")),
    )
    op.create_index(op.f("ix_objective_friction_point"), "objective", ["friction_point"], unique=False)
    op.create_index(op.f("ix_objective_metric"), "objective", ["metric"], unique=False)
    op.create_index(op.f("ix_objective_owner"), "objective", ["owner"], unique=False)
    op.create_index(op.f("ix_objective_pilot"), "objective", ["pilot"], unique=False)
    op.create_table(
        "series",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("metric", sa.String(length=32), nullable=False),
        sa.Column("arm", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("digest", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["metric"], ["metric.id"], name=op.f("fk_series_metric"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
        sa.UniqueConstraint("key", name=op.f("uq_series_key")),
    )
    op.create_index(op.f("ix_series_metric"), "series", ["metric"], unique=False)
    op.create_table(
        "benefit",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case", sa.String(length=32), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=False),
        sa.Column("objective", sa.String(length=32), nullable=True),
        sa.Column("metric", sa.String(length=32), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("low", sa.Text(), nullable=True),
        sa.Column("expected", sa.Text(), nullable=True),
        sa.Column("high", sa.Text(), nullable=True),
        sa.Column("distribution", sa.Text(), nullable=True),
        sa.Column("volume", sa.Text(), nullable=True),
        sa.Column("value_per_unit", sa.Text(), nullable=True),
        sa.Column("reach", sa.Text(), nullable=True),
        sa.Column("adoption_assumed", sa.Text(), nullable=True),
        sa.Column("released", sa.Text(), nullable=True),
        sa.Column("starts_on", sa.Text(), nullable=True),
        sa.Column("steady_on", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("justification", sa.Text(), nullable=True),
        sa.Column("agreed_by", sa.String(length=32), nullable=True),
        sa.Column("cashable", sa.Boolean(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.Column("confidential", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agreed_by"],
            ["person.id"],
            name=op.f("fk_benefit_agreed_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["case"], ["roi_case.id"], name=op.f("fk_benefit_case"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["metric"], ["metric.id"], name=op.f("fk_benefit_metric"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["objective"],
            ["objective.id"],
            name=op.f("fk_benefit_objective"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["pilot"], ["pilot.id"], name=op.f("fk_benefit_pilot"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benefit")),
    )
    op.create_index(op.f("ix_benefit_agreed_by"), "benefit", ["agreed_by"], unique=False)
    op.create_index(op.f("ix_benefit_case"), "benefit", ["case"], unique=False)
    op.create_index(op.f("ix_benefit_metric"), "benefit", ["metric"], unique=False)
    op.create_index(op.f("ix_benefit_objective"), "benefit", ["objective"], unique=False)
    op.create_index(op.f("ix_benefit_pilot"), "benefit", ["pilot"], unique=False)
    op.create_table(
        "objective_agreed_by",
        sa.Column("objective", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["objective"],
            ["objective.id"],
            name=op.f("fk_objective_agreed_by_objective"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person"],
            ["person.id"],
            name=op.f("fk_objective_agreed_by_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("objective", "person", name=op.f("pk_objective_agreed_by")),
    )
    op.create_table(
        "reading",
        sa.Column("series", sa.Integer(), nullable=False),
        sa.Column("period_from", sa.BigInteger(), nullable=False),
        sa.Column("period_to", sa.BigInteger(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("numerator", sa.Float(), nullable=True),
        sa.Column("n", sa.Float(), nullable=True),
        sa.Column("recorded_on", sa.BigInteger(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("excluded_reason", sa.Text(), nullable=True),
        sa.Column("excluded_by", sa.String(length=32), nullable=True),
        sa.CheckConstraint("period_from < period_to", name=op.f("ck_reading_period")),
        sa.ForeignKeyConstraint(
            ["series"], ["series.key"], name=op.f("fk_reading_series"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("series", "period_from", "period_to", name=op.f("pk_reading")),
        sqlite_with_rowid=False,
    )
    # ### end Alembic commands ###
