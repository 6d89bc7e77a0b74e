"""How a rank and a prize came about, and why one team stands above another: facts in codes, read off the table."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from scoring.account import Comparison, Fact, Pair
from scoring.entered import Entry
from scoring.figures import Question, Reason, Standing, Standings
from scoring.points import exact_sum
from scoring.prizes import propose
from scoring.ranking import GROUPINGS, RANK_ON
from scoring.rules import ZERO, Rulebook
from scoring.ties import STEPS, TieFacts, step_of
from scoring.tieworking import working


def rank_facts(row: Standing, table: Standings, entry: Entry, rulebook: Rulebook) -> Iterator[Fact]:
    for reason in row.sunk:
        yield Fact(reason.code, {**reason.values, "part": reason.part})
    if row.sunk:
        yield Fact("sunk", {"does": rulebook.sunk})
    if row.rank is None:
        yield Fact(row.state, {"sunk": bool(row.sunk)})
        return
    lane = _lane(row, table, rulebook)
    value = RANK_ON[rulebook.rank_on]
    group = "" if GROUPINGS[rulebook.groups].overall else row.group
    about = {"on": rulebook.rank_on, "value": value(row)}
    yield Fact("rank", {"rank": row.rank, "teams": len(lane), "group": group, **about})
    if GROUPINGS[rulebook.groups].overall and GROUPINGS[rulebook.groups].apart:
        yield Fact("group_rank", {"rank": row.group_rank, "group": row.group})
    yield from _neighbours(row, lane, rulebook)
    yield from _tie(row, lane, entry, rulebook)


def _lane(row: Standing, table: Standings, rulebook: Rulebook) -> list[Standing]:
    """Give the ranked teams among which a team's rank counts: all of them, or those of its group."""
    ranked = [each for each in table.rows if each.rank is not None]
    return ranked if GROUPINGS[rulebook.groups].overall else [each for each in ranked if each.group == row.group]


def _neighbours(row: Standing, lane: Sequence[Standing], rulebook: Rulebook) -> Iterator[Fact]:
    value = RANK_ON[rulebook.rank_on]
    mine = value(row) or ZERO
    higher = [each for each in lane if (value(each) or ZERO) > mine]
    lower = [each for each in lane if (value(each) or ZERO) < mine]
    for code, found in (("next_above", higher[-1:]), ("next_below", lower[:1])):
        for other in found:
            theirs = value(other) or ZERO
            about = {"team": other.team, "rank": other.rank, "on": rulebook.rank_on, "value": theirs}
            yield Fact(code, {**about, "difference": abs(theirs - mine)})


def _tie(row: Standing, lane: Sequence[Standing], entry: Entry, rulebook: Rulebook) -> Iterator[Fact]:
    """Give the steps that a team of an equal total went through: what each compared, whom it parted, what stays tied."""
    value = RANK_ON[rulebook.rank_on]
    teams = tuple(each.team for each in lane if value(each) == value(row))
    if len(teams) < 2:
        return
    yield Fact("equal", {"teams": teams, "on": rulebook.rank_on, "value": value(row)})
    facts = TieFacts({each.team: each for each in lane}, {part.key: part for part in rulebook.parts}, entry.decisions)
    for written in rulebook.ties:
        name, argument = step_of(written)
        split = STEPS[name].split(teams, argument, facts)
        if split is None and STEPS[name].asks:
            yield Fact("undecided", {"teams": teams, "rank": row.rank, "step": written})
            return
        if split is None:
            continue
        answers = split.answers.get(row.team, ())
        about = {"step": written, "values": split.values, "groups": split.groups, "answers": answers}
        yield Fact("tie_step", {**about, "working": working(name, teams, argument, facts)})
        teams = next(group for group in split.groups if row.team in group)
        if len(teams) < 2:
            return
        if split.settled:
            break
    yield Fact("shared", {"teams": teams, "rank": row.rank})


def prize_facts(row: Standing, table: Standings, rulebook: Rulebook) -> Iterator[Fact]:
    proposals = propose(table, rulebook)
    awards = [(award.tier.name, award.reasons) for award in proposals.awards]
    awards += [(award.prize.name, award.reasons) for award in proposals.specials]
    for prize, reasons in awards:
        yield from (Fact("reason", {"prize": prize, "item": each}) for each in reasons if row.team in each.teams)
    yield from (Fact("question", {"item": each}) for each in proposals.questions if row.team in each.teams)
    if table.advancement is not None:
        said: tuple[Reason | Question, ...] = (*table.advancement.reasons, *table.advancement.questions)
        yield from (Fact("advancement", {"item": each}) for each in said if row.team in each.teams)


# --- one team and another


def compare(one: str, other: str, table: Standings, entry: Entry, rulebook: Rulebook) -> Comparison:
    """Give why the higher of two teams stands above the other; raise KeyError for an unknown team."""
    order = [row.team for row in table.rows]
    above, below = sorted((table.of(one), table.of(other)), key=lambda row: order.index(row.team))
    return Comparison(above, below, tuple(_pairs(above, below)), tuple(_decided(above, below, table, entry, rulebook)))


def _pairs(above: Standing, below: Standing) -> Iterator[Pair]:
    for key, figure in above.parts.items():
        yield Pair("part", key, figure.net, below.parts[key].net)
    if above.deductions or below.deductions:
        yield Pair("whole", None, *(-taken_from_total(row) for row in (above, below)))
    yield Pair("sum", None, *(_sum_of(row) for row in (above, below)))
    yield Pair("total", None, above.total_shown, below.total_shown)


def taken_from_total(row: Standing) -> Fraction:
    """Give what is taken from the contest's total itself, what was given back left out."""
    return exact_sum(each.points for each in row.deductions) - exact_sum(cut.points for cut in row.cuts)


def _sum_of(row: Standing) -> Fraction | None:
    """Give the sum of a team's parts and whole deductions, before the total's rounding; None without a total."""
    nets = exact_sum(figure.net or ZERO for figure in row.parts.values())
    return None if row.total_exact is None else nets - taken_from_total(row)


def _decided(above: Standing, below: Standing, table: Standings, entry: Entry, rulebook: Rulebook) -> Iterator[Fact]:
    for row in (above, below):
        if row.rank is None:
            yield Fact(f"{row.state}_team", {"team": row.team})
    if above.rank is None or below.rank is None:
        return
    value = RANK_ON[rulebook.rank_on]
    high, low = value(above) or ZERO, value(below) or ZERO
    names = {"above": above.team, "below": below.team, "on": rulebook.rank_on}
    lane = _lane(above, table, rulebook)
    if below not in lane:
        yield Fact("other_group", {**names, "groups": (above.group, below.group)})
    elif high != low:
        yield Fact("higher", {**names, "high": high, "low": low, "difference": high - low})
    else:
        yield from _tie(above, lane, entry, rulebook)
