"""A demo's season in the shape of Thái Nguyên 2024: 85 commune and 9 district contests, 988 teams, 4,900 members.

The counts are those of the customer's document 004 (domain.md 1.1); names of places stand in domain.md, and who met
whom, every member, judge and mark is invented and labelled so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest import accounts
from contest.board import Board
from contest.history import Hand
from contest.planning import places, seasons
from contest.planning.setup import parse_contest, set_up
from contest.planning.units import add_unit
from contest.scorebook import figures, paper, result, stage
from contest.scorebook.entry import Actor, Book
from contest.tables.contests import Contest, Member, Team
from contest.tables.people import Account
from contest.tables.places import Unit, UnitBranch
from contest.tables.seasons import Season
from contest.text import date_vi
from scoring.panel import METHODS
from scoring.points import to_thousandths
from scoring.preset import preset
from scoring.rulebook import to_dict
from scoring.rules import Criterion, Part

COMMUNES, DISTRICTS, TEAMS, MEMBERS = 85, 9, 988, 4900
YEAR = 2024
NAME = f"Hội thi “Dân vận khéo” năm {YEAR} (số liệu minh họa)"
PROVINCE = "Tỉnh Thái Nguyên (minh họa)"
# Places named in domain.md 2.1; put together here by chance.
DISTRICT_NAMES = (
    "Kỳ Anh",
    "Thạch Hà",
    "Hồng Lĩnh",
    "Nghi Xuân",
    "Đức Thọ",
    "Vũ Quang",
    "Hương Khê",
    "Hương Sơn",
    "Phú Bình",
)
COMMUNE_NAMES = (
    *(
        "Tân Lâm Hương",
        "Suối Bạc",
        "Suối Trai",
        "Sơn Phước",
        "Krông Pa",
        "Sơn Hội",
        "Phước Tân",
        "Ea Chà Rang",
        "Cà Lúi",
    ),
    *("Phước An", "Hòa Đồng", "Phú Hòa", "Đông Hòa", "Phúc Lợi", "Nậm Pồ", "Lý Bôn", "Mậu A"),
)
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Nông", "Triệu")
GIVEN = (
    *("An", "Bình", "Chi", "Dũng", "Đạt", "Giang", "Hà", "Hòa", "Hương", "Khánh"),
    *("Lan", "Minh", "Nga", "Phúc", "Quyên", "Sơn", "Thảo", "Vân"),
)
UNFINISHED = {"running": 4, "prepared": 3}  # so that the season shows every standing
JUDGES = 3
USERS = {"organiser": "mua-bantochuc", "secretary": "mua-thuky", "head_judge": "mua-truongbgk"}


@dataclass(frozen=True)
class Planned:
    """One contest to be made: its unit, level, day, teams, and how far it is played."""

    unit_id: int
    unit: str
    above: str
    level: str
    held_on: date
    teams: tuple[tuple[str, int], ...]  # name and how many members
    until: str  # prepared, running or announced
    units: Mapping[str, int] = field(default_factory=dict)  # of teams that are another unit's than the contest's


@dataclass(frozen=True)
class Cast:
    """Who works the invented contests."""

    organiser: int
    secretary: int
    head_judge: int


def found(session: Session) -> tuple[int, Cast, list[Planned]]:
    """Make the season with its units and people, or find it; gives its id, the people and the contests that are still to be played."""
    people = {role: _account(session, role, username) for role, username in USERS.items()}
    season = session.scalars(select(Season).where(Season.name == NAME)).unique().first()
    if season is None:
        season = _begin(session, Hand(session, people["organiser"]))
    below = select(Unit).join(UnitBranch, UnitBranch.unit_id == Unit.id).where(UnitBranch.above_id == season.unit_id)
    units = {unit.name: unit for unit in session.scalars(below).unique()}
    districts = [units[name] for name in _districts()]
    communes = [units[_commune(place)] for place in range(COMMUNES)]
    played = set(session.scalars(select(Contest.unit_id).where(Contest.season_id == season.id)))
    planned = [each for each in _contests(districts, communes) if each.unit_id not in played]
    return season.id, Cast(**people), planned


def _begin(session: Session, hand: Hand) -> Season:
    """Make the season with its province, districts, communes, and a cluster a district."""
    province = add_unit(session, _unit(session, PROVINCE, "tinh"))
    days = date(YEAR, 3, 1), date(YEAR, 10, 8)
    season = seasons.make(hand, seasons.SeasonDetails(NAME, province.id, YEAR, *days, True))
    for place, name in enumerate(_districts()):
        district = add_unit(session, _unit(session, name, "huyen"), province.id)
        below = [_commune(commune) for commune in range(COMMUNES) if commune % DISTRICTS == place]
        for commune in below:
            add_unit(session, _unit(session, commune, "xa"), district.id)
        seasons.set_cluster(hand, season, None, f"Cụm {name}", [f"{each}, {name}" for each in below])
    return season


def _account(session: Session, role: str, username: str) -> int:
    known = session.scalars(select(Account.id).where(Account.username == username)).first()
    if known is not None:
        return known
    name = {"organiser": "Ban Tổ chức", "secretary": "Tổ Thư ký", "head_judge": "Trưởng Ban Giám khảo"}[role]
    return accounts.create_account(session, username, f"{name} (minh họa)", None, organiser=role == "organiser").id


def _unit(session: Session, name: str, kind: str) -> Unit:
    found = next(each for each in places.kinds(session) if each.code == kind)
    return Unit(name=name, kind_id=found.id, level_id=found.level_id, valid_to=found.valid_to)


def _districts() -> list[str]:
    return [f"Huyện {name}" for name in DISTRICT_NAMES]


def _commune(place: int) -> str:
    name, again = COMMUNE_NAMES[place % len(COMMUNE_NAMES)], place // len(COMMUNE_NAMES)
    return f"Xã {name}" if not again else f"Xã {name} {again + 1}"


def _contests(districts: Sequence[Unit], communes: Sequence[Unit]) -> list[Planned]:
    """Give the 94 contests; the figures come out exactly: 903 teams of villages, 85 of communes, 40 of them one member short."""
    villages, extra = divmod(TEAMS - COMMUNES, COMMUNES)
    short = TEAMS * 5 - MEMBERS
    planned = []
    for place, commune in enumerate(communes):
        names = [f"Thôn {number}" for number in range(1, villages + (place < extra) + 1)]
        teams = tuple((name, 5 - (index == 0 and place < short)) for index, name in enumerate(names))
        day = date(YEAR, 3, 4) + timedelta(days=place)
        planned.append(
            Planned(
                commune.id, commune.name, districts[place % DISTRICTS].name, "xa", day, teams, _until(COMMUNES - place)
            )
        )
    for place, district in enumerate(districts):
        units = {commune.name: commune.id for index, commune in enumerate(communes) if index % DISTRICTS == place}
        teams = tuple((name, 5) for name in units)
        day = date(YEAR, 8, 5) + timedelta(days=3 * place)
        until = _until(DISTRICTS - place)
        planned.append(Planned(district.id, district.name, PROVINCE, "huyen", day, teams, until, units))
    return planned


def _until(left: int) -> str:
    """Give how far a contest goes: of each level the last three wait, the four before them run."""
    if left <= UNFINISHED["prepared"]:
        return "prepared"
    return "running" if left <= sum(UNFINISHED.values()) else "announced"


def play(session: Session, season_id: int, cast: Cast, planned: Planned) -> None:
    """Make one contest of the season and play it as far as it goes, with invented marks by a fixed chance."""
    lot = Random(f"{planned.unit}/{planned.held_on}")  # noqa: S311 - invented marks
    account = session.get_one(Account, cast.organiser)
    made = set_up(session, parse_contest(_document(planned, lot)), account)
    contest = session.get_one(Contest, made.contest_id)
    season = session.get_one(Season, season_id)
    contest.season_id, contest.unit_id = season_id, planned.unit_id
    contest.cluster_id = seasons.cluster_of(session, season.id).get(planned.unit_id)
    _add_members(session, made.contest_id, planned, lot)
    if planned.until != "prepared":
        _mark(session, made.contest_id, cast, lot, whole=planned.until == "announced")


def _document(planned: Planned, lot: Random) -> dict[str, Any]:
    rules = preset("dan-van-kheo")
    names = [name for name, _ in planned.teams]
    judges = [f"{lot.choice(FAMILY)} {lot.choice(GIVEN)} {lot.choice(GIVEN)}" for _ in range(JUDGES)]
    return {
        "name": f"Hội thi “Dân vận khéo” {planned.unit} năm {YEAR}",
        "host": f"{planned.unit}, {planned.above}",
        "level": planned.level,
        "date": date_vi(planned.held_on),
        "place": f"Nhà văn hóa {planned.unit}",
        "organiser_name": "Ban Tổ chức Hội thi",
        "release_mode": "prizes_at_end",
        "invented": True,
        "rulebook": to_dict(rules),
        "teams": [{"name": name} for name in names],
        "seats": [{"number": n, "name": name, "head": n == 1} for n, name in enumerate(judges, 1)],
        "orders": {part.key: lot.sample(names, len(names)) for part in rules.parts},
        "staff": [{"username": USERS[role], "roles": [role]} for role in ("secretary", "head_judge")],
    }


def _add_members(session: Session, contest_id: int, planned: Planned, lot: Random) -> None:
    sizes = dict(planned.teams)
    for team in session.scalars(select(Team).where(Team.contest_id == contest_id)):
        team.unit_id = planned.units.get(team.name, planned.unit_id)  # a village's team is its commune's
        for place in range(1, sizes[team.name] + 1):
            name = f"{lot.choice(FAMILY)} {lot.choice(GIVEN)} {lot.choice(GIVEN)}"
            session.add(Member(team_id=team.id, position=place, name=name, role="Đội trưởng" if place == 1 else ""))
    session.flush()


def _mark(session: Session, contest_id: int, cast: Cast, lot: Random, whole: bool) -> None:
    books = {role: Book(session, contest_id, Actor("account", getattr(cast, role))) for role in USERS}
    stage.start(books["organiser"])
    board = books["secretary"].board()
    parts = board.rules.parts if whole else board.rules.parts[:1]
    for part in parts:
        for team in board.order(part.key):
            _perform(books, board, part, team.id, lot)
    if whole:
        _finish(books)


def _perform(books: dict[str, Book], board: Board, part: Part, team_id: int, lot: Random) -> None:
    secretary, second = books["secretary"], books["head_judge"]
    stage.open_performance(secretary, part.key, team_id)
    if METHODS[part.panel.method].judged:
        for seat in board.seats:
            paper.type_sheet(
                secretary, part.key, team_id, seat.id, {each.key: _chance(each, lot) for each in part.criteria}
            )
            paper.confirm_sheet(second, part.key, team_id, seat.id, 1)
    else:
        figures.record_agreed(secretary, part.key, team_id, {each.key: _chance(each, lot) for each in part.criteria})
    stage.lock_performance(secretary, part.key, team_id)


def _chance(criterion: Criterion, lot: Random) -> int:
    """Give an invented mark between 65 % of the maximum and all of it, in thousandths on the criterion's step."""
    most, step = criterion.max_points, criterion.step
    if most is None or step is None:
        return 0
    steps = int(most / step)
    return to_thousandths(step * lot.randint(steps * 65 // 100, steps))


def _finish(books: dict[str, Book]) -> None:
    """Take a contest to its announcement; ties that ask are decided by the teams' numbers, which the reason says."""
    organiser, secretary, head = books["organiser"], books["secretary"], books["head_judge"]
    result.draft(secretary)
    for question in _open_ties(head.board()):
        order = [[int(team)] for team in sorted(question, key=int)]
        figures.decide_tie(head, order, "Biên bản minh họa", "Số liệu minh họa: theo thứ tự đăng ký")
    result.sign(head, ["Trưởng Ban Giám khảo (minh họa)"])
    proposals = organiser.board().proposals
    prizes = {award.tier.key: [int(team) for team in award.teams] for award in proposals.awards}
    prizes |= {award.prize.key: [int(team) for team in award.teams] for award in proposals.specials}
    result.approve_prizes(organiser, prizes)
    result.finalise(organiser)
    result.announce(organiser)


def _open_ties(board: Board) -> Iterator[tuple[str, ...]]:
    questions = (*board.standings.questions, *board.proposals.questions)
    seen: set[tuple[str, ...]] = set()
    for question in questions:
        if question.code in result.DECIDED_ON_RANK and tuple(question.teams) not in seen:
            seen.add(tuple(question.teams))
            yield tuple(question.teams)
