"""The running order: as drawn by hand and typed in, or by a seeded draw that anybody can repeat on paper.

The seeded draw sorts the teams by SHA-256 of "<seed>:<team id>" (UTF-8, hexadecimal), smallest first. It uses no random
generator, so that the same seed gives the same order on every machine and in every year; `printf '%s' 'seed:id' |
sha256sum` gives each team's figure by hand.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from contest import ledger
from contest.board import Board
from contest.desk import carry_out
from contest.scorebook.entry import Actor
from contest.tables.contests import Team
from scoring.rules import Part

SEED_LENGTH = 60


@dataclass(frozen=True)
class Drawn:
    """One part's order as it stands: how it was drawn, when, by whom, and how many times."""

    part: Part
    teams: tuple[Team, ...]
    method: str
    seed: str
    note: str
    at: Any
    actor: str
    times: int
    complete: bool
    opened: bool


def figure(seed: str, team_id: int) -> str:
    """Give the 64 hex digits by which a team is placed in the draw of a seed."""
    return hashlib.sha256(f"{seed}:{team_id}".encode()).hexdigest()


def seeded(seed: str, team_ids: Iterable[int]) -> list[int]:
    """Give the teams in the order of a seed's draw, whatever order they came in."""
    return sorted(team_ids, key=lambda team_id: (figure(seed, team_id), team_id))


def new_seed() -> str:
    """Give a seed to propose: eight digits, easy to read out and write down."""
    return f"{secrets.randbelow(10**8):08d}"


def numbered(typed: Mapping[int, str]) -> tuple[list[int], dict[int, str]]:
    """Give the teams by the numbers typed beside them, and what is wrong by team; each number from 1 to n stands once."""
    places: dict[int, int] = {}
    wrong: dict[int, str] = {}
    for team_id, text in typed.items():
        number = text.strip()
        if not number:
            wrong[team_id] = "Chưa có số thứ tự."
        elif not (number.isascii() and number.isdigit() and 1 <= int(number[:6]) <= len(typed)):
            wrong[team_id] = f"Số thứ tự phải từ 1 đến {len(typed)}."
        elif int(number) in places:
            wrong[team_id] = f"Số {int(number)} đã dùng cho đội khác."
        else:
            places[int(number)] = team_id
    return [places[number] for number in sorted(places)], wrong


def draws(reader: Session, board: Board) -> list[Drawn]:
    """Give every part's order as it stands, undrawn ones in the order of registration."""
    return [_drawn(reader, board, part) for part in board.rules.parts]


def _drawn(reader: Session, board: Board, part: Part) -> Drawn:
    fact = board.ledger.get("order", part.key)
    data: Mapping[str, Any] = fact.data if fact else {}
    teams = board.order(part.key)
    listed = [*teams, *(team for team in board.teams if team not in teams)]
    return Drawn(
        part=part,
        teams=tuple(listed),
        method=str(data.get("method", "")),
        seed=str(data.get("seed", "")),
        note=str(data.get("note", "")),
        at=fact.moment if fact else None,
        actor=fact.actor if fact else "",
        times=len(ledger.history(reader, board.contest.id, f"order/{part.key}")) if fact else 0,
        complete=set(data.get("teams", ())) == {team.id for team in board.teams},
        opened=any(board.ledger.performance(part.key, team.id) != "waiting" for team in board.teams),
    )


def alike(drawn: Iterable[Drawn]) -> list[tuple[list[Part], Drawn]]:
    """Give the draws with the parts that share one: the same teams in the same order, drawn the same way."""
    groups: dict[object, tuple[list[Part], Drawn]] = {}
    for each in drawn:
        key = (each.teams, each.method, each.seed, each.note, each.actor, each.times)
        groups.setdefault(key, ([], each))[0].append(each.part)
    return list(groups.values())


def set_orders(
    session: Session,
    contest_id: int,
    actor: Actor,
    parts: Sequence[str],
    teams: Sequence[int],
    *,
    method: str = "typed",
    seed: str = "",
    note: str = "",
) -> None:
    """Set one order for these parts through the desk's own command; all of them or, when one is refused, none."""
    for part in parts:
        args = {"part": part, "teams": list(teams), "method": method, "seed": seed, "note": note}
        carry_out(session, contest_id, actor, "set_order", args)
