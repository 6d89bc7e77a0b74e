"""Reads a contest's teams from an Excel or CSV list as people make them: titles above, merged cells, several ways to list
members. Gives what was understood and, by row and column, what was not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, ValidationError
from pydantic_core import PydanticCustomError

from contest.files.rosterheader import Header, find_header
from contest.files.sheets import Table, open_tables
from contest.files.xlsxguard import FileRefused, column_letters
from contest.messages.roster import FIELDS, say
from contest.text import legacy_encoding, match_key, nfc

ROWS_MOST = 2000
COLUMNS_MOST = 100
UNKNOWN_SHOWN = 20
MEMBERS_MOST = 60
_CAPTAINS = {"doi truong", "truong doan", "nhom truong"}
_ROLES = _CAPTAINS | {"doi pho", "thanh vien", "doi vien", "thi sinh", "du bi", "nguoi ho tro", "vai phu", "pho doan"}
_NO = {"khong", "ko", "0", "-", "–"}  # “Không xét giải: không” is a team that is considered
_ORDINAL = re.compile(r"[0-9]{1,4}[.)]?")
_TOTALS = {match_key(words) for words in ("Tổng", "Tổng cộng", "Cộng", "Tổng số", "Tổng số đội")}
_DATE = r"ngay[\s\d.…_/]+thang[\s\d.…_/]+nam[\s\d.…_/]*"
# What stands below a list for signing: “Sơn Hòa, ngày … tháng … năm …”, “Người lập biểu”, “TM. Ban Tổ chức”. A team may be
# called “Người lập trình” or “Ngày 26 tháng 3”, a person “T.M. Anh”.
_SIGNING = re.compile(
    rf"(?:[^,]{{1,60}},\s*)?{_DATE}|nguoi lap(?: bieu| bang| danh sach)?[:.]?|noi nhan\s*:?"
    r"|t\s?[/.]?\s?m\.?\s*(?:ban|uy ban|ubnd|ub|bch|btc|hoi|dang uy|to|doan)\b.*"
)


def illegible(text: str) -> str:
    """Give the code of contest.messages.roster for a name that nobody can read: an old encoding, no letter at all; else ""."""
    if legacy_encoding(text):
        return "legacy"
    return "no_letter" if text and not any(char.isalnum() for char in text) else ""


def _legible(text: str) -> str:
    code = illegible(text)
    if code:
        raise PydanticCustomError(code, code)
    return text


Name = Annotated[str, StringConstraints(min_length=1, max_length=120), AfterValidator(_legible)]
Words = Annotated[str, StringConstraints(max_length=160), AfterValidator(_legible)]


class MemberRow(BaseModel):
    """One person of a team."""

    model_config = ConfigDict(frozen=True)
    name: Name
    role: Words = ""


class TeamRow(BaseModel):
    """One team as the list has it; row_number is where its name stands (0 when it comes from elsewhere)."""

    model_config = ConfigDict(frozen=True)
    row_number: int = 0
    name: Name
    unit: Words = ""
    captain: Words = ""
    members: tuple[MemberRow, ...] = ()
    group: Words = ""
    ineligible: Words = ""


@dataclass(frozen=True)
class Problem:
    """What cannot be taken over: row (0 is the whole file), column letters ("" is the whole row), message and remedy."""

    row: int
    column: str
    message: str
    remedy: str


@dataclass(frozen=True)
class Preview:
    """What a file says: good teams in its order, problems (their rows are not among the teams) and notes to read."""

    rows: tuple[TeamRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    sheet: str = ""


@dataclass
class _Draft:
    """A team being gathered from one or several rows, not yet checked."""

    row: int
    name: str
    unit: str
    captain: str
    members: list[tuple[int, str, str, str]] = field(default_factory=list)  # row, kind, name, role
    cells_with_many: bool = False
    group: str = ""
    ineligible: str = ""


def read(source: bytes | Path, filename: str) -> Preview:
    """Give what an uploaded list of teams says; a file that cannot be read is one problem at row 0, never an exception."""
    try:
        first: Table | None = None
        for table in open_tables(source, filename):
            first = first or table.whole
            _check_width(table)
            header = find_header(table)
            if header is not None:
                return _preview(table.whole, header)
        garbage = first is not None and any(legacy_encoding(cell) for row in first.rows[:40] for cell in row)
        raise FileRefused("legacy_file" if garbage else "no_header")
    except FileRefused as refused:
        return Preview(problems=(Problem(0, "", *say(refused.code, **refused.values)),))


def _check_width(table: Table) -> None:
    # Every header cell is compared with every name of a column, and every cell below with what ends a list.
    for number, row in enumerate(table.rows, start=1):
        beyond = next((at for at, cell in enumerate(row[COLUMNS_MOST:], COLUMNS_MOST + 1) if cell.strip()), None)
        if beyond is not None:
            raise FileRefused("too_many_columns", most=COLUMNS_MOST, cell=f"{column_letters(beyond)}{number}")


def _preview(table: Table, header: Header) -> Preview:
    problems: list[Problem] = []
    notes = [say("sheet_used", sheet=table.name, row=header.row)[0]] if table.name else []
    for column, label in header.unknown[:UNKNOWN_SHOWN]:
        notes.append(say("unknown_column", column=column_letters(column), typed=label[:40])[0])
    if len(header.unknown) > UNKNOWN_SHOWN:
        notes.append(say("more_unknown_columns", count=len(header.unknown) - UNKNOWN_SHOWN)[0])
    if len(table.rows) - header.last_row > ROWS_MOST:
        raise FileRefused("too_many", most=ROWS_MOST)
    drafts = _gather(table, header, problems, notes)
    teams = [team for draft in drafts if (team := _checked(draft, header, problems)) is not None]
    kept = _without_duplicates(teams, header, problems, notes)
    if not kept and not problems:
        problems.append(Problem(header.last_row, "", *say("no_teams")))
    problems.sort(key=lambda problem: (problem.row, len(problem.column), problem.column))
    return Preview(tuple(kept), tuple(problems), tuple(notes), table.name)


def _gather(table: Table, header: Header, problems: list[Problem], notes: list[str]) -> list[_Draft]:
    drafts: list[_Draft] = []
    current: _Draft | None = None
    rows = list(_listed(table, header, notes))
    last_named = max((number for number, row in rows if nfc(header.cell(row, "name"))), default=0)
    numbered = _numbers_teams([row for _, row in rows], header)
    for number, row in rows:
        draft, nameless = _draft(number, row, header), numbered and _nameless(row, header)
        if nameless or not any(cell.strip() for cell in row):
            current = None  # what follows belongs to no team above
        # Numbers written ahead below the last team are no teams.
        missing = nameless and (number < last_named or len([cell for cell in row if cell.strip()]) > 1)
        if current is not None and draft is not None and _continues(draft, current):
            current.members += draft.members
            current.cells_with_many = current.cells_with_many or draft.cells_with_many
        elif draft is not None and draft.name:
            current = draft
            drafts.append(draft)
        elif draft is not None or missing:
            current = None
            problems.append(Problem(number, header.letters("name"), *say("missing_name")))
    return drafts


def _listed(table: Table, header: Header, notes: list[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Give the numbered rows from the header to what stands below the list for signing, which is noted."""
    for number, row in enumerate(table.rows[header.last_row :], start=header.last_row + 1):
        if _is_signing(row, header):
            notes.append(say("list_ends", row=number)[0])
            return
        yield number, row


