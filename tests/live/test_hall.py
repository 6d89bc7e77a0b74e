"""The hall as visitors meet it: pages, pushes, polls, restarts; served in a process of its own over a real store."""

from __future__ import annotations

import http.client
import json
import os
import statistics
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live.screens import AT, PATIENCE, Hall, Screen, board, served_hall

TOTALS = {"Sơn Hội": "87,75", "Krông Pa": "85,6"}


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """Give a served hall shared by this module; each test uses contests of its own."""
    with served_hall(tmp_path_factory.mktemp("hall")) as hall:
        hall.show("son-hoa", board("son-hoa"))
        yield hall


def get(hall: Hall, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
    """Give status, headers and text of a page, without following redirects."""
    connection = http.client.HTTPConnection("127.0.0.1", hall.port, timeout=10)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, dict(answer.getheaders()), text


def health(hall: Hall, status: int) -> None:
    """Wait until the hall's health page answers with this status."""
    deadline = time.monotonic() + PATIENCE
    while get(hall, "/healthz")[0] != status:
        assert time.monotonic() < deadline
        time.sleep(0.1)


def order(screen: Screen) -> list[tuple[int, int]]:
    """Give the order of the boards a screen got."""
    return [(shown["generation"], shown["number"]) for shown in screen.boards()]


def test_every_screen_gets_each_release_whole_in_order_and_only_of_its_contest(hall: Hall) -> None:
    hall.store.put("ba-vi", 1, board("ba-vi"), AT)
    hall.show("khac", board("khac"))
    screens = [Screen.open(hall.port, {"contest": "ba-vi"}, deflate=n % 2 == 0) for n in range(6)]
    other = Screen.open(hall.port, {"contest": "khac"})
    for screen in [*screens, other]:
        screen.wait(lambda screen=screen: len(screen.boards()) == 1)

    hall.store.put("ba-vi", 1, board("ba-vi", TOTALS), AT)
    for screen in screens:
        screen.wait(lambda screen=screen: order(screen) == [(1, 1), (1, 2)])
    hall.store.put("ba-vi", 2, board("ba-vi", status="Sau khôi phục"), AT)
    hall.store.put("ba-vi", 1, board("ba-vi", {"Cà Lúi": "99"}), AT)  # a straggler of an older generation
    for screen in screens:
        screen.wait(lambda screen=screen: order(screen)[-1] == (2, 1))
        screen.read(0.3)
        assert order(screen) == [(1, 1), (1, 2), (2, 1)]

    last = screens[0].boards()[-1]
    page = get(hall, "/ba-vi")[2]
    assert last["html"] in page  # first paint and push are one drawing
    assert last["html"] == get(hall, "/ba-vi/bang")[2]
    assert {key: last[key] for key in ("contest", "generation", "number", "at")} == {
        "contest": "ba-vi", "generation": 2, "number": 1, "at": AT,
    }  # fmt: skip
    other.read(0.3)
    assert order(other) == [(1, 1)]
    for screen in [*screens, other]:
        screen.close()


def test_who_says_what_it_has_gets_nothing_twice(hall: Hall) -> None:
    screen = Screen.open(hall.port, {"contest": "son-hoa", "generation": 1, "number": 1})
    screen.wait(lambda: len(screen.got) == 2)
    screen.read(0.5)
    assert screen.boards() == []
    screen.wait(lambda: any('["beat",{}]' in text for text in screen.got))
    screen.close()


@pytest.mark.parametrize(
    "auth", [None, {}, {"contest": "khong-co"}, {"contest": ["son-hoa"]}, {"contest": 7}, "son-hoa", [1]]
)
def test_an_unknown_contest_is_refused(hall: Hall, auth: object) -> None:
    screen = Screen.open(hall.port, auth)
    screen.wait(lambda: any(text.startswith("44/hall,") for text in screen.got))
    assert (
        "Chưa có hội thi này trên màn hình công chiếu."
        in json.loads(screen.got[-1].removeprefix("44/hall,"))["message"]
    )
    screen.close()


def test_unknown_events_and_namespaces_are_answered_calmly(hall: Hall) -> None:
    screen = Screen.open(hall.port, {"contest": "son-hoa"})
    screen.wait(lambda: len(screen.boards()) == 1)
    for number, event in enumerate(('["submit",{"marks":{}}]', '["x"]', '["board",1,2,3]'), 1):
        screen.say(f"42/hall,{number}{event}")
        screen.wait(lambda number=number: any(text.startswith(f"43/hall,{number}[") for text in screen.got))
        assert json.loads(screen.got[-1].removeprefix(f"43/hall,{number}"))[0]["status"] == "invalid"
    screen.say("40/judge,{}")
    screen.wait(lambda: any(text.startswith("44/judge,") for text in screen.got))
    for odd in ("42/hall,not json", "42/hall,[]", "42", "451-/hall,[]"):
        broken = Screen.open(hall.port, {"contest": "son-hoa"})
        broken.say(odd)
        broken.close()
    hall.store.put("son-hoa", 1, board("son-hoa", status="còn sống"), AT)
    screen.wait(lambda: "còn sống" in screen.boards()[-1]["html"])
    screen.close()


def test_a_poll_is_answered_304_until_something_is_released(hall: Hall) -> None:
    hall.show("hoi", board("hoi"))
    status, headers, text = get(hall, "/hoi/bang")
    assert status == 200
    again = get(hall, "/hoi/bang", **{"If-None-Match": headers["ETag"]})
    assert (again[0], again[2]) == (304, "")
    packed = get_bytes(hall, "/hoi/bang", **{"Accept-Encoding": "gzip"})
    assert len(packed) < len(text.encode()) / 3
    hall.show("hoi", board("hoi", TOTALS))
    fresh = get(hall, "/hoi/bang", **{"If-None-Match": headers["ETag"]})
    assert fresh[0] == 200
    assert "87,75" in fresh[2]


def get_bytes(hall: Hall, path: str, **headers: str) -> bytes:
    """Give a page's bytes as they travel."""
    call = urllib.request.Request(hall.address + path, headers=headers)
    with urllib.request.urlopen(call, timeout=10) as answer:
        return bytes(answer.read())


def test_no_cookies_and_strict_headers_on_every_answer(hall: Hall) -> None:
    _, _, page = get(hall, "/son-hoa")
    style = page.split('rel="stylesheet" href="')[1].split('"')[0]
    for path in ("/", "/son-hoa", "/son-hoa/man-chieu", "/son-hoa/bang", "/healthz", "/khong-co", "/a/b/c", style,
                 "/socket.io/?EIO=4&transport=polling"):  # fmt: skip
        for cookie in ({}, {"Cookie": "session=eyJhIjoxfQ.x.y; io=1"}):
            status, headers, text = get(hall, path, **cookie)
            assert status in (200, 302, 404), path
            assert "Set-Cookie" not in headers, path
            assert "session" not in text or path.startswith("/socket.io"), path
    for path in ("/", "/son-hoa", "/son-hoa/man-chieu", "/khong-co"):
        headers = get(hall, path)[1]
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert f"connect-src 'self' ws://127.0.0.1:{hall.port}" in policy
        assert "unsafe" not in policy
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Content-Type-Options"] == "nosniff"
    odd = get(hall, "/son-hoa", Host="a;b script-src *")[1]
    assert "script-src *" not in odd.get("Content-Security-Policy", "")
    for page in (get(hall, "/son-hoa")[2], get(hall, "/son-hoa/man-chieu")[2]):
        assert " style=" not in page
        assert "<style" not in page
        assert page.count("<script") == page.count('<script type="module" src=')


def test_pages_are_the_same_bytes_every_time(hall: Hall) -> None:
    for path in ("/", "/son-hoa", "/son-hoa/man-chieu?xa=20&cao=3&nen=toi", "/son-hoa/bang"):
        assert _but_date(get(hall, path)) == _but_date(get(hall, path))


def _but_date(answer: tuple[int, dict[str, str], str]) -> tuple[int, dict[str, str], str]:
    return answer[0], {key: value for key, value in answer[1].items() if key != "Date"}, answer[2]


def test_what_is_not_there_is_said_in_vietnamese(hall: Hall) -> None:
    for path in ("/khong-co", "/khong-co/man-chieu", "/khong-co/bang", "/favicon.ico", "/a/b/c", "/%00"):
        status, _, text = get(hall, path)
        assert status == 404
        assert "Không có trang này" in text
    call = urllib.request.Request(f"{hall.address}/son-hoa", method="POST", data=b"x")
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(call, timeout=10)
    assert refused.value.code == 405
    assert "chỉ để xem" in refused.value.read().decode()


@pytest.mark.parametrize(
    ("query", "percent", "theme", "said"),
    [
        ("", "3.75", "light", []),
        ("?xa=15&cao=2", "3.75", "light", []),
        ("?xa=12,5&cao=2.5&nen=toi", "2.5", "dark", []),
        ("?xa=abc", "3.75", "light", ["xa=15"]),
        ("?xa=-3&cao=1e3&nen=hong", "3.75", "light", ["(xa)", "(cao)", "(nen)"]),
        ("?xa=60&cao=2", "10.0", "light", ["ít nhất 3 m"]),
        ("?xa=2&cao=20", "1.5", "light", []),
        ("?xa=%00&cao=9999999999", "3.75", "light", ["(xa)", "(cao)"]),
    ],
)
def test_letters_follow_the_hall_and_wrong_settings_are_named(
    hall: Hall, query: str, percent: str, theme: str, said: list[str]
) -> None:
    status, _, text = get(hall, f"/son-hoa/man-chieu{query}")
    assert status == 200
    assert f'data-percent="{percent}"' in text
    assert f'data-theme="{theme}"' in text
    assert text.count('class="problem"') == len(said)
    for words in said:
        assert words in text


def test_names_that_look_like_markup_stay_text(hall: Hall) -> None:
    evil = board("danh-sach")
    evil["rows"][0]["name"] = '<img src=x onerror="alert(1)">'
    evil["title"] = "Hội thi </h1><script>alert(1)</script>"
    hall.show("danh-sach", evil)
    for path in ("/danh-sach", "/danh-sach/man-chieu", "/danh-sach/bang", "/"):
        text = get(hall, path)[2]
        assert "<img" not in text
        assert "<script>" not in text


def test_a_board_that_cannot_be_drawn_leaves_the_last_good_one(hall: Hall) -> None:
    hall.show("hong", board("hong", status="bảng tốt"))
    screen = Screen.open(hall.port, {"contest": "hong"})
    screen.wait(lambda: len(screen.boards()) == 1)
    hall.store.put("hong", 1, {"title": "nửa chừng"}, AT)
    hall.store.put("hong", 1, board("hong", status="trạng thái", parts=[{"key": "a", "name": "A", "state": "?"}]), AT)
    hall.show("mot-lan-nhin-sau", board("mot-lan-nhin-sau"))  # by then the hall has looked at these as well
    assert "bảng tốt" in get(hall, "/hong")[2]
    hall.store.put("hong", 1, board("hong", status="bảng mới"), AT)
    screen.wait(lambda: "bảng mới" in screen.boards()[-1]["html"])
    assert order(screen) == [(1, 1), (1, 4)]
    screen.close()


def test_a_killed_hall_comes_back_with_the_newest_board(tmp_path: Path) -> None:
    with served_hall(tmp_path) as hall:
        hall.show("son-hoa", board("son-hoa"))
        assert get(hall, "/")[0:2][0] == 302
        hall.kill()
        hall.store.put("son-hoa", 1, board("son-hoa", TOTALS), AT)
        hall.start()
        screen = Screen.open(hall.port, {"contest": "son-hoa", "generation": 1, "number": 1})
        screen.wait(lambda: order(screen) == [(1, 2)])
        assert "87,75" in screen.boards()[0]["html"]
        screen.close()


def test_a_hall_outlives_its_store_and_says_so(tmp_path: Path) -> None:
    with served_hall(tmp_path) as hall:
        hall.show("son-hoa", board("son-hoa"))
        assert get(hall, "/healthz")[::2] == (200, "ok\n")
        file = tmp_path / "released.db"
        os.rename(file, tmp_path / "away.db")
        for leftover in tmp_path.glob("released.db-*"):
            leftover.unlink()
        health(hall, 503)
        assert get(hall, "/son-hoa")[0] == 200  # the last good board stays
        os.rename(tmp_path / "away.db", file)
        health(hall, 200)


def release_seconds(hall: Hall, reader: Screen, count: int) -> float:
    """Give how long a release takes to a screen, in the middle of so many."""
    seconds = []
    for _ in range(count):
        started, seen = time.monotonic(), len(order(reader))
        hall.store.put("im-lang", 1, board("im-lang", status=f"{started} " + "·" * 30_000), AT)
        reader.wait(lambda seen=seen: len(order(reader)) > seen)
        seconds.append(time.monotonic() - started)
    return statistics.median(seconds)


def test_silent_phones_do_not_delay_the_others(hall: Hall) -> None:
    hall.show("im-lang", board("im-lang"))
    reader = Screen.open(hall.port, {"contest": "im-lang"})
    reader.wait(lambda: len(reader.boards()) == 1)
    alone = release_seconds(hall, reader, 9)
    silent = [Screen.open(hall.port, {"contest": "im-lang"}, buffer=4096) for _ in range(10)]
    assert release_seconds(hall, reader, 25) < max(0.5, 3 * alone)  # a slow machine is slow without them too
    silent[0].wait(lambda: order(silent[0])[-1:] == [(1, 35)])
    assert order(silent[0]) == sorted(set(order(silent[0])))
    for screen in [*silent, reader]:
        screen.close()
