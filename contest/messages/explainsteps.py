"""How a figure came about, in plain sentences: one function for each kind of step, in tables."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import cast

from contest.messages.amounts import about, added, digits, duration, factor, figure, fixed, listed
from contest.messages.rules.deductions import EFFECTS
from contest.messages.speaking import Speaker, Values
from scoring.account import Step
from scoring.deductions import KINDS
from scoring.figures import AppliedDeduction, Cut
from scoring.panelfigures import Mark, PanelMarks, Placing
from scoring.points import exact_sum
from scoring.rules import ONE, Part

Used = PanelMarks
Working = Callable[[Speaker, Step], str]


def _mean(used: Used, after: Fraction) -> str:
    if all(mark.weight == ONE for mark in used):
        return f"{figure(exact_sum(mark.value for mark in used))} : {len(used)} = {about(after)}"
    weights = exact_sum(mark.weight for mark in used)
    return f"{_sum(used, after * weights)}; {figure(after * weights)} : {figure(weights)} = {about(after)}"


def _sum(used: Iterable[Mark], after: Fraction) -> str:
    return f"cộng: {added(map(_weighed, used))} = {about(after)}"


def _weighed(mark: Mark) -> str:
    return figure(mark.value) if mark.weight == ONE else f"{figure(mark.value)} × {factor(mark.weight)}"


def _median(used: Used, after: Fraction) -> str:
    if len(used) == 1:
        return f"điểm đứng giữa {about(after)}"
    both = exact_sum(mark.value for mark in used)
    return f"hai điểm đứng giữa, {_sum(used, both)}; {figure(both)} : {len(used)} = {about(after)}"


def _of_marks(work: Callable[[Used, Fraction], str]) -> Working:
    return lambda speaker, step: work(_used(step), step.after)


def _trimmed_mean(speaker: Speaker, step: Step) -> str:
    said = _mean(_used(step), step.after)
    return said if step.values["dropped"] else f"ít giám khảo nên không bỏ điểm nào, {said}"


def _entered(said: str) -> Working:
    return lambda speaker, step: f"{said} {about(step.after)}"


def _rank_sum(speaker: Speaker, step: Step) -> str:
    placing = cast(Placing, step.values["placing"])
    return (
        f"hạng của {_placers(speaker, placing)}, {_sum(placing.places, placing.total)}; {_placed(placing, step.after)}"
    )


def _majority(speaker: Speaker, step: Step) -> str:
    placing = cast(Placing, step.values["placing"])
    places = "; ".join(figure(mark.value) for mark in placing.places)
    columns = "; ".join(
        COLUMN.format(place=each.place, judges=each.judges, total=figure(each.total)) for each in placing.columns
    )
    how = f"đa số từ {placing.needed}; {columns}; {_placed(placing, step.after)}"
    return f"hạng của {_placers(speaker, placing)}: {places}; {how}"


def _placers(speaker: Speaker, placing: Placing) -> str:
    return listed(speaker.judge(mark.judge) for mark in placing.places)


def _placed(placing: Placing, after: Fraction) -> str:
    return f"xếp hạng {figure(placing.place)}, đổi ra {about(after)} điểm"


COLUMN = "hạng {place} trở lên: {judges} giám khảo (tổng các hạng ấy {total})"

# How a panel's method comes from the marks that it used to its figure.
METHOD_WORKING: Mapping[str, Working] = {
    "mean": _of_marks(_mean),
    "trimmed_mean": _trimmed_mean,
    "median": _of_marks(_median),
    "sum": _of_marks(_sum),
    "rank_sum": _rank_sum,
    "majority": _majority,
    "agreed": _entered("điểm thống nhất"),
    "minutes": _entered("điểm chấm chung"),
    "quiz": _entered("điểm trả lời"),
    "carried": _entered("điểm mang sang"),
    "audience": _entered("điểm bình chọn"),
}


def _criterion(speaker: Speaker, step: Step) -> str:
    return f"riêng tiêu chí này, để phân định: {_mean(_used(step), step.after)}"


def _criterion_shared(speaker: Speaker, step: Step) -> str:
    return f"riêng tiêu chí này, để phân định, các phiếu bằng nhau được tính như nhau: {about(step.after)}"


def _used(step: Step) -> Used:
    return cast(Used, step.values["used"])


DROPPED: Mapping[str, str] = {
    "lowest": "thấp nhất",
    "highest": "cao nhất",
    "not_every_team": "người chấm không chấm đủ mọi đội",
}


def _panel(speaker: Speaker, step: Step) -> str:
    return METHOD_WORKING[str(step.values["method"])](speaker, step)


def _entered_sum(speaker: Speaker, step: Step) -> str:
    return _sum(_used(step), step.after)


def _round(speaker: Speaker, step: Step) -> str:
    values: Values = step.values
    return f"{figure(values['before'])}{_rounded(speaker, step)}"


def _rounded(speaker: Speaker, step: Step) -> str:
    values: Values = step.values
    return f" → {fixed(step.after, values['decimals'])} ({digits(values['decimals'])})"


def _grown(part: Part, struck: Sequence[str]) -> str:
    full = part.sheet_max or Fraction(0)
    lost = exact_sum(part.criterion(key).weight * (part.criterion(key).max_points or Fraction(0)) for key in struck)
    return f" (× {figure(full)} : {figure(full - lost)})"


def _kept(part: Part, struck: Sequence[str]) -> str:
    return ""


# By what the other questions of a quiz count more when some are struck out.
STRUCK_HOW: Mapping[str, Callable[[Part, Sequence[str]], str]] = {
    "everyone": _kept,
    "nobody": _kept,
    "rescaled": _grown,
}

SIGNS: Mapping[str, str] = {"times": "×", "over": ":"}


def _times(speaker: Speaker, step: Step) -> str:
    values: Values = step.values
    said = " ".join(f"{SIGNS[sign]} {factor(value)}" for sign, value in values["factors"])
    return f"nhân hệ số {figure(values['before'])} {said} = {about(step.after)}"


def _add(speaker: Speaker, step: Step) -> str:
    values: Values = step.values
    return f"cộng: {added(map(figure, values['terms']))} = {about(step.after)}"


def _take(speaker: Speaker, step: Step) -> str:
    values: Values = step.values
    taken = values["deduction"].points
    return f"trừ vì {_noted(speaker, step)}: {figure(values['before'])} − {figure(taken)} = {about(step.after)}"


def _give(speaker: Speaker, step: Step) -> str:
    values: Values = step.values
    earned = -values["deduction"].points
    return f"cộng vì {_noted(speaker, step)}: {figure(values['before'])} + {figure(earned)} = {about(step.after)}"


def _give_back(speaker: Speaker, step: Step) -> str:
    values: Values = step.values
    cut: Cut = values["cut"]
    back = f"{figure(values['before'])} + {figure(cut.points)} = {about(step.after)}"
    return f"trả lại {CUTS[cut.limit]}: {back}"


def _noted(speaker: Speaker, step: Step) -> str:
    """Give what was noted: its name, how long, why it costs less than its rule says, who saw it."""
    deduction = cast(AppliedDeduction, step.values["deduction"])
    said = [
        _amount(speaker, deduction),
        EFFECTS[deduction.effect] if deduction.effect else "",
        deduction.reason,
        f"bấm giờ: {deduction.timed_by}" if deduction.timed_by else "",
        f"xác nhận: {deduction.confirmed_by}" if deduction.confirmed_by else "",
        *(_cut(deduction.noted, cut) for cut in deduction.cuts),
    ]
    why = "; ".join(filter(None, said))
    return f"{deduction.name} ({why})" if why else deduction.name


def _cut(noted: Fraction, cut: Cut) -> str:
    return f"theo mức là {figure(abs(noted))} điểm, bớt {figure(abs(cut.points))} {CUTS[cut.limit]}"


# Why a limit of the rulebook lessens what a fault costs, or gives back what faults took.
CUTS: Mapping[str, str] = {
    "one_act": "vì cùng một hành vi chỉ tính mức nặng nhất",
    "most_times": "vì quá số lần được tính",
    "cap": "vì mục này có mức nhiều nhất",
    "no_points": "vì phần thi đã không có điểm",
    "deduction_cap": "vì vượt mức trừ nhiều nhất",
    "floor": "vì điểm còn lại có mức ít nhất",
}


def _sunk_total(speaker: Speaker, step: Step) -> str:
    return f"bị điểm liệt nên tổng điểm là {about(step.after)}"


def _amount(speaker: Speaker, deduction: AppliedDeduction) -> str:
    unit = KINDS[speaker.rulebook.rule(deduction.part, deduction.rule).kind].unit
    return AMOUNTS[unit](deduction.amount) if deduction.amount is not None else ""


AMOUNTS: Mapping[str, Callable[[Fraction], str]] = {
    "": lambda amount: "",
    "points": lambda amount: "",  # said already: it is what is taken
    "seconds": lambda amount: (
        f"{figure(amount)} giây, tức {duration(int(amount))}" if amount >= 60 else f"{figure(amount)} giây"
    ),
}


def _show(speaker: Speaker, step: Step) -> str:
    values: Values = step.values
    return f"{figure(values['before'])}{_shown(speaker, step)}"


def _shown(speaker: Speaker, step: Step) -> str:
    values: Values = step.values
    return f" → {speaker.shown(step.after)} (ghi ra {digits(values['decimals'])})"


STEP_WORDS: Mapping[str, Callable[[Speaker, Step], str]] = {
    "panel": _panel,
    "sum": _entered_sum,
    "criterion": _criterion,
    "criterion_shared": _criterion_shared,
    "round": _round,
    "times": _times,
    "add": _add,
    "take": _take,
    "give": _give,
    "give_back": _give_back,
    "sunk": _sunk_total,
    "show": _show,
}

# What is said of a step whose figure the step before it has just given.
STEP_GOES_ON: Mapping[str, Callable[[Speaker, Step], str]] = {"round": _rounded, "show": _shown}


def say_steps(speaker: Speaker, steps: Sequence[Step]) -> str:
    """Give the steps of a sum in one line, a rounding as an arrow from the figure before it."""
    said = ""
    for step in steps:
        goes_on = STEP_GOES_ON.get(step.code) if said else None
        if goes_on is not None:
            said += goes_on(speaker, step)
        else:
            said += ("; " if said else "") + STEP_WORDS[step.code](speaker, step)
    return said
