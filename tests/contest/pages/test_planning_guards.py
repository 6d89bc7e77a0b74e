"""Who may open or send what, as a table: every route of the pages before the day × every kind of visitor."""

from __future__ import annotations

import pytest
from flask import Flask

from contest.planning.people import assign
from tests.building import Built, build
from tests.contest.pages.walker import Walker, account

# What each visitor is answered: organiser (of the house and the contest), an organiser of the contest only, secretary,
# head judge, an organiser of another contest, signed out, a judge's tablet. 401 goes to the sign-in page (302).
WHO = ("organiser", "helper", "secretary", "head_judge", "other", "nobody", "judge")
TABLE: dict[str, tuple[int, ...]] = {
    "GET /": (200, 200, 200, 200, 200, 302, 302),
    "GET /hoi-thi/moi": (200, 403, 403, 403, 200, 302, 302),
    "GET /hoi-thi/1": (200, 200, 200, 200, 404, 302, 302),
    "GET /hoi-thi/1/sua": (200, 200, 403, 403, 404, 302, 302),
    "GET /hoi-thi/999": (404, 404, 404, 404, 404, 302, 302),
    "GET /hoi-thi/1/the-le": (200, 200, 200, 200, 404, 302, 302),
    "GET /hoi-thi/1/the-le/tai-ve.toml": (200, 200, 200, 200, 404, 302, 302),
    "GET /hoi-thi/1/the-le/so-sanh": (200, 200, 200, 200, 404, 302, 302),
    "GET /hoi-thi/1/the-le/dieu-khoan": (200, 200, 200, 200, 404, 302, 302),
    "GET /hoi-thi/1/the-le/sua-doi": (200, 200, 200, 200, 404, 302, 302),
    "GET /hoi-thi/1/the-le/tai-len": (302, 302, 403, 403, 404, 302, 302),
    "GET /hoi-thi/1/the-le/sua-doi/soan": (302, 302, 403, 403, 404, 302, 302),
    "GET /hoi-thi/1/the-le/may-cham": (200, 200, 403, 403, 404, 302, 302),
    "GET /hoi-thi/1/the-le/mau/dan-van-kheo.toml": (200, 200, 200, 200, 404, 302, 302),
    "GET /hoi-thi/1/doi": (200, 200, 200, 200, 404, 302, 302),
    "GET /hoi-thi/1/doi/moi": (200, 200, 403, 403, 404, 302, 302),
    "GET /hoi-thi/1/doi/1": (200, 200, 403, 403, 404, 302, 302),
    "GET /hoi-thi/1/doi/mau.xlsx": (200, 200, 200, 200, 404, 302, 302),
    "GET /hoi-thi/1/con-nguoi": (200, 200, 200, 200, 404, 302, 302),
    "GET /hoi-thi/1/con-nguoi/giam-khao/1": (200, 200, 403, 403, 404, 302, 302),
    "GET /hoi-thi/1/con-nguoi/tai-khoan-moi": (200, 403, 403, 403, 404, 302, 302),
    "GET /hoi-thi/1/con-nguoi/phan-cong": (200, 200, 403, 403, 404, 302, 302),
    "GET /hoi-thi/1/the": (200, 200, 200, 403, 404, 302, 302),
    "GET /hoi-thi/1/thu-tu": (200, 200, 200, 200, 404, 302, 302),
    "GET /hoi-thi/1/thu-tu/bien-ban": (200, 200, 200, 200, 404, 302, 302),
    "GET /tai-khoan": (200, 403, 403, 403, 200, 302, 302),
    "GET /tai-khoan/moi": (200, 403, 403, 403, 200, 302, 302),
    "GET /tai-khoan/cua-toi": (200, 200, 200, 200, 200, 302, 302),
    "POST /hoi-thi/moi": (422, 403, 403, 403, 422, 302, 302),
    "POST /hoi-thi/1/sua": (422, 422, 403, 403, 404, 302, 302),
    "POST /hoi-thi/1/bat-dau": (302, 302, 403, 403, 404, 302, 302),
    "POST /hoi-thi/1/the-le": (422, 422, 403, 403, 404, 302, 302),
    "POST /hoi-thi/1/the-le/sua-doi/soan": (422, 422, 403, 403, 404, 302, 302),
    "POST /hoi-thi/1/the-le/kiem-tra": (200, 200, 403, 403, 404, 302, 302),
    "POST /hoi-thi/1/the-le/ban-nhap": (422, 422, 403, 403, 404, 302, 302),
    "POST /hoi-thi/1/the-le/tai-len": (422, 422, 403, 403, 404, 302, 302),
    "POST /hoi-thi/1/doi/moi": (422, 422, 403, 403, 404, 302, 302),
    "POST /hoi-thi/1/doi/1": (422, 422, 403, 403, 404, 302, 302),
    "POST /hoi-thi/1/doi/nhap": (422, 422, 403, 403, 404, 302, 302),
    "POST /hoi-thi/1/doi/nhap/0123456789abcdef0123456789abcdef": (302, 302, 403, 403, 404, 302, 302),
    "POST /hoi-thi/1/con-nguoi/giam-khao/1": (422, 422, 403, 403, 404, 302, 302),
    "POST /hoi-thi/1/con-nguoi/phan-cong": (422, 422, 403, 403, 404, 302, 302),
    "POST /hoi-thi/1/con-nguoi/tai-khoan-moi": (422, 403, 403, 403, 404, 302, 302),
    "POST /hoi-thi/1/con-nguoi/phan-cong/1/lien-ket": (200, 403, 403, 403, 404, 302, 302),
    "POST /hoi-thi/1/con-nguoi/phan-cong/1/ma-pin": (200, 403, 403, 403, 404, 302, 302),
    "POST /hoi-thi/1/con-nguoi/phan-cong/999/bo": (302, 302, 403, 403, 404, 302, 302),
    "POST /hoi-thi/1/con-nguoi/may/999/cho-phep": (302, 302, 302, 403, 404, 302, 302),
    "POST /hoi-thi/1/con-nguoi/may/999/ngat": (302, 302, 302, 403, 404, 302, 302),
    "POST /hoi-thi/1/con-nguoi/giam-khao/1/the-moi": (302, 302, 302, 403, 404, 302, 302),
    "POST /hoi-thi/1/con-nguoi/them-giam-khao": (302, 302, 403, 403, 404, 302, 302),
    "POST /hoi-thi/1/con-nguoi/bot-giam-khao": (302, 302, 403, 403, 404, 302, 302),
    "POST /hoi-thi/1/thu-tu/chao_hoi": (422, 422, 422, 403, 404, 302, 302),
    "POST /hoi-thi/1/thu-tu/chao_hoi/boc-tham": (302, 302, 302, 403, 404, 302, 302),
    "POST /hoi-thi/1/doi/1/bo": (302, 302, 403, 403, 404, 302, 302),
    "POST /tai-khoan/moi": (422, 403, 403, 403, 422, 302, 302),
    "POST /tai-khoan/999/trang-thai": (404, 403, 403, 403, 404, 302, 302),
    "POST /tai-khoan/999/lien-ket": (404, 403, 403, 403, 404, 302, 302),
    "POST /tai-khoan/cua-toi": (422, 422, 422, 422, 422, 302, 302),
    "POST /tai-khoan/cua-toi/ma-pin": (200, 200, 200, 200, 200, 302, 302),
}
MODULES = {"contests", "rulebook", "articles", "teams", "people", "order", "accounts"}


