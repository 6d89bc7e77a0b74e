"""What the result page shows: the six steps, the table, the ties and how they were parted, the prizes as proposed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from contest.board import Board
from contest.desk import DESK
from contest.figuretext import deducted_text, sunk_text
from contest.messages.desk import OWNERS
from contest.messages.scoring import tell
from contest.release import running_part
from contest.scorebook.result import STEPS, open_questions
from contest.text import comma, moment_vi
from scoring.figures import PartFigure, Question, Standing
from scoring.points import text


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
    """A team's line of the result."""

    team: int
    name: str
    unit: str
    rank: str
    total: str
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
    rows = sorted(board.standings.rows, key=lambda row: (row.rank is None, row.rank or 0, place.get(row.team, 0)))
    return tuple(_line(board, row) for row in rows)


def _line(board: Board, row: Standing) -> Line:
    team = board.team(row.team)
    return Line(
        team=team.id,
        name=team.name,
        unit=team.unit.name if team.unit else "",
        rank="" if row.rank is None else str(row.rank),
        total="" if row.total_shown is None else comma(text(row.total_shown, board.rules.decimals)),
        parts=tuple(_cell(board, row.parts[part.key]) for part in board.rules.parts),
        note=_note(board, row),
    )


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
    return f"xếp theo {_parted(board, row.parted_by)}" if row.parted_by else ""


def _parted(board: Board, step: str) -> str:
    kind, _, what = step.partition(":")
    if kind == "decision":
        return "quyết định"
    part_key, _, criterion = what.partition(".")
    try:
        part = board.rules.part(part_key)
        return f"tiêu chí {part.criterion(criterion).name} ({part.name})" if criterion else f"điểm phần {part.name}"
    except KeyError:
        return step


def ties(board: Board) -> tuple[Tie, ...]:
    """Give the ties that only people can part, the undecided first, then those decided."""
    held = {frozenset(decision.teams) for decision in board.decisions}  # one whose totals changed is asked for anew
    said = {
        frozenset(str(team) for group in fact.data["order"] for team in group): fact.data
        for fact in board.ledger.under("decision")
    }
    decisions = {teams: data for teams, data in said.items() if teams in held}
    asked = {frozenset(question.teams): question for question in board.proposals.questions + board.standings.questions}
    waiting = [
        _tie(board, teams, tell(question, board.rules, _names(board)), {})
        for teams, question in asked.items()
        if teams not in decisions and _is_tie(question)
    ]
    decided = [_tie(board, teams, _words(board, teams), data) for teams, data in decisions.items()]
    return (*waiting, *decided)


def _is_tie(question: Question) -> bool:
    return question.code != "prizes_wait"


def _names(board: Board) -> dict[str, str]:
    return {str(team.id): team.name for team in board.teams}


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
    )


def proposed(board: Board) -> dict[int, str]:
    """Give the tier proposed for each team, "" for none; teams of an open prize line have none."""
    tiers = {int(team): award.tier.key for award in board.proposals.awards for team in award.teams}
    return {int(row.team): tiers.get(int(row.team), "") for row in board.standings.rows if row.rank is not None}


def to_choose(board: Board) -> frozenset[int]:
    """Give the teams whose prize only a person can choose: equal, also by decision, across a prize line."""
    return frozenset(int(team) for question in board.proposals.questions for team in question.teams)


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


def approved(board: Board) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Give the approved prizes as tier names with team names; empty before they are approved."""
    said = board.ledger.data("contest").get("prizes_approved")
    if not said:
        return ()
    names = {tier.key: tier.name for tier in board.rules.prizes}
    return tuple(
        (names[each["tier"]], tuple(board.team(team).name for team in each["teams"]))
        for each in said["prizes"]
        if each["teams"]
    )
