"""The rooms of the staff's house, at the head of every page: only those that the person may enter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

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
    *("register", "registering", "record_files", "campaigns", "campaign_units"),
    *("following", "inspections", "appraisals", "recognitions", "citations", "targets", "proposals"),
    *("register_lists", "procedures", "titles", "rewards"),
)

ROOMS: Sequence[Room] = (
    Room("Hội thi", "contests.index", ("contests",), offices=False),
    Room("Mùa hội thi", "seasons.index", ("seasons", "cloning")),
    Room("Sổ mô hình", "register.index", REGISTER),
    Room("Báo cáo", "reports.index", ("reports",)),
    Room("Đơn vị", "units.index", ("units", "offices", "changes")),
)


OF_MODEL: Sequence[tuple[str, str]] = (
    ("Hồ sơ", "register.show"),
    ("Tiến độ, kết quả", "following.show"),
    ("Kiểm tra", "inspections.of_registration"),
    ("Thẩm định", "appraisals.of_registration"),
    ("Công nhận, nhân rộng", "recognitions.of_registration"),
    ("Hội thi dẫn chứng", "citations.of_registration"),
)
"""What is kept with one registration: a page each, with the registration's number in its address."""
OF_CAMPAIGN: Sequence[tuple[str, str]] = (
    ("Đợt đăng ký", "campaigns.show"),
    ("Chỉ tiêu", "targets.of_campaign"),
    ("Kiểm tra", "inspections.of_campaign"),
    ("Thẩm định", "appraisals.of_campaign"),
    ("Đề nghị, quyết định", "proposals.of_campaign"),
)
"""What is kept with one campaign."""


def leaves(among: Sequence[tuple[str, str]], **number: int) -> list[tuple[str, str, bool]]:
    """Give (title, address, here) of each page of a registration or a campaign that this process has."""
    able = [(title, endpoint) for title, endpoint in among if endpoint in current_app.view_functions]
    here = (request.endpoint or "").partition(".")[0]
    return [
        (title, url_for(endpoint, **dict[str, Any](number)), endpoint.partition(".")[0] == here)
        for title, endpoint in able
    ]


def of_registration(registration_id: int) -> list[tuple[str, str, bool]]:
    """Give the pages of one registration."""
    return leaves(OF_MODEL, registration_id=registration_id)


def of_campaign(campaign_id: int) -> list[tuple[str, str, bool]]:
    """Give the pages of one campaign."""
    return leaves(OF_CAMPAIGN, campaign_id=campaign_id)


def rooms() -> list[tuple[str, str, bool]]:
    """Give (title, address, here) of each room that this process has and the signed-in person may enter."""
    mine = reach().any
    able = [room for room in ROOMS if room.endpoint in current_app.view_functions and (mine or not room.offices)]
    return [(room.title, url_for(room.endpoint), (request.blueprint or "") in room.pages) for room in able]
