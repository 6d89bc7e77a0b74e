"""A contest's teams before the day: by hand, from an Excel list, or taken over from another contest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest.files.roster import MemberRow, Preview, TeamRow
from contest.files.rosterplan import ImportPlan, plan_import
from contest.history import Hand
from contest.ledger import Ledger
from contest.planning.units import find_unit, known_unit
from contest.scorebook import stage
from contest.scorebook.entry import Book
from contest.scorebook.refusals import Refused
from contest.tables.contests import Contest, Member, Team
from contest.text import match_key

CAPTAIN = "Đội trưởng"
_CAPTAINS = frozenset({match_key(CAPTAIN), match_key("Trưởng đoàn"), match_key("Nhóm trưởng")})


def listed(reader: Session, contest_id: int) -> list[Team]:
    """Give a contest's teams in the order of registration."""
    return list(reader.scalars(select(Team).where(Team.contest_id == contest_id).order_by(Team.position, Team.id)))


def add(book: Book, row: TeamRow) -> Team:
    """Add a team at the end; refuses after the start, and a name that another team has."""
    _require_prepared(book)
    contest_id = book.contest.id
    last = book.session.scalar(select(func.max(Team.position)).where(Team.contest_id == contest_id))
    team = Team(contest_id=contest_id, position=(last or 0) + 1)
    _write(book, team, row)
    return team


def change(book: Book, team_id: int, row: TeamRow) -> Team:
    """Change a team's name, unit and members; refuses after the start, and a name that another team has."""
    _require_prepared(book)
    team = book.team(team_id)
    _write(book, team, row)
    return team


def remove(book: Book, team_id: int) -> None:
    """Remove a team before the start; in orders that were drawn the others move up."""
    _require_prepared(book)
    team = book.team(team_id)
    drawn = list(Ledger.load(book.session, book.contest.id).under("order"))
    _note(book, team, _said(team), {})
    book.session.delete(team)
    book.session.flush()
    for fact in drawn:
        left = [each for each in fact.data["teams"] if each != team_id]
        # The database may give a removed team's number to the next one, which must not inherit its place.
        if left != fact.data["teams"] and left and _is_part(book, fact.path[1]):
            stage.set_order(book, fact.path[1], left, "typed", note=f"Bỏ đội “{team.name}” sau khi bốc thăm")


def plan(reader: Session, contest_id: int, preview: Preview) -> ImportPlan:
    """Give what taking over a list would change, by folded names."""
    day = reader.get_one(Contest, contest_id).held_on
    rows = tuple(_canonical(reader, row, day) if row.members else _with_unit(reader, row, day) for row in preview.rows)
    return plan_import(as_rows(listed(reader, contest_id)), replace(preview, rows=rows))


def take_over(book: Book, preview: Preview) -> ImportPlan:
    """Write what a list says: new teams at the end, changed ones anew; teams that are not in it stay. Gives what was done."""
    _require_prepared(book)
    todo = plan(book.session, book.contest.id, preview)
    standing = {team.match_key: team for team in listed(book.session, book.contest.id)}
    for row in todo.new:
        add(book, row)
    for each in todo.changed:
        _write(book, standing[match_key(each.before.name)], each.after)
    return todo


def copy_teams(session: Session, source_id: int, contest_id: int) -> None:
    """Take another contest's teams, units and members over."""
    for position, team in enumerate(listed(session, source_id), 1):
        copied = Team(
            contest_id=contest_id,
            position=position,
            name=team.name,
            match_key=team.match_key,
            unit_id=team.unit_id,
            group_name=team.group_name,
            ineligible=team.ineligible,
        )
        copied.members = [Member(position=each.position, name=each.name, role=each.role) for each in team.members]
        session.add(copied)
    session.flush()


def as_rows(teams: Iterable[Team]) -> list[TeamRow]:
    """Give teams as a list would write them, so that they can be compared with one."""
    return [_as_row(team) for team in teams]


