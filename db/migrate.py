"""Migrations: small frozen steps, run by alembic, that bring a plan of an older format to this one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Column, MetaData, String, Table

if TYPE_CHECKING:
    from sqlalchemy import Connection

#: The newest migration.
HEAD = "0002"

#: Alembic's own table; a new plan is made with it already at the newest migration.
version_table = Table(
    "alembic_version", MetaData(), Column("version_num", String(32), nullable=False, primary_key=True)
)


def upgrade(connection: Connection) -> None:
    """Bring the plan behind the connection to the newest format, inside the connection's transaction."""
    from alembic import command
    from alembic.config import Config

    configuration = Config()
    configuration.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    configuration.attributes["connection"] = connection
    command.upgrade(configuration, "head")
