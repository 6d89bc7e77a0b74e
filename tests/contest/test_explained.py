"""An explanation adds up: every sum, quotient, product and rounding that is printed is worked again from the printed text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from contest.files.explained import Seated, Told, compared, compared_lines, lines, speaker, told
from contest.files.scoreentry import load
from contest.messages.explain import FACT_WORDS, TIE_COMPARED
from contest.messages.explainplaces import COMPARED
from contest.messages.explainsteps import METHOD_WORKING, STEP_WORDS, STRUCK_HOW
from contest.messages.explainties import TIE_WORKING
from contest.messages.speaking import Speaker
from scoring.entered import Entry
from scoring.explain import explain
from scoring.explainrank import compare
from scoring.figures import Standings
from scoring.panel import METHODS
from scoring.points import round_half_up
from scoring.quiz import STRUCK
from scoring.rounding import MODES
from scoring.rulebook import loads
from scoring.rules import Rulebook
from scoring.standings import standings
from scoring.ties import STEPS
from scoring.tieworking import WORKING
from tests.scoring.test_words import ROOT

CASES = sorted((Path(__file__).parents[1] / "scoring" / "cases").iterdir())
EXPLAINED = [case for case in CASES if (case / "explained.txt").exists()]
FIGURE = r"−?\d+(?:,\d+)?(?:/\d+)?"
ENTERED = "điểm thống nhất|điểm chấm chung|điểm trả lời|điểm mang sang|điểm bình chọn|điểm đứng giữa|đổi ra"
SHARED = "chia đều điểm các hạng ấy"  # the points of several places, which only the rulebook states
CHAIN = re.compile(rf"({FIGURE}(?: [+−×:] {FIGURE})*)((?: [=→] {FIGURE}(?: \([^)]*\))?)+)")
GIVES = re.compile(rf" ([=→]) ({FIGURE})(?: \(([^)]*)\))?")


def opened(case: Path) -> tuple[Entry, Rulebook, Standings]:
    """Give a case folder's entry, rulebook and table."""
    rulebook = loads((case / "rulebook.toml").read_text(encoding="utf-8"))
    names = ("deductions.csv", "decisions.csv", "struck.csv", "teams.csv")
    extra = [path if (path := case / name).exists() else None for name in names]
    entry = load(rulebook, case / "marks.csv", *extra).entry
    return entry, rulebook, standings(entry, rulebook)


def plain(said: str) -> str:
    """Give the text without the decimals that stand beside a fraction: those are near, not equal."""
    return re.sub(r" \(khoảng [^)]*\)", "", said)


def number(figure: str) -> Fraction:
    return Fraction(figure.replace("−", "-").replace(",", "."))


def worked(sum_: str) -> Fraction:
    """Work a printed sum: products and quotients first, then from left to right."""
    total = Fraction(0)
    for sign, term in re.findall(r"(^|[+−] )(\S+(?: [×:] \S+)*)", sum_):
        total += -_product(term) if sign == "− " else _product(term)
    return total


def _product(term: str) -> Fraction:
    first, *rest = term.split(" ")
    result = number(first)
    for sign, figure in zip(rest[::2], rest[1::2], strict=True):
        result = result * number(figure) if sign == "×" else result / number(figure)
    return result


def chains(said: str) -> Iterator[tuple[str, list[tuple[str, Fraction, str]]]]:
    """Give each printed sum (“17 + 8”, or a figure alone) with what came of it, step by step: sign, figure, remark."""
    for start, rest in CHAIN.findall(plain(said)):
        yield start, [(sign, number(figure), remark) for sign, figure, remark in GIVES.findall(rest)]


def wrong(said: str, rulebook: Rulebook) -> Iterator[str]:
    """Give each sum that is not what is printed, and each figure that is not rounded to what is printed."""
    modes = {round_half_up, *(MODES[stage.mode] for stage in rulebook.rounding)}
    for start, results in chains(said):
        before = worked(start)
        for sign, after, remark in results:
            decimals = int((re.search(r"\d+", remark) or ["0"])[0])
            good = {before} if sign == "=" else {mode(before, decimals) for mode in modes}
            if after not in good:
                yield f"{start} {sign} {after}"
            before = after


def files_speaker(entry: Entry, rulebook: Rulebook) -> Speaker:
    judges = dict.fromkeys(judge for part in entry.judges.values() for judge in part)
    return speaker(rulebook, {}, {judge: Seated(number, judge) for number, judge in enumerate(judges, 1)})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_printed_adds_up_by_hand(case: Path) -> None:
    entry, rulebook, table = opened(case)
    names = files_speaker(entry, rulebook)
    for row in table.rows:
        paper = told(explain(row.team, table, entry, rulebook), names)
        said = "\n".join(lines(paper))
        assert list(wrong(said, rulebook)) == []
        assert [*unlinked(paper)] == []
        if row.total_shown is not None:
            assert _last(paper.total) == row.total_shown


