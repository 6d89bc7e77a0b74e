"""The table of the whole contest that workbook and papers share: ranks, prizes, and by what equal totals were parted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from contest.board import Board
from contest.figuretext import sunk_text
from contest.files.deductionlines import lines_of, reason_of
from contest.files.tables import running_order
from contest.grouping import grouped, in_order, ranked_twice
from contest.messages.papers import PAPERS
from contest.parted import parted_words
from contest.prizes import approved_beyond, approved_prizes
from contest.release import running_part
from contest.tables.contests import Team
from scoring.figures import Standing
from scoring.ranking import RANK_ON
from scoring.ties import step_of


@dataclass(frozen=True)
class SummaryRow:
    """One team's line: `tie_order` places it among teams of an equal ranking value (1 first), `ground` says by what."""

    team: Team
    order: int
    standing: Standing
    key: Fraction | None
    tie_order: int | None
    prize: str
    ground: str
    whole: tuple[str, ...]  # why points were taken from the total or earned


@dataclass(frozen=True)
class Summary:
    """The whole contest: teams in order of rank, and what the prize column is called."""

    rows: tuple[SummaryRow, ...]
    prize_title: str
    shown_total: bool  # the rank goes by the rounded total, not by an exact one


def summary(board: Board) -> Summary:
    """Give the whole contest's table in order of rank, then teams without a rank in running order."""
    prizes, title = _prizes(board)
    shown = running_part(board)  # equal teams stand as on the hall's screen
    orders = {str(team.id): order for order, team in enumerate(running_order(board, shown), 1)}
    value = RANK_ON[board.rules.rank_on]
    rows = []
    for standing in board.standings.rows:
        key = value(standing)
        same = sorted({row.rank or 0 for row in ranked_with(board, standing) if key is not None and value(row) == key})
        rows.append(
            SummaryRow(
                team=board.team(standing.team),
                order=orders[standing.team],
                standing=standing,
                key=key,
                tie_order=same.index(standing.rank) + 1 if standing.rank else None,
                prize=prizes.get(standing.team, ""),
                ground=_ground(board, standing),
                whole=tuple(map(reason_of, lines_of(board.team(standing.team), 0, standing.deductions, board.rules))),
            )
        )
    places = {row.team: at for at, row in enumerate(in_order(board.standings.rows, orders, board.rules))}
    rows.sort(key=lambda row: places[row.standing.team])
    rounded = any(stage.stage == "total" for stage in board.rules.rounding)
    return Summary(tuple(rows), title, board.rules.rank_on == "shown" or rounded)


def ranked_with(board: Board, standing: Standing) -> list[Standing]:
    """Give the rows of the ranking in which a team has its rank: of its group where groups are ranked apart only."""
    apart = grouped(board.rules) and not ranked_twice(board.rules)
    return [row for row in board.standings.rows if not apart or row.group == standing.group]


def _prizes(board: Board) -> tuple[dict[str, str], str]:
    named: dict[str, list[str]] = {}
    if board.ledger.data("contest").get("prizes_approved"):
        given = [(name, list(map(str, teams))) for name, teams in approved_prizes(board)]
    else:
        given = [(award.tier.name, list(award.teams)) for award in board.proposals.awards]
        given += [(award.prize.name, list(award.teams)) for award in board.proposals.specials]
    for name, teams in given:
        for team in teams:
            named.setdefault(team, []).append(name)
    title = "approved" if board.ledger.data("contest").get("prizes_approved") else "proposed"
    return {team: "; ".join(names) for team, names in named.items()}, PAPERS[title]


def prize_reason(board: Board) -> str:
    """Give, as sentences, the reason written when the prizes were approved and which are more than the rulebook has; "" for none."""
    reason = board.ledger.data("contest").get("prizes_approved", {}).get("reason", "")
    beyond = approved_beyond(board)
    said = [PAPERS["prize_reason"].format(reason=reason)] if reason else []
    return " ".join([*said, *([PAPERS["prizes_beyond"].format(what="; ".join(beyond))] if beyond else [])])


def _ground(board: Board, standing: Standing) -> str:
    said = [sunk_text(each, board.rules) for each in standing.sunk]
    if standing.parted_by:
        said.append(_parted(board, standing))
    if standing.tied_with:
        said.append(PAPERS["tied"].format(teams=", ".join(board.team(team).name for team in standing.tied_with)))
    return "; ".join(said)


def _parted(board: Board, standing: Standing) -> str:
    step = standing.parted_by or ""
    name, argument = step_of(step)
    if name in PARTED:
        return PARTED[name](board, standing, argument)
    return PAPERS["by_step"].format(step=parted_words(board.rules, step))


def _by_criterion(board: Board, _standing: Standing, argument: str) -> str:
    part, _, criterion = argument.partition(".")
    return PAPERS["by_criterion"].format(name=board.rules.part(part).criterion(criterion).name)


def _by_decision(board: Board, standing: Standing, _argument: str) -> str:
    return PAPERS["by_decision"].format(reason=decision_of(board, standing).get("reason", ""))


PARTED = {"criterion": _by_criterion, "decision": _by_decision}
"""What is said on papers otherwise than by contest.parted."""


def decision_of(board: Board, standing: Standing) -> Mapping[str, Any]:
    """Give the minuted decision (reason, minutes, order) that placed a team; empty when none did."""
    teams = frozenset(standing.decided_with)
    for fact in board.ledger.under("decision"):
        if "step" not in fact.data and frozenset(fact.path[1].split("-")) == teams:
            return fact.data
    return {}
