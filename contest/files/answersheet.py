"""The answers of a quiz as a table: a line for each team, a column for each question; every bad cell named at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contest.answers import read_mark
from contest.files.sheets import Table, open_tables
from contest.messages.answers import ANSWERS
from contest.messages.scoring import say
from contest.text import match_key, nfc
from scoring.points import PointsError
from scoring.rules import Part

_TEAM = {match_key(head) for head in ("Đội", "Đội thi", "Tên đội", "team")}


@dataclass(frozen=True)
class Answers:
    """What a file says: typed answers by team and question, or every reason why it cannot be taken."""

    rows: Mapping[int, Mapping[str, str]]
    problems: tuple[str, ...]


def read_answers(source: bytes, filename: str, part: Part, teams: Mapping[int, str]) -> Answers:
    """Give the answers that a file holds for these teams (id → name); raise FileRefused for a file that is no table."""
    tables = [table for table in open_tables(source, filename) if table.rows]
    found = [(table, at) for table in tables for at, row in enumerate(table.rows) if _is_header(row)]
    if not found:
        return Answers({}, (ANSWERS["no_header"].format(questions=", ".join(each.name for each in part.criteria)),))
    # A CSV file comes once for each delimiter: the widest header is the one that was meant.
    table, at = max(found, key=lambda each: sum(bool(cell.strip()) for cell in each[0].rows[each[1]]))
    return _read(table, at, part, teams)


def _is_header(row: Sequence[str]) -> bool:
    return any(match_key(cell) in _TEAM for cell in row)


def _read(table: Table, at: int, part: Part, teams: Mapping[int, str]) -> Answers:
    heads = [match_key(cell) for cell in table.rows[at]]
    columns, problems = _columns(heads, part)
    ids = {match_key(name): team for team, name in teams.items()}
    team_at = next(column for column, head in enumerate(heads) if head in _TEAM)
    rows: dict[int, dict[str, str]] = {}
    for number, cells in enumerate(table.rows[at + 1 :], at + 2):
        if not any(cell.strip() for cell in cells):
            continue
        name = nfc(cells[team_at]) if team_at < len(cells) else ""
        team = ids.get(match_key(name))
        if team is None or team in rows:
            problems.append(ANSWERS["unknown_team" if team is None else "team_twice"].format(line=number, team=name))
            continue
        rows[team] = {key: nfc(cells[column]) if column < len(cells) else "" for key, column in columns.items()}
        problems += _wrong(part, rows[team], number, name)
    if not rows and not problems:
        problems.append(ANSWERS["no_rows"])
    return Answers({} if problems else rows, tuple(problems))


def _columns(heads: Sequence[str], part: Part) -> tuple[dict[str, int], list[str]]:
    columns: dict[str, int] = {}
    problems: list[str] = []
    for question in part.criteria:
        places = [at for at, head in enumerate(heads) if head in {match_key(question.name), match_key(question.key)}]
        if len(places) != 1:
            code = "column_twice" if places else "column_missing"
            problems.append(ANSWERS[code].format(question=question.name))
        else:
            columns[question.key] = places[0]
    return columns, problems


def _wrong(part: Part, typed: Mapping[str, str], line: int, team: str) -> list[str]:
    problems = []
    for question in part.criteria:
        if question.key not in typed:
            continue
        try:
            read_mark(part, question, typed[question.key])
        except PointsError as error:
            why = ANSWERS["empty"] if error.code == "empty" else say(error.code, error.values)
            problems.append(ANSWERS["cell"].format(line=line, team=team, question=question.name, why=why))
    return problems
