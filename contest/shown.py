"""What the hall shows: the newest released board of each contest, drawn once and kept in memory for every screen."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment

from contest.released import Order, Released, ReleasedStore, StoreUnreadable

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
FIGURE = re.compile(r"[-−]?\d+(,\d+)?")
STATE_WORDS = {"waiting": "", "performing": "đang thi", "done": "", "absent": "vắng mặt"}
PART_WORDS = {"waiting": "chưa thi", "running": "đang thi", "done": "đã thi xong"}
AWAY = "vắng"  # from one part; a team away from every part begun is “vắng mặt” beside its name
SHAPES = {1: "first", 2: "second", 3: "third"}

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Cell:
    """One figure of a column: `pad` is the decimals it lacks, kept as empty room so that commas stand in line."""

    text: str
    pad: str
    word: str = ""  # said instead of a figure, as “đang thi”


@dataclass(frozen=True)
class Row:
    """One team's line as it is drawn."""

    team: str
    order: int
    name: str
    unit: str
    rank: int | None
    tied: bool
    shape: str  # of ranks 1 to 3: first, second, third; else empty
    state: str
    word: str  # said beside the name
    prize: str  # once announced
    group: str  # where teams are ranked in groups; with its rank where there is one over all too
    cells: tuple[Cell, ...]
    total: Cell


@dataclass(frozen=True)
class Shown:
    """A released board made ready: its drawing, and the message that carries it to every screen."""

    released: Released
    html: str

    @property
    def order(self) -> Order:
        """Give (generation, number)."""
        return self.released.order

    @property
    def title(self) -> str:
        """Give the contest's title."""
        return str(self.released.body["title"])

    @cached_property
    def message(self) -> dict[str, Any]:
        """Give what push, reconnect and first paint share: the whole board and its place in the order."""
        board = self.released
        head = {"contest": board.contest, "generation": board.generation, "number": board.number, "at": board.at}
        return head | {"html": self.html}


class Boards:
    """The boards that count, kept up to date by `look`; readers never touch the store."""

    def __init__(self, store: ReleasedStore, templates: Environment) -> None:
        self._store = store
        self._templates = templates
        self._version: int | None = None
        self._shown: dict[str, Shown] = {}
        self._read_at: float | None = None

    def look(self) -> list[Shown]:
        """Read the store if it changed and give the boards that are new; an unreadable store leaves all as it was."""
        try:
            version = self._store.version()
            newest = self._store.all_newest() if version != self._version else []
        except StoreUnreadable as problem:
            log.debug("released boards cannot be read: %s", problem)
            return []
        self._version, self._read_at = version, time.monotonic()
        return [shown for shown in map(self._renew, newest) if shown is not None]

    def get(self, uid: str) -> Shown | None:
        """Give a contest's board, or None for a contest that the hall does not know."""
        return self._shown.get(uid)

    def all(self) -> list[Shown]:
        """Give every contest's board by title."""
        return sorted(self._shown.values(), key=lambda shown: (shown.title, shown.released.contest))

    def age(self) -> float | None:
        """Give the seconds since the store was last read, or None when it never was."""
        return None if self._read_at is None else time.monotonic() - self._read_at

    def _renew(self, board: Released) -> Shown | None:
        known = self._shown.get(board.contest)
        if known is not None and known.order >= board.order:
            return None
        try:
            shown = Shown(board, draw(board, self._templates))
        except (KeyError, TypeError, ValueError):
            log.exception("board %s of %s cannot be drawn; the one before stays", board.order, board.contest)
            return None
        self._shown[board.contest] = shown
        return shown


def draw(board: Released, templates: Environment) -> str:
    """Draw a board with board/_rows.html; raises KeyError, TypeError or ValueError for a body that is no board."""
    body = board.body
    parts = [part | {"word": PART_WORDS[part["state"]]} for part in body["parts"]]
    return templates.get_template("board/_rows.html").render(
        board=board,
        body=body,
        parts=parts,
        rows=rows_of(body),
        prizes=[prize for prize in body["prizes"] if prize["teams"]],
        clock=clock(board.at),
    )


def rows_of(body: dict[str, Any]) -> list[Row]:
    """Give the board's rows with every column's figures set on one comma."""
    rows = body["rows"]
    running = [part["state"] == "running" for part in body["parts"]]
    columns = [_set_on_comma([_at(row["points"], place) for row in rows]) for place in range(len(running))]
    totals = _set_on_comma([row["total"] or "" for row in rows])
    prizes: dict[str, str] = {}
    for prize in body["prizes"]:
        for name in prize["teams"]:
            prizes[name] = f"{prizes[name]}; {prize['name']}" if name in prizes else prize["name"]
    return [
        _row(row, running, [column[n] for column in columns], totals[n], prizes.get(row["name"], ""))
        for n, row in enumerate(rows)
    ]


def clock(at: str) -> str:
    """Give 09:42:18 for an ISO moment, on Vietnam's clock; raises ValueError for what is no moment."""
    moment = datetime.fromisoformat(at)
    return (moment.astimezone(VIETNAM) if moment.tzinfo else moment).strftime("%H:%M:%S")


def _row(row: dict[str, Any], running: Sequence[bool], cells: list[Cell], total: Cell, prize: str) -> Row:
    word = STATE_WORDS[row["state"]]
    if row["state"] != "absent":
        for place in row.get("absent_parts", ()):
            cells[place] = Cell("", "", AWAY)
    if row["state"] == "performing":
        for place, cell in enumerate(cells):
            if running[place] and not cell.text and not cell.word:  # said where the figure will stand
                cells[place], word = Cell("", "", word), ""
                break
    return Row(
        team=str(row["team"]),
        order=row["order"],
        name=row["name"],
        unit=row["unit"] or "",
        rank=row["rank"],
        tied=bool(row["tied"]),
        shape=SHAPES.get(row["rank"] or 0, ""),
        state=row["state"],
        word=word,
        prize=prize,
        group=_group(row),
        cells=tuple(cells),
        total=total,
    )


def _group(row: dict[str, Any]) -> str:
    group, rank = row.get("group") or "", row.get("group_rank")
    return f"{group}, hạng {rank}" if group and rank else group


def _at(points: Sequence[str], place: int) -> str:
    return points[place] if place < len(points) else ""


def _set_on_comma(figures: Sequence[str]) -> list[Cell]:
    tails = [match[1] or "" if (match := FIGURE.fullmatch(figure)) else "" for figure in figures]
    longest = max(map(len, tails), default=0)
    room = "," + "0" * (longest - 1) if longest else ""
    return [Cell(figure, room[len(tail) :] if figure else "") for figure, tail in zip(figures, tails, strict=True)]