def unlinked(paper: Told) -> Iterator[str]:
    """Give each figure that a step starts from and that no step before it, nor a mark in its line, has given."""
    nets = []
    for part in paper.parts:
        ends: list[Fraction] = []
        marks: list[Fraction] = []
        for line in part.lines:
            marks += [number(mark.text) for mark in line.marks if not mark.word]
            kept = [number(mark.text) for mark in line.marks if not mark.dropped and not mark.word]
            known = {*marks, sum(kept, Fraction(0)), *entered(line.working)}
            yield from _starts_unknown(line.working, known)
            end = _last(line.working)
            ends += [end] if end is not None and "riêng tiêu chí" not in line.working else []
        known = {*ends, *([] if part.lines else [Fraction(0)])}
        shared = [sentence for sentence in part.sentences if SHARED in sentence]
        given = [figure for line in part.lines for figure in entered(line.working)]
        yield from (sentence for sentence in shared if _last(sentence) not in given)
        rest = [sentence for sentence in part.sentences if SHARED not in sentence]
        for sentence in rest:
            yield from _starts_unknown(sentence, known)
        head = plain(part.heading).rpartition(": ")[2]
        if re.fullmatch(FIGURE, head):
            nets.append(number(head))
            lasts = [last for sentence in rest if (last := _last(sentence)) is not None]
            came = lasts[-1] if lasts else sum(ends, Fraction(0))
            if part.lines and came != nets[-1]:
                yield f"{part.heading}: {came}"
    yield from _starts_unknown(paper.total, {*nets})


def _starts_unknown(said: str, known: set[Fraction]) -> Iterator[str]:
    """Walk the steps of a text: the terms of a sum, or what is divided, multiplied, rounded, must be known by then."""
    known.update(number(nothing) for nothing in re.findall(rf"tổng điểm là ({FIGURE})", plain(said)))
    for start, results in chains(said):
        terms = start.split(" + ") if f"ộng: {start}" in plain(said) else [start]
        yield from (f"{term} in {start}" for term in terms if number(term.split(" ")[0]) not in known)
        known.update(figure for _, figure, _ in results)


def entered(said: str) -> list[Fraction]:
    """Give the figures that are stated, not reckoned: what was entered for all, the judges' places, the points of a place."""
    said = plain(said)
    places = re.search(r"hạng của GK [^:]*, cộng: (.*?) =|hạng của GK [^:]*: (.*?); đa số", said)
    listed = re.findall(FIGURE, (places[1] or places[2]) if places else "")
    return [number(figure) for figure in (*re.findall(rf"(?:{ENTERED}) ({FIGURE})", said), *listed)]


def _last(said: str) -> Fraction | None:
    """Give the figure that a text ends with: what came of its last sum, or what was stated after it."""
    said = plain(said)
    ends = [(said.rindex(start), results[-1][1]) for start, results in chains(said)]
    ends += [(found.start(), number(found[1])) for found in re.finditer(rf"(?:{ENTERED}) ({FIGURE})", said)]
    return max(ends)[1] if ends else None


