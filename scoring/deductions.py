"""What a fault costs: a table of kinds; a cost is taken once, from the part (or the contest) after the panel's mean."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from scoring.figures import AppliedDeduction, Fault
from scoring.points import PointsError
from scoring.rules import Band, DeductionRule, Problem, Rulebook


@dataclass(frozen=True)
class Kind:
    """A kind of deduction.

    `unit` says what a fault's amount is (points or seconds); `once` that a part can have it only once; `cost` gives the
    points; `check_amount` raises PointsError for an amount the rule does not know; `check` finds faults in the rule.
    """

    unit: str
    once: bool
    keys: frozenset[str]
    cost: Callable[[DeductionRule, Fraction | None], Fraction]
    check_amount: Callable[[DeductionRule, Fraction | None], None]
    check: Callable[[DeductionRule], list[Problem]]


def _flat_cost(rule: DeductionRule, amount: Fraction | None) -> Fraction:
    if amount is not None:
        return amount
    return rule.points if rule.points is not None else Fraction(0)


def _flat_amount(rule: DeductionRule, amount: Fraction | None) -> None:
    if amount is None and rule.points is None:
        raise PointsError("amount_missing", {"rule": rule.name})
    if amount is not None and rule.points is not None and amount != rule.points:
        raise PointsError("amount_differs", {"rule": rule.name, "typed": amount, "points": rule.points})
    if amount is not None and amount <= 0:
        raise PointsError("amount_not_positive", {"rule": rule.name})
    if amount is not None and rule.max_points is not None and amount > rule.max_points:
        raise PointsError("amount_above_max", {"rule": rule.name, "typed": amount, "max": rule.max_points})


def _check_flat(rule: DeductionRule) -> list[Problem]:
    found = [
        Problem(key, "not_positive", {"typed": value})
        for key, value in (("points", rule.points), ("max_points", rule.max_points))
        if value is not None and value <= 0
    ]
    if rule.points is not None and rule.max_points is not None:
        found.append(Problem("max_points", "points_and_max"))
    return found


PER: dict[str, Callable[[int], int]] = {
    "once": lambda seconds: 1,
    "full_minute": lambda seconds: seconds // 60,
    "started_minute": lambda seconds: -(-seconds // 60),
}


def _overtime_cost(rule: DeductionRule, amount: Fraction | None) -> Fraction:
    seconds = int(amount or 0)
    if seconds <= rule.grace:
        return Fraction(0)
    for band in rule.bands:
        if band.start <= seconds and (band.until is None or seconds < band.until):
            return band.points * PER[band.per](seconds)
    return Fraction(0)


def _overtime_amount(rule: DeductionRule, amount: Fraction | None) -> None:
    if amount is None:
        raise PointsError("seconds_missing", {"rule": rule.name})
    if amount.denominator != 1 or amount < 0:
        raise PointsError("seconds_not_whole", {"rule": rule.name, "typed": amount})


def _never_costs(band: Band, grace: int) -> bool:
    """Tell whether even the last second of a band costs nothing: within the grace, or before the first full minute."""
    if band.until is None or band.until <= band.start or band.per not in PER:
        return False
    return band.until - 1 <= grace or PER[band.per](band.until - 1) == 0


def _check_overtime(rule: DeductionRule) -> list[Problem]:
    if not rule.bands:
        return [Problem("bands", "no_bands")]
    found: list[Problem] = []
    before: Band | None = None
    for number, band in enumerate(rule.bands, start=1):
        where = f"bands.{number}"
        if band.until is not None and band.until <= band.start:
            found.append(Problem(f"{where}.until", "band_empty", {"start": band.start, "until": band.until}))
        if before is not None and (before.until is None or band.start < before.until):
            found.append(Problem(f"{where}.from", "bands_overlap", {"start": band.start}))
        elif _never_costs(band, rule.grace):
            found.append(Problem(f"{where}.until", "band_never_costs", {"until": band.until, "grace": rule.grace}))
        if band.points <= 0:
            found.append(Problem(f"{where}.points", "not_positive", {"typed": band.points}))
        before = band
    return found


KINDS: dict[str, Kind] = {
    "flat": Kind("points", False, frozenset({"points", "max_points"}), _flat_cost, _flat_amount, _check_flat),
    "overtime": Kind("seconds", True, frozenset({"grace", "bands"}), _overtime_cost, _overtime_amount, _check_overtime),
}


def applied(faults: Iterable[Fault], rulebook: Rulebook) -> tuple[AppliedDeduction, ...]:
    """Give what each fault costs; raise KeyError for a rule that the rulebook does not have."""
    result = []
    for fault in faults:
        rule = rulebook.rule(fault.part, fault.rule)
        cost = KINDS[rule.kind].cost(rule, fault.amount)
        result.append(AppliedDeduction(rule.key, rule.name, fault.part, fault.amount, cost, fault.reason))
    return tuple(result)
