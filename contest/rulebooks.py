"""A contest's rulebook versions: the one in force, and saving the next."""

from __future__ import annotations

import json
import logging
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.tables.contests import RulebookVersion
from scoring import rulebook as rulebooks
from scoring.rules import Rulebook

log = logging.getLogger(__name__)


@lru_cache(maxsize=64)
def parsed(fingerprint: str, document: str) -> Rulebook | None:
    """Give the rulebook of a stored document, None when it is none (logged), so that another can be saved.

    Documents never change, so a reading is kept by fingerprint.
    """
    try:
        return rulebooks.from_dict(json.loads(document))
    except rulebooks.RulebookErrors:
        log.exception("the stored rulebook %s cannot be read", fingerprint)
        return None


def versions(session: Session, contest_id: int) -> list[RulebookVersion]:
    """Give a contest's versions, newest first."""
    query = select(RulebookVersion).where(RulebookVersion.contest_id == contest_id)
    return list(session.scalars(query.order_by(RulebookVersion.number.desc())))


def in_force(session: Session, contest_id: int, number: int | None = None) -> tuple[int, Rulebook | None]:
    """Give the number and rulebook of the newest version, or of version `number`; 0 and None when there is none.

    None too for a version that cannot be read.
    """
    query = select(RulebookVersion).where(RulebookVersion.contest_id == contest_id)
    if number is not None:
        query = query.where(RulebookVersion.number == number)
    version = session.scalars(query.order_by(RulebookVersion.number.desc()).limit(1)).first()
    return (version.number, parsed(version.fingerprint, version.document)) if version else (0, None)
