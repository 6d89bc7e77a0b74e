"""The fields of a document that a form may rest on: number, day, issuer, abstract; kept once in the register of documents."""

from __future__ import annotations

from wtforms import StringField

from contest.forms import DayField, Length
from contest.history import Hand
from contest.keptforms import KeptForm
from contest.recognition.documents import DocumentDetails, keep
from contest.scorebook.refusals import Refused
from contest.tables.campaigns import Document


class DocumentFields(KeptForm):
    """What a document is; all empty where there is none."""

    number = StringField("Số, ký hiệu văn bản", [Length(80)], description="Ví dụ: 73-KH/BDVTU")
    issued_on = DayField("Ngày ban hành")
    issuer = StringField("Cơ quan ban hành", [Length(200)])
    abstract = StringField("Trích yếu", [Length(500)])

    @property
    def document(self) -> DocumentDetails | None:
        """Give the document that was typed, None for none; refuses one without number, day or issuer."""
        typed = (self.number.data, self.issued_on.data, self.issuer.data)
        if not any((*typed, self.abstract.data)):
            return None
        if not all(typed):
            raise Refused("document_incomplete", field="number")
        return DocumentDetails(
            self.number.data or "", self.issued_on.data, self.issuer.data or "", self.abstract.data or ""
        )

    def show(self, document: Document | None) -> None:
        """Begin the fields with a document that is known."""
        if document is not None:
            for name in ("number", "issued_on", "issuer", "abstract"):
                self[name].data = getattr(document, name)


def kept(hand: Hand, unit_id: int, details: DocumentDetails | None) -> int | None:
    """Give the id of a typed document in the register, None for none."""
    return None if details is None else keep(hand, unit_id, details).id
