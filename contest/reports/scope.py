"""What a report of the register counts: which campaigns, whose units, on which lines, and which registrations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from contest.planning.unittree import Node, UnitTree
from contest.recognition.campaigns import concerning
from contest.recognition.decisions import recognising
from contest.recognition.states import REGISTERED
from contest.reports.figures import lower
from contest.reports.kit import Asked, Table, plain
from contest.reports.reading import Reading
from contest.scorebook.refusals import Refused
from contest.tables.campaigns import Campaign, CampaignUnit, Document
from contest.tables.decisions import Decision, Recognition
from contest.tables.places import Level, Unit, UnitKind
from contest.tables.recognition import Registration
from contest.text import date_vi, end_of, natural_key, today

COUNTED: Mapping[str, str] = {"dang-ky": "đã đăng ký", "cong-nhan": "đã được công nhận"}
"""Which models a report counts (option `tinh`)."""
LOWEST = 99  # rank of a unit whose level is not known


@dataclass(frozen=True)
class Taking:
    """A unit that takes part in a campaign: when its list came in, its own document, its target."""

    campaign_id: int
    unit_id: int
    submitted_on: date | None
    document: str | None
    target: int | None


@dataclass(frozen=True)
class Scope:
    """The campaigns, the unit whose figures they are, how units are read, and who takes part."""

    asked: Asked
    root: Node
    kind: str  # of the root: “Tỉnh”
    campaigns: Sequence[Campaign]
    reading: Reading
    taking: Sequence[Taking]
    until: date | None = None  # the last day on which what was registered counts; None: all of it

    @cached_property
    def days(self) -> dict[int, date]:
        """Give the day of each campaign on which units are read as they were."""
        return {each.id: each.opens_on for each in self.campaigns}

    @cached_property
    def _hosts(self) -> dict[int, int]:
        return {each.id: each.unit_id for each in self.campaigns}

    @cached_property
    def years(self) -> list[int]:
        """Give the years of the campaigns, the first first."""
        return sorted({each.year for each in self.campaigns})

    @cached_property
    def newest(self) -> int:
        """Give the newest of the campaigns."""
        return max(self.campaigns, key=lambda each: (each.year, each.id)).id

    @property
    def invented(self) -> bool:
        """Say whether any of the figures are invented."""
        return any(each.invented for each in self.campaigns)

    @cached_property
    def _heads(self) -> frozenset[int]:
        return frozenset(self.reading.place(each.unit_id, self.days[each.campaign_id]) for each in self.taking)

    @cached_property
    def _found(self) -> dict[tuple[int, int], int | None]:
        return {}

    def line_of(self, unit_id: int, campaign_id: int) -> int | None:
        """Give the unit on whose line a unit's figures stand: the highest below the root that takes part, else the one directly
        below the root, else the root itself; None for a unit that is not counted under the root. In a report of the campaign's own
        unit, one that came under it only later stands on a line of its own: no registration of the campaign is left out."""
        key = (unit_id, campaign_id)
        if key not in self._found:
            chain = self.reading.chain(unit_id, self.days[campaign_id])
            self._found[key] = self._line(chain, own=self._hosts[campaign_id] == self.root.id)
        return self._found[key]

    def _line(self, chain: Sequence[int], own: bool) -> int | None:
        if self.root.id not in chain:
            heads = [each for each in chain if each in self._heads]
            return [*chain[:1], *heads][-1] if own and not self.reading.now else None
        below = chain[: chain.index(self.root.id)]
        heads = [each for each in below if each in self._heads]
        return (heads or list(below) or [self.root.id])[-1]

    @cached_property
    def lines(self) -> dict[int, list[Taking]]:
        """Give those who take part by the line on which they are counted, but for those below another who does."""
        found: dict[int, list[Taking]] = {}
        taking = {(each.campaign_id, each.unit_id) for each in self.taking}
        for each in self.taking:
            line = self.line_of(each.unit_id, each.campaign_id)
            if line is not None and not any((each.campaign_id, upper) in taking for upper in self._between(each)):
                found.setdefault(line, []).append(each)
        return found

    def _between(self, each: Taking) -> Iterator[int]:
        """Give the units above one that takes part, below the root, as they were."""
        day = self.days[each.campaign_id]
        for upper in islice(self.reading.tree.counted_upwards(each.unit_id, day), 1, None):
            if self.reading.place(upper, day) == self.root.id:
                return
            yield upper

    def ordered(self, lines: Iterator[int] | Sequence[int]) -> list[int]:
        """Give lines in administrative order, then by name; the root's own last."""
        nodes = self.reading.tree.nodes
        return sorted(
            set(lines), key=lambda each: (each == self.root.id, nodes[each].position, natural_key(nodes[each].name))
        )

    def name(self, line: int, alone: bool = False) -> str:
        """Give a line's name; the root's own line, among others, says so."""
        name = self.reading.tree.nodes[line].name
        return f"{name} (trực tiếp)" if line == self.root.id and not alone else name

    @property
    def whole(self) -> str:
        """Give how a sentence begins: “Toàn tỉnh”, or the unit's name where its kind is no part of it."""
        named = self.kind and self.root.name.lower().startswith(self.kind.lower())
        return f"Toàn {lower(self.kind)}" if named else self.root.name

    @property
    def when(self) -> str:
        """Give “năm 2021” or “giai đoạn 2020–2024”."""
        first, last = self.years[0], self.years[-1]
        return f"năm {last}" if first == last else f"giai đoạn {first}–{last}"

    @property
    def words(self) -> str:
        """Give whose figures, of when, and how units are read."""
        read = "theo đơn vị bây giờ" if self.reading.now else "theo đơn vị lúc đó"
        return f"{self.root.name} · {self.when} · {read}"

    def conditions(self) -> list[ColumnElement[bool]]:
        """Give what makes a registration count, but for its unit's place in the tree."""
        conditions = [
            Registration.campaign_id.in_(list(self.days)),
            Registration.state.in_(REGISTERED),
            self.asked.reach.sees(Registration.unit_id),
        ]
        if self.until is not None:
            conditions.append(_registered_by(self.until))
        if self.asked.options.get("tinh") == "cong-nhan":
            conditions.append(Registration.id.in_(recognised()))
        return conditions

    def each_model(self) -> list[ColumnElement[bool]]:
        """Give the same for models: over several years each model counts once, as it was registered last."""
        conditions = self.conditions()
        if len(self.campaigns) == 1:
            return conditions
        newest = func.row_number().over(
            partition_by=Registration.model_id, order_by=(Campaign.year.desc(), Registration.id.desc())
        )
        ranked = (
            select(Registration.id, newest.label("place"))
            .join(Campaign, Campaign.id == Registration.campaign_id)
            .where(*conditions)
            .subquery()
        )
        return [Registration.id.in_(select(ranked.c.id).where(ranked.c.place == 1))]

    def data(self, tables: Mapping[str, Table], **figures: object) -> dict[str, object]:
        """Give a report as data: whose, of when, its figures, and its tables by name."""
        about: dict[str, object] = {
            "unit": self.root.name,
            "years": self.years,
            "reading": "now" if self.reading.now else "then",
            "invented": self.invented,
        }
        return about | figures | {name: plain(table) for name, table in tables.items()}


