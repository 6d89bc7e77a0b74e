"""Prizes, their caps, special prizes and who goes on, read strictly from a document, and what they say together."""

from fractions import Fraction

from scoring.points import exact_sum
from scoring.prizes import ACROSS, RANKINGS
from scoring.quotas import QUOTA_OF
from scoring.ranking import GROUPINGS
from scoring.reader import Reader, folded
from scoring.rules import Advance, PrizeCap, PrizeTier, Rulebook, SpecialPrize
from scoring.specials import BY
from scoring.ties import step_of

HUNDRED = Fraction(100)


def read_prizes(top: Reader, groups: str) -> tuple[PrizeTier, ...]:
    """Give the prize tiers; along which ranking one is given need not be written where there is but one."""
    tables = top.tables("prizes")
    grouping = GROUPINGS.get(groups)
    ranking = "overall" if grouping is None or grouping.overall else "group"
    tiers = tuple(_tier(table, table is tables[-1], ranking) for table in tables)
    top.no_duplicates("prizes", "key", [tier.key for tier in tiers])
    top.no_duplicates("prizes", "name", [tier.name for tier in tiers])
    return tiers


def _tier(table: Reader, last: bool, ranking: str) -> PrizeTier:
    percent = read_percent(table)
    sized = table.has("percent")
    if sized and table.has("count"):
        table.note("count", "count_and_percent")
    for key in ("percent_of", "at_most"):
        if table.has(key) and not sized:
            table.note(key, "needs_percent")
    if table.data.get("count") == "rest" and not last:
        table.note("count", "rest_not_last")
    tier = PrizeTier(
        key=table.key("key"),
        name=table.text("name", required=True),
        count=_count(table, sized),
        percent=percent,
        percent_of=table.choice("percent_of", QUOTA_OF, "entries"),
        at_most=table.integer("at_most", low=1, high=10_000) or None,
        min_score=table.positive("min_score"),
        ranking=table.choice("ranking", RANKINGS, ranking),
        across=table.choice("across", ACROSS, "ask"),
    )
    table.close()
    return tier


def _count(table: Reader, sized: bool) -> int | None:
    if table.take("count") == "rest":
        return None
    return table.integer("count", low=1, high=10_000, required=not sized) or None


def read_percent(table: Reader, required: bool = False) -> Fraction | None:
    """Give the key `percent`: above 0, at most 100; None if it is not written or wrong."""
    percent = table.positive("percent", required)
    if percent is not None and percent > HUNDRED:
        table.note("percent", "above_hundred", typed=percent)
        return None
    return percent


def read_caps(top: Reader) -> tuple[PrizeCap, ...]:
    """Give the most prizes that some tiers may hold together."""
    return tuple(_cap(table) for table in top.tables("prize_caps"))


def _cap(table: Reader) -> PrizeCap:
    tiers = tuple(table.texts("tiers"))
    table.no_duplicates("tiers", "key", list(tiers))
    percent = read_percent(table, required=True) or HUNDRED
    cap = PrizeCap(percent, table.choice("percent_of", QUOTA_OF, "entries"), tiers)
    table.close()
    return cap


def read_specials(top: Reader) -> tuple[SpecialPrize, ...]:
    """Give the prizes beside the tiers."""
    return tuple(_special(table) for table in top.tables("special_prizes"))


def _special(table: Reader) -> SpecialPrize:
    prize = SpecialPrize(
        key=table.key("key"),
        name=table.text("name", required=True),
        by=table.text("by", required=True),
        count=table.integer("count", 1, low=1, high=10_000),
        no_double=table.boolean("no_double"),
    )
    table.close()
    return prize


def read_advance(top: Reader) -> Advance | None:
    """Give who goes on to the next round; None where the rulebook does not say."""
    if not top.has("advance"):
        return None
    table = top.table("advance", "advance_nobody")
    advance = Advance(table.integer("per_group", high=10_000), table.integer("best_others", high=10_000))
    if not table.bad and not (advance.per_group or advance.best_others):
        table.note("", "advance_nobody")
    table.close()
    return advance


def check_prizes(top: Reader, rulebook: Rulebook) -> None:
    """Note what the prizes say against the rest of the rulebook and against each other."""
    _check_rankings(top, rulebook)
    _check_percents(top, rulebook)
    _check_caps(top, rulebook)
    _check_specials(top, rulebook)


def _check_rankings(top: Reader, rulebook: Rulebook) -> None:
    grouping = GROUPINGS.get(rulebook.groups)
    for number, tier in enumerate(rulebook.prizes, start=1):
        if grouping is not None and tier.ranking in RANKINGS:
            there = grouping.apart if RANKINGS[tier.ranking] else grouping.overall
            if not there:
                values = {"typed": tier.ranking, "groups": rulebook.groups}
                top.note(f"prizes.{tier.key or number}.ranking", "no_such_ranking", **values)


def _check_percents(top: Reader, rulebook: Rulebook) -> None:
    for base, quota in QUOTA_OF.items():
        for ranking in RANKINGS:
            of_it = [tier for tier in rulebook.prizes if tier.percent_of == base and tier.ranking == ranking]
            total = exact_sum(tier.percent for tier in of_it if tier.percent is not None)
            if total > HUNDRED:
                top.note("prizes", "percents_above_hundred", total=total)
            if total and not quota.first and not _number_is_known(rulebook):
                top.note("prizes", "number_of_prizes_unknown")


def _number_is_known(rulebook: Rulebook) -> bool:
    """Say whether it follows from the rules how many prizes there are in all, of which others are percentages."""
    capped = any(
        not cap.tiers and cap.percent_of in QUOTA_OF and QUOTA_OF[cap.percent_of].first for cap in rulebook.prize_caps
    )
    return capped or any(tier.takes_the_rest for tier in rulebook.prizes)


def _check_caps(top: Reader, rulebook: Rulebook) -> None:
    rankings = {tier.key: tier.ranking for tier in rulebook.prizes}
    for number, cap in enumerate(rulebook.prize_caps, start=1):
        where = f"prize_caps.{number}"
        for key in cap.tiers:
            if key and key not in rankings:
                top.note(f"{where}.tiers", "cap_unknown_tier", typed=key, known=tuple(rankings))
        if not rankings:
            top.note(where, "cap_without_prizes")
        elif len({ranking for key, ranking in rankings.items() if not cap.tiers or key in cap.tiers}) > 1:
            top.note(where, "cap_mixes_rankings")


def _check_specials(top: Reader, rulebook: Rulebook) -> None:
    parts = {part.key: part for part in rulebook.parts}
    for number, prize in enumerate(rulebook.special_prizes, start=1):
        where = f"special_prizes.{prize.key or number}.by"
        name, argument = step_of(prize.by)
        if name in BY:
            top.adopt(BY[name].check(argument, parts), under=where)
        elif prize.by:
            top.note(where, "special_unknown_by", typed=prize.by, known=tuple(BY))
    # Prizes are approved, printed and announced in one list, so no two of them may be called the same.
    if rulebook.special_prizes:
        for field in ("key", "name"):
            # Tiers that are called the same are told under their own heading.
            tiers = {folded(getattr(tier, field)): getattr(tier, field) for tier in rulebook.prizes}
            specials = [getattr(prize, field) for prize in rulebook.special_prizes]
            top.no_duplicates("special_prizes", field, [*tiers.values(), *specials])
