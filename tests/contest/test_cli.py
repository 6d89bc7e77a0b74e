"""The `chamkheo` command as a person types it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from contest import chain, verify
from contest.writer import Writer
from tests.building import build
from tests.serving import chamkheo, environment_for

COMMANDS = (
    "serve", "demo", "replay", "score", "rules", "explain", "diff", "recount", "export-log", "verify", "backup", "restore",
    "create-user", "report",
)  # fmt: skip


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Give the environment of an instance of its own."""
    return environment_for(tmp_path)


def test_the_command_names_its_commands(environment: dict[str, str]) -> None:
    shown = chamkheo(environment, "--help")
    assert shown.returncode == 0, shown.stderr
    assert set(COMMANDS) <= set(shown.stdout.split())


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_its_help(
    environment: dict[str, str], type_in: Callable[..., tuple[int, str, str]], command: str
) -> None:
    status, shown, _ = type_in(environment, command, "--help")
    assert status == 0
    assert "Cách dùng" in shown
    assert not {"TEXT", "INTEGER", "PATH", "DIRECTORY", "FILENAME", "HEAD"} & set(shown.split())


def test_create_user_backup_verify_and_restore(environment: dict[str, str], tmp_path: Path) -> None:
    made = chamkheo(environment, "create-user", "thuky", "--name", "Lê Thị Thư")
    assert made.returncode == 0, made.stderr
    assert "/vao/" in made.stdout
    again = chamkheo(environment, "create-user", "thuky", "--name", "Lê Thị Thư")
    assert (again.returncode, "đã có người dùng" in again.stderr) == (1, True)
    url = f"sqlite:///{tmp_path / 'instance' / 'chamkheo.db'}"
    writer = Writer(url)
    try:
        build(writer).start()
        refused = chamkheo(environment, "create-user", "khac", "--name", "Lê Văn Khác")
        assert (refused.returncode, "đang chạy" in refused.stderr) == (1, True)
    finally:
        writer.close()
    copied = chamkheo(environment, "backup", str(tmp_path / "sao.db"))
    assert copied.returncode == 0, copied.stderr
    [verdict] = verify.verify(url)
    checked = chamkheo(environment, "verify", "--against", chain.short(verdict.head.hash), str(verdict.head.count))
    assert (checked.returncode, "ĐÚNG" in checked.stdout, "khớp" in checked.stdout) == (0, True, True)
    wrong = chamkheo(environment, "verify", str(tmp_path / "sao.db"), "--against", "0" * 20, "1")
    assert (wrong.returncode, "KHÔNG khớp" in wrong.stderr) == (1, True)
    back = chamkheo(environment, "restore", str(tmp_path / "sao.db"), "--reason", "Thử khôi phục", "--yes")
    assert (back.returncode, "Thế hệ dữ liệu: 2" in back.stdout) == (0, True)


def test_verify_says_when_there_is_nothing(environment: dict[str, str], tmp_path: Path) -> None:
    chamkheo(environment, "create-user", "thuky", "--name", "Lê Thị Thư")
    shown = chamkheo(environment, "verify")
    assert (shown.returncode, "Không có hội thi" in shown.stderr) == (1, True)
    (tmp_path / "rac.db").write_text("không phải cơ sở dữ liệu")
    rubbish = chamkheo(environment, "verify", str(tmp_path / "rac.db"))
    assert (rubbish.returncode, "Traceback" in rubbish.stderr) == (1, False)


PORT_HINT = "Đề nghị đặt CHAMKHEO_PORT là một số nguyên từ 1 đến 65535"
WRONG_SETTINGS = {
    "a word for a port": ({"CHAMKHEO_PORT": "abc"}, ("serve",), PORT_HINT),
    "a port too high": ({"CHAMKHEO_PORT": "99999"}, ("serve",), PORT_HINT),
    "a word for the hall's port": ({"CHAMKHEO_HALL_PORT": "x"}, ("serve",), "CHAMKHEO_HALL_PORT=x chưa đúng"),
    "a word for seconds": ({"CHAMKHEO_BACKUP_SECONDS": "lâu"}, ("backup",), "CHAMKHEO_BACKUP_SECONDS=lâu chưa đúng"),
    "one port twice": (
        {"CHAMKHEO_PORT": "18765", "CHAMKHEO_HALL_PORT": "18765"},
        ("serve",),
        "CHAMKHEO_PORT và CHAMKHEO_HALL_PORT đang cùng là 18765",
    ),
    "another machine's address": ({"CHAMKHEO_HOST": "192.0.2.8"}, ("serve",), "CHAMKHEO_HOST=192.0.2.8 không phải"),
    "no machine's name": ({"CHAMKHEO_HOST": "khong-co.invalid"}, ("serve",), "CHAMKHEO_HOST=khong-co.invalid không"),
    "an unknown database": ({"CHAMKHEO_DATABASE_URL": "foo://x"}, ("serve",), "CHAMKHEO_DATABASE_URL chưa đúng"),
    "a database we do not use": ({"CHAMKHEO_DATABASE_URL": "mysql://x"}, ("verify",), "SQLite hoặc PostgreSQL"),
    "no database address": ({"CHAMKHEO_DATABASE_URL": "lạ"}, ("backup",), "CHAMKHEO_DATABASE_URL chưa đúng"),
    "a driver we do not have": (
        {"CHAMKHEO_DATABASE_URL": "postgresql+pg8000://x/y"},
        ("verify",),
        "postgresql+psycopg://",
    ),
    "a database below a file": (
        {"CHAMKHEO_DATABASE_URL": "sqlite:////etc/hostname/x.db"},
        ("serve",),
        "CHAMKHEO_DATABASE_URL: không tạo hoặc không ghi được thư mục /etc/hostname",
    ),
    "an instance below a file": ({"CHAMKHEO_INSTANCE": "/etc/hostname/x"}, ("backup",), "CHAMKHEO_INSTANCE: không"),
    "PostgreSQL that does not answer": (
        {"CHAMKHEO_DATABASE_URL": "postgresql+psycopg://x@127.0.0.1:1/x"},
        ("verify",),
        "Không mở được cơ sở dữ liệu",
    ),
}


@pytest.mark.parametrize("case", WRONG_SETTINGS)
def test_a_wrong_setting_is_one_line_that_names_it(
    environment: dict[str, str], type_in: Callable[..., tuple[int, str, str]], case: str
) -> None:
    changed, command, sentence = WRONG_SETTINGS[case]
    status, shown, refusal = type_in(environment | changed, *command)
    assert (status, shown) == (1, "")
    assert sentence in refusal
    assert len(refusal.splitlines()) == 1


def test_the_missing_folder_of_a_database_is_made(environment: dict[str, str], tmp_path: Path) -> None:
    environment["CHAMKHEO_DATABASE_URL"] = f"sqlite:///{tmp_path / 'chưa' / 'có' / 'a.db'}"
    made = chamkheo(environment, "create-user", "thuky", "--name", "Lê Thị Thư")
    assert made.returncode == 0, made.stderr
    assert (tmp_path / "chưa" / "có" / "a.db").is_file()
    within = chamkheo(environment, "backup", str(tmp_path / "chưa" / "có" / "a.db" / "x.db"))
    assert (within.returncode, len(within.stderr.splitlines())) == (1, 1)
    assert "Không đọc hoặc không ghi được" in within.stderr
