"""The one reader of JSON that people's programs and tablets send: no endless nesting, no NaN, nothing raised but NotJson."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

DEPTH = 32
"""More levels than any document of ours has; deeper ones would exhaust the stack of whatever walks them."""


class NotJson(ValueError):
    """A body that is no JSON, or nested too deep."""


def parse(data: bytes, parse_float: Callable[[str], Any] = float) -> Any:
    """Give the document of a body; raises NotJson."""
    try:
        body = json.loads(data, parse_float=parse_float, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise NotJson from error
    level: list[Any] = [body]
    for _ in range(DEPTH):
        level = [each for item in level for each in _inside(item)]
        if not level:
            return body
    raise NotJson


def parse_or_none(data: bytes) -> Any:
    """Give the document of a body, None when it is none."""
    try:
        return parse(data)
    except NotJson:
        return None


def _inside(item: Any) -> Iterable[Any]:
    if isinstance(item, dict):
        return item.values()
    return item if isinstance(item, list) else ()


def _no_number(name: str) -> Any:
    raise NotJson(name)
