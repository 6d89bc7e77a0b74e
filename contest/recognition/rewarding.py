"""The reward file (hồ sơ khen thưởng): its papers, what it lacks, and achievements that are proposed twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased

from contest.history import Hand
from contest.recognition.registering import CONTENTS
from contest.scorebook.refusals import Refused
from contest.tables.campaigns import Campaign
from contest.tables.decisions import Proposal, ProposalLine, RewardPaper
from contest.tables.recognition import Owner, Registration
from contest.text import nfc

PAPERS: Mapping[str, str] = {
    "submission": "Tờ trình",
    "minutes": "Biên bản họp xét",
    "achievement": "Báo cáo thành tích",
}
"""The papers that are written; the list is the lines themselves. A report of achievement is written for each line."""
LIST = "Danh sách đề nghị"


@dataclass(frozen=True)
class Item:
    """One paper of the file: how many of it there are, of how many that there must be."""

    kind: str
    title: str
    done: int
    due: int

    @property
    def complete(self) -> bool:
        """Say whether nothing of it is missing."""
        return self.done >= self.due > 0


@dataclass(frozen=True)
class Twice:
    """An achievement that another list of the year proposes too: the same model, or the same owner."""

    registration_id: int
    name: str
    shared: str
    other_id: int
    other: str  # the other list's form of reward
    unit: str
    year: int


def papers(reader: Session, proposal_id: int) -> Sequence[RewardPaper]:
    """Give what is written of a file."""
    return reader.scalars(
        select(RewardPaper).where(RewardPaper.proposal_id == proposal_id).order_by(RewardPaper.id)
    ).all()


def voted(proposal: Proposal) -> bool:
    """Say whether a meeting voted on the list: then its minutes can be printed, whoever writes none beside them."""
    return proposal.met_on is not None and any(line.votes_for is not None for line in proposal.lines)


def file(proposal: Proposal, written: Sequence[RewardPaper]) -> list[Item]:
    """Give the papers of a file and what is missing of each."""
    once = {paper.kind for paper in written if paper.registration_id is None}
    lines = {line.registration_id for line in proposal.lines}
    reported = {paper.registration_id for paper in written if paper.kind == "achievement"} & lines
    return [
        Item("submission", PAPERS["submission"], int("submission" in once), 1),
        Item("list", LIST, int(bool(lines)), 1),
        Item("achievement", PAPERS["achievement"], len(reported), len(lines)),
        Item("minutes", PAPERS["minutes"], int("minutes" in once or voted(proposal)), 1),
    ]


def write(hand: Hand, proposal: Proposal, kind: str, text: str, registration_id: int | None = None) -> None:
    """Write a paper of a file, or write it anew; refuses an empty one, and a report of what is not on the list."""
    if kind not in PAPERS or (kind == "achievement") != (registration_id is not None):
        raise Refused("no_paper", field="text")
    if registration_id is not None and registration_id not in {line.registration_id for line in proposal.lines}:
        raise Refused("not_on_list", field="text")
    said = nfc(text, lines=True)
    if not said:
        raise Refused("paper_empty", field="text", title=PAPERS[kind].lower())
    known = paper(hand.session, proposal.id, kind, registration_id)
    if known is None:
        row = RewardPaper(proposal_id=proposal.id, registration_id=registration_id, kind=kind, text=said)
        hand.add(row, proposal.unit_id)
    else:
        hand.change(known, {"text": said}, proposal.unit_id)


def paper(reader: Session, proposal_id: int, kind: str, registration_id: int | None = None) -> RewardPaper | None:
    """Give a paper of a file, or None while it is not written."""
    whose = (
        RewardPaper.registration_id.is_(None)
        if registration_id is None
        else RewardPaper.registration_id == registration_id
    )
    wanted = select(RewardPaper).where(RewardPaper.proposal_id == proposal_id, RewardPaper.kind == kind, whose)
    return reader.scalars(wanted).first()


def draft(registration: Registration) -> str:
    """Give what a report of achievement may begin from: the registration's own words, nothing added."""
    owners = "; ".join(each.name + (f", {each.post}" if each.post else "") for each in registration.owners)
    parts = ("content", "outputs", "sustaining")
    told = [f"{CONTENTS[name]}: {getattr(registration, name)}" for name in parts if getattr(registration, name)]
    return "\n".join([f"Mô hình: {registration.name}", f"Chủ thể: {owners}" if owners else "", *told]).strip()


def twice(reader: Session, proposal: Proposal) -> list[Twice]:
    """Give what other lists of reward of the same year propose too, by model or by owner, in two statements.

    A warning, no bar: one achievement must not be rewarded twice in one form, and people judge which it is (domain.md 3.1).
    """
    return sorted([*_same_model(reader, proposal), *_same_owner(reader, proposal)], key=lambda each: each.name)


def _same_model(reader: Session, proposal: Proposal) -> list[Twice]:
    mine, line, other = aliased(Registration), aliased(ProposalLine), aliased(ProposalLine)
    theirs = aliased(Registration)
    query = (
        select(mine.id, mine.name, Proposal)
        .join(line, line.registration_id == mine.id)
        .join(theirs, theirs.model_id == mine.model_id)
        .join(other, other.registration_id == theirs.id)
        .join(Proposal, Proposal.id == other.proposal_id)
        .join(Campaign, Campaign.id == Proposal.campaign_id)
        .where(line.proposal_id == proposal.id, *_another(proposal))
        .order_by(line.position, Proposal.id)
    )
    return [_told(*row, shared="cùng mô hình") for row in reader.execute(query).unique()]


def _same_owner(reader: Session, proposal: Proposal) -> list[Twice]:
    mine, line, other = aliased(Registration), aliased(ProposalLine), aliased(ProposalLine)
    owner, same, theirs = aliased(Owner), aliased(Owner), aliased(Registration)
    query = (
        select(mine.id, mine.name, Proposal, owner.name)
        .join(line, line.registration_id == mine.id)
        .join(owner, owner.registration_id == mine.id)
        .join(same, same.match_key == owner.match_key)
        .join(theirs, theirs.id == same.registration_id)
        .join(other, other.registration_id == theirs.id)
        .join(Proposal, Proposal.id == other.proposal_id)
        .join(Campaign, Campaign.id == Proposal.campaign_id)
        .where(line.proposal_id == proposal.id, theirs.model_id != mine.model_id, *_another(proposal))
        .order_by(line.position, Proposal.id)
    )
    return [_told(*row[:3], shared=f"cùng chủ thể {row[3]}") for row in reader.execute(query).unique()]


def _another(proposal: Proposal) -> list[ColumnElement[bool]]:
    return [Proposal.kind == proposal.kind, Proposal.id != proposal.id, Campaign.year == proposal.campaign.year]


def _told(registration_id: int, name: str, other: Proposal, *, shared: str) -> Twice:
    return Twice(registration_id, name, shared, other.id, other.reward, other.unit.name, other.campaign.year)