def _is_signing(row: tuple[str, ...], header: Header) -> bool:
    """Tell whether a row belongs to the signatures: it has no number of its own, and its team, if any, is no team."""
    if _ORDINAL.fullmatch(header.cell(row, "number").strip()):
        return False
    known = [cell for kind in header.kinds if kind != "number" and (cell := nfc(header.cell(row, kind)))]
    name = nfc(header.cell(row, "name"))
    looked_at = [name] if name else known or [nfc(cell) for cell in row]
    return any(_SIGNING.fullmatch(match_key(cell, marks=False)) for cell in looked_at)


def _nameless(row: tuple[str, ...], header: Header) -> bool:
    """Tell whether a row has its own number and no team name."""
    number = _ORDINAL.fullmatch(header.cell(row, "number").strip())
    return number is not None and not nfc(header.cell(row, "name"))


def _numbers_teams(rows: list[tuple[str, ...]], header: Header) -> bool:
    """Tell whether the numbers count teams; beside the members, or mostly on rows without a team, they count people."""
    if header.columns.get("number", len(header.columns)) > header.columns["name"]:
        return False
    named = sum(bool(header.cell(row, "name").strip()) for row in rows)
    return sum(_nameless(row, header) and _draft(0, row, header) is not None for row in rows) <= named


def _draft(number: int, row: tuple[str, ...], header: Header) -> _Draft | None:
    """Give one row as the beginning of a team, or None for a blank row, a repeated header or a line of totals."""
    name, unit, captain = (nfc(header.cell(row, kind)) for kind in ("name", "unit", "captain"))
    lists = [(kind, people_in(header.cell(row, kind))) for kind in header.kinds if kind.startswith("members")]
    members = [(number, kind, person, role) for kind, people in lists for person, role in people]
    if not (name or unit or captain or members) or header.repeats(row):
        return None
    if not members and _is_total(row):
        return None
    role = nfc(header.cell(row, "role"))
    if role and len(members) == 1:
        members = [(number, members[0][1], members[0][2], members[0][3] or role)]
    many = any(len(people) > 1 for _, people in lists)
    ineligible = nfc(header.cell(row, "ineligible"))
    ineligible = "" if match_key(ineligible, marks=False) in _NO else ineligible
    return _Draft(number, name, unit, captain, members, many, nfc(header.cell(row, "group")), ineligible)


