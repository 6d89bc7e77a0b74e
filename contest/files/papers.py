"""Papers as they are printed: every figure already a text with a decimal comma, nothing drawn yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import segno

from contest.board import Board
from contest.figuretext import cut_sentences, deducted_text, plain_text
from contest.files.deductionlines import DeductionLine, reasons
from contest.files.reconcile import notes, require_reconciled
from contest.files.summary import SummaryRow, summary
from contest.files.tables import (
    PartRow,
    PartTable,
    SheetCell,
    Stages,
    Stamp,
    criterion_name,
    decimals_text,
    factor_text,
    panel_of,
    part_table,
    running_order,
    weighted_head,
    whole_deductions,
)
from contest.grouping import grouped, ranked_twice
from contest.messages.papers import MINUTES, NOTES, PAPERS
from contest.text import team_title
from scoring.figures import PartFigure
from scoring.panelfigures import PanelFigure
from scoring.rules import ONE


@dataclass(frozen=True)
class MarkText:
    """A mark in a table: its text, and whether the panel's method left it out."""

    text: str
    dropped: bool = False
    word: bool = False


@dataclass(frozen=True)
class PanelLine:
    """One panel figure: what it is of, the marks, and each step to its points."""

    label: str
    marks: tuple[MarkText, ...]
    steps: tuple[str, ...]


@dataclass(frozen=True)
class PartLine:
    """One team in a part's bảng tổng hợp."""

    order: int
    team: str
    unit: str
    share: str
    lines: tuple[PanelLine, ...]
    sums: tuple[str, ...]
    deducted: str
    reason: str
    points: str


