"""Who goes on from earlier contests: the first of each ranking, then the best others over all; what only people can settle.

Pure and exact: no database, no clock. The same within one contest is scoring.advance, whose ways are kept: whoever is passed
over is said why, a tie across the last place is a question, and the best others wait while such a question is open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby

QUOTA, BEST_OTHER, NAMED = "quota", "best_other", "named"
BY_QUOTA, BY_VALUE = "lane", "others"


@dataclass(frozen=True)
class Entrant:
    """A team of a final result: its rank (None: it has none), what the best others are compared by, and why it is passed over."""

    team: str
    rank: int | None
    value: Fraction | None
    barred: str = ""


@dataclass(frozen=True)
class Lane:
    """One ranking of a source, of the whole contest or of one group: the first `places` of it go on in any case.

    `most` is the most points that the contest gives, None where nobody can know; one that `waits` has no result to take from.
    """

    source: str
    places: int
    most: Fraction | None = None
    entrants: tuple[Entrant, ...] = ()
    group: str = ""
    waits: bool = False


@dataclass(frozen=True)
class Choice:
    """Which of the teams of a tie people let go on."""

    teams: frozenset[str]
    chosen: frozenset[str]


@dataclass(frozen=True)
class Rulings:
    """What people decided: ties, teams named beside the places, teams kept on a place (as QUOTA or BEST_OTHER), teams left out."""

    choices: tuple[Choice, ...] = ()
    named: frozenset[str] = frozenset()
    kept: Mapping[str, str] = field(default_factory=dict)
    out: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Going:
    """A team that goes on: by which place, and whether people chose it out of a tie or kept it there."""

    team: str
    by: str
    lane: Lane
    chosen: bool = False
    kept: bool = False


@dataclass(frozen=True)
class Tie:
    """Teams that are equal across the last place: `places` of them go on, and only people can say which."""

    teams: tuple[str, ...]
    places: int
    among: str  # BY_QUOTA: of one rank in a lane; BY_VALUE: of one value among the others


@dataclass(frozen=True)
class Onward:
    """Who goes on and who does not, with why.

    `open_places` wait for people or for results, `short` stay empty for want of teams; `blocked` says what else forbids.
    """

    going: tuple[Going, ...]
    left: Mapping[str, str]
    ties: tuple[Tie, ...] = ()
    open_places: int = 0
    short: int = 0
    blocked: str = ""

    @property
    def teams(self) -> frozenset[str]:
        """Give the teams that go on."""
        return frozenset(each.team for each in self.going)


@dataclass
class _Found:
    going: list[Going] = field(default_factory=list)
    left: dict[str, str] = field(default_factory=dict)
    ties: list[Tie] = field(default_factory=list)
    open_places: int = 0
    short: int = 0


def _alike(lanes: Sequence[Lane]) -> bool:
    return len({lane.source for lane in lanes}) < 2 or (_known(lanes) and len({lane.most for lane in lanes}) < 2)


def _known(lanes: Sequence[Lane]) -> bool:
    return all(lane.most for lane in lanes)


COMPARED: Mapping[str, tuple[Callable[[Sequence[Lane]], bool], str]] = {
    "shown": (_alike, "maxima_differ"),
    "exact": (_alike, "maxima_differ"),
    "share": (_known, "maximum_unknown"),
}
"""How the best others are compared: on which lanes that is fair, and what is said where it is not."""


def going_on(lanes: Sequence[Lane], best_others: int, compared_by: str, rulings: Rulings | None = None) -> Onward:
    """Give who goes on to the next contest; the order of the lanes changes nothing but the order of the answer."""
    rulings, found = rulings or Rulings(), _Found()
    for lane in lanes:
        found.going += _held(lane, rulings)
        found.left |= dict(_passed(lane, rulings))
    ready = [lane for lane in lanes if not lane.waits]
    for lane in ready:
        _first_of(lane, rulings, found)
    waiting = [lane for lane in lanes if lane.waits]
    found.open_places += sum(lane.places for lane in waiting)
    fair, code = COMPARED[compared_by]
    blocked = code if best_others and ready and not fair(ready) else ""
    if best_others and (waiting or found.ties or blocked):
        # Whoever loses a tie is one of the others, and so is whoever is not known yet.
        found.open_places += best_others
        found.left |= dict.fromkeys((each.team for lane in ready for each in _still(lane, found)), "others_wait")
    else:
        _best_of(ready, best_others, rulings, found)
    return Onward(tuple(found.going), found.left, tuple(found.ties), found.open_places, found.short, blocked)


def _held(lane: Lane, rulings: Rulings) -> Iterator[Going]:
    for each in lane.entrants:
        if each.team in rulings.named:
            yield Going(each.team, NAMED, lane)
        elif each.team in rulings.kept:
            yield Going(each.team, rulings.kept[each.team], lane, kept=True)


def _passed(lane: Lane, rulings: Rulings) -> Iterator[tuple[str, str]]:
    """Give who is passed over, however good its rank, and why; not those who go on by a person's word."""
    for each in lane.entrants:
        if each.team in rulings.named or each.team in rulings.kept:
            continue
        if each.team in rulings.out:
            yield each.team, "out"
        elif each.barred:
            yield each.team, each.barred
        elif each.rank is None or each.value is None:
            yield each.team, "unranked"


