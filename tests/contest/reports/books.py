"""Books of the shape of the documents' figures, filled by bulk inserts: one campaign of a unit, its domains, units and models."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import openpyxl
from flask import Flask
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from contest.accounts import create_account
from contest.db import Base, now
from contest.files.reportbook import workbook
from contest.offices import Reach
from contest.planning.units import add_unit
from contest.recognition import campaigns
from contest.reports.kit import Asked, Report
from contest.reports.table import report
from contest.tables.campaigns import Campaign, CampaignUnit, Document, Domain
from contest.tables.decisions import Decision, Recognition, RecognitionStep, Replication
from contest.tables.places import Unit, UnitKind
from contest.tables.recognition import PracticeModel, Registration
from contest.text import match_key
from tests.contest.pages.walker import Walker

HOUSE = Reach(whole=True)


def put(session: Session, name: str, kind: str, above: int | None = None, **more: Any) -> int:
    """Put a unit into the tree and give its id."""
    found = session.scalars(select(UnitKind).where(UnitKind.code == kind)).one()
    return add_unit(session, Unit(name=name, kind_id=found.id, level_id=found.level_id, **more), above).id


def _next(session: Session, table: type[Base]) -> int:
    return int(session.scalar(select(func.max(table.__table__.c.id))) or 0) + 1


@dataclass
class Book:
    """One campaign with what is needed to fill it."""

    session: Session
    campaign: Campaign
    units: Mapping[str, int]
    domains: Mapping[str, int]
    steps: list[int] = field(default_factory=list)

    def register(
        self,
        count: int,
        unit: str = "",
        domain: str = "",
        owner: str = "collective",
        kind: str = "new",
        state: str = "received",
        models: Sequence[int] = (),
        **more: Any,
    ) -> list[int]:
        """Register so many models (new ones, or those of given registrations) and give the registrations' ids."""
        first, model = _next(self.session, Registration), _next(self.session, PracticeModel)
        fresh = [] if models else [{"id": model + n, "uid": f"m{model + n}", "first_year": 2020} for n in range(count)]
        if fresh:
            self.session.execute(insert(PracticeModel), fresh)
        numbers = list(models) or [model + n for n in range(count)]
        row = {
            "campaign_id": self.campaign.id,
            "unit_id": self.units[unit] if unit else self.campaign.unit_id,
            "domain_id": self.domains[domain] if domain else None,
            "owner_type": owner,
            "status_kind": kind,
            "state": state,
            "plain_key": "",
            "submitted_at": datetime(self.campaign.year, 1, 10, tzinfo=UTC),
            "created_at": now(),
        } | more
        rows = [row | {"id": first + n, "model_id": numbers[n], "name": f"Mô hình {first + n}"} for n in range(count)]
        self.session.execute(insert(Registration), rows)
        return [first + n for n in range(count)]

    def models(self, registrations: Sequence[int]) -> list[int]:
        """Give the models of registrations."""
        query = select(Registration.model_id).where(Registration.id.in_(list(registrations))).order_by(Registration.id)
        return list(self.session.scalars(query))

    def decide(self, registrations: Sequence[int], step: int | None = 0, kind: str = "recognise", **more: Any) -> None:
        """Decide on registrations at a step (0 is the first; None names none)."""
        paper = Document(
            number=f"{_next(self.session, Document)}-QĐ",
            match_key="",
            issued_on=date(self.campaign.year, 11, 1),
            issuer="Ban Chỉ đạo",
            issuer_key=str(_next(self.session, Document)),
            abstract="Công nhận",
        )
        self.session.add(paper)
        self.session.flush()
        decision = Decision(document_id=paper.id, unit_id=self.campaign.unit_id, kind=kind)
        self.session.add(decision)
        self.session.flush()
        step_id = None if step is None else self.steps[step]
        rows = [
            {"decision_id": decision.id, "registration_id": each, "step_id": step_id} | more for each in registrations
        ]
        self.session.execute(insert(Recognition), rows)

    def replicate(self, registrations: Sequence[int], unit: str, **more: Any) -> None:
        """Let a unit adopt the models of some registrations."""
        row = {"unit_id": self.units[unit], "year": self.campaign.year} | more
        self.session.execute(insert(Replication), [row | {"model_id": each} for each in self.models(registrations)])

    def submitted(self, unit: str, on: date, number: str = "") -> None:
        """Note when a unit's list came in, and the number of its own document."""
        row = self.session.get_one(CampaignUnit, (self.campaign.id, self.units[unit]))
        row.submitted_on = on
        if number:
            paper = Document(
                number=number,
                match_key=match_key(number),
                issued_on=on,
                issuer=unit,
                issuer_key=unit,
                abstract="Kế hoạch",
            )
            self.session.add(paper)
            self.session.flush()
            row.document_id = paper.id
        self.session.flush()


def opened(
    session: Session,
    host: int,
    units: Mapping[str, int],
    year: int = 2021,
    domains: Sequence[str] = campaigns.USUAL_DOMAINS,
    steps: Sequence[str] = campaigns.USUAL_STEPS,
    **more: Any,
) -> Book:
    """Open a campaign of a unit, in which `units` take part."""
    values: dict[str, Any] = {
        "unit_id": host,
        "name": f"Đăng ký năm {year}",
        "year": year,
        "period_from": year,
        "period_to": year + 4,
        "opens_on": date(year, 1, 5),
        "deadline": date(year, 3, 1),
        "created_at": now(),
    }
    campaign = Campaign(**(values | more))
    session.add(campaign)
    session.flush()
    for place, name in enumerate(domains, 1):
        session.add(Domain(campaign_id=campaign.id, position=place, name=name, match_key=match_key(name)))
    for place, name in enumerate(steps, 1):
        session.add(RecognitionStep(campaign_id=campaign.id, position=place, name=name))
    for each in units.values():
        session.add(CampaignUnit(campaign_id=campaign.id, unit_id=each))
    session.flush()
    known = {each.name: each.id for each in campaigns.domains(session, campaign.id)}
    found = [each.id for each in campaigns.steps(session, campaign.id)]
    return Book(session, campaign, units, known, found)


def told(session: Session, name: str, unit_id: int | None = None, options: Mapping[str, str] | None = None) -> Report:
    """Give a report as the house's keeper is told it; `nam` and `theo` as in the address."""
    more = dict(options or {})
    year, reading = more.pop("nam", None), more.pop("theo", "")
    return report(session, name, Asked(HOUSE, unit_id, int(year) if year else None, reading == "nay", more))


def cells(found: Report, table: int = 0) -> list[list[object]]:
    """Give a table of a report as it is written to Excel: the heading, the rows and the total."""
    book = openpyxl.load_workbook(io.BytesIO(workbook(found)))
    sheet = book.worksheets[table]
    width, height = len(found.tables[table].columns), len(found.tables[table].lines()) + 1
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_row=3 + height, max_col=width)]


def keeper(app: Flask) -> Walker:
    """Give a browser of whoever keeps the whole house."""
    made = app.extensions["writer"].run(
        lambda session: create_account(session, "giu-nha", "Người giữ sổ", None, organiser=True).id
    )
    return Walker(app, made)


def drawn(page: str, table: int = 0) -> list[list[str]]:
    """Give a table of a page as its cells' text."""
    body = re.findall(r"<table.*?</table>", page, re.DOTALL)[table]
    rows = re.findall(r"<tr.*?</tr>", body, re.DOTALL)
    return [[_text(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)] for row in rows]


def _text(cell: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", "", cell)).split())
