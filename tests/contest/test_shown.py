"""How a released body becomes lines on a screen: commas in line, words where figures are missing, Vietnam's clock."""

from __future__ import annotations

from typing import Any

import pytest

from contest.shown import Cell, clock, rows_of


def body(*rows: dict[str, Any], states: tuple[str, ...] = ("done", "running")) -> dict[str, Any]:
    """Give a body with these rows and parts in these states."""
    blank = {
        "team": "1", "order": 1, "name": "Suối Bạc", "unit": None, "rank": None, "tied": False,
        "points": [], "total": "", "state": "waiting",
    }  # fmt: skip
    parts = [{"key": str(n), "name": str(n), "state": state} for n, state in enumerate(states)]
    return {"parts": parts, "rows": [blank | row for row in rows], "prizes": []}


def test_figures_keep_room_for_the_decimals_they_lack() -> None:
    rows = rows_of(body({"points": ["18,05", "9"], "total": "27,05"}, {"points": ["18", "10"], "total": "28"}, {}))
    assert [row.cells for row in rows] == [
        (Cell("18,05", ""), Cell("9", "")),
        (Cell("18", ",00"), Cell("10", "")),
        (Cell("", ""), Cell("", "")),
    ]
    assert [row.total for row in rows] == [Cell("27,05", ""), Cell("28", ",00"), Cell("", "")]


def test_a_team_on_stage_is_told_where_its_figure_will_stand() -> None:
    on_stage, elsewhere, absent = rows_of(
        body(
            {"state": "performing", "points": ["18", ""]},
            {"state": "performing", "points": ["18", "17"]},
            {"state": "absent"},
        )
    )
    assert (on_stage.word, on_stage.cells[1]) == ("", Cell("", "", "đang thi"))
    assert (elsewhere.word, elsewhere.cells[1].word) == ("đang thi", "")
    assert absent.word == "vắng mặt"


def test_a_team_away_from_one_part_is_told_so_in_that_parts_cell_only() -> None:
    once, never = rows_of(
        body(
            {"state": "done", "points": ["", "17"], "absent_parts": [0]},
            {"state": "absent", "absent_parts": [0, 1]},
        )
    )
    assert (once.state, once.word) == ("done", "")
    assert [(cell.text, cell.word) for cell in once.cells] == [("", "vắng"), ("17", "")]
    assert (never.word, [cell.word for cell in never.cells]) == ("vắng mặt", ["", ""])


def test_prizes_stand_beside_their_teams_and_only_the_first_three_ranks_have_shapes() -> None:
    told = body(*({"name": f"Đội {rank}", "rank": rank} for rank in range(1, 6)))
    told["prizes"] = [{"name": "Giải nhất", "teams": ["Đội 1"]}, {"name": "Giải nhì", "teams": ["Đội 2", "Đội 3"]}]
    rows = rows_of(told)
    assert [row.shape for row in rows] == ["first", "second", "third", "", ""]
    assert [row.prize for row in rows] == ["Giải nhất", "Giải nhì", "Giải nhì", "", ""]


@pytest.mark.parametrize("at", ["2026-11-22T02:42:18.123Z", "2026-11-22T09:42:18+07:00", "2026-11-22T09:42:18"])
def test_the_clock_is_vietnams(at: str) -> None:
    assert clock(at) == "09:42:18"


def test_a_teams_group_its_rank_there_and_all_its_prizes_stand_beside_it() -> None:
    told = body(
        {"name": "A", "group": "Khối 1"}, {"name": "B", "group": "Khối 2", "rank": 2, "group_rank": 1}, {"name": "C"}
    )
    told["prizes"] = [{"name": "Giải nhất", "teams": ["B"]}, {"name": "Giải Phong cách", "teams": ["B", "A"]}]
    assert [(row.group, row.prize) for row in rows_of(told)] == [
        ("Khối 1", "Giải Phong cách"),
        ("Khối 2, hạng 1", "Giải nhất; Giải Phong cách"),
        ("", ""),
    ]
