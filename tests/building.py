"""Builds contests for tests through the real scorebook: the worked case of domain.md 2.7, and smaller ones."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest import board as boards
from contest import desk
from contest.board import Board
from contest.db import now
from contest.scorebook.commands import Answer
from contest.scorebook.entry import SYSTEM, Actor
from contest.scorebook.sheets import Speaker, submit
from contest.tables.contests import Contest, RulebookVersion, Team
from contest.tables.people import Account, Assignment, Card, Device, Seat, SeatHolder
from contest.tables.places import Level, Unit
from contest.text import match_key
from contest.writer import Writer
from scoring import rulebook as rulebooks
from scoring.rules import Rulebook

SMALL = """
name = "Thể lệ nhỏ để kiểm thử"
source = "Số liệu tự đặt"
invented = true
ties = ["decision"]

[[parts]]
key = "chao_hoi"
name = "Chào hỏi"
max_points = 20
spread_tolerance = 3
panel = { method = "mean", over = "sheets" }
criteria = [
  { key = "noi_dung", name = "Nội dung", max_points = 12, step = "0.25" },
  { key = "hinh_thuc", name = "Hình thức", max_points = 8, step = "0.25" },
]

[[parts.deductions]]
key = "qua_gio"
name = "Quá giờ"
kind = "overtime"
bands = [{ from = 60, points = 1, per = "full_minute" }]

[[parts]]
key = "kien_thuc"
name = "Kiến thức"
max_points = 20
panel = { method = "agreed" }
criteria = [{ key = "so_cau_dung", name = "Số câu đúng", max_points = 10, step = 1, weight = 2 }]

[[prizes]]
key = "nhat"
name = "Giải nhất"
count = 1

[[prizes]]
key = "nhi"
name = "Giải nhì"
count = 2

[[rounding]]
stage = "total"
decimals = 2
"""


@dataclass
class Built:
    """A contest as tests know it: ids by name."""

    writer: Writer
    id: int
    uid: str
    teams: Mapping[str, int]
    seats: Sequence[int]
    devices: Sequence[int]
    accounts: Mapping[str, int] = field(default_factory=dict)
    sequence: int = 0

    def do(self, name: str, role: str = "", **args: Any) -> None:
        """Carry out a desk command as the account of a role (the system where none is named)."""
        actor = Actor("account", self.accounts[role]) if role else SYSTEM
        self.writer.run(lambda session: desk.carry_out(session, self.id, actor, name, args))

    def send(self, seat: int, part: str, team: str, marks: Mapping[str, int], base: int = 0, **change: Any) -> Answer:
        """Submit a sheet from the tablet of the seat with this number (from 1); marks in thousandths."""
        body = self.body(part, team, marks, base) | change
        return self.writer.run(lambda session: submit(session, Speaker(self.devices[seat - 1]), body))

    def body(self, part: str, team: str, marks: Mapping[str, int], base: int = 0) -> dict[str, Any]:
        """Give a submit command's body with a command id of its own."""
        self.sequence += 1
        return {
            "protocol": 1,
            "command_id": secrets.token_hex(16),
            "sheet": f"{part}/{self.teams[team]}",
            "base_version": base,
            "marks": dict(marks),
            "remark": "",
            "rulebook_version": 1,
            "device": "test-tablet",
            "device_seq": self.sequence,
            "device_time": "2026-11-22T08:00:00Z",
        }

    def board(self, upto: int | None = None) -> Board:
        """Give the board as it stands, or as it stood after event `upto`."""

        def read(session: Session) -> Board:
            board = boards.read(session, self.id, upto)
            if board.rulebook is not None:
                board.standings  # noqa: B018 - computed while the rows are at hand
            return board

        return self.writer.run(read)

    def order(self) -> None:
        """Draw every part's order as the teams are registered."""
        for part in self.rulebook.parts:
            self.do("set_order", part=part.key, teams=list(self.teams.values()))

    @property
    def rulebook(self) -> Rulebook:
        """Give the rulebook in force."""

        def look(session: Session) -> Rulebook:
            document = session.scalars(
                select(RulebookVersion.document).where(RulebookVersion.contest_id == self.id)
            ).one()
            return rulebooks.from_dict(json.loads(document))

        return self.writer.run(look)

    def start(self) -> None:
        """Draw the orders and begin."""
        self.order()
        self.do("start")


