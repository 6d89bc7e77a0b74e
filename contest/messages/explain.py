"""How a total and a rank came about, in plain sentences: one function for each code of scoring.explain, in tables."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, cast

from contest.messages.amounts import about, digits, duration, factor, figure, fixed, listed
from contest.messages.rules.deductions import EFFECTS
from contest.messages.rules.ranking import SUNK, criterion_name, group_name, part_names
from contest.messages.scoring import tell
from contest.text import team_title
from scoring.deductions import KINDS
from scoring.explain import Fact, Step
from scoring.figures import AppliedDeduction, Cut, Mark, Placing
from scoring.points import exact_sum
from scoring.rules import ONE, Rulebook
from scoring.ties import step_of


@dataclass(frozen=True)
class Speaker:
    """Who is spoken of by what name, under which rulebook."""

    rulebook: Rulebook
    teams: Mapping[str, str] = field(default_factory=dict)
    judges: Mapping[str, str] = field(default_factory=dict)
    legend: str = ""

    def team(self, key: str, start: bool = False) -> str:
        """Give “đội Suối Bạc”."""
        return team_title(self.teams.get(key, key), start=start)

    def names(self, keys: Sequence[str]) -> str:
        """Give “Suối Bạc và Sơn Hội”."""
        return listed(self.teams.get(key, key) for key in keys)

    def judge(self, key: str) -> str:
        """Give the judge's short name."""
        return self.judges.get(key, key)

    def shown(self, value: Fraction) -> str:
        """Give a total as it is written everywhere else."""
        return fixed(value, self.rulebook.decimals)


Values = Mapping[str, Any]
Working = Callable[[Sequence[Mark], Fraction, Placing | None], str]

# --- sums

Used = Sequence[Mark]


def _mean(used: Used, after: Fraction, placing: Placing | None = None) -> str:
    if all(mark.weight == ONE for mark in used):
        return f"{figure(exact_sum(mark.value for mark in used))} : {len(used)} = {about(after)}"
    weights = exact_sum(mark.weight for mark in used)
    return f"{_sum(used, after * weights)}; {figure(after * weights)} : {figure(weights)} = {about(after)}"


def _sum(used: Used, after: Fraction, placing: Placing | None = None) -> str:
    return f"cộng: {' + '.join(map(_weighed, used))} = {about(after)}"


def _weighed(mark: Mark) -> str:
    return figure(mark.value) if mark.weight == ONE else f"{figure(mark.value)} × {factor(mark.weight)}"


def _entered(said: str) -> Working:
    return lambda used, after, placing: f"{said} {about(after)}"


def _rank_sum(used: Used, after: Fraction, placing: Placing | None = None) -> str:
    if placing is None:
        return about(after)
    return f"hạng của các giám khảo, {_sum(placing.places, placing.total)}; {_placed(placing, after)}"


def _majority(used: Used, after: Fraction, placing: Placing | None = None) -> str:
    if placing is None:
        return about(after)
    places = "; ".join(figure(mark.value) for mark in placing.places)
    columns = "; ".join(
        COLUMN.format(place=each.place, judges=each.judges, total=figure(each.total)) for each in placing.columns
    )
    return f"hạng của các giám khảo: {places}; đa số từ {placing.needed}; {columns}; {_placed(placing, after)}"


def _placed(placing: Placing, after: Fraction) -> str:
    return f"xếp hạng {figure(placing.place)}, đổi ra {about(after)} điểm"


COLUMN = "hạng {place} trở lên: {judges} giám khảo (tổng các hạng ấy {total})"

