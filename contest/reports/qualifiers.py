"""“trên, hơn, gần”: how an exact figure is printed rounded, as an option of printing; the figure itself stays as it is (domain.md 1.6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from contest.reports.kit import TOTAL, Asked, Table, number
from contest.text import thousands

STEPS = (10, 50, 100, 1000)


def _above(word: str) -> Callable[[int, int], str]:
    def said(figure: int, step: int) -> str:
        return f"{word} {thousands(figure // step * step)}"

    return said


def _below(figure: int, step: int) -> str:
    return f"gần {thousands(-(-figure // step) * step)}"


def _nearest(figure: int, step: int) -> str:
    return _above("hơn")(figure, step) if figure % step * 2 < step else _below(figure, step)


WORDS: Mapping[str, tuple[str, Callable[[int, int], str]]] = {
    "tren": ("trên", _above("trên")),
    "hon": ("hơn", _above("hơn")),
    "gan": ("gần", _below),
    "tu": ("hơn hoặc gần", _nearest),
}
"""How a figure may be printed: by a key of the address, its name for people, and what says it."""


@dataclass(frozen=True)
class Choice:
    """A way of printing that can be chosen: “tren-100”."""

    key: str
    words: str


CHOICES: Sequence[Choice] = (
    Choice("", "đúng số"),
    *(
        Choice(f"{word}-{step}", f"{name}, tròn {thousands(step)}")
        for word, (name, _) in WORDS.items()
        for step in STEPS
    ),
)


def said(figure: int, choice: str) -> str | None:
    """Give a figure as a choice prints it; None for the exact figure: no choice, an unknown one, or a round figure anyway."""
    word, _, step = choice.partition("-")
    known = word in WORDS and step in {str(each) for each in STEPS}
    if not known or figure % int(step) == 0 or figure < int(step):
        return None
    return WORDS[word][1](figure, int(step))


def option(column: str, row: int | None = None) -> str:
    """Give the option's name for a column, for its total line (TOTAL), or for one row of it alone."""
    place = "" if row is None else "-tong" if row == TOTAL else f"-{row + 1}"
    return f"in-{column}{place}"


def printed(asked: Asked, table: Table, columns: Sequence[str]) -> dict[tuple[int, str], str]:
    """Give in what words the figures of some columns are printed: as the row asks, else as the column does.

    The total line follows its own choice alone: it is rarely rounded as the rows are.
    """
    found = {}
    for place, row in table.lines():
        for column in columns:
            general = "" if place == TOTAL else asked.options.get(option(column), "")
            words = said(number(row, column), asked.options.get(option(column, place), general))
            if words is not None:
                found[place, column] = words
    return found


def shown(table: Table, place: int, column: str) -> str:
    """Give a figure of a table as it is printed."""
    row = dict(table.lines())[place]
    return table.printed.get((place, column), thousands(number(row, column)))
