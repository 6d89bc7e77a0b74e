"""The contest workbook: what LibreOffice recalculates from its formulas is what the engine says, to the last digit."""

from __future__ import annotations

import io
import random
import unicodedata
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from contest.board import Board
from contest.files.cells import ROUNDED, safe, sheet_names
from contest.files.partcolumns import FORMULAS
from contest.files.tables import PANEL_NAMES
from contest.files.workbook import workbook
from contest.parted import PARTED
from contest.scorebook.refusals import Refused
from contest.writer import Writer
from scoring.panel import METHODS
from scoring.points import round_half_up
from scoring.preset import preset
from scoring.rounding import MODES
from scoring.rulebook import loads
from scoring.ties import STEPS
from tests.building import build, play_worked
from tests.contest.files.boards import make_board, random_board
from tests.contest.files.spreadsheet import recalculated

HEADER = 6  # the header's row, counted from 1


def table(book: Workbook, sheet: str) -> dict[str, dict[str, Any]]:
    """Give a sheet's points table: team name → header → value."""
    rows = list(book[sheet].iter_rows(min_row=HEADER, values_only=True))
    heads = [str(head) for head in rows[0] if head is not None]
    found = {}
    for row in rows[1:]:
        if row[0] is None:
            break
        found[str(row[1])] = dict(zip(heads, row, strict=False))
    return found


def require_equal(book: Workbook, board: Board) -> None:
    """Compare every part figure, total and rank with the engine's."""
    names = book.sheetnames[1:]
    summary, tables = table(book, "Tổng hợp"), {name: table(book, name) for name in names}
    for row in board.standings.rows:
        team = board.team(row.team).name
        line = summary[team]
        shown = None if row.total_shown is None else float(row.total_shown)
        assert (line["Tổng điểm"] or None, line["Hạng"]) == (shown or None, row.rank), team
        for part, sheet in zip(board.rules.parts, names, strict=True):
            figure = row.parts[part.key]
            cells = tables[sheet][team]
            require_near(line[f"Điểm {part.short_name}"], figure.net)
            require_near(cells[f"Điểm phần thi {part.short_name}"], figure.net)
            require_near(cells["Điểm trừ"], figure.deducted)
            if "Số GK chấm" in cells and figure.state == "marked":
                assert cells["Số GK chấm"] == f"{figure.marked}/{figure.seats}"


def require_near(cell: Any, figure: Fraction | None) -> None:
    if figure is None:
        assert cell in {None, ""}
    else:
        assert cell == pytest.approx(float(figure), abs=1e-9)


def require_cached(content: bytes, book: Workbook) -> None:
    """Compare every cell's stored result with the recalculated one."""
    stored = load_workbook(io.BytesIO(content), data_only=True)
    for sheet in stored.worksheets:
        for cells in sheet.iter_rows():
            for cell in cells:
                again = book[sheet.title][cell.coordinate].value
                if isinstance(cell.value, int | float):
                    assert again == pytest.approx(cell.value, abs=1e-9), (sheet.title, cell.coordinate)
                else:
                    assert (again or None) == (cell.value or None), (sheet.title, cell.coordinate)


def test_worked_case_recalculates_with_its_tie(writer: Writer, tmp_path: Path) -> None:
    played = {method: play_worked(writer, method) for method in ("mean", "trimmed_mean")}
    made = {method: built.board() for method, built in played.items()}
    built = played["mean"]
    built.do("draft", "secretary")
    order = f"{built.teams['F']}>{built.teams['C']}"
    built.do("decide_tie", "head_judge", order=order, minutes="Biên bản 01", reason="Tiểu phẩm sát đề hơn")
    made["decided"] = built.board()
    content = {name: workbook(board) for name, board in made.items()}
    books = recalculated(content, tmp_path)
    for name, board in made.items():
        require_equal(books[name], board)
        require_cached(content[name], books[name])
    told = {
        name: {team: (line["Tổng điểm"], line["Hạng"]) for team, line in table(book, "Tổng hợp").items()}
        for name, book in books.items()
    }
    mean = {"A": (87.75, 1), "B": (86.2, 2), "C": (85.6, 3), "F": (85.6, 3), "D": (85, 5), "E": (71.95, 6)}
    assert told["mean"] == mean
    assert told["decided"] == mean | {"C": (85.6, 4)}
    assert [told["trimmed_mean"][team] for team in "ABCDEF"] == [
        (87.75, 1), (86.33, 2), (85.58, 3), (84.92, 5), (73.25, 6), (85.58, 3),
    ]  # fmt: skip
    decided = table(books["decided"], "Tổng hợp")
    assert decided["F"]["Căn cứ"] == "Quyết định: Tiểu phẩm sát đề hơn"
    assert decided["C"]["Giải đề xuất"] == "Giải ba"


