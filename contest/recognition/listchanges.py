"""What a list that comes back changes of the registrations that it means: cell by cell, looked at first, then carried out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from contest.files.registrationlist import DAYS, TITLES, ListedRegistration
from contest.history import Hand, last_change
from contest.offices import Reach
from contest.recognition import registering, signedforms
from contest.recognition.formlines import forces_in, owners_in
from contest.recognition.listexport import Held
from contest.recognition.registering import CONTENTS, FORCE_PARTS, Filled, ForceLine, OwnerLine
from contest.scorebook.refusals import Refused
from contest.tables.recognition import Registration
from contest.text import date_vi, match_key, moment_vi, nfc

SHOWN = 120  # characters of a cell that a preview shows
BEFORE = 20  # of these, before the first one that differs
FIXED = ("unit", "status_kind")  # whose book it is in and which model it is: no list changes that


@dataclass(frozen=True)
class Difference:
    """A cell that a list has otherwise than the register: its column, what the register says and what the list says."""

    key: str
    before: str
    after: str

    @property
    def title(self) -> str:
        """Give the column's title."""
        return TITLES[self.key]

    @property
    def shown(self) -> tuple[str, str]:
        """Give both texts from a little before the place where they part, as long as a preview shows."""
        before, after = ("; ".join(text.splitlines()) for text in (self.before, self.after))
        least, most = sorted((len(before), len(after)))
        same = next((at for at in range(least) if before[at] != after[at]), least)
        start = max(same - BEFORE, 0) if most > SHOWN else 0
        return _part(before, start), _part(after, start)


def _part(text: str, start: int) -> str:
    end = start + SHOWN
    return ("…" if start and text else "") + text[start:end] + ("…" if len(text) > end else "")


@dataclass(frozen=True)
class Changed:
    """A row that changes a registration: which, how the register calls it, in which cells, and by how many days it comes late."""

    row: ListedRegistration
    held: Held
    differences: tuple[Difference, ...]
    days_late: int

    @property
    def keys(self) -> frozenset[str]:
        """Give the columns that differ."""
        return frozenset(each.key for each in self.differences)


def differences(row: ListedRegistration, held: Held) -> tuple[Difference, ...]:
    """Give the cells of a row that say something else than the register; an empty cell says nothing, and keeps what is there."""
    found = []
    for key in TITLES:
        if row.texts[key] and key not in FIXED and not _same(key, row, held):
            day = held.day(key)
            before = date_vi(day) if day else held.text(key)
            after = row.days[key] if key in DAYS else None
            found.append(Difference(key, before, date_vi(after) if after else row.texts[key]))
    return tuple(found)


def kept_cells(row: ListedRegistration, held: Held) -> list[str]:
    """Give the titles of the cells that were emptied in a list and keep what the register says."""
    return [TITLES[key] for key in TITLES if key not in FIXED and not row.texts[key] and held.cells[key]]


def _same(key: str, row: ListedRegistration, held: Held) -> bool:
    return held.cells[key] == row.texts[key] or _SAME.get(key, _same_text)(
        key, row, held
    )  # most cells are as they were


def _same_text(key: str, row: ListedRegistration, held: Held) -> bool:
    return nfc(held.text(key), lines=True) == row.texts[key]


def _same_day(key: str, row: ListedRegistration, held: Held) -> bool:
    return held.day(key) == row.days[key]


def _same_name(key: str, row: ListedRegistration, held: Held) -> bool:
    """Say whether a name is the same; a row without a code is known by it, so that marks left out do not change it."""
    return not row.texts["code"] or _same_text(key, row, held)


def _same_words(key: str, row: ListedRegistration, held: Held) -> bool:
    """Say whether two cells name the same things of a list, in any order."""
    both = (row.texts[key], held.text(key))
    one, other = ({match_key(part, marks=False) for part in text.replace("\n", ";").split(";")} - {""} for text in both)
    return one == other


def _same_type(key: str, row: ListedRegistration, held: Held) -> bool:
    return registering.OWNER_TYPES[row.owner_type] == held.text(key)


def _same_owners(key: str, row: ListedRegistration, held: Held) -> bool:
    return owners_in(row.texts[key]) == owners_in(nfc(held.text(key), lines=True))


def _same_forces(key: str, row: ListedRegistration, held: Held) -> bool:
    return forces_in({key: row.texts[key]}) == forces_in({key: nfc(held.text(key), lines=True)})


