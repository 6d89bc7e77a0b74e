"""How judges' sheets become a part's figure, in words: one sentence function for each name the engine knows."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from contest.messages.amounts import about, factor, figure, listed, points
from scoring.panel import METHODS
from scoring.panelfigures import Mark, marks_of
from scoring.ranking import GROUPINGS
from scoring.rules import ONE, Panel, Part, Rulebook, SeatRule

Sentences = Callable[[Part, Rulebook], Iterator[str]]

# What a panel's method works on.
UNITS: Mapping[str, str] = {"sheets": "tổng điểm các phiếu", "criteria": "điểm các giám khảo cho ở từng tiêu chí"}


def _sheets(part: Part) -> str:
    return f"Cộng các tiêu chí{_weighted(part)} của từng phiếu trước, rồi mới gộp các phiếu."


def _criteria(part: Part) -> str:
    return f"Gộp các phiếu ở từng tiêu chí trước, rồi mới cộng các tiêu chí{_weighted(part)}."


def _weighted(part: Part) -> str:
    return ", mỗi tiêu chí nhân hệ số của nó," if any(each.weight != ONE for each in part.criteria) else ""


OVER: Mapping[str, Callable[[Part], str]] = {"sheets": _sheets, "criteria": _criteria}

# The same where one figure is entered and there are no sheets.
OVER_ENTERED: Mapping[str, Callable[[Part], str]] = {
    "sheets": lambda part: f"Cộng các tiêu chí{_weighted(part)} trước, rồi mới nhân hệ số của phần thi và làm tròn.",
    "criteria": lambda part: f"Từng tiêu chí{_weighted(part)} nhân hệ số của phần thi và làm tròn trước, rồi mới cộng.",
}


def over_sentence(part: Part) -> str:
    """Give what is summed first; "" for one criterion, where it is all the same."""
    judged = METHODS[part.panel.method].judged
    only = len(part.criteria) == 1 and (part.criteria[0].weight == ONE or not judged)
    words = OVER if judged else OVER_ENTERED
    return "" if only else words[part.panel.over](part)


BELOW: Mapping[str, str] = {
    "mean": "không bỏ điểm nào, lấy trung bình cộng tất cả",
    "question": "phần thi chưa có điểm, người có thẩm quyền quyết định",
}

STRUCK: Mapping[str, str] = {
    "everyone": "mọi đội đều được điểm tối đa của câu ấy",
    "nobody": "câu ấy không cho và không trừ điểm đội nào",
    "rescaled": "điểm các câu còn lại được nhân lên cho đủ điểm tối đa của phần thi",
}

# Marks from which the examples are worked; the engine gives the answer.
_EXAMPLE = marks_of(
    Mark(str(seat), Fraction(mark)) for seat, mark in enumerate(("8", "7", "9.5", "8.5", "9", "7.5", "8"), 1)
)


def _example(panel: Panel, count: int) -> str:
    if count > len(_EXAMPLE):
        return ""
    marks = _EXAMPLE.only(range(count))
    combined = METHODS[panel.method].combine({"": marks}, panel)[""]
    if combined is None:
        return ""
    said = "; ".join(figure(mark.value) for mark in marks)
    dropped = "; ".join(figure(mark.value) for mark in combined.dropped)
    return (
        f"Ví dụ: {count} giám khảo cho {said}"
        + (f", bỏ {dropped}" if dropped else "")
        + f", được {about(combined.value)}."
    )


def _weighed(rulebook: Rulebook) -> str:
    return ", theo trọng số của giám khảo" if any(rule.weight != ONE for rule in rulebook.seats) else ""


def _mean(part: Part, rulebook: Rulebook) -> Iterator[str]:
    yield f"Điểm của Ban Giám khảo là trung bình cộng {UNITS[part.panel.over]} được tính{_weighed(rulebook)}."


def _trimmed_mean(part: Part, rulebook: Rulebook) -> Iterator[str]:
    panel = part.panel
    yield (
        f"Điểm của Ban Giám khảo là trung bình cộng {UNITS[panel.over]} sau khi bỏ {panel.drop} điểm cao nhất và {panel.drop} điểm "
        f"thấp nhất; nhiều điểm bằng nhau thì cũng chỉ bỏ bấy nhiêu. {_example(panel, max(panel.at_least, 2 * panel.drop + 1))}"
    )
    yield f"Chỉ bỏ điểm khi có từ {panel.at_least} giám khảo trở lên; ít hơn thì {BELOW[panel.below]}."


def _median(part: Part, rulebook: Rulebook) -> Iterator[str]:
    yield (
        f"Điểm của Ban Giám khảo là điểm đứng giữa (trung vị): xếp {UNITS[part.panel.over]} từ thấp đến cao rồi lấy điểm đứng giữa; "
        f"số điểm là số chẵn thì lấy trung bình cộng hai điểm đứng giữa. {_example(part.panel, 5)} {_example(part.panel, 4)}"
    )


def _sum(part: Part, rulebook: Rulebook) -> Iterator[str]:
    yield (
        f"Điểm của Ban Giám khảo là tổng {UNITS[part.panel.over]} được tính{_weighed(rulebook)}; "
        "còn giám khảo vắng thì chưa có điểm, chờ quyết định."
    )


def _agreed(part: Part, rulebook: Rulebook) -> Iterator[str]:
    yield "Mỗi đội được ghi một điểm thống nhất, nhập một lần; không có phiếu riêng của từng giám khảo."


def _minutes(part: Part, rulebook: Rulebook) -> Iterator[str]:
    yield (
        "Ban Giám khảo chấm chung: thảo luận, thống nhất một điểm cho mỗi đội và ghi vào biên bản; không có phiếu riêng của từng "
        "giám khảo."
    )


def _quiz(part: Part, rulebook: Rulebook) -> Iterator[str]:
    wrong = part.panel.wrong
    lost = f"trả lời sai bị trừ {points(wrong)}" if wrong else "trả lời sai không bị trừ"
    yield f"Thi trắc nghiệm: câu trả lời đúng được điểm tối đa của câu, không trả lời được 0 điểm, {lost}."
    yield f"Câu hỏi bị hủy sau khiếu nại thì {STRUCK[part.panel.struck]}; mọi đội được tính lại."


def _carried(part: Part, rulebook: Rulebook) -> Iterator[str]:
    yield "Điểm mang sang từ vòng thi trước, nhập một lần cho mỗi đội; không có phiếu của giám khảo."


def _audience(part: Part, rulebook: Rulebook) -> Iterator[str]:
    yield "Điểm bình chọn của khán giả, nhập một lần cho mỗi đội; không có phiếu của giám khảo."


def _places(part: Part, rulebook: Rulebook, way: str) -> Iterator[str]:
    among = "" if GROUPINGS[rulebook.groups].overall else " trong từng bảng (khối, cụm)"
    yield (
        f"Mỗi giám khảo xếp hạng các đội{among} theo {UNITS[part.panel.over]}; hai đội được cùng điểm thì chia đều các hạng (bằng nhau "
        f"ở hạng 1 và 2 thì mỗi đội 1,5). {way}"
    )
    said = [f"hạng {place}: {points(each)}" for place, each in enumerate(part.panel.place_points, 1)]
    yield (
        f"Hạng đổi ra điểm: {'; '.join(said)}; các hạng sau 0 điểm. Các đội cùng hạng nhận trung bình điểm của các hạng ấy. Chưa đủ phiếu "
        f"của mọi đội dự thi{among} thì chưa đội nào có điểm; giám khảo không chấm đủ mọi đội{among} thì hạng của người ấy không tính cho "
        "đội nào."
    )


def _rank_sum(part: Part, rulebook: Rulebook) -> Iterator[str]:
    yield from _places(part, rulebook, f"Cộng các hạng{_weighed(rulebook)}: tổng nhỏ hơn xếp trên.")


def _majority(part: Part, rulebook: Rulebook) -> Iterator[str]:
    way = (
        "Hạng chung lấy theo đa số, tức là hơn một nửa số giám khảo (hệ thống skating, quy tắc 5 đến 9): xét lần lượt “hạng 1”, “hạng 2 "
        "trở lên” và tiếp theo; đội có đa số được xếp; nhiều đội cùng có thì đa số lớn hơn xếp trên, bằng nữa thì tổng các hạng ấy nhỏ "
        "hơn xếp trên, rồi các đội ấy xét tiếp cột sau với nhau; hết cột vẫn bằng thì cùng hạng."
    )
    yield from _places(part, rulebook, way)


METHOD_WORDS: Mapping[str, Sentences] = {
    "mean": _mean,
    "trimmed_mean": _trimmed_mean,
    "median": _median,
    "sum": _sum,
    "rank_sum": _rank_sum,
    "majority": _majority,
    "agreed": _agreed,
    "minutes": _minutes,
    "quiz": _quiz,
    "carried": _carried,
    "audience": _audience,
}

ABSENCE: Mapping[str, str] = {
    "whole_part": "Giám khảo được ghi vắng, đến muộn hoặc không chấm vì có liên quan ở lượt thi của một đội thì không tính cho đội ấy: "
    "điểm lấy theo các giám khảo đã chấm trọn phần thi và luôn ghi rõ bao nhiêu trên bao nhiêu giám khảo (ví dụ 4/5).",
    "wait": "Giám khảo được ghi vắng, đến muộn hoặc không chấm vì có liên quan ở lượt thi của một đội thì phần thi của đội ấy chưa có "
    "điểm, chờ quyết định.",
    "deputy": "Giám khảo được ghi vắng, đến muộn hoặc không chấm vì có liên quan ở lượt thi của một đội thì tính phiếu của người dự "
    "khuyết; người dự khuyết cũng vắng thì điểm lấy theo các giám khảo đã chấm trọn phần thi, luôn ghi rõ bao nhiêu trên bao nhiêu.",
}

NOT_PRESENT: Mapping[str, str] = {
    "zero": "Đội không dự một phần thi được 0 điểm ở phần ấy và vẫn được xếp hạng.",
    "unranked": "Đội không dự một phần thi thì không được xếp hạng.",
}

JUDGES_SHOWN: Mapping[str, str] = {
    "numbered": "Khi giải trình kết quả và khi hội ý, giám khảo được gọi theo số, không nêu tên.",
    "named": "Khi giải trình kết quả và khi hội ý, giám khảo được nêu tên.",
}


def seat_sentence(rule: SeatRule, rulebook: Rulebook) -> str:
    """Give what is special about one judge's seat, as one lettered point."""
    names = [rulebook.part(key).name for key in rule.parts]
    said = [
        *(["chấm thử, phiếu được giữ nhưng không bao giờ được tính"] if rule.shadow else []),
        *([f"trọng số {factor(rule.weight)}"] if rule.weight != ONE else []),
        *([f"chỉ chấm phần {listed(names)}"] if names else []),
        *([f"dự khuyết cho {seat_title(rule.deputy_of)}"] if rule.deputy_of else []),
    ]
    return f"{seat_title(rule.seat)}: {'; '.join(said) or 'như các giám khảo khác'}"


def seat_title(seat: str) -> str:
    """Give “giám khảo số 3”, or the judge as written in files."""
    return f"giám khảo số {seat}" if seat.isdigit() else f"giám khảo {seat}"


def seat_points(rulebook: Rulebook) -> Sequence[str]:
    """Give every special seat as a lettered point."""
    return tuple(seat_sentence(rule, rulebook) for rule in rulebook.seats)
