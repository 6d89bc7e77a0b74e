"""The season's summary: contests by level and standing, with their teams, members and judges (the 988 / 4.900 of domain.md 1.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.messages.amounts import listed
from contest.planning.seasontree import FINISHED, PLANNED, RUNNING, WORDS
from contest.planning.seasonview import Glance, LevelLine, glance
from contest.reports.figures import lower
from contest.reports.kit import Asked, Chart, Column, Report, Table, Value
from contest.scorebook.refusals import Refused
from contest.tables.seasons import Season
from contest.text import date_vi, thousands

NAMES = {
    "trung-uong": "central",
    "khu-vuc": "region",
    "tinh": "province",
    "cum": "cluster",
    "huyen": "district",
    "xa": "commune",
    "thon": "village",
    "co-so": "grassroots",
}
"""How a level is called where the report is data."""
FIGURES = ("teams", "members", "judges")
COUNTED = (
    "Đội, thành viên được đếm ở từng hội thi; đội vào từ hội thi trước của mùa được đếm lại ở hội thi sau và ghi riêng."
)
COLUMNS = (
    Column("level", "Cấp", "text"),
    Column("contests", "Hội thi"),
    Column(FINISHED, "Đã chốt"),
    Column(RUNNING, "Đang thi"),
    Column(PLANNED, "Sắp thi"),
    Column("teams", "Đội"),
    Column("carried_teams", "Đội từ hội thi trước"),
    Column("members", "Thành viên"),
    Column("judges", "Giám khảo"),
)


def season_report(reader: Session, asked: Asked) -> Report:
    """Give the summary of the newest season that was asked for (by its unit, its year, or option `season`, an id)."""
    season = _season(reader, asked)
    seen = glance(reader, season)
    rows = [_row(line) for line in seen.lines]
    again = seen.total("carried_teams") > 0
    columns = [column for column in COLUMNS if again or column.key != "carried_teams"]
    counts = {column.key for column in columns if column.kind == "count"}
    total: dict[str, Value] = {key: sum(row[key] for row in rows) for key in counts}
    names = [line.level.name for line in seen.lines]
    return Report(
        name="season",
        title="Tổng hợp mùa hội thi",
        scope=f"{season.name} · {season.unit.name} · {date_vi(season.from_on)} – {date_vi(season.to_on)}",
        tables=[Table("Hội thi theo cấp", columns, _named(names, rows), total | {"level": "Cộng"})],
        paragraph=_paragraph(season, seen),
        notes=[COUNTED] if again else [],
        charts=[Chart("Tiến độ theo cấp", names, {words: [row[key] for row in rows] for key, words in WORDS.items()})],
        data=_data(season, seen),
        invented=season.invented,
        unit_id=season.unit_id,
    )


def _row(line: LevelLine) -> dict[str, int]:
    standing = {each: line.standing.get(each, 0) for each in WORDS}
    return {"contests": line.contests} | standing | {name: getattr(line, name) for name in (*FIGURES, "carried_teams")}


def _named(names: Sequence[str], rows: Sequence[Mapping[str, int]]) -> list[dict[str, Value]]:
    return [{"level": name, **row} for name, row in zip(names, rows, strict=True)]


def _season(reader: Session, asked: Asked) -> Season:
    query = select(Season).where(asked.reach.sees(Season.unit_id)).order_by(Season.year.desc(), Season.id.desc())
    if asked.unit_id is not None:
        query = query.where(Season.unit_id == asked.unit_id)
    if asked.year is not None:
        query = query.where(Season.year == asked.year)
    wanted = asked.number("season")
    if wanted is not None:
        query = query.where(Season.id == wanted)
    found = reader.scalars(query).unique().first()
    if found is None:
        raise Refused("no_season")
    return found


def _data(season: Season, seen: Glance) -> dict[str, object]:
    return {
        "contests": {NAMES.get(line.level.code, line.level.code): line.contests for line in reversed(seen.lines)},
        **{name: seen.total(name) for name in FIGURES},
        "carried": {name: seen.total(f"carried_{name}") for name in ("teams", "members")},
        "standing": {
            each: sum(line.standing.get(each, 0) for line in seen.lines) for each in (FINISHED, RUNNING, PLANNED)
        },
        "season": season.name,
        "unit": season.unit.name,
        "year": season.year,
        "invented": season.invented,
    }


def _paragraph(season: Season, seen: Glance) -> str:
    if not seen.lines:
        return f"{season.unit.name} chưa có hội thi nào trong mùa này."
    levels = listed(f"{line.contests} hội thi {lower(line.level.name)}" for line in seen.lines)
    finished = sum(line.standing.get(FINISHED, 0) for line in seen.lines)
    return (
        f"{season.unit.name} tổ chức {seen.total('contests')} hội thi, gồm {levels}, với {thousands(seen.total('teams'))} đội, "
        f"{thousands(seen.total('members'))} thành viên{_carried(seen)}; {finished} hội thi đã chốt kết quả."
    )


def _carried(seen: Glance) -> str:
    teams, members = (thousands(seen.total(f"carried_{name}")) for name in ("teams", "members"))
    return "" if teams == "0" else f", trong đó {teams} đội, {members} thành viên vào từ hội thi trước của mùa"