def _registered_by(day: date) -> ColumnElement[bool]:
    """Give the condition that a registration was there by a day: its signed paper, else what was sent, else what was entered."""
    sent = func.coalesce(Registration.submitted_at, Registration.created_at) < end_of(day)
    return or_(Registration.paper_received_on <= day, and_(Registration.paper_received_on.is_(None), sent))


def recognised() -> Select[int]:
    """Give the ids of registrations that a decision recognised or renewed."""
    return (
        select(Recognition.registration_id).join(Decision, Decision.id == Recognition.decision_id).where(recognising())
    )


def scope(reader: Session, asked: Asked, *, single: bool = False, years: int = 1) -> Scope:
    """Give what a report counts: the campaign that is asked for (else the newest of the highest unit), and with option `tu`,
    or by default for so many `years`, those of the years before it; `single` takes one year alone."""
    tree = UnitTree(reader)
    reading = Reading(tree, asked.now)
    chosen = _campaign(reader, asked, reading)
    first = chosen.year if single else _first(asked, chosen, years)
    hosts = _hosts(tree, chosen.unit_id, asked)
    query = select(Campaign).where(Campaign.unit_id.in_(hosts), Campaign.year.between(first, chosen.year))
    campaigns = [chosen] if first == chosen.year and len(hosts) == 1 else list(reader.scalars(query).unique())
    root = tree.nodes[_root(reader, asked, chosen, reading)]
    kind = reader.scalar(select(UnitKind.name).where(UnitKind.id == root.kind_id)) or ""
    return Scope(asked, root, kind, campaigns, reading, _taking(reader, asked, [each.id for each in campaigns]))


