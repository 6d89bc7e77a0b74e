"""The deductions of a document read strictly, and whether what they say fits the parts where they may be noted."""

from collections.abc import Iterator
from fractions import Fraction

from scoring.deductions import BAND_PERCENT_OF, EFFECTS, KINDS, PER
from scoring.panel import maximum
from scoring.reader import Reader
from scoring.rules import ZERO, Band, DeductionRule, Part, Rulebook
from scoring.shares import NEEDS_MAXIMUM, maximum_of

_ALL_KIND_KEYS = frozenset[str]().union(*(kind.keys for kind in KINDS.values()))


def deductions(owner: Reader) -> tuple[DeductionRule, ...]:
    """Give the deductions of a part or of the contest."""
    rules = tuple(_deduction(table) for table in owner.tables("deductions"))
    owner.no_duplicates("deductions", "key", [rule.key for rule in rules])
    owner.no_duplicates("deductions", "name", [rule.name for rule in rules])
    return rules


def _deduction(table: Reader) -> DeductionRule:
    name = table.choice("kind", KINDS)
    kind = KINDS.get(name)
    keys = kind.keys if kind else _ALL_KIND_KEYS
    rule = DeductionRule(
        key=table.key("key"),
        name=table.text("name", required=True),
        kind=name,
        points=table.decimal("points", whole_thousandths=True) if "points" in keys else None,
        max_points=table.decimal("max_points", whole_thousandths=True) if "max_points" in keys else None,
        grace=table.integer("grace", 0) if "grace" in keys else 0,
        bands=tuple(_band(each) for each in table.tables("bands")) if "bands" in keys else (),
        cap=table.positive("cap") if "cap" in keys else None,
        most_times=table.integer("most_times", low=1, high=1000) or None if "most_times" in keys else None,
    )
    if kind and not table.bad & kind.keys:  # a wrong name hides nothing
        table.adopt(kind.check(rule))
    table.close(_ALL_KIND_KEYS)
    return rule


def _band(table: Reader) -> Band:
    does_more = table.has("percent") or table.has("effect")
    band = Band(
        start=table.integer("from", 1, low=1, required=True),
        until=table.integer("until", low=1) or None,
        points=table.positive("points", required=not does_more) or ZERO,
        per=table.choice("per", PER, "once"),
        percent=percent(table, "percent"),
        percent_of=table.choice("percent_of", BAND_PERCENT_OF, "points"),
        effect=table.choice("effect", EFFECTS, ""),
    )
    if table.has("percent_of") and not table.has("percent"):
        table.note("percent_of", "percent_of_nothing")
    table.close()
    return band


def percent(table: Reader, key: str) -> Fraction | None:
    """Give a percentage above 0 and up to 100; None if it is not written or wrong."""
    value = table.positive(key, whole_thousandths=False)
    if value is not None and value > 100:
        table.note(key, "percent_above_100", typed=value)
        return None
    return value


def floor(table: Reader) -> Fraction | None:
    """Give the least that deductions leave, 0 or more; None if it is not written or wrong."""
    value = table.decimal("floor", whole_thousandths=True)
    if value is not None and value < 0:
        table.note("floor", "floor_below_zero", typed=value)
        return None
    return value


def check_deductions(top: Reader, rulebook: Rulebook) -> None:
    """Note the deductions that could not be told apart or taken where they may be noted, and floors above a part."""
    shared = {rule.key for rule in rulebook.deductions}
    for at, part in enumerate(rulebook.parts, start=1):
        for rule in part.deductions:
            if rule.key and rule.key in shared:
                top.note(f"parts.{part.key or at}.deductions", "duplicate", field="key", typed=rule.key)
        most = maximum_of(part, rulebook) if "percent_of" not in top.bad else None
        if part.floor is not None and most is not None and part.floor > most:
            top.note(f"parts.{part.key or at}.floor", "above_the_maximum", typed=part.floor, max=most)
    told = {problem.where for problem in top.problems}
    for where, rule, parts in _applying(rulebook):
        if rule.kind in KINDS and KINDS[rule.kind].needs_minimum and not any(part.time_minimum for part in parts):
            top.note(f"{where}.kind", "undertime_without_minimum")
        opened = [p.name for p in parts if maximum(p) is None and f"parts.{p.key}.max_points" not in told]
        for number, band in enumerate(rule.bands, start=1):
            if band.percent is not None and band.percent_of in NEEDS_MAXIMUM and opened:
                top.note(f"{where}.bands.{number}.percent_of", "percent_of_open", part=opened[0])


def _applying(rulebook: Rulebook) -> Iterator[tuple[str, DeductionRule, tuple[Part, ...]]]:
    """Give each deduction with its place in the document and the parts where it may be noted."""
    for at, part in enumerate(rulebook.parts, start=1):
        for number, rule in enumerate(part.deductions, start=1):
            yield f"parts.{part.key or at}.deductions.{rule.key or number}", rule, (part,)
    for number, rule in enumerate(rulebook.deductions, start=1):
        yield f"deductions.{rule.key or number}", rule, rulebook.parts
