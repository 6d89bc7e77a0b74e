"""The half-year and the year's review (sơ kết, tổng kết): what the other reports say, gathered under one heading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from contest.reports import domains, funnel, indicators, registered, replication
from contest.reports.counting import KINDS, by_line
from contest.reports.figures import joined, models
from contest.reports.followed import DONE, decided, done, progress, titles
from contest.reports.kit import Asked, Report, Row, Table, number, stacked
from contest.reports.scope import Scope, scope
from contest.text import thousands

PAPERS: Mapping[str, str] = {
    "recognise": "Mô hình được công nhận",
    "renew": "Mô hình được công nhận duy trì",
    "reward": "Mô hình được khen thưởng",
    "lapse": "Mô hình không tiếp tục công nhận",
    "withdraw": "Mô hình thôi công nhận",
}
"""What a decision of each kind does, as the review counts it."""


def half_year_report(reader: Session, asked: Asked) -> Report:
    """Give the review of the first six months of a year: registrations, progress, inspections."""
    whole = scope(reader, asked, single=True)
    year = whole.years[-1]
    seen = _up_to(whole, date(year, 6, 30))
    tables = _registered(reader, seen)
    tables["progress"] = progress(reader, seen, f"{year}-06")
    tables["done"] = done(reader, seen, date(year, 6, 30))
    said = [*_opening(seen, tables), _progress_said(tables["progress"]), _done_said(tables["done"])]
    return _review("half-year", "Sơ kết 6 tháng", seen, tables, said, [_left_out(reader, whole, seen)])


def _up_to(whole: Scope, day: date) -> Scope:
    """Give a scope as it was on a day: what was registered, and the lists that had come in."""
    taking = [
        replace(each, submitted_on=None) if each.submitted_on and each.submitted_on > day else each
        for each in whole.taking
    ]
    return replace(whole, taking=taking, until=day)


def _left_out(reader: Session, whole: Scope, seen: Scope) -> str:
    """Give up to which day the models count, and how many came after it."""
    later = sum(by_line(reader, whole).values()) - sum(by_line(reader, seen).values())
    said = f"Sơ kết tính mô hình đăng ký đến hết ngày {seen.until:%d/%m/%Y}"
    return f"{said}; {models(later)} đăng ký sau ngày đó không tính ở đây." if later else f"{said}."


def year_report(reader: Session, asked: Asked) -> Report:
    """Give the review of a year: the half-year's figures to its end, what was decided, replicated and brought about."""
    seen = scope(reader, asked, single=True)
    year = seen.years[-1]
    tables = _registered(reader, seen)
    tables["progress"] = progress(reader, seen, f"{year}-12")
    tables["done"] = done(reader, seen, date(year, 12, 31))
    tables["steps"] = funnel.steps_table(reader, seen)
    tables["decided"] = _decided(reader, seen)
    tables["replications"] = replication.adoptions(reader, seen)
    tables["titles"] = titles(reader, seen)
    figures = indicators.by_year(seen, indicators.read(reader, seen))
    tables["indicators"] = replace(figures, title="Kết quả bằng số")
    said = [
        *_opening(seen, tables),
        _progress_said(tables["progress"]),
        _done_said(tables["done"]),
        funnel.sentence(seen, tables["steps"]),
        _decided_said(tables["decided"]),
        replication.sentence(seen, tables["replications"]),
        indicators.sentence(seen, tables["indicators"]),
    ]
    return _review("year", "Tổng kết năm", seen, tables, said)


def _registered(reader: Session, seen: Scope) -> dict[str, Table]:
    return {"units": registered.by_unit(reader, seen), "domains": domains.by_domain_table(reader, seen)}


def _opening(seen: Scope, tables: Mapping[str, Table]) -> list[str]:
    return [registered.sentence(seen, tables["units"]), domains.sentence(seen, tables["domains"])]


def _review(
    name: str, title: str, seen: Scope, tables: Mapping[str, Table], said: list[str], more: Sequence[str] = ()
) -> Report:
    shown = [table for table in tables.values() if table.rows]
    return Report(
        name=name,
        title=f"{title} {seen.years[-1]}" if name == "year" else f"{title} đầu năm {seen.years[-1]}",
        scope=seen.words,
        tables=shown,
        paragraph="\n".join(filter(None, said)),
        notes=[*more, *registered.notes(seen), *domains.notes(seen, tables["domains"])],
        charts=[stacked("Mô hình theo lĩnh vực", tables["domains"], "domain", KINDS)],
        data=seen.data(tables),
        invented=seen.invented,
        unit_id=seen.root.id,
        campaign_id=seen.newest,
    )


def _progress_said(table: Table) -> str:
    sums = table.sums()
    if not sums["total"]:
        return ""
    if sums["without"] == sums["total"]:
        return "Về tiến độ: chưa ghi tiến độ của mô hình nào."
    parts = [f"{models(sums['on_track'])} đúng tiến độ"]
    parts += [f"{thousands(sums['behind'])} chậm hoặc vướng mắc"] if sums["behind"] else []
    parts += [f"{thousands(sums['without'])} chưa ghi tiến độ"] if sums["without"] else []
    return f"Về tiến độ: {joined(parts)}."


def _done_said(table: Table) -> str:
    counts = {str(row["key"]): number(row, "count") for row in table.rows}
    held, planned = counts["inspections_held"], counts["inspections_planned"]
    said = f"Đã kiểm tra {held}/{planned} cuộc theo kế hoạch" if planned or held else "Chưa có cuộc kiểm tra nào"
    if counts["recommendations"]:
        said += f", có {counts['recommendations']} kiến nghị, đã thực hiện {counts['recommendations_done']}"
        said += f", quá hạn {counts['recommendations_overdue']}" if counts["recommendations_overdue"] else ""
    visited = f", đã đến tại chỗ {models(counts['appraisal_visits'])}" if counts["appraisal_visits"] else ""
    return f"{said}; thẩm định xong {models(counts['appraised'])}{visited}."


def _decided(reader: Session, seen: Scope) -> Table:
    counted = decided(reader, seen)
    rows: list[Row] = [{"key": kind, "what": words, "count": counted[(kind,)]} for kind, words in PAPERS.items()]
    return Table("Quyết định", DONE, rows)


def _decided_said(table: Table) -> str:
    counts = {str(row["key"]): number(row, "count") for row in table.rows}
    ended = counts["lapse"] + counts["withdraw"]
    if not counts["reward"] and not ended:
        return ""
    said = f"Khen thưởng {models(counts['reward'])}"
    return f"{said}; {thousands(ended)} mô hình thôi hoặc không tiếp tục được công nhận." if ended else f"{said}."
