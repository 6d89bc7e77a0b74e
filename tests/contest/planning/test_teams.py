"""Teams by hand and from a list: importing again changes nothing, and a removed team leaves no place behind."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.board import read as read_board
from contest.files.roster import MemberRow, Preview, TeamRow, read
from contest.planning import teams
from contest.planning.contests import Details, create
from contest.scorebook.entry import SYSTEM, Book
from contest.scorebook.refusals import Refused
from contest.tables.contests import Team
from contest.tables.people import Account
from contest.writer import Writer
from scoring.preset import preset
from tests.building import Built, build

ROWS = (
    ("STT", "Tên đội", "Đơn vị", "Đội trưởng", "Thành viên"),
    (1, "Suối Bạc", "Xã Suối Bạc", "Lê Thị Hoa", "Lê Thị Hoa; Ksor H’Blin (dự bị)"),
    (2, "Krông Pa", "xã Krông Pa", "Trần Văn An", "Nguyễn Văn B\nPhạm Thị C"),
    (3, "Ea Chà Rang", "", "Nay Hờ Nga", ""),
)


def workbook(rows: tuple[tuple[Any, ...], ...]) -> Preview:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return read(target.getvalue(), "doi.xlsx")


def do(built: Built, work: Callable[[Book], Any]) -> Any:
    return built.writer.run(lambda session: work(Book(session, built.id, SYSTEM)))


def listed(built: Built) -> list[TeamRow]:
    return built.writer.run(lambda session: teams.as_rows(teams.listed(session, built.id)))


def test_importing_again_changes_nothing(writer: Writer) -> None:
    built = build(writer, ("Cà Lúi",))
    preview = workbook(ROWS)
    first = do(built, lambda book: teams.take_over(book, preview))
    assert [row.name for row in first.new] == ["Suối Bạc", "Krông Pa", "Ea Chà Rang"]
    before = listed(built)
    again = do(built, lambda book: teams.take_over(book, preview))
    assert (again.new, again.changed) == ((), ())
    assert len(again.same) == 3
    assert [row.name for row in again.missing] == ["Cà Lúi"]
    assert listed(built) == before


def test_a_captain_named_apart_is_the_first_member(writer: Writer) -> None:
    built = build(writer, ())
    do(built, lambda book: teams.take_over(book, workbook(ROWS)))
    by_name = {row.name: row for row in listed(built)}
    assert by_name["Suối Bạc"].members == (
        MemberRow(name="Lê Thị Hoa", role="Đội trưởng"),
        MemberRow(name="Ksor H’Blin", role="dự bị"),
    )
    assert [member.name for member in by_name["Krông Pa"].members] == ["Trần Văn An", "Nguyễn Văn B", "Phạm Thị C"]
    assert by_name["Ea Chà Rang"].captain == "Nay Hờ Nga"


def test_another_spelling_is_the_same_team_and_changes_it(writer: Writer) -> None:
    built = build(writer, ("Suoi Bac", "SUỐI BẠC"))
    plan = writer.run(lambda session: teams.plan(session, built.id, workbook((ROWS[0], ROWS[1]))))
    assert plan.new == ()
    assert [(each.before.name, each.after.name) for each in plan.changed] == [("SUỐI BẠC", "Suối Bạc")]


def test_names_are_one_to_a_team(writer: Writer) -> None:
    built = build(writer)
    with pytest.raises(Refused) as refused:
        do(built, lambda book: teams.add(book, TeamRow(name="suối  BẠC")))
    assert (refused.value.code, refused.value.field) == ("team_twice", "name")
    with pytest.raises(Refused):
        do(built, lambda book: teams.change(book, built.teams["Suối Trai"], TeamRow(name="Suối Bạc")))
    do(built, lambda book: teams.change(book, built.teams["Suối Bạc"], TeamRow(name="Suối Bạc 1", unit="Xã Suối Bạc")))
    assert listed(built)[0].unit == "Xã Suối Bạc"


def test_members_are_replaced_in_place(writer: Writer) -> None:
    built = build(writer)
    team = built.teams["Suối Bạc"]
    for names in (("A", "B", "C"), ("C", "A")):
        replace(built, team, names)
    assert [member.name for member in listed(built)[0].members] == ["C", "A"]


def replace(built: Built, team: int, names: tuple[str, ...]) -> None:
    row = TeamRow(name="Suối Bạc", members=tuple(MemberRow(name=name) for name in names))
    do(built, lambda book: teams.change(book, team, row))


def test_a_removed_team_leaves_its_place_in_drawn_orders(writer: Writer) -> None:
    built = build(writer)
    built.order()
    last = built.teams["Sơn Phước"]
    do(built, lambda book: teams.remove(book, last))
    new = do(built, lambda book: teams.add(book, TeamRow(name="Cà Lúi")))
    board = writer.run(lambda session: read_board(session, built.id))
    # SQLite may give the new team the removed one's number; it must still be drawn.
    assert new.id not in board.ledger.order("chao_hoi")
    assert board.ledger.data("order", "chao_hoi")["note"] == "Bỏ đội “Sơn Phước” sau khi bốc thăm"
    with pytest.raises(Refused, match="needs_order"):
        built.do("start")


def test_after_the_start_teams_stay(writer: Writer) -> None:
    built = build(writer)
    built.start()
    team = built.teams["Suối Bạc"]
    for work in (
        lambda book: teams.add(book, TeamRow(name="Mới")),
        lambda book: teams.change(book, team, TeamRow(name="Khác")),
        lambda book: teams.remove(book, team),
        lambda book: teams.take_over(book, workbook(ROWS)),
    ):
        with pytest.raises(Refused, match="already_started"):
            do(built, work)
    assert [row.name for row in listed(built)] == ["Suối Bạc", "Suối Trai", "Sơn Phước"]


def test_a_copy_takes_teams_and_seats_over(writer: Writer) -> None:
    built = build(writer)
    do(built, lambda book: teams.take_over(book, workbook(ROWS)))

    def copy(session: Session) -> int:
        account = session.get_one(Account, built.accounts["organiser"])
        source = read_board(session, built.id).contest
        details = Details("Hội thi mới", "Xã Sơn Hòa", source.level_id, source.held_on, "Ở đây", "", "after_part")
        rules = preset("dan-van-kheo")
        return create(session, account, details, rules, copied_from=built.id, with_teams=True).id

    made = writer.run(copy)
    board = writer.run(lambda session: read_board(session, made))
    assert [(seat.number, seat.head, seat.name) for seat in board.seats] == [
        (1, True, ""),
        (2, False, ""),
        (3, False, ""),
    ]
    copied = writer.run(lambda session: teams.as_rows(teams.listed(session, made)))
    assert copied == listed(built)
    assert writer.run(lambda session: session.scalars(select(Team.id).where(Team.contest_id == made)).all())
