"""Each proposed correction in words with what it changes, and what of one performance a revision may correct."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contest.board import Board
from contest.deskdeductions import deductions
from contest.deskview import Row
from contest.ledger import WHOLE
from contest.messages.desk import ABSENCES, CORRECTED, CORRECTIONS, SEAT_STANDS, WHOLE_NAME
from contest.panel import SeatView, is_shadow
from contest.scorebook.sheets import RECEIVED
from contest.text import comma, team_title
from scoring.parts import sheet_sum
from scoring.points import exact_text, from_thousandths, text
from scoring.rules import Part

Line = tuple[str, str, str]
"""What changes: its name, before, after."""


@dataclass(frozen=True)
class Correction:
    """One proposed correction in words, with what changes (name, before, after)."""

    subject: str
    words: str
    lines: tuple[Line, ...] = ()


def corrections(before: Board, after: Board, proposed: Iterable[Mapping[str, Any]]) -> tuple[Correction, ...]:
    """Give what a revision proposes, on the board as it stands and as it would stand."""
    found = []
    for each in proposed:
        subject = str(each["subject"])
        words, lines = _ABOUT[subject.split("/", maxsplit=1)[0]](before, after, each)
        found.append(Correction(subject, words, tuple(lines)))
    return tuple(found)


def _decision(before: Board, after: Board, each: Mapping[str, Any]) -> tuple[str, Iterable[Line]]:
    data = each["data"]
    teams = [after.team(team).name for group in data["order"] for team in group]
    return CORRECTIONS[each["kind"]].format(teams=", ".join(teams), reason=data["reason"]), ()


def _deduction(before: Board, after: Board, each: Mapping[str, Any]) -> tuple[str, Iterable[Line]]:
    _first, key, team, number = each["subject"].split("/")
    place, data = None if key == WHOLE else key, each["data"]
    reason = data.get("withdrawn_reason") or data["reason"]
    known = _known(before if data["withdrawn"] else after, place, team, int(number))
    words = CORRECTIONS[each["kind"]].format(
        name=before.rules.rule(place, data["rule"]).name,
        reason="; ".join((reason, *known)),
        team=team_title(before.team(team).name),
        place=WHOLE_NAME if place is None else f"phần {before.rules.part(place).name}",
    )
    return words, _points(before, after, place, team)


def _known(board: Board, place: str | None, team: str, number: int) -> tuple[str, ...]:
    """Give what a fault came to on a board and what else is known of it, so that the second person sees all they confirm."""
    standing = board.standings.of(team)
    applied = standing.deductions if place is None else standing.parts[place].deductions
    for line in deductions(board, place, int(team), applied):
        if line.number == number:
            return line.cost, *line.details
    return ()


def _sheet(before: Board, after: Board, each: Mapping[str, Any]) -> tuple[str, Iterable[Line]]:
    _first, part, team, seat = each["subject"].split("/")
    return _of_turn(before, each, part, team, seat=before.seat(seat).title), _marks(before, each, part)


def _agreed(before: Board, after: Board, each: Mapping[str, Any]) -> tuple[str, Iterable[Line]]:
    _first, part, team = each["subject"].split("/")
    return _of_turn(before, each, part, team), _marks(before, each, part)


def _absence(before: Board, after: Board, each: Mapping[str, Any]) -> tuple[str, Iterable[Line]]:
    _first, part, team, seat = each["subject"].split("/")
    said = {"seat": before.seat(seat).title, "reason": each["data"]["reason"]}
    lines = list(_points(before, after, part, team))
    stands = [
        CORRECTED["not_counted"] if board.ledger.absent(part, team, seat) else CORRECTED["counted"]
        for board in (before, after)
    ]
    sheet = before.ledger.data("sheet", part, team, seat)
    if sheet.get("state") == RECEIVED:
        lines.insert(
            0, (CORRECTED["sheet"].format(mark=sum_of(before.rules.part(part), sheet["marks"])), stands[0], stands[1])
        )
    if not each["data"]["absent"]:
        return _of_turn(before, {**each, "kind": "judge_presence_recorded"}, part, team, **said), lines
    return _of_turn(before, each, part, team, why=ABSENCES[each["data"]["why"]].lower(), **said), lines


def _performance(before: Board, after: Board, each: Mapping[str, Any]) -> tuple[str, Iterable[Line]]:
    _first, part, team = each["subject"].split("/")
    return _of_turn(before, each, part, team, reason=each["data"]["reason"]), _points(before, after, part, team)


def _strike(before: Board, after: Board, each: Mapping[str, Any]) -> tuple[str, Iterable[Line]]:
    part = before.rules.part(each["data"]["part"])
    question = part.criterion(each["data"]["criterion"]).name
    lines: list[Line] = []
    for team in before.order(part.key):
        lines += ((team.name, was, now) for _name, was, now in _points(before, after, part.key, str(team.id)))
    return CORRECTIONS[each["kind"]].format(question=question, part=part.name), lines


_ABOUT = {
    "decision": _decision,
    "deduction": _deduction,
    "sheet": _sheet,
    "agreed": _agreed,
    "absence": _absence,
    "performance": _performance,
    "strike": _strike,
}


def _of_turn(board: Board, each: Mapping[str, Any], part: str, team: str, **more: str) -> str:
    said = {"part": board.rules.part(part).name, "team": team_title(board.team(team).name)}
    return CORRECTIONS[each["kind"]].format(**said, **more)


def _marks(before: Board, each: Mapping[str, Any], part: str) -> Iterator[Line]:
    """Give the criteria whose mark changes."""
    fact, after = before.ledger.get(each["subject"]), each["data"]["marks"]
    kept = fact.data["marks"] if fact else {}
    for criterion in before.rules.part(part).criteria:
        if kept.get(criterion.key) != after.get(criterion.key):
            yield criterion.name, shown(kept, criterion.key), shown(after, criterion.key)


def _points(before: Board, after: Board, part: str | None, team: str) -> Iterator[Line]:
    """Give the team's points in the part, or (None) its total, where they change."""
    was, now = (_figure(board, part, team) for board in (before, after))
    if was != now:
        yield CORRECTED["total" if part is None else "points"], was, now


