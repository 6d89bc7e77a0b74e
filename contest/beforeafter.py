"""What changes between two boards of one contest: each team's rank, total and prize on both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from contest.board import Board
from contest.text import comma
from scoring.points import text


@dataclass(frozen=True)
class Place:
    """Where a team stands on one board: rank and total as shown, prize as approved or else as proposed; "" for none.

    `waits` says that it has no total yet, which is neither 0 nor a team that is not ranked.
    """

    rank: str
    total: str
    prize: str
    waits: bool = False


NOWHERE = Place("", "", "", waits=True)


@dataclass(frozen=True)
class Shift:
    """A team before and after."""

    team: int
    name: str
    before: Place
    after: Place

    @property
    def moved(self) -> bool:
        """Say whether anything changes for the team."""
        return self.before != self.after


def shifts(before: Board, after: Board, locked: bool = False) -> tuple[Shift, ...]:
    """Give every team before and after, in the order of the ranks after; over what is `locked` alone, and then no prizes."""
    were, are = _places(before, locked), _places(after, locked)
    return tuple(Shift(int(team), after.team(team).name, were.get(team, NOWHERE), place) for team, place in are.items())


def _places(board: Board, locked: bool) -> dict[str, Place]:
    prizes = {} if locked else prize_names(board)
    table = board.standings_of(board.locked()) if locked else board.standings
    # Over what is locked alone a team with nothing locked adds up to 0: that is no result.
    begun = {row.team for row in table.rows} if not locked else {team for _part, team in board.locked()}
    return {
        row.team: Place(
            rank="" if row.rank is None else str(row.rank),
            total="" if row.total_shown is None else comma(text(row.total_shown, board.rules.decimals)),
            prize=prizes.get(row.team, ""),
            waits=row.state == "incomplete",
        )
        if row.team in begun
        else NOWHERE
        for row in table.rows
    }


def prize_names(board: Board) -> Mapping[str, str]:
    """Give each team's prize by name: as approved, or as proposed while none are."""
    approved = board.ledger.data("contest").get("prizes_approved")
    names = {tier.key: tier.name for tier in board.rules.prizes}
    if approved:
        return {str(team): names[each["tier"]] for each in approved["prizes"] for team in each["teams"]}
    return {team: award.tier.name for award in board.proposals.awards for team in award.teams}
