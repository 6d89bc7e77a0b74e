"""Seats of the rulebook in a contest: who must send before a performance is locked, and whose sheets count."""

from __future__ import annotations

from fractions import Fraction

import pytest

from contest import deskview
from contest.scorebook.refusals import Refused
from contest.writer import Writer
from tests.building import Built, build

PART = """
[[parts]]
key = "{key}"
name = "{name}"
max_points = 10
panel = {{ method = "mean" }}
criteria = [{{ key = "x", name = "Điểm", max_points = 10, step = 1 }}]
"""


def two_parts(absent: str = "whole_part") -> str:
    parts = PART.format(key="a", name="Phần A") + PART.format(key="b", name="Phần B")
    return f'name = "Thể lệ"\nabsent = "{absent}"\n{parts}'


SHADOW = two_parts() + '[[seats]]\nseat = "3"\nshadow = true\n'
DEPUTY = two_parts("deputy") + '[[seats]]\nseat = "3"\ndeputy_of = "2"\n'
ONE_PART = two_parts() + '[[seats]]\nseat = "3"\nparts = ["b"]\n'


def running(writer: Writer, rulebook: str) -> Built:
    built = build(writer, rulebook=rulebook)
    built.start()
    built.do("open", "secretary", part="a", team=built.teams["Suối Bạc"])
    return built


def mark(built: Built, seat: int, points: int) -> str:
    return built.send(seat, "a", "Suối Bạc", {"x": points * 1000}).status


def lock(built: Built) -> None:
    built.do("lock", "secretary", part="a", team=built.teams["Suối Bạc"])


def figure(built: Built) -> tuple[Fraction | None, str]:
    part = built.board().standings.of(str(built.teams["Suối Bạc"])).parts["a"]
    return part.points, f"{part.marked}/{part.seats}"


def absent(built: Built, seat: int, why: str = "absent") -> None:
    place = {"part": "a", "team": built.teams["Suối Bạc"], "seat": built.seats[seat - 1]}
    built.do("judge_absent", "secretary", **place, reason="Ốm", why=why)


def test_nobody_waits_for_a_shadow_and_its_sheet_is_kept(writer: Writer) -> None:
    built = running(writer, SHADOW)
    assert [mark(built, 1, 8), mark(built, 2, 9)] == ["accepted", "accepted"]
    row = deskview.grid(built.board(), "a", {}).row(built.teams["Suối Bạc"])
    assert (row.count, row.complete, row.missing) == ("2/2", True, ())
    assert mark(built, 3, 1) == "accepted"
    lock(built)
    assert figure(built) == (Fraction(17, 2), "2/2")
    assert built.board().standings.of(str(built.teams["Suối Bạc"])).parts["a"].shadows == {str(built.seats[2]): 1}


def test_a_deputy_counts_when_the_seat_is_absent(writer: Writer) -> None:
    built = running(writer, DEPUTY)
    assert mark(built, 1, 8) == "accepted"
    absent(built, 2, "recused")
    with pytest.raises(Refused, match="missing_sheets") as caught:
        lock(built)
    assert "Giám khảo số 3" in caught.value.message
    assert mark(built, 3, 4) == "accepted"
    row = deskview.grid(built.board(), "a", {}).row(built.teams["Suối Bạc"])
    assert (row.count, row.complete) == ("2/2", True)
    lock(built)
    assert figure(built) == (Fraction(6), "2/2")


def test_a_deputy_is_not_waited_for_while_the_seat_is_there(writer: Writer) -> None:
    built = running(writer, DEPUTY)
    assert [mark(built, 1, 8), mark(built, 2, 9)] == ["accepted", "accepted"]
    lock(built)
    assert figure(built) == (Fraction(17, 2), "2/2")


def test_a_recused_judge_is_told_apart_from_an_absent_one(writer: Writer) -> None:
    built = running(writer, two_parts())
    assert [mark(built, 1, 8), mark(built, 2, 9)] == ["accepted", "accepted"]
    absent(built, 3, "late")
    lock(built)
    part = built.board().standings.of(str(built.teams["Suối Bạc"])).parts["a"]
    assert part.absent_why == {str(built.seats[2]): "late"}


def test_a_seat_marks_only_its_parts(writer: Writer) -> None:
    built = running(writer, ONE_PART)
    answer = built.send(3, "a", "Suối Bạc", {"x": 5000})
    assert (answer.status, answer.message) == ("invalid", "Theo thể lệ, giám khảo này không chấm phần Phần A.")
    place = {"part": "a", "team": built.teams["Suối Bạc"], "seat": built.seats[2]}
    with pytest.raises(Refused, match="seat_not_in_part"):
        built.do("type_sheet", "secretary", **place, marks={"x": "5"})
    assert [mark(built, 1, 8), mark(built, 2, 9)] == ["accepted", "accepted"]
    lock(built)
    assert figure(built) == (Fraction(17, 2), "2/2")
    assert [len(deskview.grid(built.board(), part, {}).seats) for part in ("a", "b")] == [2, 3]
