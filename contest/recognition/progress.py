"""Progress lines: how each model goes at an interim review (sơ kết), one line a model and period, typed for a whole unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, lazyload, selectinload

from contest.history import Hand
from contest.offices import Reach
from contest.recognition.states import ACTIONS, require
from contest.scorebook.refusals import Refused
from contest.tables.campaigns import Campaign
from contest.tables.places import UnitBranch
from contest.tables.recognition import ProgressLine, Registration
from contest.text import nfc

ON_TRACK: Mapping[bool, str] = {True: "Đúng tiến độ", False: "Chậm, vướng"}


def periods(year: int) -> dict[str, str]:
    """Give the periods of a year that are reviewed, by their code: “2026-06”, “2026-12”."""
    return {f"{year}-06": f"6 tháng đầu năm {year}", f"{year}-12": f"Cả năm {year}"}


def record(
    hand: Hand, reach: Reach, registration: Registration, period: str, text: str, on_track: bool
) -> ProgressLine:
    """Keep the one line of a model and period; a later one takes its place, and the history keeps the earlier.

    Refuses whoever may not report on the registration, a period that its year does not have, and an empty line.
    """
    require(hand.session, reach, registration, "report")
    if period not in periods(registration.campaign.year):
        raise Refused("no_period", field="period")
    said = nfc(text, lines=True)
    if not said:
        raise Refused("progress_kept", field="text")
    query = select(ProgressLine).where(ProgressLine.registration_id == registration.id, ProgressLine.period == period)
    line = hand.session.scalars(query).first()
    if line is None:
        line = ProgressLine(registration_id=registration.id, period=period, text=said, on_track=on_track)
        hand.add(line, registration.unit_id)
    else:
        hand.change(line, {"text": said, "on_track": on_track}, registration.unit_id)
    return line


def reported(reach: Reach, campaign: Campaign, unit_id: int) -> Select[Any]:
    """Give the registrations of a unit and all below it on which the person may report, in order of name."""
    below = select(UnitBranch.unit_id).where(UnitBranch.above_id == unit_id)
    shown = (selectinload(Registration.owners), lazyload(Registration.forces), lazyload(Registration.topics))
    return (
        select(Registration)
        .where(
            Registration.campaign_id == campaign.id,
            Registration.unit_id.in_(below),
            Registration.state.in_(ACTIONS["report"].before),
            reach.changes(Registration.unit_id),
        )
        .options(*shown)
        .order_by(Registration.plain_key, Registration.id)
    )


def lines(reader: Session, registration_ids: Sequence[int], period: str | None = None) -> dict[int, list[ProgressLine]]:
    """Give the lines of some registrations (of one period, when given), period by period, in one statement."""
    query = select(ProgressLine).where(ProgressLine.registration_id.in_(list(registration_ids)))
    if period is not None:
        query = query.where(ProgressLine.period == period)
    found: dict[int, list[ProgressLine]] = {}
    for each in reader.scalars(query.order_by(ProgressLine.period)):
        found.setdefault(each.registration_id, []).append(each)
    return found
