"""`chamkheo score`: files as people's programs write them, every bad line named, nothing ranked until all are good."""

import json
import random
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from contest.files.scorefiles import score
from contest.files.scoretable import LIMIT_MB
from contest.messages.scorefiles import SCOREFILES, refuse

CASE = Path(__file__).parents[1] / "scoring" / "cases" / "worked-case-mean"
RULEBOOK = """
name = "Hội thi thử"
prizes = [{ key = "nhat", name = "Giải Nhất", count = 1 }]
ties = ["decision"]

[[parts]]
key = "tp"
name = "Tiểu phẩm"
short_name = "TP"
max_points = 10
panel = { method = "mean" }
criteria = [
  { key = "nd", name = "Nội dung", max_points = 6, step = "0.25" },
  { key = "dx", name = "Diễn xuất", max_points = 4, step = "0.25" },
]
[[parts.deductions]]
key = "qg"
name = "Quá giờ"
kind = "overtime"
bands = [{ from = 1, points = 1 }]

[[parts]]
key = "kt"
name = "Kiến thức"
max_points = 20
panel = { method = "agreed" }
criteria = [{ key = "so", name = "Số câu", max_points = 10, step = 1, weight = 2 }]

[[deductions]]
key = "vp"
name = "Vi phạm"
kind = "flat"
max_points = 2
[[deductions]]
key = "dt"
name = "Điện thoại"
kind = "flat"
points = 1
"""
HEAD = "team,part,criterion,judge,points\n"
GOOD = HEAD + (
    "Suối Bạc,tp,nd,GK1,5\nSuối Bạc,tp,dx,GK1,3\nSuối Bạc,tp,nd,GK2,5.5\nSuối Bạc,tp,dx,GK2,3.5\nSuối Bạc,kt,so,,9\n"
    "Sơn Hội,tp,nd,GK1,5\nSơn Hội,tp,dx,GK1,3\nSơn Hội,tp,nd,GK2,5.5\nSơn Hội,tp,dx,GK2,3.5\nSơn Hội,kt,so,,8\n"
)


