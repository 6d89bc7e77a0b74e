"""Random contests under random rulebooks, each from a seed: what was entered, some of it missing, much of it tied."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random

from scoring.entered import Absent, Decision, Entry, Fault, Sheet, Strike
from scoring.rulebook import RulebookErrors, from_dict
from scoring.rules import Criterion, DeductionRule, Part, Rulebook
from scoring.standings import standings
from tests.soak.documents import MOST_SEATS, document
from tests.soak.panels import ENTERED_ONCE, Document
from tests.soak.prizing import ASKED


@dataclass(frozen=True)
class Made:
    """A random contest: the rulebook as a plain document, as scoring reads it, and what was entered."""

    seed: int
    document: Document
    rules: Rulebook
    entry: Entry


def contest(seed: int) -> Made:
    """Give the random contest of a seed."""
    dice = Random(seed)
    made, rules = _rulebook(dice)
    entry = _entry(dice, rules)
    for _ in range(3):  # what an answer left equal a later one, or a later step, may part
        entry = replace(entry, decisions=(*entry.decisions, *_decisions(dice, entry, rules)))
    return Made(seed, made, rules, entry)


def _rulebook(dice: Random) -> tuple[Document, Rulebook]:
    """Give the first good rulebook: some prizes and caps do not go together, and are refused."""
    while True:
        made = document(dice)
        try:
            return made, from_dict(made)
        except RulebookErrors as errors:
            if not {problem.code for problem in errors.problems} <= TOGETHER:
                raise


TOGETHER = frozenset({"number_of_prizes_unknown", "cap_mixes_rankings", "percents_above_hundred", "no_such_ranking"})
"""What is wrong with prizes that are good one by one."""


def _entry(dice: Random, rules: Rulebook) -> Entry:
    teams = tuple(str(number) for number in range(1, dice.randint(2, 9) + 1))
    lazy = dice.choice((0, 0.1, 1)) * dice.random()  # in some contests everybody is there, in some hardly anybody
    away = frozenset((part.key, team) for part in rules.parts for team in teams if dice.random() < 0.06 * lazy)
    entry = replace(Entry(teams, _judges(dice, rules)), not_present=away)
    mark = dice.choice((_mark, _mark, _coarse))
    sheets: dict[tuple[str, str, str], Sheet] = {}
    agreed: dict[tuple[str, str], Mapping[str, Fraction]] = {}
    for team in teams:
        earlier = teams[: teams.index(team)]
        twin = dice.choice(earlier) if earlier and dice.random() < 0.4 else None  # else totals would hardly be equal
        for part in rules.parts:
            if (part.key, team) in away:
                continue
            like = dice.choice(earlier) if earlier and twin is None and dice.random() < 0.3 else twin
            judges = entry.judges.get(part.key, ())
            if part.panel.method not in ENTERED_ONCE:
                marks = _like(dice, part, judges, sheets, like) or {
                    judge: _sheet(dice, part, mark, lazy) for judge in judges
                }
                sheets |= {(part.key, team, judge): sheet for judge, sheet in marks.items() if sheet is not None}
            elif dice.random() > 0.03 * lazy:
                fresh = {each.key: ENTERED.get(part.panel.method, mark_in)(dice, part, each) for each in part.criteria}
                agreed[part.key, team] = agreed.get((part.key, like or ""), fresh)
    faults = tuple(fault for team in teams for fault in _faults(dice, rules, team, away))
    groups = {team: dice.choice(("Bảng A", "Bảng B", "Bảng C")) for team in teams}
    out = frozenset(team for team in teams if dice.random() < 0.1)
    entry = replace(entry, groups={} if rules.groups == "together" else groups, ineligible=out)
    return replace(entry, sheets=sheets, agreed=agreed, faults=faults, struck=_struck(dice, rules))


def _judges(dice: Random, rules: Rulebook) -> dict[str, tuple[str, ...]]:
    """Give the judges of each part that has any: those whose seat may mark it, deputies with the seat they stand in for."""
    judges = [str(number) for number in range(1, dice.randint(1, MOST_SEATS) + 1)]
    parts_of = {rule.seat: rule.parts for rule in rules.seats}
    places = {judge: judge for judge in judges} | {rule.seat: rule.deputy_of for rule in rules.seats if rule.deputy_of}
    return {
        part.key: mine
        for part in rules.parts
        if part.panel.method not in ENTERED_ONCE
        and (mine := tuple(judge for judge in judges if part.key in (parts_of.get(places[judge]) or [part.key])))
    }


def _struck(dice: Random, rules: Rulebook) -> tuple[Strike, ...]:
    found = []
    for part in rules.parts:
        if part.panel.method == "quiz" and dice.random() < 0.5:
            keys = dice.sample([each.key for each in part.criteria], dice.randint(0, len(part.criteria) - 1))
            found += [Strike(part.key, key, "Đáp án sai") for key in keys]
    return tuple(found)


Marking = Callable[[Random, Criterion], Fraction]


def _sheet(dice: Random, part: Part, mark: Marking, lazy: float) -> Sheet | None:
    if dice.random() < 0.08 * lazy:
        absent: tuple[Sheet | None, ...] = (*Absent, *Absent, None)
        return dice.choice(absent)
    return {each.key: mark(dice, each) for each in part.criteria}


def _coarse(dice: Random, criterion: Criterion) -> Fraction:
    """Give one of two marks only: many teams come to the same sum by other criteria."""
    most = criterion.max_points or Fraction(10)
    return dice.choice((most, most - (criterion.step or 1)))


def _mark(dice: Random, criterion: Criterion) -> Fraction:
    step = criterion.step or Fraction(1, 1000)
    most = (criterion.max_points or Fraction(100)) / step
    return step * dice.choice((0, int(most), dice.randint(0, int(most)), dice.randint(int(most) // 2, int(most))))


def mark_in(dice: Random, part: Part, criterion: Criterion) -> Fraction:
    """Give a mark of an entered figure."""
    return _mark(dice, criterion)


def _answer(dice: Random, part: Part, question: Criterion) -> Fraction:
    most = question.max_points or Fraction(0)
    return dice.choice((most, most, Fraction(0), -(part.panel.wrong or Fraction(0))))


ENTERED: Mapping[str, Callable[[Random, Part, Criterion], Fraction]] = {"quiz": _answer}


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
            minimum = rules.part(part).time_minimum if part is not None else None
            if rule.kind == "undertime" and minimum is None:
                continue
            for _ in range(dice.choice((0, 0, 0, 1, 1 if rule.bands else 3))):
                amount = AMOUNTS[rule.kind](dice, rule, minimum or 500)
                found.append(Fault(team, rule.key, part, amount, "Biên bản", dice.choice(ACTS)))
    return dice.sample(found, dice.randint(0, len(found)))


ACTS = ("", "", "Dùng điện thoại", " dùng  điện thoại", "Nộp muộn")


def _points_amount(dice: Random, rule: DeductionRule, most: int) -> Fraction | None:
    if rule.points is not None:
        return dice.choice((None, rule.points))
    return Fraction(dice.randint(1, 4 * int(rule.max_points or 2)), 4)


def _seconds(dice: Random, rule: DeductionRule, most: int) -> Fraction | None:
    return Fraction(dice.choice((0, 1, 59, 60, 61, dice.randint(0, most))))


AMOUNTS: Mapping[str, Callable[[Random, DeductionRule, int], Fraction | None]] = {
    "flat": _points_amount,
    "bonus": _points_amount,
    "overtime": _seconds,
    "undertime": _seconds,
    "knockout": lambda dice, rule, most: None,
}


def _decisions(dice: Random, entry: Entry, rules: Rulebook) -> list[Decision]:
    """Give answers about some of the teams that are tied now, and now and then about others."""
    known = {(decision.step, frozenset(decision.teams)) for decision in entry.decisions}
    table = standings(entry, rules)
    tied = [question.teams for question in table.questions] + [(row.team, *row.tied_with) for row in table.rows]
    found = []
    for group in tied:
        teams = dice.sample(entry.teams, 2) if dice.random() < 0.1 else list(group)
        step = dice.choice([step for step in rules.ties if step in ASKED] or ["decision"])
        if len(teams) < 2 or (step, frozenset(teams)) in known or dice.random() < 0.5:
            continue
        known.add((step, frozenset(teams)))
        found.append(_decision(dice, step, teams))
    return found


def _decision(dice: Random, step: str, teams: list[str]) -> Decision:
    """Give the answer to a step: an order, for some with what was counted."""
    if step not in COUNTED:
        return Decision(tuple(teams), _order(dice, teams, 0 if step in DISTINCT else 0.3), "Biên bản số 1", step)
    values = {team: Fraction(dice.randint(1, 3)) for team in teams}
    groups = [tuple(team for team in teams if values[team] == each) for each in sorted(set(values.values()))]
    order = groups[::-1] if COUNTED[step] else groups
    return Decision(tuple(teams), tuple(order), "Biên bản số 1", step, values)


COUNTED = {"question": True, "time": False}
"""Steps that are answered with figures, and whether the higher stands above."""
DISTINCT = {"lot"}
"""Steps whose answer leaves nobody level: no number is drawn twice."""


def _order(dice: Random, teams: list[str], level: float) -> tuple[tuple[str, ...], ...]:
    shuffled = dice.sample(teams, len(teams))
    groups: list[list[str]] = [[shuffled[0]]]
    for team in shuffled[1:]:
        if dice.random() < level:
            groups[-1].append(team)
        else:
            groups.append([team])
    return tuple(map(tuple, groups))
