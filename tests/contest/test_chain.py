"""The chain: what it catches, what a printed head adds, and what the database itself refuses."""

from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy import create_engine, make_url, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from contest import chain, schema, verify
from contest.tables.contests import Member
from contest.tables.scorebook import Event
from contest.writer import Writer
from tests.building import build, play_worked
from tests.conftest import both_databases

MARKS = {"noi_dung": 9500, "hinh_thuc": 6250}


def played(writer: Writer) -> int:
    built = build(writer)
    built.start()
    built.do("open", part="chao_hoi", team=built.teams["Suối Bạc"])
    for seat in (1, 2, 3):
        built.send(seat, "chao_hoi", "Suối Bạc", MARKS)
    return built.id


@both_databases
def test_an_untouched_chain_holds_and_its_printed_head_is_found(writer: Writer, database_url: str) -> None:
    played(writer)
    [verdict] = verify.verify(database_url)
    assert verdict.faults == ()
    assert verdict.head.count == len(verdict.hashes)
    assert verdict.had(chain.short(verdict.head.hash), verdict.head.count)
    assert verdict.had(verdict.head.hash, verdict.head.count)
    assert not verdict.had(verdict.head.hash, verdict.head.count - 1)
    assert not verdict.had(verdict.head.hash[:8], verdict.head.count)


@both_databases
@pytest.mark.parametrize(
    "change", ["UPDATE event SET actor = 'system'", "DELETE FROM event", "DELETE FROM command_answer"]
)
def test_the_database_refuses_to_change_the_log(writer: Writer, database_url: str, change: str) -> None:
    played(writer)
    engine = create_engine(database_url)
    with pytest.raises(DBAPIError, match="append only"), engine.begin() as connection:
        connection.execute(text(change))
    engine.dispose()


@pytest.mark.parametrize("table", ["event", "command_answer"])
def test_sqlite_refuses_to_replace_what_is_logged(writer: Writer, database_url: str, table: str) -> None:
    played(writer)
    engine = create_engine(database_url)
    with pytest.raises(DBAPIError, match="append only"), engine.begin() as connection:
        connection.execute(text(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1"))
    engine.dispose()


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("UPDATE rulebook_version SET document = replace(document, '\"20\"', '\"20.0\"')", ()),
        ("UPDATE rulebook_version SET document = replace(document, 'Chào hỏi', 'Chào')", ("rulebook",)),
        ("UPDATE team SET name = 'Đội khác' WHERE position = 1", ("teams",)),
        ("DELETE FROM rulebook_version", ("rulebook",)),
    ],
)
def test_rules_and_teams_changed_behind_the_chain_are_found(
    writer: Writer, database_url: str, change: str, what: tuple[str, ...]
) -> None:
    played(writer)
    writer.close()
    with sqlite3.connect(str(make_url(database_url).database)) as connection:
        connection.execute(change)
    [verdict] = verify.verify(database_url)
    assert (verdict.faults, verdict.changed) == ((), what)


def test_a_result_that_no_longer_follows_from_the_marks_is_found(writer: Writer, database_url: str) -> None:
    built = play_worked(writer)
    built.do("decide_tie", "head_judge", order=f"{built.teams['C']}>{built.teams['F']}", minutes="BB", reason="Hội ý")
    built.do("draft", "secretary")
    built.do("sign", "head_judge", signatories="Trưởng Ban Giám khảo")
    prizes = {"nhat": [built.teams["A"]], "nhi": [built.teams["B"], built.teams["C"]]}
    rest = {"ba": [built.teams[name] for name in "FDE"]}
    built.do("approve_prizes", "organiser", prizes=prizes | rest)
    built.do("finalise", "organiser")
    [verdict] = verify.verify(database_url)
    assert verdict.changed == ()
    writer.close()
    _rewrite(database_url, built.id, '"diem":31000', '"diem":39000')  # one mark of E's skit, every hash made to fit
    [verdict] = verify.verify(database_url)
    assert (verdict.faults, verdict.changed) == ((), ("result",))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("UPDATE event SET data = replace(data, '9500', '9750') WHERE seq = 5", ("hash", 5)),
        ("UPDATE event SET actor = 'seat:9' WHERE seq = 4", ("hash", 4)),
        ("UPDATE event SET at = '2026-01-01T00:00:00.000Z' WHERE seq = 1", ("hash", 1)),
        ("DELETE FROM event WHERE seq = 3", ("gap", 4)),
    ],
)
def test_a_change_behind_the_triggers_is_found(
    writer: Writer, database_url: str, change: str, fault: tuple[str, int]
) -> None:
    played(writer)
    writer.close()
    with sqlite3.connect(str(make_url(database_url).database)) as connection:
        for trigger in ("event_no_update", "event_no_delete"):
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute(change)
    [verdict] = verify.verify(database_url)
    assert (verdict.faults[0].what, verdict.faults[0].seq) == fault


def test_a_rewritten_chain_passes_alone_and_fails_against_the_printed_head(writer: Writer, database_url: str) -> None:
    contest_id = played(writer)
    [before] = verify.verify(database_url)
    writer.close()
    _rewrite(database_url, contest_id, "9500", "9750")
    [after] = verify.verify(database_url)
    assert after.faults == ()
    assert not after.had(before.head.hash, before.head.count)


def _rewrite(database_url: str, contest_id: int, old: str, new: str) -> None:
    """Write the whole log anew behind the triggers, a text of its data replaced and every hash made to fit."""
    engine = create_engine(database_url)
    with engine.begin() as connection:
        for trigger in ("event_no_update", "event_no_delete"):
            connection.execute(text(f"DROP TRIGGER {trigger}"))
    with Session(engine) as session:
        uid = session.execute(text("SELECT uid FROM contest")).scalar_one()
        previous = chain.genesis(uid)
        for event in session.scalars(select(Event).where(Event.contest_id == contest_id).order_by(Event.seq)):
            event.data = event.data.replace(old, new)
            event.hash = previous = chain.link(previous, event)
        session.commit()
    engine.dispose()


def test_a_head_is_shown_in_groups_of_four() -> None:
    assert chain.short("8f2a0c11" * 8) == "8F2A 0C11 8F2A 0C11 8F2A"


@both_databases
def test_migrations_go_down_and_up_with_what_people_wrote(writer: Writer, database_url: str) -> None:
    built = build(writer)
    member = Member(team_id=built.teams["Suối Bạc"], position=1, name="Lê An", role="đội trưởng " * 10)
    writer.run(lambda session: session.add(member))
    built.start()
    writer.close()
    schema.downgrade(database_url, "0001")
    schema.upgrade(database_url)
    [verdict] = verify.verify(database_url)
    assert (verdict.faults, verdict.changed) == ((), ())
