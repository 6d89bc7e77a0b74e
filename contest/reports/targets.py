"""Targets against what is registered: each unit that takes part, its shortfall, and what the units below it were given."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.recognition.targets import difference, given_below
from contest.reports.counting import by_line, folded
from contest.reports.figures import models, percent, share
from contest.reports.gaps import taking_part
from contest.reports.kit import Asked, Column, Report, Row, Table, Value, number, stacked, summed
from contest.reports.scope import Scope, scope
from contest.tables.campaigns import CampaignUnit

COLUMNS = (
    Column("unit", "Đơn vị", "text"),
    Column("target", "Chỉ tiêu"),
    Column("registered", "Đã đăng ký"),
    Column("short", "Còn thiếu"),
    Column("share", "Đạt %", "share"),
    Column("below", "Giao cho đơn vị bên dưới"),
    Column("difference", "So với chỉ tiêu", "text"),
)


def targets_report(reader: Session, asked: Asked) -> Report:
    """Give the targets of one year against what is registered."""
    seen = scope(reader, asked, single=True)
    table = against(reader, seen)
    behind = [row for row in table.rows if number(row, "short")]
    return Report(
        name="targets",
        title="Chỉ tiêu và kết quả đăng ký",
        scope=seen.words,
        tables=[table],
        paragraph=_sentence(seen, table, len(behind)),
        notes=[
            "Còn thiếu tính riêng từng đơn vị: đơn vị vượt chỉ tiêu không bù cho đơn vị khác. Đơn vị không giao chỉ tiêu để trống."
        ],
        charts=[stacked("Đăng ký và phần còn thiếu", table, "unit", ("registered", "short"))],
        data=seen.data({"rows": table}, **table.sums(), units_below_target=len(behind)),
        invented=seen.invented,
        unit_id=seen.root.id,
        campaign_id=seen.newest,
    )


def against(reader: Session, seen: Scope) -> Table:
    """Give the table: target, registered, short, and the sum given to units below."""
    counted = folded(by_line(reader, seen), 0)
    given = _below(reader, seen)
    rows: list[Row] = []
    for line in seen.ordered([*taking_part(seen), *(key[0] for key in counted)]):
        set_for = [each.target for each in seen.lines.get(line, []) if each.target is not None]
        target = sum(set_for) if set_for else None
        registered = counted[(line,)]
        rows.append(
            {
                "unit_id": line,
                "unit": seen.name(line, alone=not counted and len(seen.lines) == 1),
                "target": target,
                "registered": registered,
                "short": None if target is None else max(target - registered, 0),
                "share": share(registered, target or 0),
                "below": given.get(line),
                "difference": difference(target, given.get(line)),
            }
        )
    table = summed("Chỉ tiêu theo đơn vị", COLUMNS, rows)
    total: dict[str, Value] = {**(table.total or {}), "share": share(*_measured(rows))}
    return Table(table.title, COLUMNS, rows, total)


def _measured(rows: list[Row]) -> tuple[int, int]:
    """Give what was registered, and the target, of the units that have one."""
    having = [row for row in rows if row["target"] is not None]
    return sum(number(row, "registered") for row in having), sum(number(row, "target") for row in having)


def _below(reader: Session, seen: Scope) -> dict[int, int]:
    """Give the sum of targets that the units just below those taking part were given, by line."""
    query = select(CampaignUnit.campaign_id, CampaignUnit.unit_id, CampaignUnit.target).where(
        CampaignUnit.campaign_id.in_(list(seen.days)), seen.asked.reach.sees(CampaignUnit.unit_id)
    )
    targets: dict[int, dict[int, int | None]] = {}
    for campaign, unit, target in reader.execute(query):
        targets.setdefault(campaign, {})[unit] = target
    given = {each: given_below(seen.reading.tree, seen.days[each], targets[each]) for each in targets}
    found: dict[int, int] = {}
    for line, taking in seen.lines.items():
        sums = [given[each.campaign_id][each.unit_id] for each in taking if each.unit_id in given[each.campaign_id]]
        if sums:
            found[line] = sum(sums)
    return found


def _sentence(seen: Scope, table: Table, behind: int) -> str:
    registered, target = _measured(list(table.rows))
    if not target:
        return f"{seen.whole} {seen.when} chưa giao chỉ tiêu cho đơn vị nào."
    said = f"{seen.whole} {seen.when} đăng ký {models(registered)} trên chỉ tiêu {models(target)}, đạt {percent(share(registered, target))}"
    return f"{said}; {behind} đơn vị chưa đạt chỉ tiêu." if behind else f"{said}; mọi đơn vị đều đạt chỉ tiêu."
