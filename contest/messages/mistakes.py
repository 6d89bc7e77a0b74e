"""A mistake in a rulebook as a sentence: its place in the words of people, then what is wrong with it."""

from contest.messages.scoring import say
from contest.rulewords.rows import FORMS
from scoring.rules import Problem

_WORDS: dict[str, str] = {
    "parts": "phần thi",
    "criteria": "tiêu chí",
    "deductions": "điểm trừ",
    "bands": "mức thời gian",
    "prizes": "giải",
    "prize_caps": "mức trần số giải",
    "special_prizes": "giải phụ",
    "advance": "vào vòng trong",
    "groups": "bảng, khối, cụm",
    "by": "cách xét",
    "tiers": "các giải",
    "min_score": "điểm tối thiểu",
    "ranking": "bảng xếp hạng",
    "rounding": "làm tròn",
    "ties": "phân định bằng điểm, bước",
    "seats": "quy định cho giám khảo",
    "deputy_of": "thay cho",
    "place_points": "điểm của các hạng",
    "absent": "khi giám khảo vắng",
    "panel": "cách tính của Ban Giám khảo",
    "max_points": "điểm tối đa",
    "max_total": "tổng điểm tối đa",
    "step": "bước điểm",
    "weight": "hệ số tiêu chí",
    "factor": "hệ số phần thi",
    "name": "tên",
    "short_name": "tên ngắn",
    "key": "mã",
    "count": "số lượng",
    "points": "số điểm",
    "time_limit": "thời gian (giây)",
    "time_minimum": "thời gian tối thiểu (giây)",
    "percent": "phần trăm",
    "percent_of": "phần trăm của",
    "min_share": "mức tối thiểu (%)",
    "floor": "điểm còn lại ít nhất",
    "deduction_cap": "mức trừ nhiều nhất",
    "cap": "mức nhiều nhất",
    "most_times": "số lần nhiều nhất",
    "effect": "hệ quả",
    "kind": "loại",
    "one_act": "nhiều lỗi của một hành vi",
    "sunk": "điểm liệt",
    "spread_tolerance": "mức chênh lệch cho phép",
    "near_tie": "mức sát điểm",
    "decimals": "số chữ số thập phân",
}


_WORDS_IN: dict[tuple[str, str], str] = {("seats", "weight"): "trọng số của phiếu", ("issued", "date"): "ngày"}
"""Words of keys that mean something else in one place of the document than elsewhere."""


def complain(problem: Problem) -> str:
    """Give a mistake in a rulebook as a sentence that begins with its place."""
    sentence = mistake(problem)
    place = " › ".join(_place(problem.where)) or "Thể lệ"
    return sentence if problem.code.startswith("syntax") else f"{place[:1].upper()}{place[1:]}: {sentence}"


def mistake(problem: Problem) -> str:
    """Give what is wrong, with the field that it names in the words of people."""
    field = str(problem.values.get("field", ""))
    return say(problem.code, {**problem.values, "field": _FIELDS.get(field) or _word(field)})


_FIELDS = {
    "step": "bước phân định",
    "stage": "bước làm tròn",
    "seat": "số giám khảo",
    "deputy_of": "giám khảo được thay",
}
"""What a field is called where the word of its key alone says something else."""


def _word(step: str) -> str:
    """Give the word of a key: its own, else what the editor's form calls it."""
    spoken = (row.spoken for form in FORMS.values() for row in form.rows if row.key == step)
    return _WORDS.get(step) or next(spoken, step)


def _place(where: str) -> list[str]:
    steps: list[str] = []
    keys = list(filter(None, where.split(".")))
    for step in keys:
        # A key or a number names the item of the list before it: “tiêu chí dien_xuat”.
        if steps and steps[-1] in _LISTS and step not in _WORDS:
            steps[-1] = f"{steps[-1]} {step}"
        else:
            steps.append(_WORDS_IN.get((keys[0], step)) or _word(step))
    return steps


_LISTS = frozenset(
    _WORDS[key]
    for key in (
        "parts",
        "criteria",
        "deductions",
        "bands",
        "prizes",
        "prize_caps",
        "special_prizes",
        "rounding",
        "ties",
        "seats",
        "tiers",
    )
)