@pytest.fixture
def built(app: Flask) -> Built:
    """Give a prepared contest."""
    return build(app.extensions["writer"])


def visitors(app: Flask, built: Built) -> dict[str, Walker]:
    """Give every kind of visitor."""
    helper, other = account(app, "helper"), account(app, "other", organiser=True)
    built.writer.run(lambda session: assign(session, built.id, helper, "organiser"))
    ids = dict(built.accounts) | {"helper": helper, "other": other}
    found = {who: Walker(app, ids[who]) for who in WHO if who in ids}
    return found | {"nobody": Walker(app), "judge": Walker(app, device_id=built.devices[0])}


@pytest.mark.parametrize("who", WHO)
def test_who_may(app: Flask, built: Built, who: str) -> None:
    walker = visitors(app, built)[who]
    place = WHO.index(who)
    answers = {}
    for route in TABLE:
        method, path = route.split()
        response = walker.get(path) if method == "GET" else walker.post(path)
        answers[route] = response.status_code
        if response.status_code == 302 and who in {"nobody", "judge"}:
            assert response.headers["Location"].startswith("/dang-nhap")
    assert answers == {route: expected[place] for route, expected in TABLE.items()}


def test_the_table_names_every_route(app: Flask) -> None:
    """A new route must be put into the table."""
    adapter = app.url_map.bind("localhost")
    known = {adapter.match(path, method=method)[0] + " " + method for method, path in map(str.split, TABLE)}
    routes = {
        f"{rule.endpoint} {method}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) & {"GET", "POST"}
        if rule.endpoint.partition(".")[0] in MODULES
    }
    assert routes - known == {"teams.preview GET"}  # needs an upload: test_teams.py


def test_a_form_without_its_token_or_from_elsewhere_changes_nothing(app: Flask, built: Built) -> None:
    walker = Walker(app, built.accounts["organiser"])
    stolen = {"data": {"csrf_token": walker.token()}, "headers": {"Origin": "http://evil.example"}}
    for path in (route.split()[1] for route in TABLE if route.startswith("POST")):
        assert walker.client.post(path).status_code == 400, path
        assert walker.client.post(path, **stolen).status_code == 403, path
