"""The register's lists, searches and pages over 10,000 invented models and 3,400 units, each beside the same over 100 models."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from pathlib import Path

from flask import Flask
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from contest import application, demoregister, schema
from contest.accounts import create_account
from contest.config import Settings
from contest.db import db
from contest.demoregister import Made, Size
from contest.offices import Reach
from contest.reports.kit import Asked
from contest.reports.table import REPORTS
from contest.scorebook.refusals import Refused
from contest.tables.campaigns import Domain
from contest.tables.offices import Office
from contest.tables.places import UnitBranch
from contest.tables.recognition import Registration
from tests.contest.pages.walker import Walker
from tests.serving import migrated

Row = tuple[str, str]
SMALL, LARGE = Size(34, 100, 5), Size()
ROUNDS = 7
GOAL = 2.0
PEOPLE = {"house": "người giữ mọi sổ", "province": "một tỉnh"}
PAGES: Mapping[str, str] = {
    "sổ mô hình": "/so-mo-hinh",
    "trang cuối của sổ": "/so-mo-hinh?trang=9999",
    "tìm có dấu": "/so-mo-hinh?tim=tuyến đường hoa",
    "tìm không dấu": "/so-mo-hinh?tim=tuyen duong hoa",
    "tìm theo chủ thể": "/so-mo-hinh?tim=hoi",
    "tìm không thấy": "/so-mo-hinh?tim=khong co dau",
    "lọc theo đợt, bước, loại": "/so-mo-hinh?dot={campaign}&buoc=recognised&loai=new&chu-the=individual",
    "lọc theo lĩnh vực": "/so-mo-hinh?dot={campaign}&linh-vuc={domain}",
    "một đăng ký với lịch sử": "/so-mo-hinh/{registration}",
    "tiến độ, kết quả của một đăng ký": "/so-mo-hinh/{registration}/ket-qua",
    "mẫu đăng ký": "/so-mo-hinh/dang-ky/{campaign}",
    "các đợt đăng ký": "/dot-dang-ky",
    "một đợt đăng ký": "/dot-dang-ky/{campaign}",
    "trang cuối đơn vị của đợt": "/dot-dang-ky/{campaign}?trang=9999",
    "tìm đơn vị của đợt": "/dot-dang-ky/{campaign}?tim=xa so 7",
    "chỉ tiêu của đợt": "/dot-dang-ky/{campaign}/chi-tieu",
    "trang cuối chỉ tiêu của đợt": "/dot-dang-ky/{campaign}/chi-tieu?trang=9999",
    "đơn vị": "/don-vi",
    "trang cuối của đơn vị": "/don-vi?trang=9999",
    "tìm đơn vị có dấu": "/don-vi?tim=xã số 7",
    "tìm đơn vị không dấu": "/don-vi?tim=xa so 7",
    "gợi ý đơn vị": "/don-vi/goi-y?tim=xa so",
    "một đơn vị": "/don-vi/{province}",
    "đơn vị trên cùng": "/don-vi/{root}",
    "mùa hội thi": "/mua",
    "kiểm tra của đợt": "/dot-dang-ky/{campaign}/kiem-tra",
    "sơ kết của đợt": "/dot-dang-ky/{campaign}/kiem-tra/so-ket",
    "thẩm định của đợt": "/dot-dang-ky/{campaign}/tham-dinh",
    "đề nghị của đợt": "/dot-dang-ky/{campaign}/de-nghi",
    "chọn vào đề nghị": "/dot-dang-ky/{campaign}/de-nghi/moi",
    "lịch sử": "/lich-su",
    "trang cuối của lịch sử": "/lich-su?trang=9999",
    "lịch sử một loại": "/lich-su?ve=registration",
    "lịch sử một đăng ký": "/lich-su?muc=registration:{registration}",
}
"""Every list and search of the register and the units, by address."""


@dataclass(frozen=True)
class House:
    """A register of one size, with an app over it and its people: the keeper of all, a province's office, a commune's."""

    app: Flask
    made: Made
    people: Mapping[str, int]
    names: Mapping[str, int]  # the numbers that addresses name


def house(folder: Path, size: Size, database_url: str = "") -> House:
    """Give a house with an invented register of that size, on SQLite in the folder or on another empty database."""
    more = {"CHAMKHEO_DATABASE_URL": database_url} if database_url else {}
    settings = Settings.from_env({"CHAMKHEO_INSTANCE": str(folder)} | more)
    if not database_url:
        shutil.copyfile(migrated(), folder / "chamkheo.db")
    else:
        schema.upgrade(database_url)
    app = application.build(settings)
    made, people, names = app.extensions["writer"].run(lambda session: found(session, size))
    return House(app, made, people, names)


def found(session: Session, size: Size) -> tuple[Made, dict[str, int], dict[str, int]]:
    """Invent a register and the people of its offices; the numbers are of the last year's campaign and of a model in the province."""
    made = demoregister.found(session, size)
    people = {"house": create_account(session, "ca-nha", "Cả nhà", None, organiser=True).id}
    for who, unit in (("root", made.root), ("province", made.province), ("commune", made.commune)):
        people[who] = create_account(session, who, who, None, organiser=False).id
        session.add(Office(account_id=people[who], unit_id=unit, role="officer"))
    last = made.campaigns[-1]
    within = select(UnitBranch.unit_id).where(UnitBranch.above_id == made.province)
    one = select(func.max(Registration.id)).where(Registration.unit_id.in_(within))
    names = {"campaign": last, "province": made.province, "root": made.root}
    names |= {"registration": session.execute(one).scalar_one()}
    names |= {"domain": session.execute(select(func.min(Domain.id)).where(Domain.campaign_id == last)).scalar_one()}
    return made, people, names


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """Give the statements that an app's pages send meanwhile."""
    sent: list[str] = []

    def note(*told: object) -> None:
        sent.append(str(told[2]))

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield sent
        finally:
            event.remove(db.engine, "before_cursor_execute", note)


