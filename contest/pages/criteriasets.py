"""Criteria sets of a campaign: the one in force and earlier versions to read, and the next one typed as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from wtforms import BooleanField, FieldList, FormField, HiddenField, StringField, TextAreaField

from contest.db import db
from contest.forms import Length, LineForm, put_errors
from contest.history import Hand
from contest.keptforms import KeptForm
from contest.offices import for_offices, in_branch, reach
from contest.pagekit import Page, by_hand, campaign_or_404, refused_in
from contest.recognition import criteria, registering
from contest.recognition.criteria import CriterionLine, SetDetails, WrongCriteria
from contest.scorebook.refusals import Refused
from contest.tables.appraisals import CriteriaSet
from contest.tables.campaigns import Campaign
from scoring.points import from_thousandths

blueprint = Blueprint("criteria_sets", __name__, url_prefix="/dot-dang-ky/<int:campaign_id>")
EMPTY_LINES = 2
MOST_LINES = 60


class CriterionForm(LineForm):
    """One criterion; a line without a name is none."""

    key = HiddenField()
    group = StringField("Nhóm", [Length(100)])
    name = StringField("Tiêu chí", [Length(300)])
    most = StringField("Điểm tối đa", [Length(20)], render_kw={"inputmode": "decimal", "autocomplete": "off"})
    step = StringField("Bước", [Length(20)], render_kw={"inputmode": "decimal", "autocomplete": "off"})
    least = StringField("Tối thiểu %", [Length(20)], render_kw={"inputmode": "decimal", "autocomplete": "off"})
    zero_sinks = BooleanField("Không được 0 điểm")


class SetForm(KeptForm):
    """A criteria set; figures are read by the rulebook, so that its mistakes stand beside what was typed."""

    name = StringField("Tên bộ tiêu chí", [Length(200)])
    source = StringField("Nguồn, căn cứ", [Length(500)], description="Văn bản quy định tiêu chí và điểm")
    invented = BooleanField("Điểm giả định, chưa theo văn bản nào")
    lines = FieldList(FormField(CriterionForm), max_entries=MOST_LINES)
    total = StringField("Tổng điểm", [Length(20)], render_kw={"inputmode": "decimal", "autocomplete": "off"})
    threshold = StringField(
        "Mức đạt",
        [Length(20)],
        render_kw={"inputmode": "decimal", "autocomplete": "off"},
        description="Từ mức này và đủ các điều kiện tối thiểu thì được đề nghị.",
    )
    bonus = StringField(
        "Điểm thưởng nhiều nhất",
        [Length(20)],
        render_kw={"inputmode": "decimal", "autocomplete": "off"},
        description="Để trống nếu không có.",
    )
    penalty = StringField(
        "Điểm trừ nhiều nhất",
        [Length(20)],
        render_kw={"inputmode": "decimal", "autocomplete": "off"},
        description="Để trống nếu không có.",
    )
    reason = TextAreaField("Lý do thay đổi", [Length(500)], render_kw={"rows": 2})

    @property
    def details(self) -> SetDetails:
        """Give the set as typed."""
        return SetDetails(
            name=self.name.data or "",
            total=self.total.data or "",
            threshold=self.threshold.data or "",
            lines=[_line(entry.form) for entry in self._named()],
            bonus=self.bonus.data or "",
            penalty=self.penalty.data or "",
            source=self.source.data or "",
            invented=bool(self.invented.data),
        )

    def _named(self) -> list[Any]:
        """Give the lines that say anything; the empty ones are dropped."""
        said = ("group", "name", "most", "step", "least")
        return [entry for entry in self.lines if any(entry.form[each].data for each in said)]

    def place(self, wrong: WrongCriteria) -> None:
        """Put each mistake beside its field; the lines that count are numbered without the empty ones."""
        named, told = self._named(), {}
        for field, said in wrong.wrong.items():
            head, _, tail = field.partition("-")
            number, _, column = tail.partition("-")
            if head == "lines" and named:
                entry = named[int(number)]
                place = f"{self._line_named(entry)}, {entry.form[column].label.text.lower()}"
                told[f"{entry.id}-{column}"] = f"{place}: {said}"
            else:
                told[field] = f"{self[head].label.text}: {said}" if head in self else said
        put_errors(self, told)

    def _line_named(self, entry: Any) -> str:
        """Give a line by its place on the page and its criterion: above the form there is no row to look at."""
        name = f" “{entry.form.name.data}”" if entry.form.name.data else ""
        return f"Dòng {self.lines.entries.index(entry) + 1}{name}"

    def begin(self, details: SetDetails) -> None:
        """Begin the form with a set."""
        for name in ("name", "total", "threshold", "bonus", "penalty", "source", "invented"):
            self[name].data = getattr(details, name)
        self.show_lines(details.lines)

    def show_lines(self, lines: Sequence[CriterionLine]) -> None:
        """Show the lines, and empty ones to go on with."""
        while self.lines.entries:
            self.lines.pop_entry()
        for each in (*lines, *[CriterionLine("", "", "")] * EMPTY_LINES):
            if len(self.lines.entries) < MOST_LINES:
                self.lines.append_entry(vars(each))


def _line(form: CriterionForm) -> CriterionLine:
    texts = {name: form[name].data or "" for name in ("name", "most", "step", "group", "least", "key")}
    return CriterionLine(zero_sinks=bool(form.zero_sinks.data), **texts)


@blueprint.route("/bo-tieu-chi/<owner_type>/sua", methods=["GET", "POST"])
@for_offices
@in_branch(Campaign, "campaign_id", change=True)
def edit(campaign_id: int, owner_type: str) -> Page:
    """Show the set of a kind of owner as a table (the sample before the first), or keep it as the next version."""
    if owner_type not in registering.OWNER_TYPES:
        abort(404)
    form, session = SetForm(), db.session()
    form.of_all(lambda reader: criteria.versions(reader, campaign_id, owner_type))
    standing = criteria.in_force(session, campaign_id).get(owner_type)
    refused = False
    if request.method == "GET":
        form.begin(_sample(standing, owner_type))
    elif "more" in request.form:
        form.show_lines(form.details.lines)
    elif form.validate_on_submit():
        try:
            return _save(form, campaign_id, owner_type)
        except WrongCriteria as wrong:
            form.place(wrong)
        except Refused as why:
            refused_in(form, why)
        refused = True
    else:
        refused = True
    page = render_template(
        "appraisals/criteria.html",
        form=form,
        campaign=session.get_one(Campaign, campaign_id),
        owners=registering.OWNER_TYPES[owner_type],
        standing=standing,
        begun=criteria.sheets_begun(session, campaign_id, owner_type),
    )
    return (page, 422) if refused else page


def _sample(standing: CriteriaSet | None, owner_type: str) -> SetDetails:
    if standing is None:
        return criteria.preset(owner_type)
    return criteria.details_of(criteria.rules_of(standing), from_thousandths(standing.threshold))


def _save(form: SetForm, campaign_id: int, owner_type: str) -> Page:
    details, reason = form.details, form.reason.data or ""

    def work(hand: Hand) -> int | None:
        campaign = hand.session.get_one(Campaign, campaign_id)
        row = criteria.save(hand, campaign, owner_type, details, reason)
        return None if row is None else row.number

    number = by_hand(work, form)
    flash("Bộ tiêu chí không có gì thay đổi." if number is None else f"Đã lưu bộ tiêu chí, bản {number}.", "success")
    return redirect(url_for("appraisals.of_campaign", campaign_id=campaign_id))


@blueprint.get("/bo-tieu-chi/<owner_type>")
@for_offices
def show(campaign_id: int, owner_type: str) -> Page:
    """Show every version of a set, the newest first."""
    campaign, session = campaign_or_404(campaign_id), db.session()
    rows = criteria.versions(session, campaign_id, owner_type)
    if not rows:
        abort(404)
    return render_template(
        "appraisals/criteria_versions.html",
        campaign=campaign,
        owners=registering.OWNER_TYPES[owner_type],
        owner_type=owner_type,
        versions=[(row, criteria.rules_of(row), from_thousandths(row.threshold)) for row in rows],
        may_change=reach().may_change(session, campaign.unit_id),
    )
