"""What a team's noted faults take and its merits give: by each one's own rule, then one act, caps and floors in their order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from contest.recount.log import Log, Unreadable
from contest.recount.ratio import HUNDRED, NOUGHT, Ratio, ratio, total, written
from contest.recount.rounding import lookup

MINUTE = 60
THOUSANDTHS = 1000
WHOLE = "-"
"""What stands where a part does for what is noted of the whole contest."""

Rule = Mapping[str, Any]


@dataclass(frozen=True)
class Base:
    """What percents are taken of in one place: the points before anything is taken, and the most that could be had."""

    points: Ratio
    most: Ratio | None = None


@dataclass(frozen=True)
class Cost:
    """What one fault or merit comes to by its own rule."""

    points: Ratio = NOUGHT
    merit: bool = False
    loses_all: bool = False
    knocks_out: bool = False

    @property
    def weight(self) -> tuple[bool, bool, Ratio]:
        """Give what makes one fault heavier than another: knocked out, all points lost, then how many points."""
        return self.knocks_out, self.loses_all, self.points


@dataclass(frozen=True)
class Noted:
    """One fault or merit as it stands in the log: where, by which rule, of which act, and what it comes to."""

    place: str
    rule: Rule
    act: str
    cost: Cost


@dataclass
class Charge:
    """What is taken and given in one place in the end; `lost` says that the place's points are lost altogether."""

    taken: Ratio = NOUGHT
    earned: Ratio = NOUGHT
    lost: bool = False

    @property
    def deducted(self) -> Ratio:
        """Give what the place's points are lessened by; below zero: that they grow."""
        return self.taken - self.earned


@dataclass
class Charges:
    """A team's charges by place, what the contest's cap and floor give back, and whether an act knocked it out."""

    places: dict[str, Charge] = field(default_factory=dict)
    given_back: Ratio = NOUGHT
    knocked_out: bool = False

    @property
    def taken(self) -> Ratio:
        """Give all that is taken in the end, merits left aside."""
        return total(charge.taken for charge in self.places.values()) - self.given_back

    @property
    def deducted(self) -> Ratio:
        """Give all that is taken less all that is given."""
        return total(charge.deducted for charge in self.places.values()) - self.given_back