def main() -> list[Row]:
    """Give (what, value) rows of one run."""
    with tempfile.TemporaryDirectory() as folder:
        houses = [house(Path(folder) / name, size) for name, size in (("small", SMALL), ("large", LARGE))]
        sizes = " và ".join(f"{each.models} mô hình, {each.units} đơn vị" for each in (SMALL, LARGE))
        rows = [(f"mỗi trang với {sizes}", ""), *_pages(houses), *_reports(houses)]
        for each in houses:
            each.app.extensions["writer"].close()
    return rows


def _pages(houses: list[House]) -> Iterator[Row]:
    """Give every page as the keeper of all books sees it, and of what a province's office sees only the worst."""
    for who in ("house", "province"):
        walkers = [Walker(each.app, each.people[who]) for each in houses]
        worst = ("", 0.0)
        for title, address in PAGES.items():
            paths = [address.format(**each.names) for each in houses]
            if who != "house" and walkers[0].get(paths[0]).status_code != HTTPStatus.OK:
                continue  # what lies above a province is not for its office
            works = [partial(walker.text, path) for walker, path in zip(walkers, paths, strict=True)]
            few, many = _beside(works)
            worst = max(worst, (title, many / few), key=lambda each: each[1])
            if who == "house":
                yield title, f"{few:.1f} ms, {many:.1f} ms, {many / few:.2f} ×"
        yield f"chậm nhất của {PEOPLE[who]}: {worst[0]} (mục tiêu ≤ {GOAL:.0f})", f"{worst[1]:.2f} ×"


def _reports(houses: list[House]) -> Iterator[Row]:
    growth = LARGE.models / SMALL.models
    for name, entry in REPORTS.items():
        works = [partial(_report, each, entry.make) for each in houses]
        few, many = _beside(works)
        linear = many / few / growth
        yield (
            f"báo cáo {name}: tăng so với gấp {growth:.0f} lần mô hình (tuyến tính ≤ 1)",
            f"{few:.1f} ms, {many:.1f} ms, {linear:.2f}",
        )


def _report(each: House, make: Callable[[Session, Asked], object]) -> None:
    with each.app.app_context():
        try:
            make(db.session(), Asked(Reach(whole=True), each.made.root, demoregister.LAST_YEAR))
        except Refused:
            return


def _beside(works: Sequence[Callable[[], object]]) -> list[float]:
    """Give the least milliseconds that each of some works takes, turn by turn: what else the machine does only adds."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS):
        for spent, work in zip(times, works, strict=True):
            started = time.process_time()
            work()
            spent.append((time.process_time() - started) * 1000)
    return [min(each) for each in times]


if __name__ == "__main__":
    for name, figure in main():
        print(f"{name}: {figure}")
