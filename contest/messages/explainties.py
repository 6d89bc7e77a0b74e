"""How the figures of a tie step came about, in plain sentences: one function for each step that reckons, in a table."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from typing import cast

from contest.messages.amounts import about, added, factor, figure
from contest.messages.speaking import Speaker
from scoring.points import exact_sum
from scoring.rules import ONE
from scoring.tieworking import Duel, Middle, Sum, Working


def _sums(speaker: Speaker, found: Sequence[Sum]) -> str:
    return "; ".join(f"{speaker.names([each.team])} {_added(each)}" for each in found)


def _added(found: Sum) -> str:
    total = exact_sum(value * weight for value, weight in found.terms)
    said = [figure(value) if weight == ONE else f"{figure(value)} × {factor(weight)}" for value, weight in found.terms]
    reckoned = len(said) > 1 or any(weight != ONE for _, weight in found.terms)
    return f"{added(said)} = {about(total)}" if reckoned else about(total)


def _middles(speaker: Speaker, found: Sequence[Middle]) -> str:
    return ". ".join(
        _middles_of(speaker, team, list(of_team)) for team, of_team in groupby(found, lambda each: each.team)
    )


def _middles_of(speaker: Speaker, team: str, found: Sequence[Middle]) -> str:
    named = len(found) > 1
    said = [f"{f'phần {speaker.rulebook.part(each.part).name}, ' if named else ''}{_middle(each)}" for each in found]
    if named:
        medians = [_mean(each.middle) for each in found]
        said.append(f"cộng: {added(map(figure, medians))} = {about(exact_sum(medians))}")
    return f"{speaker.team(team, start=True)}: {'; '.join(said)}"


def _mean(marks: Sequence[Fraction]) -> Fraction:
    return exact_sum(marks) / len(marks) if marks else Fraction(0)


def _middle(found: Middle) -> str:
    if not found.middle:
        return "không có phiếu nào nên là 0"
    sheets = f"các phiếu từ thấp lên cao {'; '.join(map(figure, found.sheets))}"
    if len(found.middle) == 1:
        return f"{sheets}: phiếu đứng giữa {figure(found.middle[0])}"
    both, sum_ = exact_sum(found.middle), added(map(figure, found.middle))
    return f"{sheets}: hai phiếu đứng giữa {sum_} = {figure(both)}; {figure(both)} : 2 = {about(_mean(found.middle))}"


SIGNS = {True: ">", False: "<"}


def _duels(speaker: Speaker, found: Sequence[Duel]) -> str:
    how = "mỗi giám khảo so tổng phiếu của mình ở những phần đã chấm cả hai đội"
    return f"{how}. {'. '.join(_duel(speaker, each) for each in found)}"


def _duel(speaker: Speaker, duel: Duel) -> str:
    above = sum(mine > theirs for mine, theirs in duel.sums.values())
    below = sum(mine < theirs for mine, theirs in duel.sums.values())
    one, other = speaker.team(duel.one, start=True), speaker.team(duel.other)
    if not duel.sums:
        return f"{one} và {other}: không giám khảo nào chấm cả hai đội"
    verb = "hòa" if above == below else "thắng" if above > below else "thua"
    return f"{one} {verb} {other} {above}–{below} ({'; '.join(_judges(speaker, duel))})"


def _judges(speaker: Speaker, duel: Duel) -> Iterator[str]:
    for judge, (mine, theirs) in duel.sums.items():
        sign = "=" if mine == theirs else SIGNS[mine > theirs]
        yield f"{speaker.judge(judge)}: {figure(mine)} {sign} {figure(theirs)}"


TIE_WORKING: Mapping[str, Callable[[Speaker, Working], str]] = {
    "parts": lambda speaker, found: _sums(speaker, cast(Sequence[Sum], found)),
    "group": lambda speaker, found: _sums(speaker, cast(Sequence[Sum], found)),
    "fewest_deductions": lambda speaker, found: _sums(speaker, cast(Sequence[Sum], found)),
    "median": lambda speaker, found: _middles(speaker, cast(Sequence[Middle], found)),
    "head_to_head": lambda speaker, found: _duels(speaker, cast(Sequence[Duel], found)),
}


def say_working(step: str, speaker: Speaker, found: Working) -> str:
    """Give how the figures of a step came about; "" for a step that reckons nothing."""
    return TIE_WORKING[step](speaker, found) if step in TIE_WORKING else ""
