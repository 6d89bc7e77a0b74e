"""From the list to the decision: nested steps in the shapes of real years, votes, refusals, and what one decision costs."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest.history import lines
from contest.planning.units import add_unit
from contest.recognition import campaigns, deciding, decisions, listlines, proposing, replicating, voting
from contest.recognition.lists import Filter
from contest.recognition.proposable import candidates
from contest.scorebook.refusals import Refused
from contest.tables.campaigns import Campaign, Document
from contest.tables.decisions import Proposal, Recognition, Replication
from contest.tables.offices import Change
from contest.tables.places import Unit
from contest.tables.recognition import Registration
from contest.writer import Writer
from tests.conftest import both_databases
from tests.contest.province import Province, found
from tests.contest.recognition.deciders import (
    able,
    begin,
    counted,
    decide,
    document,
    fill,
    met,
    submitted,
    whole,
)


def refusal(work: Callable[[], Any]) -> tuple[str, str]:
    """Give why something is refused: its code and its field."""
    with pytest.raises(Refused) as why:
        work()
    return why.value.code, why.value.field or ""


def _at_step(session: Session, province: Province, step: int) -> Counter[str]:
    """Give how many collectives and individuals were recognised at a step."""
    step_id = campaigns.steps(session, province.campaign)[step - 1].id
    owners = (
        select(Registration.owner_type)
        .join(Recognition, Recognition.registration_id == Registration.id)
        .where(Recognition.step_id == step_id)
    )
    return Counter(session.scalars(owners))


@both_databases
def test_cho_don_2022_goes_through_three_nested_steps(writer: Writer) -> None:
    """123 recognised (69 + 54) → 55 (29 + 26) → 18 proposed for reward (domain.md 3.1)."""
    province = writer.run(found)

    def go(session: Session) -> list[Counter[str]]:
        ids = fill(session, province, [("collective", 69), ("individual", 54)])
        second, third = ids[:29] + ids[69 : 69 + 26], ids[:10] + ids[69 : 69 + 8]
        whole(session, province, ids, step=1)
        outside = begin(session, province, step=3)
        assert able(session, province, outside) == []  # nobody is at the second step yet
        hand, reach = province.hand(session, "province"), province.reach(session, "province")
        assert refusal(lambda: listlines.add(hand, reach, outside, ids[:1])) == ("not_proposable", "chosen")
        whole(session, province, second, step=2)
        assert able(session, province, outside) == second
        whole(session, province, third, step=3)
        return [_at_step(session, province, step) for step in (1, 2, 3)]

    first, second, third = writer.run(go)
    assert (first, first.total()) == ({"collective": 69, "individual": 54}, 123)
    assert (second, second.total()) == ({"collective": 29, "individual": 26}, 55)
    assert (third, third.total()) == ({"collective": 10, "individual": 8}, 18)


@both_databases
def test_u_minh_thuong_2019_is_recognised_in_bulk_and_replicated(writer: Writer) -> None:
    """332 registered (316 + 16) → 266 recognised (251 + 15) → 39 replicated; one decision says yes 266 and no 66 times."""
    province = writer.run(found)

    def propose(session: Session) -> tuple[int, list[int]]:
        ids = fill(session, province, [("collective", 316), ("individual", 16)])
        proposal = begin(session, province)
        submitted(session, province, proposal, ids)
        met(session, province, proposal, votes=9)
        return proposal.id, ids[:251] + ids[316 : 316 + 15]

    proposal_id, good = writer.run(propose)

    def rule(session: Session) -> tuple[int, float]:
        proposal = session.get_one(Proposal, proposal_id)
        hand, reach = province.hand(session, "province"), province.reach(session, "province")
        verdicts = {
            line.id: deciding.Verdict(*(("yes",) if line.registration_id in set(good) else ("no", "Chưa hiệu quả")))
            for line in proposal.lines
        }
        level = session.get_one(Unit, province.units["province"]).level_id
        paper = deciding.Paper(document("90-QĐ/HU"), province.units["province"], "Nguyễn Văn A", level, "", "001/GCN")
        begun = time.perf_counter()
        with counted(session.get_bind()) as sent:  # type: ignore[arg-type]
            deciding.record(hand, reach, proposal, paper, verdicts)
        return len(sent), time.perf_counter() - begun

    statements, seconds = writer.run(rule)
    assert seconds < 5
    assert statements < 40

    def told(session: Session) -> tuple[Counter[str], dict[str, int], list[str]]:
        states = dict(session.execute(select(Registration.state, func.count()).group_by(Registration.state)).all())
        numbers = session.scalars(select(Recognition.certificate).order_by(Recognition.id)).all()
        return _at_step(session, province, 1), states, list(numbers)

    at_step, states, numbers = writer.run(told)
    assert (at_step, at_step.total()) == ({"collective": 251, "individual": 15}, 266)
    assert states == {"recognised": 266, "not_recognised": 66}
    assert (numbers[0], numbers[265], numbers[266:], len(set(numbers))) == ("001/GCN", "266/GCN", [""] * 66, 267)

    def replicate(session: Session) -> int:
        hand, reach = province.hand(session, "province"), province.reach(session, "province")
        for place, each in enumerate(good[:39]):
            unit = add_unit(session, Unit(name=f"Ấp {place}"), province.units["neighbour"])
            adopted = replicating.Adopted(unit.id, 2026, date(2026, 12, 1), "Đã làm theo")
            replicating.add(hand, reach, session.get_one(Registration, each), adopted)
        return session.scalar(select(func.count()).select_from(Replication)) or 0

    assert writer.run(replicate) == 39


def test_statements_of_a_decision_do_not_grow_with_its_lines(writer: Writer) -> None:
    province = writer.run(found)

    def cost(session: Session, lines: int) -> int:
        proposal = begin(session, province)
        submitted(session, province, proposal, fill(session, province, [("collective", lines)]))
        met(session, province, proposal)
        session.expunge_all()
        proposal = session.get_one(Proposal, proposal.id)
        with counted(session.get_bind()) as sent:  # type: ignore[arg-type]
            decide(session, province, proposal, f"{lines}-QĐ", certificate=f"{lines}000")
        return len(sent)

    few = writer.run(lambda session: cost(session, 5))
    assert writer.run(lambda session: cost(session, 60)) == few


@pytest.mark.parametrize(
    ("votes", "members", "percent", "at_least", "holds"),
    [
        (7, 10, 70, True, True),
        (6, 10, 70, True, False),
        (7, 10, 70, False, False),
        (8, 10, 70, False, True),
        (5, 10, 50, False, False),
        (6, 11, 50, False, True),
        (7, 9, 66, True, True),
        (2, 3, 67, True, False),  # 66,67 is not 67: nothing is rounded
        (0, 3, 1, True, False),
        (3, 3, 100, True, True),
    ],
)
def test_the_threshold_is_of_all_members_in_whole_numbers(
    votes: int, members: int, percent: int, at_least: bool, holds: bool
) -> None:
    assert voting.enough(votes, members, percent, at_least) is holds


def test_a_meeting_counts_only_who_was_there(writer: Writer) -> None:
    province = writer.run(found)

    def go(session: Session) -> None:
        hand = province.hand(session, "province")
        ids = fill(session, province, [("collective", 3)])
        proposal = begin(session, province, least_percent=70, at_least=True)

        def hold(members: int, present: int, day: date = date(2026, 11, 10)) -> None:
            voting.hold(hand, proposal, voting.Meeting(day, members, present))

        assert refusal(lambda: hold(10, 9))[0] == "list_is_draft"
        submitted(session, province, proposal, ids)
        assert refusal(lambda: voting.vote_rest(hand, proposal, 1))[0] == "list_is_submitted"
        assert refusal(lambda: hold(10, 11)) == ("present_beyond", "present")
        assert refusal(lambda: hold(10, 0)) == ("nobody_met", "present")
        assert refusal(lambda: hold(10, 9, date(2099, 1, 1))) == ("day_future", "met_on")
        assert refusal(lambda: hold(10, 9, date(2026, 10, 31))) == ("met_early", "met_on")  # submitted on 1/11
        hold(10, 9)
        one, two, _ = proposal.lines
        assert refusal(lambda: voting.vote(hand, proposal, {one.id: 10})) == ("votes_beyond", f"v-{one.id}")
        assert refusal(lambda: voting.vote(hand, proposal, {one.id: -1})) == ("votes_beyond", f"v-{one.id}")
        assert voting.vote(hand, proposal, {one.id: 7, two.id: 6}) == 2
        assert voting.vote(hand, proposal, {one.id: 7}) == 0
        assert [voting.reaches(proposal, line) for line in proposal.lines] == [True, False, False]
        assert voting.tally(proposal, proposal.lines) == voting.Tally(3, 2, 1)
        assert refusal(lambda: hold(10, 6)) == ("votes_stand", "present")
        assert [session.get_one(Registration, each).state for each in ids] == [
            "proposed"
        ] * 3  # a vote recognises nothing
        assert voting.vote_rest(hand, proposal, 9) == 1
        details = proposing.ListDetails(
            "Khác", province.units["province"], "recognise", proposal.step_id, least_percent=50
        )
        assert refusal(lambda: proposing.edit(hand, proposal, details)) == ("threshold_fixed", "least_percent")
        suggested = deciding.proposed(proposal, proposal.lines)
        assert [suggested[line.id].says for line in proposal.lines] == ["yes", "no", "yes"]
        assert suggested[two.id].reason == "Đạt 6/10 phiếu, chưa đủ phiếu."
        told = [line.kind for line in lines(session, [f"proposal:{proposal.id}"])]
        assert told == ["voted", "voted", "met", "submitted", "lines", "made"]

    writer.run(go)


def test_a_decision_is_refused_where_it_cannot_be_right(writer: Writer) -> None:
    province = writer.run(found)

    def go(session: Session) -> None:
        hand, reach = province.hand(session, "province"), province.reach(session, "province")
        ids = fill(session, province, [("collective", 3)])
        proposal = begin(session, province)
        submitted(session, province, proposal, ids)
        level = session.get_one(Unit, province.units["province"]).level_id

        def rule(says: dict[int, deciding.Verdict], day: date = date(2026, 11, 20), **more: Any) -> Any:
            paper = deciding.Paper(document("1-QĐ", day), province.units["province"], **({"level_id": level} | more))
            return deciding.record(hand, reach, proposal, paper, says)

        one, two, three = proposal.lines
        yes, no = deciding.Verdict("yes"), deciding.Verdict("no")
        assert refusal(lambda: rule({one.id: yes}))[0] == "list_is_submitted"  # no meeting yet
        met(session, province, proposal, votes=5)  # 5 of 10 is not more than half
        voting.vote(hand, proposal, {one.id: 6})
        assert refusal(lambda: rule({})) == ("nothing_decided", "number")
        assert refusal(lambda: rule({one.id: yes}, date(2026, 11, 9))) == ("decided_before", "issued_on")
        assert refusal(lambda: rule({one.id: yes}, date(2099, 11, 9))) == ("day_future", "issued_on")
        assert refusal(lambda: rule({one.id: yes}, level_id=None)) == ("needs_level", "level_id")
        assert refusal(lambda: rule({two.id: yes})) == ("against_votes", f"r-{two.id}")
        assert refusal(lambda: rule({two.id: no})) == ("verdict_reason", f"r-{two.id}")
        assert refusal(lambda: rule({two.id: deciding.Verdict("perhaps")})) == ("no_verdict", f"k-{two.id}")
        assert session.scalar(select(func.count()).select_from(Recognition)) == 0
        rule({one.id: yes, two.id: deciding.Verdict("yes", "Tập thể thống nhất cao, vắng nhiều")})
        assert (proposal.closed, [session.get_one(Registration, each).state for each in ids]) == (
            False,
            ["recognised", "recognised", "proposed"],
        )
        assert refusal(lambda: rule({one.id: yes}))[0] == "line_decided"
        rule({three.id: deciding.Verdict("no", "Chưa rõ kết quả")}, date(2026, 11, 21))
        assert proposal.closed
        assert refusal(lambda: rule({three.id: yes}))[0] == "list_is_closed"
        told = decisions.of_registration(session, ids[2])
        assert [(row.step_id, row.certificate, row.reason) for row in told] == [(None, "", "Chưa rõ kết quả")]

    writer.run(go)


def test_a_document_is_kept_once_and_what_was_declined_may_be_proposed_again(writer: Writer) -> None:
    province = writer.run(found)

    def go(session: Session) -> None:
        ids = fill(session, province, [("collective", 2)])
        first = begin(session, province)
        submitted(session, province, first, ids[:1])
        met(session, province, first)
        decide(session, province, first, "7-QĐ", says="no")
        second = begin(session, province)
        submitted(session, province, second, ids)
        assert able(session, province, begin(session, province)) == []  # both stand on an unfinished list
        met(session, province, second)
        decide(session, province, second, "7-QĐ")
        assert session.scalar(select(func.count()).select_from(Document)) == 1
        states = [line.kind for line in lines(session, [f"registration:{ids[0]}"])]
        assert states == ["recognise", "propose", "decline", "propose"]

    writer.run(go)


def test_who_may_not_receive_proposes_and_decides_nothing(writer: Writer) -> None:
    """The commune's officer receives from its villages, and not from itself."""
    province = writer.run(found)

    def go(session: Session) -> None:
        own = fill(session, province, [("collective", 1)])
        below = fill(session, province, [("collective", 1)], unit="village")
        proposal = begin(session, province, unit_id=province.units["commune"])
        hand = province.hand(session, "commune")
        officer, viewer, neighbour = (
            province.reach(session, who) for who in ("commune", "commune_viewer", "neighbour")
        )
        seen = session.scalars(candidates(session, officer, proposal, Filter())).unique()
        assert [row.id for row in seen] == below
        assert refusal(lambda: listlines.add(hand, officer, proposal, own))[0] == "not_your_branch"
        assert refusal(lambda: listlines.add(hand, viewer, proposal, below))[0] == "not_your_branch"
        assert refusal(lambda: listlines.add(hand, neighbour, proposal, below))[0] == "not_your_branch"
        assert listlines.add(hand, officer, proposal, below) == 1
        assert (
            refusal(lambda: proposing.submit(hand, neighbour, proposal, "1", date(2026, 11, 1)))[0] == "not_your_branch"
        )

    writer.run(go)


