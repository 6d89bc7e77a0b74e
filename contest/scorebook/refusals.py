"""How the scorebook says no."""

from __future__ import annotations

from contest.messages.advancing import ADVANCING
from contest.messages.appraisal import APPRAISAL
from contest.messages.deciding import DECIDING
from contest.messages.planning import PLANNING
from contest.messages.register import REGISTER
from contest.messages.reports import REPORTS
from contest.messages.scorebook import FIELD_NAMES, SCOREBOOK

ROOMS = (SCOREBOOK, PLANNING, REGISTER, ADVANCING, APPRAISAL, DECIDING, REPORTS)
SENTENCES = {
    code: sentence for room in ROOMS for code, sentence in room.items()
}  # no code twice: tests/contest/test_refusals.py


class Refused(Exception):
    """A command that may not be carried out: its code, the field it concerns, and the Vietnamese sentence."""

    def __init__(self, code: str, *, field: str | None = None, status: str = "invalid", **values: object) -> None:
        """Take a code of one of the modules of contest.messages joined in SENTENCES and the values of its sentence."""
        super().__init__(code)
        self.code = code
        self.field = field
        self.status = status
        self.message = SENTENCES[code].format(**values)


def require_reason(reason: str, *, field: str = "reason", most: int = 500) -> str:
    """Give the reason without outer spaces; refuses an empty or endless one."""
    text, name = reason.strip(), FIELD_NAMES[field].lower()
    if not text:
        raise Refused("needs_reason", field=field, name=name)
    if len(text) > most:
        raise Refused("reason_too_long", field=field, name=name, max=most)
    return text
