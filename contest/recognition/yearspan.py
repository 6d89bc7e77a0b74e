"""The years of which something can be told of a model: from its first to this year, or to the end of its campaign's period."""

from __future__ import annotations

from contest.scorebook.refusals import Refused
from contest.tables.recognition import Registration
from contest.text import today


def require_year(registration: Registration, year: int) -> None:
    """Refuse a year before the model was, and one after this year and after the period of its campaign."""
    first, last = registration.model.first_year, max(today().year, registration.campaign.period_to)
    if year < first:
        raise Refused("before_model", field="year", year=first)
    if year > last:
        raise Refused("year_ahead", field="year", typed=year, last=last)
