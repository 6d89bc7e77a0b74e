"""A whole contest from one document: what an organiser's own program sends, made strict, and carried out in one write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest.files.roster import TeamRow, illegible
from contest.messages.mistakes import complain
from contest.messages.setup import SETUP, why
from contest.planning import contests, people
from contest.planning import teams as planned_teams
from contest.scorebook.entry import Actor, Book
from contest.scorebook.stage import set_order
from contest.tables.contests import Contest
from contest.tables.people import Account, Card, Seat
from contest.text import DateError, match_key, nfc, parse_date_vi
from scoring import rulebook as rulebooks
from scoring.rules import Rulebook

Line = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True)]
Role = Literal["organiser", "secretary", "head_judge"]


class SetupRefused(ValueError):
    """A document that no contest can be made of: `problems` is (field, Vietnamese sentence) for each fault."""

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        super().__init__(" ".join(sentence for _, sentence in problems))
        self.problems = tuple(problems)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    @field_validator("*", mode="before")
    @classmethod
    def _clean(cls, value: object) -> object:
        return nfc(value) if isinstance(value, str) else value


class TeamIn(_Strict):
    """A team, the unit that it stands for, its group, and why it is not considered for prizes (each may be empty)."""

    name: Name
    unit: Annotated[str, StringConstraints(max_length=160)] = ""
    group: Annotated[str, StringConstraints(max_length=160)] = ""
    ineligible: Annotated[str, StringConstraints(max_length=160)] = ""


class SeatIn(_Strict):
    """A judge's seat and who sits in it."""

    number: Annotated[int, Field(ge=1, le=99)]
    name: Name
    salutation: Annotated[str, StringConstraints(max_length=30)] = "đồng chí"
    workplace: Annotated[str, StringConstraints(max_length=200)] = ""
    head: bool = False


class StaffIn(_Strict):
    """An account that exists already and what it does in this contest."""

    username: Name
    roles: Annotated[list[Role], Field(min_length=1)]


class ContestIn(_Strict):
    """A contest with everything that it needs to begin; `roles` are those that the sender takes besides organiser."""

    name: Line
    host: Line
    level: Name
    date: str
    place: Line
    organiser_name: Annotated[str, StringConstraints(max_length=200)] = ""
    release_mode: Literal["after_lock", "after_part", "prizes_at_end"]
    invented: bool = False
    rulebook: dict[str, Any]
    teams: Annotated[list[Name | TeamIn], Field(min_length=2, max_length=200)]
    seats: Annotated[list[SeatIn], Field(max_length=people.MOST_SEATS)] = []
    orders: dict[str, list[Line]] = {}
    roles: list[Role] = []
    staff: list[StaffIn] = []

    @property
    def team_list(self) -> list[TeamIn]:
        """Give the teams, those written as a mere name included."""
        return [team if isinstance(team, TeamIn) else TeamIn.model_construct(name=team) for team in self.teams]

    @field_validator("teams", mode="before")
    @classmethod
    def _clean_names(cls, value: object) -> object:
        return [nfc(each) if isinstance(each, str) else each for each in value] if isinstance(value, list) else value


@dataclass(frozen=True)
class SetUp:
    """A contest just made: its ids, team ids by name, and each seat with its card."""

    contest_id: int
    uid: str
    teams: Mapping[str, int]
    seats: Sequence[tuple[Seat, Card]]


def parse_contest(raw: object) -> ContestIn:
    """Make a sent document strict; raises SetupRefused naming every field that is wrong."""
    try:
        return ContestIn.model_validate(raw)
    except ValidationError as error:
        raise SetupRefused([(_place(each["loc"]), why(_place(each["loc"]), each)) for each in error.errors()]) from None


def _place(where: Sequence[int | str]) -> str:
    # A team may be a text or an object; pydantic names the alternative, which is nothing that the sender wrote.
    named = [str(step) for step in where if step != "TeamIn" and not str(step).startswith("constrained-str")]
    return ".".join(named)


