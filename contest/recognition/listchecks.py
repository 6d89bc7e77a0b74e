"""What is wrong with a row of a list, new or come back: lines that are too long, the day of a signed form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from contest.files.registrationlist import TITLES, ListedRegistration, RegistrationList
from contest.files.roster import Problem
from contest.recognition import registering
from contest.recognition.listchanges import filled
from contest.recognition.liststanding import Standing
from contest.tables.campaigns import Campaign
from contest.text import date_vi, today


@dataclass(frozen=True)
class Checks:
    """The checks of one file against one campaign."""

    wanted: RegistrationList
    standing: Standing
    campaign: Campaign

    def lines(self, row: ListedRegistration) -> Iterator[Problem]:
        """Give the owners and forces that are too long."""
        for key, typed, most in registering.long_lines(filled(row)):
            yield self.wanted.problem(row, key, "line_long", field=TITLES[key], typed=typed[:40], most=most)

    def paper(self, row: ListedRegistration) -> Iterator[Problem]:
        """Give what is wrong with the day of a signed form: it decides lateness, so who receives the list says it."""
        day = row.days["received_on"]
        if day is not None and day < self.campaign.opens_on:
            yield self._about_paper(row, "before_opening", day=date_vi(self.campaign.opens_on))
        elif day is not None and day != today() and not self.standing.dates_papers:
            yield self.by_receiver(row)

    def by_receiver(self, row: ListedRegistration) -> Problem:
        """Give the problem of a day that only the receiver may say."""
        return self._about_paper(row, "by_receiver", name=self.campaign.unit.name)

    def _about_paper(self, row: ListedRegistration, code: str, **values: object) -> Problem:
        said = {"field": TITLES["received_on"], "typed": row.texts["received_on"]}
        return self.wanted.problem(row, "received_on", code, **said, **values)
