"""A season of contests: made, its clusters, which contests are in it, and one contest cloned to many units."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from contest.db import now
from contest.history import Hand
from contest.jobs import Step
from contest.planning import contests
from contest.planning.unitlists import written
from contest.planning.units import require_standing, required_unit
from contest.rulebooks import in_force
from contest.scorebook.refusals import Refused
from contest.tables.contests import Contest
from contest.tables.people import Account
from contest.tables.places import Unit
from contest.tables.seasons import Cluster, ClusterUnit, Season
from contest.text import date_vi, match_key, natural_key, nfc


@dataclass(frozen=True)
class SeasonDetails:
    """What a season is, as typed and already clean."""

    name: str
    unit_id: int
    year: int
    from_on: date
    to_on: date
    invented: bool = False


def make(hand: Hand, details: SeasonDetails) -> Season:
    """Make a season; refuses days the wrong way round."""
    _check(details)
    season = Season(created_at=now(), **_values(details))
    hand.add(season)
    return season


def edit(hand: Hand, season: Season, details: SeasonDetails) -> None:
    """Change what a season is; its unit stays."""
    _check(details)
    hand.change(season, _values(details) | {"unit_id": season.unit_id})


def _values(details: SeasonDetails) -> dict[str, object]:
    named = ("unit_id", "year", "from_on", "to_on", "invented")
    return {"name": nfc(details.name)} | {each: getattr(details, each) for each in named}


def _check(details: SeasonDetails) -> None:
    if details.to_on < details.from_on:
        raise Refused("days_reversed", field="to_on")
    if not details.from_on.year <= details.year <= details.to_on.year:
        raise Refused("season_year", field="year", first=date_vi(details.from_on), last=date_vi(details.to_on))


def set_cluster(hand: Hand, season: Season, cluster: Cluster | None, name: str, units: Sequence[str]) -> Cluster:
    """Make or change a cluster of a season: its name and its units by name.

    Refuses a name taken in the season, a unit that is not known, and one that is in another cluster of it.
    """
    session, key = hand.session, match_key(name)
    taken = select(Cluster).where(Cluster.season_id == season.id, Cluster.match_key == key)
    if any(each is not cluster for each in session.scalars(taken)):
        raise Refused("cluster_twice", field="name", name=nfc(name))
    ids = [_unit_of(session, each, season) for each in units]
    if cluster is None:
        last = session.scalars(select(Cluster.position).where(Cluster.season_id == season.id)).all()
        cluster = Cluster(season_id=season.id, position=max(last, default=0) + 1, name=nfc(name), match_key=key)
        hand.add(cluster, season.unit_id)
    else:
        hand.change(cluster, {"name": nfc(name), "match_key": key}, season.unit_id)
    _replace_units(hand, season, cluster, ids)
    return cluster


def _unit_of(session: Session, name: str, season: Season) -> int:
    unit = required_unit(session, name, season.from_on, field="units")
    require_standing(unit, min(max(season.from_on, unit.valid_from or season.from_on), season.to_on), "units")
    return unit.id


def _replace_units(hand: Hand, season: Season, cluster: Cluster, ids: Sequence[int]) -> None:
    session = hand.session
    elsewhere = (
        select(Unit.name, Cluster.name)
        .join(ClusterUnit, ClusterUnit.unit_id == Unit.id)
        .join(Cluster, Cluster.id == ClusterUnit.cluster_id)
        .where(ClusterUnit.season_id == season.id, ClusterUnit.cluster_id != cluster.id, Unit.id.in_(ids))
    )
    for unit, other in session.execute(elsewhere):
        raise Refused("unit_in_cluster", field="units", unit=unit, cluster=other)
    before = members(session, season.id).get(cluster.id, [])
    session.execute(delete(ClusterUnit).where(ClusterUnit.cluster_id == cluster.id))
    session.add_all(
        ClusterUnit(cluster_id=cluster.id, unit_id=each, season_id=season.id) for each in dict.fromkeys(ids)
    )
    session.flush()
    after = members(session, season.id).get(cluster.id, [])
    if before != after:
        told = {"units": "; ".join(before)}, {"units": "; ".join(after)}
        hand.note(cluster, "units", *told, unit_id=season.unit_id)


def members(reader: Session, season_id: int) -> dict[int, list[str]]:
    """Give the names of each cluster's units in administrative order, so written that each means one unit; in three statements."""
    query = (
        select(ClusterUnit.cluster_id, Unit)
        .join(Unit, Unit.id == ClusterUnit.unit_id)
        .where(ClusterUnit.season_id == season_id)
    )
    rows = [(row[0], row[1]) for row in reader.execute(query).unique()]
    rows.sort(key=lambda row: (row[1].position, natural_key(row[1].name)))
    words = written(reader, [unit for _, unit in rows])
    found: dict[int, list[str]] = {}
    for cluster_id, unit in rows:
        found.setdefault(cluster_id, []).append(words[unit.id])
    return found


