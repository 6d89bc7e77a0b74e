"""`chamkheo replay`: published panels enter through the judges' sockets and come out as published, or the status says no."""

from __future__ import annotations

import csv
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

import wsgi
from contest.files.panelreader import PanelsUnreadable, load
from contest.files.panels import chosen, same
from tests.serving import Served, chamkheo

MADE = Path(__file__).parent / "made_panels"
ALONE = dict(os.environ)


def replay(folder: Path, target: Path, *more: str) -> tuple[int, dict[str, Any], str]:
    """Replay a folder on a server of its own; gives status, what it wrote and what it said on standard error."""
    done = chamkheo(ALONE, "replay", str(folder), "--json", str(target), *more)
    written = json.loads(target.read_text(encoding="utf-8")) if target.exists() else {}
    return done.returncode, written, done.stderr


def changed(folder: Path, file: str, row: int, column: str, value: str) -> Path:
    """Give a copy of the made panels in `folder` with one cell changed (row 0 is the first below the heading)."""
    shutil.copytree(MADE, folder)
    with (folder / file).open(encoding="utf-8", newline="") as read:
        rows = list(csv.DictReader(read))
    rows[row][column] = value
    with (folder / file).open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return folder


def test_a_folder_with_an_absent_judge_an_empty_seat_and_ties_agrees(tmp_path: Path) -> None:
    status, written, said = replay(MADE, tmp_path / "figures.json")
    assert status == 0, said
    assert written.pop("seconds") > 0
    assert written == {
        "segments": 2,
        "rankings_agree": 2,
        "panels": 50,
        "panels_agree": 50,
        "totals": 10,
        "totals_agree": 10,
        "commands": 4 * 8 + 6 * 9 - 1,
        "duplicates": (4 * 8 + 6 * 9 - 1) // 5,
    }
    assert "[2/2]" in said


def test_a_published_figure_that_differs_is_told_and_the_status_is_1(tmp_path: Path) -> None:
    folder = changed(tmp_path / "wrong", "component_marks.csv", 0, "published_panel_score", "8.39")
    status, written, said = replay(folder, tmp_path / "figures.json", "--segment", "giả định short program")
    assert status == 1
    assert (written["segments"], written["panels"], written["panels_agree"]) == (1, 20, 19)
    assert (written["totals_agree"], written["rankings_agree"]) == (4, 1)
    assert "An Invented, composition: công bố 8.39, tính được 8.38" in said


def test_real_panels_agree(shared: Path, tmp_path: Path) -> None:
    folder = shared / "data" / "published-panels"
    smallest = min(load(folder), key=lambda segment: len(segment.performances))
    status, written, said = replay(folder, tmp_path / "figures.json", "--segment", smallest.title)
    assert status == 0, said
    count = len(smallest.performances)
    assert (written["segments"], written["rankings_agree"]) == (1, 1)
    assert (written["panels_agree"], written["totals_agree"], written["commands"]) == (5 * count, count, 9 * count)


def test_it_runs_against_a_running_server(served: Served, tmp_path: Path) -> None:
    server = ("--server", served.staff, "--link", served.link)
    status, written, said = replay(MADE, tmp_path / "figures.json", "--segment", "GIẢ ĐỊNH SHORT PROGRAM", *server)
    assert status == 0, said
    assert (written["totals_agree"], written["panels_agree"]) == (4, 20)
    status, _, said = replay(MADE, tmp_path / "again.json", *server)
    assert status == 1
    assert "Liên kết này đã dùng" in said


def test_what_is_asked_wrongly_is_refused_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for args, words in (
        ((str(tmp_path),), "Không có tệp"),
        ((str(MADE), "--segment", "không có đâu"), "Không có nội dung nào tên “không có đâu”"),
        ((str(MADE), "--segment", "x", "--all"), "Chỉ dùng một trong hai"),
        ((str(MADE), "--server", "http://127.0.0.1:9"), "--server và --link phải đi cùng nhau"),
        ((str(MADE), "--server", "http://127.0.0.1:9", "--link", "x"), "không trả lời"),
    ):
        with pytest.raises(SystemExit) as ended:
            wsgi.cli(["replay", *args])
        assert ended.value.code in {1, 2}
        assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    ("file", "row", "column", "value", "words"),
    [
        ("performances.csv", 1, "element_total", "33,33", "performances.csv dòng 3, cột element_total: “33,33”"),
        ("performances.csv", 1, "published_rank", "hai", "cột published_rank: “hai” không đúng, cần số nguyên"),
        ("performances.csv", 1, "name", "", "performances.csv dòng 3, cột name"),
        ("performances.csv", 1, "performance_id", "a1", "mỗi lượt thi cần một mã riêng"),
        ("performances.csv", 1, "performance_id", "zz", "mã này không có dòng nào trong component_marks.csv"),
        ("performances.csv", 1, "segment", "EXHIBITION", "cần có chữ SHORT hoặc FREE"),
        ("component_marks.csv", 0, "J1", "10.25", "component_marks.csv dòng 2, cột J1: “10.25”"),
        ("component_marks.csv", 0, "J1", "8.3", "bước 0.25"),
        ("component_marks.csv", 0, "J1", "-1", "cần số thập phân không âm"),
        ("component_marks.csv", 0, "factor", "1.2", "cùng một hệ số"),
        ("component_marks.csv", 0, "component", "Skating Skills", "mỗi thành phần đúng một dòng"),
        ("component_marks.csv", 0, "component", "", "cột component"),
    ],
)
def test_a_bad_cell_is_named_by_file_line_and_column(
    tmp_path: Path, file: str, row: int, column: str, value: str, words: str
) -> None:
    with pytest.raises(PanelsUnreadable) as refused:
        load(changed(tmp_path / "bad", file, row, column, value))
    assert words in str(refused.value)


def test_a_file_that_is_no_table_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "bad"
    shutil.copytree(MADE, folder)
    for content, words in (
        (b"performance_id\n1\n", "thiếu cột competition"),
        (b"\xff\xfe\x00", "không đọc được"),
        (b"", "thiếu cột performance_id"),
    ):
        (folder / "performances.csv").write_bytes(content)
        with pytest.raises(PanelsUnreadable, match=words):
            load(folder)
    (folder / "performances.csv").write_bytes((MADE / "performances.csv").read_bytes().split(b"\n")[0] + b"\n")
    with pytest.raises(PanelsUnreadable, match="không có lượt thi nào"):
        load(folder)


def test_entries_of_one_name_are_told_apart(tmp_path: Path) -> None:
    segment = load(changed(tmp_path / "twins", "performances.csv", 1, "name", "An Invented"))[0]
    assert [each.name for each in segment.performances][:2] == ["An Invented (số 1, a1)", "An Invented (số 2, b2)"]


def test_segments_are_chosen_by_title_name_or_words() -> None:
    segments = load(MADE)
    assert [each.name for each in chosen(segments, "giả định FREE skating")] == ["GIẢ ĐỊNH FREE SKATING"]
    assert [each.name for each in chosen(segments, segments[0].title)] == ["GIẢ ĐỊNH SHORT PROGRAM"]
    assert len(chosen(segments, "Số liệu giả định 2026")) == 2
    assert chosen(segments, "") == []


def test_figures_are_the_same_whatever_their_writing() -> None:
    assert same("8.5", "8,50")
    assert same("3", 3)
    assert not same("8.5", None)
    assert not same("8.5", "8.49")
