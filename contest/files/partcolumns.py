"""The columns of a part's points table: from the sheets below it to the part's points, each step a live formula."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from contest.files.cells import ROUNDED, Cells, address, constant, figure_format, span, times
from contest.files.deductionlines import reasons
from contest.files.tables import PartRow, PartTable, factor_text, panel_of, weighted_head
from contest.messages.papers import PAPERS
from scoring.panel import METHODS
from scoring.points import exact_sum
from scoring.rules import ONE, Panel, RoundingStage

FIGURES = (
    3  # the first column of figures, in this table and in that of the sheets: order, team, unit or judge stand before
)
FINE = "0.00##"


@dataclass(frozen=True)
class Marks:
    """Where the marks of a panel figure stand: their range, and each cell that counts with its judge's weight."""

    span: str
    cells: tuple[tuple[str, Fraction], ...]

    @property
    def weighted(self) -> str:
        """Give the weighted sum as a formula; "" where nobody's weight differs from one."""
        if all(weight == ONE for _, weight in self.cells):
            return ""
        return "+".join(times(cell, weight) for cell, weight in self.cells)


def _mean(marks: Marks, panel: Panel) -> str:
    if not marks.weighted:
        return f"AVERAGE({marks.span})"
    return f"({marks.weighted})/({'+'.join(constant(weight) for _, weight in marks.cells)})"


def _trimmed_mean(marks: Marks, panel: Panel) -> str:
    span = marks.span
    outer = "".join(f"-LARGE({span},{place})-SMALL({span},{place})" for place in range(1, panel.drop + 1))
    trimmed = f"(SUM({span}){outer})/(COUNT({span})-{2 * panel.drop})"
    return f"IF(COUNT({span})>={panel.at_least},{trimmed},AVERAGE({span}))"


def _sum(marks: Marks, panel: Panel) -> str:
    return marks.weighted or f"SUM({marks.span})"


# How a panel method of scoring.panel.METHODS is written as a formula over its marks; one that is not here (places, which
# compare every team with every other) is written as the figure that it came to.
FORMULAS: Mapping[str, Callable[[Marks, Panel], str]] = {
    "mean": _mean,
    "trimmed_mean": _trimmed_mean,
    "median": lambda marks, panel: f"MEDIAN({marks.span})",
    "sum": _sum,
    "agreed": _sum,
    "minutes": _sum,
    "quiz": _sum,
    "carried": _sum,
    "audience": _sum,
}


@dataclass(frozen=True)
class Line:
    """One team's line: the row it is written in, and the first of the rows that hold its sheets."""

    at: int
    row: PartRow
    marks: int


@dataclass(frozen=True)
class Column:
    """One column: what its header says, and how a line's cell is written (given the column's own number)."""

    head: str
    write: Callable[[Cells, int, Line], None]


