"""A database read from the command line, whether it is being served or not: nothing is written and nothing is made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from contest.db import is_sqlite
from contest.scorebook.refusals import Refused


@contextmanager
def reading(url: str) -> Iterator[Session]:
    """Give a session on a database of ours; refuses a file that is not there or not ours.

    Raises OperationalError for a server that does not answer.
    """
    path = make_url(url).database
    if is_sqlite(url) and path and not Path(path).is_file():
        raise Refused("no_database", path=path)
    engine = create_engine(url)
    try:
        with Session(engine) as session:
            yield session
    except DBAPIError as error:
        if isinstance(error, OperationalError) and not is_sqlite(url):
            raise
        raise Refused("not_ours", path=path) from None
    finally:
        engine.dispose()
