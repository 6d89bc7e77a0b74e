"""The demo's contest: eight real team names of Sơn Hòa 2024 (their prizes were published, no score was), all else invented."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest import accounts
from contest.access import ROLES
from contest.tables.people import Account
from contest.text import date_vi
from scoring.preset import preset
from scoring.rulebook import to_dict

TEAMS = ("Suối Bạc", "Suối Trai", "Sơn Phước", "Krông Pa", "Sơn Hội", "Phước Tân", "Ea Chà Rang", "Cà Lúi")
JUDGES = ("Nguyễn Thị Hường", "Trần Văn Định", "Lê Thị Mai", "Phạm Quốc Bảo", "Võ Thị Ngọc Ánh")
ON_TABLETS = 3  # simulated; the seats after them are marked on paper until a person's device holds them
USERNAMES = {"organiser": "bantochuc", "secretary": "thuky", "head_judge": "truongbgk"}
GUEST, PLAYED = "trinhdien-", "mophong-"  # accounts for whoever opens the page, and those of the simulated people


@dataclass(frozen=True)
class Keys:
    """What one run may sign in with: one-time links by role, the simulated accounts, and their second person's PIN."""

    guests: Mapping[str, str]
    played: Mapping[str, str]
    actors: tuple[str, ...]
    second: str
    pin: str


def keys(session: Session) -> Keys:
    """Make the demo's accounts where they are missing, without passwords, and new one-time links and PIN for this run."""
    ids = {(group, role): _account(session, group, role) for group in (GUEST, PLAYED) for role in USERNAMES}
    links = {who: accounts.sign_in_link(session, account_id) for who, account_id in ids.items()}
    return Keys(
        guests={role: links[GUEST, role] for role in USERNAMES},
        played={role: links[PLAYED, role] for role in USERNAMES},
        actors=tuple(f"account:{ids[PLAYED, role]}" for role in USERNAMES),
        second=PLAYED + USERNAMES["head_judge"],
        pin=accounts.new_pin(session, ids[PLAYED, "head_judge"]),
    )


def _account(session: Session, group: str, role: str) -> int:
    username = group + USERNAMES[role]
    found = session.scalars(select(Account.id).where(Account.username == username)).first()
    if found is not None:
        return found
    name = f"{ROLES[role]} ({'mô phỏng' if group == PLAYED else 'trình diễn'})"
    return accounts.create_account(session, username, name, None, organiser=role == "organiser").id


def staff() -> list[dict[str, Any]]:
    """Give who works the demo's contests besides the simulated organiser, who makes them."""
    everyone = [(group, role) for group in (GUEST, PLAYED) for role in USERNAMES]
    others = [pair for pair in everyone if pair != (PLAYED, "organiser")]
    return [{"username": group + USERNAMES[role], "roles": [role]} for group, role in others]


def document(day: date, number: int, people: Sequence[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """Give the document of the demo's `number`-th contest, for contest.planning.setup, worked by `people`."""
    rules = preset("dan-van-kheo")
    lot = Random(f"{day}/{number}")  # noqa: S311 - an invented draw
    return {
        "name": "Hội thi “Dân vận khéo” xã Sơn Hòa" + (f", lần {number}" if number > 1 else ""),
        "host": "xã Sơn Hòa",
        "level": "xa",
        "date": date_vi(day),
        "place": "Nhà văn hóa xã Sơn Hòa",
        "organiser_name": "Ban Tổ chức Hội thi",
        "release_mode": "after_lock",
        "invented": True,
        "rulebook": to_dict(rules),
        "teams": [{"name": name, "unit": f"xã {name}"} for name in TEAMS],
        "seats": [{"number": n, "name": name, "head": n == 1} for n, name in enumerate(JUDGES, 1)],
        "orders": {part.key: lot.sample(TEAMS, len(TEAMS)) for part in rules.parts},
        "staff": list(people),
    }
