"""Where a contest stands, as JSON for staff's own programs: states of everything, no mark of anybody."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from contest.board import Board
from contest.ledger import Fact
from scoring.panel import METHODS
from scoring.points import to_thousandths
from scoring.rules import Criterion, Part


def progress(board: Board, devices: Collection[int], journal: Iterable[Fact]) -> dict[str, Any]:
    """Give step, release, seats (`devices`: ids of those with a device), each performance, late sheets that wait, the newest events."""
    contest = board.contest
    return {
        "contest_id": contest.id,
        "uid": contest.uid,
        "name": contest.name,
        "step": board.ledger.step,
        "release": dict(board.ledger.data("release")),
        "proposal": _proposal(board),
        "seats": [
            {"id": seat.id, "number": seat.number, "name": seat.name, "device": seat.id in devices}
            for seat in board.seats
        ],
        "parts": [_part(board, part) for part in (board.rulebook.parts if board.rulebook else ())],
        "late": [fact.path[1] for fact in board.ledger.under("late") if fact.data["state"] == "waiting"],
        "journal": [
            {"seq": fact.seq, "at": fact.at, "actor": fact.actor, "kind": fact.kind, "subject": fact.subject}
            for fact in journal
        ],
    }


def _proposal(board: Board) -> dict[str, list[int]]:
    """Give the prizes to approve, tier → team ids, once the draft is signed."""
    if board.ledger.step != "signed":
        return {}
    proposals = board.proposals
    tiers = {award.tier.key: [int(team) for team in award.teams] for award in proposals.awards}
    return tiers | {award.prize.key: [int(team) for team in award.teams] for award in proposals.specials}


def _part(board: Board, part: Part) -> dict[str, Any]:
    return {
        "key": part.key,
        "name": part.name,
        "judged": METHODS[part.panel.method].judged,
        "criteria": [_criterion(criterion) for criterion in part.criteria],
        "performances": [_performance(board, part, team.id, team.name) for team in board.order(part.key)],
    }


def _criterion(criterion: Criterion) -> dict[str, Any]:
    limits = {"max": criterion.max_points, "step": criterion.step}
    exact = {key: None if value is None else to_thousandths(value) for key, value in limits.items()}
    return {"key": criterion.key, "name": criterion.name} | exact


def _performance(board: Board, part: Part, team: int, name: str) -> dict[str, Any]:
    ledger = board.ledger
    sheets = {}
    for seat in board.marking(part.key) if METHODS[part.panel.method].judged else ():
        sheet = ledger.data("sheet", part.key, team, seat.id)
        state = "absent" if ledger.absent(part.key, team, seat.id) else str(sheet.get("state", "empty"))
        sheets[str(seat.id)] = {"state": state, "version": int(sheet.get("version", 0))}
    return {
        "team": team,
        "name": name,
        "state": ledger.performance(part.key, team),
        "present": ledger.present(part.key, team),
        "since": str(ledger.data("performance", part.key, team).get("opened_at", "")),
        "sheets": sheets,
        "agreed": bool(ledger.data("agreed", part.key, team).get("marks")),
        "deducted": any(not fact.data["withdrawn"] for fact in ledger.under("deduction", part.key, team)),
    }
