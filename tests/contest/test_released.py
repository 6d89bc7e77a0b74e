"""The released store on SQLite and PostgreSQL: numbers, generations, and that the hall's way in can never write."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from contest.released import Released, ReleasedStore, StoreUnreadable

NAMES = {"contest": "son-hoa", "title": "Hội thi “Dân vận khéo” xã Sơn Hòa", "stage": "names"}
POINTS = NAMES | {"stage": "points"}
AT = "2026-11-22T09:42:18+07:00"


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def url(request: pytest.FixtureRequest) -> str:
    """Give the address of an empty store on each of the two databases."""
    return str(request.getfixturevalue(request.param))


def test_numbers_rise_only_when_the_public_board_changes(url: str) -> None:
    store = ReleasedStore(url)
    store.create()
    before = store.version()

    assert store.put("son-hoa", 1, NAMES, AT) == 1
    after = store.version()
    assert store.put("son-hoa", 1, dict(reversed(NAMES.items())), "2026-11-22T09:50:00+07:00") is None
    assert store.version() == after != before
    assert store.put("son-hoa", 1, POINTS, AT) == 2
    assert store.put("son-hoa", 1, NAMES, AT) == 3  # hidden again: a new board, whatever an older one said
    assert store.newest("son-hoa") == Released("son-hoa", 1, 3, NAMES, AT)


def test_a_declared_generation_wins_even_with_the_same_words(url: str) -> None:
    store = ReleasedStore(url)
    store.create()
    for _ in range(3):
        store.put("son-hoa", 1, NAMES, AT)
        store.put("son-hoa", 1, POINTS, AT)
    assert store.put("son-hoa", 2, POINTS, AT) == 1
    assert store.put("son-hoa", 1, NAMES, AT) == 7  # a straggler of the old generation stays behind
    newest = store.newest("son-hoa")
    assert newest is not None
    assert (newest.order, newest.body) == ((2, 1), POINTS)


def test_each_contest_has_its_own_boards(url: str) -> None:
    store = ReleasedStore(url)
    store.create()
    store.put("son-hoa", 1, NAMES, AT)
    store.put("ba-vi", 4, POINTS, AT)
    store.put("son-hoa", 1, POINTS, AT)
    assert [(board.contest, board.order) for board in store.all_newest()] == [("ba-vi", (4, 1)), ("son-hoa", (1, 2))]
    assert store.newest("khac") is None


def test_the_halls_way_in_reads_and_cannot_write(url: str) -> None:
    staff, hall = ReleasedStore(url), ReleasedStore(url, read_only=True)
    with pytest.raises(StoreUnreadable):
        hall.version()
    staff.create()
    staff.put("son-hoa", 1, NAMES, AT)
    assert hall.all_newest() == staff.all_newest()
    with pytest.raises(DBAPIError, match=r"readonly|read-only"):
        hall.put("son-hoa", 1, POINTS, AT)
    with pytest.raises(DBAPIError, match=r"readonly|read-only"), hall._engine.begin() as connection:
        connection.execute(text("DELETE FROM released_board"))
    assert hall.newest("son-hoa") == staff.newest("son-hoa")


def test_the_hall_opens_a_store_whose_writer_is_gone_and_sees_one_put_in_its_place(tmp_path: Path) -> None:
    file = tmp_path / "released.db"
    hall = ReleasedStore(f"sqlite:///{file}", read_only=True)
    with pytest.raises(StoreUnreadable):
        hall.all_newest()
    assert not file.exists()  # looking never makes the file

    writer = ReleasedStore(f"sqlite:///{file}")
    writer.create()
    writer.put("son-hoa", 1, NAMES, AT)
    writer.close()
    assert [board.order for board in hall.all_newest()] == [(1, 1)]

    for leftover in tmp_path.glob("released.db*"):
        leftover.unlink()
    again = ReleasedStore(f"sqlite:///{file}")
    again.create()
    again.put("son-hoa", 2, POINTS, AT)
    assert [board.order for board in hall.all_newest()] == [(2, 1)]
