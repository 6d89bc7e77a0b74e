"""Targets of a campaign: of the units that take part and of those below them, typed in one table, beside what is registered."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request
from sqlalchemy import Select

from contest import history
from contest.access import row_number
from contest.db import db
from contest.keptforms import KeptForm
from contest.listing import page_of, same_list
from contest.messages.reports import REPORTS
from contest.offices import Reach, for_offices, reach
from contest.pagekit import Page, by_hand, campaign_or_404, refused_in
from contest.recognition import targets
from contest.scorebook.refusals import Refused
from contest.tables.campaigns import Campaign
from contest.tables.places import Unit, UnitBranch

blueprint = Blueprint("targets", __name__, url_prefix="/dot-dang-ky/<int:campaign_id>/chi-tieu")
SIZE = 50


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
    """The units below one, as a query, with that one's own target and what the sum below is."""

    unit: Unit
    target: int | None
    below: int | None
    units: Select[Any]


@blueprint.route("", methods=["GET", "POST"])
@for_offices
def of_campaign(campaign_id: int) -> Page:
    """Show the targets of the units below one, or set them."""
    campaign = campaign_or_404(campaign_id)
    sheet = _sheet(campaign, reach())
    page = page_of(sheet.units, SIZE)
    lines = _lines(campaign, page.items)
    form = KeptForm()
    form.of(*_subjects(campaign_id, lines))
    typed, wrong = _typed(lines) if request.method == "POST" else ({}, {})
    if request.method == "POST":
        if not any(line.settable for line in lines):
            abort(403)
        if not wrong and _saved(campaign_id, typed, form):
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
        history=history.lines(db.session(), _subjects(campaign_id, lines)),
        form=form,
    )
    status = g.pop("refused", 422 if wrong else 200)
    return answer if status == 200 else (answer, status)


def _sheet(campaign: Campaign, mine: Reach) -> Sheet:
    session, unit = db.session(), _focus(campaign, mine)
    units = targets.below(campaign, unit.id, mine)
    own = targets.of_units(session, campaign.id, [unit.id]).get(unit.id)
    return Sheet(unit, own, targets.summed(session, campaign.id, units), units)


def _focus(campaign: Campaign, mine: Reach) -> Unit:
    """Give the unit whose units below are shown: the one asked for, else the campaign's, else the person's own."""
    session, asked = db.session(), row_number(request.args.get("don-vi", ""))
    own = mine.officer_of + mine.viewer_of
    if asked is None:
        asked = campaign.unit_id if mine.may_see(session, campaign.unit_id) or len(own) != 1 else own[0]
    elif session.get(UnitBranch, (campaign.unit_id, asked)) is None or not mine.may_see(session, asked):
        abort(404)
    return session.get_one(Unit, asked)


def _lines(campaign: Campaign, units: list[Unit]) -> list[Line]:
    session, ids = db.session(), [unit.id for unit in units]
    able = set() if campaign.closed else targets.may_set(session, reach(), campaign, ids)
    known = targets.of_units(session, campaign.id, ids)
    given = targets.given(session, campaign.id, ids)
    counts = targets.registered(session, campaign.id, ids)
    opens = targets.having_units_below(session, campaign, ids)
    return [
        Line(
            unit=unit,
            target=known.get(unit.id),
            registered=counts.get(unit.id, 0),
            difference=targets.difference(known.get(unit.id), given.get(unit.id)),
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
        if typed and (re.fullmatch("[0-9]{1,5}", plain) is None or int(plain) > targets.LARGEST):
            wrong[line.unit.id] = REPORTS["target_wrong"].format(typed=typed[:20], unit=line.unit.name)
        else:
            found[line.unit.id] = int(plain) if typed else None
    return found, wrong


def _subjects(campaign_id: int, lines: list[Line]) -> list[str]:
    return [f"campaign_unit:{campaign_id}.{line.unit.id}" for line in lines]


def _saved(campaign_id: int, typed: Mapping[int, int | None], form: KeptForm) -> bool:
    mine = reach()
    try:
        changed = by_hand(
            lambda hand: targets.set_all(hand, mine, hand.session.get_one(Campaign, campaign_id), typed), form
        )
    except Refused as refused:
        refused_in(form, refused)
        return False
    flash(f"Đã lưu chỉ tiêu của {changed} đơn vị." if changed else "Không có chỉ tiêu nào thay đổi.", "success")
    return True
