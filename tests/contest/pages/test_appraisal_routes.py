"""Who may open or send what of inspection and appraisal: every route × every office, the appraiser without one besides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from contest.db import db
from contest.recognition import appraisalteams, evidence, inspecting
from contest.recognition.inspecting import FindingDetails, PlanDetails, VisitDetails
from contest.tables.appraisals import AppraisalSheet, CriteriaSet, Finding
from contest.tables.campaigns import Campaign
from contest.tables.people import Account
from contest.tables.recognition import Evidence, ProgressLine, Registration
from contest.writer import Writer
from tests.contest.pages.officewalk import answers, led_to_sign_in, unnamed
from tests.contest.pages.walker import Walker
from tests.contest.province import WHO, register
from tests.contest.recognition.cast import GAIN, NEW, Stage, give, mark, put_team, received, shut, staged

# What each is answered: the house's keeper, the province's officer and viewer, the commune's officer and viewer, a
# neighbour commune's officer, somebody with no office. The first registration is the commune's and its appraisal was
# delegated to the neighbour (chấm chéo); the second is the commune's and nobody has it yet.
TABLE: dict[str, tuple[int, ...]] = {
    "GET /dot-dang-ky/1/kiem-tra": (200, 200, 200, 200, 200, 200, 403),
    "GET /dot-dang-ky/999/kiem-tra": (404, 404, 404, 404, 404, 404, 403),
    "GET /dot-dang-ky/1/kiem-tra/ke-hoach": (200, 200, 403, 200, 403, 200, 403),
    "GET /dot-dang-ky/1/kiem-tra/so-ket": (200, 200, 403, 200, 403, 200, 403),
    "GET /dot-dang-ky/1/kiem-tra/so-ket?don-vi=2": (200, 200, 403, 200, 403, 404, 403),
    "GET /kiem-tra/ke-hoach/1": (200, 200, 403, 404, 404, 404, 403),
    "GET /kiem-tra/ke-hoach/1/buoi": (200, 200, 403, 404, 404, 404, 403),
    "GET /kiem-tra/1": (200, 200, 200, 200, 200, 404, 403),
    "GET /kiem-tra/1/sua": (200, 200, 403, 403, 403, 404, 403),
    "GET /kiem-tra/1/bien-ban": (200, 200, 200, 200, 200, 404, 403),
    "GET /kiem-tra/1/kien-nghi": (200, 200, 403, 403, 403, 404, 403),
    "GET /kiem-tra/1/kien-nghi/1": (200, 200, 403, 403, 403, 404, 403),
    "GET /kiem-tra/1/kien-nghi/999": (404, 404, 403, 403, 403, 404, 403),
    "GET /kiem-tra/1/kien-nghi/1/tra-loi": (200, 200, 403, 200, 403, 404, 403),
    "GET /so-mo-hinh/1/kiem-tra": (200, 200, 200, 200, 200, 404, 403),
    "GET /dot-dang-ky/1/tham-dinh": (200, 200, 200, 200, 200, 200, 403),
    "GET /dot-dang-ky/1/bo-tieu-chi/collective": (200, 200, 200, 200, 200, 200, 403),
    "GET /dot-dang-ky/1/bo-tieu-chi/individual": (404, 404, 404, 404, 404, 404, 403),
    "GET /dot-dang-ky/1/bo-tieu-chi/collective/sua": (200, 200, 403, 404, 404, 404, 403),
    "GET /dot-dang-ky/1/bo-tieu-chi/khac/sua": (404, 404, 403, 404, 404, 404, 403),
    "GET /dot-dang-ky/1/doan-tham-dinh": (200, 200, 403, 404, 404, 404, 403),
    "GET /dot-dang-ky/1/doan-tham-dinh/1": (200, 200, 403, 404, 404, 404, 403),
    "GET /dot-dang-ky/1/doan-tham-dinh/999": (404, 404, 403, 404, 404, 404, 403),
    "GET /so-mo-hinh/1/tham-dinh": (200, 200, 200, 200, 200, 200, 403),
    "GET /so-mo-hinh/2/tham-dinh": (200, 200, 200, 200, 200, 404, 403),
    "GET /so-mo-hinh/1/tham-dinh/bien-ban": (200, 200, 200, 403, 403, 200, 403),
    "GET /so-mo-hinh/2/tham-dinh/bien-ban": (404, 404, 404, 404, 404, 404, 403),
    "GET /so-mo-hinh/1/tham-dinh/thuc-te": (200, 200, 403, 403, 403, 200, 403),
    "GET /so-mo-hinh/1/tham-dinh/diem": (404, 404, 403, 403, 403, 404, 403),
    "GET /so-mo-hinh/1/tham-dinh/minh-chung/tinh_moi": (200, 200, 403, 200, 403, 404, 403),
    "GET /so-mo-hinh/1/tham-dinh/minh-chung/khac": (404, 404, 403, 404, 403, 404, 403),
    "GET /so-mo-hinh/1/tu-cham": (200, 200, 403, 200, 403, 404, 403),
    "GET /tham-dinh": (200, 200, 200, 200, 200, 200, 403),
    "GET /tham-dinh/1/phieu/1": (200, 200, 404, 404, 404, 200, 404),
    "GET /tham-dinh/1/phieu/999": (404, 404, 404, 404, 404, 404, 404),
    "GET /tham-dinh/1/tep/1": (200, 200, 404, 404, 404, 200, 404),
    "GET /tham-dinh/1/tep/999": (404, 404, 404, 404, 404, 404, 404),
    "POST /dot-dang-ky/1/kiem-tra/ke-hoach": (422, 422, 403, 422, 403, 422, 403),
    "POST /dot-dang-ky/1/kiem-tra/so-ket": (302, 302, 403, 302, 403, 302, 403),
    "POST /kiem-tra/ke-hoach/1": (422, 422, 403, 404, 404, 404, 403),
    "POST /kiem-tra/ke-hoach/1/buoi": (422, 422, 403, 404, 404, 404, 403),
    "POST /kiem-tra/1/sua": (422, 422, 403, 403, 403, 404, 403),
    "POST /kiem-tra/1/kien-nghi": (422, 422, 403, 403, 403, 404, 403),
    "POST /kiem-tra/1/kien-nghi/1": (422, 422, 403, 403, 403, 404, 403),
    "POST /kiem-tra/1/kien-nghi/1/tra-loi": (422, 422, 403, 422, 403, 404, 403),
    "POST /dot-dang-ky/1/tham-dinh/phan-doan": (302, 302, 403, 404, 404, 404, 403),
    "POST /dot-dang-ky/1/bo-tieu-chi/collective/sua": (422, 422, 403, 404, 404, 404, 403),
    "POST /dot-dang-ky/1/doan-tham-dinh": (422, 422, 403, 404, 404, 404, 403),
    "POST /dot-dang-ky/1/doan-tham-dinh/1": (422, 422, 403, 404, 404, 404, 403),
    "POST /so-mo-hinh/1/tham-dinh/ket-thuc": (302, 302, 403, 302, 403, 404, 403),
    "POST /so-mo-hinh/1/tham-dinh/mo-lai": (302, 302, 403, 302, 403, 404, 403),
    "POST /so-mo-hinh/1/tham-dinh/thuc-te": (302, 302, 403, 403, 403, 302, 403),
    "POST /so-mo-hinh/1/tham-dinh/diem": (404, 404, 403, 403, 403, 404, 403),
    "POST /so-mo-hinh/1/tham-dinh/diem/999/bo": (302, 302, 403, 403, 403, 302, 403),
    "POST /so-mo-hinh/1/tham-dinh/minh-chung/tinh_moi": (422, 422, 403, 422, 403, 404, 403),
    "POST /so-mo-hinh/1/tu-cham": (422, 422, 403, 422, 403, 404, 403),
    "POST /tham-dinh/1/phieu/1": (422, 422, 404, 404, 404, 422, 404),
}
MODULES = {
    *("inspections", "inspection_visits", "appraisals", "criteria_sets"),
    *("appraisal_teams", "appraisal_sheets", "appraisal_fieldwork"),
}


@dataclass(frozen=True)
class Room:
    """The stage with an inspection, and the account of the appraiser without an office."""

    writer: Writer
    stage: Stage
    appraiser: int

    def run(self, work: Callable[[Session], Any]) -> Any:
        return self.writer.run(work)


@pytest.fixture
def room(app: Flask) -> Room:
    """Give the stage: two registrations of the commune, the first delegated to the neighbour, and a visit with a kiến nghị."""
    writer = app.extensions["writer"]
    stage: Stage = writer.run(lambda session: staged(session, unit="neighbour"))

    def fill(session: Session) -> int:
        province = stage.province
        received(session, province, name="Tổ tự quản")
        hand, campaign = province.hand(session, "province"), session.get_one(Campaign, province.campaign)
        details = PlanDetails("Kiểm tra giữa năm", province.units["province"], date(2026, 6, 1), date(2026, 7, 1))
        plan = inspecting.keep_plan(hand, campaign, None, details)
        visit = inspecting.keep_visit(hand, plan, None, VisitDetails(province.units["commune"], date(2026, 6, 10)))
        inspecting.keep_finding(hand, visit, None, FindingDetails("Niêm yết quy ước", date(2026, 6, 20)))
        row, own = session.get_one(Registration, stage.registration), province.hand(session, "commune")
        evidence.keep(own, province.reach(session, "commune"), row, evidence.Handed("a.pdf", b"%PDF-1.7"))
        return session.scalars(select(Account.id).where(Account.username == "tham.dinh")).one()

    return Room(writer, stage, writer.run(fill))


@pytest.mark.parametrize("who", WHO)
def test_who_may(app: Flask, room: Room, who: str) -> None:
    told = answers(app, TABLE, room.stage.province.people[who])
    assert told == {route: row[WHO.index(who)] for route, row in TABLE.items()}


def test_signed_out_everything_leads_to_the_sign_in(app: Flask, room: Room) -> None:
    assert led_to_sign_in(app, TABLE) == []


def test_the_table_names_every_route(app: Flask) -> None:
    """A new route must be put into the table."""
    assert unnamed(app, TABLE, MODULES) == set()


def test_an_appraiser_without_an_office_fills_in_their_own_sheet_and_sees_nothing_else(app: Flask, room: Room) -> None:
    """Of all routes only the list of their sheets, their own sheet and the files that belong to it open."""
    told = answers(app, TABLE, room.appraiser)
    opened = {route for route, status in told.items() if status in {200, 302, 422}}
    assert opened == {
        "GET /tham-dinh",
        "GET /tham-dinh/1/phieu/1",
        "GET /tham-dinh/1/tep/1",
        "POST /tham-dinh/1/phieu/1",
    }
    walker = Walker(app, room.appraiser)
    assert walker.get("/tham-dinh/1/phieu/2").status_code == 404  # another member's
    assert walker.get("/so-mo-hinh/1").status_code == 403
    assert walker.get("/so-mo-hinh").status_code == 403
    page = walker.text("/tham-dinh")
    assert "Tuyến đường hoa" in page
    assert "Bình" not in page
    sent = {f"mark_{NEW}": "30,5", f"mark_{GAIN}": "50", "base": "0", "remarks": "Tốt"}
    assert walker.post("/tham-dinh/1/phieu/1", sent).status_code == 302
    kept = room.run(lambda session: [(s.marks, s.account_id) for s in session.scalars(select(AppraisalSheet))])
    assert kept == [('{"tinh_hieu_qua":50000,"tinh_moi":30500}', room.appraiser)]


def test_a_sheet_that_is_refused_keeps_what_was_typed(app: Flask, room: Room) -> None:
    walker = Walker(app, room.appraiser)
    answer = walker.post("/tham-dinh/1/phieu/1", {f"mark_{NEW}": "41", f"mark_{GAIN}": "1.500", "remarks": "Ghi chú"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'value="41"' in page
    assert 'value="1.500"' in page
    assert "“1.500” là 1,5 điểm hay là số hàng nghìn?" in page
    assert "Ghi chú" in page
    answer = walker.post("/tham-dinh/1/phieu/1", {f"mark_{NEW}": "41", f"mark_{GAIN}": "1,5"})
    assert "Điểm tối đa là 40" in answer.get_data(as_text=True)
    assert room.run(lambda session: session.scalar(select(func.count(AppraisalSheet.id)))) == 0


def test_before_closing_the_keeper_sees_how_many_sheets_and_no_mark(app: Flask, room: Room) -> None:
    room.run(lambda session: mark(session, room.stage, 0, ("31,5", "47,5")))
    keeper, neighbour = (Walker(app, room.stage.province.people[who]) for who in ("commune", "neighbour"))
    assert "đã có 1/3 phiếu" in keeper.text("/so-mo-hinh/1/tham-dinh")
    assert 'href="/so-mo-hinh/1/tu-cham"' in keeper.text("/so-mo-hinh/1/tham-dinh")
    assert "31,5" not in keeper.text("/so-mo-hinh/1/tham-dinh")
    assert "31,5" in neighbour.text("/so-mo-hinh/1/tham-dinh")
    room.run(lambda session: shut(session, room.stage, "Hai đồng chí vắng"))
    assert "79,00" in keeper.text("/so-mo-hinh/1/tham-dinh")
    assert "79,00" in keeper.text("/so-mo-hinh/1/tham-dinh/bien-ban")


def test_who_receives_is_offered_the_end_and_the_delegated_unit_is_not(app: Flask, room: Room) -> None:
    path = "/so-mo-hinh/1/tham-dinh"
    offered = {who: f'action="{path}/ket-thuc"' in Walker(app, person).text(path) for who, person in _people(room)}
    assert offered == {"house": True, "province": True, "commune": False, "neighbour": False}
    sent = room.run(lambda session: register(session, room.stage.province, name="Mới gửi").id)
    page = Walker(app, room.stage.province.people["province"]).text(f"/so-mo-hinh/{sent}")
    assert f'action="/so-mo-hinh/{sent}/tiep-nhan"' in page  # the rooms at the head hide no action of the page


def _people(room: Room) -> list[tuple[str, int]]:
    return [(who, room.stage.province.people[who]) for who in ("house", "province", "commune", "neighbour")]


def test_a_self_score_stands_beside_the_sheets(app: Flask, room: Room) -> None:
    keeper, appraiser = Walker(app, room.stage.province.people["commune"]), Walker(app, room.appraiser)
    sent = {f"mark_{NEW}": "38,5", f"mark_{GAIN}": "55", "base": "0"}
    assert keeper.post("/so-mo-hinh/1/tu-cham", sent).location == "/so-mo-hinh/1/tham-dinh"
    assert "93,5" in keeper.text("/so-mo-hinh/1/tham-dinh")  # 38,5 + 55
    sheet = appraiser.text("/tham-dinh/1/phieu/1")
    assert 'tự chấm <b class="figures">38,5</b>' in sheet
    assert ("không được 0 điểm" in sheet, sheet.count("điểm trung bình các phiếu bằng 0 thì không đạt")) == (False, 2)


def test_a_delegated_unit_sees_only_what_was_delegated(app: Flask, room: Room) -> None:
    page = Walker(app, room.stage.province.people["neighbour"]).text("/dot-dang-ky/1/tham-dinh")
    assert "Tuyến đường hoa" in page
    assert "Tổ tự quản" not in page
    assert "Tuyến đường hoa" in Walker(app, room.stage.province.people["neighbour"]).text("/tham-dinh")


def test_a_whole_unit_is_reported_on_in_one_table(app: Flask, room: Room) -> None:
    walker, path = (
        Walker(app, room.stage.province.people["commune"]),
        "/dot-dang-ky/1/kiem-tra/so-ket?don-vi=2&ky=2026-06",
    )
    assert "Tổ tự quản" in walker.text(path)
    walker.post(path, {"line-1": "Đã trồng 1 km", "track-1": "1", "line-2": "", "track-2": "0"})
    walker.post(path, {"line-1": "Mới trồng 0,5 km", "track-1": "0", "line-2": "Đã ra mắt", "track-2": "1"})
    refused = walker.post(path, {"line-1": "", "line-2": "Đang làm tốt"})
    assert refused.status_code == 422
    assert "Đang làm tốt" in refused.get_data(as_text=True)

    def kept(session: Session) -> list[tuple[int, str, str, bool]]:
        rows = session.scalars(select(ProgressLine).order_by(ProgressLine.registration_id))
        return [(each.registration_id, each.period, each.text, each.on_track) for each in rows]

    assert room.run(kept) == [(1, "2026-06", "Mới trồng 0,5 km", False), (2, "2026-06", "Đã ra mắt", True)]


def test_criteria_are_typed_as_a_table(app: Flask, room: Room) -> None:
    walker, path = Walker(app, room.stage.province.people["province"]), "/dot-dang-ky/1/bo-tieu-chi/individual/sua"
    page = walker.text(path)
    assert "mẫu có điểm giả định, chưa lưu" in page
    assert "Gương mẫu, nói đi đôi với làm" in page
    typed = {"name": "Bộ của xã", "total": "10", "threshold": "7,5", "lines-0-name": "", "lines-1-name": "Tính khéo"}
    wrong = walker.post(path, typed | {"lines-1-most": "10", "lines-1-step": "3"})
    assert wrong.status_code == 422
    assert 'id="lines-1-step-error"' in wrong.get_data(as_text=True)
    more = walker.post(path, typed | {"lines-1-most": "10", "lines-1-step": "3", "more": "1"}).get_data(as_text=True)
    assert 'value="Tính khéo"' in more
    assert 'name="lines-2-name"' in more
    right = {"lines-1-most": "10", "lines-1-step": "0,5", "lines-1-zero_sinks": "y"}
    assert walker.post(path, typed | right).status_code == 302
    query = select(CriteriaSet.number, CriteriaSet.threshold).where(CriteriaSet.owner_type == "individual")
    assert room.run(lambda session: [tuple(row) for row in session.execute(query)]) == [(1, 7500)]


def test_a_team_is_typed_and_refused_beside_its_field(app: Flask, room: Room) -> None:
    walker, path = Walker(app, room.stage.province.people["province"]), "/dot-dang-ky/1/doan-tham-dinh"
    blank = {"members-0-name": "", "members-0-username": ""}
    typed = blank | {
        "name": "Đoàn 2",
        "unit": "Xã B",
        "members-1-name": "Trần Văn Bốn",
        "members-1-username": "khong.co",
    }
    wrong = walker.post(path, typed)
    assert wrong.status_code == 422
    assert 'id="members-1-username-error"' in wrong.get_data(as_text=True)  # the empty line is not counted
    assert walker.post(path, typed | {"members-1-username": "tham.dinh", "number": "12-QĐ"}).status_code == 422
    assert walker.post(path, typed | {"members-1-username": "tham.dinh"}).status_code == 302
    teams = room.run(lambda session: [team.name for team in appraisalteams.teams(session, 1)])
    assert teams == ["Đoàn của neighbour", "Đoàn 2"]


def test_evidence_is_linked_to_a_criterion_and_a_photo_kept_with_the_visit(app: Flask, room: Room) -> None:
    keeper = Walker(app, room.stage.province.people["commune"])
    for key in (NEW, GAIN):  # the second time a copy, so that the first stays
        assert keeper.post(f"/so-mo-hinh/1/tham-dinh/minh-chung/{key}", {"evidence": "1"}).status_code == 302
    assert (
        keeper.post(f"/so-mo-hinh/1/tham-dinh/minh-chung/{NEW}", {"evidence": "2"}).status_code == 422
    )  # it does already

    def kept(session: Session) -> list[tuple[str, str]]:
        return [(each.purpose, each.criterion) for each in session.scalars(select(Evidence).order_by(Evidence.id))]

    assert room.run(kept) == [("evidence", NEW), ("evidence", GAIN)]
    assert "a.pdf" in Walker(app, room.appraiser).text("/tham-dinh/1/phieu/1")


def test_a_plan_rests_on_a_document_and_a_visit_prints_its_minutes(app: Flask, room: Room) -> None:
    walker, path = Walker(app, room.stage.province.people["commune"]), "/dot-dang-ky/1/kiem-tra/ke-hoach"
    typed = {"name": "Kiểm tra thôn", "unit": "Xã B", "from_on": "1/6/2026", "to_on": "30/6/2026", "number": "12-KH/ĐU"}
    wrong = walker.post(path, typed)
    assert wrong.status_code == 422
    assert "Văn bản cần đủ số, ngày và cơ quan ban hành" in wrong.get_data(as_text=True)
    assert "12-KH/ĐU" in wrong.get_data(as_text=True)
    assert walker.post(path, typed | {"issued_on": "20/5/2026", "issuer": "Đảng ủy xã B"}).status_code == 302
    assert "12-KH/ĐU ngày 20/05/2026 của Đảng ủy xã B" in walker.text("/dot-dang-ky/1/kiem-tra")
    visit = {"unit": "Thôn 1", "planned_on": "10/6/2026", "held_on": "11/6/2026", "registration": "", "chair": "Bà Mai"}
    made = walker.post("/kiem-tra/ke-hoach/2/buoi", visit | {"present": "Bà Mai\nÔng Bốn", "minutes": "Nghe báo cáo."})
    paper = walker.text(f"{made.location}/bien-ban")
    assert all(said in paper for said in ("Biên bản làm việc", "Bà Mai", "Ông Bốn", "Nghe báo cáo.", "11/06/2026"))
    assert walker.post("/kiem-tra/ke-hoach/2/buoi", visit | {"unit": "Xã C"}).status_code == 422


def test_the_visited_unit_answers_a_kien_nghi(app: Flask, room: Room) -> None:
    commune, province = (Walker(app, room.stage.province.people[who]) for who in ("commune", "province"))
    assert "quá hạn" in province.text("/dot-dang-ky/1/kiem-tra")
    done = {"done_on": "25/6/2026", "answer": "Đã niêm yết"}
    assert commune.post("/kiem-tra/1/kien-nghi/1/tra-loi", done).status_code == 302
    assert "quá hạn" not in province.text("/dot-dang-ky/1/kiem-tra")
    assert "Đã niêm yết" in province.text("/kiem-tra/1")
    assert room.run(lambda session: session.get_one(Finding, 1).done_on) == date(2026, 6, 25)


def test_pages_cost_the_same_statements_for_few_and_for_many(app: Flask, room: Room) -> None:
    paths = (
        "/dot-dang-ky/1/tham-dinh",
        "/dot-dang-ky/1/kiem-tra",
        "/dot-dang-ky/1/kiem-tra/so-ket?don-vi=2",
        "/so-mo-hinh/1/tham-dinh",
        "/tham-dinh",
    )
    who = room.stage.province.people["province"]

    def counted() -> dict[str, int]:
        told = {}
        with app.app_context():
            engine = db.engine
        for path in paths:
            said: list[str] = []

            def note(_c: Any, _k: Any, statement: str, *_rest: Any, said: list[str] = said) -> None:
                said.append(statement)

            event.listen(engine, "before_cursor_execute", note)
            person = room.appraiser if path == "/tham-dinh" else who
            Walker(app, person).text(path)
            event.remove(engine, "before_cursor_execute", note)
            told[path] = len(said)
        return told

    def more(session: Session) -> None:
        province = room.stage.province
        rows = [received(session, province, name=f"Mô hình {number}").id for number in range(15)]
        other, _members = put_team(session, province, "commune")
        give(session, province, room.stage.team, rows[:8])
        give(session, province, other, rows[8:])
        hand = province.hand(session, "province")
        plan = inspecting.plans(session, province.reach(session, "province"), province.campaign)[0]
        for number in range(12):
            details = VisitDetails(province.units["commune"], date(2026, 6, 1 + number), registration_id=rows[number])
            visit = inspecting.keep_visit(hand, plan, None, details)
            inspecting.keep_finding(hand, visit, None, FindingDetails("Niêm yết", date(2026, 6, 20)))

    few = counted()
    room.run(more)
    assert counted() == few
