"""A season at a glance: its contests by level and step, its teams, members and judges, and the units as a tree; by counting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest.offices import Reach
from contest.planning.contestlists import steps_of
from contest.tables.contests import Contest, Member, Team
from contest.tables.people import Seat
from contest.tables.places import Level, Unit
from contest.tables.seasons import Cluster, Season

PLANNED, RUNNING, FINISHED = "planned", "running", "finished"
STANDING: Mapping[str, str] = {
    "prepared": PLANNED,
    "running": RUNNING,
    "drafted": RUNNING,
    "signed": RUNNING,
    "prizes_approved": RUNNING,
    "finalised": FINISHED,
    "announced": FINISHED,
}
"""How a season speaks of a contest's step: planned, running or finished."""
WORDS: Mapping[str, str] = {PLANNED: "sắp thi", RUNNING: "đang thi", FINISHED: "đã chốt"}


@dataclass(frozen=True)
class Leaf:
    """One contest on the tree: whose, of which level, of when, and where it stands."""

    id: int
    name: str
    unit: str
    level: str
    held_on: date
    standing: str


@dataclass(frozen=True)
class Branch:
    """The contests of one cluster (or of none) of one level."""

    title: str
    leaves: tuple[Leaf, ...]

    @property
    def finished(self) -> int:
        """Give how many of them are finished."""
        return sum(leaf.standing == FINISHED for leaf in self.leaves)


@dataclass(frozen=True)
class LevelLine:
    """The contests of one level, counted."""

    level: Level
    contests: int
    standing: Mapping[str, int]
    teams: int
    members: int
    judges: int


@dataclass(frozen=True)
class Glance:
    """A season in figures and as a tree."""

    lines: tuple[LevelLine, ...]
    tree: tuple[Branch, ...]

    def total(self, name: str) -> int:
        """Give the sum of contests, teams, members or judges over all levels."""
        return sum(int(getattr(line, name)) for line in self.lines)


def seasons(reader: Session, reach: Reach) -> Sequence[Season]:
    """Give the seasons that a person sees, the newest first."""
    query = select(Season).where(reach.sees(Season.unit_id)).order_by(Season.year.desc(), Season.id.desc())
    return reader.scalars(query).unique().all()


def glance(reader: Session, season: Season) -> Glance:
    """Give a season at a glance: seven statements, whatever its size."""
    steps = steps_of(reader, select(Contest.id).where(Contest.season_id == season.id))
    levels = {level.id: level for level in reader.scalars(select(Level).order_by(Level.rank))}
    named = select(Cluster.id, Cluster.name).where(Cluster.season_id == season.id).order_by(Cluster.position)
    clusters = {row.id: row.name for row in reader.execute(named)}
    counts = _counts(reader, season.id)
    level_of: dict[int, int] = {}
    standing: dict[int, str] = {}
    leaves: dict[tuple[int, int], list[Leaf]] = {}
    for contest, name, unit, level, held_on, cluster in _contests(reader, season.id):
        level_of[contest], standing[contest] = level, STANDING[steps.get(contest, "prepared")]
        leaf = Leaf(contest, name, unit, levels[level].name, held_on, standing[contest])
        leaves.setdefault((level, cluster or 0), []).append(leaf)
    lines = tuple(_line(levels[each], level_of, standing, counts) for each in levels if each in level_of.values())
    return Glance(lines, _tree(leaves, levels, clusters))


def _contests(reader: Session, season_id: int) -> Iterator[tuple[int, str, str, int, date, int | None]]:
    query = (
        select(Contest.id, Contest.name, Unit.name, Contest.level_id, Contest.held_on, Contest.cluster_id)
        .join(Unit, Unit.id == Contest.unit_id)
        .where(Contest.season_id == season_id)
        .order_by(Contest.held_on, Unit.position, Unit.match_key, Contest.id)
    )
    for row in reader.execute(query):
        yield row[0], row[1], row[2], row[3], row[4], row[5]


def _line(
    level: Level, level_of: Mapping[int, int], standing: Mapping[int, str], counts: Mapping[str, Mapping[int, int]]
) -> LevelLine:
    own = [contest for contest, each in level_of.items() if each == level.id]
    sums = {name: sum(counted.get(contest, 0) for contest in own) for name, counted in counts.items()}
    return LevelLine(level, len(own), Counter(standing[contest] for contest in own), **sums)


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


def _tree(
    leaves: Mapping[tuple[int, int], list[Leaf]], levels: Mapping[int, Level], clusters: Mapping[int, str]
) -> tuple[Branch, ...]:
    """Give the branches by level, then by cluster in order, those without one (0) last."""
    order = [*clusters, 0]
    branches = []
    for level, cluster in sorted(leaves, key=lambda key: (levels[key[0]].rank, order.index(key[1]))):
        title = " · ".join(filter(None, (levels[level].name, clusters.get(cluster, ""))))
        branches.append(Branch(title, tuple(leaves[level, cluster])))
    return tuple(branches)
