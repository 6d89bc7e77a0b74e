"""Files kept with a registration: taken by what they are, not by what they are called; kept once; never deleted, only set aside."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from contest.db import now
from contest.history import Hand
from contest.offices import Reach
from contest.recognition.states import ACTIONS, require
from contest.scorebook.refusals import Refused, require_reason
from contest.tables.recognition import Evidence, Registration
from contest.text import nfc

MOST_MB = 5
NAME_MOST = 200  # characters, of contest.tables.recognition
PURPOSES: Mapping[str, str] = {
    "evidence": "Minh chứng",
    "signed_form": "Phiếu đăng ký có chữ ký",
    "visit": "Ảnh, biên bản kiểm tra",
    "reward": "Hồ sơ khen thưởng",
}
"""What a file is kept for."""


def _office(member: str) -> Callable[[bytes], bool]:
    def holds(data: bytes) -> bool:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                names = {name.lower() for name in archive.namelist()}
        except (zipfile.BadZipFile, ValueError):
            return False
        return member in names and not any(name.endswith("vbaproject.bin") for name in names)

    return holds


@dataclass(frozen=True)
class Kind:
    """A kind of file: how it is called, its type on the wire, the endings of its name, and how it is known by its content."""

    name: str
    mimetype: str
    endings: tuple[str, ...]
    holds: Callable[[bytes], bool]


_OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS: Sequence[Kind] = (
    Kind("PDF", "application/pdf", (".pdf",), lambda data: data.startswith(b"%PDF-")),
    Kind("ảnh JPG", "image/jpeg", (".jpg", ".jpeg"), lambda data: data.startswith(b"\xff\xd8\xff")),
    Kind("ảnh PNG", "image/png", (".png",), lambda data: data.startswith(b"\x89PNG\r\n\x1a\n")),
    Kind("Word", f"{_OFFICE}.wordprocessingml.document", (".docx",), _office("word/document.xml")),
    Kind("Excel", f"{_OFFICE}.spreadsheetml.sheet", (".xlsx",), _office("xl/workbook.xml")),
)
"""The kinds of files that are taken."""


@dataclass(frozen=True)
class Handed:
    """A file as it was handed in."""

    filename: str
    data: bytes
    purpose: str = "evidence"
    title: str = ""
    criterion: str = ""


def checked(filename: str, data: bytes) -> Kind:
    """Give the kind of a file; refuses an empty or large one, a kind that is not taken, and a content that is another's."""
    if not data:
        raise Refused("evidence_empty", field="file")
    if len(data) > MOST_MB * 1024 * 1024:
        raise Refused("evidence_large", field="file", most=MOST_MB)
    ending = PurePosixPath(filename.replace("\\", "/")).suffix.lower()
    named = next((kind for kind in KINDS if ending in kind.endings), None)
    if named is None:
        raise Refused("evidence_kind", field="file")
    if not named.holds(data):
        raise Refused("evidence_lies", field="file", name=filename[:60], kind=named.name)
    return named


def keep(hand: Hand, reach: Reach, registration: Registration, handed: Handed) -> Evidence:
    """Keep a file with a registration; refuses a file that is kept for this already, or a person who may not."""
    _require_keeper(hand, reach, registration)
    return put(hand, registration, handed)


def _require_keeper(hand: Hand, reach: Reach, registration: Registration) -> None:
    editable = registration.state in ACTIONS["edit"].before
    require(hand.session, reach, registration, "edit" if editable else "report")


def put(hand: Hand, registration: Registration, handed: Handed) -> Evidence:
    """Keep a file for somebody whose right was asked elsewhere (an appraisal team's photos of its visit)."""
    kind = checked(handed.filename, handed.data)
    digest = hashlib.sha256(handed.data).hexdigest()
    twin = select(Evidence).where(
        Evidence.registration_id == registration.id,
        Evidence.sha256 == digest,
        Evidence.purpose == handed.purpose,
        Evidence.criterion == handed.criterion,
    )
    known = hand.session.scalars(twin).first()
    if known is not None:
        return _again(hand, registration, known)
    name = PurePosixPath(handed.filename.replace("\\", "/")).name
    row = Evidence(
        registration_id=registration.id,
        purpose=handed.purpose,
        criterion=handed.criterion,
        title=nfc(handed.title) or _cut(nfc(name)),
        filename=_cut(nfc(name)),
        mimetype=kind.mimetype,
        size=len(handed.data),
        sha256=digest,
        added_at=now(),
        added_by_id=hand.account_id,
        content=handed.data,
    )
    hand.add(row, registration.unit_id)
    return row


