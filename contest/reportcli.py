"""The `chamkheo report` command: any report as data, or as a plain table."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import click
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from contest import schema
from contest.config import Settings
from contest.offices import Reach
from contest.planning.units import required_unit
from contest.reports.kit import Asked, Report
from contest.reports.table import REPORTS, report
from contest.reportview import cell
from contest.text import today

EVERYTHING = Reach(whole=True)


@click.command("report")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="In dữ liệu JSON.")
@click.option("--unit", "unit_name", help="Đơn vị, ví dụ: “Xã Sơn Hòa, tỉnh Đắk Lắk”.")
@click.option("--year", type=int, help="Năm.")
@click.option("--now", is_flag=True, help="Đọc theo đơn vị bây giờ (mặc định: theo đơn vị lúc đó).")
@click.option("--option", "options", multiple=True, metavar="TÊN=GIÁ_TRỊ", help="Tùy chọn riêng của báo cáo.")
def report_command(
    name: str, as_json: bool, unit_name: str | None, year: int | None, now: bool, options: tuple[str, ...]
) -> None:
    """In báo cáo NAME của dữ liệu đang dùng."""
    settings = Settings.from_env()
    schema.upgrade(settings.database_url)
    engine = create_engine(settings.database_url)
    try:
        with Session(engine) as reader:
            asked = Asked(EVERYTHING, _unit(reader, unit_name, year), year, now, dict(_pairs(options)))
            found = report(reader, name, asked)
    finally:
        engine.dispose()
    click.echo(
        json.dumps(found.data, ensure_ascii=False, separators=(",", ":"), default=_plain)
        if as_json
        else "\n".join(_lines(found))
    )


report_command.help = f"In báo cáo NAME của dữ liệu đang dùng. Các báo cáo: {', '.join(REPORTS)}."


def _unit(reader: Session, name: str | None, year: int | None) -> int | None:
    day = date(year, 12, 31) if year and 0 < year < today().year else today()
    return None if name is None else required_unit(reader, name, day).id


def _pairs(options: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for each in options:
        name, equals, value = each.partition("=")
        if not equals:
            raise click.BadParameter(f"“{each}” chưa đúng. Đề nghị ghi TÊN=GIÁ_TRỊ.")
        yield name, value


def _plain(value: object) -> Any:
    """Give what JSON holds for an exact figure or a day."""
    return value.isoformat() if isinstance(value, date) else str(value)


def _lines(found: Report) -> Iterator[str]:
    yield found.title.upper() + (" (SỐ LIỆU MINH HỌA)" if found.invented else "")
    yield found.scope
    for table in found.tables:
        yield ""
        yield table.title
        rows = [[column.title for column in table.columns]]
        rows += [
            [
                table.printed.get((place, column.key)) or cell(row.get(column.key), column.kind)
                for column in table.columns
            ]
            for place, row in table.lines()
        ]
        widths = [max(len(row[at]) for row in rows) for at in range(len(table.columns))]
        for row in rows:
            yield "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
    yield ""
    yield found.paragraph
    yield from found.notes
