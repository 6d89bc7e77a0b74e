"""What the result page shows of prizes and of who goes on: what is proposed and why, what people have approved."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from contest.board import Board
from contest.messages.scoring import tell
from contest.prizes import approved_prizes
from contest.scorebook.result import on_prize_lines
from scoring.figures import Reason


def proposed(board: Board) -> dict[int, str]:
    """Give the tier proposed for each team, "" for none; teams of an open prize line have none."""
    tiers = {int(team): award.tier.key for award in board.proposals.awards for team in award.teams}
    return {int(row.team): tiers.get(int(row.team), "") for row in board.standings.rows if row.rank is not None}


def to_choose(board: Board) -> frozenset[int]:
    """Give the teams whose prize only a person can choose: equal, also by decision, across a prize line."""
    return frozenset(int(team) for question in on_prize_lines(board) for team in question.teams)


def prize_reason(board: Board) -> str:
    """Give the reason to start from where equal teams keep the software from proposing; "" where it proposes all."""
    if not to_choose(board):
        return ""
    said = [
        f"đội {', '.join(board.team(team).name for team in sorted(decision.teams, key=int))} đồng hạng theo quyết định"
        for decision in board.decisions
        if set(map(int, decision.teams)) & to_choose(board)
    ]
    return "; ".join(said)[:1].upper() + "; ".join(said)[1:]


def reasons(board: Board) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Give why each tier and special prize is proposed as it is, in sentences, by its name."""
    proposals = board.proposals
    named = [(award.tier.name, award.reasons) for award in proposals.awards]
    named += [(award.prize.name, award.reasons) for award in proposals.specials]
    return tuple((name, _told(board, each)) for name, each in named if each)


def _told(board: Board, items: Collection[Reason]) -> tuple[str, ...]:
    return tuple(tell(item, board.rules, board.team_names) for item in items)


@dataclass(frozen=True)
class Beside:
    """A special prize to approve: its key and name, for each place the team proposed (0: people choose)."""

    key: str
    name: str
    places: tuple[int, ...]


def beside(board: Board) -> tuple[Beside, ...]:
    """Give the special prizes with a place for each team that they may go to."""
    return tuple(
        Beside(
            award.prize.key,
            award.prize.name,
            (*map(int, award.teams), *[0] * max(0, award.prize.count - len(award.teams))),
        )
        for award in board.proposals.specials
    )


@dataclass(frozen=True)
class Onward:
    """Who is proposed to go on to the next round, why, and how many places are open."""

    teams: tuple[str, ...]
    open_places: int
    reasons: tuple[str, ...]


def onward(board: Board) -> Onward | None:
    """Give who is proposed to go on; None where the rulebook knows no next round."""
    going = board.standings.advancement
    if going is None:
        return None
    teams = tuple(board.team(team).name for team in going.teams)
    return Onward(teams, going.open_places, _told(board, going.reasons))


def approved(board: Board) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Give the approved prizes, the special ones last, as names with team names; empty before they are approved."""
    return tuple(
        (name, tuple(board.team(team).name for team in teams)) for name, teams in approved_prizes(board) if teams
    )
