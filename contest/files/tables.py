"""The tables that workbooks and papers share, made from a board: exact figures, nothing drawn yet."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from contest import chain
from contest.board import Board
from contest.figuretext import plain_text
from contest.files.deductionlines import DeductionLine, lines_of
from contest.messages.papers import PAPERS
from contest.panel import SeatView
from contest.release import official_title
from contest.tables.contests import Team
from contest.text import comma
from scoring.figures import PartFigure
from scoring.panel import METHODS
from scoring.panelfigures import PanelFigure
from scoring.points import exact_text, from_thousandths, text
from scoring.rules import ONE, Criterion, Part, RoundingStage, Rulebook
from scoring.shares import factor_of

FINAL_STEPS = frozenset({"finalised", "announced"})


@dataclass(frozen=True)
class Stamp:
    """What every page carries: official or draft, which revision, how many events, the chain's head (64 hex digits).

    `brief` is the status for a page's foot; `revised` says that it is a revision, whose status the paper itself bears.
    """

    draft: bool
    status: str
    events: int
    head: str
    invented: bool
    brief: str = ""
    revised: bool = False

    @property
    def short(self) -> str:
        """Give 20 digits of the head in groups of four."""
        return chain.short(self.head)

    @property
    def line(self) -> str:
        """Give “Dự thảo · 245 sự kiện”."""
        return PAPERS["events"].format(status=self.status, count=self.events)

    @property
    def foot(self) -> str:
        """Give the same for a page's foot, where the day and ground of a revision find no room."""
        return PAPERS["events"].format(status=self.brief or self.status, count=self.events)


@dataclass(frozen=True)
class SheetCell:
    """One judge's sheet for one team.

    `state` is received, absent, missing, held (in, but shown to nobody until the whole panel has sent), not_called (a
    deputy's, whose seat marked itself) or none (the team does not take part). Marks are points by criterion key, `total`
    the sheet's weighted sum, and both only when received.
    """

    state: str
    marks: Mapping[str, Fraction]
    total: Fraction | None = None
    remark: str = ""
    receipt: str = ""


@dataclass(frozen=True)
class PartRow:
    """One team in one part, in running order; `sheets` stand in the order of the table's seats."""

    order: int
    team: Team
    figure: PartFigure
    sheets: tuple[SheetCell, ...]
    deductions: tuple[DeductionLine, ...]

    @property
    def panel_done(self) -> bool:
        """Say whether every judge has marked or is recorded absent, so that marks may be shown."""
        return self.figure.state == "marked" or (self.figure.state == "incomplete" and not self.figure.missing)

    @property
    def share(self) -> str:
        """Give how many of the judges marked: “4/5”."""
        return f"{self.figure.marked}/{self.figure.seats}"


@dataclass(frozen=True)
class Stages:
    """What happens to a panel's figure in a part: where it is rounded (None: it is not), and the factors."""

    panel: RoundingStage | None
    factor: RoundingStage | None
    part: RoundingStage | None
    weights: Mapping[str | None, Fraction]  # criterion (None: the whole sheet) → weight × factor


@dataclass(frozen=True)
class PartTable:
    """One part: its seats (none where one figure is entered) and every team's row in running order.

    `struck` are the questions struck out of a quiz.
    """

    part: Part
    seats: tuple[SeatView, ...]
    judged: bool
    stages: Stages
    rows: tuple[PartRow, ...]
    struck: frozenset[str] = frozenset()

    @property
    def panel_name(self) -> str:
        """Give what the panel's figure is called."""
        panel = self.part.panel
        return PAPERS[PANEL_NAMES[panel.method]].format(drop=panel.drop)

    @property
    def deductions(self) -> tuple[DeductionLine, ...]:
        """Give every deduction of the part in running order."""
        return tuple(line for row in self.rows for line in row.deductions)


PANEL_NAMES = {
    "mean": "mean",
    "trimmed_mean": "trimmed",
    "median": "median",
    "sum": "panel_sum",
    "rank_sum": "rank_sum",
    "majority": "majority",
    "agreed": "agreed",
    "minutes": "panel_minutes",
    "quiz": "quiz",
    "carried": "carried",
    "audience": "audience",
}


def stamp(board: Board) -> Stamp:
    """Give what every page of this board carries."""
    count, head, invented = board.head.count, board.head.hash.upper(), board.contest.invented
    if board.ledger.step not in FINAL_STEPS:
        return Stamp(True, PAPERS["draft"], count, head, invented)
    done = board.ledger.finalised
    return Stamp(
        False, official_title(done), count, head, invented, official_title(done, brief=True), "revised" in done
    )


