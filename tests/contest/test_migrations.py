"""What stood in an earlier version's database still stands after the upgrade, and the schema is what the tables say."""

from __future__ import annotations

import importlib
import pkgutil

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

import contest.tables
from contest import schema
from contest.db import Base
from tests.conftest import both_databases

OLD = (
    "INSERT INTO unit (id, name, match_key) VALUES (1, 'Xã Đắk Hòa', 'xã đắk hòa')",
    "INSERT INTO contest (id, uid, name, unit_id, level_id, held_on, place, organiser_name, release_mode, invented, created_at) "
    "VALUES (1, 'u1', 'Hội thi', 1, (SELECT id FROM level WHERE code = 'xa'), '2024-10-08', 'Nhà văn hóa', '', 'after_lock', "
    "false, '2024-10-01T00:00:00.000Z')",
    "INSERT INTO team (id, contest_id, position, name, match_key, unit_id) VALUES (1, 1, 1, 'Thôn 1', 'thôn 1', 1)",
    "INSERT INTO event (contest_id, seq, at, actor, kind, subject, data, hash) "
    "VALUES (1, 1, '2024-10-08T00:00:00.000Z', 'system', 'started', 'contest', '{}', 'h')",
)


@both_databases
def test_a_database_of_before_the_seasons_is_taken_over(database_url: str) -> None:
    schema.upgrade(database_url, "0004")
    engine = create_engine(database_url)
    with engine.begin() as connection:
        for statement in OLD:
            connection.execute(text(statement))
    schema.upgrade(database_url)
    with engine.connect() as connection:
        units = connection.execute(text("SELECT name, search_key FROM unit")).all()
        branch = connection.execute(text("SELECT above_id, unit_id FROM unit_branch")).all()
        kept = connection.execute(
            text(
                "SELECT c.name, u.name, t.name, e.kind FROM contest c JOIN unit u ON u.id = c.unit_id "
                "JOIN team t ON t.contest_id = c.id JOIN event e ON e.contest_id = c.id"
            )
        ).all()
    engine.dispose()
    assert units == [("Xã Đắk Hòa", "xa dak hoa")]
    assert branch == [(1, 1)]
    assert kept == [("Hội thi", "Xã Đắk Hòa", "Thôn 1", "started")]
    schema.downgrade(database_url, "0004")
    schema.upgrade(database_url)


@both_databases
def test_the_migrations_make_what_the_tables_say(database_url: str) -> None:
    for module in pkgutil.iter_modules(contest.tables.__path__):
        if module.name != "releases":  # a store of its own
            importlib.import_module(f"contest.tables.{module.name}")
    schema.upgrade(database_url)
    engine = create_engine(database_url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    engine.dispose()
