"""Targets of a campaign: of the units that take part and of those below them, typed in one table, beside what is registered."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request
from sqlalchemy import select

from contest import history
from contest.access import row_number
from contest.db import db
from contest.listing import page_of, same_list
from contest.messages.reports import REPORTS
from contest.offices import Reach, for_offices, reach
from contest.pagekit import Page, by_hand, campaign_or_404
from contest.planning.unittree import UnitTree
from contest.recognition import targets
from contest.scorebook.refusals import Refused
from contest.tables.campaigns import Campaign
from contest.tables.places import Unit

blueprint = Blueprint("targets", __name__, url_prefix="/dot-dang-ky/<int:campaign_id>/chi-tieu")
SIZE = 100
LARGEST = 10_000


@dataclass(frozen=True)
class Line:
    """A unit in the table: its target, what is registered, what was given below it, and whether its target may be typed."""

    unit: Unit
    target: int | None
    registered: int
    difference: str
    settable: bool
    opens: bool  # there are units below it


@dataclass(frozen=True)
class Sheet:
    """The units below one, with that one's own target and what the sum below says of it."""

    unit: Unit
    target: int | None
    below: int | None
    tree: UnitTree
    targets: Mapping[int, int | None]
    given: Mapping[int, int]
    ids: list[int]


@blueprint.route("", methods=["GET", "POST"])
@for_offices
def of_campaign(campaign_id: int) -> Page:
    """Show the targets of the units below one, or set them."""
    campaign = campaign_or_404(campaign_id)
    sheet = _sheet(campaign, reach())
    page = page_of(select(Unit).where(Unit.id.in_(sheet.ids)).order_by(Unit.position, Unit.match_key), SIZE)
    lines = _lines(campaign, sheet, page.items)
    typed, wrong = _typed(lines) if request.method == "POST" else ({}, {})
    if request.method == "POST":
        if not any(line.settable for line in lines):
            abort(403)
        if not wrong and _saved(campaign_id, typed):
            return redirect(same_list(trang=page.page if page.page > 1 else None))
    answer = render_template(
        "campaigns/targets.html",
        campaign=campaign,
        sheet=sheet,
        page=page,
        lines=lines,
        typed={unit_id: request.form.get(f"target-{unit_id}", "") for unit_id in {**typed, **wrong}},
        wrong=wrong,
        difference=targets.difference(sheet.target, sheet.below),
        history=history.lines(db.session(), [f"campaign_unit:{campaign_id}.{line.unit.id}" for line in lines]),
    )
    return (answer, 422) if wrong else answer


def _sheet(campaign: Campaign, mine: Reach) -> Sheet:
    tree = UnitTree(db.session())
    unit = _focus(campaign, mine, tree)
    known = targets.read(db.session(), campaign.id)
    given = targets.given_below(tree, campaign.opens_on, known)
    whole = unit.id == campaign.unit_id
    children = [node.id for node in tree.children(unit.id, campaign.opens_on)]
    ids = list(targets.taking_part(db.session(), campaign.id, mine)) if whole else children
    below = [target for each in ids if (target := known.get(each)) is not None]
    return Sheet(unit, known.get(unit.id), sum(below) if below else None, tree, known, given, ids)


def _focus(campaign: Campaign, mine: Reach, tree: UnitTree) -> Unit:
    """Give the unit whose units below are shown: the one asked for, else the campaign's, else the person's own."""
    session, asked = db.session(), row_number(request.args.get("don-vi", ""))
    own = mine.officer_of + mine.viewer_of
    if asked is None:
        asked = campaign.unit_id if mine.may_see(session, campaign.unit_id) or len(own) != 1 else own[0]
    elif campaign.unit_id not in set(tree.upwards(asked, campaign.opens_on)) or not mine.may_see(session, asked):
        abort(404)
    return session.get_one(Unit, asked)


def _lines(campaign: Campaign, sheet: Sheet, units: list[Unit]) -> list[Line]:
    ids = [unit.id for unit in units]
    able = set() if campaign.closed else targets.may_set(db.session(), reach(), campaign, ids)
    counts = targets.registered(db.session(), campaign.id, ids)
    opens = sheet.tree.having_children(ids, campaign.opens_on)
    return [
        Line(
            unit=unit,
            target=sheet.targets.get(unit.id),
            registered=counts.get(unit.id, 0),
            difference=targets.difference(sheet.targets.get(unit.id), sheet.given.get(unit.id)),
            settable=unit.id in able,
            opens=unit.id in opens,
        )
        for unit in units
    ]


def _typed(lines: list[Line]) -> tuple[dict[int, int | None], dict[int, str]]:
    """Give the targets that were typed, and what is wrong with any of them."""
    found: dict[int, int | None] = {}
    wrong: dict[int, str] = {}
    for line in lines:
        typed = request.form.get(f"target-{line.unit.id}", "").strip()
        plain = typed.replace(".", "")
        if not line.settable or f"target-{line.unit.id}" not in request.form:
            continue
        if typed and (re.fullmatch("[0-9]{1,5}", plain) is None or int(plain) > LARGEST):
            wrong[line.unit.id] = REPORTS["target_wrong"].format(typed=typed[:20], unit=line.unit.name)
        else:
            found[line.unit.id] = int(plain) if typed else None
    return found, wrong


def _saved(campaign_id: int, typed: Mapping[int, int | None]) -> bool:
    mine = reach()
    try:
        changed = by_hand(lambda hand: targets.set_all(hand, mine, hand.session.get_one(Campaign, campaign_id), typed))
    except Refused as refused:
        flash(refused.message, "danger")
        return False
    flash(f"Đã lưu chỉ tiêu của {changed} đơn vị." if changed else "Không có chỉ tiêu nào thay đổi.", "success")
    return True