def _first(asked: Asked, chosen: Campaign, years: int) -> int:
    """Give the first year that is counted; refuses one after the newest campaign that is asked for."""
    first = asked.number("tu") or chosen.year - years + 1
    if first > chosen.year:
        raise Refused("no_campaign_since", first=first, last=chosen.year)
    return first


def of_year(whole: Scope, year: int) -> Scope:
    """Give the same scope of one of its years alone."""
    campaigns = [each for each in whole.campaigns if each.year == year]
    ids = {each.id for each in campaigns}
    return replace(whole, campaigns=campaigns, taking=[each for each in whole.taking if each.campaign_id in ids])


def _campaign(reader: Session, asked: Asked, reading: Reading) -> Campaign:
    """Give the campaign that is asked for: of the newest year, and of the nearest unit above the one asked for, else the highest."""
    query = select(Campaign.id).join(Unit, Unit.id == Campaign.unit_id).outerjoin(Level, Level.id == Unit.level_id)
    query = query.where(concerning(asked.reach))
    dot = asked.number("dot")
    if dot is not None:
        query = query.where(Campaign.id == dot)
    elif asked.year is not None:
        query = query.where(Campaign.year == asked.year)
    if asked.unit_id is not None and dot is None:
        chosen = _nearest(reader, asked.unit_id, asked, reading, query)
    else:
        highest = (Campaign.year.desc(), func.coalesce(Level.rank, LOWEST), Campaign.id)
        chosen = reader.scalar(query.order_by(*highest).limit(1))
    if chosen is None:
        raise Refused("no_campaign_asked")
    return reader.get_one(Campaign, chosen)


def _nearest(reader: Session, unit_id: int, asked: Asked, reading: Reading, query: Select[Any]) -> int | None:
    """Give the campaign of a query that a unit's figures belong to, as units are read: the newest, then the nearest above."""
    above = reading.tree.ever_above(unit_id).union(_hosts(reading.tree, unit_id, asked))
    found = []
    columns = query.add_columns(Campaign.unit_id, Campaign.year, Campaign.opens_on)
    for campaign, host, year, day in reader.execute(columns.where(Campaign.unit_id.in_(above))):
        chain, place = reading.chain(unit_id, day), reading.place(host, day)
        if place in chain:
            found.append((-year, chain.index(place), campaign))
    return min(found)[2] if found else None


def _hosts(tree: UnitTree, unit_id: int, asked: Asked) -> list[int]:
    """Give whose campaigns are counted together: read as now, those of every unit whose books the same unit keeps."""
    if not asked.now or asked.number("dot") is not None:
        return [unit_id]
    return [each for each in tree.nodes if tree.now(each) == tree.now(unit_id)]


def _root(reader: Session, asked: Asked, campaign: Campaign, reading: Reading) -> int:
    """Give whose figures they are: the unit asked for, the campaign's, or for an office below it that office's."""
    own = asked.reach.officer_of + asked.reach.viewer_of
    root = campaign.unit_id
    if asked.unit_id is not None:
        root = asked.unit_id
    elif len(own) == 1 and not asked.reach.may_see(reader, root):
        root = own[0]
    return _standing(reading, root, campaign)


def _standing(reading: Reading, unit_id: int, campaign: Campaign) -> int:
    """Give the unit that keeps a unit's books in this reading; refuses one that nobody succeeded: its figures may stand on the line
    of the unit above, never under the heading of that."""
    node = reading.tree.nodes[reading.tree.now(unit_id) if reading.now else unit_id]
    if reading.now and not node.stands(today()):
        code = "reading_ended" if node.valid_to is not None and node.valid_to < today() else "reading_not_begun"
        raise Refused(
            code, unit=node.name, on=date_vi((node.valid_to if code == "reading_ended" else node.valid_from) or today())
        )
    return reading.place(unit_id, campaign.opens_on)


def _taking(reader: Session, asked: Asked, campaign_ids: Sequence[int]) -> list[Taking]:
    columns: tuple[Any, ...] = (
        *(CampaignUnit.campaign_id, CampaignUnit.unit_id, CampaignUnit.submitted_on, Document.number),
        CampaignUnit.target,
    )
    query = (
        select(*columns)
        .outerjoin(Document, Document.id == CampaignUnit.document_id)
        .where(
            CampaignUnit.campaign_id.in_(campaign_ids),
            CampaignUnit.takes_part.is_(True),
            asked.reach.sees(CampaignUnit.unit_id),
        )
    )
    return [Taking(*row) for row in reader.execute(query)]
