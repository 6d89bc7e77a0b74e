"""Score files made an entry for scoring: marks, deductions and decisions, or every line that cannot be taken."""

from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import chain
from pathlib import Path

from contest.answers import read_mark
from contest.files.scoreanswers import ANSWERS, DECISIONS, TEAMS, not_fitting, take_decisions, take_teams
from contest.files.scoretable import BadRow, Names, Row, RowRefused, read_rows
from contest.messages.scorefiles import refuse
from contest.messages.scoring import say
from contest.text import match_key
from scoring.entered import Absent
from scoring.entries import problems
from scoring.panel import METHODS
from scoring.points import PointsError, parse
from scoring.rules import Criterion, DeductionRule, Part, Rulebook
from scoring.seats import marks_part
from scoring.standings import Entry, Fault, Notice, Sheet, Strike

MARKS = ("team", "part", "criterion", "judge", "points")
DEDUCTIONS = ("team", "part", "kind", "amount_or_seconds", "reason")
DEDUCTIONS_OPTIONAL = ("act", "timed_by", "confirmed_by")
STRUCK = ("part", "criterion", "reason")
_ABSENT = {
    match_key(written): why
    for why, words in {
        Absent.ABSENT: ("absent", "vắng"),
        Absent.LATE: ("late", "muộn", "đến muộn"),
        Absent.RECUSED: ("recused", "không chấm"),
    }.items()
    for written in words
}


@dataclass
class MarksRead:
    """What the marks file has said so far."""

    teams: Names = field(default_factory=Names)
    judges: dict[str, Names] = field(default_factory=dict)
    marks: dict[tuple[str, str, str], dict[str, Fraction]] = field(default_factory=dict)
    absent: dict[tuple[str, str, str], Absent] = field(default_factory=dict)
    not_present: dict[tuple[str, str], int] = field(default_factory=dict)
    seen: dict[tuple[str, str, str, str], int] = field(default_factory=dict)


@dataclass(frozen=True)
class Loaded:
    """The entry, what people should know about the files, and the lines that cannot be taken (then rank nothing)."""

    entry: Entry
    notices: tuple[Notice, ...]
    bad: tuple[BadRow, ...]


def load(
    rulebook: Rulebook,
    marks: Path,
    deductions: Path | None = None,
    decisions: Path | None = None,
    struck: Path | None = None,
    teams: Path | None = None,
) -> Loaded:
    """Give what the files say under a rulebook, with every bad line of all of them at once."""
    rows, bad = read_rows(marks, MARKS)
    if not rows and not bad:
        bad.append(BadRow(marks.name, None, refuse("no_rows")))
    read = MarksRead()
    for row in rows:
        try:
            _mark(read, row, rulebook)
        except RowRefused as error:
            bad.append(BadRow(marks.name, row.line, str(error)))
    bad = sorted([*bad, *_present_and_not(read, rulebook, marks.name)], key=_line)
    entry = _entry(read, rulebook)
    files = (
        (struck, STRUCK, (), _strikes),
        (deductions, DEDUCTIONS, DEDUCTIONS_OPTIONAL, _faults),
        (decisions, DECISIONS, ANSWERS, take_decisions),
        (teams, TEAMS, (), take_teams),
    )
    for path, columns, optional, take in files:
        if path is not None:
            rows, refused = read_rows(path, columns, optional)
            entry, wrong = take(entry, rows, read.teams, rulebook, path.name)
            bad += sorted([*refused, *wrong], key=_line)
    if not bad:
        bad = [BadRow(marks.name, None, reason) for reason in _without_group(entry, rulebook)]
    return Loaded(entry, _left_out(read), tuple(bad))


def _without_group(entry: Entry, rulebook: Rulebook) -> list[str]:
    return [say(each.code, each.values) for each in problems(entry, rulebook) if each.where.startswith("groups/")]


def _line(bad: BadRow) -> int:
    return bad.line or 0


def _mark(read: MarksRead, row: Row, rulebook: Rulebook) -> None:
    if not row["team"]:
        raise RowRefused(refuse("no_team"))
    team = read.teams.add(row["team"])
    part = _part(rulebook, row["part"])
    absent = _ABSENT.get(match_key(row["points"]))
    if absent and not row["judge"] and not row["criterion"]:
        first = read.not_present.setdefault((part.key, team), row.line)
        if first != row.line:
            raise RowRefused(refuse("mark_twice", first=first))
        return
    judge = _judge(read, part, row["judge"], rulebook)
    criterion = _criterion(part, row["criterion"]) if row["criterion"] or not absent else None
    place = (part.key, team, judge, criterion.key if criterion else "")
    if place in read.seen:
        raise RowRefused(refuse("mark_twice", first=read.seen[place]))
    read.seen[place] = row.line
    if absent and not judge:
        raise RowRefused(refuse("absent_agreed", part=part.name))
    if absent:
        read.absent[part.key, team, judge] = absent
    elif criterion is not None:
        read.marks.setdefault((part.key, team, judge), {})[criterion.key] = _points(part, criterion, row["points"])


def _part(rulebook: Rulebook, written: str) -> Part:
    exact = (part for part in rulebook.parts if written == part.key)
    named = (
        part for part in rulebook.parts if match_key(written) in {match_key(part.name), match_key(part.short_name)}
    )
    found = next(chain(exact, named), None)
    if found is None:
        raise RowRefused(say("unknown_part", {"part": written}))
    return found