def test_the_reckoning_again_can_fail() -> None:
    rulebook = loads((CASES[0] / "rulebook.toml").read_text(encoding="utf-8"))
    said = (
        "cộng: 1 + 2 = 4; 7 : 2 = 3,5; 506/7 × 0,6 = 1518/35 (khoảng 43,3714) → 43,37 (2 số lẻ) → 43 (ghi ra số nguyên)"
    )
    assert list(wrong(said, rulebook)) == ["1 + 2 = 4"]
    assert list(wrong("92,125 → 92,12 (2 số lẻ)", rulebook)) == ["92,125 → 2303/25"]
    assert list(_starts_unknown("cộng: 1 + 2 = 3; 4 − 1 = 3", {Fraction(1), Fraction(2)})) == ["4 − 1 in 4 − 1"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_two_teams_side_by_side_add_up(case: Path) -> None:
    entry, rulebook, table = opened(case)
    names = files_speaker(entry, rulebook)
    for above, below in zip(table.rows, table.rows[1:], strict=False):
        paper = compared(compare(below.team, above.team, table, entry, rulebook), names)
        assert paper.heads[1:3] == (above.team, below.team)
        said = "\n".join(compared_lines(paper))
        assert list(wrong(said, rulebook)) == []
        if above.rank is None or below.rank is None:
            continue
        rows = [[number(cell) for cell in map(plain, row[1:])] for row in signless(paper.rows)]
        assert [high - low for high, low, _ in rows] == [difference for *_, difference in rows]
        assert [sum(column) for column in zip(*rows[:-2], strict=True)] == rows[-2]


def signless(rows: tuple[tuple[str, ...], ...]) -> list[list[str]]:
    return [[cell.removeprefix("+") for cell in row] for row in rows]


def paper_of(case: Path) -> str:
    """Give what is printed of a case: each team's explanation, then each two neighbours of the table side by side."""
    entry, rulebook, table = opened(case)
    names = files_speaker(entry, rulebook)
    papers = [lines(told(explain(row.team, table, entry, rulebook), names)) for row in table.rows]
    for above, below in zip(table.rows, table.rows[1:], strict=False):
        papers.append(compared_lines(compared(compare(below.team, above.team, table, entry, rulebook), names)))
    return "\n\n".join("\n".join(paper) for paper in papers) + "\n"


@pytest.mark.parametrize("case", EXPLAINED, ids=lambda case: case.name)
def test_a_rule_is_explained_in_these_words(case: Path) -> None:
    """What test_what_is_printed_adds_up_by_hand finds right by itself, says this and nothing else."""
    assert paper_of(case) == (case / "explained.txt").read_text(encoding="utf-8")


def test_every_code_and_name_has_its_words() -> None:
    source = "".join((ROOT / "scoring" / name).read_text(encoding="utf-8") for name in ("explain.py", "explainrank.py"))
    assert set(re.findall(r'Step\("(\w+)"', source)) <= set(STEP_WORDS)
    assert set(re.findall(r'Fact\("(\w+)"', source)) <= set(FACT_WORDS)
    assert set(METHODS) - set(METHOD_WORKING) == set()
    assert {name for name, method in METHODS.items() if method.relative} == set(COMPARED)
    assert set(STRUCK_HOW) == set(STRUCK)
    assert set(WORKING) == set(TIE_WORKING) < set(STEPS)
    assert set(STEPS) - set(TIE_COMPARED) == set()


def text_of(case: str, team: str) -> str:
    entry, rulebook, table = opened(next(each for each in CASES if each.name == case))
    return "\n".join(lines(told(explain(team, table, entry, rulebook), files_speaker(entry, rulebook))))


def test_a_team_whose_sheets_are_missing_shows_nobodys_marks() -> None:
    assert text_of("not-marked-yet", "Y") == (
        "Giải trình kết quả của đội Y\nTheo thể lệ, giám khảo được gọi theo số.\nDấu → là làm tròn.\n\n"
        "1. Phần thi (tối đa 10 điểm)\n"
        "Chưa có điểm: còn thiếu phiếu của GK 3. Điểm các phiếu đã nhận chưa được mở.\n\n"
        "Thứ hạng\nChưa xếp hạng được vì còn phần thi chưa có điểm."
    )


def test_a_step_on_a_part_that_is_not_counted_yet_has_nothing_to_say() -> None:
    """Over part a alone teams of equal points share their rank: part b, by which the rules part them, is not there."""
    entry, rulebook, _table = opened(next(each for each in CASES if each.name == "tie-by-part"))
    level = replace(entry, sheets={key: {"diem": Fraction(8)} for key in entry.sheets})
    facts = explain("X", standings(level, rulebook, ["a"]), level, rulebook).rank
    assert [(fact.code, fact.values["teams"]) for fact in facts if "teams" in fact.values] == [
        ("rank", 3),
        ("equal", ("X", "Y", "Z")),
        ("shared", ("X", "Y", "Z")),
    ]


def test_a_trimmed_mean_says_what_was_dropped_and_why() -> None:
    said = text_of("worked-case-trimmed", "E").splitlines()
    assert said[2] == "Trong ngoặc đơn là điểm bị bỏ theo thể lệ vì thấp nhất và cao nhất."
    assert said[5] == "1. Chào hỏi (tối đa 20 điểm): 15,25"
    assert said[11] == "Cộng phiếu    15  15,5  (12)  15,25  (15,75)   45,75 : 3 = 15,25"


def told_of(case: str, team: str, start: str) -> str:
    """Give the sentence of a team's explanation that starts so, without that start."""
    return next(line for line in text_of(case, team).splitlines() if line.startswith(start)).removeprefix(start)


def test_head_to_head_says_who_placed_whom_above_judge_by_judge() -> None:
    start = "Xét đối đầu (số đội mà đội này được nhiều giám khảo đặt trên hơn): "
    assert told_of("tie-head-to-head-of-three", "Y", start) == (
        "X 2; Y 0; Z 0. Cách tính: mỗi giám khảo so tổng phiếu của mình ở những phần đã chấm cả hai đội. "
        "Đội X thắng đội Y 2–1 (GK 1: 7 > 5; GK 2: 7 > 6; GK 3: 4 < 7). "
        "Đội X thắng đội Z 2–1 (GK 1: 7 > 6; GK 2: 7 > 5; GK 3: 4 < 7). "
        "Đội Y hòa đội Z 1–1 (GK 1: 5 < 6; GK 2: 6 > 5; GK 3: 7 = 7). "
        "Thứ tự: X, rồi đến Y và Z (bằng nhau)."
    )


def test_a_judge_who_marked_two_parts_is_compared_by_both() -> None:
    start = "Xét đối đầu (số đội mà đội này được nhiều giám khảo đặt trên hơn): "
    assert "Đội Y thắng đội X 2–1 (GK 1: 13 > 12; GK 2: 13 > 12; GK 3: 10 < 12)." in told_of(
        "tie-head-to-head-over-parts", "X", start
    )


def test_a_median_says_which_sheets_stand_in_the_middle() -> None:
    assert told_of("tie-by-median", "X", "Xét trung vị tổng phiếu phần Phần thi: ").startswith(
        "X 8; Z 7,5; Y 7. Cách tính: Đội X: các phiếu từ thấp lên cao 4; 8; 8; 8: hai phiếu đứng giữa 8 + 8 = 16; 16 : 2 = 8. "
        "Đội Z: các phiếu từ thấp lên cao 5; 7; 8; 8: hai phiếu đứng giữa 7 + 8 = 15; 15 : 2 = 7,5."
    )
    said = told_of("tie-by-median-of-all-parts", "Y", "Xét trung vị tổng phiếu các phần có phiếu, cộng lại: ")
    assert said.endswith(
        "Đội Y: phần Phần A, các phiếu từ thấp lên cao 6; 6; 6: phiếu đứng giữa 6; "
        "phần Phần B, các phiếu từ thấp lên cao 7; 8; 9: phiếu đứng giữa 8; cộng: 6 + 8 = 14. Thứ tự: X, rồi đến Y."
    )


def test_a_team_without_sheets_is_said_to_have_none() -> None:
    entry, rulebook, _table = opened(next(each for each in CASES if each.name == "tie-by-median"))
    sheets = {key: {"diem": Fraction(0)} for key in entry.sheets if key[1] != "Y"}
    away = replace(entry, sheets=sheets, not_present=frozenset({("p", "Y")}))
    for steps, said in (("median", "Đội Y: không có phiếu nào nên là 0."), ("head_to_head", KNOWN_NOBODY)):
        rules = replace(rulebook, ties=(steps,))
        paper = told(explain("Y", standings(away, rules), away, rules), files_speaker(away, rules))
        assert said in "\n".join(lines(paper))


KNOWN_NOBODY = "Đội X và đội Y: không giám khảo nào chấm cả hai đội."


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ("tie-by-criterion-group", "Cách tính: Y 4 + 5 × 2 = 14; X 8 + 2 × 2 = 12."),
        ("tie-by-fewest-deductions", "Cách tính: Z 0; X 1; Y 0,5 + 0,5 = 1."),
        ("tie-by-parts-together", "Cách tính: Y 8 + 8 = 16; X 9 + 6 = 15; Z 6 + 9 = 15."),
    ],
)
def test_a_sum_that_a_tie_step_compares_is_given_term_by_term(case: str, said: str) -> None:
    assert said in text_of(case, "X")


