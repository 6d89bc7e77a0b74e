"""Standings of one contest with all their working, exact, against the same sums in plain floats."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable
from fractions import Fraction

from scoring import rulebook as rulebooks
from scoring.entered import Entry
from scoring.rules import Rulebook
from scoring.standings import standings

Row = tuple[str, str]
ROUNDS = 25
USUAL, LARGE = (18, 7, 15), (60, 9, 20)  # teams × judges × criteria
TARGET = 40


def main() -> list[Row]:
    """Give (what, value) rows of one run."""
    ours, theirs = _in_turns(USUAL, ROUNDS)
    large, _ = _in_turns(LARGE, 5)
    marks, most = math.prod(USUAL), math.prod(LARGE)
    # The quickest of each: what else the machine does only ever adds to a turn.
    ratio, growth = min(ours) / min(theirs), min(large) / min(ours) * marks / most
    return [
        (f"standings of {marks} marks, exact, with all working", _ms(ours)),
        ("the same sums in plain floats", _ms(theirs)),
        (f"exact standings against plain floats (goal ≤ {TARGET})", f"{ratio:.1f} ×"),
        (f"standings of {most} marks ({' × '.join(map(str, LARGE))})", _ms(large)),
        ("cost of a mark there against here (linear is 1)", f"{growth:.2f} ×"),
    ]


def _in_turns(size: tuple[int, int, int], rounds: int) -> tuple[list[float], list[float]]:
    teams, judges, criteria = size
    rules = _rules(criteria)
    exact, floats = _marks(*size)
    entry = _entry(exact, teams, judges)
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(_seconds(lambda: standings(entry, rules)))
        theirs.append(_seconds(lambda: _in_floats(floats)))
    return ours, theirs


def _ms(times: list[float]) -> str:
    return f"{min(times) * 1000:.2f} ms"


def _seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


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
