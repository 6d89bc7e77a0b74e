"""Three clusters finalised through the scorebook, and the contest to which their teams go on; a correction flags it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest import history
from contest.files.roster import TeamRow
from contest.planning import advanceview, advancing, carrying, corrected, seasons, teams
from contest.planning.carrying import Carrying
from contest.planning.corrected import Shift
from contest.planning.outcomes import Outcome, outcomes
from contest.planning.sources import Wanted
from contest.scorebook.entry import Actor, Book
from contest.scorebook.refusals import Refused
from contest.tables.contests import Contest, Member, Team
from contest.tables.people import Account
from contest.tables.seasons import AdvancedTeam, Cluster, ClusterUnit
from contest.writer import Writer
from tests.building import Built, build
from tests.conftest import both_databases
from tests.contest.clusters import KY_ANH, correct, listed, members, pick, play, rename, seal, take_part, target, work
from tests.serving import migrated


@dataclass
class Ground:
    """Three clusters with their results, and the final."""

    clusters: tuple[Built, ...]
    final: Built

    def plan(self, account: int = 0) -> advancing.Plan:
        account_id = account or self.final.accounts["organiser"]

        def read(session: Session) -> advancing.Plan:
            found = advancing.plan(
                session, session.get_one(Account, account_id), session.get_one(Contest, self.final.id)
            )
            advanceview.view(session, found)
            return found

        return self.final.writer.run(read)

    def view(self) -> advanceview.View:
        account_id = self.final.accounts["organiser"]

        def read(session: Session) -> advanceview.View:
            contest = session.get_one(Contest, self.final.id)
            return advanceview.view(session, advancing.plan(session, session.get_one(Account, account_id), contest))

        return self.final.writer.run(read)

    def team(self, name: str) -> int:
        return next(each.teams[name] for each in self.clusters if name in each.teams)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ground]:
    """Give a database with the clusters announced and the final prepared, to copy."""
    path = tmp_path_factory.mktemp("clusters") / "chamkheo.db"
    shutil.copyfile(migrated(), path)
    writer = Writer(f"sqlite:///{path}")
    clusters = tuple(seal(play(writer, name, totals)) for name, totals in KY_ANH.items())
    members(writer, clusters[0].teams["Kỳ Xuân"], ["Nguyễn Thị Hường", "Trần Văn Minh", "Lê Thị Ánh"])
    found = Ground(clusters, target(writer, *clusters))
    writer.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path, found


@pytest.fixture
def ground(played: tuple[Path, Ground], sqlite_url: str) -> Iterator[Ground]:
    path, found = played
    shutil.copyfile(path, sqlite_url.removeprefix("sqlite:///"))
    writer = Writer(sqlite_url)
    yield Ground(tuple(replace(each, writer=writer) for each in found.clusters), replace(found.final, writer=writer))
    writer.close()


SEVEN = ["Kỳ Xuân", "Kỳ Bắc", "Kỳ Thọ", "Kỳ Thư", "Kỳ Hợp", "Kỳ Lâm", "Kỳ Phú"]


def test_twenty_teams_in_three_clusters_come_to_seven_each_with_why(ground: Ground) -> None:
    view = ground.view()
    assert [line.name for line in view.going] == SEVEN
    assert [view.going[0].why, view.going[1].why, view.going[6].why] == [
        "nhất Hội thi Cụm I",
        "nhì Hội thi Cụm I",
        "thành tích tốt nhất còn lại: 87,25 điểm",
    ]
    assert len(view.left) == 13
    assert {line.why for line in view.left} == {"hết suất"}


def test_teams_are_carried_with_members_and_where_they_came_from_and_twice_is_as_once(ground: Ground) -> None:
    made = work(ground.final, lambda each: [team.name for team in carrying.carry(each)])
    assert made == SEVEN
    assert work(ground.final, carrying.carry) == []
    assert listed(ground.final) == SEVEN

    def told(session: Session) -> tuple[list[tuple[str, str]], str]:
        first = teams.listed(session, ground.final.id)[0]
        people = session.execute(
            select(Member.name, Member.role).where(Member.team_id == first.id).order_by(Member.position)
        )
        account = session.get_one(Account, ground.final.accounts["organiser"])
        return [(row[0], row[1]) for row in people], corrected.provenances(session, account, ground.final.id)[
            first.id
        ].words

    assert ground.final.writer.run(told) == (
        [("Nguyễn Thị Hường", "Đội trưởng"), ("Trần Văn Minh", ""), ("Lê Thị Ánh", "Dự bị")],
        "từ Hội thi Cụm I, hạng 1, 90,00 điểm, kết quả lần 1, suất của hội thi",
    )


def test_members_may_be_replaced_and_where_the_team_came_from_stays(ground: Ground) -> None:
    work(ground.final, carrying.carry)

    def replace_one(session: Session) -> tuple[list[str], list[str]]:
        book = Book(session, ground.final.id, Actor("account", ground.final.accounts["organiser"]))
        team = teams.listed(session, ground.final.id)[0]
        row = teams.as_rows([team])[0]
        people = (*row.members[:1], row.members[1].model_copy(update={"name": "Phạm Đức Hòa"}), *row.members[2:])
        teams.change(book, team.id, row.model_copy(update={"members": people}))
        assert session.get(AdvancedTeam, team.id) is not None
        return corrected.replaced(session, team)

    assert ground.final.writer.run(replace_one) == (["Phạm Đức Hòa"], ["Trần Văn Minh"])


def test_only_a_final_result_is_taken_from_and_others_are_waited_for(ground: Ground) -> None:
    running = play(ground.final.writer, "Cụm IV", {"Kỳ Ninh": "80", "Kỳ Nam": "70"})
    add_source(ground, running)
    plan, view = ground.plan(), ground.view()
    assert [each.contest.name for each in plan.waiting] == ["Hội thi Cụm IV"]
    assert (view.sources[3].ready, view.sources[3].words) == (False, "đang thi")
    assert [line.name for line in view.going] == SEVEN[:6]
    assert plan.onward.open_places == 3  # two of its own, and the best other, which may be of it


def add_source(ground: Ground, more: Built, places: int = 2, best: int = 1) -> None:
    """Let a fourth contest be a source too; the final's organiser has a part in it."""
    take_part(ground.final, more)
    pick(ground.final, Wanted({each.id: 2 for each in ground.clusters} | {more.id: places}, best))


