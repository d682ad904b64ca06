"""Data: sources, their audits with dimensions, columns and rules, and what was found."""

from __future__ import annotations

from db.models import Audit, AuditColumn, AuditDimension, AuditFinding, AuditRule, DataSource
from ui.sections.records_page import Part, RecordsPage


class DataPage(RecordsPage):
    """Data: sources, their audits with dimensions, columns and rules, and what was found."""

    TITLE = "Data"
    CONDITION = "data_ready"
    PARTS = (
        Part(
            DataSource,
            columns=(
                "name",
                "kind",
                "system",
                "owner",
                "critical",
                "personal_data",
                "lawful_basis",
                "access_confirmed_on",
            ),
            programme_too=True,
        ),
        Part(
            Audit,
            columns=(
                "data_source",
                "audited_on",
                "auditor",
                "rows",
                "result",
            ),
        ),
        Part(
            AuditFinding,
            columns=(
                "data_source",
                "text",
                "severity",
                "remedy",
                "remedy_owner",
                "due",
                "closed_on",
            ),
        ),
        Part(
            AuditDimension,
            columns=(
                "audit",
                "dimension",
                "required",
                "score",
                "passed",
                "n",
                "evidence",
            ),
        ),
        Part(
            AuditColumn,
            columns=(
                "audit",
                "name",
                "type",
                "filled",
                "distinct",
                "invalid",
                "personal",
            ),
        ),
        Part(
            AuditRule,
            columns=(
                "data_source",
                "check",
                "column",
                "parameters",
            ),
            programme_too=True,
        ),
    )