# How a panel's method comes from the marks that it used to its figure.
METHOD_WORKING: Mapping[str, Working] = {
    "mean": _mean,
    "trimmed_mean": _mean,
    "median": _mean,
    "sum": _sum,
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
    placing = cast(Placing | None, step.values["placing"])
    return METHOD_WORKING[str(step.values["method"])](_used(step), step.after, placing)


def _entered_sum(speaker: Speaker, step: Step) -> str:
    return _sum(_used(step), step.after)


def _round(speaker: Speaker, step: Step) -> str:
    values: Values = step.values
    return f"{figure(values['before'])}{_rounded(speaker, step)}"


def _rounded(speaker: Speaker, step: Step) -> str:
    values: Values = step.values
    return f" → {fixed(step.after, values['decimals'])} ({digits(values['decimals'])})"


SIGNS: Mapping[str, str] = {"times": "×", "over": ":"}


def _times(speaker: Speaker, step: Step) -> str:
    values: Values = step.values
    said = " ".join(f"{SIGNS[sign]} {factor(value)}" for sign, value in values["factors"])
    return f"nhân hệ số {figure(values['before'])} {said} = {about(step.after)}"


def _add(speaker: Speaker, step: Step) -> str:
    values: Values = step.values
    return f"cộng: {' + '.join(map(figure, values['terms']))} = {about(step.after)}"


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


# --- ranks and ties

ON: Mapping[str, str] = {"exact": "tổng điểm đúng, chưa làm tròn để ghi ra", "shown": "tổng điểm như ghi ra"}
ON_FIGURE: Mapping[str, Callable[[Speaker, Fraction], str]] = {
    "exact": lambda speaker, value: about(value),
    "shown": lambda speaker, value: speaker.shown(value),
}


def _on(speaker: Speaker, values: Values, key: str = "value") -> str:
    return ON_FIGURE[values["on"]](speaker, values[key])


def _rank(speaker: Speaker, values: Values) -> str:
    among = f" của {values['group']}" if values["group"] else ""
    return f"Hạng {values['rank']} trong {values['teams']} đội được xếp hạng{among}, theo {ON[values['on']]}: {_on(speaker, values)}."


def _group_rank(speaker: Speaker, values: Values) -> str:
    return f"Riêng {values['group']}: hạng {values['rank']}."


def _incomplete(speaker: Speaker, values: Values) -> str:
    return "Chưa xếp hạng được vì còn phần thi chưa có điểm."


def _knockout(speaker: Speaker, values: Values) -> str:
    reason = f" ({values['reason']})" if values["reason"] else ""
    return f"Bị điểm liệt: {values['rule']}{reason}."


def _part_below_share(speaker: Speaker, values: Values) -> str:
    return f"Bị điểm liệt: phần {_part_name(speaker, values)} được {_short_of(values)}."


def _criterion_zero(speaker: Speaker, values: Values) -> str:
    return f"Bị điểm liệt: tiêu chí {values['criterion']} phần {_part_name(speaker, values)} được 0 điểm."


def _criterion_below_share(speaker: Speaker, values: Values) -> str:
    return f"Bị điểm liệt: tiêu chí {values['criterion']} phần {_part_name(speaker, values)} được {_short_of(values)}."


def _part_name(speaker: Speaker, values: Values) -> str:
    return speaker.rulebook.part(values["part"]).name


def _short_of(values: Values) -> str:
    least = f"dưới {figure(values['percent'])}% điểm tối đa là {about(values['least'])} điểm"
    return f"{about(values['points'])} điểm, {least}"


def _sunk(speaker: Speaker, values: Values) -> str:
    return SUNK[values["does"]]


def _unranked(speaker: Speaker, values: Values) -> str:
    return "" if values["sunk"] else "Không được xếp hạng vì có phần thi đội không dự."


def _next_above(speaker: Speaker, values: Values) -> str:
    return f"Kém {_neighbour(speaker, values)}."


def _next_below(speaker: Speaker, values: Values) -> str:
    return f"Hơn {_neighbour(speaker, values)}."


def _neighbour(speaker: Speaker, values: Values) -> str:
    there = f"{speaker.team(values['team'])} (hạng {values['rank']}, {_on(speaker, values)} điểm)"
    return f"{there} {_on(speaker, values, 'difference')} điểm"


def _equal(speaker: Speaker, values: Values) -> str:
    return f"Các đội {speaker.names(values['teams'])} bằng điểm nhau: {_on(speaker, values)} điểm."


TIE_COMPARED: Mapping[str, Callable[[str, Rulebook], str]] = {
    "part": lambda argument, rulebook: f"điểm phần {part_names(argument, rulebook)} (sau khi trừ)",
    "parts": lambda argument, rulebook: f"tổng điểm các phần {part_names(argument, rulebook)} (sau khi trừ)",
    "criterion": lambda argument, rulebook: f"điểm tiêu chí {criterion_name(argument, rulebook)}",
    "group": lambda argument, rulebook: f"điểm nhóm tiêu chí {group_name(argument, rulebook)}",
    "fewest_deductions": lambda argument, rulebook: "số điểm bị trừ, ít hơn xếp trên",
    "median": lambda argument, rulebook: f"trung vị tổng phiếu {_where(argument, rulebook)}",
    "head_to_head": lambda argument, rulebook: "đối đầu (số đội mà đội này được nhiều giám khảo đặt trên hơn)",
    "question": lambda argument, rulebook: "câu hỏi phụ",
    "time": lambda argument, rulebook: "thời gian, ngắn hơn xếp trên",
    "lot": lambda argument, rulebook: "bốc thăm, số nhỏ hơn xếp trên",
    "decision": lambda argument, rulebook: "quyết định có biên bản",
}


def _where(argument: str, rulebook: Rulebook) -> str:
    return f"phần {part_names(argument, rulebook)}" if argument else "các phần có phiếu, cộng lại"


def _tie_step(speaker: Speaker, values: Values) -> str:
    name, argument = step_of(values["step"])
    figures = "; ".join(f"{speaker.names([team])} {about(value)}" for team, value in values["values"].items())
    said = f"Xét {TIE_COMPARED[name](argument, speaker.rulebook)}" + (f": {figures}" if figures else "")
    grounds = "; ".join(dict.fromkeys(answer.reason for answer in values["answers"] if answer.reason))
    ground = f" Căn cứ: {grounds}." if grounds else ""
    if len(values["groups"]) == 1:
        return f"{said}. Bước này không phân được.{ground}"
    order = ", rồi đến ".join(_equal_ones(speaker, group) for group in values["groups"])
    return f"{said}. Thứ tự: {order}.{ground}"


def _equal_ones(speaker: Speaker, group: Sequence[str]) -> str:
    return speaker.names(group) + (" (bằng nhau)" if len(group) > 1 else "")


def _undecided(speaker: Speaker, values: Values) -> str:
    name, argument = step_of(values["step"])
    waits = TIE_COMPARED[name](argument, speaker.rulebook)
    return f"Các đội {speaker.names(values['teams'])} đang cùng hạng {values['rank']}, chờ người có thẩm quyền ghi: {waits}."


def _shared(speaker: Speaker, values: Values) -> str:
    return f"Thể lệ không phân định thêm: các đội {speaker.names(values['teams'])} đồng hạng {values['rank']}."


# --- prizes


def _reason(speaker: Speaker, values: Values) -> str:
    return f"{values['prize']}. {tell(values['item'], speaker.rulebook, speaker.teams)}"


def _question(speaker: Speaker, values: Values) -> str:
    return tell(values["item"], speaker.rulebook, speaker.teams)


def _advancement(speaker: Speaker, values: Values) -> str:
    return f"Vào vòng trong. {tell(values['item'], speaker.rulebook, speaker.teams)}"


# --- two teams


def _higher(speaker: Speaker, values: Values) -> str:
    return (
        f"{speaker.team(values['above'], start=True)} đứng trên {speaker.team(values['below'])} vì {ON[values['on']]} cao hơn: "
        f"{_exactly(speaker, values, 'high')} − {_exactly(speaker, values, 'low')} = {_on(speaker, values, 'difference')}."
    )


def _other_group(speaker: Speaker, values: Values) -> str:
    above, below = values["groups"]
    return (
        f"{speaker.team(values['above'], start=True)} ở {above}, {speaker.team(values['below'])} ở {below}: thể lệ xếp hạng riêng từng "
        "bảng, không so hai đội với nhau."
    )


def _exactly(speaker: Speaker, values: Values, key: str) -> str:
    """Give a figure that can be reckoned with: a fraction has no decimal beside it."""
    return _on(speaker, values, key).partition(" (")[0]


def _incomplete_team(speaker: Speaker, values: Values) -> str:
    return f"{speaker.team(values['team'], start=True)} chưa xếp hạng được vì còn phần thi chưa có điểm."


def _unranked_team(speaker: Speaker, values: Values) -> str:
    return f"{speaker.team(values['team'], start=True)} không được xếp hạng theo thể lệ."


FACT_WORDS: Mapping[str, Callable[[Speaker, Values], str]] = {
    "rank": _rank,
    "group_rank": _group_rank,
    "knockout": _knockout,
    "part_below_share": _part_below_share,
    "criterion_zero": _criterion_zero,
    "criterion_below_share": _criterion_below_share,
    "sunk": _sunk,
    "incomplete": _incomplete,
    "unranked": _unranked,
    "next_above": _next_above,
    "next_below": _next_below,
    "equal": _equal,
    "tie_step": _tie_step,
    "undecided": _undecided,
    "shared": _shared,
    "reason": _reason,
    "question": _question,
    "advancement": _advancement,
    "higher": _higher,
    "other_group": _other_group,
    "incomplete_team": _incomplete_team,
    "unranked_team": _unranked_team,
}

# --- what stands around the figures

PAPER: Mapping[str, str] = {
    "title": "Giải trình kết quả của {team}",
    "sheet": "Cộng phiếu",
    "sheet_weighted": "Cộng phiếu (đã nhân hệ số)",
    "sum": "Cộng",
    "sum_weighted": "Cộng (đã nhân hệ số)",
    "judge": "GK {number}",
    "who": "GK {number}: {name}",
    "absent": "vắng",
    "numbered": "Theo thể lệ, giám khảo được gọi theo số.",
    "not_present": "Đội không dự phần thi này.",
    "not_present_points": "Đội không dự phần thi này: được {points} theo thể lệ.",
    "share": "Tính theo {marked}/{seats} giám khảo; {judges}.",
    "deputy": "{deputy} (dự khuyết) chấm thay {judge}.",
    "shadows": "Phiếu chấm thử của {judges} không được tính.",
    "struck": "Câu hỏi bị hủy: {questions}; {words}.",
    "missing": "Chưa có điểm: còn thiếu phiếu của {judges}. Điểm các phiếu đã nhận chưa được mở.",
    "awaited": "Chưa có điểm: thể lệ chờ {judges}.",
    "no_figure": "Chưa có điểm: còn phiếu hoặc điểm mà phần thi này cần để tính chưa đủ.",
    "arrow": "Dấu → là làm tròn.",
    "dropped": "Trong ngoặc đơn là điểm bị bỏ theo thể lệ vì {dropped}.",
    "net": ": {points}",
    "total": "Tổng điểm",
    "rank": "Thứ hạng",
    "prizes": "Giải",
    "compared": "{above} và {below}",
    "difference": "Chênh lệch",
    "none": "chưa có",
}

# What the command answers when it cannot tell what is asked.
ASKED: Mapping[str, str] = {
    "usage": "Đề nghị ghi số của hội thi và tên đội, hoặc tệp thể lệ, tệp điểm và tên đội.",
    "no_contest": "Không có hội thi số {number}. Đề nghị xem lại số trong địa chỉ trang của hội thi.",
    "no_rulebook": "Hội thi chưa có thể lệ nên chưa giải trình được.",
    "no_team": "Không có đội “{team}”. Các đội: {known}.",
    "itself": "Hai đội phải khác nhau.",
}

ABSENT_WHY: Mapping[str, str] = {
    "absent": "vắng: {judges}",
    "late": "đến muộn nên không chấm: {judges}",
    "recused": "không chấm vì có liên quan: {judges}",
}

PAIRS: Mapping[str, str] = {"whole": "Trừ, cộng chung", "sum": "Cộng", "total": "Tổng điểm ghi ra"}


def say_fact(speaker: Speaker, fact: Fact) -> str:
    """Give one fact about a rank, a tie or a prize."""
    return FACT_WORDS[fact.code](speaker, fact.values)
