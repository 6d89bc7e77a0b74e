"""An explanation adds up: every sum, quotient, product and rounding that is printed is worked again from the printed text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from contest.files.explained import Seated, Told, compared, compared_lines, lines, speaker, told
from contest.files.scoreentry import load
from contest.messages.explain import FACT_WORDS, METHOD_WORKING, STEP_WORDS, TIE_COMPARED, Speaker
from scoring.explain import compare, explain
from scoring.figures import Entry, Standings
from scoring.panel import METHODS
from scoring.points import round_half_up
from scoring.rounding import MODES
from scoring.rulebook import loads
from scoring.rules import Rulebook
from scoring.standings import standings
from scoring.ties import STEPS
from tests.scoring.test_words import ROOT

CASES = sorted((Path(__file__).parents[1] / "scoring" / "cases").iterdir())
FIGURE = r"−?\d+(?:,\d+)?(?:/\d+)?"
SUM = re.compile(rf"({FIGURE}(?: [+−×:] {FIGURE})+) = ({FIGURE})")
ROUNDED = re.compile(rf"(?:làm tròn|ghi ra) (?:(\d+) số lẻ|số nguyên): ({FIGURE}) → ({FIGURE})", re.IGNORECASE)


def opened(case: Path) -> tuple[Entry, Rulebook, Standings]:
    """Give a case folder's entry, rulebook and table."""
    rulebook = loads((case / "rulebook.toml").read_text(encoding="utf-8"))
    extra = [path if (path := case / name).exists() else None for name in ("deductions.csv", "decisions.csv")]
    entry = load(rulebook, case / "marks.csv", *extra).entry
    return entry, rulebook, standings(entry, rulebook)


def plain(said: str) -> str:
    """Give the text without the decimals that stand beside a fraction: those are near, not equal."""
    return re.sub(r" \(khoảng [^)]*\)", "", said)


def number(figure: str) -> Fraction:
    return Fraction(figure.replace("−", "-").replace(",", "."))


def worked(sum_: str) -> Fraction:
    """Work a printed sum from left to right, products and quotients standing alone."""
    first, *rest = sum_.split(" ")
    result = number(first)
    for sign, figure in zip(rest[::2], rest[1::2], strict=True):
        value = number(figure)
        result = {"+": result + value, "−": result - value, "×": result * value, ":": result / (value or 1)}[sign]
    return result


def wrong_sums(said: str) -> Iterator[str]:
    for sum_, result in SUM.findall(plain(said)):
        if worked(sum_) != number(result):
            yield f"{sum_} = {result}"


def wrong_roundings(said: str, rulebook: Rulebook) -> Iterator[str]:
    modes = {round_half_up, *(MODES[stage.mode] for stage in rulebook.rounding)}
    for decimals, before, after in ROUNDED.findall(plain(said)):
        if number(after) not in {mode(number(before), int(decimals or 0)) for mode in modes}:
            yield f"{before} → {after}"


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
        assert [*wrong_sums(said), *wrong_roundings(said, rulebook)] == []
        assert [*unlinked(paper)] == []
        if row.total_shown is not None:
            last = ROUNDED.findall(plain(paper.total[-1]))[-1]
            assert number(last[2]) == row.total_shown


def unlinked(paper: Told) -> Iterator[str]:
    """Give each figure that a step starts from and that no step before it, nor a mark in its line, has given."""
    nets = []
    for part in paper.parts:
        ends = []
        for line in part.lines:
            marks = [number(mark.text) for mark in line.marks if not mark.dropped and not mark.word]
            known = {*marks, sum(marks, Fraction(0))}
            yield from _starts_unknown(line.working, known)
            ends += [_last(line.working)] if line.working and "riêng tiêu chí" not in line.working else []
        known = {*filter(None, ends), Fraction(0)} if part.lines else {Fraction(0)}
        for sentence in part.sentences:
            yield from _starts_unknown(sentence, known)
        head = plain(part.heading).rpartition(": ")[2]
        if re.fullmatch(FIGURE, head):
            nets.append(number(head))
            last = next(filter(None, map(_last, reversed(part.sentences))), None)
            came = last if last is not None else sum(filter(None, ends), Fraction(0))
            if part.lines and came != nets[-1]:
                yield f"{part.heading}: {came}"
    known = {*nets}
    for sentence in paper.total:
        yield from _starts_unknown(sentence, known)