def remove_cluster(hand: Hand, season: Season, cluster: Cluster) -> None:
    """Remove a cluster; its contests stay in the season, in no cluster."""
    for contest in hand.session.scalars(select(Contest).where(Contest.cluster_id == cluster.id)).unique().all():
        hand.change(contest, {"cluster_id": None})
    hand.remove(cluster, season.unit_id)


def put_in(hand: Hand, season: Season, contest: Contest, cluster_id: int | None) -> None:
    """Put a contest into a season, and one of its clusters; an office may take it out again."""
    hand.change(contest, {"season_id": season.id, "cluster_id": cluster_id})


def take_out(hand: Hand, contest: Contest) -> None:
    """Take a contest out of its season."""
    hand.change(contest, {"season_id": None, "cluster_id": None})


@dataclass(frozen=True)
class Cloning:
    """One contest to be made anew in many units: its level, day, place and name with “{đơn vị}” for the unit's name."""

    source_id: int
    level_id: int
    held_on: date
    name: str
    place: str
    with_teams: bool = False


UNIT_MARK = "{đơn vị}"


def clone_steps(
    reader: Session, season: Season, wanted: Cloning, units: Sequence[Unit], account_id: int
) -> Iterator[Step]:
    """Give the steps that make the contest in every unit that has none of that name in the season yet; one unit a step."""
    if not season.from_on <= wanted.held_on <= season.to_on:
        first, last = date_vi(season.from_on), date_vi(season.to_on)
        raise Refused("day_outside_season", field="held_on", first=first, last=last)
    for unit in units:
        require_standing(unit, wanted.held_on, "held_on")
    season_id, invented = season.id, season.invented
    clusters = cluster_of(reader, season_id)
    for unit in units:
        yield 1, _clone(wanted, unit.id, (season_id, clusters.get(unit.id)), account_id, invented)


def _clone(
    wanted: Cloning, unit_id: int, where: tuple[int, int | None], account_id: int, invented: bool
) -> Callable[[Session], None]:
    def change(session: Session) -> None:
        unit, account = session.get_one(Unit, unit_id), session.get_one(Account, account_id)
        name = wanted.name.replace(UNIT_MARK, unit.name)
        twin = select(Contest.id).where(
            Contest.season_id == where[0], Contest.unit_id == unit_id, Contest.name == nfc(name)
        )
        if session.scalars(twin).first() is not None:
            return
        source = session.get_one(Contest, wanted.source_id)
        rules = in_force(session, source.id)[1]
        if rules is None:
            raise Refused("needs_rulebook", field="source")
        details = contests.Details(
            name=name,
            host=unit.name,
            level_id=wanted.level_id,
            held_on=wanted.held_on,
            place=wanted.place.replace(UNIT_MARK, unit.name),
            organiser_name=source.organiser_name,
            release_mode=source.release_mode,
            invented=invented or source.invented,
        )
        made = contests.create(
            session, account, details, rules, copied_from=source.id, with_teams=wanted.with_teams, host_id=unit_id
        )
        made.season_id, made.cluster_id = where

    return change


def clusters(reader: Session, season_id: int) -> list[Cluster]:
    """Give a season's clusters in order."""
    return list(reader.scalars(select(Cluster).where(Cluster.season_id == season_id).order_by(Cluster.position)))


def cluster_of(reader: Session, season_id: int) -> Mapping[int, int]:
    """Give the cluster of each unit in a season."""
    rows = reader.execute(select(ClusterUnit.unit_id, ClusterUnit.cluster_id).where(ClusterUnit.season_id == season_id))
    return {unit: cluster for unit, cluster in rows}  # noqa: C416 - rows are no plain tuples