def running_order(board: Board, key: str) -> list[Team]:
    """Give every team in a part's running order; teams added after the draw come last."""
    drawn = board.order(key)
    return drawn + [team for team in board.teams if team not in drawn]


def part_table(board: Board, key: str) -> PartTable:
    """Give one part's table; raises KeyError for an unknown part."""
    part, rules = board.rules.part(key), board.rules
    judged = METHODS[part.panel.method].judged
    seats = _counting(board, key) if judged else ()
    standings = {row.team: row for row in board.standings.rows}
    rows = []
    for order, team in enumerate(running_order(board, key), 1):
        figure = standings[str(team.id)].parts[key]
        cells = tuple(_sheet(board, figure, team, seat) for seat in seats)
        lines = lines_of(team, order, figure.deductions, rules)
        rows.append(PartRow(order, team, figure, cells, lines))
    struck = frozenset(strike.criterion for strike in board.struck if strike.part == key)
    return PartTable(part, seats, judged, _stages(part, rules, judged), tuple(rows), struck)


def _counting(board: Board, key: str) -> tuple[SeatView, ...]:
    """Give the seats whose sheets count, and the deputies who stood in for anybody; a shadow's sheet is in no paper."""
    figures = [row.parts[key] for row in board.standings.rows]
    called = {deputy for figure in figures for deputy in figure.deputies.values()}
    rules = {rule.seat: rule for rule in board.rules.seats}
    beside = {seat for seat, rule in rules.items() if rule.shadow or rule.deputy_of}
    return tuple(s for s in board.marking(key) if str(s.number) not in beside or str(s.id) in called)


def weighted_head(part: Part, factor: str) -> str:
    """Give the head of the column after the factor, or after what stands for it, the percent."""
    if part.percent is not None:
        return PAPERS["percent"].format(percent=plain_text(part.percent))
    return PAPERS["weighted"].format(factor=factor).strip()


def whole_deductions(board: Board) -> tuple[DeductionLine, ...]:
    """Give what is taken from, or earned for, the teams' totals, in the running order of the first part."""
    teams = running_order(board, board.rules.parts[0].key)
    return tuple(
        line
        for order, team in enumerate(teams, 1)
        for line in lines_of(team, order, board.standings.of(str(team.id)).deductions, board.rules)
    )


def _sheet(board: Board, figure: PartFigure, team: Team, seat: SeatView) -> SheetCell:
    judge = str(seat.id)
    if figure.state == "not_present":
        return SheetCell("none", {})
    if judge in figure.absent or judge in figure.deputies:
        return SheetCell("absent", {})
    if judge in figure.missing:
        return SheetCell("missing", {})
    if figure.missing:
        return SheetCell("held", {})
    if judge not in figure.sheets:
        return SheetCell("not_called", {})
    data = board.ledger.data("sheet", figure.part, team.id, seat.id)
    marks = {key: from_thousandths(mark) for key, mark in data["marks"].items()}
    return SheetCell("received", marks, figure.sheets[judge], data["remark"], data["receipt"])


def _stages(part: Part, rules: Rulebook, judged: bool) -> Stages:
    listed = {stage.stage: stage for stage in rules.rounding}
    if part.panel.over == "criteria":
        weights: dict[str | None, Fraction] = {each.key: each.weight * factor_of(part, rules) for each in part.criteria}
    else:
        weights = {None: factor_of(part, rules)}
    return Stages(listed.get("panel") if judged else None, listed.get("factor"), listed.get("part"), weights)


def panel_of(figure: PartFigure, criterion: str | None) -> PanelFigure | None:
    """Give the panel figure of a criterion (None: of whole sheets), or None while there is none."""
    return next((panel for panel in figure.panels if panel.criterion == criterion), None)


def decimals_text(value: Fraction | None, decimals: int) -> str:
    """Give a figure with a decimal comma, rounded half up to so many decimals; "" for none."""
    return "" if value is None else comma(text(value, decimals))


def factor_text(value: Fraction) -> str:
    """Give a factor for reading: “2”, “0,8”, “2/3”; "" for one."""
    return "" if value == ONE else comma(exact_text(value))


def criterion_name(criterion: Criterion, struck: Collection[str] = ()) -> str:
    """Give a criterion's name, with its weight where that is not one, and that it is struck out where it is."""
    name = criterion.name if criterion.weight == ONE else f"{criterion.name} (hệ số {factor_text(criterion.weight)})"
    return PAPERS["struck"].format(name=name) if criterion.key in struck else name
