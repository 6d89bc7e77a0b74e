"""Reports: which there are, one on screen with its chart, and the same in Excel."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request

from contest.access import row_number
from contest.db import db
from contest.files.reportbook import workbook
from contest.offices import for_offices, reach
from contest.pagekit import EXCEL, Page, download
from contest.reports.kit import Asked, Report
from contest.reports.table import REPORTS, report
from contest.reportview import cell, drawing
from contest.scorebook.refusals import Refused

blueprint = Blueprint("reports", __name__, url_prefix="/bao-cao")


@blueprint.get("")
@for_offices
def index() -> Page:
    """List the reports."""
    return render_template("reports/index.html", reports=REPORTS)


@blueprint.get("/<name>")
@for_offices
def show(name: str) -> Page:
    """Show a report: its tables, its chart, its draft paragraph."""
    try:
        found = _report(name)
    except Refused as refused:
        return render_template("reports/nothing.html", entry=REPORTS[name], refused=refused.message, name=name)
    return render_template(
        "reports/show.html",
        report=found,
        entry=REPORTS[name],
        cell=cell,
        drawings=[drawing(chart) for chart in found.charts],
        now=request.args.get("don-vi-nay") == "nay",
    )


@blueprint.get("/<name>.xlsx")
@for_offices
def file(name: str) -> Page:
    """Answer with a report as a workbook."""
    return download(workbook(_report(name)), f"bao-cao-{name}.xlsx", EXCEL)


def _report(name: str) -> Report:
    if name not in REPORTS:
        abort(404)
    return report(db.session(), name, _asked())


def _asked() -> Asked:
    """Give what the address asks for; a unit outside the person's branch is as if it were not there."""
    mine = reach()
    unit_id = row_number(request.args.get("don-vi", ""))
    if unit_id is not None and not mine.may_see(db.session(), unit_id):
        abort(404)
    options = {key: value for key, value in request.args.items() if key not in {"don-vi", "nam", "theo"}}
    return Asked(mine, unit_id, row_number(request.args.get("nam", "")), request.args.get("theo") == "nay", options)
