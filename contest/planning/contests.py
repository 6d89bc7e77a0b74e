"""A contest before its day: making it new or from another, changing it, and what it still lacks."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest import chain
from contest.board import Board
from contest.db import now
from contest.history import Hand
from contest.ledger import newest
from contest.messages.scoring import tell
from contest.offices import reach_of
from contest.planning import rulebook as rulebooks
from contest.planning.people import add_seat, valid_card
from contest.planning.teams import copy_teams
from contest.planning.units import find_unit, required_unit
from contest.scorebook.refusals import Refused
from contest.tables.contests import Contest
from contest.tables.people import Account, Assignment, Seat
from contest.tables.places import Level
from contest.text import match_key, nfc
from scoring.panel import METHODS
from scoring.prizes import beyond_entries
from scoring.ranking import GROUPINGS
from scoring.rules import Rulebook

RELEASE_MODES: Mapping[str, str] = {
    "after_lock": "Hiện điểm sau mỗi lượt khóa",
    "after_part": "Hiện điểm sau mỗi phần",
    "prizes_at_end": "Chỉ công bố giải khi kết thúc (theo mức giải, không điểm, không thứ hạng trong một giải)",
}
"""How results reach the hall, in words; nobody but the organisers may choose, so there is no default."""


@dataclass(frozen=True)
class Details:
    """What a contest is called and where, as typed and already clean."""

    name: str
    host: str
    level_id: int
    held_on: date
    place: str
    organiser_name: str
    release_mode: str
    invented: bool = False


@dataclass(frozen=True)
class Item:
    """One line of the checklist before the start: `page` is the endpoint that mends it."""

    title: str
    page: str
    ready: bool
    said: str
    lacking: str = ""  # said instead, as a sentence, when there is nothing at all yet


def step_of(reader: Session, contest_id: int) -> str:
    """Give where a contest stands; `prepared` before anything was said."""
    fact = newest(reader, contest_id, "contest")
    return str(fact.data["step"]) if fact else "prepared"


def levels(reader: Session) -> list[Level]:
    """Give every level, highest first, ended ones too (old contests are entered as well)."""
    return list(reader.scalars(select(Level).order_by(Level.rank)))


def create(
    session: Session,
    account: Account,
    details: Details,
    rules: Rulebook,
    *,
    copied_from: int | None = None,
    with_teams: bool = False,
    host_id: int | None = None,
) -> Contest:
    """Make a contest whose organiser is `account`; a copy takes over the other's seats, and its teams if asked.

    `host_id` is the host's unit where it is known already; else it is found by its name (see `host_of`).
    """
    host_id = host_id or host_of(session, account, details.host, details.held_on)
    contest = Contest(uid=secrets.token_hex(6), created_at=now(), **_described(session, details, host_id))
    contest.copied_from_id = copied_from
    Hand(session, account.id).add(contest)
    session.add(Assignment(contest_id=contest.id, account_id=account.id, role="organiser"))
    rulebooks.save(session, contest.id, rules, account.id)
    if copied_from is not None:
        for seat in session.scalars(select(Seat).where(Seat.contest_id == copied_from).order_by(Seat.number)):
            add_seat(session, contest.id, head=seat.head)
        if with_teams:
            copy_teams(session, copied_from, contest.id)
    return contest


def edit(session: Session, account: Account, contest_id: int, details: Details) -> None:
    """Change what a contest is called; refuses once it has started. A host's name left as it was is the same unit."""
    chain.lock(session, contest_id)
    if step_of(session, contest_id) != "prepared":
        raise Refused("already_started")
    contest = session.get_one(Contest, contest_id)
    same = match_key(details.host) == contest.unit.match_key
    host_id = contest.unit_id if same else host_of(session, account, details.host, details.held_on)
    Hand(session, account.id).change(contest, _described(session, details, host_id), host_id)


