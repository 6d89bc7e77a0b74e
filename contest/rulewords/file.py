"""A rulebook as a file to keep and to send: TOML or JSON, which reads back as the same rulebook."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from scoring.rulebook import to_dict
from scoring.rules import Rulebook


def as_json(rules: Rulebook) -> str:
    """Give the rulebook as readable JSON."""
    return json.dumps(to_dict(rules), ensure_ascii=False, indent=2) + "\n"


def as_toml(rules: Rulebook) -> str:
    """Give the rulebook as TOML in the shape of the presets: a table a part, a line a criterion."""
    document = to_dict(rules)
    lists = {key: value for key, value in document.items() if isinstance(value, list) and _is_tables(value)}
    lines = [f"{key} = {_value(value)}" for key, value in document.items() if key not in lists]
    for key, tables in lists.items():
        for table in tables:
            lines += ["", f"[[{key}]]", *(f"{name} = {_spread(value)}" for name, value in table.items())]
    return "\n".join(lines) + "\n"


AS: Mapping[str, tuple[Callable[[Rulebook], str], str]] = {
    "toml": (as_toml, "application/toml"),
    "json": (as_json, "application/json"),
}
"""By the file's ending: how it is written, its media type."""


def _is_tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, dict) for each in value)


def _spread(value: Any) -> str:
    """Give a value of a table; a list of tables takes a line each."""
    if not _is_tables(value):
        return _value(value)
    return "[\n" + "".join(f"  {_value(each)},\n" for each in value) + "]"


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_value(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_value(each) for each in value) + "]"
    # A basic string, a whole number, true and false are written alike in both formats.
    return json.dumps(value, ensure_ascii=False)
