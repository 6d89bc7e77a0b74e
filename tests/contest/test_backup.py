"""Backups while the writer works, and restores that are declared."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest import backup, verify
from contest.ledger import newest
from contest.restore import restore
from contest.scorebook.refusals import Refused
from contest.scorebook.sheets import Speaker, submit
from contest.tables.scorebook import Store
from contest.writer import Writer, WriterTaken
from tests.building import build

MARKS = {"noi_dung": 9500, "hinh_thuc": 6250}


def generation(session: Session) -> int:
    return session.scalars(select(Store.generation)).one()


def test_a_stale_copy_comes_back_declared_and_the_tablets_bring_the_rest(
    writer: Writer, database_url: str, tmp_path: Path
) -> None:
    built = build(writer)
    built.start()
    built.do("open", part="chao_hoi", team=built.teams["Suối Bạc"])
    first = built.body("chao_hoi", "Suối Bạc", MARKS)
    second = built.body("chao_hoi", "Suối Bạc", MARKS | {"noi_dung": 9750}, base=1)
    speaker = Speaker(built.devices[0])
    before = writer.run(lambda session: submit(session, speaker, first))
    copy = backup.backup(database_url, tmp_path / "copies" / "c.db")
    writer.run(lambda session: submit(session, speaker, second))
    with pytest.raises(WriterTaken):
        restore(database_url, copy, "Máy hỏng")
    writer.close()
    assert restore(database_url, copy, "Máy hỏng") == 2
    again = Writer(database_url)
    try:
        assert again.run(generation) == 2
        said = again.run(lambda session: newest(session, built.id, "store"))
        assert said is not None
        assert (said.kind, said.data) == ("restored", {"generation": 2, "reason": "Máy hỏng"})
        answers = [again.run(lambda session, body=body: submit(session, speaker, body)) for body in (first, second)]  # type: ignore[misc]
        assert [answer.status for answer in answers] == ["duplicate", "accepted"]
        assert (answers[0].receipt, answers[1].version, answers[1].generation) == (before.receipt, 2, 2)
    finally:
        again.close()
    assert all(not verdict.faults for verdict in verify.verify(database_url))
    assert len(list(tmp_path.glob("chamkheo-before-restore-*.db"))) == 1


def test_a_backup_is_one_file_that_verifies_alone(writer: Writer, database_url: str, tmp_path: Path) -> None:
    build(writer).start()
    copy = backup.backup(database_url, tmp_path / "c.db")
    [original], [copied] = verify.verify(database_url), verify.verify(f"sqlite:///{copy}")
    assert copied == original
    assert sorted(path.name for path in tmp_path.glob("c.db*")) == ["c.db"]
    with pytest.raises(Refused, match="backup_exists"):
        backup.backup(database_url, copy)


@pytest.mark.parametrize("content", [b"", b"khong phai co so du lieu", b"SQLite format 3\0" + b"\1" * 200])
def test_a_damaged_copy_is_refused_and_nothing_changes(
    writer: Writer, database_url: str, tmp_path: Path, content: bytes
) -> None:
    build(writer)
    writer.close()
    damaged = tmp_path / "hong.db"
    damaged.write_bytes(content)
    before = verify.verify(database_url)
    with pytest.raises(Refused, match="backup_damaged"):
        restore(database_url, damaged, "thử")
    assert verify.verify(database_url) == before


@pytest.mark.parametrize("damage", ["garbage", "pages"])
def test_a_copy_comes_back_over_a_damaged_database_whose_bytes_are_kept(
    writer: Writer, database_url: str, tmp_path: Path, damage: str
) -> None:
    build(writer).start()
    copy = backup.backup(database_url, tmp_path / "copies" / "c.db")
    good = verify.verify(database_url)
    writer.close()
    database = backup.database_file(database_url)
    whole = database.read_bytes()
    broken = b"khong phai co so du lieu" if damage == "garbage" else whole[:4096] + b"\xff" * (len(whole) - 4096)
    database.write_bytes(broken)
    assert restore(database_url, copy, "Đĩa hỏng") > 1
    [again] = verify.verify(database_url)
    assert again.hashes[: good[0].head.count] == good[0].hashes
    assert [path.read_bytes() for path in tmp_path.glob("*-before-restore-*.db")] == [broken]
    assert list(tmp_path.glob("*.partial")) == list(tmp_path.glob("*.restoring*")) == []


def _newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()


def _alike(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        for table in ("event", "store", "contest"):
            connection.execute(f"CREATE TABLE {table} (x)")
        connection.commit()


@pytest.mark.parametrize(("change", "code"), [(_newer, "backup_newer"), (_alike, "backup_damaged")])
def test_a_copy_that_cannot_be_used_changes_nothing(
    writer: Writer, database_url: str, tmp_path: Path, change: Callable[[Path], None], code: str
) -> None:
    build(writer).start()
    copy = backup.backup(database_url, tmp_path / "copies" / "c.db")
    writer.close()
    change(copy)
    before = backup.database_file(database_url).read_bytes()
    with pytest.raises(Refused, match=code):
        restore(database_url, copy, "thử")
    assert backup.database_file(database_url).read_bytes() == before
    assert list(tmp_path.glob("*.restoring*")) == []


def test_a_generation_never_comes_twice_on_a_machine_that_lost_its_database(
    writer: Writer, database_url: str, tmp_path: Path
) -> None:
    build(writer).start()
    copy = backup.backup(database_url, tmp_path / "copies" / "c.db")
    writer.close()
    assert restore(database_url, copy, "thử") == 2
    backup.database_file(database_url).unlink()
    lost = restore(database_url, copy, "Máy mới")
    assert lost > 1_000_000
    assert restore(database_url, copy, "Lần nữa") == lost + 1


def test_a_restore_needs_its_reason_and_a_file(database_url: str, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="needs_reason"):
        restore(database_url, tmp_path / "x.db", " ")
    with pytest.raises(Refused, match="backup_missing"):
        restore(database_url, tmp_path / "x.db", "thử")
    with pytest.raises(Refused, match="backup_only_sqlite"):
        backup.backup("postgresql+psycopg://localhost/x", tmp_path / "y.db")


def test_old_copies_thin_out_to_one_an_hour(tmp_path: Path) -> None:
    start = datetime(2026, 11, 22, tzinfo=UTC)
    for minute in range(0, 180, 2):
        backup.timed_name(tmp_path, start + timedelta(minutes=minute)).touch()
    backup.prune(tmp_path, keep=30)
    left = sorted(path.name for path in tmp_path.iterdir())
    assert len(left) == 32
    assert left[-30:] == sorted(
        backup.timed_name(tmp_path, start + timedelta(minutes=minute)).name for minute in range(120, 180, 2)
    )
