"""Registrations in Excel, for units that work offline: the form with its columns, a list read row by row, and the list written out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from contest.files.flatlist import Field, Listed, Row, read_list
from contest.files.listform import Choice, list_form
from contest.files.roster import Problem
from contest.text import DateError, match_key, parse_date_vi, today

OWNER_TYPES: Mapping[str, str] = {"collective": "Tập thể", "individual": "Cá nhân"}
STATUS_KINDS: Mapping[str, str] = {"new": "Mới", "maintained": "Duy trì"}
LONG = 8000
TITLE = "DANH SÁCH ĐĂNG KÝ MÔ HÌNH “DÂN VẬN KHÉO”"

FIELDS = (
    Field("unit", "Đơn vị", ("Đơn vị đăng ký", "Xã, phường", "Tên đơn vị"), required=True, width=24),
    Field(
        "name",
        "Tên mô hình",
        ("Mô hình", "Tên mô hình, điển hình", "Tên mô hình “Dân vận khéo”"),
        required=True,
        most=300,
        width=40,
    ),
    Field(
        "owner_type",
        "Loại chủ thể",
        ("Tập thể, cá nhân", "Tập thể/cá nhân", "Loại hình"),
        most=40,
        width=12,
        help="Tập thể hoặc Cá nhân",
    ),
    Field(
        "owners",
        "Chủ thể",
        ("Đơn vị thực hiện", "Tên tập thể, cá nhân"),
        most=2000,
        width=30,
        lines=True,
        help="Mỗi chủ thể một dòng; chức vụ trong ngoặc",
    ),
    Field("domain", "Lĩnh vực", (), most=160, width=22),
    Field(
        "status_kind",
        "Mới hay duy trì",
        ("Hình thức đăng ký", "Loại đăng ký", "Đăng ký"),
        most=40,
        width=12,
        help="Mới hoặc Duy trì",
    ),
    Field("topics", "Chủ đề trọng tâm", ("Chủ đề",), most=1000, width=20, help="Cách nhau bằng dấu chấm phẩy"),
    Field("situation", "Thực trạng, lý do", (), most=LONG, width=30, lines=True),
    Field("goals", "Mục tiêu, tiêu chí", ("Mục tiêu",), most=LONG, width=30, lines=True),
    Field("content", "Nội dung, cách thức", ("Nội dung",), most=LONG, width=30, lines=True),
    Field("area", "Địa bàn, đối tượng", ("Địa bàn",), most=4000, width=24, lines=True),
    Field("lead", "Lực lượng chủ trì", ("Chủ trì",), most=4000, width=24, lines=True),
    Field("coordinate", "Lực lượng phối hợp", ("Phối hợp",), most=4000, width=24, lines=True),
    Field("join", "Lực lượng tham gia", ("Tham gia",), most=4000, width=24, lines=True),
    Field("resources", "Nguồn lực", (), most=4000, width=20, lines=True),
    Field("starts_on", "Ngày bắt đầu", ("Bắt đầu",), most=10, width=13, day=True),
    Field("schedule", "Tiến độ", (), most=4000, width=20, lines=True),
    Field("evaluated_on", "Thời điểm đánh giá", ("Đánh giá",), most=10, width=13, day=True),
    Field("outputs", "Sản phẩm, kết quả đầu ra", ("Kết quả",), most=LONG, width=30, lines=True),
    Field("sustaining", "Khả năng duy trì, nhân rộng", ("Khả năng nhân rộng",), most=LONG, width=30, lines=True),
    Field(
        "received_on",
        "Ngày nhận phiếu ký",
        ("Ngày nhận",),
        most=10,
        width=13,
        day=True,
        help="Ngày nhận phiếu đăng ký có chữ ký",
    ),
)
TITLES = {field.key: field.title for field in FIELDS}
"""The ten contents of the form (domain.md 3.4) and what a list says besides."""
CODE = Field(
    "code",
    "Mã đăng ký",
    most=40,
    width=26,
    help="Chương trình ghi để nhận ra đúng mô hình khi nhập lại; giữ nguyên. Mô hình mới thì để trống.",
)
"""What a list that was written out names each registration by, so that it may come back under another name or owner."""
ALSO = (
    Field("campaign", "Đợt", width=30),
    Field("state", "Bước", width=16),
    Field("came_on", "Ngày nhận", width=13, day=True),
    Field("days_late", "Chậm (ngày)", width=10),
)
"""What a list says besides when it is written out; reading leaves it aside."""
DAYS = {"starts_on": "Ngày bắt đầu", "evaluated_on": "Thời điểm đánh giá", "received_on": "Ngày nhận phiếu ký"}


@dataclass(frozen=True)
class Known:
    """What a campaign knows: its domains and topics by folded name, and their names and its units' to choose from."""

    domains: Mapping[str, int]
    topics: Mapping[str, int]
    domain_names: Sequence[str]
    topic_names: Sequence[str]
    unit_names: Sequence[str] = ()

    @property
    def choices(self) -> dict[str, Choice]:
        """Give the words of the columns that are chosen from."""
        return {
            "unit": Choice(self.unit_names, only=False),  # a unit may be written with the one above it, or by its code
            "owner_type": Choice(list(OWNER_TYPES.values())),
            "domain": Choice(self.domain_names),
            "status_kind": Choice(list(STATUS_KINDS.values())),
            "topics": Choice(self.topic_names, only=False),
        }


@dataclass(frozen=True)
class ListedRegistration:
    """A registration as a list has it: texts by key, and what was looked up."""

    number: int
    texts: Mapping[str, str]
    owner_type: str
    status_kind: str
    domain_id: int | None
    topic_ids: tuple[int, ...]
    days: Mapping[str, date | None]


