"""The answers of a quiz as a table: a line for each team, a column for each question; every bad cell named at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from contest.answers import BLANK, earned, read_mark
from contest.files.sheets import Table, open_tables
from contest.messages.answers import ANSWERS
from contest.messages.scoring import say
from contest.text import comma, match_key, nfc
from scoring.points import PointsError, exact_text
from scoring.rules import Criterion, Part

_TEAM = {match_key(head) for head in ("Đội", "Đội thi", "Tên đội", "team")}


@dataclass(frozen=True)
class Answers:
    """What a file says: typed answers by team and question, or every reason why it cannot be taken; columns not used."""

    rows: Mapping[int, Mapping[str, str]]
    problems: tuple[str, ...]
    unused: tuple[str, ...] = ()


def read_answers(
    source: bytes, filename: str, part: Part, teams: Mapping[int, str], shut: Mapping[str, str] = MappingProxyType({})
) -> Answers:
    """Give the answers that a file holds for these teams (id → name); raise FileRefused for a file that is no table.

    `shut` says how the turns of the other teams stand (name → “thi sau”). A cell left empty in a row that has answers is a
    question left blank.
    """
    tables = [table.whole for table in open_tables(source, filename) if table.rows]
    found = [(table, at) for table in tables for at, row in enumerate(table.rows) if _is_header(row)]
    if not found:
        return Answers({}, (ANSWERS["no_header"].format(questions=", ".join(each.name for each in part.criteria)),))
    # A CSV file comes once for each delimiter: the widest header is the one that was meant.
    table, at = max(found, key=lambda each: sum(bool(cell.strip()) for cell in each[0].rows[each[1]]))
    return _read(table, at, part, teams, {match_key(name): word for name, word in shut.items()})


def _is_header(row: Sequence[str]) -> bool:
    return any(match_key(cell) in _TEAM for cell in row)


def _read(table: Table, at: int, part: Part, teams: Mapping[int, str], shut: Mapping[str, str]) -> Answers:
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
            state = shut.get(match_key(name), "")
            code = "team_twice" if team in rows else "team_shut" if state else "unknown_team"
            problems.append(ANSWERS[code].format(line=number, team=name, state=state))
            continue
        rows[team] = {key: nfc(cells[column]) if column < len(cells) else "" for key, column in columns.items()}
        if columns and not any(rows[team].values()):
            problems.append(ANSWERS["row_empty"].format(line=number, team=name))
            continue
        rows[team] = {key: typed or BLANK for key, typed in rows[team].items()}
        problems += _wrong(part, rows[team], number, name)
    if not rows and not problems:
        problems.append(ANSWERS["no_rows"])
    used = {team_at, *columns.values()}
    unused = tuple(nfc(cell) for column, cell in enumerate(table.rows[at]) if column not in used and nfc(cell))
    return Answers({} if problems else rows, tuple(problems), unused)


def _points(part: Part, question: Criterion) -> list[str]:
    return [comma(exact_text(points)) for points in dict.fromkeys(earned(part, question).values())]


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
            written = ANSWERS["written"].format(points=", ".join(_points(part, question)))
            why = f"{say(error.code, error.values)} {written}" if error.code == "no_answer_earns_it" else ""
            why = why or ANSWERS["no_answer"].format(typed=typed[question.key], written=written)
            problems.append(ANSWERS["cell"].format(line=line, team=team, question=question.name, why=why))
    return problems
