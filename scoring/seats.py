"""Who marks a part and for whom: seats that count, their weights and deputies, and a table of what an absence does."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from scoring.entered import Absent, Entry, Sheet
from scoring.rules import ONE, Part, Rulebook, SeatRule

Sheets = Mapping[str, Sheet | None]
_PLAIN = SeatRule("")  # a seat of which the rulebook says nothing
Row = tuple[Fraction, ...]  # a whole sheet: a mark for each criterion of the part, in order


@dataclass(frozen=True)
class Bench:
    """The judges of one part: those who count with their weights, in order; who stands in for whom; who only trains."""

    weights: Mapping[str, Fraction]
    deputies: Mapping[str, str] = field(default_factory=dict)
    shadows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Roll:
    """Who of a panel marked one team.

    `counted` are the whole sheets that count, `weights` those of their judges where the rulebook weighs any; `absent`
    says why, `missing` whose sheet is still to come, `awaited` those without whom the rulebook gives no figure.
    `deputies` are the judges who stood in, by the judge for whom; `shadows` whole sheets that never count, `struck` the
    questions struck out.
    """

    counted: Mapping[str, Row]
    absent: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    awaited: tuple[str, ...] = ()
    weights: Mapping[str, Fraction] = field(default_factory=dict)
    deputies: Mapping[str, str] = field(default_factory=dict)
    shadows: Mapping[str, Row] = field(default_factory=dict)
    struck: tuple[str, ...] = ()


@dataclass(frozen=True)
class Policy:
    """What an absence does: who is called for a team, and whether deputies are."""

    call: Callable[[Bench, Sheets, Sequence[str]], Roll]
    deputies: bool = False


def bench(part: Part, entry: Entry, rulebook: Rulebook) -> Bench:
    """Give who marks a part, in the order in which the entry lists the judges."""
    judges = entry.judges.get(part.key, ())
    if not rulebook.seats:
        return Bench(dict.fromkeys(judges, ONE))
    rules = {rule.seat: rule for rule in rulebook.seats}
    by_seat = {entry.seats.get(judge, judge): judge for judge in judges}
    weights: dict[str, Fraction] = {}
    deputies: dict[str, str] = {}
    shadows: list[str] = []
    for seat, judge in by_seat.items():
        rule = rules.get(seat, _PLAIN)
        if not marks_part(rulebook, seat, part.key):
            continue
        if rule.shadow:
            shadows.append(judge)
        elif not rule.deputy_of:
            weights[judge] = rule.weight
        elif rule.deputy_of in by_seat:
            deputies[by_seat[rule.deputy_of]] = judge
    return Bench(weights, deputies, tuple(shadows))


def marks_part(rulebook: Rulebook, seat: str, part: str) -> bool:
    """Say whether a seat marks a part at all, be it as a shadow or a deputy (who marks what its seat marks)."""
    rules = {rule.seat: rule for rule in rulebook.seats}
    rule = rules.get(seat, _PLAIN)
    parts = rules.get(rule.deputy_of, rule).parts
    return not parts or part in parts


def whole(sheet: Sheet | None, criteria: Sequence[str]) -> Row | None:
    """Give the marks of a sheet if it marks all these criteria, else None."""
    if sheet is None or isinstance(sheet, Absent):
        return None
    try:
        return tuple([sheet[key] for key in criteria])
    except KeyError:
        return None


def _called(seated: Bench, sitting: Mapping[str, str], sheets: Sheets, criteria: Sequence[str]) -> Roll:
    """Call the roll of the seats that count; `sitting` names who marks where it is not the seat's own judge."""
    counted: dict[str, Row] = {}
    absent: dict[str, str] = {}
    missing: list[str] = []
    weights: dict[str, Fraction] = {}
    for seat, weight in seated.weights.items():
        judge = sitting.get(seat, seat)
        sheet = sheets.get(judge)
        if isinstance(sheet, Absent):
            absent[judge] = sheet.value
        elif (marks := whole(sheet, criteria)) is None:
            missing.append(judge)
        else:
            counted[judge] = marks
            if weight is not ONE:
                weights[judge] = weight
    return Roll(counted, absent, tuple(missing), weights=weights, deputies=sitting)


def _whole_part(seated: Bench, sheets: Sheets, criteria: Sequence[str]) -> Roll:
    return _called(seated, {}, sheets, criteria)


def _wait(seated: Bench, sheets: Sheets, criteria: Sequence[str]) -> Roll:
    roll = _called(seated, {}, sheets, criteria)
    return replace(roll, awaited=tuple(roll.absent))


def _deputy(seated: Bench, sheets: Sheets, criteria: Sequence[str]) -> Roll:
    # Where the deputy is absent too, the seat is absent, and the mean is that of the others.
    standing_in = {
        seat: deputy
        for seat, deputy in seated.deputies.items()
        if isinstance(sheets.get(seat), Absent) and not isinstance(sheets.get(deputy), Absent)
    }
    return _called(seated, standing_in, sheets, criteria)


ABSENCE: dict[str, Policy] = {
    "whole_part": Policy(_whole_part),
    "wait": Policy(_wait),
    "deputy": Policy(_deputy, deputies=True),
}