@dataclass(frozen=True)
class RegistrationList:
    """The good rows of a file, the problems of the others, and how a later problem of a row is told."""

    rows: tuple[ListedRegistration, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
    listed: Listed

    def problem(self, row: ListedRegistration, key: str, code: str, **values: object) -> Problem:
        """Give a problem of a row's column, for checks that come after reading."""
        return self.listed.problem(Row(row.number, row.texts), key, code, **values)


def form(known: Known, rows: Sequence[Mapping[str, object]] = (), title: str = TITLE) -> bytes:
    """Give the form of a campaign's list, empty or with new rows that read() takes over."""
    return list_form(title, FIELDS, rows, choices=known.choices)


def kept(known: Known, rows: Sequence[Mapping[str, object]], title: str = TITLE) -> bytes:
    """Give the form with what a campaign holds, each row with its code: read() knows it again, however it was changed."""
    return list_form(title, (*FIELDS, CODE), rows, choices=known.choices)


def export(rows: Sequence[Mapping[str, object]], title: str = TITLE) -> bytes:
    """Give a list to look at and filter: the form's columns, and what became of each registration."""
    return list_form(title, (*FIELDS, *ALSO, CODE), rows, room=0)


def read(source: bytes | Path, filename: str, known: Known) -> RegistrationList:
    """Give what a list of registrations says, checked row by row."""
    listed = read_list(source, filename, (*FIELDS, CODE))
    rows, problems = [], list(listed.problems)
    first: dict[tuple[str, ...], int] = {}
    for row in listed.rows:
        wrong_days = _wrong_days(listed, row) or _wrong_order(listed, row)
        wrong = [*_wrong_words(listed, row, known), *wrong_days, *_twice(listed, row, first)]
        problems += wrong
        if not wrong:
            rows.append(_row(row, known))
    return RegistrationList(tuple(rows), tuple(sorted(problems, key=lambda each: each.row)), listed.notes, listed)


def _pick(typed: str, words: Mapping[str, str], none: str) -> str | None:
    """Give the key of a word, the default for nothing, None for what is none of them."""
    if not typed:
        return none
    plain = match_key(typed, marks=False)
    found = [key for key, word in words.items() if match_key(word, marks=False) in plain]
    return found[0] if len(found) == 1 else None


def _topics(typed: str) -> list[str]:
    return [part.strip() for part in typed.replace("\n", ";").split(";") if part.strip()]


def _row(row: Row, known: Known) -> ListedRegistration:
    return ListedRegistration(
        number=row.number,
        texts=row.values,
        owner_type=_pick(row["owner_type"], OWNER_TYPES, "collective") or "",
        status_kind=_pick(row["status_kind"], STATUS_KINDS, "new") or "",
        domain_id=known.domains[match_key(row["domain"], marks=False)] if row["domain"] else None,
        topic_ids=tuple(known.topics[match_key(each, marks=False)] for each in _topics(row["topics"])),
        days={key: parse_date_vi(row[key]) if row[key] else None for key in DAYS},
    )


def _wrong_words(listed: Listed, row: Row, known: Known) -> list[Problem]:
    wrong = []
    for key, title, words in (
        ("owner_type", "Loại chủ thể", OWNER_TYPES),
        ("status_kind", "Mới hay duy trì", STATUS_KINDS),
    ):
        if _pick(row[key], words, "x") is None:
            choices = "; ".join(words.values())
            wrong.append(listed.problem(row, key, "not_listed", field=title, typed=row[key][:40], choices=choices))
    strange = [row["domain"]] if row["domain"] and match_key(row["domain"], marks=False) not in known.domains else []
    names = "; ".join(known.domain_names)
    wrong += [
        listed.problem(row, "domain", "not_listed", field="Lĩnh vực", typed=each[:40], choices=names)
        for each in strange
    ]
    other = [each for each in _topics(row["topics"]) if match_key(each, marks=False) not in known.topics]
    names = "; ".join(known.topic_names) or "(đợt này không có chủ đề)"
    return wrong + [
        listed.problem(row, "topics", "not_listed", field="Chủ đề", typed=each[:40], choices=names) for each in other
    ]


def _wrong_days(listed: Listed, row: Row) -> list[Problem]:
    wrong = []
    for key, title in DAYS.items():
        try:
            day = parse_date_vi(row[key]) if row[key] else None
        except DateError:
            wrong.append(listed.problem(row, key, "not_a_day", field=title, typed=row[key][:40]))
        else:
            if key == "received_on" and day and day > today():
                wrong.append(listed.problem(row, key, "day_ahead", field=title, typed=row[key]))
    return wrong


def _wrong_order(listed: Listed, row: Row) -> list[Problem]:
    days = [parse_date_vi(row[key]) for key in ("starts_on", "evaluated_on") if row[key]]
    return [listed.problem(row, "evaluated_on", "model_days")] if len(days) == 2 and days[1] < days[0] else []


def _twice(listed: Listed, row: Row, first: dict[tuple[str, ...], int]) -> list[Problem]:
    """Give the problem of a row that stands in the file twice: with a code that is what counts, however rows are called."""
    named = (match_key(row["unit"]), match_key(row["name"]), match_key(row["owners"]))
    seen = first.setdefault((row["code"],) if row["code"] else named, row.number)
    if seen == row.number:
        return []
    if row["code"]:
        return [listed.problem(row, "code", "code_again", typed=row["code"][:40], first=seen)]
    return [listed.problem(row, "name", "duplicate", typed=row["name"][:40], first=seen)]
