"""A person who hands a list of registrations in: upload, preview, taking over, and how far the work is."""

from __future__ import annotations

import io
import time
from typing import Any

from openpyxl import Workbook

from tests.contest.pages.walker import Walker, filled

LIST = "/dot-dang-ky/1/danh-sach"


def hand_in(walker: Walker, data: bytes) -> str:
    """Upload a list and give the address of its preview."""
    sent = {"csrf_token": walker.token(), "file": (io.BytesIO(data), "danh-sach.xlsx")}
    answer = walker.client.post(f"{LIST}/nhap", data=sent, content_type="multipart/form-data")
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return str(answer.location)


def take(walker: Walker, preview: str) -> str:
    """Press the button of a preview and give what is said when it is done."""
    told = told_of(walker, str(walker.post(preview, filled(walker.text(preview))).location))
    assert told["state"] == "done", told
    return str(told["said"])


def told_of(walker: Walker, job: str) -> dict[str, Any]:
    """Wait for long work and give what it tells."""
    deadline = time.monotonic() + 60
    while (told := walker.client.get(job, headers={"Accept": "application/json"}).get_json())["state"] == "running":
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return dict(told)


def saved(book: Workbook) -> bytes:
    """Give a workbook as it is saved."""
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
