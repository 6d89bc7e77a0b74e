"""The prizes that were approved, the tiers and then the special ones, as the log has them."""

from __future__ import annotations

from contest.board import Board


def approved_prizes(board: Board) -> list[tuple[str, list[int]]]:
    """Give each prize's name with the ids of its teams, in the rulebook's order; empty before prizes were approved."""
    said = board.ledger.data("contest").get("prizes_approved", {})
    given = {each["tier"]: each["teams"] for each in said.get("prizes", ())}
    beside = {each["prize"]: each["teams"] for each in said.get("specials", ())}
    tiers = [(tier.name, list(given[tier.key])) for tier in board.rules.prizes if tier.key in given]
    return tiers + [
        (prize.name, list(beside[prize.key])) for prize in board.rules.special_prizes if prize.key in beside
    ]
