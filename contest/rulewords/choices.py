"""What a name in a rulebook is called by people: choices of fields, and steps with what they speak of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scoring.rules import Rulebook
from scoring.ties import step_of

CHOICES: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("panel", "method"): {
        "mean": "Trung bình cộng các giám khảo",
        "trimmed_mean": "Bỏ điểm cao nhất và thấp nhất rồi lấy trung bình",
        "median": "Điểm đứng giữa",
        "sum": "Cộng điểm các giám khảo",
        "rank_sum": "Mỗi giám khảo xếp hạng, cộng các hạng",
        "majority": "Mỗi giám khảo xếp hạng, xét theo đa số hạng",
        "agreed": "Một điểm chung do Tổ Thư ký nhập",
        "minutes": "Chấm chung: Ban Giám khảo thống nhất, ghi biên bản",
        "quiz": "Trả lời câu hỏi: tính từng câu đúng, sai",
        "carried": "Điểm mang từ vòng trước",
        "audience": "Bình chọn của khán giả",
    },
    ("panel", "over"): {"sheets": "tổng của từng phiếu", "criteria": "từng tiêu chí rồi cộng lại"},
    ("panel", "below"): {"mean": "lấy trung bình cộng tất cả", "question": "dừng lại, hỏi Ban Tổ chức"},
    ("panel", "struck"): {
        "everyone": "mọi đội được đủ điểm câu ấy",
        "nobody": "câu ấy không tính cho đội nào",
        "rescaled": "nhân điểm các câu còn lại cho đủ điểm tối đa",
    },
    ("deduction", "kind"): {
        "flat": "Trừ theo lỗi",
        "overtime": "Trừ quá giờ",
        "undertime": "Trừ thiếu giờ",
        "bonus": "Thưởng điểm",
        "knockout": "Điểm liệt (phạm là chưa đạt mức tối thiểu)",
    },
    ("band", "per"): {
        "once": "một lần",
        "full_minute": "mỗi phút đủ",
        "started_minute": "mỗi phút, phút lẻ tính tròn",
    },
    ("band", "percent_of"): {"points": "điểm đạt được", "maximum": "điểm tối đa của phần"},
    ("band", "effect"): {
        "": "trừ như đã ghi",
        "not_marked": "phần quá giờ không chấm, không trừ điểm",
        "no_points": "phần thi không có điểm",
    },
    ("rounding", "stage"): {
        "panel": "Điểm của Ban Giám khảo",
        "factor": "Sau khi nhân hệ số",
        "part": "Điểm của phần thi",
        "total": "Tổng điểm",
    },
    ("rounding", "mode"): {
        "half_up": "từ 5 trở lên làm tròn lên",
        "half_even": "đúng nửa thì về số chẵn",
        "truncate": "bỏ phần lẻ phía sau",
    },
    ("prize", "percent_of"): {"entries": "số đội dự thi", "prizes": "tổng số giải"},
    ("prize", "ranking"): {"overall": "xếp hạng chung", "group": "xếp hạng trong từng bảng"},
    ("prize", "across"): {"ask": "hỏi Ban Tổ chức", "share": "các đội ấy cùng nhận (đồng giải)"},
    ("prize_cap", "percent_of"): {"entries": "số đội dự thi", "prizes": "tổng số giải"},
    ("rulebook", "percent_of"): {"points": "điểm đạt được", "maximum": "tỷ lệ đạt so với điểm tối đa của phần"},
    ("rulebook", "one_act"): {"heaviest": "chỉ trừ lỗi nặng nhất", "each": "trừ từng lỗi"},
    ("rulebook", "sunk"): {
        "unranked": "không xếp hạng",
        "no_prize": "xếp hạng nhưng không được giải",
        "zero": "tổng điểm bằng 0",
    },
    ("rulebook", "shared_ranks"): {
        "standard": "1, 2, 2, 4 (bỏ trống hạng sau)",
        "dense": "1, 2, 2, 3 (không bỏ trống)",
    },
    ("rulebook", "groups"): {
        "together": "xếp hạng chung tất cả",
        "apart": "xếp hạng riêng từng bảng",
        "both": "xếp hạng riêng từng bảng và xếp chung",
    },
    ("rulebook", "rank_on"): {"exact": "điểm chưa làm tròn", "shown": "điểm như hiển thị"},
    ("rulebook", "absent"): {
        "whole_part": "lấy trung bình những người đã chấm trọn phần thi",
        "wait": "chờ đủ phiếu, chưa có điểm và hỏi Ban Tổ chức",
        "deputy": "tính phiếu của người dự khuyết",
    },
    ("rulebook", "not_present"): {"zero": "được 0 điểm phần đó", "unranked": "không xếp hạng"},
    ("rulebook", "judges_shown"): {"numbered": "số (Giám khảo số 3)", "named": "họ tên"},
}
"""By form and key: each name's words, in the order in which they are offered."""