def test_a_tie_at_the_last_place_blocks_until_people_decide_with_minutes(ground: Ground) -> None:
    """Kỳ Bắc and Kỳ Phú share rank 2 in a fourth cluster's two places."""
    tied = seal(play(ground.final.writer, "Cụm IV", {"Kỳ Ninh": "90", "Kỳ Nam": "80", "Kỳ Hà": "80"}))
    add_source(ground, tied)
    view = ground.view()
    assert [each.words for each in view.ties] == [
        "Kỳ Nam, Kỳ Hà đồng hạng 2 Hội thi Cụm IV (80,00 điểm), chỉ còn 1 suất."
    ]
    work(ground.final, carrying.carry)
    assert set(listed(ground.final)) == {*SEVEN[:6], "Kỳ Ninh"}  # the best other waits for the tie
    pair = [tied.teams["Kỳ Nam"], tied.teams["Kỳ Hà"]]
    for chosen, minutes, reason, code in (
        (pair, "01/BB", "Sát đề hơn", "tie_choice"),
        (pair[:1], "", "Sát đề hơn", "needs_reason"),
        (pair[:1], "01/BB", " ", "needs_reason"),
    ):
        with pytest.raises(Refused) as refused:
            work(ground.final, lambda each, c=chosen, m=minutes, r=reason: carrying.decide_tie(each, pair, c, m, r))
        assert refused.value.code == code
    work(ground.final, lambda each: carrying.decide_tie(each, pair, pair[1:], "01/BB", "Sát đề hơn"))
    assert [(each.words, each.minutes, each.reason, each.state) for each in ground.view().decided] == [
        ("Chọn trong các đội bằng điểm: Kỳ Hà", "01/BB", "Sát đề hơn", "")
    ]
    work(ground.final, carrying.carry)
    assert listed(ground.final)[7:] == ["Kỳ Hà", "Kỳ Phú"]
    with pytest.raises(Refused, match="ruling_carried"):
        work(ground.final, lambda each: carrying.undo(each, 0))


def test_a_team_that_may_not_go_on_is_passed_over_with_the_reason(ground: Ground) -> None:
    writer = ground.final.writer
    writer.run(lambda session: setattr(session.get_one(Team, ground.team("Kỳ Bắc")), "ineligible", "đội đăng cai"))
    view = ground.view()
    assert [line.name for line in view.going] == ["Kỳ Xuân", "Kỳ Phú", *SEVEN[2:6], "Kỳ Hải"]
    assert [line.why for line in view.left if line.name == "Kỳ Bắc"] == ["không xét giải: đội đăng cai"]


