"""Every setting with its default; CHAMKHEO_… variables override."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

ROOT = Path(__file__).resolve().parent.parent
PORT_MOST = 65535
BAD_NUMBER = "{name}={typed} chưa đúng. Đề nghị đặt {name} là một số nguyên từ {least} đến {most}, ví dụ {example}."
BAD_DATABASE = (
    "{name} chưa đúng: Chấm Khéo dùng SQLite hoặc PostgreSQL. "
    "Đề nghị đặt {name} dạng sqlite:////thư-mục/tên.db hoặc postgresql+psycopg://người-dùng:mật-khẩu@máy-chủ/tên."
)
BAD_FOLDER = (
    "{name}: không tạo hoặc không ghi được thư mục {folder}. "
    "Đề nghị đặt {name} vào thư mục khác, hoặc cấp quyền ghi thư mục này rồi chạy lại."
)


class SettingsError(ValueError):
    """A CHAMKHEO_… variable that cannot be used; its message is the Vietnamese sentence to show."""


def _number(env: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    typed = env.get(name, "").strip() or str(default)
    if not (typed.isascii() and typed.isdigit() and len(typed) < 10 and least <= int(typed) <= most):
        raise SettingsError(BAD_NUMBER.format(name=name, typed=typed[:40], least=least, most=most, example=default))
    return int(typed)


def _port(env: Mapping[str, str], name: str, default: int) -> int:
    return _number(env, name, default, 1, PORT_MOST)


def _url(env: Mapping[str, str], name: str, default: Path) -> str:
    """Give the address of a database we can use; of an SQLite file, the folder is made."""
    url = env.get(name) or f"sqlite:///{default}"
    try:
        read = make_url(url)
        read.get_dialect().import_dbapi()
    except (SQLAlchemyError, ImportError, ValueError):
        raise SettingsError(BAD_DATABASE.format(name=name)) from None
    if read.get_backend_name() not in ("sqlite", "postgresql"):
        raise SettingsError(BAD_DATABASE.format(name=name))
    if read.get_backend_name() == "sqlite" and read.database and read.database != ":memory:":
        _make_folder(Path(read.database).absolute().parent, name if env.get(name) else "CHAMKHEO_INSTANCE")
    return url


def _make_folder(folder: Path, name: str) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise SettingsError(BAD_FOLDER.format(name=name, folder=folder)) from None


def _released_url(env: Mapping[str, str], instance: Path) -> str:
    return _url(env, "CHAMKHEO_RELEASED_URL", instance / "released" / "released.db")


def _instance(env: Mapping[str, str]) -> Path:
    return Path(env.get("CHAMKHEO_INSTANCE") or ROOT / "instance").resolve()


@dataclass(frozen=True)
class HallSettings:
    """What the hall process knows: where released boards stand, and where to listen. Nothing of the staff's."""

    released_url: str
    host: str = "127.0.0.1"  # CHAMKHEO_HOST: 0.0.0.0 lets the hall's Wi-Fi in
    hall_port: int = 8001  # CHAMKHEO_HALL_PORT

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> HallSettings:
        """Give the hall's settings from CHAMKHEO_… variables; raises SettingsError for what cannot be used."""
        return cls(
            released_url=_released_url(env, _instance(env)),
            host=env.get("CHAMKHEO_HOST", "127.0.0.1"),
            hall_port=_port(env, "CHAMKHEO_HALL_PORT", 8001),
        )

    def environment(self) -> dict[str, str]:
        """Give the variables that a hall child needs, and no other."""
        return {
            "CHAMKHEO_RELEASED_URL": self.released_url,
            "CHAMKHEO_HOST": self.host,
            "CHAMKHEO_HALL_PORT": str(self.hall_port),
        }


@dataclass(frozen=True)
class Settings:
    """What the staff process knows."""

    instance: Path  # CHAMKHEO_INSTANCE: the folder of everything this machine keeps (databases, key, backups)
    database_url: str  # CHAMKHEO_DATABASE_URL: SQLite below the instance folder, or postgresql+psycopg://…
    released_url: str  # CHAMKHEO_RELEASED_URL: the store of released boards, apart from the database
    secret_key: str = field(repr=False)  # made at first run in instance/secret.key
    host: str = "127.0.0.1"  # CHAMKHEO_HOST
    port: int = 8000  # CHAMKHEO_PORT
    hall_port: int = 8001  # CHAMKHEO_HALL_PORT
    address: str = ""  # CHAMKHEO_ADDRESS: the one fixed address printed on cards, e.g. http://192.168.1.10:8000
    hall_address: str = ""  # CHAMKHEO_HALL_ADDRESS: the hall's address shown on screens
    redis_url: str = ""  # CHAMKHEO_REDIS_URL: joins several staff processes; a doorbell only
    backup_seconds: int = 60  # CHAMKHEO_BACKUP_SECONDS: how often a changed database is copied; 0 switches it off

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> Settings:
        """Give the settings from CHAMKHEO_… variables, making the folders and the secret key at first run.

        Raises SettingsError for what cannot be used.
        """
        instance = _instance(env)
        _make_folder(instance / "released", "CHAMKHEO_INSTANCE")
        host = env.get("CHAMKHEO_HOST", "127.0.0.1")
        port, hall_port = _port(env, "CHAMKHEO_PORT", 8000), _port(env, "CHAMKHEO_HALL_PORT", 8001)
        shown = lan_address() if host in ("0.0.0.0", "::") else host  # noqa: S104 - compared, not bound
        return cls(
            instance=instance,
            database_url=_url(env, "CHAMKHEO_DATABASE_URL", instance / "chamkheo.db"),
            released_url=_released_url(env, instance),
            secret_key=env.get("CHAMKHEO_SECRET_KEY") or secret_key(instance / "secret.key"),
            host=host,
            port=port,
            hall_port=hall_port,
            address=env.get("CHAMKHEO_ADDRESS", f"http://{shown}:{port}").rstrip("/"),
            hall_address=env.get("CHAMKHEO_HALL_ADDRESS", f"http://{shown}:{hall_port}").rstrip("/"),
            redis_url=env.get("CHAMKHEO_REDIS_URL", ""),
            backup_seconds=_number(env, "CHAMKHEO_BACKUP_SECONDS", 60, 0, 86_400),
        )

    @property
    def hall(self) -> HallSettings:
        """Give what of these settings the hall may know."""
        return HallSettings(self.released_url, self.host, self.hall_port)


def secret_key(path: Path) -> str:
    """Give the key kept at `path`, making it with 256 random bits, readable by its owner only, at first run."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(32))
    return path.read_text(encoding="ascii").strip()


def lan_address() -> str:
    """Give this machine's address on the hall's network, or 127.0.0.1 when it has none (nothing is sent)."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"