def test_random_contests_recalculate_to_the_engines_figures(tmp_path: Path) -> None:
    dice = random.Random(20261122)
    made = {f"b{number}": random_board(dice) for number in range(40)}
    content = {name: workbook(board) for name, board in made.items()}
    books = recalculated(content, tmp_path)
    for name, board in made.items():
        require_equal(books[name], board)
        require_cached(content[name], books[name])
    rows = [row for board in made.values() for row in board.standings.rows]
    assert {row.state for row in rows} == {"ranked", "incomplete", "unranked"}
    assert {row.parted_by for row in rows} >= {None, "decision"}
    assert any(row.tied_with for row in rows)
    parts = [part for board in made.values() for part in board.rules.parts]
    assert {part.panel.method for part in parts} == set(METHODS) - {"carried", "audience"}
    assert any(rule.weight != 1 for board in made.values() for rule in board.rules.seats)
    assert any(figure.deputies for row in rows for figure in row.parts.values())
    assert any(figure.shadows for row in rows for figure in row.parts.values())
    assert any(figure.struck for row in rows for figure in row.parts.values())


CHAIN = """
name = "Phân định"
ties = ["part:a", "criterion:b.c2", "decision"]
[[parts]]
key = "a"
name = "Phần A"
max_points = 10
panel = { method = "mean" }
criteria = [{ key = "c1", name = "C", max_points = 10, step = 1 }]
[[parts]]
key = "b"
name = "Phần B"
max_points = 20
panel = { method = "mean" }
criteria = [{ key = "c1", name = "C1", max_points = 10, step = 1 }, { key = "c2", name = "C2", max_points = 10, step = 1 }]
"""
# part A, criteria 1 and 2 of part B: all 17 in total but the last.
CHAINED = {"Sen": (8, 5, 4), "Cúc": (7, 5, 5), "Mai": (7, 6, 4), "Đào": (7, 6, 4), "Lan": (7, 6, 4), "Huệ": (6, 5, 5)}


def test_tie_chain_gives_the_engines_ranks(tmp_path: Path) -> None:
    facts: list[tuple[str, Mapping[str, Any]]] = []
    for team, (one, two, three) in enumerate(CHAINED.values(), 1):
        for part, marks in (("a", {"c1": one * 1000}), ("b", {"c1": two * 1000, "c2": three * 1000})):
            facts.append(
                (f"sheet/{part}/{team}/101", {"state": "received", "marks": marks, "remark": "", "receipt": ""})
            )
    facts.append(
        (
            "decision/3-4-5",
            {"order": [[5], [3, 4]], "totals": dict.fromkeys("345", "17"), "reason": "Hội ý", "minutes": "BB 01"},
        )
    )
    board = make_board(loads(CHAIN), list(CHAINED), 1, facts)
    book = recalculated({"chain": workbook(board)}, tmp_path)["chain"]
    require_equal(book, board)
    lines = table(book, "Tổng hợp")
    assert {team: (line["Hạng"], line["Thứ tự khi bằng điểm"]) for team, line in lines.items()} == {
        "Sen": (1, 1), "Cúc": (2, 2), "Lan": (3, 3), "Mai": (4, 4), "Đào": (4, 4), "Huệ": (6, 1),
    }  # fmt: skip
    grounds = {team: line["Căn cứ"] for team, line in lines.items()}
    assert grounds["Sen"] == "Bằng tổng điểm, xếp theo điểm phần Phần A"
    assert grounds["Cúc"] == "Bằng tổng điểm, xếp theo tiêu chí C2"
    assert grounds["Mai"] == "Quyết định: Hội ý; Đồng hạng với Đào"


