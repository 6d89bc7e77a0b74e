"""A season's contests as a tree: clusters and levels as branches, each under the contest that its teams go on to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from contest.tables.contests import Contest
from contest.tables.places import Level, Unit, UnitBranch, UnitKind
from contest.tables.seasons import Cluster, ContestSource
from contest.text import today

PLANNED, RUNNING, FINISHED, OVERDUE = "planned", "running", "finished", "overdue"
STANDING: Mapping[str, str] = {
    "prepared": PLANNED,
    "running": RUNNING,
    "drafted": RUNNING,
    "signed": RUNNING,
    "prizes_approved": RUNNING,
    "finalised": FINISHED,
    "announced": FINISHED,
}
"""How a season speaks of a contest's step: planned, running or finished; planned for a day that is past: overdue."""
WORDS: Mapping[str, str] = {
    FINISHED: "đã chốt",
    RUNNING: "đang thi",
    PLANNED: "sắp thi",
    OVERDUE: "quá ngày, chưa thi",
}
FIGURES = ("teams", "members", "judges")


@dataclass(frozen=True)
class Leaf:
    """One contest on the tree: whose (the kind apart from the name), of which level, of when, where it stands, how large."""

    id: int
    kind: str
    unit: str
    level_id: int
    cluster_id: int
    held_on: date
    standing: str
    teams: int
    members: int
    judges: int

    @property
    def full_name(self) -> str:
        """Give the unit's whole name."""
        return f"{self.kind} {self.unit}".strip()


@dataclass(frozen=True)
class Branch:
    """The contests of one cluster (or of none) of one level, under the contest that they lead to, if there is one."""

    title: str
    head: Leaf | None
    leaves: tuple[Leaf, ...]

    @property
    def all(self) -> tuple[Leaf, ...]:
        """Give its contests, the head first."""
        return (self.head, *self.leaves) if self.head else self.leaves

    def standing(self, name: str) -> int:
        """Give how many of them are planned, running or finished."""
        return sum(leaf.standing == name for leaf in self.all)

    def total(self, name: str) -> int:
        """Give the sum of their teams, members or judges."""
        return sum(int(getattr(leaf, name)) for leaf in self.all)


def leaves(
    reader: Session, season_id: int, steps: Mapping[int, str], counts: Mapping[str, Mapping[int, int]]
) -> Iterator[Leaf]:
    """Give a season's contests by day, in one statement."""
    query = (
        select(Contest.id, Contest.level_id, Contest.cluster_id, Contest.held_on, Unit.name, UnitKind.name)
        .join(Unit, Unit.id == Contest.unit_id)
        .outerjoin(UnitKind, UnitKind.id == Unit.kind_id)
        .where(Contest.season_id == season_id)
        .order_by(Contest.held_on, Unit.position, Unit.match_key, Contest.id)
    )
    day = today()
    for contest, level, cluster, held_on, unit, kind in reader.execute(query):
        shown, name = _parted(unit, kind or "")
        sizes = {figure: counts[figure].get(contest, 0) for figure in FIGURES}
        standing = STANDING[steps.get(contest, "prepared")]
        standing = OVERDUE if standing == PLANNED and held_on < day else standing
        yield Leaf(contest, shown, name, level, cluster or 0, held_on, standing, **sizes)


def _parted(unit: str, kind: str) -> tuple[str, str]:
    """Give a unit's kind and the rest of its name where the name begins with its kind: a map needs no “Xã” on each of 85."""
    begins = bool(kind) and unit.lower().startswith(f"{kind.lower()} ")
    return (unit[: len(kind)], unit[len(kind) + 1 :]) if begins else ("", unit)


def heads(reader: Session, season_id: int) -> dict[int, set[int]]:
    """Give the contests of the season that each may lead to: those that take its teams, else those of units above its own."""
    within = select(Contest.id).where(Contest.season_id == season_id)
    taken = select(ContestSource.source_id, ContestSource.contest_id).where(
        ContestSource.contest_id.in_(within), ContestSource.source_id.in_(within)
    )
    found: dict[int, set[int]] = {}
    for source, target in reader.execute(taken):
        found.setdefault(source, set()).add(target)
    lower, upper = aliased(Contest), aliased(Contest)
    above = (
        select(lower.id, upper.id)
        .join(UnitBranch, UnitBranch.unit_id == lower.unit_id)
        .join(upper, upper.unit_id == UnitBranch.above_id)
        .where(lower.season_id == season_id, upper.season_id == season_id, lower.unit_id != upper.unit_id)
    )
    by_unit: dict[int, set[int]] = {}
    for contest, head in reader.execute(above):
        by_unit.setdefault(contest, set()).add(head)
    return by_unit | found


def tree(
    found: Sequence[Leaf],
    heads: Mapping[int, set[int]],
    levels: Mapping[int, Level],
    clusters: Mapping[int, str],
) -> tuple[Branch, ...]:
    """Give the branches by level, then by cluster in order, those of no cluster last."""
    groups: dict[tuple[int, int], list[Leaf]] = {}
    for leaf in found:
        groups.setdefault((leaf.level_id, leaf.cluster_id), []).append(leaf)
    by_id = {leaf.id: leaf for leaf in found}
    crowns = {key: _crown(group, heads, by_id, levels) for key, group in groups.items()}
    crowned = {crown.id for crown in crowns.values() if crown}
    order = [*clusters, 0]
    branches = []
    for level, cluster in sorted(groups, key=lambda key: (levels[key[0]].rank, order.index(key[1]))):
        rest = tuple(leaf for leaf in groups[level, cluster] if leaf.id not in crowned)
        if rest:
            title = clusters.get(cluster) or levels[level].name
            branches.append(Branch(title, crowns[level, cluster], rest))
    return tuple(branches)


def _crown(
    group: Sequence[Leaf], heads: Mapping[int, set[int]], by_id: Mapping[int, Leaf], levels: Mapping[int, Level]
) -> Leaf | None:
    """Give the nearest contest of a higher level to which every contest of a group leads."""
    common = set.intersection(*(heads.get(leaf.id, set()) for leaf in group))
    rank = levels[group[0].level_id].rank
    higher = [by_id[each] for each in common if levels[by_id[each].level_id].rank < rank]
    return max(higher, key=lambda leaf: levels[leaf.level_id].rank, default=None)


def clusters_of(reader: Session, season_id: int) -> dict[int, str]:
    """Give the names of a season's clusters in order."""
    named = select(Cluster.id, Cluster.name).where(Cluster.season_id == season_id).order_by(Cluster.position)
    return {row.id: row.name for row in reader.execute(named)}
