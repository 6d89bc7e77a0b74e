"""Searching names: every word typed must be found, as typed when it has marks, and with any marks when it has none."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement

from contest.text import match_key

LONGEST = 100  # characters of a search that are looked for


def found(typed: str, marked: Any, plain: Any) -> list[ColumnElement[bool]]:
    """Give the conditions of a search over a column of match keys and its twin without marks; none for an empty search."""
    conditions = []
    # The longest first: the rarest word decides most rows.
    for word in sorted(match_key(typed[:LONGEST]).split(), key=len, reverse=True):
        bare = match_key(word, marks=False)
        column, sought = (plain, bare) if bare == word else (marked, word)
        conditions.append(column.contains(sought, autoescape=True))
    return conditions
