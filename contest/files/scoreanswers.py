"""What score files say beside marks and deductions: what people gave when teams were equal, and facts about the teams."""

import re
from dataclasses import replace
from fractions import Fraction

from contest.files.scoretable import BadRow, Names, Row, RowRefused
from contest.messages.scorefiles import refuse
from contest.messages.scoring import say
from scoring.entries import problems
from scoring.points import PointsError, parse
from scoring.rules import Rulebook
from scoring.standings import Decision, Entry
from scoring.ties import STEPS

DECISIONS = ("teams", "order", "reason")
ANSWERS = ("step", "values")  # of a decision; older files have only minuted decisions
TEAMS = ("team", "group", "ineligible")
# Team names may hold a comma, so a stronger sign between teams wins over a weaker one.
_BETWEEN = (";", "|", ">", ",")


def take_decisions(
    entry: Entry, rows: list[Row], teams: Names, rulebook: Rulebook, file: str
) -> tuple[Entry, list[BadRow]]:
    """Take what people gave for the steps of a tie."""
    decisions: list[tuple[int, Decision]] = []
    bad: list[BadRow] = []
    first: dict[tuple[str, frozenset[str]], int] = {}
    for row in rows:
        try:
            decision = _decision(row, teams)
            line = first.setdefault((decision.step, frozenset(decision.teams)), row.line)
            if line != row.line:
                raise RowRefused(refuse("decision_twice", first=line))
            decisions.append((row.line, decision))
        except RowRefused as error:
            bad.append(BadRow(file, row.line, str(error)))
    entry = replace(entry, decisions=tuple(decision for _, decision in decisions))
    return entry, bad + not_fitting(entry, rulebook, "decisions", [line for line, _ in decisions], file)


def _decision(row: Row, teams: Names) -> Decision:
    named = tuple(teams.get(name) for group in _apart(row["teams"]) for name in re.split(r"\s*=\s*", group) if name)
    step = row["step"].casefold() or "decision"
    values = _values(row, named)
    order = tuple(
        tuple(teams.get(name.strip()) for name in group.split("=") if name.strip()) for group in _apart(row["order"])
    )
    answer = STEPS[step].asks if step in STEPS else None
    if not order and values and answer and answer.order:
        order = answer.order(values)
    if not order:
        raise RowRefused(refuse("no_order"))
    return Decision(named, order, row["reason"], step, values)


def _values(row: Row, named: tuple[str, ...]) -> dict[str, Fraction]:
    """Give what was counted for each team, written in the order of `teams`."""
    written = [each.strip() for each in row["values"].split(";")] if row["values"] else []
    if written and len(written) != len(named):
        raise RowRefused(refuse("values_differ", found=len(written), teams=len(named)))
    try:
        return {team: parse(value) for team, value in zip(named, written, strict=False)}
    except PointsError as error:
        raise RowRefused(say(error.code, error.values)) from error


def take_teams(
    entry: Entry, rows: list[Row], teams: Names, rulebook: Rulebook, file: str
) -> tuple[Entry, list[BadRow]]:
    """Take each team's group, and the reason for which it is not considered for prizes (none: it is)."""
    bad: list[BadRow] = []
    first: dict[str, int] = {}
    groups = Names()
    for row in rows:
        team = teams.get(row["team"])
        if team not in entry.teams:
            bad.append(BadRow(file, row.line, say("unknown_team", {"team": row["team"]})))
        elif first.setdefault(team, row.line) != row.line:
            bad.append(BadRow(file, row.line, refuse("team_twice", first=first[team])))
        else:
            group = {team: groups.add(row["group"])} if row["group"] else {}
            out = {team} if row["ineligible"] else set()
            entry = replace(entry, groups={**entry.groups, **group}, ineligible=entry.ineligible | out)
    return entry, bad


def _apart(written: str) -> list[str]:
    sign = next((sign for sign in _BETWEEN if sign in written), ";")
    return [each.strip() for each in written.split(sign) if each.strip()]


def not_fitting(entry: Entry, rulebook: Rulebook, kind: str, lines: list[int], file: str) -> list[BadRow]:
    """Give what of this kind (faults, decisions) does not fit the rulebook, by the line that it stands on."""
    bad = []
    for problem in problems(entry, rulebook):
        where, _, number = problem.where.partition("/")
        if where == kind:
            bad.append(BadRow(file, lines[int(number) - 1], say(problem.code, problem.values)))
    return bad
