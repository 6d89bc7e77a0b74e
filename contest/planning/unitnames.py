"""Names that several units bear: which one is meant on a day, and how the days of a unit are written behind its name."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Sequence
from datetime import date
from typing import TypeVar

from contest.text import DateError, date_vi, nfc, parse_date_vi

T = TypeVar("T")
Days = tuple[date | None, date | None]
"""From when and until when a unit stands; None: without a bound."""

_WRITTEN = re.compile(r"(.+?)\s*\((từ|đến) (\d{1,2}/\d{1,2}/\d{4})\)", re.IGNORECASE)


def days_written(own: Days, namesakes: Iterable[Days]) -> str:
    """Give the days that tell a unit from those of its name, as “ (đến 30/06/2025)”; nothing where all stood the same days."""
    since, until = own
    if all(other == own for other in namesakes):
        return ""
    if until is not None:
        return f" (đến {date_vi(until)})"
    return f" (từ {date_vi(since)})" if since is not None else ""


def parted(typed: str) -> tuple[str, Callable[[Days], bool]] | None:
    """Give a name and what the days behind it say of the unit meant; None for a name without days."""
    found = _WRITTEN.fullmatch(nfc(typed))
    if found is None:
        return None
    try:
        day = parse_date_vi(found[3])
    except DateError:
        return None
    side = 0 if found[2].casefold() == "từ" else 1
    return found[1], lambda days: days[side] == day


def meant(
    found: Sequence[T], key: Callable[[T], int], days: Callable[[T], Days], on: date, *within: Container[int]
) -> list[T]:
    """Give which of several units of one name are meant: those within the first that holds any, then those of the day.

    Of the day are those that stood on it, else those that had not ended by then, else all.
    """
    left = list(found)
    for some in within:
        left = [each for each in left if key(each) in some] or left
    going = [each for each in left if (days(each)[1] or on) >= on] or left
    return [each for each in going if (days(each)[0] or on) <= on] or going
