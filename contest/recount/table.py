"""The recount: a log's rules and states become ranks, totals, prizes and questions, from scratch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from contest.recount.faults import WHOLE, Base, Charges, charges
from contest.recount.log import Log
from contest.recount.parts import PartLine, most_of, part_lines
from contest.recount.prizes import Award, award
from contest.recount.ranking import Race, placed, run
from contest.recount.ratio import NOUGHT, Ratio, total
from contest.recount.rounding import at_stage, lookup, rounded
from contest.recount.sinking import SUNK, Become, sinks


@dataclass(frozen=True)
class Line:
    """One team: its state (ranked, incomplete, unranked), and when ranked its rank, exact total and who shares the rank.

    `barred` says that it can have no prize.
    """

    team: str
    state: str
    rank: int | None
    total: Ratio | None
    shown: Ratio | None
    deducted: Ratio
    parts: Mapping[str, PartLine]
    tied_with: frozenset[str]
    parted_by: str | None
    barred: bool


@dataclass(frozen=True)
class Table:
    """All teams, the prizes by tier, and the groups of teams that wait for people, with what is asked."""

    lines: Mapping[str, Line]
    prizes: Mapping[str, Award]
    questions: frozenset[tuple[str, frozenset[str]]]


@dataclass(frozen=True)
class Score:
    """What a team came to before anybody is compared: its parts after what was taken, and its total if it is ranked."""

    state: str
    parts: Mapping[str, PartLine]
    deducted: Ratio
    total: Ratio | None
    barred: bool = False


RANK_ON: dict[str, Callable[[Ratio, int], Ratio]] = {"exact": lambda value, decimals: value, "shown": rounded}


def recount(log: Log) -> Table:
    """Count a contest from its log; raises Unreadable when the rules hold a name that this engine does not know."""
    counted = {part["key"]: part_lines(log, part) for part in log.rules["parts"]}
    scores = {team: _score(log, team, {part: lines[team] for part, lines in counted.items()}) for team in log.teams}
    race = _race(log, scores)
    ranks = placed(race.keys)
    whole = all(score.state != "incomplete" for score in scores.values())
    prizes, across = award(log.rules, ranks, whole, frozenset(team for team, score in scores.items() if score.barred))
    lines = {team: _line(log, team, scores[team], race, ranks) for team in log.teams}
    asked = {("tie_on_prize_line", group) for group in across}
    asked |= {("tie_undecided", group) for group in race.asked if group not in across}
    asked |= {
        ("judges_awaited", frozenset({team}))
        for team, score in scores.items()
        if any(part.asked for part in score.parts.values())
    }
    return Table(lines, prizes, frozenset(asked))


def _score(log: Log, team: str, lines: Mapping[str, PartLine]) -> Score:
    rules = {part["key"]: part for part in log.rules["parts"]}
    bases = {
        part: Base(line.points or NOUGHT, most_of(log.rules, rules[part]))
        for part, line in lines.items()
        if line.state != "not_present"
    }
    most = [most_of(log.rules, part) for part in rules.values()]
    whole_most = None if None in most else total(each for each in most if each is not None)
    bases[WHOLE] = Base(total(base.points for base in bases.values()), whole_most)
    charged = charges(log, team, bases)
    parts = {
        part: replace(line, deducted=charged.places[part].deducted) if part in charged.places else line
        for part, line in lines.items()
    }
    become = Become()
    if charged.knocked_out or sinks(log.rules, parts):  # also while other parts are still to be marked
        become = lookup(SUNK, log.rules.get("sunk", "unranked"))
    state = "unranked" if become.unranked else _state(parts)
    points = None if state != "ranked" else NOUGHT if become.nothing else _total(log, parts, charged)
    return Score(state, parts, charged.deducted, points, become.barred)


def _state(lines: Mapping[str, PartLine]) -> str:
    if any(line.state == "incomplete" for line in lines.values()):
        return "incomplete"
    return "unranked" if any(line.points is None for line in lines.values()) else "ranked"


def _total(log: Log, lines: Mapping[str, PartLine], charged: Charges) -> Ratio:
    points = total(line.net for line in lines.values() if line.net is not None)
    return at_stage(log.rules, "total", points - charged.places[WHOLE].deducted + charged.given_back)


def _race(log: Log, scores: Mapping[str, Score]) -> Race:
    on = lookup(RANK_ON, log.rules.get("rank_on", "exact"))
    totals = {team: score.total for team, score in scores.items() if score.total is not None}
    keys: dict[str, tuple[Any, ...]] = {team: (on(each, _decimals(log)),) for team, each in totals.items()}
    parts = {team: score.parts for team, score in scores.items()}
    race = Race(log, parts, {team: str(each) for team, each in totals.items()}, keys)
    run(race)
    return race


def _decimals(log: Log) -> int:
    return int(log.rules.get("decimals", 2))


def _line(log: Log, team: str, score: Score, race: Race, ranks: Mapping[str, int]) -> Line:
    rank = ranks.get(team)
    sharing = frozenset(other for other, place in ranks.items() if place == rank and other != team)
    return Line(
        team=team,
        state=score.state,
        rank=rank,
        total=score.total,
        shown=None if score.total is None else rounded(score.total, _decimals(log)),
        deducted=score.deducted,
        parts=score.parts,
        tied_with=sharing if rank is not None else frozenset(),
        parted_by=race.parted.get(team),
        barred=score.barred,
    )
