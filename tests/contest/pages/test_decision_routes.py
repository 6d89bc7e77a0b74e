"""Who may open or send what of lists, meetings, decisions, rewards, replication, titles, procedures: every route × every office."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.db import db
from contest.recognition import alike, campaigns, listlines, procedures, registering, replicating, titles
from contest.tables.decisions import Proposal
from contest.tables.recognition import Registration
from tests.contest.pages.officewalk import answers, led_to_sign_in, unnamed
from tests.contest.pages.walker import Walker
from tests.contest.province import WHO, Province, found
from tests.contest.recognition import deciders

# What each is answered: the house's keeper, the province's officer and viewer, the commune's officer and viewer, a
# neighbour commune's officer, somebody with no office. Lists 1 (being drawn up, line 4), 2 (decided by decision 1), 3 (met) and
# 4 (reward) are the province's, list 5 is the commune's; registration 1 is the commune's and recognised; procedure 1 and form 1
# are the province's.
OWN = (200, 200, 200, 404, 404, 404, 403)  # to read what is the province's
SAID = (200, 200, 200, 200, 200, 404, 403)  # to read what it says of the commune's own
KEPT = (200, 200, 403, 404, 404, 404, 403)  # to open a form on it
SENT = (422, 422, 403, 404, 404, 404, 403)  # to send it empty
GONE = (404, 404, 403, 404, 404, 404, 403)
STANDS = (409, 409, 403, 404, 404, 404, 403)
SEEN = (200, 200, 200, 200, 200, 200, 403)
ENTERS = (200, 200, 403, 200, 403, 200, 403)
TABLE: dict[str, tuple[int, ...]] = {
    "GET /dot-dang-ky/1/de-nghi": SEEN,
    "GET /dot-dang-ky/999/de-nghi": (404, 404, 404, 404, 404, 404, 403),
    "GET /dot-dang-ky/1/de-nghi/moi": ENTERS,
    "GET /de-nghi/1": OWN,
    "GET /de-nghi/5": (200, 200, 200, 200, 200, 404, 403),
    "GET /de-nghi/1/sua": KEPT,
    "GET /de-nghi/1/trinh": KEPT,
    "GET /de-nghi/1/them": KEPT,
    "GET /de-nghi/1/dong/4": KEPT,
    "GET /de-nghi/1/dong/1": GONE,
    "GET /de-nghi/1/hop-xet": KEPT,
    "GET /de-nghi/1/phieu": STANDS,
    "GET /de-nghi/3/phieu": KEPT,
    "GET /de-nghi/1/quyet-dinh": STANDS,
    "GET /de-nghi/3/quyet-dinh": KEPT,
    "GET /de-nghi/1/to-trinh": OWN,
    "GET /de-nghi/1/bien-ban": (404, 404, 404, 404, 404, 404, 403),
    "GET /de-nghi/3/bien-ban": OWN,
    "GET /de-nghi/1/danh-sach.xlsx": OWN,
    "GET /de-nghi/4/ho-so": OWN,
    "GET /de-nghi/1/ho-so": (404, 404, 404, 404, 404, 404, 403),
    "GET /de-nghi/4/ho-so/in": OWN,
    "GET /de-nghi/4/ho-so/to-trinh": KEPT,
    "GET /de-nghi/4/ho-so/gi-do": GONE,
    "GET /de-nghi/4/ho-so/thanh-tich/1": KEPT,
    "GET /de-nghi/4/ho-so/thanh-tich/2": GONE,
    "GET /quyet-dinh/1": SAID,
    "GET /quyet-dinh/999": (404, 404, 404, 404, 404, 404, 403),
    "GET /quyet-dinh/1/sua": KEPT,
    "GET /quyet-dinh/1/danh-sach": OWN,
    "GET /quyet-dinh/1/danh-sach.xlsx": OWN,
    "GET /quyet-dinh/1/giay-chung-nhan": SAID,
    "GET /quyet-dinh/1/giay-chung-nhan?mo-hinh=2": (404, 404, 404, 404, 404, 404, 403),
    "GET /quyet-dinh/2": (302, 302, 302, 404, 404, 404, 403),
    "GET /so-mo-hinh/1/cong-nhan": (200, 200, 200, 200, 200, 404, 403),
    "GET /so-mo-hinh/1/nhan-rong": (200, 200, 403, 200, 403, 404, 403),
    "GET /so-mo-hinh/1/nhan-rong/1": (200, 200, 403, 200, 403, 404, 403),
    "GET /so-mo-hinh/1/nhan-rong/999": (404, 404, 403, 404, 403, 404, 403),
    "GET /danh-hieu": SEEN,
    "GET /danh-hieu/moi": ENTERS,
    "GET /quy-trinh": SEEN,
    "GET /dot-dang-ky/1/quy-trinh": SEEN,
    "GET /quy-trinh/moi": ENTERS,
    "GET /quy-trinh/1/sua": KEPT,
    "GET /bieu-mau/moi": ENTERS,
    "GET /bieu-mau/1/sua": KEPT,
    "GET /bieu-mau/1/tep": SEEN,
    "GET /bieu-mau/2/tep": (200, 200, 200, 404, 404, 200, 403),  # the neighbour's own
    "POST /dot-dang-ky/1/de-nghi/moi": (422, 422, 403, 422, 403, 422, 403),
    "POST /de-nghi/1/sua": SENT,
    "POST /de-nghi/1/trinh": SENT,
    "POST /de-nghi/2/xep": STANDS,
    "POST /de-nghi/2/gi-do": GONE,
    "POST /de-nghi/1/them": SENT,
    "POST /de-nghi/1/dong/4": SENT,
    "POST /de-nghi/1/dong/1/bo": GONE,
    "POST /de-nghi/3/hop-xet": SENT,
    "POST /de-nghi/3/phieu": (302, 302, 403, 404, 404, 404, 403),
    "POST /de-nghi/3/quyet-dinh": SENT,
    "POST /de-nghi/4/ho-so/to-trinh": SENT,
    "POST /de-nghi/4/ho-so/thanh-tich/1": SENT,
    "POST /quyet-dinh/1/sua": SENT,
    "POST /quyet-dinh/1/so": (302, 302, 403, 404, 404, 404, 403),
    "POST /so-mo-hinh/1/nhan-rong": (422, 422, 403, 422, 403, 404, 403),
    "POST /so-mo-hinh/1/nhan-rong/1": (422, 422, 403, 422, 403, 404, 403),
    "POST /danh-hieu/moi": (422, 422, 403, 422, 403, 422, 403),
    "POST /quy-trinh/moi": (422, 422, 403, 422, 403, 422, 403),
    "POST /quy-trinh/1/sua": SENT,
    "POST /bieu-mau/moi": (422, 422, 403, 422, 403, 422, 403),
    "POST /bieu-mau/1/sua": SENT,
}
ROOMS = {
    *("proposals", "proposing", "meetings", "decisions", "decision_papers", "rewards", "recognitions", "titles"),
    "procedures",
}


@pytest.fixture
def province(app: Flask) -> Province:
    """Give the province with the lists, decisions, titles, procedures and forms that the table names."""
    writer = app.extensions["writer"]
    made: Province = writer.run(found)

    def fill(session: Session) -> None:
        hand, reach = made.hand(session, "province"), made.reach(session, "province")
        ids = deciders.fill(session, made, [("collective", 3)])
        first = deciders.begin(session, made)
        deciders.whole(session, made, ids[:1])
        third = deciders.begin(session, made)
        deciders.submitted(session, made, third, ids[1:2])
        deciders.met(session, made, third)
        fourth = deciders.begin(session, made, "reward")
        listlines.add(hand, reach, fourth, ids[:1])
        listlines.add(hand, reach, first, ids[2:])
        deciders.begin(session, made, unit_id=made.units["commune"])
        adopted = replicating.Adopted(made.units["neighbour"], 2026)
        replicating.add(hand, reach, session.get_one(Registration, ids[0]), adopted)
        given = titles.Award("Chi bộ “Dân vận khéo”", 2026, made.units["commune"], ["Chi bộ thôn 1"])
        titles.award(hand, reach, made.units["province"], deciders.document("9-QĐ"), "", given)
        procedures.put(hand, procedures.Held(made.units["province"], "Quy trình A"), ["Đăng ký"])
        for place in ("province", "neighbour"):
            procedures.hand_out(hand, procedures.Held(made.units[place], "Mẫu A"), "a.pdf", b"%PDF-1.7")

    writer.run(fill)
    return made


def test_who_may(app: Flask, province: Province) -> None:
    """One province for all: what is sent here changes nothing."""
    told = [answers(app, TABLE, province.people[who]) for who in WHO]
    assert {route: tuple(each[route] for each in told) for route in TABLE} == TABLE


def test_signed_out_everything_leads_to_the_sign_in(app: Flask) -> None:
    assert led_to_sign_in(app, TABLE) == []


def test_the_table_names_every_route(app: Flask) -> None:
    """A new route must be put into the table."""
    assert unnamed(app, TABLE, ROOMS) == set()


def test_pages_of_a_registration_show_what_may_be_done(app: Flask, province: Province) -> None:
    officer, viewer = Walker(app, province.people["province"]), Walker(app, province.people["province_viewer"])
    assert "Ghi đơn vị nhân rộng" in officer.text("/so-mo-hinh/1/cong-nhan")
    assert "Ghi đơn vị nhân rộng" not in viewer.text("/so-mo-hinh/1/cong-nhan")
    assert "Thêm tệp" in officer.text("/so-mo-hinh/1")
    assert "Thêm tệp" not in viewer.text("/so-mo-hinh/1")


def test_a_list_goes_its_way_through_the_pages(app: Flask, province: Province) -> None:
    walker = Walker(app, province.people["province"])
    writer = app.extensions["writer"]
    step = f"recognise:{writer.run(lambda session: session.get_one(Proposal, 1).step_id)}"
    form = {"name": "Đợt 2", "what": step, "unit": "Tỉnh A", "least_percent": "70", "at_least": "1"}
    assert walker.post("/dot-dang-ky/1/de-nghi/moi", form | {"unit": "Xã Không Có"}).status_code == 422
    assert walker.post("/dot-dang-ky/1/de-nghi/moi", form).location == "/de-nghi/6/them"
    assert walker.post("/de-nghi/1/bo").location == "/dot-dang-ky/1/de-nghi"
    assert walker.post("/de-nghi/6/them", {"chosen": ["3"]}).location == "/de-nghi/6"
    said = {"number": "13-TTr/BTG", "submitted_on": "1/11/2026"}
    assert walker.post("/de-nghi/6/trinh", said).location == "/de-nghi/6"
    again = walker.post("/de-nghi/6/trinh", said)
    assert (again.status_code, "13-TTr/BTG" in again.text) == (409, True)  # what was typed is still there
    meeting = {"met_on": "10/11/2026", "members": "10", "present": "8"}
    assert walker.post("/de-nghi/6/hop-xet", meeting).location == "/de-nghi/6/phieu"
    line = writer.run(lambda session: session.get_one(Proposal, 6).lines[0].id)
    for typed in ("9", "x"):
        answer = walker.post("/de-nghi/6/phieu", {f"v-{line}": typed})
        assert (answer.status_code, f'value="{typed}"' in answer.text) == (422, True)
    assert walker.post("/de-nghi/6/phieu", {f"v-{line}": "6"}).status_code == 302  # 60% is under 70%
    paper = {
        "number": "60-QĐ",
        "issued_on": "20/11/2026",
        "issuer": "Ban Thường vụ",
        "abstract": "Công nhận",
        "unit": "Tỉnh A",
    }
    paper |= {"level_id": "3", f"k-{line}": "yes", f"r-{line}": "", "certificate": "01/GCN"}
    refused = walker.post("/de-nghi/6/quyet-dinh", paper)
    assert (refused.status_code, "chưa đủ phiếu. Đề nghị ghi lý do" in refused.text) == (422, True)
    assert walker.post("/de-nghi/6/quyet-dinh", paper | {f"r-{line}": "Xét đặc cách"}).location == "/quyet-dinh/3"
    assert "Xét đặc cách" in walker.text("/quyet-dinh/3")
    title = {"title": "Tổ dân vận khéo", "year": "2026", "where": "Xã B", "holders": "Tổ 1"}
    for abstract, told in (("Công nhận", False), ("Tặng danh hiệu", True)):
        given = {name: paper[name] for name in ("number", "issued_on", "issuer", "unit")} | {"abstract": abstract}
        assert walker.post("/danh-hieu/moi", given | title | {"holders": f"Tổ {told}"}).status_code == 302
        page = walker.text("/danh-hieu")
        assert ("trích yếu vừa nhập “Tặng danh hiệu” không được ghi" in page) is told
    assert "01/GCN" in walker.text("/quyet-dinh/3/giay-chung-nhan")
    assert walker.post("/de-nghi/6/quyet-dinh", paper).status_code == 409
    taken = walker.post("/quyet-dinh/1/so", {"c-1": "01/GCN"})
    assert (taken.status_code, "Số 01/GCN đã cấp cho" in taken.text) == (422, True)
    assert walker.post("/quyet-dinh/1/so", {"c-1": "02/GCN"}).status_code == 302
    assert "6/10" in walker.text("/de-nghi/6/bien-ban")


LISTED = (
    *("/dot-dang-ky/1/de-nghi", "/de-nghi/{0}", "/de-nghi/{0}/to-trinh", "/de-nghi/{0}/danh-sach.xlsx"),
    *(
        "/quyet-dinh/{4}",
        "/quyet-dinh/{4}/danh-sach",
        "/quyet-dinh/{4}/giay-chung-nhan",
        "/quyet-dinh/{4}/danh-sach.xlsx",
    ),
    *("/de-nghi/{1}/them", "/de-nghi/{2}", "/de-nghi/{2}/phieu", "/de-nghi/{2}/quyet-dinh", "/de-nghi/{2}/bien-ban"),
    *("/de-nghi/{3}", "/de-nghi/{3}/ho-so", "/de-nghi/{3}/ho-so/in"),
)
"""Pages over lists: {0} decided by the decision {4}, {1} being drawn up, {2} met, {3} of a reward."""


def test_statements_of_a_page_do_not_grow_with_the_list(app: Flask) -> None:
    writer = app.extensions["writer"]
    made: Province = writer.run(found)

    def fill(session: Session, count: int) -> tuple[int, ...]:
        hand, reach = made.hand(session, "province"), made.reach(session, "province")
        ids = deciders.fill(session, made, [("collective", 3 * count)])
        decision = deciders.whole(session, made, ids[:count], certificate=f"{count}01")
        drawn, met = deciders.begin(session, made), deciders.begin(session, made)
        deciders.submitted(session, made, met, ids[count : 2 * count])
        deciders.met(session, made, met)
        reward = deciders.begin(session, made, "reward", reward=f"Bằng khen {count}")
        listlines.add(hand, reach, reward, ids[:count])
        return (decision.proposal_id or 0, drawn.id, met.id, reward.id, decision.id)

    def cost(numbers: tuple[int, ...]) -> dict[str, int]:
        walker, told = Walker(app, made.people["province"]), {}
        with app.app_context():
            engine = db.engine
        for path in LISTED:
            with deciders.counted(engine) as sent:
                assert walker.get(path.format(*numbers)).status_code == 200, path
            told[path] = len(sent)
        return told

    few = cost(writer.run(lambda session: fill(session, 2)))
    assert cost(writer.run(lambda session: fill(session, 20))) == few
    assert max(few.values()) < 40


def test_a_commune_reads_what_a_decision_says_of_its_own(app: Flask) -> None:
    writer = app.extensions["writer"]
    province: Province = writer.run(found)

    def decide(session: Session) -> None:
        ids = deciders.fill(session, province, [("collective", 1)])
        ids += deciders.fill(session, province, [("collective", 1)], unit="neighbour")
        deciders.whole(session, province, ids, certificate="01/GCN")

    writer.run(decide)
    for who, own, other in (("commune", 1, 2), ("neighbour", 2, 1)):
        walker = Walker(app, province.people[who])
        page, paper = walker.text("/quyet-dinh/1"), walker.text("/quyet-dinh/1/giay-chung-nhan")
        for text in (page, paper):
            assert (f"Mô hình số {own}" in text, f"Mô hình số {other}" in text) == (True, False)
        assert ("Danh sách Excel" in page, "Danh sách kèm theo" in page, "1 mô hình</strong>" in page) == (
            False,
            False,
            True,
        )
        assert walker.get(f"/quyet-dinh/1/giay-chung-nhan?mo-hinh={other}").status_code == 404
    lying = Walker(app, province.people["province"]).text("/de-nghi/1/to-trinh")  # six columns need the width
    assert lying.count('<article class="paper landscape numbered">') == 1
    above = Walker(app, province.people["province"]).text("/quyet-dinh/1")
    assert ("Danh sách Excel" in above, "2 mô hình</strong>" in above) == (True, True)


def test_an_incomplete_reward_file_is_told_before_the_decision_and_its_minutes_are_the_meetings(app: Flask) -> None:
    writer = app.extensions["writer"]
    province: Province = writer.run(found)

    def propose(session: Session) -> None:
        ids = deciders.fill(session, province, [("collective", 1)])
        deciders.whole(session, province, ids)
        reward = deciders.begin(session, province, "reward")
        deciders.submitted(session, province, reward, ids)
        deciders.met(session, province, reward)

    writer.run(propose)
    walker = Walker(app, province.people["province"])
    lacking = "Hồ sơ khen thưởng còn thiếu: tờ trình (0/1); báo cáo thành tích (0/1)."
    assert lacking in walker.text("/de-nghi/2/quyet-dinh")
    assert 'href="/de-nghi/2/ho-so"' in walker.text("/de-nghi/2/quyet-dinh")
    printed = walker.text("/de-nghi/2/ho-so/in")
    assert (printed.count("(chưa ghi)"), "9/10" in printed) == (1, True)  # the tờ trình alone is not written


def test_what_was_withdrawn_is_marked_on_its_certificate_and_when_it_is_registered_again(app: Flask) -> None:
    writer = app.extensions["writer"]
    province: Province = writer.run(found)

    def decide(session: Session) -> None:
        ids = deciders.fill(session, province, [("collective", 2)])
        deciders.whole(session, province, ids, certificate="01/GCN")
        deciders.whole(session, province, ids[:1], "withdraw", level_id=None)

    def again(session: Session) -> list[int]:
        details = campaigns.CampaignDetails(
            "Năm 2027", province.units["province"], 2027, 2025, 2030, date(2026, 11, 1), date(2027, 3, 1),
            ("Kinh tế",), (), ("Công nhận",),
        )  # fmt: skip
        hand, reach = province.hand(session, "commune"), province.reach(session, "commune")
        campaign = campaigns.make(province.hand(session, "province"), details)
        offered = [each.id for each in alike.last_year(session, campaign, province.units["commune"])]
        assert offered == [2]
        made = []
        for each in session.scalars(select(Registration).order_by(Registration.id)).unique().all():
            filled = registering.Filled(name=each.name)
            made.append(registering.draft(hand, reach, campaign, each.unit_id, filled, earlier=each).id)
        assert not alike.last_year(session, campaign, province.units["commune"])
        return made

    writer.run(decide)
    walker = Walker(app, province.people["province"])
    for path, mark in (
        ("/quyet-dinh/1/giay-chung-nhan", "<b>Thôi công nhận</b>"),
        ("/quyet-dinh/1", "Nay thôi công nhận"),
    ):
        assert walker.text(path).count(mark) == 1
    told = ["năm 2026 đã thôi công nhận" in walker.text(f"/so-mo-hinh/{each}") for each in writer.run(again)]
    assert told == [True, False]