def test_places_are_told_with_those_of_the_teams_they_were_counted_among() -> None:
    said = text_of("places-apart-in-each-group", "A")
    assert "hạng của GK 1, GK 2 và GK 3, cộng: 1 + 2 + 2 = 5; xếp hạng 2, đổi ra 8 điểm" in said
    assert "Các đội ở Bảng X, tổng hạng, nhỏ hơn xếp trên: B 4; A 5." in said.splitlines()
    said = text_of("majority-apart-in-each-group", "C")
    assert "Các đội ở Bảng Y, hạng theo GK 1, GK 2 và GK 3: C (1; 1; 2), D (2; 2; 1)." in said.splitlines()
    said = text_of("rank-sum-shared", "X")
    assert "2 đội cùng hạng chia đều điểm các hạng ấy: 10 + 8 = 18; 18 : 2 = 9." in said.splitlines()


def test_a_median_panel_and_a_panel_too_small_to_trim_say_what_was_done() -> None:
    assert "(8,5)   điểm đứng giữa 8\n" in text_of("median", "X")
    assert "ít giám khảo nên không bỏ điểm nào, 25 : 3 = 25/3" in text_of("trimmed-mean-below-mean", "X")
    assert "cho đủ điểm tối đa của phần thi (× 8 : 6)." in text_of("quiz-struck-rescaled", "X")
