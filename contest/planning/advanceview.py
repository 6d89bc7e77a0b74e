"""What the page of advancement shows: for each team why it goes on or does not, what people must decide, and what they did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest.messages.advancing import BLOCKED, LEFT
from contest.messages.scorebook import STEP_NAMES
from contest.planning import rulings
from contest.planning.advancing import Candidate, Plan, Source
from contest.planning.onward import BY_QUOTA, NAMED, QUOTA, Going, Tie
from contest.tables.contests import Contest
from contest.tables.people import Account
from contest.tables.places import Unit
from contest.tables.seasons import Cluster, ClusterUnit
from contest.text import comma, moment_vi
from scoring.points import text

FIRSTS = {1: "nhất", 2: "nhì", 3: "ba"}


@dataclass(frozen=True)
class Line:
    """A team of a source: where it stands there, why it goes on or does not, and whether it was taken over."""

    team_id: int
    name: str
    unit: str
    source: str
    rank: str
    total: str
    why: str
    carried: bool = False
    named: bool = False


@dataclass(frozen=True)
class TieLine:
    """A tie across the last place: its words, how many of its teams go on, and the teams."""

    words: str
    places: int
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class SourceLine:
    """A source with what may be taken from it, in words."""

    contest_id: int
    name: str
    places: int
    ready: bool
    words: str


@dataclass(frozen=True)
class Decided:
    """A decision of people: its number on the list, its words, whether it stands."""

    number: int
    words: str
    reason: str
    minutes: str
    by: str
    state: str = ""


@dataclass(frozen=True)
class View:
    """The plan in words."""

    going: tuple[Line, ...]
    left: tuple[Line, ...]
    ties: tuple[TieLine, ...]
    sources: tuple[SourceLine, ...]
    decided: tuple[Decided, ...]
    blocked: str


def view(reader: Session, plan: Plan) -> View:
    """Give the plan in words; five statements, whatever its size."""
    words = _Words(plan, _labels(reader, plan))
    gone = [each.team for each in plan.onward.going]
    going = tuple(words.line(each.team, words.goes(each)) for each in plan.onward.going)
    order = list(plan.candidates)
    left = sorted(plan.onward.left, key=order.index)
    return View(
        going,
        tuple(words.line(team, words.stays(team)) for team in left if team not in gone),
        tuple(words.tie(each) for each in plan.onward.ties),
        tuple(_source(each) for each in plan.sources),
        _decided(reader, plan),
        _blocked(plan),
    )


def _labels(reader: Session, plan: Plan) -> Mapping[int, str]:
    """Give how each source is called: by its cluster, where it is the cluster's own contest, else by its name.

    A cluster's own contest is the only one of its level there, and not the one that a unit of the cluster holds for itself.
    """
    of_cluster = {each.contest.cluster_id for each in plan.sources if each.contest.cluster_id is not None}
    there = select(Contest.cluster_id, Contest.level_id, func.count()).where(Contest.cluster_id.in_(of_cluster))
    alone = {
        (row[0], row[1]) for row in reader.execute(there.group_by(Contest.cluster_id, Contest.level_id)) if row[2] == 1
    }
    member = (ClusterUnit.cluster_id == Contest.cluster_id) & (ClusterUnit.unit_id == Contest.unit_id)
    of_member = select(Contest.id).join(ClusterUnit, member).join(Unit, Unit.id == Contest.unit_id)
    own = set(reader.scalars(of_member.where(Contest.cluster_id.in_(of_cluster), Unit.level_id == Contest.level_id)))
    names = {
        row[0]: row[1] for row in reader.execute(select(Cluster.id, Cluster.name).where(Cluster.id.in_(of_cluster)))
    }
    sources = [each.contest for each in plan.sources]
    by_name = {each.id for each in sources if each.id in own or (each.cluster_id, each.level_id) not in alone}
    return {each.id: each.name if each.id in by_name else names[each.cluster_id or 0] for each in sources}


class _Words:
    """Says a plan's teams in words."""

    def __init__(self, plan: Plan, labels: Mapping[int, str]) -> None:
        self.plan, self.labels = plan, labels

    def line(self, team: str, why: str) -> Line:
        each = self.plan.candidates[team]
        carried = self.plan.carried.get(team)
        return Line(
            each.team.id,
            each.team.name,
            each.team.unit.name if each.team.unit else "",
            self._label(each),
            "" if each.rank is None else str(each.rank),
            each.total,
            why,
            carried is not None,
            carried is not None and carried.by_place == NAMED,
        )

    def goes(self, going: Going) -> str:
        each, carried = self.plan.candidates[going.team], self.plan.carried.get(going.team)
        if going.by == NAMED:
            return f"đơn vị cử: {carried.reason}" if carried else "đơn vị cử"
        said = self._first(each) if going.by == QUOTA else f"thành tích tốt nhất còn lại: {self._compared(each)}"
        if going.kept:
            return f"giữ theo quyết định ({said})"
        return f"{said}, theo quyết định về các đội bằng điểm" if going.chosen else said

    def stays(self, team: str) -> str:
        code, each = self.plan.onward.left[team], self.plan.candidates[team]
        if code == "ineligible" and each.team.ineligible:
            return f"{LEFT[code]}: {each.team.ineligible}"
        if code == "out":
            said = [ruling.reason for ruling in self.plan.rulings if each.team.id in ruling.teams and not ruling.undone]
            return f"{LEFT[code]}: {said[-1]}" if said else LEFT[code]
        return LEFT[code]

    def tie(self, tie: Tie) -> TieLine:
        first = self.plan.candidates[tie.teams[0]]
        names = ", ".join(self.plan.candidates[team].team.name for team in tie.teams)
        if tie.among == BY_QUOTA:
            where = f"đồng hạng {first.rank} {self._label(first)} ({first.total} điểm)"
        else:
            where = f"bằng nhau về thành tích tốt nhất còn lại ({self._compared(first)})"
        said = f"{names} {where}, chỉ còn {tie.places} suất."
        return TieLine(said, tie.places, tuple(self.line(team, "") for team in tie.teams))

    def _label(self, each: Candidate) -> str:
        label, group = self.labels[each.source.contest.id], each.standing.group
        return f"{group}, {label}" if group and each.standing.group_rank is not None else label

    def _first(self, each: Candidate) -> str:
        rank = each.rank or 0
        return f"{FIRSTS.get(rank, f'hạng {rank}')} {self._label(each)}"

    def _compared(self, each: Candidate) -> str:
        if self.plan.rule.compared_by == "share" and each.standing.total_exact is not None and each.source.most:
            return f"{comma(text(each.standing.total_exact * 100 / each.source.most, 2))} % điểm tối đa"
        if self.plan.rule.compared_by == "exact":
            return f"{each.total} điểm (so theo điểm chính xác)"
        return f"{each.total} điểm"


