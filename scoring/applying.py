"""All faults and merits of one team together: what is noted, what counts, what caps and floors cut; after the panel."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from scoring.deductions import EFFECTS, KINDS, Place, band_of
from scoring.entered import Fault
from scoring.figures import AppliedDeduction, Cut, PartFigure
from scoring.points import exact_sum
from scoring.reader import folded
from scoring.rules import ZERO, DeductionRule, Rulebook
from scoring.shares import maximum_of

Figures = Mapping[str, PartFigure]
Items = list[AppliedDeduction]


@dataclass(frozen=True)
class Whole:
    """What is taken from the whole contest: its own faults, what the total's cap and floor cut, and all that is taken."""

    items: tuple[AppliedDeduction, ...]
    cuts: tuple[Cut, ...]
    deducted: Fraction


def deduct(faults: Sequence[Fault], figures: Figures, rulebook: Rulebook) -> tuple[Figures, Whole]:
    """Give a team's figures after its deductions, and the contest's; raise KeyError for a rule that there is not."""
    if not faults:
        return figures, Whole((), (), ZERO)
    places = {key: _place(figure, rulebook) for key, figure in figures.items()}
    whole = Place(
        exact_sum(place.points for place in places.values()), exact_sum(place.maximum for place in places.values())
    )
    noted = [
        _noted(fault, whole if fault.part is None else places[fault.part], rulebook)
        for fault in faults
        if fault.part is None or fault.part in places
    ]
    counted = ONE_ACT[rulebook.one_act](noted, rulebook)
    after = {
        key: _part(figure, [item for item in counted if item.part == key], rulebook) for key, figure in figures.items()
    }
    return after, _whole([item for item in counted if item.part is None], after, rulebook)


def _place(figure: PartFigure, rulebook: Rulebook) -> Place:
    return Place(figure.points or ZERO, maximum_of(rulebook.part(figure.part), rulebook) or ZERO)


def _noted(fault: Fault, place: Place, rulebook: Rulebook) -> AppliedDeduction:
    rule = rulebook.rule(fault.part, fault.rule)
    cost = KINDS[rule.kind].cost(rule, fault.amount, place)
    band = band_of(rule, fault.amount)
    return AppliedDeduction(
        rule=rule.key,
        name=rule.name,
        part=fault.part,
        amount=fault.amount,
        points=cost,
        reason=fault.reason,
        noted=cost,
        effect=band.effect if band else "",
        act=fault.act,
        timed_by=fault.timed_by,
        confirmed_by=fault.confirmed_by,
    )


def _cut(item: AppliedDeduction, limit: str, by: Fraction) -> AppliedDeduction:
    return replace(item, points=item.points - by, cuts=(*item.cuts, Cut(limit, by)))


def _heaviest(items: Items, rulebook: Rulebook) -> Items:
    """Let only the heaviest fault (and the greatest merit) of one act count: a knock-out, then a void part, then points.

    Among equals the place that comes first in the rulebook, then the rule, so that neither entry nor keys say anything.
    """
    order = [*(part.key for part in rulebook.parts), None]

    def place(at: int) -> tuple[int, int]:
        rules = [rule.key for rule in rulebook.rules_for(items[at].part)]
        return order.index(items[at].part), rules.index(items[at].rule)

    def weight(at: int) -> tuple[bool, bool, Fraction]:
        return sinks(items[at], rulebook), _voids(items[at]), abs(items[at].points)

    kept: dict[tuple[str, bool], int] = {}
    for at in sorted(sorted(range(len(items)), key=place), key=weight, reverse=True):
        kept.setdefault(_deed(items[at]), at)
    return [
        item if not item.act or kept[_deed(item)] == at else _cut(item, "one_act", item.points)
        for at, item in enumerate(items)
    ]


def _deed(item: AppliedDeduction) -> tuple[str, bool]:
    return folded(item.act), item.points < 0


ONE_ACT: dict[str, Callable[[Items, Rulebook], Items]] = {"heaviest": _heaviest, "each": lambda items, rulebook: items}


def sinks(item: AppliedDeduction, rulebook: Rulebook) -> bool:
    """Say whether it is a knock-out."""
    return KINDS[rulebook.rule(item.part, item.rule).kind].sinks