class Files:
    """A folder of score files and the command run on them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, name: str, content: str | bytes) -> str:
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    def run(
        self,
        marks: str | bytes = GOOD,
        *,
        deductions: str | None = None,
        decisions: str | None = None,
        struck: str | None = None,
        rulebook: str | bytes = RULEBOOK,
        as_json: bool = True,
    ) -> Result:
        arguments = [self.write("thele.toml", rulebook), self.write("diem.csv", marks)]
        if deductions is not None:
            arguments += ["--deductions", self.write("tru.csv", deductions)]
        if decisions is not None:
            arguments += ["--decisions", self.write("qd.csv", decisions)]
        if struck is not None:
            arguments += ["--struck", self.write("huy.csv", struck)]
        return CliRunner().invoke(score, [*arguments, *(["--json"] if as_json else [])], catch_exceptions=False)

    def ranks(self, marks: str | bytes = GOOD, **more: str) -> dict[str, tuple[int | None, str | None]]:
        result = self.run(marks, **more)  # type: ignore[arg-type]
        assert result.exit_code == 0, result.stderr
        return {row["team"]: (row["rank"], row["total"]) for row in json.loads(result.stdout)["standings"]}

    def refused(self, marks: str | bytes = GOOD, **more: str | bytes) -> list[str]:
        result = self.run(marks, **more)  # type: ignore[arg-type]
        assert (result.exit_code, result.stdout) == (1, "")
        lines = result.stderr.splitlines()
        assert lines[-1] == f"Có {len(lines) - 1} chỗ cần sửa nên chưa xếp hạng."
        return lines[:-1]


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


EXPECTED = {"Suối Bạc": (1, "26.50"), "Sơn Hội": (2, "24.50")}


def test_the_worked_case_as_json() -> None:
    names = ["rulebook.toml", "marks.csv"]
    options = ["--deductions", str(CASE / "deductions.csv"), "--json"]
    result = CliRunner().invoke(score, [*(str(CASE / name) for name in names), *options], catch_exceptions=False)
    document = json.loads(result.stdout)
    assert result.exit_code == 0
    assert [(row["rank"], row["team"], row["total"], row["deductions"]) for row in document["standings"]] == [
        (1, "A", "87.75", "0.00"),
        (2, "B", "86.20", "1.00"),
        (3, "C", "85.60", "0.00"),
        (3, "F", "85.60", "0.00"),
        (5, "D", "85.00", "0.00"),
        (6, "E", "71.95", "2.00"),
    ]
    parts = {"chao_hoi": "14.70", "kien_thuc": "14.00", "tinh_huong": "14.70", "tieu_pham": "30.55"}
    assert document["standings"][5]["parts"] == parts
    assert document["questions"] == [
        {
            "code": "tie_on_prize_line",
            "teams": ["C", "F"],
            "text": "Các đội C, F bằng điểm nhau (85,60) ở hạng 3, đúng ranh giới giữa Giải Nhì, Giải Ba. "
            "Đề nghị Ban Tổ chức quyết định và ghi biên bản.",
            "values": {
                "rank": 3,
                "total": "85.6",
                "tiers": ["nhi", "ba"],
                "tier_names": ["Giải Nhì", "Giải Ba"],
                "places": [1, 1],
            },
        }
    ]
    assert [(each["code"], each["teams"], each["part"]) for each in document["warnings"]] == [
        ("wide_spread", ["E"], "chao_hoi"),
        ("wide_spread", ["E"], "tieu_pham"),
    ]


def test_the_worked_case_as_a_table() -> None:
    arguments = [str(CASE / name) for name in ("rulebook.toml", "marks.csv")]
    result = CliRunner().invoke(score, [*arguments, "--deductions", str(CASE / "deductions.csv")])
    assert result.stdout.splitlines()[2:12] == [
        "Hạng  Đội  Chào hỏi  Kiến thức  Tình huống  Tiểu phẩm   Trừ   Tổng",
        "   1  A       17,75      18,00       16,50      35,50  0,00  87,75",
        "   2  B       18,05      16,00       17,05      36,10  1,00  86,20",
        "   3  C       16,20      20,00       15,80      33,60  0,00  85,60",
        "   3  F       16,20      20,00       15,80      33,60  0,00  85,60",
        "   5  D       16,30      18,00       16,10      34,60  0,00  85,00",
        "   6  E       14,70      14,00       14,70      30,55  2,00  71,95",
        "",
        "Đề xuất giải:",
        "- Giải Nhất: A",
    ]
    assert "- Giải Nhì: B, 1 suất chờ quyết định" in result.stdout


def test_teams_without_a_total_are_shown_last(files: Files) -> None:
    marks = GOOD.replace("Sơn Hội,kt,so,,8\n", "")
    assert files.ranks(marks) == {"Suối Bạc": (1, "26.50"), "Sơn Hội": (None, None)}
    table = files.run(marks, as_json=False).stdout
    assert "   –  Sơn Hội   8,50          –  0,00  chưa đủ điểm" in table
    assert "- Đội Sơn Hội, phần Kiến thức: chưa nhập điểm chung." in table


def test_a_team_that_is_not_ranked(files: Files) -> None:
    marks = GOOD.replace("Sơn Hội,kt,so,,8\n", "Sơn Hội,kt,,,absent\n")
    rulebook = RULEBOOK.replace("ties =", 'not_present = "unranked"\nties =')
    assert files.ranks(marks) == {"Suối Bạc": (1, "26.50"), "Sơn Hội": (2, "8.50")}
    table = files.run(marks, rulebook=rulebook, as_json=False).stdout
    assert "không xếp hạng" in table


@pytest.mark.parametrize(
    "written",
    [
        GOOD,
        "\ufeff" + GOOD,
        GOOD.replace("\n", "\r\n"),
        GOOD.replace("\n", "\r"),
        GOOD.replace(",", ";"),
        GOOD.replace(",", ";").replace(".", ","),
        GOOD.replace(",", "\t"),
        unicodedata.normalize("NFD", GOOD),
        GOOD.replace("Sơn Hội,kt", "sơn  hội ,kt"),
        GOOD.replace(",tp,nd,", ",Tiểu phẩm,Nội dung,").replace(",kt,so,", ",kiến thức,số câu,"),
        GOOD.replace("5.5", '"5,5"'),
        GOOD.replace("\n", "\n\n"),
        "\n" + GOOD,
        GOOD.replace(HEAD, "Points;").replace("Points;", HEAD.upper()),
        GOOD.replace("\n", ",ghi chú\n"),
        GOOD.rstrip(),
    ],
)
def test_files_as_programs_write_them(files: Files, written: str) -> None:
    assert files.ranks(written) == EXPECTED


def test_the_order_of_lines_changes_nothing(files: Files) -> None:
    lines = GOOD.splitlines()[1:]
    first = files.run(GOOD).stdout
    for seed in range(5):
        random.Random(seed).shuffle(lines)
        assert files.run(HEAD + "\n".join(lines)).stdout == first


def test_a_rulebook_in_json(files: Files) -> None:
    part = {"key": "p", "name": "P", "panel": {"method": "agreed"}, "criteria": [{"key": "x", "name": "X"}]}
    rulebook = files.write("thele.JSON", json.dumps({"name": "Hội thi", "parts": [part]}))
    marks = files.write("diem.csv", HEAD + "A,p,x,,56.87\n")
    result = CliRunner().invoke(score, [rulebook, marks, "--json"])
    assert json.loads(result.stdout)["standings"][0]["total"] == "56.87"


BAD_LINES = [
    ("Suối Bạc,zz,nd,GK1,5", "Thể lệ không có phần thi “zz”. Đề nghị kiểm tra tên hoặc mã phần thi."),
    ("Suối Bạc,tp,zz,GK3,5", "Phần Tiểu phẩm không có tiêu chí “zz”. Đề nghị kiểm tra tên hoặc mã tiêu chí."),
    ("Suối Bạc,tp,,GK3,5", refuse("no_criterion")),
    (",tp,nd,GK3,5", refuse("no_team")),
    ("Suối Bạc,tp,nd,GK3,", refuse("no_points")),
    ("Suối Bạc,tp,nd,GK3,7", "Điểm tối đa là 6. Đề nghị đồng chí nhập lại."),
    ("Suối Bạc,tp,nd,GK3,-1", "“-1” nhỏ hơn 0. Đề nghị nhập điểm từ 0 trở lên."),
    ("Suối Bạc,tp,nd,GK3,5.1", "Điểm phải theo bước 0,25. Đề nghị đồng chí nhập lại."),
    (
        "Suối Bạc,tp,nd,GK3,1.500",
        "“1.500” là 1,5 điểm hay là số hàng nghìn? Nếu là 1,5 điểm, đề nghị nhập 1,5.",
    ),
    ("Suối Bạc,tp,nd,GK3,năm", "“năm” không phải là số. Đề nghị nhập như 8 hoặc 8,5."),
    ("Suối Bạc,tp,nd,GK1,5", refuse("mark_twice", first=2)),
    ("SUỐI BẠC,Tiểu phẩm,nội dung,gk1,4", refuse("mark_twice", first=2)),
    (
        "Suối Bạc,tp,nd,,5",
        "Phần Tiểu phẩm chấm theo phiếu của từng giám khảo. Đề nghị ghi rõ giám khảo.",
    ),
    (
        "Suối Bạc,kt,so,GK1,5",
        "Phần Kiến thức chỉ nhập một điểm chung cho mỗi đội, không có phiếu của giám khảo. Đề nghị để trống ô giám khảo.",
    ),
    ("Cà Lúi,kt,so,,absent", refuse("absent_agreed", part="Kiến thức")),
    ("Suối Bạc,tp,nd,GK3,5,5", refuse("too_many_fields", found=6, expected=5)),
    ("Suối Bạc,tp,nd,GK3", refuse("too_few_fields", found=4, expected=5)),
]


@pytest.mark.parametrize(("line", "reason"), BAD_LINES)
def test_each_bad_line_is_named(files: Files, line: str, reason: str) -> None:
    assert files.refused(GOOD + line + "\n") == [f"diem.csv, dòng 12: {reason}"]


def test_all_bad_lines_are_named_at_once(files: Files) -> None:
    wrong = files.refused(
        GOOD + "".join(line.replace("GK3", f"GK3{at}") + "\n" for at, (line, _) in enumerate(BAD_LINES)),
        deductions="team,part,kind,amount_or_seconds,reason\nAi Đó,,vp,1,x\nSuối Bạc,,vp,5,x\n",
        decisions="teams,order,reason\nSuối Bạc;Ai Đó,Ai Đó;Suối Bạc,x\n",
    )
    assert wrong == [
        *(f"diem.csv, dòng {at}: {reason}" for at, (_, reason) in enumerate(BAD_LINES, 12)),
        "tru.csv, dòng 2: Hội thi không có đội “Ai Đó”. Đề nghị kiểm tra tên đội.",
        "tru.csv, dòng 3: “Vi phạm” nhiều nhất là 2 điểm theo thể lệ, không phải 5. Đề nghị nhập lại.",
        "qd.csv, dòng 2: Hội thi không có đội “Ai Đó”. Đề nghị kiểm tra tên đội.",
    ]


@pytest.mark.parametrize(
    ("marks", "reason"),
    [
        ("", refuse("no_header", columns="team, part, criterion, judge, points")),
        ("\n\n", refuse("no_header", columns="team, part, criterion, judge, points")),
        (HEAD, refuse("no_rows")),
        (
            "team,part,judge\nA,B,C\n",
            refuse("missing_columns", missing="criterion, points", columns="team, part, criterion, judge, points"),
        ),
        (HEAD.replace("judge", "judge,team"), refuse("column_twice", column="team")),
        (GOOD.encode("utf-16"), refuse("not_utf8")),
        ("Suối Bạc".encode("cp1258", "replace") + b"\xff", refuse("not_utf8")),
        (b"a" * (LIMIT_MB * 2**20 + 1), refuse("too_large", limit=LIMIT_MB)),
        ('"' + HEAD, refuse("no_header", columns="team, part, criterion, judge, points")),
    ],
)
def test_files_that_cannot_be_read(files: Files, marks: str | bytes, reason: str) -> None:
    assert files.refused(marks) == [f"diem.csv: {reason}"]


def test_a_broken_quote_is_named(files: Files) -> None:
    assert files.refused(GOOD + 'Suối Bạc,tp,nd,"GK3,5\n') == ["diem.csv, dòng 12: " + refuse("broken_csv")]


def test_lines_inside_quotes_are_counted_by_where_they_begin(files: Files) -> None:
    marks = GOOD.replace("Sơn Hội", '"Sơn\nHội"')
    assert files.ranks(marks) == EXPECTED
    assert files.refused(marks + "Suối Bạc,zz,nd,GK1,5\n")[0].startswith("diem.csv, dòng 17:")


def test_files_that_are_not_there(files: Files) -> None:
    rulebook = files.write("thele.toml", RULEBOOK)
    gone = str(files.folder / "khong-co.csv")
    result = CliRunner().invoke(score, [rulebook, gone, "--deductions", gone])
    assert result.exit_code == 1
    assert "khong-co.csv: Không mở được tệp" in result.stderr
    result = CliRunner().invoke(score, [str(files.folder), gone])
    assert (result.exit_code, "Không mở được tệp" in result.stderr) == (1, True)
    assert "No such file" not in result.stderr


def test_a_rulebook_that_is_wrong_is_told_in_full(files: Files) -> None:
    wrong = RULEBOOK.replace("max_points = 10\n", "max_points = 12\n").replace('kind = "overtime"', 'kind = "late"')
    assert files.refused(rulebook=wrong) == [
        "thele.toml: Phần thi tp › điểm trừ qg › loại: không có “late”. "
        "Được chọn một trong: flat, overtime, undertime, bonus, knockout.",
        "thele.toml: Phần thi tp › điểm tối đa: ghi 12 nhưng các tiêu chí cộng lại là 10. "
        "Đề nghị sửa điểm tối đa của phần hoặc của tiêu chí.",
    ]
    assert files.refused(rulebook=b"\xff")[0] == "thele.toml: " + refuse("rulebook_not_text")
    assert files.refused(rulebook="name = ")[0].startswith("thele.toml: Tệp không đúng định dạng TOML")


def test_absent_judges_and_teams(files: Files) -> None:
    marks = GOOD + (
        "Suối Bạc,tp,,GK3,absent\nSơn Hội,tp,nd,GK3,6\nSơn Hội,tp,dx,GK3,Vắng\nCà Lúi,tp,,,absent\nCà Lúi,kt,so,,10\n"
    )
    result = files.run(marks)
    document = json.loads(result.stdout)
    assert {row["team"]: (row["rank"], row["total"]) for row in document["standings"]} == EXPECTED | {
        "Cà Lúi": (3, "20.00")
    }
    working = {row["team"]: row["working"]["tp"] for row in document["standings"]}
    assert (working["Suối Bạc"]["marked"], working["Suối Bạc"]["seats"], working["Suối Bạc"]["absent"]) == (
        2,
        3,
        ["GK3"],
    )
    assert [(each["code"], each["teams"]) for each in document["warnings"]] == [
        ("sheet_left_out", ["Sơn Hội"]),
        ("judges_absent", ["Suối Bạc"]),
        ("judges_absent", ["Sơn Hội"]),
    ]


def test_a_team_cannot_be_absent_and_marked(files: Files) -> None:
    assert files.refused(GOOD + "Sơn Hội,kt,,,absent\n") == [
        "diem.csv, dòng 11: " + refuse("present_and_not", team="Sơn Hội", part="Kiến thức", first=12)
    ]


DEDUCTIONS = "team,part,kind,amount_or_seconds,reason\n"


@pytest.mark.parametrize(
    ("line", "total"),
    [
        ("Suối Bạc,,vp,1,Muộn", "25.50"),
        ("suối bạc,,vi phạm,0.5,Muộn", "26.00"),
        ('Suối Bạc,,vp,"1,5",Muộn', "25.00"),
        ("Suối Bạc,,dt,,Reo chuông", "25.50"),
        ("Suối Bạc,kt,dt,1,Reo chuông", "25.50"),
        ("Suối Bạc,tp,qg,30,Muộn", "25.50"),
        ("Suối Bạc,tp,overtime,30,Muộn", "25.50"),
    ],
)
def test_deductions(files: Files, line: str, total: str) -> None:
    assert files.ranks(deductions=DEDUCTIONS + line)["Suối Bạc"] == (1, total)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Suối Bạc,,qg,30,Muộn", "Thể lệ không có “qg” trong điểm trừ, điểm thưởng ở đây; chỉ được ghi: vp, dt."),
        ("Suối Bạc,zz,vp,1,Muộn", "Thể lệ không có phần thi “zz”. Đề nghị kiểm tra tên hoặc mã phần thi."),
        ("Suối Bạc,,vp,,Muộn", "“Vi phạm” cần ghi số điểm. Đề nghị nhập số điểm."),
        ("Suối Bạc,,vp,-1,Muộn", "“-1” nhỏ hơn 0. Đề nghị nhập điểm từ 0 trở lên."),
        (
            "Suối Bạc,,dt,2,Muộn",
            "“Điện thoại” là đúng 1 điểm theo thể lệ, không phải 2. Đề nghị nhập lại hoặc để trống.",
        ),
        (
            "Suối Bạc,tp,qg,1.5,Muộn",
            "“Quá giờ”: số giây phải là số nguyên từ 0 trở lên, không phải 1,5. Đề nghị nhập lại.",
        ),
        ("Suối Bạc,,flat,1,Muộn", refuse("rule_unclear", rule="flat", known="vp, dt")),
        (",,vp,1,Muộn", "Hội thi không có đội “”. Đề nghị kiểm tra tên đội."),
        ("Suối Bạc,,vp,1,", "Chưa ghi lý do. Đề nghị ghi vì sao ở cột reason."),
        ("Suối Bạc,,vp,1, ", "Chưa ghi lý do. Đề nghị ghi vì sao ở cột reason."),
        ("Suối Bạc,,vp,1", refuse("too_few_fields", found=4, expected=5)),
    ],
)
def test_deductions_refused(files: Files, line: str, reason: str) -> None:
    assert files.refused(deductions=DEDUCTIONS + line) == [f"tru.csv, dòng 2: {reason}"]


def test_overtime_is_noted_once(files: Files) -> None:
    wrong = files.refused(deductions=DEDUCTIONS + "Suối Bạc,tp,qg,30,Đồng hồ\nSuối Bạc,tp,qg,60,Đồng hồ\n")
    assert wrong == [
        "tru.csv, dòng 3: “Quá giờ” của đội Suối Bạc đã được ghi; một lượt thi chỉ tính thời gian một lần."
    ]


TIED = GOOD.replace("Sơn Hội,kt,so,,8", "Sơn Hội,kt,so,,9")


@pytest.mark.parametrize(
    ("line", "ranks"),
    [
        ("Suối Bạc;Sơn Hội,Sơn Hội;Suối Bạc,BB1", (2, 1)),
        ("Sơn Hội|Suối Bạc,Suối Bạc|Sơn Hội,BB1", (1, 2)),
        ("sơn hội;suối bạc,suối bạc > sơn hội,BB1", (1, 2)),
        ('"Suối Bạc, Sơn Hội","Sơn Hội, Suối Bạc",BB1', (2, 1)),
        ("Suối Bạc;Sơn Hội,Sơn Hội=Suối Bạc,BB1", (1, 1)),
    ],
)
def test_decisions(files: Files, line: str, ranks: tuple[int, int]) -> None:
    found = files.ranks(TIED, decisions="teams,order,reason\n" + line)
    assert (found["Suối Bạc"][0], found["Sơn Hội"][0]) == ranks


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Suối Bạc;Sơn Hội,,BB", refuse("no_order")),
        ("Suối Bạc,Suối Bạc,BB", "Quyết định phải nêu ít nhất hai đội khác nhau bằng điểm nhau."),
        (
            "Suối Bạc;Sơn Hội,Suối Bạc,BB",
            "Thứ tự trong quyết định phải có đủ mỗi đội đúng một lần: Suối Bạc, Sơn Hội.",
        ),
    ],
)
def test_decisions_refused(files: Files, line: str, reason: str) -> None:
    assert files.refused(TIED, decisions="teams,order,reason\n" + line) == [f"qd.csv, dòng 2: {reason}"]


def test_two_decisions_on_the_same_teams_are_refused(files: Files) -> None:
    twice = "Suối Bạc;Sơn Hội,Sơn Hội;Suối Bạc,BB1\nSơn Hội;Suối Bạc,Suối Bạc;Sơn Hội,BB2\n"
    assert files.refused(TIED, decisions="teams,order,reason\n" + twice) == [
        "qd.csv, dòng 3: " + refuse("decision_twice", first=2)
    ]


def test_empty_side_files_are_no_mistake(files: Files) -> None:
    assert files.ranks(deductions=DEDUCTIONS, decisions="teams,order,reason\n") == EXPECTED


def test_numbers_in_names_are_sorted_as_numbers(files: Files) -> None:
    rows = "".join(f"Thôn {number},tp,{key},GK1,3\n" for number in (10, 2) for key in ("nd", "dx"))
    agreed = "Thôn 2,kt,so,,5\nThôn 10,kt,so,,5\n"
    assert list(files.ranks(HEAD + rows + agreed)) == ["Thôn 2", "Thôn 10"]


def test_every_sentence_is_used() -> None:
    source = "".join(
        (Path(__file__).parents[2] / "contest" / name).read_text(encoding="utf-8")
        for name in (
            "files/scoreentry.py",
            "files/scoretable.py",
            "files/scoreanswers.py",
            "files/scorefiles.py",
            "recountcli.py",
        )
    )
    assert {code for code in SCOREFILES if f'"{code}"' not in source} == set()


def test_help_is_in_vietnamese() -> None:
    result = CliRunner().invoke(score, ["--help"])
    assert result.exit_code == 0
    assert "Xếp hạng một hội thi" in result.stdout


def test_a_key_is_taken_before_a_name_that_reads_the_same(files: Files) -> None:
    rules = RULEBOOK.replace('short_name = "TP"', 'short_name = "KT"')
    result = files.run(HEAD + "A,tp,nd,J,5\nA,KT,dx,J,4\nA,kt,so,,7\n", rulebook=rules)
    assert json.loads(result.stdout)["standings"][0]["parts"] == {"tp": "9.00", "kt": "14.00"}


def test_a_judge_is_not_away_and_marking_at_once(files: Files) -> None:
    lines = "A,tp,,J1,absent\nA,tp,nd,J1,5\nA,tp,dx,J1,4\nA,kt,,,absent\nA,kt,,,absent\n"
    away = "J1 được ghi vắng cả phần ở dòng 2 nhưng ở đây lại có điểm. Đề nghị bỏ một trong hai."
    twice = "Điểm này đã có ở dòng 5. Đề nghị bỏ một trong hai dòng."
    assert files.refused(HEAD + lines) == [
        f"diem.csv, dòng {n}: {why}" for n, why in ((3, away), (4, away), (6, twice))
    ]


def test_a_decision_that_the_rules_do_not_know_is_told_as_that(files: Files) -> None:
    marks = HEAD + "A,tp,nd,J,5\nA,tp,dx,J,4\nA,kt,so,,7\nB,tp,nd,J,5\nB,tp,dx,J,4\nB,kt,so,,7\n"
    rules = RULEBOOK.replace('ties = ["decision"]', 'ties = ["part:tp"]')
    result = files.run(marks, rulebook=rules, decisions="teams,order,reason\nA;B,A;B,Biên bản 1\n")
    warnings = json.loads(result.stdout)["warnings"]
    assert [each["text"] for each in warnings if each["code"] == "decision_not_in_rules"] == [
        "Quyết định về A, B không đổi thứ hạng: khi bằng điểm, thể lệ không có bước quyết định của người có thẩm quyền. "
        "Các đội vẫn đồng hạng; giải do Ban Tổ chức xét."
    ]


QUIZ = """
name = "Hội thi thử"

