"""Which registration a row of a list means: by the code that was written out, else by unit, name and owners."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from contest.files.registrationlist import ListedRegistration
from contest.recognition.formlines import owners_in
from contest.recognition.listexport import Held
from contest.text import match_key

_CODE = re.compile(r"MH-(?P<uid>[^\s-]+)-(?P<newest>[0-9]{1,12})", re.IGNORECASE)


def owners_key(names: Iterable[str]) -> str:
    """Give the folded key of some owners, the same in any order."""
    return ";".join(sorted(match_key(name) for name in names))


def plain(name: str) -> str:
    """Give a name as likely doubles share it."""
    return match_key(name, marks=False)[:300]


def written_at(code: str) -> int | None:
    """Give the newest change that a registration had when its code was written out; None for what is no code."""
    found = _CODE.fullmatch(code)
    return int(found["newest"]) if found else None


class Matched:
    """What a campaign holds, as rows of a list find it."""

    def __init__(self, held: Iterable[Held]) -> None:
        """Take what the campaign holds, within what the person sees."""
        self._by_uid: dict[str, Held] = {}
        self._named: dict[tuple[int, str], list[Held]] = {}
        for each in held:
            self._by_uid[each.uid.lower()] = each
            self._named.setdefault((each.unit_id, plain(each.text("name"))), []).append(each)

    def coded(self, code: str) -> Held | None:
        """Give the registration of a code, or None: of another campaign, out of sight, or no code at all."""
        found = _CODE.fullmatch(code)
        return self._by_uid.get(found["uid"].lower()) if found else None

    def called(self, unit_id: int, row: ListedRegistration) -> Sequence[Held]:
        """Give the unit's registrations that bear a row's name under its owners; several where the unit has doubles.

        An owner that was not known yet is no other owner: a name that the unit has once is enough where either side has none.
        """
        same = self._named.get((unit_id, plain(row.texts["name"])), [])
        typed = _owners(row.texts["owners"])
        exact = [each for each in same if _owners(each.text("owners")) == typed]
        if exact or len(same) != 1:
            return exact
        return same if not typed or not same[0].text("owners") else []


def _owners(typed: str) -> str:
    return owners_key(each.name for each in owners_in(typed))
