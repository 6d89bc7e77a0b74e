"""The registrations of a list as rows that the same list reads back, for units that work offline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from contest.files.registrationlist import OWNER_TYPES, STATUS_KINDS, shown_day
from contest.recognition.formlines import forces_typed, owners_typed
from contest.recognition.registering import CONTENTS
from contest.tables.recognition import Registration


def rows(registrations: Iterable[Registration]) -> Iterator[dict[str, str]]:
    """Give each registration by the columns of contest.files.registrationlist."""
    for each in registrations:
        texts = {name: getattr(each, name) for name in CONTENTS}
        yield (
            texts
            | forces_typed(each.forces)
            | {
                "unit": each.unit.name,
                "name": each.name,
                "owner_type": OWNER_TYPES[each.owner_type],
                "owners": owners_typed(each.owners),
                "domain": each.domain.name if each.domain else "",
                "status_kind": STATUS_KINDS[each.status_kind],
                "topics": "; ".join(topic.name for topic in each.topics),
                "starts_on": shown_day(each.starts_on),
                "evaluated_on": shown_day(each.evaluated_on),
                "received_on": shown_day(each.paper_received_on),
            }
        )
