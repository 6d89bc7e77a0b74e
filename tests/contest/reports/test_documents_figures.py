"""The figures of the customer's documents, each loaded in its shape and read back: from the data, from Excel and from the page."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from contest.reports.figures import shares_note
from contest.writer import Writer
from tests.conftest import both_databases
from tests.contest.reports.books import Book, cells, drawn, keeper, opened, put, told

BAC_KAN = (  # how 1,354 + 657 may fall to 11 units: the document gives the sums alone
    *(("Huyện Ba Bể", 150, 70), ("Huyện Bạch Thông", 140, 60), ("Huyện Chợ Đồn", 160, 80), ("Huyện Chợ Mới", 130, 65)),
    *(
        ("Huyện Na Rì", 170, 90),
        ("Huyện Ngân Sơn", 120, 50),
        ("Huyện Pác Nặm", 110, 55),
        ("Thành phố Bắc Kạn", 190, 100),
    ),
    *(("Đảng bộ Công an tỉnh", 60, 30), ("Đảng bộ Quân sự tỉnh", 64, 27), ("Đảng ủy Khối các cơ quan", 60, 30)),
)
LATE = {"Huyện Na Rì": date(2021, 3, 12), "Huyện Pác Nặm": date(2021, 3, 5), "Huyện Ba Bể": date(2021, 3, 2)}


def bac_kan(session: Session) -> Book:
    """Fill 2,011 = 1,354 new + 657 maintained of 11/11 units, 10/11 with a document of their own (domain.md 1.4)."""
    host = put(session, "Tỉnh Bắc Kạn", "tinh", position=4)
    units = {
        name: put(session, name, "huyen" if "Huyện" in name else "dang", host, position=place)
        for place, (name, _, _) in enumerate(BAC_KAN)
    }
    book = opened(session, host, units, 2021)
    for place, (name, new, maintained) in enumerate(BAC_KAN):
        book.register(new, name, kind="new")
        book.register(maintained, name, kind="maintained")
        number = "" if name == "Huyện Pác Nặm" else f"{place + 10}-KH/HU"
        book.submitted(name, LATE.get(name, date(2021, 2, 20)), number)
    return book


def test_registrations_by_unit(app: Flask) -> None:
    writer, seen = app.extensions["writer"], keeper(app)
    writer.run(bac_kan)
    found = writer.run(lambda session: told(session, "registrations"))
    assert {key: found.data[key] for key in ("total", "new", "maintained", "units")} == {
        "total": 2011,
        "new": 1354,
        "maintained": 657,
        "units": {"total": 11, "registered": 11, "submitted": 11, "late": 3, "own_documents": 10},
    }
    assert found.paragraph == (
        "Toàn tỉnh đăng ký 2.011 mô hình “Dân vận khéo” năm 2021, trong đó 1.354 mô hình đăng ký mới, 657 mô hình duy trì; "
        "11/11 đơn vị có đăng ký, 11/11 đơn vị đã gửi bản tổng hợp và 10/11 đơn vị ban hành văn bản riêng. "
        "3 đơn vị gửi bản tổng hợp chậm so với hạn."
    )
    sheet = cells(found)
    assert sheet[0] == [
        *("Đơn vị", "Đăng ký mới", "Duy trì", "Tổng số", "Mô hình gửi chậm", "Nhận bản tổng hợp"),
        *("Chậm (ngày)", "Văn bản riêng"),
    ]
    assert sheet[5] == ["Huyện Na Rì", 170, 90, 260, 0, "12/03/2021", 11, "14-KH/HU"]
    assert sheet[7] == ["Huyện Pác Nặm", 110, 55, 165, 0, "05/03/2021", 4, None]
    assert sheet[12][:5] == ["Cộng", 1354, 657, 2011, 0]
    page = drawn(seen.text("/bao-cao/registrations"))
    assert page[5] == ["Huyện Na Rì", "170", "90", "260", "0", "12/03/2021", "11", "14-KH/HU"]
    assert page[12][:4] == ["Cộng", "1.354", "657", "2.011"]


def kinh_mon(session: Session) -> Book:
    """Fill 458 = 60 + 88 + 276 + 34 of five years, some of them maintained from one year to the next (domain.md 1.3)."""
    host = put(session, "Thị xã Kinh Môn", "thi-xa")
    units = {name: put(session, name, "phuong", host) for name in ("Phường An Lưu", "Phường Hiệp An")}
    first = opened(session, host, units, 2020)
    for domain, count in zip(first.domains, (30, 44, 138, 17), strict=True):
        kept = first.models(first.register(count, "Phường An Lưu", domain))
        if domain == "Kinh tế":
            economy = kept
    for year in range(2021, 2024):
        opened(session, host, units, year)
    last = opened(session, host, units, 2024)
    last.register(20, "Phường An Lưu", "Kinh tế", kind="maintained", models=economy[:20])
    for domain, count in zip(last.domains, (30, 44, 138, 17), strict=True):
        last.register(count, "Phường Hiệp An", domain)
    return last


def test_models_by_domain_and_shares_that_sum_to_99_99(app: Flask) -> None:
    writer, seen = app.extensions["writer"], keeper(app)
    writer.run(kinh_mon)
    found = writer.run(lambda session: told(session, "domains", None, {"tu": "2020"}))
    assert found.data["total"] == 458
    assert [(row["domain"], row["total"], row["share"]) for row in found.data["rows"]] == [
        ("Kinh tế", 60, "13.10"),
        ("Văn hóa – xã hội", 88, "19.21"),
        ("Quốc phòng – an ninh", 276, "60.26"),
        ("Xây dựng hệ thống chính trị", 34, "7.42"),
    ]
    rounding = (
        "Tỷ lệ làm tròn đến hai chữ số thập phân, từ 5 trở lên thì làm tròn lên. "
        "Vì làm tròn, các tỷ lệ in ở trên cộng lại được 99,99 %; tổng đúng là 100 %."
    )
    assert found.notes[0] == rounding
    assert found.paragraph == (
        "Toàn thị xã có 458 mô hình “Dân vận khéo” giai đoạn 2020–2024, trong đó 60 mô hình lĩnh vực kinh tế (13,10 %), "
        "88 mô hình lĩnh vực văn hóa – xã hội (19,21 %), 276 mô hình lĩnh vực quốc phòng – an ninh (60,26 %) và "
        "34 mô hình lĩnh vực xây dựng hệ thống chính trị (7,42 %)."
    )
    sheet = cells(found)
    assert [row[3] for row in sheet] == ["Tổng số", 60, 88, 276, 34, 458]
    assert sheet[3][4] == pytest.approx(27600 / 458, abs=1e-12)
    page = seen.text("/bao-cao/domains?tu=2020")
    assert [row[-1] for row in drawn(page)] == ["Tỷ lệ %", "13,10", "19,21", "60,26", "7,42", "100,00"]
    assert rounding in page


def test_shares_that_sum_to_100_are_not_excused() -> None:
    assert "cộng lại" not in shares_note([Fraction(50), Fraction(50)])
    assert "cộng lại" not in shares_note([Fraction(100, 3), Fraction(200, 3)])
    assert "100,02 %" in shares_note([Fraction(50005, 1000)] * 2)


HONOURED = {  # exact figures that print as the document of 2024 does: only the individuals are exact there
    "Kinh tế": (492, 256),
    "Văn hóa – xã hội": (632, 172),
    "Quốc phòng – an ninh": (428, 74),
    "Xây dựng hệ thống chính trị": (243, 60),
}


def honoured(session: Session) -> Book:
    """Fill the models honoured in Thái Nguyên in 2023 (domain.md 1.1), and some that only registered."""
    host = put(session, "Tỉnh Thái Nguyên", "tinh")
    units = {"Huyện Phú Bình": put(session, "Huyện Phú Bình", "huyen", host)}
    book = opened(session, host, units, 2023)
    for domain, counts in HONOURED.items():
        for owner, count in zip(("collective", "individual"), counts, strict=True):
            chosen = book.register(count, "Huyện Phú Bình", domain, owner, state="recognised")
            book.decide(chosen)
        book.register(5, "Huyện Phú Bình", domain)
    return book


def test_the_table_of_2023_with_its_qualifiers(app: Flask) -> None:
    writer, seen = app.extensions["writer"], keeper(app)
    writer.run(honoured)
    options = {
        "tinh": "cong-nhan",
        "in-collective": "tu-10",
        "in-total": "tu-10",
        "in-total-4": "tren-100",
        "in-total-tong": "tren-100",
    }
    found = writer.run(lambda session: told(session, "owners", None, {"nam": "2023"} | options))
    assert (found.data["collective"], found.data["individual"], found.data["total"]) == (1795, 562, 2357)
    address = "/bao-cao/owners?" + "&".join(f"{key}={value}" for key, value in options.items())
    assert drawn(seen.text(address), -1) == [
        ["Lĩnh vực", "Tập thể", "Cá nhân", "Tổng số"],
        ["Kinh tế", "hơn 490", "256", "gần 750"],
        ["Văn hóa – xã hội", "hơn 630", "172", "hơn 800"],
        ["Quốc phòng – an ninh", "gần 430", "74", "hơn 500"],
        ["Xây dựng hệ thống chính trị", "hơn 240", "60", "trên 300"],
        ["Cộng", "1.795", "562", "trên 2.300"],
    ]
    assert [row[1:] for row in cells(found)[1:]] == [
        *([492, 256, 748], [632, 172, 804], [428, 74, 502], [243, 60, 303]),
        [1795, 562, 2357],
    ]
    assert found.paragraph.startswith(
        "Toàn tỉnh có trên 2.300 mô hình “Dân vận khéo” năm 2023: lĩnh vực kinh tế gần 750 mô hình (hơn 490 tập thể và 256 cá nhân);"
    )
    assert [row[-1] for row in drawn(seen.text("/bao-cao/owners?tinh=cong-nhan"), -1)] == [
        *("Tổng số", "748", "804", "502", "303", "2.357"),
    ]
    assert writer.run(lambda session: told(session, "owners", None, {"nam": "2023"})).data["total"] == 2377


def test_the_five_domains_of_yen_binh(app: Flask) -> None:
    """336 = 82 + 164 + 38 + 44 + 8 (domain.md 3.2): domains are data of the campaign."""
    writer, seen = app.extensions["writer"], keeper(app)
    figures = {
        "Kinh tế": 82,
        "Văn hóa – xã hội": 164,
        "Quốc phòng – an ninh": 38,
        "Xây dựng hệ thống chính trị": 44,
        "Vùng đồng bào có đạo": 8,
    }

    def fill(session: Session) -> None:
        host = put(session, "Huyện Yên Bình", "huyen")
        book = opened(session, host, {"Xã A": put(session, "Xã A", "xa", host)}, 2023, domains=tuple(figures))
        for domain, count in figures.items():
            book.register(count, "Xã A", domain)

    writer.run(fill)
    found = writer.run(lambda session: told(session, "domains"))
    assert {str(row[0]): row[3] for row in cells(found)[1:]} == figures | {"Cộng": 336}
    assert drawn(seen.text("/bao-cao/domains"))[5][:4] == ["Vùng đồng bào có đạo", "8", "0", "8"]
    assert "8 mô hình lĩnh vực vùng đồng bào có đạo (2,38 %)" in found.paragraph


def u_minh_thuong(session: Session) -> Book:
    """Fill 332 (316 + 16) registered, 266 (251 + 15) recognised, 39 replicated (domain.md 3.1)."""
    host = put(session, "Huyện U Minh Thượng", "huyen")
    book = opened(session, host, {"Xã A": put(session, "Xã A", "xa", host)}, 2019, steps=("Công nhận",))
    collective = book.register(316, "Xã A", "Kinh tế", "collective")
    individual = book.register(16, "Xã A", "Kinh tế", "individual")
    book.decide([*collective[:251], *individual[:15]])
    book.replicate(collective[:39], "Xã A", result="Đã áp dụng")
    return book


@both_databases
def test_the_funnel_of_u_minh_thuong(writer: Writer) -> None:
    writer.run(u_minh_thuong)
    found = writer.run(lambda session: told(session, "funnel"))
    assert found.data["steps"] == [
        {
            "step": "Đăng ký",
            "collective": 316,
            "individual": 16,
            "total": 332,
            "of_registered": "100.00",
            "of_before": None,
        },
        {
            "step": "Công nhận",
            "collective": 251,
            "individual": 15,
            "total": 266,
            "of_registered": "80.12",
            "of_before": "80.12",
        },
        {
            "step": "Nhân rộng",
            "collective": 39,
            "individual": 0,
            "total": 39,
            "of_registered": "11.75",
            "of_before": "14.66",
        },
    ]
    assert found.paragraph == (
        "Toàn huyện năm 2019: đăng ký 332 mô hình (316 tập thể và 16 cá nhân); công nhận 266 mô hình (251 tập thể và 15 cá nhân), "
        "bằng 80,12 % số đăng ký; nhân rộng 39 mô hình (39 tập thể), bằng 11,75 % số đăng ký."
    )
    assert [row[3] for row in cells(found)] == ["Tổng số", 332, 266, 39]


def cho_don(session: Session) -> Book:
    """Fill 123 recognised (69 + 54), 55 of them (29 + 26) “tiêu biểu”, 18 proposed for reward (domain.md 3.1)."""
    host = put(session, "Huyện Chợ Đồn", "huyen")
    book = opened(session, host, {"Xã Tân Lập": put(session, "Xã Tân Lập", "xa", host)}, 2022)
    collective = book.register(69, "Xã Tân Lập", "Kinh tế", "collective")
    individual = book.register(54, "Xã Tân Lập", "Kinh tế", "individual")
    book.decide([*collective, *individual], 0)
    book.decide([*collective[:29], *individual[:26]], 1)
    book.decide([*collective[:10], *individual[:8]], 2)
    return book


def test_the_funnel_of_cho_don(app: Flask) -> None:
    writer, seen = app.extensions["writer"], keeper(app)
    book = writer.run(cho_don)
    assert drawn(seen.text("/bao-cao/funnel")) == [
        ["Bước", "Tập thể", "Cá nhân", "Tổng số", "% so với đăng ký", "% so với bước trước"],
        ["Đăng ký", "69", "54", "123", "100,00", "–"],
        ["Công nhận", "69", "54", "123", "100,00", "100,00"],
        ["Tiêu biểu", "29", "26", "55", "44,72", "44,72"],
        ["Đề nghị khen thưởng", "10", "8", "18", "14,63", "32,73"],
        ["Nhân rộng", "0", "0", "0", "0,00", "0,00"],
    ]
    assert not any("bước sau mà chưa có" in note for note in writer.run(lambda session: told(session, "funnel")).notes)

    def skip(session: Session) -> None:
        again = Book(session, book.campaign, book.units, book.domains, book.steps)
        again.decide(again.register(2, "Xã Tân Lập", "Kinh tế"), 1)
        again.decide(again.register(3, "Xã Tân Lập", "Kinh tế"), None, "renew")

    writer.run(skip)
    found = writer.run(lambda session: told(session, "funnel"))
    assert [row[3] for row in cells(found)[1:]] == [128, 126, 57, 18, 0]
    assert "2 mô hình có quyết định ở bước sau mà chưa có ở bước trước; đề nghị kiểm tra lại." in found.notes
