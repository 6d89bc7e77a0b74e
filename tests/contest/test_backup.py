"""Backups while the writer works, and restores that are declared."""

from __future__ import annotations

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