def host_of(session: Session, account: Account, typed: str, on: date) -> int:
    """Give the unit that holds a contest by its name, made if there is none yet.

    Whoever has an office chooses among the units of their branch; refuses any other.
    """
    mine = reach_of(session, account)
    if mine.whole or not mine.any:
        return find_unit(session, typed, on).id
    unit = required_unit(session, typed, on, field="host")
    if not mine.may_change(session, unit.id):
        raise Refused("not_your_branch", field="host")
    return unit.id


def _described(session: Session, details: Details, host_id: int) -> dict[str, Any]:
    if details.release_mode not in RELEASE_MODES:
        raise Refused("needs_release", field="release_mode")
    level = session.get(Level, details.level_id)
    if level is None or not _valid_on(level, details.held_on):
        raise Refused("level_not_valid", field="level_id", level=level.name if level else "")
    return {
        "name": nfc(details.name),
        "place": nfc(details.place),
        "organiser_name": nfc(details.organiser_name),
        "unit_id": host_id,
        "level_id": level.id,
        "held_on": details.held_on,
        "release_mode": details.release_mode,
        "invented": details.invented,
    }


def _valid_on(level: Level, day: date) -> bool:
    return (level.valid_from or day) <= day <= (level.valid_to or day)


def checklist(reader: Session, board: Board) -> list[Item]:
    """Give what must stand before the contest may start, and what of it does."""
    parts = board.rulebook.parts if board.rulebook else ()
    judged = any(METHODS[part.panel.method].judged for part in parts)
    unnamed = [str(seat.number) for seat in board.seats if not seat.name]
    drawn = [part for part in parts if set(board.ledger.order(part.key)) == {team.id for team in board.teams}]
    cards = sum(valid_card(reader, seat.id) is not None for seat in board.seats)
    people = f"{len(board.seats)} giám khảo" + (f", chưa có tên: số {', '.join(unnamed)}" if unnamed else "")
    return [
        Item(
            "Thể lệ",
            "rulebook.show",
            bool(parts),
            f"bản {board.version}, {len(parts)} phần thi" if parts else "chưa có",
            "" if parts else "Chưa có thể lệ",
        ),
        Item(
            "Đội thi",
            "teams.index",
            len(board.teams) >= 2 and not _without_group(board),
            ". ".join([f"{len(board.teams)} đội", *_prizes_left_over(board)]),
            _teams_lacking(board),
        ),
        Item(
            "Ban Giám khảo",
            "people.index",
            (bool(board.seats) and not unnamed) or not judged,
            people,
            "" if board.seats else "Chưa có giám khảo",
        ),
        Item(
            "Thứ tự thi",
            "order.index",
            bool(parts) and bool(board.teams) and len(drawn) == len(parts),
            f"đã có {len(drawn)}/{len(parts)} phần" if board.teams else "cần có đội thi trước",
        ),
        Item(
            "Thẻ giám khảo",
            "people.cards",
            cards == len(board.seats) and (cards > 0 or not judged),
            f"{cards}/{len(board.seats)} thẻ, in trước ngày thi",
            "" if board.seats else "Chưa có giám khảo nên chưa có thẻ",
        ),
    ]


def _without_group(board: Board) -> list[str]:
    """Give the teams that lack the group in which the rulebook ranks them."""
    apart = board.rulebook is not None and GROUPINGS[board.rulebook.groups].apart
    return [team.name for team in board.teams if not team.group_name] if apart else []


def _prizes_left_over(board: Board) -> list[str]:
    """Say where the prize structure has more prizes than there are teams for them."""
    if board.rulebook is None or not board.teams:
        return []
    return [tell(notice, board.rulebook) for notice in beyond_entries(board.entry(), board.rulebook)]


def _teams_lacking(board: Board) -> str:
    alone = _without_group(board)
    if len(board.teams) > 1 and alone:
        return f"Chưa ghi bảng của {len(alone)} đội: {', '.join(alone[:5])}"
    return {0: "Chưa có đội thi", 1: "Mới có 1 đội, cần ít nhất 2 đội"}.get(len(board.teams), "")
