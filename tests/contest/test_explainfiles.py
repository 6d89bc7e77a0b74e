"""`chamkheo explain` as a person types it, on files and on a contest in the database."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from contest.cli import chamkheo
from contest.writer import Writer
from tests.building import play_worked

CASE = Path(__file__).parents[1] / "scoring" / "cases" / "worked-case-decided"
FILES = (str(CASE / "rulebook.toml"), str(CASE / "marks.csv"))
MORE = ("--deductions", str(CASE / "deductions.csv"), "--decisions", str(CASE / "decisions.csv"))


def run(*arguments: str, **environment: str) -> Result:
    return CliRunner(env=environment).invoke(chamkheo, ["explain", *arguments])


def test_files_explain_a_team() -> None:
    shown = run(*FILES, "b", *MORE)
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert shown.stdout.splitlines()[:4] == [
        "Giải trình kết quả của đội B",
        "Theo thể lệ, giám khảo được gọi theo số.",
        "Dấu → là làm tròn.",
        "",
    ]
    assert "trừ vì Vi phạm thể lệ (Lý do một): 87,2 − 1 = 86,2 → 86,20 (ghi ra 2 số lẻ)." in shown.stdout


def test_files_explain_a_team_in_its_group() -> None:
    case = CASE.with_name("groups-apart")
    shown = run(*(str(case / name) for name in ("rulebook.toml", "marks.csv")), "Y", "--teams", str(case / "teams.csv"))
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert "Hạng 1 trong 2 đội được xếp hạng của Bảng 2" in shown.stdout


def test_files_explain_why_one_team_stands_above_another() -> None:
    shown = run(*FILES, "c", "--over", "F", *MORE)
    assert shown.stdout.splitlines()[0] == "Đội F và đội C"
    assert "Xét quyết định có biên bản. Thứ tự: F, rồi đến C. Căn cứ: Biên bản số 1." in shown.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((*FILES, "Z"), "Không có đội “Z”. Các đội: A, B, C, D, E, F."),
        ((*FILES, "A", "--over", "a"), "Hai đội phải khác nhau."),
        ((*FILES,), "hoặc tệp thể lệ, tệp điểm và tên đội"),
        (("A",), "Đề nghị ghi số của hội thi và tên đội"),
        ((FILES[1], FILES[1], "A"), "marks.csv"),
    ],
)
def test_what_is_asked_wrongly_is_answered_in_words(arguments: tuple[str, ...], said: str) -> None:
    shown = run(*arguments)
    assert shown.exit_code != 0
    assert said in shown.stderr
    assert "Traceback" not in shown.stderr


def test_a_contest_in_the_database_is_explained(writer: Writer, database_url: str) -> None:
    built = play_worked(writer)
    shown = run(str(built.id), "B", CHAMKHEO_DATABASE_URL=database_url)
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert "Cộng: 18,05 + 17,05 + 35,1 + 16 = 86,2 → 86,20 (ghi ra 2 số lẻ)." in shown.stdout
    beside = run(str(built.id), "A", "--over", "B", CHAMKHEO_DATABASE_URL=database_url)
    assert "Đội A đứng trên đội B vì tổng điểm như ghi ra cao hơn: 87,75 − 86,20 = 1,55." in beside.stdout
    missing = run("999", "A", CHAMKHEO_DATABASE_URL=database_url)
    assert (missing.exit_code, "Không có hội thi số 999" in missing.stderr) == (1, True)


def test_no_database_is_made_by_asking(tmp_path: Path) -> None:
    path = tmp_path / "khong-co.db"
    shown = run("1", "A", CHAMKHEO_DATABASE_URL=f"sqlite:///{path}", CHAMKHEO_INSTANCE=str(tmp_path / "instance"))
    assert (shown.exit_code, path.exists()) == (1, False)
