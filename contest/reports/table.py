"""Every report by name, for the page that lists them and for `chamkheo report`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from contest.reports.kit import Asked, Maker, Report, reconciled
from contest.reports.season import season_report
from contest.scorebook.refusals import Refused


@dataclass(frozen=True)
class Entry:
    """A report in the list: its title, what it answers, and what makes it."""

    title: str
    about: str
    make: Maker


REPORTS: Mapping[str, Entry] = {
    "season": Entry("Tổng hợp mùa hội thi", "Hội thi theo cấp, tiến độ, đội, thành viên, giám khảo.", season_report),
}
"""Every report: a name here, a function in a module of this package, and its test."""


def report(reader: Session, name: str, asked: Asked) -> Report:
    """Give the report of that name, its totals checked; refuses an unknown name and one that does not add up."""
    if name not in REPORTS:
        raise Refused("no_report", name=name, names=", ".join(REPORTS))
    return reconciled(REPORTS[name].make(reader, asked))
