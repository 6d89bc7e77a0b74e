"""What one fault costs or one merit earns: a table of kinds, of bands of seconds and of what a band does."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from scoring.points import PointsError
from scoring.rules import ZERO, Band, DeductionRule, Part, Problem


@dataclass(frozen=True)
class Place:
    """Where a fault is noted: what the team has there before deductions (0 while unknown) and the most it could have."""

    points: Fraction
    maximum: Fraction


@dataclass(frozen=True)
class Kind:
    """A kind of deduction.

    `unit` says what a fault's amount is (points, seconds or nothing); `once` that a place can have it only once; `cost`
    gives the points (below zero: earned); `check_amount` raises PointsError for an amount that the rule does not know in
    that part; `check` finds mistakes in the rule; `sinks` that it is a knock-out.
    """

    unit: str
    once: bool
    keys: frozenset[str]
    cost: Callable[[DeductionRule, Fraction | None, Place], Fraction]
    check_amount: Callable[[DeductionRule, Fraction | None, Part | None], None]
    check: Callable[[DeductionRule], list[Problem]]
    needs_minimum: bool = False
    sinks: bool = False


@dataclass(frozen=True)
class Effect:
    """What a band does beside what it costs: `voids` leaves the place without points, whatever else was noted there."""

    voids: bool


EFFECTS: dict[str, Effect] = {"not_marked": Effect(voids=False), "no_points": Effect(voids=True)}


def _flat_cost(rule: DeductionRule, amount: Fraction | None, place: Place) -> Fraction:
    return amount or rule.points or ZERO


def _flat_amount(rule: DeductionRule, amount: Fraction | None, part: Part | None) -> None:
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
    if rule.cap is not None and rule.points is not None and rule.cap < rule.points:
        found.append(Problem("cap", "cap_below_points", {"typed": rule.cap, "points": rule.points}))
    return found


def _knockout_amount(rule: DeductionRule, amount: Fraction | None, part: Part | None) -> None:
    if amount is not None:
        raise PointsError("amount_of_knockout", {"rule": rule.name})


PER: dict[str, Callable[[int], int]] = {
    "once": lambda seconds: 1,
    "full_minute": lambda seconds: seconds // 60,
    "started_minute": lambda seconds: -(-seconds // 60),
}

BAND_PERCENT_OF: dict[str, Callable[[Place], Fraction]] = {
    "points": lambda place: max(place.points, ZERO),  # nothing is left to take of a quiz below zero
    "maximum": lambda place: place.maximum,
}


def band_of(rule: DeductionRule, amount: Fraction | None) -> Band | None:
    """Give the band in which so many seconds fall; None within the grace or where nothing is laid down."""
    seconds = _whole(amount)
    for band in rule.bands:
        if rule.grace < seconds and band.start <= seconds and (band.until is None or seconds < band.until):
            return band
    return None


def _whole(amount: Fraction | None) -> int:
    return int(amount or 0)


def _banded_cost(rule: DeductionRule, amount: Fraction | None, place: Place) -> Fraction:
    band = band_of(rule, amount)
    if band is None:
        return ZERO
    if band.effect in EFFECTS and EFFECTS[band.effect].voids:
        return max(place.points, ZERO)
    once = band.points if band.percent is None else BAND_PERCENT_OF[band.percent_of](place) * band.percent / 100
    return once * PER[band.per](_whole(amount))


def _seconds(rule: DeductionRule, amount: Fraction | None, part: Part | None) -> None:
    if amount is None:
        raise PointsError("seconds_missing", {"rule": rule.name})
    if amount.denominator != 1 or amount < 0:
        raise PointsError("seconds_not_whole", {"rule": rule.name, "typed": amount})


def _undertime_amount(rule: DeductionRule, amount: Fraction | None, part: Part | None) -> None:
    least = part.time_minimum if part is not None else None
    if least is None:
        raise PointsError("no_time_minimum", {"rule": rule.name})
    _seconds(rule, amount, part)
    if amount is not None and amount > least:
        raise PointsError("seconds_above_minimum", {"rule": rule.name, "typed": amount, "least": least})


def _never_costs(band: Band, grace: int) -> bool:
    """Tell whether even the last second of a band costs nothing: within the grace, or before the first full minute."""
    if band.until is None or band.until <= band.start or band.per not in PER:
        return False
    return band.until - 1 <= grace or PER[band.per](band.until - 1) == 0


def _check_banded(rule: DeductionRule) -> list[Problem]:
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
        found.extend(_check_effect(band, where))
        before = band
    return found


def _check_undertime(rule: DeductionRule) -> list[Problem]:
    found = _check_banded(rule)
    for number, band in enumerate(rule.bands, start=1):
        if band.effect in EFFECTS and not EFFECTS[band.effect].voids:
            found.append(Problem(f"bands.{number}.effect", "effect_of_overtime"))
    return found


def _check_effect(band: Band, where: str) -> list[Problem]:
    found = []
    if band.points and band.percent is not None:
        found.append(Problem(f"{where}.percent", "points_and_percent"))
    if band.effect in EFFECTS and EFFECTS[band.effect].voids and (band.points or band.percent is not None):
        found.append(Problem(f"{where}.effect", "effect_takes_all"))
    return found


_FLAT = frozenset({"points", "max_points", "cap", "most_times"})
_BANDED = frozenset({"grace", "bands", "cap"})

KINDS: dict[str, Kind] = {
    "flat": Kind("points", False, _FLAT, _flat_cost, _flat_amount, _check_flat),
    "overtime": Kind("seconds", True, _BANDED, _banded_cost, _seconds, _check_banded),
    "undertime": Kind("seconds", True, _BANDED, _banded_cost, _undertime_amount, _check_undertime, needs_minimum=True),
    "bonus": Kind(
        "points", False, _FLAT, lambda rule, amount, place: -_flat_cost(rule, amount, place), _flat_amount, _check_flat
    ),
    "knockout": Kind(
        "", False, frozenset(), lambda rule, amount, place: ZERO, _knockout_amount, lambda rule: [], sinks=True
    ),
}