@dataclass
class Columns:
    """Plans the columns of one part; `listed` are the rows of its deductions, None when there are none."""

    table: PartTable
    decimals: int
    listed: tuple[int, int] | None
    plan: list[Column] = field(default_factory=list)

    def build(self) -> list[Column]:
        """Give the columns from the running order to the part's points."""
        self._add("TT", lambda cells, column, line: cells.number(line.at, column, line.row.order, style="centre"))
        self._add("Đội", lambda cells, column, line: cells.text(line.at, column, line.row.team.name, "strong"))
        self._add("Đơn vị", lambda cells, column, line: cells.text(line.at, column, _unit_name(line.row), "text"))
        if self.table.judged:
            self._judges()
        ends = [self._panel_steps(criterion) for criterion in self.table.stages.weights]
        self._net(self._part_steps(ends))
        return self.plan

    def _add(self, head: str, write: Callable[[Cells, int, Line], None]) -> int:
        self.plan.append(Column(head, write))
        return len(self.plan) - 1

    # --- who marked

    def _judges(self) -> None:
        total = FIGURES + len(self.table.part.criteria)
        if None in self.table.stages.weights:
            for place, seat in enumerate(self.table.seats):
                self._add(f"GK {seat.number}", _sheet_total(place, total))
        self._add("Số GK chấm", self._share)

    def _share(self, cells: Cells, column: int, line: Line) -> None:
        figure = line.row.figure
        if figure.state == "not_present":
            cells.text(line.at, column, PAPERS["not_present"], "quiet_centre")
        elif not line.row.panel_done:
            cells.text(line.at, column, PAPERS["not_yet"], "quiet_centre")
        else:
            marks = span(line.marks, FIGURES, line.marks + len(self.table.seats) - 1, FIGURES)
            cells.formula(line.at, column, f'COUNT({marks})&"/{figure.seats}"', line.row.share, style="centre")

    # --- the panel's figure

    def _panel_steps(self, criterion: str | None) -> int:
        """Add a panel figure in its steps (mean, rounding, factor, rounding); gives the last one's column."""
        stages, part = self.table.stages, self.table.part
        name = self.table.panel_name if criterion is None else part.criterion(criterion).name
        factor = stages.weights[criterion]

        def value(place: int) -> Callable[[Line], Fraction | None]:
            def look(line: Line) -> Fraction | None:
                panel = panel_of(line.row.figure, criterion)
                return None if panel is None else (panel.exact, panel.rounded, panel.weighted, panel.points)[place]

            return look

        if METHODS[part.panel.method].relative:
            self._add(PAPERS["place"], _place(criterion))
        formula = FORMULAS.get(part.panel.method)
        if formula is None:
            last = self._add(name, _figure(value(0)))
        else:
            last = self._add(name, _step(lambda line: formula(self._marks(line, criterion), part.panel), value(0)))
        if stages.panel is not None:
            last = self._rounded(stages.panel, last, value(1))
        if factor != ONE:
            head, before = weighted_head(part, factor_text(factor)), last
            last = self._add(head, _step(lambda line: times(address(line.at, before), factor), value(2)))
        if stages.factor is not None:
            last = self._rounded(stages.factor, last, value(3))
        return last

    def _marks(self, line: Line, criterion: str | None) -> Marks:
        """Give where the marks of a panel figure stand: beside each other for whole sheets, else below each other."""
        panel = panel_of(line.row.figure, criterion)
        weights = {mark.judge: mark.weight for mark in panel.used} if panel else {}
        seats = range(max(len(self.table.seats), 1))
        if criterion is None and self.table.judged:
            places = [(line.at, FIGURES + seat) for seat in seats]
        else:
            keys = [each.key for each in self.table.part.criteria]
            column = FIGURES + (len(keys) if criterion is None else keys.index(criterion))
            places = [(line.marks + seat, column) for seat in seats]
        judges = [str(seat.id) for seat in self.table.seats]
        counted = (
            (address(*place), weights[judge]) for judge, place in zip(judges, places, strict=False) if judge in weights
        )
        return Marks(span(*places[0], *places[-1]), tuple(counted))

    def _rounded(self, stage: RoundingStage, before: int, value: Callable[[Line], Fraction | None]) -> int:
        head = PAPERS["rounded"].format(decimals=stage.decimals)
        return self._add(
            head,
            _step(lambda line: ROUNDED[stage.mode](address(line.at, before), stage.decimals), value, stage.decimals),
        )

    # --- the part's points

    def _part_steps(self, ends: list[int]) -> int:
        """Add the sum of the panel figures and the part's rounding; gives the column of the points before deductions."""
        last, stage = ends[0], self.table.stages.part
        if len(ends) > 1:
            last = self._add(
                "Cộng",
                _step(lambda line: "+".join(address(line.at, end) for end in ends), lambda line: line.row.figure.exact),
            )
        if stage is not None:
            last = self._rounded(stage, last, lambda line: line.row.figure.points)
        return last

    def _net(self, points: int) -> None:
        deducted = self._add("Điểm trừ", self._deducted)
        self._add(
            "Lý do trừ",
            lambda cells, column, line: cells.text(
                line.at, column, "; ".join(reasons(line.row.deductions, line.row.figure.cuts)), "text"
            ),
        )

        def net(cells: Cells, column: int, line: Line) -> None:
            figure = line.row.figure
            if figure.net is None:
                cells.text(line.at, column, "", "strong")
                return
            before = address(line.at, points) if figure.panels else constant(figure.points or Fraction(0))
            formula = f"{before}-{address(line.at, deducted)}"
            cells.formula(line.at, column, formula, figure.net, figure_format(self.decimals), "strong")

        self._add(f"Điểm phần thi {self.table.part.short_name}", net)

    def _deducted(self, cells: Cells, column: int, line: Line) -> None:
        if self.listed is None:
            cells.number(line.at, column, line.row.figure.deducted, FINE)
            return
        first, last = self.listed
        orders, costs = span(first, 0, last, 0, fixed=True), span(first, 5, last, 5, fixed=True)
        back = exact_sum(cut.points for cut in line.row.figure.cuts)
        # What a cap or a floor gives back stands as a figure, its reason beside it.
        formula = f"SUMIF({orders},{address(line.at, 0)},{costs})" + (f"-{constant(back)}" if back else "")
        cells.formula(line.at, column, formula, line.row.figure.deducted, FINE)


def _step(
    formula: Callable[[Line], str], value: Callable[[Line], Fraction | None], decimals: int | None = None
) -> Callable[[Cells, int, Line], None]:
    shown = FINE if decimals is None else figure_format(decimals)

    def write(cells: Cells, column: int, line: Line) -> None:
        result = value(line) if line.row.figure.panels else None
        if result is None:
            cells.text(line.at, column, "")
        else:
            cells.formula(line.at, column, formula(line), result, shown)

    return write


def _figure(value: Callable[[Line], Fraction | None]) -> Callable[[Cells, int, Line], None]:
    """Write a figure as it came out, where no formula would say how."""

    def write(cells: Cells, column: int, line: Line) -> None:
        result = value(line) if line.row.figure.panels else None
        if result is None:
            cells.text(line.at, column, "")
        else:
            cells.number(line.at, column, result, FINE)

    return write


def _place(criterion: str | None) -> Callable[[Cells, int, Line], None]:
    def value(line: Line) -> Fraction | None:
        panel = panel_of(line.row.figure, criterion)
        return panel.placing.place if panel and panel.placing else None

    return _figure(value)


def _sheet_total(place: int, total: int) -> Callable[[Cells, int, Line], None]:
    def write(cells: Cells, column: int, line: Line) -> None:
        sheet, source = line.row.sheets[place], address(line.marks + place, total)
        if sheet.total is not None:
            cells.formula(line.at, column, source, sheet.total, FINE)
        elif sheet.state == "absent":
            cells.formula(line.at, column, source, PAPERS["absent"], style="quiet_centre")
        else:
            cells.text(line.at, column, PAPERS.get(sheet.state, ""), "quiet_centre")

    return write


def _unit_name(row: PartRow) -> str:
    return row.team.unit.name if row.team.unit else ""