def _criterion(part: Part, written: str) -> Criterion:
    if not written:
        raise RowRefused(refuse("no_criterion"))
    exact = (criterion for criterion in part.criteria if written == criterion.key)
    named = (criterion for criterion in part.criteria if match_key(written) == match_key(criterion.name))
    found = next(chain(exact, named), None)
    if found is None:
        raise RowRefused(say("unknown_criterion", {"part": part.name, "criterion": written}))
    return found


def _judge(read: MarksRead, part: Part, written: str, rulebook: Rulebook) -> str:
    judged = METHODS[part.panel.method].judged
    if judged != bool(written):
        raise RowRefused(say("part_is_judged" if judged else "part_is_agreed", {"part": part.name}))
    if judged and not marks_part(rulebook, _seat(rulebook, written), part.key):
        raise RowRefused(say("seat_not_for_part", {"part": part.name, "judge": written}))
    return read.judges.setdefault(part.key, Names()).add(written) if judged else ""


def _seat(rulebook: Rulebook, judge: str) -> str:
    """Give the seat that the rulebook means by a judge as written; the judge itself if it says nothing of them."""
    return next((rule.seat for rule in rulebook.seats if match_key(rule.seat) == match_key(judge)), judge)


def _points(part: Part, criterion: Criterion, written: str) -> Fraction:
    if not written:
        raise RowRefused(refuse("no_points"))
    try:
        return read_mark(part, criterion, written)
    except PointsError as error:
        raise RowRefused(say(error.code, error.values)) from error


def _entry(read: MarksRead, rulebook: Rulebook) -> Entry:
    sheets: dict[tuple[str, str, str], Sheet] = {place: marks for place, marks in read.marks.items() if place[2]}
    # A judge who left before the end did not mark the whole part (domain.md 2.3).
    sheets.update(read.absent)
    judges = {part: names.in_order() for part, names in read.judges.items() if names.known}
    return Entry(
        teams=read.teams.in_order(),
        judges=judges,
        sheets=sheets,
        agreed={(part, team): marks for (part, team, judge), marks in read.marks.items() if not judge},
        not_present=frozenset(read.not_present),
        seats={judge: _seat(rulebook, judge) for of_part in judges.values() for judge in of_part},
    )


def _present_and_not(read: MarksRead, rulebook: Rulebook, file: str) -> list[BadRow]:
    bad = []
    for (part, team, judge, criterion), line in read.seen.items():
        name = rulebook.part(part).name
        first = read.not_present.get((part, team))
        away = read.seen.get((part, team, judge, "")) if criterion else None
        if first is not None:
            bad.append(BadRow(file, line, refuse("present_and_not", team=team, part=name, first=first)))
        elif away is not None and judge:
            bad.append(BadRow(file, line, refuse("judge_present_and_not", judge=judge, first=away)))
    return bad


def _left_out(read: MarksRead) -> tuple[Notice, ...]:
    return tuple(
        Notice("sheet_left_out", (team,), part, {"judges": (judge,)})
        for part, team, judge in sorted(read.absent.keys() & read.marks.keys())
    )


def _strikes(entry: Entry, rows: list[Row], teams: Names, rulebook: Rulebook, file: str) -> tuple[Entry, list[BadRow]]:
    strikes: list[tuple[int, Strike]] = []
    bad: list[BadRow] = []
    for row in rows:
        try:
            part = _part(rulebook, row["part"])
            strikes.append((row.line, Strike(part.key, _criterion(part, row["criterion"]).key, _reason(row))))
        except RowRefused as error:
            bad.append(BadRow(file, row.line, str(error)))
    entry = replace(entry, struck=tuple(strike for _, strike in strikes))
    return entry, bad + not_fitting(entry, rulebook, "struck", [line for line, _ in strikes], file)


def _faults(entry: Entry, rows: list[Row], teams: Names, rulebook: Rulebook, file: str) -> tuple[Entry, list[BadRow]]:
    faults: list[tuple[int, Fault]] = []
    bad: list[BadRow] = []
    for row in rows:
        try:
            faults.append((row.line, _fault(row, teams, rulebook)))
        except RowRefused as error:
            bad.append(BadRow(file, row.line, str(error)))
    entry = replace(entry, faults=tuple(fault for _, fault in faults))
    return entry, bad + not_fitting(entry, rulebook, "faults", [line for line, _ in faults], file)


def _fault(row: Row, teams: Names, rulebook: Rulebook) -> Fault:
    part = _part(rulebook, row["part"]).key if row["part"] else None
    rule = _rule(rulebook.rules_for(part), row["kind"])
    try:
        amount = parse(row["amount_or_seconds"]) if row["amount_or_seconds"] else None
    except PointsError as error:
        raise RowRefused(say(error.code, error.values)) from error
    return Fault(
        teams.get(row["team"]), rule, part, amount, _reason(row), row["act"], row["timed_by"], row["confirmed_by"]
    )


def _reason(row: Row) -> str:
    """Give the reason, which is as much wanted in a file as at the desk."""
    if not row["reason"]:
        raise RowRefused(refuse("no_reason"))
    return row["reason"]


def _rule(rules: tuple[DeductionRule, ...], written: str) -> str:
    """Give the key of the rule written as its key, its name or, if that is clear, its kind."""
    ways = (
        [rule.key for rule in rules if rule.key == written],
        [rule.key for rule in rules if match_key(rule.name) == match_key(written)],
        [rule.key for rule in rules if rule.kind == written],
    )
    found = next((way for way in ways if way), [written])
    if len(found) > 1:
        raise RowRefused(refuse("rule_unclear", rule=written, known=", ".join(found)))
    return found[0]
