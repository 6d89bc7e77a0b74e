"""What an announced contest tells that a registration may cite: each team's rank, prize and rank in a part, by result.

Nothing that was not announced is told, and no rank where the contest tells prizes alone (contest.planning.outcomes).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy.orm import Session

from contest import board as boards
from contest.board import Board
from contest.ledger import facts_of_kinds
from contest.planning.outcomes import PRIZES_ALONE
from contest.prizes import approved_prizes
from contest.tables.contests import Contest, Team
from contest.text import comma
from scoring.figures import Standing
from scoring.points import text
from scoring.ranking import GROUPINGS


@dataclass(frozen=True)
class TeamResult:
    """What is told of a team: `rank` and `total` (None and "" where ranks are not told), prizes by name, ranks by part."""

    team: Team
    rank: int | None
    total: str
    group: str
    prizes: tuple[str, ...]
    part_ranks: Mapping[str, int]

    def place(self, part: str = "") -> int | None:
        """Give the rank in the whole contest, or in one part of it."""
        return self.part_ranks.get(part) if part else self.rank

    def words(self, part: str = "") -> str:
        """Say where the team stands: rank, then the prizes of the whole contest."""
        rank = self.place(part)
        said = [f"hạng {rank}" if rank else "không xếp hạng"] if rank or not self.prizes or part else []
        return ", ".join([*said, *(() if part else self.prizes)])


@dataclass(frozen=True)
class Told:
    """An announced result: its number, the parts by key and name, the teams in order of rank."""

    contest: Contest
    revision: int
    parts: Mapping[str, str]
    teams: Mapping[int, TeamResult]
    ranks_told: bool


def told(reader: Session, contest_id: int) -> Told | None:
    """Give a contest's result as it was announced last; None for one that is not known or was never announced."""
    if reader.get(Contest, contest_id) is None:
        return None
    board = boards.read(reader, contest_id).public
    return _told(board) if board.ledger.step == "announced" else None


def told_then(reader: Session, contest_id: int, revision: int) -> Told:
    """Give a contest's result of an earlier number, as it stood before it was revised."""
    results = facts_of_kinds(reader, contest_id, ("result_finalised", "result_revised"))
    upto = int(results[revision].data["finalised"]["events"]) if revision < len(results) else None
    return _told(boards.read(reader, contest_id, upto))


def _told(board: Board) -> Told:
    ranked = board.contest.release_mode != PRIZES_ALONE
    given: dict[int, list[str]] = {}
    for name, teams in approved_prizes(board):
        for team in teams:
            given.setdefault(team, []).append(name)
    parts = {part.key: part.name for part in board.rules.parts} if ranked else {}
    in_part = {key: _part_ranks(board, key) for key in parts}
    results = {int(row.team): _result(board, row, given, in_part) for row in _in_order(board, ranked)}
    return Told(board.contest, int(board.ledger.finalised["revision"]), parts, results, ranked)


def _in_order(board: Board, ranked: bool) -> Iterable[Standing]:
    """Give the lines by rank; by registration where ranks are not told, for the order tells them too."""
    order = [str(team.id) for team in board.teams]
    return board.standings.rows if ranked else sorted(board.standings.rows, key=lambda row: order.index(row.team))


def _result(
    board: Board, row: Standing, given: Mapping[int, list[str]], in_part: Mapping[str, Mapping[str, int]]
) -> TeamResult:
    ranked = bool(in_part)
    shown = row.total_shown if ranked else None
    return TeamResult(
        board.team(row.team),
        row.rank if ranked else None,
        "" if shown is None else comma(text(shown, board.rules.decimals)),
        row.group,
        tuple(given.get(int(row.team), ())),
        {key: ranks[row.team] for key, ranks in in_part.items() if row.team in ranks},
    )


def _part_ranks(board: Board, part: str) -> dict[str, int]:
    """Give each team's rank by its points in one part, equal ones sharing it; in its group, where groups are ranked apart."""
    apart = not GROUPINGS[board.rules.groups].overall
    lanes: dict[str, dict[str, Fraction]] = {}
    for row in board.standings.rows:
        net = row.parts[part].net if row.parts[part].state == "marked" else None
        if net is not None and row.rank is not None:
            lanes.setdefault(row.group if apart else "", {})[row.team] = net
    return {
        team: 1 + sum(other > net for other in lane.values()) for lane in lanes.values() for team, net in lane.items()
    }
