"""Reports: which there are, one on screen with its charts, the same in Excel and on paper."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for

from contest.access import row_number
from contest.db import db
from contest.files.reportbook import workbook
from contest.offices import for_offices, reach
from contest.pagekit import EXCEL, Page, download
from contest.reportasking import filters, printing
from contest.reports.asking import require_readable
from contest.reports.kit import Asked, Report
from contest.reports.table import REPORTS, report
from contest.reportview import cell, drawing
from contest.scorebook.refusals import Refused
from contest.tables.places import Unit
from contest.text import today
from contest.unithead import head

blueprint = Blueprint("reports", __name__, url_prefix="/bao-cao")
MOST_ROWS = 200  # of a table on screen; Excel and paper hold them all
LANDSCAPE = 6  # a table of more columns is printed across
PLACES = {"don-vi", "nam", "theo"}


@blueprint.get("")
@for_offices
def index() -> Page:
    """List the reports, with what each answers."""
    groups: dict[str, list[str]] = {}
    for name, entry in REPORTS.items():
        groups.setdefault(entry.group, []).append(name)
    return render_template("reports/index.html", reports=REPORTS, groups=groups)


@blueprint.get("/<name>")
@for_offices
def show(name: str) -> Page:
    """Show a report: its filters, its draft paragraph, its charts and tables; an address holds only what was chosen."""
    if any(not value for value in request.args.values()):
        chosen = {key: value for key, value in request.args.items() if value}
        return redirect(url_for("reports.show", name=name, **chosen))  # type: ignore[arg-type]
    found, refused = None, ""
    try:
        found = _report(name)
    except Refused as why:
        refused = why.message
    entry = REPORTS[name]
    return render_template(
        "reports/show.html" if found else "reports/nothing.html",
        name=name,
        report=found,
        entry=entry,
        refused=refused,
        cell=cell,
        most=MOST_ROWS,
        filters=filters(db.session(), reach(), entry, found, row_number(request.args.get("don-vi", ""))),
        printing=printing(entry, found),
        drawings=[drawing(chart) for chart in found.charts] if found else [],
    )


@blueprint.get("/<name>.xlsx")
@for_offices
def file(name: str) -> Page:
    """Answer with a report as a workbook."""
    return download(workbook(_report(name)), f"bao-cao-{name}.xlsx", EXCEL)


@blueprint.get("/<name>/in")
@for_offices
def paper(name: str) -> Page:
    """Show a report as it is printed on A4, under the unit's letterhead."""
    found = _report(name)
    unit = db.session.get(Unit, found.unit_id) if found.unit_id is not None else None
    wide = any(len(table.columns) > LANDSCAPE for table in found.tables)
    return render_template(
        "reports/paper.html", report=found, cell=cell, head=head(db.session(), unit, today()), wide=wide
    )


def _report(name: str) -> Report:
    if name not in REPORTS:
        abort(404)
    return report(db.session(), name, _asked())


def _asked() -> Asked:
    """Give what the address asks for; a unit outside the person's branch is as if it were not there."""
    require_readable({name: value for name, value in request.args.items() if name in PLACES})
    mine = reach()
    unit_id = row_number(request.args.get("don-vi", ""))
    if unit_id is not None and (db.session.get(Unit, unit_id) is None or not mine.may_see(db.session(), unit_id)):
        abort(404)
    options = {key: value for key, value in request.args.items() if key not in PLACES}
    return Asked(mine, unit_id, row_number(request.args.get("nam", "")), request.args.get("theo") == "nay", options)