[[parts]]
key = "kt"
name = "Kiến thức"
max_points = 4
panel = { method = "quiz", wrong = "0,5" }
criteria = [{ key = "c1", name = "Câu 1", max_points = 2 }, { key = "c2", name = "Câu 2", max_points = 2 }]

[[parts]]
key = "tp"
name = "Tiểu phẩm"
max_points = 10
panel = { method = "mean" }
criteria = [{ key = "nd", name = "Nội dung", max_points = 10, step = 1 }]

[[parts]]
key = "nk"
name = "Năng khiếu"
max_points = 10
panel = { method = "mean" }
criteria = [{ key = "nd", name = "Nội dung", max_points = 10, step = 1 }]

[[seats]]
seat = "GK1"
weight = 3

[[seats]]
seat = "GK3"
parts = ["nk"]
"""
ANSWERS = HEAD + (
    "Suối Bạc,kt,c1,,Đúng\nSuối Bạc,kt,c2,,SAI\nSuối Bạc,tp,nd,gk1,8\nSuối Bạc,tp,nd,GK2,4\n"
    "Suối Bạc,nk,nd,Gk1,5\nSuối Bạc,nk,nd,GK3,9\n"
)


def test_answers_and_seats_are_known_however_they_are_written(files: Files) -> None:
    """2 − 0,5 = 1,5; (3×8 + 4)/4 = 7; (3×5 + 9)/4 = 6: together 14,5."""
    assert files.ranks(ANSWERS, rulebook=QUIZ) == {"Suối Bạc": (1, "14.50")}


STRUCK = "part,criterion,reason\n"


@pytest.mark.parametrize(("line", "total"), [("", "14.50"), ("kt,c2,BB 3", "17.00"), ("KIẾN THỨC,câu 2,BB 3", "17.00")])
def test_struck_questions(files: Files, line: str, total: str) -> None:
    assert files.ranks(ANSWERS, rulebook=QUIZ, struck=STRUCK + line) == {"Suối Bạc": (1, total)}


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ("zz,c1,x", "dòng 2: Thể lệ không có phần thi “zz”. Đề nghị kiểm tra tên hoặc mã phần thi."),
        ("kt,zz,x", "dòng 2: Phần Kiến thức không có tiêu chí “zz”. Đề nghị kiểm tra tên hoặc mã tiêu chí."),
        ("kt,c1,", "dòng 2: Chưa ghi lý do. Đề nghị ghi vì sao ở cột reason."),
        ("tp,nd,x", "dòng 2: Phần Tiểu phẩm không chấm theo từng câu hỏi (quiz) nên không có câu nào để hủy."),
        ("kt,c1,x\nkt,Câu 1,x", "dòng 3: “Câu 1” của phần Kiến thức đã bị hủy rồi."),
        (
            "kt,c1,x\nkt,c2,x",
            "dòng 3: Không thể hủy tất cả các câu của phần Kiến thức. Đề nghị để Ban Tổ chức quyết định cách thi lại phần này.",
        ),
    ],
)
def test_strikes_refused(files: Files, lines: str, reason: str) -> None:
    assert files.refused(ANSWERS, rulebook=QUIZ, struck=STRUCK + lines) == [f"huy.csv, {reason}"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (
            "Cà Lúi,kt,c1,,1",
            "Không có câu trả lời nào được 1 điểm: đúng được 2, sai bị trừ 0,5, không trả lời là 0.",
        ),
        ("Cà Lúi,kt,c1,,có lẽ", "“có lẽ” không phải là số. Đề nghị nhập như 8 hoặc 8,5."),
        ("Cà Lúi,tp,nd,GK2,đúng", "“đúng” không phải là số. Đề nghị nhập như 8 hoặc 8,5."),
        (
            "Cà Lúi,tp,nd,gk3,5",
            "gk3 không chấm phần Tiểu phẩm theo thể lệ. Đề nghị bỏ điểm này hoặc sửa mục seats của thể lệ.",
        ),
    ],
)
def test_answers_and_seats_refused(files: Files, line: str, reason: str) -> None:
    assert files.refused(ANSWERS + line + "\n", rulebook=QUIZ) == [f"diem.csv, dòng 8: {reason}"]
