"""One part of the contest in words: its criteria, its panel, its time, what is taken off."""

from collections.abc import Iterator

from contest.messages.amounts import duration, factor, points
from contest.messages.rules.deductions import rule_sentence
from contest.messages.rules.panels import METHOD_WORDS, over_sentence
from contest.messages.rules.shape import Article, Clause
from contest.messages.rules.totals import limits, percent, share_sentence
from scoring.rules import ONE, Criterion, Part, Rulebook


def part_article(part: Part, rulebook: Rulebook) -> Article:
    """Give the article of one part."""
    return Article(f"Phần thi {part.name}", tuple(_clauses(part, rulebook)))


def _clauses(part: Part, rulebook: Rulebook) -> Iterator[Clause]:
    yield Clause(_heading(part), tuple(_criterion(each) for each in part.criteria))
    way, *more = METHOD_WORDS[part.panel.method](part, rulebook)
    yield Clause(" ".join(filter(None, (over_sentence(part), way))))
    yield from map(Clause, more)
    yield from map(Clause, filter(None, (share_sentence(part), _time(part))))
    if part.min_share is not None:
        yield Clause(
            f"Đội đạt dưới {percent(part.min_share)} điểm tối đa của phần thi này, sau khi trừ điểm, là bị điểm liệt."
        )
    if part.deductions:
        yield Clause("Ở phần thi này được trừ, cộng điểm:", tuple(rule_sentence(rule) for rule in part.deductions))
    yield from map(Clause, limits(part.floor, part.deduction_cap, "ở phần thi này"))
    if part.spread_tolerance is not None:
        yield Clause(
            f"Các phiếu của một đội lệch nhau từ {points(part.spread_tolerance)} trở lên thì Trưởng Ban Giám khảo được nhắc kiểm tra lại "
            "phiếu; việc nhắc không tự thay đổi điểm."
        )
    if part.note:
        yield Clause(f"Ghi chú: {part.note}")


def _heading(part: Part) -> str:
    short = f" (viết gọn: {part.short_name})" if part.short_name != part.name else ""
    if part.max_points is None:
        return f"Phần {part.name}{short} để ngỏ điểm tối đa, gồm:"
    before = " trước khi nhân hệ số" if part.factor != ONE else ""
    return f"Phần {part.name}{short} có điểm tối đa là {points(part.max_points)}{before}, gồm:"


def _criterion(criterion: Criterion) -> str:
    said = ["để ngỏ điểm tối đa" if criterion.max_points is None else f"tối đa {points(criterion.max_points)}"]
    if criterion.step is not None:
        said.append(f"chấm theo bước {points(criterion.step)}")
    if criterion.weight != ONE:
        said.append(f"nhân hệ số {factor(criterion.weight)} khi cộng")
    if criterion.min_share is not None:
        said.append(f"dưới {percent(criterion.min_share)} điểm tối đa là bị điểm liệt")
    if criterion.zero_sinks:
        said.append("0 điểm là bị điểm liệt")
    group = f"{criterion.group} – " if criterion.group else ""
    note = f" ({criterion.note})" if criterion.note else ""
    return f"{group}{criterion.name}{note}: {', '.join(said)}"


def _time(part: Part) -> str:
    least = f"từ {duration(part.time_minimum)}" if part.time_minimum is not None else ""
    most = f"không quá {duration(part.time_limit)}" if part.time_limit is not None else ""
    said = ", ".join(filter(None, (least, most)))
    return f"Thời gian thi: {said}." if said else ""
