"""All families of records: governance, data, adoption, recovery and the rest, and the plan's store of files.

A step never imports today's models: it must do the same for ever.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables of format 2, and give tables of format 1 their new columns."""
    op.create_table(
        "attachment",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.Column("confidential", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    op.create_table(
        "content",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("compressed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_content")),
    )
    op.create_table(
        "custom_field",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("table", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("choices", sa.Text(), nullable=True),
        sa.Column("help", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.Column("position", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custom_field")),
    )
    op.create_table(
        "holiday",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holiday")),
    )
    op.create_table(
        "import_mapping",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("file_shape", sa.Text(), nullable=True),
        sa.Column("target", sa.Text(), nullable=True),
        sa.Column("columns", sa.Text(), nullable=True),
        sa.Column("filter", sa.Text(), nullable=True),
        sa.Column("aggregation", sa.Text(), nullable=True),
        sa.Column("date_order", sa.Text(), nullable=True),
        sa.Column("decimal_mark", sa.Text(), nullable=True),
        sa.Column("last_used", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_mapping")),
    )
    op.create_table(
        "reference_file",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_file")),
    )
    op.create_table(
        "snapshot",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.Text(), nullable=False),
        sa.Column("changeset", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot")),
    )
    op.create_table(
        "wording",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("of", sa.Text(), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wording")),
    )
    op.create_table(
        "evidence",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("attachment", sa.String(length=32), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attachment"],
            ["attachment.id"],
            name=op.f("fk_evidence_attachment"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index(op.f("ix_evidence_attachment"), "evidence", ["attachment"], unique=False)
    op.create_table(
        "pack",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("sections", sa.Text(), nullable=True),
        sa.Column("options", sa.Text(), nullable=True),
        sa.Column("logo", sa.String(length=32), nullable=True),
        sa.Column("header", sa.Text(), nullable=True),
        sa.Column("footer", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["logo"], ["attachment.id"], name=op.f("fk_pack_logo"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pack")),
    )
    op.create_index(op.f("ix_pack_logo"), "pack", ["logo"], unique=False)
    op.create_table(
        "accountability",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("accountable", sa.String(length=32), nullable=True),
        sa.Column("deputy", sa.String(length=32), nullable=True),
        sa.Column("forum", sa.Text(), nullable=True),
        sa.Column("escalates_to", sa.String(length=32), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["accountable"],
            ["person.id"],
            name=op.f("fk_accountability_accountable"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["deputy"],
            ["person.id"],
            name=op.f("fk_accountability_deputy"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["escalates_to"],
            ["person.id"],
            name=op.f("fk_accountability_escalates_to"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["pilot"],
            ["pilot.id"],
            name=op.f("fk_accountability_pilot"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accountability")),
    )
    op.create_index(op.f("ix_accountability_accountable"), "accountability", ["accountable"], unique=False)
    op.create_index(op.f("ix_accountability_deputy"), "accountability", ["deputy"], unique=False)
    op.create_index(op.f("ix_accountability_escalates_to"), "accountability", ["escalates_to"], unique=False)
    op.create_index(op.f("ix_accountability_pilot"), "accountability", ["pilot"], unique=False)
    op.create_table(
        "baseline_plan",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("made_on", sa.Text(), nullable=True),
        sa.Column("changeset", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["pilot"],
            ["pilot.id"],
            name=op.f("fk_baseline_plan_pilot"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_baseline_plan")),
    )
    op.create_index(op.f("ix_baseline_plan_pilot"), "baseline_plan", ["pilot"], unique=False)
    op.create_table(
        "cohort",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("headcount", sa.BigInteger(), nullable=True),
        sa.Column("site", sa.Text(), nullable=True),
        sa.Column("contact_type", sa.Text(), nullable=True),
        sa.Column("mean_tenure", sa.Text(), nullable=True),
        sa.Column("volunteers", sa.Text(), nullable=True),
        sa.Column("live_on", sa.Text(), nullable=True),
        sa.Column("champion", sa.String(length=32), nullable=True),
        sa.Column("how_work_changes", sa.Text(), nullable=True),
        sa.Column("told_about_jobs", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.Column("position", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["champion"],
            ["person.id"],
            name=op.f("fk_cohort_champion"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["pilot"], ["pilot.id"], name=op.f("fk_cohort_pilot"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort")),
    )
    op.create_index(op.f("ix_cohort_champion"), "cohort", ["champion"], unique=False)
    op.create_index(op.f("ix_cohort_pilot"), "cohort", ["pilot"], unique=False)
    op.create_table(
        "control",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=False),
        sa.Column("catalogue_id", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(length=32), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("cadence_days", sa.BigInteger(), nullable=True),
        sa.Column("next_due", sa.Text(), nullable=True),
        sa.Column("not_needed_reason", sa.Text(), nullable=True),
        sa.Column("not_needed_by", sa.String(length=32), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["not_needed_by"],
            ["person.id"],
            name=op.f("fk_control_not_needed_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["owner"], ["person.id"], name=op.f("fk_control_owner"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["pilot"], ["pilot.id"], name=op.f("fk_control_pilot"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_control")),
    )
    op.create_index(op.f("ix_control_not_needed_by"), "control", ["not_needed_by"], unique=False)
    op.create_index(op.f("ix_control_owner"), "control", ["owner"], unique=False)
    op.create_index(op.f("ix_control_pilot"), "control", ["pilot"], unique=False)
    op.create_table(
        "data_source",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("system", sa.Text(), nullable=True),
        sa.Column("owner", sa.String(length=32), nullable=True),
        sa.Column("critical", sa.Boolean(), nullable=True),
        sa.Column("personal_data", sa.Boolean(), nullable=True),
        sa.Column("lawful_basis", sa.Text(), nullable=True),
        sa.Column("retention", sa.Text(), nullable=True),
        sa.Column("access_confirmed_on", sa.Text(), nullable=True),
        sa.Column("refresh", sa.BigInteger(), nullable=True),
        sa.Column("required", sa.Text(), nullable=True),
        sa.Column("audit_cadence", sa.BigInteger(), nullable=True),
        sa.Column("key_columns", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["owner"], ["person.id"], name=op.f("fk_data_source_owner"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["pilot"], ["pilot.id"], name=op.f("fk_data_source_pilot"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_source")),
    )
    op.create_index(op.f("ix_data_source_owner"), "data_source", ["owner"], unique=False)
    op.create_index(op.f("ix_data_source_pilot"), "data_source", ["pilot"], unique=False)
    op.create_table(
        "framework",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=True),
        sa.Column("frozen_on", sa.Text(), nullable=True),
        sa.Column("hash", sa.Text(), nullable=True),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("changeset", sa.BigInteger(), nullable=True),
        sa.Column("replaces", sa.String(length=32), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["pilot"], ["pilot.id"], name=op.f("fk_framework_pilot"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["replaces"],
            ["framework.id"],
            name=op.f("fk_framework_replaces"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_framework")),
    )
    op.create_index(op.f("ix_framework_pilot"), "framework", ["pilot"], unique=False)
    op.create_index(op.f("ix_framework_replaces"), "framework", ["replaces"], unique=False)
    op.create_table(
        "issue",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(length=32), nullable=True),
        sa.Column("departments", sa.Text(), nullable=True),
        sa.Column("cross_department", sa.Boolean(), nullable=True),
        sa.Column("raised_on", sa.Text(), nullable=True),
        sa.Column("due", sa.Text(), nullable=True),
        sa.Column("escalated_on", sa.Text(), nullable=True),
        sa.Column("resolved_on", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.Column("confidential", sa.Boolean(), nullable=True),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["owner"], ["person.id"], name=op.f("fk_issue_owner"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["pilot"], ["pilot.id"], name=op.f("fk_issue_pilot"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue")),
    )
    op.create_index(op.f("ix_issue_owner"), "issue", ["owner"], unique=False)
    op.create_index(op.f("ix_issue_pilot"), "issue", ["pilot"], unique=False)
    op.create_table(
        "output_sample",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=True),
        sa.Column("wrong", sa.BigInteger(), nullable=True),
        sa.Column("worst_severity", sa.Text(), nullable=True),
        sa.Column("reviewer", sa.String(length=32), nullable=True),
        sa.Column("drawn", sa.Text(), nullable=True),
        sa.Column("look", sa.BigInteger(), nullable=True),
        sa.Column("date", sa.Text(), nullable=False),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["pilot"],
            ["pilot.id"],
            name=op.f("fk_output_sample_pilot"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["reviewer"],
            ["person.id"],
            name=op.f("fk_output_sample_reviewer"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_output_sample")),
    )
    op.create_index(op.f("ix_output_sample_pilot"), "output_sample", ["pilot"], unique=False)
    op.create_index(op.f("ix_output_sample_reviewer"), "output_sample", ["reviewer"], unique=False)
    op.create_table(
        "population",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("headcount", sa.BigInteger(), nullable=True),
        sa.Column("mean_tenure", sa.Text(), nullable=True),
        sa.Column("sites", sa.Text(), nullable=True),
        sa.Column("contact_types", sa.Text(), nullable=True),
        sa.Column("volunteers", sa.Text(), nullable=True),
        sa.Column("is_rollout", sa.Boolean(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["pilot"], ["pilot.id"], name=op.f("fk_population_pilot"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_population")),
    )
    op.create_index(op.f("ix_population_pilot"), "population", ["pilot"], unique=False)
    op.create_table(
        "printed_paper",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=True),
        sa.Column("stakeholder", sa.String(length=32), nullable=True),
        sa.Column("audience", sa.Text(), nullable=True),
        sa.Column("as_of", sa.Text(), nullable=True),
        sa.Column("readings_to", sa.Text(), nullable=True),
        sa.Column("printed_at", sa.Text(), nullable=True),
        sa.Column("changeset", sa.BigInteger(), nullable=True),
        sa.Column("settings", sa.Text(), nullable=True),
        sa.Column("withheld", sa.BigInteger(), nullable=True),
        sa.Column("file", sa.String(length=32), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["file"],
            ["attachment.id"],
            name=op.f("fk_printed_paper_file"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["pilot"],
            ["pilot.id"],
            name=op.f("fk_printed_paper_pilot"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["stakeholder"],
            ["stakeholder.id"],
            name=op.f("fk_printed_paper_stakeholder"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printed_paper")),
    )
    op.create_index(op.f("ix_printed_paper_file"), "printed_paper", ["file"], unique=False)
    op.create_index(op.f("ix_printed_paper_pilot"), "printed_paper", ["pilot"], unique=False)
    op.create_index(op.f("ix_printed_paper_stakeholder"), "printed_paper", ["stakeholder"], unique=False)
    op.create_table(
        "review",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("planned", sa.Text(), nullable=True),
        sa.Column("minutes", sa.BigInteger(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("done", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("chair", sa.String(length=32), nullable=True),
        sa.Column("closed_at", sa.Text(), nullable=True),
        sa.Column("snapshot", sa.String(length=32), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["chair"], ["person.id"], name=op.f("fk_review_chair"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["pilot"], ["pilot.id"], name=op.f("fk_review_pilot"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["snapshot"],
            ["snapshot.id"],
            name=op.f("fk_review_snapshot"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    op.create_index(op.f("ix_review_chair"), "review", ["chair"], unique=False)
    op.create_index(op.f("ix_review_pilot"), "review", ["pilot"], unique=False)
    op.create_index(op.f("ix_review_snapshot"), "review", ["snapshot"], unique=False)
    op.create_table(
        "risk",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("likelihood", sa.BigInteger(), nullable=True),
        sa.Column("impact", sa.BigInteger(), nullable=True),
        sa.Column("owner", sa.String(length=32), nullable=True),
        sa.Column("response", sa.Text(), nullable=True),
        sa.Column("strategy", sa.Text(), nullable=True),
        sa.Column("review_on", sa.Text(), nullable=True),
        sa.Column("raised_on", sa.Text(), nullable=True),
        sa.Column("closed_on", sa.Text(), nullable=True),
        sa.Column("came_from", sa.Text(), nullable=True),
        sa.Column("threatens", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.Column("confidential", sa.Boolean(), nullable=True),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["owner"], ["person.id"], name=op.f("fk_risk_owner"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["pilot"], ["pilot.id"], name=op.f("fk_risk_pilot"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk")),
    )
    op.create_index(op.f("ix_risk_owner"), "risk", ["owner"], unique=False)
    op.create_index(op.f("ix_risk_pilot"), "risk", ["pilot"], unique=False)
    op.create_table(
        "settlement",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=True),
        sa.Column("criterion", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=True),
        sa.Column("second_reader", sa.String(length=32), nullable=True),
        sa.Column("on", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by"], ["person.id"], name=op.f("fk_settlement_by"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["pilot"], ["pilot.id"], name=op.f("fk_settlement_pilot"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["second_reader"],
            ["person.id"],
            name=op.f("fk_settlement_second_reader"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settlement")),
    )
    op.create_index(op.f("ix_settlement_by"), "settlement", ["by"], unique=False)
    op.create_index(op.f("ix_settlement_pilot"), "settlement", ["pilot"], unique=False)
    op.create_index(op.f("ix_settlement_second_reader"), "settlement", ["second_reader"], unique=False)
    op.create_table(
        "waiver",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=True),
        sa.Column("criteria", sa.Text(), nullable=True),
        sa.Column("record", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("given_by", sa.String(length=32), nullable=True),
        sa.Column("second_reader", sa.String(length=32), nullable=True),
        sa.Column("from", sa.Text(), nullable=True),
        sa.Column("until", sa.Text(), nullable=True),
        sa.Column("closed_on", sa.Text(), nullable=True),
        sa.Column("kept", sa.Boolean(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["given_by"],
            ["person.id"],
            name=op.f("fk_waiver_given_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["pilot"], ["pilot.id"], name=op.f("fk_waiver_pilot"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["second_reader"],
            ["person.id"],
            name=op.f("fk_waiver_second_reader"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiver")),
    )
    op.create_index(op.f("ix_waiver_given_by"), "waiver", ["given_by"], unique=False)
    op.create_index(op.f("ix_waiver_pilot"), "waiver", ["pilot"], unique=False)
    op.create_index(op.f("ix_waiver_second_reader"), "waiver", ["second_reader"], unique=False)
    op.create_table(
        "agenda_item",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("review", sa.String(length=32), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("lead", sa.String(length=32), nullable=True),
        sa.Column("minutes_planned", sa.BigInteger(), nullable=True),
        sa.Column("seconds_used", sa.BigInteger(), nullable=True),
        sa.Column("options", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.Column("position", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["lead"], ["person.id"], name=op.f("fk_agenda_item_lead"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["pilot"], ["pilot.id"], name=op.f("fk_agenda_item_pilot"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["review"],
            ["review.id"],
            name=op.f("fk_agenda_item_review"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
    )
    op.create_index(op.f("ix_agenda_item_lead"), "agenda_item", ["lead"], unique=False)
    op.create_index(op.f("ix_agenda_item_pilot"), "agenda_item", ["pilot"], unique=False)
    op.create_index(op.f("ix_agenda_item_review"), "agenda_item", ["review"], unique=False)
    op.create_table(
        "attendance",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("review", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person"],
            ["person.id"],
            name=op.f("fk_attendance_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["review"],
            ["review.id"],
            name=op.f("fk_attendance_review"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
    )
    op.create_index(op.f("ix_attendance_person"), "attendance", ["person"], unique=False)
    op.create_index(op.f("ix_attendance_review"), "attendance", ["review"], unique=False)
    op.create_table(
        "audit",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=False),
        sa.Column("data_source", sa.String(length=32), nullable=False),
        sa.Column("audited_on", sa.Text(), nullable=False),
        sa.Column("auditor", sa.String(length=32), nullable=True),
        sa.Column("rows", sa.BigInteger(), nullable=True),
        sa.Column("columns", sa.BigInteger(), nullable=True),
        sa.Column("looks", sa.BigInteger(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("file_name", sa.Text(), nullable=True),
        sa.Column("file_hash", sa.Text(), nullable=True),
        sa.Column("as_read", sa.Text(), nullable=True),
        sa.Column("kept_file", sa.String(length=32), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["auditor"], ["person.id"], name=op.f("fk_audit_auditor"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["data_source"],
            ["data_source.id"],
            name=op.f("fk_audit_data_source"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["kept_file"],
            ["attachment.id"],
            name=op.f("fk_audit_kept_file"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["pilot"], ["pilot.id"], name=op.f("fk_audit_pilot"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_auditor"), "audit", ["auditor"], unique=False)
    op.create_index(op.f("ix_audit_data_source"), "audit", ["data_source"], unique=False)
    op.create_index(op.f("ix_audit_kept_file"), "audit", ["kept_file"], unique=False)
    op.create_index(op.f("ix_audit_pilot"), "audit", ["pilot"], unique=False)
    op.create_table(
        "audit_rule",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("data_source", sa.String(length=32), nullable=True),
        sa.Column("source_kind", sa.Text(), nullable=True),
        sa.Column("check", sa.Text(), nullable=False),
        sa.Column("column", sa.Text(), nullable=True),
        sa.Column("parameters", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["data_source"],
            ["data_source.id"],
            name=op.f("fk_audit_rule_data_source"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_rule")),
    )
    op.create_index(op.f("ix_audit_rule_data_source"), "audit_rule", ["data_source"], unique=False)
    op.create_table(
        "barrier",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=False),
        sa.Column("cohort", sa.String(length=32), nullable=True),
        sa.Column("phase", sa.Text(), nullable=True),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("date", sa.Text(), nullable=True),
        sa.Column("people", sa.BigInteger(), nullable=True),
        sa.Column("remedy", sa.Text(), nullable=True),
        sa.Column("response", sa.Text(), nullable=True),
        sa.Column("responded_on", sa.Text(), nullable=True),
        sa.Column("owner", sa.String(length=32), nullable=True),
        sa.Column("due", sa.Text(), nullable=True),
        sa.Column("closed_on", sa.Text(), nullable=True),
        sa.Column("removes", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.Column("confidential", sa.Boolean(), nullable=True),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["cohort"], ["cohort.id"], name=op.f("fk_barrier_cohort"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["owner"], ["person.id"], name=op.f("fk_barrier_owner"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["pilot"], ["pilot.id"], name=op.f("fk_barrier_pilot"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_barrier")),
    )
    op.create_index(op.f("ix_barrier_cohort"), "barrier", ["cohort"], unique=False)
    op.create_index(op.f("ix_barrier_owner"), "barrier", ["owner"], unique=False)
    op.create_index(op.f("ix_barrier_pilot"), "barrier", ["pilot"], unique=False)
    op.create_table(
        "baseline_value",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("baseline_plan", sa.String(length=32), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["baseline_plan"],
            ["baseline_plan.id"],
            name=op.f("fk_baseline_value_baseline_plan"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_baseline_value")),
    )
    op.create_index(
        op.f("ix_baseline_value_baseline_plan"), "baseline_value", ["baseline_plan"], unique=False
    )
    op.create_table(
        "control_run",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("control", sa.String(length=32), nullable=False),
        sa.Column("run_on", sa.Text(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("measured", sa.Text(), nullable=True),
        sa.Column("needs", sa.Text(), nullable=True),
        sa.Column("by", sa.String(length=32), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by"], ["person.id"], name=op.f("fk_control_run_by"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["control"],
            ["control.id"],
            name=op.f("fk_control_run_control"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_control_run")),
    )
    op.create_index(op.f("ix_control_run_by"), "control_run", ["by"], unique=False)
    op.create_index(op.f("ix_control_run_control"), "control_run", ["control"], unique=False)
    op.create_table(
        "cost_line",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case", sa.String(length=32), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("is_people_time", sa.Boolean(), nullable=True),
        sa.Column("workstream", sa.Text(), nullable=True),
        sa.Column("amount", sa.Text(), nullable=True),
        sa.Column("low", sa.Text(), nullable=True),
        sa.Column("high", sa.Text(), nullable=True),
        sa.Column("from", sa.Text(), nullable=True),
        sa.Column("to", sa.Text(), nullable=True),
        sa.Column("funded", sa.Boolean(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.Column("confidential", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case"], ["roi_case.id"], name=op.f("fk_cost_line_case"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["pilot"], ["pilot.id"], name=op.f("fk_cost_line_pilot"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cost_line")),
    )
    op.create_index(op.f("ix_cost_line_case"), "cost_line", ["case"], unique=False)
    op.create_index(op.f("ix_cost_line_pilot"), "cost_line", ["pilot"], unique=False)
    op.create_table(
        "data_source_shared_with",
        sa.Column("data_source", sa.String(length=32), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["data_source"],
            ["data_source.id"],
            name=op.f("fk_data_source_shared_with_data_source"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["pilot"],
            ["pilot.id"],
            name=op.f("fk_data_source_shared_with_pilot"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("data_source", "pilot", name=op.f("pk_data_source_shared_with")),
    )
    op.create_table(
        "framework_signature",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("framework", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=32), nullable=False),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("signed_on", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["framework"],
            ["framework.id"],
            name=op.f("fk_framework_signature_framework"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person"],
            ["person.id"],
            name=op.f("fk_framework_signature_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_framework_signature")),
    )
    op.create_index(
        op.f("ix_framework_signature_framework"), "framework_signature", ["framework"], unique=False
    )
    op.create_index(op.f("ix_framework_signature_person"), "framework_signature", ["person"], unique=False)
    op.create_table(
        "incident",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=True),
        sa.Column("opened_on", sa.Text(), nullable=True),
        sa.Column("contained_on", sa.Text(), nullable=True),
        sa.Column("closed_on", sa.Text(), nullable=True),
        sa.Column("owner", sa.String(length=32), nullable=True),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.Column("action", sa.String(length=32), nullable=True),
        sa.Column("customers_affected", sa.BigInteger(), nullable=True),
        sa.Column("customers_told", sa.BigInteger(), nullable=True),
        sa.Column("money_back", sa.Text(), nullable=True),
        sa.Column("what_happened", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.Column("confidential", sa.Boolean(), nullable=True),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["action"], ["action.id"], name=op.f("fk_incident_action"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["owner"], ["person.id"], name=op.f("fk_incident_owner"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["pilot"], ["pilot.id"], name=op.f("fk_incident_pilot"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    op.create_index(op.f("ix_incident_action"), "incident", ["action"], unique=False)
    op.create_index(op.f("ix_incident_owner"), "incident", ["owner"], unique=False)
    op.create_index(op.f("ix_incident_pilot"), "incident", ["pilot"], unique=False)
    op.create_table(
        "pulse_result",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=False),
        sa.Column("cohort", sa.String(length=32), nullable=True),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=True),
        sa.Column("n", sa.BigInteger(), nullable=True),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["cohort"],
            ["cohort.id"],
            name=op.f("fk_pulse_result_cohort"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["pilot"], ["pilot.id"], name=op.f("fk_pulse_result_pilot"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pulse_result")),
    )
    op.create_index(op.f("ix_pulse_result_cohort"), "pulse_result", ["cohort"], unique=False)
    op.create_index(op.f("ix_pulse_result_pilot"), "pulse_result", ["pilot"], unique=False)
    op.create_table(
        "training",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=False),
        sa.Column("cohort", sa.String(length=32), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("planned", sa.Text(), nullable=True),
        sa.Column("done", sa.Text(), nullable=True),
        sa.Column("invited", sa.BigInteger(), nullable=True),
        sa.Column("completed", sa.BigInteger(), nullable=True),
        sa.Column("protected_minutes", sa.BigInteger(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["cohort"], ["cohort.id"], name=op.f("fk_training_cohort"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["pilot"], ["pilot.id"], name=op.f("fk_training_pilot"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training")),
    )
    op.create_index(op.f("ix_training_cohort"), "training", ["cohort"], unique=False)
    op.create_index(op.f("ix_training_pilot"), "training", ["pilot"], unique=False)
    op.create_table(
        "usage",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=False),
        sa.Column("cohort", sa.String(length=32), nullable=False),
        sa.Column("week", sa.Text(), nullable=False),
        sa.Column("in_scope", sa.BigInteger(), nullable=True),
        sa.Column("active", sa.BigInteger(), nullable=True),
        sa.Column("proficient", sa.BigInteger(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["cohort"], ["cohort.id"], name=op.f("fk_usage_cohort"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["pilot"], ["pilot.id"], name=op.f("fk_usage_pilot"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usage")),
    )
    op.create_index(op.f("ix_usage_cohort"), "usage", ["cohort"], unique=False)
    op.create_index(op.f("ix_usage_pilot"), "usage", ["pilot"], unique=False)
    op.create_table(
        "usage_plan",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=False),
        sa.Column("cohort", sa.String(length=32), nullable=False),
        sa.Column("week_since_live", sa.BigInteger(), nullable=False),
        sa.Column("share", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["cohort"],
            ["cohort.id"],
            name=op.f("fk_usage_plan_cohort"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["pilot"], ["pilot.id"], name=op.f("fk_usage_plan_pilot"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usage_plan")),
    )
    op.create_index(op.f("ix_usage_plan_cohort"), "usage_plan", ["cohort"], unique=False)
    op.create_index(op.f("ix_usage_plan_pilot"), "usage_plan", ["pilot"], unique=False)
    op.create_table(
        "audit_column",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("audit", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=True),
        sa.Column("filled", sa.Text(), nullable=True),
        sa.Column("distinct", sa.BigInteger(), nullable=True),
        sa.Column("invalid", sa.BigInteger(), nullable=True),
        sa.Column("lowest", sa.Text(), nullable=True),
        sa.Column("highest", sa.Text(), nullable=True),
        sa.Column("histogram", sa.Text(), nullable=True),
        sa.Column("examples", sa.Text(), nullable=True),
        sa.Column("personal", sa.Boolean(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["audit"], ["audit.id"], name=op.f("fk_audit_column_audit"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_column")),
    )
    op.create_index(op.f("ix_audit_column_audit"), "audit_column", ["audit"], unique=False)
    op.create_table(
        "audit_dimension",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("audit", sa.String(length=32), nullable=False),
        sa.Column("dimension", sa.Text(), nullable=False),
        sa.Column("required", sa.Text(), nullable=True),
        sa.Column("score", sa.Text(), nullable=True),
        sa.Column("passed", sa.BigInteger(), nullable=True),
        sa.Column("n", sa.BigInteger(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["audit"],
            ["audit.id"],
            name=op.f("fk_audit_dimension_audit"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_dimension")),
    )
    op.create_index(op.f("ix_audit_dimension_audit"), "audit_dimension", ["audit"], unique=False)
    op.create_table(
        "audit_finding",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=False),
        sa.Column("data_source", sa.String(length=32), nullable=False),
        sa.Column("audit", sa.String(length=32), nullable=True),
        sa.Column("dimension", sa.Text(), nullable=True),
        sa.Column("field", sa.Text(), nullable=True),
        sa.Column("check", sa.Text(), nullable=True),
        sa.Column("rows_checked", sa.BigInteger(), nullable=True),
        sa.Column("rows_failed", sa.BigInteger(), nullable=True),
        sa.Column("measured", sa.Text(), nullable=True),
        sa.Column("threshold", sa.Text(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("severity", sa.Text(), nullable=True),
        sa.Column("remedy", sa.Text(), nullable=True),
        sa.Column("remedy_owner", sa.String(length=32), nullable=True),
        sa.Column("due", sa.Text(), nullable=True),
        sa.Column("closed_on", sa.Text(), nullable=True),
        sa.Column("accepted_by", sa.String(length=32), nullable=True),
        sa.Column("accepted_reason", sa.Text(), nullable=True),
        sa.Column("same_as", sa.String(length=32), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["accepted_by"],
            ["person.id"],
            name=op.f("fk_audit_finding_accepted_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["audit"],
            ["audit.id"],
            name=op.f("fk_audit_finding_audit"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["data_source"],
            ["data_source.id"],
            name=op.f("fk_audit_finding_data_source"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["pilot"],
            ["pilot.id"],
            name=op.f("fk_audit_finding_pilot"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["remedy_owner"],
            ["person.id"],
            name=op.f("fk_audit_finding_remedy_owner"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["same_as"],
            ["audit_finding.id"],
            name=op.f("fk_audit_finding_same_as"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_finding")),
    )
    op.create_index(op.f("ix_audit_finding_accepted_by"), "audit_finding", ["accepted_by"], unique=False)
    op.create_index(op.f("ix_audit_finding_audit"), "audit_finding", ["audit"], unique=False)
    op.create_index(op.f("ix_audit_finding_data_source"), "audit_finding", ["data_source"], unique=False)
    op.create_index(op.f("ix_audit_finding_pilot"), "audit_finding", ["pilot"], unique=False)
    op.create_index(op.f("ix_audit_finding_remedy_owner"), "audit_finding", ["remedy_owner"], unique=False)
    op.create_index(op.f("ix_audit_finding_same_as"), "audit_finding", ["same_as"], unique=False)
    op.create_table(
        "checkpoint",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case", sa.String(length=32), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=False),
        sa.Column("what", sa.Text(), nullable=True),
        sa.Column("metric", sa.String(length=32), nullable=True),
        sa.Column("expected_low", sa.Text(), nullable=True),
        sa.Column("expected_high", sa.Text(), nullable=True),
        sa.Column("actual", sa.Text(), nullable=True),
        sa.Column("reading", sa.Text(), nullable=True),
        sa.Column("date", sa.Text(), nullable=False),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case"], ["roi_case.id"], name=op.f("fk_checkpoint_case"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["metric"],
            ["metric.id"],
            name=op.f("fk_checkpoint_metric"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["pilot"], ["pilot.id"], name=op.f("fk_checkpoint_pilot"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkpoint")),
    )
    op.create_index(op.f("ix_checkpoint_case"), "checkpoint", ["case"], unique=False)
    op.create_index(op.f("ix_checkpoint_metric"), "checkpoint", ["metric"], unique=False)
    op.create_index(op.f("ix_checkpoint_pilot"), "checkpoint", ["pilot"], unique=False)
    op.create_table(
        "commitment",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=True),
        sa.Column("stakeholder", sa.String(length=32), nullable=False),
        sa.Column("engagement", sa.String(length=32), nullable=True),
        sa.Column("agenda_item", sa.String(length=32), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_on", sa.Text(), nullable=True),
        sa.Column("due", sa.Text(), nullable=True),
        sa.Column("kept_on", sa.Text(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.Column("confidential", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agenda_item"],
            ["agenda_item.id"],
            name=op.f("fk_commitment_agenda_item"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["engagement"],
            ["engagement.id"],
            name=op.f("fk_commitment_engagement"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["pilot"], ["pilot.id"], name=op.f("fk_commitment_pilot"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["stakeholder"],
            ["stakeholder.id"],
            name=op.f("fk_commitment_stakeholder"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
    )
    op.create_index(op.f("ix_commitment_agenda_item"), "commitment", ["agenda_item"], unique=False)
    op.create_index(op.f("ix_commitment_engagement"), "commitment", ["engagement"], unique=False)
    op.create_index(op.f("ix_commitment_pilot"), "commitment", ["pilot"], unique=False)
    op.create_index(op.f("ix_commitment_stakeholder"), "commitment", ["stakeholder"], unique=False)
    op.create_table(
        "cost_actual",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("cost_line", sa.String(length=32), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("amount", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.Column("confidential", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["cost_line"],
            ["cost_line.id"],
            name=op.f("fk_cost_actual_cost_line"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cost_actual")),
    )
    op.create_index(op.f("ix_cost_actual_cost_line"), "cost_actual", ["cost_line"], unique=False)
    op.create_table(
        "milestone_link",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("before", sa.String(length=32), nullable=False),
        sa.Column("after", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("lag", sa.BigInteger(), nullable=True),
        sa.Column("in_working_days", sa.Boolean(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["after"],
            ["milestone.id"],
            name=op.f("fk_milestone_link_after"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["before"],
            ["milestone.id"],
            name=op.f("fk_milestone_link_before"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone_link")),
    )
    op.create_index(op.f("ix_milestone_link_after"), "milestone_link", ["after"], unique=False)
    op.create_index(op.f("ix_milestone_link_before"), "milestone_link", ["before"], unique=False)
    op.create_table(
        "promise",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=True),
        sa.Column("told_by", sa.String(length=32), nullable=True),
        sa.Column("told_to", sa.Text(), nullable=True),
        sa.Column("told_to_stakeholder", sa.String(length=32), nullable=True),
        sa.Column("told_on", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("metric", sa.String(length=32), nullable=True),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("due", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("restated_by", sa.String(length=32), nullable=True),
        sa.Column("withdrawn_on", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["metric"], ["metric.id"], name=op.f("fk_promise_metric"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["pilot"], ["pilot.id"], name=op.f("fk_promise_pilot"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["restated_by"],
            ["promise.id"],
            name=op.f("fk_promise_restated_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["told_by"], ["person.id"], name=op.f("fk_promise_told_by"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["told_to_stakeholder"],
            ["stakeholder.id"],
            name=op.f("fk_promise_told_to_stakeholder"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise")),
    )
    op.create_index(op.f("ix_promise_metric"), "promise", ["metric"], unique=False)
    op.create_index(op.f("ix_promise_pilot"), "promise", ["pilot"], unique=False)
    op.create_index(op.f("ix_promise_restated_by"), "promise", ["restated_by"], unique=False)
    op.create_index(op.f("ix_promise_told_by"), "promise", ["told_by"], unique=False)
    op.create_index(op.f("ix_promise_told_to_stakeholder"), "promise", ["told_to_stakeholder"], unique=False)
    op.create_table(
        "amendment",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=False),
        sa.Column("framework", sa.String(length=32), nullable=False),
        sa.Column("metric", sa.String(length=32), nullable=True),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decision", sa.String(length=32), nullable=True),
        sa.Column("asked_by", sa.String(length=32), nullable=True),
        sa.Column("agreed_by", sa.String(length=32), nullable=True),
        sa.Column("agreed_on", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agreed_by"],
            ["person.id"],
            name=op.f("fk_amendment_agreed_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"],
            ["person.id"],
            name=op.f("fk_amendment_asked_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["decision"],
            ["decision.id"],
            name=op.f("fk_amendment_decision"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["framework"],
            ["framework.id"],
            name=op.f("fk_amendment_framework"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["metric"], ["metric.id"], name=op.f("fk_amendment_metric"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["pilot"], ["pilot.id"], name=op.f("fk_amendment_pilot"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment")),
    )
    op.create_index(op.f("ix_amendment_agreed_by"), "amendment", ["agreed_by"], unique=False)
    op.create_index(op.f("ix_amendment_asked_by"), "amendment", ["asked_by"], unique=False)
    op.create_index(op.f("ix_amendment_decision"), "amendment", ["decision"], unique=False)
    op.create_index(op.f("ix_amendment_framework"), "amendment", ["framework"], unique=False)
    op.create_index(op.f("ix_amendment_metric"), "amendment", ["metric"], unique=False)
    op.create_index(op.f("ix_amendment_pilot"), "amendment", ["pilot"], unique=False)
    op.create_table(
        "breach_closure",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=False),
        sa.Column("metric", sa.String(length=32), nullable=False),
        sa.Column("breached_on", sa.Text(), nullable=False),
        sa.Column("closed_on", sa.Text(), nullable=True),
        sa.Column("by", sa.String(length=32), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decision", sa.String(length=32), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by"], ["person.id"], name=op.f("fk_breach_closure_by"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["decision"],
            ["decision.id"],
            name=op.f("fk_breach_closure_decision"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["metric"],
            ["metric.id"],
            name=op.f("fk_breach_closure_metric"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["pilot"],
            ["pilot.id"],
            name=op.f("fk_breach_closure_pilot"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breach_closure")),
    )
    op.create_index(op.f("ix_breach_closure_by"), "breach_closure", ["by"], unique=False)
    op.create_index(op.f("ix_breach_closure_decision"), "breach_closure", ["decision"], unique=False)
    op.create_index(op.f("ix_breach_closure_metric"), "breach_closure", ["metric"], unique=False)
    op.create_index(op.f("ix_breach_closure_pilot"), "breach_closure", ["pilot"], unique=False)
    op.create_table(
        "override",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=True),
        sa.Column("of", sa.Text(), nullable=True),
        sa.Column("condition", sa.Text(), nullable=True),
        sa.Column("record", sa.Text(), nullable=True),
        sa.Column("test", sa.Text(), nullable=True),
        sa.Column("decision", sa.String(length=32), nullable=True),
        sa.Column("said", sa.Text(), nullable=True),
        sa.Column("chosen", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=True),
        sa.Column("second_reader", sa.String(length=32), nullable=True),
        sa.Column("made_on", sa.Text(), nullable=True),
        sa.Column("ended_on", sa.Text(), nullable=True),
        sa.Column("judge_on", sa.Text(), nullable=True),
        sa.Column("judged_right", sa.Boolean(), nullable=True),
        sa.Column("judged_by", sa.String(length=32), nullable=True),
        sa.Column("judged_note", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by"], ["person.id"], name=op.f("fk_override_by"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["decision"],
            ["decision.id"],
            name=op.f("fk_override_decision"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["judged_by"],
            ["person.id"],
            name=op.f("fk_override_judged_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["pilot"], ["pilot.id"], name=op.f("fk_override_pilot"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["second_reader"],
            ["person.id"],
            name=op.f("fk_override_second_reader"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_override")),
    )
    op.create_index(op.f("ix_override_by"), "override", ["by"], unique=False)
    op.create_index(op.f("ix_override_decision"), "override", ["decision"], unique=False)
    op.create_index(op.f("ix_override_judged_by"), "override", ["judged_by"], unique=False)
    op.create_index(op.f("ix_override_pilot"), "override", ["pilot"], unique=False)
    op.create_index(op.f("ix_override_second_reader"), "override", ["second_reader"], unique=False)
    op.create_table(
        "phase",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("started_on", sa.Text(), nullable=False),
        sa.Column("ended_on", sa.Text(), nullable=True),
        sa.Column("decision", sa.String(length=32), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decision"],
            ["decision.id"],
            name=op.f("fk_phase_decision"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["pilot"], ["pilot.id"], name=op.f("fk_phase_pilot"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phase")),
    )
    op.create_index(op.f("ix_phase_decision"), "phase", ["decision"], unique=False)
    op.create_index(op.f("ix_phase_pilot"), "phase", ["pilot"], unique=False)
    op.create_table(
        "recovery_case",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=False),
        sa.Column("triggers", sa.Text(), nullable=True),
        sa.Column("started_on", sa.Text(), nullable=False),
        sa.Column("decision", sa.String(length=32), nullable=True),
        sa.Column("paused_to", sa.Text(), nullable=True),
        sa.Column("cost_per_week", sa.Text(), nullable=True),
        sa.Column("planned_days", sa.BigInteger(), nullable=True),
        sa.Column("relaunch_on", sa.Text(), nullable=True),
        sa.Column("ended_on", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("stop_writes_off", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decision"],
            ["decision.id"],
            name=op.f("fk_recovery_case_decision"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["pilot"],
            ["pilot.id"],
            name=op.f("fk_recovery_case_pilot"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_case")),
    )
    op.create_index(op.f("ix_recovery_case_decision"), "recovery_case", ["decision"], unique=False)
    op.create_index(op.f("ix_recovery_case_pilot"), "recovery_case", ["pilot"], unique=False)
    op.create_table(
        "requirement",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=False),
        sa.Column("objective", sa.String(length=32), nullable=True),
        sa.Column("must", sa.Boolean(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.Column("position", sa.BigInteger(), nullable=True),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["objective"],
            ["objective.id"],
            name=op.f("fk_requirement_objective"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["pilot"], ["pilot.id"], name=op.f("fk_requirement_pilot"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requirement")),
    )
    op.create_index(op.f("ix_requirement_objective"), "requirement", ["objective"], unique=False)
    op.create_index(op.f("ix_requirement_pilot"), "requirement", ["pilot"], unique=False)
    op.create_table(
        "tool",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("vendor", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("evaluated_on", sa.Text(), nullable=True),
        sa.Column("score", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("objective", sa.String(length=32), nullable=True),
        sa.Column("expected_effect", sa.Text(), nullable=True),
        sa.Column("effect_source", sa.Text(), nullable=True),
        sa.Column("ready_on", sa.Text(), nullable=True),
        sa.Column("cost_12_months", sa.Text(), nullable=True),
        sa.Column("owner", sa.String(length=32), nullable=True),
        sa.Column("signed_on", sa.Text(), nullable=True),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("committed_until", sa.Text(), nullable=True),
        sa.Column("notice_days", sa.BigInteger(), nullable=True),
        sa.Column("exit_terms", sa.Text(), nullable=True),
        sa.Column("data_terms", sa.Text(), nullable=True),
        sa.Column("price_driver", sa.Text(), nullable=True),
        sa.Column("service_levels", sa.Text(), nullable=True),
        sa.Column("price_review_on", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.Column("confidential", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["objective"],
            ["objective.id"],
            name=op.f("fk_tool_objective"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["owner"], ["person.id"], name=op.f("fk_tool_owner"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["pilot"], ["pilot.id"], name=op.f("fk_tool_pilot"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tool")),
    )
    op.create_index(op.f("ix_tool_objective"), "tool", ["objective"], unique=False)
    op.create_index(op.f("ix_tool_owner"), "tool", ["owner"], unique=False)
    op.create_index(op.f("ix_tool_pilot"), "tool", ["pilot"], unique=False)
    op.create_table(
        "gate_condition",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("pilot", sa.String(length=32), nullable=False),
        sa.Column("gate", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(length=32), nullable=True),
        sa.Column("due", sa.Text(), nullable=True),
        sa.Column("action", sa.String(length=32), nullable=True),
        sa.Column("met_on", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("covers", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["action"],
            ["action.id"],
            name=op.f("fk_gate_condition_action"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["gate"], ["gate.id"], name=op.f("fk_gate_condition_gate"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["owner"],
            ["person.id"],
            name=op.f("fk_gate_condition_owner"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["pilot"],
            ["pilot.id"],
            name=op.f("fk_gate_condition_pilot"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate_condition")),
    )
    op.create_index(op.f("ix_gate_condition_action"), "gate_condition", ["action"], unique=False)
    op.create_index(op.f("ix_gate_condition_gate"), "gate_condition", ["gate"], unique=False)
    op.create_index(op.f("ix_gate_condition_owner"), "gate_condition", ["owner"], unique=False)
    op.create_index(op.f("ix_gate_condition_pilot"), "gate_condition", ["pilot"], unique=False)
    op.create_table(
        "interview",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case", sa.String(length=32), nullable=False),
        sa.Column("cohort", sa.String(length=32), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("causes", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("day", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.Column("confidential", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case"],
            ["recovery_case.id"],
            name=op.f("fk_interview_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["cohort"], ["cohort.id"], name=op.f("fk_interview_cohort"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview")),
    )
    op.create_index(op.f("ix_interview_case"), "interview", ["case"], unique=False)
    op.create_index(op.f("ix_interview_cohort"), "interview", ["cohort"], unique=False)
    op.create_table(
        "recovery_step",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case", sa.String(length=32), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_on", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.String(length=32), nullable=True),
        sa.Column("next_due", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by"],
            ["person.id"],
            name=op.f("fk_recovery_step_answered_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["case"],
            ["recovery_case.id"],
            name=op.f("fk_recovery_step_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_step")),
    )
    op.create_index(op.f("ix_recovery_step_answered_by"), "recovery_step", ["answered_by"], unique=False)
    op.create_index(op.f("ix_recovery_step_case"), "recovery_step", ["case"], unique=False)
    op.create_table(
        "relaunch_criterion",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case", sa.String(length=32), nullable=False),
        sa.Column("measure", sa.Text(), nullable=True),
        sa.Column("measure_field", sa.Text(), nullable=True),
        sa.Column("needs", sa.Text(), nullable=True),
        sa.Column("owner", sa.String(length=32), nullable=True),
        sa.Column("by", sa.Text(), nullable=True),
        sa.Column("met_on", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case"],
            ["recovery_case.id"],
            name=op.f("fk_relaunch_criterion_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["owner"],
            ["person.id"],
            name=op.f("fk_relaunch_criterion_owner"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relaunch_criterion")),
    )
    op.create_index(op.f("ix_relaunch_criterion_case"), "relaunch_criterion", ["case"], unique=False)
    op.create_index(op.f("ix_relaunch_criterion_owner"), "relaunch_criterion", ["owner"], unique=False)
    op.create_table(
        "tool_score",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("tool", sa.String(length=32), nullable=False),
        sa.Column("requirement", sa.String(length=32), nullable=True),
        sa.Column("criterion", sa.Text(), nullable=True),
        sa.Column("met", sa.Text(), nullable=True),
        sa.Column("points", sa.Text(), nullable=True),
        sa.Column("weight", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["requirement"],
            ["requirement.id"],
            name=op.f("fk_tool_score_requirement"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["tool"], ["tool.id"], name=op.f("fk_tool_score_tool"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tool_score")),
    )
    op.create_index(op.f("ix_tool_score_requirement"), "tool_score", ["requirement"], unique=False)
    op.create_index(op.f("ix_tool_score_tool"), "tool_score", ["tool"], unique=False)
    op.create_table(
        "decision_conditions",
        sa.Column("decision", sa.String(length=32), nullable=False),
        sa.Column("gate_condition", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision"],
            ["decision.id"],
            name=op.f("fk_decision_conditions_decision"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["gate_condition"],
            ["gate_condition.id"],
            name=op.f("fk_decision_conditions_gate_condition"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("decision", "gate_condition", name=op.f("pk_decision_conditions")),
    )
    op.create_table(
        "recovery_cause",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("step", sa.String(length=32), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("found", sa.Boolean(), nullable=True),
        sa.Column("signs", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["step"],
            ["recovery_step.id"],
            name=op.f("fk_recovery_cause_step"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_cause")),
    )
    op.create_index(op.f("ix_recovery_cause_step"), "recovery_cause", ["step"], unique=False)
    op.create_table(
        "recovery_answer",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("step", sa.String(length=32), nullable=False),
        sa.Column("diagnostic", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("custom", sa.Text(), nullable=True),
        sa.Column("binned", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["step"],
            ["recovery_step.id"],
            name=op.f("fk_recovery_answer_step"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_answer")),
    )
    op.create_index(op.f("ix_recovery_answer_step"), "recovery_answer", ["step"], unique=False)
    op.add_column("action", sa.Column("came_from", sa.Text(), nullable=True))
    op.add_column("decision", sa.Column("cites", sa.Text(), nullable=True))
    _add_link("decision", "agenda_item", "agenda_item")
    op.create_index(op.f("ix_decision_agenda_item"), "decision", ["agenda_item"], unique=False)
    _add_link("metric", "data_source", "data_source")
    op.create_index(op.f("ix_metric_data_source"), "metric", ["data_source"], unique=False)
    _add_link("milestone", "cohort", "cohort")
    op.add_column("milestone", sa.Column("foreign_id", sa.Text(), nullable=True))
    op.add_column("milestone", sa.Column("foreign", sa.Text(), nullable=True))
    op.create_index(op.f("ix_milestone_cohort"), "milestone", ["cohort"], unique=False)
    _add_link("programme", "logo", "attachment")
    op.create_index(op.f("ix_programme_logo"), "programme", ["logo"], unique=False)
    _add_link("series", "cohort", "cohort")
    op.create_index(op.f("ix_series_cohort"), "series", ["cohort"], unique=False)


def _add_link(table: str, column: str, target: str) -> None:
    # As text: SQLite takes a foreign key with its new column, and alembic offers no way to say so.
    op.execute(
        f'ALTER TABLE "{table}" ADD COLUMN "{column}" VARCHAR(32) CONSTRAINT "fk_{table}_{column}"'
        f' REFERENCES "{target}" (id) DEFERRABLE INITIALLY DEFERRED'
    )
