"""Alembic's environment: the staff's tables, on SQLite and PostgreSQL alike, through the writing engine."""

from __future__ import annotations

from typing import Any

from alembic import context

from contest.db import Base, UtcTime


def render_item(kind: str, item: Any, _autogen: Any) -> str | bool:
    """Write our column types into migrations as what they are in the database, so that old migrations need no code of ours."""
    if kind == "type" and isinstance(item, UtcTime):
        return "sa.String(length=24)"
    return False


def run() -> None:
    """Run the migrations on the connection that contest.schema hands over, inside its transaction."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=Base.metadata,
        render_item=render_item,
        render_as_batch=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
