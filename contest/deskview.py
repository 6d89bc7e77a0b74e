"""What the desk shows of a board: pure, and no mark in it before the whole panel has sent that performance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from contest.board import Board
from contest.deskdeductions import DeductionLine, deductions
from contest.figuretext import cut_sentences
from contest.messages.desk import NOT_MARKING, NOT_MARKING_SHORT, PART_STATES, ROW_WORDS, SHORT_WORDS, SIGNS, WORDS
from contest.panel import SeatView, is_shadow
from contest.text import comma
from scoring.figures import PartFigure
from scoring.panel import METHODS
from scoring.points import exact_text, text
from scoring.rules import Part

RECEIVED = "received"


@dataclass(frozen=True)
class SeatPresence:
    """A seat's device: whether it is connected, and what it tells of its sheets ("part/team" → drafting or kept)."""

    connected: bool
    sheets: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Cell:
    """One judge's sheet of one performance; `mark` is its sum, only once the whole panel has sent."""

    seat: int
    number: int
    state: str
    mark: str = ""
    late: bool = False  # another version came after the lock and waits for the head judge
    needed: bool = True  # not so a shadow's, nor a deputy's whose seat is there
    trial: bool = False  # a shadow's, which never counts
    why: str = "absent"  # of one that is recorded absent: absent, late or recused
    reason: str = ""  # typed with it

    @property
    def shown(self) -> str:
        """Give the state that the eye should meet first."""
        return "late" if self.late else self.state

    @property
    def word(self) -> str:
        """Give the state in words."""
        return NOT_MARKING[self.why] if self.shown == "absent" else WORDS[self.shown]

    @property
    def short(self) -> str:
        """Give the state in the few words that fit under its sign."""
        return NOT_MARKING_SHORT[self.why] if self.shown == "absent" else SHORT_WORDS[self.shown]

    @property
    def sign(self) -> str:
        """Give the state's shape, a sign of static/icons.svg."""
        return SIGNS[self.shown]


@dataclass(frozen=True)
class Row:
    """One performance as a line of the grid."""

    part: str
    team: int
    number: int
    name: str
    unit: str
    state: str  # waiting, open, closing, locked or away
    since: str  # ISO moment of opening, "" before
    cells: tuple[Cell, ...]
    agreed: tuple[str, ...]
    deductions: tuple[DeductionLine, ...]
    whole: tuple[DeductionLine, ...]  # what is taken from the team's total
    cuts: tuple[str, ...]  # what the part's cap and floor gave back
    points: str
    count: str
    complete: bool
    spread: str
    wide: bool  # the spread lies at or beyond the rulebook's tolerance: for the head judge's eyes only
    conferring: bool

    @property
    def title(self) -> str:
        """Give “đội số 5 – Suối Bạc”."""
        return f"đội số {self.number} – {self.name}"

    @property
    def word(self) -> str:
        """Give the performance's state in words."""
        if self.state == "open" and self.complete:
            return "đủ phiếu"
        return ROW_WORDS[self.state]

    @property
    def missing(self) -> tuple[Cell, ...]:
        """Give the cells without which the performance cannot be locked."""
        return tuple(cell for cell in self.cells if cell.needed and cell.state not in {RECEIVED, "absent"})


@dataclass(frozen=True)
class Tab:
    """A part as a tab: “Tiểu phẩm · 5/8”."""

    key: str
    name: str
    state: str

    @property
    def words(self) -> str:
        """Give the part's state in words."""
        return PART_STATES.get(self.state, self.state)


@dataclass(frozen=True)
class Grid:
    """One part: who marks it and every performance of it in running order."""

    part: Part
    judged: bool
    seats: tuple[SeatView, ...]
    rows: tuple[Row, ...]

    @property
    def quiz(self) -> bool:
        """Say whether the part's criteria are questions, typed as right, wrong or blank."""
        return METHODS[self.part.panel.method].answers

    def row(self, team: int) -> Row:
        """Give a team's line; raises KeyError."""
        for row in self.rows:
            if row.team == team:
                return row
        raise KeyError(team)


def tabs(board: Board) -> tuple[Tab, ...]:
    """Give the parts in the rulebook's order with how far each has come: waiting, done, or "5/8"."""
    return tuple(
        Tab(part.key, part.short_name or part.name, _part_state(board, part.key)) for part in board.rules.parts
    )


def _part_state(board: Board, part: str) -> str:
    states = [board.ledger.performance(part, team.id) for team in board.teams]
    locked = states.count("locked")
    if locked == len(states):
        return "done"
    return "waiting" if set(states) == {"waiting"} else f"{locked}/{len(states)}"


def current_part(board: Board) -> str:
    """Give the part that the desk opens by itself: the first begun and not finished, else the first not begun, else the last."""
    states = {tab.key: tab.state for tab in tabs(board)}
    begun = [key for key, state in states.items() if state not in {"waiting", "done"}]
    waiting = [key for key, state in states.items() if state == "waiting"]
    return (begun or waiting or list(states))[0 if begun or waiting else -1]


def grid(board: Board, part_key: str, presence: Mapping[int, SeatPresence]) -> Grid:
    """Give one part's grid; raises KeyError for a part that the rulebook does not have."""
    part = board.rules.part(part_key)
    judged = METHODS[part.panel.method].judged
    maker = _Rows(board, part, judged, presence, late_sheets_of(board))
    rows = tuple(maker.row(number, team.id) for number, team in enumerate(board.order(part_key), 1))
    return Grid(part, judged, board.marking(part_key) if judged else (), rows)


