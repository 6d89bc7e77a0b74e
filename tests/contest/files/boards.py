"""Boards made in memory from random marks under random rulebooks: more kinds of contest than a scorebook could play."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

from contest.board import Board
from contest.chain import Head
from contest.ledger import Fact, Ledger
from contest.panel import SeatView
from contest.tables.contests import Contest, Team
from contest.tables.places import Unit
from scoring.panel import METHODS
from scoring.rulebook import from_dict
from scoring.rules import Rulebook

MODES = ("half_up", "half_up", "half_even", "truncate")
AT = "2026-11-22T02:00:00.000Z"


def make_board(
    rulebook: Rulebook, names: list[str], judges: int, facts: list[tuple[str, Mapping[str, Any]]], **details: Any
) -> Board:
    """Give a board over these facts (subject, state); teams are numbered from 1, seats from 101."""
    contest = Contest(
        id=1, uid="abc123", name="Hội thi “Dân vận khéo”", place="Nhà văn hóa", held_on=date(2026, 11, 22), invented=True,
        organiser_name="Ban Tổ chức Hội thi", release_mode="after_lock", created_at=datetime.now(UTC),
        unit=Unit(name="Xã Sơn Hòa"), **details,
    )  # fmt: skip
    teams = tuple(Team(id=number, name=name, position=number) for number, name in enumerate(names, 1))
    seats = tuple(
        SeatView(100 + number, number, number, number == 1, f"Nguyễn Văn {number}", "đồng chí", "")
        for number in range(1, judges + 1)
    )
    ledger = Ledger(
        {subject: Fact(seq, AT, "system", "", subject, data) for seq, (subject, data) in enumerate(facts, 1)}
    )
    return Board(contest, Head(len(facts), "0a" * 32), 1, rulebook, teams, seats, ledger)


def random_board(dice: random.Random) -> Board:
    """Give a random contest: methods, roundings, factors, weights, absences, deductions, ties and decisions."""
    judges, teams = dice.randint(1, 7), dice.randint(2, 9)
    coarse = dice.random() < 0.5  # so few different marks that totals tie
    rulebook = random_rulebook(dice, judges)
    facts: list[tuple[str, Mapping[str, Any]]] = []
    for part in rulebook.parts:
        order = dice.sample(range(1, teams + 1), teams)
        facts.append((f"order/{part.key}", {"teams": order}))
        for team in order:
            facts.extend(_performance(dice, rulebook, part.key, team, judges, coarse))
        if METHODS[part.panel.method].answers and len(part.criteria) > 1:
            struck = {"part": part.key, "criterion": "c1", "struck": True, "reason": "Đề sai"}
            facts.append((f"strike/{part.key}/c1", struck))
    for team in range(1, teams + 1):
        if dice.random() < 0.3:
            facts.extend(_of_the_whole(dice, team))
    board = make_board(rulebook, [f"Đội {number}" for number in range(1, teams + 1)], judges, facts)
    if dice.random() < 0.7:
        facts.extend(_decisions(dice, board))
    return make_board(rulebook, [f"Đội {number}" for number in range(1, teams + 1)], judges, facts)


def random_rulebook(dice: random.Random, judges: int) -> Rulebook:
    """Give a random rulebook that this many judges can mark."""
    parts = [_part(dice, number) for number in range(1, dice.randint(2, 3) + 1)]
    if dice.random() < 0.3:
        for part, percent in zip(parts, {2: (60, 40), 3: ("100/3", "100/3", "100/3")}[len(parts)], strict=True):
            del part["factor"]
            part["percent"] = percent
    document: dict[str, Any] = {
        "name": "Thể lệ ngẫu nhiên",
        "percent_of": dice.choice(_bases(parts)) if "percent" in parts[0] else None,
        "floor": dice.choice([None, None, 5]),
        "deduction_cap": dice.choice([None, None, "1.5"]),
        "one_act": dice.choice(["heaviest", "each"]),
        "sunk": dice.choice(["unranked", "no_prize", "zero"]),
        "deductions": [
            {"key": "chung", "name": "Lỗi chung", "kind": "flat", "max_points": 3, "cap": 4},
            {"key": "thuong", "name": "Điểm thưởng", "kind": "bonus", "max_points": 2, "most_times": 1},
            {"key": "liet", "name": "Điểm liệt", "kind": "knockout"},
            {
                "key": "gio",
                "name": "Quá giờ",
                "kind": "overtime",
                "bands": [{"from": 1, "until": 60, "percent": 10}, {"from": 60, "effect": "no_points"}],
            },
        ],
        "decimals": dice.choice([2, 2, 3]),
        "rank_on": dice.choice(["exact", "shown"]),
        "not_present": dice.choice(["zero", "unranked"]),
        "ties": dice.choice([["decision"], ["part:p1", "decision"], ["criterion:p1.c1", "part:p1", "decision"], []]),
        "rounding": [
            {"stage": stage, "decimals": dice.choice([1, 2]), "mode": dice.choice(MODES)}
            for stage in ("panel", "factor", "part", "total")
            if dice.random() < 0.4
        ],
        "parts": parts,
        "prizes": [
            {"key": "nhat", "name": "Giải nhất", "count": 1},
            {"key": "kk", "name": "Khuyến khích", "count": "rest"},
        ],
    }
    return from_dict(document | _seats(dice, judges, [part["panel"]["method"] for part in document["parts"]]))


def _bases(parts: list[dict[str, Any]]) -> list[str]:
    """Give what a percent may be of: nobody knows the maximum of a sum of sheets."""
    summed = any(METHODS[part["panel"]["method"]].needs_all for part in parts)
    return ["points"] if summed else ["points", "maximum"]


def _seats(dice: random.Random, judges: int, methods: list[str]) -> dict[str, Any]:
    """Give rules for the last two seats: a shadow, a deputy of the first, a weight, or one that marks the first part only."""
    last = {"seat": str(judges)}
    chosen = dice.choice(["none", "shadow", "deputy", "weight", "part"])
    if judges < 3 or chosen == "none":
        return {}
    if chosen == "deputy":
        return {"absent": "deputy", "seats": [last | {"deputy_of": "1"}]}
    if chosen == "weight" and all(METHODS[method].weighs or not METHODS[method].judged for method in methods):
        return {"seats": [last | {"weight": "2"}, {"seat": str(judges - 1), "weight": "1/3"}]}
    if chosen == "part" and METHODS[methods[0]].judged:
        return {"seats": [last | {"parts": ["p1"]}]}
    return {"seats": [last | {"shadow": True}]}


def _part(dice: random.Random, number: int) -> dict[str, Any]:
    over = dice.choice(["sheets", "criteria"])
    panel: dict[str, Any] = dice.choice(
        [
            {"method": "mean", "over": over},
            {"method": "mean", "over": over},
            {
                "method": "trimmed_mean",
                "over": over,
                "drop": 1,
                "at_least": 4,
                "below": dice.choice(["mean", "question"]),
            },
            {"method": "trimmed_mean", "over": over, "drop": 2, "at_least": 5},
            {"method": "agreed"},
            {"method": "minutes"},
            {"method": "median", "over": over},
            {"method": "sum", "over": over},
            {"method": "rank_sum", "over": over, "place_points": [10, 8, 7, 5]},
            {"method": "majority", "over": over, "place_points": [20, "12.5", 7]},
            {"method": "quiz", "wrong": "0.5", "struck": dice.choice(["everyone", "nobody", "rescaled"])},
        ]
    )
    criteria: list[dict[str, Any]] = [
        {"key": f"c{each}", "name": f"Tiêu chí {each}", "max_points": 10, "step": dice.choice(["0.25", "0.05", "1"])}
        | ({"weight": dice.choice(["2", "0.5"])} if dice.random() < 0.3 else {})
        for each in range(1, dice.randint(1, 4) + 1)
    ]
    most = sum(Fraction(10) * Fraction(str(each.get("weight", "1"))) for each in criteria)
    return {
        "key": f"p{number}",
        "name": f"Phần thi [{number}]",
        "max_points": str(most) if most.denominator != 1 else int(most),
        "panel": panel,
        "criteria": criteria,
        "factor": dice.choice(["1", "1", "0.8", "2", "2/3"]),
        "floor": dice.choice([None, None, 0, 1]),
        "deduction_cap": dice.choice([None, None, 1]),
        "min_share": None if METHODS[panel["method"]].needs_all else dice.choice([None, None, None, 40]),
        "deductions": [
            {"key": "loi", "name": "Lỗi", "kind": "flat"},
            {"key": "cham", "name": "=Chậm", "kind": "flat", "points": "0.5"},
        ],
    }


def _performance(
    dice: random.Random, rulebook: Rulebook, key: str, team: int, judges: int, coarse: bool
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    part = rulebook.part(key)
    if dice.random() < 0.04:
        yield f"performance/{key}/{team}", {"state": "locked", "present": False}
        return
    yield f"performance/{key}/{team}", {"state": "locked", "present": True}
    level = dice.choice([-7, -8]) if coarse else dice.randint(5, 9)  # below zero: every mark of the sheet is this one
    if not METHODS[part.panel.method].judged:
        yield f"agreed/{key}/{team}", {"marks": _marks(dice, rulebook, key, level)}
    else:
        for seat in range(101, 101 + judges):
            chance = dice.random()
            if chance < 0.06:
                yield f"absence/{key}/{team}/{seat}", {"absent": True, "reason": "Ốm"}
            elif chance > 0.01:
                data = {
                    "state": "received",
                    "marks": _marks(dice, rulebook, key, level),
                    "remark": "=1+1",
                    "receipt": "K7QF-2M9X",
                }
                yield f"sheet/{key}/{team}/{seat}", data
    if dice.random() < 0.3:
        amount = dice.choice([250, 1000, 1125])
        yield f"deduction/{key}/{team}/1", {"rule": "loi", "amount": amount, "reason": "Sai", "withdrawn": False}
        yield f"deduction/{key}/{team}/2", {"rule": "cham", "amount": None, "reason": "", "withdrawn": False}
        yield f"deduction/{key}/{team}/3", {"rule": "loi", "amount": 9000, "reason": "Rút", "withdrawn": True}
    if dice.random() < 0.2:
        act = {"act": "việc 4", "timed_by": "Tổ bấm giờ", "confirmed_by": "", "reason": "Thêm", "withdrawn": False}
        yield f"deduction/{key}/{team}/4", act | {"rule": "thuong", "amount": 1500}
        yield f"deduction/{key}/{team}/5", act | {"rule": "chung", "amount": 2500}
        yield f"deduction/{key}/{team}/6", act | {"rule": "chung", "amount": 2000}
        seconds = dice.choice([30_000, 30_000, 90_000])
        yield f"deduction/{key}/{team}/7", act | {"act": "việc 7", "rule": "gio", "amount": seconds}


def _of_the_whole(dice: random.Random, team: int) -> Iterator[tuple[str, Mapping[str, Any]]]:
    rule, amount = dice.choice([("chung", 2250), ("thuong", 1000), ("liet", None), ("gio", 30_000), ("chung", 500)])
    yield f"deduction/-/{team}/1", {"rule": rule, "amount": amount, "reason": "Cả đội", "withdrawn": False}


def _marks(dice: random.Random, rulebook: Rulebook, key: str, level: int) -> dict[str, int]:
    if level < 0 and not METHODS[rulebook.part(key).panel.method].answers:
        return {criterion.key: -level * 1000 for criterion in rulebook.part(key).criteria}
    marks = {}
    for criterion in rulebook.part(key).criteria:
        if METHODS[rulebook.part(key).panel.method].answers:
            marks[criterion.key] = dice.choice([10_000, 0, -500])
            continue
        step = int((criterion.step or 1) * 1000)
        marks[criterion.key] = min(10_000, (level * 1000 + dice.randrange(0, 1000)) // step * step)
    return marks


def _decisions(dice: random.Random, board: Board) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for question in board.undecided.questions:
        if len(question.teams) < 2:
            continue
        teams = list(question.teams)
        dice.shuffle(teams)
        order = [[int(team)] for team in teams] if dice.random() < 0.6 else [[int(team) for team in teams]]
        yield (
            f"decision/{'-'.join(sorted(teams, key=int))}",
            {
                "order": order,
                "totals": {team: str(board.standings.of(team).total_exact) for team in teams},
                "reason": "Hội ý",
                "minutes": "BB 01",
            },
        )
