"""Cluster contests played to their final result through the scorebook, and the contest to which their teams go on (figures invented)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.history import Hand
from contest.planning import carrying, sources
from contest.planning.sources import Wanted
from contest.scorebook.entry import Actor, Book
from contest.tables.contests import Contest, Member, Team
from contest.tables.people import Account, Assignment
from contest.writer import Writer
from tests.building import Built, build

# One part, whose points the panel agrees on: a result costs three commands a team.
RULES = """
name = "Thể lệ cụm (số liệu minh họa)"
source = "Số liệu tự đặt"
invented = true
ties = ["decision"]

[[parts]]
key = "phan_thi"
name = "Phần thi chung"
max_points = {most}
panel = {{ method = "agreed" }}
criteria = [{{ key = "diem", name = "Điểm", max_points = {most}, step = "0.25" }}]

[[prizes]]
key = "nhat"
name = "Giải nhất"
count = 1
"""

# Twenty teams in three clusters, as Kỳ Anh had (domain.md 2.1); every total is invented.
KY_ANH: Mapping[str, Mapping[str, str]] = {
    "Cụm I": dict(
        zip(
            ("Kỳ Xuân", "Kỳ Bắc", "Kỳ Phú", "Kỳ Tiến", "Kỳ Giang", "Kỳ Đồng", "Kỳ Khang"),
            ("90", "88.5", "87.25", "80", "79", "70", "60"),
            strict=True,
        )
    ),
    "Cụm II": dict(
        zip(
            ("Kỳ Thọ", "Kỳ Thư", "Kỳ Hải", "Kỳ Châu", "Kỳ Tân", "Kỳ Văn", "Kỳ Trung"),
            ("95", "89", "87", "86", "70", "69", "68"),
            strict=True,
        )
    ),
    "Cụm III": dict(
        zip(
            ("Kỳ Hợp", "Kỳ Lâm", "Kỳ Sơn", "Kỳ Thượng", "Kỳ Lạc", "Kỳ Tây"),
            ("85", "84", "83", "82", "81", "50"),
            strict=True,
        )
    ),
}
GROUND = {"ground": "đơn kiến nghị", "minutes": "02/BB-BTC", "day": "23/11/2026"}


def play(writer: Writer, name: str, totals: Mapping[str, str], most: int = 100, **details: Any) -> Built:
    """Play one cluster to its last lock."""
    built = build(writer, tuple(totals), 0, RULES.format(most=most), name=f"Hội thi {name}", **details)
    built.start()
    for team, total in totals.items():
        where: dict[str, Any] = {"part": "phan_thi", "team": built.teams[team]}
        built.do("open", **where)
        built.do("agreed", **where, marks={"diem": total})
        built.do("lock", **where)
    return built


def seal(built: Built, announced: bool = True) -> Built:
    """Take a cluster from its last lock to its final result, announced if wanted."""
    built.do("draft", "secretary")
    built.do("sign", "head_judge", signatories="Trưởng Ban Giám khảo")
    best = next(row for row in built.board().standings.rows if row.rank == 1)
    built.do("approve_prizes", "organiser", prizes={"nhat": [int(best.team)]})
    built.do("finalise", "organiser")
    if announced:
        built.do("announce", "organiser")
    return built


def correct(built: Built, team: str, total: str, first: str = "", announced: bool = True) -> None:
    """Revise a final result by the numbered way: another total for a team, the first prize to `first` where it moves."""
    built.do("open_revision", "secretary", **GROUND)
    args = {"part": "phan_thi", "team": built.teams[team], "marks": {"diem": total}}
    built.do("revise_agreed", "secretary", **args)
    if first:
        built.do("revise_prizes", "organiser", prizes={"nhat": [built.teams[first]]}, reason="Theo kết quả sửa đổi")
    board = built.board()
    version = next(fact.data["version"] for fact in board.ledger.under("revision") if fact.data["state"] == "open")
    built.do("confirm_revision", "head_judge", version=version)
    if announced:
        built.do("announce", "organiser")


def members(writer: Writer, team_id: int, names: Sequence[str]) -> None:
    """Give a team its members, the first its captain, the last a reserve."""
    roles = ["Đội trưởng", *[""] * (len(names) - 2), "Dự bị"]

    def put(session: Session) -> None:
        rows = zip(names, roles, strict=True)
        session.add_all(
            Member(team_id=team_id, position=place, name=name, role=role) for place, (name, role) in enumerate(rows, 1)
        )

    writer.run(put)


def target(writer: Writer, *clusters: Built, account: int = 0, places: int = 2, best: int = 1) -> Built:
    """Make the contest to which the clusters' teams go on, whose organiser has a part in every cluster too (or `account`)."""
    built = build(writer, (), 0, RULES.format(most=100), name="Hội thi chung kết", held_on=date(2026, 12, 20))
    account_id = account or built.accounts["organiser"]

    if account:
        writer.run(lambda session: session.add(Assignment(contest_id=built.id, account_id=account, role="organiser")))
    else:
        take_part(built, *clusters)
    if clusters:
        pick(built, Wanted({each.id: places for each in clusters}, best), account_id)
    return built


def take_part(built: Built, *others: Built, account: int = 0) -> None:
    """Make a contest's organiser (or `account`) one of the organisers of others too."""
    account_id = account or built.accounts["organiser"]
    rows = [{"contest_id": each.id, "account_id": account_id, "role": "organiser"} for each in others]
    built.writer.run(lambda session: session.add_all(Assignment(**row) for row in rows))


def pick(built: Built, wanted: Wanted, account: int = 0) -> None:
    """Choose a contest's sources as its organiser (or `account`)."""
    account_id = account or built.accounts["organiser"]

    def choose(session: Session) -> None:
        book = Book(session, built.id, Actor("account", account_id))
        sources.choose(book, Hand(session, account_id), session.get_one(Account, account_id), wanted)

    built.writer.run(choose)


def work(built: Built, change: Any, account: int = 0) -> Any:
    """Carry out a change of who goes on to a contest, as its organiser (or `account`)."""
    account_id = account or built.accounts["organiser"]
    return built.writer.run(lambda session: change(carrying.begin(session, built.id, account_id)))


def listed(built: Built) -> list[str]:
    """Give the names of a contest's teams as they stand."""
    query = select(Team.name).where(Team.contest_id == built.id).order_by(Team.position)
    return built.writer.run(lambda session: list(session.scalars(query)))


def rename(built: Built, **values: Any) -> None:
    """Change columns of a contest's row."""

    def change(session: Session) -> None:
        row = session.get_one(Contest, built.id)
        for name, value in values.items():
            setattr(row, name, value)

    built.writer.run(change)
