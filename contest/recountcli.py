"""`chamkheo recount` and `chamkheo export-log`: a contest counted again by the second engine (docs/files.md)."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click

from contest import board as boards
from contest import eventlog
from contest.board import Board
from contest.chain import short
from contest.config import Settings
from contest.files.scoretable import FileRefused, read_text
from contest.messages import recount as words
from contest.messages.mistakes import complain
from contest.messages.scorebook import STEP_NAMES
from contest.messages.scoring import say
from contest.reading import reading
from contest.recount.beside import Going
from contest.recount.log import Log, Unreadable, loads, misshapen, read
from contest.recount.prizes import Award
from contest.recount.rounding import shown
from contest.recount.table import Line, Table, recount
from contest.recounting import Difference, board_of, differences
from contest.recountwords import tell, why_unreadable
from contest.tables.contests import Contest
from contest.text import comma
from scoring.entries import problems
from scoring.rulebook import RulebookErrors


@dataclass(frozen=True)
class Counted:
    """A contest counted twice: its log, the recount, and where the program's own board says otherwise."""

    log: Log
    table: Table
    board: Board
    found: tuple[Difference, ...]


@click.command("recount")
@click.argument("contest", metavar="CONTEST_OR_FILE")
@click.option("--json", "as_json", is_flag=True, help="In JSON thay cho bảng.")
def recount_command(contest: str, as_json: bool) -> None:
    """Tính lại một hội thi bằng cách tính độc lập thứ hai rồi so với chương trình.

    CONTEST_OR_FILE là số của hội thi trong cơ sở dữ liệu, hoặc tệp nhật ký do export-log xuất. Khác nhau thì trả mã 1.
    """
    try:
        found = _file(Path(contest)) if Path(contest).is_file() else _stored(contest)
    except Unreadable as error:
        raise click.ClickException(why_unreadable(error)) from None
    except FileRefused as error:
        raise click.ClickException(f"{contest}: {error}") from None
    except RulebookErrors as error:
        what = " ".join(complain(problem) for problem in error.problems)
        raise click.ClickException(words.UNREADABLE["bad_rules"].format(what=what)) from None
    sys.exit(answer(found, as_json))


def answer(counted: Counted, as_json: bool) -> int:
    """Print the recount and give the exit code: 1 where the program says otherwise."""
    click.echo(json.dumps(as_document(counted), ensure_ascii=False, indent=2) if as_json else "\n".join(lines(counted)))
    return 1 if counted.found else 0


@click.command("export-log")
@click.argument("contest")
@click.argument("file", type=click.Path(path_type=Path))
def export_log(contest: str, file: Path) -> None:
    """Xuất nhật ký của hội thi số CONTEST ra FILE (JSON), để người khác tính lại."""
    with reading(Settings.from_env().database_url) as session:
        document = eventlog.export(session, _contest(session.get(Contest, _number(contest)), contest))
    file.write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")
    click.echo(words.EXPORTED.format(count=len(document["events"]), name=document["contest"]["name"], path=file))


def _number(contest: str) -> int:
    return int(contest) if contest.isascii() and contest.isdigit() else 0


def _contest(found: Contest | None, name: str) -> Contest:
    if found is None:
        raise click.ClickException(words.NEITHER.format(name=name))
    return found


def _stored(contest: str) -> Counted:
    with reading(Settings.from_env().database_url) as session:
        found = _contest(session.get(Contest, _number(contest)), contest)
        board = boards.read(session, found.id)
        return counted(read(eventlog.export(session, found)), board)


def _file(path: Path) -> Counted:
    text = read_text(path, "log_not_text")
    log = loads(text)  # it checks the file, so the program may read it without checks of its own
    with misshapen():
        return counted(log, board_of(json.loads(text)))


def counted(log: Log, board: Board) -> Counted:
    """Count a log with the second engine and compare that with the program's board."""
    if board.rulebook is None:
        raise Unreadable("no_rules")
    wrong = problems(board.entry(), board.rules)
    if wrong:
        raise Unreadable("bad_entry", what=f"{wrong[0].where}: {say(wrong[0].code, wrong[0].values)}")
    table = recount(log)
    return Counted(log, table, board, differences(board.standings, board.rules, table))


