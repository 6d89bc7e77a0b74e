"""The full standings as JSON for staff's own programs: points are decimal strings ("34.6"), or fractions ("506/7")."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from contest.board import Board
from contest.deskview import marks_seen
from contest.messages.scoring import tell
from scoring.figures import Notice, PartFigure, Question, Standing
from scoring.points import exact_text, text

HOLD_FIGURES = frozenset({"wide_spread", "part_below_share", "criterion_zero", "criterion_below_share"})


def standings_body(board: Board) -> dict[str, Any]:
    """Give step, head, events, standings, questions and warnings; a contest without rulebook has no standings."""
    head = {"step": board.ledger.step, "head": board.head.hash, "events": board.head.count}
    if board.rulebook is None:
        return head | {"standings": [], "questions": [], "warnings": []}
    table = board.standings
    asked = {
        question.code + str(question.teams): question for question in (*table.questions, *board.proposals.questions)
    }
    return head | {
        "standings": [_standing(board, row) for row in table.rows],
        "questions": [_said(board, question) for question in asked.values()],
        "warnings": [_said(board, notice) for notice in table.warnings if _may_be_said(board, notice)],
    }


def _may_be_said(board: Board, notice: Notice) -> bool:
    """Say whether a warning holds no figure of a panel that has not all sent."""
    return notice.code not in HOLD_FIGURES or marks_seen(board, str(notice.part), notice.teams[0])


def _standing(board: Board, row: Standing) -> dict[str, Any]:
    return {
        "team": board.team(row.team).name,
        "team_id": int(row.team),
        "rank": row.rank,
        "total": None if row.total_shown is None else text(row.total_shown, board.rules.decimals),
        "total_exact": _exact(row.total_exact),
        "tied_with": [int(team) for team in row.tied_with],
        "group": row.group,
        "group_rank": row.group_rank,
        "deductions": _exact(row.deductions_total),
        "prize_barred": row.prize_barred,
        "sunk": [each.code for each in row.sunk],
        "parts": {key: _part(figure) for key, figure in row.parts.items()},
    }


def _part(figure: PartFigure) -> dict[str, Any]:
    return {
        "points": _exact(figure.points),
        "exact": _exact(figure.exact),
        "net": _exact(figure.net),
        "deducted": _exact(figure.deducted),
        "state": figure.state,
        "marked": figure.marked,
        "seats": figure.seats,
        "panels": [
            {
                "criterion": panel.criterion,
                "exact": _exact(panel.exact),
                "rounded": _exact(panel.rounded),
                "points": _exact(panel.points),
            }
            for panel in figure.panels
        ],
    }


def _exact(value: Fraction | None) -> str | None:
    return None if value is None else exact_text(value)


def _said(board: Board, item: Question | Notice) -> dict[str, Any]:
    teams = board.team_names
    judges = {str(seat.id): seat.title for seat in board.seats}
    return {
        "code": item.code,
        "teams": [int(team) for team in item.teams],
        "message": tell(item, board.rules, teams, judges),
    }