TRAPS = """
name = "Bẫy làm tròn"
rank_on = "shown"
rounding = [{ stage = "total", decimals = 2 }]
[[parts]]
key = "a"
name = "Phần"
max_points = 200
panel = { method = "mean" }
criteria = [{ key = "c", name = "C", max_points = 200, step = "0.001" }]
deductions = [{ key = "loi", name = "Lỗi", kind = "flat" }]
"""
HALVES = (92_125, 1_005, 2_675, 1_115, 4_015, 10_075, 8_345, 64_445, 149_995, 46_170, 125)


def test_halves_that_binary_floats_store_low_still_round_up(tmp_path: Path) -> None:
    rules = loads(TRAPS)
    facts: list[tuple[str, Mapping[str, Any]]] = []
    for team, half in enumerate(HALVES, 1):
        for seat in (101, 102):
            # Two marks about the half, so that the mean itself makes it.
            mark = half + (2 if seat == 101 else -2)
            facts.append(
                (f"sheet/a/{team}/{seat}", {"state": "received", "marks": {"c": mark}, "remark": "", "receipt": ""})
            )
    below = len(HALVES) + 1
    for seat in (101, 102):
        facts.append((f"sheet/a/{below}/{seat}", {"state": "received", "marks": {"c": 0}, "remark": "", "receipt": ""}))
    facts.append((f"deduction/a/{below}/1", {"rule": "loi", "amount": 125, "reason": "Sai", "withdrawn": False}))
    board = make_board(rules, [f"Đội {half}" for half in HALVES] + ["Âm"], 2, facts)
    book = recalculated({"traps": workbook(board)}, tmp_path)["traps"]
    require_equal(book, board)
    totals = {team: line["Tổng điểm"] for team, line in table(book, "Tổng hợp").items()}
    for half in HALVES:
        assert totals[f"Đội {half}"] == float(round_half_up(Fraction(half, 1000), 2))
    assert totals["Đội 92125"] == 92.13
    assert totals["Âm"] == -0.12  # half up, not away from zero


def test_published_rulebook_and_absences_recalculate(writer: Writer, tmp_path: Path) -> None:
    built = build(writer, ("Kỹ thuật một", "Hai"), 9, preset("published-panel-free"))
    built.start()
    for number, team in enumerate(built.teams):
        built.do("open", part="elements", team=built.teams[team])
        built.do("agreed", part="elements", team=built.teams[team], marks={"element_total": f"7{number}.37"})
        built.do("lock", part="elements", team=built.teams[team])
        built.do("open", part="components", team=built.teams[team])
        for seat in range(1, 10):
            if team == "Hai" and seat == 4:
                built.do("judge_absent", part="components", team=built.teams[team], seat=built.seats[3], reason="Ốm")
                continue
            keys = [criterion.key for criterion in built.rulebook.part("components").criteria]
            marks = {key: 7000 + 250 * ((seat * 3 + place + number) % 7) for place, key in enumerate(keys)}
            assert built.send(seat, "components", team, marks).status == "accepted"
        built.do("deduct", part="components", team=built.teams[team], rule="deduction", amount="1", reason="Ngã")
        built.do("lock", part="components", team=built.teams[team])
    board = built.board()
    content = workbook(board)
    book = recalculated({"published": content}, tmp_path)["published"]
    require_equal(book, board)
    require_cached(content, book)
    cells = [cell for row in book["Thành phần"].iter_rows(values_only=True) for cell in row]
    assert cells.count("vắng") == 6  # five criteria and their sum
    assert "8/9" in cells


def test_unfinished_contest_shows_no_marks_of_an_unfinished_panel(writer: Writer) -> None:
    built = build(writer)
    built.start()
    built.do("open", part="chao_hoi", team=built.teams["Suối Bạc"])
    built.send(1, "chao_hoi", "Suối Bạc", {"noi_dung": 11_250, "hinh_thuc": 7_750})
    book = load_workbook(io.BytesIO(workbook(built.board())), data_only=True)
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for cell in row]
    assert "đã nhận" in cells
    assert "chưa đủ phiếu" in cells
    assert not {11.25, 7.75, 19, "11,25"} & set(cells)
    assert table(book, "Tổng hợp")["Suối Bạc"]["Tổng điểm"] is None
    assert any("Dự thảo" in str(cell) for cell in cells)
    assert "Số liệu minh họa" in cells


