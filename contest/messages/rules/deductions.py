"""What is taken off or added, in words: one sentence function for each kind, each way of counting minutes, each effect."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from contest.messages.amounts import duration, figure, points
from scoring.deductions import KINDS
from scoring.rules import Band, DeductionRule

PER: Mapping[str, str] = {
    "once": "",
    "full_minute": " cho mỗi phút đủ, tính trên toàn bộ thời gian lệch",
    "started_minute": " cho mỗi phút, phút chưa đủ cũng tính, trên toàn bộ thời gian lệch",
}

EFFECTS: Mapping[str, str] = {
    "not_marked": "không trừ điểm, phần quá giờ không được chấm",
    "no_points": "phần thi không có điểm",
}

BAND_PERCENT_OF: Mapping[str, str] = {"points": "điểm của phần thi", "maximum": "điểm tối đa của phần thi"}

_SECONDS = 75  # from which the example of a scale is worked


def _flat(rule: DeductionRule) -> Iterator[str]:
    yield f"mỗi lần trừ {_fixed_or_minuted(rule)}"


def _bonus(rule: DeductionRule) -> Iterator[str]:
    yield f"mỗi lần cộng {_fixed_or_minuted(rule)}"


def _fixed_or_minuted(rule: DeductionRule) -> str:
    if rule.points is not None:
        return points(rule.points)
    most = f", nhiều nhất {points(rule.max_points)}" if rule.max_points is not None else ""
    return f"số điểm ghi trong biên bản{most}"


def _knockout(rule: DeductionRule) -> Iterator[str]:
    yield "bị điểm liệt"


def _overtime(rule: DeductionRule) -> Iterator[str]:
    yield from _scale(rule, "quá giờ")


def _undertime(rule: DeductionRule) -> Iterator[str]:
    yield from _scale(rule, "thiếu giờ")


def _scale(rule: DeductionRule, off: str) -> Iterator[str]:
    if rule.grace:
        grace = duration(rule.grace)
        yield f"{off} không hơn {grace} thì châm chước, không tính; hơn {grace} thì tính cả thời gian {off} từ đầu"
    for band in rule.bands:
        until = f" đến dưới {duration(band.until)}" if band.until is not None else " trở lên"
        yield f"{off} từ {duration(band.start)}{until} {_band_cost(band)}"
    if any(not band.effect and band.percent is None for band in rule.bands):
        cost = KINDS[rule.kind].cost(rule, Fraction(_SECONDS))
        yield f"ví dụ, {off} {duration(_SECONDS)} ({_SECONDS} giây) " + (
            f"trừ {points(cost)}" if cost else "không bị trừ"
        )


def _band_cost(band: Band) -> str:
    if band.effect:
        return f"thì {EFFECTS[band.effect]}"
    if band.percent is not None:
        return f"trừ {figure(band.percent)}% {BAND_PERCENT_OF[band.percent_of]}{PER[band.per]}"
    return f"trừ {points(band.points)}{PER[band.per]}"


KIND_WORDS: Mapping[str, Callable[[DeductionRule], Iterator[str]]] = {
    "flat": _flat,
    "overtime": _overtime,
    "undertime": _undertime,
    "bonus": _bonus,
    "knockout": _knockout,
}

SINKING = frozenset({"knockout"})

ONE_ACT: Mapping[str, str] = {
    "heaviest": "Một hành vi không bị trừ hai lần: một hành vi phạm nhiều lỗi thì chỉ tính lỗi bị trừ nặng nhất, các lỗi khác vẫn "
    "được ghi lại.",
    "every": "Một hành vi phạm nhiều lỗi thì mỗi lỗi đều bị trừ.",
}


def rule_sentence(rule: DeductionRule) -> str:
    """Give what one rule takes or adds, as one lettered point."""
    said = list(KIND_WORDS[rule.kind](rule))
    if rule.most_times is not None:
        said.append(f"tính nhiều nhất {rule.most_times} lần")
    if rule.cap is not None:
        said.append(f"cả mục này nhiều nhất {points(rule.cap)}")
    return f"{rule.name}: {'; '.join(said)}"
