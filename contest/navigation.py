"""The rooms of the staff's house, at the head of every page: only those that the person may enter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app, request, url_for

from contest.offices import reach


@dataclass(frozen=True)
class Room:
    """A link of the masthead: `endpoint` leads there, `pages` are the blueprints that belong to it."""

    title: str
    endpoint: str
    pages: tuple[str, ...]
    offices: bool = True  # for those who hold an office, or the whole house


REGISTER = (
    *("register", "registering", "register_lists", "record_files", "campaigns", "campaign_units"),
    *("inspections", "appraisals", "decisions"),
)

ROOMS: Sequence[Room] = (
    Room("Hội thi", "contests.index", ("contests",), offices=False),
    Room("Mùa hội thi", "seasons.index", ("seasons", "cloning")),
    Room("Sổ mô hình", "register.index", REGISTER),
    Room("Báo cáo", "reports.index", ("reports",)),
    Room("Đơn vị", "units.index", ("units", "offices")),
)


def rooms() -> list[tuple[str, str, bool]]:
    """Give (title, address, here) of each room that this process has and the signed-in person may enter."""
    mine = reach().any
    able = [room for room in ROOMS if room.endpoint in current_app.view_functions and (mine or not room.offices)]
    return [(room.title, url_for(room.endpoint), (request.blueprint or "") in room.pages) for room in able]
