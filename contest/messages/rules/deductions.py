"""What is taken off or added, in words: one sentence function for each kind, each way of counting minutes, each effect."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from contest.messages.amounts import duration, figure, points
from scoring.deductions import EFFECTS as ENGINE_EFFECTS
from scoring.deductions import KINDS, Place, band_of
from scoring.rules import Band, DeductionRule

PER: Mapping[str, str] = {
    "once": "",
    "full_minute": " cho mỗi phút đủ, tính trên toàn bộ thời gian lệch",
    "started_minute": " cho mỗi phút, phút chưa đủ cũng tính, trên toàn bộ thời gian lệch",
}

EFFECTS: Mapping[str, str] = {
    "not_marked": "phần quá giờ không được chấm",
    "no_points": "phần thi không có điểm",
}

BAND_PERCENT_OF: Mapping[str, str] = {
    "points": "điểm đạt được ở phần thi, trước khi trừ",
    "maximum": "điểm tối đa của phần thi",
}

# From what the example of a scale is worked.
_SECONDS = Fraction(75)
_PLACE = Place(Fraction(16), Fraction(20))


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
    yield from _scale(rule, "thiếu giờ so với thời gian tối thiểu")


def _scale(rule: DeductionRule, off: str) -> Iterator[str]:
    yield "mỗi lượt thi tính một lần"
    if rule.grace:
        grace = duration(rule.grace)
        yield f"{off} không hơn {grace} thì châm chước, không tính; hơn {grace} thì tính cả thời gian từ đầu"
    for band in rule.bands:
        until = f" đến dưới {duration(band.until)}" if band.until is not None else " trở lên"
        yield f"{off} từ {duration(band.start)}{until} thì {_band_words(band)}"
    yield _example(rule, off)


def _example(rule: DeductionRule, off: str) -> str:
    band = band_of(rule, _SECONDS)
    return f"ví dụ, {off} {duration(int(_SECONDS))} ({_SECONDS} giây){_worked(rule, band) if band else ' không bị trừ'}"


def _worked(rule: DeductionRule, band: Band) -> str:
    if band.effect and ENGINE_EFFECTS[band.effect].voids:
        return f": {EFFECTS[band.effect]}"
    of = f" ở phần thi được {points(_PLACE.points)} trên {points(_PLACE.maximum)}" if band.percent is not None else ""
    cost = KINDS[rule.kind].cost(rule, _SECONDS, _PLACE)
    effect = f", {EFFECTS[band.effect]}" if band.effect else ""
    return f"{of} {f'trừ {points(cost)}' if cost else 'không bị trừ'}{effect}"


def _band_words(band: Band) -> str:
    effect = EFFECTS[band.effect] if band.effect else ""
    return ", ".join(filter(None, (_band_cost(band), effect)))


def _band_cost(band: Band) -> str:
    if band.percent is not None:
        return f"trừ {figure(band.percent)}% {BAND_PERCENT_OF[band.percent_of]}{PER[band.per]}"
    return f"trừ {points(band.points)}{PER[band.per]}" if band.points else ""


KIND_WORDS: Mapping[str, Callable[[DeductionRule], Iterator[str]]] = {
    "flat": _flat,
    "overtime": _overtime,
    "undertime": _undertime,
    "bonus": _bonus,
    "knockout": _knockout,
}

ONE_ACT: Mapping[str, str] = {
    "heaviest": "Một hành vi không bị trừ hai lần: một hành vi phạm nhiều lỗi thì chỉ tính lỗi nặng nhất (điểm liệt nặng hơn không "
    "có điểm, không có điểm nặng hơn mọi số điểm trừ), các lỗi khác vẫn được ghi lại; điểm thưởng cũng chỉ tính mức cao nhất.",
    "each": "Một hành vi phạm nhiều lỗi thì mỗi lỗi đều bị trừ.",
}


def rule_sentence(rule: DeductionRule) -> str:
    """Give what one rule takes or adds, as one lettered point."""
    said = list(KIND_WORDS[rule.kind](rule))
    if rule.most_times is not None:
        said.append(f"ở một phần tính nhiều nhất {rule.most_times} lần, lần nặng hơn tính trước")
    if rule.cap is not None:
        said.append(f"ở một phần, cả mục này cộng lại nhiều nhất {points(rule.cap)}")
    return f"{rule.name}: {'; '.join(said)}"