def test_lines_are_ordered_moved_and_taken_off_until_the_list_is_submitted(writer: Writer) -> None:
    province = writer.run(found)

    def go(session: Session) -> None:
        hand, reach = province.hand(session, "province"), province.reach(session, "province")
        low = fill(session, province, [("collective", 2)], unit="neighbour")
        high = fill(session, province, [("collective", 10)])
        proposal = begin(session, province)

        def places() -> list[int]:
            session.expire(proposal, ["lines"])
            return [line.registration_id for line in proposal.lines]

        listlines.add(hand, reach, proposal, low)
        listlines.add(hand, reach, proposal, high)
        assert places() == low + high
        listlines.arrange(hand, proposal, "don-vi")
        assert places() == high + low
        listlines.arrange(hand, proposal, "ten")  # “số 2” before “số 10”
        assert places() == sorted(low + high)
        listlines.change(hand, proposal, proposal.lines[-1], "Tiêu biểu", 1)
        assert (places()[0], [line.position for line in proposal.lines]) == (12, list(range(1, 13)))
        listlines.remove(hand, proposal, proposal.lines[0])
        assert (12 in places(), [line.position for line in proposal.lines]) == (False, list(range(1, 12)))
        proposing.submit(hand, reach, proposal, "1-TTr", date(2026, 11, 1))
        assert refusal(lambda: listlines.remove(hand, proposal, proposal.lines[0]))[0] == "list_is_submitted"
        assert refusal(lambda: listlines.add(hand, reach, proposal, [12]))[0] == "list_is_submitted"
        assert refusal(lambda: proposing.discard(hand, proposal))[0] == "list_is_submitted"
        proposing.close(hand, proposal)
        assert able(session, province, begin(session, province)) == [
            *sorted(high),
            *low,
        ]  # undecided: may be proposed anew
        other = begin(session, province)
        listlines.add(hand, reach, other, [12])
        proposing.discard(hand, other)
        noted = session.scalars(select(Change.kind).where(Change.subject == f"proposal:{other.id}").order_by(Change.id))
        assert list(noted) == ["made", "lines", "removed"]

    writer.run(go)