def test_a_team_that_withdraws_gives_its_place_to_the_next_and_may_come_back(ground: Ground) -> None:
    work(ground.final, carrying.carry)
    work(ground.final, lambda each: carrying.leave_out(each, ground.team("Kỳ Bắc"), "Đội xin rút"))
    assert "Kỳ Bắc" not in listed(ground.final)
    work(ground.final, carrying.carry)
    # Kỳ Phú has a place of its cluster now, so the best of the others is Kỳ Hải (87).
    assert listed(ground.final) == [name for name in SEVEN if name != "Kỳ Bắc"] + ["Kỳ Hải"]
    assert [line.why for line in ground.view().left if line.name == "Kỳ Bắc"] == [
        "không vào theo quyết định: Đội xin rút"
    ]
    # The quota holds: its place is Kỳ Hải's, and then, named by its unit, it came beside the places.
    with pytest.raises(Refused) as resting:
        work(ground.final, lambda each: carrying.undo(each, 0))
    assert (resting.value.code, "đưa vào: Kỳ Hải." in resting.value.message) == ("ruling_rests", True)
    work(ground.final, lambda each: carrying.name_team(each, ground.team("Kỳ Bắc"), "Đội xin vào lại").name)
    with pytest.raises(Refused) as resting:
        work(ground.final, lambda each: carrying.undo(each, 0))
    assert "đưa vào: Kỳ Bắc." in resting.value.message
    assert ground.view().decided[0].state == ""
    for name in ("Kỳ Hải", "Kỳ Bắc"):
        row = ground.plan().carried[str(ground.team(name))]
        work(ground.final, lambda each, team=row.team_id: _remove(each, team))
    work(ground.final, lambda each: carrying.undo(each, 0))
    work(ground.final, carrying.carry)
    assert sorted(listed(ground.final)) == sorted(SEVEN)
    assert ground.view().decided[0].state == "đã rút"
    with pytest.raises(Refused, match="ruling_gone"):
        work(ground.final, lambda each: carrying.undo(each, 0))


def _remove(work_: Carrying, team_id: int) -> None:
    """Remove a carried team as the page of teams does."""
    teams.remove(work_.book, team_id)


def test_a_unit_may_name_a_team_beside_the_places_with_a_reason(ground: Ground) -> None:
    team = ground.team("Kỳ Tây")
    with pytest.raises(Refused, match="needs_reason"):
        work(ground.final, lambda each: carrying.name_team(each, team, ""))
    work(ground.final, lambda each: carrying.name_team(each, team, "Đội của xã biên giới").name)
    work(ground.final, carrying.carry)
    assert listed(ground.final) == ["Kỳ Tây", *SEVEN]
    assert [line.why for line in ground.view().going if line.name == "Kỳ Tây"] == ["đơn vị cử: Đội của xã biên giới"]
    with pytest.raises(Refused, match="team_goes_on"):
        work(ground.final, lambda each: carrying.name_team(each, team, "Lần nữa"))


def test_after_the_start_nothing_is_taken_over(ground: Ground) -> None:
    work(ground.final, carrying.carry)
    team = ground.team("Kỳ Tây")
    ground.final.teams = {name: place for place, name in enumerate(listed(ground.final))}
    ids = ground.final.writer.run(
        lambda session: list(session.scalars(select(Team.id).where(Team.contest_id == ground.final.id)))
    )
    ground.final.do("set_order", part="phan_thi", teams=ids)
    ground.final.do("start")
    for change in (
        carrying.carry,
        lambda each: carrying.name_team(each, team, "Lý do"),
        lambda each: carrying.leave_out(each, ground.team("Kỳ Bắc"), "Lý do"),
        lambda each: carrying.decide_tie(each, [1], [1], "01", "Lý do"),
        lambda each: carrying.undo(each, 0),
        lambda each: carrying.exchange(each, "Lý do"),
    ):
        with pytest.raises(Refused, match="already_started"):
            work(ground.final, change)
    with pytest.raises(Refused, match="already_started"):
        pick(ground.final, Wanted({ground.clusters[0].id: 3}))


def test_two_teams_of_one_name_keep_their_units_apart_and_one_typed_by_hand_is_asked_about(ground: Ground) -> None:
    twin = seal(play(ground.final.writer, "Cụm IV", {"Kỳ Xuân": "99", "Kỳ Ninh": "70"}))
    add_source(ground, twin, places=1)
    work(ground.final, carrying.carry)
    assert "Kỳ Xuân (Xã Sơn Hòa)" in listed(ground.final)