def _cut(name: str) -> str:
    """Give a file's name as long as it is kept, with its ending: without that nothing opens it."""
    ending = PurePosixPath(name).suffix
    return name if len(name) <= NAME_MOST else name[: NAME_MOST - len(ending)] + ending


def _again(hand: Hand, registration: Registration, known: Evidence) -> Evidence:
    if known.removed_at is None:
        raise Refused("evidence_twice", field="file")
    hand.change(known, {"removed_at": None}, registration.unit_id, kind="taken_back")
    return known


def set_aside(hand: Hand, reach: Reach, registration: Registration, evidence_id: int, reason: str = "") -> None:
    """Set a file aside: it is shown no more, and still kept; what was appraised by it says why.

    Refuses a signed form of what was sent, for which it stands; of a draft the day of its paper goes with the last one.
    """
    _require_keeper(hand, reach, registration)
    row = shown(hand.session, registration.id, evidence_id)
    if row is None:
        raise Refused("no_file")
    said = require_reason(reason) if needs_reason(registration) else reason.strip()
    signed = row.purpose == "signed_form"
    if signed and registration.state not in ACTIONS["edit"].before:
        raise Refused("signed_form_sent", status="stands", name=registration.campaign.unit.name)
    hand.change(row, {"removed_at": now()}, registration.unit_id, kind="set_aside", reason=said)
    if signed and not has_signed_form(hand.session, registration.id):
        hand.change(registration, {"paper_received_on": None}, kind="paper")


def needs_reason(registration: Registration) -> bool:
    """Say whether a file is set aside only with a reason: from the appraisal on, which has looked at it."""
    return registration.state not in ACTIONS["edit"].before | {"submitted"} | ACTIONS["appraise"].before


def link(hand: Hand, reach: Reach, registration: Registration, evidence_id: int, criterion: str) -> Evidence:
    """Let a file that is kept already prove a criterion; one that proves another keeps doing so, beside a copy of it.

    Refuses a file of another registration, and one that proves this criterion already.
    """
    _require_keeper(hand, reach, registration)
    row = content(hand.session, registration.id, evidence_id)
    if row is None or row.removed_at is not None or row.purpose != "evidence":
        raise Refused("no_file", field="evidence")
    if row.criterion:
        return put(hand, registration, Handed(row.filename, row.content, row.purpose, row.title, criterion))
    twin = select(Evidence.id).where(
        Evidence.registration_id == registration.id,
        Evidence.sha256 == row.sha256,
        Evidence.purpose == row.purpose,
        Evidence.criterion == criterion,
    )
    if hand.session.execute(twin).first() is not None:
        raise Refused("evidence_twice", field="evidence")
    hand.change(row, {"criterion": criterion}, registration.unit_id, kind="linked")
    return row


def listed(reader: Session, registration_id: int) -> Sequence[Evidence]:
    """Give the files of a registration that are shown, without their content."""
    query = select(Evidence).where(Evidence.registration_id == registration_id, Evidence.removed_at.is_(None))
    return reader.scalars(query.order_by(Evidence.id)).all()


def shown(reader: Session, registration_id: int, evidence_id: int) -> Evidence | None:
    """Give a file of a registration without its content, None where there is none or it is set aside."""
    query = select(Evidence).where(
        Evidence.id == evidence_id, Evidence.registration_id == registration_id, Evidence.removed_at.is_(None)
    )
    return reader.scalars(query).first()


def has_signed_form(reader: Session, registration_id: int) -> bool:
    """Say whether a registration has a signed form that is not set aside."""
    query = select(Evidence.id).where(
        Evidence.registration_id == registration_id, Evidence.purpose == "signed_form", Evidence.removed_at.is_(None)
    )
    return reader.execute(query.limit(1)).first() is not None


def content(reader: Session, registration_id: int, evidence_id: int) -> Evidence | None:
    """Give a file of a registration with its content, or None."""
    query = select(Evidence).where(Evidence.id == evidence_id, Evidence.registration_id == registration_id)
    return reader.scalars(query.options(undefer(Evidence.content))).first()
