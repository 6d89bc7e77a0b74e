"""Reward by another body, certificates, the years of a model, replication, titles, procedures and forms."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.history import lines
from contest.recognition import (
    campaigns,
    certificates,
    deciding,
    decisions,
    listlines,
    procedures,
    proposing,
    registering,
    renewing,
    replicating,
    rewarding,
    titles,
    voting,
)
from contest.recognition.registering import Filled
from contest.tables.campaigns import Campaign, FormTemplate, Procedure
from contest.tables.decisions import Decision, Recognition, TitleAward
from contest.tables.recognition import Owner, Registration
from contest.writer import Writer
from tests.conftest import both_databases
from tests.contest.province import Province, found
from tests.contest.recognition.deciders import able, begin, decide, document, fill, met, submitted, whole
from tests.contest.recognition.test_deciding import refusal


@both_databases
def test_a_reward_is_decided_by_another_body_or_is_confirmed(writer: Writer) -> None:
    province = writer.run(found)

    def go(session: Session) -> None:
        ids = fill(session, province, [("collective", 2)])
        proposal = begin(session, province, "reward", step=1)
        assert able(session, province, proposal) == []  # nothing is recognised yet
        whole(session, province, ids)
        submitted(session, province, proposal, ids)
        met(session, province, proposal)
        reward: dict[str, Any] = {"reward": "Bằng khen", "level_id": None}
        same = refusal(lambda: decide(session, province, proposal, "9-QĐ", **reward))
        assert same == ("same_body", "same_body")
        assert refusal(lambda: decide(session, province, proposal, "9-QĐ", level_id=None)) == ("needs_reward", "reward")
        row = decide(session, province, proposal, "9-QĐ", same_body=True, **reward)
        told = session.scalars(select(Recognition).where(Recognition.decision_id == row.id)).unique().all()
        assert [(each.step_id, each.reward) for each in told] == [(None, "Bằng khen")] * 2
        assert {session.get_one(Registration, each).state for each in ids} == {"recognised"}
        kinds = [line.kind for line in lines(session, [f"registration:{ids[0]}"])]
        assert kinds == ["reward", "propose_further", "recognise", "propose"]
        other = begin(session, province, "reward", step=1, reward="Giấy khen")
        submitted(session, province, other, ids[:1])
        met(session, province, other)
        body = {"unit_id": province.units["commune"]}
        assert decide(session, province, other, "10/QĐ-UBND", **(reward | body)).unit_id == province.units["commune"]

    writer.run(go)


@both_databases
def test_an_achievement_proposed_twice_is_warned_of_and_not_barred(writer: Writer) -> None:
    province = writer.run(found)

    def go(session: Session) -> None:
        ids = fill(session, province, [("collective", 4)])
        whole(session, province, ids)
        shared = session.scalars(select(Owner).where(Owner.registration_id == ids[3])).one()
        first_owner = session.scalars(select(Owner).where(Owner.registration_id == ids[0])).one()
        shared.name, shared.match_key = "CHỦ THỂ 1", first_owner.match_key
        session.flush()
        first = begin(session, province, "reward", step=1)
        hand, reach = province.hand(session, "province"), province.reach(session, "province")
        listlines.add(hand, reach, first, ids[:2])
        assert rewarding.twice(session, first) == []
        second = begin(session, province, "reward", step=1, reward="Giấy khen", unit_id=province.units["commune"])
        listlines.add(hand, reach, second, [ids[1], ids[3]])
        told = [(each.registration_id, each.shared, each.other, each.unit) for each in rewarding.twice(session, second)]
        assert told == [
            (ids[1], "cùng mô hình", "Bằng khen", "Tỉnh A"),
            (ids[3], "cùng chủ thể CHỦ THỂ 1", "Bằng khen", "Tỉnh A"),
        ]
        back = [(each.registration_id, each.shared, each.other) for each in rewarding.twice(session, first)]
        assert back == [(ids[0], "cùng chủ thể Chủ thể 1", "Giấy khen"), (ids[1], "cùng mô hình", "Giấy khen")]
        proposing.submit(hand, reach, second, "1-TTr", date(2026, 11, 1))  # a warning bars nothing

    writer.run(go)


def test_a_file_says_what_it_lacks(writer: Writer) -> None:
    province = writer.run(found)

    def go(session: Session) -> None:
        ids = fill(session, province, [("collective", 2)])
        whole(session, province, ids)
        proposal = begin(session, province, "reward", step=1)
        hand, reach = province.hand(session, "province"), province.reach(session, "province")

        def standing() -> dict[str, tuple[int, int, bool]]:
            items = rewarding.file(proposal, rewarding.papers(session, proposal.id))
            return {item.kind: (item.done, item.due, item.complete) for item in items}

        assert standing() == {
            "submission": (0, 1, False),
            "list": (0, 1, False),
            "achievement": (0, 0, False),
            "minutes": (0, 1, False),
        }
        listlines.add(hand, reach, proposal, ids)
        proposing.submit(hand, reach, proposal, "1-TTr", date(2026, 11, 1))
        voting.hold(hand, proposal, voting.Meeting(date(2026, 11, 10), 10, 9))
        assert standing()["minutes"] == (0, 1, False)  # it met, and nothing was voted
        voting.vote(hand, proposal, {proposal.lines[0].id: 9})
        assert standing()["minutes"] == (1, 1, True)
        for kind, whose in (("submission", None), ("minutes", None), ("achievement", ids[0])):
            rewarding.write(hand, proposal, kind, "Nội dung minh họa", whose)
        assert standing()["achievement"] == (1, 2, False)
        rewarding.write(hand, proposal, "achievement", "Thành tích minh họa", ids[1])
        rewarding.write(hand, proposal, "achievement", "Thành tích sửa", ids[1])
        assert all(complete for _, _, complete in standing().values())
        kept = rewarding.paper(session, proposal.id, "achievement", ids[1])
        assert kept is not None
        assert [line.kind for line in lines(session, [f"reward_paper:{kept.id}"])] == ["changed", "made"]
        assert refusal(lambda: rewarding.write(hand, proposal, "minutes", " "))[0] == "paper_empty"
        assert refusal(lambda: rewarding.write(hand, proposal, "list", "x"))[0] == "no_paper"
        assert refusal(lambda: rewarding.write(hand, proposal, "achievement", "x"))[0] == "no_paper"
        assert refusal(lambda: rewarding.write(hand, proposal, "achievement", "x", 999))[0] == "not_on_list"

    writer.run(go)


@pytest.mark.parametrize(
    ("number", "after"),
    [
        ("15/GCN-2026", "16/GCN-2026"),
        ("009", "010"),
        ("99", "100"),
        ("GCN 2026/009", "GCN 2026/010"),
        ("GCN-0098/2026", "GCN-0099/2026"),
        ("GCN-0098/2025", "GCN-0099/2025"),  # a number of the year before, counted on
        ("2026/GCN-05", "2026/GCN-06"),
        ("2026", "2027"),
        ("T1", "T2"),
        ("A1B", "A2B"),
    ],
)
def test_the_number_after(number: str, after: str) -> None:
    assert certificates.following(number, {2026}) == after


def test_certificates_are_numbered_on_and_typed_ones_stay(writer: Writer) -> None:
    province = writer.run(found)

    def go(session: Session) -> None:
        ids = fill(session, province, [("collective", 8)])
        body = province.units["province"]
        assert certificates.proposed(session, body) == ""
        first = whole(session, province, ids[:2], certificate="01/GCN")
        assert certificates.proposed(session, body) == "03/GCN"
        rows = session.scalars(decisions.query(first)).unique().all()
        hand = province.hand(session, "province")
        certificates.retype(hand, rows[0], "04/gcn")
        assert refusal(lambda: certificates.retype(hand, rows[1], "04/GCN")) == ("certificate_taken", f"c-{rows[1].id}")
        certificates.retype(hand, rows[0], "04/GCN")  # its own, written another way
        second = whole(session, province, ids[2:5], certificate="03/GCN")
        numbers = [row.certificate for row in session.scalars(decisions.query(second)).unique()]
        assert numbers == ["03/GCN", "05/GCN", "06/GCN"]  # 04 was typed elsewhere
        refused = refusal(lambda: whole(session, province, ids[5:6], certificate="06/gcn"))
        assert refused == ("certificate_taken", "certificate")
        for number in ("Giấy khen", "GCN-2026"):
            none = refusal(partial(certificates.following, number, {2026}))
            assert none == ("certificate_digits", "certificate")
        third = whole(session, province, ids[6:], certificate="GCN-0098/2026")
        numbers = [row.certificate for row in session.scalars(decisions.query(third)).unique()]
        assert (numbers, certificates.proposed(session, body)) == (["GCN-0098/2026", "GCN-0099/2026"], "GCN-0100/2026")
        assert certificates.series(session, province.units["commune"], "01/GCN", 1) == ["01/GCN"]  # another body's own

    writer.run(go)


def _campaign(session: Session, province: Province, year: int) -> int:
    opened = min(date(year, 1, 5), date(2026, 10, 1))  # its lists are of the day of the stage's others
    details = campaigns.CampaignDetails(
        f"Đăng ký năm {year}", province.units["province"], year, 2025, 2030, opened, date(year, 3, 1),
        campaigns.USUAL_DOMAINS, (), campaigns.USUAL_STEPS,
    )  # fmt: skip
    return campaigns.make(province.hand(session, "province"), details).id


@both_databases
def test_a_model_is_kept_year_by_year_and_ends_with_a_reason(writer: Writer) -> None:
    """Hội An: those of earlier years that still hold are recognised on; those that no longer do are taken off (domain.md 3.1)."""
    province = writer.run(found)

    def go(session: Session) -> None:
        kept, ended, anew, gone = fill(session, province, [("collective", 4)])
        whole(session, province, [kept, ended, anew, gone])
        province2 = Province(province.units, province.people, _campaign(session, province, 2027))
        assert able(session, province, begin(session, province, "renew")) == []  # not in its own year
        hand, reach = province.hand(session, "commune"), province.reach(session, "commune")
        earlier, campaign = session.get_one(Registration, anew), session.get_one(Campaign, province2.campaign)
        again = registering.draft(hand, reach, campaign, earlier.unit_id, Filled(name=earlier.name), earlier=earlier)
        assert able(session, province2, begin(session, province2, "renew")) == [kept, ended, gone]
        whole(session, province2, [kept], "renew")
        for kind, one in (("lapse", ended), ("withdraw", gone)):
            proposal = begin(session, province2, kind)
            mine = province.hand(session, "province"), province.reach(session, "province")
            needs = refusal(partial(listlines.add, *mine, proposal, [one]))
            assert needs == ("line_needs_reason", "reason")
            whole(session, province2, [one], kind)
        states = {each: session.get_one(Registration, each).state for each in (kept, ended, gone)}
        assert states == {kept: "recognised", ended: "lapsed", gone: "withdrawn"}
        links = renewing.chain(session, kept)
        standing = renewing.standing(links)
        assert standing is not None
        assert (standing.year, standing.kept_to, len(standing.decided)) == (2026, 2027, 2)
        assert renewing.standing(renewing.chain(session, ended)) is None
        again.state = "recognised"
        session.flush()
        chain = renewing.chain(session, anew)
        newest = renewing.standing(chain)
        assert newest is not None
        assert ([link.year for link in chain], newest.registration.id) == ([2026, 2027], again.id)
        later = Province(province.units, province.people, _campaign(session, province, 2028))
        assert able(session, later, begin(session, later, "renew")) == [
            kept,
            again.id,
        ]  # the newest of each model alone
        told = [line.reason for line in lines(session, [f"registration:{ended}"]) if line.kind == "lapse"]
        assert told == ["Lý do minh họa"]

    writer.run(go)


def test_only_a_recognised_model_is_replicated(writer: Writer) -> None:
    province = writer.run(found)

    def go(session: Session) -> None:
        (one,) = fill(session, province, [("collective", 1)])
        hand, reach = province.hand(session, "province"), province.reach(session, "province")
        neighbour = province.units["neighbour"]

        def adopt(which: int, unit: int = neighbour, year: int = 2026) -> object:
            return replicating.add(hand, reach, session.get_one(Registration, which), replicating.Adopted(unit, year))

        assert refusal(lambda: adopt(one))[0] == "registration_stands"
        whole(session, province, [one])
        adopt(one)
        assert refusal(lambda: adopt(one)) == ("replicated_already", "unit")
        assert refusal(lambda: adopt(one, province.units["commune"])) == ("own_model", "unit")
        assert refusal(lambda: adopt(one, year=2025)) == ("before_model", "year")
        assert refusal(lambda: adopt(one, year=2099)) == ("year_ahead", "year")
        adopt(one, year=2027)
        commune = province.reach(session, "commune")
        registration = session.get_one(Registration, one)
        own = replicating.Adopted(province.units["village"], 2026)
        early = replicating.Adopted(neighbour, 2026, date(2025, 12, 31))
        assert refusal(lambda: replicating.add(hand, commune, registration, own))[0] == "not_your_branch"
        province_adds = refusal(lambda: replicating.add(hand, reach, registration, early))
        assert province_adds == ("start_before_model", "started_on")
        rows = replicating.of_model(session, registration.model_id)
        assert [(row.unit.name, row.year) for row in rows] == [("Xã C", 2026), ("Xã C", 2027)]
        whole(session, province, [one], "withdraw")
        ended = replicating.Adopted(neighbour, 2026, date(2026, 5, 1), "Vẫn làm tốt")
        replicating.change(hand, reach, registration, rows[0], ended)
        assert (rows[0].result, refusal(lambda: adopt(one, year=2028))[0]) == ("Vẫn làm tốt", "registration_stands")
        assert refusal(lambda: replicating.change(hand, commune, registration, rows[0], ended))[0] == "not_your_branch"

    writer.run(go)


@both_databases
def test_a_title_is_taken_down_by_its_own_body_about_its_own_people(writer: Writer) -> None:
    province = writer.run(found)

    def give(session: Session, who: str, body: str, unit: str) -> int:
        hand, reach = province.hand(session, who), province.reach(session, who)
        given = titles.Award("Chi bộ dân vận khéo", 2026, province.units[unit], ["Chi bộ thôn 1"])
        return titles.award(hand, reach, province.units[body], document("9-QĐ"), "", given).id

    def go(session: Session) -> None:
        assert refusal(lambda: give(session, "commune", "province", "commune")) == ("body_of_others", "unit")
        assert refusal(lambda: give(session, "province", "commune", "neighbour")) == ("about_others", "where")
        assert give(session, "commune", "commune", "village")

    writer.run(go)


@both_databases
def test_titles_other_than_models(writer: Writer) -> None:
    province = writer.run(found)

    def go(session: Session) -> None:
        hand, body = province.hand(session, "province"), province.units["province"]
        reach = province.reach(session, "province")

        def give(
            holders: list[str],
            unit: str = "commune",
            day: date = date(2026, 11, 20),
            title: str = "Chi bộ dân vận khéo",
        ) -> Decision:
            given = titles.Award(title, 2026, province.units[unit], holders, "T01")
            return titles.award(hand, reach, body, document("9-QĐ", day), "Trần Văn Minh", given)

        first = give(["Chi bộ thôn 1", " Chi bộ thôn 2 "])
        assert refusal(lambda: give(["Chi bộ thôn 3"])) == ("certificate_taken", "certificate")
        assert refusal(lambda: give([" "])) == ("needs_holder", "holders")
        assert refusal(lambda: give(["A", "a"])) == ("holder_twice", "holders")
        assert refusal(lambda: give(["CHI BỘ THÔN 1"])) == ("title_twice", "holders")
        assert refusal(lambda: give(["B"], day=date(2099, 1, 1))) == ("day_future", "issued_on")
        assert refusal(lambda: give(["B"], day=date(2025, 12, 31))) == ("title_early", "issued_on")
        late = refusal(lambda: deciding.correct(hand, reach, first, document("9-QĐ", date(1990, 1, 1)), ""))
        assert late == ("title_early", "issued_on")
        given = titles.Award("Tổ dân vận khéo", 2026, province.units["neighbour"], ["Chi bộ thôn 1"], "")
        assert (
            titles.award(hand, reach, body, document("9-QĐ"), "", given).id == first.id
        )  # the same paper is the same decision
        seen = {
            who: [each.holder for each in session.scalars(titles.query(province.reach(session, who))).unique()]
            for who in ("province", "commune", "neighbour", "outsider")
        }
        assert seen == {
            "province": ["Chi bộ thôn 1", "Chi bộ thôn 2", "Chi bộ thôn 1"],
            "commune": ["Chi bộ thôn 2", "Chi bộ thôn 1"],
            "neighbour": ["Chi bộ thôn 1"],
            "outsider": [],
        }
        numbers = session.scalars(select(TitleAward.certificate).order_by(TitleAward.id)).all()
        assert list(numbers) == ["T01", "T02", ""]

    writer.run(go)


@both_databases
def test_procedures_and_forms_in_force_are_those_of_the_unit_and_above(writer: Writer) -> None:
    province = writer.run(found)

    def go(session: Session) -> None:
        hand = province.hand(session, "province")

        def held(unit: str, name: str, since: date | None = None, until: date | None = None) -> procedures.Held:
            return procedures.Held(province.units[unit], name, None, since, until)

        procedures.put(hand, held("province", "Cũ", until=date(2025, 12, 31)), ["Một"])
        put = procedures.put(hand, held("province", "Nay", date(2026, 1, 1)), ["Đăng ký", " ", "Công nhận"])
        procedures.put(hand, held("commune", "Của xã"), ["Một"])
        procedures.put(hand, held("neighbour", "Của xã khác"), ["Một"])
        form = procedures.hand_out(hand, held("province", "Mẫu 1"), "C:\\mau\\Phiếu.pdf", b"%PDF-1.7 a")

        def named(unit: str, day: date) -> tuple[list[str], list[str]]:
            found_, forms = procedures.in_force(session, province.units[unit], day)
            return [row.name for row in found_], [row.name for row in forms]

        assert named("commune", date(2026, 5, 1)) == (["Nay", "Của xã"], ["Mẫu 1"])
        assert named("province", date(2025, 5, 1)) == (["Cũ"], ["Mẫu 1"])
        assert (put.steps, form.filename) == ("Đăng ký\nCông nhận", "Phiếu.pdf")
        assert refusal(lambda: procedures.put(hand, held("province", "Trống"), [" "])) == ("needs_steps", "steps")
        reversed_days = held("province", "Ngược", date(2026, 2, 1), date(2026, 1, 1))
        assert refusal(lambda: procedures.put(hand, reversed_days, ["Một"])) == ("days_reversed", "valid_to")
        assert refusal(lambda: procedures.hand_out(hand, held("province", "X"), "a.exe", b"MZ"))[0] == "evidence_kind"
        assert refusal(lambda: procedures.hand_out(hand, held("province", "X")))[0] == "evidence_empty"
        procedures.put(hand, held("province", "Nay", date(2026, 1, 1), date(2026, 6, 30)), ["Đăng ký"], put)
        assert named("province", date(2026, 7, 1)) == ([], ["Mẫu 1"])
        procedures.hand_out(hand, held("province", "Mẫu 1"), "b.pdf", b"%PDF-1.7 bb", form)
        procedures.hand_out(hand, held("province", "Mẫu 1a"), row=form)
        kept = procedures.content(session, form.id)
        assert kept is not None
        assert (kept.name, kept.filename, kept.content) == ("Mẫu 1a", "b.pdf", b"%PDF-1.7 bb")
        assert [line.kind for line in lines(session, [f"form_template:{form.id}"])] == [
            "changed",
            "file",
            "changed",
            "made",
        ]
        reads = {
            who: (
                [row.name for row in procedures.all_seen(session, province.reach(session, who), Procedure)],
                [row.name for row in procedures.all_seen(session, province.reach(session, who), FormTemplate)],
                procedures.may_read(session, province.reach(session, who), province.units["neighbour"]),
            )
            for who in ("commune_viewer", "province", "outsider")
        }
        assert reads == {
            "commune_viewer": (["Cũ", "Nay", "Của xã"], ["Mẫu 1a"], False),
            "province": (["Cũ", "Nay", "Của xã", "Của xã khác"], ["Mẫu 1a"], True),
            "outsider": ([], [], False),
        }

    writer.run(go)


def test_a_decision_is_corrected_where_it_is_cited_and_says_the_same(writer: Writer) -> None:
    province = writer.run(found)

    def go(session: Session) -> None:
        ids = fill(session, province, [("collective", 1)])
        row = whole(session, province, ids)
        hand, reach = province.hand(session, "province"), province.reach(session, "province")
        deciding.correct(hand, reach, row, document("56-QĐ/TU"), "Lê Thị Ánh")
        assert (row.document.number, row.signer) == ("56-QĐ/TU", "Lê Thị Ánh")
        assert (
            refusal(lambda: deciding.correct(hand, reach, row, document("1", date(2099, 1, 1)), ""))[0] == "day_future"
        )
        early = refusal(lambda: deciding.correct(hand, reach, row, document("56-QĐ/TU", date(2026, 11, 9)), ""))
        assert early == ("decided_before", "issued_on")  # the meeting was on the 10th
        commune = province.reach(session, "commune")
        not_theirs = refusal(lambda: deciding.correct(hand, commune, row, document("57-QĐ/TU"), ""))
        assert not_theirs[0] == "paper_of_others"
        other = refusal(lambda: deciding.correct(hand, reach, row, document("56-QĐ/TU", issuer="Xã B"), ""))
        assert other == ("issuer_is_other", "issuer")
        assert [line.kind for line in lines(session, [f"document:{row.document_id}"])] == ["changed", "made"]
        assert session.get_one(Registration, ids[0]).state == "recognised"

    writer.run(go)
