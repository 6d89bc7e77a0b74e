"""How a rank came about, in plain sentences: one function for each code of fact, in tables; and what stands around the figures."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from contest.messages.amounts import about, figure
from contest.messages.explainties import say_working
from contest.messages.rules.ranking import SUNK, criterion_name, group_name, part_names
from contest.messages.scoring import tell
from contest.messages.speaking import Speaker, Values
from scoring.account import Fact
from scoring.entered import Decision
from scoring.rules import Rulebook
from scoring.ties import step_of

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
    how = say_working(name, speaker, values["working"])
    said += f". Cách tính: {how}" if how else ""
    grounds = "; ".join(dict.fromkeys(filter(None, map(_ground, values["answers"]))))
    ground = f" Căn cứ: {grounds}." if grounds else ""
    if len(values["groups"]) == 1:
        return f"{said}. Bước này không phân được.{ground}"
    order = ", rồi đến ".join(_equal_ones(speaker, group) for group in values["groups"])
    return f"{said}. Thứ tự: {order}.{ground}"


def _ground(answer: Decision) -> str:
    """Give why people decided and the minutes that record it."""
    minutes = f"biên bản: {answer.minutes.rstrip('.')}" if answer.minutes else ""
    return "; ".join(filter(None, (answer.reason.rstrip("."), minutes)))


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