def _source(each: Source) -> SourceLine:
    if each.revision:
        return SourceLine(each.contest.id, each.contest.name, each.row.places, True, f"kết quả lần {each.revision}")
    told = each.outcome.announced or each.outcome.final
    said = "đã chốt, chờ công bố" if told else STEP_NAMES[each.outcome.step].lower()
    if each.outcome.announced and not each.outcome.ranks_told:
        said = "chỉ công bố giải; cần người của Ban Tổ chức hội thi đó lấy đội"
    return SourceLine(each.contest.id, each.contest.name, each.row.places, False, said)


def _blocked(plan: Plan) -> str:
    if not plan.onward.blocked:
        return ""
    each = [
        f"{source.contest.name}: {comma(text(source.most, 2)) if source.most else 'không xác định'}"
        for source in plan.sources
        if source.revision
    ]
    return BLOCKED[plan.onward.blocked].format(what="; ".join(each))


def _decided(reader: Session, plan: Plan) -> tuple[Decided, ...]:
    ids = {each.account_id for each in plan.rulings if each.account_id is not None}
    names = {row[0]: row[1] for row in reader.execute(select(Account.id, Account.name).where(Account.id.in_(ids)))}
    found = []
    for number, each in enumerate(plan.rulings):
        teams = each.chosen if each.kind == rulings.TIE else each.teams
        named = ", ".join(plan.candidates[str(team)].team.name for team in teams if str(team) in plan.candidates)
        seen = all(str(team) in plan.candidates for team in each.teams)
        fallen = "hết hiệu lực vì điểm đã sửa đổi" if seen and not rulings.holds(each, plan.totals) else ""
        state = "đã rút" if each.undone else fallen
        by = f"{names.get(each.account_id or 0, 'hệ thống')}, {moment_vi(each.moment)}"
        found.append(
            Decided(
                number, f"{KINDS[each.kind]}: {named or '(kết quả chưa công bố)'}", each.reason, each.minutes, by, state
            )
        )
    return tuple(found)


KINDS: Mapping[str, str] = {
    rulings.TIE: "Chọn trong các đội bằng điểm",
    rulings.KEPT: "Giữ trong danh sách",
    rulings.OUT: "Không vào",
}
"""What a decision is called."""
HISTORY: Mapping[str, str] = {
    "advance_sources": "Chọn hội thi nguồn, số suất",
    "advance_carried": "Đưa đội vào",
    "advance_named": "Đơn vị cử đội",
    "advance_tie": "Quyết định đội bằng điểm",
    "advance_out": "Không cho vào",
    "advance_undone": "Rút quyết định",
    "advance_kept": "Giữ danh sách khi nguồn sửa đổi",
    "advance_exchanged": "Thay đội khi nguồn sửa đổi",
}
"""What the history of a contest says of advancement, by kind."""
FIELDS: Mapping[str, str] = {
    "sources": "Nguồn",
    "best_others": "Suất còn lại",
    "teams": "Đội",
    "out": "Đội thôi vào",
    "minutes": "Biên bản",
    "revision": "Kết quả nguồn",
}
"""The fields of that history in words."""
