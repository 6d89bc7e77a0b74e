"""Groups (khối, bảng, cụm) in what people read: which rankings there are, and in what order teams are listed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scoring.figures import Standing
from scoring.ranking import GROUPINGS, by_group
from scoring.rules import Rulebook


def grouped(rules: Rulebook) -> bool:
    """Say whether teams are ranked in their groups, alone or beside the ranking over all."""
    return GROUPINGS[rules.groups].apart


def ranked_twice(rules: Rulebook) -> bool:
    """Say whether there is a ranking over all and one in each group."""
    return GROUPINGS[rules.groups].apart and GROUPINGS[rules.groups].overall


def in_order(rows: Iterable[Standing], running: Mapping[str, int], rules: Rulebook) -> list[Standing]:
    """Give rows by rank (where there is none over all by group and rank), equal ones in running order, unranked last."""
    listed = list(rows)
    groups = [] if GROUPINGS[rules.groups].overall else list(by_group(listed))

    def key(row: Standing) -> tuple[bool, int, int, int]:
        group = groups.index(row.group) if groups else 0
        return (row.rank is None, group, row.rank or 0, running.get(row.team, 0))

    return sorted(listed, key=key)
