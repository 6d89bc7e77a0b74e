"""Random contests under random rulebooks, each from a seed: what was entered, some of it missing, much of it tied."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random

from scoring.figures import Absent, Decision, Entry, Fault, Sheet, Strike
from scoring.rulebook import from_dict
from scoring.rules import Criterion, DeductionRule, Part, Rulebook
from scoring.standings import standings
from tests.soak.documents import ENTERED_ONCE, MOST_SEATS, Document, document


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
    made = document(dice)
    rules = from_dict(made)
    entry = _entry(dice, rules)
    for _ in range(2):  # what a decision left equal a later one may part
        entry = replace(entry, decisions=(*entry.decisions, *_decisions(dice, entry, rules)))
    return Made(seed, made, rules, entry)


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
        return dice.choice((*Absent, *Absent, None))
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
