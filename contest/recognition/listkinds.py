"""What a list may propose and a decision say of it: one table, kind by kind, over the actions of the register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from contest.recognition.states import ACTIONS
from contest.tables.decisions import Proposal


@dataclass(frozen=True)
class ListKind:
    """A kind of list: its words, the action of putting a registration on it, and those of a decision that says yes or no."""

    words: str
    propose: str
    yes: str
    yes_words: str
    no: str | None = None
    no_words: str = ""
    meets: bool = False  # a decision needs a meeting that voted
    of_step: bool = False  # belongs to a step of the campaign
    other_body: bool = False  # is decided by another body than the recognition was

    @property
    def needs_reason(self) -> bool:
        """Say whether each line needs a reason: what ends a recognition does."""
        return ACTIONS[self.yes].reason


KINDS: Mapping[str, ListKind] = {
    "recognise": ListKind(
        *("Công nhận", "propose", "recognise", "Công nhận"), "decline", "Chưa công nhận", meets=True, of_step=True
    ),
    "renew": ListKind("Tiếp tục công nhận (duy trì)", "propose_further", "renew", "Tiếp tục công nhận"),
    "lapse": ListKind("Không tiếp tục công nhận", "propose_further", "lapse", "Không tiếp tục công nhận"),
    "withdraw": ListKind("Thôi công nhận", "propose_further", "withdraw", "Thôi công nhận"),
    "reward": ListKind(
        *("Khen thưởng", "propose_further", "reward", "Khen thưởng"), meets=True, of_step=True, other_body=True
    ),
}
"""Every kind of list that people draw up (domain.md 3.1)."""

_FURTHER: Mapping[str, ListKind] = {
    "recognise": ListKind(
        *("Công nhận", "propose_further", "advance", "Chọn"), "pass_over", "Không chọn", meets=True, of_step=True
    ),
}


def kind_of(proposal: Proposal) -> ListKind:
    """Give the kind of a list; a step after the first chooses among those that are recognised already."""
    later = proposal.step is not None and proposal.step.position > 1
    return _FURTHER.get(proposal.kind, KINDS[proposal.kind]) if later else KINDS[proposal.kind]


STAGES: Mapping[str, str] = {
    "draft": "đang soạn",
    "submitted": "đã trình",
    "met": "đã họp xét",
    "closed": "đã xong",
}
"""How far a list is."""


def stage_of(proposal: Proposal) -> str:
    """Give how far a list is: being drawn up, submitted, voted on, or decided line by line."""
    reached = {
        "closed": proposal.closed,
        "met": proposal.met_on is not None,
        "submitted": proposal.submitted_on is not None,
    }
    return next((stage for stage, holds in reached.items() if holds), "draft")
