"""The prizes that were approved, the tiers and then the special ones, as the log has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from contest.board import Board
from contest.messages.scorebook import PRIZES_BEYOND

_NOT_GIVEN = frozenset({"prize_unfilled", "prize_below_min"})
"""Why places that the rulebook has go to nobody."""


def approved_prizes(board: Board) -> list[tuple[str, list[int]]]:
    """Give each prize's name with the ids of its teams, in the rulebook's order; empty before prizes were approved."""
    said = board.ledger.data("contest").get("prizes_approved", {})
    given = {each["tier"]: each["teams"] for each in said.get("prizes", ())}
    beside = {each["prize"]: each["teams"] for each in said.get("specials", ())}
    tiers = [(tier.name, list(given[tier.key])) for tier in board.rules.prizes if tier.key in given]
    return tiers + [
        (prize.name, list(beside[prize.key])) for prize in board.rules.special_prizes if prize.key in beside
    ]


def beyond(board: Board, chosen: Mapping[str, Sequence[object]]) -> tuple[str, ...]:
    """Give in words each prize, by its key, that is given more often than the rulebook has it; none for as many or fewer."""
    return tuple(
        PRIZES_BEYOND.format(name=name, given=len(chosen.get(key, ())), places=places)
        for key, name, places in _places(board)
        if len(chosen.get(key, ())) > places
    )


def approved_beyond(board: Board) -> tuple[str, ...]:
    """Give in words each approved prize of which there are more than the rulebook has."""
    said = board.ledger.data("contest").get("prizes_approved", {})
    given = {each["tier"]: each["teams"] for each in said.get("prizes", ())}
    return beyond(board, given | {each["prize"]: each["teams"] for each in said.get("specials", ())})


def _places(board: Board) -> Iterator[tuple[str, str, int]]:
    """Give each prize with how many there are: those proposed (shared ones too), those that wait and those nobody gets."""
    for award in board.proposals.awards:
        left = [reason.values.get("places") for reason in award.reasons if reason.code in _NOT_GIVEN]
        more = sum(places for places in left if isinstance(places, int))
        yield award.tier.key, award.tier.name, len(award.teams) + award.open_places + more
    for special in board.proposals.specials:
        yield special.prize.key, special.prize.name, max(special.prize.count, len(special.teams))
