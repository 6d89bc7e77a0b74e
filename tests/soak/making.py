"""Random rulebooks and random contests under them, from a seed; every name of every table of rules has its maker here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random
from typing import Any

from scoring.figures import ABSENT, Decision, Entry, Fault, Sheet
from scoring.rulebook import from_dict
from scoring.rules import Criterion, DeductionRule, Part, Rulebook
from scoring.standings import standings

Document = dict[str, Any]


@dataclass(frozen=True)
class Made:
    """A random contest: the rulebook as a plain document, as scoring reads it, and what was entered."""

    seed: int
    document: Document
    rules: Rulebook
    entry: Entry


FACTORS = ("1", "1", "2", "0.6", "1.5", "1/3", "3/7")
STEPS_OF_MARKS = ("0.25", "0.5", "1", "0.05")


def _mean(dice: Random) -> Document:
    return {"over": dice.choice(("sheets", "criteria"))}


def _trimmed_mean(dice: Random) -> Document:
    drop = dice.choice((1, 1, 2))
    at_least = dice.randint(2 * drop + 1, 2 * drop + 3)
    return _mean(dice) | {"drop": drop, "at_least": at_least, "below": dice.choice(("mean", "question"))}


METHODS: Mapping[str, Callable[[Random], Document]] = {
    "mean": _mean,
    "trimmed_mean": _trimmed_mean,
    "agreed": lambda dice: {},
}


def _flat(dice: Random) -> Document:
    return dice.choice(({"points": "0.5"}, {"points": 2}, {"max_points": 3}, {}))


def _overtime(dice: Random) -> Document:
    edges = sorted(dice.sample(range(1, 301), dice.randint(1, 3)))
    bands: list[Document] = []
    for start, until in zip(edges, [*edges[1:], dice.choice((None, 400))], strict=True):
        band = {"from": start, "points": dice.choice(("0.25", "0.5", 1)), "per": dice.choice(PER)}
        bands.append(band if until is None else band | {"until": until})
    # A band that can never cost anything is refused, so a minute must fit into it.
    if any(band["per"] == "full_minute" and band.get("until", 500) <= 60 for band in bands):
        bands = [band | {"per": "once"} for band in bands]
    grace = dice.choice((0, 0, edges[0], bands[0].get("until", 500) - 2))
    return {"bands": bands} | ({"grace": grace} if 0 < grace < bands[0].get("until", 500) - 1 else {})


KINDS: Mapping[str, Callable[[Random], Document]] = {"flat": _flat, "overtime": _overtime}
PER = ("once", "full_minute", "started_minute")
STAGES = ("panel", "factor", "part", "total")
MODES = ("half_up",)
ABSENCE = ("whole_part",)
NOT_PRESENT = ("zero", "unranked")
RANK_ON = ("exact", "shown")
OVER = ("sheets", "criteria")
BELOW = ("mean", "question")


def _part_step(dice: Random, parts: list[Document]) -> str:
    return f"part:{dice.choice(parts)['key']}"


def _criterion_step(dice: Random, parts: list[Document]) -> str:
    part = dice.choice(parts)
    return f"criterion:{part['key']}.{dice.choice(part['criteria'])['key']}"


TIES: Mapping[str, Callable[[Random, list[Document]], str]] = {
    "part": _part_step,
    "criterion": _criterion_step,
    "decision": lambda dice, parts: "decision",
}


def document(dice: Random) -> Document:
    """Give a random rulebook as a document."""
    parts = [_part(dice, place) for place in range(dice.randint(1, 4))]
    made: Document = {
        "name": "Thể lệ ngẫu nhiên",
        "invented": True,
        "decimals": dice.choice((0, 1, 2, 2, 3)),
        "rank_on": dice.choice(RANK_ON),
        "absent": dice.choice(ABSENCE),
        "not_present": dice.choice(NOT_PRESENT),
        "ties": _ties(dice, parts),
        "parts": parts,
        "deductions": [_rule(dice, f"chung{place}") for place in range(dice.randint(0, 2))],
        "prizes": _prizes(dice),
    }
    return made | {"rounding": _rounding(dice, made["decimals"])}


def _ties(dice: Random, parts: list[Document]) -> list[str]:
    steps = [dice.choice(list(TIES.values()))(dice, parts) for _ in range(dice.randint(0, 4))]
    return list(dict.fromkeys([*steps, *(["decision"] if dice.random() < 0.4 else [])]))


def _rounding(dice: Random, decimals: int) -> list[Document]:
    return [
        {"stage": stage, "decimals": dice.randint(0, decimals if stage == "total" else 3), "mode": dice.choice(MODES)}
        for stage in STAGES
        if dice.random() < 0.4
    ]


def _part(dice: Random, place: int) -> Document:
    key = f"p{place}"
    method = dice.choice(list(METHODS))
    criteria = [_criterion(dice, number) for number in range(dice.randint(1, 4))]
    return {
        "key": key,
        "name": f"Phần {place + 1}",
        "criteria": criteria,
        "max_points": str(sum(each["max_points"] * Fraction(each["weight"]) for each in criteria)),
        "factor": dice.choice(FACTORS),
        "panel": {"method": method} | METHODS[method](dice),
        "deductions": [_rule(dice, f"{key}-loi{number}") for number in range(dice.randint(0, 2))],
    }


def _criterion(dice: Random, number: int) -> Document:
    return {
        "key": f"c{number}",
        "name": f"Tiêu chí {number + 1}",
        "max_points": dice.choice((4, 5, 10)),
        "step": dice.choice(STEPS_OF_MARKS),
        "weight": dice.choice(("1", "1", "1", "2", "0.5")),
    }


def _rule(dice: Random, key: str) -> Document:
    kind = dice.choice(list(KINDS))
    return {"key": key, "name": f"Lỗi {key}", "kind": kind} | KINDS[kind](dice)


def _prizes(dice: Random) -> list[Document]:
    counts: list[object] = [dice.randint(1, 3) for _ in range(dice.randint(0, 3))]
    if counts and dice.random() < 0.3:
        counts[-1] = "rest"
    return [{"key": f"g{place}", "name": f"Giải {place + 1}", "count": count} for place, count in enumerate(counts)]


def contest(seed: int) -> Made:
    """Give the random contest of a seed."""
    dice = Random(seed)
    made = document(dice)
    rules = from_dict(made)
    entry = _entry(dice, rules)
    for _ in range(2):  # what a decision left equal a later one may part
        entry = replace(entry, decisions=(*entry.decisions, *_decisions(dice, entry, rules)))
    return Made(seed, made, rules, entry)


def _entry(dice: Random, rules: Rulebook) -> Entry:
    teams = tuple(str(number) for number in range(1, dice.randint(2, 9) + 1))
    judges = tuple(str(number) for number in range(1, dice.randint(1, 7) + 1))
    judged = [part.key for part in rules.parts if part.panel.method != "agreed"]
    lazy = dice.random()  # in some contests everybody is there, in some hardly anybody
    mark = dice.choice((_mark, _mark, _coarse))
    entry = Entry(teams, dict.fromkeys(judged, judges))
    away = frozenset((part.key, team) for part in rules.parts for team in teams if dice.random() < 0.06 * lazy)
    sheets: dict[tuple[str, str, str], Sheet] = {}
    agreed: dict[tuple[str, str], Mapping[str, Fraction]] = {}
    for team in teams:
        earlier = teams[: teams.index(team)]
        twin = dice.choice(earlier) if earlier and dice.random() < 0.4 else None  # else totals would hardly be equal
        for part in rules.parts:
            if (part.key, team) in away:
                continue
            like = dice.choice(earlier) if earlier and twin is None and dice.random() < 0.3 else twin
            if part.key in judged:
                marks = _like(dice, part, judges, sheets, like) or {
                    judge: _sheet(dice, part, mark, lazy) for judge in judges
                }
                sheets |= {(part.key, team, judge): sheet for judge, sheet in marks.items() if sheet is not None}
            elif dice.random() > 0.03 * lazy:
                fresh = {each.key: mark(dice, each) for each in part.criteria}
                agreed[part.key, team] = agreed.get((part.key, like or ""), fresh)
    faults = tuple(fault for team in teams for fault in _faults(dice, rules, team, away))
    return replace(entry, sheets=sheets, agreed=agreed, faults=faults, not_present=away)


Marking = Callable[[Random, Criterion], Fraction]


def _sheet(dice: Random, part: Part, mark: Marking, lazy: float) -> Sheet | None:
    if dice.random() < 0.08 * lazy:
        return dice.choice((ABSENT, ABSENT, ABSENT, None))
    return {each.key: mark(dice, each) for each in part.criteria}


def _coarse(dice: Random, criterion: Criterion) -> Fraction:
    """Give one of two marks only: many teams come to the same sum by other criteria."""
    most = criterion.max_points or Fraction(10)
    return dice.choice((most, most - (criterion.step or 1)))


def _mark(dice: Random, criterion: Criterion) -> Fraction:
    step = criterion.step or Fraction(1, 1000)
    most = (criterion.max_points or Fraction(100)) / step
    return step * dice.choice((0, int(most), dice.randint(0, int(most)), dice.randint(int(most) // 2, int(most))))


def _like(
    dice: Random, part: Part, judges: tuple[str, ...], sheets: Mapping[tuple[str, str, str], Sheet], other: str | None
) -> dict[str, Sheet | None] | None:
    """Give the sheets of another team, the judges changed about: equal figures come from unlike seats."""
    theirs: list[Sheet | None] = [sheets.get((part.key, other or "", judge)) for judge in judges]
    if theirs == [None] * len(judges):
        return None
    dice.shuffle(theirs)
    return dict(zip(judges, theirs, strict=True))


def _faults(dice: Random, rules: Rulebook, team: str, away: frozenset[tuple[str, str]]) -> list[Fault]:
    found = []
    for part in (*(part.key for part in rules.parts if (part.key, team) not in away), None):
        for rule in rules.rules_for(part):
            if dice.random() < 0.2:
                found.append(Fault(team, rule.key, part, AMOUNTS[rule.kind](dice, rule), "Biên bản"))
    return found


def _points_amount(dice: Random, rule: DeductionRule) -> Fraction | None:
    if rule.points is not None:
        return dice.choice((None, rule.points))
    return Fraction(dice.randint(1, 4 * int(rule.max_points or 2)), 4)


AMOUNTS: Mapping[str, Callable[[Random, DeductionRule], Fraction | None]] = {
    "flat": _points_amount,
    "overtime": lambda dice, rule: Fraction(dice.choice((0, 1, 59, 60, 61, dice.randint(0, 500)))),
}


def _decisions(dice: Random, entry: Entry, rules: Rulebook) -> list[Decision]:
    """Give decisions on some of the teams that are tied now, and now and then on others."""
    known = {frozenset(decision.teams) for decision in entry.decisions}
    found = []
    for row in standings(entry, rules).rows:
        teams = [row.team, *row.tied_with]
        if dice.random() < 0.1:
            teams = dice.sample(entry.teams, 2)
        if len(teams) < 2 or frozenset(teams) in known or dice.random() < 0.5:
            continue
        known.add(frozenset(teams))
        found.append(Decision(tuple(teams), _order(dice, teams), "Biên bản số 1"))
    return found


def _order(dice: Random, teams: list[str]) -> tuple[tuple[str, ...], ...]:
    shuffled = dice.sample(teams, len(teams))
    groups: list[list[str]] = [[shuffled[0]]]
    for team in shuffled[1:]:
        if dice.random() < 0.3:
            groups[-1].append(team)
        else:
            groups.append([team])
    return tuple(map(tuple, groups))
