"""The meeting on a list: who was there, votes n/N line by line, and which lines reach the threshold. It recognises nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from contest.history import Hand
from contest.recognition.proposing import require_stage
from contest.scorebook.refusals import Refused
from contest.tables.decisions import Proposal, ProposalLine
from contest.text import date_vi, nfc, today


@dataclass(frozen=True)
class Meeting:
    """A meeting as typed: its day, how many members the council has, how many came, and its minutes."""

    met_on: date
    members: int
    present: int
    minutes: str = ""


@dataclass(frozen=True)
class Tally:
    """How a vote stands: lines in all, those with votes, those that reach the threshold."""

    lines: int
    voted: int
    enough: int


def enough(votes: int, members: int, least_percent: int, at_least: bool) -> bool:
    """Say whether so many of all members are at least (or more than) so many percent, in whole numbers."""
    agreed, needed = votes * 100, least_percent * members
    return agreed >= needed if at_least else agreed > needed


def reaches(proposal: Proposal, line: ProposalLine) -> bool:
    """Say whether a line has votes enough."""
    if line.votes_for is None or proposal.members is None:
        return False
    return enough(line.votes_for, proposal.members, proposal.least_percent, proposal.at_least)


def threshold(proposal: Proposal) -> str:
    """Give the threshold in words: “từ 70% tổng số thành viên trở lên”."""
    if proposal.at_least:
        return f"từ {proposal.least_percent}% tổng số thành viên trở lên"
    return f"trên {proposal.least_percent}% tổng số thành viên"


def hold(hand: Hand, proposal: Proposal, meeting: Meeting) -> None:
    """Note a meeting on a submitted list; refuses a day before it was submitted, and numbers that cannot be."""
    require_stage(proposal, "submitted", "met")
    if meeting.met_on > today():
        raise Refused("day_future", field="met_on")
    if proposal.submitted_on is not None and meeting.met_on < proposal.submitted_on:
        raise Refused("met_early", field="met_on", day=date_vi(proposal.submitted_on))
    if meeting.members < 1 or meeting.present < 1:
        raise Refused("nobody_met", field="members" if meeting.members < 1 else "present")
    if meeting.present > meeting.members:
        raise Refused("present_beyond", field="present", members=meeting.members)
    most = max((line.votes_for or 0 for line in proposal.lines), default=0)
    if most > meeting.present:
        raise Refused("votes_stand", field="present", votes=most)
    values = {"met_on": meeting.met_on, "members": meeting.members, "present": meeting.present}
    hand.change(proposal, values | {"minutes": nfc(meeting.minutes, lines=True)}, kind="met")


def vote(hand: Hand, proposal: Proposal, votes: Mapping[int, int | None]) -> int:
    """Note the votes for lines (by the line's id) and give how many changed; refuses more votes than were present."""
    require_stage(proposal, "met")
    present = proposal.present or 0
    lines = [line for line in proposal.lines if line.id in votes]
    for line in lines:
        typed = votes[line.id]
        if typed is not None and not 0 <= typed <= present:
            raise Refused("votes_beyond", field=f"v-{line.id}", place=line.position, votes=typed, present=present)
    changed = [line for line in lines if line.votes_for != votes[line.id]]
    before = {str(line.position): line.votes_for for line in changed}
    for line in changed:
        line.votes_for = votes[line.id]
    hand.session.flush()
    if changed:  # places are fixed since the list was submitted: they name the lines in the history
        hand.note(proposal, "voted", before, {str(line.position): line.votes_for for line in changed})
    return len(changed)


def vote_rest(hand: Hand, proposal: Proposal, votes: int) -> int:
    """Note the same votes for every line that has none yet, and give how many those were."""
    return vote(hand, proposal, {line.id: votes for line in proposal.lines if line.votes_for is None})


def tally(proposal: Proposal, lines: Sequence[ProposalLine]) -> Tally:
    """Give how the vote on a list stands."""
    voted = sum(line.votes_for is not None for line in lines)
    return Tally(len(lines), voted, sum(reaches(proposal, line) for line in lines))