def test_a_team_typed_by_hand_before_is_not_doubled(ground: Ground) -> None:
    def type_in(session: Session) -> None:
        book = Book(session, ground.final.id, Actor("system"))
        teams.add(book, TeamRow(name="Kỳ Xuân", unit="", members=()))

    ground.final.writer.run(type_in)
    with pytest.raises(Refused, match="advance_twin"):
        work(ground.final, carrying.carry)
    assert listed(ground.final) == ["Kỳ Xuân"]


def fall(ground: Ground, announced: bool = True) -> None:
    """Correct cluster I: Kỳ Bắc's 88,5 was 79,5. It falls from 2 to 4: Kỳ Phú (87,25) has the place, Kỳ Hải the best other's."""
    correct(ground.clusters[0], "Kỳ Bắc", "79.5", announced=announced)


SHIFTS = [
    Shift("Kỳ Bắc", "hạng 2, 88,50 điểm", "hạng 4, 79,50 điểm", "nay không thuộc diện vào"),
    Shift("Kỳ Phú", "hạng 3, 87,25 điểm", "hạng 2, 87,25 điểm", "vẫn thuộc diện vào"),
    Shift("Kỳ Hải", "chưa vào", "hạng 3, 87,00 điểm", "nay thuộc diện vào"),
]


def test_a_later_correction_flags_the_contest_and_changes_nothing(ground: Ground) -> None:
    work(ground.final, carrying.carry)
    fall(ground)
    plan = ground.plan()
    assert [each.contest.name for each in plan.corrected] == ["Hội thi Cụm I"]
    assert [replace(each, team_id=0) for each in corrected.shifts(plan)] == SHIFTS
    assert [bool(each.team_id) for each in corrected.shifts(plan)] == [True, True, False]
    assert listed(ground.final) == SEVEN
    with pytest.raises(Refused, match="source_corrected"):
        work(ground.final, carrying.carry)

    def flags(session: Session) -> tuple[list[corrected.Correction], set[str]]:
        account = session.get_one(Account, ground.final.accounts["organiser"])
        came = corrected.provenances(session, account, ground.final.id).values()
        return corrected.corrections(session, account, [ground.final.id]), {each.flag for each in came}

    first = corrected.Correction(ground.final.id, "Hội thi chung kết", "Hội thi Cụm I", 1, 2)
    assert ground.final.writer.run(flags) == ([first], {"", "Kết quả nguồn đã sửa đổi (lần 2)"})


def test_people_may_let_the_list_stand_and_it_stays_so(ground: Ground) -> None:
    work(ground.final, carrying.carry)
    fall(ground)
    work(ground.final, lambda each: carrying.keep_list(each, "Các đội đã tập luyện xong"))
    plan = ground.plan()
    assert (plan.corrected, plan.to_carry, plan.fallen) == ([], [], [])
    assert work(ground.final, carrying.carry) == []
    assert listed(ground.final) == SEVEN
    why = {line.name: line.why for line in ground.view().going}
    assert why["Kỳ Bắc"] == "giữ theo quyết định (hạng 4 Hội thi Cụm I)"
    with pytest.raises(Refused, match="source_settled"):
        work(ground.final, lambda each: carrying.keep_list(each, "Lần nữa"))
    told = ground.final.writer.run(lambda session: history.lines(session, [f"contest:{ground.final.id}"]))
    kept = next(line for line in told if line.kind == "advance_kept")
    assert (kept.reason, kept.fields["revision"][1], kept.fields["teams"][1]) == (
        "Các đội đã tập luyện xong",
        "Hội thi Cụm I: lần 1 → lần 2",
        "Kỳ Bắc",
    )


def test_people_may_exchange_teams_before_the_start(ground: Ground) -> None:
    work(ground.final, carrying.carry)
    fall(ground)
    work(ground.final, lambda each: carrying.exchange(each, "Theo kết quả lần 2"))
    assert listed(ground.final) == [name for name in SEVEN if name != "Kỳ Bắc"] + ["Kỳ Hải"]
    plan = ground.plan()
    assert (plan.corrected, plan.to_carry, corrected.shifts(plan)) == ([], [], [])


