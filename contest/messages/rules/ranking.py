"""How teams are ranked, in words: what value ranks, what parts a tie, what is shared, what sinks an entry."""

from collections.abc import Callable, Iterator, Mapping

from contest.messages.amounts import listed, places, points
from contest.messages.rules.shape import Clause
from scoring.deductions import KINDS
from scoring.rules import Rulebook
from scoring.ties import step_of

RANK_ON: Mapping[str, Callable[[Rulebook], str]] = {
    "exact": lambda rulebook: "Xếp hạng theo tổng điểm đúng, từ cao xuống thấp, trước khi làm tròn để ghi ra.",
    "shown": lambda rulebook: (
        f"Xếp hạng theo tổng điểm như ghi ra, đến {places(rulebook.decimals)}, từ cao xuống thấp; hai đội ghi cùng tổng điểm là bằng "
        "điểm."
    ),
}

SHARED_RANKS: Mapping[str, str] = {
    "standard": "Các đội đồng hạng chung một số hạng; hạng sau tính theo số đội đứng trên: 1, 2, 2, 4.",
    "dense": "Các đội đồng hạng chung một số hạng; hạng sau là số liền sau: 1, 2, 2, 3.",
}

GROUPS: Mapping[str, str] = {
    "together": "Tất cả các đội được xếp trong một bảng xếp hạng chung.",
    "apart": "Các đội được xếp hạng riêng trong từng bảng (khối, cụm); không có xếp hạng chung.",
    "both": "Các đội được xếp hạng riêng trong từng bảng (khối, cụm), và xếp hạng chung toàn hội thi.",
}

SUNK: Mapping[str, str] = {
    "unranked": "Đội bị điểm liệt không được xếp hạng.",
    "no_prize": "Đội bị điểm liệt vẫn được xếp hạng nhưng không được xét giải.",
    "zero": "Đội bị điểm liệt có tổng điểm là 0.",
}


def may_sink(rulebook: Rulebook) -> bool:
    """Say whether anything in the rulebook sinks an entry, so that what that means is to be told."""
    rules = (*rulebook.deductions, *(rule for part in rulebook.parts for rule in part.deductions))
    criteria = [criterion for part in rulebook.parts for criterion in part.criteria]
    shares = [*(part.min_share for part in rulebook.parts), *(each.min_share for each in criteria)]
    acts = any(KINDS[rule.kind].sinks for rule in rules)
    return acts or any(each is not None for each in shares) or any(each.zero_sinks for each in criteria)


def part_names(argument: str, rulebook: Rulebook) -> str:
    """Give the names of the parts of a step's argument, "+" or "," between their keys."""
    keys = [key.strip() for key in argument.replace("+", ",").split(",")]
    return listed(rulebook.part(key).name for key in keys)


def criterion_name(argument: str, rulebook: Rulebook) -> str:
    """Give “Nội dung (phần Tiểu phẩm)” of "tieu_pham.noi_dung"."""
    part, _, criterion = argument.partition(".")
    return f"{rulebook.part(part).criterion(criterion).name} (phần {rulebook.part(part).name})"


def group_name(argument: str, rulebook: Rulebook) -> str:
    """Give “Kịch bản (phần Tiểu phẩm)” of "tieu_pham.Kịch bản"."""
    part, _, group = argument.partition(".")
    return f"{group} (phần {rulebook.part(part).name})"


def _median(argument: str, rulebook: Rulebook) -> str:
    where = f"phần {part_names(argument, rulebook)}" if argument else "các phần có phiếu cộng lại, chưa nhân hệ số,"
    return f"đội có điểm đứng giữa (trung vị) của tổng các phiếu {where} cao hơn xếp trên"


TIE_WORDS: Mapping[str, Callable[[str, Rulebook], str]] = {
    "part": lambda argument, rulebook: (
        f"đội có điểm phần {part_names(argument, rulebook)} (sau khi trừ điểm) cao hơn xếp trên"
    ),
    "parts": lambda argument, rulebook: (
        f"đội có tổng điểm các phần {part_names(argument, rulebook)} (sau khi trừ điểm) cao hơn xếp trên"
    ),
    "criterion": lambda argument, rulebook: (
        f"đội có điểm tiêu chí {criterion_name(argument, rulebook)} cao hơn xếp trên"
    ),
    "group": lambda argument, rulebook: f"đội có điểm nhóm tiêu chí {group_name(argument, rulebook)} cao hơn xếp trên",
    "fewest_deductions": lambda argument, rulebook: (
        "đội bị trừ ít điểm hơn xếp trên, tính mọi phần thi và điểm trừ chung, không tính điểm thưởng"
    ),
    "median": _median,
    "head_to_head": lambda argument, rulebook: (
        "đối đầu: đội được nhiều giám khảo hơn đặt trên từng đội kia, theo tổng các phiếu của mỗi giám khảo, xếp trên; thắng vòng tròn "
        "hoặc hòa thì không phân"
    ),
    "question": lambda argument, rulebook: "câu hỏi phụ: đội được nhiều điểm hơn xếp trên",
    "time": lambda argument, rulebook: "thời gian: đội có thời gian ngắn hơn xếp trên",
    "lot": lambda argument, rulebook: "bốc thăm: đội bốc được số nhỏ hơn xếp trên",
    "decision": lambda argument, rulebook: (
        "quyết định có biên bản của người có thẩm quyền, cho đúng nhóm đội đang bằng điểm"
    ),
}


def tie_clause(rulebook: Rulebook) -> Clause:
    """Give the chain of steps that parts equal totals."""
    if not rulebook.ties:
        return Clause("Các đội bằng điểm thì đồng hạng, không phân định thêm.")
    return Clause(
        "Các đội bằng điểm được phân định lần lượt theo các bước sau, bước trước phân được thì không xét bước sau; hết các bước mà "
        "vẫn bằng nhau thì đồng hạng:",
        tuple(tie_sentence(written, rulebook) for written in rulebook.ties),
    )


def tie_sentence(written: str, rulebook: Rulebook) -> str:
    """Give one step of the chain, as one lettered point."""
    name, argument = step_of(written)
    return TIE_WORDS[name](argument, rulebook)


def near_sentence(rulebook: Rulebook) -> Iterator[str]:
    """Give within what distance two ranks are looked at again."""
    if rulebook.near_tie is not None:
        yield (
            f"Hai đội liền hạng cách nhau không quá {points(rulebook.near_tie)} thì Trưởng Ban Giám khảo được nhắc kiểm tra lại phiếu; "
            "việc nhắc không tự thay đổi điểm."
        )
