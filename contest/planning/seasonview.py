"""A season at a glance: its contests by level and standing, its teams, members and judges, and its tree; by counting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from contest.offices import Reach
from contest.planning import seasontree
from contest.planning.contestlists import steps_of
from contest.planning.seasontree import FIGURES, FINISHED, WORDS, Branch, Leaf
from contest.tables.contests import Contest, Member, Team
from contest.tables.people import Seat
from contest.tables.places import Level
from contest.tables.seasons import AdvancedTeam, Season


@dataclass(frozen=True)
class LevelLine:
    """The contests of one level, counted."""

    level: Level
    contests: int
    standing: Mapping[str, int]
    teams: int
    members: int
    judges: int
    carried_teams: int  # of these teams, those that came from an earlier contest of the season
    carried_members: int


@dataclass(frozen=True)
class Glance:
    """A season in figures and as a tree."""

    lines: tuple[LevelLine, ...]
    tree: tuple[Branch, ...]

    def total(self, name: str) -> int:
        """Give the sum of contests, teams, members, judges or those carried over all levels."""
        return sum(int(getattr(line, name)) for line in self.lines)

    def standing(self, name: str) -> int:
        """Give how many contests are planned, running or finished."""
        return sum(line.standing.get(name, 0) for line in self.lines)


@dataclass(frozen=True)
class Listed:
    """A season in the list, with how far its contests are."""

    season: Season
    contests: int
    finished: int


def seasons(reader: Session, reach: Reach) -> Sequence[Season]:
    """Give the seasons that a person sees, the newest first."""
    query = select(Season).where(reach.sees(Season.unit_id)).order_by(Season.year.desc(), Season.id.desc())
    return reader.scalars(query).unique().all()


def listed(reader: Session, reach: Reach) -> list[Listed]:
    """Give the seasons that a person sees with their contests counted, in three statements."""
    found = seasons(reader, reach)
    within = select(Contest.id).where(Contest.season_id.in_([each.id for each in found]))
    steps = steps_of(reader, within)
    contests: Counter[int] = Counter()
    finished: Counter[int] = Counter()
    for contest, season in reader.execute(select(Contest.id, Season.id).join(Season).where(Contest.id.in_(within))):
        contests[season] += 1
        finished[season] += seasontree.STANDING[steps.get(contest, "prepared")] == FINISHED
    return [Listed(each, contests[each.id], finished[each.id]) for each in found]


def glance(reader: Session, season: Season) -> Glance:
    """Give a season at a glance: ten statements, whatever its size."""
    steps = steps_of(reader, select(Contest.id).where(Contest.season_id == season.id))
    levels = {level.id: level for level in reader.scalars(select(Level).order_by(Level.rank))}
    leaves = list(seasontree.leaves(reader, season.id, steps, _counts(reader, season.id)))
    by_level: dict[int, list[Leaf]] = {}
    for leaf in leaves:
        by_level.setdefault(leaf.level_id, []).append(leaf)
    carried = _carried(reader, season.id)
    lines = tuple(
        _line(level, by_level[key], *carried.get(key, (0, 0))) for key, level in levels.items() if key in by_level
    )
    heads, clusters = seasontree.heads(reader, season.id), seasontree.clusters_of(reader, season.id)
    return Glance(lines, seasontree.tree(leaves, heads, levels, clusters))


def _line(level: Level, leaves: Sequence[Leaf], teams: int, members: int) -> LevelLine:
    sums = {name: sum(getattr(leaf, name) for leaf in leaves) for name in FIGURES}
    standing = Counter(leaf.standing for leaf in leaves)
    counted = {name: standing[name] for name in WORDS}
    return LevelLine(level, len(leaves), counted, carried_teams=teams, carried_members=members, **sums)


def _carried(reader: Session, season_id: int) -> dict[int, tuple[int, int]]:
    """Give how many teams, with how many members, came from an earlier contest of the season, by level of the contest they are in."""
    target, source = aliased(Contest), aliased(Contest)
    query = (
        select(target.level_id, func.count(Team.id.distinct()), func.count(Member.id))
        .select_from(AdvancedTeam)
        .join(Team, Team.id == AdvancedTeam.team_id)
        .join(target, target.id == Team.contest_id)
        .join(source, source.id == AdvancedTeam.source_contest_id)
        .outerjoin(Member, Member.team_id == Team.id)
        .where(target.season_id == season_id, source.season_id == season_id)
        .group_by(target.level_id)
    )
    return {row[0]: (row[1], row[2]) for row in reader.execute(query)}


def _counts(reader: Session, season_id: int) -> dict[str, dict[int, int]]:
    """Give teams, members and judges by contest."""
    within = Contest.season_id == season_id
    queries = {
        "teams": select(Team.contest_id, func.count()).join(Contest, Contest.id == Team.contest_id),
        "members": select(Team.contest_id, func.count())
        .select_from(Member)
        .join(Team, Team.id == Member.team_id)
        .join(Contest, Contest.id == Team.contest_id),
        "judges": select(Seat.contest_id, func.count()).join(Contest, Contest.id == Seat.contest_id),
    }
    return {
        name: {row[0]: row[1] for row in reader.execute(query.where(within).group_by(query.selected_columns[0]))}
        for name, query in queries.items()
    }
