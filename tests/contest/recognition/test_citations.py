"""Contest results cited by registrations: what may be cited, what a correction flags, and that nothing is recognised by any of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest import history
from contest.history import Hand
from contest.recognition import citable, citations, lists, suggesting
from contest.recognition.citations import Wanted
from contest.recognition.registering import Filled, OwnerLine
from contest.scorebook.refusals import Refused
from contest.tables.contests import Contest, Team
from contest.tables.recognition import Citation, Registration
from contest.writer import Writer
from tests.building import Built, finish, play_worked
from tests.conftest import both_databases
from tests.contest.clusters import correct, play, seal
from tests.contest.province import Province, found, register


@dataclass
class Books:
    """A province with one registration of the commune, and a contest in which the commune's team was second."""

    writer: Writer
    province: Province
    contest: Built
    registration: int

    def run(self, change: Any, who: str = "commune") -> Any:
        """Carry out a change of the registration as somebody."""

        def work(session: Session) -> Any:
            reach = self.province.reach(session, who)
            return change(
                Hand(session, self.province.people[who]), reach, session.get_one(Registration, self.registration)
            )

        return self.writer.run(work)

    def cite(self, team: str = "Xã B", part: str = "", who: str = "commune", **more: Any) -> None:
        wanted = Wanted(self.contest.id, self.contest.teams[team], part, **({"note": "Đội dựng lại mô hình"} | more))
        self.run(lambda hand, reach, row: citations.cite(hand, reach, row, wanted), who)

    def listed(self) -> list[tuple[str, int | None, int, str, str, bool]]:
        """Give each citation: part, rank and number as cited, what it said, what it says now, whether it is flagged."""

        def read(session: Session) -> Any:
            found = citations.listed(session, self.registration)
            return [(e.row.part, e.row.rank, e.row.revision, e.before, e.after, e.corrected) for e in found]

        return self.writer.run(read)

    def flagged(self, who: str = "commune") -> list[str]:
        """Give the names on the register's list of corrected evidence, as somebody sees it."""

        def read(session: Session) -> Any:
            query = lists.query(self.province.reach(session, who), lists.Filter(cited="sua-doi"))
            return [each.name for each in session.scalars(query).unique()]

        return self.writer.run(read)

    def told(self) -> citable.Told:
        """Give what the contest tells."""
        result = self.writer.run(lambda session: citable.told(session, self.contest.id))
        assert result is not None
        return result

    def state(self) -> tuple[str, list[str]]:
        """Give the registration's state and every field of it that its history ever changed."""

        def read(session: Session) -> Any:
            told = history.lines(session, [f"registration:{self.registration}"])
            changed = {
                name for line in told if line.kind not in {"made", "lists", "submit", "sent"} for name in line.fields
            }
            return session.get_one(Registration, self.registration).state, sorted(changed)

        found: tuple[str, list[str]] = self.writer.run(read)
        return found


TOTALS = {"Xã A": "90", "Xã B": "88.5", "Xã C": "87.25", "Xã D": "80"}


def books(writer: Writer, announced: bool = True, **details: Any) -> Books:
    province = writer.run(found)
    contest = seal(play(writer, "Cụm II", TOTALS, **details), announced)
    mine = {"Xã B": province.units["commune"], "Xã C": province.units["neighbour"]}

    def put(session: Session) -> int:
        for name, unit_id in mine.items():
            session.get_one(Team, contest.teams[name]).unit_id = unit_id
        return register(session, province).id

    return Books(writer, province, contest, writer.run(put))


def test_a_registration_cites_a_result_with_its_rank_and_number(writer: Writer) -> None:
    kept = books(writer)
    kept.cite(note="Tiểu phẩm dựng lại mô hình này")
    kept.cite(part="phan_thi")
    assert kept.listed() == [
        ("", 2, 1, "hạng 2", "", False),
        ("phan_thi", 2, 1, "hạng 2", "", False),
    ]
    assert kept.state() == ("submitted", ["citation", "note"])


