"""The simulated secretary: what it does next, how it makes room for people, and how long it waits for them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from contest.db import iso
from live.director import Act, Director, unfilled
from live.players import invented_marks

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
GUESTS = [{"id": 1, "number": 1, "device": True}, {"id": 2, "number": 2, "device": True}]
CRITERIA: list[dict[str, Any]] = [{"key": "noi_dung", "name": "Nội dung", "max": 8000, "step": 250}]


def ago(seconds: float) -> str:
    """Give the ISO moment so many seconds ago."""
    return iso(NOW - timedelta(seconds=seconds))


def turn(team: int, state: str = "waiting", opened: float = 0, **sheets: str) -> dict[str, Any]:
    """Give a performance; sheets as s1="received"."""
    return {
        "team": team,
        "name": f"Đội {team}",
        "state": state,
        "since": ago(opened) if state != "waiting" else "",
        "sheets": {key[1:]: {"state": value, "version": 1} for key, value in sheets.items()},
        "agreed": False,
        "deducted": True,
    }


def stage(*turns: dict[str, Any], judged: bool = True, **change: Any) -> dict[str, Any]:
    """Give a running contest of one part; seats 1 and 2, seat 1 on a simulated tablet, seat 2 without a device."""
    return {
        "uid": "thu",
        "step": "running",
        "release": {"shown": True},
        "proposal": {},
        "seats": [{"id": 1, "number": 1, "device": True}, {"id": 2, "number": 2, "device": False}],
        "parts": [{"key": "phan", "judged": judged, "criteria": CRITERIA, "performances": list(turns)}],
        "late": [],
        "journal": [],
    } | change


def director() -> Director:
    """Give one that knows account 9 and seat 1 as simulated."""
    return Director(("account:9",), (1,))


def act(state: dict[str, Any], of: Director | None = None) -> tuple[str, Any] | None:
    """Give the next act's command and team."""
    found = (of or director()).next_act(state, NOW)
    return None if found is None else (found.command, found.args.get("team"))


def test_it_shows_the_board_once_unless_somebody_has_said_otherwise() -> None:
    assert act(stage(turn(1), release={})) == ("show", None)
    assert act(stage(turn(1), release={"shown": False})) == ("open", 1)


def test_it_opens_the_next_team_while_the_one_before_is_marked() -> None:
    on = turn(1, "open", 3, s1="received", s2="empty")
    assert act(stage(on, turn(2), turn(3))) == ("open", 2)
    assert act(stage(on, turn(2, "open", 1, s1="empty", s2="empty"), turn(3))) is None


def test_it_locks_a_team_that_everybody_has_marked() -> None:
    marked = {"s1": "received", "s2": "absent"}
    assert act(stage(turn(1, "open", 20, **marked), turn(2))) == ("lock", 1)
    assert act(stage(turn(1, "closing", 20, **marked))) == ("lock", 1)
    assert act(stage(turn(1, "open", 2, **marked))) is None


def test_it_enters_the_agreed_figure_before_the_lock() -> None:
    entered = director().next_act(stage(turn(1, "open", 20), judged=False), NOW)
    assert entered is not None
    assert entered.command == "agreed"
    assert 5 <= int(entered.args["marks"]["noi_dung"]) <= 10
    assert act(stage(turn(1, "open", 20) | {"agreed": True}, judged=False)) == ("lock", 1)


@pytest.mark.parametrize(
    ("step", "role", "command"),
    [
        ("prepared", "organiser", "start"),
        ("drafted", "head_judge", "sign"),
        ("signed", "organiser", "approve_prizes"),
        ("prizes_approved", "organiser", "finalise"),
        ("finalised", "organiser", "announce"),
    ],
)
def test_it_takes_every_step_in_its_own_role(step: str, role: str, command: str) -> None:
    found = director().next_act(stage(turn(1, "locked"), step=step, proposal={"nhat": [1]}), NOW)
    assert found is not None
    assert (found.role, found.command) == (role, command)
    assert found.args.get("prizes", {"nhat": [1]}) == {"nhat": [1]}


def test_it_drafts_when_all_is_locked_and_rests_when_all_is_announced() -> None:
    assert director().next_act(stage(turn(1, "locked")), NOW) == Act("secretary", "draft")
    assert act(stage(turn(1, "locked"), step="announced")) is None


def test_late_sheets_are_left_out_before_the_draft_once_nobody_is_on_stage() -> None:
    settled = director().next_act(stage(turn(1, "locked"), late=["a" * 32, "b" * 32]), NOW)
    assert settled is not None
    assert (settled.role, settled.command, settled.args["late"]) == ("head_judge", "leave_late", "a" * 32)
    assert settled.args["reason"]
    assert act(stage(turn(1, "open", 1, s1="empty", s2="empty"), late=["a" * 32])) is None