PER: dict[str, Callable[[int], int]] = {
    "once": lambda seconds: 1,
    "full_minute": lambda seconds: seconds // MINUTE,
    "started_minute": lambda seconds: -(-seconds // MINUTE),
}
PERCENT_OF: dict[str, Callable[[Base], Ratio | None]] = {
    "points": lambda base: max(base.points, NOUGHT),
    "maximum": lambda base: base.most,
}
EFFECTS: dict[str, bool] = {"": False, "not_marked": False, "no_points": True}
"""Whether what a band of seconds does besides its points loses all points."""


def _typed(rule: Rule, amount: Ratio | None) -> Ratio:
    fixed = rule.get("points")
    if fixed is not None:
        return written(fixed)
    if amount is None:
        raise Unreadable("lacks", what=f"amount: {rule['key']}")
    return amount


def _flat(rule: Rule, amount: Ratio | None, base: Base) -> Cost:
    return Cost(_typed(rule, amount))


def _bonus(rule: Rule, amount: Ratio | None, base: Base) -> Cost:
    return Cost(_typed(rule, amount), merit=True)


def _knockout(rule: Rule, amount: Ratio | None, base: Base) -> Cost:
    return Cost(knocks_out=True)


def _by_time(rule: Rule, amount: Ratio | None, base: Base) -> Cost:
    seconds = amount.up // amount.down if amount else 0
    if seconds <= int(rule.get("grace", 0)):
        return Cost()
    for band in rule["bands"]:
        if int(band["from"]) <= seconds < int(band.get("until", seconds + 1)):
            if lookup(EFFECTS, band.get("effect", "")):
                return Cost(max(base.points, NOUGHT), loses_all=True)
            return Cost(_once(band, base) * ratio(lookup(PER, band.get("per", "once"))(seconds)))
    return Cost()


def _once(band: Mapping[str, Any], base: Base) -> Ratio:
    if "percent" not in band:
        return written(band.get("points", 0))
    of = lookup(PERCENT_OF, band.get("percent_of", "points"))(base)
    if of is None:
        raise Unreadable("lacks", what="max_points")
    found: Ratio = written(band["percent"]) / HUNDRED * of
    return found


KINDS: dict[str, Callable[[Rule, Ratio | None, Base], Cost]] = {
    "flat": _flat,
    "overtime": _by_time,
    "undertime": _by_time,
    "bonus": _bonus,
    "knockout": _knockout,
}


def charges(log: Log, team: str, bases: Mapping[str, Base]) -> Charges:
    """Charge a team for all that was noted in the parts in which it was there (those of `bases`, in order) and beside them."""
    noted = _of_one_act(log, _noted(log, team, bases), list(bases))
    found = Charges(knocked_out=any(each.cost.knocks_out for each in noted))
    parts = {part["key"]: part for part in log.rules["parts"]}
    for place, base in bases.items():
        rules = log.rules if place == WHOLE else parts[place]
        mine = [each for each in noted if each.place == place]
        found.places[place] = _charge(mine, base) if place == WHOLE else _limited(_charge(mine, base), base, rules)
    _limit_all(log, found, bases)
    return found


def _noted(log: Log, team: str, places: Mapping[str, Base]) -> list[Noted]:
    shared = {rule["key"]: rule for rule in log.rules.get("deductions", ())}
    rules = {part["key"]: {rule["key"]: rule for rule in part.get("deductions", ())} for part in log.rules["parts"]}
    found = []
    for path, state in log.below("deduction"):
        place = path[1]
        if path[2] != team or state["withdrawn"] or place not in places:
            continue
        rule = lookup(shared | rules.get(place, {}), state["rule"])
        amount = None if state["amount"] is None else ratio(state["amount"], THOUSANDTHS)
        cost = lookup(KINDS, rule["kind"])(rule, amount, places[place])
        found.append(Noted(place, rule, " ".join(str(state.get("act", "")).split()).casefold(), cost))
    return found


def _heaviest(noted: list[Noted]) -> list[Noted]:
    # The first of the heaviest; they come in the order of the rulebook.
    return [max(noted, key=lambda each: each.cost.weight)]


def _every(noted: list[Noted]) -> list[Noted]:
    return noted


ONE_ACT: dict[str, Callable[[list[Noted]], list[Noted]]] = {"heaviest": _heaviest, "each": _every}
"""Which of several faults of one act count."""


def _of_one_act(log: Log, noted: list[Noted], places: list[str]) -> list[Noted]:
    count = lookup(ONE_ACT, log.rules.get("one_act", "heaviest"))
    acts: dict[tuple[object, bool], list[Noted]] = {}
    for number, each in enumerate(sorted(noted, key=lambda each: (places.index(each.place), _listed(log, each)))):
        acts.setdefault((each.act or number, each.cost.merit), []).append(
            each
        )  # without an act it is a deed of its own
    return [each for act in acts.values() for each in count(act)]


def _listed(log: Log, noted: Noted) -> int:
    """Give where a rule stands in the rulebook: those of the place before those of the whole contest."""
    own = [rule for part in log.rules["parts"] if part["key"] == noted.place for rule in part.get("deductions", ())]
    return [rule["key"] for rule in (*own, *log.rules.get("deductions", ()))].index(noted.rule["key"])


def _charge(noted: list[Noted], base: Base) -> Charge:
    """Add up one place: of each rule as many as count, and no more than its cap."""
    if any(each.cost.loses_all for each in noted):
        return Charge(taken=max(base.points, NOUGHT), lost=True)
    charge = Charge()
    for key in dict.fromkeys(each.rule["key"] for each in noted):
        mine = [each for each in noted if each.rule["key"] == key]
        costs = sorted((each.cost.points for each in mine), reverse=True)[: mine[0].rule.get("most_times")]
        cap = mine[0].rule.get("cap")
        come_to = total(costs) if cap is None else min(total(costs), written(cap))
        if mine[0].cost.merit:
            charge.earned += come_to
        else:
            charge.taken += come_to
    return charge


def _limited(charge: Charge, base: Base, rules: Rule) -> Charge:
    """Hold a part's charge to its cap, then to its floor, which lifts no marks."""
    if charge.lost:
        return charge
    if rules.get("deduction_cap") is not None:
        charge.taken = min(charge.taken, written(rules["deduction_cap"]))
    if rules.get("floor") is not None:
        charge.taken -= _lifted(base.points - charge.deducted, charge.taken, written(rules["floor"]))
    return charge


def _lifted(left: Ratio, taken: Ratio, floor: Ratio) -> Ratio:
    """Give how much of what was taken a floor gives back."""
    return max(NOUGHT, min(floor - left, taken))


def _limit_all(log: Log, found: Charges, bases: Mapping[str, Base]) -> None:
    """Hold all charges together to the contest's cap, then to its floor."""
    whole = found.places[WHOLE]
    left = total(base.points - found.places[place].deducted for place, base in bases.items() if place != WHOLE)
    if whole.lost:
        whole.taken = max(left, NOUGHT)
        return
    left -= whole.deducted
    taken = total(charge.taken for charge in found.places.values() if not charge.lost)
    if log.rules.get("deduction_cap") is not None:
        found.given_back = max(NOUGHT, taken - written(log.rules["deduction_cap"]))
    if log.rules.get("floor") is not None:
        left += found.given_back
        found.given_back += _lifted(left, taken - found.given_back, written(log.rules["floor"]))
