"""Where a registration stands and who may move it on: one table of actions, asked by pages, imports and decisions alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from contest.history import Hand
from contest.offices import Reach
from contest.scorebook.refusals import Refused, require_reason
from contest.tables.campaigns import Campaign
from contest.tables.recognition import Registration

STATES: Mapping[str, str] = {
    "draft": "Nháp",
    "submitted": "Đã đăng ký",
    "returned": "Trả lại bổ sung",
    "received": "Đã tiếp nhận",
    "under_way": "Đang thực hiện",
    "appraised": "Đã thẩm định",
    "proposed": "Đã đề nghị",
    "recognised": "Đã công nhận",
    "not_recognised": "Chưa công nhận",
    "lapsed": "Không tiếp tục công nhận",
    "withdrawn": "Thôi công nhận",
}
"""Every state of a registration in words (domain.md 3.5)."""

REGISTERED = tuple(state for state in STATES if state not in {"draft", "returned"})
"""The states in which a model counts as registered."""


def _keeper(reader: Session, reach: Reach, registration: Registration) -> bool:
    return reach.may_change(reader, registration.unit_id)


def _receiver(reader: Session, reach: Reach, registration: Registration) -> bool:
    return reach.stands_above(reader, registration.unit_id, registration.campaign.unit_id)


WHO: Mapping[str, Callable[[Session, Reach, Registration], bool]] = {"keeper": _keeper, "receiver": _receiver}
"""Who may act: `keeper`, an officer in whose branch the registration is; `receiver`, one to whom its unit reports."""
AMONG: Mapping[str, Callable[[Reach], ColumnElement[bool]]] = {
    "keeper": lambda reach: reach.changes(Registration.unit_id),
    "receiver": lambda reach: reach.receives(Registration.unit_id, Campaign.unit_id),
}
"""The same of many registrations at once: conditions over Registration and Campaign."""

ENDED = ("lapsed", "withdrawn")
"""The states of a model whose recognition people have ended."""


@dataclass(frozen=True)
class Action:
    """One step of a registration's life: from which states to which, by whom, and whether it needs a reason."""

    words: str
    before: frozenset[str]
    after: str | None  # None: the state stays
    who: str
    reason: bool = False


def _from(*states: str) -> frozenset[str]:
    return frozenset(states)


ACTIONS: Mapping[str, Action] = {
    "edit": Action("Sửa", _from("draft", "returned"), None, "keeper"),
    "discard": Action("Bỏ bản nháp", _from("draft"), None, "keeper"),
    "submit": Action("Gửi đăng ký", _from("draft", "returned"), "submitted", "keeper"),
    "return": Action("Trả lại bổ sung", _from("submitted", "received"), "returned", "receiver", reason=True),
    "receive": Action("Tiếp nhận", _from("submitted"), "received", "receiver"),
    "start": Action("Bắt đầu thực hiện", _from("received"), "under_way", "keeper"),
    "report": Action(
        "Ghi tiến độ, kết quả, minh chứng",
        _from("submitted", "received", "under_way", "appraised", "recognised"),
        None,
        "keeper",
    ),
    "appraise": Action("Kết thúc thẩm định", _from("received", "under_way"), "appraised", "receiver"),
    "reappraise": Action("Mở lại thẩm định", _from("appraised"), "under_way", "receiver", reason=True),
    "propose": Action(
        "Đưa vào danh sách đề nghị",
        _from("received", "under_way", "appraised", "proposed", "not_recognised"),  # a later meeting may look again
        "proposed",
        "receiver",
    ),
    "recognise": Action("Công nhận", _from("proposed"), "recognised", "receiver"),
    "decline": Action("Chưa công nhận", _from("proposed"), "not_recognised", "receiver", reason=True),
    "propose_further": Action("Đưa vào danh sách đề nghị bước sau", _from("recognised"), None, "receiver"),
    "advance": Action("Công nhận ở bước sau", _from("recognised"), None, "receiver"),
    "pass_over": Action("Không chọn ở bước sau", _from("recognised"), None, "receiver", reason=True),
    "replicate": Action("Ghi nhân rộng", _from("recognised"), None, "receiver"),
    "reward": Action("Khen thưởng", _from("recognised"), None, "receiver"),
    "renew": Action("Duy trì", _from("recognised"), None, "receiver"),
    "lapse": Action("Không tiếp tục công nhận", _from("recognised"), "lapsed", "receiver", reason=True),
    "withdraw": Action("Thôi công nhận", _from("recognised"), "withdrawn", "receiver", reason=True),
}
"""Every action by name. The server asks this table each time; pages only draw what it allows."""

SAID: Mapping[str, str] = {name: action.words for name, action in ACTIONS.items()}
"""What the history calls each action."""


def open_to(reader: Session, reach: Reach, registration: Registration) -> list[str]:
    """Give the actions that a person may take on a registration as it stands."""
    able = {name for name, holds in WHO.items() if holds(reader, reach, registration)}
    return [name for name, action in ACTIONS.items() if registration.state in action.before and action.who in able]


def require(reader: Session, reach: Reach, registration: Registration, name: str) -> Action:
    """Give the action of that name; refuses where the person or the state does not allow it."""
    action = ACTIONS[name]
    if not WHO[action.who](reader, reach, registration):
        raise Refused("not_your_branch", status="forbidden")
    if registration.state not in action.before:
        said = {"state": STATES[registration.state].lower(), "action": action.words.lower()}
        raise Refused("registration_stands", status="stands", **said)
    return action


def require_all(reader: Session, reach: Reach, rows: Sequence[Registration], name: str) -> Action:
    """Give the action of that name; refuses it for all where the person or the state does not allow it for one (two statements)."""
    action = ACTIONS[name]
    able = (
        select(Registration.id)
        .join(Campaign, Campaign.id == Registration.campaign_id)
        .where(Registration.id.in_([row.id for row in rows]), AMONG[action.who](reach))
    )
    if set(reader.scalars(able)) != {row.id for row in rows}:
        raise Refused("not_your_branch", status="forbidden")
    for row in rows:
        if row.state not in action.before:
            said = {"state": STATES[row.state].lower(), "action": action.words.lower()}
            raise Refused("line_stands", status="stands", name=row.name, **said)
    return action


def act(
    hand: Hand,
    reach: Reach,
    registration: Registration,
    name: str,
    reason: str = "",
    *,
    beside: Mapping[str, object] | None = None,
) -> None:
    """Move a registration on by an action, with the fields `beside` its state.

    Refuses what the table does not allow, or a missing reason.
    """
    action = require(hand.session, reach, registration, name)
    said = require_reason(reason) if action.reason else reason.strip()
    if action.after is not None:
        hand.change(registration, {"state": action.after, **(beside or {})}, kind=name, reason=said)


def act_all(
    hand: Hand,
    reach: Reach,
    rows: Sequence[Registration],
    name: str,
    reasons: Mapping[int, str],
    said: Mapping[str, str],
) -> None:
    """Move many registrations on by one action in a constant number of statements; refuses all where one may not.

    `reasons` are by registration; `said` is what the history tells of an action that leaves the state as it is.
    """
    action = require_all(hand.session, reach, rows, name)
    words = [reasons.get(row.id, "").strip() for row in rows]
    if action.reason:
        words = [require_reason(each) for each in words]
    if action.after is not None:
        hand.change_all(rows, {"state": action.after}, words, kind=name)
    else:
        hand.note_all(rows, name, said, words)
