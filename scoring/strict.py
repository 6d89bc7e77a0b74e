"""A plain dict made a Rulebook: each part of the document read strictly, and what it says together checked."""

from fractions import Fraction

from scoring.applying import ONE_ACT
from scoring.deductionrules import check_deductions, deductions, floor, percent
from scoring.panel import METHODS, OWN_FIGURES, maximum
from scoring.parts import NOT_PRESENT, OVER
from scoring.points import exact_sum
from scoring.prizereader import check_prizes, read_advance, read_caps, read_prizes, read_specials
from scoring.ranking import GROUPINGS, RANK_ON, SHARED_RANKS
from scoring.reader import Reader, folded
from scoring.rounding import MODES, STAGES
from scoring.rules import (
    JUDGES_SHOWN,
    ONE,
    Criterion,
    Issued,
    Panel,
    Part,
    RoundingStage,
    Rulebook,
)
from scoring.seats import ABSENCE
from scoring.shares import PERCENT_OF, check_percents, maximum_of
from scoring.sinking import SUNK
from scoring.strictpanel import check_seats, read_panel, read_seats
from scoring.ties import STEPS, step_of


def read_rulebook(top: Reader) -> Rulebook:
    """Give the rulebook of a document; it is only good if the reader has noted no problem."""
    parts = tuple(_part(each) for each in top.tables("parts"))
    if not parts:
        top.note("parts", "no_parts")
    _no_twins(top, parts)
    groups = top.choice("groups", GROUPINGS, "together")
    rulebook = Rulebook(
        name=top.text("name", required=True),
        parts=parts,
        rounding=_rounding(top),
        decimals=top.integer("decimals", 2, high=6),
        rank_on=top.choice("rank_on", RANK_ON, "exact"),
        ties=tuple(top.texts("ties")),
        prizes=read_prizes(top, groups),
        deductions=deductions(top),
        absent=top.choice("absent", ABSENCE, "whole_part"),
        not_present=top.choice("not_present", NOT_PRESENT, "zero"),
        max_total=top.positive("max_total"),
        near_tie=top.positive("near_tie"),
        source=top.text("source"),
        invented=top.boolean("invented"),
        note=top.text("note"),
        issued=_issued(top),
        judges_shown=top.choice("judges_shown", JUDGES_SHOWN, JUDGES_SHOWN[0]),
        shared_ranks=top.choice("shared_ranks", SHARED_RANKS, "standard"),
        groups=groups,
        prize_caps=read_caps(top),
        special_prizes=read_specials(top),
        advance=read_advance(top),
        seats=read_seats(top),
        percent_of=top.choice("percent_of", PERCENT_OF, "points"),
        floor=floor(top),
        deduction_cap=top.positive("deduction_cap"),
        one_act=top.choice("one_act", ONE_ACT, "heaviest"),
        sunk=top.choice("sunk", SUNK, "unranked"),
    )
    _check_together(top, rulebook)
    top.close()
    return rulebook


def _no_twins(top: Reader, parts: tuple[Part, ...]) -> None:
    top.no_duplicates("parts", "key", [part.key for part in parts])
    top.no_duplicates("parts", "name", [part.name for part in parts])
    # A part without a short name is called by its name, so two equal short names may both be told already.
    names = {folded(part.name) for part in parts}
    top.no_duplicates("parts", "short_name", [p.short_name for p in parts if folded(p.short_name) != folded(p.name)])
    for part in parts:
        if folded(part.short_name) in names - {folded(part.name)}:
            top.note("parts", "duplicate", field="short_name", typed=part.short_name)


def _issued(top: Reader) -> Issued | None:
    if not top.has("issued"):
        return None
    table = top.table("issued", "empty_issued")
    issued = Issued(table.text("number"), table.day("date"), table.text("issuer"), table.text("abstract"))
    table.close()
    return issued


def _part(table: Reader) -> Part:
    criteria_tables = table.tables("criteria")
    panel = read_panel(table.table("panel", "empty_panel"))
    max_points = table.positive("max_points")
    open_figure = not table.has("max_points")
    answers = panel.method in METHODS and METHODS[panel.method].answers
    criteria = tuple(_criterion(each, open_figure, answers) for each in criteria_tables)
    name = table.text("name", required=True)
    part = Part(
        key=table.key("key"),
        name=name,
        short_name=table.text("short_name") or name,
        criteria=criteria,
        panel=panel,
        max_points=max_points,
        factor=_or_one(table.positive("factor", whole_thousandths=False)),
        deductions=deductions(table),
        spread_tolerance=table.positive("spread_tolerance"),
        time_limit=table.integer("time_limit", low=1) or None,
        note=table.text("note"),
        time_minimum=table.integer("time_minimum", low=1) or None,
        percent=percent(table, "percent"),
        min_share=percent(table, "min_share"),
        deduction_cap=table.positive("deduction_cap"),
        floor=floor(table),
    )
    for each, criterion in zip(criteria_tables, criteria, strict=True):
        _check_share(each, criterion, panel)
    _check_part(table, part, open_figure, any(each.bad & {"max_points", "weight"} for each in criteria_tables))
    table.close()
    return part