def test_a_list_says_what_it_is(writer: Writer) -> None:
    province = writer.run(found)

    def go(session: Session) -> None:
        assert refusal(lambda: begin(session, province, kind="magic")) == ("no_list_kind", "what")
        assert refusal(lambda: begin(session, province, step_id=None)) == ("no_step", "what")
        assert refusal(lambda: begin(session, province, step_id=999)) == ("no_step", "what")
        assert refusal(lambda: begin(session, province, "reward", reward=" ")) == ("needs_reward", "reward")
        assert refusal(lambda: begin(session, province, least_percent=101)) == ("percent_outside", "least_percent")
        proposal = begin(session, province)
        hand, reach = province.hand(session, "province"), province.reach(session, "province")
        assert refusal(lambda: proposing.submit(hand, reach, proposal, "1", date(2026, 1, 1)))[0] == "list_empty"
        listlines.add(hand, reach, proposal, fill(session, province, [("collective", 1)]))
        assert refusal(lambda: proposing.submit(hand, reach, proposal, "1", date(2099, 1, 1)))[0] == "day_future"
        other = proposing.ListDetails("Khác", province.units["province"], "lapse")
        assert refusal(lambda: proposing.edit(hand, proposal, other)) == ("list_has_lines", "what")
        assert refusal(lambda: listlines.add(hand, reach, proposal, [])) == ("nothing_chosen", "chosen")
        assert [
            (each.proposal.id, each.count) for each in proposing.of_campaign(session, reach, province.campaign)
        ] == [(proposal.id, 1)]

    writer.run(go)


