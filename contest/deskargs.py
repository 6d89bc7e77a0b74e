"""What each desk command is told: its arguments as forms and JSON send them, checked for shape."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from contest.db import LARGEST_ID

Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]
Key = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Short = Annotated[str, StringConstraints(max_length=200)]
Long = Annotated[str, StringConstraints(max_length=4000)]


class Args(BaseModel):
    """Arguments of a desk command; numbers may come as text, as forms send them."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Nothing(Args):
    """A command without arguments."""


class Performance(Args):
    """One team in one part."""

    part: Key
    team: Id


class PerformanceReason(Performance):
    """One team in one part, and why."""

    reason: Long = ""


class TeamAbsence(PerformanceReason):
    """Whether a team takes no part in a part, and why."""

    absent: bool = True


class SheetArgs(Performance):
    """One judge's sheet."""

    seat: Id


class Absence(SheetArgs):
    """Whether a judge is absent for a performance, and why."""

    absent: bool = True
    reason: Long = ""
    why: Annotated[str, StringConstraints(pattern=r"^(absent|late|recused)$")] = "absent"


class TypedSheet(SheetArgs):
    """A paper sheet typed in: marks as people write them, “8,5”."""

    marks: dict[Key, Short] = {}
    remark: Annotated[str, StringConstraints(max_length=1000)] = ""


class ConfirmSheet(SheetArgs):
    """A typed sheet of a certain version, confirmed or rejected."""

    version: Id
    reason: Long = ""


class ReturnSheet(SheetArgs):
    """A sheet given back, and why."""

    reason: Long = ""


class Conclusion(Performance):
    """What the panel concluded about a performance."""

    conclusion: Long = ""


class Late(Args):
    """A late sheet admitted or left out, and why."""

    late: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
    reason: Long = ""


class Agreed(Performance):
    """The figures of a part that the secretariat enters once."""

    marks: dict[Key, Short] = {}


class StrikeQuestion(Args):
    """A quiz question struck out or restored: its ground and minutes; `asked_by` is set by the server, not by who asks."""

    part: Key
    criterion: Key
    ground: Long = ""
    minutes: Long = ""
    asked_by: Short = ""


class RevisedStrike(Args):
    """A quiz question that a revision strikes out or restores; the ground and the minutes are the revision's."""

    part: Key
    criterion: Key
    struck: bool = True


class Deduction(Args):
    """A fault or merit of the rulebook, in a part or ("") in the whole contest.

    `amount` is in points or seconds as its kind says, empty where the rule fixes it; `act` that of an earlier fault which
    was the same deed, `act_name` a deed named anew; both empty for a deed of its own.
    """

    part: Short
    team: Id
    rule: Key
    amount: Short = ""
    reason: Long = ""
    act: Short = ""
    act_name: Short = ""
    timed_by: Short = ""
    confirmed_by: Short = ""


class DeductionNumber(Args):
    """One recorded deduction of a part or ("") of the whole contest, and why it is taken back."""

    part: Short
    team: Id
    number: Id
    reason: Long = ""


class TieDecision(Args):
    """Tied teams in the order found for a step: "12>7" parts them, "12=7" keeps them equal.

    `values` are what was counted, by team (points of the extra question, seconds, number drawn); without an order it follows
    from them.
    """

    order: Annotated[str, StringConstraints(pattern=r"^([0-9]{1,9}([>=][0-9]{1,9})+)?$")] = ""
    step: Key = "decision"
    values: dict[Key, Short] = {}
    minutes: Long = ""
    reason: Long = ""


class Reason(Args):
    """Why."""

    reason: Long = ""


class Signatures(Args):
    """Who signed the draft, one name a line."""

    signatories: Long = ""


class Prizes(Args):
    """Approved prizes: tier key → team ids in order; why they differ from the proposal, and that more than the rulebook's are meant."""

    prizes: dict[Key, list[Id]] = {}
    reason: Long = ""
    beyond: bool = False


class Ground(Args):
    """On what a finalised result is revised, and number and day of the minutes that decided it."""

    ground: Long = ""
    minutes: Long = ""
    day: Short = ""


class CorrectedSheet(SheetArgs):
    """A received sheet as its signed paper has it: marks as people write them."""

    marks: dict[Key, Short] = {}


class Subject(Args):
    """What a proposed correction is about."""

    subject: Annotated[str, StringConstraints(min_length=1, max_length=120)]


class RulebookDraft(Args):
    """A rulebook as JSON text, to replace the one in force, and why."""

    draft: Annotated[str, StringConstraints(max_length=300_000)] = ""
    reason: Long = ""


class RulebookSeen(Args):
    """Which proposed rulebook was seen: its fingerprint."""

    rulebook: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Version(Args):
    """Which version of a proposal was seen."""

    version: Id


class Order(Args):
    """A part's running order: team ids in order, and how it was drawn."""

    part: Key
    teams: list[Id]
    method: Annotated[str, StringConstraints(pattern=r"^(typed|seeded)$")] = "typed"
    seed: Short = ""
    note: Short = ""