def build(
    writer: Writer,
    teams: Sequence[str] = ("Suối Bạc", "Suối Trai", "Sơn Phước"),
    judges: int = 3,
    rulebook: str | Rulebook = SMALL,
    bound: bool = True,
    **details: Any,
) -> Built:
    """Make a prepared contest with one account a role and judges on tablets (`bound` False: with cards only)."""
    rules = rulebook if isinstance(rulebook, Rulebook) else rulebooks.loads(rulebook)
    return writer.run(lambda session: _build(session, writer, teams, (judges, bound), rules, details))


def _build(
    session: Session,
    writer: Writer,
    teams: Sequence[str],
    panel: tuple[int, bool],
    rules: Rulebook,
    details: Mapping[str, Any],
) -> Built:
    contest = _contest(session, details)
    document = json.dumps(rulebooks.to_dict(rules), ensure_ascii=False, sort_keys=True)
    session.add(
        RulebookVersion(
            contest_id=contest.id,
            number=1,
            document=document,
            fingerprint=rulebooks.fingerprint(rules),
            created_at=now(),
        )
    )
    rows = [
        Team(contest_id=contest.id, position=place, name=name, match_key=match_key(name))
        for place, name in enumerate(teams, 1)
    ]
    session.add_all(rows)
    seats, devices = _panel(session, contest.id, *panel)
    session.flush()
    ids = {team.name: team.id for team in rows}
    return Built(writer, contest.id, contest.uid, ids, seats, devices, _accounts(session, contest.id))


def _contest(session: Session, details: Mapping[str, Any]) -> Contest:
    key = match_key("Xã Sơn Hòa")
    unit = session.scalars(select(Unit).where(Unit.match_key == key)).first() or Unit(name="Xã Sơn Hòa", match_key=key)
    session.add(unit)
    session.flush()
    level = session.scalars(select(Level).where(Level.code == "xa")).one()
    values: dict[str, Any] = {
        "uid": secrets.token_hex(6),
        "name": "Hội thi “Dân vận khéo” xã Sơn Hòa",
        "unit_id": unit.id,
        "level_id": level.id,
        "held_on": date(2026, 11, 22),
        "place": "Nhà văn hóa xã Sơn Hòa",
        "organiser_name": "Ban Tổ chức Hội thi",
        "release_mode": "after_lock",
        "invented": True,
        "created_at": now(),
    }
    contest = Contest(**(values | dict(details)))
    session.add(contest)
    session.flush()
    return contest


def _panel(session: Session, contest_id: int, judges: int, bound: bool) -> tuple[list[int], list[int]]:
    seats, devices = [], []
    for number in range(1, judges + 1):
        seat = Seat(contest_id=contest_id, number=number, head=number == 1)
        session.add(seat)
        session.flush()
        card = Card(seat_id=seat.id, nonce=secrets.token_hex(8), issued_at=now())
        session.add_all([SeatHolder(seat_id=seat.id, name=f"Nguyễn Văn {number}", from_at=now()), card])
        session.flush()
        seats.append(seat.id)
        if not bound:
            continue
        device = Device(seat_id=seat.id, card_id=card.id, label="máy thử", bound_at=now())
        session.add(device)
        session.flush()
        devices.append(device.id)
    return seats, devices


def _accounts(session: Session, contest_id: int) -> dict[str, int]:
    ids = {}
    for role in ("organiser", "secretary", "second_secretary", "head_judge"):
        username = f"{role}-{contest_id}".replace("_", "-")
        account = Account(username=username, name=f"Người {role}", organiser=role == "organiser")
        session.add(account)
        session.flush()
        session.add(Assignment(contest_id=contest_id, account_id=account.id, role=role.removeprefix("second_")))
        ids[role] = account.id
    return ids


# domain.md 2.7, invented there: chào hỏi, right answers, tình huống, tiểu phẩm, deduction in tiểu phẩm.
WORKED = {
    "A": ("17.5 18 17.25 18.25 17.75", 9, "16 16.5 17 16.25 16.75", "35 36.25 35.5 34.75 36", 0),
    "B": ("18 18.25 17.5 18.5 18", 8, "17 17.25 16.5 17 17.5", "36 36.5 35.25 36.75 36", 1),
    "C": ("16 16.5 16.25 15.75 16.5", 10, "15.5 16 15.75 16.25 15.5", "33 34 33.5 33.25 34.25", 0),
    "D": ("16.5 16.25 16 16.75 16", 9, "16.25 16 16.5 15.75 16", "34.5 35 34.25 34 35.25", 0),
    "E": ("15 15.5 12 15.25 15.75", 7, "14.5 15 14.75 14.25 15", "31 31.5 27 32 31.25", 2),
    "F": ("16 16.5 16.25 15.75 16.5", 10, "15.5 16 15.75 16.25 15.5", "33.5 33.75 33.25 33.5 34", 0),
}

