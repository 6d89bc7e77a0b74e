"""What stands beside the desk's grid: lawful steps, sheets to look at, late ones, the hall, the journal."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from contest.board import Board
from contest.desk import DESK
from contest.deskview import Grid, Row, is_wide, marks_seen, spread_text, tabs
from contest.ledger import WHOLE, Fact
from contest.messages.desk import JOURNAL, LATE_WHYS, MODES, NOT_MARKING, OWNERS, STAGES, WHOLE_NAME
from contest.messages.scorebook import SCOREBOOK, STEP_NAMES
from contest.release import public_body
from contest.text import comma, moment_vi, time_vi
from scoring.figures import PartFigure
from scoring.points import exact_text, from_thousandths
from scoring.rules import Part


@dataclass(frozen=True)
class Look:
    """“Đề nghị kiểm tra lại phiếu”: sheets that lie too far apart, for the head judge alone; `who` names judges."""

    part: str
    team: int
    title: str
    spread: str
    tolerance: str
    who: str


@dataclass(frozen=True)
class LateSheet:
    """A sheet that came after the lock and waits for the head judge; sums only once the whole panel has sent."""

    id: str
    part: str
    part_name: str
    team: int
    team_title: str
    seat_title: str
    at: str
    why: str
    before: str
    after: str
    state: str
    receipt: str
    remark: str
    lines: tuple[tuple[str, str, str], ...]  # criterion, mark that counts now, late mark; none while marks are not seen


def looks(board: Board, roles: Collection[str]) -> tuple[Look, ...]:
    """Give the head judge the performances whose sheets, all in, lie at or beyond the rulebook's tolerance; others nothing."""
    if "head_judge" not in roles:
        return ()
    found = []
    for part in board.rules.parts:
        for number, team in enumerate(board.order(part.key), 1):
            figure = board.standings.of(str(team.id)).parts[part.key]
            if is_wide(part, figure) and marks_seen(board, part.key, team.id):
                spread, who = spread_text(part, figure), _extremes(board, figure)
                title = f"Đội số {number} – {team.name}, {part.name}"
                found.append(Look(part.key, team.id, title, spread, comma(exact_text(part.spread_tolerance)), who))  # type: ignore[arg-type]
    return tuple(found)


def _extremes(board: Board, figure: PartFigure) -> str:
    low, high = (pick(figure.sheets, key=lambda judge: figure.sheets[judge]) for pick in (min, max))
    said = [f"{board.seat(judge).title} ({comma(exact_text(figure.sheets[judge]))})" for judge in (low, high)]
    return f"Thấp nhất {said[0]}, cao nhất {said[1]}"


def late_sheets(board: Board) -> tuple[LateSheet, ...]:
    """Give the late sheets that wait for the head judge, oldest first."""
    waiting = [fact for fact in board.ledger.under("late") if fact.data["state"] == "waiting"]
    return tuple(_late(board, fact.path[1], fact.at, fact.data) for fact in waiting)


def _late(board: Board, late_id: str, at: str, data: Mapping[str, object]) -> LateSheet:
    part_key, team, seat = str(data["sheet"]).split("/")
    part = board.rules.part(part_key)
    number = [each.id for each in board.order(part_key)].index(int(team)) + 1
    seen = marks_seen(board, part_key, team)
    marks = data["marks"] if seen and isinstance(data["marks"], dict) else {}
    before = board.ledger.data("sheet", part_key, team, seat).get("marks", {}) if seen else {}
    return LateSheet(
        id=late_id,
        part=part_key,
        part_name=part.name,
        team=int(team),
        team_title=f"đội số {number} – {board.team(team).name}",
        seat_title=board.seat(seat).title,
        at=moment_vi(datetime.fromisoformat(at)),
        why=LATE_WHYS.get(str(data.get("why")), ""),
        before=_sum(part, before),
        after=_sum(part, marks),
        state=board.ledger.performance(part_key, team),
        receipt=str(data.get("receipt", "")),
        remark=str(data.get("remark", "")) if seen else "",
        lines=tuple((each.name, _mark(before, each.key), _mark(marks, each.key)) for each in part.criteria)
        if seen
        else (),
    )


def _mark(marks: Mapping[str, int], key: str) -> str:
    return comma(exact_text(from_thousandths(marks[key]))) if key in marks else "–"


def _sum(part: Part, marks: Mapping[str, int]) -> str:
    if any(criterion.key not in marks for criterion in part.criteria):
        return ""
    total = sum((criterion.weight * marks[criterion.key] for criterion in part.criteria), Fraction(0))
    return comma(exact_text(total / 1000))


@dataclass(frozen=True)
class Step:
    """A button: the command, what it says, on which performance; `why` not (empty when it is lawful), or that it is so `now`."""

    command: str
    label: str
    part: str = ""
    team: int = 0
    why: str = ""
    now: bool = False


def steps(board: Board, grid: Grid, roles: Collection[str]) -> tuple[Step, ...]:
    """Give the next steps of a part, the lawful ones first; the first lawful one is the desk's primary button."""
    step = board.ledger.step
    if step == "prepared":
        found = [Step("start", "Bắt đầu hội thi")]
    elif step == "running":
        found = _running_steps(board, grid)
    else:
        found = [Step("result", f"Kết quả: {STEP_NAMES[step].lower()}")]
    return tuple(sorted((_by_role(each, roles) for each in found), key=lambda each: bool(each.why)))