def lines(counted: Counted) -> list[str]:
    """Give the recount as lines to read: the table, then every place where the program says otherwise."""
    rules, names = counted.board.rules, _names(counted)
    heads = ["Hạng", "Đội", *(part.short_name for part in rules.parts), "Trừ", "Tổng", "So với chương trình"]
    rows = [heads, *(_cells(line, counted) for line in _ordered(counted))]
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    told = [counted.log.name, words.HEAD.format(count=counted.log.count, head=short(counted.log.ended)), ""]
    told += ["  ".join(cell.ljust(widths[at]) for at, cell in enumerate(row)).rstrip() for row in rows]
    told += ["", *_to_compare(counted.log)]
    if not counted.found:
        return [*told, words.AGREES]
    return [
        *told,
        words.DISAGREES.format(count=len(counted.found)),
        *(f"- {tell(each, rules, names)}" for each in counted.found),
    ]


def _to_compare(log: Log) -> list[str]:
    """Give what to hold against the paper: an intact chain does not show whether its end was cut off."""
    contest = log.state("contest")
    told = [words.LAST_STEP.format(step=STEP_NAMES.get(contest.get("step", ""), ""))]
    if "finalised" in contest:
        final = contest["finalised"]
        told.append(words.SEALED.format(count=final["events"], head=short(final["head"])))
    return [*told, words.COMPARE]


def _names(counted: Counted) -> dict[str, str]:
    return {key: str(team["name"]) for key, team in counted.log.teams.items()}


def _ordered(counted: Counted) -> list[Line]:
    return sorted(counted.table.lines.values(), key=lambda line: (line.rank is None, line.rank or 0))


def _cells(line: Line, counted: Counted) -> list[str]:
    decimals = counted.board.rules.decimals
    parts = [comma(shown(part.points, decimals)) if part.points is not None else "–" for part in line.parts.values()]
    agrees = not any(line.team in difference.teams for difference in counted.found)
    return [
        "–" if line.rank is None else str(line.rank),
        _names(counted)[line.team],
        *parts,
        comma(shown(line.deducted, decimals)),
        "–" if line.shown is None else comma(shown(line.shown, decimals)),
        "khớp" if agrees else "KHÁC",
    ]


def as_document(counted: Counted) -> dict[str, Any]:
    """Give the recount and every difference as a JSON-able document; figures are exact texts ("351/4")."""
    return {
        "contest": counted.log.name,
        "events": counted.log.count,
        "head": counted.log.ended,
        "agrees": not counted.found,
        "standings": [_line(line, counted) for line in _ordered(counted)],
        "prizes": _awards("tier", counted.table.prizes),
        "special_prizes": _awards("prize", counted.table.specials),
        "advance": _going_on(counted.table.going),
        "questions": [
            {"code": code, "teams": sorted(teams)} for code, teams in sorted(counted.table.questions, key=str)
        ],
        "differences": [asdict(each) for each in counted.found],
    }


def _awards(name: str, awards: Mapping[str, Award]) -> list[dict[str, Any]]:
    return [{name: key, "teams": sorted(award.teams), "open": award.waiting} for key, award in awards.items()]


def _going_on(going: Going | None) -> dict[str, Any] | None:
    return None if going is None else {"teams": sorted(going.teams), "open": going.waiting}


def _line(line: Line, counted: Counted) -> dict[str, Any]:
    return {
        "team": line.team,
        "name": _names(counted)[line.team],
        "state": line.state,
        "rank": line.rank,
        "group_rank": line.group_rank,
        "total": None if line.shown is None else shown(line.shown, counted.board.rules.decimals),
        "total_exact": None if line.total is None else str(line.total),
        "deductions": str(line.deducted),
        "parts": {
            key: {
                "state": part.state,
                "points": None if part.points is None else str(part.points),
                "deducted": str(part.deducted),
            }
            for key, part in line.parts.items()
        },
        "tied_with": sorted(line.tied_with),
        "parted_by": line.parted_by,
    }
