"""A contest of scoring's own records written as an exported log, so that the second engine can be asked about it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from contest.chain import canonical
from contest.ledger import WHOLE
from contest.recount.log import FORMAT, FORMAT_VERSION, beginning, link
from scoring.entered import Absent, Decision, Entry, Marks

Said = tuple[str, str, dict[str, Any]]


def exported(document: Mapping[str, Any], entry: Entry, totals: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Give the exported log of a contest in which all of `entry` was entered and every performance is locked.

    `totals` are those on which the ties were decided; the program's own reader wants them.
    """
    uid = "soak"
    written = json.loads(json.dumps(document, default=str))
    events: list[dict[str, Any]] = []
    hashed = beginning(uid)
    for seq, (kind, subject, data) in enumerate((_started(written, entry), *_said(document, entry, totals)), 1):
        event: dict[str, Any] = {
            "seq": seq,
            "at": "2026-11-22T08:00:00.000Z",
            "actor": "system",
            "kind": kind,
            "subject": subject,
            "data": canonical(data),
            "command_id": None,
        }
        hashed = link(hashed, event)
        events.append(event | {"hash": hashed})
    judges = list(dict.fromkeys(judge for seats in entry.judges.values() for judge in seats))
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "contest": {"uid": uid, "name": document["name"]},
        "rulebooks": [{"version": 1, "document": written}],
        "teams": [
            {
                "id": team,
                "name": team,
                "group": entry.groups.get(team, ""),
                "ineligible": "Đội khách" if team in entry.ineligible else "",
            }
            for team in entry.teams
        ],
        "seats": [{"id": judge, "number": entry.seats.get(judge, judge)} for judge in judges],
        "events": events,
    }


def _started(written: Mapping[str, Any], entry: Entry) -> Said:
    started = {
        "rulebook_version": 1,
        "rulebook": hashlib.sha256(canonical(written).encode()).hexdigest(),
        "teams": {team: team for team in entry.teams},
    }
    return "contest_started", "contest", {"step": "running", "started": started}


def _said(document: Mapping[str, Any], entry: Entry, totals: Mapping[str, str] | None) -> Iterator[Said]:
    for part in document["parts"]:
        for team in entry.teams:
            present = (part["key"], team) not in entry.not_present
            yield "performance_locked", f"performance/{part['key']}/{team}", {"state": "locked", "present": present}
    for (part, team, judge), sheet in entry.sheets.items():
        if isinstance(sheet, Absent):
            absence = {"absent": True, "reason": "", "why": sheet.value}
            yield "judge_absence_recorded", f"absence/{part}/{team}/{judge}", absence
        else:
            yield "sheet_submitted", f"sheet/{part}/{team}/{judge}", {"state": "received", "marks": _marks(sheet)}
    for (part, team), marks in entry.agreed.items():
        yield "agreed_recorded", f"agreed/{part}/{team}", {"marks": _marks(marks), "version": 1}
    for number, fault in enumerate(entry.faults, 1):
        data = {
            "rule": fault.rule,
            "amount": thousandths(fault.amount),
            "act": fault.act,
            "reason": fault.reason,
            "withdrawn": False,
        }
        yield "deduction_recorded", f"deduction/{fault.part or WHOLE}/{fault.team}/{number}", data
    for strike in entry.struck:
        data = {"part": strike.part, "criterion": strike.criterion, "struck": True, "reason": strike.reason}
        yield "question_struck", f"strike/{strike.part}/{strike.criterion}", data
    for number, decision in enumerate(entry.decisions, 1):
        on = {} if totals is None else {"totals": {team: totals[team] for team in decision.teams}}
        yield "tie_decided", f"decision/{number}", _decision(decision) | on


def _marks(marks: Marks) -> dict[str, int]:
    return {criterion: thousandths(mark) or 0 for criterion, mark in marks.items()}


def thousandths(points: Fraction | None) -> int | None:
    """Give points as whole thousandths; raises ValueError for finer ones."""
    if points is None:
        return None
    whole = points * 1000
    if whole.denominator != 1:
        raise ValueError(points)
    return int(whole)


def _decision(decision: Decision) -> dict[str, Any]:
    return {
        "step": decision.step,
        "order": [list(group) for group in decision.order],
        "minutes": "",
        "reason": decision.reason,
    }
