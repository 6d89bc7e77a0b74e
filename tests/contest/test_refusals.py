"""Every code of a refusal has one sentence."""

from __future__ import annotations

from contest.scorebook.refusals import ROOMS, SENTENCES


def test_no_code_stands_in_two_rooms() -> None:
    assert sum(map(len, ROOMS)) == len(SENTENCES)
