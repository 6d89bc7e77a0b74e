"""A person in front of the staff's pages: signed in as an account, or a judge's tablet, sending forms as a browser does."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from contest import accounts
from contest.access import SEAT_SESSION

INPUT = re.compile(r'<input[^>]*\bname="([^"]+)"[^>]*>')
VALUE = re.compile(r'\bvalue="([^"]*)"')


class Walker:
    """One browser."""

    def __init__(self, app: Flask, account_id: int | None = None, device_id: int | None = None) -> None:
        self.client = app.test_client()
        with self.client.session_transaction() as session:
            if account_id is not None:
                session["_user_id"], session["_fresh"] = f"{account_id}.1", True
            if device_id is not None:
                session[SEAT_SESSION] = device_id
        self.signed_in = account_id is not None

    def get(self, path: str) -> TestResponse:
        """Open a page."""
        return self.client.get(path)

    def text(self, path: str) -> str:
        """Open a page that must answer 200 and give its text."""
        response = self.get(path)
        assert response.status_code == 200, (path, response.status_code)
        return response.get_data(as_text=True)

    def post(self, path: str, data: Mapping[str, Any] | None = None, follow: bool = False) -> TestResponse:
        """Send a form with this browser's token."""
        return self.client.post(path, data={"csrf_token": self.token()} | dict(data or {}), follow_redirects=follow)

    def post_json(self, path: str, body: object) -> TestResponse:
        """Send JSON with this browser's token."""
        return self.client.post(path, json=body, headers={"X-CSRFToken": self.token()})

    def token(self) -> str:
        """Give this browser's form token."""
        page = self.get("/tai-khoan/cua-toi" if self.signed_in else "/dang-nhap").get_data(as_text=True)
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert found
        return found.group(1)


def account(app: Flask, username: str, *, organiser: bool = False, password: str | None = None) -> int:
    """Make an account and give its id."""

    def make(session: Session) -> int:
        return accounts.create_account(session, username, f"Người {username}", password, organiser=organiser).id

    made: int = app.extensions["writer"].run(make)
    return made


def filled(page: str) -> dict[str, str]:
    """Give what a browser would send of a page's main form, unchanged."""
    form = page[page.index("<main") :]
    form = form[form.index('<form method="post"') :]
    form = form[: form.index("</form>")]
    sent = {}
    for each in INPUT.finditer(form):
        ticked = 'type="checkbox"' not in each.group() and 'type="radio"' not in each.group()
        value = VALUE.search(each.group())
        if ticked or " checked" in each.group():
            sent[each.group(1)] = html.unescape(value.group(1)) if value else "y"
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option selected value="([^"]*)"', options)
        sent[name] = chosen.group(1) if chosen else ""
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        sent[name] = html.unescape(text.strip())
    return sent
