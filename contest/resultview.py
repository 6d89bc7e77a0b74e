"""What the result page shows: the six steps, the table, the ties and how they were parted, the prizes as proposed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from contest.board import Board
from contest.desk import DESK
from contest.figuretext import deducted_text, sunk_text
from contest.grouping import in_order
from contest.ledger import Fact
from contest.messages.desk import OWNERS
from contest.messages.scoring import STEP_WORDS, tell
from contest.parted import parted_words
from contest.release import running_part
from contest.scorebook.result import DECIDED_ON_RANK, STEPS, on_prize_lines, open_questions
from contest.text import comma, moment_vi
from scoring.figures import PartFigure, Question, Standing
from scoring.points import exact_sum, text
from scoring.ties import STEPS as TIE_STEPS
from scoring.ties import answered_steps, step_of


@dataclass(frozen=True)
class Stage:
    """One of the six steps: its name, whether it is done, doing or to come, who did it and when."""

    key: str
    name: str
    state: str
    who: str
    when: str


@dataclass(frozen=True)
class PartCell:
    """A team's figure in one part: net points ("" while sheets are missing), “vắng” for a team that was not there,
    n/N where judges were absent, deductions.
    """

    points: str
    count: str
    deducted: str


@dataclass(frozen=True)
class Line:
    """A team's line of the result; `whole` is what was taken from its total or earned (“−2”)."""

    team: int
    name: str
    unit: str
    rank: str
    group: str
    group_rank: str
    total: str
    whole: str
    parts: tuple[PartCell, ...]
    note: str


@dataclass(frozen=True)
class Tie:
    """A tie that people must decide, or have decided: its teams by id and name, and what it is about."""

    key: str
    teams: tuple[tuple[int, str], ...]
    words: str
    decided: str
    minutes: str
    reason: str
    steps: tuple[tuple[str, str], ...] = ()  # what may be given for it, the one that is waited for first

    @property
    def counted(self) -> bool:
        """Say whether something may be counted for it: points, seconds, a number drawn."""
        return any((asks := TIE_STEPS[name].asks) is not None and asks.order is not None for name, _ in self.steps)


@dataclass(frozen=True)
class Next:
    """The next lawful step: its command, its button, and why the person looking may not take it now ("" when they may)."""

    command: str
    label: str
    why: str


ABSENT_TEAM = "vắng"
NAMES = {
    "locked": "Khóa",
    "drafted": "Dự thảo",
    "signed": "Ký",
    "prizes_approved": "Duyệt giải",
    "finalised": "Chốt",
    "announced": "Công bố",
}
NEXT = {
    "running": ("draft", "Lập dự thảo kết quả"),
    "drafted": ("sign", "Ghi chữ ký dự thảo"),
    "signed": ("approve_prizes", "Duyệt giải"),
    "prizes_approved": ("finalise", "Chốt kết quả"),
    "finalised": ("announce", "Công bố kết quả"),
}


def unlocked(board: Board) -> int:
    """Give how many performances are not locked."""
    return len(board.rules.parts) * len(board.teams) - len(board.locked())


def stages(board: Board, name_of: Callable[[str], str]) -> tuple[Stage, ...]:
    """Give the six steps in order with who and when; `name_of` turns an actor into a name."""
    at = STEPS.index(board.ledger.step)
    said = board.ledger.data("contest")
    found = [_locks(board)]
    for key in STEPS[2:]:
        done = said.get(key) if at >= STEPS.index(key) else None
        who = name_of(str(done["by"])) if done else ""
        when = moment_vi(datetime.fromisoformat(str(done["at"]))) if done else ""
        found.append(Stage(key, NAMES[key], "done" if done else "later", who, when))
    current = next((place for place, stage in enumerate(found) if stage.state == "later"), None)
    return tuple(
        Stage(stage.key, stage.name, "now" if place == current else stage.state, stage.who, stage.when)
        for place, stage in enumerate(found)
    )


def _locks(board: Board) -> Stage:
    every, left = len(board.rules.parts) * len(board.teams), unlocked(board)
    who = f"{every - left}/{every} lượt"
    return Stage("locked", NAMES["locked"], "later" if left else "done", who, "")


def next_step(board: Board, roles: Collection[str]) -> Next | None:
    """Give the next lawful step with why not, or None before the start and after the announcement."""
    found = NEXT.get(board.ledger.step)
    if found is None:
        return None
    command, label = found
    owners = DESK[command].roles
    why = ""
    if command == "draft" and unlocked(board):
        why = f"Còn {unlocked(board)} lượt thi chưa khóa."
    elif command == "sign" and open_questions(board):
        why = "Còn đội bằng điểm ở ranh giới giải. Đề nghị ghi quyết định trước khi ký."
    if not set(owners) & set(roles):
        why = f"Việc này của {' hoặc '.join(OWNERS[role] for role in owners)}."
    return Next(command, label, why)