def test_a_person_at_the_desk_is_left_alone_for_a_minute() -> None:
    def journal(actor: str, kind: str, seconds: float) -> dict[str, Any]:
        return {"journal": [{"seq": 5, "at": ago(seconds), "actor": actor, "kind": kind, "subject": "x"}]}

    assert act(stage(turn(1), **journal("account:4", "performance_locked", 30))) is None
    assert act(stage(turn(1), **journal("account:4", "performance_locked", 70))) == ("open", 1)
    assert act(stage(turn(1), **journal("account:4", "board_hidden", 5))) == ("open", 1)
    assert act(stage(turn(1), **journal("account:9", "performance_locked", 5))) == ("open", 1)
    assert act(stage(turn(1), **journal("seat:1", "sheet_submitted", 5))) == ("open", 1)


def test_a_judge_who_is_a_person_is_waited_for_then_recorded_absent() -> None:
    of = director()
    young = turn(9, "open", 5, s1="received", s2="empty")  # just come on stage, so no other comes now
    waits = turn(1, "open", 80, s1="received", s2="empty")
    assert act(stage(waits, young, turn(2), seats=GUESTS), of) is None
    late = turn(1, "open", 95, s1="received", s2="empty")
    absent = of.next_act(stage(late, young, turn(2), seats=GUESTS), NOW)
    assert absent is not None
    assert (absent.command, absent.args["seat"], absent.args["absent"]) == ("judge_absent", 2, True)
    again = turn(3, "open", 20, s1="received", s2="empty")
    assert act(stage(again, young, turn(2), seats=GUESTS), of) == ("judge_absent", 3)
    of.forgive(stage(turn(4, "open", 5, s1="empty", s2="received"), seats=GUESTS))
    assert act(stage(again, young, turn(2), seats=GUESTS), of) is None


def test_one_more_team_comes_every_few_seconds_while_a_person_is_awaited() -> None:
    awaited = [turn(n, "open", 20, s1="received", s2="empty") for n in (1, 2)]
    assert act(stage(*awaited, turn(3), turn(4), seats=GUESTS)) == ("open", 3)
    third = turn(3, "open", 5, s1="received", s2="empty")
    assert act(stage(*awaited, third, turn(4), seats=GUESTS)) is None
    third = turn(3, "open", 8, s1="received", s2="empty")
    assert act(stage(*awaited, third, turn(4), seats=GUESTS)) == ("open", 4)


def test_the_next_part_begins_early_only_when_people_alone_are_waited_for() -> None:
    def two_parts(last: dict[str, Any]) -> dict[str, Any]:
        first, second = stage(last)["parts"][0], stage(turn(1))["parts"][0]
        return stage(seats=GUESTS, parts=[first, second | {"key": "sau"}])

    found = director().next_act(two_parts(turn(1, "open", 8, s1="received", s2="empty")), NOW)
    assert found == Act("secretary", "open", {"part": "sau", "team": 1})
    assert act(two_parts(turn(1, "open", 5, s1="received", s2="received"))) is None


def test_a_person_is_waited_for_shortly_when_nobody_is_left_to_come() -> None:
    assert act(stage(turn(1, "open", 14, s1="received", s2="empty"), seats=GUESTS)) is None
    assert act(stage(turn(1, "open", 16, s1="received", s2="empty"), seats=GUESTS)) == ("judge_absent", 1)


def test_seats_without_a_device_are_marked_on_paper() -> None:
    on = turn(1, "open", 5, s1="empty", s2="typed")
    assert [(part["key"], each["team"], seat["number"]) for part, each, seat in unfilled(stage(on, turn(2)))] == [
        ("phan", 1, 2)
    ]
    assert list(unfilled(stage(turn(1, "open", 5, s1="empty", s2="received")))) == []


def test_invented_marks_are_lawful_and_always_the_same() -> None:
    criteria = [*CRITERIA, {"key": "hinh_thuc", "name": "Hình thức", "max": 2000, "step": 250}]
    for team in range(1, 30):
        marks = invented_marks("thu", "phan", team, 1, criteria)
        assert marks == invented_marks("thu", "phan", team, 1, criteria)
        assert all(
            0 < marks[each["key"]] <= each["max"] and marks[each["key"]] % each["step"] == 0 for each in criteria
        )
    assert len({str(invented_marks("thu", "phan", team, 1, criteria)) for team in range(30)}) > 5
