"""A file that was handed in under a Vietnamese name is handed out under it, in a header that a server can send."""

from __future__ import annotations

import io
import re
from urllib.parse import unquote

import pytest
from flask import Flask

from tests.contest.pages.walker import Walker
from tests.contest.province import found, register

NAME = "ẢNH có dấu.png"
PICTURE = b"\x89PNG\r\n\x1a\n" + b"0" * 40


@pytest.mark.parametrize("name", [NAME, "Biên bản (lần 1), mục 2; đã ký.png"])
def test_a_file_with_a_vietnamese_name_is_opened(app: Flask, name: str) -> None:
    province = app.extensions["writer"].run(found)
    page = f"/so-mo-hinh/{app.extensions['writer'].run(lambda session: register(session, province).id)}"
    own = Walker(app, province.people["commune"])
    sent = {"csrf_token": own.token(), "title": "Ảnh", "purpose": "evidence", "file": (io.BytesIO(PICTURE), name)}
    assert own.client.post(f"{page}/tep", data=sent, content_type="multipart/form-data").status_code == 302
    address = re.search(rf'href="({page}/tep/\d+)"', own.text(page))
    assert address
    answer = own.get(address.group(1))
    said = answer.headers["Content-Disposition"]
    assert (answer.status_code, answer.data, said.isascii()) == (200, PICTURE, True), said
    assert unquote(said.partition("filename*=UTF-8''")[2]) == name
