"""Criteria sets (bộ tiêu chí): rulebooks of one part with a threshold, read strictly, kept as versions, sheets keep theirs."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from importlib.resources import files
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.chain import canonical
from contest.db import now
from contest.history import Hand
from contest.messages.mistakes import mistake
from contest.messages.scoring import say
from contest.rulebooks import parsed
from contest.scorebook.refusals import Refused, require_reason
from contest.tables.appraisals import Appraisal, AppraisalSheet, CriteriaSet
from contest.tables.campaigns import Campaign
from contest.tables.recognition import Registration
from contest.text import match_key, nfc
from scoring import rulebook as rulebooks
from scoring.points import PointsError, exact_text, parse, to_thousandths
from scoring.rules import DeductionRule, Part, Problem, Rulebook

PART = "tham_dinh"
EXTRA: Mapping[str, str] = {"bonus": "Điểm thưởng", "flat": "Điểm trừ"}
"""Points beside the criteria, by their kind in scoring.deductions; each has a cap, or there are none of it."""
_KEYS: Mapping[str, str] = {"bonus": "diem_thuong", "flat": "diem_tru"}


@dataclass(frozen=True)
class CriterionLine:
    """One criterion as typed; `key` stays its name through all versions ("" for a new one)."""

    name: str
    most: str
    step: str
    group: str = ""
    least: str = ""  # percent of the most that must be reached; "" for none
    zero_sinks: bool = False
    key: str = ""


@dataclass(frozen=True)
class SetDetails:
    """A criteria set as typed: figures are texts, so that what cannot be read is shown as it was typed."""

    name: str
    total: str
    threshold: str
    lines: Sequence[CriterionLine]
    bonus: str = ""  # the most that may be added; "" for none
    penalty: str = ""
    source: str = ""
    invented: bool = False


class WrongCriteria(Refused):
    """A set that is no rulebook: what is wrong by field (“lines-2-most”, “total”), so that all is mended at once."""

    def __init__(self, wrong: Mapping[str, str]) -> None:
        super().__init__("criteria_wrong", field=next(iter(wrong)), count=len(wrong), first=next(iter(wrong.values())))
        self.wrong = dict(wrong)


def read(details: SetDetails) -> tuple[Rulebook, int]:
    """Give the rulebook and the threshold (thousandths) of a set as typed; refuses with every mistake by its field."""
    lines = _keyed(details.lines)
    wrong: dict[str, str] = {}
    rules: Rulebook | None = None
    try:
        rules = rulebooks.from_dict(document(details, lines))
    except rulebooks.RulebookErrors as errors:
        for problem in errors.problems:
            said = mistake(problem)
            wrong.setdefault(_field(problem, lines), said[:1].upper() + said[1:])
    threshold = _threshold(details, rules, wrong)
    if wrong or rules is None:
        raise WrongCriteria(wrong)
    return rules, threshold


def document(details: SetDetails, lines: Sequence[CriterionLine]) -> dict[str, Any]:
    """Give a set as a rulebook's document: one part whose sheets are averaged, no prizes, no ties."""
    criteria = [
        {
            "key": each.key,
            "name": nfc(each.name),
            "group": nfc(each.group),
            "zero_sinks": each.zero_sinks,
        }
        | _written({"max_points": each.most, "step": each.step, "min_share": each.least})
        for each in lines
    ]
    part = {
        "key": PART,
        "name": "Thẩm định",
        "panel": {"method": "mean", "over": "sheets"},
        "criteria": criteria,
        **_written({"max_points": details.total}),
    }
    caps = {"bonus": details.bonus, "flat": details.penalty}
    return {
        "name": nfc(details.name),
        "source": nfc(details.source),
        "invented": details.invented,
        "decimals": 2,
        "sunk": "no_prize",  # a floor that is not reached takes no points away: it is told beside the total
        **_written({"max_total": details.total}),
        "parts": [part],
        "deductions": [
            {"key": _KEYS[kind], "name": EXTRA[kind], "kind": kind, "max_points": cap, "cap": cap}
            for kind, cap in caps.items()
            if cap
        ],
    }


def _written(figures: Mapping[str, str]) -> dict[str, str]:
    return {key: typed for key, typed in figures.items() if typed.strip()}


def _keyed(lines: Sequence[CriterionLine]) -> list[CriterionLine]:
    """Give the lines, each with a key of its own made of its name."""
    taken = {each.key for each in lines if each.key}
    keyed = []
    for each in lines:
        key = each.key
        if not key:
            stem = re.sub(r"[^a-z0-9]+", "_", match_key(each.name, marks=False)).strip("_")[:50] or "tieu_chi"
            key = next(name for name in (stem, *(f"{stem}_{n}" for n in range(2, 200))) if name not in taken)
            taken.add(key)
        keyed.append(CriterionLine(each.name, each.most, each.step, each.group, each.least, each.zero_sinks, key))
    return keyed


_FIELDS: Mapping[str, str] = {
    "max_points": "most",
    "step": "step",
    "min_share": "least",
    "name": "name",
    "group": "group",
    "key": "name",
    "zero_sinks": "zero_sinks",
}


def _field(problem: Problem, lines: Sequence[CriterionLine]) -> str:
    """Give the form's field that a mistake of the document was typed in."""
    steps = problem.where.split(".")
    if problem.code == "duplicate":
        named = [at for at, each in enumerate(lines) if match_key(each.name) == match_key(str(problem.values["typed"]))]
        return f"lines-{max(named, default=0)}-name"
    if "criteria" in steps and len(steps) > steps.index("criteria") + 1:
        which = steps[steps.index("criteria") + 1]
        place = next((at for at, each in enumerate(lines) if which in {each.key, str(at + 1)}), 0)
        return f"lines-{place}-{_FIELDS.get(steps[-1], 'name')}"
    if steps[0] == "deductions":
        return "bonus" if _KEYS["bonus"] in steps else "penalty"
    return {"max_points": "total", "max_total": "total"}.get(steps[-1], "name")


