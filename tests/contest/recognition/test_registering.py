"""Registering models: drafts, what must be there, lateness, doubles, last year's list, papers that were signed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest import changeview
from contest.history import lines
from contest.planning import places
from contest.recognition import alike, campaigns, evidence, lists, registering, signedforms
from contest.recognition.formlines import forces_in, forces_typed, owners_in, owners_typed
from contest.recognition.registering import Filled, ForceLine, OwnerLine
from contest.recognition.states import act
from contest.scorebook.refusals import Refused
from contest.tables.campaigns import Campaign
from contest.tables.contests import Contest
from contest.tables.places import Unit
from contest.tables.recognition import Evidence, Owner, PracticeModel, Registration, RegistrationKey
from contest.text import today
from contest.writer import Writer
from tests.building import build
from tests.conftest import both_databases
from tests.contest.province import Province, found, register, whole


def _refused(work: Callable[[], Any]) -> tuple[str, str]:
    with pytest.raises(Refused) as why:
        work()
    return why.value.code, why.value.message


@both_databases
def test_a_draft_says_what_it_lacks_and_is_sent_when_whole(writer: Writer) -> None:
    province = writer.run(found)

    def draft(session: Session) -> tuple[int, list[str]]:
        campaign = session.get_one(Campaign, province.campaign)
        hand, reach = province.hand(session, "commune"), province.reach(session, "commune")
        made = registering.draft(hand, reach, campaign, province.units["village"], Filled(name="Tổ tự quản"))
        return made.id, registering.missing(made)

    made, missing = writer.run(draft)
    assert missing == [
        *("chủ thể mô hình", "lĩnh vực", "thực trạng, lý do", "mục tiêu, tiêu chí", "nội dung, cách thức"),
        *("địa bàn, đối tượng", "nguồn lực", "tiến độ", "sản phẩm, kết quả đầu ra", "khả năng duy trì, nhân rộng"),
        *("lực lượng chủ trì", "ngày bắt đầu", "thời điểm đánh giá"),
    ]

    def send(session: Session) -> None:
        row = session.get_one(Registration, made)
        registering.submit(province.hand(session, "commune"), province.reach(session, "commune"), row)

    code, message = _refused(lambda: writer.run(send))
    assert (code, "lĩnh vực; thực trạng, lý do; mục tiêu" in message) == ("form_incomplete", True)

    def fill(session: Session) -> list[str]:
        row = session.get_one(Registration, made)
        filled = whole(session, province, "Tổ tự quản")
        registering.edit(province.hand(session, "commune"), province.reach(session, "commune"), row, filled)
        return registering.missing(row)

    assert writer.run(fill) == []
    writer.run(send)
    state, kinds = writer.run(
        lambda session: (
            session.get_one(Registration, made).state,
            [line.kind for line in lines(session, [f"registration:{made}"])],
        )
    )
    assert (state, kinds) == ("submitted", ["submit", "lists", "changed", "made"])


def test_lateness_counts_from_the_deadline_by_sending_or_by_the_signed_paper(writer: Writer) -> None:
    province = writer.run(found)

    def days(session: Session) -> list[tuple[date | None, int]]:
        row = register(session, province)
        told = []
        for moment, paper in (
            (datetime(2026, 3, 1, 16, 59, tzinfo=UTC), None),  # 23:59 in Vietnam: the last minute
            (datetime(2026, 3, 1, 17, 0, tzinfo=UTC), None),  # midnight: one day late
            (datetime(2026, 3, 31, 3, 0, tzinfo=UTC), date(2026, 2, 28)),
            (datetime(2026, 2, 1, 3, 0, tzinfo=UTC), date(2026, 3, 11)),
            (None, None),
        ):
            row.submitted_at, row.paper_received_on = moment, paper
            told.append((registering.came_on(row), registering.days_late(row)))
        return told

    assert writer.run(days) == [
        (date(2026, 3, 1), 0),
        (date(2026, 3, 2), 1),
        (date(2026, 2, 28), 0),
        (date(2026, 3, 11), 10),
        (None, 0),
    ]


def _on_paper(session: Session, province: Province, who: str, day: date) -> Registration:
    campaign = session.get_one(Campaign, province.campaign)
    hand, reach = province.hand(session, who), province.reach(session, who)
    made = registering.draft(hand, reach, campaign, province.units["commune"], Filled(name="Phiếu giấy"))
    evidence.keep(hand, reach, made, evidence.Handed("phieu.pdf", b"%PDF-1.7", "signed_form"))
    signedforms.receive_paper(hand, reach, made, day)
    return made


def test_a_signed_paper_counts_as_sent_however_little_the_form_says(writer: Writer) -> None:
    province = writer.run(found)

    def take(session: Session, day: date) -> tuple[str, date | None, int]:
        made = _on_paper(session, province, "province", day)
        return made.state, registering.came_on(made), registering.days_late(made)

    assert writer.run(lambda session: take(session, date(2026, 3, 4))) == ("submitted", date(2026, 3, 4), 3)
    for day, code in ((date(2099, 1, 1), "paper_future"), (date(2026, 1, 4), "paper_early")):
        assert _refused(partial(writer.run, partial(take, day=day)))[0] == code


def test_only_who_receives_a_signed_paper_says_on_which_earlier_day(writer: Writer) -> None:
    province = writer.run(found)

    def hand_in(session: Session, day: date) -> int:
        return _on_paper(session, province, "commune", day).id

    code, message = _refused(lambda: writer.run(lambda session: hand_in(session, date(2026, 2, 28))))
    assert (code, "Tỉnh A" in message) == ("paper_by_receiver", True)
    made = writer.run(lambda session: hand_in(session, today()))

    def date_it(session: Session, who: str) -> tuple[date | None, date | None, int]:
        row = session.get_one(Registration, made)
        signedforms.date_paper(province.hand(session, who), province.reach(session, who), row, date(2026, 2, 28))
        return registering.came_on(row), registering.sent_on(row), registering.days_late(row)

    assert _refused(lambda: writer.run(lambda session: date_it(session, "commune")))[0] == "paper_by_receiver"
    assert writer.run(lambda session: date_it(session, "province")) == (date(2026, 2, 28), today(), 0)


@both_databases
def test_a_signed_form_stands_while_it_is_sent_and_its_day_goes_with_the_last_one(writer: Writer) -> None:
    province = writer.run(found)
    made = writer.run(lambda session: _on_paper(session, province, "province", date(2026, 3, 4)).id)

    def set_aside(session: Session) -> tuple[date | None, list[str]]:
        row = session.get_one(Registration, made)
        kept = evidence.listed(session, made)[0].id
        evidence.set_aside(province.hand(session, "commune"), province.reach(session, "commune"), row, kept)
        return row.paper_received_on, registering.unsendable(session, row)

    code, message = _refused(lambda: writer.run(set_aside))
    assert (code, "Tỉnh A trả lại bổ sung" in message) == ("signed_form_sent", True)
    writer.run(lambda session: _move(session, province, made, "return", "thiếu chữ ký"))
    assert writer.run(lambda session: registering.unsendable(session, session.get_one(Registration, made))) == []
    day, lacking = writer.run(set_aside)
    assert (day, "chủ thể mô hình" in lacking) == (None, True)
    assert _refused(lambda: writer.run(lambda session: _send(session, province, made)))[0] == "form_incomplete"


def _move(session: Session, province: Province, made: int, action: str, reason: str = "") -> None:
    row = session.get_one(Registration, made)
    act(province.hand(session, "province"), province.reach(session, "province"), row, action, reason)


def _send(session: Session, province: Province, made: int) -> None:
    row = session.get_one(Registration, made)
    registering.submit(province.hand(session, "commune"), province.reach(session, "commune"), row)


def test_a_paper_added_later_by_the_unit_itself_leaves_its_day_of_sending(writer: Writer) -> None:
    province = writer.run(found)

    def add(session: Session) -> tuple[date | None, date | None]:
        row = register(session, province)
        row.submitted_at = datetime(2026, 2, 1, 3, 0, tzinfo=UTC)
        signedforms.receive_paper(province.hand(session, "commune"), province.reach(session, "commune"), row, today())
        return row.paper_received_on, registering.came_on(row)

    assert writer.run(add) == (None, date(2026, 2, 1))


def test_doubles_are_found_under_other_owners_and_other_marks(writer: Writer) -> None:
    province = writer.run(found)

    def look(session: Session) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        first = register(session, province, name="Tuyến đường hoa")
        second = register(session, province, name="TUYEN DUONG  HOA", owners=[OwnerLine("Chi bộ thôn 1")])
        third = register(session, province, name="Tuyến đường hòa")
        seen = [
            [(each.name, each.owners) for each in alike.doubles(session, province.reach(session, "commune"), row)]
            for row in (first, third)
        ]
        assert [each.id for each in alike.doubles(session, province.reach(session, "commune"), second)] == [
            first.id,
            third.id,
        ]
        return seen[0], seen[1]

    first, third = writer.run(look)
    assert first == [("TUYEN DUONG HOA", "Chi bộ thôn 1"), ("Tuyến đường hòa", "Hội Phụ nữ xã B")]
    assert third == [("Tuyến đường hoa", "Hội Phụ nữ xã B"), ("TUYEN DUONG HOA", "Chi bộ thôn 1")]


def _next_year(session: Session, province: Province) -> Campaign:
    details = campaigns.CampaignDetails(
        "Đăng ký năm 2027", province.units["province"], 2027, 2025, 2030, date(2027, 1, 5), date(2027, 3, 1),
        campaigns.USUAL_DOMAINS, (), campaigns.USUAL_STEPS,
    )  # fmt: skip
    return campaigns.make(province.hand(session, "province"), details)


def test_maintained_is_checked_against_last_years_list(writer: Writer) -> None:
    province = writer.run(found)

    def go(session: Session) -> tuple[int, int]:
        hand, reach = province.hand(session, "commune"), province.reach(session, "commune")
        old = register(session, province)
        campaign = _next_year(session, province)
        assert [row.id for row in alike.last_year(session, campaign, province.units["commune"])] == [old.id]
        assert not alike.last_year(session, campaign, province.units["neighbour"])
        filled = Filled(name="Tuyến đường hoa")
        dressed = registering.draft(hand, reach, campaign, province.units["commune"], filled)
        known = alike.known_before(session, dressed)
        assert known is not None
        assert known.id == old.id
        registering.discard(hand, reach, dressed)
        kept = registering.draft(hand, reach, campaign, province.units["commune"], filled, earlier=old)
        assert (kept.status_kind, kept.model_id, alike.known_before(session, kept)) == (
            "maintained",
            old.model_id,
            None,
        )
        assert len(session.scalars(select(PracticeModel)).all()) == 1  # the discarded draft's went with it
        return old.id, campaign.id

    old_id, campaign_id = writer.run(go)

    def again(session: Session) -> None:
        hand, reach = province.hand(session, "commune"), province.reach(session, "commune")
        campaign, earlier = session.get_one(Campaign, campaign_id), session.get_one(Registration, old_id)
        registering.draft(hand, reach, campaign, province.units["commune"], Filled(name="x"), earlier=earlier)

    assert _refused(lambda: writer.run(again))[0] == "registered_already"


def test_what_may_not_be_is_refused(writer: Writer) -> None:
    province = writer.run(found)

    def draft(session: Session, who: str = "commune", unit: str = "commune", **filled: Any) -> None:
        campaign = session.get_one(Campaign, province.campaign)
        form = Filled(name="Mô hình", **filled)
        registering.draft(
            province.hand(session, who), province.reach(session, who), campaign, province.units[unit], form
        )

    assert _refused(lambda: writer.run(lambda session: draft(session, unit="neighbour")))[0] == "not_your_branch"
    assert _refused(lambda: writer.run(lambda session: draft(session, who="commune_viewer")))[0] == "not_your_branch"
    assert _refused(lambda: writer.run(lambda session: draft(session, domain_id=999)))[0] == "no_domain"

    def close(session: Session) -> None:
        campaigns.close(province.hand(session, "province"), session.get_one(Campaign, province.campaign), closed=True)

    writer.run(close)
    assert _refused(lambda: writer.run(draft))[0] == "campaign_closed"


@both_databases
def test_a_list_is_searched_with_and_without_marks_and_by_owner(writer: Writer) -> None:
    province = writer.run(found)

    def look(session: Session) -> dict[str, list[str]]:
        register(session, province, name="Hồ gáo nước sạch")
        register(session, province, name="Họ đạo tự quản", owners=[OwnerLine("Nguyễn Văn Đạt", "Bí thư chi bộ")])
        reach = province.reach(session, "province")
        told = {}
        for typed in ("ho", "hồ", "họ đạo", "nguyen dat", "đạt", "hoa", "100%", ""):
            rows = session.scalars(lists.query(reach, lists.Filter(typed=typed))).unique()
            told[typed] = sorted(row.name for row in rows)
        return told

    lake, parish = "Hồ gáo nước sạch", "Họ đạo tự quản"
    both = sorted([lake, parish])
    assert writer.run(look) == {
        "ho": both,
        "hồ": [lake],
        "họ đạo": [parish],
        "nguyen dat": [parish],
        "đạt": [parish],
        "hoa": [],
        "100%": [],
        "": both,
    }


def test_lists_hold_only_what_is_in_the_branch(writer: Writer) -> None:
    province = writer.run(found)

    def look(session: Session) -> dict[str, tuple[int, dict[str, int]]]:
        register(session, province)
        told = {}
        for who in province.people:
            reach = province.reach(session, who)
            rows = session.scalars(lists.query(reach, lists.Filter())).unique().all()
            told[who] = (len(rows), lists.by_state(session, reach, province.campaign))
        return told

    seen: tuple[int, dict[str, int]] = (1, {"submitted": 1})
    nothing: tuple[int, dict[str, int]] = (0, {})
    assert writer.run(look) == {
        "house": seen,
        "province": seen,
        "province_viewer": seen,
        "commune": seen,
        "commune_viewer": seen,
        "neighbour": nothing,
        "outsider": nothing,
    }


PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.pdf", b"", "evidence_empty"),
        ("a.pdf", PNG, "evidence_lies"),
        ("a.exe", b"MZ", "evidence_kind"),
        ("khong-duoi", b"%PDF-", "evidence_kind"),
        ("a.docx", b"PK\x03\x04", "evidence_lies"),
        ("a.png", PNG + b"0" * 5 * 1024 * 1024, "evidence_large"),
    ],
)
def test_a_file_is_taken_by_what_it_is(name: str, data: bytes, code: str) -> None:
    assert _refused(lambda: evidence.checked(name, data))[0] == code


def test_a_file_is_kept_once_and_set_aside_not_deleted(writer: Writer) -> None:
    province = writer.run(found)

    def go(session: Session) -> None:
        row = register(session, province)
        hand, reach = province.hand(session, "commune"), province.reach(session, "commune")
        kept = evidence.keep(hand, reach, row, evidence.Handed("C:\\anh\\Ảnh 1.PNG", PNG))
        assert (kept.filename, kept.mimetype, kept.title) == ("Ảnh 1.PNG", "image/png", "Ảnh 1.PNG")
        assert (
            _refused(lambda: evidence.keep(hand, reach, row, evidence.Handed("khac.png", PNG)))[0] == "evidence_twice"
        )
        evidence.set_aside(hand, reach, row, kept.id)
        assert not evidence.listed(session, row.id)
        assert session.get_one(Evidence, kept.id).content == PNG
        again = evidence.keep(hand, reach, row, evidence.Handed("lai.png", PNG))
        assert ([each.id for each in evidence.listed(session, row.id)], again.id) == ([kept.id], kept.id)
        found_file = evidence.content(session, row.id, kept.id)
        assert found_file is not None
        assert found_file.content == PNG
        assert evidence.content(session, row.id + 1, kept.id) is None
        viewer = province.reach(session, "commune_viewer")
        assert (
            _refused(lambda: evidence.keep(hand, viewer, row, evidence.Handed("b.pdf", b"%PDF-")))[0]
            == "not_your_branch"
        )

    writer.run(go)


@both_databases
def test_a_file_is_set_aside_once_from_the_appraisal_on_for_a_reason_and_the_record_tells(writer: Writer) -> None:
    province = writer.run(found)

    def put(session: Session) -> tuple[int, int]:
        row = register(session, province)
        hand, reach = province.hand(session, "commune"), province.reach(session, "commune")
        _move(session, province, row.id, "receive")
        return row.id, evidence.keep(hand, reach, row, evidence.Handed("anh.png", PNG)).id

    made, kept = writer.run(put)

    def set_aside(session: Session, reason: str = "", which: int = kept) -> None:
        row = session.get_one(Registration, made)
        hand, reach = province.hand(session, "commune"), province.reach(session, "commune")
        evidence.set_aside(hand, reach, row, which, reason)

    assert _refused(lambda: writer.run(lambda session: set_aside(session, which=999)))[0] == "no_file"
    writer.run(lambda session: _move(session, province, made, "appraise"))
    assert _refused(lambda: writer.run(set_aside))[0] == "needs_reason"
    writer.run(lambda session: set_aside(session, "ảnh của mô hình khác"))
    assert _refused(lambda: writer.run(lambda session: set_aside(session, "lần nữa")))[0] == "no_file"
    told = writer.run(lambda session: changeview.of_record(session, made))
    assert [(each.done, each.called, each.reason) for each in told if each.thing == "Minh chứng"] == [
        ("Bỏ tệp", "anh.png", "ảnh của mô hình khác"),
        ("Thêm tệp", "anh.png", ""),
    ]


def test_a_files_long_name_keeps_its_ending(writer: Writer) -> None:
    province = writer.run(found)

    def keep(session: Session) -> tuple[str, str]:
        row = register(session, province)
        hand, reach = province.hand(session, "commune"), province.reach(session, "commune")
        kept = evidence.keep(hand, reach, row, evidence.Handed("a" * 240 + ".png", PNG))
        return kept.filename, kept.title

    assert writer.run(keep) == ("a" * 196 + ".png",) * 2


@both_databases
def test_a_draft_and_its_sending_are_one_event_each_in_words(writer: Writer) -> None:
    province = writer.run(found)
    made = writer.run(lambda session: register(session, province).id)
    sent, drafted = writer.run(lambda session: changeview.of_record(session, made))
    assert (drafted.done, sent.done) == ("Lập nháp", "Gửi đăng ký")
    said = {field.word: field.new for field in drafted.fields}
    assert {
        "Lĩnh vực": "Kinh tế",
        "Ngày bắt đầu": "01/02/2026",
        "Đơn vị": "Xã B",
        "Chủ thể": "Hội Phụ nữ xã B",
    }.items() <= (said.items())
    changed = [(field.word, field.old) for field in sent.fields]
    assert changed == [("Trạng thái", "Nháp"), ("Gửi lúc", "")]


def test_nothing_is_sent_before_the_campaign_takes_registrations(writer: Writer) -> None:
    province = writer.run(
        lambda session: found(session, opens_on=date(2099, 12, 1), deadline=date(2099, 12, 31), year=2026)
    )

    def send(session: Session) -> None:
        register(session, province)

    code, message = _refused(lambda: writer.run(send))
    assert (code, "bắt đầu nhận từ 01/12/2099" in message) == ("campaign_not_yet", True)

    def on_paper(session: Session) -> None:
        _on_paper(session, province, "province", today())

    assert _refused(lambda: writer.run(on_paper))[0] == "paper_early"


def test_nobody_between_the_sender_and_the_campaigns_office_says_the_day_of_a_paper(writer: Writer) -> None:
    province = writer.run(found)

    def of_village(session: Session, who: str, day: date) -> date | None:
        campaign = session.get_one(Campaign, province.campaign)
        hand, reach = province.hand(session, "commune"), province.reach(session, "commune")
        made = registering.draft(hand, reach, campaign, province.units["village"], Filled(name="Phiếu của thôn"))
        signedforms.receive_paper(province.hand(session, who), province.reach(session, who), made, day)
        return registering.came_on(made)

    early = date(2026, 2, 28)
    assert _refused(lambda: writer.run(lambda session: of_village(session, "commune", early)))[0] == "paper_by_receiver"
    assert writer.run(lambda session: of_village(session, "commune", today())) == today()
    assert writer.run(lambda session: of_village(session, "province", early)) == early


@both_databases
def test_another_branchs_doubles_are_told_of_without_owners_and_its_drafts_not_at_all(writer: Writer) -> None:
    province = writer.run(found)

    def look(session: Session) -> list[list[alike.Double]]:
        campaign = session.get_one(Campaign, province.campaign)
        mine = register(session, province)
        hand, reach = province.hand(session, "neighbour"), province.reach(session, "neighbour")
        theirs = registering.draft(hand, reach, campaign, province.units["neighbour"], whole(session, province))
        told = [alike.doubles(session, province.reach(session, "commune"), mine)]
        registering.submit(hand, reach, theirs)
        told += [alike.doubles(session, province.reach(session, who), mine) for who in ("commune", "province")]
        return [[alike.Double(each.unit, each.id and 1, each.name, each.owners) for each in some] for some in told]

    assert writer.run(look) == [
        [],
        [alike.Double("Xã C")],
        [alike.Double("Xã C", 1, "Tuyến đường hoa", "Hội Phụ nữ xã B")],
    ]


def test_owners_and_forces_are_read_back_as_they_were_typed(writer: Writer) -> None:
    province = writer.run(found)
    owners = "Nguyễn Văn An (Bí thư chi bộ)\n\n Hội Nông dân xã "
    assert owners_in(owners) == [OwnerLine("Nguyễn Văn An", "Bí thư chi bộ"), OwnerLine("Hội Nông dân xã")]
    forces = {"lead": "Chi bộ: lãnh đạo", "coordinate": "Công an xã\nTrường học: học sinh", "join": None}
    assert forces_in(forces) == [
        ForceLine("lead", "Chi bộ", "lãnh đạo"),
        ForceLine("coordinate", "Công an xã"),
        ForceLine("coordinate", "Trường học", "học sinh"),
    ]

    def typed(session: Session) -> tuple[str, dict[str, str]]:
        row = register(session, province, owners=owners_in(owners), forces=forces_in(forces))
        return owners_typed(row.owners), forces_typed(row.forces)

    assert writer.run(typed) == (
        "Nguyễn Văn An (Bí thư chi bộ)\nHội Nông dân xã",
        {"lead": "Chi bộ: lãnh đạo", "coordinate": "Công an xã\nTrường học: học sinh", "join": ""},
    )


def test_a_returned_form_is_mended_and_sent_again(writer: Writer) -> None:
    province = writer.run(found)

    def go(session: Session) -> list[str]:
        row = register(session, province)
        above, own = province.reach(session, "province"), province.reach(session, "commune")
        act(province.hand(session, "province"), above, row, "return", "Chưa rõ địa bàn")
        states = [row.state]
        registering.edit(province.hand(session, "commune"), own, row, whole(session, province, area="Thôn 1, xã B"))
        registering.submit(province.hand(session, "commune"), own, row)
        states.append(row.state)
        act(province.hand(session, "province"), above, row, "receive")
        assert _refused(lambda: registering.edit(province.hand(session, "commune"), own, row, Filled(name="x")))[0] == (
            "registration_stands"
        )
        return [*states, row.state, row.area]

    assert writer.run(go) == ["returned", "submitted", "received", "Thôn 1, xã B"]
    assert writer.run(lambda session: session.scalars(select(Unit.name).where(Unit.name == "Thôn 1")).one()) == "Thôn 1"


@both_databases
def test_a_draft_is_thrown_away_with_what_was_kept_for_it(writer: Writer) -> None:
    province = writer.run(found)

    def go(session: Session) -> tuple[int, list[str]]:
        campaign = session.get_one(Campaign, province.campaign)
        hand, reach = province.hand(session, "commune"), province.reach(session, "commune")
        made = registering.draft(hand, reach, campaign, province.units["commune"], whole(session, province))
        evidence.keep(hand, reach, made, evidence.Handed("a.pdf", b"%PDF-1.7"))
        number = made.id
        registering.discard(hand, reach, made)
        session.expunge_all()
        left = sum(
            len(session.scalars(select(kind)).all()) for kind in (Registration, RegistrationKey, Evidence, Owner)
        )
        return left, [line.kind for line in lines(session, [f"registration:{number}", "evidence:1"])]

    assert writer.run(go) == (0, ["removed", "removed", "made", "made"])


def test_owners_and_roles_that_no_column_holds_are_refused_beside_their_field(writer: Writer) -> None:
    province = writer.run(found)

    def draft(session: Session, **filled: Any) -> None:
        campaign = session.get_one(Campaign, province.campaign)
        hand, reach = province.hand(session, "commune"), province.reach(session, "commune")
        registering.draft(hand, reach, campaign, province.units["commune"], Filled(name="Mô hình", **filled))

    for filled, field in (
        ({"owners": [OwnerLine("a" * 201)]}, "owners"),
        ({"owners": [OwnerLine("a", "b" * 201)]}, "owners"),
        ({"forces": [ForceLine("join", "a" * 201)]}, "join"),
        ({"forces": [ForceLine("lead", "a", "b" * 301)]}, "lead"),
    ):
        with pytest.raises(Refused) as why:
            writer.run(partial(draft, **filled))
        assert (why.value.code, why.value.field) == ("line_long", field)
    writer.run(partial(draft, owners=[OwnerLine("a" * 200, "b" * 200)], forces=[ForceLine("lead", "a", "b" * 300)]))


def test_nobody_maintains_a_model_of_another_branch(writer: Writer) -> None:
    province = writer.run(found)

    def go(session: Session) -> None:
        old = register(session, province)
        campaign = _next_year(session, province)
        hand, reach = province.hand(session, "neighbour"), province.reach(session, "neighbour")
        registering.draft(hand, reach, campaign, province.units["neighbour"], Filled(name="x"), earlier=old)

    assert _refused(lambda: writer.run(go))[0] == "no_earlier"


def test_a_campaign_in_use_keeps_its_year_and_unit_and_moves_its_deadline_with_a_reason(writer: Writer) -> None:
    province = writer.run(found)

    def change(session: Session, reason: str = "", **more: Any) -> None:
        campaign = session.get_one(Campaign, province.campaign)
        plain = ("name", "unit_id", "year", "period_from", "period_to", "opens_on", "deadline")
        values = {name: getattr(campaign, name) for name in plain}
        lists_of = (campaigns.domains, campaigns.topics, campaigns.steps)
        named = [[each.name for each in listed(session, campaign.id)] for listed in lists_of]
        values |= dict(zip(("domains", "topics", "steps"), named, strict=True)) | more
        campaigns.edit(province.hand(session, "province"), campaign, campaigns.CampaignDetails(**values), reason)

    commune, province_id = province.units["commune"], province.units["province"]
    for unit in (commune, province_id):  # nothing is registered yet
        writer.run(partial(change, unit_id=unit))
        assert writer.run(lambda session: session.get_one(Campaign, province.campaign).unit_id) == unit
    writer.run(lambda session: register(session, province).id)
    later = date(2026, 4, 1)
    for more, code in (
        ({"year": 2027}, "campaign_year"),
        ({"unit_id": commune}, "campaign_unit"),
        ({"deadline": later}, "deadline_reason"),
    ):
        assert _refused(partial(writer.run, partial(change, **more)))[0] == code
    writer.run(partial(change, reason="Công văn 5", deadline=later))
    newest = writer.run(lambda session: lines(session, [f"campaign:{province.campaign}"])[0])
    assert (newest.reason, newest.fields) == ("Công văn 5", {"deadline": ("01/03/2026", "01/04/2026")})


def test_a_model_is_looked_at_after_it_began(writer: Writer) -> None:
    province = writer.run(found)
    code, message = _refused(
        lambda: writer.run(lambda session: register(session, province, evaluated_on=date(2026, 1, 31)).id)
    )
    assert (code, "Thời điểm đánh giá" in message) == ("model_days", True)
    assert writer.run(lambda session: register(session, province, evaluated_on=date(2026, 2, 1)).id)


def test_a_campaign_is_of_units_that_were_there(writer: Writer) -> None:
    province = writer.run(found)

    def put(session: Session, ended: date) -> int:
        unit = session.get_one(Unit, province.units["village"])
        unit.valid_to = ended
        campaign = session.get_one(Campaign, province.campaign)
        campaigns.set_units(province.hand(session, "province"), campaign, [unit.id], 1)
        return len(campaigns.taking_part(session, campaign.id, province.reach(session, "province")))

    assert _refused(lambda: writer.run(lambda session: put(session, date(2026, 1, 4))))[0] == "unit_over"
    assert writer.run(lambda session: put(session, date(2026, 1, 5))) == 1

    def own(session: Session, began: date | None, ended: date | None) -> int:
        unit = session.get_one(Unit, province.units["commune"])
        unit.valid_from, unit.valid_to = began, ended
        details = campaigns.CampaignDetails(
            "Của xã", unit.id, 2026, 2025, 2030, date(2026, 1, 5), date(2026, 3, 1), ("Kinh tế",), (), ()
        )
        return campaigns.make(province.hand(session, "province"), details).id

    for days, why in (((None, date(2025, 6, 30)), "unit_over"), ((date(2026, 7, 1), None), "unit_not_yet")):
        assert _refused(partial(writer.run, partial(own, began=days[0], ended=days[1])))[0] == why
    assert writer.run(lambda session: own(session, date(2025, 7, 1), None))


@both_databases
def test_a_unit_does_not_begin_after_what_it_registered_or_held(writer: Writer) -> None:
    built = build(writer)
    province = writer.run(found)
    writer.run(lambda session: register(session, province).id)

    def begin(session: Session, unit_id: int, day: date) -> None:
        unit = session.get_one(Unit, unit_id)
        above = province.units["province"] if unit_id == province.units["commune"] else None
        details = places.UnitDetails(unit.name, unit.kind_id, parent_id=above, valid_from=day)
        places.correct(province.hand(session, "house"), unit, details)

    held, host = writer.run(
        lambda session: (session.get_one(Contest, built.id).held_on, session.get_one(Contest, built.id).unit_id)
    )
    for unit_id, last in ((province.units["commune"], date(2026, 12, 31)), (host, held)):
        late = partial(begin, unit_id=unit_id, day=last + timedelta(days=1))
        assert _refused(partial(writer.run, late))[0] == "used_before"
        writer.run(partial(begin, unit_id=unit_id, day=last))
