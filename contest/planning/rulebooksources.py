"""Where a rulebook can be taken from or compared with: the contest's versions, the presets, contests one organises."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from contest.offices import reach_of
from contest.planning.contestlists import sources
from contest.rulebooks import in_force, parsed, versions
from contest.rulewords.differences import differences
from contest.scorebook.refusals import Refused
from contest.tables.people import Account
from contest.text import date_vi, moment_vi
from scoring.preset import preset, presets
from scoring.rules import Rulebook

VERSION, PRESET, CONTEST = "ban", "mau", "hoi-thi"
Choices = list[tuple[str, str]]


def preset_label(rules: Rulebook) -> str:
    """Give a preset's name in a list; an invented one is called so first."""
    # What stands in brackets says again that it is invented, and a closed list shows some forty letters.
    return f"Mẫu minh họa, số liệu tự đặt: {rules.name.partition(' (')[0]}" if rules.invented else f"Mẫu: {rules.name}"


def version_choices(reader: Session, contest_id: int) -> Choices:
    """Give the contest's versions, newest first."""
    return [
        (f"{VERSION}:{each.number}", f"Bản {each.number}, lưu {moment_vi(each.created_at)}")
        for each in versions(reader, contest_id)
    ]


def preset_choices() -> Choices:
    """Give the presets."""
    return [(f"{PRESET}:{name}", preset_label(preset(name))) for name in presets()]


def contest_choices(reader: Session, account: Account, contest_id: int) -> Choices:
    """Give the other contests that the person organises and that have a rulebook."""
    return [
        (f"{CONTEST}:{each.id}", f"Hội thi: {each.name} ({date_vi(each.held_on)})")
        for each in sources(reader, account, reach_of(reader, account))
        if each.id != contest_id
    ]


def taken(reader: Session, account: Account, contest_id: int, source: str) -> Rulebook:
    """Give the rulebook of a source ("ban:2", "mau:ke-chuyen", "hoi-thi:5"); refuses what there is not or is not theirs."""
    kind, _, name = source.partition(":")
    read = _READ.get(kind)
    rules = read(reader, account, contest_id, name) if read else None
    if rules is None:
        raise Refused("no_rulebook_source")
    return rules


def _version(reader: Session, account: Account, contest_id: int, name: str) -> Rulebook | None:
    found = next((each for each in versions(reader, contest_id) if str(each.number) == name), None)
    return parsed(found.fingerprint, found.document) if found else None


def _preset(reader: Session, account: Account, contest_id: int, name: str) -> Rulebook | None:
    return preset(name) if name in presets() else None


def _contest(reader: Session, account: Account, contest_id: int, name: str) -> Rulebook | None:
    allowed = dict(contest_choices(reader, account, contest_id))
    return in_force(reader, int(name))[1] if f"{CONTEST}:{name}" in allowed else None


_READ: dict[str, Callable[[Session, Account, int, str], Rulebook | None]] = {
    VERSION: _version,
    PRESET: _preset,
    CONTEST: _contest,
}


def nearest(reader: Session, contest_id: int, rules: Rulebook, number: int) -> str:
    """Give what a version is best compared with: the one before it, else the preset that differs least."""
    before = [each.number for each in versions(reader, contest_id) if each.number < number]
    if before:
        return f"{VERSION}:{before[0]}"
    return f"{PRESET}:{min(presets(), key=lambda name: len(differences(preset(name), rules)))}"
