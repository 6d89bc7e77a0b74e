"""What the pages of a quiz show: a team's answers, and every team before and after a question is struck out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from contest.answers import answer_of
from contest.board import Board
from contest.text import comma
from scoring.entered import Strike
from scoring.figures import Standing
from scoring.panel import METHODS
from scoring.points import from_thousandths, text
from scoring.rules import Criterion, Part
from scoring.standings import standings


def quizzes(board: Board) -> tuple[Part, ...]:
    """Give the parts that are quizzes."""
    return tuple(part for part in board.rules.parts if METHODS[part.panel.method].answers)


def answers(board: Board, part: Part, team: int) -> dict[str, str]:
    """Give a team's answers by question as they were typed ("" where the marks alone do not tell wrong from blank)."""
    data = board.ledger.data("agreed", part.key, team)
    marks, said = data.get("marks", {}), data.get("answers", {})
    return {
        question.key: said.get(question.key) or answer_of(part, question, from_thousandths(marks[question.key]))
        for question in part.criteria
        if question.key in marks
    }


@dataclass(frozen=True)
class Recount:
    """One team's points in the quiz, total and rank, now and afterwards, ready to read ("–" where there is none)."""

    name: str
    points: tuple[str, str]
    total: tuple[str, str]
    rank: tuple[str, str]

    @property
    def moves(self) -> bool:
        """Say whether the team's rank changes."""
        return self.rank[0] != self.rank[1]


def struck(board: Board, part: Part) -> Mapping[str, str]:
    """Give the ground of each question of a part that is struck out."""
    return {strike.criterion: strike.reason for strike in board.struck if strike.part == part.key}


def recount(board: Board, part: Part, question: Criterion) -> tuple[Recount, ...]:
    """Give every team before and after the question is struck out (or restored, if it is struck), in the order of now."""
    strike = Strike(part.key, question.key)
    others = tuple(each for each in board.struck if (each.part, each.criterion) != (part.key, question.key))
    after = others if len(others) < len(board.struck) else (*others, strike)
    then = standings(replace(board.entry(), struck=after), board.rules)
    return tuple(_recount(board, part, row, then.of(row.team)) for row in board.standings.rows)


def _recount(board: Board, part: Part, now: Standing, then: Standing) -> Recount:
    def shown(value: Fraction | None) -> str:
        return "–" if value is None else comma(text(value, board.rules.decimals))

    return Recount(
        name=board.team(now.team).name,
        points=(shown(now.parts[part.key].points), shown(then.parts[part.key].points)),
        total=(shown(now.total_shown), shown(then.total_shown)),
        rank=(str(now.rank or "–"), str(then.rank or "–")),
    )
