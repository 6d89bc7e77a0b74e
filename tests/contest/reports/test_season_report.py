"""The season's summary says which teams came from an earlier contest of it, and what an empty season is."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.db import now
from contest.planning import carrying
from contest.tables.contests import Contest, Team
from contest.tables.seasons import Season
from contest.writer import Writer
from tests.conftest import both_databases
from tests.contest.clusters import members, play, rename, seal, target, work
from tests.contest.reports.books import cells, put, told


def _season(session: Session, unit_id: int) -> int:
    days = {"from_on": date(2026, 1, 1), "to_on": date(2026, 12, 31)}
    season = Season(unit_id=unit_id, name="Mùa 2026", year=2026, created_at=now(), **days)
    session.add(season)
    session.flush()
    return season.id


@both_databases
def test_teams_that_came_from_a_contest_of_the_season_are_said_apart(writer: Writer) -> None:
    """Three teams of a cluster, two of which go on to the final: five teams stood in contests, three of them different."""
    cluster = play(writer, "Cụm I", {"Kỳ Xuân": "90", "Kỳ Bắc": "88.5", "Kỳ Phú": "87.25"})
    for team in cluster.teams.values():
        members(writer, team, ["Lê Thị Hoa", "Trần Văn Bình", "Hồ Thị Lan"])
    final = target(writer, seal(cluster), best=0)
    work(final, carrying.carry)
    unit = writer.run(lambda session: session.get_one(Contest, final.id).unit_id)
    season = writer.run(lambda session: _season(session, unit))
    rename(final, season_id=season)
    carried = writer.run(lambda session: len(session.scalars(select(Team).where(Team.contest_id == final.id)).all()))
    assert carried == 2
    alone = writer.run(lambda session: told(session, "season"))
    assert (alone.data["teams"], alone.data["carried"]) == (2, {"teams": 0, "members": 0})  # from no contest of it
    assert ("vào từ" in alone.paragraph, "Đội từ hội thi trước" in cells(alone)[0]) == (False, False)
    rename(cluster, season_id=season)
    found = writer.run(lambda session: told(session, "season"))
    assert (found.data["teams"], found.data["members"]) == (5, 15)
    assert found.data["carried"] == {"teams": 2, "members": 6}
    assert "với 5 đội, 15 thành viên, trong đó 2 đội, 6 thành viên vào từ hội thi trước của mùa;" in found.paragraph
    assert found.notes == [
        "Đội, thành viên được đếm ở từng hội thi; đội vào từ hội thi trước của mùa được đếm lại ở hội thi sau và ghi riêng."
    ]
    heading, total = cells(found)[0], cells(found)[-1]
    assert dict(zip(heading, total, strict=True))["Đội từ hội thi trước"] == 2


def test_a_season_without_a_contest_says_so(writer: Writer) -> None:
    writer.run(lambda session: _season(session, put(session, "Tỉnh A", "tinh")))
    found = writer.run(lambda session: told(session, "season"))
    assert found.paragraph == "Tỉnh A chưa có hội thi nào trong mùa này."
