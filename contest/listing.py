"""Lists in pages: which page of a query the address asks for, and the address of the same list elsewhere."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import request, url_for
from flask_sqlalchemy.pagination import Pagination, SelectPagination
from sqlalchemy import Select, True_, func, inspect, select, tuple_
from sqlalchemy.orm import lazyload

from contest.access import row_number
from contest.db import db

SIZE = 25


class _Page(SelectPagination):
    """A page whose rows are found by their keys alone: what stands before the page is passed over, never read or joined."""

    def _query_items(self) -> list[Any]:
        query, session = self._query_args["select"], self._query_args["session"]
        entity = query.column_descriptions[0]["entity"]
        keys = inspect(entity).primary_key
        found = query.options(lazyload("*")).with_only_columns(*keys)
        self._total: int | None = self._query_args["total"]
        together = self._total is None and _narrowed(query)  # what is searched is searched once, for page and total
        found = found.add_columns(func.count().over()) if together else found
        lines = session.execute(found.limit(self.per_page).offset(self._query_offset)).all()
        if together and lines:
            self._total = lines[0][-1]
        wanted = [tuple(line[: len(keys)]) for line in lines]
        # The query's loads without its conditions, which held already: no public way to take them over.
        rows = select(entity).where(tuple_(*keys).in_(wanted)).options(*query._with_options)
        by_key = {inspect(row).identity: row for row in session.scalars(rows).unique()}
        return [by_key[each] for each in wanted]

    def _query_count(self) -> int:
        return super()._query_count() if self._total is None else self._total


def _narrowed(query: Select[Any]) -> bool:
    held = query.whereclause
    return held is not None and not isinstance(getattr(held, "element", held), True_)  # a keeper of all narrows nothing


def page_of(query: Select[Any], size: int = SIZE, *, broad: bool = False) -> Pagination:
    """Give the page (?trang=) of a query of one kind of rows; a page beyond the last is the last.

    Two or three statements and what the rows load, however long the list. `broad`: most rows match in their order, so
    that a page is found at once and only counting reads many.
    """
    wanted = row_number(request.args.get("trang", "")) or 1
    session, total = db.session(), None
    if wanted > 1 or broad:
        every = query.options(lazyload("*")).order_by(None).subquery()
        total = session.execute(select(func.count()).select_from(every)).scalar_one()
        wanted = max(min(wanted, -(-total // size)), 1)
    return _Page(select=query, session=session, total=total, page=wanted, per_page=size, error_out=False)


def same_list(**changes: Any) -> str:
    """Give the address of this list with some of its filters changed; None or "" takes a filter away."""
    return same_filters(request.endpoint or "", **changes)


def same_filters(endpoint: str, **changes: Any) -> str:
    """Give the address of another page of this list (its workbook) under the same filters, some of them changed."""
    kept = {name: value for name, value in request.args.items() if name not in changes and name != "trang"}
    wanted = kept | {name: value for name, value in changes.items() if value not in (None, "")}
    # Not as arguments of url_for: an address may name a filter “endpoint” or “_scheme”.
    return url_for(endpoint, **(request.view_args or {})) + ("?" + urlencode(wanted) if wanted else "")
