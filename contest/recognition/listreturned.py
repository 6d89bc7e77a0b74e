"""The rows of a list that mean what the campaign holds already: which change it, which say the same, which leave it as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from contest.files.registrationlist import STATUS_KINDS, TITLES, ListedRegistration
from contest.files.roster import Problem
from contest.recognition import registering
from contest.recognition.listchanges import Changed, days, differences, kept_cells
from contest.recognition.listchecks import Checks
from contest.recognition.listexport import Held
from contest.recognition.listmatch import Matched, written_at
from contest.recognition.states import ACTIONS, STATES


class Returned:
    """What the rows read so far would change of the register, and what there is to say of the others."""

    def __init__(self, checks: Checks, held: Sequence[Held]) -> None:
        """Begin with what the campaign holds."""
        self._checks, self._matched = checks, Matched(held)
        self._rows: dict[int, int] = {}
        self.changes: list[Changed] = []
        self.same = 0
        self.left: list[Problem] = []
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []

    @property
    def looked_at(self) -> tuple[int, ...]:
        """Give the registrations that the rows mean."""
        return tuple(self._rows)

    def takes(self, row: ListedRegistration, unit_id: int) -> bool:
        """Take a row that means a registration of the campaign; gives False for one that is new to it."""
        typed = row.texts["name"][:40]
        if row.texts["code"]:
            coded = self._matched.coded(row.texts["code"])
            found = [coded] if coded is not None else []
            if not found:
                self._wrong(row, "code", "no_such_code", typed=row.texts["code"][:40])
        else:
            found = list(self._matched.called(unit_id, row))
        if len(found) == 1:
            self._take(row, unit_id, found[0])
        elif found and not any(self._is_same(row, each) for each in found):
            self._wrong(row, "name", "several_such", typed=typed, count=len(found))
        return bool(found or row.texts["code"])

    def _is_same(self, row: ListedRegistration, held: Held) -> bool:
        same = not differences(row, held)
        self.same += same
        return same

    def _wrong(self, row: ListedRegistration, key: str, code: str, **values: object) -> None:
        self.problems.append(self._checks.wanted.problem(row, key, code, **values))

    def _take(self, row: ListedRegistration, unit_id: int, held: Held) -> None:
        name, first = row.texts["name"][:60], self._rows.setdefault(held.id, row.number)
        if first != row.number:
            self._wrong(row, "name", "duplicate", typed=name, first=first)
            return
        wrong = list(self._fixed(row, unit_id, held))
        differing = differences(row, held)
        fields = ", ".join(each.title.lower() for each in differing)
        if wrong:
            self.problems += wrong
        elif not differing:
            self.same += 1
            self.warnings += self._emptied(row, held)
        elif held.state == "submitted":
            said = {"typed": name, "fields": fields, "name": self._checks.campaign.unit.name}
            self.left.append(self._checks.wanted.problem(row, "", "left_sent", **said))
        elif held.state not in ACTIONS["edit"].before:
            said = {"typed": name, "fields": fields, "state": STATES[held.state]}
            self.left.append(self._checks.wanted.problem(row, "", "left", **said))
        else:
            self._change(row, Changed(row, held, differing, self._late(row, held)))

    def _late(self, row: ListedRegistration, held: Held) -> int:
        day = row.days["received_on"]
        changed = day if day != held.day("received_on") else None
        return registering.late_by(changed, self._checks.campaign.deadline)

    def _fixed(self, row: ListedRegistration, unit_id: int, held: Held) -> Iterator[Problem]:
        """Give what no list changes: whose book a registration is in, and whether it is new or maintained."""
        kind = STATUS_KINDS[row.status_kind] if row.texts["status_kind"] else held.text("status_kind")
        wrong = {"unit": unit_id != held.unit_id, "status_kind": kind != held.text("status_kind")}
        for key in (key for key, differs in wrong.items() if differs):
            said = {"field": TITLES[key], "name": held.text("name")[:60], "kept": held.text(key)}
            yield self._checks.wanted.problem(row, key, "fixed", **said)

    def _change(self, row: ListedRegistration, changed: Changed) -> None:
        wrong = list(self._wrong_change(row, changed))
        self.problems += wrong
        if not wrong:
            self.changes.append(changed)
            self.warnings += self._warned(row, changed.held)

    def _wrong_change(self, row: ListedRegistration, changed: Changed) -> Iterator[Problem]:
        yield from self._checks.lines(row)
        begun, evaluated = days(row, changed.held)
        if begun and evaluated and evaluated < begun:
            yield self._checks.wanted.problem(row, "evaluated_on", "model_days")
        if "received_on" in changed.keys:
            told = list(self._checks.paper(row))
            again = changed.held.day("received_on") is not None and not self._checks.standing.dates_papers
            yield from told or ([self._checks.by_receiver(row)] if again else [])

    def _warned(self, row: ListedRegistration, held: Held) -> Iterator[Problem]:
        written = written_at(row.texts["code"])
        if written is not None and held.newest > written:
            yield self._checks.wanted.problem(row, "code", "changed_since", typed=held.text("name")[:60])
        yield from self._emptied(row, held)

    def _emptied(self, row: ListedRegistration, held: Held) -> Iterator[Problem]:
        """Give what to say of cells that were emptied in a list that was written out; an empty cell changes nothing."""
        emptied = kept_cells(row, held) if row.texts["code"] and held.state in ACTIONS["edit"].before else []
        if emptied:
            said = {"typed": held.text("name")[:60], "fields": ", ".join(each.lower() for each in emptied)}
            yield self._checks.wanted.problem(row, "", "cell_kept", **said)
