"""What is said of deductions, merits and knock-outs, in Vietnamese: what they came to, and why not what was noted."""

from __future__ import annotations

COSTS: dict[str, str] = {
    "taken": "−{points}",
    "earned": "+{points}",
    "nothing": "không trừ",
    "knockout": "điểm liệt",
}

# What a band of over- or undertime does, by the names of scoring.deductions.EFFECTS.
EFFECTS: dict[str, str] = {
    "not_marked": "phần quá giờ không chấm",
    "no_points": "không có điểm",
}

DETAILS: dict[str, str] = {
    "seconds": "{seconds} giây",
    "noted": "theo mức của lỗi {noted}",
    "act": "hành vi: {said}",
    "timed_by": "bấm giờ: {said}",
    "confirmed_by": "xác nhận: {said}",
}

# Why a fault counts less than noted, by the names of scoring.figures.Cut.
CUTS: dict[str, str] = {
    "one_act": "không tính vì cùng một hành vi ({act}) với mục nặng hơn",
    "most_times": "không tính vì đã đủ số lần theo thể lệ",
    "cap": "bớt {points} vì đã đến mức nhiều nhất theo thể lệ",
    "no_points": "không tính thêm vì đã không có điểm",
}

# What is given back of all that is taken from a part or from the whole contest.
PLACE_CUTS: dict[str, str] = {
    "deduction_cap": "bớt {points} vì đã đến mức trừ nhiều nhất",
    "floor": "bớt {points} để còn lại số điểm ít nhất theo thể lệ",
}

# Why an entry is sunk, as the ground of its place; by the codes of scoring.figures.Sunk.
SUNK: dict[str, str] = {
    "knockout": "Điểm liệt: {rule}",
    "criterion_zero": "Điểm liệt: tiêu chí {criterion}, phần {part}, 0 điểm",
    "part_below_share": "Điểm liệt: phần {part} {points} điểm, cần ít nhất {least}",
    "criterion_below_share": "Điểm liệt: tiêu chí {criterion}, phần {part}, {points} điểm, cần ít nhất {least}",
}

# How a deed is called when nothing else is said of it: the team's third noted fault is “việc 3”.
ACT = "việc {number}"

# An earlier fault, as the deed that a new one may have been too.
ACT_OPTION = "cùng hành vi {named}với {name}: {reason}"
ACT_NAMED = "“{act}” "

# The places where a deduction may be noted, as the desk offers them.
PLACES: dict[str, str] = {"part": "phần {part}", "whole": "tổng điểm của đội"}