HOSTILE = (
    "=1+1",
    "+84 912 345 678",
    "-2",
    "@SUM(A1)",
    "<r><t>x</t></r>",
    '"; DROP TABLE',
    "'Đội' \"Sen\" & <b>",
    unicodedata.normalize("NFD", "Nguyễn Thị Hường"),
    "Đội có tên rất dài " * 10,
    "http://example.org",
    "_x0041_",
    "Ký tự\ufffe lạ",
    "0123",
    "1/2",
)


def test_names_stay_text_whatever_they_begin_with(tmp_path: Path) -> None:
    rules = loads(TRAPS.replace('"Phần"', '"=1+1 [*]/\'?"'))
    board = make_board(
        rules,
        list(HOSTILE),
        1,
        [("sheet/a/1/101", {"state": "received", "marks": {"c": 1000}, "remark": HOSTILE[0], "receipt": ""})],
    )
    content = workbook(board)
    book = load_workbook(io.BytesIO(content))
    names = [
        row[1]
        for row in book["Tổng hợp"].iter_rows(min_row=HEADER + 1, max_row=HEADER + len(HOSTILE), values_only=True)
    ]
    expected = {safe(name) for name in HOSTILE}
    assert set(names) == expected
    assert "Nguyễn Thị Hường" in expected
    assert all(
        row[1].data_type == "s" for row in book["Tổng hợp"].iter_rows(min_row=HEADER + 1, max_row=HEADER + len(HOSTILE))
    )
    again = recalculated({"hostile": content}, tmp_path)["hostile"]
    require_equal_names = {
        str(row[1])
        for row in again["Tổng hợp"].iter_rows(min_row=HEADER + 1, max_row=HEADER + len(HOSTILE), values_only=True)
    }
    assert {name.strip() for name in require_equal_names} == {name.strip() for name in expected}


def test_sheet_names_are_valid_and_unique() -> None:
    wanted = [
        "Tiểu phẩm",
        "tiểu phẩm",
        "a/b:c*?[x]\\",
        "'Sen'",
        "",
        "History",
        "Phần rất dài " * 5,
        "Phần rất dài " * 5,
        "TỔNG HỢP",
    ]
    names = sheet_names(wanted, taken=("Tổng hợp",))
    assert len({name.casefold() for name in names}) == len(wanted)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") and name.strip("'") == name for name in names)
    assert names[:2] == ["Tiểu phẩm", "tiểu phẩm (2)"]


def test_page_set_up_and_data_can_be_filtered(writer: Writer) -> None:
    content = workbook(play_worked(writer).board())
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Tổng hợp", "Chào hỏi", "Tình huống", "Tiểu phẩm", "Kiến thức"]
    for sheet in book.worksheets:
        page = sheet.page_setup
        assert (page.orientation, page.paperSize, page.fitToWidth or 1, page.fitToHeight) == ("landscape", 9, 1, 0)
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        repeated = HEADER if sheet.title == "Tổng hợp" else heads_of(sheet, "Mã biên nhận")
        assert sheet.print_title_rows == f"${repeated}:${repeated}"
        assert sheet.freeze_panes == f"C{HEADER + 1}"
        assert sheet.print_area
        first, last = sheet.auto_filter.ref.split(":")
        rows = range(int("".join(filter(str.isdigit, first))), int("".join(filter(str.isdigit, last))) + 1)
        assert rows == range(HEADER, HEADER + 7)
        assert not [
            merged for merged in sheet.merged_cells.ranges if set(rows) & set(range(merged.min_row, merged.max_row + 1))
        ]
        foot = str(sheet.oddFooter)
        assert "Dự thảo" in foot
        assert "Mã chuỗi" in foot
    front = [str(cell) for row in book["Tổng hợp"].iter_rows(values_only=True) for cell in row if cell]
    assert {"TỔ THƯ KÝ", "TRƯỞNG BAN GIÁM KHẢO"} <= set(front)
    assert not any("kiểm tra" in cell for cell in front)
    head = board_of_head(front)
    assert len(head) == 64
    first_total = book["Tổng hợp"]["H7"]
    assert (first_total.data_type, first_total.number_format) == ("f", "0.00")


def heads_of(sheet: Any, head: str) -> int:
    return next(number for number, row in enumerate(sheet.iter_rows(values_only=True), 1) if head in row)


def board_of_head(cells: list[str]) -> str:
    return next(cell for cell in cells if len(cell) == 64 and set(cell) <= set("0123456789ABCDEF"))