@dataclass(frozen=True)
class PartPaper:
    """Bảng tổng hợp điểm of one part; `labelled` when each criterion has a line of its own."""

    table: PartTable
    mark_heads: tuple[str, ...]
    step_heads: tuple[str, ...]
    sum_heads: tuple[str, ...]
    labelled: bool
    rows: tuple[PartLine, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class WholePart:
    """A team's points in one part, or that it was absent; `share` is n/N where fewer judges marked than sit."""

    text: str
    share: str = ""
    word: bool = False


@dataclass(frozen=True)
class WholeLine:
    """One team in the whole contest's table; `deducted` is already taken off the parts' points and the total."""

    row: SummaryRow
    parts: tuple[WholePart, ...]
    deducted: str
    total: str
    rank: str


@dataclass(frozen=True)
class WholePaper:
    """Bảng tổng hợp điểm of the whole contest."""

    heads: tuple[str, ...]
    prize_title: str
    rows: tuple[WholeLine, ...]
    deductions: tuple[str, ...]
    notes: tuple[str, ...]
    grouped: bool = False  # teams are ranked in groups, twice where there is a ranking over all too
    twice: bool = False


# --- bảng tổng hợp


def part_paper(board: Board, key: str) -> PartPaper:
    """Give one part's table for print; refuses (`unreconciled`) figures that do not add up."""
    require_reconciled(board)
    table = part_table(board, key)
    stages = table.stages
    sums = [*(["Cộng"] if len(stages.weights) > 1 else []), *([_rounded(stages.part.decimals)] if stages.part else [])]
    heads = [f"GK {seat.number}" for seat in table.seats] or [
        criterion_name(each, table.struck) for each in table.part.criteria
    ]
    rows = tuple(_part_line(board, table, row) for row in table.rows)
    dropped = any(mark.dropped for row in rows for line in row.lines for mark in line.marks)
    said = [*notes(board)[:-1], *([PAPERS["dropped"]] if dropped else [])]
    return PartPaper(
        table, tuple(heads), tuple(_step_heads(table)), tuple(sums), len(stages.weights) > 1, rows, tuple(said)
    )


def _step_heads(table: PartTable) -> Iterator[str]:
    stages = table.stages
    yield table.panel_name
    if stages.panel:
        yield _rounded(stages.panel.decimals)
    if _has_factor(stages):
        factors = {factor_text(each) or "1" for each in stages.weights.values()}
        yield weighted_head(table.part, factors.pop() if len(factors) == 1 else "")
    if stages.factor:
        yield _rounded(stages.factor.decimals)


def _has_factor(stages: Stages) -> bool:
    return any(factor != ONE for factor in stages.weights.values())


def _rounded(decimals: int) -> str:
    return PAPERS["rounded"].format(decimals=decimals)


def _part_line(board: Board, table: PartTable, row: PartRow) -> PartLine:
    figure, stages = row.figure, table.stages
    sums = []
    if len(stages.weights) > 1:
        sums.append("" if figure.exact is None else plain_text(figure.exact))
    if stages.part:
        sums.append(decimals_text(figure.points, stages.part.decimals))
    return PartLine(
        order=row.order,
        team=row.team.name,
        unit=row.team.unit.name if row.team.unit else "",
        share=_share(row),
        lines=tuple(_panel_line(table, row, criterion) for criterion in stages.weights),
        sums=tuple(sums),
        deducted=_deducted(figure.deducted),
        reason="; ".join(reasons(row.deductions, row.figure.cuts)),
        points=PAPERS["absent"] if figure.state == "not_present" else decimals_text(figure.net, board.rules.decimals),
    )


def _share(row: PartRow) -> str:
    if row.figure.state == "not_present":
        return PAPERS["not_present"]
    return row.share if row.panel_done else PAPERS["not_yet"]


def _deducted(points: Fraction) -> str:
    """Give what was taken as the column of deductions holds it: “1,5”, and “+2” where merits outweigh."""
    return plain_text(points) if points > 0 else deducted_text(points)


def _panel_line(table: PartTable, row: PartRow, criterion: str | None) -> PanelLine:
    panel = panel_of(row.figure, criterion)
    label = "" if criterion is None else criterion_name(table.part.criterion(criterion))
    dropped = {mark.judge for mark in panel.dropped} if panel else set()
    if table.judged:
        marks = tuple(
            _mark(cell, criterion, str(seat.id) in dropped) for seat, cell in zip(table.seats, row.sheets, strict=True)
        )
    else:
        marks = tuple(MarkText(_agreed(row, each.key)) for each in table.part.criteria)
    return PanelLine(label, marks, tuple(_steps(table.stages, panel)))


def _agreed(row: PartRow, criterion: str) -> str:
    return plain_text(row.figure.criteria[criterion]) if criterion in row.figure.criteria else ""


def _mark(cell: SheetCell, criterion: str | None, dropped: bool) -> MarkText:
    if cell.total is None:
        return MarkText(PAPERS.get(cell.state, ""), word=True)
    return MarkText(plain_text(cell.total if criterion is None else cell.marks[criterion]), dropped)


def _steps(stages: Stages, panel: PanelFigure | None) -> Iterator[str]:
    yield plain_text(panel.exact) if panel else ""
    if stages.panel:
        yield decimals_text(panel.rounded if panel else None, stages.panel.decimals)
    if _has_factor(stages):
        yield plain_text(panel.weighted) if panel else ""
    if stages.factor:
        yield decimals_text(panel.points if panel else None, stages.factor.decimals)


def whole_paper(board: Board) -> WholePaper:
    """Give the whole contest's table for print; refuses (`unreconciled`) totals that do not add up."""
    require_reconciled(board)
    table, places = summary(board), board.rules.decimals
    rows = tuple(
        WholeLine(
            row,
            tuple(_whole_part(row.standing.parts[part.key], places) for part in board.rules.parts),
            _deducted(row.standing.deductions_total),
            decimals_text(row.standing.total_shown, places),
            str(row.standing.rank or ""),
        )
        for row in table.rows
    )
    heads = tuple(part.short_name for part in board.rules.parts)
    absent = any(cell.word for row in rows for cell in row.parts)
    said = [*notes(board), *([PAPERS["team_absent"]] if absent else [])]
    if grouped(board.rules):
        said.append(NOTES["grouped_twice" if ranked_twice(board.rules) else "grouped"])
    said += _going_on(board)
    return WholePaper(
        heads,
        table.prize_title,
        rows,
        tuple(deduction_sentences(board)),
        tuple(said),
        grouped(board.rules),
        ranked_twice(board.rules),
    )


def _going_on(board: Board) -> Iterator[str]:
    """Say who is proposed to go on to the next round."""
    going = board.standings.advancement
    if going is not None and going.teams:
        yield PAPERS["going_on"].format(teams=", ".join(board.team(team).name for team in going.teams))


def _whole_part(figure: PartFigure, places: int) -> WholePart:
    if figure.state == "not_present":
        return WholePart(PAPERS["absent"], word=True)
    share = f"{figure.marked}/{figure.seats}" if figure.net is not None and figure.marked != figure.seats else ""
    return WholePart(decimals_text(figure.net, places), share)


def deduction_sentences(board: Board) -> Iterator[str]:
    """Say what was taken from whom or earned, where and why: part by part in running order, then of the totals."""
    for part in board.rules.parts:
        table = part_table(board, part.key)
        place = MINUTES["of_part"].format(part=part.name)
        yield from (_deduction(line, place) for line in table.deductions)
        yield from (
            MINUTES["place_cuts"].format(team=team_title(row.team.name, start=True), place=place, cuts=cut)
            for row in table.rows
            for cut in cut_sentences(row.figure.cuts)
        )
    yield from (_deduction(line, MINUTES["of_whole"]) for line in whole_deductions(board))
    for team in running_order(board, board.rules.parts[0].key):
        for cut in cut_sentences(board.standings.of(str(team.id)).cuts):
            yield MINUTES["whole_cuts"].format(team=team_title(team.name, start=True), cuts=cut)


def _deduction(line: DeductionLine, place: str) -> str:
    points = line.applied.points
    if points:
        cost = MINUTES["taken" if points > 0 else "earned"].format(points=plain_text(abs(points)))
    else:
        cost = MINUTES["nothing"] if line.unit else line.cost
    return MINUTES["deduction"].format(
        team=team_title(line.team.name, start=True),
        place=place,
        cost=cost,
        name=line.applied.name,
        reason=line.applied.reason or line.applied.name,
        details="".join(f"; {each}" for each in line.details),
    )


# --- the foot of every page


def foot_css(shown: Stamp, uid: str, printed_at: str, blank: bool = False) -> str:
    """Give the style sheet that puts event count, chain head and their QR code at the foot of every printed page.

    `blank` sheets hold no figures and so are no draft of any.
    """
    code = segno.make(f"CHAMKHEO {uid} {shown.events} {shown.head}", error="m", micro=False)
    picture = code.svg_data_uri(scale=0.75, border=1).replace('"', "%22")
    first = PAPERS["log"].format(count=shown.events) if blank else shown.foot
    marks = [first, f"mã chuỗi {shown.short}", *([PAPERS["invented"]] if shown.invented else [])]
    words = " · ".join(marks).replace("\\", "").replace('"', "")
    font = 'font: 8.5pt "Times New Roman", Tinos, "Liberation Serif", serif'
    return (
        "@page {\n"
        f'  @bottom-left {{ content: url("{picture}") "  {words}"; width: 82%; {font}; vertical-align: middle; }}\n'
        f'  @bottom-right {{ content: "In lúc {printed_at}"; width: 18%; {font}; vertical-align: middle; }}\n'
        "}\n"
    )
