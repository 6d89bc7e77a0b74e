"""Who × state × action: one table, asked of the function, of its twin for whole lists, and of the pages."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from contest.recognition import campaigns, evidence, listlines
from contest.recognition.states import ACTIONS, STATES, act, open_to, require, require_all
from contest.scorebook.refusals import Refused
from contest.tables.decisions import Decision, Proposal, ProposalLine, Recognition, Replication
from contest.tables.places import Level
from contest.tables.recognition import Registration
from contest.writer import Writer
from tests.contest.pages.walker import Walker
from tests.contest.province import WHO, Province, found
from tests.contest.recognition import deciders

KEEPERS = frozenset({"house", "province", "commune"})
RECEIVERS = {"commune": frozenset({"house", "province"}), "village": frozenset({"house", "province", "commune"})}
"""Who keeps a registration of the commune or of its village, and to whom each of them reports."""

KEPT, TAKEN = "keeper", "receiver"
TABLE: Mapping[str, tuple[str, str, str]] = {
    # action: who, from which states, to which ("": the state stays)
    "edit": (KEPT, "draft returned", ""),
    "discard": (KEPT, "draft", ""),
    "submit": (KEPT, "draft returned", "submitted"),
    "return": (TAKEN, "submitted received", "returned"),
    "receive": (TAKEN, "submitted", "received"),
    "start": (KEPT, "received", "under_way"),
    "report": (KEPT, "submitted received under_way appraised recognised", ""),
    "appraise": (TAKEN, "received under_way", "appraised"),
    "reappraise": (TAKEN, "appraised", "under_way"),
    "propose": (TAKEN, "received under_way appraised proposed not_recognised", "proposed"),
    "recognise": (TAKEN, "proposed", "recognised"),
    "decline": (TAKEN, "proposed", "not_recognised"),
    "propose_further": (TAKEN, "recognised", ""),
    "advance": (TAKEN, "recognised", ""),
    "pass_over": (TAKEN, "recognised", ""),
    "replicate": (TAKEN, "recognised", ""),
    "reward": (TAKEN, "recognised", ""),
    "renew": (TAKEN, "recognised", ""),
    "lapse": (TAKEN, "recognised", "lapsed"),
    "withdraw": (TAKEN, "recognised", "withdrawn"),
}


def expected(action: str, state: str, who: str, unit: str) -> str:
    """Give what the table says: forbidden, stands or done."""
    holder, states, _ = TABLE[action]
    able = KEEPERS if holder == KEPT else RECEIVERS[unit]
    if who not in able:
        return "forbidden"
    return "done" if state in states.split() else "stands"


def test_the_table_names_every_action_and_state() -> None:
    assert set(TABLE) == set(ACTIONS)
    named = {state for _, states, after in TABLE.values() for state in [*states.split(), *([after] if after else [])]}
    assert named == set(STATES)


def _asked(work: Any) -> str:
    try:
        work()
    except Refused as refused:
        return refused.status
    return "done"


def test_the_function_and_its_twin_for_lists_answer_as_the_table_says(writer: Writer) -> None:
    province = writer.run(found)

    def ask(session: Session) -> list[tuple[str, ...]]:
        wrong: list[tuple[str, ...]] = []
        reaches = {who: province.reach(session, who) for who in WHO}
        for unit in RECEIVERS:
            row = session.get_one(Registration, deciders.fill(session, province, [("collective", 1)], unit=unit)[0])
            for state in STATES:
                row.state = state
                session.flush()
                for who, reach in reaches.items():
                    able = open_to(session, reach, row)
                    for action in ACTIONS:
                        due = expected(action, state, who, unit)
                        one = _asked(lambda name=action, mine=reach, of=row: require(session, mine, of, name))
                        many = _asked(lambda name=action, mine=reach, of=row: require_all(session, mine, [of], name))
                        if (one, many, action in able) != (due, due, due == "done"):
                            wrong.append((unit, state, who, action, due, one, many))
        return wrong

    assert writer.run(ask) == []


@pytest.mark.parametrize("action", TABLE)
def test_an_action_leads_where_the_table_says(writer: Writer, action: str) -> None:
    _, states, after = TABLE[action]
    province = writer.run(found)

    def go(session: Session) -> list[str]:
        reached = []
        for state in states.split():
            made = deciders.fill(session, province, [("collective", 1)], state=state)
            row = session.get_one(Registration, made[0])
            act(province.hand(session, "province"), province.reach(session, "province"), row, action, "Lý do")
            reached.append(row.state)
        return reached

    assert writer.run(go) == [after or state for state in states.split()]


# How each action is sent: the path (R: the registration that is on no list; L: the one that is on all), and the form. What
# closes or reopens an appraisal has pages of its own.
ELSEWHERE = {"appraise", "reappraise"}
DECISION = {"number": "1-QĐ", "issued_on": "20/11/2026", "issuer": "Cơ quan", "abstract": "Trích yếu", "unit": "Tỉnh A"}
SUBMISSION = {"number": "1-TTr", "submitted_on": "1/11/2026"}
LISTS: Mapping[str, tuple[str, int, str, str]] = {
    # action: the list's kind, its step, how far it is, and what the decision says ("": the list is submitted)
    "propose": ("recognise", 1, "draft", ""),
    "recognise": ("recognise", 1, "met", "yes"),
    "decline": ("recognise", 1, "met", "no"),
    "propose_further": ("recognise", 2, "draft", ""),
    "advance": ("recognise", 2, "met", "yes"),
    "pass_over": ("recognise", 2, "met", "no"),
    "reward": ("reward", 1, "met", "yes"),
    "renew": ("renew", 0, "submitted", "yes"),
    "lapse": ("lapse", 0, "submitted", "yes"),
    "withdraw": ("withdraw", 0, "submitted", "yes"),
}
PAGES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "edit": ("/so-mo-hinh/R/sua", {"name": "Mô hình sửa", "owner_type": "collective", "unit": "Xã B", "domain": ""}),
    "discard": ("/so-mo-hinh/R/bo", {}),
    "submit": ("/so-mo-hinh/R/gui", {}),
    "return": ("/so-mo-hinh/R/tra-lai", {"reason": "Lý do"}),
    "receive": ("/so-mo-hinh/R/tiep-nhan", {}),
    "start": ("/so-mo-hinh/R/bat-dau", {}),
    "report": ("/so-mo-hinh/R/tep", {"purpose": "evidence"}),
    "replicate": ("/so-mo-hinh/L/nhan-rong", {"unit": "Thôn 1", "year": "2026"}),
}


class Stage:
    """A registration on one list for every action that a list carries, put back after each request."""

    def __init__(self, app: Flask) -> None:
        self.app, self.writer = app, app.extensions["writer"]
        app.config["WTF_CSRF_ENABLED"] = False
        self.province: Province = self.writer.run(found)
        self.lists: dict[str, tuple[int, int]] = {}  # action → (list, line)
        self.free = self.bound = 0
        self.level = 0
        self.writer.run(self._make)
        self.sent = 0

    def _make(self, session: Session) -> None:
        self.bound = deciders.fill(session, self.province, [("collective", 1)])[0]
        self.level = session.scalars(select(Level.id).where(Level.code == "tinh")).one()
        steps = campaigns.steps(session, self.province.campaign)
        for action, (kind, step, stage, _) in LISTS.items():
            row = Proposal(
                campaign_id=self.province.campaign,
                unit_id=self.province.units["commune"],
                kind=kind,
                step_id=steps[step - 1].id if step else None,
                name=action,
                reward="Bằng khen",
                submitted_on=None if stage == "draft" else date(2026, 11, 1),
                met_on=date(2026, 11, 5) if stage == "met" else None,
                members=1,
                present=1,
            )
            session.add(row)
            session.flush()
            line = ProposalLine(proposal_id=row.id, registration_id=self.bound, position=1, votes_for=1)
            session.add(line)
            session.flush()
            self.lists[action] = (row.id, line.id)

    def stand(self, action: str, state: str) -> None:
        """Bring what the action is about into a state, and undo what was decided."""

        def put(session: Session) -> None:
            for table in (Recognition, Decision, Replication):
                session.execute(delete(table))
            fresh = {"submitted_on": None} if action in LISTS and LISTS[action][2] == "draft" else {}
            if action in LISTS:
                session.execute(
                    update(Proposal).where(Proposal.id == self.lists[action][0]).values(closed=False, **fresh)
                )
            if session.get(Registration, self.free) is None:
                self.free = deciders.fill(session, self.province, [("collective", 1)])[0]
            hand, row = self.province.hand(session, "province"), session.get_one(Registration, self.free)
            if not evidence.has_signed_form(session, self.free):
                evidence.put(hand, row, evidence.Handed("phieu.pdf", b"%PDF-1.7 phieu", "signed_form"))
            values = {"state": state, "paper_received_on": date(2026, 2, 1)}
            session.execute(update(Registration).values(**values))

        self.writer.run(put)

    def send(self, walker: Walker, action: str) -> int:
        """Send an action as its page does, and give the status of the answer."""
        self.sent += 1
        if action in PAGES:
            path, form = PAGES[action]
            data: dict[str, Any] = dict(form)
            if action == "report":
                data["file"] = (io.BytesIO(b"%PDF-1.7 " + str(self.sent).encode()), "a.pdf")
            path = path.replace("R", str(self.free)).replace("L", str(self.bound))
            return walker.client.post(path, data=data).status_code
        number, line = self.lists[action]
        says = LISTS[action][3]
        if not says:
            return walker.client.post(f"/de-nghi/{number}/trinh", data=SUBMISSION).status_code
        more = {
            "level_id": str(self.level),
            "reward": "Bằng khen",
            "same_body": "y",
            f"k-{line}": says,
            f"r-{line}": "Lý do",
        }
        return walker.client.post(f"/de-nghi/{number}/quyet-dinh", data=DECISION | more).status_code


@pytest.fixture
def stage(app: Flask) -> Stage:
    """Give the stage."""
    return Stage(app)


def answered(action: str, state: str, who: str) -> int:
    """Give the status with which a page must answer: out of the branch 404, not one's own 403, not now 409, done 302."""
    if who == "neighbour":
        return 404
    wider = TABLE["edit"][1].split() if action == "report" else []  # a draft takes its files while it is edited
    due = "done" if state in wider and who in KEEPERS else expected(action, state, who, "commune")
    return {"forbidden": 403, "stands": 409, "done": 302}[due]


