"""Standings of one contest with all their working, exact, against the same sums in plain floats."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from fractions import Fraction

from scoring import rulebook as rulebooks
from scoring.figures import Entry
from scoring.rules import Rulebook
from scoring.standings import standings

Row = tuple[str, str]
ROUNDS = 15
TEAMS, JUDGES, CRITERIA = 18, 7, 15


def main() -> list[Row]:
    """Give (what, value) rows of one run."""
    rules = _rules(CRITERIA)
    exact, floats = _marks(TEAMS, JUDGES, CRITERIA)
    entry = _entry(exact, TEAMS, JUDGES)
    ours, theirs = [], []
    for _ in range(ROUNDS):  # in turns, so that a slow moment of the machine hits both
        ours.append(_seconds(lambda: standings(entry, rules)))
        theirs.append(_seconds(lambda: _in_floats(floats)))
    ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
    return [
        (f"standings of {TEAMS * JUDGES * CRITERIA} marks, exact, with all working", _ms(ours)),
        ("the same sums in plain floats", _ms(theirs)),
        ("exact standings against plain floats", f"{ratio:.1f} ×"),
    ]


def _ms(times: list[float]) -> str:
    return f"{statistics.median(times) * 1000:.2f} ms"


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _rules(criteria: int) -> Rulebook:
    lines = [f'{{ key = "c{n}", name = "Tiêu chí {n}", max_points = 10, step = "0.25" }}' for n in range(criteria)]
    return rulebooks.loads(
        f'name = "Đo tốc độ"\nsource = "Số liệu tự đặt"\ninvented = true\nties = ["decision"]\n[[parts]]\nkey = "p"\nname = "Phần"\n'
        f'max_points = {criteria * 10}\npanel = {{ method = "mean", over = "criteria" }}\ncriteria = [{", ".join(lines)}]\n'
    )


Exact = dict[tuple[int, int], dict[str, Fraction]]
Floats = list[list[list[float]]]


def _marks(teams: int, judges: int, criteria: int) -> tuple[Exact, Floats]:
    dice = random.Random(1)
    quarters = {(t, j): [dice.randint(20, 40) for _ in range(criteria)] for t in range(teams) for j in range(judges)}
    exact = {key: {f"c{n}": Fraction(q, 4) for n, q in enumerate(row)} for key, row in quarters.items()}
    floats = [[[q / 4 for q in quarters[t, j]] for j in range(judges)] for t in range(teams)]
    return exact, floats


def _entry(exact: Exact, teams: int, judges: int) -> Entry:
    return Entry(
        teams=tuple(map(str, range(teams))),
        judges={"p": tuple(map(str, range(judges)))},
        sheets={("p", str(team), str(judge)): marks for (team, judge), marks in exact.items()},
    )


def _in_floats(marks: Floats) -> list[tuple[float, int]]:
    totals = [
        (sum(sum(column) / len(column) for column in zip(*sheets, strict=True)), team)
        for team, sheets in enumerate(marks)
    ]
    return sorted(totals, reverse=True)
