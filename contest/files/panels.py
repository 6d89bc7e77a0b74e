"""Published judging panels: ranked segments with every mark and every published figure, as exact decimal texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from contest.text import match_key
from scoring.preset import preset
from scoring.rulebook import to_dict

ELEMENTS, ELEMENT_TOTAL, COMPONENTS, DEDUCTION = "elements", "element_total", "components", "deduction"
LARGEST_MARK = 10
MARK_STEP = "0.25"
PRESETS = {"SHORT": "published-panel-short", "FREE": "published-panel-free"}
_FIGURE = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)


@dataclass(frozen=True)
class Performance:
    """One entry: what was marked (seat number → criterion key → mark) and what was published of it."""

    id: str
    number: int
    name: str
    element_total: str
    deductions: str
    marks: Mapping[int, Mapping[str, str]]
    absent: frozenset[int]
    panels: Mapping[str, str]
    component_total: str
    total: str
    rank: int


@dataclass(frozen=True)
class Segment:
    """One ranked contest of published panels, its performances in order of starting number."""

    competition: str
    name: str
    factor: str
    components: Mapping[str, str]  # criterion key → published name
    seats: tuple[int, ...]
    performances: tuple[Performance, ...]

    @property
    def title(self) -> str:
        """Give “competition – segment”."""
        return f"{self.competition} – {self.name}"

    @property
    def sheets(self) -> int:
        """Give how many score sheets the segment's judges filled in."""
        return sum(len(each.marks) for each in self.performances)

    @property
    def deduction_part(self) -> str:
        """Give the part that carries deductions: the one that does not part equal totals, so that they stay out of that."""
        return COMPONENTS if kind_of(self.name) == "SHORT" else ELEMENTS

    @cached_property
    def rulebook(self) -> dict[str, Any]:
        """Give the preset of this kind of segment with its factor and components; a tie that it leaves is asked about."""
        document: dict[str, Any] = to_dict(preset(PRESETS[kind_of(self.name)]))
        marked = next(part for part in document["parts"] if part["key"] == COMPONENTS)
        limits = {"max_points": str(LARGEST_MARK), "step": MARK_STEP}
        marked["criteria"] = [{"key": key, "name": name} | limits for key, name in self.components.items()]
        marked |= {"factor": self.factor, "max_points": str(LARGEST_MARK * len(self.components))}
        return document | {"ties": [*document["ties"], "decision"]}


def kind_of(segment: str) -> str:
    """Give SHORT or FREE, which have rules of their own, as the segment's name says; raises KeyError for neither."""
    for kind in PRESETS:
        if kind in segment.upper():
            return kind
    raise KeyError(segment)


def same(published: str, shown: object) -> bool:
    """Say whether a figure as a page shows it (decimal comma or dot) is exactly the published one."""
    read = str(shown).replace(",", ".")
    return _FIGURE.fullmatch(read) is not None and Fraction(read) == Fraction(published)


def chosen(segments: Iterable[Segment], name: str) -> list[Segment]:
    """Give the segments called `name` (whole title or segment), else those whose title holds its words in a row."""
    listed, wanted = list(segments), _words(name)
    exact = [each for each in listed if wanted in (_words(each.title), _words(each.name))]
    return exact or [each for each in listed if wanted and f" {wanted} " in f" {_words(each.title)} "]


def _words(name: str) -> str:
    return " ".join(re.findall(r"\w+", match_key(name)))
