"""The rooms of the staff's house, at the head of every page: only those that the person may enter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, request, url_for

from contest.access import staff
from contest.db import db
from contest.offices import reach
from contest.recognition.appraisallists import has_sheets


@dataclass(frozen=True)
class Room:
    """A link of the masthead: `endpoint` leads there, `pages` are the blueprints that belong to it, `opens` says for whom."""

    title: str
    endpoint: str
    pages: tuple[str, ...]
    opens: Callable[[], bool]


def _everybody() -> bool:
    return True


def _offices() -> bool:
    return reach().any


def _appraisers() -> bool:
    return has_sheets(db.session(), staff().account.id)


REGISTER = (
    *("register", "registering", "record_files", "campaigns", "campaign_units"),
    *("following", "inspections", "appraisals", "recognitions", "citations", "targets", "proposals"),
    *("register_lists", "procedures", "titles", "rewards", "proposing", "meetings", "decisions", "decision_papers"),
    *("inspection_visits", "criteria_sets", "appraisal_teams", "appraisal_fieldwork"),
)

ROOMS: Sequence[Room] = (
    Room("Hội thi", "contests.index", ("contests",), _everybody),
    Room("Mùa hội thi", "seasons.index", ("seasons", "cloning"), _offices),
    Room("Sổ mô hình", "register.index", REGISTER, _offices),
    Room("Phiếu thẩm định", "appraisal_sheets.mine", ("appraisal_sheets",), _appraisers),
    Room("Báo cáo", "reports.index", ("reports",), _offices),
    Room("Đơn vị", "units.index", ("units", "offices", "changes"), _offices),
)


def in_offices(blueprint: str | None) -> bool:
    """Say whether a page is of a room that offices keep, and not of a contest."""
    return any(blueprint in room.pages for room in ROOMS if room.opens is not _everybody)


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
    ("Quy trình, biểu mẫu", "procedures.of_campaign"),
)
"""What is kept with one campaign."""
PARTS: Mapping[str, str] = dict.fromkeys(("proposing", "meetings", "decisions", "rewards"), "proposals")
"""Blueprints whose pages belong to the leaf of another."""


def leaves(among: Sequence[tuple[str, str]], **number: int) -> list[tuple[str, str, bool]]:
    """Give (title, address, here) of each page of a registration or a campaign that this process has."""
    able = [(title, endpoint) for title, endpoint in among if endpoint in current_app.view_functions]
    blueprint = (request.endpoint or "").partition(".")[0]
    here = PARTS.get(blueprint, blueprint)
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
    able = [room for room in ROOMS if room.endpoint in current_app.view_functions and room.opens()]
    return [(room.title, url_for(room.endpoint), (request.blueprint or "") in room.pages) for room in able]