_SAME: Mapping[str, Callable[[str, ListedRegistration, Held], bool]] = {
    "name": _same_name,
    "owner_type": _same_type,
    "owners": _same_owners,
    "domain": _same_words,
    "topics": _same_words,
    **dict.fromkeys(FORCE_PARTS, _same_forces),
    **dict.fromkeys(DAYS, _same_day),
}
"""How a column's cells are compared; texts as they are typed."""


def days(row: ListedRegistration, held: Held) -> tuple[date | None, date | None]:
    """Give the days of a registration's beginning and evaluation as they would stand."""
    return row.days["starts_on"] or held.day("starts_on"), row.days["evaluated_on"] or held.day("evaluated_on")


def filled(row: ListedRegistration) -> Filled:
    """Give a row of a list as a form that was filled in."""
    texts: Mapping[str, str] = row.texts
    return Filled(
        name=texts["name"],
        owner_type=row.owner_type,
        owners=owners_in(texts["owners"]),
        domain_id=row.domain_id,
        topic_ids=row.topic_ids,
        forces=forces_in({part: texts[part] for part in FORCE_PARTS}),
        starts_on=row.days["starts_on"],
        evaluated_on=row.days["evaluated_on"],
        **{name: texts[name] for name in CONTENTS},
    )


def carry_out(hand: Hand, reach: Reach, some: Sequence[Changed], seen: int) -> None:
    """Change some registrations as a list says; done again it does nothing.

    Refuses one that was changed, or thrown away, after `seen`: the newest change that the person has looked at.
    """
    query = select(Registration).where(Registration.id.in_([each.held.id for each in some]))
    found = {each.id: each for each in hand.session.scalars(query).unique()}
    for each in some:
        registration = found.get(each.held.id)
        if registration is None:
            _require_seen(hand, each, seen)
        elif _lacks(registration, each):
            _require_seen(hand, each, seen)
            _change(hand, reach, registration, each)


def _lacks(registration: Registration, each: Changed) -> bool:
    """Say whether a registration is still otherwise than a row wants it."""
    standing, paper = _standing(registration), _paper(each)
    return _over(standing, each) != standing or paper not in {None, registration.paper_received_on}


def _change(hand: Hand, reach: Reach, registration: Registration, each: Changed) -> None:
    standing, paper = _standing(registration), _paper(each)
    wanted = _over(standing, each)
    if wanted != standing:
        registering.edit(hand, reach, registration, wanted)
    if paper is not None:
        signedforms.receive_paper(hand, reach, registration, paper)


def _paper(each: Changed) -> date | None:
    """Give the day of the signed form that a row brings."""
    return each.row.days["received_on"] if "received_on" in each.keys else None


def _require_seen(hand: Hand, each: Changed, seen: int) -> None:
    newest, by, at = last_change(hand.session, [f"{Registration.__tablename__}:{each.held.id}"])
    if at is not None and newest > seen:
        name = each.held.text("name")
        raise Refused("row_changed_meanwhile", status="stands", name=name, by=by, time=moment_vi(at))


def _standing(registration: Registration) -> Filled:
    """Give a registration as a form that would change nothing of it."""
    return Filled(
        name=registration.name,
        owner_type=registration.owner_type,
        owners=[OwnerLine(each.name, each.post) for each in registration.owners],
        domain_id=registration.domain_id,
        topic_ids=sorted(each.id for each in registration.topics),
        forces=[ForceLine(each.part, each.name, each.role) for each in registration.forces],
        starts_on=registration.starts_on,
        evaluated_on=registration.evaluated_on,
        **{name: getattr(registration, name) for name in CONTENTS},
    )


def _over(standing: Filled, each: Changed) -> Filled:
    """Give what stands with the columns that differ as a row wants them."""
    wanted, keys = filled(each.row), each.keys
    plain = keys & {"name", "owner_type", "owners", "starts_on", "evaluated_on", *CONTENTS}
    values = {name: getattr(wanted, name) for name in plain}
    values |= {"domain_id": wanted.domain_id} if "domain" in keys else {}
    values |= {"topic_ids": sorted(wanted.topic_ids)} if "topics" in keys else {}
    if keys & FORCE_PARTS.keys():
        lines = [(wanted if part in keys else standing, part) for part in FORCE_PARTS]
        values["forces"] = [line for form, part in lines for line in form.forces if line.part == part]
    return replace(standing, **values)