def _threshold(details: SetDetails, rules: Rulebook | None, wrong: dict[str, str]) -> int:
    try:
        least = parse(details.threshold)
    except PointsError as error:
        wrong.setdefault("threshold", say(error.code, error.values))
        return 0
    most = rules.parts[0].sheet_max if rules is not None else None
    if most is not None and least > most:
        wrong.setdefault("threshold", say("above_max", {"max": most}))
    return to_thousandths(least)


def details_of(rules: Rulebook, threshold: Fraction) -> SetDetails:
    """Give a set as it is typed, to begin a form with."""
    caps = {rule.kind: _typed(rule.cap) for rule in rules.deductions}
    part = the_part(rules)
    lines = [
        CriterionLine(
            each.name, _typed(each.max_points), _typed(each.step), each.group, _typed(each.min_share),
            each.zero_sinks, each.key,
        )
        for each in part.criteria
    ]  # fmt: skip
    return SetDetails(
        rules.name,
        _typed(part.max_points),
        _typed(threshold),
        lines,
        caps.get("bonus", ""),
        caps.get("flat", ""),
        rules.source,
        rules.invented,
    )


def _typed(value: Fraction | None) -> str:
    return "" if value is None else exact_text(value).replace(".", ",")


def preset(owner_type: str) -> SetDetails:
    """Give the sample set of a kind of owner (points invented and labelled so)."""
    text = files("contest.recognition").joinpath("presets", f"{owner_type}.toml").read_text(encoding="utf-8")
    written = tomllib.loads(text, parse_float=Decimal)
    return details_of(rulebooks.from_dict(written["rulebook"]), Fraction(written["threshold"]))


def the_part(rules: Rulebook) -> Part:
    """Give the one part of a criteria set."""
    return rules.parts[0]


def rules_of(row: CriteriaSet) -> Rulebook:
    """Give the rulebook of a stored set; refuses one that cannot be read."""
    rules = parsed(row.fingerprint, row.document)
    if rules is None:
        raise Refused("criteria_unreadable", name=row.name)
    return rules


def extra_rules(rules: Rulebook) -> tuple[DeductionRule, ...]:
    """Give the rules under which a team may add or take points."""
    return rules.deductions


def in_force(reader: Session, campaign_id: int) -> dict[str, CriteriaSet]:
    """Give the set in force for each kind of owner that has one."""
    query = select(CriteriaSet).where(CriteriaSet.campaign_id == campaign_id).order_by(CriteriaSet.number)
    return {row.owner_type: row for row in reader.scalars(query)}


def versions(reader: Session, campaign_id: int, owner_type: str) -> list[CriteriaSet]:
    """Give every version of a set, the newest first."""
    query = select(CriteriaSet).where(CriteriaSet.campaign_id == campaign_id, CriteriaSet.owner_type == owner_type)
    return list(reader.scalars(query.order_by(CriteriaSet.number.desc())))


def sheets_begun(reader: Session, campaign_id: int, owner_type: str) -> bool:
    """Say whether a sheet was filled in under a set, so that a change of it needs a reason."""
    query = (
        select(AppraisalSheet.id)
        .join(Appraisal, Appraisal.id == AppraisalSheet.appraisal_id)
        .join(CriteriaSet, CriteriaSet.id == Appraisal.criteria_set_id)
        .where(CriteriaSet.campaign_id == campaign_id, CriteriaSet.owner_type == owner_type)
    )
    return reader.execute(query.limit(1)).first() is not None


def save(hand: Hand, campaign: Campaign, owner_type: str, details: SetDetails, reason: str = "") -> CriteriaSet | None:
    """Keep a set as the next version, None when it equals the one in force.

    Refuses what is no rulebook, and a change without a reason once a sheet was filled in. Appraisals without a sheet go
    over to the new version; the others keep the one under which they were begun.
    """
    rules, threshold = read(details)
    before = in_force(hand.session, campaign.id).get(owner_type)
    mark = rulebooks.fingerprint(rules)
    if before is not None and (before.fingerprint, before.threshold) == (mark, threshold):
        return None
    begun = sheets_begun(hand.session, campaign.id, owner_type)
    row = CriteriaSet(
        campaign_id=campaign.id,
        owner_type=owner_type,
        number=1 if before is None else before.number + 1,
        name=rules.name,
        document=canonical(rulebooks.to_dict(rules)),
        fingerprint=mark,
        threshold=threshold,
        reason=require_reason(reason) if begun else reason.strip(),
        created_at=now(),
    )
    hand.add(row, campaign.unit_id, reason=row.reason)
    _take_over(hand, campaign, owner_type, row)
    return row


def _take_over(hand: Hand, campaign: Campaign, owner_type: str, row: CriteriaSet) -> None:
    filled = select(AppraisalSheet.appraisal_id)
    waiting = (
        select(Appraisal, Registration.unit_id)
        .join(Registration, Registration.id == Appraisal.registration_id)
        .where(
            Registration.campaign_id == campaign.id,
            Registration.owner_type == owner_type,
            Appraisal.closed_at.is_(None),
            Appraisal.id.not_in(filled),
        )
    )
    for appraisal, unit_id in hand.session.execute(waiting).unique().all():
        hand.change(appraisal, {"criteria_set_id": row.id}, unit_id)