def test_same_board_makes_the_same_bytes(writer: Writer) -> None:
    built = play_worked(writer)
    assert workbook(built.board()) == workbook(built.board())


def test_a_total_that_does_not_reconcile_is_refused() -> None:
    rules = loads(TRAPS)
    sheet = {"state": "received", "marks": {"c": 1000}, "remark": "", "receipt": ""}
    contest = {"step": "finalised", "finalised": {"revision": 1, "ranking": [{"team": 1, "rank": 1, "total": "2"}]}}
    facts: list[tuple[str, Mapping[str, Any]]] = [
        ("sheet/a/1/101", sheet),
        ("sheet/a/2/101", sheet),
        ("contest", contest),
    ]
    with pytest.raises(Refused, match="unreconciled") as refused:
        workbook(make_board(rules, ["Sen", "Cúc"], 1, facts))
    assert "Sen" in refused.value.message


@pytest.mark.parametrize(
    "change",
    [{"net": Fraction(3)}, {"deducted": Fraction(1), "net": Fraction(0)}, {"points": Fraction(2), "net": Fraction(2)}],
)
def test_a_part_that_does_not_add_up_is_refused(change: Mapping[str, Any]) -> None:
    sheet = {"state": "received", "marks": {"c": 1000}, "remark": "", "receipt": ""}
    board = make_board(loads(TRAPS), ["Sen", "Cúc"], 1, [("sheet/a/1/101", sheet), ("sheet/a/2/101", sheet)])
    first, *others = board.standings.rows
    wrong = replace(first, parts={"a": replace(first.parts["a"], **change)})
    board.__dict__["standings"] = replace(board.standings, rows=(wrong, *others))
    with pytest.raises(Refused, match="unreconciled"):
        workbook(board)


def test_every_rule_of_the_engine_has_its_formula() -> None:
    assert set(FORMULAS) == {name for name, method in METHODS.items() if not method.relative}
    assert set(METHODS) == set(PANEL_NAMES)
    assert set(ROUNDED) == set(MODES)
    assert set(PARTED) == set(STEPS)


def test_workbook_is_plain_xlsx_without_links(writer: Writer) -> None:
    with zipfile.ZipFile(io.BytesIO(workbook(play_worked(writer).board()))) as book:
        assert not [name for name in book.namelist() if "external" in name.lower() or "hyperlink" in name.lower()]


GROUPED = """
name = "Xếp theo bảng"
ties = ["decision"]
[[parts]]
key = "a"
name = "Phần A"
max_points = 10
panel = { method = "mean" }
criteria = [{ key = "c1", name = "C1", max_points = 10, step = 1 }]
"""
MARKED = {"Sen": 8, "Cúc": 8, "Mai": 8, "Đào": 7, "Lan": 7, "Huệ": 6, "Sim": None}
IN_GROUPS = {
    "Sen": "Bảng 1",
    "Cúc": "Bảng 2",
    "Mai": "Bảng 1",
    "Đào": "Bảng 2",
    "Lan": "Bảng 2",
    "Huệ": "Bảng 1",
    "Sim": "Bảng 1",
}


@pytest.mark.parametrize("groups", ["together", "apart", "both"])
@pytest.mark.parametrize("shared", ["standard", "dense"])
def test_ranks_in_groups_and_dense_ranks_recalculate(groups: str, shared: str, tmp_path: Path) -> None:
    facts: list[tuple[str, Mapping[str, Any]]] = [
        (f"sheet/a/{team}/101", {"state": "received", "marks": {"c1": mark * 1000}, "remark": "", "receipt": ""})
        for team, mark in enumerate(MARKED.values(), 1)
        if mark is not None
    ]
    facts.append(
        ("decision/1-3", {"order": [[3], [1]], "totals": {"1": "8", "3": "8"}, "reason": "Hội ý", "minutes": ""})
    )
    board = make_board(loads(f'groups = "{groups}"\nshared_ranks = "{shared}"' + GROUPED), list(MARKED), 1, facts)
    for team in board.teams:
        team.group_name = IN_GROUPS[team.name]
    book = recalculated({"grouped": workbook(board)}, tmp_path)["grouped"]
    require_equal(book, board)
    if groups == "both":
        lines = table(book, "Tổng hợp")
        for row in board.standings.rows:
            line = lines[board.team(row.team).name]
            assert (line["Bảng"], line["Hạng bảng"]) == (row.group, row.group_rank)
