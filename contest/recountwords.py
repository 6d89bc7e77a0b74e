"""The second count in words: each difference and each reason for which a log cannot be counted, as a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from contest.messages.recount import DIFFERS, GOING_ON, OTHERS, UNREADABLE, VALUES, WHAT
from contest.recount.log import Unreadable
from contest.recounting import ADVANCE, Difference
from contest.text import comma, team_title
from scoring.points import exact_text
from scoring.rules import Rulebook

OF_TEAMS = frozenset({"tied_with", "teams"})


def tell(difference: Difference, rules: Rulebook, teams: Mapping[str, str]) -> str:
    """Give a difference as a sentence that names team, part, figure and both values."""
    both = (_value(difference.what, value, teams) for value in (difference.program, difference.recount))
    program, recount = both
    where, what = _where(difference, rules, teams), WHAT[difference.what]
    return DIFFERS.format(where=f"{where}, {what}", program=program, recount=recount)


def why_unreadable(error: Unreadable) -> str:
    """Give the reason for which a log cannot be counted."""
    others = error.values.get("others")
    told = {"others": OTHERS.format(count=others) if others else ""}
    return UNREADABLE[error.code].format(**{**error.values, **told})


def _where(difference: Difference, rules: Rulebook, teams: Mapping[str, str]) -> str:
    names = {part.key: f"phần {part.name}" for part in rules.parts} | {ADVANCE: GOING_ON}
    names |= {tier.key: tier.name for tier in rules.prizes} | {prize.key: prize.name for prize in rules.special_prizes}
    listed = ", ".join(teams.get(team, team) for team in difference.teams)
    place = names.get(difference.place or "", difference.place or "")
    where = ", ".join(each for each in (team_title(listed) if listed else "", place) if each)
    return where[:1].upper() + where[1:]


def _value(what: str, value: str, teams: Mapping[str, str]) -> str:
    if what in OF_TEAMS and value:
        return ", ".join(teams.get(team, team) for team in value.split(", "))
    try:
        return comma(exact_text(Fraction(value)))
    except ValueError:
        return VALUES.get(value, value)
