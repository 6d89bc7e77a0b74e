"""One contest's standings, from the log on, with that contest alone in the database and with two thousand others."""

from __future__ import annotations

import tempfile
import time
from functools import partial
from pathlib import Path

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from contest import board, schema
from contest.db import now
from contest.tables.contests import Contest, RulebookVersion
from contest.tables.scorebook import Event
from contest.writer import Writer
from tests.building import play_worked

Row = tuple[str, str]
OTHERS, ROUNDS = 2_000, 25
APART = 10_000  # between the ids of one copy and the next


def main() -> list[Row]:
    """Give (what, value) rows of one run."""
    with tempfile.TemporaryDirectory() as folder:
        alone, crowded = (_database(Path(folder) / name, others) for name, others in (("one", 0), ("many", OTHERS)))
        times: tuple[list[float], list[float]] = ([], [])
        for _ in range(ROUNDS):
            for spent, (writer, contest_id) in zip(times, (alone, crowded), strict=True):
                spent.append(writer.run(partial(_seconds, contest_id)))
        for writer, _contest_id in (alone, crowded):
            writer.close()
    one, many = map(min, times)  # what else the machine does only ever adds to a turn
    return [
        ("standings read from a database of one contest", f"{one * 1000:.2f} ms"),
        (f"from a database of {OTHERS + 1} contests", f"{many * 1000:.2f} ms"),
        ("many against one (goal ≤ 2)", f"{many / one:.2f} ×"),
    ]


def _database(path: Path, others: int) -> tuple[Writer, int]:
    url = f"sqlite:///{path}"
    schema.upgrade(url)
    writer = Writer(url)
    built = play_worked(writer)
    if others:
        writer.run(lambda session: _copy(session, built.id, others))
    return writer, built.id


def _copy(session: Session, contest_id: int, times: int) -> None:
    """Copy the contest with its rulebook and its whole log, under ids of their own."""
    contest = session.get_one(Contest, contest_id)
    row = {each.name: getattr(contest, each.name) for each in Contest.__table__.columns}
    log = session.execute(text("SELECT * FROM event WHERE contest_id = :id"), {"id": contest_id}).mappings().all()
    rules = session.query(RulebookVersion).filter_by(contest_id=contest_id).one()
    for number in range(1, times + 1):
        new = contest_id + number * APART
        session.execute(insert(Contest), [row | {"id": new, "uid": f"copy-{number}"}])
        version = {"contest_id": new, "number": 1, "document": rules.document, "fingerprint": rules.fingerprint}
        session.execute(insert(RulebookVersion), [version | {"created_at": now()}])
        session.execute(insert(Event), [dict(event) | {"contest_id": new, "command_id": None} for event in log])


def _seconds(contest_id: int, session: Session) -> float:
    session.expire_all()
    started = time.process_time()
    standings = board.read(session, contest_id).standings
    spent = time.process_time() - started
    assert standings.rows
    return spent


if __name__ == "__main__":
    for name, figure in main():
        print(f"{name}: {figure}")
