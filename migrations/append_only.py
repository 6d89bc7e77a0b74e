"""Triggers by which the database itself refuses to change or delete what was written, on SQLite and PostgreSQL."""

from __future__ import annotations

from alembic import op


def keep(table: str, key: str = "id") -> None:
    """Let `table` take new rows and nothing else; `key` is its primary key column."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE FUNCTION {table}_is_kept() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{table}: append only'; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {table}_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_kept()"
        )
        return
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table}: append only'); END"
    for act in ("UPDATE", "DELETE"):
        op.execute(f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} {refuse}")
    # SQLite fires no DELETE trigger for the row that INSERT OR REPLACE removes.
    twin = f"SELECT 1 FROM {table} WHERE {key} = NEW.{key}"  # noqa: S608 - our own names
    op.execute(f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN EXISTS ({twin}) {refuse}")


def forget(table: str) -> None:
    """Take the triggers of `table` away again."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP FUNCTION {table}_is_kept() CASCADE")
        return
    for act in ("update", "delete", "replace"):
        op.execute(f"DROP TRIGGER {table}_no_{act}")
