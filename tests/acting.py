"""Acts out a contest on a served pair as people would: an organiser's document, judges' tablets, a secretary's commands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from live.client import Staff, Tablet
from scoring import rulebook as rulebooks
from tests.building import SMALL
from tests.serving import Served

PART, QUIZ = "chao_hoi", "kien_thuc"
TEAMS = ("Suối Bạc", "Suối Trai", "Sơn Phước")


@dataclass
class Stage:
    """A contest on a served pair: one signed-in person with every role, and a tablet a judge."""

    served: Served
    desk: Staff
    id: int
    uid: str
    teams: Mapping[str, int]
    seats: Sequence[Mapping[str, Any]]
    tablets: list[Tablet] = field(default_factory=list)

    def do(self, command: str, **args: Any) -> Any:
        """Carry out a desk command."""
        return self.desk.command(self.id, command, **args)

    def sit(self) -> None:
        """Bind and connect a tablet for each seat."""
        for seat in self.seats:
            tablet = Tablet(self.served.staff)
            tablet.bind(seat["card"])
            tablet.connect()
            self.tablets.append(tablet)

    def mark(self, part: str, team: str, marks: Sequence[Mapping[str, int]]) -> None:
        """Let every judge send a sheet (thousandths), in the order of seats."""
        for tablet, each in zip(self.tablets, marks, strict=True):
            answer = tablet.submit(f"{part}/{self.teams[team]}", each)
            assert answer["status"] == "accepted", answer

    def leave(self) -> None:
        """Close the tablets."""
        for tablet in self.tablets:
            tablet.close()


def stage(served: Served, *, judges: int = 2, desk: Staff | None = None, **details: Any) -> Stage:
    """Make a contest of three teams and two parts on a served pair."""
    desk = desk or Staff.by_link(served.staff, served.link)
    rulebook = rulebooks.to_dict(rulebooks.loads(SMALL))
    document: dict[str, Any] = {
        "name": "Hội thi “Dân vận khéo” xã Sơn Hòa",
        "host": "xã Sơn Hòa",
        "level": "xa",
        "date": "22/11/2026",
        "place": "Nhà văn hóa xã",
        "release_mode": "after_lock",
        "invented": True,
        "roles": ["secretary", "head_judge"],
        "rulebook": rulebook,
        "teams": list(TEAMS),
        "seats": [{"number": number, "name": f"Nguyễn Văn {number}"} for number in range(1, judges + 1)],
        "orders": {part: list(TEAMS) for part in (PART, QUIZ)},
    }
    made = desk.create_contest(document | details)
    return Stage(served, desk, made["contest_id"], made["uid"], made["teams"], made["seats"])


def play(
    on: Stage, marks: Callable[[str, int], Mapping[str, int]], right: Mapping[str, int], look: Callable[[str], None]
) -> None:
    """Play the contest to its last lock, calling `look(moment)` after each step that the hall may notice."""
    on.do("start")
    look("bắt đầu")
    on.sit()
    for team in TEAMS:
        on.do("open", part=PART, team=on.teams[team])
        look(f"mở {team}")
        on.mark(PART, team, [marks(team, seat) for seat in range(len(on.seats))])
        look(f"đủ phiếu {team}")
        on.do("lock", part=PART, team=on.teams[team])
        look(f"khóa {team}")
    for team in TEAMS:
        on.do("open", part=QUIZ, team=on.teams[team])
        look(f"mở kiến thức {team}")
        on.do("agreed", part=QUIZ, team=on.teams[team], marks={"so_cau_dung": str(right[team])})
        on.do("lock", part=QUIZ, team=on.teams[team])
        look(f"khóa kiến thức {team}")
    on.leave()