def test_a_correction_that_moves_nobody_is_still_told(ground: Ground) -> None:
    work(ground.final, carrying.carry)
    correct(ground.clusters[0], "Kỳ Khang", "61")
    plan = ground.plan()
    assert ([each.contest.name for each in plan.corrected], corrected.shifts(plan)) == (["Hội thi Cụm I"], [])
    work(ground.final, lambda each: carrying.exchange(each, "Không đội nào đổi"))
    assert ground.plan().corrected == []


def test_a_decision_on_a_tie_falls_with_the_totals_it_was_taken_on(ground: Ground) -> None:
    tied = seal(play(ground.final.writer, "Cụm IV", {"Kỳ Ninh": "90", "Kỳ Nam": "80", "Kỳ Hà": "80", "Kỳ Lợi": "50"}))
    add_source(ground, tied, best=0)
    pair = [tied.teams["Kỳ Nam"], tied.teams["Kỳ Hà"]]
    work(ground.final, lambda each: carrying.decide_tie(each, pair, pair[1:], "01/BB", "Sát đề hơn"))
    assert ground.view().ties == ()
    correct(tied, "Kỳ Nam", "81")
    view = ground.view()
    assert (view.ties, view.decided[0].state) == ((), "hết hiệu lực vì điểm đã sửa đổi")
    assert [line.name for line in view.going][6:] == ["Kỳ Ninh", "Kỳ Nam"]


def test_what_was_not_announced_is_told_to_those_with_a_part_in_it_alone(ground: Ground) -> None:
    """The secretary of the final has no part in the clusters: of a result corrected and not announced anew it sees the old."""
    work(ground.final, carrying.carry)
    fall(ground, announced=False)
    stranger = ground.final.accounts["secretary"]
    assert [each.revision for each in ground.plan().sources] == [2, 1, 1]
    assert [each.revision for each in ground.plan(stranger).sources] == [1, 1, 1]
    assert corrected.shifts(ground.plan(stranger)) == []
    ids = [each.id for each in ground.clusters]
    found = ground.final.writer.run(lambda session: outcomes(session, [*ids, ground.final.id]))
    assert found[ids[0]] == Outcome("finalised", 2, 1, ranks_told=True)
    assert found[ground.final.id] == Outcome("prepared")
    work(ground.final, lambda each: carrying.exchange(each, "Theo kết quả lần 2"))

    def words(session: Session) -> list[str]:
        came = corrected.provenances(session, session.get_one(Account, stranger), ground.final.id)
        return [each.words for each in came.values() if "lần 2" in each.words]

    own_list = listed(ground.final)
    for change in (
        carrying.carry,
        lambda each: carrying.leave_out(each, ground.team("Kỳ Phú"), "Lý do"),
        lambda each: carrying.keep_list(each, "Lý do"),
    ):
        with pytest.raises(Refused, match="source_behind"):
            work(ground.final, change, stranger)
    assert listed(ground.final) == own_list
    assert ground.final.writer.run(words) == []  # Kỳ Hải came from cluster II, whose result is the first


def test_a_result_told_by_prizes_alone_gives_no_rank_to_those_outside(ground: Ground) -> None:
    for each in ground.clusters:
        rename(each, release_mode="prizes_at_end")
    work(ground.final, carrying.carry)
    stranger = ground.final.accounts["secretary"]
    assert ground.plan(stranger).onward.going == ()

    def words(session: Session, account_id: int) -> str:
        came = corrected.provenances(session, session.get_one(Account, account_id), ground.final.id)
        return next(iter(came.values())).words

    assert (
        ground.final.writer.run(lambda session: words(session, stranger))
        == "từ Hội thi Cụm I, kết quả lần 1, suất của hội thi"
    )


def test_a_source_is_one_that_is_offered_and_not_fed_by_the_contest_itself(ground: Ground) -> None:
    account_id = ground.final.accounts["organiser"]
    later = target(ground.final.writer, account=account_id)
    pick(later, Wanted({ground.final.id: 1}), account_id)
    cases = (
        (Wanted({later.id: 1}), "source_circular"),
        (Wanted({9999: 1}), "source_unknown"),
        (Wanted({}), "source_none"),
        (Wanted({ground.clusters[0].id: 0}), "source_gives_none"),
        (Wanted({ground.clusters[0].id: 201}), "source_places"),
        (Wanted({ground.clusters[0].id: 1}, 0, "toss"), "source_unknown"),
    )
    for wanted, code in cases:
        with pytest.raises(Refused) as refused:
            pick(ground.final, wanted)
        assert refused.value.code == code
    work(ground.final, carrying.carry)
    with pytest.raises(Refused, match="source_in_use"):
        pick(ground.final, Wanted({ground.clusters[0].id: 2}, 1))


