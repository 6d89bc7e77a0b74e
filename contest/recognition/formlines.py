"""Owners and forces as people type them, one a line: “Nguyễn Văn An (Bí thư chi bộ)”, “Hội Phụ nữ: vận động hội viên”."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from contest.recognition.registering import FORCE_PARTS, ForceLine, OwnerLine
from contest.tables.recognition import Force, Owner

_POST = re.compile(r"(?P<name>[^()]+?)\s*\((?P<post>[^()]+)\)")


def owners_in(typed: str | None) -> list[OwnerLine]:
    """Give the owners of a text, one a line, a post in brackets."""
    return [_owner(line.strip()) for line in (typed or "").splitlines() if line.strip()]


def _owner(line: str) -> OwnerLine:
    found = _POST.fullmatch(line)
    return OwnerLine(found["name"], found["post"]) if found else OwnerLine(line)


def owners_typed(owners: Iterable[Owner]) -> str:
    """Give owners as a text that owners_in reads back."""
    return "\n".join(each.name + (f" ({each.post})" if each.post else "") for each in owners)


def forces_in(typed: Mapping[str, str | None]) -> list[ForceLine]:
    """Give the forces of a text for each part (lead, coordinate, join), one a line, the role after a colon."""
    found = []
    for part in FORCE_PARTS:
        for line in filter(str.strip, (typed.get(part) or "").splitlines()):
            name, _, role = line.partition(":")
            found.append(ForceLine(part, name.strip(), role.strip()))
    return found


def forces_typed(forces: Iterable[Force]) -> dict[str, str]:
    """Give forces as texts by part that forces_in reads back."""
    texts: dict[str, list[str]] = {part: [] for part in FORCE_PARTS}
    for each in forces:
        texts[each.part].append(each.name + (f": {each.role}" if each.role else ""))
    return {part: "\n".join(lines) for part, lines in texts.items()}
