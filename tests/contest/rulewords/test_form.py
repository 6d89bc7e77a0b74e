"""The form follows the reader of rulebooks: what it knows is offered, in words, and nothing else."""

from __future__ import annotations

import pytest

from contest.rulewords.choices import CHOICES, STEPS, step_words
from contest.rulewords.file import AS
from contest.rulewords.form import document, known, names
from contest.rulewords.rows import FORMS, SECTIONS
from scoring.deductions import KINDS
from scoring.panel import METHODS
from scoring.preset import preset, presets
from scoring.rulebook import loads
from scoring.ties import STEPS as TIE_STEPS


def test_names_and_keys_come_from_the_reader() -> None:
    assert names("panel", "method") == tuple(METHODS)
    assert names("deduction", "kind") == tuple(KINDS)
    assert names("rulebook", "ties") == tuple(TIE_STEPS)
    for method, found in METHODS.items():
        assert found.keys <= set(known("panel", method)), method


def test_every_name_has_words() -> None:
    for name, form in FORMS.items():
        for row in form.rows:
            if row.kind in {"choice", "ties", "step"}:
                words = CHOICES.get((name, row.key)) or STEPS.get((name, row.key)) or {}
                assert set(names(name, row.key)) - set(words) == set(), (name, row.key)


def test_every_key_of_the_reader_has_a_row() -> None:
    for name, described in document()["forms"].items():
        rows = {row.key for row in FORMS[name].rows}
        assert {row["key"] for row in described["rows"]} <= rows, name


def test_what_is_new_is_accepted_as_it_comes() -> None:
    """A new item says nothing that the reader does not know."""
    for name, form in FORMS.items():
        if form.fresh and document()["forms"][name]["rows"]:
            allowed = {*known(name, str(form.fresh.get(form.by, ""))), "key"}
            assert set(form.fresh) <= allowed, name


def test_every_row_of_the_rulebook_stands_in_one_section() -> None:
    listed = [key for _, _, keys in SECTIONS for key in keys]
    assert len(listed) == len(set(listed))
    assert {row.key for row in FORMS["rulebook"].rows} == {*listed, "name"}


@pytest.mark.parametrize("name", list(presets()))
@pytest.mark.parametrize("fmt", list(AS))
def test_a_file_comes_back_as_the_same_rulebook(name: str, fmt: str) -> None:
    assert loads(AS[fmt][0](preset(name)), fmt) == preset(name)


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("part:tieu_pham", "điểm phần Tiểu phẩm cao hơn"),
        ("parts:chao_hoi+tieu_pham", "tổng điểm các phần Chào hỏi và Tiểu phẩm cao hơn"),
        ("criterion:tieu_pham.noi_dung", "điểm tiêu chí Chủ đề, nội dung (Tiểu phẩm) cao hơn"),
        ("group:tieu_pham.Nội dung", "điểm nhóm tiêu chí Nội dung (Tiểu phẩm) cao hơn"),
        ("median", "điểm đứng giữa của các phiếu ở mọi phần có phiếu cao hơn"),
        ("median:tieu_pham", "điểm đứng giữa của các phiếu phần Tiểu phẩm cao hơn"),
        ("fewest_deductions", "bị trừ ít điểm hơn"),
        ("part:khong_co", "điểm phần khong_co cao hơn"),
        ("something:new", "something:new"),
    ],
)
def test_steps_are_said_in_words(step: str, words: str) -> None:
    assert step_words(step, preset("dan-van-kheo")) == words