WORKED_RULES = """
name = "Trường hợp tính sẵn (số liệu tự đặt)"
source = "domain.md 2.7"
invented = true
rank_on = "shown"
ties = ["part:tieu_pham", "part:chao_hoi", "decision"]
{parts}
[[prizes]]
key = "nhat"
name = "Giải nhất"
count = 1
[[prizes]]
key = "nhi"
name = "Giải nhì"
count = 2
[[prizes]]
key = "ba"
name = "Giải ba"
count = 3
"""


def worked_rules(method: str = "mean") -> str:
    """Give the rulebook of the worked case, by mean or by trimmed_mean."""
    panel = '{ method = "mean" }' if method == "mean" else '{ method = "trimmed_mean", drop = 1, at_least = 4 }'
    marked = "".join(
        f'[[parts]]\nkey = "{key}"\nname = "{name}"\nmax_points = {most}\nspread_tolerance = 3\npanel = {panel}\n'
        f'criteria = [{{ key = "diem", name = "Điểm", max_points = {most}, step = "0.25" }}]\n'
        f'[[parts.deductions]]\nkey = "loi"\nname = "Lỗi quy định"\nkind = "flat"\n'
        for key, name, most in (
            ("chao_hoi", "Chào hỏi", 20),
            ("tinh_huong", "Tình huống", 20),
            ("tieu_pham", "Tiểu phẩm", 40),
        )
    )
    quiz = (
        '[[parts]]\nkey = "kien_thuc"\nname = "Kiến thức"\nmax_points = 20\npanel = { method = "agreed" }\n'
        'criteria = [{ key = "so_cau_dung", name = "Số câu đúng", max_points = 10, step = 1, weight = 2 }]\n'
    )
    return WORKED_RULES.replace("{parts}", marked + quiz)


def play_worked(writer: Writer, method: str = "mean", **details: Any) -> Built:
    """Run the worked case to its last lock through the scorebook."""
    built = build(writer, tuple(WORKED), 5, worked_rules(method), **details)
    built.start()
    for team, (greeting, right, situation, skit, deducted) in WORKED.items():
        for part, marks in (("chao_hoi", greeting), ("tinh_huong", situation), ("tieu_pham", skit)):
            built.do("open", part=part, team=built.teams[team])
            for seat, mark in enumerate(marks.split(), 1):
                answer = built.send(seat, part, team, {"diem": round(float(mark) * 1000)})
                assert answer.status == "accepted", answer
            if part == "tieu_pham" and deducted:
                built.do(
                    "deduct", part=part, team=built.teams[team], rule="loi", amount=str(deducted), reason="Sai quy định"
                )
            built.do("lock", part=part, team=built.teams[team])
        built.do("open", part="kien_thuc", team=built.teams[team])
        built.do("agreed", part="kien_thuc", team=built.teams[team], marks={"so_cau_dung": str(right)})
        built.do("lock", part="kien_thuc", team=built.teams[team])
    return built


def finish(built: Built, announced: bool = True) -> Built:
    """Take the worked case from its last lock to the final result, C and F parted by decision; announce it if wanted."""
    teams = built.teams
    built.do("draft", "secretary")
    order = f"{teams['F']}>{teams['C']}"
    built.do("decide_tie", "head_judge", order=order, minutes="Biên bản 01", reason="Tiểu phẩm sát đề hơn")
    built.do("sign", "head_judge", signatories="Nguyễn Văn 1")
    prizes = {"nhat": ["A"], "nhi": ["B", "F"], "ba": ["C", "D", "E"]}
    built.do(
        "approve_prizes", "organiser", prizes={tier: [teams[name] for name in names] for tier, names in prizes.items()}
    )
    built.do("finalise", "organiser")
    if announced:
        built.do("announce", "organiser")
    return built