def _check_part(table: Reader, part: Part, open_figure: bool, unknown_sum: bool) -> None:
    if not part.criteria and "criteria" not in table.bad:
        table.note("criteria", "no_criteria")
    table.no_duplicates("criteria", "key", [criterion.key for criterion in part.criteria])
    table.no_duplicates("criteria", "name", [criterion.name for criterion in part.criteria])
    if open_figure and part.panel.method in METHODS and not METHODS[part.panel.method].open:
        table.note("max_points", "open_but_judged", method=part.panel.method)
    total = part.sheet_max
    if part.criteria and not unknown_sum and part.max_points is not None and total != part.max_points:
        table.note("max_points", "sum_differs", stated=part.max_points, total=total)
    known = part.panel.method in METHODS and part.panel.over in OVER and "max_points" not in table.bad
    if part.min_share is not None and known and maximum(part) is None:
        table.note("min_share", "share_of_open")
    if part.time_minimum is not None and part.time_limit is not None and part.time_minimum > part.time_limit:
        table.note("time_minimum", "minimum_above_limit", typed=part.time_minimum, limit=part.time_limit)
    if part.spread_tolerance is not None and part.max_points is not None and part.spread_tolerance > part.max_points:
        table.note("spread_tolerance", "above_the_maximum", typed=part.spread_tolerance, max=part.max_points)


def _criterion(table: Reader, open_figure: bool, answers: bool) -> Criterion:
    max_points = table.positive("max_points", required=not open_figure)
    step = table.positive("step", required=table.has("max_points") and not answers)
    if max_points is not None and step is not None and (max_points / step).denominator != 1:
        table.note("step", "step_misses_max", step=step, max=max_points)
    criterion = Criterion(
        key=table.key("key"),
        name=table.text("name", required=True),
        max_points=max_points,
        step=step,
        weight=_or_one(table.positive("weight", whole_thousandths=False)),
        group=table.text("group"),
        note=table.text("note"),
        min_share=percent(table, "min_share"),
        zero_sinks=table.boolean("zero_sinks"),
    )
    if criterion.min_share is not None and max_points is None and "max_points" not in table.bad:
        table.note("min_share", "share_of_open")
    table.close()
    return criterion


def _check_share(table: Reader, criterion: Criterion, panel: Panel) -> None:
    """Note a least share or a zero that would be looked for in a figure which is no mark: a sum of marks, points of a place."""
    method = METHODS.get(panel.method)
    if method is None or not OWN_FIGURES.get(panel.over):  # an unknown name is told of itself
        return
    if criterion.min_share is not None and not method.on_scale:
        table.note("min_share", "share_off_scale")
    if criterion.zero_sinks and method.relative:
        table.note("zero_sinks", "zero_of_places")


def _or_one(value: Fraction | None) -> Fraction:
    return ONE if value is None else value


def _rounding(top: Reader) -> tuple[RoundingStage, ...]:
    stages = []
    for table in top.tables("rounding"):
        stage = table.choice("stage", STAGES)
        decimals = table.integer("decimals", high=6, required=True)
        stages.append(RoundingStage(stage, decimals, table.choice("mode", MODES, "half_up")))
        table.close()
    top.no_duplicates("rounding", "stage", [stage.stage for stage in stages])
    return tuple(stages)


def _check_together(top: Reader, rulebook: Rulebook) -> None:
    check_percents(top, rulebook)
    if "percent_of" not in top.bad:
        _check_total(top, rulebook)
    check_seats(top, rulebook)
    _check_ties(top, rulebook)
    check_prizes(top, rulebook)
    check_deductions(top, rulebook)
    for stage in rulebook.rounding:
        # Rounding to three decimals and showing two would round twice, and 0,4449 would be shown as 0,45.
        if stage.stage == "total" and stage.decimals > rulebook.decimals and "decimals" not in top.bad:
            top.note("decimals", "shows_less_than_total", typed=rulebook.decimals, total=stage.decimals)


def _check_total(top: Reader, rulebook: Rulebook) -> None:
    told = {problem.where for problem in top.problems}
    unread = any(f"parts.{part.key}.{key}" in told for part in rulebook.parts for key in ("factor", "percent"))
    if rulebook.max_total is None or unread or not rulebook.parts:
        return
    known = [most for part in rulebook.parts if (most := maximum_of(part, rulebook)) is not None]
    total = exact_sum(known)
    closed = len(known) == len(rulebook.parts)
    if total > rulebook.max_total or (closed and total != rulebook.max_total):
        top.note("max_total", "total_differs", stated=rulebook.max_total, total=total)


def _check_ties(top: Reader, rulebook: Rulebook) -> None:
    parts = {part.key: part for part in rulebook.parts}
    for number, written in enumerate(rulebook.ties, start=1):
        if not written:  # no text, which is told already
            continue
        name, argument = step_of(written)
        step = STEPS.get(name)
        if step is None:
            top.note(f"ties.{number}", "tie_unknown_step", typed=written, known=tuple(STEPS))
        else:
            top.adopt(step.check(argument, parts), under=f"ties.{number}")
    top.no_duplicates("ties", "step", [":".join(filter(None, step_of(written))) for written in rulebook.ties])
