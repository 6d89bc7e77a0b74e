"""What the pages of lists and decisions share: the fields of a paper, the body that issued it, a typed unit, numbered fields."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import request
from wtforms import SelectField, StringField, TextAreaField

from contest.db import db
from contest.forms import DayField, Length, Required
from contest.keptforms import KeptForm
from contest.pagekit import choices
from contest.planning import letterheads
from contest.planning.contests import levels
from contest.recognition.documents import DocumentDetails
from contest.tables.decisions import Decision
from contest.tables.places import Unit

UNITS = {"data-units": "", "autocomplete": "off"}


class PaperForm(KeptForm):
    """The document of a decision: number, day, issuer, abstract, and who signed."""

    number = StringField("Số, ký hiệu", [Required(), Length(80)], description="Ví dụ: 55-QĐ/TU hoặc 55/QĐ-UBND")
    issued_on = DayField("Ngày ban hành", [Required()])
    issuer = StringField("Cơ quan ban hành", [Required(), Length(200)], description="Tên ghi trên văn bản.")
    abstract = TextAreaField("Trích yếu", [Required(), Length(2000)], render_kw={"rows": 2})
    signer = StringField("Người ký", [Length(200)], description="Họ tên, chức vụ.")

    def details(self) -> DocumentDetails:
        """Give the document as typed; the form must be valid."""
        return DocumentDetails(
            self.number.data or "", self.issued_on.data, self.issuer.data or "", self.abstract.data or ""
        )

    def show_in(self, decision: Decision) -> None:
        """Show what is kept of a decision's paper."""
        for name in ("number", "issued_on", "issuer", "abstract"):
            self[name].data = getattr(decision.document, name)
        self.signer.data = decision.signer


class BodyForm(PaperForm):
    """A decision's document and the body's unit, with the first certificate number."""

    unit = StringField("Đơn vị của cơ quan quyết định", [Required(), Length(300)], render_kw=UNITS)
    certificate = StringField(
        "Số giấy chứng nhận đầu tiên",
        [Length(60)],
        description="Các số sau đánh tiếp, năm giữ nguyên, bỏ qua số đã cấp: GCN-0098/2026 rồi GCN-0099/2026. Để trống nếu không cấp.",
    )


def offer_levels(field: SelectField, day: date, *, nothing: str = "Đề nghị chọn") -> None:
    """List the levels that stood on a day."""
    standing = [each for each in levels(db.session()) if (each.valid_from or day) <= day <= (each.valid_to or day)]
    field.choices = choices([("", nothing), *((str(each.id), each.name) for each in standing)])


def issuer_of(unit: Unit, day: date) -> str:
    """Give the issuer that a unit's letterhead named on a day, else the unit's name."""
    head = letterheads.on_day(db.session(), unit.id, day)
    return head.issuer if head else unit.name


def numbered(prefix: str, ids: Sequence[int]) -> dict[int, str]:
    """Give what was sent in the fields “prefix-ID” for some ids, without outer spaces; a field that was not sent is left out."""
    sent = {each: request.form.get(f"{prefix}-{each}") for each in ids}
    return {each: typed.strip() for each, typed in sent.items() if typed is not None}
