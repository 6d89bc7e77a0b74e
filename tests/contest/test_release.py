"""What the hall may know of a team that was away: from one part, or from all that have begun."""

from __future__ import annotations

from contest import board as boards
from contest import release
from contest.writer import Writer
from tests.building import Built, build

TEAM = "Suối Bạc"


def told(built: Built) -> tuple[str, list[int]]:
    """Give the team's state on the released board and the places of the parts it was away from."""
    body = release.public_body(built.writer.run(lambda session: boards.read(session, built.id)))
    (row,) = (row for row in body["rows"] if row["name"] == TEAM)
    return row["state"], row["absent_parts"]


def test_a_team_is_away_only_when_it_was_away_from_every_part_begun(writer: Writer) -> None:
    built = build(writer)
    built.start()
    assert told(built) == ("waiting", [])
    built.do("team_absent", "secretary", part="chao_hoi", team=built.teams[TEAM], reason="Xe hỏng")
    assert told(built) == ("absent", [0])
    built.do("team_absent", "secretary", part="kien_thuc", team=built.teams["Suối Trai"], reason="Ốm")
    assert told(built) == ("waiting", [0])
    built.do("team_absent", "secretary", part="kien_thuc", team=built.teams[TEAM], reason="Xe hỏng")
    assert told(built) == ("absent", [0, 1])


def test_a_decision_parts_nobody_on_the_board_while_marks_are_unreleased(writer: Writer) -> None:
    """The decision falls when an unlocked sheet is corrected: were it shown, the hall would see that something changed."""
    built = build(writer, ("A", "B"), judges=1)
    built.start()
    for team in ("A", "B"):
        built.do("open", part="chao_hoi", team=built.teams[team])
        assert built.send(1, "chao_hoi", team, {"noi_dung": 9000, "hinh_thuc": 5000}).status == "accepted"
        built.do("lock", part="chao_hoi", team=built.teams[team])
        built.do("open", part="kien_thuc", team=built.teams[team])
        built.do("agreed", part="kien_thuc", team=built.teams[team], marks={"so_cau_dung": "8"})
        built.do("lock", part="kien_thuc", team=built.teams[team])
    built.do("show", "secretary")
    order = f"{built.teams['B']}>{built.teams['A']}"
    built.do("decide_tie", "head_judge", order=order, minutes="Biên bản 1", reason="Bốc thăm")
    assert ranks(built) == {"A": 2, "B": 1}
    built.do("unlock", "head_judge", part="chao_hoi", team=built.teams["A"], reason="Xem lại")
    before = ranks(built)
    assert before == {"A": None, "B": 1}
    built.do("unlock", "head_judge", part="chao_hoi", team=built.teams["B"], reason="Xem lại")
    before = ranks(built)
    assert before == {"A": 1, "B": 1}
    assert built.send(1, "chao_hoi", "A", {"noi_dung": 12000, "hinh_thuc": 5000}, base=1).status == "accepted"
    assert ranks(built) == before


def ranks(built: Built) -> dict[str, int | None]:
    """Give each team's rank on the released board."""
    body = release.public_body(built.writer.run(lambda session: boards.read(session, built.id)))
    return {row["name"]: row["rank"] for row in body["rows"]}