def _voids(item: AppliedDeduction) -> bool:
    """Say whether it leaves its place without points, which it does not once another fault of its act counts."""
    return item.effect in EFFECTS and EFFECTS[item.effect].voids and not item.cuts


def _settled(items: Items, has: Fraction, rulebook: Rulebook) -> Items:
    """Give what counts in one place that `has` so many points: all of them are lost, or each rule keeps to its limits."""
    void = next((at for at, item in enumerate(items) if _voids(item)), None)
    if void is not None:
        lost = replace(items[void], noted=max(has, ZERO), points=max(has, ZERO))
        return [
            lost if at == void else item if item.cuts else _cut(item, lost.effect, item.points)
            for at, item in enumerate(items)
        ]
    by_rule: dict[str, list[int]] = {}
    for at, item in enumerate(items):
        by_rule.setdefault(item.rule, []).append(at)
    settled = list(items)
    for key, places in by_rule.items():
        _keep_to_limits(settled, places, rulebook.rule(items[places[0]].part, key))
    return settled


def _keep_to_limits(items: Items, places: list[int], rule: DeductionRule) -> None:
    """Cut what exceeds the rule's `most_times` (the dearest count) and then its `cap` (the earlier ones count first)."""
    counting = sorted((at for at in places if not items[at].cuts), key=lambda at: -abs(items[at].points))
    for at in counting[rule.most_times :] if rule.most_times is not None else ():
        items[at] = _cut(items[at], "most_times", items[at].points)
    if rule.cap is None:
        return
    room = rule.cap
    for at in places:
        points = abs(items[at].points)
        if points > room:
            # Of a merit, whose points are below zero, so is what is cut.
            items[at] = _cut(items[at], "cap", items[at].points * (points - room) / points)
        room = max(room - points, ZERO)


def _limits(taken: Fraction, left: Fraction | None, cap: Fraction | None, floor: Fraction | None) -> tuple[Cut, ...]:
    """Give what a place's cap, and then its floor, gives back of what was taken; nothing lifts the marks themselves."""
    cuts = []
    back = ZERO
    if cap is not None and taken > cap:
        back = taken - cap
        cuts.append(Cut("deduction_cap", back))
    if floor is not None and left is not None:
        more = min(taken - back, floor - left - back)
        if more > 0:
            cuts.append(Cut("floor", more))
    return tuple(cuts)


def _taken(items: Sequence[AppliedDeduction]) -> Fraction:
    """Give what caps and floors look at: what is taken, less a place that lost all its points by its time."""
    return exact_sum(max(item.points, ZERO) for item in items if not _voids(item))


def _part(figure: PartFigure, items: Items, rulebook: Rulebook) -> PartFigure:
    if not items:
        return figure
    part = rulebook.part(figure.part)
    settled = _settled(items, figure.points or ZERO, rulebook)
    taken = exact_sum(item.points for item in settled)
    left = None if figure.points is None else figure.points - taken
    cuts = _limits(_taken(settled), left, part.deduction_cap, part.floor)
    deducted = taken - exact_sum(cut.points for cut in cuts)
    net = None if figure.points is None else figure.points - deducted
    return replace(figure, deductions=tuple(settled), cuts=cuts, deducted=deducted, net=net)


def _whole(items: Items, figures: Figures, rulebook: Rulebook) -> Whole:
    nets = [figure.net for figure in figures.values() if figure.net is not None]
    settled = _settled(items, exact_sum(nets), rulebook)
    taken = exact_sum(item.points for item in settled)
    left = exact_sum(nets) - taken if len(nets) == len(figures) else None
    reached = _taken(settled) + exact_sum(
        _taken(figure.deductions) - exact_sum(cut.points for cut in figure.cuts) for figure in figures.values()
    )
    void = any(_voids(item) for item in settled)
    cuts = () if void else _limits(reached, left, rulebook.deduction_cap, rulebook.floor)
    cut = exact_sum(each.points for each in cuts)
    return Whole(tuple(settled), cuts, taken - cut + exact_sum(figure.deducted for figure in figures.values()))
