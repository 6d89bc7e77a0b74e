"""Every report by name, for the page that lists them and for `chamkheo report`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from contest.reports.asking import require_readable
from contest.reports.domains import domains_report
from contest.reports.funnel import funnel_report
from contest.reports.gaps import gaps_report
from contest.reports.indicators import indicators_report
from contest.reports.kit import Asked, Maker, Report, reconciled
from contest.reports.owners import owners_report
from contest.reports.registered import registrations_report
from contest.reports.replication import replication_report
from contest.reports.reviews import half_year_report, year_report
from contest.reports.season import season_report
from contest.reports.targets import targets_report
from contest.reports.years import years_report
from contest.scorebook.refusals import Refused


@dataclass(frozen=True)
class Entry:
    """A report in the list: its title, what it answers, what makes it, and what it may be narrowed to.

    `filters` are of the page's form: dot (campaign), season, don-vi, theo (units as they were or are), tu
    (first year), tinh (which models count), in (printing with “trên, hơn, gần”).
    """

    title: str
    about: str
    make: Maker
    filters: tuple[str, ...] = ("dot", "don-vi", "theo")
    group: str = "Đăng ký"
    first: str = "chỉ năm đó"  # what the filter `tu` says where no year is chosen


PERIOD = ("dot", "tu", "don-vi", "theo")

REPORTS: Mapping[str, Entry] = {
    "registrations": Entry(
        "Đăng ký theo đơn vị",
        "Đơn vị nào đăng ký bao nhiêu, mới hay duy trì, gửi bản tổng hợp ngày nào, chậm mấy ngày, có văn bản riêng không?",
        registrations_report,
    ),
    "domains": Entry(
        "Mô hình theo lĩnh vực",
        "Mỗi lĩnh vực có bao nhiêu mô hình, chiếm bao nhiêu phần trăm, trong một năm hoặc nhiều năm?",
        domains_report,
        (*PERIOD, "tinh"),
    ),
    "owners": Entry(
        "Mô hình theo lĩnh vực, tập thể và cá nhân",
        "Bao nhiêu mô hình của tập thể, bao nhiêu của cá nhân? In được “trên, hơn, gần”.",
        owners_report,
        (*PERIOD, "tinh", "in"),
    ),
    "gaps": Entry(
        "Đơn vị, lĩnh vực chưa có đăng ký",
        "Đơn vị nào chưa đăng ký mô hình nào, lĩnh vực nào còn trống, đơn vị nào thiếu lĩnh vực nào?",
        gaps_report,
    ),
    "targets": Entry(
        "Chỉ tiêu và kết quả đăng ký",
        "Đơn vị nào chưa đạt chỉ tiêu, còn thiếu bao nhiêu, đã giao xuống dưới đủ chưa?",
        targets_report,
    ),
    "funnel": Entry(
        "Từ đăng ký đến công nhận, nhân rộng",
        "Trong số đã đăng ký, bao nhiêu được công nhận, chọn tiêu biểu, đề nghị khen thưởng, nhân rộng?",
        funnel_report,
        group="Công nhận, nhân rộng",
    ),
    "replication": Entry(
        "Nhân rộng mô hình",
        "Mô hình nào được đơn vị nào áp dụng, năm nào, kết quả ra sao?",
        replication_report,
        PERIOD,
        "Công nhận, nhân rộng",
    ),
    "indicators": Entry(
        "Kết quả, chỉ số của các mô hình",
        "Các mô hình đem lại bao nhiêu: mét vuông đất hiến, tỷ đồng, hộ tham gia, theo năm, lĩnh vực, đơn vị?",
        indicators_report,
        PERIOD,
        "Công nhận, nhân rộng",
    ),
    "half-year": Entry(
        "Sơ kết 6 tháng",
        "Đăng ký, tiến độ, kiểm tra sáu tháng đầu năm, gom vào một báo cáo.",
        half_year_report,
        group="Sơ kết, tổng kết",
    ),
    "year": Entry(
        "Tổng kết năm",
        "Cả năm: đăng ký, tiến độ, kiểm tra, thẩm định, công nhận, khen thưởng, nhân rộng, kết quả.",
        year_report,
        group="Sơ kết, tổng kết",
    ),
    "years": Entry(
        "So sánh nhiều năm",
        "Ba năm, năm năm qua tăng giảm thế nào, theo lĩnh vực và theo đơn vị?",
        years_report,
        PERIOD,
        "Sơ kết, tổng kết",
        "ba năm gần nhất",
    ),
    "season": Entry(
        "Tổng hợp mùa hội thi",
        "Bao nhiêu hội thi mỗi cấp, tiến độ, bao nhiêu đội, thành viên, giám khảo?",
        season_report,
        ("season",),
        "Hội thi",
    ),
}
"""Every report: a name here, a function in a module of this package, and its test."""


def report(reader: Session, name: str, asked: Asked) -> Report:
    """Give the report of that name, its totals checked; refuses an unknown name or option, and one that does not add up."""
    if name not in REPORTS:
        raise Refused("no_report", name=name, names=", ".join(REPORTS))
    require_readable(asked.options)
    return reconciled(REPORTS[name].make(reader, asked))