def test_the_pages_name_every_action() -> None:
    assert set(LISTS) | set(PAGES) | ELSEWHERE == set(ACTIONS)


ACTING = ("province", "commune")
"""Whose requests reach the table; the house's are answered as the province's, and guards turn the others away before it is asked."""


def _asked_of(action: str) -> list[tuple[str, str]]:
    """Give (state, who) to ask of an action's page: every state for those who act, one that allows it and one that does not for others."""
    allowing = TABLE[action][1].split()
    other = next(state for state in STATES if state not in {*allowing, *TABLE["edit"][1].split()})
    others = [(state, who) for who in WHO if who not in ACTING for state in (allowing[0], other)]
    return [(state, who) for state in STATES for who in ACTING] + others


@pytest.mark.timeout(400)
def test_the_pages_answer_as_the_table_says(stage: Stage) -> None:
    walkers = {who: Walker(stage.app, stage.province.people[who]) for who in WHO}
    wrong = []
    for action in (*PAGES, *LISTS):
        standing = ""
        for state, who in _asked_of(action):
            if state != standing:
                stage.stand(action, state)
            due, told = answered(action, state, who), stage.send(walkers[who], action)
            if told != due:
                wrong.append((action, state, who, due, told))
            standing = "" if told == 302 else state
    assert wrong == []


def test_what_is_refused_changes_nothing(stage: Stage) -> None:
    stage.stand("recognise", "appraised")
    walker = Walker(stage.app, stage.province.people["province"])
    assert stage.send(walker, "recognise") == 409

    def told(session: Session) -> tuple[int, int, str]:
        counts = [len(session.scalars(select(table)).unique().all()) for table in (Decision, Recognition)]
        return counts[0], counts[1], session.get_one(Registration, stage.bound).state

    assert stage.writer.run(told) == (0, 0, "appraised")
    shown = stage.writer.run(
        lambda session: listlines.decided(session, session.get_one(Proposal, stage.lists["recognise"][0]))
    )
    assert shown == {}
