"""The one gate: cuts the board to what the hall may see and writes the released board. Nothing else writes there."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest import board as boards
from contest import chain
from contest.board import Board
from contest.db import db, iso, now
from contest.grouping import grouped, in_order, ranked_twice
from contest.messages.papers import PAPERS
from contest.prizes import approved_prizes
from contest.released import ReleasedStore
from contest.tables.contests import Contest, Team
from contest.tables.scorebook import Store
from contest.text import comma, date_vi, time_vi
from contest.writer import scores_changed
from scoring.figures import Standing
from scoring.points import text

log = logging.getLogger(__name__)

Pairs = frozenset[tuple[str, str]]

# A sheet by itself never changes what the hall may see: only a lock, a release or a step does.
SILENT = frozenset(
    {
        "sheet_submitted",
        "sheet_typed",
        "sheet_confirmed",
        "sheet_rejected",
        "sheet_returned",
        "rulebook_proposed",
        "rulebook_dropped",
        "conferring_opened",
        "conferring_closed",
        "revision_opened",
        "revision_changed",
        "revision_dropped",
        "late_sheet_kept",
        "late_sheet_replaced",
    }
)


def public_body(board: Board) -> dict[str, Any]:
    """Give what the hall may know of a contest now; holds no figure that was not released or not yet announced anew."""
    board, contest = board.public, board.contest
    return {
        "contest": contest.uid,
        "title": contest.name,
        "host": contest.unit.name,
        "place": contest.place,
        "date": date_vi(contest.held_on),
        "invented": contest.invented,
    } | _stage(board)


def _stage(board: Board) -> dict[str, Any]:
    release = {"shown": False, "blank": False} | dict(board.ledger.data("release"))
    if board.ledger.step == "prepared" or release["blank"]:
        return _table(board, "blank", "Chưa công bố", [])
    mode = board.ledger.data("contest")["release_mode"]
    if not release["shown"]:
        return _table(board, "names", "Chưa công bố điểm", _named_rows(board))
    if mode == "prizes_at_end":
        return _table(board, "prizes", _official(board), _named_rows(board), _prizes(board, by_name=True))
    shown = _released_pairs(board, mode)
    prizes = _prizes(board) if board.ledger.step == "announced" else []
    status = _official(board) if board.ledger.step == "announced" else _provisional(board, shown)
    return _table(board, "points", status, _ranked_rows(board, shown), prizes)


def _table(
    board: Board, stage: str, status: str, rows: list[dict[str, Any]], prizes: list[dict[str, Any]] | None = None
) -> dict[str, Any]:
    return {
        "stage": stage,
        "status": status,
        "official": board.ledger.step == "announced" and stage in {"points", "prizes"},
        "parts": []
        if stage == "blank"
        else [_part_line(board, part.key, part.short_name) for part in board.rules.parts],
        "rows": rows,
        "prizes": prizes or [],
    }


def _part_line(board: Board, key: str, name: str) -> dict[str, str]:
    states = [board.ledger.performance(key, team.id) for team in board.teams]
    if all(state == "locked" for state in states):
        return {"key": key, "name": name, "state": "done"}
    begun = any(state != "waiting" for state in states)
    return {"key": key, "name": name, "state": "running" if begun else "waiting"}


def running_part(board: Board) -> str:
    """Give the part that is on stage: the last one begun, else the first."""
    return _begun(board)[-1]


def _begun(board: Board) -> list[str]:
    keys = [part.key for part in board.rules.parts]
    begun = [key for key in keys if any(board.ledger.performance(key, team.id) != "waiting" for team in board.teams)]
    return begun or keys[:1]


def _row(board: Board, team: Team, order: int) -> dict[str, Any]:
    return {
        "team": str(team.id),
        "order": order,
        "name": team.name,
        "unit": team.unit.name if team.unit else "",
        "rank": None,
        "tied": False,
        "points": [],
        "total": "",
        "state": _team_state(board, team),
        "absent_parts": [
            place for place, part in enumerate(board.rules.parts) if not board.ledger.present(part.key, team.id)
        ],
    } | ({"group": team.group_name} if grouped(board.rules) else {})


def _team_state(board: Board, team: Team) -> str:
    states = [board.ledger.performance(part.key, team.id) for part in board.rules.parts]
    if any(state == "open" for state in states):
        return "performing"
    begun = _begun(board)
    if not any(board.ledger.present(key, team.id) for key in begun):
        return "absent"
    return "done" if board.ledger.performance(begun[-1], team.id) in {"closing", "locked"} else "waiting"


def _named_rows(board: Board) -> list[dict[str, Any]]:
    return [_row(board, team, order) for order, team in enumerate(board.order(running_part(board)), 1)]


def _released_pairs(board: Board, mode: str) -> Pairs:
    locked = board.locked()
    if mode == "after_lock":
        return locked
    full = {part.key for part in board.rules.parts if all((part.key, str(team.id)) in locked for team in board.teams)}
    return frozenset(pair for pair in locked if pair[0] in full)


def _ranked_rows(board: Board, shown: Pairs) -> list[dict[str, Any]]:
    rows = _named_rows(board)
    if not shown:
        return rows
    by_team = {row["team"]: row for row in rows}
    running = {team: row["order"] for team, row in by_team.items()}
    standings = in_order(board.standings_of(shown).rows, running, board.rules)
    return [by_team[standing.team] | _points(board, standing, shown) for standing in standings]


def _points(board: Board, standing: Standing, shown: Pairs) -> dict[str, Any]:
    def part_text(key: str) -> str:
        figure = standing.parts.get(key)
        if figure is None or figure.net is None or (key, standing.team) not in shown:
            return ""
        return comma(text(figure.net, board.rules.decimals))

    total = "" if standing.total_shown is None else comma(text(standing.total_shown, board.rules.decimals))
    return {
        "rank": standing.rank,
        "tied": bool(standing.tied_with),
        "points": [part_text(part.key) for part in board.rules.parts],
        "total": total,
    } | ({"group_rank": standing.group_rank} if ranked_twice(board.rules) else {})


def _provisional(board: Board, shown: Pairs) -> str:
    part = board.rules.part(running_part(board))
    count = sum(1 for key, _team in shown if key == part.key)
    return f"Điểm tạm thời · đã khóa {count}/{len(board.teams)} đội ở phần {part.name}"


def _official(board: Board) -> str:
    title = official_title(board.ledger.finalised)
    if "revised" in board.ledger.finalised:
        return title
    return f"{title}, {time_vi(datetime.fromisoformat(board.ledger.data('contest')['announced']['at']))}"


def official_title(finalised: Mapping[str, Any], *, brief: bool = False) -> str:
    """Give what a finalised result is called, “Chính thức, lần 1”, or of which revision it is (`brief`: its number alone)."""
    revised = finalised.get("revised")
    if revised is None:
        return PAPERS["official"].format(revision=finalised["revision"])
    day = date_vi(datetime.fromisoformat(finalised["at"]))
    return PAPERS["revised" if brief else "revised_on"].format(
        number=revised["number"], day=day, ground=revised["ground"]
    )


def _prizes(board: Board, by_name: bool = False) -> list[dict[str, Any]]:
    """Give the approved prizes; inside a tier in running order when ranks may not be told."""
    running = [team.id for team in board.order(running_part(board))]
    listed = []
    for name, given in approved_prizes(board):
        teams: Collection[int] = sorted(given, key=running.index) if by_name else given
        if teams:
            listed.append({"name": name, "teams": [board.team(team).name for team in teams]})
    return listed


def publish(session: Session, store: ReleasedStore, contest_id: int) -> None:
    """Write the contest's released board; the number rises only when what the hall may see has changed.

    Read and put under the contest's lock, so that of two staff processes the later state gets the higher number.
    """
    chain.lock(session, contest_id)
    board = boards.read(session, contest_id)
    if board.rulebook is not None:
        generation = session.scalars(select(Store.generation)).one()
        store.put(board.contest.uid, generation, public_body(board), iso(now()))


class Gate:
    """Follows the scorebook and keeps the released store in step; a failure is tried again, never told to a judge."""

    def __init__(self, app: Flask, store: ReleasedStore) -> None:
        """Listen to `scores_changed` on behalf of `app`."""
        self._app, self._store = app, store
        self._late: set[int] = set()
        scores_changed.connect(self._follow)

    def _follow(self, contest_id: int, kinds: Collection[str] = ()) -> None:
        if set(kinds) <= SILENT:
            return
        self._late.add(contest_id)
        self.catch_up()

    def catch_up(self) -> None:
        """Publish what is still owed; called again every second by the staff process."""
        for contest_id in tuple(self._late):
            self._late.discard(contest_id)
            try:
                with self._app.app_context():
                    publish(db.session(), self._store, contest_id)
            except Exception:
                log.exception("release of contest %s failed; it will be tried again", contest_id)
                self._late.add(contest_id)

    def publish_all(self) -> None:
        """Publish every contest: after a crash between log and release the hall catches up at start."""
        with self._app.app_context():
            self._late |= set(db.session.scalars(select(Contest.id)))
        self.catch_up()
