"""Prizes in words: tiers, quotas, special prizes, who goes on."""

from collections.abc import Callable, Iterator, Mapping

from contest.messages.amounts import figure, listed, points
from contest.messages.rules.ranking import criterion_name
from contest.messages.rules.shape import Clause
from scoring.prizes import ACROSS as WIDENS
from scoring.rules import Advance, PrizeCap, PrizeTier, Rulebook, SpecialPrize

QUOTA_OF: Mapping[str, str] = {"entries": "số đội dự thi", "prizes": "tổng số giải"}

# Along which ranking a tier is given.
RANKINGS: Mapping[str, str] = {"overall": "", "group": " ở mỗi bảng (khối, cụm)"}

ACROSS: Mapping[str, str] = {
    "ask": "",
    "share": "; các đội đồng hạng ngang suất cuối cùng được nhận giải này (đồng giải)",
}

BY: Mapping[str, Callable[[str, Rulebook], str]] = {
    "part": lambda argument, rulebook: f"xét điểm phần {rulebook.part(argument).name} cao nhất",
    "criterion": lambda argument, rulebook: f"xét điểm tiêu chí {criterion_name(argument, rulebook)} cao nhất",
    "audience": lambda argument, rulebook: "xét điểm bình chọn của khán giả cao nhất",
    "named": lambda argument, rulebook: "do Ban Tổ chức chọn, có lý do",
}


def tier_sentence(tier: PrizeTier) -> str:
    """Give one tier, as one lettered point."""
    if tier.percent is not None:
        most = f", nhiều nhất {tier.at_most} giải" if tier.at_most is not None else ""
        count = f"{figure(tier.percent)}% {QUOTA_OF[tier.percent_of]}, bỏ phần lẻ{most}"
    else:
        count = "tất cả các đội còn lại" if tier.takes_the_rest else f"{tier.count} giải"
    least = f"; tổng điểm phải từ {points(tier.min_score)}" if tier.min_score is not None else ""
    return f"{tier.name}: {count}{RANKINGS[tier.ranking]}{least}{ACROSS[tier.across]}"


def cap_sentence(cap: PrizeCap, rulebook: Rulebook) -> str:
    """Give the most prizes that some tiers hold together."""
    names = {tier.key: tier.name for tier in rulebook.prizes}
    tiers = f"Các giải {listed(names[key] for key in cap.tiers)} cộng lại" if cap.tiers else "Tất cả các giải cộng lại"
    return f"{tiers} nhiều nhất bằng {figure(cap.percent)}% {QUOTA_OF[cap.percent_of]}, bỏ phần lẻ; vượt thì bớt từ giải thấp."


def special_sentence(prize: SpecialPrize, rulebook: Rulebook) -> str:
    """Give one special prize, as one lettered point."""
    name, _, argument = prize.by.partition(":")
    double = "; không xét đội đã có giải" if prize.no_double else ""
    return f"{prize.name}: {prize.count} giải, {BY[name.strip()](argument.strip(), rulebook)}{double}"


AMONG: Mapping[str, str] = {"together": "", "apart": " mỗi bảng", "both": " mỗi bảng"}


def advance_sentence(advance: Advance, grouped: str) -> str:
    """Give who goes on to the next round."""
    said = [
        *([f"{advance.per_group} đội đứng đầu{AMONG[grouped]}"] if advance.per_group else []),
        *([f"{advance.best_others} đội có tổng điểm cao nhất trong các đội còn lại"] if advance.best_others else []),
    ]
    return f"Vào vòng trong: {listed(said)}."


def clauses(rulebook: Rulebook) -> Iterator[Clause]:
    """Give the clauses of the article on prizes."""
    if rulebook.prizes:
        tiers = tuple(tier_sentence(tier) for tier in rulebook.prizes)
        yield Clause("Giải được đề xuất theo thứ hạng, từ giải cao xuống:", tiers)
    for cap in rulebook.prize_caps:
        yield Clause(cap_sentence(cap, rulebook))
    if rulebook.special_prizes:
        yield Clause("Giải phụ:", tuple(special_sentence(prize, rulebook) for prize in rulebook.special_prizes))
    if rulebook.advance is not None:
        yield Clause(advance_sentence(rulebook.advance, rulebook.groups))
    if not (rulebook.prizes or rulebook.special_prizes):
        yield Clause("Thể lệ không quy định giải.")
        return
    if any(not WIDENS[tier.across] for tier in rulebook.prizes):
        yield Clause("Đội đồng hạng ngang ranh giới giữa hai mức giải thì chưa đề xuất, chờ quyết định có biên bản.")
    yield Clause(
        "Chương trình chỉ đề xuất; giải chính thức do Ban Tổ chức quyết định, thay đổi so với đề xuất phải ghi lý do."
    )
