"""“Đề nghị kiểm tra lại phiếu”: what the head judge alone may look at again, with the way to each sheet."""

from __future__ import annotations

from dataclasses import dataclass, replace

from contest.board import Board
from contest.deskview import marks_seen
from contest.messages.scoring import tell
from scoring.figures import Notice
from scoring.look_again import look_again


@dataclass(frozen=True)
class Sheet:
    """A sheet to look at: its place and how people call it (“Giám khảo số 2, Suối Bạc, Tiểu phẩm”)."""

    part: str
    team: int
    title: str


@dataclass(frozen=True)
class Line:
    """One matter: its kind (a code of scoring.look_again), the sentence, the sheets that it rests on."""

    code: str
    sentence: str
    sheets: tuple[Sheet, ...]


def lines(board: Board) -> tuple[Line, ...]:
    """Give every matter that rests on marks the whole panel has sent, in the order of scoring.look_again."""
    found = look_again(board.entry(), board.rules, board.standings)
    seen = (notice for notice in (_seen(board, each) for each in found) if notice is not None)
    return tuple(_line(board, notice) for notice in seen)


def _seen(board: Board, notice: Notice) -> Notice | None:
    """Give the notice without teams whose sheets are not all in: until then nobody sees what was marked."""
    part = notice.part
    if part is None:
        return notice
    told = _begun if notice.code == "missing_sheets" else marks_seen
    teams = tuple(team for team in notice.teams if told(board, part, team))
    return replace(notice, teams=teams, values={**notice.values, "count": len(teams)}) if teams else None


def _begun(board: Board, part: str, team: str) -> bool:
    return board.ledger.performance(part, team) != "waiting"


def _line(board: Board, notice: Notice) -> Line:
    teams = board.team_names
    judges = {str(seat.id): seat.title for seat in board.seats}
    return Line(notice.code, tell(notice, board.rules, teams, judges), tuple(_sheets(board, notice)))


def _sheets(board: Board, notice: Notice) -> list[Sheet]:
    part, named = notice.part, notice.values.get("sheets")
    if part is not None:
        return [_sheet(board, part, team) for team in notice.teams]
    return [_sheet(board, *key) for key in named] if isinstance(named, tuple) else []


def _sheet(board: Board, part: str, team: str, judge: str = "") -> Sheet:
    who = f"{board.seat(judge).title}, " if judge else ""
    return Sheet(part, int(team), f"{who}{board.team(team).name}, {board.rules.part(part).name}")
