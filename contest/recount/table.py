"""The recount: a log's rules and states become ranks, totals, prizes and questions, from scratch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from contest.recount.beside import Going, going_on, special
from contest.recount.faults import WHOLE, Base, Charges, charges
from contest.recount.groups import Grouping, group_of, grouping_of
from contest.recount.log import Log
from contest.recount.parts import PartLine, most_of, part_lines
from contest.recount.prizes import Award, Field, Given, Ranking, award
from contest.recount.ranking import Group, Race, Runner, race, ranks, within
from contest.recount.ratio import NOUGHT, Ratio, total
from contest.recount.rounding import at_stage, lookup, rounded
from contest.recount.sinking import SUNK, Become, sinks


@dataclass(frozen=True)
class Line:
    """One team: its state (ranked, incomplete, unranked), and when ranked its rank, exact total and who shares the rank.

    `barred` says that it can have no prize; `group_rank` is its rank in its group where groups are ranked.
    """

    team: str
    state: str
    rank: int | None
    group_rank: int | None
    total: Ratio | None
    shown: Ratio | None
    deducted: Ratio
    parts: Mapping[str, PartLine]
    tied_with: frozenset[str]
    parted_by: str | None
    barred: bool


@dataclass(frozen=True)
class Table:
    """All teams, the prizes by tier and by special prize, who goes on (None: no rule), and what waits for people."""

    lines: Mapping[str, Line]
    prizes: Mapping[str, Award]
    specials: Mapping[str, Award]
    going: Going | None
    questions: frozenset[tuple[str, Group]]


@dataclass(frozen=True)
class Score:
    """What a team came to before anybody is compared: its parts after what was taken, and its total if it is ranked."""

    state: str
    parts: Mapping[str, PartLine]
    deducted: Ratio
    taken: Ratio
    total: Ratio | None
    barred: bool = False


RANK_ON: dict[str, Callable[[Ratio, int], Ratio]] = {"exact": lambda value, decimals: value, "shown": rounded}


def recount(log: Log) -> Table:
    """Count a contest from its log; raises Unreadable when the rules hold a name that this engine does not know."""
    counted = {part["key"]: part_lines(log, part) for part in log.rules["parts"]}
    scores = {team: _score(log, team, {part: lines[team] for part, lines in counted.items()}) for team in log.teams}
    grouping = grouping_of(log)
    on = lookup(RANK_ON, log.rules.get("rank_on", "exact"))
    runners = {
        team: Runner(score.parts, score.total, on(score.total, _decimals(log)), score.taken)
        for team, score in scores.items()
        if score.total is not None
    }
    return _table(log, scores, runners, _rank(log, runners, grouping), grouping)


@dataclass(frozen=True)
class Ranked:
    """The races that ranked the teams: one over all, or one in each group; and the orders that came of them."""

    race_of: Mapping[str, Race]
    overall: list[Group] | None
    groups: Mapping[str, list[Group]]


def _rank(log: Log, runners: Mapping[str, Runner], grouping: Grouping) -> Ranked:
    names = dict.fromkeys(group_of(log, team) for team in log.teams) if grouping.apart else {}
    members = {name: [team for team in runners if group_of(log, team) == name] for name in names}
    if grouping.overall:
        whole = race(log, runners)
        order = whole.in_order()
        return Ranked(
            dict.fromkeys(runners, whole), order, {name: within(order, mine) for name, mine in members.items()}
        )
    races = {name: race(log, {team: runners[team] for team in mine}) for name, mine in members.items()}
    race_of = {team: races[name] for name, mine in members.items() for team in mine}
    return Ranked(race_of, None, {name: each.in_order() for name, each in races.items()})


def _table(
    log: Log, scores: Mapping[str, Score], runners: Mapping[str, Runner], ranked: Ranked, grouping: Grouping
) -> Table:
    group_ranks = {team: rank for order in ranked.groups.values() for team, rank in ranks(log, order).items()}
    over_all = group_ranks if ranked.overall is None else ranks(log, ranked.overall)
    lines = {team: _line(log, team, scores[team], ranked, over_all, group_ranks) for team in log.teams}
    along = _prize_field(log, scores, runners, ranked)
    whole = all(score.state != "incomplete" for score in scores.values())
    given = award(along) if whole else Given({tier["key"]: Award() for tier in log.rules.get("prizes", ())})
    specials = special(along, given, lambda by: _figures(log, scores, by)) if whole else _no_specials(log)
    going = _going_on(log, along, runners, ranked, whole)
    asked = [("tie_on_prize_line", group) for group in given.asked]
    asked += [("tie_on_advance_line", group) for group in (going.asked if going else ())]
    asked += [("tie_undecided", group) for race in set_of(ranked.race_of.values()) for group in race.asked]
    questions: dict[Group, str] = {}
    for code, group in asked:  # one tie is one question: the one about the prize
        questions.setdefault(group, code)
    waited = {
        ("judges_awaited", frozenset({team}))
        for team, score in scores.items()
        if any(part.asked for part in score.parts.values())
    }
    found = frozenset((code, group) for group, code in questions.items()) | waited
    return Table(lines, given.awards, specials, going, found)


def set_of(races: Iterable[Race]) -> list[Race]:
    """Give each race once."""
    return list({id(each): each for each in races}.values())


def _prize_field(log: Log, scores: Mapping[str, Score], runners: Mapping[str, Runner], ranked: Ranked) -> Field:
    entries = {name: sum(group_of(log, team) == name for team in log.teams) for name in ranked.groups}
    out = {team for team, known in log.teams.items() if known.get("ineligible")}
    return Field(
        rules=log.rules,
        overall=None if ranked.overall is None else Ranking(ranked.overall, len(log.teams)),
        groups={name: Ranking(order, entries[name]) for name, order in ranked.groups.items()},
        totals={team: runner.ranked_on for team, runner in runners.items()},
        skipped=frozenset(out | {team for team, score in scores.items() if score.barred}),
        level=lambda team: ranked.race_of[team].standing_with(team),
    )


def _no_specials(log: Log) -> dict[str, Award]:
    return {prize["key"]: Award() for prize in log.rules.get("special_prizes", ())}


def _figures(log: Log, scores: Mapping[str, Score], by: str) -> Mapping[str, Ratio]:
    """Give what each team that was there has of a part or a criterion, whether it is ranked over all or not."""
    name, _, argument = by.partition(":")
    if name == "audience":
        argument = next(part["key"] for part in log.rules["parts"] if part["panel"]["method"] == "audience")
    part, _, criterion = argument.partition(".")
    found = {}
    for team, score in scores.items():
        line = score.parts[part]
        figure = line.criteria.get(criterion) if criterion else line.net
        if line.state != "not_present" and figure is not None:
            found[team] = figure
    return found


def _going_on(log: Log, along: Field, runners: Mapping[str, Runner], ranked: Ranked, whole: bool) -> Going | None:
    if not log.rules.get("advance"):
        return None
    if not whole:
        return Going(frozenset(), 0, [])
    if ranked.overall is not None:
        order = ranked.overall
        return going_on(along, lambda left: within(order, left), along.level)
    others: list[Race] = []

    def rank_others(left: frozenset[str]) -> list[Group]:
        others.append(race(log, {team: runners[team] for team in left}))
        return others[-1].in_order()

    def level(team: str) -> Group:
        return others[-1].standing_with(team)

    return going_on(along, rank_others, level)


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
    return Score(state, parts, charged.deducted, charged.taken, points, become.barred)


def _state(lines: Mapping[str, PartLine]) -> str:
    if any(line.state == "incomplete" for line in lines.values()):
        return "incomplete"
    return "unranked" if any(line.points is None for line in lines.values()) else "ranked"


def _total(log: Log, lines: Mapping[str, PartLine], charged: Charges) -> Ratio:
    points = total(line.net for line in lines.values() if line.net is not None)
    return at_stage(log.rules, "total", points - charged.places[WHOLE].deducted + charged.given_back)


def _decimals(log: Log) -> int:
    return int(log.rules.get("decimals", 2))


def _line(
    log: Log,
    team: str,
    score: Score,
    ranked: Ranked,
    over_all: Mapping[str, int],
    group_ranks: Mapping[str, int],
) -> Line:
    race = ranked.race_of.get(team)
    return Line(
        team=team,
        state=score.state,
        rank=over_all.get(team),
        group_rank=group_ranks.get(team),
        total=score.total,
        shown=None if score.total is None else rounded(score.total, _decimals(log)),
        deducted=score.deducted,
        parts=score.parts,
        tied_with=race.standing_with(team) - {team} if race else frozenset(),
        parted_by=race.parted.get(team) if race else None,
        barred=score.barred,
    )
