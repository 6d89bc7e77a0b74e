"""How a part by places placed its teams among each other, in plain sentences: what each method compared, team by team."""

from collections.abc import Callable, Iterator, Mapping

from contest.messages.amounts import figure, listed
from contest.messages.speaking import Speaker
from scoring.account import Placings
from scoring.points import exact_sum
from scoring.rules import Part


def _totals(speaker: Speaker, found: Placings) -> str:
    said = (f"{speaker.names([team])} {figure(placing.total)}" for team, placing in found.teams)
    return f"tổng hạng, nhỏ hơn xếp trên: {'; '.join(said)}"


def _places(speaker: Speaker, found: Placings) -> str:
    judges = listed(speaker.judge(mark.judge) for mark in found.teams[0][1].places)
    said = (
        f"{speaker.names([team])} ({'; '.join(figure(mark.value) for mark in placing.places)})"
        for team, placing in found.teams
    )
    return f"hạng theo {judges}: {', '.join(said)}"


# What the order of the teams follows from.
COMPARED: Mapping[str, Callable[[Speaker, Placings], str]] = {"rank_sum": _totals, "majority": _places}


def say_placings(speaker: Speaker, part: Part, found: Placings) -> Iterator[str]:
    """Give how the teams stood to each other, first to last, and the points of places that some share."""
    among = f"Các đội ở {found.group}" if found.group else "Các đội"
    about = f", tiêu chí {part.criterion(found.criterion).name}" if found.criterion is not None else ""
    yield f"{among}{about}, {COMPARED[part.panel.method](speaker, found)}."
    if len(found.points) > 1:
        total = exact_sum(found.points)
        added = " + ".join(map(figure, found.points))
        share = total / len(found.points)
        yield (
            f"{len(found.points)} đội cùng hạng{about} chia đều điểm các hạng ấy: "
            f"{added} = {figure(total)}; {figure(total)} : {len(found.points)} = {figure(share)}."
        )