def test_a_prize_is_told_beside_the_rank(writer: Writer) -> None:
    kept = books(writer)
    kept.cite("Xã A")
    assert kept.listed()[0][3] == "hạng 1, Giải nhất"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"team": "Xã B"}, "citation_twice"),
        ({"part": "hat"}, "citation_part"),
        ({"team": "Xã A", "note": " "}, "citation_far"),
        ({"team": "Xã B", "who": "neighbour"}, "not_your_branch"),
        ({"team": "Xã A", "who": "commune_viewer"}, "not_your_branch"),
    ],
)
def test_what_cannot_be_cited_is_refused(writer: Writer, change: dict[str, Any], code: str) -> None:
    kept = books(writer)
    kept.cite()
    with pytest.raises(Refused, match=code):
        kept.cite(**change)


@both_databases
def test_a_unit_is_offered_what_it_held_and_where_a_team_bears_its_name(writer: Writer) -> None:
    """The commune's own contest, and the province's in which “Xã B” has no unit: offered, and cited without a note."""
    kept = books(writer)
    held, above = (seal(play(writer, name, {"Xã B": "9", "Thôn 7": "8"})) for name in ("Cụm III", "Cụm IV"))

    def hosts(session: Session) -> None:
        for built, unit in ((held, "commune"), (above, "province")):
            session.get_one(Contest, built.id).unit_id = kept.province.units[unit]

    writer.run(hosts)

    def offered(session: Session) -> dict[str, set[int]]:
        units = {name: kept.province.units[name] for name in ("commune", "neighbour")}
        return {name: {each.id for each in citations.offered(session, unit)} for name, unit in units.items()}

    assert writer.run(offered) == {"commune": {kept.contest.id, held.id, above.id}, "neighbour": {kept.contest.id}}
    for built, team in ((held, "Thôn 7"), (above, "Xã B")):
        wanted = Wanted(built.id, built.teams[team])
        kept.run(lambda hand, reach, row, w=wanted: citations.cite(hand, reach, row, w))
    far = Wanted(above.id, above.teams["Thôn 7"])
    with pytest.raises(Refused, match="citation_far"):
        kept.run(lambda hand, reach, row: citations.cite(hand, reach, row, far))


def test_a_team_of_another_contest_is_refused(writer: Writer) -> None:
    kept, other = books(writer), seal(play(writer, "Cụm III", {"Xã E": "9", "Xã G": "8"}))
    wanted = Wanted(kept.contest.id, other.teams["Xã E"])
    with pytest.raises(Refused, match="citation_team"):
        kept.run(lambda hand, reach, row: citations.cite(hand, reach, row, wanted))


def test_a_result_that_was_not_announced_is_told_to_nobody(writer: Writer) -> None:
    kept = books(writer, announced=False)
    with pytest.raises(Refused, match="citation_secret"):
        kept.cite()
    assert kept.writer.run(lambda session: citations.offered(session, kept.province.units["commune"])) == []
    kept.contest.do("announce", "organiser")
    kept.cite()
    correct(kept.contest, "Xã B", "70", announced=False)
    assert (kept.listed(), kept.flagged()) == ([("", 2, 1, "hạng 2", "", False)], [])
    kept.cite("Xã C")  # third as it was announced; second now, which nobody was told
    assert kept.listed()[1] == ("", 3, 1, "hạng 3", "", False)


def test_where_prizes_alone_are_told_no_rank_is(writer: Writer) -> None:
    kept = books(writer, release_mode="prizes_at_end")
    kept.cite("Xã A")
    kept.cite("Xã B")
    assert [(each[1], each[3]) for each in kept.listed()] == [(None, "Giải nhất"), (None, "không xếp hạng")]
    result = kept.told()
    assert [(each.team.name, each.rank, each.total) for each in result.teams.values()] == [
        (name, None, "") for name in TOTALS
    ]
    with pytest.raises(Refused, match="citation_part"):
        kept.cite(part="phan_thi")