def lines(board: Board) -> tuple[Line, ...]:
    """Give the full table, ranked teams first; a part's points stand only when every figure of it is in."""
    running = [str(team.id) for team in board.order(running_part(board))]
    place = {team: at for at, team in enumerate(running)}
    return tuple(_line(board, row) for row in in_order(board.standings.rows, place, board.rules))


def _line(board: Board, row: Standing) -> Line:
    team = board.team(row.team)
    return Line(
        team=team.id,
        name=team.name,
        unit=team.unit.name if team.unit else "",
        rank="" if row.rank is None else str(row.rank),
        group=row.group,
        group_rank="" if row.group_rank is None else str(row.group_rank),
        total=_total(board, row),
        whole=deducted_text(row.deductions_total - exact_sum(figure.deducted for figure in row.parts.values())),
        parts=tuple(_cell(board, row.parts[part.key]) for part in board.rules.parts),
        note=_note(board, row),
    )


def _total(board: Board, row: Standing) -> str:
    if row.total_shown is None:
        return "–" if row.state == "unranked" else ""
    return comma(text(row.total_shown, board.rules.decimals))


def _cell(board: Board, figure: PartFigure) -> PartCell:
    if figure.state == "not_present":
        return PartCell(ABSENT_TEAM, "", "")
    return PartCell(
        points="" if figure.net is None else comma(text(figure.net, board.rules.decimals)),
        count=f"{figure.marked}/{figure.seats}" if figure.marked != figure.seats and figure.net is not None else "",
        deducted=deducted_text(figure.deducted) if figure.net is not None else "",
    )


def _note(board: Board, row: Standing) -> str:
    if row.state == "incomplete":
        return "chưa đủ điểm"
    if row.sunk:
        return "; ".join(sunk_text(each, board.rules) for each in row.sunk)
    if row.state == "unranked":
        return "không xếp hạng"
    if row.tied_with:
        names = ", ".join(board.team(team).name for team in row.tied_with)
        return f"đồng hạng với {names}"
    return f"xếp theo {parted_words(board.rules, row.parted_by)}" if row.parted_by else ""


def ties(board: Board) -> tuple[Tie, ...]:
    """Give the ties that only people can part, the undecided first, then those decided."""
    held = {frozenset(decision.teams) for decision in board.decisions}  # one whose totals changed is asked for anew
    decisions = {
        teams: fact.data
        for fact in board.ledger.under("decision")
        if len(fact.path) == 2 and (teams := _teams_of(fact)) in held
    }
    answers = [(_teams_of(fact), fact.data) for fact in board.ledger.under("decision") if len(fact.path) == 3]
    asked = {frozenset(question.teams): question for question in (*board.standings.questions, *on_prize_lines(board))}
    waiting = [
        _tie(board, teams, tell(question, board.rules, board.team_names), {})
        for teams, question in asked.items()
        if teams not in decisions and _is_tie(question)
    ]
    decided = [_tie(board, teams, _words(board, teams), data) for teams, data in (*answers, *decisions.items())]
    return (*waiting, *decided)


def _teams_of(fact: Fact) -> frozenset[str]:
    return frozenset(str(team) for group in fact.data["order"] for team in group)


def _steps(board: Board, teams: Collection[str]) -> tuple[tuple[str, str], ...]:
    """Give the steps that people may answer, by name and words; first the one that the tie waits for."""
    heard = [name for name, _ in map(step_of, board.rules.ties) if name in answered_steps()] or ["decision"]
    given = [decision.step for decision in board.decisions if set(decision.teams) == set(teams)]
    # What all of them leave equal across a line is for those who are responsible.
    waited = [name for name in heard if name not in given] or ["decision"]
    return tuple((name, STEP_WORDS[name]) for name in dict.fromkeys([*waited, *heard]))


def _is_tie(question: Question) -> bool:
    return question.code in DECIDED_ON_RANK


def _words(board: Board, teams: Collection[str]) -> str:
    return "Bằng điểm: " + ", ".join(board.team(team).name for team in sorted(teams, key=int)) + "."


def _tie(board: Board, teams: Collection[str], words: str, data: Mapping[str, object]) -> Tie:
    running = [str(team.id) for team in board.order(running_part(board))]
    ordered = sorted(teams, key=running.index)
    groups = data.get("order", [])
    decided = " trên ".join(
        " đồng hạng ".join(board.team(team).name for team in group)
        for group in (groups if isinstance(groups, list) else [])
    )
    return Tie(
        key="-".join(sorted(teams, key=int)),
        teams=tuple((int(team), board.team(team).name) for team in ordered),
        words=words,
        decided=decided,
        minutes=str(data.get("minutes", "")),
        reason=str(data.get("reason", "")),
        steps=_steps(board, teams),
    )