def _is_total(row: tuple[str, ...]) -> bool:
    """Tell whether a row adds the list up: “Tổng cộng” is the first thing that it says."""
    first = next((cell for cell in row if nfc(cell)), "")
    return match_key(first).rstrip(":. ") in _TOTALS


def _continues(draft: _Draft, current: _Draft) -> bool:
    """Tell whether a row only adds a member: no team name (merged cells), or the same one written again on every row."""
    if not draft.members or draft.captain not in {"", current.captain} or draft.unit not in {"", current.unit}:
        return False
    if not draft.name:
        return True
    repeated = match_key(draft.name) == match_key(current.name)
    return repeated and bool(current.members) and not (draft.cells_with_many or current.cells_with_many)


def people_in(cell: str) -> list[tuple[str, str]]:
    """Give (name, role) of everybody named in a cell, parted by ; or line breaks, numbers and bullets taken off.

    One more than a team may have is enough to refuse it: the rest of an endless cell is not read.
    """
    people: list[tuple[str, str]] = []
    for piece in re.split(r"[;\r\n\v\u2028]+", cell, maxsplit=MEMBERS_MOST + 1):
        words = re.sub(r"^\s*(?:[0-9]{1,3}\s*[.)/]|[-–•*+](?=\s|\w))\s*", "", nfc(piece))
        found = re.fullmatch(r"(.+?)\s*[(（]([^()（）]*)[)）]", words) or re.fullmatch(r"(.+?)\s+[-–—]\s+(.+)", words)
        before, comma, after = words.rpartition(",")
        if found:
            people.append((found[1], nfc(found[2])))
        elif comma and match_key(after, marks=False) in _ROLES:
            people.append((nfc(before), nfc(after)))
        elif words:
            people.append((words, ""))
    return people


def _checked(draft: _Draft, header: Header, problems: list[Problem]) -> TeamRow | None:
    """Give the team, or None after adding every problem of it."""
    before = len(problems)
    if len(draft.members) > MEMBERS_MOST:
        values = {"typed": draft.name[:40], "most": MEMBERS_MOST}
        problems.append(Problem(draft.row, header.letters("members"), *say("too_many_members", **values)))
        return None
    members = [_member(person, header, problems) for person in draft.members]
    captain = draft.captain or next((m.name for m in members if m and match_key(m.role, marks=False) in _CAPTAINS), "")
    team = None
    try:
        people = tuple(member for member in members if member is not None)
        team = TeamRow(
            row_number=draft.row,
            name=draft.name,
            unit=draft.unit,
            captain=captain,
            members=people,
            group=draft.group,
            ineligible=draft.ineligible,
        )
    except ValidationError as error:
        problems += _told(error, draft.row, header)
    return team if len(problems) == before else None


def _member(person: tuple[int, str, str, str], header: Header, problems: list[Problem]) -> MemberRow | None:
    row, kind, name, role = person
    if "," in name:
        problems.append(Problem(row, header.letters(kind), *say("many_in_one", typed=name[:60])))
        return None
    try:
        return MemberRow(name=name, role=role)
    except ValidationError as error:
        problems += _told(error, row, header, kind)
        return None


def _told(error: ValidationError, row: int, header: Header, kind: str = "") -> list[Problem]:
    told = []
    for detail in error.errors():
        key = str(detail["loc"][0])
        code = "too_long" if detail["type"] == "string_too_long" else str(detail["type"])
        label = FIELDS["members"] if kind and key == "name" else FIELDS[key]
        values = {
            "field": label,
            "typed": str(detail["input"])[:40],
            "most": detail.get("ctx", {}).get("max_length", 0),
        }
        column = header.letters("role") if key == "role" and header.letters("role") else header.letters(kind or key)
        told.append(Problem(row, column, *say(code, **values)))
    return told


def _without_duplicates(
    teams: list[TeamRow], header: Header, problems: list[Problem], notes: list[str]
) -> list[TeamRow]:
    kept: dict[str, TeamRow] = {}
    plain: dict[str, TeamRow] = {}
    for team in teams:
        twin = kept.get(match_key(team.name))
        if twin is not None:
            told = say("duplicate", typed=team.name, first=twin.row_number)
            problems.append(Problem(team.row_number, header.letters("name"), *told))
            continue
        alike = plain.setdefault(match_key(team.name, marks=False), team)
        if alike is not team:
            values = {"typed": team.name, "row": team.row_number, "other": alike.name, "first": alike.row_number}
            notes.append(" ".join(say("similar", **values)))
        kept[match_key(team.name)] = team
    return list(kept.values())
