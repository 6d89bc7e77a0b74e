"""A team's result explained figure by figure, and one team beside another; for those who may see the full board only."""

from __future__ import annotations

from flask import Blueprint, abort, request

from contest.access import READER, ROLES, for_roles
from contest.board import Board
from contest.files.explained import compared, speaker_of, told
from contest.files.reconcile import require_reconciled
from contest.printing import printed
from contest.printkit import board_to_print
from scoring.explain import explain
from scoring.explainrank import compare

blueprint = Blueprint("explain", __name__, url_prefix="/hoi-thi/<int:contest_id>/giai-trinh")


@blueprint.get("/<int:team_id>")
@for_roles(*ROLES, READER)
def show(contest_id: int, team_id: int) -> str:
    """Show how a team's total and rank came about, to read and to print; `so-voi` names a team to lay beside it.

    `den` shows it as it stood at an earlier event, as the result page does.
    """
    board = board_to_print(contest_id)
    team, other = _team(board, str(team_id)), request.args.get("so-voi", "")
    require_reconciled(board)
    names = speaker_of(board)
    beside = None
    if other and other != team:
        beside = compared(compare(team, _team(board, other), board.standings, board.entry(), board.rules), names)
    account = explain(team, board.standings, board.entry(), board.rules)
    others = [each for each in board.teams if str(each.id) != team]
    return printed("explain/show.html", board, told=told(account, names), beside=beside, team=team, others=others)


def _team(board: Board, key: str) -> str:
    known = {str(team.id) for team in board.teams} if board.rulebook is not None else set()
    return key if key in known else abort(404)