def late_sheets_of(board: Board) -> frozenset[str]:
    """Give the sheets ("part/team/seat") of which a version came after the lock and waits for the head judge."""
    return frozenset(str(fact.data["sheet"]) for fact in board.ledger.under("late") if fact.data["state"] == "waiting")


def panel_complete(board: Board, part: str, team: object) -> bool:
    """Say whether a performance may be locked: every judge's sheet is in or the judge is recorded absent."""
    states = [_sheet_state(board, part, team, seat.id) for seat in board.needed(part, team)]
    return RECEIVED in states and set(states) <= {RECEIVED, "absent"}


def marks_seen(board: Board, part: str, team: object) -> bool:
    """Say whether the desk may see a performance's marks: the whole panel has sent, or it is locked without the absent.

    A recorded absence alone shows nothing, else it would be a way to a colleague's marks before the panel has sent.
    """
    states = {_sheet_state(board, part, team, seat.id) for seat in board.needed(part, team)}
    locked = board.ledger.performance(part, team) == "locked"
    return panel_complete(board, part, team) and (locked or "absent" not in states)


def _sheet_state(board: Board, part: str, team: object, seat: int) -> str:
    if board.ledger.absent(part, team, seat):
        return "absent"
    return str(board.ledger.data("sheet", part, team, seat).get("state", "empty"))


@dataclass(frozen=True)
class _Rows:
    board: Board
    part: Part
    judged: bool
    presence: Mapping[int, SeatPresence]
    late: frozenset[str]

    def row(self, number: int, team_id: int) -> Row:
        board, key = self.board, self.part.key
        team, standing = board.team(team_id), board.standings.of(str(team_id))
        figure = standing.parts[key]
        state = board.ledger.performance(key, team_id) if board.ledger.present(key, team_id) else "away"
        complete = state != "away" and (panel_complete(board, key, team_id) if self.judged else figure.net is not None)
        seen = complete and (not self.judged or marks_seen(board, key, team_id))
        shown = seen or state == "away"
        return Row(
            part=key,
            team=team_id,
            number=number,
            name=team.name,
            unit=team.unit.name if team.unit else "",
            state=state,
            since=str(board.ledger.data("performance", key, team_id).get("opened_at", "")),
            cells=tuple(self._cells(team_id, state, figure if seen else None)) if self.judged else (),
            agreed=() if self.judged else self._agreed(team_id),
            deductions=deductions(board, key, team_id, figure.deductions),
            whole=deductions(board, None, team_id, standing.deductions),
            cuts=tuple(cut_sentences(figure.cuts)),
            points=comma(text(figure.net, board.rules.decimals)) if shown and figure.net is not None else "",
            count=self._count(team_id) if self.judged and state in {"open", "closing", "locked"} else "",
            complete=complete,
            spread=spread_text(self.part, figure) if seen else "",
            wide=seen and is_wide(self.part, figure),
            conferring=board.ledger.data("conferring", key, team_id).get("state") == "open",
        )

    def _cells(self, team: int, state: str, figure: PartFigure | None) -> Iterator[Cell]:
        needed = {seat.id for seat in self.board.needed(self.part.key, team)}
        for seat in self.board.marking(self.part.key):
            sum_ = figure.sheets.get(str(seat.id)) if figure else None
            mark = comma(exact_text(sum_)) if sum_ is not None else ""
            late = f"{self.part.key}/{team}/{seat.id}" in self.late
            trial = is_shadow(seat, self.board.rules)
            kept = self._cell_state(team, state, seat)
            absence = self.board.ledger.data("absence", self.part.key, team, seat.id) if kept == "absent" else {}
            why, reason = absence.get("why", "absent"), absence.get("reason", "")
            yield Cell(seat.id, seat.number, kept, mark, late, seat.id in needed, trial, why, reason)

    def _cell_state(self, team: int, state: str, seat: SeatView) -> str:
        kept = _sheet_state(self.board, self.part.key, team, seat.id)
        if kept != "empty":
            return kept
        if state == "waiting":
            return "later"
        told = self.presence.get(seat.id, SeatPresence(connected=False))
        device = told.sheets.get(f"{self.part.key}/{team}", "")
        if device == "kept":
            return "kept"
        return "marking" if state == "open" and device == "drafting" else "empty"

    def _count(self, team: int) -> str:
        needed = self.board.needed(self.part.key, team)
        states = [_sheet_state(self.board, self.part.key, team, seat.id) for seat in needed]
        # A deputy who is called stands beside the seat that is absent, and both are one of the panel.
        called = sum(
            bool(rule.deputy_of) for rule in self.board.rules.seats if rule.seat in {str(s.number) for s in needed}
        )
        return f"{states.count(RECEIVED)}/{len(states) - called}"

    def _agreed(self, team: int) -> tuple[str, ...]:
        marks = self.board.ledger.data("agreed", self.part.key, team).get("marks", {})
        return tuple(
            comma(exact_text(Fraction(marks[criterion.key], 1000))) if criterion.key in marks else ""
            for criterion in self.part.criteria
        )


def spread_text(part: Part, figure: PartFigure) -> str:
    """Give how far apart a performance's sheets lie where the rulebook looks at that, "" where it does not."""
    spread = _spread(part, figure)
    return "" if spread is None else comma(exact_text(spread))


def is_wide(part: Part, figure: PartFigure) -> bool:
    """Say whether a performance's sheets lie at or beyond the rulebook's tolerance."""
    spread, tolerance = _spread(part, figure), part.spread_tolerance
    return spread is not None and tolerance is not None and spread >= tolerance


def _spread(part: Part, figure: PartFigure) -> Fraction | None:
    if part.spread_tolerance is None or len(figure.sheets) < 2:
        return None
    return max(figure.sheets.values()) - min(figure.sheets.values())