def _running_steps(board: Board, grid: Grid) -> list[Step]:
    begun = [row for row in grid.rows if row.state in {"open", "closing"}]
    waiting = [row for row in grid.rows if row.state == "waiting"]
    found = []
    if begun:
        row = next((row for row in begun if row.complete), begun[0])
        found.append(Step("lock", f"Khóa đội số {row.number}", row.part, row.team, lock_refusal(grid, row)))
    if waiting:
        row = waiting[0]
        found.append(Step("open", f"Mở đội số {row.number}", row.part, row.team))
    if not found:
        following = next((tab for tab in tabs(board) if tab.state != "done"), None)
        if following is None:
            found.append(Step("draft", "Lập dự thảo kết quả"))
        else:
            found.append(Step("part", f"Sang phần {following.name}", following.key))
    return found


def lock_refusal(grid: Grid, row: Row) -> str:
    """Give why a performance cannot be locked yet, "" when it can; the server decides again when the button is pressed."""
    if row.conferring:
        return SCOREBOOK["conferring_first"]
    if row.complete:
        return ""
    if not grid.judged:
        return SCOREBOOK["missing_agreed"]
    numbers = [f"số {cell.number}" for cell in row.missing]
    if not numbers:
        return "Chưa khóa được: không có giám khảo nào chấm lượt này."
    listed = " và ".join(filter(None, (", ".join(numbers[:-1]), numbers[-1])))
    return f"Chưa khóa được: còn phiếu của Giám khảo {listed}."


def _by_role(step: Step, roles: Collection[str]) -> Step:
    command = DESK.get(step.command)
    if command is None or set(command.roles) & set(roles):
        return step
    owners = " hoặc ".join(OWNERS[role] for role in command.roles)
    return replace(step, why=f"Việc này của {owners}.")


@dataclass(frozen=True)
class Hall:
    """What the hall is shown now, the rule it follows, and its three buttons."""

    stage: str
    status: str
    mode: str
    buttons: tuple[Step, ...]


def hall(board: Board, roles: Collection[str]) -> Hall:
    """Give the hall's panel."""
    body, release = public_body(board), {"shown": False, "blank": False} | dict(board.ledger.data("release"))
    running = board.ledger.step != "prepared"
    idle = "" if running else "Hội thi chưa bắt đầu."
    mode = board.contest.release_mode
    early = SCOREBOOK["not_finalised"] if mode == "prizes_at_end" and board.public.ledger.step != "announced" else ""
    names = not release["shown"] and not release["blank"]
    buttons = (
        Step(
            "show", "Hiện", why=idle or early or ("Đang hiện." if release["shown"] else ""), now=bool(release["shown"])
        ),
        Step("hide", "Ẩn điểm", why=idle or ("Đang chỉ hiện tên đội." if names else ""), now=names and running),
        Step(
            "blank", "Tắt", why=idle or ("Màn hình đang tắt." if release["blank"] else ""), now=bool(release["blank"])
        ),
    )
    status = str(body["status"]) if body["stage"] in {"points", "prizes"} else ""
    stage = STAGES[str(body["stage"])]
    return Hall(stage, status, MODES.get(mode, mode), tuple(_by_role(button, roles) for button in buttons))


@dataclass(frozen=True)
class Line:
    """One line of the journal: when and what, never a figure."""

    at: str
    words: str


def journal(board: Board, facts: Sequence[Fact]) -> tuple[Line, ...]:
    """Give the newest events in words."""
    return tuple(Line(time_vi(datetime.fromisoformat(fact.at)), _say(board, fact)) for fact in facts)


def _say(board: Board, fact: Fact) -> str:
    path = fact.path
    part = _part_name(board, path[1]) if len(path) > 1 and path[0] != "late" and path[0] != "decision" else ""
    turn = f"{_number(board, path[1], path[2])}, {part}" if len(path) > 2 and path[0] != "strike" else ""
    number = {str(seat.id): seat.number for seat in board.seats}.get(path[3]) if len(path) > 3 else None
    kind = "judge_presence_recorded" if fact.data.get("absent") is False else fact.kind
    why = NOT_MARKING[str(fact.data.get("why", "absent"))] if kind == "judge_absence_recorded" else ""
    return JOURNAL.get(kind, kind).format(part=part, turn=turn, seat=f"GK {number}" if number else "giám khảo", why=why)


def _part_name(board: Board, key: str) -> str:
    if key == WHOLE:
        return WHOLE_NAME
    return next((part.short_name or part.name for part in board.rules.parts if part.key == key), key)


def _number(board: Board, part: str, team: str) -> str:
    ids = [str(each.id) for each in board.order(part)]
    return f"đội {ids.index(team) + 1}" if team in ids else "đội"


def typed_count(board: Board) -> int:
    """Give how many sheets typed from paper wait for the second person."""
    return sum(1 for fact in board.ledger.under("sheet") if fact.data["state"] == "typed")