@dataclass(frozen=True)
class Said:
    """A step in words: the heading under which it is offered, its sentence with {0}, and what its argument is.

    `takes` is "" (nothing), "part", "part_or_all", "criterion", "group" (of criteria) or "parts" (several, joined by +).
    """

    heading: str
    sentence: str
    takes: str = ""


TIES: Mapping[str, Said] = {
    "part": Said("Điểm của một phần thi", "điểm phần {0} cao hơn", "part"),
    "parts": Said("Điểm của nhiều phần thi cộng lại", "tổng điểm các phần {0} cao hơn", "parts"),
    "criterion": Said("Điểm của một tiêu chí", "điểm tiêu chí {0} cao hơn", "criterion"),
    "group": Said("Điểm của một nhóm tiêu chí", "điểm nhóm tiêu chí {0} cao hơn", "group"),
    "fewest_deductions": Said("Điểm trừ", "bị trừ ít điểm hơn"),
    "median": Said("Điểm đứng giữa của các phiếu", "điểm đứng giữa của các phiếu {0} cao hơn", "part_or_all"),
    "head_to_head": Said("Đối đầu", "đối đầu: nhiều giám khảo cho điểm cao hơn"),
    "question": Said("Thi thêm", "câu hỏi phụ, nhiều điểm hơn"),
    "time": Said("Thi thêm", "thời gian ngắn hơn"),
    "lot": Said("Do người quyết định", "bốc thăm, có biên bản"),
    "decision": Said("Do người quyết định", "quyết định của người có thẩm quyền, có biên bản"),
}
SPECIALS: Mapping[str, Said] = {
    "part": Said("Điểm cao nhất của một phần thi", "điểm phần {0} cao nhất", "part"),
    "criterion": Said("Điểm cao nhất của một tiêu chí", "điểm tiêu chí {0} cao nhất", "criterion"),
    "audience": Said("Khán giả", "khán giả bình chọn nhiều nhất"),
    "named": Said("Do người quyết định", "do Ban Tổ chức xét chọn"),
}
STEPS: Mapping[tuple[str, str], Mapping[str, Said]] = {("rulebook", "ties"): TIES, ("special", "by"): SPECIALS}
JOINT = "+"


def choice_words(form: str, key: str, name: str) -> str:
    """Give the words of a choice; a name that has none yet is told as it is written."""
    return CHOICES.get((form, key), {}).get(name, name)


def step_words(written: str, rules: Rulebook, table: Mapping[str, Said] = TIES) -> str:
    """Give a step as people say it: "part:tieu_pham" is “điểm phần Tiểu phẩm cao hơn”."""
    name, argument = step_of(written)
    said = table.get(name)
    return said.sentence.format(_ARGUMENTS[said.takes](argument, rules)) if said else written


def _part(argument: str, rules: Rulebook) -> str:
    return next((part.name for part in rules.parts if part.key == argument), argument)


def _criterion(argument: str, rules: Rulebook) -> str:
    key, _, wanted = argument.partition(".")
    found = (each.name for part in rules.parts if part.key == key for each in part.criteria if each.key == wanted)
    return f"{next(found, wanted)} ({_part(key, rules)})"


def _part_or_all(argument: str, rules: Rulebook) -> str:
    return f"phần {_part(argument, rules)}" if argument else "ở mọi phần có phiếu"


def _group(argument: str, rules: Rulebook) -> str:
    key, _, group = argument.partition(".")
    return f"{group} ({_part(key, rules)})"


def _parts(argument: str, rules: Rulebook) -> str:
    return " và ".join(_part(each.strip(), rules) for each in argument.split(JOINT))


_ARGUMENTS = {
    "": lambda argument, rules: argument,
    "part": _part,
    "part_or_all": _part_or_all,
    "criterion": _criterion,
    "group": _group,
    "parts": _parts,
}
