"""What a report's page offers to narrow it by: campaigns, first years, units, which models count, how figures are printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.offices import Reach
from contest.planning import seasonview, unitlists
from contest.recognition import campaigns
from contest.reports.kit import TOTAL, Report
from contest.reports.owners import PRINTED
from contest.reports.qualifiers import CHOICES, option
from contest.reports.scope import COUNTED
from contest.reports.table import Entry
from contest.tables.campaigns import Campaign, CampaignUnit
from contest.tables.places import Unit

MOST = 400  # units that are offered in one list
LONGEST = 10  # years of a period


@dataclass(frozen=True)
class Choice:
    """A select of the form: its name in the address, its label, and (value, words) to choose from."""

    name: str
    label: str
    options: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Line:
    """A row of the form of printing: its words, and the option's name for each column."""

    words: str
    names: Sequence[str]


@dataclass(frozen=True)
class Printing:
    """How figures may be printed: the columns' titles, a line for whole columns, for each row and for the total, and the ways."""

    columns: Sequence[str]
    lines: Sequence[Line]
    options: Sequence[tuple[str, str]]


def filters(
    reader: Session, reach: Reach, entry: Entry, found: Report | None, unit_id: int | None = None
) -> list[Choice]:
    """Give the selects of a report's form, those that it may be narrowed by; `found` is the report as it was asked for.

    Where none was found, the unit that was asked for can still be chosen: what is changed beside it must not let it go.
    """
    number = found.campaign_id if found is not None else None
    chosen = campaigns.campaign(reader, reach, number) if number is not None else None
    listed = campaigns.offered(reader, reach, chosen) if "dot" in entry.filters else []
    made = {
        "dot": lambda: Choice("dot", "Đợt đăng ký", _newest_or(reader, [_campaign(each) for each in listed])),
        "tu": lambda: Choice("tu", "Tính từ năm", _first_years(reader, chosen, entry.first)),
        "don-vi": lambda: Choice("don-vi", "Đơn vị", _units(reader, reach, found, unit_id)),
        "theo": lambda: Choice("theo", "Đọc đơn vị", [("", "như lúc đó"), ("nay", "như bây giờ")]),
        "tinh": lambda: Choice(
            "tinh", "Tính các mô hình", [("", COUNTED["dang-ky"]), ("cong-nhan", COUNTED["cong-nhan"])]
        ),
        "season": lambda: Choice("season", "Mùa hội thi", _seasons(reader, reach)),
    }
    offered = [made[name]() for name in entry.filters if name in made]
    return [choice for choice in offered if len(choice.options) > 1]


def _campaign(campaign: Campaign) -> tuple[int, str, int]:
    return campaign.id, f"{campaign.year} · {campaign.name} · {campaign.unit.name}", campaign.unit_id


def _newest_or(reader: Session, rows: Sequence[tuple[int, str, int]]) -> list[tuple[str, str]]:
    return [("", "Mới nhất"), *((str(number), words) for number, words in unitlists.told_apart(reader, rows))]


def _first_years(reader: Session, chosen: Campaign | None, usual: str) -> list[tuple[str, str]]:
    if chosen is None:
        return []
    before = select(Campaign.year).where(Campaign.unit_id == chosen.unit_id, Campaign.year < chosen.year)
    years = reader.scalars(before.order_by(Campaign.year.desc()).limit(LONGEST))
    return [("", usual), *((str(year), str(year)) for year in years)]


def _units(reader: Session, reach: Reach, found: Report | None, unit_id: int | None) -> list[tuple[str, str]]:
    if found is None or found.campaign_id is None:
        asked = reader.get(Unit, unit_id) if unit_id is not None and reach.may_see(reader, unit_id) else None
        return [("", "Tất cả"), (str(asked.id), asked.name)] if asked else []
    query = (
        select(Unit.id, Unit.name)
        .join(CampaignUnit, CampaignUnit.unit_id == Unit.id)
        .where(CampaignUnit.campaign_id == found.campaign_id, CampaignUnit.takes_part.is_(True))
        .where(reach.sees(Unit.id))
        .order_by(Unit.position, Unit.match_key)
        .limit(MOST)
    )
    units = {row.id: row.name for row in reader.execute(query)}
    root = reader.get(Unit, found.unit_id)
    if root is not None and root.id not in units:
        units = {root.id: root.name, **units}
    return [("", "Tất cả"), *((str(each), name) for each, name in units.items())]


def _seasons(reader: Session, reach: Reach) -> list[tuple[str, str]]:
    listed = seasonview.seasons(reader, reach)
    return _newest_or(
        reader, [(each.id, f"{each.year} · {each.name} · {each.unit.name}", each.unit_id) for each in listed]
    )


def printing(entry: Entry, found: Report | None) -> Printing | None:
    """Give the form of printing “trên, hơn, gần” of a report that offers it; None for any other."""
    if found is None or "in" not in entry.filters:
        return None
    table = found.tables[0]
    titles = [column.title for column in table.columns if column.key in PRINTED]
    lines = [Line("Mọi dòng", [option(column) for column in PRINTED])]
    lines += [
        Line(
            str(row[table.columns[0].key]) if place != TOTAL else "Dòng cộng", [option(each, place) for each in PRINTED]
        )
        for place, row in table.lines()
    ]
    return Printing(titles, lines, [(choice.key, choice.words) for choice in CHOICES])
