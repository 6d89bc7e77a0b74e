"""nothing replaces an event"""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TRIGGERS = (
    "CREATE TRIGGER event_no_replace BEFORE INSERT ON event "
    "WHEN EXISTS (SELECT 1 FROM event WHERE contest_id = NEW.contest_id AND seq = NEW.seq) "
    "BEGIN SELECT RAISE(ABORT, 'event: append only'); END",
    "CREATE TRIGGER command_answer_no_replace BEFORE INSERT ON command_answer "
    "WHEN EXISTS (SELECT 1 FROM command_answer WHERE command_id = NEW.command_id) "
    "BEGIN SELECT RAISE(ABORT, 'command_answer: append only'); END",
)


def upgrade() -> None:
    # SQLite fires no DELETE trigger for the row that INSERT OR REPLACE removes; PostgreSQL knows no such statement.
    if op.get_bind().dialect.name == "sqlite":
        for trigger in TRIGGERS:
            op.execute(trigger)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER event_no_replace")
        op.execute("DROP TRIGGER command_answer_no_replace")