def test_a_step_that_a_list_rests_on_keeps_its_name_and_place(writer: Writer) -> None:
    province = writer.run(found)

    def go(session: Session) -> tuple[list[str], list[str]]:
        hand, campaign = province.hand(session, "province"), session.get_one(Campaign, province.campaign)
        begin(session, province, step=2)
        names = [step.name for step in campaigns.steps(session, campaign.id)]

        def edit(*steps: str) -> None:
            kept = {each: getattr(campaign, each) for each in ("unit_id", "year", "period_from", "period_to")}
            days = {each: getattr(campaign, each) for each in ("name", "opens_on", "deadline")}
            lists: dict[str, Any] = {
                "domains": campaigns.USUAL_DOMAINS,
                "topics": ("Rác thải", "Chuyển đổi số"),
                "steps": steps,
            }
            campaigns.edit(hand, campaign, campaigns.CampaignDetails(**kept, **days, **lists))

        assert refusal(lambda: edit("Bước khác", *names)) == ("step_in_use", "steps")
        assert refusal(lambda: edit(names[0])) == ("step_in_use", "steps")
        edit("Đổi tên bước đầu", names[1])  # nothing rests on the first, nor on the third
        edit("Đổi tên bước đầu", names[1], "Thêm cuối")
        told = [line.kind for line in lines(session, [f"campaign:{campaign.id}"])]
        return [step.name for step in campaigns.steps(session, campaign.id)], told

    steps, told = writer.run(go)
    assert steps == ["Đổi tên bước đầu", campaigns.USUAL_STEPS[1], "Thêm cuối"]
    assert told.count("steps") == 3  # made, and changed twice