def _as_row(team: Team) -> TeamRow:
    members = tuple(MemberRow(name=member.name, role=member.role) for member in team.members)
    return TeamRow(
        name=team.name,
        unit=team.unit.name if team.unit else "",
        captain=_captain(members),
        members=members,
        group=team.group_name,
        ineligible=team.ineligible,
    )


def _captain(members: Sequence[MemberRow]) -> str:
    return next((member.name for member in members if match_key(member.role) in _CAPTAINS), "")


def _with_unit(reader: Session, row: TeamRow, day: date) -> TeamRow:
    unit = known_unit(reader, row.unit, day) if row.unit else None
    return row.model_copy(update={"unit": unit.name}) if unit else row


def _canonical(reader: Session, row: TeamRow, day: date) -> TeamRow:
    """Give a row with its captain as one of its members, first where the list named the captain apart."""
    members = list(row.members)
    place = next((n for n, each in enumerate(members) if match_key(each.name) == match_key(row.captain)), None)
    if row.captain and place is None:
        members.insert(0, MemberRow(name=row.captain, role=CAPTAIN))
    elif row.captain and place is not None and match_key(members[place].role) not in _CAPTAINS:
        members[place] = MemberRow(name=members[place].name, role=CAPTAIN)
    changed = row.model_copy(update={"members": tuple(members), "captain": _captain(members)})
    return _with_unit(reader, changed, day)


def _write(book: Book, team: Team, row: TeamRow) -> None:
    row = _canonical(book.session, row, book.contest.held_on)
    key = match_key(row.name)
    twin = select(Team).where(Team.contest_id == book.contest.id, Team.match_key == key)
    other = next((each for each in book.session.scalars(twin) if each is not team), None)
    if other is not None:
        raise Refused("team_twice", field="name", name=other.name)
    before = _said(team) if team.id is not None else {}
    team.name, team.match_key = row.name, key
    team.unit_id = find_unit(book.session, row.unit, book.contest.held_on).id if row.unit else None
    team.group_name, team.ineligible = _same_group(book, team, row.group), row.ineligible
    team.members.clear()
    book.session.add(team)
    book.session.flush()  # old members leave before the new ones take their places
    team.members = [Member(position=place, name=each.name, role=each.role) for place, each in enumerate(row.members, 1)]
    book.session.flush()
    _note(book, team, before, _said(team))


def _said(team: Team) -> dict[str, Any]:
    """Give what the history keeps of a team; its people as one text, since they are written anew with every change."""
    people = "; ".join(each.name + (f" ({each.role})" if each.role else "") for each in team.members)
    said = {"name": team.name, "unit_id": team.unit_id, "group_name": team.group_name, "ineligible": team.ineligible}
    return said | {"people": people}


def _note(book: Book, team: Team, before: dict[str, Any], after: dict[str, Any]) -> None:
    """Keep in the history of the contest's unit what became of a team; nothing where nothing did."""
    other = [name for name in {**before, **after} if (before.get(name) or "") != (after.get(name) or "")]
    if other:
        kind = "made" if not before else "changed" if after else "removed"
        old, new = ({name: said[name] for name in other if said.get(name)} for said in (before, after))
        hand = Hand(book.session, book.actor.id or None)
        hand.note(team, kind, old, new, unit_id=book.contest.unit_id)


def _same_group(book: Book, team: Team, group: str) -> str:
    """Give the group as another team of the contest writes it already: “bảng a” and “Bảng A” are one."""
    others = (each.group_name for each in listed(book.session, book.contest.id) if each is not team and each.group_name)
    return next((name for name in others if match_key(name) == match_key(group)), group)


def _is_part(book: Book, key: str) -> bool:
    return any(part.key == key for part in book.rulebook.parts)


def _require_prepared(book: Book) -> None:
    if book.step != "prepared":
        raise Refused("already_started")
