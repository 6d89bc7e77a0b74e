"""The judge's screen of a rulebook that is still being written, from the same view of a part as tablets get."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from contest.tablet import part_view
from contest.text import nfc
from scoring.panel import METHODS
from scoring.reader import exact
from scoring.rules import ONE, Criterion, Panel, Part

_MARKS_MOST = 20_000
"""A picture with more marks to a criterion would only hold the browser up."""
_UNSTEPPED = Fraction(1, 4)


def pictures(document: object) -> list[dict[str, Any]]:
    """Give each part of a draft as a tablet would get it, `judged` saying whether tablets get it; what cannot be read is 0."""
    parts = document.get("parts") if isinstance(document, Mapping) else None
    tables = [each for each in parts if isinstance(each, Mapping)] if isinstance(parts, list) else []
    return [_picture(table, number) for number, table in enumerate(tables, 1)]


def _picture(table: Mapping[str, Any], number: int) -> dict[str, Any]:
    listed = table.get("criteria")
    criteria = [each for each in listed if isinstance(each, Mapping)] if isinstance(listed, list) else []
    panel = table.get("panel")
    method = str(panel.get("method")) if isinstance(panel, Mapping) else ""
    name = _text(table.get("name")) or f"Phần {number}"
    shown = tuple(_criterion(each, at) for at, each in enumerate(criteria, 1))
    part = Part(str(number), name, name, shown, Panel(method), max_points=_points(table.get("max_points")))
    return part_view(part) | {"judged": method not in METHODS or METHODS[method].judged}


def _criterion(table: Mapping[str, Any], number: int) -> Criterion:
    most = _points(table.get("max_points")) or Fraction(0)
    step = _points(table.get("step")) or _UNSTEPPED
    weight = exact(table.get("weight")) or ONE
    name = _text(table.get("name")) or f"Tiêu chí {number}"
    return Criterion(
        key=str(number),
        name=name,
        max_points=most,
        step=step if most / step < _MARKS_MOST else most,
        weight=weight,
        group=_text(table.get("group")),
    )


def _text(value: object) -> str:
    return nfc(value)[:200] if isinstance(value, str) else ""


def _points(value: object) -> Fraction | None:
    number = exact(value)
    return number if number is not None and number > 0 and (number * 1000).denominator == 1 else None
