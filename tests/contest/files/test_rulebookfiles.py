"""`chamkheo diff` on files as people have them."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from contest.files.rulebookfiles import diff
from contest.rulewords.file import as_json
from scoring.preset import preset, presets


def run(*paths: Path) -> tuple[int, list[str]]:
    result = CliRunner().invoke(diff, [str(path) for path in paths])
    return result.exit_code, result.output.splitlines()


def test_two_files_are_compared_in_sentences(tmp_path: Path) -> None:
    before, after = tmp_path / "truoc.toml", tmp_path / "nay.toml"
    text = presets()["long-den"].read_text(encoding="utf-8")
    before.write_text(text, encoding="utf-8-sig")
    after.write_text(
        text.replace('step = "0.5"', "step = 1", 1).replace("decimals = 2", "decimals = 1"), encoding="utf-8"
    )
    assert run(before, after) == (
        0,
        ["Lồng đèn, tiêu chí “Mới, có ý nghĩa”: bước điểm 0,5 → 1", "Số chữ số thập phân khi hiển thị 2 → 1"],
    )


def test_toml_and_json_of_one_rulebook_are_the_same(tmp_path: Path) -> None:
    toml, json = tmp_path / "a.toml", tmp_path / "a.JSON"
    toml.write_text(presets()["ke-chuyen"].read_text(encoding="utf-8"), encoding="utf-8")
    json.write_text(as_json(preset("ke-chuyen")), encoding="utf-8")
    assert run(toml, json) == (0, ["Hai thể lệ giống hệt nhau."])


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    bad = tmp_path / "sai.toml"
    bad.write_text('name = "x"', encoding="utf-8")
    code, lines = run(bad, tmp_path / "thieu.toml")
    assert code == 1
    assert lines[0].startswith("sai.toml: Phần thi: chưa có phần thi nào")
    assert lines[1] == "Có 1 chỗ cần sửa nên chưa so sánh."
    assert run(tmp_path / "thieu.toml", bad)[1][0].startswith("thieu.toml: Không mở được tệp")
