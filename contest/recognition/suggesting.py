"""Which registrations a contest's teams may be evidence for: of the team's unit, or owned by a body of its name; people choose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.orm import Session, lazyload, selectinload

from contest.offices import Reach
from contest.recognition.citable import Told
from contest.recognition.citations import EDITABLE
from contest.recognition.states import ACTIONS
from contest.tables.campaigns import Campaign
from contest.tables.contests import Team
from contest.tables.recognition import Citation, Owner, Registration, RegistrationKey
from contest.text import match_key

MOST, MOST_A_TEAM = 400, 5
SHORTEST = 4  # letters of a name that is looked for inside another: “Ba” is in too many


def suggestions(reader: Session, reach: Reach, result: Told) -> Mapping[int, list[Registration]]:
    """Give, for each team, the registrations of the contest's year or the next that may cite it, the nearest first.

    Those alone that the person may change. Three statements, however many teams.
    """
    teams = [each.team for each in result.teams.values()]
    year = result.contest.held_on.year
    able = EDITABLE | ACTIONS["report"].before
    query = (
        select(Registration)
        .join(Campaign, Campaign.id == Registration.campaign_id)
        .where(
            reach.changes(Registration.unit_id),
            Campaign.year.in_((year, year + 1)),
            Registration.state.in_(able),
            or_(*_likely(teams)),
        )
        .options(selectinload(Registration.owners), lazyload(Registration.forces), lazyload(Registration.topics))
        .order_by(Registration.id)
        .limit(MOST)
    )
    found = reader.scalars(query).unique().all() if teams else []
    return {team.id: _nearest(team, found) for team in teams}


def _likely(teams: Iterable[Team]) -> list[ColumnElement[bool]]:
    units = {team.unit_id for team in teams if team.unit_id is not None}
    owned = select(Owner.registration_id).where(Owner.unit_id.in_(units))
    names = sorted({key for team in teams for key in _keys(team)})
    inside = [RegistrationKey.search_key.contains(key, autoescape=True) for key in names]
    called = select(RegistrationKey.registration_id).where(or_(false(), *inside))
    return [Registration.unit_id.in_(units), Registration.id.in_(owned), Registration.id.in_(called)]


def _keys(team: Team) -> list[str]:
    """Give the names of a team and its unit as they are looked for, without marks."""
    named = [team.name, team.unit.name if team.unit else ""]
    keys = [match_key(name, marks=False) for name in named]
    return [key for key in dict.fromkeys(keys) if len(key) >= SHORTEST]


def _names(registration: Registration) -> list[str]:
    return [registration.name, *(owner.name for owner in registration.owners)]


def _nearest(team: Team, found: Iterable[Registration]) -> list[Registration]:
    """Give the registrations that fit a team: both of its unit and its name first, then of its unit, then of its name."""
    graded = [(_grade(team, each), each) for each in found]
    near = sorted((pair for pair in graded if pair[0]), key=lambda pair: (-pair[0], pair[1].id))
    return [each for _, each in near[:MOST_A_TEAM]]


def _grade(team: Team, registration: Registration) -> int:
    units = {registration.unit_id, *(owner.unit_id for owner in registration.owners)} - {None}
    called = " ".join(match_key(name, marks=False) for name in _names(registration))
    named = any(f" {key} " in f" {called} " for key in _keys(team))
    return 2 * (team.unit_id in units) + named


def cited(reader: Session, contest_id: int) -> set[tuple[int, int]]:
    """Give which registrations cite which teams of a contest already."""
    rows = reader.execute(select(Citation.registration_id, Citation.team_id).where(Citation.contest_id == contest_id))
    return {(row[0], row[1]) for row in rows}
