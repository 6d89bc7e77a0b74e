"""What taking over a list of teams would do to the teams that stand already; pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from contest.files.roster import Preview, TeamRow
from contest.text import match_key


@dataclass(frozen=True)
class Change:
    """A team that stands already and would be written anew."""

    before: TeamRow
    after: TeamRow


@dataclass(frozen=True)
class ImportPlan:
    """What taking a preview over would do; `missing` teams stand already, are not in the file, and stay."""

    new: tuple[TeamRow, ...]
    same: tuple[TeamRow, ...]
    changed: tuple[Change, ...]
    missing: tuple[TeamRow, ...]


def plan_import(existing: Iterable[TeamRow], preview: Preview) -> ImportPlan:
    """Compare a preview with the teams that stand already, by folded name; what the file leaves blank is left as it is."""
    standing = {match_key(team.name): team for team in existing}
    new: list[TeamRow] = []
    same: list[TeamRow] = []
    changed: list[Change] = []
    for row in preview.rows:
        before = standing.pop(match_key(row.name), None)
        if before is None:
            new.append(row)
            continue
        after = row.model_copy(
            update={
                "unit": row.unit or before.unit,
                "captain": row.captain or before.captain,
                "members": row.members or before.members,
                "group": row.group or before.group,
                "ineligible": row.ineligible or before.ineligible,
            }
        )
        unchanged = after.model_copy(update={"row_number": before.row_number}) == before
        if unchanged:
            same.append(after)
        else:
            changed.append(Change(before, after))
    return ImportPlan(tuple(new), tuple(same), tuple(changed), tuple(standing.values()))
