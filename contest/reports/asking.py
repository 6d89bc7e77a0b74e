"""Whether what a report is asked for can be read: a word of the address, or an option of the command, that means nothing is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from contest.access import row_number
from contest.reports.qualifiers import CHOICES
from contest.reports.scope import COUNTED
from contest.scorebook.refusals import Refused

PRINTING = "in-"  # how options of printing begin: “in-total”


def _is_number(value: str) -> bool:
    return row_number(value) is not None


def _is_way(value: str) -> bool:
    return value in {each.key for each in CHOICES}


READ: Mapping[str, tuple[str, Callable[[str], bool]]] = {
    "dot": ("Đợt đăng ký", _is_number),
    "nam": ("Năm", _is_number),
    "tu": ("Tính từ năm", _is_number),
    "don-vi": ("Đơn vị", _is_number),
    "season": ("Mùa hội thi", _is_number),
    "theo": ("Đọc đơn vị", {"nay"}.__contains__),
    "tinh": ("Tính các mô hình", COUNTED.__contains__),
}
"""What may be asked for: by its name in the address, its label, and whether a value can be read."""


def require_readable(asked: Mapping[str, str]) -> None:
    """Refuse a name that no report knows and a value that cannot be read; an empty one asks for nothing."""
    for name, value in asked.items():
        label, readable = READ.get(name, ("Cách in số", _is_way) if name.startswith(PRINTING) else ("", None))
        if readable is None:
            raise Refused("report_asks_unknown", name=name, names=", ".join([*READ, f"{PRINTING}…"]))
        if value and not readable(value):
            raise Refused("report_asks_wrong", typed=value, label=label)