def test_shares_are_compared_where_the_maxima_differ(ground: Ground) -> None:
    """72 of 80 points are 90 %: above Kỳ Phú's 87,25 of 100, which points alone would put first."""
    other = seal(play(ground.final.writer, "Cụm IV", {"Kỳ Ninh": "76", "Kỳ Nam": "74", "Kỳ Hà": "72"}, most=80))
    add_source(ground, other)
    view = ground.view()
    assert "Hội thi Cụm IV: 80" in view.blocked
    pick(ground.final, Wanted({each.id: 2 for each in (*ground.clusters, other)}, 1, "share"))
    last = ground.view().going[-1]
    assert (last.name, last.why) == ("Kỳ Hà", "thành tích tốt nhất còn lại: 90,00 % điểm tối đa")


@both_databases
def test_a_small_season_goes_the_same_way_on_both_databases(writer: Writer) -> None:
    """Two clusters, one place each and one best other; a correction turns the second cluster over."""
    first = seal(play(writer, "Cụm I", {"Kỳ Xuân": "90", "Kỳ Bắc": "88"}))
    second = seal(play(writer, "Cụm II", {"Kỳ Thọ": "95", "Kỳ Thư": "87"}))
    final = target(writer, first, second, places=1)
    work(final, carrying.carry)
    assert listed(final) == ["Kỳ Xuân", "Kỳ Thọ", "Kỳ Bắc"]
    correct(second, "Kỳ Thọ", "60", first="Kỳ Thư")
    work(final, lambda each: carrying.exchange(each, "Theo kết quả lần 2"))
    assert listed(final) == ["Kỳ Xuân", "Kỳ Bắc", "Kỳ Thư"]
    work(final, lambda each: carrying.leave_out(each, first.teams["Kỳ Bắc"], "Đội xin rút"))
    work(final, carrying.carry)
    assert listed(final) == ["Kỳ Xuân", "Kỳ Thư", "Kỳ Thọ"]


def test_a_source_is_called_by_its_cluster_only_where_it_is_the_contest_of_it(ground: Ground) -> None:
    first = ground.clusters[0]

    def cluster(session: Session) -> int:
        contest = session.get_one(Contest, first.id)
        hand, unit_id = history.Hand(session, None), contest.unit_id
        days = date(2026, 1, 1), date(2026, 12, 31)
        season = seasons.make(hand, seasons.SeasonDetails("Mùa 2026", unit_id, 2026, *days))
        return seasons.set_cluster(hand, season, None, "Cụm Thạch Hà", []).id

    def whys() -> list[str]:
        return [line.why for line in ground.view().going if line.why.startswith("nhất")]

    cluster_id = first.writer.run(cluster)
    rename(first, cluster_id=cluster_id)
    named = ["nhất Hội thi Cụm II", "nhất Hội thi Cụm III"]
    assert whys() == ["nhất Cụm Thạch Hà", *named]
    other = build(
        first.writer, (), 0, name="Hội thi khác của cụm"
    )  # the cluster has another contest, which is no source
    rename(other, cluster_id=cluster_id)
    assert whys() == ["nhất Hội thi Cụm I", *named]
    rename(other, cluster_id=None)

    def join(session: Session) -> None:
        contest, unit = session.get_one(Contest, first.id), session.get_one(Contest, first.id).unit
        unit.level_id = contest.level_id
        season_id = session.get_one(Cluster, cluster_id).season_id
        session.add(ClusterUnit(cluster_id=cluster_id, unit_id=unit.id, season_id=season_id))

    first.writer.run(join)
    assert whys() == ["nhất Hội thi Cụm I", *named]


def test_a_team_without_a_unit_is_taken_over_as_of_the_unit_of_its_contest(ground: Ground) -> None:
    work(ground.final, carrying.carry)

    def units(session: Session) -> list[tuple[int | None, int | None, int]]:
        rows = session.execute(
            select(Team, AdvancedTeam)
            .join(AdvancedTeam, AdvancedTeam.team_id == Team.id)
            .where(Team.contest_id == ground.final.id)
        )
        return [
            (
                team.unit_id,
                session.get_one(Team, row.source_team_id).unit_id,
                session.get_one(Contest, row.source_contest_id).unit_id,
            )
            for team, row in rows
        ]

    told = ground.final.writer.run(units)
    assert told
    assert all(unit == (own or contest) for unit, own, contest in told)
    assert any(own is None for _, own, _ in told)
