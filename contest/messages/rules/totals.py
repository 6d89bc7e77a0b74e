"""How figures are summed, shared out and rounded, in words."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from contest.messages.amounts import factor, figure, places, points
from scoring.points import exact_text, round_half_up
from scoring.rounding import MODES
from scoring.rules import ONE, Part, RoundingStage, Rulebook

STAGES: Mapping[str, str] = {
    "panel": "điểm gộp của Ban Giám khảo (không áp dụng cho điểm thống nhất)",
    "factor": "điểm sau khi nhân hệ số",
    "part": "điểm phần thi, trước khi trừ và cộng điểm theo biên bản",
    "total": "tổng điểm",
}

MODE_WORDS: Mapping[str, str] = {
    "half_up": "số 5 ở chữ số kế tiếp làm tròn lên",
    "half_even": "đúng một nửa thì làm tròn về chữ số chẵn",
    "truncate": "bỏ hẳn các chữ số sau, không làm tròn lên",
}

PERCENT_OF: Mapping[str, str] = {
    "points": "Mỗi phần thi chiếm một tỷ lệ của tổng điểm: điểm phần thi nhân với tỷ lệ ấy.",
    "maximum": "Mỗi phần thi chiếm một tỷ lệ của tổng điểm: điểm phần thi chia cho điểm tối đa của phần rồi nhân với số phần trăm ấy; "
    "ví dụ 16 trên 20 điểm, phần chiếm 30%, được 16 : 20 × 30 = 24 điểm.",
}


def stage_sentence(stage: RoundingStage) -> str:
    """Give what a rounding rounds, to what and how, with an example worked by the engine."""
    before = _just_half(stage.decimals)
    after = MODES[stage.mode](before, stage.decimals)
    return (
        f"{STAGES[stage.stage]}: đến {places(stage.decimals)}, {MODE_WORDS[stage.mode]}; "
        f"ví dụ {figure(before)} thành {figure(after)}"
    )


def _just_half(decimals: int) -> Fraction:
    """Give a figure that ends in a 5 just after the place it is rounded to: 92,5; 92,25; 92,125; 92,1125."""
    return Fraction(f"92.{('1' * (decimals - 1) + '2') if decimals else ''}5")


def share_sentence(part: Part) -> str:
    """Give a part's factor or percentage; "" where it has neither."""
    if part.percent is not None:
        return f"Phần thi này chiếm {figure(part.percent)}% tổng điểm."
    return f"Điểm gộp được nhân hệ số {factor(part.factor)}." if part.factor != ONE else ""


def sum_sentences(rulebook: Rulebook) -> Iterator[str]:
    """Give the order of the sum, from sheets to the total."""
    yield (
        "Điểm một phần thi được tính lần lượt: gộp phiếu; nhân hệ số; cộng lại; sau đó mới trừ, cộng điểm theo biên bản, một lần, "
        "không trừ trên từng phiếu."
    )
    if any(part.percent is not None for part in rulebook.parts):
        yield PERCENT_OF[rulebook.percent_of]
    yield "Tổng điểm của đội là tổng điểm các phần thi, trừ và cộng điểm chung của hội thi."


def show_sentence(rulebook: Rulebook) -> str:
    """Give how figures are written."""
    before = _just_half(rulebook.decimals)
    after = round_half_up(before, rulebook.decimals)
    return (
        f"Ngoài các bước ghi trong thể lệ, phép tính giữ đúng giá trị, không làm tròn. Khi ghi ra, điểm lấy đến "
        f"{places(rulebook.decimals)}, {MODE_WORDS['half_up']}; ví dụ {figure(before)} ghi là {figure(after)}."
    )


def limits(floor: Fraction | None, cap: Fraction | None, of: str) -> Iterator[str]:
    """Give the most that is taken and the least that is left."""
    if cap is not None:
        yield f"Mọi lỗi {of} cộng lại bị trừ nhiều nhất {points(cap)}; phần vượt quá không trừ."
    if floor is not None:
        yield f"Sau khi trừ, điểm {of} còn ít nhất {points(floor)}; mức này không nâng điểm đã chấm."


def percent(value: Fraction) -> str:
    """Give “50%”."""
    return f"{exact_text(value).replace('.', ',')}%"