def _starts_unknown(said: str, known: set[Fraction]) -> Iterator[str]:
    """Walk the steps of a text: the terms of a sum, or what is divided, multiplied, rounded, must be known by then."""
    steps = re.compile(rf"({FIGURE}(?: [+−×:] {FIGURE})*) (?:=|→) ({FIGURE})")
    for start, result in steps.findall(plain(said)):
        terms = re.split(r" \+ ", start) if " + " in start else [start.split(" ")[0]]
        yield from (f"{term} in {start}" for term in terms if number(term) not in known)
        known.add(number(result))


def _last(said: str) -> Fraction | None:
    found = re.findall(rf"(?:=|→|điểm thống nhất) ({FIGURE})", plain(said))
    return number(found[-1]) if found else None


def test_the_reckoning_again_can_fail() -> None:
    assert list(wrong_sums("cộng: 1 + 2 = 4; 7 : 2 = 3,5; 506/7 × 0,6 = 1518/35 (khoảng 43,3714)")) == ["1 + 2 = 4"]
    rulebook = loads((CASES[0] / "rulebook.toml").read_text(encoding="utf-8"))
    assert list(wrong_roundings("làm tròn 2 số lẻ: 92,125 → 92,12", rulebook)) == ["92,125 → 92,12"]
    assert list(_starts_unknown("cộng: 1 + 2 = 3; 4 − 1 = 3", {Fraction(1), Fraction(2)})) == ["4 in 4 − 1"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_two_teams_side_by_side_add_up(case: Path) -> None:
    entry, rulebook, table = opened(case)
    names = files_speaker(entry, rulebook)
    for above, below in zip(table.rows, table.rows[1:], strict=False):
        paper = compared(compare(below.team, above.team, table, rulebook), names)
        assert paper.heads[1:3] == (above.team, below.team)
        said = "\n".join(compared_lines(paper))
        assert list(wrong_sums(said)) == []
        if above.rank is None or below.rank is None:
            continue
        rows = [[number(cell) for cell in map(plain, row[1:])] for row in signless(paper.rows)]
        assert [high - low for high, low, _ in rows] == [difference for *_, difference in rows]
        assert [sum(column) for column in zip(*rows[:-2], strict=True)] == rows[-2]


def signless(rows: tuple[tuple[str, ...], ...]) -> list[list[str]]:
    return [[cell.removeprefix("+") for cell in row] for row in rows]


def test_every_code_and_name_has_its_words() -> None:
    source = (ROOT / "scoring" / "explain.py").read_text(encoding="utf-8")
    assert set(re.findall(r'Step\("(\w+)"', source)) <= set(STEP_WORDS)
    assert set(re.findall(r'Fact\("(\w+)"', source)) <= set(FACT_WORDS)
    assert set(METHODS) - set(METHOD_WORKING) == set()
    assert set(STEPS) - set(TIE_COMPARED) == set()


def text_of(case: str, team: str) -> str:
    entry, rulebook, table = opened(next(each for each in CASES if each.name == case))
    return "\n".join(lines(told(explain(team, table, entry, rulebook), files_speaker(entry, rulebook))))


def test_a_team_whose_sheets_are_missing_shows_nobodys_marks() -> None:
    assert text_of("not-marked-yet", "Y") == (
        "Giải trình kết quả của đội Y\nTheo thể lệ, giám khảo được gọi theo số.\n\n"
        "1. Phần thi (tối đa 10 điểm)\n"
        "Chưa có điểm: còn thiếu phiếu của GK 3. Điểm các phiếu đã nhận chưa được mở.\n\n"
        "Thứ hạng\nChưa xếp hạng được vì còn phần thi chưa có điểm."
    )


def test_a_trimmed_mean_says_what_was_dropped_and_why() -> None:
    said = text_of("worked-case-trimmed", "E").splitlines()
    assert said[3] == "1. Chào hỏi (tối đa 20 điểm): 15,25"
    assert said[9:11] == [
        "Cộng phiếu    15  15,5  (12)  15,25  (15,75)   45,75 : 3 = 15,25",
        "Trong ngoặc đơn là điểm bị bỏ theo thể lệ: thấp nhất và cao nhất.",
    ]
