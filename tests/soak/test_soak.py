"""A thousand random contests through both engines, and the generator's own promise: it meets every name of every table."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest

from contest.files.scoreentry import load
from contest.recount import beside as c_beside
from contest.recount import faults as c_faults
from contest.recount import groups as c_groups
from contest.recount import panel as c_panel
from contest.recount import parts as c_parts
from contest.recount import prizes as c_prizes
from contest.recount import ranking as c_ranking
from contest.recount import rounding as c_rounding
from contest.recount import seats as c_seats
from contest.recount import sinking as c_sinking
from contest.recount import table as c_table
from contest.recount.log import loads as loads_log
from contest.recount.log import read
from contest.recount.table import recount
from contest.recounting import board_of, differences
from scoring import (
    applying,
    deductions,
    panel,
    parts,
    prizes,
    quiz,
    quotas,
    ranking,
    rounding,
    seats,
    shares,
    sinking,
    specials,
    ties,
)
from scoring.entries import problems
from scoring.reader import folded
from scoring.rulebook import loads
from scoring.standings import standings
from tests.soak import documents, panels, prizing
from tests.soak.making import Made, contest
from tests.soak.running import TABLES as SCORE_FILES
from tests.soak.running import as_log, disagreement, shrunk, write

CONTESTS, BATCHES = 1000, 4
SEEN_IN = 400

Names = Collection[str]
# What scoring knows, what the second engine knows, what the generator makes: a name in one is a name in all.
TABLES: dict[str, tuple[Names, Names, Names]] = {
    "method": (panel.METHODS, c_panel.METHODS, panels.METHODS),
    "over": (parts.OVER, c_panel.OVER, panels.OVER),
    "below": (panel.BELOW, c_panel.BELOW, panels.BELOW),
    "struck": (quiz.STRUCK, c_panel.STRUCK, panels.STRUCK),
    "absent": (seats.ABSENCE, c_seats.ABSENCE, documents.ABSENCE),
    "not_present": (parts.NOT_PRESENT, c_parts.NOT_PRESENT, documents.NOT_PRESENT),
    "kind": (deductions.KINDS, c_faults.KINDS, documents.KINDS),
    "per": (deductions.PER, c_faults.PER, documents.PER),
    "effect": (deductions.EFFECTS, {*c_faults.EFFECTS} - {""}, documents.EFFECTS),
    "one_act": (applying.ONE_ACT, c_faults.ONE_ACT, documents.ONE_ACT),
    "sunk": (sinking.SUNK, c_sinking.SUNK, documents.SUNK),
    "stage": (rounding.STAGES, c_rounding.STAGES, documents.STAGES),
    "mode": (rounding.MODES, c_rounding.MODES, documents.MODES),
    "rank_on": (ranking.RANK_ON, c_table.RANK_ON, documents.RANK_ON),
    "shared_ranks": (ranking.SHARED_RANKS, c_ranking.SHARED_RANKS, prizing.SHARED_RANKS),
    "groups": (ranking.GROUPINGS, c_groups.GROUPS, prizing.GROUPS),
    "ties": (ties.STEPS, {*c_ranking.STEPS, *c_ranking.ASKED}, prizing.TIES),
    "ranking": (prizes.RANKINGS, c_prizes.RANKINGS, prizing.RANKINGS),
    "across": (prizes.ACROSS, c_prizes.ACROSS, prizing.ACROSS),
    "by": (specials.BY, c_beside.BY, prizing.BY),
    # percent_of is asked in three places: of parts, of bands of time, of numbers of prizes
    "percent_of": (
        {*shares.PERCENT_OF, *deductions.BAND_PERCENT_OF, *quotas.QUOTA_OF},
        {*c_parts.PERCENT_OF, *c_faults.PERCENT_OF, *c_prizes.PERCENT_OF},
        {*documents.PERCENT_OF, *prizing.QUOTA_OF},
    ),
}


@pytest.mark.timeout(600)
@pytest.mark.parametrize("batch", range(BATCHES))
def test_both_engines_agree(batch: int, tmp_path: Path) -> None:
    size = CONTESTS // BATCHES
    for seed in range(batch * size, (batch + 1) * size):
        made = contest(seed)
        found = disagreement(made)
        if found:
            write(shrunk(made), tmp_path)
            pytest.fail(f"seed {seed} (files in {tmp_path}): {found}")


def test_the_program_reads_the_same_log() -> None:
    # Above, scoring takes what was made; here it takes what the program's own reader finds in the log.
    for seed in range(60):
        document = json.loads(json.dumps(as_log(contest(seed))))
        board = board_of(document)
        assert differences(board.standings, board.rules, recount(read(document))) == (), seed


@pytest.mark.parametrize("name", TABLES)
def test_every_name_has_its_second_count_and_its_maker(name: str) -> None:
    scored, counted, made = map(set, TABLES[name])
    assert counted == scored
    assert made == scored


@pytest.mark.parametrize("name", TABLES)
def test_every_name_occurs(name: str) -> None:
    seen = _seen()
    assert {each for each in TABLES[name][0] if (name, each) not in seen} == set()


@lru_cache(maxsize=1)
def _seen() -> Counter[tuple[str, str]]:
    """Count the names in the rulebooks of the first seeds, under their keys."""
    seen: Counter[tuple[str, str]] = Counter()
    for seed in range(SEEN_IN):
        seen.update(_names("", contest(seed).document))
    return seen


def _names(key: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for inner, each in value.items():
            yield from _names(inner, each)
    elif isinstance(value, list):
        for each in value:
            yield from _names(key, each)
    elif isinstance(value, str):
        yield key, value.partition(":")[0]


def test_every_outcome_occurs() -> None:
    seen: Counter[str] = Counter()
    for seed in range(SEEN_IN):
        made = contest(seed)
        table = standings(made.entry, made.rules)
        assert problems(made.entry, made.rules) == ()
        seen.update(row.state for row in table.rows)
        seen.update(question.code for question in table.questions)
        seen.update((row.parted_by or "").partition(":")[0] for row in table.rows)
    wanted = {"ranked", "incomplete", "unranked", "tie_on_prize_line", "tie_undecided", *ties.STEPS}
    assert wanted - seen.keys() == set()


def test_ties_of_one_ranking_leave_prizes_of_the_other_open() -> None:
    seen: Counter[str] = Counter()
    for made in map(contest, range(2 * SEEN_IN)):
        order = [tier.ranking for tier in made.rules.prizes]
        if len(set(order)) > 1:
            seen[
                "between two of the other" if order != sorted(order) and order != sorted(order)[::-1] else "beside"
            ] += 1
            awards = prizes.propose(standings(made.entry, made.rules), made.rules).awards
            seen.update({reason.code for award in awards for reason in award.reasons})
    assert {"between two of the other", "beside", "prize_waits"} - seen.keys() == set()


def test_teams_of_several_groups_are_placed_apart_and_together() -> None:
    placed: set[str] = set()
    for made in map(contest, range(SEEN_IN)):
        by_places = any(panel.METHODS[part.panel.method].relative for part in made.rules.parts)
        if by_places and len(set(made.entry.groups.values())) > 1:
            placed.add(made.rules.groups)
    assert placed == {"apart", "both"}


def test_an_act_that_leaves_two_parts_without_points_is_weighed_alike() -> None:
    # The first thousand seeds hold none in which it matters which of the two counts; the soak found this one.
    made = contest(40730)
    voided = Counter(
        (row.team, folded(item.act))
        for row in standings(made.entry, made.rules).rows
        for item in (*row.deductions, *(each for figure in row.parts.values() for each in figure.deductions))
        if item.act and item.effect == "no_points"
    )
    assert 2 in voided.values()
    assert disagreement(made) == ()


def _whole() -> Made:
    """Give a made contest with several teams and parts in which everybody marked everything."""
    return next(
        made
        for made in map(contest, range(10_000))
        if len(made.entry.teams) > 3
        and len(made.rules.parts) > 2
        and all(row.state == "ranked" for row in standings(made.entry, made.rules).rows)
        and not made.entry.not_present
        and made.entry.sheets
    )


def test_a_disagreement_is_shrunk_and_written(tmp_path: Path) -> None:
    made = _whole()
    # The second engine is given other rules than the first: the last part counts double there.
    document = json.loads(json.dumps(made.document))
    document["parts"][-1] |= {"factor": "97", "max_points": document["parts"][-1]["max_points"]}
    differing = replace(made, document=document)
    assert {each.what for each in disagreement(differing)} > {"total", "points"}
    small = shrunk(differing)
    assert disagreement(small)
    assert (len(small.entry.teams), len(small.entry.faults)) == (1, 0)
    write(small, tmp_path)
    written = {"rulebook.json", "log.json", *(f"{name}.csv" for name in SCORE_FILES)}
    assert {path.name for path in tmp_path.iterdir()} == written


def test_the_written_files_say_what_was_made(tmp_path: Path) -> None:
    made = _whole()
    write(made, tmp_path)
    rules = loads((tmp_path / "rulebook.json").read_text(encoding="utf-8"), "json")
    others = {name: tmp_path / f"{name}.csv" for name in SCORE_FILES if name != "marks"}
    loaded = load(rules, tmp_path / "marks.csv", **others)
    assert (rules, loaded.bad) == (made.rules, ())
    log = loads_log((tmp_path / "log.json").read_text(encoding="utf-8"))
    assert differences(standings(loaded.entry, rules), rules, recount(log)) == ()