@both_databases
def test_a_body_decides_of_its_own_branch_by_who_writes_for_it(writer: Writer) -> None:
    province = writer.run(found)

    def go(session: Session) -> None:
        ids = fill(session, province, [("collective", 1)]) + fill(
            session, province, [("collective", 1)], unit="neighbour"
        )
        proposal = begin(session, province)
        submitted(session, province, proposal, ids)
        met(session, province, proposal)
        assert refusal(lambda: decide(session, province, proposal, unit_id=province.units["commune"])) == (
            "about_others",
            "unit",
        )
        above = add_unit(session, Unit(name="Trung ương"))
        assert refusal(lambda: decide(session, province, proposal, unit_id=above.id)) == ("body_of_others", "unit")
        assert decide(session, province, proposal).unit_id == province.units["province"]

    writer.run(go)


def test_who_votes_and_the_threshold_are_fixed_when_a_list_is_submitted(writer: Writer) -> None:
    province = writer.run(found)

    def go(session: Session) -> None:
        proposal = begin(session, province)
        kept = {name: getattr(proposal, name) for name in ("name", "unit_id", "kind", "step_id")}
        hand = province.hand(session, "province")

        def change(**more: Any) -> None:
            proposing.edit(hand, proposal, proposing.ListDetails(**(kept | more)))

        change(least_percent=60)  # still being drawn up
        submitted(session, province, proposal, fill(session, province, [("collective", 1)]))
        for more in ({"least_percent": 10}, {"least_percent": 60, "unit_id": province.units["commune"]}):
            assert refusal(partial(change, **more)) == ("threshold_fixed", "least_percent")
        change(least_percent=60, name="Tên khác")
        assert proposal.name == "Tên khác"

    writer.run(go)


def test_a_list_is_not_submitted_before_its_campaign_began(writer: Writer) -> None:
    province = writer.run(found)

    def go(session: Session) -> None:
        hand, reach = province.hand(session, "province"), province.reach(session, "province")
        proposal = begin(session, province)
        listlines.add(hand, reach, proposal, fill(session, province, [("collective", 1)]))
        early = (hand, reach, proposal, "12-TTr", date(1990, 1, 1))
        assert refusal(lambda: proposing.submit(*early)) == ("submitted_early", "submitted_on")

    writer.run(go)