@both_databases
def test_a_corrected_result_flags_every_record_that_cites_it_until_a_person_has_looked(writer: Writer) -> None:
    """Xã B's 88,5 was 79,5: from second to fourth."""
    kept = books(writer)
    kept.cite()
    before = kept.state()[0]
    correct(kept.contest, "Xã B", "79.5")
    assert kept.listed() == [("", 2, 1, "hạng 2", "hạng 4", True)]
    assert (kept.flagged(), kept.flagged("province"), kept.flagged("neighbour")) == (
        ["Tuyến đường hoa"],
        ["Tuyến đường hoa"],
        [],
    )
    only = kept.writer.run(lambda session: session.scalars(select(Citation.id)).one())
    for who, reason, code in (("commune", " ", "needs_reason"), ("commune_viewer", "Đã xem", "not_your_branch")):
        with pytest.raises(Refused, match=code):
            kept.run(lambda hand, reach, row, r=reason: citations.look(hand, reach, row, only, r), who)
    kept.run(lambda hand, reach, row: citations.look(hand, reach, row, only, "Vẫn giữ làm minh chứng"))
    assert (kept.flagged(), kept.listed()) == ([], [("", 2, 1, "hạng 2", "hạng 4", False)])
    with pytest.raises(Refused, match="citation_unchanged"):
        kept.run(lambda hand, reach, row: citations.look(hand, reach, row, only, "Lần nữa"))
    assert kept.state() == (before, ["citation", "note"])
    told = kept.writer.run(lambda session: history.lines(session, [f"registration:{kept.registration}"]))
    seen = next(line for line in told if line.kind == "citation_seen")
    assert (seen.reason, seen.fields["citation"]) == (
        "Vẫn giữ làm minh chứng",
        (
            "Hội thi Cụm II, Xã B, hạng 2, kết quả lần 1",
            "Hội thi Cụm II, Xã B, hạng 4, kết quả lần 2",
        ),
    )
    correct(kept.contest, "Xã B", "89", announced=False)
    assert kept.flagged() == []
    kept.contest.do("announce", "organiser")
    assert kept.flagged() == ["Tuyến đường hoa"]  # every correction anew


def test_nothing_is_recognised_by_rank_alone(writer: Writer) -> None:
    """Cited as first, corrected, looked at, let go: the state is as it was all the while, and no decision was made."""
    kept = books(writer)
    before = kept.state()[0]
    kept.cite("Xã A")
    correct(kept.contest, "Xã A", "70", first="Xã B")
    only = kept.writer.run(lambda session: session.scalars(select(Citation.id)).one())
    kept.run(lambda hand, reach, row: citations.look(hand, reach, row, only, "Đã xem"))
    kept.run(lambda hand, reach, row: citations.let_go(hand, reach, row, only, "Không còn là minh chứng"))
    assert kept.state() == (before, ["citation", "note"])
    assert kept.listed() == []
    with pytest.raises(Refused, match="citation_gone"):
        kept.run(lambda hand, reach, row: citations.let_go(hand, reach, row, only, "Lần nữa"))


def test_ranks_in_a_part_are_by_its_points_equal_ones_shared(writer: Writer) -> None:
    """domain.md 2.7, kiến thức: C and F answered 10 right, A and D 9, B 8, E 7; ranks 1, 1, 3, 3, 5, 6."""
    built = finish(play_worked(writer))
    result = writer.run(lambda session: citable.told(session, built.id))
    assert result is not None
    assert {each.team.name: each.part_ranks["kien_thuc"] for each in result.teams.values()} == {
        "C": 1, "F": 1, "A": 3, "D": 3, "B": 5, "E": 6,
    }  # fmt: skip
    assert [each.words() for each in result.teams.values()][:2] == ["hạng 1, Giải nhất", "hạng 2, Giải nhì"]


def test_models_are_suggested_by_unit_then_by_name_among_those_the_person_may_change(writer: Writer) -> None:
    kept = books(writer)

    def more(session: Session) -> None:
        owner = Filled("Nhà sạch vườn đẹp", owners=[OwnerLine("Chi hội Phụ nữ Xa D")])
        register(session, kept.province, name=owner.name, owners=owner.owners)

    kept.writer.run(more)

    def read(session: Session, who: str) -> dict[str, list[str]]:
        result = citable.told(session, kept.contest.id)
        assert result is not None
        near = suggesting.suggestions(session, kept.province.reach(session, who), result)
        names = {each.team.id: each.team.name for each in result.teams.values()}
        return {names[team]: [each.name for each in rows] for team, rows in near.items() if rows}

    assert kept.writer.run(lambda session: read(session, "commune")) == {
        "Xã B": ["Tuyến đường hoa", "Nhà sạch vườn đẹp"],
        "Xã D": ["Nhà sạch vườn đẹp"],
    }
    assert kept.writer.run(lambda session: read(session, "commune_viewer")) == {}
    assert kept.writer.run(lambda session: read(session, "neighbour")) == {}