def _figure(board: Board, part: str | None, team: str) -> str:
    standing = board.standings.of(team)
    value = standing.total_shown if part is None else standing.parts[part].net
    return "–" if value is None else comma(text(value, board.rules.decimals))


def shown(marks: Mapping[str, int], key: str) -> str:
    """Give a mark as people write it, “–” where there is none."""
    return comma(exact_text(from_thousandths(marks[key]))) if key in marks else "–"


def sum_of(part: Part, marks: Mapping[str, int]) -> str:
    """Give a whole sheet's sum as people write it."""
    return comma(exact_text(sheet_sum(part.criteria, {key: from_thousandths(mark) for key, mark in marks.items()})))


@dataclass(frozen=True)
class SeatLine:
    """A judge's sheet of a performance as a revision may correct it.

    `stands` is counted, not_counted (kept, its judge recorded absent) or none; `came` says whether the sheet was in when
    the result was finalised, `added` whether the revision adds it.
    """

    seat: SeatView
    stands: str
    words: str
    marks: Mapping[str, int]
    total: str
    came: bool
    added: bool


def seat_lines(before: Board, after: Board, part: Part, row: Row) -> tuple[SeatLine, ...]:
    """Give every seat whose sheets can count in the part with its sheet of the row's team, as the revision would leave it."""
    seats = (seat for seat in after.marking(part.key) if not is_shadow(seat, after.rules))
    return tuple(_seat_line(before, after, part, row.team, seat) for seat in seats)


def _seat_line(before: Board, after: Board, part: Part, team: int, seat: SeatView) -> SeatLine:
    sheet, absent = after.ledger.data("sheet", part.key, team, seat.id), after.ledger.absent(part.key, team, seat.id)
    came = before.ledger.data("sheet", part.key, team, seat.id).get("state") == RECEIVED
    received = sheet.get("state") == RECEIVED
    stands = ("not_counted" if absent else "counted") if received else "none"
    words = SEAT_STANDS["absent" if absent and not received else stands]
    marks = sheet["marks"] if received else {}
    total = sum_of(part, marks) if received else ""
    return SeatLine(seat, stands, words, marks, total, came, received and not came)