def set_up(session: Session, wanted: ContestIn, maker: Account) -> SetUp:
    """Make the contest with its rulebook, teams, seats, cards, orders and roles; raises SetupRefused or Refused."""
    rules, details = _checked(session, wanted)
    contest = contests.create(session, maker, details, rules)
    book = Book(session, contest.id, Actor("account", maker.id))
    rows = [
        TeamRow(name=each.name, unit=each.unit, group=each.group, ineligible=each.ineligible)
        for each in wanted.team_list
    ]
    teams = [planned_teams.add(book, row) for row in rows]
    seats = [_seat(session, contest, seat) for seat in sorted(wanted.seats, key=lambda seat: seat.number)]
    _assign(session, contest, wanted, maker)
    by_key = {team.match_key: team.id for team in teams}
    for part, names in wanted.orders.items():
        set_order(book, part, [by_key[match_key(name)] for name in names], "typed")
    return SetUp(contest.id, contest.uid, {team.name: team.id for team in teams}, seats)


def _checked(session: Session, wanted: ContestIn) -> tuple[Rulebook, contests.Details]:
    problems = [*_clashes(wanted), *_unknown(session, wanted)]
    rules = held_on = None
    try:
        rules = rulebooks.from_dict(wanted.rulebook)
    except rulebooks.RulebookErrors as error:
        problems += [(f"rulebook.{problem.where}".rstrip("."), complain(problem)) for problem in error.problems]
    try:
        held_on = parse_date_vi(wanted.date)
    except DateError as error:
        problems.append(("date", str(error)))
    levels = {level.code: level.id for level in contests.levels(session)}
    if wanted.level not in levels:
        problems.append(("level", SETUP["level"].format(codes=", ".join(levels))))
    if problems or rules is None or held_on is None:
        raise SetupRefused(problems)
    details = contests.Details(
        name=wanted.name,
        host=wanted.host,
        level_id=levels[wanted.level],
        held_on=held_on,
        place=wanted.place,
        organiser_name=wanted.organiser_name,
        release_mode=wanted.release_mode,
        invented=wanted.invented,
    )
    return rules, details


def _clashes(wanted: ContestIn) -> list[tuple[str, str]]:
    problems: list[tuple[str, str]] = []
    keys: list[str] = []
    for place, team in enumerate(wanted.team_list):
        if match_key(team.name) in keys:
            problems.append((f"teams.{place}", SETUP["team_twice"].format(name=team.name)))
        unread = next(filter(None, map(illegible, (team.name, team.unit, team.group, team.ineligible))), "")
        if unread:
            problems.append((f"teams.{place}", SETUP[unread].format(name=team.name, unit=team.unit)))
        keys.append(match_key(team.name))
    if sorted(seat.number for seat in wanted.seats) != list(range(1, len(wanted.seats) + 1)):
        problems.append(("seats", SETUP["seat_numbers"].format(count=len(wanted.seats))))
    return problems + [
        (f"orders.{part}", SETUP["order_team"].format(part=part, name=name))
        for part, names in wanted.orders.items()
        for name in names
        if match_key(name) not in keys
    ]


def _unknown(session: Session, wanted: ContestIn) -> list[tuple[str, str]]:
    known = set(session.scalars(select(Account.username).where(Account.active.is_(True))))
    return [
        (f"staff.{place}", SETUP["account"].format(username=each.username))
        for place, each in enumerate(wanted.staff)
        if each.username not in known
    ]


def _seat(session: Session, contest: Contest, wanted: SeatIn) -> tuple[Seat, Card]:
    seat = people.add_seat(session, contest.id, head=wanted.head)
    people.name_holder(session, seat.id, wanted.name, wanted.salutation, wanted.workplace)
    return seat, session.scalars(select(Card).where(Card.seat_id == seat.id)).one()


def _assign(session: Session, contest: Contest, wanted: ContestIn, maker: Account) -> None:
    pairs = {(maker.id, role) for role in wanted.roles}
    for each in wanted.staff:
        account_id = session.scalars(select(Account.id).where(Account.username == each.username)).one()
        pairs |= {(account_id, role) for role in each.roles}
    for account_id, role in sorted(pairs - {(maker.id, "organiser")}):  # that one was given with the contest
        people.assign(session, contest.id, account_id, role)
