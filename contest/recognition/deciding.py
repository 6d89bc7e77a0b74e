"""Decisions on a list: typed by people with number, day and signer; line by line what they say, and what follows for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.history import Hand
from contest.offices import Reach
from contest.recognition import certificates, documents
from contest.recognition.bodies import require_body, require_issuer, require_level, require_ones_own, require_own
from contest.recognition.decisiondays import require_for_list, require_for_paper
from contest.recognition.listkinds import ListKind, kind_of
from contest.recognition.listlines import decided
from contest.recognition.proposing import registrations, require_stage
from contest.recognition.states import act_all, require_all
from contest.recognition.voting import reaches
from contest.scorebook.refusals import Refused
from contest.tables.decisions import Decision, Proposal, ProposalLine, Recognition
from contest.tables.places import UnitBranch
from contest.tables.recognition import Registration
from contest.text import nfc

YES, NO, LATER = "yes", "no", ""


@dataclass(frozen=True)
class Verdict:
    """What a decision says of one line: YES, NO, or LATER (nothing yet), with a reason where one is due."""

    says: str
    reason: str = ""


@dataclass(frozen=True)
class Paper:
    """A decision as typed: its document, the body, who signed, the level, the reward and the first certificate number."""

    document: documents.DocumentDetails
    unit_id: int
    signer: str = ""
    level_id: int | None = None
    reward: str = ""
    certificate: str = ""
    same_body: bool = False  # confirmed: the body that recognised also rewards


@dataclass(frozen=True)
class _Case:
    line: ProposalLine
    registration: Registration
    verdict: Verdict


def proposed(proposal: Proposal, lines: Sequence[ProposalLine]) -> dict[int, Verdict]:
    """Give what the votes suggest for each line that has votes: people may say otherwise, with a reason."""
    kind = kind_of(proposal)
    told = {}
    for line in lines:
        if not kind.meets or reaches(proposal, line):
            told[line.id] = Verdict(YES, line.reason if kind.needs_reason else "")
        elif line.votes_for is not None and kind.no is not None:
            told[line.id] = Verdict(NO, f"Đạt {line.votes_for}/{proposal.members} phiếu, chưa đủ phiếu.")
        else:
            told[line.id] = Verdict(LATER)
    return told


def record(hand: Hand, reach: Reach, proposal: Proposal, paper: Paper, verdicts: Mapping[int, Verdict]) -> Decision:
    """Take a decision down: what it says of each line moves the registration on; lines left for later stay open.

    Refuses a list that was not submitted or needs a meeting, a line decided already, and a verdict against the votes,
    or one that ends or denies a recognition, without a reason. A list of hundreds costs a constant number of statements.
    """
    kind = kind_of(proposal)
    require_stage(proposal, *(("met",) if kind.meets else ("submitted", "met")))
    cases = _cases(hand.session, proposal, verdicts)
    _check(proposal, kind, paper, cases)
    yes = [case for case in cases if case.verdict.says == YES]
    no = [case for case in cases if case.verdict.says == NO]
    moved = [(chosen, action) for chosen, action in ((yes, kind.yes), (no, kind.no)) if chosen and action]
    for chosen, action in moved:  # who may move these on at all is told before whose decision it is
        require_all(hand.session, reach, [case.registration for case in chosen], action)
    _check_body(hand.session, reach, proposal, paper, cases)
    row = _decision(hand, proposal, paper)
    said = {"decision": f"{paper.document.number}", "list": proposal.name}
    for chosen, action in moved:
        reasons = {case.registration.id: case.verdict.reason for case in chosen}
        act_all(hand, reach, [case.registration for case in chosen], action, reasons, said)
    _keep(hand, row, proposal, paper, yes, no)
    if len(decided(hand.session, proposal)) == len(proposal.lines):
        hand.change(proposal, {"closed": True}, kind="closed")
    return row


def _cases(session: Session, proposal: Proposal, verdicts: Mapping[int, Verdict]) -> list[_Case]:
    done, by_id = decided(session, proposal), {row.id: row for row in registrations(session, proposal)}
    cases = []
    for line in proposal.lines:
        verdict = verdicts.get(line.id, Verdict(LATER))
        if verdict.says == LATER:
            continue
        if line.registration_id in done:
            raise Refused("line_decided", field=f"k-{line.id}", status="stands", place=line.position)
        cases.append(_Case(line, by_id[line.registration_id], replace(verdict, reason=nfc(verdict.reason))))
    return cases


def _check(proposal: Proposal, kind: ListKind, paper: Paper, cases: Sequence[_Case]) -> None:
    if not cases:
        raise Refused("nothing_decided", field="number")
    require_for_list(proposal, paper.document.issued_on)
    if paper.level_id is None and not kind.other_body and kind.of_step:
        raise Refused("needs_level", field="level_id")
    if kind.other_body and not paper.reward.strip():
        raise Refused("needs_reward", field="reward")
    for case in cases:
        says, field = case.verdict.says, f"r-{case.line.id}"
        if says not in {YES, NO} or (says == NO and kind.no is None):
            raise Refused("no_verdict", field=f"k-{case.line.id}", place=case.line.position)
        against = says == YES and kind.meets and not reaches(proposal, case.line)
        if against and not case.verdict.reason:
            raise Refused("against_votes", field=field, place=case.line.position, name=case.registration.name)
        if (says == NO or kind.needs_reason) and not case.verdict.reason:
            raise Refused("verdict_reason", field=field, place=case.line.position, name=case.registration.name)


def _check_body(session: Session, reach: Reach, proposal: Proposal, paper: Paper, cases: Sequence[_Case]) -> None:
    """Refuse a body that the person does not write for, and one that decides of others' models.

    A reward is decided by another body: one above the list's unit as well, whose officer need not keep this register.
    """
    if kind_of(proposal).other_body:
        above = session.get(UnitBranch, (paper.unit_id, proposal.unit_id)) is not None
        if not above:
            require_body(session, reach, paper.unit_id)
        _check_other_body(session, paper, [case for case in cases if case.verdict.says == YES])
    else:
        require_body(session, reach, paper.unit_id)
        about = {case.registration.unit_id: case.registration.name for case in reversed(cases)}
        require_own(session, paper.unit_id, about)
    require_issuer(session, paper.unit_id, paper.document.issuer)
    require_level(session, paper.unit_id, paper.level_id)


def _check_other_body(session: Session, paper: Paper, yes: Sequence[_Case]) -> None:
    if paper.same_body or not yes:
        return
    recognising = (
        select(Recognition.id)
        .join(Decision, Decision.id == Recognition.decision_id)
        .where(
            Decision.unit_id == paper.unit_id,
            Recognition.step_id.is_not(None),
            Recognition.registration_id.in_([case.registration.id for case in yes]),
        )
    )
    if session.execute(recognising.limit(1)).first() is not None:
        raise Refused("same_body", field="same_body")


def _decision(hand: Hand, proposal: Proposal, paper: Paper) -> Decision:
    document = documents.keep(hand, proposal.unit_id, paper.document)
    row = Decision(
        document_id=document.id,
        unit_id=paper.unit_id,
        proposal_id=proposal.id,
        kind=proposal.kind,
        signer=nfc(paper.signer),
    )
    hand.add(row, proposal.unit_id)
    return row


def _keep(
    hand: Hand, row: Decision, proposal: Proposal, paper: Paper, yes: Sequence[_Case], no: Sequence[_Case]
) -> None:
    first, step_id = paper.certificate.strip(), None if kind_of(proposal).other_body else proposal.step_id
    years = {paper.document.issued_on.year, proposal.campaign.year}
    numbers = certificates.series(hand.session, paper.unit_id, first, len(yes), years) if first else [""] * len(yes)
    granted = {"step_id": step_id, "level_id": paper.level_id, "reward": nfc(paper.reward)}
    told = [_told(row, case) | granted | {"certificate": number} for case, number in zip(yes, numbers, strict=True)]
    told += [_told(row, case) for case in no]
    hand.add_all(
        Recognition, told, select(Recognition).where(Recognition.decision_id == row.id).order_by(Recognition.id)
    )


def _told(row: Decision, case: _Case) -> dict[str, object]:
    empty = {"step_id": None, "level_id": None, "reward": "", "certificate": ""}
    said = {"decision_id": row.id, "registration_id": case.registration.id, "reason": case.verdict.reason}
    return empty | said


def correct(hand: Hand, reach: Reach, decision: Decision, details: documents.DocumentDetails, signer: str) -> None:
    """Correct what was mistyped of a decision's paper, wherever it is cited; what it says of the lines stays.

    What is refused when it is taken down is refused here too: its day, and an issuer that is another unit. A paper that
    another branch cites as well is not one's own to correct.
    """
    require_ones_own(hand.session, reach, decision.document_id)
    require_for_paper(hand.session, decision.document_id, details.issued_on)
    require_issuer(hand.session, decision.unit_id, details.issuer)
    documents.correct(hand, decision.document, details)
    hand.change(decision, {"signer": nfc(signer)}, decision.book_id)