def _still(lane: Lane, found: _Found) -> list[Entrant]:
    """Give who may still go on."""
    gone = {each.team for each in found.going} | set(found.left)
    return [each for each in lane.entrants if each.team not in gone]


def _first_of(lane: Lane, rulings: Rulings, found: _Found) -> None:
    held = sum(each.kept and each.by == QUOTA and each.lane is lane for each in found.going)
    able = sorted(_still(lane, found), key=lambda each: (each.rank or 0, each.team))
    levels = ([each.team for each in tied] for _, tied in groupby(able, key=lambda each: each.rank))
    lane_of = dict.fromkeys((each.team for each in able), lane)
    _fill(levels, max(lane.places - held, 0), QUOTA, (lane_of, BY_QUOTA), rulings, found)


def _best_of(lanes: Sequence[Lane], places: int, rulings: Rulings, found: _Found) -> None:
    held = sum(each.kept and each.by == BEST_OTHER for each in found.going)
    others = [(each, lane) for lane in lanes for each in _still(lane, found)]
    by_value = sorted(others, key=lambda pair: (-(pair[0].value or 0), pair[0].rank or 0, pair[0].team))
    levels = (level for _, tied in groupby(by_value, key=lambda pair: pair[0].value) for level in _parted(list(tied)))
    lane_of = {each.team: lane for each, lane in others}
    _fill(levels, max(places - held, 0), BEST_OTHER, (lane_of, BY_VALUE), rulings, found)
    found.left |= {each.team: "below" for lane in lanes for each in _still(lane, found)}


def _parted(tied: Sequence[tuple[Entrant, Lane]]) -> list[list[str]]:
    """Give equal teams as their contest parted them where all are of one ranking; of several, only people can part them."""
    if len({id(lane) for _, lane in tied}) > 1:
        return [[each.team for each, _ in tied]]
    return [[each.team for each, _ in level] for _, level in groupby(tied, key=lambda pair: pair[0].rank)]


def _fill(
    levels: Iterable[list[str]],
    places: int,
    by: str,
    where: tuple[Mapping[str, Lane], str],
    rulings: Rulings,
    found: _Found,
) -> None:
    """Let the teams of each level go on while there are places; a level that has more teams is for people to choose from."""
    lane_of, among = where
    left = places
    for tied in levels:
        if not left:
            return
        if len(tied) <= left:
            found.going += [Going(team, by, lane_of[team]) for team in tied]
            left -= len(tied)
            continue
        chosen = _chosen(frozenset(tied), left, rulings)
        if chosen is None:
            found.ties.append(Tie(tuple(tied), left, among))
            found.left |= dict.fromkeys(tied, "tied")
            found.open_places += left
            return
        found.going += [Going(team, by, lane_of[team], chosen=True) for team in tied if team in chosen]
        return
    found.short += left


def _chosen(tied: frozenset[str], places: int, rulings: Rulings) -> frozenset[str] | None:
    """Give the newest choice among just these teams for just this number of places."""
    fitting = [each.chosen for each in rulings.choices if each.teams == tied and len(each.chosen) == places]
    return fitting[-1] if fitting else None
