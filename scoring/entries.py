"""Whether what was entered fits the rulebook: every mark, fault and decision that does not, with its reason."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import chain

from scoring.deductions import KINDS
from scoring.entered import Absent, Decision, Entry, Fault, Marks, Strike
from scoring.panel import METHODS
from scoring.points import PointsError
from scoring.ranking import GROUPINGS
from scoring.rules import Part, Problem, Rulebook
from scoring.seats import marks_part
from scoring.ties import STEPS, answered_steps


def problems(entry: Entry, rulebook: Rulebook) -> tuple[Problem, ...]:
    """Give all that does not fit, none of which standings() may be given; places read "part/team/judge/criterion"."""
    found = (_sheets(entry, rulebook), _strikes(entry, rulebook), _faults(entry, rulebook))
    return tuple(chain(*found, _decisions(entry), _groups(entry, rulebook)))


def _sheets(entry: Entry, rulebook: Rulebook) -> Iterator[Problem]:
    parts = {part.key: part for part in rulebook.parts}
    for (key, team, judge), sheet in entry.sheets.items():
        where = f"{key}/{team}/{judge}"
        part = parts.get(key)
        if part is None or team not in entry.teams:
            yield Problem(where, "unknown_part" if part is None else "unknown_team", {"part": key, "team": team})
        elif not METHODS[part.panel.method].judged:
            yield Problem(where, "part_is_agreed", {"part": part.name})
        elif judge not in entry.judges.get(key, ()):
            yield Problem(where, "unknown_judge", {"part": part.name, "judge": judge})
        elif not marks_part(rulebook, entry.seats.get(judge, judge), key):
            yield Problem(where, "seat_not_for_part", {"part": part.name, "judge": judge})
        elif not isinstance(sheet, Absent):
            yield from _marks(where, part, sheet)
    for (key, team), marks in entry.agreed.items():
        where = f"{key}/{team}"
        part = parts.get(key)
        if part is None or team not in entry.teams:
            yield Problem(where, "unknown_part" if part is None else "unknown_team", {"part": key, "team": team})
        elif METHODS[part.panel.method].judged:
            yield Problem(where, "part_is_judged", {"part": part.name})
        else:
            yield from _marks(where, part, marks)


def _marks(where: str, part: Part, marks: Marks) -> Iterator[Problem]:
    criteria = {criterion.key: criterion for criterion in part.criteria}
    for key, value in marks.items():
        if key not in criteria:
            yield Problem(f"{where}/{key}", "unknown_criterion", {"part": part.name, "criterion": key})
            continue
        try:
            METHODS[part.panel.method].check_mark(value, criteria[key], part.panel)
        except PointsError as error:
            yield Problem(f"{where}/{key}", error.code, error.values)


def _strikes(entry: Entry, rulebook: Rulebook) -> Iterator[Problem]:
    for number, strike in enumerate(entry.struck, start=1):
        error = strike_error(strike, entry.struck[: number - 1], rulebook)
        if error is not None:
            yield Problem(f"struck/{number}", error.code, error.values)


def strike_error(strike: Strike, earlier: tuple[Strike, ...], rulebook: Rulebook) -> PointsError | None:
    """Give why a question cannot be struck out after the earlier ones; None if it can."""
    part = {part.key: part for part in rulebook.parts}.get(strike.part)
    if part is None:
        return PointsError("unknown_part", {"part": strike.part})
    if not METHODS[part.panel.method].answers:
        return PointsError("strike_no_quiz", {"part": part.name})
    names = {criterion.key: criterion.name for criterion in part.criteria}
    if strike.criterion not in names:
        return PointsError("unknown_criterion", {"part": part.name, "criterion": strike.criterion})
    struck = {each.criterion for each in earlier if each.part == strike.part}
    if strike.criterion in struck:
        return PointsError("struck_twice", {"part": part.name, "criterion": names[strike.criterion]})
    if len(struck) + 1 == len(names):
        return PointsError("struck_all", {"part": part.name})
    return None


def _faults(entry: Entry, rulebook: Rulebook) -> Iterator[Problem]:
    seen: set[tuple[str, str | None, str]] = set()
    for number, fault in enumerate(entry.faults, start=1):
        where = f"faults/{number}"
        error = fault_error(fault, rulebook)
        if fault.team not in entry.teams:
            yield Problem(where, "unknown_team", {"team": fault.team})
        elif error is not None:
            yield Problem(where, error.code, error.values)
        else:
            rule = rulebook.rule(fault.part, fault.rule)
            place = (fault.team, fault.part, fault.rule)
            if KINDS[rule.kind].once and place in seen:
                yield Problem(where, "fault_twice", {"team": fault.team, "rule": rule.name})
            seen.add(place)


def fault_error(fault: Fault, rulebook: Rulebook) -> PointsError | None:
    """Give why a fault does not fit the rulebook (unknown part, unknown rule, impossible amount); None if it does."""
    try:
        rule = rulebook.rule(fault.part, fault.rule)
        KINDS[rule.kind].check_amount(rule, fault.amount, rulebook.part(fault.part) if fault.part is not None else None)
    except KeyError:
        known = {part.key for part in rulebook.parts}
        if fault.part is not None and fault.part not in known:
            return PointsError("unknown_part", {"part": fault.part})
        rules = tuple(rule.key for rule in rulebook.rules_for(fault.part))
        return PointsError("unknown_rule", {"rule": fault.rule, "known": rules})
    except PointsError as error:
        return error
    return None


def _decisions(entry: Entry) -> Iterator[Problem]:
    for number, decision in enumerate(entry.decisions, start=1):
        where = f"decisions/{number}"
        ordered = [team for group in decision.order for team in group]
        strangers = tuple(team for team in decision.teams if team not in entry.teams)
        if strangers:
            yield Problem(where, "unknown_team", {"team": strangers[0]})
        elif len(set(decision.teams)) < 2 or len(set(decision.teams)) != len(decision.teams):
            yield Problem(where, "decision_needs_two", {"teams": decision.teams})
        elif sorted(ordered) != sorted(decision.teams):
            yield Problem(where, "decision_order_differs", {"teams": decision.teams, "order": tuple(ordered)})
        elif (error := answer_error(decision)) is not None:
            yield Problem(where, error.code, error.values)


def answer_error(decision: Decision) -> PointsError | None:
    """Give why what people gave does not fit the step it answers (unknown step, values lacking or against the order)."""
    step = STEPS.get(decision.step)
    if step is None or step.asks is None:
        return PointsError("decision_unknown_step", {"typed": decision.step, "known": answered_steps()})
    if decision.values and step.asks.order is None:
        return PointsError("decision_takes_no_values", {"step": decision.step})
    if set(decision.values) != set(decision.teams) and (decision.values or step.asks.needed):
        return PointsError("decision_needs_values", {"step": decision.step, "teams": decision.teams})
    if any(value < 0 for value in decision.values.values()):
        return PointsError("decision_value_below_zero", {"step": decision.step})
    if step.asks.distinct and (any(len(group) > 1 for group in decision.order) or _repeated(decision.values.values())):
        return PointsError("decision_values_equal", {"step": decision.step})
    follows = step.asks.order(decision.values) if decision.values and step.asks.order else decision.order
    if [set(group) for group in follows] != [set(group) for group in decision.order]:
        return PointsError("decision_values_differ", {"step": decision.step})
    return None


def _repeated(values: Iterable[Fraction]) -> bool:
    counted = list(values)
    return len(set(counted)) < len(counted)


def _groups(entry: Entry, rulebook: Rulebook) -> Iterator[Problem]:
    if GROUPINGS[rulebook.groups].apart:
        for team in entry.teams:
            if not entry.groups.get(team):
                yield Problem(f"groups/{team}", "team_without_group", {"team": team})
