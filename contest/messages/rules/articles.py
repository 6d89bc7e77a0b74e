"""A rulebook as numbered articles, every sentence generated from the data that the engine itself computes with."""

from collections.abc import Iterator

from contest.messages.amounts import factor, figure, points
from contest.messages.rules import prizes
from contest.messages.rules.deductions import ONE_ACT, rule_sentence
from contest.messages.rules.panels import ABSENCE, JUDGES_SHOWN, NOT_PRESENT, seat_points
from contest.messages.rules.parts import part_article
from contest.messages.rules.ranking import GROUPS, RANK_ON, SHARED_RANKS, SUNK, may_sink, near_sentence, tie_clause
from contest.messages.rules.shape import Article, Articles, Clause
from contest.messages.rules.totals import limits, show_sentence, stage_sentence, sum_sentences
from scoring.rulebook import fingerprint
from scoring.rules import ONE, Issued, Part, Rulebook

INVENTED = "Mẫu minh họa, số liệu tự đặt"
ORIGIN = "Các điều trên được lập tự động từ chính dữ liệu dùng để tính điểm. Mã của thể lệ (SHA-256):"


def articles(rulebook: Rulebook) -> Articles:
    """Give the whole rulebook in articles, with its fingerprint at the end."""
    whole = (
        Article("Tên và căn cứ", tuple(_origin(rulebook))),
        Article("Các phần thi", tuple(_parts(rulebook))),
        *(part_article(part, rulebook) for part in rulebook.parts),
        Article("Giám khảo và phiếu chấm", tuple(_judges(rulebook))),
        Article("Trừ điểm, cộng điểm", tuple(_deductions(rulebook))),
        Article("Cộng điểm và làm tròn", tuple(_sums(rulebook))),
        Article("Xếp hạng", tuple(_ranking(rulebook))),
        Article("Giải thưởng", tuple(prizes.clauses(rulebook))),
    )
    mark = fingerprint(rulebook)
    grouped = " ".join(mark[at : at + 4] for at in range(0, len(mark), 4))
    return Articles(rulebook.name, INVENTED if rulebook.invented else "", whole, ORIGIN, grouped)


def _origin(rulebook: Rulebook) -> Iterator[Clause]:
    yield Clause(f"Thể lệ này là: {rulebook.name}.")
    if rulebook.issued is not None:
        yield Clause(issued_sentence(rulebook.issued))
    if rulebook.source:
        yield Clause(f"Căn cứ: {rulebook.source}")
    if rulebook.note:
        yield Clause(f"Ghi chú: {rulebook.note}")


def issued_sentence(issued: Issued) -> str:
    """Give the decision that issued the rules."""
    said = [
        *([f"số {issued.number}"] if issued.number else []),
        *([f"ngày {issued.date}"] if issued.date else []),
        *([f"của {issued.issuer}"] if issued.issuer else []),
    ]
    about = f", về việc: {issued.abstract}" if issued.abstract else ""
    return f"Ban hành theo văn bản {' '.join(said)}{about}."


def _parts(rulebook: Rulebook) -> Iterator[Clause]:
    yield Clause(f"Hội thi có {len(rulebook.parts)} phần thi:", tuple(_part_line(part) for part in rulebook.parts))
    if rulebook.max_total is not None:
        yield Clause(f"Tổng điểm tối đa của các phần thi là {points(rulebook.max_total)}.")


def _part_line(part: Part) -> str:
    most = "để ngỏ điểm tối đa" if part.max_points is None else f"tối đa {points(part.max_points)}"
    share = f", chiếm {figure(part.percent)}% tổng điểm" if part.percent is not None else ""
    times = f", hệ số {factor(part.factor)}" if part.factor != ONE else ""
    return f"{part.name}: {most}{share}{times}"


def _judges(rulebook: Rulebook) -> Iterator[Clause]:
    yield Clause(
        "Giám khảo chấm độc lập. Chưa chấm, 0 điểm và vắng là ba việc khác nhau; còn thiếu phiếu thì phần thi chưa có điểm."
    )
    yield Clause(ABSENCE[rulebook.absent])
    yield Clause(NOT_PRESENT[rulebook.not_present])
    if rulebook.seats:
        yield Clause("Quy định riêng cho từng giám khảo:", tuple(seat_points(rulebook)))
    yield Clause(JUDGES_SHOWN[rulebook.judges_shown])


def _deductions(rulebook: Rulebook) -> Iterator[Clause]:
    yield Clause(
        "Chỉ được trừ, cộng điểm theo những mục ghi trong thể lệ này, có lý do. Điểm bị trừ, được cộng một lần sau khi đã gộp phiếu của "
        "Ban Giám khảo."
    )
    yield Clause(ONE_ACT[rulebook.one_act])
    if rulebook.deductions:
        listed = tuple(rule_sentence(rule) for rule in rulebook.deductions)
        yield Clause("Ngoài các mục ghi ở từng phần thi, trong cả hội thi được trừ, cộng điểm:", listed)
    yield from map(Clause, limits(rulebook.floor, rulebook.deduction_cap, "của một đội, ở các phần thi và chung,"))


def _sums(rulebook: Rulebook) -> Iterator[Clause]:
    yield from map(Clause, sum_sentences(rulebook))
    if rulebook.rounding:
        yield Clause("Làm tròn ở các bước sau:", tuple(stage_sentence(stage) for stage in rulebook.rounding))
    yield Clause(show_sentence(rulebook))


def _ranking(rulebook: Rulebook) -> Iterator[Clause]:
    yield Clause(RANK_ON[rulebook.rank_on](rulebook))
    yield Clause(GROUPS[rulebook.groups])
    yield tie_clause(rulebook)
    yield Clause(SHARED_RANKS[rulebook.shared_ranks])
    if may_sink(rulebook):
        yield Clause(SUNK[rulebook.sunk])
    yield from map(Clause, near_sentence(rulebook))
