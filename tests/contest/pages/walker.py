"""A person in front of the staff's pages: signed in as an account, or a judge's tablet, sending forms as a browser does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from contest import accounts
from contest.access import SEAT_SESSION


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
