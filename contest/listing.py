"""Lists in pages: which page of a query the address asks for, and the address of the same list elsewhere."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import request, url_for
from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select

from contest.access import row_number
from contest.db import db

SIZE = 25


def page_of(query: Select[Any], size: int = SIZE) -> Pagination:
    """Give the page (?trang=) of a query; a page beyond the last is the last: two statements, however long the list."""
    wanted = row_number(request.args.get("trang", "")) or 1
    page = db.paginate(query, page=wanted, per_page=size, error_out=False)
    return (
        page
        if page.items or wanted == 1
        else db.paginate(query, page=max(page.pages, 1), per_page=size, error_out=False)
    )


def same_list(**changes: Any) -> str:
    """Give the address of this list with some of its filters changed; None or "" takes a filter away."""
    return same_filters(request.endpoint or "", **changes)


def same_filters(endpoint: str, **changes: Any) -> str:
    """Give the address of another page of this list (its workbook) under the same filters, some of them changed."""
    kept = {name: value for name, value in request.args.items() if name not in changes and name != "trang"}
    wanted = kept | {name: value for name, value in changes.items() if value not in (None, "")}
    # Not as arguments of url_for: an address may name a filter “endpoint” or “_scheme”.
    return url_for(endpoint, **(request.view_args or {})) + ("?" + urlencode(wanted) if wanted else "")
